"""A letter on its way: how this room puts mails into the outbox."""

from datetime import datetime

from django.utils import timezone

from messaging.models import Message
from newsletter.letters import Letter


def message(kind: str, email: str, letter: Letter, token: str, send_after: datetime | None = None) -> Message:
    """Return the mail, still to be written, that takes the letter to an address, with the links of this token.

    Its text is wiped from the outbox once it is sent.
    """
    own = letter.to(token)
    return Message(
        kind=kind,
        channel=Message.Channel.EMAIL,
        recipient=email,
        body=own.body,
        html=own.html,
        headers=own.headers,
        is_secret=True,
        send_after=send_after or timezone.now(),
    )
