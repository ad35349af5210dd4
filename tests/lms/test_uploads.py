"""Nothing that was uploaded may ever run as a script on our address."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pixels
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import UploadedFile

from lms import uploads
from tests import make
from tests.conftest import sign_in

SVG = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 3'><script href='/documents/1/x.js'/></svg>"
SCRIPT = b"document.title = 'ours'"


@pytest.fixture
def eshe(client, db):
    make.make_root()
    return sign_in(client, make.make_user(full_name="Eshe", username="eshe", is_superuser=True), verified=True)


def lay(name, words):
    path = Path(settings.MEDIA_ROOT, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(words)


def add_many(client, what, name, words, **typed):
    return client.post(
        f"/admin/{what}/multiple/add/",
        {"files[]": SimpleUploadedFile(name, words)} | typed,
        headers={"X-Requested-With": "XMLHttpRequest"},
    ).json()


def is_locked(answer):
    policy = answer["Content-Security-Policy"]
    return policy.startswith("sandbox; default-src 'none'") and "script" not in policy.replace("sandbox", "")


@pytest.mark.parametrize("name", ["x.js", "x.html", "x.svg", "x.xml", "x.mjs", "x"])
@pytest.mark.parametrize("typed", [{}, {"title": "x" * 300}])
def test_what_could_run_is_refused_and_not_kept_until_its_form_is_filled_in(eshe, name, typed):
    for what in ("documents", "images"):
        assert not add_many(eshe, what, name, SVG if name == "x.svg" else SCRIPT, **typed)["success"]
    assert [model.objects.count() for model in (Document, Image, UploadedFile)] == [0, 0, 0]


@pytest.mark.parametrize("name", ["Agreement.PDF", "list.xlsx", "letter.docx", "figures.csv", "scan.jpeg"])
def test_papers_are_taken(eshe, name):
    assert add_many(eshe, "documents", name, b"words", collection=1)["success"]


def test_what_waits_for_its_form_is_nobody_s_to_open(eshe, client):
    drawn = io.BytesIO()
    Pixels.new("RGB", (4, 3)).save(drawn, "PNG")
    assert add_many(eshe, "images", "stage.png", drawn.getvalue(), title="x" * 300)["success"]
    waiting = UploadedFile.objects.get().file
    assert waiting.storage.exists(waiting.name)
    assert eshe.get(waiting.url).status_code == 404


@pytest.mark.parametrize("name", ["wagtail_uploads/x.png", "documents/x.pdf", "x.png", "images/x.js", "images/x.html"])
def test_only_pictures_and_sounds_in_their_folders_are_served(client, db, name):
    lay(name, SCRIPT)
    assert client.get(f"/media/{name}").status_code == 404


@pytest.mark.parametrize("name", ["images/x.svg", "original_images/x.svg", "narrations/x.mp3", "avatar_images/x.png"])
def test_every_file_is_locked_in_where_it_is_opened_by_itself(client, db, name):
    lay(name, SVG)
    answer = client.get(f"/media/{name}")
    again = client.get(f"/media/{name}", headers={"If-Modified-Since": answer["Last-Modified"]})
    assert (answer.status_code, again.status_code) == (200, 304)
    for sent in (answer, again):
        assert is_locked(sent)
        assert sent["X-Content-Type-Options"] == "nosniff"


def test_a_document_is_locked_in_and_saved_not_shown(client, db):
    make.make_root()
    paper = Document.objects.create(title="Paper", file=ContentFile(b"%PDF-1.7", "paper.pdf"))
    answer = client.get(paper.url)
    again = client.get(paper.url, headers={"If-None-Match": answer["ETag"]})
    assert (answer.status_code, again.status_code) == (200, 304)
    assert answer["Content-Disposition"].startswith("attachment")
    for sent in (answer, again):
        assert is_locked(sent)
        assert sent["X-Content-Type-Options"] == "nosniff"


def test_a_drawing_that_is_there_already_keeps_its_form(eshe):
    drawing = Image.objects.create(title="Bus", file=ContentFile(SVG, "bus.svg"))
    address = f"/admin/images/{drawing.pk}/"
    assert eshe.get(address).status_code == 200
    eshe.post(address, {"title": "Bus at night", "collection": drawing.collection_id})
    drawing.refresh_from_db()
    assert drawing.title == "Bus at night"


def test_the_example_for_the_proxy_says_what_we_do_ourselves():
    example = Path(settings.BASE_DIR, "docs", "operations.md").read_text()
    assert f'add_header Content-Security-Policy "{uploads.POLICY}" always;' in example
    assert f"^/media/({'|'.join(settings.PUBLIC_MEDIA)})/[^/]+$" in example
