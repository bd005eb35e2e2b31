"""The account of what differs, in one line."""

from __future__ import annotations

from collections.abc import Sequence

from oauthviz.differences.comparing import Aspect, Change

_TOLD = 2
"""Changes of one sort that are told each; more of them are counted."""
_PIECES = 5

_COUNTED: dict[Aspect, str] = {
    "text": "texts changed",
    "added": "things are new",
    "removed": "things are gone",
    "order": "things have other ids",
    "kind": "things are of another kind",
    "moved": "things moved",
    "resized": "things have other sizes",
    "way": "arrows take other ways",
    "colour": "things have other colours",
    "type": "things have type of another size",
    "lines": "texts are broken elsewhere",
    "drawing": "lines of the drawing differ",
}
_EACH: tuple[Aspect, ...] = ("text", "added", "removed")
"""What is always told each, as far as the line takes it: nobody can guess it from a number."""


def one_line(changes: Sequence[Change]) -> str:
    """The account in one line, the most telling first; `no difference` where there is none."""
    pieces: list[str] = []
    for aspect, words in _COUNTED.items():
        group = [change for change in changes if change.aspect == aspect]
        things = list(dict.fromkeys(change.thing for change in group))
        told = 2 * _TOLD if aspect in _EACH else _TOLD
        if len(group) <= told + (aspect in _EACH):  # "1 more" would be as long as telling it
            pieces += [change.message for change in group]
        elif aspect in _EACH:
            pieces += [*(change.message for change in group[:told]), f"{len(group) - told} more {words}"]
        else:
            pieces.append(f"{len(things)} {words}" if len(things) > 1 else f"{things[0]}: {len(group)} changes")
    shown = pieces[: max(_PIECES, 2 * _TOLD + 1)]
    if len(pieces) > len(shown):
        shown.append(f"and {len(pieces) - len(shown)} more")
    return "; ".join(shown) or "no difference"
