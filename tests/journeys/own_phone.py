"""A phone with storage of its own, which can be killed and started again, and what is done on it in a quiz."""

from django.test import Client

from accounts.models import User
from courses.models import Attempt, Question
from courses.question_content import question_content
from home import packing
from sample import people
from tests.conftest import sign_in
from tests.journeys.waiting import until

NEXT = ".bar-bottom .button"
TAKE = """async ([course, language]) => {
  const { take } = await import("/static/js/taking.js")
  await take(course, language, false, () => {})
}"""
ROW = """() => new Promise((resolve, reject) => {
  const request = indexedDB.open("salama")
  request.onerror = () => reject(request.error)
  request.onsuccess = () => {
    const rows = request.result.transaction("attempts").objectStore("attempts").getAll()
    rows.onsuccess = () => { request.result.close(); resolve(rows.result) }
  }
})"""


def with_modules(context):
    """Let a test's own scripts import the phone's modules, which the phone itself has in one pack."""
    for path in packing.FOLDER.glob("*.js"):
        if path.name not in packing.ALONE:
            context.route(f"**/static/js/{path.name}", _serve_module)


def _serve_module(route):
    name = route.request.url.rpartition("/")[2]
    route.fulfill(path=packing.FOLDER / name, content_type="text/javascript")


def attempts_of_amina():
    """Return hers alone: the sample has attempts of others."""
    return Attempt.objects.filter(learner__phone="+254700000001")


class Phone:
    """A phone with storage of its own, on which Amina has signed in; it can be killed and started again."""

    def __init__(self, chromium, path, folder, address, options):
        self.options = {"base_url": address, "bypass_csp": True} | options
        self.chromium, self.path, self.folder = chromium, path, folder
        self.context = None
        self.start()
        client = sign_in(Client(), User.objects.get(phone=people.AMINA))
        url = self.options["base_url"]
        self.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}])

    def start(self):
        self.context = self.chromium.launch_persistent_context(
            self.folder,
            executable_path=self.path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
            **self.options,
        )
        with_modules(self.context)
        self.page = self.context.pages[0] if self.context.pages else self.context.new_page()
        self.page.set_default_timeout(10_000)

    def kill(self):
        """End the browser at once, and start it again where it stood, with no network as before."""
        cookies, address = self.context.cookies(), self.page.url
        self.context.close()
        self.start()
        self.context.add_cookies(cookies)
        self.context.set_offline(True)
        self.page.goto(address)
        return self.page

    def take(self, course, *languages):
        """Take the course home, and wait until the phone has all that it needs without a network."""
        self.page.goto(f"/{languages[0]}/me/")
        until(self.page, "navigator.serviceWorker.controller && document.cookie.includes('learner')")
        for language in languages:
            self.page.evaluate(TAKE, [course, language])
        until(self.page, "async () => !!(await caches.match('/sw/offline/quiz/', { ignoreVary: true }))")

    def rows(self):
        return self.page.evaluate(ROW)


def address_of(quiz, language="en"):
    return f"/{language}/learn/quiz/{quiz.slug}/"


def begin(phone, course, quiz, *languages):
    """Take the course home, cut the network, and open the quiz."""
    phone.take(course.key, *(languages or ("en",)))
    phone.context.set_offline(True)
    return begin_at(phone, quiz, (languages or ("en",))[0])


def begin_at(phone, quiz, language="en"):
    """Open the quiz of a course that is on the phone."""
    phone.page.goto(address_of(quiz, language))
    phone.page.wait_for_selector("#screen .rows")
    return phone.page


def heading(page):
    return " ".join(page.locator("#screen h1").inner_text().split())


def tap(page, selector):
    page.locator(selector).first.tap()


def go_on(page, selector=NEXT):
    """Press what leads on, and see that the heading of what comes next has the focus."""
    before = page.url
    tap(page, selector)
    until(page, "before => location.href !== before", before)
    until(page, "document.activeElement.tagName === 'H1'")


def answer_by_touch(page, number):
    targets = {1: ["[value=a]"], 2: ["[value=a]", "[value=b]"], 3: ["[value=a]"]}
    for target in targets.get(number, []):
        tap(page, f"label:has({target})")
    if number in (4, 5):
        for value in right_values(number):
            page.locator(f"select:has(option[value='{value}'])").select_option(value)
    if number == 6:
        for spot in (1, 2):
            tap(page, f"label.marker[for=spot-{spot}]")
    if number == 7:
        for action in ("look", "report"):
            tap(page, f"button[value={action}]")
            page.wait_for_selector(f".taken:focus >> text=follows {action}")


def right_values(number):
    if number == 4:
        return ["a=1", "b=2", "c=3"]
    question = question_content(Question.objects.get(key="matching"))
    return [f"{option['key']}={option['match']}" for option in question["options"]]


def take_by_touch(page, look=lambda page: None):
    look(page)
    go_on(page)
    for number in range(1, 8):
        look(page)
        answer_by_touch(page, number)
        go_on(page)
    look(page)
    tap(page, NEXT)
    page.wait_for_selector("#screen >> text=Not sent yet")
    look(page)


def come_back(phone):
    phone.context.set_offline(False)
    arrive(phone.page)


def arrive(page):
    """Wait for the result: news of the page and of its worker may lead there one after the other."""
    for _try in range(300):
        if "/learn/result/" in page.url:
            break
        page.wait_for_timeout(100)
    page.wait_for_selector("text=Receipt")
