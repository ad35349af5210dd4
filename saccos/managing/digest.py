"""The weekly digest: on Monday morning each manager gets the three figures and what changed, until they stop it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.core import signing
from django.db import connection, transaction
from django.db.models import Count, Q
from django.utils import timezone

from messaging import reminders
from messaging.models import Message
from saccos.managing import confirming, digest_texts
from saccos.models import Management, Operator, OperatorFigures, StaffMember
from saccos.models.managing import Digest

KIND = "digest"
WEEK = timedelta(days=7)
LATEST_DAY = 1
"""Where the command did not run on Monday, Tuesday will do; later the next Monday is near."""
KEEPS = timedelta(days=2)
BATCH = 500
_SALT = "saccos.digest.stop"

Channel = {Digest.SMS: Message.Channel.SMS, Digest.EMAIL: Message.Channel.EMAIL}


@dataclass(frozen=True)
class Week:
    """How an operator stands, and what the last seven days brought."""

    total: int
    trained: int
    lapsing: int
    certificates: int
    joined: int
    left: int

    @property
    def not_yet(self) -> int:
        return self.total - self.trained


def queue(now: datetime) -> int:
    """Put this week's digests into the outbox, each once; return how many. Nothing from Wednesday to Sunday.

    An address that nobody was asked about yet is asked for its yes instead.
    """
    today = timezone.localtime(now)
    if today.weekday() > LATEST_DAY:
        return 0
    confirming.ask_the_others(now)
    queued = 0
    while number := _queue_some(_monday(today), now):
        queued += number
    return queued


def weeks_of(operators: list[int], now: datetime) -> dict[int, Week]:
    """Return the Week of each of these operators (by id) that has staff, in four queries."""
    since = now - WEEK
    first_day = timezone.localdate(since)
    staff = StaffMember.objects.filter(operator__in=operators)
    certified = staff.current().filter(
        person__certificates__issued_at__gte=since,
        person__certificates__revoked_at=None,
        person__certificates__replaced_by=None,
    )
    numbers = {
        "certificates": _counted(certified, Count("person", distinct=True)),
        "joined": _counted(staff.current().filter(started_on__gt=first_day)),
        "left": _counted(staff.filter(ended_on__gt=first_day)),
    }
    return {
        row.operator_id: Week(
            total=row.total,
            trained=row.trained + row.lapsing,
            lapsing=row.lapsing,
            **{name: counted.get(row.operator_id, 0) for name, counted in numbers.items()},
        )
        for row in OperatorFigures.objects.filter(operator__in=operators, total__gt=0)
    }


def week_of(operator: Operator, now: datetime) -> Week | None:
    """Return the operator's Week, or None where it has no staff."""
    return weeks_of([operator.pk], now).get(operator.pk)


def choose(management: Management, how: Digest, email: str, now: datetime) -> None:
    """Keep how a manager gets the digest, and the address where it is by e-mail. Raises confirming.TooMany."""
    with transaction.atomic():
        if how == Digest.EMAIL:
            confirming.want(management, email, now)
        else:
            confirming.give_up(management)
        management.digest = how
        management.save(update_fields=["digest"])


def stop_token(management: Management) -> str:
    """Return what stops this digest without signing in; it holds nothing but the signed number of the row."""
    return signing.dumps(management.pk, salt=_SALT)


def of_stop_token(token: str) -> Management | None:
    """Return whose digest the token stops; None where it is not ours, or they manage no more.

    Where their operator was merged into another, it is the digest of that one.
    """
    try:
        pk = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    found = Management.objects.filter(pk=pk).select_related("operator", "user").first()
    if found is None or not found.operator.merged_into_id:
        return found
    led_on = Management.objects.filter(operator=found.operator.kept, user=found.user_id)
    return led_on.select_related("operator", "user").first()


def stop_email(management: Management) -> None:
    """Stop what comes by e-mail; a digest by SMS goes on."""
    Management.objects.filter(pk=management.pk, digest=Digest.EMAIL).update(digest=Digest.NONE)


def _monday(local):
    return datetime.combine(local.date() - timedelta(days=local.weekday()), time.min, tzinfo=local.tzinfo)


def _due(monday):
    """Return whose digest of this week is still to be sent, of operators with staff; new managers wait a Monday."""
    by_email = Q(digest=Digest.EMAIL, digest_address__email__gt="")
    reachable = Q(digest=Digest.SMS, user__phone__isnull=False) | by_email
    return (
        Management.objects.filter(reachable, created_at__lt=monday, user__is_active=True)
        .filter(Q(digest_sent_at=None) | Q(digest_sent_at__lt=monday))
        .filter(operator__merged_into=None, operator__figures__total__gt=0)
        .select_related("user", "operator", "digest_address")
        .order_by("pk")
    )


def _queue_some(monday, now):
    """Claim up to a batch, so that another run passes it by, and put its messages into the outbox."""
    skips = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        due = list(_due(monday).select_for_update(of=("self",), skip_locked=skips)[:BATCH])
        Management.objects.filter(pk__in=[one.pk for one in due]).update(digest_sent_at=now)
        weeks = weeks_of([one.operator_id for one in due], now) if due else {}
        Message.objects.bulk_create(_message(one, weeks[one.operator_id], now) for one in due)
    return len(due)


def _message(management, week, now):
    by_email = management.digest == Digest.EMAIL
    if by_email:
        text = digest_texts.email(management, week, stop_token(management))
    else:
        text = digest_texts.sms(management, week)
    return Message(
        kind=KIND,
        channel=Channel[management.digest],
        recipient=management.digest_address.email if by_email else str(management.user.phone),
        body=text,
        created_at=now,
        send_after=reminders.by_day(now),
        expires_at=now + KEEPS,
    )


def _counted(staff, number=None):
    """Return {operator's id: number of these rows}."""
    counted = staff.values("operator").order_by().annotate(number=number or Count("pk"))
    return dict(counted.values_list("operator", "number"))
