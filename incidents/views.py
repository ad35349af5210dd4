"""Reporting, for whoever wants to: nothing here asks who it is, sets a cookie or writes an address down."""

import base64
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts import addresses, waits
from incidents import faults, following, limits, locked, once, pages, receipts, said, taking, team, uploads
from incidents.forms import AdditionForm, ReceiptForm, ReportForm
from incidents.models import Case, KeyShare

_FAILED = (DatabaseError, OSError)


class _Refused(Exception):
    """Nothing is stored; says why, for the reporter."""


@dataclass(frozen=True)
class _Found:
    """A case that a reporter has come back to."""

    case: Case
    receipt: str
    private_key: bytes


@sensitive_variables()
def report(request):
    """Ask what happened, and answer with the receipt: at the same address, for no address may hold it."""
    if request.method != "POST":
        return _form_page(request, ReportForm())
    try:
        fields, uploaded = uploads.read(request)
    except (uploads.TooLarge, uploads.Broken):
        return _form_page(request, _unread(ReportForm()), 413)
    if "language" in fields:
        return _form_page(request, _carried_over(fields))
    form = ReportForm(fields, uploaded)
    taken = _send(request, form, _take) if form.is_valid() else None
    if taken is None:
        return _form_page(request, form)
    sent, receipt = taken
    if once.was_shown(sent.hash):
        return _receipt_page(request, _ask_again())
    once.note(sent.hash)
    return pages.show(request, "received", {"receipt": receipts.spelled(receipt)})


@sensitive_variables()
def follow(request):
    """Ask for the receipt, then show how far it is and what was replied, and take what is added."""
    if request.method != "POST":
        return _receipt_page(request, ReceiptForm())
    try:
        fields, uploaded = uploads.read(request)
    except (uploads.TooLarge, uploads.Broken):
        return _receipt_page(request, _unread(ReceiptForm()), 413)
    form = ReceiptForm(fields)
    addition = AdditionForm(fields, uploaded) if "add" in fields else None
    found = _find(request, form) if form.is_valid() else None
    if found is None:
        return _receipt_page(request, form, addition=addition)
    if once.was_shown(fields.get("page", "")):
        return _receipt_page(request, _ask_again())
    once.note(fields.get("page", ""))
    if addition is None:
        return _case_page(request, found, AdditionForm())
    is_added = addition.is_valid() and _send(request, addition, partial(_add, found.case)) is not None
    return _case_page(request, found, AdditionForm() if is_added else addition, is_added)


def leave(_request):
    """Lead away whoever has no script for it; the browser drops the pages that it keeps whole for the way back."""
    response = HttpResponseRedirect(settings.QUICK_EXIT_URL)
    response["Clear-Site-Data"] = '"cache"'
    return response


@sensitive_variables()
def sealed(request):
    """Take what a phone sealed while it had no network, files too; answer with the receipt.

    How urgent it is nobody knows before it is opened: it is put before what can wait.
    """
    # Not by Django's decorator, which would write this address into the log.
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        sent = locked.read(request)
    except (uploads.TooLarge, uploads.Broken, ValueError, RecursionError):
        return JsonResponse({"error": _("This is no report that can be read.")}, status=400)
    try:
        _check_key(sent)
        receipt = _stored(request, sent, lambda now: taking.take(sent, now, Case.Urgency.SOON))
    except _Refused as refused:
        return JsonResponse({"error": str(refused)}, status=503)
    return JsonResponse({"receipt": receipts.spelled(receipt)})


def _check_key(sent):
    """Refuse what was locked with a key that nobody holds any more; it could never be read. Raises _Refused."""
    if not KeyShare.objects.filter(team_key=sent.said["key"]).exists() and not taking.is_known(sent):
        raise _Refused(
            _("The key with which your phone locked this report is lost: nobody could read it. Write it again.")
        )


def _send(request, form, store):
    """Return what `store(sent, now)` returns; None, with a word in the form, where nothing is stored."""
    try:
        is_counted = _spare_the_server(request, form)
        sent = taking.Sent(form.words, form.cleaned_data["token"], form.strip_files())
        return None if form.file_errors else _stored(request, sent, partial(store, sent), is_counted)
    except _Refused as refused:
        form.add_error(None, str(refused))
        return None


def _take(sent, now):
    return sent, taking.take(sent, now, said.urgency(sent.said), sent.said.get("county", ""))


def _add(case, sent, now):
    taking.add(case, sent, now)
    return case


def _spare_the_server(request, form):
    """Count, or refuse, before files are made anew, which is work; without files a repeat is known first.

    Return whether it was counted.
    """
    if form.uploaded:
        _count(request, limits.FILES, timezone.now())
    return bool(form.uploaded)


def _count(request, what, now, is_known=False):
    """Count one more of this place; over its limit only what is known already is let through. Raises _Refused.

    To find the receipt again costs the server as much as to look one up, and is counted so.
    """
    address = addresses.of(request)
    wait = limits.seconds_to_wait(what, address, now)
    what = limits.LOOKING if wait and is_known else what
    if wait := limits.seconds_to_wait(what, address, now):
        raise _Refused(_too_often(wait))
    limits.note(what, address, now)


def _stored(request, sent, store, is_counted=False):
    """Return what `store(now)` returns; what was stored before is let through. Raises _Refused."""
    now = timezone.now()
    if not is_counted:
        _count(request, limits.FILES if sent.attached else limits.WORDS, now, taking.is_known(sent))
    try:
        return store(now)
    except taking.NotOpen:
        text = _("Nobody can read reports here just now: it was not sent. Call one of the numbers above.")
        raise _Refused(text) from None
    except _FAILED as error:
        faults.note(error)
        raise _Refused(_("We could not store it just now: it was not sent. Try again in a minute, or call.")) from None


def _too_often(wait):
    text = _("Too many reports came from this network: it was not sent. Wait %(time)s and press again, or call.")
    return text % {"time": waits.in_words(wait)}


def _find(request, form):
    """Return the case of the receipt and what follows from that; None, with a word in the form, where there is none."""
    now, address = timezone.now(), addresses.of(request)
    if wait := limits.seconds_to_wait(limits.LOOKING, address, now):
        form.add_error("receipt", waits.try_again_in(wait))
        return None
    limits.note(limits.LOOKING, address, now)
    receipt = form.cleaned_data["receipt"]
    derived = receipts.derive(receipt)
    case = taking.find(derived)
    if case is None:
        form.add_error("receipt", _("There is no report with this receipt. Compare it digit by digit."))
        return None
    return _Found(case, receipt, derived.private_key)


def _unread(form):
    """Return the empty form with a word: what was sent was not read, and so can't be shown again."""
    text = _("What you sent was too much, or broke off, and could not be read. Nothing was sent.")
    form.file_errors = [f"{text} {_('Press Back: your words may still be there. Choose fewer or smaller files.')}"]
    return form


def _ask_again():
    """Return the form for a receipt with a word: what was asked for has been shown."""
    form = ReceiptForm()
    form.file_errors = [_("For your safety this is shown once. Type your receipt again.")]
    return form


def _carried_over(fields):
    """Return the form with what was typed in the other language's: nothing is checked or stored yet."""
    form = ReportForm()
    form.initial |= {name: fields[name] for name in form.fields if name in fields}
    form.uploaded = [name for name in fields.getlist("files") if name]
    return form


def _form_page(request, form, status=200):
    if getattr(request, "is_for_keeping", False):
        # The page that phones keep is compared with the next one; each phone makes its own token.
        form.initial["token"] = ""
    key = team.readable_key()
    public_key = base64.b64encode(bytes(key.public_key)).decode() if key else ""
    context = {"form": form, "key": key, "public_key": public_key}
    return pages.show(request, "form", context, status=status)


def _receipt_page(request, form, status=200, addition=None):
    return pages.show(request, "follow", {"form": form, "addition": addition}, status=status)


def _case_page(request, found, form, is_added=False):
    context = {
        "form": form,
        "receipt": found.receipt,
        "spelled": receipts.spelled(found.receipt),
        "state": following.state_of(found.case),
        "replies": following.replies(found.case, found.private_key),
        "is_added": is_added,
    }
    return pages.show(request, "case", context)
