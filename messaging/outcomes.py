"""What follows when a message is refused for good: the room that wrote it registers what it does then."""

from collections.abc import Callable

from messaging.models import Message

_on_refused: dict[str, Callable[[Message], None]] = {}


def register(kind: str, on_refused: Callable[[Message], None]) -> None:
    """Call `on_refused(message)` once for each message of this kind that its gateway refuses for good.

    It runs in the transaction that notes the refusal, and gets the message as it was when the worker took it.
    """
    _on_refused[kind] = on_refused


def refused(message: Message) -> None:
    """Tell the room that wrote the message, where it asked for it."""
    if on_refused := _on_refused.get(message.kind):
        on_refused(message)
