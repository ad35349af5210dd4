from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import addresses
from accounts.access import learner_required
from certificates import downloads, verify_page
from certificates.forms import CodeForm
from certificates.officer import showing
from printing import qr


@learner_required
@require_safe
def mine(request):
    return render(request, "certificates/mine.html", {"certificates": request.user.certificates.all()})


@learner_required
@require_safe
def one(request, code):
    related = request.user.certificates.select_related("renews", "replaced_by").prefetch_related("renewals", "replaced")
    certificate = get_object_or_404(related, code=code)
    message = f"{certificate.course_title}, {certificate.holder_name}: {certificate.link}"
    return render(
        request,
        "certificates/one.html",
        {
            "certificate": certificate,
            "renewal": next(iter(certificate.renewals.all()), None),
            "replaced": next(iter(certificate.replaced.all()), None),
            "kilobytes": downloads.kilobytes(certificate),
            "qr": qr.svg(certificate.qr_text, _("Square code that opens the check of this certificate")),
            "whatsapp": f"https://wa.me/?{urlencode({'text': message})}",
        },
    )


@learner_required
@require_safe
def download(request, code, kind):
    certificate = get_object_or_404(request.user.certificates, code=code)
    try:
        body = downloads.make(kind, certificate)
    except downloads.NotOffered:
        return redirect("certificates:one", code)
    disposition = content_disposition_header(as_attachment=True, filename=downloads.name_of(kind, certificate))
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-cache"}
    return HttpResponse(body, downloads.FILES[kind].content_type, headers=headers)


@require_safe
def verify(request, code):
    """Answer as VerifyMiddleware does, which stands in front; the route gives the address its name."""
    return verify_page.answer(code, addresses.of(request))


@require_safe
def check(request):
    """Ask for a code; with one that could be a code, show what it leads to."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        return verify_page.answer(form.cleaned_data["code"], addresses.of(request))
    response = render(request, "certificates/check.html", {"form": form, **showing.context()})
    response.is_same_for_all = not form.is_bound
    return response
