"""The programme's pages over all operators: the map, the league, and what to do next."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses import spreadsheets
from saccos import keeping
from saccos.models import Operator
from saccos.programme import choosing, drawing, entries, league, stepping, targets
from saccos.programme.access import edit_address, programme_only

PER_PAGE = 50
_OLD = timedelta(days=1)
_SIGN_SIZE = 6


@programme_only
def operators_map(request):
    """Show the counties by share of staff trained, and a dot for each operator."""
    everybody = entries.read()
    choice, refused = choosing.read(request.GET)
    # The counties beside the chosen one keep their shade, so that it can be compared.
    in_all_counties = choice.but(county="").filter(everybody)
    chosen = [entry for entry in in_all_counties if choice.county in ("", entry.county)]
    drawn = drawing.draw(everybody, chosen, entries.by_county(in_all_counties), near=choice.county)
    counties = [
        (county, choice.but(county="" if county.is_chosen else county.code).query()) for county in drawn.counties
    ]
    context = {
        "drawing": drawn,
        "counties": counties,
        "counties_by_name": sorted(counties, key=lambda pair: pair[0].name),
        "all_counties": entries.total(in_all_counties),
        "sums": entries.total(chosen),
        "targets": targets.reached(everybody),
        "tones": drawing.TONES,
        "page": Paginator(chosen, PER_PAGE).get_page(request.GET.get("p")),
        "without_county": choice.but(county="").query(),
    }
    return _show(request, "map", choice, refused, context)


@programme_only
def operators_league(request):
    """Rank the operators by the share of their staff that is trained, each among its county and kind."""
    choice, refused = choosing.read(request.GET)
    sort = _sort(request.GET.get("sort", ""), refused)
    lines = _lines(choice, sort)
    context = {
        "page": Paginator(lines, PER_PAGE).get_page(request.GET.get("p")),
        "sort": sort,
        "sorts": league.Sort.choices,
        "is_grouped": sort == league.Sort.GROUP,
        "fewest": league.FEWEST,
        "fewest_in_a_group": league.FEWEST_IN_A_GROUP,
        "ranked": sum(line.place is not None for line in lines),
        "file_query": choice.query(sort=sort),
    }
    return _show(request, "league", choice, refused, context)


@programme_only
def league_file(request, kind):
    """Answer the league as a file, with the filters of the page."""
    choice, _refused = choosing.read(request.GET)
    rows = league.table(_lines(choice, _sort(request.GET.get("sort", ""), [])))
    return spreadsheets.answer(rows, kind, f"operators-league-{timezone.localdate().isoformat()}", "league")


def _lines(choice, sort):
    everybody = entries.read()
    return league.lines(everybody, choice.filter(everybody), sort)


def _sort(asked, refused):
    if asked in league.Sort.values:
        return league.Sort(asked)
    if asked:
        refused.append(
            gettext("“%(value)s” is no order, so the league is by county and kind.") % {"value": asked[:100]}
        )
    return league.Sort.GROUP


@programme_only
def next_steps(request):
    """Show which operators stand still, and which steps are due."""
    now = timezone.now()
    choice, refused = choosing.read(request.GET)
    among = choice.narrow(Operator.objects.standing())
    counts = stepping.counts(among, now)
    need = _need(request.GET.get("need", ""), counts, refused)
    page = Paginator(stepping.needing(need, among, now), PER_PAGE).get_page(request.GET.get("p"))
    today = timezone.localdate(now)
    context = {
        "needs": [(one, number, choice.query(need=one.value)) for one, number in counts.items()],
        "need": need,
        "page": page,
        "rows": [(operator, stepping.days_still(operator, today)) for operator in page],
        "is_still": need in stepping.STANDING_STILL,
        "is_about_managers": need in (stepping.Need.NO_MANAGER, stepping.Need.AWAY),
        "stalled": _stalled(among, now),
        "spans": stepping.Since.labels,
        "today": today,
    }
    return _show(request, "steps", choice, refused, context)


def _need(asked, counts, refused):
    """Return the need that is asked for, else the first that any operator has."""
    if asked in stepping.Need.values:
        return stepping.Need(asked)
    if asked:
        refused.append(gettext("“%(value)s” is no list of this page.") % {"value": asked[:100]})
    return next((need for need, number in counts.items() if number), stepping.Need.OVERDUE)


def _stalled(among, now):
    table = stepping.stalled(among, now)
    return [
        (entries.ENGAGEMENTS.get(engagement, engagement), [*numbers.values()], sum(numbers.values()))
        for engagement, numbers in table.items()
    ]


_PAGES = {
    "map": ("programme_map", _("Map"), _("Map of operators"), "site"),
    "league": ("programme_league", _("League"), _("League of operators"), "list-ol"),
    "steps": ("programme_steps", _("Next steps"), _("Next steps with operators"), "calendar-check"),
}


def _show(request, name, choice, refused, context):
    """Answer a page with what all three have: their filters, the way to each other, and as of when they are."""
    address, _short, title, icon = _PAGES[name]
    passed_at = keeping.passed_at()
    context |= {
        "header_title": title,
        "header_icon": icon,
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse(address), "label": title},
        ],
        "tabs": [(key, reverse(page[0]), page[1]) for key, page in _PAGES.items()],
        "tab": name,
        "choice": choice,
        "choices": choosing.CHOICES,
        "query": choice.query(),
        "refused": refused,
        "passed_at": passed_at,
        "is_old": passed_at is not None and timezone.now() - passed_at > _OLD,
        "edit": edit_address(request.user),
        "signs": [(kind, label, "M8 8" + drawing.shape(kind, _SIGN_SIZE)) for kind, label in Operator.Kind.choices],
    }
    return render(request, f"saccos/programme/{name}.html", context)
