"""What the weekly digest says, in the language of the manager."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from messaging import parts


def sms(management, week) -> str:
    """Return the SMS: one part of 160 signs wherever the operator's name, cut where it must be, leaves room for it."""
    with translation.override(management.user.language):
        said = {
            "trained": week.trained,
            "total": week.total,
            "lapsing": week.lapsing,
            "not_yet": week.not_yet,
            "new": week.certificates,
            "link": settings.BASE_URL + reverse("saccos:digest", args=[management.operator.slug]),
        }
        text = _("%(trained)s of %(total)s trained, %(new)s new, %(lapsing)s lapse soon. See or stop: %(link)s") % said
        room = parts.BASIC_ALONE - len(text) - len(": ")
        return f"{_within(management.operator.name, room)}: {text}"


def email(management, week, stop_token: str) -> str:
    """Return the e-mail; its first line is the subject."""
    with translation.override(management.user.language):
        operator = management.operator
        said = {"operator": operator.name, "trained": week.trained, "total": week.total}
        lines = [
            _("%(operator)s: %(trained)s of %(total)s staff are trained") % said,
            "",
            *_figures(week),
            "",
            _week(week),
            "",
            _("See whom to remind: %(link)s") % {"link": _address("saccos:dashboard", operator.slug)},
            "",
            _("You get this every Monday because you manage this staff list on %(site)s.")
            % {"site": settings.WAGTAIL_SITE_NAME},
            _("Stop these e-mails: %(link)s") % {"link": _address("saccos:stop_digest", stop_token)},
            _("Get it another way: %(link)s") % {"link": _address("saccos:digest", operator.slug)},
        ]
        return "\n".join(lines)


def to_confirm(management, token: str) -> str:
    """Return the e-mail that asks an address whether the digest may go there; its first line is the subject."""
    with translation.override(management.user.language):
        said = {"operator": management.operator.kept, "site": settings.WAGTAIL_SITE_NAME}
        lines = [
            _("Confirm: weekly figures of %(operator)s") % said,
            "",
            _("Somebody who manages the staff of %(operator)s on %(site)s wants its weekly figures at this address.")
            % said,
            "",
            _("If that is you, open this and press the button: %(link)s")
            % {"link": _address("saccos:confirm_digest", token)},
            "",
            _("The link works for 7 days. If it is not you, do nothing: without your yes no figures are sent."),
        ]
        return "\n".join(lines)


def changes(week) -> list[str]:
    """Return in words what the last seven days brought, in the active language; one line where it was nothing."""
    lines = [
        ngettext("%(number)s person got a certificate", "%(number)s people got a certificate", week.certificates)
        % {"number": week.certificates},
        ngettext("%(number)s person joined", "%(number)s people joined", week.joined) % {"number": week.joined},
        ngettext("%(number)s person left", "%(number)s people left", week.left) % {"number": week.left},
    ]
    happened = [line for line, number in zip(lines, (week.certificates, week.joined, week.left), strict=True) if number]
    return happened or [_("nothing changed")]


def _figures(week):
    return [
        _("Trained: %(number)s") % {"number": week.trained},
        _("Lapse in 30 days: %(number)s") % {"number": week.lapsing},
        _("Not trained yet: %(number)s") % {"number": week.not_yet},
    ]


def _week(week):
    return _("Last week: %(changes)s.") % {"changes": ", ".join(changes(week))}


def _address(name, *args):
    return settings.BASE_URL + reverse(name, args=args)


def _within(name, room):
    """Return the name, shortened to that many signs where there is room for a part worth reading."""
    name = parts.plain(name)
    return name if len(name) <= room or room < 8 else f"{name[: room - 1].rstrip()}."
