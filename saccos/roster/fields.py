"""What a list may say of a person, and the words by which its columns and roles are known, in both languages."""

import re
from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts import names
from accounts.models import User


class Field(TextChoices):
    NAME = "name", _("Name")
    PHONE = "phone", _("Phone")
    ROLE = "role", _("Role")
    STAFF_NUMBER = "staff_number", _("Staff number")
    STAGE = "stage", _("Stage")
    SINCE = "since", _("Since")


Role = User.Role

_ROLE_WORDS = {
    Role.CONDUCTOR: "conductor conductors cond kondakta makondakta makanga manamba tout touts crew kanga condakta",
    Role.DRIVER: "driver drivers dereva madereva drv psv-driver bus-driver matatu-driver dereva-wa-basi "
    "dereva-wa-matatu",
    Role.TRUCK_DRIVER: "truck-driver truck-drivers lorry-driver trailer-driver dereva-wa-lori dereva-lori "
    "long-distance-driver truckdriver",
    Role.CLERK: "clerk clerks karani makarani ticket-clerk ticketing booking-clerk karani-wa-tiketi cashier keshia "
    "booking office-clerk",
    Role.STAGE: "stage steji stage-staff stage-man stage-manager stage-master stage-clerk stageman mhudumu-wa-steji "
    "wa-steji stage-attendant loader kituo",
    Role.MANAGER: "manager managers meneja mameneja director mkurugenzi chairman chairperson mwenyekiti supervisor "
    "msimamizi operations-manager owner mmiliki",
    Role.OTHER: "other something-else nyingine mengine mechanic fundi inspector mkaguzi guard askari security cleaner "
    "turnboy turn-boy secretary katibu treasurer mhazini accountant mhasibu",
}


def plain(text: str) -> str:
    """Return a heading or a role as bare words in small letters: “Staff No.” is “staff no”."""
    return " ".join(re.findall(r"[^\W_]+", names.fold(text)))


ROLES = {
    **{word.replace("-", " "): role for role, words in _ROLE_WORDS.items() for word in words.split()},
    **{plain(role): role for role in Role},
}
"""Role words, plain, and what they mean; Role's own values are among them."""

_HEADINGS = {
    Field.NAME: "name|names|full name|fullname|full names|jina|majina|jina kamili|majina kamili|staff name|staff names|"
    "employee name|employee|name of staff|name of employee|driver name|conductor name|crew name|member name|"
    "jina la mfanyakazi|jina la dereva|mfanyakazi|wafanyakazi",
    Field.PHONE: "phone|phones|phone number|phone numbers|phone no|phone nos|telephone|telephone number|telephone no|"
    "tel|tel no|mobile|mobile number|mobile no|mobile phone|cell|cell phone|cellphone|simu|nambari ya simu|"
    "namba ya simu|nambari za simu|namba za simu|no ya simu|na ya simu|contact|contacts|contact number|contact no|"
    "mawasiliano|msisdn|whatsapp|whatsapp number|m pesa number|mpesa|phone 1|phone number 1",
    Field.ROLE: "role|roles|position|designation|job|job title|title|kazi|wadhifa|cheo|duty|duties|occupation|"
    "category|kazi yake|kazi yako|nafasi|type of work",
    Field.STAFF_NUMBER: "staff number|staff no|staff nos|staff id|employee number|employee no|employee id|payroll no|"
    "payroll number|p no|pf no|pf number|member no|member number|membership no|membership number|badge|badge no|"
    "badge number|work number|nambari ya mfanyakazi|namba ya mfanyakazi|nambari ya mwanachama|namba ya mwanachama|"
    "nambari ya kazi|namba ya kazi|crew number|crew no",
    Field.STAGE: "stage|stages|steji|station|stand|terminus|terminal|kituo|kituo cha magari|base|branch|tawi|depot|"
    "office|ofisi|location|mahali",
    Field.SINCE: "since|tangu|start|start date|started|started on|date started|date joined|joined|joined on|"
    "date of joining|joining date|employment date|date employed|date of employment|hired|hire date|date hired|"
    "tarehe ya kuanza|alianza|kuanza|tarehe ya kuajiriwa|kuajiriwa",
}
HEADINGS = {phrase: field for field, phrases in _HEADINGS.items() for phrase in phrases.split("|")}
"""Headings, plain, and the field they name."""

PARTS_OF_NAME = frozenset(
    "first name|firstname|middle name|last name|lastname|surname|other name|other names|second name|third name|"
    "sir name|jina la kwanza|jina la pili|jina la tatu|jina la kati|jina la mwisho|jina la ukoo|jina la baba".split("|")
)
"""Headings, plain, of columns that hold a part of the name each."""

# What the platform has no business to know, by any word of the heading.
_PRIVATE = frozenset(
    "id ids idno nid passport pasipoti kitambulisho vitambulisho dob birth birthday kuzaliwa gender sex jinsia tribe "
    "kabila ethnicity ethnic religion dini marital ndoa spouse mke mume kin nok mrithi kra pin nssf nhif sha shif "
    "salary mshahara wage wages pay bank benki account akaunti licence license licences leseni dl age umri blood damu "
    "disability ulemavu children watoto health afya nationality uraia".split()
)
# Words of the headings above that are Kiswahili alone.
_KISWAHILI = frozenset(
    "jina majina mfanyakazi wafanyakazi simu mawasiliano kazi wadhifa cheo nafasi steji kituo tawi ofisi mahali tangu "
    "tarehe alianza kuanza kuajiriwa nambari namba".split()
)
_COUNTERS = frozenset("no|nos|na|number|s no|sno|sn|s n|serial|serial no|nambari|namba|item|row|hesabu".split("|"))


def is_in_kiswahili(headings: Iterable[str]) -> bool:
    """Return whether most of the headings that are known are Kiswahili; one that both languages use counts for none."""
    known = [words for words in map(plain, headings) if words in HEADINGS or words in PARTS_OF_NAME]
    return 2 * sum(not _KISWAHILI.isdisjoint(words.split()) for words in known) > len(known)


def is_private(heading: str) -> bool:
    """Return whether a column of this heading is never kept: identity numbers, birth, sex, pay and the like."""
    words = plain(heading)
    return words not in HEADINGS and not _PRIVATE.isdisjoint(words.split())


def field_of(heading: str) -> Field | None:
    """Return the field that a heading names, parts of a name included."""
    words = plain(heading)
    return Field.NAME if words in PARTS_OF_NAME else HEADINGS.get(words)


def is_heading(cell: str) -> bool:
    """Return whether a cell reads like the heading of a column, of whatever kind."""
    words = plain(cell)
    return bool(field_of(cell)) or words in _COUNTERS or (is_private(cell) and len(words.split()) < 5)
