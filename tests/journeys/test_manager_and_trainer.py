"""A manager from the second factor to the dashboard; a trainer from the second factor to a published edit."""

import pytest
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import User
from certificates import issuing
from courses.models import Enrolment, LessonPage
from sample import people
from tests.journeys.conftest import fits_the_screen, last_code, press_on

pytestmark = pytest.mark.browser


def sign_in_by_code(page, phone):
    page.goto("/en/sign-in/")
    page.locator("input[name=phone]").fill(phone)
    press_on(page)
    page.locator("input[name=code]").fill(last_code(phone))
    press_on(page)


def authenticator_code(user):
    device = TOTPDevice.objects.get(user=user, name="sample")
    return f"{totp(device.bin_key):06}"


def give_second_factor(page, user):
    assert "/second-factor/" in page.url
    page.locator("main input[name=code]").fill(authenticator_code(user))
    press_on(page)


@pytest.mark.parametrize("javascript", [False, True])
def test_a_manager_sees_who_is_trained_and_sees_amina_turn_green(open_phone, javascript):
    baraka = User.objects.get(phone=people.BARAKA)
    amina = User.objects.get(phone=people.AMINA)
    page = open_phone("en", javascript)
    sign_in_by_code(page, people.BARAKA)
    page.goto("/en/manage/pwani-shuttle/")
    give_second_factor(page, baraka)
    assert page.url.endswith("/en/manage/pwani-shuttle/")
    assert fits_the_screen(page)
    before = page.locator("h1").inner_text()

    course = Enrolment.objects.exclude(completed_at=None).first().course_key
    enrolment = Enrolment.objects.create(learner=amina, course_key=course, completed_at=amina.registered_at)
    issuing.issue(enrolment)
    page.reload()
    assert page.locator("h1").inner_text() != before
    page.goto("/en/manage/pwani-shuttle/staff/?state=trained&q=Amina")
    assert "Amina Hassan" in page.locator("main").inner_text()


def test_another_operator_s_manager_finds_nothing(open_phone):
    page = open_phone("en")
    sign_in_by_code(page, people.DAUDI)
    assert page.goto("/en/manage/pwani-shuttle/").status == 404


def test_a_trainer_edits_a_lesson_and_publishes_it(open_phone, chromium, programme):
    eshe = User.objects.get(username="eshe")
    eshe.set_password("a-good-long-password")
    eshe.save()
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, base_url=programme)
    page = context.new_page()
    page.goto("/admin/")
    page.locator("input[name=username]").fill("eshe")
    page.locator("input[name=password]").fill("a-good-long-password")
    page.locator("button[type=submit]").click()
    give_second_factor(page, eshe)
    page.goto("/admin/pages/")
    assert "/admin/" in page.url

    lesson = lesson_page("the-companion")
    page.goto(f"/admin/pages/{lesson.pk}/edit/")
    page.locator("#id_title").fill("Who travels with them")
    page.locator("footer [data-w-dropdown-target=toggle], .footer [data-w-dropdown-target=toggle]").first.click()
    page.locator("button[name=action-publish]").click()
    page.wait_for_url("**/admin/pages/*/")

    reader = open_phone("en")
    reader.goto("/en/courses/red-flags/the-red-flags/the-companion/")
    assert reader.locator("h1").inner_text() == "Who travels with them"
    context.close()


def lesson_page(slug):
    return LessonPage.objects.get(slug=slug, locale__language_code="en")
