from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from courses import outline
from courses.models import Question
from sample import (
    courses,
    files,
    groups,
    mailing,
    managing,
    operators,
    people,
    public_pages,
    reports,
    site,
    workshops,
)


class Command(BaseCommand):
    help = (
        "Load the sample programme: public pages, helplines, privacy notice, two courses in both languages, and in "
        "development the sample operators and people. Running it twice changes nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--no-people", action="store_true", help="only what is published: no operators, staff or sample people"
        )

    def handle(self, *args, no_people=False, **options):
        with transaction.atomic():
            course = self._load_content()
        if course is None:
            self.stdout.write("The sample course has been taken away, so its people are left as they are.")
        elif settings.DEVELOPMENT and not no_people:
            with transaction.atomic():
                passwords = self._load_people(course)
            self._print_people(passwords)

    def _load_content(self):
        homes = site.load_homes()
        site.load_helplines()
        site.load_privacy_notice()
        indexes = courses.load_index(homes)
        public_pages.load(homes)
        course, _refresher = (self._load_course(slug, indexes) for slug in ("red-flags", "refresher"))
        groups.load(indexes.values())
        groups.load_editors(homes.values())
        self.stdout.write(f"Courses: 2, questions: {Question.objects.count()}")
        return course

    def _load_course(self, slug, indexes):
        self.stdout.write(f"Loading {slug} …")
        return courses.load(slug, indexes)

    def _load_people(self, course):
        passwords, now = people.load(site.load_privacy_notice()), timezone.now()
        mapped = files.read("operators.yaml")
        operators.load(
            mapped,
            course_key=course.translation_key,
            lesson_total=len(outline.of(course.translation_key, "en").steps),
            now=now,
        )
        workshops.load(files.read("workshops.yaml"), course.translation_key, now)
        managing.load(files.read("managing.yaml"), now)
        managing.give_seals(mapped["seals"], now)
        mailing.load(files.read("newsletter.yaml"), now)
        reports.load(files.read("reports.yaml"), now)
        return passwords

    def _print_people(self, passwords):
        self.stdout.write("\nPeople to sign in as (development only):")
        for person in people.CAST:
            self.stdout.write(f"  {person.name} ({person.is_what}): {self._way_in(person, passwords)}")
        if receipt := reports.answered(files.read("reports.yaml")):
            self.stdout.write(f"  Receipt of a report that Gathoni has answered: {receipt}")
        self.stdout.write(f"  Codes by SMS are shown at {settings.BASE_URL}/dev/messages/, authenticator codes too.\n")

    def _way_in(self, person, passwords):
        if person.phone:
            way = f"phone {person.phone}, code from /dev/messages/"
        else:
            password = passwords.get(person.username, f"(printed once; manage.py changepassword {person.username})")
            way = f"/admin/ user name {person.username}, password {password}"
        if person.phone == people.GATHONI:
            way = f"{way}, passphrase “{people.PASSPHRASE}”"
        return f"{way}, authenticator secret {person.secret}" if person.has_authenticator else way
