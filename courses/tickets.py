"""Papers to answer without a network: who gets one, for which phone, and what phones call the version it is of."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import User
from courses import rules
from courses.models.offline import Ticket
from courses.models.quizzes import Quiz, QuizVersion

MOST_PHONES = 4
"""How many phones of one learner get a paper of their own for a quiz: more would let them choose an easy one."""


class NeedsNetwork(Exception):
    """The quiz has a time limit, and a phone's clock can't be trusted."""


def issue(learner, quiz: Quiz, phone: str, now: datetime | None = None) -> Ticket:
    """Return the learner's ticket for the quiz's current version on this phone, making it on the first call.

    After a failed attempt it follows that one. A fifth phone shares the oldest ticket: what it hands in on a paper that
    was handed in already is held for a trainer. Raises rules.NoMoreAttempts, rules.TooSoon or NeedsNetwork.
    """
    if quiz.time_limit is not None:
        raise NeedsNetwork
    now = now or timezone.now()
    with transaction.atomic():
        User.objects.select_for_update().get(pk=learner.pk)
        last = rules.check_may_start(learner, quiz, now)
        follows = last if last and not last.is_pass else None
        unspent = Ticket.objects.filter(
            learner=learner, quiz=quiz, version_id=quiz.current_version_id, follows=follows, spent_at=None
        )
        found = list(unspent.order_by("pk"))
        own = next((ticket for ticket in found if ticket.phone == phone), None)
        if own or len(found) >= MOST_PHONES:
            return own or found[0]
        return Ticket.objects.create(
            learner=learner,
            quiz=quiz,
            version_id=quiz.current_version_id,
            follows=follows,
            ticket=secrets.token_hex(16),
            phone=phone,
            issued_at=now,
        )


def name_of(version: QuizVersion, secret: str | None = None) -> str:
    """Return the 32 hex digits by which phones know a version.

    Not its content's hash: whoever holds the questions could try keys until the hash fits.
    """
    return salted_hmac("courses.quiz_version", version.content_hash, secret=secret).hexdigest()[:32]


def is_named(version: QuizVersion, name: str) -> bool:
    """Return whether phones know the version by this name, or did before the platform's secret was changed."""
    return any(name_of(version, secret) == name for secret in (None, *settings.SECRET_KEY_FALLBACKS))


def version_named(quiz: Quiz, name: str) -> QuizVersion | None:
    """Return the quiz's version that phones know by this name, or None."""
    return next((version for version in quiz.versions.defer("content") if is_named(version, name)), None)
