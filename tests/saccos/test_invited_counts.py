"""Counts on the page of invitations are written as people read them."""

from django.urls import reverse

from saccos.inviting import personal
from saccos.inviting.personal import Step
from tests.conftest import sign_in


def test_thousands_stand_apart(client, pwani, baraka, monkeypatch):
    numbers = dict.fromkeys(Step, 0) | {Step.NOT_INVITED: 19955}
    monkeypatch.setattr(personal, "numbers", lambda _operator: numbers)
    sign_in(client, baraka, verified=True)
    text = client.get(reverse("saccos:invited", args=["pwani-shuttle"]) + "?step=not-invited").content.decode()
    assert "19,955" in text
    assert "19955" not in text
