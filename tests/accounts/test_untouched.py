"""Whose name and number somebody else may put right: as whom nobody ever signed in, and who is nobody but a learner."""

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import numbers, sign_in, untouched
from accounts.models import User
from tests import make

pytestmark = pytest.mark.django_db
NEW = "+254700000077"
SETS = {
    "registered": {"registered_at": timezone.now()},
    "signed in": {"last_login": timezone.now()},
    "username": {"username": "eshe"},
    "staff": {"is_staff": True},
    "superuser": {"is_superuser": True},
    "closed": {"is_active": False},
}
GIVES = {
    "group": lambda person: person.groups.add(Group.objects.create(name="Some group")),
    "management": lambda person: make.make_operator(manager=person),
    "second factor": lambda person: TOTPDevice.objects.create(user=person, name="x", confirmed=False),
}


@pytest.fixture
def unseen():
    return make.make_user("+254700000011", "Chausiku Njeri", registered_at=None)


def touch(person, how):
    if how in SETS:
        User.objects.filter(pk=person.pk).update(**SETS[how])
    else:
        GIVES[how](person)


def test_a_learner_whom_only_a_list_knows_is_untouched(unseen):
    assert untouched.is_untouched(unseen)
    assert list(User.objects.untouched()) == [unseen]


@pytest.mark.parametrize("how", [*SETS, *GIVES])
def test_whoever_has_more_is_not_and_nobody_else_changes_their_number(unseen, how):
    touch(unseen, how)
    assert not untouched.is_untouched(unseen)
    assert not User.objects.untouched().exists()
    for change in (numbers.give_number, numbers.share_number):
        with pytest.raises(numbers.HasSignedIn):
            change(unseen, NEW)
    with pytest.raises(numbers.HasSignedIn):
        numbers.give_number(unseen, None)
    assert str(User.objects.get(pk=unseen.pk).phone) == "+254700000011"


def test_who_has_no_name_keeps_a_number():
    nameless = make.make_user("+254700000012", "", registered_at=None)
    with pytest.raises(numbers.NeedsAName):
        numbers.give_number(nameless, None)
    numbers.give_number(nameless, NEW)
    assert str(User.objects.get(pk=nameless.pk).phone) == NEW


def sharers(count):
    for number in range(count):
        User.objects.create_learner(None, full_name=f"Sharer {number}", shared_phone=NEW)


def test_ten_may_share_a_number_and_no_more(unseen):
    sharers(sign_in.MOST_SHARING - 1)
    numbers.share_number(unseen, NEW)
    numbers.share_number(unseen, NEW)
    late = make.make_user(full_name="Late Comer", registered_at=None)
    with pytest.raises(numbers.TooManyOnIt):
        numbers.share_number(late, NEW)
    numbers.share_number(late, "")


def test_no_more_than_ten_and_the_owner_are_shown_whoever_noted_more():
    sharers(sign_in.MOST_SHARING + 5)
    owner = make.make_user(NEW, "Zainabu Ali")
    people = sign_in.people_on(NEW)
    assert (people[0], len(people)) == (owner, sign_in.MOST_SHARING + 1)
    User.objects.filter(pk=owner.pk).update(phone=None)
    assert len(sign_in.people_on(NEW)) == sign_in.MOST_SHARING
