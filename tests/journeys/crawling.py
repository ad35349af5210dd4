"""Every page of the site that a stranger can reach by its links, asked for once and read."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup
from django.test import Client

LOADED = {"link": "href", "script": "src", "img": "src", "source": "src", "audio": "src", "video": "src", "use": "href"}
NOT_LOADED = {"alternate", "canonical"}
# Of the courses, the learner's own journeys tell; cards of lessons are without number.
NOT_READ = ("/courses/", "/sign-in/", "/learn/", "/me/", "/offline/")


@dataclass(frozen=True)
class Found:
    """What an address answered in the end."""

    address: str
    status: int
    headers: dict
    body: bytes

    @property
    def is_page(self) -> bool:
        return self.headers.get("Content-Type", "").startswith("text/html")

    @property
    def path(self) -> str:
        return urlsplit(self.address).path

    @cached_property
    def soup(self):
        if not self.is_page:
            return None
        soup = BeautifulSoup(self.body, "html.parser")
        # What stands in a template is no part of the page until a script takes it.
        for template in soup.find_all("template"):
            template.decompose()
        return soup

    @cached_property
    def ids(self) -> set[str]:
        return {tag["id"] for tag in self.soup.find_all(id=True)} if self.is_page else set()

    def links(self) -> list[str]:
        """Return where its links lead, and what its feeds and translations are."""
        tags = self.soup.find_all(["a", "area", "link"], href=True)
        return [urljoin(self.address, tag["href"]) for tag in tags if not tag["href"].startswith("data:")]

    def loads(self) -> list[str]:
        """Return the addresses of what a browser fetches with the page."""
        found = []
        for name, attribute in LOADED.items():
            for tag in self.soup.find_all(name, attrs={attribute: True}):
                if not NOT_LOADED & set(tag.get("rel", [])):
                    found.append(tag[attribute])
            found += [part.split()[0] for tag in self.soup.find_all(name, srcset=True) for part in _parts(tag)]
        return [urljoin(self.address, address) for address in found if not address.startswith("data:")]


def _parts(tag):
    return tag["srcset"].split(",")


def crawl(base: str, starts: list[str]) -> dict[str, Found]:
    """Return {address without its fragment: what it answered} of all that these lead to on this site."""
    client, found, waiting = Client(), {}, [urljoin(base, start) for start in starts]
    while waiting:
        address = urldefrag(waiting.pop())[0]
        if address in found or not is_ours(address, base):
            continue
        found[address] = page = _ask(client, address)
        if page.is_page and is_read(page):
            waiting += page.links() + page.loads()
    return found


def is_ours(address: str, base: str) -> bool:
    return address.startswith(f"{base}/")


def is_read(page: Found) -> bool:
    """Return whether the crawl goes on from here."""
    return not any(part in page.path for part in NOT_READ) or page.path.endswith("/courses/")


def _ask(client, address):
    parts = urlsplit(address)
    answer = client.get(f"{parts.path}?{parts.query}" if parts.query else parts.path, follow=True)
    final = urljoin(address, answer.redirect_chain[-1][0]) if answer.redirect_chain else address
    return Found(final, answer.status_code, dict(answer.items()), answer.getvalue())
