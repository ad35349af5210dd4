"""Beside the text of a page: how hard it is to read, as it was last saved."""

from wagtail.admin.panels import Panel
from wagtail.fields import RichTextField, StreamField

from home import reading_level


def text_of(page) -> str:
    """Return the words of a page that its readers read, a line for each piece."""
    fields = [field for field in page._meta.get_fields() if isinstance(field, RichTextField | StreamField)]
    pieces = [piece for field in fields for piece in field.get_searchable_content(field.value_from_object(page))]
    return "\n".join(piece for piece in (page.title, page.lead, *pieces) if piece)


class ReadingLevelPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "home/admin/reading_level.html"

        def get_context_data(self, parent_context=None):
            is_english = self.instance.locale_id and self.instance.locale.language_code == "en"
            reading = reading_level.measure(text_of(self.instance)) if self.instance.pk else None
            beyond = reading is not None and reading.grade == reading_level.BEYOND_SCHOOL
            return super().get_context_data(parent_context) | {
                "reading": reading,
                "is_english": is_english,
                "is_beyond_school": beyond,
                "most_words": reading_level.LONG_SENTENCE - 1,
            }
