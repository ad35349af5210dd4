import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from courses.models import LessonPage, Question, TranslationCheck
from courses.parity import pair, records
from courses.parity.digests import Line, Part
from courses.parity.states import State
from tests import make
from tests.conftest import sign_in
from tests.courses.parity.conftest import lesson, reword, states_of


def address(instance):
    return records.of(instance).url


def page_of(client, instance):
    return client.get(address(instance)).content.decode()


def say_same(client, instance, **changes):
    sides = records.of(instance).sides
    data = {"action": "same", "en": sides["en"].digest, "sw": sides["sw"].digest} | changes
    return client.post(address(instance), data, follow=True)


def part(kind, block_id=""):
    return Part(kind, kind, block_id, (Line("text", "Text", kind),))


@pytest.mark.parametrize(
    ("one", "other", "pairs"),
    [
        ("ab", "ab", [(0, 0), (1, 1)]),
        ("ab", "b", [(0, None), (1, 0)]),
        ("a", "ab", [(0, 0), (None, 1)]),
        ("ab", "ac", [(0, 0), (1, 1)]),
        ("", "a", [(None, 0)]),
    ],
)
def test_cards_are_aligned_by_their_kind(one, other, pairs):
    assert pair.aligned(tuple(map(part, one)), tuple(map(part, other))) == pairs


def test_copied_cards_are_aligned_by_what_they_were_copied_from():
    one = tuple(part("text", block_id) for block_id in "abc")
    other = tuple(part("text", block_id) for block_id in "ac")
    assert pair.aligned(one, other) == [(0, 0), (1, None), (2, 1)]


def test_a_difference_says_what_stayed_came_and_went():
    assert pair.difference("call the police now", "call 116 now") == (
        ("same", "call"),
        ("taken", "the police"),
        ("added", "116"),
        ("same", "now"),
    )


def test_both_texts_stand_beside_each_other(trainer, matched):
    page = page_of(trainer, lesson())
    assert "Lesson 1.1 card 1" in page
    assert "Kadi ya Lesson 1.1" in page
    assert reverse("wagtailadmin_pages:edit", args=[lesson("sw").pk]) in page


def test_what_changed_since_the_last_check_is_shown_from_the_history(trainer, matched):
    lesson().save_revision()
    reword(lesson(), "Words of two.")
    page = page_of(trainer, lesson())
    assert "<del>1.</del>" in page
    assert "<ins>two.</ins>" in page


def test_where_the_earlier_words_are_not_kept_the_page_says_so(trainer, matched):
    reword(lesson(), "Words of two.")
    assert "no longer kept" in page_of(trainer, lesson())


def test_a_card_taken_away_since_is_named(trainer, matched):
    page = lesson()
    page.save_revision()
    del page.cards[1]
    page.save_revision().publish()
    shown = page_of(trainer, page)
    assert "Taken away since" in shown
    assert "The English has no such part here." in shown


def test_a_missing_language_offers_to_translate(trainer, matched):
    lesson("sw").delete()
    shown = page_of(trainer, lesson())
    assert reverse("simple_translation:submit_page_translation", args=[lesson().pk]) in shown
    assert "The two say the same" not in shown


def test_a_draft_is_shown_as_it_is_written(trainer, matched):
    page = lesson("sw")
    page.unpublish()
    reword(page, "Rasimu mpya.", publish=False)
    assert "Rasimu mpya." in page_of(trainer, page)


@pytest.mark.parametrize("kind", Question.Kind.values)
def test_every_kind_of_question_has_its_page(trainer, kind):
    topic = make.Topic.objects.create(slug="kinds", name_en="Kinds", name_sw="Aina")
    question = make.make_question_of(kind, f"of-{kind}", topic)
    assert trainer.get(address(question)).status_code == 200


@pytest.mark.parametrize("name", ["quiz/red-flags-1", "topic/red-flags-1"])
def test_quizzes_and_topics_have_their_page(trainer, matched, name):
    assert trainer.get(f"/admin/languages/{name}/").status_code == 200


@pytest.mark.parametrize("name", ["page/nonsense", "question/none", "nothing/red-flags-1", "page/red-flags-1"])
def test_what_is_not_there_is_not_found(trainer, matched, name):
    assert trainer.get(f"/admin/languages/{name}/", follow=True).status_code == 404


def test_a_person_says_that_the_two_say_the_same(trainer, eshe, matched):
    reword(lesson(), "Other words.")
    assert "Noted: the two say the same." in say_same(trainer, lesson()).content.decode()
    assert states_of(lesson()) == [(State.UP_TO_DATE, "")]
    assert TranslationCheck.objects.get(key=str(lesson().translation_key)).checked_by == eshe
    assert PageLogEntry.objects.filter(action="courses.languages_match").count() == 1


def test_saying_it_twice_is_harmless(trainer, matched):
    reword(lesson(), "Other words.")
    say_same(trainer, lesson())
    say_same(trainer, lesson())
    assert PageLogEntry.objects.filter(action="courses.languages_match").count() == 1


@pytest.mark.parametrize("changes", [{"en": "0" * 64}, {"sw": ""}, {"en": "", "sw": ""}])
def test_nobody_vouches_for_words_they_have_not_seen(trainer, matched, changes):
    reword(lesson(), "Other words.")
    assert "Please look again" in say_same(trainer, lesson(), **changes).content.decode()
    assert states_of(lesson()) == [(State.CHANGED, "en")]


def test_native_review_is_done_in_what_is_published_and_in_the_draft(trainer, matched):
    page = lesson("sw")
    LessonPage.objects.filter(pk=page.pk).update(native_review="awaiting")
    reword(LessonPage.objects.get(pk=page.pk), "Rasimu.", publish=False)
    for _twice in range(2):
        trainer.post(address(page), {"action": "reviewed"})
    page = LessonPage.objects.get(pk=page.pk)
    assert page.native_review == page.get_latest_revision_as_object().native_review == "done"
    assert "Rasimu" not in str(page.cards)


def test_who_may_not_publish_looks_but_does_not_decide(client, eshe, matched):
    eshe.groups.get().page_permissions.filter(permission__codename="publish_page").delete()
    sign_in(client, eshe, verified=True)
    assert "The two say the same" not in page_of(client, lesson())
    reword(lesson(), "Other words.")
    say_same(client, lesson())
    assert states_of(lesson()) == [(State.CHANGED, "en")]


def test_markup_in_the_words_stays_words(trainer, matched):
    question = Question.objects.first()
    Question.objects.filter(pk=question.pk).update(text_en="<script>alert(1)</script>")
    assert "<script>alert(1)" not in page_of(trainer, question)


def test_the_card_that_was_taken_out_stands_alone_and_the_others_keep_their_partners(trainer, matched):
    page = lesson()
    page.cards.append(("text", {"heading": "Third", "drawing": "", "body": "", "narration": None}))
    other = lesson("sw")
    other.cards.append(("text", {"heading": "Ya tatu", "drawing": "", "body": "", "narration": None}))
    for one in (page, other):
        one.save_revision().publish()
    say_same(trainer, page)
    page = lesson()
    del page.cards[1]
    page.save_revision().publish()
    blocks = pair.side_by_side(records.of(page)).blocks
    assert [block.numbers for block in blocks] == [(0, 0), (1, 1), (0, 2), (2, 3)]
    assert blocks[2].lacks == "en"


def test_the_editor_leads_to_the_two_side_by_side(trainer, matched):
    editor = trainer.get(reverse("wagtailadmin_pages:edit", args=[lesson().pk])).content.decode()
    assert address(lesson()) in editor


def test_what_matches_already_asks_nothing_more(trainer, matched):
    assert "The two say the same" not in page_of(trainer, lesson())
    reword(lesson(), "Other words.")
    assert "The two say the same" in page_of(trainer, lesson())
