"""Static files of production: hashed names, compressed beforehand, kept by browsers for good."""

from fnmatch import fnmatch
from hashlib import blake2b

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from home import packing

MODULES = "js/*.js"
"""The learner's scripts; those in the pack are never asked for by themselves."""


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Give the learner's modules the hashed names of what they import, and take out what only people read.

    Django can follow the imports of every script there is, and then stumbles over those inside Wagtail's packed ones.
    Ours are one program and share one hash, for two that import each other would never come to rest with two.
    """

    _patterns_of_modules = (MODULES, CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1])
    patterns = (*CompressedManifestStaticFilesStorage.patterns, _patterns_of_modules)

    def _save(self, name, content):
        if fnmatch(name, MODULES):
            content.seek(0)
            content = ContentFile(packing.smaller(content.read().decode()).encode())
        return super()._save(name, content)

    def post_process(self, paths, dry_run=False, **options):
        self._hash_of_modules = self._digest(paths)
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _digest(self, paths):
        digest = blake2b(digest_size=6)
        for name in sorted(path for path in paths if fnmatch(path, MODULES)):
            storage, path = paths[name]
            with storage.open(path) as file:
                digest.update(file.read())
        return digest.hexdigest()

    def file_hash(self, name, content=None):
        is_module = name and fnmatch(name, MODULES)
        return self._hash_of_modules if is_module else super().file_hash(name, content)
