"""The small numbers that stand for courses in a QR."""

from uuid import UUID

from certificates.models import Certificate, CourseNumber


def number_of(certificate: Certificate) -> int:
    """Return the number of the certificate's course, given on the first call."""
    titles = {"title_en": certificate.course_title_en, "title_sw": certificate.course_title_sw}
    return CourseNumber.objects.get_or_create(course_key=certificate.course_key, defaults=titles)[0].number


def retitle(course_key: UUID | str, titles: dict[str, str]) -> None:
    """Keep the titles that officers' phones show as they are now, where the course has a number."""
    known = CourseNumber.objects.filter(course_key=course_key)
    known.exclude(title_en=titles["en"], title_sw=titles["sw"]).update(title_en=titles["en"], title_sw=titles["sw"])


def courses() -> dict[int, dict[str, str]]:
    """Return each course's titles by its number, for officers' phones."""
    rows = CourseNumber.objects.order_by("number").values_list("number", "title_en", "title_sw")
    return {number: {"en": english, "sw": kiswahili} for number, english, kiswahili in rows}
