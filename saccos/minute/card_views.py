"""Who needs a card, and printing cards for just them."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone

from certificates.models import Certificate, PrintJob
from saccos import printing
from saccos.access import managers_only
from saccos.minute import cards as card_list
from saccos.minute.paging import A_PAGE


@managers_only
def cards(request, operator):
    codes = card_list.without_card(operator, timezone.now())
    if request.method == "POST" and codes:
        form = PrintJob.Form.CARDS if request.POST.get("form") == PrintJob.Form.CARDS else PrintJob.Form.SHEETS
        job = printing.start(operator, (Certificate(code=code) for code in codes), form, request.user)
        return redirect("saccos:print_job", operator=operator.slug, token=job.token)
    page = Paginator(codes, A_PAGE).get_page(request.GET.get("page"))
    page.object_list = card_list.certificates(page.object_list)
    context = {"operator": operator, "page": page, "forms": [PrintJob.Form.SHEETS, PrintJob.Form.CARDS]}
    return render(request, "saccos/minute/cards.html", context)
