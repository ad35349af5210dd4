"""Trying spoken codes until one fits is slowed down; a hall of people who mistype is not."""

from dataclasses import replace

import pytest
from django.urls import reverse

from accounts.guessing import WINDOW_SECONDS
from workshops import codes, guessing

pytestmark = pytest.mark.django_db
HALL, ELSEWHERE = "10.0.0.1", "10.0.0.2"


def test_sixty_misses_in_ten_minutes_are_let_through_and_the_next_waits():
    for _miss in range(guessing.LIMITS.by_address - 1):
        guessing.note_miss(HALL)
    assert guessing.seconds_to_wait(HALL) == 0
    guessing.note_miss(HALL)
    assert 0 < guessing.seconds_to_wait(HALL) <= WINDOW_SECONDS
    assert guessing.seconds_to_wait(ELSEWHERE) == 0


def test_while_many_guess_from_everywhere_each_gets_fewer(monkeypatch):
    monkeypatch.setattr(guessing, "LIMITS", replace(guessing.LIMITS, overall=11))
    for number in range(11):
        guessing.note_miss(f"10.0.1.{number}")
    for _miss in range(guessing.LIMITS.while_many_guess):
        assert guessing.seconds_to_wait(HALL) == 0
        guessing.note_miss(HALL)
    assert guessing.seconds_to_wait(HALL) > 0


def test_who_waits_is_told_so_even_with_the_right_code(client, workshop, monkeypatch):
    monkeypatch.setattr(guessing, "LIMITS", replace(guessing.LIMITS, by_address=1))
    address = reverse("workshops:code")
    client.post(address, {"code": "0000" if codes.code(workshop.code_secret, workshop.starts_at) != "0000" else "1111"})
    monkeypatch.setattr(codes, "is_accepted", lambda *_given: True)
    response = client.post(address, {"code": "1234"})
    assert response.status_code == 200
    assert "Wait" in response.content.decode()
