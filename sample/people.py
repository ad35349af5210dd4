"""The people of the sample programme. They exist in development only; production has none of them."""

import base64
import hashlib
import secrets
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import Consent, PrivacyNotice, User
from incidents import team
from incidents.models import Officer

AMINA, BARAKA, CHAUSIKU, DAUDI, GATHONI = (f"+25470000000{n}" for n in (1, 2, 3, 4, 5))
PASSPHRASE = "kobe hufika polepole lakini salama"  # noqa: S105 - everybody may know it
"""Opens the sample's reports, in development only."""


@dataclass(frozen=True)
class Person:
    name: str
    is_what: str
    phone: str = ""
    username: str = ""
    role: str = User.Role.OTHER
    language: str = "en"
    has_authenticator: bool = True

    @property
    def secret(self):
        """Return the development authenticator's secret, in base32: the same on every machine."""
        return base64.b32encode(self._key()).decode()

    @property
    def key_in_hex(self):
        return self._key().hex()

    def _key(self):
        return hashlib.sha256(f"safari-salama sample {self.name}".encode()).digest()[:20]


CAST = (
    Person("Amina Hassan", "conductor, learner", AMINA, role=User.Role.CONDUCTOR, has_authenticator=False),
    Person("Chausiku Njeri", "driver at the same operator", CHAUSIKU, role=User.Role.DRIVER, has_authenticator=False),
    Person("Baraka Mwangi", "manager of Pwani Shuttle Sacco", BARAKA, role=User.Role.MANAGER),
    Person("Daudi Otieno", "manager of another operator", DAUDI, role=User.Role.MANAGER),
    Person("Eshe Mwakio", "trainer", username="eshe"),
    Person("Farida Ali", "programme administrator", username="farida"),
    Person("Gathoni Maina", "case officer, who opens reports at /en/cases/", GATHONI),
)


def load(notice: PrivacyNotice) -> dict[str, str]:
    """Make whoever is missing, and return {user name: password} for those made now: shown once, stored nowhere."""
    passwords = {}
    for person in CAST:
        user = User.objects.filter(**_identity(person)).first() or _make(person, passwords)
        if person.has_authenticator:
            TOTPDevice.objects.get_or_create(
                user=user, name="sample", defaults={"key": person.key_in_hex, "confirmed": True}
            )
        if person.phone:
            Consent.objects.get_or_create(user=user, notice=notice)
    User.objects.get(username="eshe").groups.add(Group.objects.get(name="Trainers"))
    _begin_case_team(User.objects.get(phone=GATHONI))
    return passwords


def _begin_case_team(user):
    """Let reports be sent: the first officer's passphrase makes the team's key."""
    officer, _is_new = Officer.objects.get_or_create(user=user)
    if officer.public_key is None:
        team.begin(officer, PASSPHRASE, timezone.now())


def _identity(person):
    return {"phone": person.phone} if person.phone else {"username": person.username}


def _make(person, passwords):
    fields = {
        "full_name": person.name,
        "role": person.role,
        "language": person.language,
        "registered_at": timezone.now(),
    }
    if person.phone:
        return User.objects.create_learner(person.phone, **fields)
    passwords[person.username] = secrets.token_urlsafe(12)
    make = User.objects.create_superuser if person.username == "farida" else User.objects.create_user
    return make(person.username, passwords[person.username], **fields)
