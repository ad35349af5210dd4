from django.apps import apps
from wagtail.admin.telepath import register
from wagtail.snippets.widgets import AdminSnippetChooser, SnippetChooserAdapter


class NarrationChooser(AdminSnippetChooser):
    """Choose, or record, a sound in one language."""

    def __init__(self, language, **kwargs):
        self.language = language
        super().__init__(model=apps.get_model("courses.Narration", require_ready=False), **kwargs)

    def get_chooser_modal_url(self):
        return f"{super().get_chooser_modal_url()}?language={self.language}"


register(SnippetChooserAdapter(), NarrationChooser)
