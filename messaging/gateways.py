"""The ways out: each gateway sends one message and returns the id by which the other side knows it."""

import logging
from smtplib import SMTPException, SMTPRecipientsRefused

import requests
from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from messaging import refusals
from messaging.models import Message

logger = logging.getLogger(__name__)

# Seconds to connect, and to wait for the answer: ten of these fit into the five minutes for which a claim holds.
TIMEOUT = (5, 15)


class Refused(Exception):
    """This message will never be taken: trying again would change nothing."""


class Unreachable(Exception):
    """Not now: the network, the other side or our account is not in order, and a later try may succeed."""


class Console:
    """Writes messages to the log. A secret is shown in development only, where the log is one's own."""

    def send(self, message):
        shown = message.body if settings.DEVELOPMENT or not message.is_secret else "(secret)"
        logger.info("SMS to %s: %s", message.recipient, shown)
        return ""


class AfricasTalking:
    """Sends SMS through Africa's Talking (POST /version1/messaging, form in, JSON out)."""

    ACCEPTED = {100: "processed", 101: "sent", 102: "queued"}
    # About this number or this person. All other codes are about us, our balance or the network.
    REFUSED = {403: "invalid number", 404: "number type not supported", 406: "blacklisted", 409: "do not disturb"}

    def __init__(self):
        self._http = requests.Session()

    def send(self, message):
        answer = self._post(message)
        try:
            recipient = answer.json()["SMSMessageData"]["Recipients"][0]
            status = int(recipient["statusCode"])
        except (ValueError, KeyError, IndexError, TypeError) as error:
            raise Unreachable(f"HTTP {answer.status_code}: {_said(answer)}") from error
        if status in self.ACCEPTED:
            return str(recipient.get("messageId", ""))
        fault = f"{status} {recipient.get('status', '')}".strip()
        raise (Refused if status in self.REFUSED else Unreachable)(fault)

    def _post(self, message):
        form = {"username": settings.AT_USERNAME, "to": message.recipient, "message": message.body}
        if settings.AT_SENDER_ID:
            form["from"] = settings.AT_SENDER_ID
        headers = {"apiKey": settings.AT_API_KEY, "Accept": "application/json"}
        url = f"{settings.AT_BASE_URL.rstrip('/')}/version1/messaging"
        try:
            answer = self._http.post(url, data=form, headers=headers, timeout=TIMEOUT, allow_redirects=False)
        except requests.RequestException as error:
            raise Unreachable(type(error).__name__) from error
        if not answer.ok:
            raise Unreachable(f"HTTP {answer.status_code}: {_said(answer)}")
        return answer


def _said(answer):
    """Return what the other side says went wrong, short, with nothing of ours in it."""
    try:
        return str(answer.json()["SMSMessageData"]["Message"])[:120]
    except (ValueError, KeyError, TypeError):
        return answer.text[:120]


class Email:
    """Sends e-mail; the first line of the body is the subject."""

    def send(self, message):
        subject, _newline, text = message.body.partition("\n")
        try:
            mail = EmailMultiAlternatives(
                subject, text.lstrip("\n"), None, [message.recipient], headers=message.headers
            )
            if message.html:
                mail.attach_alternative(message.html, "text/html")
            mail.send()
        except SMTPRecipientsRefused as error:
            # Most refusals are about us or about now: busy servers, full mailboxes, and those that distrust strangers.
            is_final = all(refusals.is_final_reply(*reply) for reply in error.recipients.values())
            raise (Refused if is_final else Unreachable)(type(error).__name__) from error
        except (SMTPException, OSError) as error:
            raise Unreachable(type(error).__name__) from error
        return ""


class ByChannel:
    """Hands each message to the gateway of its channel."""

    def __init__(self):
        self._ways = {Message.Channel.SMS: SMS[settings.SMS_GATEWAY](), Message.Channel.EMAIL: Email()}

    def send(self, message):
        return self._ways[message.channel].send(message)


SMS = {"console": Console, "africastalking": AfricasTalking}
