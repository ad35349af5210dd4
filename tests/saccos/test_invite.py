from io import BytesIO
from urllib.parse import unquote

import pypdfium2
import pytest
import zxingcpp
from django.urls import reverse
from django.utils import timezone, translation

from saccos import invitations, poster
from saccos.models import Invitation

BASE = "https://salama.example"


@pytest.fixture
def address():
    return reverse("saccos:invite", args=["pwani-shuttle"])


def test_the_page_shows_the_whole_link(as_baraka, address):
    text = as_baraka.get(address).content.decode()
    assert f'value="{BASE}/en/join/{Invitation.objects.get().token}/"' in text


def test_looking_twice_makes_one_link(as_baraka, address):
    as_baraka.get(address)
    as_baraka.get(address)
    assert Invitation.objects.count() == 1


def test_the_whatsapp_link_carries_the_text(as_baraka, address, invitation):
    sent = unquote(as_baraka.get(address).context["whatsapp"])
    assert sent.startswith("https://wa.me/?text=Join Pwani Shuttle Sacco")
    assert f"{BASE}/en/join/{invitation.token}/" in sent


def test_a_new_link_closes_the_old_one(as_baraka, address, invitation):
    text = as_baraka.post(address, {"token": invitation.token}, follow=True).content.decode()
    invitation.refresh_from_db()
    assert invitation.closed_at is not None
    assert invitation.token not in text
    assert Invitation.objects.get(closed_at=None).token in text


def test_asking_twice_for_a_new_link_makes_one(as_baraka, address, invitation):
    for _time in range(2):
        as_baraka.post(address, {"token": invitation.token})
    assert Invitation.objects.count() == 2


def test_another_operators_token_closes_nothing(as_baraka, address, other, daudi):
    theirs = invitations.open_for(other, daudi)
    as_baraka.post(address, {"token": theirs.token})
    theirs.refresh_from_db()
    assert theirs.closed_at is None


def image_of(pdf, scale=2):
    return pypdfium2.PdfDocument(BytesIO(pdf))[0].render(scale=scale).to_pil()


@pytest.mark.parametrize("language", ["en", "sw"])
def test_a_camera_reads_the_poster(as_baraka, invitation, language):
    with translation.override(language):
        response = as_baraka.get(reverse("saccos:poster", args=["pwani-shuttle"]))
    (found,) = zxingcpp.read_barcodes(image_of(response.content))
    assert found.text == f"{BASE}/{language}/join/{invitation.token}/"
    assert response["Content-Type"] == "application/pdf"
    assert 'filename="pwani-shuttle-poster.pdf"' in response["Content-Disposition"]


def test_a_poster_on_the_wall_reads_from_afar(invitation):
    """At a third of the resolution the square is about 95 pixels wide: two metres away, for a cheap phone."""
    pdf = poster.draw(invitation)
    (found,) = zxingcpp.read_barcodes(image_of(pdf, scale=0.35))
    assert invitation.token in found.text


def test_the_poster_is_one_a4_page_in_both_languages(invitation):
    document = pypdfium2.PdfDocument(BytesIO(poster.draw(invitation)))
    words = document[0].get_textpage().get_text_range()
    assert (len(document), [round(side) for side in document[0].get_size()]) == (1, [595, 842])
    assert "Pwani Shuttle Sacco" in words
    assert "Scan to start the course" in words.replace("\r\n", " ")


def test_the_longest_name_still_fits(invitation):
    pwani = invitation.operator
    pwani.name = "Ng'ang'a na Mwang'ombe Wasafirishaji wa Kĩmani na Ndũng'ũ Transporters " * 2
    pwani.name = pwani.name[:100]
    assert zxingcpp.read_barcodes(image_of(poster.draw(invitation)))


def test_the_poster_stops_working_with_its_link(client, pwani, baraka, invitation):
    invitations.replace(pwani, invitation.token, baraka, timezone.now())
    assert client.get(reverse("saccos:join", args=[invitation.token])).status_code == 404


def test_somebodys_own_link_is_never_the_open_one(pwani, baraka, member):
    own = Invitation.objects.create(operator=pwani, member=member)
    invitation = invitations.open_for(pwani, baraka)
    assert invitation.member is None
    invitations.replace(pwani, own.token, baraka, timezone.now())
    own.refresh_from_db()
    assert own.closed_at is None
    assert invitations.open_for(pwani, baraka) == invitation
