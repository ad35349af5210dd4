from django.contrib.auth.backends import ModelBackend

from accounts import password_guard


class UsernameBackend(ModelBackend):
    """User name and password, for the trainers and administrators who have them; learners sign in with a code."""

    def authenticate(self, request, username=None, password=None, **kwargs):
        if not username or password is None or password_guard.seconds_to_wait(username):
            return None
        user = super().authenticate(request, username=username, password=password, **kwargs)
        if user is None:
            password_guard.note_failure(username)
        else:
            password_guard.forget(username)
        return user
