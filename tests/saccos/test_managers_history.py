from datetime import timedelta

from django.utils import timezone, translation

from saccos import history, invitations, joining
from saccos.models import Act, Management
from tests import make
from tests.conftest import sign_in

NOW = timezone.now()
ADDRESS = "/en/manage/pwani-shuttle/history/"


def test_the_newest_act_comes_first_with_who_did_it(as_baraka, pwani, baraka):
    history.note(pwani, "left", baraka, NOW - timedelta(hours=2), name="Amina Hassan")
    history.note(pwani, "came-back", None, NOW, name="Amina Hassan")
    lines = as_baraka.get(ADDRESS).context["lines"]
    assert [line["says"] for line in lines] == [
        "Amina Hassan was put back on the list.",
        "Amina Hassan was taken off the list.",
    ]
    assert [line["who"] for line in lines] == ["the platform", "Baraka Mwangi"]


def test_roles_and_rights_are_in_the_readers_language(pwani, baraka):
    act = history.note(pwani, "role", baraka, NOW, name="Amina", role="driver")
    with translation.override("sw"):
        assert "driver" not in history.sentence(act).lower()
    with translation.override("en"):
        assert history.sentence(act) == "Amina is now Driver."


def test_a_kind_that_nobody_knows_breaks_no_page(as_baraka, pwani, baraka):
    history.note(pwani, "from-tomorrow", baraka, NOW, name="%(x)s")
    assert as_baraka.get(ADDRESS).status_code == 200


def test_a_name_can_break_nothing(as_baraka, pwani, baraka):
    history.note(pwani, "left", baraka, NOW, name="<script>%s%(name)s")
    text = as_baraka.get(ADDRESS).content.decode()
    assert "<script>%s" not in text
    assert "%s%(name)s" in text


def test_another_operators_acts_are_not_here(as_baraka, other, daudi, chausiku):
    history.note(other, "left", daudi, NOW, name="Chausiku Njeri")
    assert "Chausiku" not in as_baraka.get(ADDRESS).content.decode()


def test_who_only_sees_the_list_reads_its_history(client, pwani, chausiku):
    Management.objects.create(operator=pwani, user=chausiku, right="1-view")
    assert sign_in(client, chausiku, verified=True).get(ADDRESS).status_code == 200


def test_fifty_acts_a_page_at_the_same_cost(as_baraka, pwani, baraka, django_assert_num_queries):
    history.note(pwani, "left", baraka, NOW, name="One")
    as_baraka.get(ADDRESS)
    with django_assert_num_queries(6):
        as_baraka.get(ADDRESS)
    for _one in range(60):
        history.note(pwani, "left", baraka, NOW, name="More")
    with django_assert_num_queries(6):
        assert len(as_baraka.get(ADDRESS).context["lines"]) == 50
    assert len(as_baraka.get(ADDRESS, {"page": 2}).context["lines"]) == 11


def test_joining_by_the_link_is_on_record_once(pwani, amina, invitation):
    for _time in range(2):
        joining.join(amina, invitation, "driver", NOW)
    act = Act.objects.get()
    assert (act.operator, act.kind, act.by) == (pwani, "joined", amina)


def test_joining_elsewhere_is_in_both_histories_and_neither_names_the_other(amina, pwani, invitation, other, daudi):
    make.make_staff(other, amina)
    joining.join(amina, invitation, "driver", NOW)
    assert {act.operator: act.kind for act in Act.objects.all()} == {pwani: "joined", other: "moved-away"}
    for act in Act.objects.all():
        assert not {pwani.name, other.name} & {*map(str, act.said.values())}


def test_a_new_link_is_on_record_once(pwani, baraka, invitation):
    for _time in range(2):
        invitations.replace(pwani, invitation.token, baraka, NOW)
    assert [act.kind for act in Act.objects.all()] == ["new-link"]
