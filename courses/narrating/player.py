"""What a learner can listen to beside the words."""

from __future__ import annotations

from courses import models


def for_question(content: dict, language: str) -> models.Narration | None:
    """Return the sound of a question (in the shape that a quiz version keeps) in a language, or None without one.

    Versions frozen before questions had sound name none; a sound deleted since is None too.
    """
    key = content.get("narration", {}).get(language)
    return models.Narration.objects.filter(pk=key, language=language).first() if key else None
