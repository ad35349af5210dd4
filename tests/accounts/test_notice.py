import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests import make
from tests.conftest import sign_in


@pytest.mark.django_db
def test_a_published_notice_is_not_changed_under_those_who_agreed_to_it():
    notice = make.make_notice()
    notice.body_sw = "Kitu kingine."
    with pytest.raises(ValidationError, match="new version"):
        notice.full_clean()


@pytest.mark.django_db
def test_a_draft_may_still_be_changed():
    notice = make.make_notice()
    type(notice).objects.update(is_published=False)
    notice.body_sw = "Kitu kingine."
    notice.full_clean()


@pytest.mark.django_db
def test_a_notice_that_somebody_agreed_to_is_not_deleted(client):
    farida = make.make_user(username="farida", is_superuser=True)
    notice = make.make_notice()
    address = reverse("wagtailsnippets_accounts_privacynotice:delete", args=[notice.pk])
    sign_in(client, farida, verified=True).post(address)
    assert type(notice).objects.filter(pk=notice.pk).exists()
