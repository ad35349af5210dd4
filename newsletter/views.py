from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts import addresses
from home.unlisted import unlisted
from newsletter import joining, leaving, limits
from newsletter.forms import SubscribeForm
from newsletter.models import Subscriber

_LOOK_OR_ACT = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@_LOOK_OR_ACT
def subscribe(request):
    form = SubscribeForm(request.POST or None, initial={"language": get_language()})
    if form.is_valid():
        now = timezone.now()
        if limits.may_ask(addresses.of(request), now):
            joining.ask(form.cleaned_data["email"], form.cleaned_data["language"], now)
            return redirect("newsletter:asked")
        form.refuse_for_now()
        return render(request, "newsletter/subscribe.html", {"form": form}, status=429)
    return render(request, "newsletter/subscribe.html", {"form": form})


@require_safe
def asked(request):
    return render(request, "newsletter/asked.html")


@unlisted
@_LOOK_OR_ACT
def confirm(request, token):
    """Put on the list who presses the button: mail scanners open each link, and would confirm for them."""
    now = timezone.now()
    subscriber = joining.waiting(token, now)
    if subscriber and request.method == "POST":
        joining.confirm(subscriber, now)
        return HttpResponseRedirect(request.path)
    return render(request, "newsletter/confirm.html", {"subscriber": subscriber}, status=200 if subscriber else 404)


@unlisted
@csrf_exempt
@_LOOK_OR_ACT
def unsubscribe(request, token):
    """Take off the list whose mail holds this address, by the button here or by the one of their mail program.

    That one sends a POST without cookies and follows no redirect (RFC 8058).
    """
    if request.method == "POST":
        context = {"has_left": leaving.leave_by(token)}
    else:
        context = {"is_there": Subscriber.objects.filter(token=token).exists()}
    return render(request, "newsletter/unsubscribe.html", context)
