"""What a million answers say, worked out from the database, against NumPy on the same marks already in memory; the
memory that takes; and the page that reads what was kept, after a thousand answers and after a million."""

import random
import subprocess
import sys
import time
from io import StringIO
from itertools import islice

import numpy
from django.core.management import call_command
from django.db import connection
from django.test import Client

from benchmarks.marking import content
from benchmarks.server import environment, folder, in_turns, set_up

ATTEMPTS, QUESTIONS, MOST_MEMORY = 50_000, 20, 300
FEW_ATTEMPTS = 50
PAGE = "/admin/reports/answers/quiz/{}/"
_BATCH = 5000


def fill(slug, attempts):
    """Make a quiz of twenty questions and so many attempts at it, each by a learner of their own."""
    from accounts.models import User
    from courses import freezing, grading
    from courses.models import Attempt, Quiz, QuizVersion

    frozen = full_content(slug)
    quiz = Quiz.objects.create(slug=slug, title_en=slug, title_sw=slug)
    version = QuizVersion.objects.create(quiz=quiz, number=1, content=frozen, content_hash=freezing.hash_of(frozen))
    Quiz.objects.filter(pk=quiz.pk).update(current_version=version, live=True)
    key, paper, choose = grading.prepare(frozen), list(frozen["questions"]), random.Random(slug)
    known = User.objects.count()
    people = [User(username=f"bench-{number}") for number in range(known, attempts)]
    User.objects.bulk_create(people, batch_size=_BATCH)
    learners = User.objects.order_by("pk").values_list("pk", flat=True)[:attempts]
    rows = (_attempt(quiz, version, learner, paper, key, choose) for learner in learners)
    for _batch in range(0, attempts, _BATCH):
        Attempt.objects.bulk_create(islice(rows, _BATCH))
    return quiz


def full_content(slug):
    """Return the content that marking is measured on, with the words that a version keeps."""
    frozen = content() | {"quiz": slug, "fixed": [], "draws": []}
    for name, question in frozen["questions"].items():
        question["text"] = {"en": f"What would you do at stop {name}?", "sw": f"Ungefanya nini kituoni {name}?"}
        for option in question["options"]:
            option["text"] = {"en": f"Option {option['key']}", "sw": f"Jibu {option['key']}"}
    return frozen


def _attempt(quiz, version, learner, paper, key, choose):
    from courses import grading
    from courses.models import Attempt

    skill = choose.gauss(0.78, 0.12)
    answers = {name: _answer(key.markers[name], skill, choose) for name in paper}
    mark = grading.mark(key, paper, answers)
    return Attempt(
        learner_id=learner,
        quiz=quiz,
        version=version,
        ticket=f"{choose.getrandbits(128):032x}",
        paper=paper,
        answers=answers,
        right=mark.right,
        asked=mark.asked,
        points=mark.points,
        marks=grading.pack(version.content, paper, mark.each),
        pass_mark=80,
        is_pass=mark.is_pass,
        receipt="0000",
    )


def _answer(marker, skill, choose):
    if choose.random() < skill:
        return list(marker.exact)
    return [choose.choice("abcd")] if marker.part is None else [marker.exact[0], choose.choice("cd")]


def ours(quiz):
    """Return the figures of a quiz's first attempts, read from the database."""
    from courses.analysis import marks
    from courses.statistics import figures

    version = quiz.versions.get()
    counted = marks.count(quiz, {version.pk: version.content["questions"]}, marks.Which.FIRST)[version.pk]
    return figures(counted.joint(dict.fromkeys(sorted(version.content["questions"]))))


def matrix(quiz):
    """Return the same attempts' marks as a matrix of one row an attempt."""
    packed = b"".join(quiz.attempts.order_by("pk").values_list("marks", flat=True).iterator())
    return numpy.frombuffer(packed, dtype="<i2").reshape(-1, QUESTIONS) / 2520


def numpys(marks):
    """Return the same figures by NumPy: each item's, the effective weights, the quiz's."""
    n, p = marks.shape
    totals = marks.sum(axis=1)
    variances = marks.var(axis=0, ddof=1)
    items, with_totals = [], []
    for place in range(p):
        x = marks[:, place]
        others = totals - x
        (var_x, cov), (_cov, var_o) = numpy.cov(x, others)
        cov_max = numpy.cov(numpy.sort(x), numpy.sort(others))[0, 1]
        with_totals.append(cov + var_x)
        items.append((100 * x.mean(), 100 * var_x**0.5, 100 * cov / (var_x * var_o) ** 0.5, 100 * cov / cov_max))
    roots = numpy.sqrt(numpy.maximum(with_totals, 0))
    away = totals - totals.mean()
    p2, p3, p4 = ((away**power).sum() for power in (2, 3, 4))
    k2 = p2 / (n - 1)
    k3 = n * p3 / ((n - 1) * (n - 2))
    k4 = (n * (n + 1) * p4 - 3 * (n - 1) * p2**2) / ((n - 1) * (n - 2) * (n - 3))
    alpha = 100 * p / (p - 1) * (1 - variances.sum() / k2)
    quiz = (totals.mean(), numpy.median(totals), k2**0.5, k3 / k2**1.5, k4 / k2**2, alpha)
    error = 100 * (1 - alpha / 100) ** 0.5
    return items, 100 * roots / roots.sum(), (*quiz, error, error / 100 * k2**0.5)


def check(found, peer):
    """Fail where the two do not say the same."""
    items, weights, quiz = peer
    names = ("facility", "sd", "discrimination_index", "discriminative_efficiency")
    for item, row, weight in zip(found.items, items, weights, strict=True):
        numpy.testing.assert_allclose([getattr(item, name) for name in names], row, rtol=1e-9)
        numpy.testing.assert_allclose(item.effective_weight, weight, rtol=1e-9)
    names = ("mean_marks", "median_marks", "sd_marks", "skewness", "kurtosis", "alpha", "error_ratio")
    numpy.testing.assert_allclose([getattr(found, name) for name in names], quiz[:-1], rtol=1e-7)
    numpy.testing.assert_allclose(found.standard_error_marks, quiz[-1], rtol=1e-7)


def seconds(act):
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def speed(quiz):
    marks = matrix(quiz)
    check(ours(quiz), numpys(marks))
    took = in_turns(
        {"ours": lambda: seconds(lambda: ours(quiz)), "numpy": lambda: seconds(lambda: numpys(marks))}, rounds=7
    )
    mine, peer = 1000 * took["ours"], 1000 * took["numpy"]
    print(f"item analysis, a million answers: {mine:.0f} ms (NumPy in memory: {peer:.0f} ms, ratio: {mine / peer:.1f})")


def memory(here, quiz):
    """Print the most memory that all figures of the quiz take, with what was chosen, of first attempts and of all.

    The process's own high-water mark is asked (Linux), for getrusage of a child begins with what its parent held.
    """
    began = time.perf_counter()
    child = [sys.executable, "-c", _CALCULATE, quiz.slug]
    said = subprocess.run(child, env=environment(here), capture_output=True, text=True, check=True).stdout
    took, most = time.perf_counter() - began, int(said) / 1024
    print(f"item analysis, memory: {most:.0f} MB (limit: {MOST_MEMORY} MB, ratio: {most / MOST_MEMORY:.2f})")
    print(f"item analysis, all that a page shows: {took:.1f} s (a timer's minute: 60 s, ratio: {took / 60:.2f})")


_CALCULATE = """
import pathlib, re, sys
import django
django.setup()
from courses.analysis import quizzes
from courses.models import Quiz
quizzes.calculate(Quiz.objects.get(slug=sys.argv[1]))
print(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1])
"""


def page(large, small):
    """Print how long the page takes after a million answers and after a thousand."""
    from courses.analysis import quizzes

    for quiz in (large, small):
        quizzes.calculate(quiz)
    client = trainer()
    addresses = {quiz.slug: PAGE.format(quiz.slug) for quiz in (large, small)}
    assert all(client.get(address).status_code == 200 for address in addresses.values())
    took = in_turns(
        {slug: lambda address=address: seconds(lambda: client.get(address)) for slug, address in addresses.items()},
        rounds=31,
    )
    million, thousand = 1000 * took[large.slug], 1000 * took[small.slug]
    print(f"page, a million answers: {million:.1f} ms (a thousand: {thousand:.1f} ms, ratio: {million / thousand:.2f})")


def trainer():
    """Return a client signed in as an administrator who has shown the second factor."""
    from django.conf import settings
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from accounts import second_factor
    from accounts.models import User

    person = User.objects.create_superuser("bench-trainer", password=None)
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    second_factor.mark_verified(session, TOTPDevice.objects.create(user=person, name="authenticator", confirmed=True))
    session.save()
    return client


def main():
    with folder() as here:
        set_up(here)
        call_command("seed", no_people=True, stdout=StringIO())
        large, small = fill("million", ATTEMPTS), fill("thousand", FEW_ATTEMPTS)
        speed(large)
        memory(here, large)
        page(large, small)
        connection.close()


if __name__ == "__main__":
    main()
