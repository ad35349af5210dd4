"""Why no code can be sent, in words."""

from django.utils.translation import gettext as _

from accounts import sign_in as codes
from accounts import waits


def why_no_code(no: codes.MustWait) -> str:
    """Return why not, and how long that lasts."""
    texts = {
        codes.JustSent: _("A code was sent a moment ago. You can ask for another one in %(time)s."),
        codes.TooManyForNumber: _("This number has had many codes today. Try again in %(time)s."),
        codes.TooManyForEverybody: _("We can't send more codes today. Try again in %(time)s."),
        codes.TooManyFromAddress: _("Very many codes were asked for from your network. Try again in %(time)s."),
    }
    return texts[type(no)] % {"time": waits.in_words(no.seconds)}
