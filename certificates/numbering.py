"""The small numbers that stand for courses in a QR."""

from certificates.models import Certificate, CourseNumber


def number_of(certificate: Certificate) -> int:
    """Return the number of the certificate's course, made on the first call, and keep its titles up to date."""
    titles = {"title_en": certificate.course_title_en, "title_sw": certificate.course_title_sw}
    course, is_new = CourseNumber.objects.get_or_create(course_key=certificate.course_key, defaults=titles)
    if not is_new and (course.title_en, course.title_sw) != (titles["title_en"], titles["title_sw"]):
        CourseNumber.objects.filter(pk=course.pk).update(**titles)
    return course.number


def courses() -> dict[int, dict[str, str]]:
    """Return each course's titles by its number, for officers' phones."""
    rows = CourseNumber.objects.order_by("number").values_list("number", "title_en", "title_sw")
    return {number: {"en": english, "sw": kiswahili} for number, english, kiswahili in rows}
