import re
from datetime import date

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Collection

from saccos.models import Contact, Management, Operator, OperatorDocument, Route, Target, Vehicle
from saccos.operators import documents
from sample import groups
from tests import make
from tests.conftest import sign_in
from tests.saccos.operator_forms import form_data


@pytest.fixture
def farida(db):
    return make.make_user(full_name="Farida Noor", username="farida", is_staff=True, is_superuser=True)


@pytest.fixture
def as_farida(client, farida):
    make.make_site()
    return sign_in(client, farida, verified=True)


def address(name, operator=None):
    return reverse(f"wagtailsnippets_saccos_operator:{name}", args=[operator.pk] if operator else [])


def listed(client, **query):
    return client.get(address("list"), query).content.decode()


def save(client, operator, **changed):
    return client.post(address("edit", operator), form_data(operator, **changed))


def errors_of(response):
    form = response.context["form"]
    found = dict(form.errors)
    for name, formset in form.formsets.items():
        for place, child in enumerate(formset.forms):
            found |= {f"{name}-{place}-{field}": words for field, words in child.errors.items()}
    return found


def test_the_short_name_is_made_from_the_name(as_farida):
    as_farida.post(address("add"), form_data(name="Mũeni wa Ziwa Sacco"))
    assert Operator.objects.get().slug == "mueni-wa-ziwa-sacco"


def test_a_short_name_that_is_taken_gets_a_number(as_farida, pwani):
    as_farida.post(address("add"), form_data(name="Pwani Shuttle"))
    assert Operator.objects.get(name="Pwani Shuttle").slug == "pwani-shuttle-2"


def test_the_history_says_who_changed_what(as_farida, pwani):
    Contact.objects.create(operator=pwani, name="Halima Omar")
    save(as_farida, pwani, notes="Call on Monday", contacts=[{"name": "Halima Omar", "duty": "focal"}])
    history = as_farida.get(address("history", pwani)).content.decode()
    assert "Farida Noor" in history
    first, second = pwani.revisions.order_by("pk")
    compared = as_farida.get(
        reverse("wagtailsnippets_saccos_operator:revisions_compare", args=[pwani.pk, first.pk, second.pk])
    ).content.decode()
    assert "Call on Monday" in compared
    assert "focal person" in compared


def test_a_change_of_stages_vehicles_routes_and_managers_is_in_the_comparison(as_farida, pwani, daudi):
    save(
        as_farida,
        pwani,
        routes=[{"towns": "Mombasa – Malindi", "corridor": "mombasa-lamu"}],
        stages=[{"name": "Buxton", "latitude": "-4.05", "longitude": "39.67"}],
        vehicles=[{"plate": " KDA  123A "}],
        managements=[{"user": daudi.pk, "right": "2-manage"}],
    )
    first, second = pwani.revisions.order_by("pk")
    text = as_farida.get(
        reverse("wagtailsnippets_saccos_operator:revisions_compare", args=[pwani.pk, first.pk, second.pk])
    ).content.decode()
    for said in ("Mombasa – Malindi", "Buxton", "KDA 123A", "Daudi"):
        assert said in text, said


def test_the_list_keeps_to_few_queries_however_many_operators(as_farida, django_assert_max_num_queries):
    make.make_operator()
    listed(as_farida)
    with django_assert_max_num_queries(40) as few:
        listed(as_farida)
    for number in range(60):
        operator = make.make_operator(f"Operator {number}", f"operator-{number}")
        Contact.objects.create(operator=operator, name="Halima")
    with django_assert_max_num_queries(len(few)):
        assert "Page 1 of 2" in listed(as_farida)


def test_the_list_shows_the_trained_share_and_the_next_step(as_farida, pwani, member, course):
    make.make_certificate(member.person, course.translation_key)
    for _more in range(2):
        make.make_staff(pwani)
    Operator.objects.filter(pk=pwani.pk).update(next_step="Visit the stage", engagement="4-agreement")
    text = listed(as_farida)
    assert "33 %" in text
    assert "Visit the stage" in text
    assert "agreement signed" in text


def test_an_operator_without_figures_shows_no_share(as_farida, pwani):
    assert Operator.objects.with_staff_count().with_trained_share().get().trained_share == 0
    assert "0 %" not in listed(as_farida)


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ({"engagement": "3-mapped"}, True),
        ({"engagement": "4-agreement"}, False),
        ({"corridor": "voi-taveta"}, True),
        ({"corridor": "local"}, False),
        ({"has_procedure": "yes"}, True),
        ({"has_procedure": "no"}, False),
        ({"has_poster": "no"}, True),
        ({"seal": "no"}, True),
        ({"seal": "yes"}, False),
        ({"q": "NTSA-77"}, True),
        ({"q": "kda123a"}, True),
        ({"q": "0712345678"}, True),
        ({"q": "halima"}, True),
        ({"q": "nobody"}, False),
    ],
)
def test_the_list_is_filtered_and_searched(as_farida, query, is_there):
    one = make.make_operator(engagement="3-mapped", has_procedure=True, ntsa_number="NTSA-77")
    Route.objects.create(operator=one, towns="Voi – Taveta", corridor="voi-taveta")
    Route.objects.create(operator=one, towns="Taveta – Voi", corridor="voi-taveta")
    Vehicle.objects.create(operator=one, plate="KDA 123A")
    Contact.objects.create(operator=one, name="Halima Omar", phone="+254712345678")
    assert ("Pwani Shuttle Sacco" in listed(as_farida, **query)) is is_there


def test_an_operator_with_a_seal_in_force_is_found_by_it(as_farida, pwani):
    now = timezone.now()
    pwani.seals.create(
        code="ABC", operator_name=pwani.name, trained=5, total=5, needed=80, expires_at=now + timezone.timedelta(days=1)
    )
    assert pwani.name in listed(as_farida, seal="yes")
    assert pwani.name not in listed(as_farida, seal="no")


def test_who_was_merged_away_is_not_listed(as_farida, pwani, other):
    Operator.objects.filter(pk=other.pk).update(merged_into=pwani)
    assert other.name not in listed(as_farida)
    response = as_farida.get(address("edit", other))
    assert response.url == address("edit", pwani)


def test_two_focal_persons_are_refused_beside_the_field(as_farida, pwani):
    rows = [{"name": "Halima", "duty": "focal"}, {"name": "Omar", "duty": "focal"}]
    response = save(as_farida, pwani, contacts=rows)
    assert list(errors_of(response)) == ["contacts-1-duty"]
    assert "one focal person" in response.content.decode()


def test_focal_person_and_deputy_may_change_places(as_farida, pwani):
    for name, duty in (("Halima", "focal"), ("Omar", "deputy")):
        Contact.objects.create(operator=pwani, name=name, duty=duty)
    save(as_farida, pwani, contacts=[{"name": "Halima", "duty": "deputy"}, {"name": "Omar", "duty": "focal"}])
    assert dict(pwani.contacts.values_list("name", "duty")) == {"Halima": "deputy", "Omar": "focal"}


def test_two_managers_may_change_places_and_none_stands_twice(as_farida, pwani, baraka, daudi):
    Management.objects.create(operator=pwani, user=daudi, right="1-view")
    rows = [{"user": daudi.pk, "right": "3-own"}, {"user": baraka.pk, "right": "1-view"}]
    save(as_farida, pwani, managements=rows)
    assert dict(Management.objects.values_list("user", "right")) == {daudi.pk: "3-own", baraka.pk: "1-view"}
    response = save(as_farida, pwani, managements=[rows[0], rows[0]])
    assert list(errors_of(response)) == ["managements-1-user"]


@pytest.mark.parametrize(
    ("point", "wrong"),
    [
        (("-4.05", "39.67"), None),
        (("-4.8", "33.9"), None),
        (("-4.81", "39.67"), "latitude"),
        (("-4.05", "42"), "longitude"),
        (("-4.05", ""), "longitude"),
        (("", "39.67"), "latitude"),
        (("", ""), None),
    ],
)
def test_a_point_has_both_degrees_within_kenya(as_farida, pwani, point, wrong):
    response = save(as_farida, pwani, stages=[{"name": "Buxton", "latitude": point[0], "longitude": point[1]}])
    if wrong is None:
        assert pwani.stages.count() == 1
    else:
        assert list(errors_of(response)) == [f"stages-0-{wrong}"]


def test_a_point_in_another_country_is_said_in_plain_words(as_farida, pwani):
    response = save(as_farida, pwani, stages=[{"name": "Dar", "latitude": "-6.8", "longitude": "39.28"}])
    assert "outside Kenya" in response.content.decode()


def test_plates_that_stand_twice_are_warned_of_and_saved(as_farida, pwani, other):
    Vehicle.objects.create(operator=other, plate="KDA-123A")
    response = as_farida.post(
        address("edit", pwani),
        form_data(pwani, vehicles=[{"plate": "KDA 123A"}, {"plate": "KDB 1X"}, {"plate": "kdb1x"}]),
        follow=True,
    )
    text = response.content.decode()
    assert "The plate KDA-123A is in the fleet of Mawimbi Link Sacco too." in text
    assert "The plate KDB 1X stands twice in this fleet." in text
    assert pwani.vehicles.count() == 3


def test_a_name_that_another_operator_has_is_refused(as_farida, pwani, other):
    response = save(as_farida, pwani, name="mawimbi link  sacco")
    assert list(errors_of(response)) == ["name"]


@pytest.fixture
def paper(settings, tmp_path, db):
    settings.MEDIA_ROOT = tmp_path
    Collection.objects.first() or Collection.add_root(name="Root")
    return Document.objects.create(title="Agreement", file=ContentFile(b"%PDF-1.4 agreement", name="agreement.pdf"))


def test_a_stranger_cannot_open_an_operator_s_paper(as_farida, pwani, paper, client, amina):
    save(as_farida, pwani, documents=[{"document": paper.pk, "note": ""}])
    paper.refresh_from_db()
    assert paper.collection.name == documents.NAME
    for person in (None, amina):
        client.logout()
        if person:
            sign_in(client, person)
        response = client.get(paper.url)
        assert response.status_code in (302, 403)
        assert b"agreement" not in b"".join(response)


def test_the_file_itself_is_not_served_beside_the_door(client, paper):
    assert client.get(f"/media/{paper.file.name}").status_code == 404


def test_a_password_or_a_sign_in_keeps_no_paper_private(pwani, paper):
    paper.collection.view_restrictions.create(restriction_type="login")
    assert not documents.is_private(paper)


def test_programme_officers_map_operators_and_keep_papers(client, pwani, paper):
    make.make_site()
    officers = groups.load_officers()
    OperatorDocument.objects.create(operator=pwani, document=paper)
    documents.make_private(pwani)
    grace = make.make_user(full_name="Grace", username="grace")
    grace.groups.add(officers)
    sign_in(client, grace, verified=True)
    for name in ("wagtailsnippets_saccos_operator:list", "wagtailsnippets_saccos_target:list", "operator_import"):
        assert client.get(reverse(name)).status_code == 200, name
    assert client.get(paper.url).status_code == 200


def test_staff_who_may_change_operators_open_the_paper(pwani, paper, client):
    officers = Group.objects.create(name="Officers")
    officers.permissions.add(Permission.objects.get(codename="change_operator"))
    OperatorDocument.objects.create(operator=pwani, document=paper)
    documents.make_private(pwani)
    officer = make.make_user(full_name="Grace", username="grace")
    officer.groups.add(officers)
    assert b"".join(sign_in(client, officer, verified=True).get(paper.url)) == b"%PDF-1.4 agreement"


def test_the_private_collection_is_made_once(paper):
    assert documents.collection() == documents.collection()
    assert documents.collection().view_restrictions.count() == 1


def test_an_operator_with_staff_is_not_deleted(as_farida, pwani, member):
    as_farida.post(address("delete", pwani))
    assert Operator.objects.filter(pk=pwani.pk).exists()
    member.delete()
    as_farida.post(address("delete", pwani))
    assert not Operator.objects.filter(pk=pwani.pk).exists()


def test_targets_are_set_in_the_admin(as_farida):
    as_farida.post(reverse("wagtailsnippets_saccos_target:add"), {"kind": "bus_sacco", "number": 10})
    assert Target.objects.get().number == 10
    response = as_farida.post(reverse("wagtailsnippets_saccos_target:add"), {"kind": "bus_sacco", "number": 9})
    assert response.status_code == 200


def test_trainers_do_not_see_operators(client, db):
    make.make_site()
    groups.load([])
    eshe = make.make_user(full_name="Eshe Mwakio", username="eshe")
    eshe.groups.add(Group.objects.get(name="Trainers"))
    sign_in(client, eshe, verified=True)
    for name in ("wagtailsnippets_saccos_operator:list", "operator_import", "operators_alike", "operator_merges"):
        assert client.get(reverse(name)).status_code in (302, 403), name


def test_without_scripts_no_empty_side_bar_covers_the_page(as_farida, pwani):
    page = as_farida.get("/admin/operators/league/").content.decode()
    assert re.search(r'<noscript><link rel="stylesheet" href="[^"]*admin/noscript[^"]*\.css"></noscript>', page)


def test_the_list_says_a_day_in_one_form(as_farida, pwani):
    Operator.objects.filter(pk=pwani.pk).update(next_step_on=date(2026, 10, 28))
    page = as_farida.get(address("list")).content.decode()
    assert "28 Oct 2026" in page
    assert "Next step on" in page
