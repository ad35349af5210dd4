"""A quiz taken on the phone itself: without a network, by touch, by keyboard, killed in the middle, handed in later."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from courses import attempts, papers
from courses.attempts import followed
from courses.models import Quiz, Ticket
from tests import make
from tests.journeys.conftest import fits_the_screen
from tests.journeys.own_phone import (
    NEXT,
    address_of,
    answer_by_touch,
    attempts_of_amina,
    begin,
    come_back,
    go_on,
    heading,
    right_values,
    take_by_touch,
    tap,
)
from tests.journeys.test_kinds import RULES, choose_by_keys, tab_to, tick_by_keys
from tests.journeys.waiting import until

pytestmark = pytest.mark.browser


def test_a_quiz_of_every_kind_is_taken_by_touch_without_a_network(own_phone, first_course, every_kind):
    one = own_phone(has_touch=True)
    page = begin(one, first_course, every_kind)
    take_by_touch(page)
    assert not attempts_of_amina().exists()
    [row] = one.rows()
    come_back(one)
    attempt = attempts_of_amina().get()
    assert (attempt.ticket, attempt.right, attempt.is_pass) == (row["ticket"], 7, True)
    assert attempt.receipt in page.locator("main").inner_text()
    assert attempts.mark_of(attempt).points == attempt.points


def test_the_paper_on_the_phone_is_the_server_s(own_phone, first_course, every_kind):
    Quiz.objects.filter(pk=every_kind.pk).update(shuffle_questions=True, shuffle_options=True)
    make.freezing.freeze(Quiz.objects.get(pk=every_kind.pk))
    one = own_phone(has_touch=True)
    page = begin(one, first_course, every_kind)
    go_on(page)
    [row] = one.rows()
    ticket = Ticket.objects.select_related("version", "follows").get(ticket=row["ticket"])
    drawn = papers.draw(ticket.version.content, ticket.ticket, followed(ticket.follows, ticket.version))
    assert [tuple(item.values()) for item in row["paper"]] == [
        (item.question, list(item.options), list(item.matches)) for item in drawn
    ]
    for number, item in enumerate(drawn, start=1):
        page.goto(f"{address_of(every_kind)}#{number}")
        page.wait_for_selector(f"text=Question {number} of 7")
        if item.options and not item.matches and row["questions"][item.question]["kind"] != "ordering":
            values = page.locator("[name=option]").evaluate_all("boxes => boxes.map(box => box.value)")
            assert values == list(item.options)


def press(page, selector=NEXT):
    before = page.url
    tab_to(page, selector)
    page.keyboard.press("Enter")
    until(page, "before => location.href !== before", before)
    until(page, "document.activeElement.tagName === 'H1'")


def select_by_keys(page, number):
    for value in right_values(number):
        tab_to(page, f"select:has(option[value='{value}'])")
        options = page.locator(f"select:has(option[value='{value}']) option")
        values = options.evaluate_all("options => options.map(option => option.value)")
        for _step in range(values.index(value)):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Escape")


def test_a_quiz_of_every_kind_is_taken_by_keyboard_alone(own_phone, first_course, every_kind):
    one = own_phone()
    page = begin(one, first_course, every_kind)
    press(page)
    for number, answer in enumerate((choose_by_keys, tick_by_keys, choose_by_keys, None, None, tick_by_keys), start=1):
        answer(page) if answer else select_by_keys(page, number)
        press(page)
    for action in ("look", "report"):
        tab_to(page, f"button[value={action}]")
        page.keyboard.press("Enter")
        page.wait_for_selector(f".taken:focus >> text=follows {action}")
    press(page)
    tab_to(page, NEXT)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Not sent yet")
    come_back(one)
    assert attempts_of_amina().get().right == 7


def test_a_phone_that_dies_at_any_question_loses_nothing(own_phone, first_course, every_kind):
    one = own_phone(has_touch=True)
    page = begin(one, first_course, every_kind)
    go_on(page)
    for number in range(1, 8):
        if number == 4:
            page.locator("select:has(option[value='a=1'])").select_option("a=1")
        elif number == 5:
            value = right_values(5)[0]
            page.locator(f"select:has(option[value='{value}'])").select_option(value)
        elif number == 7:
            tap(page, "button[value=look]")
            page.wait_for_selector(".taken:focus")
        else:
            answer_by_touch(page, number)
        page.wait_for_timeout(150)
        page = one.kill()
        page.wait_for_selector(f"text=Question {number} of 7")
        assert is_still_chosen(page, number)
        go_on(page, "[data-do=later]")
    assert page.locator(".rows li").count() == 7
    assert page.locator("text=not finished yet").count() == 3
    page.goto(address_of(every_kind))
    page.wait_for_selector("text=Carry on with the quiz")
    go_on(page)
    assert heading(page) == "Check your answers"


def is_still_chosen(page, number):
    if number == 7:
        return page.locator(".taken >> text=follows look").count() == 1
    chosen = page.locator("[name=option]:checked, select[name=option]").evaluate_all(
        "fields => fields.map(field => field.value).filter(Boolean)"
    )
    whole = {1: ["a"], 2: ["a", "b"], 3: ["a"], 4: ["a=1"], 5: right_values(5)[:1], 6: ["a", "b"]}
    return chosen == whole[number]


def test_what_is_unclear_is_said_beside_the_field_and_nothing_is_lost(own_phone, first_course, every_kind):
    one = own_phone(has_touch=True)
    page = begin(one, first_course, every_kind)
    go_on(page)
    tap(page, NEXT)
    page.wait_for_selector("#wrong >> text=Choose an answer, or press Later")
    for number in (1, 2, 3):
        answer_by_touch(page, number)
        go_on(page)
    for value in ("a=1", "b=1"):
        page.locator(f"select:has(option[value='{value}'])").select_option(value)
    tap(page, NEXT)
    page.wait_for_selector("#wrong >> text=Two have the same place")
    assert page.locator(".field.wrong").count() == 2
    assert page.evaluate("document.activeElement.tagName") == "SELECT"
    assert is_chosen(page, "a=1")


def is_chosen(page, value):
    return page.locator(f"select:has(option[value='{value}'])").input_value() == value


def test_what_was_done_in_a_story_stands_in_a_second_tab_too(own_phone, first_course, every_kind):
    one = own_phone(has_touch=True)
    page = begin(one, first_course, every_kind)
    go_on(page)
    page.goto(f"{address_of(every_kind)}#7")
    other = one.context.new_page()
    other.goto(f"{address_of(every_kind)}#7")
    other.wait_for_selector("button[value=accuse]")
    tap(page, "button[value=look]")
    page.wait_for_selector(".taken:focus")
    other.bring_to_front()
    tap(other, "button[value=accuse]")
    other.wait_for_selector(".taken >> text=follows look")
    [row] = one.rows()
    assert row["answers"]["scenario"] == ["look"]


def test_a_question_that_was_damaged_does_not_take_the_others_with_it(own_phone, first_course, every_kind):
    one = own_phone(has_touch=True)
    page = begin(one, first_course, every_kind)
    go_on(page)
    answer_by_touch(page, 1)
    page.wait_for_timeout(200)
    page.evaluate(
        """async () => {
          const { all, put } = await import("/static/js/store.js")
          const [row] = await all("attempts")
          row.questions.multiple = null
          row.questions.matching.form = 7
          await put("attempts", row)
        }"""
    )
    page.reload()
    page.wait_for_selector("text=Question 1 of 7")
    go_on(page)
    assert heading(page) == "This question can't be shown"
    go_on(page)
    assert "Question 3 of 7" in page.title()
    page.goto(f"{address_of(every_kind)}#review")
    page.wait_for_selector(".rows")
    assert one.rows()[0]["answers"]["single"] == ["a"]
    tap(page, "text=Hand in as it is")
    page.wait_for_selector("text=Not sent yet")


def test_where_an_answer_can_t_be_kept_the_screen_stays_and_says_so(own_phone, first_course, every_kind):
    one = own_phone(has_touch=True)
    page = begin(one, first_course, every_kind)
    go_on(page)
    page.evaluate("() => { IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError') } }")
    answer_by_touch(page, 1)
    tap(page, NEXT)
    page.wait_for_selector("#trouble >> text=could not keep your answer")
    assert "Question 1 of 7" in page.locator(".where").inner_text()


def test_a_full_phone_says_so_before_the_quiz_starts(own_phone, first_course, every_kind):
    one = own_phone(has_touch=True)
    page = begin(one, first_course, every_kind)
    page.evaluate("navigator.storage.estimate = async () => ({ quota: 1000, usage: 900 })")
    tap(page, NEXT)
    page.wait_for_selector("#trouble >> text=There is no room on this phone")
    assert one.rows() == []


def test_back_leads_to_the_question_before_with_its_answer(own_phone, first_course, every_kind):
    one = own_phone(has_touch=True)
    page = begin(one, first_course, every_kind)
    go_on(page)
    answer_by_touch(page, 1)
    go_on(page)
    page.go_back()
    page.wait_for_selector("text=Question 1 of 7")
    assert page.locator("[value=a]").is_checked()


def test_the_language_can_be_changed_in_the_middle(own_phone, first_course, every_kind):
    one = own_phone(has_touch=True)
    page = begin(one, first_course, every_kind, "en", "sw")
    go_on(page)
    answer_by_touch(page, 1)
    page.locator(".top .lang").tap()
    page.wait_for_url(f"**{address_of(every_kind, 'sw')}#1")
    page.wait_for_selector("text=Swali single?")
    assert page.locator("[value=a]").is_checked()
    assert one.rows()[0]["language"] == "sw"


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("en", "dark"), ("sw", "light"), ("sw", "dark")])
def test_no_screen_breaks_a_rule_of_access(own_phone, first_course, every_kind, language, scheme):
    one = own_phone(has_touch=True, color_scheme=scheme)
    page = begin(one, first_course, every_kind, language)
    seen = []

    def look():
        found = Axe().run(page, options={"runOnly": RULES})
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
        assert fits_the_screen(page)
        seen.append(page.title())

    look()
    go_on(page)
    tap(page, NEXT)
    page.wait_for_selector("#wrong:not([hidden])")
    look()
    for number in range(2, 8):
        page.goto(f"{address_of(every_kind, language)}#{number}")
        until(page, "number => document.title.includes(number)", str(number))
        look()
    page.goto(f"{address_of(every_kind, language)}#review")
    page.wait_for_selector("#screen ol.rows")
    look()
    tap(page, "[data-do=finish]")
    page.wait_for_selector("[data-do=save]")
    look()
    assert len(seen) == len(set(seen)) == 10


@pytest.mark.parametrize("width", [320, 180])
def test_large_text_on_a_narrow_phone_needs_no_sideways_scroll(own_phone, first_course, every_kind, width):
    """320 is the narrowest phone; 180 is what a phone of 360 shows at 200 %."""
    one = own_phone(has_touch=True, viewport={"width": width, "height": 640})
    page = begin(one, first_course, every_kind)

    def look(page):
        assert fits_the_screen(page), page.url

    take_by_touch(page, look)
