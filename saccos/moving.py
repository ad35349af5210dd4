"""Putting somebody on an operator's list by its manager's word: they are told, and for 30 days may say no.

Neither operator learns from which list, or to which, the person went.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from accounts import untouched
from accounts.models import User
from messaging import outbox, parts, reminders
from messaging.models import Message
from saccos import history, joining, keeping
from saccos.inviting import closing
from saccos.minute.contacting import number_of
from saccos.models import Move, Operator, StaffMember

KIND = "moved"
REFUSABLE_DAYS = joining.REFUSAL_DAYS
_TOKEN = re.compile(r"/moved/([-\w]+)/")
MOST_A_DAY = 200
"""So many people one operator may bring by its word in 24 hours who are told by SMS."""

history.register("put-on-list", _("%(name)s was put on the list."))
history.register("moved-away", _("%(name)s is now on another operator's list."))
history.register("move-refused", _("%(name)s said that they do not work here: no longer on the list."))
history.register("moved-back", _("%(name)s is on your list again: they said that the other operator was wrong."))


class TooManyMoves(Exception):
    """The operator has brought MOST_A_DAY people in 24 hours who had to be told."""


class TooLate(Exception):
    """They were put on the list more than 30 days ago: they leave, or join elsewhere, like everybody."""


def move(
    person: User, operator: Operator, role: str, by, now: datetime, *, staff_number: str = "", stage: str = ""
) -> StaffMember:
    """Put the person on the operator's list by its manager's word, and return their row; a second call changes nothing.

    Their time at another operator ends in the same step, and both histories say so, neither naming the other. Who was
    elsewhere, or is not untouched, gets one SMS in their language, by day, where a phone reaches them: with its
    link they may `refuse`. Somebody new to the platform has nothing yet that a stranger could see, and gets none.
    Who is there already keeps role, staff number and stage. Raises joining.HasRefused in the 30 days after they said no
    to this operator, and TooManyMoves.
    """
    with transaction.atomic():
        joining.take_turns(person)
        before = joining.current_employment(person)
        if before and before.operator_id == operator.pk:
            return before
        is_told = before is not None or not untouched.is_untouched(person)
        _check(person, operator, is_told, now)
        member = joining.employ(person, operator, role, now)
        _describe(member, staff_number=staff_number, stage=stage)
        history.note(operator, "put-on-list", by, now, name=str(person))
        if before:
            history.note(before.operator, "moved-away", None, now, name=str(person))
        if is_told:
            _tell(Move.objects.create(member=member, came_from=before, by=by, at=now), now)
    return member


def _check(person, operator, is_told, now):
    if joining.refusals(operator, timezone.localdate(now)).filter(member__person=person).exists():
        raise joining.HasRefused
    if is_told and not left_today(operator, now):
        raise TooManyMoves


def left_today(operator: Operator, now: datetime) -> int:
    """Return how many people who have to be told the operator may still bring in these 24 hours."""
    lately = Move.objects.filter(member__operator=operator, at__gt=now - timedelta(days=1))
    return max(MOST_A_DAY - lately.count(), 0)


def _describe(member, **fields):
    """Keep what the list says of them; nothing of it counts in figures."""
    given = {name: value for name, value in fields.items() if value}
    if given:
        StaffMember.objects.filter(pk=member.pk).update(**given)
        member.refresh_from_db(fields=list(given))


def _tell(move, now):
    person = move.member.person
    phone = person.phone or person.shared_phone
    if phone:
        outbox.enqueue(KIND, phone, message_text(move), send_after=reminders.by_day(now))


def message_text(move: Move) -> str:
    """Return the SMS in the person's language: one part, for which the operator's name is cut where it must be.

    On a phone that somebody shares it says whom it is for.
    """
    person = move.member.person
    with override(person.language):
        if person.phone:
            text = gettext("%(operator)s has put you on its staff list. If that is not right: %(link)s")
        else:
            text = gettext("%(name)s: %(operator)s has put you on its staff list. If that is not right: %(link)s")
        said = {"name": parts.plain(person.get_short_name())[:20], "link": address(move)}
    operator = parts.plain(move.member.operator.name)
    return parts.shortest(
        [text % (said | {"operator": operator[:size].rstrip()}) for size in range(len(operator), 9, -1)]
    )


def address(move: Move) -> str:
    """Return the whole address at which the person says no, in the active language."""
    return settings.BASE_URL + reverse("saccos:refuse_move", args=[move.token])


def forget(members: Iterable[int], now: datetime) -> None:
    """Take back the moves by which these staff rows came, which are to go, within the caller's transaction.

    What still waits to be sent is not sent. A link that has gone out leads to a page that says that they are not on
    the list any more.
    """
    moves = {move.token: move for move in Move.objects.filter(member__in=members).select_related("member__person")}
    if not moves:
        return
    numbers = {number_of(move.member.person) for move in moves.values()}
    queued = Message.objects.select_for_update().filter(kind=KIND, state=Message.State.QUEUED, recipient__in=numbers)
    unsent = [message.pk for message in queued if not moves.keys().isdisjoint(_TOKEN.findall(message.body))]
    Message.objects.filter(pk__in=unsent).delete()
    closing.keep_links(moves.values(), now)
    Move.objects.filter(pk__in=[move.pk for move in moves.values()]).delete()


def can_refuse(move: Move, now: datetime) -> bool:
    return move.refused_at is None and now - move.at <= timedelta(days=REFUSABLE_DAYS)


def refuse(move: Move, now: datetime) -> None:
    """Take the person off the list again, and put them back where they were, unless they went elsewhere since.

    Once is enough: a second call changes nothing. Raises TooLate after 30 days.
    """
    with transaction.atomic():
        joining.take_turns(move.member.person)
        move.refresh_from_db()
        if move.refused_at:
            return
        if not can_refuse(move, now):
            raise TooLate
        Move.objects.filter(pk=move.pk).update(refused_at=now)
        _end(move.member, now)
        _restore(move, now)
    move.refused_at = now


def _end(member, now):
    if member.ended_on is None:
        joining.leave(member, timezone.localdate(now))
        history.note(member.operator, "move-refused", None, now, name=str(member.person))


def _restore(move, now):
    """Reopen the place that the move ended; a place that the person, or a manager, gave them since goes before it."""
    before, person = move.came_from, move.member.person
    if before is None or before.ended_on is None or person.employments.filter(pk__gt=move.member.pk).exists():
        return
    if joining.current_employment(person):
        return
    StaffMember.objects.filter(pk=before.pk).update(ended_on=None)
    keeping.settle(before, now)
    history.note(before.operator, "moved-back", None, now, name=str(person))
