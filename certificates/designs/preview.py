"""A certificate as it would look with what stands in a design's form. Nothing is saved."""

from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.generic import View
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from certificates import designing
from certificates.designs import sample
from certificates.models import CertificateDesign
from certificates.printing import pdf


class PreviewView(PermissionCheckedMixin, View):
    """Answer a posted form with the PDF, or with 422 and what is wrong: as JSON to a script, as a page to a person."""

    form_class = None
    any_permission_required = ["add", "change"]
    http_method_names = ["post"]

    def post(self, request, pk=None):
        design = get_object_or_404(CertificateDesign, pk=pk) if pk else CertificateDesign()
        form = self.form_class(request.POST, instance=design, for_user=request.user)
        form.is_preview = True
        holder = request.POST.get("holder", sample.Holder.SHORT)
        # That there is a design for it already shows in no field, and stands in the way of saving only.
        if form.errors.keys() - {NON_FIELD_ERRORS} or holder not in sample.Holder.values:
            return self._refuse(form)
        drawn = sample.certificate(holder, form.cleaned_data["course"], timezone.now())
        file = pdf.draw(drawn, design=designing.frozen(form.instance))
        return HttpResponse(file, "application/pdf", headers={"Cache-Control": "no-store"})

    def _refuse(self, form):
        problems = [
            (str(form.fields[name].label), text)
            for name, texts in form.errors.items()
            for text in texts
            if name != NON_FIELD_ERRORS
        ]
        if self.request.accepts("text/html"):
            return render(self.request, "certificates/designs/refused.html", {"problems": problems}, status=422)
        return JsonResponse({"problems": problems}, status=422)
