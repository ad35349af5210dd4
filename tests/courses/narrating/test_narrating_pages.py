import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from courses import attempts, freezing
from courses.models import CourseIndexPage, LessonPage, Narration, Question, Quiz
from courses.narrating import choosing, player
from sample import groups
from tests import make
from tests.conftest import sign_in
from tests.courses.narrating.sounds import facts, hum

ADD = "/admin/snippets/courses/narration/add/"
CREATE = "/admin/snippets/choose/courses/narration/create/"
WORDS = "Look at who speaks for whom, and who holds the tickets."
HALF_A_FILE = hum(10, "webm")[:30_000]
FIRST = "/en/courses/red-flags/module-1/lesson-1/"


@pytest.fixture
def trainer(client, course):
    eshe = make.make_user(full_name="Eshe Mwakio", username="eshe")
    eshe.groups.add(groups.load(CourseIndexPage.objects.all()))
    sign_in(client, eshe, verified=True)
    return eshe


def upload(data=None, name="voice.webm"):
    return SimpleUploadedFile(name, hum(2, "webm") if data is None else data)


def form(**fields):
    return {"language": "en", "title": "", "transcript": WORDS, "file": upload()} | fields


def test_a_trainer_saves_a_sound_and_it_is_stored_small(client, trainer):
    answer = client.post(ADD, form(file=upload(hum(3), "voice.wav")))
    assert answer.status_code == 302
    kept = Narration.objects.get()
    stored = facts(kept.file.read())
    assert (kept.seconds, kept.size, kept.created_by) == (3, kept.file.size, trainer)
    assert (stored["codec"], stored["channels"]) == ("opus", 1)
    assert stored["bits"] <= 24_000
    assert kept.title == WORDS


def errors_beside(answer, field):
    body = answer.content.decode()
    found = re.search(rf'id="(?:panel-child-)?[^"]*{field}-errors".*?</div>', body, re.S)
    return found[0] if found else ""


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no sound in this file"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 90, "no sound in this file"),
        (hum(0.5), "shorter than a second"),
        (hum(301, rate=8000, layout="mono"), "longer than 5 minutes"),
        (HALF_A_FILE, "breaks off"),
    ],
)
def test_what_cannot_be_heard_is_refused_beside_the_field(client, trainer, data, says):
    answer = client.post(ADD, form(file=upload(data, "voice.mp3")))
    assert answer.status_code == 200
    assert says in errors_beside(answer, "file")
    assert not Narration.objects.exists()


@pytest.mark.parametrize("words", ["", "   ", "...", "hm", "aaaaaaaaaaaaaaaa", "123456789012"])
def test_a_sound_without_its_words_is_refused_and_the_recording_kept(client, trainer, words):
    answer = client.post(ADD, form(transcript=words))
    assert errors_beside(answer, "transcript")
    assert "data-kept" in answer.content.decode()
    assert not Narration.objects.exists()


def test_a_form_without_a_sound_says_so(client, trainer):
    fields = form()
    del fields["file"]
    answer = client.post(ADD, fields)
    assert "Record it here" in errors_beside(answer, "file")


def test_the_modal_of_the_editor_saves_and_chooses(client, trainer):
    answer = client.post(CREATE, form())
    assert answer.json()["step"] == "chosen"
    assert answer.json()["result"]["id"] == str(Narration.objects.get().pk)
    assert Narration.objects.get().created_by == trainer


def test_the_modal_refuses_beside_the_field(client, trainer):
    answer = client.post(CREATE, form(file=upload(b"nothing", "voice.mp3")))
    assert answer.json()["step"] == "reshow_creation_form"
    assert "no sound in this file" in answer.json()["htmlFragment"]


@pytest.mark.parametrize("language", ["en", "sw"])
def test_the_modal_takes_its_language_from_the_page_that_is_edited(client, trainer, language):
    make_narration("en", title="In English")
    make_narration("sw", title="Kwa Kiswahili")
    lesson = LessonPage.objects.filter(locale__language_code=language).first()
    editor = f"http://testserver/admin/pages/{lesson.pk}/edit/"
    body = client.get("/admin/snippets/choose/courses/narration/", headers={"Referer": editor}).json()["html"]
    assert f'<option value="{language}" selected>' in body
    assert ("In English" in body, "Kwa Kiswahili" in body) == (language == "en", language == "sw")


def test_a_question_s_own_field_says_the_language(client, trainer):
    body = client.get("/admin/snippets/choose/courses/narration/?language=sw").json()["html"]
    assert '<option value="sw" selected>' in body
    assert "create/?language=sw" in body


@pytest.mark.parametrize("address", ["", "nonsense", "http://testserver/admin/pages/999/edit/", "http://x/en/"])
def test_an_address_that_is_no_editor_has_no_language(db, address):
    assert choosing.language_of_editor(address) is None


def test_strangers_and_learners_cannot_record(client, amina, course):
    assert client.post(ADD, form()).status_code == 302
    sign_in(client, amina)
    assert client.post(CREATE, form()).status_code == 302
    assert not Narration.objects.exists()


def test_the_list_of_sounds_costs_the_same_for_many(client, trainer, django_assert_max_num_queries):
    for number in range(20):
        make_narration("en", title=f"Sound {number}")
    client.get("/admin/snippets/courses/narration/")
    with django_assert_max_num_queries(25):
        client.get("/admin/snippets/courses/narration/")


def test_the_admin_may_play_what_was_just_recorded_and_others_may_not(client, trainer):
    assert "media-src 'self' blob:" in client.get(ADD).headers["Content-Security-Policy"]
    assert "blob:" not in client.get(FIRST).headers["Content-Security-Policy"]


def make_narration(language="en", **fields):
    file = SimpleUploadedFile("voice.webm", b"sound")
    fields = {"title": "Voice", "seconds": 38, "size": 110_400, "transcript": WORDS} | fields
    return Narration.objects.create(language=language, file=file, **fields)


def narrate(slug, narration):
    for lesson in LessonPage.objects.filter(slug="lesson-1"):
        if lesson.title.startswith(slug):
            lesson.cards[0].value["narration"] = narration
            lesson.save()


def test_a_card_says_how_long_and_how_heavy_its_sound_is(client, course):
    kept = make_narration()
    narrate("Lesson 1.1", kept)
    page = client.get(FIRST).content.decode()
    assert "0:38 · 110 kB" in page
    assert f'preload="none" src="{kept.file.url}"' in page
    assert WORDS in page
    assert "autoplay" not in page


def test_a_sound_in_another_language_is_not_offered(client, course):
    narrate("Lesson 1.1", make_narration("en"))
    assert "0:38" not in client.get(FIRST.replace("/en/", "/sw/")).content.decode()


def test_a_sound_said_again_shows_at_once_and_its_old_file_is_gone(
    client, trainer, course, django_capture_on_commit_callbacks
):
    kept = make_narration()
    narrate("Lesson 1.1", kept)
    client.get(FIRST)
    storage, old = kept.file.storage, kept.file.name
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/admin/snippets/courses/narration/edit/{kept.pk}/", form(title="Voice", file=upload(hum(5))))
    assert "0:05" in client.get(FIRST).content.decode()
    assert not storage.exists(old)


def test_changed_words_keep_the_sound(client, trainer):
    kept = make_narration()
    fields = form(transcript="Other words than before, all of them.", title="Voice")
    del fields["file"]
    client.post(f"/admin/snippets/courses/narration/edit/{kept.pk}/", fields)
    kept.refresh_from_db()
    assert kept.transcript.startswith("Other words")
    assert (kept.seconds, kept.file.read()) == (38, b"sound")


def test_a_deleted_sound_is_gone_from_its_card(client, course, django_capture_on_commit_callbacks):
    kept = make_narration()
    narrate("Lesson 1.1", kept)
    client.get(FIRST)
    with django_capture_on_commit_callbacks(execute=True):
        kept.delete()
    answer = client.get(FIRST)
    assert (answer.status_code, b"0:38" in answer.content) == (200, False)


def test_a_question_s_sound_is_found_by_language(db):
    kept = make_narration("en")
    content = {"narration": {"en": kept.pk, "sw": kept.pk}}
    assert player.for_question(content, "en") == kept
    assert player.for_question(content, "sw") is None
    assert player.for_question({}, "en") is None
    assert player.for_question({"narration": {"en": 999, "sw": None}}, "en") is None


def test_a_quiz_reads_its_question_aloud_in_the_learner_s_language(client, amina, course):
    quiz = Quiz.objects.get(slug="red-flags-1")
    Question.objects.filter(topic__slug="red-flags-1").update(narration_en=make_narration("en"))
    freezing.freeze(quiz)
    opened = attempts.start(amina, quiz)
    sign_in(client, amina)
    address = f"/en/learn/paper/{opened.ticket}/1/"
    assert "0:38 · 110 kB" in client.get(address).content.decode()
    assert "0:38" not in client.get(address.replace("/en/", "/sw/")).content.decode()
    Narration.objects.all().delete()
    assert client.get(address).status_code == 200
