"""A page for one's own machine: what the platform would have sent, and the sample people's authenticators."""

import time

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from messaging.models import Message

SHOWN = 30
SAMPLE = "sample"


@never_cache
def messages(request):
    if not settings.DEVELOPMENT:
        raise Http404
    devices = TOTPDevice.objects.filter(name=SAMPLE, confirmed=True).select_related("user").order_by("pk")
    context = {
        "sent": Message.objects.order_by("-pk")[:SHOWN],
        "authenticators": [{"person": device.user, "code": code_of(device)} for device in devices],
        "seconds_left": 30 - int(time.time()) % 30,
    }
    response = render(request, "messaging/dev_messages.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def code_of(device):
    """Return the code that the authenticator app of this device would show now."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time()
    return f"{totp.token():0{device.digits}}"
