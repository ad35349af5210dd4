"""What phones hand in: recorded once and marked here, or held with its reason; nothing is lost, nothing doubled."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from accounts import marks
from courses import attempts, deciding, freezing, receiving, rules, tickets
from courses.models import Allowance, Attempt, Enrolment, HeldAttempt, Question, Quiz, Ticket

PHONE = "a" * 32
OTHER_PHONE = "b" * 32
NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def quiz(course):
    return Quiz.objects.get(slug="red-flags-1")


@pytest.fixture
def ticket(amina, quiz):
    return tickets.issue(amina, quiz, PHONE)


def made(ticket, wrong=(), **fields):
    """What a phone hands in on a ticket: every question right (option a), but for those named or counted."""
    paper = [item.question for item in attempts.paper_of(ticket)]
    wrong = paper[:wrong] if isinstance(wrong, int) else wrong
    return {
        "ticket": ticket.ticket,
        "quiz": ticket.quiz.slug,
        "version": tickets.name_of(ticket.version),
        "paper": paper,
        "answers": {key: ["b" if key in wrong else "a"] for key in paper},
        "language": "sw",
        "started_at": "2026-03-04T08:00:00Z",
        "handed_in_at": "2026-03-04T08:10:00+03:00",
    } | fields


def reason_for(sender, payload, **options):
    outcome = receiving.receive(sender, payload, **options)
    assert outcome.attempt is None
    return outcome.held.reason


def test_what_a_phone_hands_in_is_marked_here(amina, ticket):
    attempt = receiving.receive(amina, made(ticket, wrong=1), NOW).attempt
    assert (attempt.right, attempt.asked, attempt.is_pass, attempt.way) == (3, 4, False, "phone")
    assert attempt.receipt == attempts.receipt_for(ticket.ticket)


def test_a_score_that_a_phone_sends_is_not_looked_at(amina, ticket):
    attempt = receiving.receive(amina, made(ticket, wrong=4, score=100, is_pass=True, points=10080), NOW).attempt
    assert (attempt.right, attempt.is_pass) == (0, False)


def test_handed_in_again_it_is_the_same_attempt_with_the_same_receipt(amina, ticket):
    first, again = (receiving.receive(amina, made(ticket), NOW) for _time in range(2))
    assert (first.attempt, first.receipt) == (again.attempt, again.receipt)
    assert Attempt.objects.count() == 1


def test_a_pass_counts_in_the_course(amina, ticket):
    receiving.receive(amina, made(ticket), NOW)
    assert Enrolment.objects.get(learner=amina).steps_done == 1


def test_the_phones_clock_is_noted_and_decides_nothing(amina, ticket):
    behind = NOW - timedelta(days=20_000)
    attempt = receiving.receive(amina, made(ticket), NOW, clock=behind).attempt
    assert attempt.handed_in_at == NOW
    assert attempt.phone_ahead == -20_000 * 86400
    assert attempt.phone_handed_in_at == datetime(2026, 3, 4, 5, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "time", ["yesterday", None, 7, "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-02-31T00:00:00"]
)
def test_a_clock_that_can_not_be_read_harms_nothing(amina, ticket, time):
    attempt = receiving.receive(amina, made(ticket, started_at=time, handed_in_at=time), NOW).attempt
    assert (attempt.phone_started_at, attempt.right) == (None, 4)


def test_a_version_replaced_meanwhile_still_judges_what_was_made_on_it(amina, quiz, ticket):
    payload = made(ticket)
    question = Question.objects.get(key=payload["paper"][0])
    for option in question.options:
        option.value["is_right"] = not option.value["is_right"]
    question.save()
    freezing.freeze(quiz)
    quiz.refresh_from_db()
    assert quiz.current_version_id != ticket.version_id
    attempt = receiving.receive(amina, payload, NOW).attempt
    assert (attempt.right, attempt.version) == (4, ticket.version)


def test_two_phones_of_one_learner_make_two_attempts(amina, quiz, ticket):
    other = tickets.issue(amina, quiz, OTHER_PHONE)
    receiving.receive(amina, made(other, wrong=4), NOW)
    receiving.receive(amina, made(ticket), NOW)
    assert list(Attempt.objects.order_by("right").values_list("right", flat=True)) == [0, 4]
    assert Enrolment.objects.get(learner=amina).steps_done == 1


def test_attempts_may_come_in_any_order(amina, quiz, course):
    second = tickets.issue(amina, Quiz.objects.get(slug="red-flags-2"), PHONE)
    first = tickets.issue(amina, quiz, PHONE)
    assert all(receiving.receive(amina, made(each), NOW).attempt.is_pass for each in (second, first))


def test_part_of_a_retake_carries_the_other_answers(amina, quiz, ticket):
    content = ticket.version.content["questions"]
    critical = next(key for key in made(ticket)["paper"] if content[key]["critical"])
    quiz.pass_mark = 75
    quiz.save()
    freezing.freeze(quiz)
    quiz.refresh_from_db()
    failed = receiving.receive(amina, made(tickets.issue(amina, quiz, PHONE), wrong=[critical]), NOW).attempt
    again = tickets.issue(amina, quiz, PHONE)
    assert (failed.is_pass, again.follows, made(again)["paper"]) == (False, failed, [critical])
    attempt = receiving.receive(amina, made(again), NOW + timedelta(minutes=1)).attempt
    assert (attempt.right, attempt.asked, attempt.repeated, attempt.is_pass) == (4, 4, [critical], True)


# Held: each reason


def test_another_persons_ticket_is_held_and_records_nothing(amina, chausiku, ticket):
    assert reason_for(chausiku, made(ticket)) == "foreign_ticket"
    assert receiving.receive(amina, made(ticket), NOW).attempt.learner == amina
    assert not Attempt.objects.filter(learner=chausiku).exists()


def test_a_ticket_handed_in_by_its_owner_stays_foreign_to_others(amina, chausiku, ticket):
    receiving.receive(amina, made(ticket), NOW)
    assert reason_for(chausiku, made(ticket)) == "foreign_ticket"


def test_a_ticket_nobody_gave_is_held(amina, ticket):
    assert reason_for(amina, made(ticket) | {"ticket": "f" * 32}) == "unknown_ticket"


def test_an_unknown_version_is_held(amina, ticket):
    assert reason_for(amina, made(ticket, version="0" * 32)) == "unknown_version"


def test_another_quizzes_version_is_held(amina, ticket, course):
    other = Quiz.objects.get(slug="red-flags-2")
    payload = made(ticket, quiz=other.slug, version=tickets.name_of(other.current_version))
    assert reason_for(amina, payload) == "unknown_version"


def test_an_altered_paper_is_held(amina, ticket):
    payload = made(ticket)
    assert reason_for(amina, payload | {"paper": payload["paper"][::-1]}) == "altered_paper"
    assert reason_for(amina, payload | {"paper": payload["paper"][:-1]}) == "altered_paper"


@pytest.mark.parametrize("answer", [["z"], ["a", "b"], ["a", "a"]])
def test_an_answer_that_the_paper_does_not_allow_is_held(amina, ticket, answer):
    payload = made(ticket)
    payload["answers"][payload["paper"][0]] = answer
    assert reason_for(amina, payload) == "altered_paper"


def test_an_answer_to_a_question_that_was_not_asked_is_held(amina, ticket):
    payload = made(ticket)
    payload["answers"]["another"] = ["a"]
    assert reason_for(amina, payload) == "altered_paper"


def test_the_same_paper_with_other_answers_is_held(amina, ticket):
    receiving.receive(amina, made(ticket), NOW)
    assert reason_for(amina, made(ticket, wrong=1)) == "other_answers"
    assert Attempt.objects.get().right == 4


def allow(quiz, number):
    Quiz.objects.filter(pk=quiz.pk).update(attempts_allowed=number)


def test_past_the_attempts_allowed_it_is_held_and_the_last_allowed_one_is_not(amina, quiz, ticket):
    second, third = (tickets.issue(amina, quiz, letter * 32) for letter in "bc")
    allow(quiz, 2)
    assert receiving.receive(amina, made(ticket, wrong=4), NOW).attempt
    assert receiving.receive(amina, made(second, wrong=4), NOW).attempt
    assert reason_for(amina, made(third)) == "no_attempt_left"
    Allowance.objects.create(learner=amina, quiz=quiz, extra_attempts=1)
    assert deciding.accept(HeldAttempt.objects.get(), amina).is_pass


@pytest.mark.parametrize(
    "payload",
    [
        None, 7, "text", [], {}, {"ticket": 5}, {"ticket": "f" * 32},
        {"ticket": "f" * 32, "paper": "ab", "answers": {}},
        {"ticket": "f" * 32, "paper": [], "answers": {"a": "b"}}, {"ticket": "F" * 32, "paper": [], "answers": {}},
        {"ticket": "f" * 32, "paper": ["\x00", "\ud800", "\\u0000"], "answers": []},
    ],
)  # fmt: skip
def test_what_is_no_attempt_is_held_as_it_came(amina, payload):
    assert reason_for(amina, payload) == "unreadable"
    assert reason_for(amina, payload) == "unreadable"
    assert HeldAttempt.objects.count() == 1


def test_text_that_no_database_keeps_is_kept_readable(amina):
    held = receiving.receive(amina, {"x": "a\x00b\\u0000\ud800"}).held
    held.refresh_from_db()
    assert held.payload == {"x": "a\ufffdb\\u0000?"}


def test_held_twice_it_is_kept_once(amina, ticket):
    for _time in range(2):
        receiving.receive(amina, made(ticket, version="0" * 32))
    assert HeldAttempt.objects.count() == 1


def test_nobody_fills_the_disk_with_what_can_not_be_accepted(amina, monkeypatch):
    monkeypatch.setattr(receiving, "MOST_WAITING", 2)
    for number in range(2):
        receiving.receive(amina, number)
    with pytest.raises(receiving.TooManyWaiting):
        receiving.receive(amina, 2)
    assert receiving.receive(amina, 1).held


# Files


def test_a_file_counts_for_whoever_holds_its_ticket(amina, chausiku, ticket):
    attempt = receiving.receive(chausiku, made(ticket), NOW, way="file").attempt
    assert (attempt.learner, attempt.way) == (amina, "file")


def test_a_file_after_the_phone_sent_it_is_the_same_attempt(amina, chausiku, ticket):
    sent = receiving.receive(amina, made(ticket), NOW).attempt
    assert receiving.receive(chausiku, made(ticket), NOW, way="file").attempt == sent


def test_a_file_that_is_held_belongs_to_whoever_holds_its_ticket(amina, chausiku, ticket):
    assert receiving.receive(chausiku, made(ticket, version="0" * 32), way="file").held.learner == amina


# Trainers


def test_what_is_accepted_is_marked_on_its_own_paper_and_answers_the_phone(amina, baraka, ticket):
    payload = made(ticket)
    altered = payload | {"paper": payload["paper"][::-1]}
    held = receiving.receive(amina, altered).held
    attempt = deciding.accept(held, baraka)
    assert (attempt.paper, attempt.right, attempt.learner) == (payload["paper"], 4, amina)
    assert deciding.accept(held, baraka) == attempt
    outcome = receiving.receive(amina, altered)
    assert (outcome.attempt, outcome.receipt) == (attempt, attempts.receipt_for(ticket.ticket))
    assert Ticket.objects.get().spent_at


def test_accepting_for_the_sender_leaves_the_ticket_to_its_owner(amina, chausiku, baraka, ticket):
    held = receiving.receive(chausiku, made(ticket)).held
    assert deciding.accept(held, baraka).learner == chausiku
    assert receiving.receive(amina, made(ticket)).attempt.learner == amina


def test_what_can_not_be_marked_can_not_be_accepted(amina, baraka, ticket):
    for payload in (7, made(ticket, version="0" * 32)):
        with pytest.raises(deciding.CannotBeMarked):
            deciding.accept(receiving.receive(amina, payload).held, baraka)


def test_an_explanation_reaches_the_phone_and_does_not_undo_an_acceptance(amina, baraka, ticket):
    held = receiving.receive(amina, made(ticket) | {"ticket": "f" * 32}).held
    deciding.explain(held, "Please take it again.", baraka)
    assert receiving.receive(amina, made(ticket) | {"ticket": "f" * 32}).held.note == "Please take it again."
    deciding.accept(held, baraka)
    deciding.explain(held, "No.", baraka)
    held.refresh_from_db()
    assert (held.state, held.note) == ("accepted", "Please take it again.")


def test_after_a_decision_the_ticket_is_spent_and_the_phone_gets_another_paper(amina, baraka, quiz, ticket):
    payload = made(ticket)
    deciding.accept(receiving.receive(amina, payload | {"paper": payload["paper"][::-1]}).held, baraka)
    assert reason_for(amina, payload) == "other_answers"
    assert Attempt.objects.count() == 1
    other = tickets.issue(amina, quiz, OTHER_PHONE)
    explained = receiving.receive(amina, made(other) | {"paper": []}).held
    deciding.explain(explained, "Take it again.", baraka)
    assert tickets.issue(amina, quiz, OTHER_PHONE) != other


def test_in_another_language_it_is_the_same_held_attempt(amina, ticket):
    for language in ("en", "sw"):
        receiving.receive(amina, made(ticket, version="0" * 32, language=language))
    assert HeldAttempt.objects.count() == 1


# Tickets


def test_a_phone_gets_the_same_ticket_until_it_is_spent(amina, quiz, ticket):
    assert tickets.issue(amina, quiz, PHONE) == ticket
    receiving.receive(amina, made(ticket, wrong=4), NOW)
    following = tickets.issue(amina, quiz, PHONE)
    assert (following != ticket, following.follows.ticket) == (True, ticket.ticket)


def test_a_new_version_brings_a_new_ticket_and_the_old_one_holds(amina, quiz, ticket):
    quiz.pass_mark = 50
    quiz.save()
    freezing.freeze(quiz)
    quiz.refresh_from_db()
    assert tickets.issue(amina, quiz, PHONE) != ticket
    assert receiving.receive(amina, made(ticket), NOW).attempt


def test_the_fifth_phone_chooses_no_paper_of_its_own(amina, quiz):
    given = [tickets.issue(amina, quiz, str(number) * 32) for number in range(tickets.MOST_PHONES + 1)]
    assert len({ticket.ticket for ticket in given}) == tickets.MOST_PHONES
    assert given[-1] == given[0]


def test_no_ticket_for_a_quiz_with_a_time_limit(amina, quiz):
    quiz.time_limit = 10
    with pytest.raises(tickets.NeedsNetwork):
        tickets.issue(amina, quiz, PHONE)


def test_no_ticket_when_the_attempts_are_used_or_the_wait_is_not_over(amina, quiz, ticket):
    receiving.receive(amina, made(ticket, wrong=4), NOW)
    allow(quiz, 1)
    quiz.refresh_from_db()
    with pytest.raises(rules.NoMoreAttempts):
        tickets.issue(amina, quiz, PHONE, NOW)
    quiz.attempts_allowed, quiz.wait_minutes = 2, 60
    with pytest.raises(rules.TooSoon):
        tickets.issue(amina, quiz, PHONE, NOW + timedelta(minutes=59, seconds=59))
    assert tickets.issue(amina, quiz, PHONE, NOW + timedelta(minutes=60))


def test_the_name_of_a_version_is_not_its_hash(ticket):
    assert ticket.version.content_hash not in tickets.name_of(ticket.version)
    assert tickets.version_named(ticket.quiz, tickets.name_of(ticket.version)) == ticket.version
    assert tickets.version_named(ticket.quiz, ticket.version.content_hash[:32]) is None


def test_a_new_secret_strands_nobodys_attempt(amina, ticket, settings):
    payload, mark = made(ticket), marks.mark_of(amina.pk)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-secret"
    assert marks.mark_of(amina.pk) == mark
    assert payload["version"] != tickets.name_of(ticket.version)
    assert receiving.receive(amina, payload, NOW).attempt


@pytest.mark.django_db(transaction=True)
def test_one_attempt_arriving_many_times_at_once_is_recorded_once(amina, ticket):
    payload, outcomes, ready = made(ticket), [], threading.Barrier(4)

    def send():
        ready.wait()
        try:
            outcomes.append(receiving.receive(amina, payload, NOW).receipt)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(outcomes), len(set(outcomes)), Attempt.objects.count()) == (4, 1, 1)
    assert not HeldAttempt.objects.exists()
