from dataclasses import replace
from datetime import timedelta
from io import BytesIO, StringIO

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from certificates import issuing, keys, revoking
from saccos import history
from saccos.models import Management, Seal
from saccos.seals import giving, statement
from tests import make
from tests.conftest import sign_in

NOW = timezone.now()
SECOND = timedelta(seconds=1)


@pytest.fixture
def crew(pwani, course):
    """Ten people on pwani's list, of whom the first eight hold a certificate."""
    staff = [make.make_staff(pwani) for _ in range(10)]
    for member in staff[:8]:
        issuing.issue(make.make_enrolment(member.person, course))
    return staff


@pytest.fixture
def seal(pwani, crew, baraka):
    return giving.give(pwani, baraka, timezone.now())


def revoke_one(crew):
    revoking.revoke(crew[0].person.certificates.get(), "fraud", "Farida", timezone.now())


def test_exactly_the_share_is_enough(pwani, crew, seal):
    assert (seal.trained, seal.total, seal.needed) == (8, 10, 80)


def test_one_below_the_share_is_not(pwani, crew, baraka):
    revoke_one(crew)
    with pytest.raises(giving.NotEnough):
        giving.give(pwani, baraka, timezone.now())


def test_a_share_is_never_rounded_up(pwani, crew, baraka):
    make.make_staff(pwani)
    with pytest.raises(giving.NotEnough):
        giving.give(pwani, baraka, timezone.now())


@pytest.mark.parametrize(("total", "is_enough"), [(4, False), (5, True)])
def test_a_handful_is_too_few(total, is_enough):
    assert giving.is_reached(giving.Figures(total=total, trained=total, lapsing=0, in_progress=0)) is is_enough


@pytest.mark.parametrize(("trained", "total", "lacking"), [(8, 10, 0), (7, 10, 1), (8, 11, 1), (0, 3, 3)])
def test_it_says_how_many_are_lacking(trained, total, lacking):
    assert giving.lacking(giving.Figures(total=total, trained=trained, lapsing=0, in_progress=0)) == lacking


def test_the_share_can_be_set(pwani, crew, baraka, settings):
    settings.SEAL_SHARE = 81
    with pytest.raises(giving.NotEnough):
        giving.give(pwani, baraka, timezone.now())


def test_asking_twice_gives_one(pwani, seal, baraka):
    assert giving.give(pwani, baraka, timezone.now()) == seal
    assert pwani.acts.filter(kind="seal-given").count() == 1


def test_it_lapses_by_itself_when_the_share_falls(client, pwani, crew, seal):
    address = reverse("saccos:public_seal", args=[seal.code])
    assert "TRAINED" in client.get(address).content.decode()
    revoke_one(crew)
    text = client.get(address).content.decode()
    assert "LAPSED" in text
    assert "TRAINED" not in text


def test_it_lapses_with_the_last_certificates_of_its_time(pwani, crew, seal):
    ends_at = min(member.person.certificates.get().expires_at for member in crew[:8])
    Seal.objects.update(expires_at=ends_at + timedelta(days=9))
    assert giving.end_fallen(ends_at - SECOND) == 0
    assert giving.end_fallen(ends_at) == 1


def test_its_own_time_ends(pwani, seal):
    assert giving.in_force(pwani, seal.expires_at - SECOND) == seal
    assert giving.in_force(pwani, seal.expires_at) is None


def test_the_hourly_command_ends_it_once(pwani, crew, seal):
    revoke_one(crew)
    out = StringIO()
    call_command("keep_figures", stdout=out)
    call_command("keep_figures", stdout=StringIO())
    seal.refresh_from_db()
    assert "1 seals ended" in out.getvalue()
    assert seal.ended_at
    assert history.sentence(pwani.acts.get(kind="seal-ended")).startswith("The seal lapsed")


def page_of(client, seal):
    return " ".join(client.get(reverse("saccos:public_seal", args=[seal.code])).content.decode().split())


def test_a_dip_of_the_share_does_not_end_what_is_printed_for_ever(client, pwani, crew, seal, baraka, course):
    revoke_one(crew)
    giving.end_fallen(timezone.now())
    assert "LAPSED" in page_of(client, seal)
    assert "When enough of them do again before" in page_of(client, seal)
    assert giving.return_recovered(timezone.now()) == 0
    issuing.issue(make.make_enrolment(crew[9].person, course))
    assert "TRAINED" in page_of(client, seal)
    out = StringIO()
    call_command("keep_figures", stdout=out)
    assert "1 seals hold again" in out.getvalue()
    seal.refresh_from_db()
    assert seal.ended_at is None
    assert history.sentence(pwani.acts.get(kind="seal-returned")).startswith("The seal holds again: 8 of 10")
    assert giving.return_recovered(timezone.now()) == 0


def test_the_button_gives_no_second_seal_after_a_dip(pwani, crew, seal, baraka, course):
    revoke_one(crew)
    giving.end_fallen(timezone.now())
    issuing.issue(make.make_enrolment(crew[9].person, course))
    assert giving.give(pwani, baraka, timezone.now()) == seal
    assert pwani.acts.filter(kind="seal-returned").count() == 1
    assert giving.in_force(pwani, timezone.now()).ended_at is None


def test_after_its_time_a_dip_returns_no_more(pwani, crew, seal, course):
    revoke_one(crew)
    giving.end_fallen(timezone.now())
    issuing.issue(make.make_enrolment(crew[9].person, course))
    assert giving.return_recovered(seal.expires_at) == 0
    assert giving.return_recovered(seal.expires_at - SECOND) == 1


@pytest.fixture
def newer(pwani, crew, seal, baraka):
    """A seal given after the first one, whose time is over."""
    Seal.objects.filter(pk=seal.pk).update(expires_at=timezone.now(), ended_at=timezone.now())
    return giving.give(pwani, baraka, timezone.now())


def test_an_old_sticker_shows_the_newer_seal_and_says_so(client, crew, seal, newer):
    text = page_of(client, seal)
    assert "TRAINED" in text
    assert "bears an older seal" in text
    assert newer.pk != seal.pk
    assert "bears an older seal" not in page_of(client, newer)


def test_of_two_that_have_not_run_out_the_newer_one_holds(pwani, client, crew, seal, newer):
    Seal.objects.filter(pk=seal.pk).update(expires_at=newer.expires_at)
    assert giving.in_force(pwani, timezone.now()) == newer
    giving.return_recovered(timezone.now())
    assert "bears an older seal" in page_of(client, seal)


def test_an_old_sticker_of_an_operator_without_one_says_that_its_time_was_over(client, crew, seal):
    Seal.objects.filter(pk=seal.pk).update(expires_at=timezone.now())
    text = page_of(client, seal)
    assert "LAPSED" in text
    assert "The time of this seal was over on" in text
    assert "holds again" not in text


def test_an_old_sticker_makes_nothing_of_a_newer_seal_that_has_fallen(client, crew, seal, newer):
    revoke_one(crew)
    text = page_of(client, seal)
    assert "LAPSED" in text
    assert "older seal" not in text


def scanned(seal):
    return statement.text(seal.code, bytes(seal.statement))


def test_what_it_says_is_signed(seal):
    said = statement.read(scanned(seal), keys.load())
    assert said == ("Pwani Shuttle Sacco", 8, 10, 80, int(seal.given_at.timestamp()), int(seal.expires_at.timestamp()))


def test_it_holds_for_its_own_address_only(seal):
    text = scanned(seal)
    with pytest.raises(statement.NotGenuine):
        statement.read(text.replace(seal.code, "0123456789"), keys.load())


def test_a_changed_digit_is_found(seal):
    text = scanned(seal)
    for place in range(text.index("#") + 1, len(text), 7):
        other = text[:place] + str((int(text[place]) + 1) % 10) + text[place + 1 :]
        with pytest.raises(statement.NotGenuine):
            statement.read(other, keys.load())


def test_an_unknown_or_compromised_key_does_not_count(seal):
    distrusted = keys.Ring({kid: replace(key, is_compromised=True) for kid, key in keys.load().items()})
    for ring in (keys.Ring(), distrusted):
        with pytest.raises(statement.NotGenuine):
            statement.read(scanned(seal), ring)


def test_a_certificate_is_no_seal(crew):
    with pytest.raises(statement.NotGenuine):
        statement.read(crew[0].person.certificates.get().qr_text, keys.load())


@pytest.mark.parametrize("form", ["poster", "sticker"])
def test_its_square_is_read_from_paper(client, pwani, seal, baraka, form):
    sign_in(client, baraka, verified=True)
    data = client.get(reverse("saccos:seal_paper", args=[pwani.slug, form])).content
    assert len(pikepdf.open(BytesIO(data)).pages) == 1
    picture = pypdfium2.PdfDocument(data)[0].render(scale=300 / 72).to_pil()
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [scanned(seal)]


def test_a_fallen_share_prints_nothing(client, pwani, crew, seal, baraka):
    sign_in(client, baraka, verified=True)
    revoke_one(crew)
    response = client.get(reverse("saccos:seal_paper", args=[pwani.slug, "poster"]), follow=True)
    assert "There is no seal to print just now." in response.content.decode()


def test_a_manager_gets_the_seal_with_one_button(client, pwani, crew, baraka):
    sign_in(client, baraka, verified=True)
    assert "Give our operator the seal" in client.get(reverse("saccos:seal", args=[pwani.slug])).content.decode()
    text = client.post(reverse("saccos:give_seal", args=[pwani.slug]), follow=True).content.decode()
    assert "Poster for the stage" in text


def test_the_share_is_said_in_percent_whatever_the_number_of_staff(client, pwani, crew, baraka):
    sign_in(client, baraka, verified=True)
    address = reverse("saccos:seal", args=[pwani.slug])
    assert "80 % of your staff are trained" in client.get(address).content.decode()
    client.post(reverse("saccos:give_seal", args=[pwani.slug]))
    assert "80 % are needed" in client.get(address).content.decode()
    revoke_one(crew)
    pwani.seals.all().delete()
    text = client.get(address).content.decode()
    assert "80 % of your staff hold a valid certificate" in text
    assert "of 100" not in text


def test_a_viewer_sees_it_but_can_not_take_it(client, pwani, crew, baraka):
    Management.objects.update(right="1-view")
    sign_in(client, baraka, verified=True)
    assert "Give our operator" not in client.get(reverse("saccos:seal", args=[pwani.slug])).content.decode()
    assert client.post(reverse("saccos:give_seal", args=[pwani.slug])).status_code == 403
    assert not Seal.objects.exists()


def test_too_few_are_told_how_many_are_lacking(client, pwani, crew, baraka):
    revoke_one(crew)
    sign_in(client, baraka, verified=True)
    assert (
        "7 of 10 are trained now: 1 more is needed."
        in client.get(reverse("saccos:seal", args=[pwani.slug])).content.decode()
    )


def test_without_a_key_nothing_is_given(client, pwani, crew, baraka, settings, tmp_path):
    settings.DEVELOPMENT, settings.CERTIFICATE_KEYS_DIR = False, str(tmp_path / "none")
    sign_in(client, baraka, verified=True)
    text = client.post(reverse("saccos:give_seal", args=[pwani.slug]), follow=True).content.decode()
    assert "can&#x27;t sign a seal just now" in text
    assert not Seal.objects.exists()


@pytest.mark.parametrize("typed", ["{code}", "{lower}"])
def test_the_address_in_the_square_leads_to_the_page(client, seal, typed):
    address = "/S/" + typed.format(code=seal.code, lower=seal.code.lower())
    assert client.get(address).url == reverse("saccos:public_seal", args=[seal.code])


@pytest.mark.parametrize("code", ["0123456789", "nonsense", "Ā"])
def test_an_unknown_code_is_no_error_page(client, db, code):
    response = client.get(f"/s/{code}", follow=True)
    assert (response.status_code, "No seal has this code" in response.content.decode()) == (404, True)
