from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def helplines(request):
    return render(request, "home/helplines.html")
