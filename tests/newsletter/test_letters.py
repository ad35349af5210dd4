import pytest
from django.utils import translation

from home.models import Organisation
from newsletter import letters, rich_text
from newsletter.models import Issue
from tests import make

WRITTEN = (
    '<p data-block-key="a">Crews of <b>five</b> saccos &amp; <a href="https://example.org/ten">ten more</a>.<br/>'
    "Well done.</p><h3>Next</h3><ul><li>Likoni</li>"
    "<li><i>Cards</i> at <a href='mailto:info@example.org'>info@example.org</a></li></ul>"
    "<ol><li>One<ul><li>within</li></ul></li><li>Two</li></ol><p>Bye</p>"
)
AS_TEXT = """\
Crews of five saccos & ten more (https://example.org/ten).
Well done.

Next

- Likoni
- Cards at info@example.org

1. One
  - within
2. Two

Bye"""


def test_rich_text_reads_well_as_plain_text():
    assert rich_text.to_text(WRITTEN) == AS_TEXT


def test_rich_text_becomes_light_html_without_attributes():
    html = rich_text.to_html(WRITTEN)
    assert html.startswith('<p>Crews of <b>five</b> saccos &amp; <a href="https://example.org/ten">ten more</a>.<br>')
    assert "data-block-key" not in html


@pytest.mark.parametrize(
    ("source", "html", "text"),
    [
        ("", "", ""),
        ("<p></p><p> </p>", "<p></p><p> </p>", ""),
        ("<script>alert(1)</script>x", "x", "x"),
        ('<p onclick="x()">a</p>', "<p>a</p>", "a"),
        ('<a href="javascript:alert(1)">a</a>', "a", "a"),
        ('<a href="java\nscript:alert(1)">a</a>', "a", "a"),
        ('<a href="data:text/html,x">a</a>', "a", "a"),
        ('<a href="//evil.example/">a</a>', '<a href="https://evil.example/">a</a>', "a (https://evil.example/)"),
        ('<a href="http://[x">a</a>', "a", "a"),
        ("<a>a</a>", "a", "a"),
        ('<a href="/en/news/">a</a>', '<a href="https://salama.example/en/news/">a</a>', "a (https://salama.example/en/news/)"),
        ('<a href="#there">a</a>', '<a href="https://salama.example/#there">a</a>', "a (https://salama.example/#there)"),
        ('<a href=\'x"y\'>a</a>', '<a href="https://salama.example/x&quot;y">a</a>', 'a (https://salama.example/x"y)'),
        ("<img src=x onerror=y><iframe src=z></iframe>a", "a", "a"),
        ("a</p></b></ul>b", "ab", "a\n\nb"),
        ("<b><i>a</b>b", "<b><i>a</i></b>b", "ab"),
        ("&lt;script&gt;", "&lt;script&gt;", "<script>"),
        ("<li>a</li>", "<li>a</li>", "a"),
        ('<a linktype="page" id="999999">a</a>', "a", "a"),
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_nothing_written_is_trusted(source, html, text):
    assert rich_text.to_html(source) == html
    assert rich_text.to_text(source) == text


@pytest.mark.django_db
def test_a_link_to_a_page_of_ours_has_its_full_address():
    home = make.make_site()["en"]
    html = rich_text.to_html(f'<a linktype="page" id="{home.pk}">home</a>')
    assert '<a href="http' in html


def issue(**fields):
    texts = {"subject_en": "News", "subject_sw": "Habari", "body_en": "<p>Hello</p>", "body_sw": "<p>Jambo</p>"}
    return Issue(**texts | fields)


@pytest.mark.django_db
def test_a_letter_holds_the_links_of_who_reads_it_in_text_page_and_header():
    letter = letters.newsletter(issue(), "sw").to("amina-s-own")
    link = "https://salama.example/sw/newsletter/leave/amina-s-own/"
    assert link in letter.body
    assert f'href="{link}"' in letter.html
    assert letter.headers["List-Unsubscribe"] == f"<{link}>"


@pytest.mark.django_db
def test_each_letter_says_who_wrote_and_how_to_leave():
    make.make_site()
    Organisation.objects.update(name="Trace & Co", address="Likoni Road\nMombasa")
    for letter in (letters.newsletter(issue(), "en"), letters.to_confirm("en"), letters.already("en")):
        own = letter.to("token")
        assert "Trace & Co" in own.body
        assert "Trace &amp; Co" in own.html
        assert "/newsletter/leave/token/" in own.body


@pytest.mark.django_db
@pytest.mark.parametrize("separator", ["\n", "\r", "\r\n", "\x0b", "\x85", "\u2028"])
def test_a_subject_is_one_line(separator):
    letter = letters.newsletter(issue(subject_en=f"News{separator}Bcc: x@example.org"), "en")
    assert letter.subject == "News Bcc: x@example.org"
    assert letter.body.split("\n")[1] == ""


@pytest.mark.django_db
def test_a_subject_is_escaped_on_the_page():
    assert "<b>" not in letters.newsletter(issue(subject_en="<b>News"), "en").html


@pytest.mark.django_db
def test_a_letter_leaves_the_language_of_the_page_as_it_was():
    with translation.override("en"):
        assert '<html lang="sw">' in letters.newsletter(issue(), "sw").html
        assert translation.get_language() == "en"


@pytest.mark.django_db
def test_a_test_says_so_in_its_subject():
    assert letters.newsletter(issue(), "en", is_test=True).subject == "Test: News"
