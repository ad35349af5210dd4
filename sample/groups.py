"""What trainers may do in Wagtail's admin."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from certificates.models import CertificateDesign
from courses.models import Allowance, Narration, PrePostTest, Question, QuestionComment, Quiz, Topic

_MODELS = (Allowance, CertificateDesign, Narration, PrePostTest, Question, QuestionComment, Quiz, Topic)
_DECIDING = ("view_heldattempt", "change_heldattempt")

_PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page")


def load(pages) -> Group:
    """Return the group of trainers, who write and publish courses below these pages, the question bank and designs."""
    trainers = Group.objects.get_or_create(name="Trainers")[0]
    trainers.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"),
        Permission.objects.get(content_type__app_label="simple_translation", codename="submit_translation"),
        *Permission.objects.filter(content_type__in=ContentType.objects.get_for_models(*_MODELS).values()),
        *Permission.objects.filter(content_type__app_label="courses", codename__in=_DECIDING),
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
