import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import Page

from accounts.models import User
from certificates.designs import sample
from certificates.models import Certificate, CertificateDesign, DesignVersion
from courses.models import CourseIndexPage, CoursePage
from sample import groups
from tests import make
from tests.certificates import drawn
from tests.conftest import sign_in

LIST = "/admin/certificatedesign/"
NEW, PREVIEW = f"{LIST}new/", f"{LIST}preview/"
EMPTY = dict.fromkeys(
    (
        "course",
        "logo",
        "wording_en",
        "wording_sw",
        "signatory",
        "signatory_role_en",
        "signatory_role_sw",
        "signature",
        "holder",
    ),
    "",
) | {"holder": "short"}
WHOLE = EMPTY | {
    "wording_en": "learned to keep travellers safe",
    "wording_sw": "alijifunza kulinda wasafiri",
    "signatory": "Farida Ali",
    "signatory_role_en": "Director",
    "signatory_role_sw": "Mkurugenzi",
}


@pytest.fixture
def eshe(course):
    eshe = make.make_user(full_name="Eshe Mwakio", username="eshe")
    eshe.groups.add(groups.load(CourseIndexPage.objects.all()))
    return eshe


@pytest.fixture
def trainer(client, eshe):
    return sign_in(client, eshe, verified=True)


def saved_picture(content=None, name="picture.png"):
    return drawn.image(content or drawn.saved(drawn.logo()), name)


def texts(response):
    return response.content.decode()


def refused(client, **fields):
    """Post the form, and return what its page says beside each field."""
    response = client.post(NEW, WHOLE | fields)
    assert response.status_code == 200
    assert not CertificateDesign.objects.exists()
    form = response.context["form"]
    for name, value in (WHOLE | fields).items():
        assert name == "holder" or str(form[name].value() or "") == str(value)
    return dict(form.errors)


def test_a_trainer_makes_a_design_for_a_course_and_another_for_all_others(trainer, course):
    logo = saved_picture()
    assert trainer.post(NEW, WHOLE | {"course": course.pk, "logo": logo.pk}).url == LIST
    assert trainer.post(NEW, WHOLE).url == LIST
    own, general = CertificateDesign.objects.order_by("pk")
    assert (own.course, own.logo, own.signatory) == (course, logo, "Farida Ali")
    assert (general.course, general.wording_sw) == (None, "alijifunza kulinda wasafiri")
    text = texts(trainer.get(LIST))
    assert "Red flags" in text
    assert "Every other course" in text


def test_only_the_courses_of_the_source_language_are_offered(trainer, course):
    text = texts(trainer.get(NEW))
    kiswahili = CoursePage.objects.get(translation_key=course.translation_key, locale__language_code="sw")
    assert f'<option value="{course.pk}">' in text
    assert f'<option value="{kiswahili.pk}">' not in text


@pytest.mark.parametrize("pair", [("wording_en", "wording_sw"), ("signatory_role_en", "signatory_role_sw")])
@pytest.mark.parametrize("missing", [0, 1])
def test_what_is_said_in_one_language_only_is_refused_beside_the_other(trainer, pair, missing):
    errors = refused(trainer, **{pair[missing]: ""})
    assert list(errors) == [pair[missing]]
    assert ("English", "Kiswahili")[missing] in errors[pair[missing]][0]


def test_saying_nothing_in_either_language_is_fine(trainer):
    assert trainer.post(NEW, EMPTY).url == LIST


def test_a_signature_of_nobody_is_refused(trainer):
    nobody = {"signatory": "", "signatory_role_en": "", "signatory_role_sw": ""}
    errors = refused(trainer, signature=saved_picture().pk, **nobody)
    assert list(errors) == ["signatory"]
    assert "whose signature" in errors["signatory"][0]


def test_an_office_of_nobody_is_refused(trainer):
    assert "who holds this office" in refused(trainer, signatory="")["signatory"][0]


@pytest.mark.parametrize("name", ["logo", "signature"])
def test_a_picture_that_paper_can_t_show_is_refused_beside_its_field(trainer, name):
    svg = saved_picture(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.svg")
    assert "Save it as a PNG" in refused(trainer, **{name: svg.pk})[name][0]
    lost = saved_picture()
    lost.file.storage.delete(lost.file.name)
    assert "Upload it again" in refused(trainer, **{name: lost.pk})[name][0]


def test_what_is_left_of_a_damaged_picture_is_refused(trainer):
    logo = saved_picture()
    with logo.file.storage.open(logo.file.name, "r+b") as file:
        file.truncate(logo.file.size // 2)
    response = trainer.post(PREVIEW, WHOLE | {"logo": logo.pk}, headers={"Accept": "application/json"})
    assert response.json() == {"problems": [["Logo", "This picture can't be read. Save it as a PNG and upload that."]]}


@pytest.mark.parametrize("name", ["wording_en", "signatory", "signatory_role_sw"])
def test_what_is_longer_than_paper_holds_is_refused(trainer, name):
    longest = CertificateDesign._meta.get_field(name).max_length
    assert name in refused(trainer, **{name: "x" * (longest + 1)})
    assert trainer.post(NEW, WHOLE | {name: "x" * longest}).url == LIST


def test_lines_and_unseen_characters_become_plain_text(trainer):
    trainer.post(NEW, WHOLE | {"wording_en": " learned\r\n to\u202e drive ", "signatory": "Mu\u0303thoni"})
    design = CertificateDesign.objects.get()
    assert (design.wording_en, design.signatory) == ("learned to drive", "Mũthoni")


def test_a_second_design_for_the_same_is_refused_and_saving_the_first_again_is_not(trainer, course):
    for place in (course.pk, ""):
        design = CertificateDesign.objects.create(course_id=place or None)
        errors = trainer.post(NEW, WHOLE | {"course": place}).context["form"].errors
        assert list(errors) == ["course"]
        assert errors["course"] == ["There is a design for this already. Change that one instead."]
        assert trainer.post(f"{LIST}edit/{design.pk}/", WHOLE | {"course": place}).url == LIST
    assert CertificateDesign.objects.count() == 2


def test_a_new_design_begins_with_what_lacks_one(trainer, course):
    assert trainer.get(NEW).context["form"].instance.course is None
    CertificateDesign.objects.create()
    assert trainer.get(NEW).context["form"].instance.course == course
    CertificateDesign.objects.create(course=course)
    assert trainer.get(NEW).context["form"].instance.course is None


def test_a_picture_in_use_is_not_offered_for_deletion(client, trainer):
    logo = saved_picture()
    trainer.post(NEW, WHOLE | {"logo": logo.pk})
    sign_in(client, User.objects.create_superuser("farida", "correct horse battery"), verified=True)
    text = texts(client.get(f"/admin/images/{logo.pk}/delete/"))
    assert "referenced 1 time" in text
    assert "Yes, delete" not in text


def test_deleting_says_that_issued_certificates_keep_it(trainer):
    design = CertificateDesign.objects.create()
    assert "keep it" in texts(trainer.get(f"{LIST}delete/{design.pk}/"))
    trainer.post(f"{LIST}delete/{design.pk}/")
    assert not CertificateDesign.objects.exists()


def test_the_list_costs_the_same_however_many_there_are(trainer, course, django_assert_max_num_queries):
    trainer.get(LIST)
    CertificateDesign.objects.create(course=course)
    for number in range(8):
        CertificateDesign.objects.create(course=make.make_course(f"More {number}", f"more-{number}", modules=1))
    with django_assert_max_num_queries(22):
        assert "More 7" in texts(trainer.get(LIST))


@pytest.mark.parametrize("holder", sample.Holder.values)
def test_a_preview_is_the_paper_itself_and_saves_nothing(trainer, course, holder):
    fields = WHOLE | {"course": course.pk, "holder": holder, "signature": saved_picture().pk}
    response = trainer.post(PREVIEW, fields)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response.content.startswith(b"%PDF-")
    assert "no-store" in response["Cache-Control"]
    for model in (CertificateDesign, DesignVersion, Certificate):
        assert not model.objects.exists()


def test_a_preview_of_a_saved_design_leaves_it_as_it_was(trainer):
    design = CertificateDesign.objects.create(signatory="Eshe Mwakio")
    assert trainer.post(f"{PREVIEW}{design.pk}/", WHOLE).status_code == 200
    design.refresh_from_db()
    assert design.signatory == "Eshe Mwakio"


def test_a_preview_does_not_mind_that_there_is_one_already(trainer):
    CertificateDesign.objects.create()
    assert trainer.post(PREVIEW, WHOLE).status_code == 200


def test_a_preview_needs_no_course_in_the_tree(trainer):
    Page.objects.filter(depth__gt=2).delete()
    assert trainer.post(PREVIEW, WHOLE).status_code == 200


def test_a_script_is_told_what_stands_in_the_way(trainer):
    response = trainer.post(
        PREVIEW, WHOLE | {"wording_sw": ""}, headers={"Accept": "application/pdf, application/json"}
    )
    assert response.status_code == 422
    ((label, text),) = response.json()["problems"]
    assert label == "Wording in Kiswahili"
    assert "leave both empty" in text


def test_a_person_without_scripts_is_told_on_a_page(trainer):
    response = trainer.post(PREVIEW, WHOLE | {"wording_sw": ""}, headers={"Accept": "text/html,*/*;q=0.8"})
    assert response.status_code == 422
    assert "leave both empty" in texts(response)


def test_a_name_that_is_not_offered_is_refused(trainer):
    assert trainer.post(PREVIEW, WHOLE | {"holder": "Daudi"}).status_code == 422


@pytest.mark.parametrize("holder", ["long", "word"])
def test_the_long_names_have_as_many_bytes_as_a_code_holds(db, holder):
    assert len(sample.NAMES[holder].encode()) == 48


def test_only_the_form_s_own_page_may_frame_the_pdf_it_was_sent(trainer):
    def frames(address):
        policy = trainer.get(address)["Content-Security-Policy"]
        return next(part.split()[1:] for part in policy.split("; ") if part.startswith("frame-src"))

    assert frames(NEW) == ["'self'", "blob:"]
    assert frames(f"{LIST}edit/{CertificateDesign.objects.create().pk}/") == ["'self'", "blob:"]
    assert frames(LIST) == ["'self'"]


def test_without_the_right_nothing_is_opened_drawn_or_saved(client, course):
    reader = make.make_user(full_name="Daudi Otieno", username="daudi")
    group = Group.objects.create(name="Readers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    reader.groups.add(group)
    sign_in(client, reader, verified=True)
    design = CertificateDesign.objects.create()
    for address in (NEW, PREVIEW, f"{PREVIEW}{design.pk}/", f"{LIST}edit/{design.pk}/", f"{LIST}delete/{design.pk}/"):
        assert client.post(address, WHOLE).status_code == 302
    assert client.get(LIST).status_code == 302
    assert list(CertificateDesign.objects.values_list("signatory", flat=True)) == [""]


def test_an_administrator_may_do_the_same(client, course):
    farida = User.objects.create_superuser("farida", "correct horse battery", full_name="Farida Omar")
    sign_in(client, farida, verified=True)
    assert client.post(PREVIEW, WHOLE).status_code == 200
    assert client.post(NEW, WHOLE).url == LIST


def test_a_form_from_another_site_draws_nothing(eshe):
    strict = sign_in(Client(enforce_csrf_checks=True), eshe, verified=True)
    assert strict.post(PREVIEW, WHOLE).status_code == 403
