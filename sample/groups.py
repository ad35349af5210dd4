"""What trainers and programme officers may do in Wagtail's admin."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from certificates.models import CertificateDesign
from courses.models import Allowance, Narration, PrePostTest, Question, QuestionComment, Quiz, Topic
from saccos.models import Operator, Target
from saccos.operators import documents
from workshops.models import Workshop

_MODELS = (Allowance, CertificateDesign, Narration, PrePostTest, Question, QuestionComment, Quiz, Topic)
_RUNNING = ("add_workshop", "change_workshop", "view_workshop")
_DECIDING = ("view_heldattempt", "change_heldattempt")

_MAPPING = ("add_operator", "change_operator", "view_operator", "add_target", "change_target", "delete_target")
_PAPERS = ("add_document", "change_document", "choose_document")

_PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page")


def load(pages) -> Group:
    """Return the group of trainers, who write and publish courses below these pages, the question bank and designs."""
    load_officers()
    trainers = Group.objects.get_or_create(name="Trainers")[0]
    trainers.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"),
        Permission.objects.get(content_type__app_label="simple_translation", codename="submit_translation"),
        *Permission.objects.filter(content_type__in=ContentType.objects.get_for_models(*_MODELS).values()),
        *Permission.objects.filter(content_type__app_label="courses", codename__in=_DECIDING),
        *Permission.objects.filter(content_type=ContentType.objects.get_for_model(Workshop), codename__in=_RUNNING),
        Permission.objects.get(content_type__app_label="certificates", codename="view_checkcount"),
    )
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=_PAGE_RIGHTS):
        for page in pages:
            GroupPagePermission.objects.get_or_create(group=trainers, page=page, permission=permission)
    for permission in Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__regex="^(add|change|choose)_"
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=trainers, collection=Collection.get_first_root_node(), permission=permission
        )
    return trainers


def load_officers() -> Group:
    """Return the group of programme officers, who map operators and keep the papers about them."""
    officers = Group.objects.get_or_create(name="Programme officers")[0]
    officers.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"),
        *Permission.objects.filter(
            content_type__in=ContentType.objects.get_for_models(Operator, Target).values(), codename__in=_MAPPING
        ),
        *Permission.objects.filter(content_type=ContentType.objects.get_for_model(Workshop), codename="view_workshop"),
    )
    papers = documents.collection()
    for permission in Permission.objects.filter(content_type__app_label="wagtaildocs", codename__in=_PAPERS):
        GroupCollectionPermission.objects.get_or_create(group=officers, collection=papers, permission=permission)
    return officers
