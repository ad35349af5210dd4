"""The same person twice on staff lists: one place at one operator, as everybody has, and the past of both."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.merging import Mover, Pair
from accounts.merging_rows import Kind, change, change_back, move, read, undo, written
from saccos import history, keeping
from saccos.models import DigestAddress, Invitation, Management, Reminder, StaffMember

KINDS = (Kind(Reminder, "person"),)
_MANAGEMENT = ("pk", "operator", "user", "right", "digest", "digest_sent_at", "created_at")
_ADDRESS = ("id", "management", "email", "asked_email", "token", "asked_at")

history.register("merged", _("%(name)s stood on the list twice: the two were put together."))
history.register("unmerged", _("%(name)s: the two entries put together before are two again."))


def give(pair: Pair) -> dict:
    """Give work and management to the entry kept.

    At one operator, both places become the one that is kept, since the earlier day; the other ends, and stays with the
    entry that goes. At two, the place begun later holds, and the other ends today. A manager keeps the larger right.
    """
    told = move(KINDS, *pair.both)
    told["ended"] = _end_one_place(pair)
    stays = told["ended"]["pk"] if told["ended"] and told["ended"]["same"] else None
    rows = StaffMember.objects.filter(person=pair.gone).exclude(pk=stays)
    told["places"] = list(rows.values_list("pk", flat=True))
    rows.update(person=pair.kept)
    _sort_anew(pair.kept)
    return told | {"managements": _give_managements(pair)}


def settle(pair: Pair, told: dict) -> dict:
    """Bring the current place up to date; what has ended shows its operator nothing that was learned since."""
    for member in StaffMember.objects.current().filter(person__in=pair.both):
        keeping.settle(member, pair.now)
    return {}


def give_back(pair: Pair, told: dict) -> None:
    """Give everything back; who has another place since keeps that one."""
    undo(KINDS, *pair.both, told)
    StaffMember.objects.filter(pk__in=told["places"], person=pair.kept).update(person=pair.gone)
    if told["ended"]:
        _begin_again(pair, told["ended"])
    _give_managements_back(pair, told["managements"])
    for person in pair.both:
        _sort_anew(person)
    settle(pair, told)


def _sort_anew(person):
    """Sort every place of the person's by the name that they have now, whatever it was when the merge began."""
    person.refresh_from_db(fields=["search_name"])
    StaffMember.objects.filter(person=person).exclude(sort_name=person.search_name).update(sort_name=person.search_name)


def _end_one_place(pair):
    """End one of two current places, and return what was changed; None where there are not two."""
    current = {row.person_id: row for row in StaffMember.objects.current().filter(person__in=pair.both)}
    if len(current) < len(pair.both):
        return None
    of_kept, of_gone = current[pair.kept.pk], current[pair.gone.pk]
    if of_kept.operator_id == of_gone.operator_id:
        told = _make_one_place(pair, of_kept, of_gone)
    else:
        ends = of_kept if of_gone.started_on > of_kept.started_on else of_gone
        history.note(ends.operator, "moved-away", None, pair.now, name=str(ends.person))
        told = {"same": False} | _end(ends, pair)
    return told


def _make_one_place(pair, of_kept, of_gone):
    known = {name: getattr(of_kept, name) or getattr(of_gone, name) for name in ("staff_number", "stage")}
    started_on = min(of_kept.started_on, of_gone.started_on)
    history.note(of_kept.operator, "merged", pair.by, pair.now, name=str(pair.kept))
    return {
        "same": True,
        "described": change(of_kept, known | {"started_on": started_on}),
        "invitations": _give_invitation(pair, of_kept, of_gone),
    } | _end(of_gone, pair)


def _end(member, pair):
    ended_on = max(member.started_on, timezone.localdate(pair.now))
    told = {"pk": member.pk, "ended_on": change(member, {"ended_on": ended_on})}
    keeping.forget(member)
    return told


def _give_invitation(pair, of_kept, of_gone):
    """Let the slip that somebody may hold in their hand lead to the place that is kept, or close it."""
    invitation = of_gone.invitations.filter(closed_at=None).first()
    if invitation is None:
        return None
    has_one = of_kept.invitations.filter(closed_at=None).exists()
    return change(invitation, {"closed_at": pair.now} if has_one else {"member": of_kept})


def _begin_again(pair, told):
    member = StaffMember.objects.get(pk=told["pk"])
    is_free = not StaffMember.objects.current().filter(person=member.person_id).exists()
    if is_free and change_back(StaffMember, told["ended_on"]) and not told["same"]:
        history.note(member.operator, "came-back", None, pair.now, name=str(member.person))
    if told["same"]:
        change_back(StaffMember, told["described"])
        change_back(Invitation, told["invitations"])
        history.note(member.operator, "unmerged", pair.by, pair.now, name=str(pair.kept))


def _give_managements(pair):
    """Return which moved; of two at one operator, the row that is taken out, and what the other gained."""
    theirs = {row.operator_id: row for row in Management.objects.filter(user=pair.kept)}
    told = {"moved": [], "out": [], "gained": [], "addresses": []}
    for row in Management.objects.filter(user=pair.gone):
        if row.operator_id in theirs:
            kept = theirs[row.operator_id]
            told["gained"].append(change(kept, {"right": max(kept.right, row.right)}))
            told["out"].append(written(row, _MANAGEMENT[1:]) | {"id": row.pk})
            told["addresses"] += [written(one, _ADDRESS) for one in DigestAddress.objects.filter(management=row)]
            row.delete()
        else:
            told["moved"].append(row.pk)
    Management.objects.filter(pk__in=told["moved"]).update(user=pair.kept)
    return told


def _give_managements_back(pair, told):
    for gained in told["gained"]:
        change_back(Management, gained)
    for row in told["out"]:
        Management.objects.bulk_create([Management(**read(Management, row))])
    for row in told.get("addresses", []):
        DigestAddress.objects.create(**read(DigestAddress, row))
    Management.objects.filter(pk__in=told["moved"], user=pair.kept).update(user=pair.gone)


MOVER = Mover(give, give_back, settle, floor=4)
