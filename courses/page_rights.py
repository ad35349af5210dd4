"""What somebody may do with the pages of courses in the admin."""

from wagtail.models import PagePermissionTester

from home.public_pages import HOME_DEPTH


class CourseRights(PagePermissionTester):
    """Leaves out what is given at a home page: that is for the public site, not for what crews are certified by."""

    def __init__(self, user, page):
        super().__init__(user, page)
        if user.is_active and not user.is_superuser:
            given = self.permission_policy.get_cached_permissions_for_user(user)
            self.permissions = {
                right.permission.codename.removesuffix("_page")
                for right in given
                if right.page.depth != HOME_DEPTH and page.path.startswith(right.page.path)
            }
