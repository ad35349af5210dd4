"""Two entries made one, and two again: whatever room a row lives in, none is lost and none is forgotten."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import merging, sign_in
from accounts.models import PersonMerge, PhoneDevice, SecurityEvent, User
from certificates.models import Certificate
from courses import attempts, recording
from courses.models import (
    Allowance,
    Attempt,
    Enrolment,
    FollowUpInvitation,
    LessonProgress,
    OpenAttempt,
    PrePostTest,
    Quiz,
    Sitting,
    Topic,
    TopicBox,
    WeeklyQuestions,
)
from tests import make

NOW = timezone.now()
A_DAY = timedelta(days=1)
MOVED = {
    *("courses.attempt", "courses.ticket", "courses.heldattempt", "courses.enrolment", "courses.lessonprogress"),
    *("courses.openattempt", "courses.sitting", "courses.followupinvitation", "courses.topicbox", "courses.allowance"),
    *("courses.weeklyquestions", "certificates.certificate", "saccos.staffmember", "saccos.management"),
    *("saccos.reminder", "workshops.participant", "accounts.phonedevice"),
}
"""The models whose rows change hands when two entries become one."""
STAY = {
    "accounts.consent": "who agreed under one entry agreed as that entry; the other is asked",
    "accounts.securityevent": "a log: what happened to that entry's way in",
    "accounts.personmerge": "the record of merging itself",
    "auth.group": "rights are given by an administrator, never inherited",
    "auth.permission": "likewise",
    "otp_totp.totpdevice": "a second factor proves one entry",
    "otp_static.staticdevice": "likewise",
    "saccos.rosterrow": "what a list did stays as it was done",
    "saccos.namesakes": "a word about entries, read with what was merged since",
    "incidents.officer": "a key of the case team is opened by one entry's passphrase and second factor",
}
# Who did something, as it was: the row belongs to something else.
DOERS = {
    *("by", "made_by", "given_by", "created_by", "decided_by", "checked_by", "noted_by", "author", "resolved_by"),
    *("trainer", "locked_by", "confirmed_by", "appointed_by", "removed_by", "sent_by"),
}
EDITORS_OWN = ("wagtail", "admin", "taggit")


@pytest.fixture
def twin(db):
    """Amina again, as her manager's list has her: she has never signed in under this entry."""
    return make.make_user("+254700000011", "Amina Hasan", registered_at=None, role="", language="sw")


def everything():
    """Return the contents of every table that merging may touch, but for the record itself."""
    models = [Allowance, Attempt, Certificate, Enrolment, FollowUpInvitation, LessonProgress, OpenAttempt, Sitting]
    models += [TopicBox, WeeklyQuestions, PhoneDevice]
    rows = {model: sorted(model.objects.values_list(), key=repr) for model in models}
    people = User.objects.order_by("pk").values()
    rows[User] = [{name: value for name, value in one.items() if name != "session_version"} for one in people]
    return rows


def test_every_tie_to_a_person_is_moved_or_named():
    unknown = set()
    for relation in User._meta.get_fields(include_hidden=True):
        if not (relation.is_relation and relation.auto_created and relation.related_model is not User):
            continue
        model = relation.related_model
        label = model._meta.label_lower
        is_ours = not (model._meta.app_label.startswith(EDITORS_OWN) or model._meta.auto_created)
        if is_ours and label not in MOVED | set(STAY) and relation.field.name not in DOERS:
            unknown.add(f"{label}.{relation.field.name}")
    assert not unknown, "a merge would forget these: give them a mover, or a reason to stay"


def test_the_entry_that_goes_is_closed_and_its_number_free(amina, twin):
    merging.merge(amina, twin, None, NOW)
    twin.refresh_from_db()
    assert (twin.phone, twin.is_active) == (None, False)
    assert not User.objects.filter(phone="+254700000011").exists()


def test_who_has_no_number_gets_the_one_that_was_freed(amina, twin):
    User.objects.filter(pk=amina.pk).update(phone=None)
    merging.merge(amina, twin, None, NOW)
    amina.refresh_from_db()
    assert (str(amina.phone), amina.full_name, amina.role) == ("+254700000011", "Amina Hassan", "conductor")


def test_who_never_signed_in_learns_name_and_language_from_the_entry_that_did(amina, twin):
    merging.merge(twin, amina, None, NOW)
    twin.refresh_from_db()
    assert (twin.full_name, twin.role, twin.language) == ("Amina Hasan", "conductor", "en")
    assert twin.registered_at == amina.registered_at
    assert not twin.consents.exists()


def test_every_session_of_the_entry_that_goes_ends(client, amina, chausiku):
    client.force_login(chausiku, backend="accounts.backends.UsernameBackend")
    assert client.get("/en/me/data/").status_code == 200
    merging.merge(amina, chausiku, None, NOW)
    assert client.get("/en/me/data/").status_code == 302


def test_undoing_does_not_bring_a_session_back(client, amina, chausiku):
    client.force_login(chausiku, backend="accounts.backends.UsernameBackend")
    merging.undo(merging.merge(amina, chausiku, None, NOW), None, NOW)
    assert client.get("/en/me/data/").status_code == 302


def test_a_number_given_to_somebody_else_since_stays_theirs(amina, twin):
    done = merging.merge(amina, twin, None, NOW)
    new = make.make_user("+254700000011", "Halima Abdi")
    merging.undo(done, None, NOW)
    twin.refresh_from_db()
    new.refresh_from_db()
    assert (twin.phone, str(new.phone), twin.is_active) == (None, "+254700000011", True)


def test_a_code_for_the_freed_number_makes_a_new_person(amina, twin):
    merging.merge(amina, twin, None, NOW)
    PhoneDevice.objects.create(phone="+254700000011", name="phone")
    code = PhoneDevice.objects.get(phone="+254700000011").make_code(timezone.now())
    assert sign_in.check_code("+254700000011", code) not in (amina, twin)


def test_one_that_was_closed_already_and_had_no_number_is_given_back_as_it_was(amina, twin):
    User.objects.filter(pk=twin.pk).update(phone=None, is_active=False)
    before = everything()
    merging.undo(merging.merge(amina, User.objects.get(pk=twin.pk), None, NOW), None, NOW)
    assert everything() == before


def test_a_nameless_entry_may_go(amina, db):
    nameless = make.make_user("+254700000012", "", registered_at=None)
    merging.undo(merging.merge(amina, nameless, None, NOW), None, NOW)
    nameless.refresh_from_db()
    assert (nameless.full_name, str(nameless.phone)) == ("", "+254700000012")


@pytest.fixture
def both_learned(amina, twin, course):
    """Amina read all and passed the first quiz; under the other entry she passed the second and began the first."""
    first, second = Quiz.objects.get(slug="red-flags-1"), Quiz.objects.get(slug="red-flags-2")
    make.read_lessons(amina, course)
    pass_quiz(amina, first)
    pass_quiz(twin, second)
    attempts.answer(attempts.start(twin, first), "red-flags-1-1", ["a"])
    attempts.start(amina, first)
    recording.see_card(twin, *lesson_of(course), 1)
    test = PrePostTest.objects.create(course=course, form_a=first, form_b=second)
    for number, learner in enumerate([amina, twin]):
        Sitting.objects.create(test=test, learner=learner, occasion="pre", ticket=f"s{number}")
        FollowUpInvitation.objects.create(test=test, learner=learner)
        Allowance.objects.create(learner=learner, quiz=first, extra_attempts=number)
        box = {"due_on": NOW.date(), "question_key": "k", "digest": "d", "answered_at": NOW}
        TopicBox.objects.create(learner=learner, topic=Topic.objects.first(), box=1 + number, **box)
    WeeklyQuestions.objects.create(learner=amina)
    WeeklyQuestions.objects.create(learner=twin, is_off=True)
    return course


def lesson_of(course):
    known = recording.outline.of(course.translation_key, "en")
    return known, next(step for step in known.steps if not step.is_quiz)


def pass_quiz(learner, quiz):
    opened = attempts.start(learner, quiz)
    for item in attempts.paper_of(opened):
        attempts.answer(opened, item.question, ["a"])
    attempts.hand_in(learner, opened.ticket)


def test_what_was_learned_under_two_entries_completes_the_course_once(both_learned, amina, twin):
    merging.merge(amina, twin, None, NOW)
    enrolment = Enrolment.objects.get(learner=amina)
    assert (enrolment.steps_done, enrolment.steps_total) == (6, 6)
    assert enrolment.completed_at is not None
    assert Certificate.objects.get().learner == amina


def test_every_attempt_is_kept(both_learned, amina, twin):
    merging.merge(amina, twin, None, NOW)
    assert (amina.attempts.count(), twin.attempts.count()) == (2, 0)


def test_the_further_of_two_rows_counts(both_learned, amina, twin):
    merging.merge(amina, twin, None, NOW)
    assert OpenAttempt.objects.get(learner=amina).answers == {"red-flags-1-1": ["a"]}
    assert TopicBox.objects.get(learner=amina).box == 2
    assert Allowance.objects.get(learner=amina).extra_attempts == 1
    assert WeeklyQuestions.objects.get(learner=amina).is_off
    assert LessonProgress.objects.filter(learner=amina, finished_at=None).count() == 0


def test_undoing_restores_every_row(both_learned, amina, twin):
    before = everything()
    merging.undo(merging.merge(amina, twin, None, NOW), None, NOW + A_DAY)
    after = everything()
    issued = after.pop(Certificate)
    assert before.pop(Certificate) == []
    assert after == before
    assert len(issued) == 1


def test_a_certificate_that_neither_had_earned_alone_is_revoked(both_learned, amina, twin, baraka):
    merging.undo(merging.merge(amina, twin, baraka, NOW), baraka, NOW + A_DAY)
    certificate = Certificate.objects.get()
    assert (certificate.learner, certificate.revoke_reason) == (None, "issued_in_error")
    assert certificate.revoked_by == "Baraka Mwangi"


def test_who_then_completes_the_course_alone_gets_a_certificate_of_their_own(both_learned, amina, twin):
    merging.undo(merging.merge(amina, twin, None, NOW), None, NOW)
    pass_quiz(amina, Quiz.objects.get(slug="red-flags-2"))
    assert Certificate.objects.valid(timezone.now()).get().learner == amina


def test_what_was_learned_since_stays_when_undone(both_learned, amina, twin):
    done = merging.merge(amina, twin, None, NOW)
    pass_quiz(amina, Quiz.objects.get(slug="red-flags-2"))
    merging.undo(done, None, NOW)
    assert (amina.attempts.count(), twin.attempts.count()) == (2, 1)


def places_of(person):
    return list(person.certificates.order_by("period").values_list("code", "period"))


def test_certificates_stand_in_one_row_by_the_day_of_issue(amina, twin, course):
    key = course.translation_key
    old = make.make_certificate(twin, key, NOW - 900 * A_DAY)
    new = make.make_certificate(twin, key, NOW - 30 * A_DAY, period=2, renews=old)
    mine = make.make_certificate(amina, key, NOW - 400 * A_DAY)
    merging.merge(amina, twin, None, NOW)
    assert places_of(amina) == [(old.code, 1), (mine.code, 2), (new.code, 3)]


def test_undoing_gives_each_certificate_back_with_its_period(amina, twin, course):
    key = course.translation_key
    old = make.make_certificate(twin, key, NOW - 900 * A_DAY)
    mine = make.make_certificate(amina, key, NOW - 400 * A_DAY)
    new = make.make_certificate(twin, key, NOW - 30 * A_DAY, period=2, renews=old)
    merging.undo(merging.merge(amina, twin, None, NOW), None, NOW)
    assert (places_of(amina), places_of(twin)) == ([(mine.code, 1)], [(old.code, 1), (new.code, 2)])


def test_a_replacement_stays_in_the_period_of_what_it_replaces(amina, twin, course):
    key = course.translation_key
    new = make.make_certificate(twin, key, NOW - 10 * A_DAY)
    make.make_certificate(twin, key, NOW - 20 * A_DAY, replaced_by=new)
    mine = make.make_certificate(amina, key, NOW - 15 * A_DAY)
    merging.merge(amina, twin, None, NOW)
    assert sorted(amina.certificates.values_list("pk", "period")) == sorted(
        [(new.pk, 1), (new.pk + 1, 1), (mine.pk, 2)]
    )


def test_a_renewal_made_since_goes_with_what_it_renews(amina, twin, course):
    key = course.translation_key
    mine = make.make_certificate(amina, key, NOW - 400 * A_DAY)
    theirs = make.make_certificate(twin, key, NOW - 300 * A_DAY)
    done = merging.merge(amina, twin, None, NOW)
    since = make.make_certificate(amina, key, NOW, period=3, renews=theirs)
    merging.undo(done, None, NOW)
    assert (places_of(amina), places_of(twin)) == ([(mine.code, 1)], [(theirs.code, 1), (since.code, 2)])


def test_who_has_a_certificate_gets_no_second_one(amina, twin, course):
    for learner in (amina, twin):
        make.make_enrolment(learner, course)
        make.make_certificate(learner, course.translation_key)
    merging.merge(amina, twin, None, NOW)
    assert amina.certificates.count() == 2
    assert Enrolment.objects.filter(learner=amina).count() == 1


def test_nobody_is_merged_with_themselves(amina):
    with pytest.raises(merging.SamePerson):
        merging.merge(amina, amina, None, NOW)


def test_only_an_administrator_touches_an_administrator(amina, baraka):
    farida = make.make_user(full_name="Farida Ali", is_superuser=True)
    for pair in ((amina, farida), (farida, amina)):
        with pytest.raises(merging.NotYours):
            merging.merge(*pair, baraka, NOW)
    assert merging.merge(farida, amina, farida, NOW).kept == farida


def test_the_same_merge_twice_is_one(amina, twin):
    first = merging.merge(amina, twin, None, NOW)
    assert (merging.merge(amina, twin, None, NOW), PersonMerge.objects.count()) == (first, 1)


def test_an_entry_that_has_gone_is_not_merged_again(amina, twin, chausiku):
    merging.merge(amina, twin, None, NOW)
    for pair in ((chausiku, twin), (twin, chausiku), (twin, amina)):
        with pytest.raises(merging.MergedAway):
            merging.merge(*pair, None, NOW)


def test_merges_are_undone_backwards(amina, twin, chausiku, daudi):
    first = merging.merge(amina, twin, None, NOW)
    second = merging.merge(amina, chausiku, None, NOW)
    third = merging.merge(daudi, amina, None, NOW)
    for one in (first, second):
        with pytest.raises(merging.LaterMerge):
            merging.undo(one, None, NOW)
    for one in (third, second, first):
        merging.undo(one, None, NOW)
    assert User.objects.filter(is_active=True).count() == 4


def test_undoing_twice_is_once(amina, twin, baraka):
    done = merging.merge(amina, twin, baraka, NOW)
    merging.undo(done, baraka, NOW)
    merging.undo(PersonMerge.objects.get(), baraka, NOW + A_DAY)
    assert (PersonMerge.objects.get().undone_at, done.by_name) == (NOW, "Baraka Mwangi")


def test_logs_stay_with_the_entry_they_are_about(amina, twin):
    SecurityEvent.objects.create(user=twin, actor="Farida", kind="reset")
    merging.merge(amina, twin, None, NOW)
    assert twin.security_events.count() == 1


def test_who_is_erased_is_erased_under_every_entry(amina, twin, chausiku):
    merging.merge(amina, twin, None, NOW)
    merging.merge(chausiku, amina, None, NOW)
    chausiku.delete()
    assert not User.objects.exists()
    assert not PersonMerge.objects.exists()


def test_an_entry_given_back_is_not_erased_with_the_other(amina, twin):
    merging.undo(merging.merge(amina, twin, None, NOW), None, NOW)
    amina.delete()
    assert list(User.objects.all()) == [twin]
