"""Inviting staff by SMS, each with their own link, by the rules of reminders: once in three days, never at night."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from accounts.models import User
from messaging import parts, reminders
from messaging.models import Message
from saccos import history
from saccos.inviting import personal
from saccos.minute.contacting import number_of
from saccos.minute.reminding import BETWEEN, LeftOut, Letter, Plan, with_last
from saccos.models import Invitation, Operator, Reminder, StaffMember

KIND = "invitation"
# From the longest to the shortest; the first that fits into one SMS goes out.
TEXTS = (
    _("%(name)s, %(operator)s invites you to the free %(site)s course on your phone. Your own link: %(link)s"),
    _("%(name)s, %(operator)s invites you to a free course. Your own link: %(link)s"),
    _("%(name)s, take the free %(site)s course: %(link)s"),
)
_BATCH = 500
_TO_BE_MADE = "x" * 12
"""Stands for a link that is still to be made, and is as long as its token."""


def plan(staff: QuerySet[StaffMember], operator: Operator, now: datetime) -> Plan:
    """Return what would be sent to those of the operator's staff who have not started, in one query.

    Links that are still to be made are shown as dots, as long as a link is.
    """
    return _plan(_to_invite(staff), {}, operator, now)


def send(staff: QuerySet[StaffMember], operator: Operator, by: User, now: datetime) -> Plan:
    """Put the invitations into the outbox and return what was put there; a second call adds nothing for three days."""
    with transaction.atomic():
        people = list(_to_invite(staff))
        _take_turns([member.person_id for member in people])
        members = _to_invite(operator.staff.current().filter(pk__in=[member.pk for member in people]))
        links = personal.give_links(people, by)
        sent = _plan(members, links, operator, now)
        if sent.letters:
            _put(sent, links, operator, by, now)
    return sent


def text(person: User, operator: Operator, token: str) -> str:
    """Return the SMS in the person's language: one part wherever one of the texts fits into it."""
    with translation.override(person.language):
        said = _said(person, operator, token)
        return parts.shortest([parts.plain(gettext(wording) % said) for wording in TEXTS])


def long_text(person: User, operator: Operator, token: str) -> str:
    """Return the longest of the texts in the person's language, for WhatsApp, where length costs nothing."""
    with translation.override(person.language):
        return gettext(TEXTS[0]) % _said(person, operator, token)


def _said(person, operator, token):
    return {
        "name": person.full_name.split(" ")[0] or gettext("Hello"),
        "operator": operator.name,
        "site": settings.WAGTAIL_SITE_NAME,
        "link": address(token),
    }


def address(token: str) -> str:
    """Return the whole address of a personal link, in the active language."""
    return settings.BASE_URL + reverse("saccos:join", args=[token])


def _to_invite(staff):
    """Return those who have not started, with their persons and `last_at`, when they were last invited or reminded."""
    people = staff.filter(has_begun=False, trained_until=None, person__is_active=True).select_related("person")
    return with_last(people).order_by("sort_name", "pk")


def _plan(members, links, operator, now):
    made = Plan(reminders.by_day(now))
    for member in members:
        person, number = member.person, number_of(member.person)
        if not number:
            made.without_phone.append(LeftOut(member.pk, str(person)))
        elif member.last_at is not None and made.goes_at - member.last_at < BETWEEN:
            is_ours = member.last_operator == operator.pk
            made.reminded.append(LeftOut(member.pk, str(person), member.last_at, is_ours))
        else:
            made.letters.append(Letter(person.pk, number, person.language, KIND, _own_text(member, links, operator)))
    return made


def _own_text(member, links, operator):
    if member.pk in links:
        return text(member.person, operator, links[member.pk].token)
    return text(member.person, operator, _TO_BE_MADE).replace(_TO_BE_MADE, "." * len(_TO_BE_MADE))


def _put(sent, links, operator, by, now):
    invited = {letter.person for letter in sent.letters}
    Message.objects.bulk_create((_message(letter, sent, now) for letter in sent.letters), batch_size=_BATCH)
    rows = (Reminder(person_id=pk, operator=operator, by=by, at=sent.goes_at) for pk in invited)
    Reminder.objects.bulk_create(rows, batch_size=_BATCH)
    theirs = operator.staff.filter(person__in=invited, pk__in=links).values("pk")
    Invitation.objects.filter(member__in=theirs, closed_at=None).update(sent_at=sent.goes_at)
    history.note(operator, "invited", by, now, number=len(invited))


def _message(letter, sent, now):
    return Message(
        kind=KIND,
        recipient=letter.number,
        body=letter.text,
        created_at=now,
        send_after=sent.goes_at,
        expires_at=sent.goes_at + BETWEEN,
    )


def _take_turns(people):
    """Let two managers who invite one person go one after the other."""
    list(User.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk").values_list("pk"))
