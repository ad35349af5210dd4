"""The newsletter of the sample programme: who gets it, one that was sent, and a draft."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts.models import User
from home import prose
from messaging.models import Message
from newsletter import kinds, sending
from newsletter.models import Issue, Subscriber
from places.native_review import NativeReview
from sample import days
from sample.pages import LANGUAGES


def load(data: dict, now: datetime) -> None:
    """Make what `content/newsletter.yaml` (parsed, as `data`) asks for, where there is no newsletter at all."""
    if Issue.objects.exists():
        return
    with transaction.atomic():
        _subscribe(data["subscribers"], days.at(now, -60, 8))
        _send(_write(data["sent"]), days.at(now, -17, 8))
        _write(data["draft"])


def _subscribe(subscribers, at):
    for one in subscribers:
        Subscriber.objects.get_or_create(**one, defaults={"asked_at": at, "confirmed_at": at})


def _write(entry):
    texts = {f"subject_{lang}": entry["subject"][lang] for lang in LANGUAGES}
    texts |= {f"body_{lang}": str(prose.to_html(entry["body"][lang])) for lang in LANGUAGES}
    return Issue.objects.create(**texts, native_review=NativeReview.AWAITING)


def _send(issue, at):
    """Send it as of that moment: its mails have gone out, so that no worker sends them today."""
    sending.begin(issue, User.objects.filter(username="farida").first(), at)
    sending.put_some(at)
    mails = Message.objects.filter(kind=kinds.NEWSLETTER, state=Message.State.QUEUED)
    mails.update(state=Message.State.SENT, created_at=at, sent_at=F("send_after"))
