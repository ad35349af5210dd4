"""Who may open what: every address of the platform, by kind of person. An address without a row fails the test."""

import pytest
from django.contrib.auth.models import Group
from django.urls import get_resolver
from django.urls.resolvers import URLPattern
from django.utils import timezone

from accounts.models import User
from certificates.models import Certificate
from certificates.printing import jobs
from courses import attempts, receiving
from courses.models import CourseIndexPage, LessonPage, PrePostTest, Question, Quiz
from newsletter.models import Issue
from saccos import invitations, printing
from saccos.managing import digest, inviting
from saccos.models import DigestAddress, Move
from saccos.models.managing import Right
from sample import groups
from tests import make
from tests.conftest import sign_in
from tests.saccos.rosters import check

PEOPLE = ("visitor", "learner", "driver", "own_manager", "own_manager_unverified", "other_manager", "trainer", "admin")
OK, AWAY, GONE = 200, 302, 404
EVERYBODY = (OK,) * 8
SIGNED_IN = (AWAY, *(OK,) * 7)
LEARNER_ONLY = (AWAY, OK, *(GONE,) * 6)
OWN_MANAGER = (AWAY, GONE, GONE, OK, AWAY, GONE, GONE, GONE)
TRAINERS = (AWAY, GONE, GONE, GONE, GONE, GONE, OK, OK)
# The case team's pages do not exist for others, however mighty they are.
CASE_TEAM = (AWAY, *(GONE,) * 7)
# Name of the address: (an example, what GET answers to each of PEOPLE in turn).
TABLE = {
    "healthz": ("/healthz", EVERYBODY),
    "readyz": ("/readyz", EVERYBODY),
    "verify": ("/v/{code}", EVERYBODY),
    "verify_root": ("/v/", (AWAY,) * 8),
    "verify_keys": ("/v/keys.json", EVERYBODY),
    "verify_status": ("/v/status.json", EVERYBODY),
    "verify_courses": ("/v/courses.json", EVERYBODY),
    "verify_worker": ("/v/sw.js", EVERYBODY),
    "verify_script": ("/v/check.0123456789ab.js", EVERYBODY),
    "verify_manifest": ("/v/en.webmanifest", EVERYBODY),
    "api:openapi-json": ("/api/v1/openapi.json", EVERYBODY),
    "api:certificate": ("/api/v1/certificates/{code}", EVERYBODY),
    "api:api-root": ("/api/v1/", (GONE,) * 8),
    "dev_messages": ("/dev/messages/", EVERYBODY),
    "media": ("/media/images/none.svg", (GONE,) * 8),
    "media of nobody": ("/media/wagtail_uploads/none.svg", (GONE,) * 8),
    "wagtaildocs_serve": ("/documents/0/none.pdf", (GONE,) * 8),
    "home": ("/en/", EVERYBODY),
    "frontend_login": ("/en/_util/login/", (AWAY,) * 8),
    "home:helplines": ("/en/helplines/", EVERYBODY),
    "home:helpline_card": ("/en/helplines/card.pdf", EVERYBODY),
    "home:helpline_poster": ("/en/helplines/poster.pdf", EVERYBODY),
    "home:helpline_pocket": ("/en/helplines/pocket.pdf", EVERYBODY),
    "home:offline": ("/en/offline/", EVERYBODY),
    "home:search": ("/en/search/?q=course", EVERYBODY),
    "home:feed": ("/en/news/feed.xml", EVERYBODY),
    "sitemap": ("/sitemap.xml", EVERYBODY),
    "robots": ("/robots.txt", EVERYBODY),
    "incidents:cases": ("/en/cases/", CASE_TEAM),
    "incidents:unlock": ("/en/cases/unlock/", CASE_TEAM),
    "incidents:lock": ("/en/cases/lock/", (405,) * 8),
    "incidents:hold": ("/en/cases/hold/", (405,) * 8),
    "incidents:officers": ("/en/cases/team/", (AWAY, *(GONE,) * 6, OK)),
    "incidents:passphrase": ("/en/cases/team/passphrase/", CASE_TEAM),
    "incidents:rotate": ("/en/cases/team/key/", CASE_TEAM),
    "incidents:old_passphrase": ("/en/cases/team/passphrase/old/", CASE_TEAM),
    "incidents:start_over": ("/en/cases/team/key/anew/", (405,) * 8),
    "incidents:ask_to_start_over": ("/en/cases/team/key/anew/ask/", (405,) * 8),
    "incidents:stop_starting_over": ("/en/cases/team/key/anew/stop/", (405,) * 8),
    "incidents:close": ("/en/cases/close/", (405,) * 8),
    "incidents:share": ("/en/cases/team/1/key/", CASE_TEAM),
    "incidents:remove": ("/en/cases/team/1/remove/", CASE_TEAM),
    "incidents:log": ("/en/cases/log/", CASE_TEAM),
    "incidents:counts": ("/en/cases/counts/", (AWAY,) * 8),
    "incidents:file": ("/en/cases/files/none/", CASE_TEAM),
    "incidents:case": ("/en/cases/AAA-AAA/", CASE_TEAM),
    "incidents:export": ("/en/cases/AAA-AAA/export/", CASE_TEAM),
    "incidents:case_log": ("/en/cases/AAA-AAA/log/", CASE_TEAM),
    "newsletter:subscribe": ("/en/newsletter/", EVERYBODY),
    "newsletter:asked": ("/en/newsletter/asked/", EVERYBODY),
    "newsletter:confirm": ("/en/newsletter/confirm/none/", (GONE,) * 8),
    "newsletter:unsubscribe": ("/en/newsletter/leave/none/", EVERYBODY),
    "worker": ("/sw.js", EVERYBODY),
    "app": ("/app.0123456789ab.js", EVERYBODY),
    "manifest": ("/manifest.webmanifest", EVERYBODY),
    "enter": ("/offline/", (AWAY,) * 8),
    "accounts:sign_in": ("/en/sign-in/", (OK, *(AWAY,) * 7)),
    "accounts:sign_in_code": ("/en/sign-in/code/", (AWAY,) * 8),
    "accounts:who": ("/en/sign-in/who/", (AWAY,) * 8),
    "accounts:welcome": ("/en/sign-in/welcome/", (AWAY,) * 8),
    "accounts:sign_out": ("/en/sign-out/", SIGNED_IN),
    "accounts:privacy": ("/en/privacy/", EVERYBODY),
    "accounts:second_factor": ("/en/second-factor/", (AWAY, AWAY, AWAY, AWAY, OK, AWAY, AWAY, AWAY)),
    "accounts:second_factor_set_up": ("/en/second-factor/set-up/", (AWAY, OK, OK, OK, AWAY, OK, OK, OK)),
    "accounts:recovery_codes": ("/en/second-factor/recovery-codes/", (AWAY, AWAY, AWAY, OK, AWAY, OK, OK, OK)),
    "accounts:data": ("/en/me/data/", SIGNED_IN),
    "accounts:change_phone": ("/en/me/data/phone/", (AWAY, OK, OK, OK, AWAY, OK, OK, OK)),
    "courses:me": ("/en/me/", SIGNED_IN),
    "courses:measure": ("/en/learn/test/{course_key}/", SIGNED_IN),
    "courses:listen": ("/en/learn/listen/{lesson_key}/", EVERYBODY),
    "courses:take": ("/en/learn/take/{course_key}/", (405,) * 8),
    "courses:take_about": ("/en/learn/take/{course_key}/about.json", (401, *(OK,) * 7)),
    "courses:take_bundle": ("/en/learn/take/{course_key}/bundle-none.json", (401, *(GONE,) * 7)),
    "courses:quiz": ("/en/learn/quiz/red-flags-1/", SIGNED_IN),
    "courses:question": ("/en/learn/paper/{ticket}/1/", (AWAY, OK, *(AWAY,) * 6)),
    "courses:review": ("/en/learn/paper/{ticket}/review/", (AWAY, OK, *(AWAY,) * 6)),
    "courses:refresh": ("/en/learn/refresh/", SIGNED_IN),
    "courses:hand_in": ("/en/learn/hand-in/", (405,) * 8),
    "courses:hand_in_file": ("/en/learn/hand-in-file/", SIGNED_IN),
    "courses:held_read": ("/en/learn/held/1/read/", (AWAY,) * 8),
    "courses:result": ("/en/learn/result/{handed_in}/", LEARNER_ONLY),
    "courses:phone_quiz": ("/en/offline/quiz/", EVERYBODY),
    "courses:course": ("/en/courses/red-flags/", EVERYBODY),
    "courses:module": ("/en/courses/red-flags/module-1/", EVERYBODY),
    "courses:lesson": ("/en/courses/red-flags/module-1/lesson-1/", EVERYBODY),
    "certificates:mine": ("/en/me/certificates/", SIGNED_IN),
    "certificates:one": ("/en/me/certificates/{code}/", LEARNER_ONLY),
    "certificates:pdf": ("/en/me/certificates/{code}/pdf/", LEARNER_ONLY),
    "certificates:card": ("/en/me/certificates/{code}/card/", LEARNER_ONLY),
    "certificates:picture": ("/en/me/certificates/{code}/picture/", LEARNER_ONLY),
    # The example is unsigned, so that it has no badge: its holder is led back to it.
    "certificates:badge": ("/en/me/certificates/{code}/badge/", (AWAY, AWAY, *(GONE,) * 6)),
    "verify_issuer": ("/v/issuer.json", EVERYBODY),
    "verify_course": ("/v/course-999.json", (GONE,) * 8),
    "verify_key": ("/v/key-1.json", EVERYBODY),
    "certificates:check": ("/en/verify/", EVERYBODY),
    "saccos:join": ("/en/join/{token}/", EVERYBODY),
    "saccos:refuse_move": ("/en/moved/{moved}/", EVERYBODY),
    "saccos:duplicates": ("/en/manage/pwani-shuttle/same/", OWN_MANAGER),
    "saccos:operators": ("/en/manage/", (AWAY, OK, OK, AWAY, AWAY, AWAY, OK, OK)),
    "saccos:dashboard": ("/en/manage/pwani-shuttle/", OWN_MANAGER),
    "saccos:staff": ("/en/manage/pwani-shuttle/staff/", OWN_MANAGER),
    "saccos:person": ("/en/manage/pwani-shuttle/staff/{staff}/", OWN_MANAGER),
    "saccos:print_list": ("/en/manage/pwani-shuttle/staff/print/", OWN_MANAGER),
    "saccos:export": ("/en/manage/pwani-shuttle/staff/export.csv", OWN_MANAGER),
    "saccos:remind": ("/en/manage/pwani-shuttle/remind/", OWN_MANAGER),
    "saccos:cards": ("/en/manage/pwani-shuttle/cards/", OWN_MANAGER),
    "saccos:board": ("/en/manage/pwani-shuttle/board.pdf", OWN_MANAGER),
    "saccos:rosters": ("/en/manage/pwani-shuttle/import/", OWN_MANAGER),
    "saccos:roster": ("/en/manage/pwani-shuttle/import/{roster}/", OWN_MANAGER),
    "saccos:roster_row": ("/en/manage/pwani-shuttle/import/{roster}/2/", OWN_MANAGER),
    "saccos:roster_to_mend": ("/en/manage/pwani-shuttle/import/{roster}/to-mend.csv", OWN_MANAGER),
    "saccos:invite": ("/en/manage/pwani-shuttle/invite/", OWN_MANAGER),
    "saccos:poster": ("/en/manage/pwani-shuttle/invite/poster/", OWN_MANAGER),
    "seal": ("/s/{code}", (AWAY,) * 8),
    "saccos:public_seal": ("/en/seal/{code}/", (GONE,) * 8),
    "saccos:seal": ("/en/manage/pwani-shuttle/seal/", OWN_MANAGER),
    "saccos:give_seal": ("/en/manage/pwani-shuttle/seal/give/", (AWAY, GONE, GONE, AWAY, AWAY, GONE, GONE, GONE)),
    "saccos:seal_paper": (
        "/en/manage/pwani-shuttle/seal/poster.pdf",
        (AWAY, GONE, GONE, AWAY, AWAY, GONE, GONE, GONE),
    ),
    "saccos:invited": ("/en/manage/pwani-shuttle/invitations/", OWN_MANAGER),
    "saccos:send_invitations": ("/en/manage/pwani-shuttle/invitations/send/", OWN_MANAGER),
    "saccos:slips": ("/en/manage/pwani-shuttle/invitations/slips/?m={staff}", OWN_MANAGER),
    "saccos:managers": ("/en/manage/pwani-shuttle/managers/", OWN_MANAGER),
    "saccos:invite_manager": ("/en/manage/pwani-shuttle/managers/invite/", OWN_MANAGER),
    "saccos:manager_invitation": ("/en/manage/pwani-shuttle/managers/invited/{manager_invitation}/", OWN_MANAGER),
    "saccos:leave_managing": ("/en/manage/pwani-shuttle/managers/leave/", OWN_MANAGER),
    "saccos:manager": ("/en/manage/pwani-shuttle/managers/{management}/", OWN_MANAGER),
    "saccos:become_manager": ("/en/manager/{manager_token}/", EVERYBODY),
    "saccos:history": ("/en/manage/pwani-shuttle/history/", OWN_MANAGER),
    "saccos:digest": ("/en/manage/pwani-shuttle/digest/", OWN_MANAGER),
    "saccos:stop_digest": ("/en/digest/stop/{stop_token}/", EVERYBODY),
    "saccos:confirm_digest": ("/en/digest/confirm/{confirm_token}/", EVERYBODY),
    "saccos:print": ("/en/manage/pwani-shuttle/print/", OWN_MANAGER),
    "saccos:print_job": ("/en/manage/pwani-shuttle/print/{print_job}/", OWN_MANAGER),
    "saccos:print_file": ("/en/manage/pwani-shuttle/print/{print_job}/file/", OWN_MANAGER),
    "incidents:report": ("/en/report/", EVERYBODY),
    "incidents:follow": ("/en/report/follow/", EVERYBODY),
    "incidents:leave": ("/en/report/leave/", (AWAY,) * 8),
    "incidents:sealed": ("/en/report/sealed/", (405,) * 8),
    "workshop_qr": ("/w/{workshop_token}/", (AWAY,) * 8),
    "workshops:walk_ins": ("/en/manage/pwani-shuttle/workshops/", OWN_MANAGER),
    "workshops:code": ("/en/workshop/", EVERYBODY),
    "workshops:attend": ("/en/workshop/{workshop_token}/", EVERYBODY),
    "workshops:worker": ("/en/run/sw.js", EVERYBODY),
    "workshops:runs": ("/en/run/", TRAINERS),
    "workshops:run": ("/en/run/{workshop}/", TRAINERS),
    "workshops:rows": ("/en/run/{workshop}/rows/", (401, *TRAINERS[1:])),
    "workshops:paper": ("/en/run/{workshop}/paper/", TRAINERS),
}
# Wagtail's own addresses: one row for each way in; what stands behind them is Wagtail's to guard.
WAGTAIL = {
    "/admin/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/pages/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/snippets/courses/question/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/snippets/courses/question/add/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/snippets/courses/question/comments/{question}/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/snippets/courses/question/usage/{question}/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/snippets/courses/question/picture/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/snippets/courses/allowance/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/languages/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/languages/topic/red-flags-1/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/reports/gain/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/reports/gain/{course_key}/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/courses/test/{course_key}/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/reports/answers/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/reports/answers/quiz/red-flags-1/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/reports/answers/quiz/red-flags-1/question/none/": (AWAY,) * 8,
    "/admin/reports/answers/quiz/red-flags-1/questions.csv": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, GONE, GONE),
    "/admin/reports/answers/course/{course_key}/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/reports/answers/course/{course_key}/lessons.csv": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, GONE, GONE),
    "/admin/reports/checks/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/reports/checks/month.csv": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/questions/import/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/questions/import/none/": (AWAY,) * 8,
    "/admin/questions/export/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/snippets/courses/narration/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/snippets/choose/courses/narration/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/held/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/held/{held}/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/certificatedesign/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/certificatedesign/new/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/certificatedesign/preview/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, 405, 405),
    "/admin/certificatedesign/preview/1/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, 405, 405),
    "/admin/certificates/print/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK),
    "/admin/certificates/print/none/": (AWAY,) * 8,
    "/admin/certificates/print/none/file/": (AWAY,) * 8,
    "/admin/reports/offences/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK),
    "/admin/reports/offences/counts.csv": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK),
    "/admin/operators/map/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK),
    "/admin/operators/league/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK),
    "/admin/operators/league.csv": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK),
    "/admin/operators/next-steps/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK),
    "/admin/workshops/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/workshops/new/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/workshops/edit/{workshop}/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/workshops/delete/{workshop}/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK),
    "/admin/workshops/{workshop}/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/workshops/{workshop}/expected/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/workshops/{workshop}/close/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, 405, 405),
    "/admin/workshops/{workshop}/sheet.pdf": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/workshops/{workshop}/qr.pdf": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/workshops/?export=csv": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/invited_chooser/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/snippets/saccos/operator/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK),
    "/admin/snippets/saccos/operator/add/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK),
    "/admin/snippets/saccos/target/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK),
    "/admin/operators/import/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK),
    "/admin/operators/import/none/": (AWAY,) * 8,
    "/admin/operators/alike/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK),
    "/admin/operators/merges/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK),
    "/admin/operators/merges/1/undo/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, 405),
    "/admin/operators/{operator}/staff-alike/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK),
    "/admin/operators/{operator}/with/{other}/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK),
    "/admin/users/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK),
    "/admin/workshops/{workshop}/tests/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/workshops/{workshop}/tests/papers-en.pdf": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, GONE, GONE),
    "/admin/workshops/{workshop}/tests/0/paper-en.pdf": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, GONE, GONE),
    "/admin/workshops/{workshop}/tests/0/type/": (AWAY,) * 8,
    "/admin/workshops/{workshop}/tests/0/hands/": (AWAY,) * 8,
    "/admin/workshops/{workshop}/results/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/workshops/{workshop}/results/none/": (AWAY,) * 8,
    "/admin/workshops/{workshop}/results/none/file/": (AWAY,) * 8,
    "/admin/workshops/{workshop}/report/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/workshops/{workshop}/report.csv": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/workshops/{workshop}/report-donors.csv": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK, OK),
    "/admin/snippets/newsletter/issue/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK),
    "/admin/snippets/newsletter/issue/add/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK),
    "/admin/snippets/newsletter/issue/send/{issue}/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK),
    "/admin/snippets/newsletter/issue/test/{issue}/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK),
    "/admin/newsletter/subscribers/": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK),
    "/admin/newsletter/subscribers/?export=csv": (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, OK),
    "/admin/newsletter/subscribers/new/": (AWAY,) * 8,
    "/en/courses/": EVERYBODY,
}


@pytest.fixture
def world(amina, chausiku, baraka, daudi, pwani, course):
    make.make_staff(pwani, amina)
    staff = make.make_staff(pwani, chausiku)
    other = make.make_operator("Other", "other", manager=daudi)
    quiz = Quiz.objects.get(slug="red-flags-1")
    done = attempts.start(amina, quiz)
    attempts.hand_in(amina, done.ticket)
    groups.load(CourseIndexPage.objects.all())
    second = Quiz.objects.get(slug="red-flags-2")
    PrePostTest.objects.create(course=course, form_a=quiz, form_b=second)
    manager_invitation = inviting.invite(pwani, "+254712345678", Right.VIEW, baraka, timezone.now())
    management = pwani.managements.get()
    workshop = make.make_workshop(course)
    examples = {
        "issue": Issue.objects.create(subject_en="News", subject_sw="Habari").pk,
        "operator": pwani.pk,
        "other": other.pk,
        "workshop": workshop.pk,
        "workshop_token": workshop.token,
        "manager_invitation": manager_invitation.pk,
        "manager_token": manager_invitation.token,
        "management": management.pk,
        "stop_token": digest.stop_token(management),
        "confirm_token": make_address(management).token,
        "course_key": course.translation_key,
        "lesson_key": LessonPage.objects.get(title="Lesson 1.1").translation_key,
        "code": make.make_certificate(amina, course.translation_key).code,
        "ticket": attempts.start(amina, quiz).ticket,
        "handed_in": done.ticket,
        "roster": check(pwani, "Njeri Kamau\t0712345678\tdriver").token,
        "token": invitations.open_for(pwani, baraka).token,
        "staff": staff.pk,
        "moved": Move.objects.create(member=staff).token,
        "question": Question.objects.first().pk,
        "print_job": jobs.work(printing.start(pwani, Certificate.objects.all(), "cards", baraka), 60).token,
        "held": receiving.receive(amina, {"ticket": "f" * 32}).held.pk,
    }
    return examples, {
        "visitor": None,
        "learner": amina,
        "driver": chausiku,
        "own_manager": baraka,
        "own_manager_unverified": baraka,
        "other_manager": daudi,
        "trainer": make_trainer(),
        "admin": make_admin(),
    }


def make_address(management):
    return DigestAddress.objects.create(
        management=management, asked_email="b@example.org", token="t" * 32, asked_at=timezone.now()
    )


def make_trainer():
    eshe = make.make_user(full_name="Eshe Mwakio", username="eshe")
    eshe.groups.add(Group.objects.get(name="Trainers"))
    return eshe


def make_admin():
    return make.make_user(full_name="Farida Ali", username="farida", is_superuser=True)


def answers(client, address, who):
    """Return what GET answers to each kind of person in turn."""
    found = []
    for name in PEOPLE:
        client.logout()
        if who[name]:
            sign_in(client, who[name], verified=name in ("own_manager", "other_manager", "trainer", "admin"))
        found.append(client.get(address).status_code)
    return tuple(found)


@pytest.mark.parametrize("name", TABLE)
def test_each_address_opens_to_those_it_is_for(client, world, name):
    examples, who = world
    address, expected = TABLE[name]
    assert answers(client, address.format(**examples), who) == expected


@pytest.mark.parametrize("address", WAGTAIL)
def test_wagtail_s_doors_open_to_those_they_are_for(client, world, address):
    examples, who = world
    assert answers(client, address.format(**examples), who) == WAGTAIL[address]


def names_of(patterns, namespace="", top=True):
    """Yield the name of each of our own addresses; Wagtail's are left out by the module of their view."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if not pattern.callback.__module__.startswith("wagtail") or pattern.name == "home":
                yield f"{namespace}{pattern.name or pattern.pattern}"
        elif not str(getattr(pattern.urlconf_name, "__name__", "")).startswith("wagtail"):
            inner = f"{pattern.namespace}:" if pattern.namespace else namespace
            yield from names_of(pattern.url_patterns, inner, top=False)


def test_every_address_has_a_row():
    found = set(names_of(get_resolver().url_patterns))
    known = set(TABLE) | {"^$", "^media/(images|original_images|narrations|avatar_images)/([^/]+)$"}
    assert found <= known, f"without a row: {sorted(found - known)}"


def test_the_table_knows_everybody(world):
    assert all(len(expected) == len(PEOPLE) for _address, expected in TABLE.values())
    assert Certificate.objects.count() == 1
    assert User.objects.count() == 6
