"""The kinds of message that this room puts into the outbox."""

NEWSLETTER = "newsletter"
CONFIRM = "newsletter-confirm"
ALREADY = "newsletter-already"
TEST = "newsletter-test"
ALL = (NEWSLETTER, CONFIRM, ALREADY, TEST)
