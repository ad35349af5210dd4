"""Photos and sounds without a network: made anew or taken as they are, sealed, kept, told, wiped, and sent once."""

from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from incidents import sealing, team
from incidents.casework import reading
from incidents.models import Attachment, Case
from incidents.pages import KEPT_BYTES
from tests.incidents.conftest import gathoni, reports_folder
from tests.incidents.papers import SECRET, photo, sound, video
from tests.journeys.test_report import open_phone
from tests.journeys.test_report_offline import KEPT, write_without_network
from tests.journeys.waiting import until

pytestmark = pytest.mark.browser
__all__ = ["gathoni", "open_phone", "reports_folder"]
# The bytes of every file that the phone keeps, as numbers: JSON knows no bytes.
FILES = """new Promise((resolve) => {
  const opening = indexedDB.open("kept-files")
  opening.onsuccess = () => {
    const names = Array.from(opening.result.objectStoreNames)
    const done = (found) => { opening.result.close(); resolve(found) }
    if (!names.length) return done([])
    const asking = opening.result.transaction("files").objectStore("files").getAll()
    asking.onsuccess = () => done([].concat(...asking.result.map((one) => one.boxes)).map((box) => Array.from(box)))
  }
})"""
LEFT_OF_IT = "indexedDB.databases().then((all) => all.length)"


def choose(page, *named):
    """Choose files, each (name, type, bytes)."""
    chosen = [{"name": name, "mimeType": kind, "buffer": data} for name, kind, data in named]
    page.locator("#id_files").set_input_files(chosen)


def kept_files(page):
    return [bytes(numbers) for numbers in page.evaluate(FILES)]


def opened(box, officer):
    key = team.current_key()
    return sealing.open_box(team.private_key(officer, officer.private, key), box)


def downloaded(attachment, officer):
    return reading.download(attachment, officer, officer.private, timezone.now())


def colours(data):
    """Return the size, and the colours at the four corners, as "red" or "blue"."""
    picture = Image.open(BytesIO(data)).convert("RGB")
    width, height = picture.size
    corners = [(1, 1), (width - 2, 1), (1, height - 2), (width - 2, height - 2)]
    dots = [picture.getpixel(corner) for corner in corners]
    return picture.size, ["red" if dot[0] > dot[2] else "blue" for dot in dots]


def test_a_photo_and_a_sound_wait_sealed_and_are_sent_when_the_network_is_back(open_phone, gathoni):
    page = open_phone("sw")
    choose(page, ("IMG.jpg", "image/jpeg", photo(size=(400, 200))), ("memo.ogg", "audio/ogg", sound()))
    write_without_network(page)
    boxes = kept_files(page)
    assert [opened(box, gathoni)[:4] for box in boxes] == [b"\xff\xd8\xff\xe0", b"OggS"]
    assert not any(SECRET.encode() in box for box in boxes)
    assert SECRET.encode() not in opened(boxes[0], gathoni)
    expect(page.locator("#waiting-files")).to_contain_text("2")
    page.context.set_offline(False)
    page.locator("#came-show").click()
    names = []
    for attachment in Attachment.objects.all():
        about, data = downloaded(attachment, gathoni)
        names.append(about.name)
        assert SECRET.encode() not in data
    assert names == ["photo-1.jpg", "sound-2.ogg"]
    assert kept_files(page) == []
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("turned", range(1, 9))
def test_a_photo_is_upright_however_the_phone_was_held(open_phone, gathoni, turned):
    page = open_phone()
    choose(page, ("IMG.jpg", "image/jpeg", photo(size=(400, 200), turned=turned)))
    write_without_network(page)
    (box,) = kept_files(page)
    assert colours(opened(box, gathoni)) == upright(turned)


def upright(turned):
    """Return what a camera's program shows of tests.incidents.papers.photo, red on the left before it is turned."""
    size = (400, 200) if turned < 5 else (200, 400)
    red_first = {1: "left", 2: "right", 3: "right", 4: "left", 5: "top", 6: "top", 7: "bottom", 8: "bottom"}[turned]
    corners = ["top left", "top right", "bottom left", "bottom right"]
    return size, ["red" if red_first in corner else "blue" for corner in corners]


@pytest.mark.parametrize(("form", "kind"), [("PNG", "image/png"), ("WEBP", "image/webp")])
def test_a_large_photo_of_any_format_becomes_a_jpeg_of_a_bounded_size(open_phone, gathoni, form, kind):
    page = open_phone()
    choose(page, (f"IMG.{form}", kind, photo(form, (4000, 1000))))
    write_without_network(page)
    (box,) = kept_files(page)
    data = opened(box, gathoni)
    assert (Image.open(BytesIO(data)).format, colours(data)[0]) == ("JPEG", (2560, 640))
    assert SECRET.encode() not in data


def test_what_can_not_wait_is_named_and_the_rest_is_kept(open_phone):
    page = open_phone()
    junk = ("notes.png", "image/png", b"no picture")
    moving = ("clip.m4a", "audio/mp4", video())
    choose(page, junk, moving, ("IMG.jpg", "image/jpeg", photo()))
    write_without_network(page)
    expect(page.locator("#told")).to_contain_text("with your receipt: notes.png, clip.m4a")
    assert len(kept_files(page)) == 1


@pytest.mark.parametrize(("missing", "left"), [(0, ": c.wav"), (1, ": b.wav, c.wav")])
def test_no_more_waits_than_the_page_says(open_phone, missing, left):
    page = open_phone()
    data = sound("wav", "pcm_s16le")
    assert page.locator("#waiting").get_attribute("data-bytes") == str(KEPT_BYTES)
    assert "Up to 20 MB" in page.locator("#waiting-files").get_attribute("data-said")
    room = 2 * (len(data) + sealing.SEAL_BYTES) - missing
    page.evaluate(f"document.getElementById('waiting').dataset.bytes = {room}")
    choose(page, *((name, "audio/wav", data) for name in ("a.wav", "b.wav", "c.wav")))
    write_without_network(page)
    expect(page.locator("#told")).to_contain_text(left)
    assert sum(map(len, kept_files(page))) <= room


def test_what_waits_already_takes_its_room(open_phone):
    page = open_phone()
    data = sound("wav", "pcm_s16le")
    page.evaluate(f"document.getElementById('waiting').dataset.bytes = {2 * len(data)}")
    page.route("**/report/sealed/", lambda route: route.abort())
    for _report in range(2):
        choose(page, ("a.wav", "audio/wav", data))
        write_without_network(page)
        expect(page.locator("#told")).to_contain_text("locked and kept")
        page.context.set_offline(False)
    expect(page.locator("#waiting-count")).to_contain_text("2 reports")
    assert len(kept_files(page)) == 1


def test_files_are_wiped_with_the_words(open_phone):
    page = open_phone()
    choose(page, ("IMG.jpg", "image/jpeg", photo()))
    write_without_network(page)
    page.locator("#waiting-wipe").click()
    expect(page.locator("#told")).to_contain_text("Wiped")
    assert page.evaluate(LEFT_OF_IT) == 0
    assert page.evaluate("localStorage.length") == 0


def test_an_answer_that_got_lost_leaves_one_report_with_its_files(open_phone):
    page = open_phone()
    choose(page, ("IMG.jpg", "image/jpeg", photo()))
    page.route("**/report/sealed/", lambda route: (route.fetch(), route.abort()))
    write_without_network(page)
    page.context.set_offline(False)
    expect(page.locator("#told")).to_contain_text("Still no network")
    assert Attachment.objects.count() == 1
    page.unroute("**/report/sealed/")
    page.locator("#waiting-send").click()
    page.locator("#came-show").click()
    assert (Case.objects.count(), Attachment.objects.count()) == (1, 1)


def test_files_that_the_phone_lost_do_not_hold_the_words_back(open_phone):
    page = open_phone()
    choose(page, ("IMG.jpg", "image/jpeg", photo()))
    write_without_network(page)
    page.evaluate("new Promise((done) => { indexedDB.deleteDatabase('kept-files').onsuccess = done }).then(() => 1)")
    page.context.set_offline(False)
    expect(page.locator("#told")).to_contain_text("could not be sent")
    assert (Case.objects.count(), Attachment.objects.count()) == (1, 0)


def test_where_a_way_between_refuses_the_size_the_words_arrive(open_phone):
    page = open_phone()
    choose(page, ("IMG.jpg", "image/jpeg", photo()))
    write_without_network(page)

    def refuse(route):
        is_form = "multipart" in route.request.headers["content-type"]
        route.fulfill(status=413, body="too large") if is_form else route.continue_()

    page.route("**/report/sealed/", refuse)
    page.context.set_offline(False)
    expect(page.locator("#told")).to_contain_text("could not be sent")
    assert (Case.objects.count(), Attachment.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    "broken",
    [
        "delete window.keptFiles",
        "window.createImageBitmap = undefined",
        "Object.defineProperty(window, 'indexedDB', { get() { throw new Error('closed') } })",
        "CanvasRenderingContext2D.prototype.getImageData = () => ({ data: [255, 255, 255, 255] })",
    ],
)
def test_where_the_phone_can_not_the_words_are_kept_and_the_page_says_so(open_phone, broken):
    page = open_phone()
    choose(page, ("IMG.jpg", "image/jpeg", photo()))
    page.locator("#id_what").focus()
    until(page, "window.sealedBox && window.keptFiles")
    page.evaluate(f"() => {{ {broken} }}")
    write_without_network(page)
    expect(page.locator("#told")).to_contain_text("Send them later, with your receipt: IMG.jpg")
    assert len(page.evaluate(KEPT)) == 1


def test_what_was_kept_for_words_that_were_never_kept_goes_after_a_day(open_phone):
    page = open_phone()
    page.locator("#id_what").focus()
    until(page, "window.keptFiles")
    page.evaluate("keptFiles.put('stray', [new Uint8Array(3)])")
    tokens = "keptFiles.get('stray').then((found) => found.length)"
    page.evaluate("keptFiles.tidy([])")
    assert page.evaluate(tokens) == 1
    page.evaluate("() => { const now = Date.now(); Date.now = () => now + 25 * 3600 * 1000 }")
    page.evaluate("keptFiles.tidy(['stray'])")
    assert page.evaluate(tokens) == 1
    page.evaluate("keptFiles.tidy([])")
    assert page.evaluate(tokens) == 0
