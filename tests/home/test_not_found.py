import pytest
from wagtail.models import PageViewRestriction

from home import not_found
from home.models import StandardPage
from tests import make


@pytest.fixture
def about(db):
    return make.make_public(StandardPage, "Assistance fund", "assistance-fund")


def ask(client, address, **headers):
    answer = client.get(address, follow=True, headers=headers)
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize(
    ("address", "language"), [("/en/nothing/", "en"), ("/sw/hakuna/", "sw"), ("/sw/a/b/c.html", "sw")]
)
def test_it_helps_in_the_language_of_the_address(client, about, address, language):
    status, page = ask(client, address)
    assert status == 404
    assert f'lang="{language}"' in page
    for name in ("helplines", "report", "courses", "search"):
        assert f'"/{language}/{name}/"' in page
    assert f'class="button" href="/{language}/"' in page


@pytest.mark.parametrize("address", ["/nothing/", "/nothing", "/no.php", "/static/none.js"])
def test_an_address_without_a_language_is_answered_in_the_visitor_s(client, about, address):
    status, page = ask(client, address, **{"accept-language": "sw"})
    assert status == 404
    assert '<html lang="sw">' in page


def test_a_page_with_nearly_that_name_is_suggested(client, about):
    assert (
        '<li><a href="/en/assistance-fund/">Assistance fund</a></li>' in ask(client, "/en/projects/asistence-fund/")[1]
    )


def test_a_page_that_moved_is_suggested_and_so_is_a_fixed_address(about):
    assert not_found.near("/en/old/assistance-fund/", "en") == [("Assistance fund", "/en/assistance-fund/")]
    assert not_found.near("/en/helpline/", "en")[0] == ("Helplines", "/en/helplines/")


def test_what_is_far_off_or_too_short_suggests_nothing(client, about):
    assert not_found.near("/en/zebra-crossing-42/", "en") == []
    assert not_found.near("/en/ab/", "en") == []
    assert "Did you mean" not in ask(client, "/en/zebra-crossing-42/")[1]


def test_no_more_than_three_are_suggested(about):
    for number in range(5):
        make.make_public(StandardPage, f"Fund {number}", f"assistance-fund-{number}")
    assert len(not_found.near("/en/assistance-fund-9/", "en")) == not_found.MOST


def test_what_is_unpublished_or_restricted_is_not_suggested(about):
    about["en"].unpublish()
    PageViewRestriction.objects.create(page=about["sw"], restriction_type=PageViewRestriction.LOGIN)
    assert not_found.near("/en/assistance-fun/", "en") == not_found.near("/sw/assistance-fun/", "sw") == []


@pytest.mark.parametrize(
    "address", ["/en/<script>alert(1)</script>/", "/en/%00/", "/en/" + "a" * 3000 + "/", "/en/%ff%fe/"]
)
def test_whatever_is_asked_for_is_answered(client, about, address):
    status, page = ask(client, address)
    assert status == 404
    assert "<script>alert" not in page


def test_the_second_miss_asks_the_database_for_no_pages(client, about, django_assert_num_queries):
    not_found.near("/en/assistance-fun/", "en")
    with django_assert_num_queries(0):
        assert not_found.near("/en/assistance-fond/", "en")


def test_an_address_that_names_another_host_leads_nowhere_else(client, about):
    page = client.get("/x", PATH_INFO="//evil.example/en/helplines/").content.decode()
    assert '"//evil' not in page


def test_the_switch_leads_to_the_same_help_in_the_other_language(client, about):
    page = ask(client, "/en/nothing/")[1]
    assert 'hreflang="sw" href="/sw/nothing/"' in page
    assert '<link rel="alternate"' not in page
