"""A trainer changes how certificates look, and sees it while typing. What the page was sent is read as a PDF."""

import pypdfium2
import pytest
from django.conf import settings
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from accounts.models import User
from certificates.models import CertificateDesign
from tests.certificates import drawn
from tests.conftest import sign_in
from tests.journeys.conftest import fits_the_screen

pytestmark = pytest.mark.browser
DESK = {"width": 1280, "height": 900}
NEW = "/admin/certificatedesign/new/"
WARNS = """() => {
  const leaving = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(leaving);
  return leaving.defaultPrevented;
}"""


@pytest.fixture
def sent():
    """What previews answered, as (status, body): the browser hands a PDF to its viewer and to nobody else."""
    return []


@pytest.fixture
def desk(open_phone, programme, client, sent):
    """Return a function that opens the new design's page as a trainer: (viewport, JavaScript) -> page."""

    def keep(route):
        answer = route.fetch()
        sent.append((answer.status, answer.body()))
        route.fulfill(response=answer)

    def open_one(viewport=DESK, javascript=True):
        page = open_phone("en", javascript)
        page.set_viewport_size(viewport)
        sign_in(client, User.objects.get(username="eshe"), verified=True)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": programme}])
        page.context.route("**/preview/", keep)
        page.goto(NEW)
        opened.append(page)
        return page

    opened = []
    yield open_one
    for page in opened:
        page.context.unroute_all(behavior="ignoreErrors")


def wait_for_drawn(page):
    page.locator(".design-paper iframe:not(.waiting)").wait_for()


def wait_for_sent(page, sent, is_it):
    """Wait until the newest PDF is the one that is meant; what was half-typed may have been drawn before."""
    for _try in range(150):
        status, body = sent[-1]
        if status == 200 and is_it(pypdfium2.PdfDocument(body)[0]):
            return
        page.wait_for_timeout(100)
    raise AssertionError("it was not drawn")


def says(words):
    return lambda paper: words in paper.get_textpage().get_text_bounded()


def has_a_picture(paper):
    return any(one.type == FPDF_PAGEOBJ_IMAGE for one in paper.get_objects())


def test_the_certificate_is_drawn_again_while_it_is_typed(desk, sent):
    page = desk()
    wait_for_drawn(page)
    page.locator("#id_wording_en").fill("learned to keep travellers safe")
    problem = page.locator(".design-problems li")
    problem.wait_for()
    assert problem.inner_text().startswith("Wording in Kiswahili: Say it in Kiswahili too")
    assert sent[-1][0] == 422
    assert page.locator(".design-paper iframe:not(.waiting)").is_visible()

    page.locator("#id_wording_sw").press_sequentially("alijifunza kulinda wasafiri", delay=40)
    wait_for_sent(page, sent, says("alijifunza kulinda wasafiri"))
    problem.wait_for(state="detached")
    assert page.locator("#id_wording_sw").input_value() == "alijifunza kulinda wasafiri"
    assert page.evaluate("document.activeElement.id") == "id_wording_sw"
    page.locator("#id_holder").select_option("long")
    wait_for_sent(page, sent, says("Wanjirũ Gathonĩ-Mũthĩnja"))
    assert not CertificateDesign.objects.exists()

    page.locator("footer button[type=submit]").first.click()
    page.wait_for_url("**/admin/certificatedesign/")
    assert CertificateDesign.objects.get().wording_sw == "alijifunza kulinda wasafiri"


def test_a_picture_chosen_for_it_is_drawn_too(desk, sent):
    page = desk()
    wait_for_drawn(page)
    assert not has_a_picture(pypdfium2.PdfDocument(sent[-1][1])[0])
    picture = drawn.image(drawn.saved(drawn.logo()), "logo.png")
    # Wagtail's window changes the hidden field, and tells nobody.
    page.evaluate(f"document.getElementById('id_logo').value = '{picture.pk}'")
    wait_for_sent(page, sent, has_a_picture)


def test_it_fits_a_phone(desk):
    page = desk({"width": 360, "height": 640})
    wait_for_drawn(page)
    assert fits_the_screen(page)
    for part in ("#id_course", "#id_wording_sw", ".design-paper", "#id_holder"):
        box = page.locator(part).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360


def test_looking_in_another_tab_leaves_the_warning_of_unsaved_changes(desk):
    page = desk()
    wait_for_drawn(page)
    # Wagtail compares with what the form held when its own script was ready, which may be after the first letters.
    for letter in "Farida Ali":
        page.locator("#id_signatory").press_sequentially(letter)
        page.wait_for_timeout(300)
    assert page.evaluate(WARNS)
    with page.context.expect_page():
        page.get_by_role("button", name="Open as a PDF").click()
    assert page.evaluate(WARNS)


def test_without_scripts_a_button_opens_it_and_saves_nothing(desk):
    page = desk(javascript=False)
    page.locator("#id_signatory").fill("Farida Ali")
    page.locator("#id_signatory_role_en").fill("Director")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Open as a PDF").click()
    refused = opened.value
    refused.wait_for_load_state()
    assert "Their office, in Kiswahili" in refused.locator("main").inner_text()
    assert page.locator("#id_signatory").input_value() == "Farida Ali"
    assert not CertificateDesign.objects.exists()
