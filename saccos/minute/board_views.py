from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from saccos.access import managers_only
from saccos.minute import board_sheet
from saccos.minute.board import report


@managers_only
@require_safe
def board(request, operator):
    now = timezone.now()
    pdf = board_sheet.draw(operator, report(operator, get_language(), now), now)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{operator.slug}-board-{timezone.localdate(now)}.pdf"'
    return response
