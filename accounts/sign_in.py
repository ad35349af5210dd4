"""Signing in with a code by SMS: who may ask for one, what is sent, and what a code that comes back is worth.

A number that is known and one that is not go the same way; only who holds the phone learns the difference.
"""

import math
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Case, Q, When
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, gettext, override

from accounts import addresses
from accounts.models import PhoneDevice, User
from messaging import outbox
from messaging.models import Message

T = TypeVar("T")
KIND = "sign_in_code"
DAY = timedelta(days=1)
HOUR_SECONDS = 3600
UNUSED_KEPT = timedelta(days=1)
MOST_SHARING = 10
"""So many people, besides its owner, may be noted on one number."""


class MustWait(Exception):
    """No, not yet: `seconds` says how long to wait."""

    def __init__(self, seconds):
        super().__init__(seconds)
        self.seconds = seconds


class JustSent(MustWait):
    """A code went to this number less than a minute ago."""


class TooManyForNumber(MustWait):
    """This number has had all its codes of the day."""


class TooManyForEverybody(MustWait):
    """The platform has sent all its codes of the day."""


class TooManyFromAddress(MustWait):
    """Very many codes were asked for from one address of the network."""


class TooManyTries(MustWait):
    """After wrong codes one has to wait before the next try."""


class WrongCode(Exception):
    """Not the code that was sent last, or too old, or used before."""


class AccountClosed(Exception):
    """The code is right, but this person may no longer sign in."""


class WhoIsIt(Exception):
    """The code is right, and not only its owner is reached on the number: `people_on` names them, `choose` goes on."""


class NotOnThisPhone(Exception):
    """This person is not reached on this number."""


def request_code(phone: str, address: str, language: str, now: datetime | None = None) -> None:
    """Put a new code for this number into the outbox, in the language of the page.

    Raises JustSent, TooManyForNumber, TooManyForEverybody or TooManyFromAddress.
    """
    now = now or timezone.now()
    with transaction.atomic():
        PhoneDevice.objects.get_or_create(phone=phone, defaults={"name": "phone"})
        device = PhoneDevice.objects.select_for_update().get(phone=phone)
        _refuse_too_many(device, address, now)
        code = device.make_code(now)
        text = message_text(code, language)
        outbox.enqueue(KIND, phone, text, is_secret=True, expires_at=device.valid_until, send_after=now)


def seconds_to_next_code(phone: str, now: datetime | None = None) -> int:
    """Return how long this number has to wait for another code, as far as its cool-down goes."""
    device = PhoneDevice.objects.filter(phone=phone).first()
    return device.seconds_to_next_code(now or timezone.now()) if device else 0


def message_text(code: str, language: str) -> str:
    """Return the SMS: one part, so within 160 signs of the GSM alphabet, in every language."""
    with override(language):
        text = gettext("%(code)s is your %(site)s code. It works once, for 5 minutes. Give it to nobody.")
        return text % {"code": code, "site": settings.WAGTAIL_SITE_NAME}


def check_code(phone: str, code: str, browser: str = "") -> User:
    """Return the person who holds this number, made on the first success.

    A code works once. The browser that has just used it, named by a secret of its own, may send it again (a double
    tap) and gets the same answer. Raises WrongCode, TooManyTries or AccountClosed; and WhoIsIt where the number is
    shared, on which nobody new is made.
    """
    people = spend_code(phone, code, browser, _give_to_its_person)
    if [person.phone for person in people] != [phone]:
        raise WhoIsIt
    return _open_account(people[0])


def spend_code(phone: str, code: str, browser: str, then: Callable[[PhoneDevice], T]) -> T:
    """Do with the number what its right code allows, in one step with using the code up, and return what that returns.

    A double tap does it again, so that it must be safe to repeat; where it raises, the code stays good. Raises
    WrongCode or TooManyTries.
    """
    with transaction.atomic():
        device = PhoneDevice.objects.select_for_update().filter(phone=phone).first()
        if device is None:
            raise WrongCode
        if device.is_sent_twice(code, browser):
            return then(device)
        if wait := device.seconds_to_next_try(timezone.now()):
            raise TooManyTries(wait)
        is_right = device.verify_token(code, browser)
        found = then(device) if is_right else None
    # Outside the transaction, which has to keep the count of wrong tries.
    if not is_right:
        raise WrongCode
    return found


def people_on(phone: str) -> list[User]:
    """Return who is reached on this number: its owner first, closed or not, then by name those who share it.

    Of more than MOST_SHARING those come who were there first.
    """
    found = User.objects.filter(Q(phone=phone) | Q(shared_phone=phone, is_active=True))
    first = found.order_by(Case(When(phone=phone, then=0), default=1), "pk")[: MOST_SHARING + 1]
    owner = [person for person in first if person.phone == phone]
    sharing = [person for person in first if person.phone != phone][:MOST_SHARING]
    return owner + sorted(sharing, key=lambda person: (person.search_name, person.pk))


def choose(phone: str, chosen: int | None) -> User:
    """Return whom somebody on a shared phone says they are, by primary key; None is somebody else.

    Somebody else is the owner of a number that has none, made on the first call. Raises NotOnThisPhone, also where a
    number that has its owner is said to be somebody else's; and AccountClosed.
    """
    with transaction.atomic():
        device = PhoneDevice.objects.select_for_update().get(phone=phone)
        people = people_on(phone)
        owner = people[0] if people and people[0].phone == phone else None
        if chosen is not None:
            person = next((one for one in people if one.pk == chosen), None)
        else:
            # An owner without a name is the one that the first of two taps made.
            person = _make_owner(device) if owner is None else None if owner.full_name else owner
    if person is None:
        raise NotOnThisPhone
    return _open_account(person)


def purge_unused_devices(now: datetime) -> int:
    """Delete numbers that asked for a code more than a day ago and never sent one back; return how many."""
    is_old = Q(last_generated_timestamp=None) | Q(last_generated_timestamp__lt=now - UNUSED_KEPT)
    return PhoneDevice.objects.filter(is_old, user=None).delete()[0]


def _open_account(user):
    if not user.is_active:
        raise AccountClosed
    return user


def _give_to_its_person(device):
    """Tie the number to its owner, made where nobody is known on it, and return who is reached on it."""
    people = people_on(str(device.phone)) or [_make_owner(device)]
    if people[0].phone == device.phone:
        tie(device, people[0])
    return people


def _make_owner(device):
    person = User.objects.create_learner(str(device.phone), language=get_language())
    tie(device, person)
    return person


def tie(device: PhoneDevice, person: User) -> None:
    """Tie the number to the person who has it now, who may have had another one before."""
    if device.user_id != person.pk:
        PhoneDevice.objects.filter(user=person).exclude(pk=device.pk).update(user=None)
        device.user = person
        device.save(update_fields=["user"])


def _refuse_too_many(device, address, now):
    if wait := device.seconds_to_next_code(now):
        raise JustSent(wait)
    codes = Message.objects.of_kind(KIND, since=now - DAY)
    theirs = codes.filter(recipient=str(device.phone))
    if wait := _wait_for(theirs, settings.SIGN_IN_CODES_PER_NUMBER_PER_DAY, now):
        raise TooManyForNumber(wait)
    # Two requests at once may both see the last free place: a code more than the limit is accepted.
    if wait := _wait_for(codes, settings.SIGN_IN_CODES_PER_DAY, now):
        raise TooManyForEverybody(wait)
    _count_address(address, now)


def _wait_for(codes, limit, now):
    """Return the seconds until fewer codes than the limit lie within a day; 0 when it is so now."""
    in_the_way = codes.order_by("-created_at").values_list("created_at", flat=True)[limit - 1 : limit].first()
    return max(0, math.ceil((in_the_way + DAY - now).total_seconds())) if in_the_way else 0


def _count_address(address, now):
    """Count one more code for the address, in the cache, where nobody can read which addresses there were."""
    hour, second = divmod(int(now.timestamp()), HOUR_SECONDS)
    bound = f"{hour}|{addresses.place(address)}"
    key = "sign-in:" + salted_hmac("accounts.sign_in.address", bound, algorithm="sha256").hexdigest()
    cache.add(key, 0, timeout=2 * HOUR_SECONDS)
    try:
        count = cache.incr(key)
    except ValueError:  # A full cache may have let go of it.
        count = 1
    if count > settings.SIGN_IN_CODES_PER_ADDRESS_PER_HOUR:
        raise TooManyFromAddress(HOUR_SECONDS - second)
