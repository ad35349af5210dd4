"""What keeps the scenes of a scenario from being a story: pure; see courses/bank/checking.py for the paths."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

FEWEST_ACTIONS, MOST_ACTIONS = 2, 4


def problems(scenes: Sequence[Mapping]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the way through the scenes: names, ends, loops, and scenes that nobody reaches."""
    names = [scene.get("name") or "" for scene in scenes]
    found = [*_names(names), *_actions(scenes, set(names))]
    yield from found
    if not found and scenes:
        yield from _ways(scenes, names)


def _names(names):
    for place, name in enumerate(names):
        if not name:
            yield f"options.{place}.name", _("Give the scene a short name.")
        elif name in names[:place]:
            yield f"options.{place}.name", _("Another scene has this name already.")


def _actions(scenes, names):
    for place, scene in enumerate(scenes):
        actions = list(scene.get("actions") or ())
        if not FEWEST_ACTIONS <= len(actions) <= MOST_ACTIONS:
            yield f"options.{place}", _("A scene has two to four things one could do.")
        for number, action in enumerate(actions):
            yield from _action(f"options.{place}.actions.{number}.", action, names)


def _action(path, action, names):
    leads_to, outcome = action.get("leads_to"), action.get("outcome")
    if leads_to and outcome:
        yield f"{path}outcome", _("An action leads to a scene or ends the story, not both. Empty one of the two.")
    elif not leads_to and not outcome:
        yield f"{path}leads_to", _("Say to which scene this leads, or how it ends.")
    elif leads_to and leads_to not in names:
        yield f"{path}leads_to", _("There is no scene with the name “%(name)s”.") % {"name": leads_to}


def _ways(scenes, names):
    leads = {
        name: [action["leads_to"] for action in scene["actions"] if action.get("leads_to")]
        for name, scene in zip(names, scenes, strict=True)
    }
    reached = _reached(names[0], leads)
    for place, name in enumerate(names):
        if name not in reached:
            yield f"options.{place}.name", _("No action leads to this scene, so nobody would see it.")
    if _has_loop(leads):
        yield "options", _("The story goes round in a circle. Let every action lead onwards.")
    ends = [
        action.get("outcome")
        for name, scene in zip(names, scenes, strict=True)
        if name in reached
        for action in scene["actions"]
    ]
    if "safe" not in ends:
        yield "options", _("No way through the story ends well. Let at least one action end safely.")


def _reached(first, leads):
    reached, waiting = {first}, [first]
    while waiting:
        fresh = set(leads[waiting.pop()]) - reached
        reached |= fresh
        waiting += fresh
    return reached


def _has_loop(leads):
    """Take away the scenes that lead nowhere open, again and again; what is left goes round."""
    left = dict(leads)
    while True:
        done = [name for name, onwards in left.items() if not any(name_after in left for name_after in onwards)]
        if not done:
            return bool(left)
        for name in done:
            del left[name]
