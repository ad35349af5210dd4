"""The front panel: what waits, for those who may do something about it."""

from courses import attention
from tests import make


def words(person):
    return {line.text.split(" ")[0].rstrip("s") for line in attention.lines(person)}


def test_a_trainer_sees_their_own_work_and_not_the_helplines(eshe):
    assert words(eshe) == {"question", "comment", "attempt"}


def test_an_administrator_sees_everything(topic):
    boss = make.make_user(username="farida", is_superuser=True)
    assert words(boss) == {"question", "comment", "attempt", "page", "leave", "helpline", "next", "operator", "price"}


def test_a_learner_sees_nothing(amina):
    assert words(amina) == set()


def test_pages_that_await_review_lead_to_the_board_of_both_languages(topic):
    boss = make.make_user(username="farida", is_superuser=True)
    assert [line.url for line in attention.lines(boss) if line.text.startswith("page")] == ["/admin/languages/"]
