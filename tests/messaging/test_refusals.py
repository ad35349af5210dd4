import pytest

from messaging import refusals


@pytest.mark.parametrize("status", ["5.1.1", "5.1.2", "5.1.6", "5.1.10", "5.2.1"])
def test_an_address_that_is_not_there_is_final(status):
    assert refusals.is_final(status)


@pytest.mark.parametrize(
    "status", ["", "4.1.1", "5.0.0", "5.1.7", "5.1.8", "5.2.0", "5.2.2", "5.2.10", "5.3.4", "5.4.4", "5.5.1", "5.7.1"]
)
def test_whatever_is_about_us_or_about_now_may_pass(status):
    assert not refusals.is_final(status)


@pytest.mark.parametrize(
    ("code", "words", "is_final"),
    [
        (550, b"no such user here", True),
        (551, "User not local", True),
        (553, b"\xff", True),
        (552, b"mailbox full", False),
        (554, b"policy", False),
        (550, b"5.2.2 mailbox full", False),
        (554, b"5.1.1 <a@example.org>: unknown", True),
        (450, b"come back later", False),
    ],
)
def test_the_enhanced_code_of_a_reply_says_more_than_the_plain_one(code, words, is_final):
    assert refusals.is_final_reply(code, words) == is_final
