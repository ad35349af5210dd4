import pytest

from saccos import invitations
from tests import make
from tests.conftest import sign_in


@pytest.fixture
def other(daudi):
    """Daudi's operator."""
    return make.make_operator("Mawimbi Link Sacco", "mawimbi-link", manager=daudi)


@pytest.fixture
def member(pwani, amina):
    return make.make_staff(pwani, amina)


@pytest.fixture
def invitation(pwani, baraka):
    return invitations.open_for(pwani, baraka)


@pytest.fixture
def as_baraka(client, pwani, baraka):
    """The browser of pwani's manager, past the second factor."""
    return sign_in(client, baraka, verified=True)


@pytest.fixture
def farida(db):
    return make.make_user(full_name="Farida Ali", username="farida", is_superuser=True)


@pytest.fixture
def as_farida(client, farida):
    """The browser of the programme's administrator, past the second factor."""
    return sign_in(client, farida, verified=True)
