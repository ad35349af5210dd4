"""Phone numbers: a person gives themselves a new one by its code; who never signed in, somebody else may correct.

`phone` is a number as phones.read returns it. Who has signed in once, or has a right of their own, is asked nobody's
leave, and nobody else may move their number: it is the way in to their training, certificate and rights.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext, override

from accounts import sign_in, untouched
from accounts.models import PhoneDevice, User
from messaging import outbox

KIND = "number_changed"


class NumberTaken(Exception):
    """The number is another entry's: two entries of one person are put together by the programme, which loses nothing.

    To somebody who has not proved that the number is theirs, never say whose it is.
    """


class HasSignedIn(Exception):
    """This person has signed in, or is more than a learner: only they change their number."""


class NeedsAName(Exception):
    """This person is known by their number alone, which therefore can't be taken from them."""


class TooManyOnIt(Exception):
    """As many people as may be are noted on this number: sign_in.MOST_SHARING."""


def take_number(person: User, phone: str, code: str, browser: str, now: datetime) -> None:
    """Make the number the person's own, by the code that was sent to it. Their other sessions end with the old number.

    Raises NumberTaken (the code stays good), and sign_in.WrongCode or TooManyTries.
    """

    def give(device: PhoneDevice) -> None:
        before = _put(person, phone)
        sign_in.tie(device, person)
        if before and before != phone:
            _tell(before, person, now)

    sign_in.spend_code(phone, code, browser, give)


def give_number(person: User, phone: str | None) -> None:
    """Correct the number of somebody who never signed in, by the word of a manager or the programme; None takes it.

    By whose word it may be done is the caller's to know and to note. Raises HasSignedIn, NumberTaken and NeedsAName.
    """
    with transaction.atomic():
        held = _hold_who_never_signed_in(person)
        if phone is None:
            if not (held.full_name or held.username):
                raise NeedsAName
            User.objects.filter(pk=person.pk).update(phone=None)
        else:
            _put(person, phone)
    person.phone = phone


def share_number(person: User, phone: str) -> None:
    """Let somebody who never signed in be reached, and sign in, on a number that others use too; empty ends it.

    Raises HasSignedIn and TooManyOnIt.
    """
    with transaction.atomic():
        _hold_who_never_signed_in(person)
        if phone and not has_room(phone, besides=person):
            raise TooManyOnIt
        User.objects.filter(pk=person.pk).update(shared_phone=phone)
    person.shared_phone = phone


def has_room(phone: str, besides: User | None = None) -> bool:
    """Return whether one more, or this person, may be noted on the number besides its owner."""
    others = User.objects.filter(shared_phone=phone).exclude(pk=besides.pk if besides else None)
    return others.count() < sign_in.MOST_SHARING


def _hold_who_never_signed_in(person):
    held = User.objects.select_for_update().get(pk=person.pk)
    if not untouched.is_untouched(held):
        raise HasSignedIn
    return held


def _put(person, phone):
    """Write the person's number and return the one before. A number of one's own is shared no more."""
    before = str(person.phone or "")
    values = {"phone": phone} | ({"shared_phone": ""} if person.shared_phone == phone else {})
    if User.objects.filter(phone=phone).exclude(pk=person.pk).exists():
        raise NumberTaken
    try:
        with transaction.atomic():
            User.objects.filter(pk=person.pk).update(**values)
    except IntegrityError as error:
        raise NumberTaken from error
    for name, value in values.items():
        setattr(person, name, value)
    return before


def _tell(before, person, now):
    """Tell the old number: who did not do it themselves asks the organisation."""
    with override(person.language):
        text = gettext("Your phone number for Safari Salama was changed. If it was not you, tell the organisation.")
    outbox.enqueue(KIND, before, text, send_after=now)
