"""What a report says, as it stands in the sealed box: a flat record of texts, the same from a form and from a phone.

`what`, `stage`, `road`, `plate`, `operator`, `when` and `reach` are the reporter's own words; `county` is a code of
places.counties, `who` one of WHO, `now` one of NOW, `language` the page's. What somebody adds later has `text` and
`language`; a reply has `text`. A phone without network seals such a record itself: what is stored then is
`{"sealed": base64, "key": the TeamKey's id}`, and the record, padded with spaces as by `sealing.seal_said`, is inside.
"""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from incidents.models import Case
from places.counties import County

WHO = {
    "child": _("A child (under 18)"),
    "adult": _("An adult"),
    "several": _("Several people"),
    "unsure": _("I am not sure"),
}
NOW = {
    "now": _("Yes, it is happening now"),
    "soon": _("Not yet, but soon"),
    "over": _("No, it is over"),
    "unsure": _("I am not sure"),
}
LABELS = {
    "what": _("What happened"),
    "now": _("Happening now?"),
    "who": _("Who is at risk"),
    "when": _("When"),
    "county": _("County"),
    "stage": _("Stage or place"),
    "road": _("Road or route"),
    "plate": _("Number plate"),
    "operator": _("Sacco or company"),
    "reach": _("How to reach them"),
    "text": _("Message"),
    "language": _("Language"),
}
_NAMES = {"county": dict(County.choices), "who": WHO, "now": NOW, "language": dict(settings.LANGUAGES)}
_URGENCY = {"now": Case.Urgency.NOW, "soon": Case.Urgency.SOON}


def rows(said: dict) -> list[tuple[str, str]]:
    """Return what a record says as (label, text), in the order in which it is read; what is empty is left out."""
    found = [(LABELS[key], _NAMES.get(key, {}).get(said[key], said[key])) for key in LABELS if said.get(key)]
    return [(str(label), str(text)) for label, text in found]


def urgency(said: dict) -> int:
    """Return the Case.Urgency that follows from `now`."""
    return _URGENCY.get(said.get("now"), Case.Urgency.NORMAL)
