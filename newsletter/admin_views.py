"""A newsletter's own page in the admin: who gets it, sending it, and how far that is; and sending a test."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.auth import permission_denied, user_passes_test

from newsletter import letters, menu, rights, sending
from newsletter.forms import TestForm
from newsletter.models import Issue

_LANGUAGES = (("en", gettext_lazy("English")), ("sw", gettext_lazy("Kiswahili")))


@user_passes_test(rights.may_write)
def send(request, pk):
    issue = get_object_or_404(Issue, pk=pk)
    if request.method == "POST":
        if not rights.may_send(request.user):
            return permission_denied(request)
        _send(request, pk)
        return redirect(menu.SEND, pk)
    written = {language: letters.newsletter(issue, language).to("preview") for language, _name in _LANGUAGES}
    reach = sending.reach() if issue.is_draft else {}
    context = {
        "letters": [(language, name, written[language], reach.get(language)) for language, name in _LANGUAGES],
        "total": sum(reach.values()),
        "seen": _mark(written),
        "may_send": rights.may_send(request.user),
        "unwritten": issue.unwritten,
        "is_reviewed": issue.native_review != "awaiting",
    }
    return _render(request, "newsletter/admin/send.html", issue, _("Send"), context)


@user_passes_test(rights.may_write)
def test(request, pk):
    issue = get_object_or_404(Issue, pk=pk)
    form = TestForm(request.POST or None, initial={"email": request.user.email})
    if form.is_valid():
        _say_how_many(request, sending.send_test(issue, form.cleaned_data["email"]))
        return redirect(menu.EDIT if issue.is_draft else menu.SEND, pk)
    return _render(request, "newsletter/admin/test.html", issue, _("Send a test"), {"form": form})


def _say_how_many(request, tests):
    if not tests:
        messages.error(request, _("Nothing to test yet: write a subject and a text in one language."))
    elif tests == len(_LANGUAGES):
        messages.success(request, _("Two test mails, one in each language, go out within minutes."))
    else:
        messages.success(request, _("One test mail goes out within minutes: the other language is not written yet."))


def _send(request, pk):
    """Begin, if it is still what the person has seen, and put the first mails into the outbox."""
    now = timezone.now()
    if _begin(request, pk, now):
        number = sending.put_some(now)
        words = ngettext("It goes out: %(n)d mail is ready.", "It goes out: %(n)d mails are ready.", number)
        messages.success(request, words % {"n": number})


@transaction.atomic
def _begin(request, pk, now):
    """Let it go out and return True, or say why not; nobody changes it between the look and the beginning."""
    issue = get_object_or_404(Issue.objects.select_for_update(), pk=pk)
    seen = _mark({language: letters.newsletter(issue, language).to("preview") for language, _name in _LANGUAGES})
    if request.POST.get("seen") != seen:
        messages.error(request, _("Not sent: it was changed meanwhile. Look at it again."))
    elif not any(sending.reach().values()):
        messages.error(request, _("Not sent: nobody is on the list yet."))
    else:
        return _began(request, issue, now)
    return False


def _began(request, issue, now):
    try:
        if sending.begin(issue, request.user, now):
            return True
    except sending.Unwritten:
        messages.error(request, _("Not sent: it is not written in both languages yet."))
    else:
        messages.info(request, _("It is being sent already. Nobody gets it twice."))
    return False


def _mark(written):
    """Return a short sign of what the letters say, which changes with them."""
    said = "\0".join(letter.body + letter.html for letter in written.values())
    return salted_hmac("newsletter.seen", said, algorithm="sha256").hexdigest()[:32]


def _render(request, template, issue, title, context):
    crumbs = [(reverse(menu.LIST), _("Newsletters"))]
    if issue.is_draft:
        crumbs.append((reverse(menu.EDIT, args=[issue.pk]), issue.subject))
    context |= {
        "issue": issue,
        "header_title": title if issue.is_draft else issue.subject,
        "header_icon": "mail",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            *({"url": url, "label": label} for url, label in crumbs),
            {"url": "", "label": title if issue.is_draft else issue.subject},
        ],
    }
    return render(request, template, context)
