from django.db import transaction

from home import page_cache


def test_a_value_is_made_once(db):
    made = []
    for _ in range(2):
        page_cache.remember("key", lambda: made.append(1) or "value")
    assert made == [1]


def test_an_address_that_leads_nowhere_takes_no_room(db):
    page_cache.remember("key", lambda: None)
    assert page_cache.remember("key", lambda: "other") == "other"


def test_what_was_published_meanwhile_is_not_hidden_by_a_late_old_page(db, django_capture_on_commit_callbacks):
    def make_slowly():
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            page_cache.forget()
        return "old"

    assert page_cache.remember("key", make_slowly) == "old"
    assert page_cache.remember("key", lambda: "new") == "new"


def test_a_publish_that_is_rolled_back_forgets_nothing(db):
    page_cache.remember("key", lambda: "kept")
    try:
        with transaction.atomic():
            page_cache.forget()
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    assert page_cache.remember("key", lambda: "new") == "kept"
