import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from courses import outline
from courses.analysis import course_figures, quizzes
from courses.models import Analysis, Quiz


class Command(BaseCommand):
    help = (
        "Work out what the answers say: the figures of every quiz and every course, kept for the pages that trainers "
        "read. For a timer, once a night. What has no newer answers is left as it is, unless --again is given. Exit "
        "status: 0 when all was done, 1 when there is no such quiz."
    )

    def add_arguments(self, parser):
        parser.add_argument("--quiz", metavar="SLUG", help="Only this quiz, and no course.")
        parser.add_argument("--again", action="store_true", help="Also what has no newer answers.")

    def handle(self, *, quiz, again, **options):
        every = Quiz.objects.filter(current_version__isnull=False)
        chosen = every.filter(slug=quiz) if quiz else every
        if quiz and not chosen:
            raise CommandError(f"There is no published quiz “{quiz}”.", returncode=1)
        for number, found in enumerate(chosen, start=1):
            self._tell(number, len(chosen), found.slug, lambda found=found: _analyse_quiz(found, again))
        if not quiz:
            self._courses()

    def _courses(self):
        courses = outline.every(settings.LANGUAGE_CODE)
        for number, course in enumerate(courses, start=1):
            self._tell(number, len(courses), course.title, lambda course=course: course_figures.calculate(course))

    def _tell(self, number, whole, name, act):
        began = time.monotonic()
        said = "calculated" if act() else "nothing newer"
        self.stdout.write(f"{number}/{whole} {name}: {said} ({time.monotonic() - began:.1f} s)")


def _analyse_quiz(quiz, again):
    """Work out a quiz's figures, and return whether there was anything to do."""
    kept = Analysis.objects.filter(subject=Analysis.Subject.QUIZ, key=quiz.slug)
    newest, numbers = quizzes.newest_of(quiz), set(quiz.versions.values_list("number", flat=True))
    fresh = set(kept.filter(newest=newest).values_list("version", flat=True))
    return False if not again and fresh == numbers | {quizzes.ALL_VERSIONS} else bool(quizzes.calculate(quiz))
