"""Checks across a whole spec: ids are unique, references lead somewhere, zones nest, hints do not contradict.

They work on the plain data, so that they run beside the model's own checks and everything is reported at once.
Whatever is not of the right type is passed over here; the model reports it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Any

from oauthviz.core.words import shown
from oauthviz.spec.model import Canvas, default_arrow_id
from oauthviz.spec.problems import Path, Problem, owner, subject

_Named = tuple[str, Path]
_Known = dict[str, dict[str, None]]
"""The ids of boxes, zones and arrows, each once and in the spec's order."""

_GUESSED_FROM = 700
"""Ids that a did-you-mean looks through: as many as a spec within its limits has."""

_ARTICLES = {"boxes": "a box", "zones": "a zone", "arrows": "an arrow"}


def cross_check(data: dict[str, Any]) -> Iterator[Problem]:
    """Everything wrong with `data` that no single key shows."""
    known: _Known = {key: dict.fromkeys(name for name, _ in _ids(data, key)) for key in _ARTICLES}
    for key in _ARTICLES:
        yield from _repeated_ids(data, key)
    yield from _references(data, known)
    yield from _zone_cycles(data)
    yield from _empty_zones(data)
    yield from _own_targets(data)
    yield from _columns(data)
    yield from _contradictions(data)
    yield from _margin(data)


def _items(data: dict[str, Any], key: str) -> Iterator[tuple[int, dict[str, Any]]]:
    items = data.get(key)
    if isinstance(items, list):
        for i, item in enumerate(items):
            if isinstance(item, dict):
                yield i, item


def _ids(data: dict[str, Any], key: str) -> Iterator[_Named]:
    """The ids of all items, default ones too, each with its path."""
    for i, item in _items(data, key):
        default = default_arrow_id(i) if key == "arrows" else None
        name = item.get("id", default)
        if isinstance(name, str):
            yield name, (key, i, "id") if "id" in item else (key, i)


def _names(value: Any, path: Path) -> Iterator[_Named]:
    """The texts of a value that is one id, a list of ids or a list of lists of ids."""
    if isinstance(value, str):
        yield value, path
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from _names(item, (*path, i))


def _repeated_ids(data: dict[str, Any], key: str) -> Iterator[Problem]:
    first: dict[str, Path] = {}
    for name, path in _ids(data, key):
        if name not in first:
            first[name] = path
            continue
        there = owner(first[name])
        if path[-1] == "id":
            message = f"{owner(path)}: the id '{shown(name)}' is that of {there} already"
        else:
            message = f"{owner(path)} has no id, and the one it gets by its place, '{name}', is that of {there}"
        yield Problem("repeated-id", message, path, help="give each an id of its own")


def _references(data: dict[str, Any], known: _Known) -> Iterator[Problem]:
    for i, box in _items(data, "boxes"):
        yield from _lead(_names(box.get("zone"), ("boxes", i, "zone")), known, "zones")
    for i, zone in _items(data, "zones"):
        yield from _lead(_names(zone.get("parent"), ("zones", i, "parent")), known, "zones")
    for i, boundary in _items(data, "boundaries"):
        yield from _lead(_names(boundary.get("around"), ("boundaries", i, "around")), known, "boxes")
    for i, arrow in _items(data, "arrows"):
        for end in ("from", "to"):
            yield from _lead(_names(arrow.get(end), ("arrows", i, end)), known, "boxes")
    for i, callout in _items(data, "callouts"):
        for name, path in _names(callout.get("on"), ("callouts", i, "on")):
            yield from _lead(iter([(name, path)]), known, "boxes", "arrows")
            if name in known["boxes"] and name in known["arrows"]:
                message = f"{subject(path)}: '{name}' is a box and an arrow"
                yield Problem("ambiguous-id", message, path, help="give the arrow another id")
    for i, item, path in _legend_items(data):
        yield from _lead(_names(item.get("arrows"), (*path, i, "arrows")), known, "arrows")
    layout = data.get("layout")
    if isinstance(layout, dict):
        for hint in ("columns", "first", "same_column", "before"):
            yield from _lead(_names(layout.get(hint), ("layout", hint)), known, "boxes")


def _legend_items(data: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any], Path]]:
    legend = data.get("legend")
    path: Path = ("legend",)
    if isinstance(legend, dict):
        legend, path = legend.get("items"), ("legend", "items")
    if isinstance(legend, list):
        for i, item in enumerate(legend):
            if isinstance(item, dict):
                yield i, item, path


def _lead(names: Iterator[_Named], known: _Known, *kinds: str) -> Iterator[Problem]:
    """A problem for each name that is not an id of one of `kinds`."""
    what = " or ".join(_ARTICLES[kind].split()[1] for kind in kinds)
    for name, path in names:
        if any(name in known[kind] for kind in kinds):
            continue
        choices = tuple(islice((each for kind in kinds for each in known[kind]), _GUESSED_FROM))
        other = next((_ARTICLES[kind] for kind in known if name in known[kind]), None)
        there = ", ".join(choices[:12]) + (", …" if len(choices) > 12 else "")
        help = f"there is: {there}" if choices else f"the spec has no {what}"
        message = f"{subject(path)}: there is no {what} '{shown(name)}'"
        if other is not None:
            message = f"{subject(path)} names {what} ids, and '{shown(name)}' is {other}"
        yield Problem("unknown-id", message, path, word=name, choices=choices, help=help)


def _parents(data: dict[str, Any]) -> dict[str, tuple[str, Path]]:
    parents: dict[str, tuple[str, Path]] = {}
    for i, zone in _items(data, "zones"):
        name, parent = zone.get("id"), zone.get("parent")
        if isinstance(name, str) and isinstance(parent, str) and name not in parents:
            parents[name] = (parent, ("zones", i, "parent"))
    return parents


def _zone_cycles(data: dict[str, Any]) -> Iterator[Problem]:
    parents = _parents(data)
    visited: dict[str, str] = {}  # each zone, with the zone that the walk which met it began at
    for start in parents:
        zone = start
        while zone in parents and zone not in visited:
            visited[zone] = start
            zone = parents[zone][0]
        if visited.get(zone) != start or zone not in parents:
            continue
        cycle = [zone]
        while (up := parents[cycle[-1]][0]) != zone:
            cycle.append(up)
        path = parents[zone][1]
        way = " in ".join(f"'{shown(name)}'" for name in (*cycle, zone))
        yield Problem(
            "zone-cycle", f"{owner(path)}: zones lie in each other: {way}", path, help="take one 'parent' away"
        )


def _empty_zones(data: dict[str, Any]) -> Iterator[Problem]:
    parents = _parents(data)
    filled: set[str] = set()
    for _, box in _items(data, "boxes"):
        zone = box.get("zone")
        while isinstance(zone, str) and zone not in filled:
            filled.add(zone)
            zone = parents[zone][0] if zone in parents else None
    for i, zone in _items(data, "zones"):
        name = zone.get("id")
        if isinstance(name, str) and name not in filled:
            message = f"{owner(('zones', i))}: no box lies in '{shown(name)}'"
            help = f"give a box 'zone: {shown(name)}', or take the zone away"
            yield Problem("empty-zone", message, ("zones", i), help=help)


def _own_targets(data: dict[str, Any]) -> Iterator[Problem]:
    for i, arrow in _items(data, "arrows"):
        sources = arrow.get("from")
        if isinstance(sources, list) and len(sources) > 1 and arrow.get("to") in sources:
            path = ("arrows", i, "to")
            message = f"{subject(path)} is one of several boxes that the arrow comes from"
            yield Problem("own-target", message, path, help="make an arrow of its own for it")


def _columns(data: dict[str, Any]) -> Iterator[Problem]:
    layout = data.get("layout")
    if not isinstance(layout, dict):
        return
    seen: set[str] = set()
    for name, path in _names(layout.get("columns"), ("layout", "columns")):
        if name in seen:
            message = f"layout: 'columns' names '{shown(name)}' twice"
            yield Problem("repeated", message, path, help="a box stands in one column")
        seen.add(name)


def _contradictions(data: dict[str, Any]) -> Iterator[Problem]:
    """The first pair found in `before` that closes a circle with others."""
    layout = data.get("layout")
    before = layout.get("before") if isinstance(layout, dict) else None
    if not isinstance(before, list):
        return
    flat = all(isinstance(item, str) for item in before)
    right_of: dict[str, list[_Named]] = {}
    for i, group in enumerate([before] if flat else before):
        path: Path = ("layout", "before") if flat else ("layout", "before", i)
        names = [name for name in group if isinstance(name, str)] if isinstance(group, list) else []
        for left, right in pairwise(names):
            right_of.setdefault(left, []).append((right, path))
    circle = _circle(right_of)
    if circle is not None:
        left, (right, path) = circle
        message = f"layout: 'before' puts '{shown(left)}' left and right of '{shown(right)}'"
        yield Problem("contradiction", message, path, help="take one of the two away")


def _circle(right_of: dict[str, list[_Named]]) -> tuple[str, _Named] | None:
    """A step of a depth-first walk that leads back to a name on the walk's own way."""
    done: set[str] = set()
    for start, steps in right_of.items():
        way = {start: iter(steps)} if start not in done else {}
        while way:
            name = next(reversed(way))
            step = next(way[name], None)
            if step is None:
                done.add(name)
                del way[name]
            elif step[0] in way:
                return name, step
            elif step[0] not in done:
                way[step[0]] = iter(right_of.get(step[0], ()))
    return None


def _margin(data: dict[str, Any]) -> Iterator[Problem]:
    canvas = data.get("canvas")
    if not isinstance(canvas, dict):
        return
    defaults = Canvas()
    width = canvas.get("width", defaults.width)
    height = canvas.get("height", defaults.height)
    margin = canvas.get("margin", defaults.margin)
    if not all(isinstance(number, (int, float)) for number in (width, height, margin)):
        return
    smaller = min(width, height)
    if smaller > 0 and margin >= smaller / 2:
        message = f"canvas: a margin of {margin:g} px leaves nothing of {smaller:g} px"
        yield Problem("out-of-range", message, ("canvas", "margin"), help="make it less than half of the smaller side")
