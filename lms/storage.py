"""Static files of production: hashed names, compressed beforehand, kept by browsers for good."""

from fnmatch import fnmatch

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from home import packing


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Send the learner's scripts without what only people read. None imports another: those that do are in the pack."""

    def _save(self, name, content):
        if fnmatch(name, "js/*.js"):
            content.seek(0)
            content = ContentFile(packing.smaller(content.read().decode()).encode())
        return super()._save(name, content)
