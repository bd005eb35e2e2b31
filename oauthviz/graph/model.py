"""The diagram as layout and drawing see it: nodes, edges and groups with their texts, frozen."""

from __future__ import annotations

from msgspec import Struct


class Node(Struct, frozen=True):
    """A box. `tone` is the first of the box's kinds, what a theme chooses its colours by."""

    id: str
    name: str
    role: str
    icon: str
    kinds: tuple[str, ...]
    group: str | None
    number: str | None
    hero: bool
    window: bool
    link: str | None
    callouts: tuple[str, ...] = ()


class Edge(Struct, frozen=True):
    """An arrow from one or several sources to one target. `number` is the text of its badge, if it has one.

    `order` is its place in the reading order (by number, then by place in the spec).
    """

    id: str
    sources: tuple[str, ...]
    target: str
    label: str
    number: str | None
    step: str
    kind: str
    both: bool
    protocols: tuple[str, ...]
    callouts: tuple[str, ...]
    order: int


class Group(Struct, frozen=True):
    """A zone, or a boundary round some boxes. `members` are all boxes inside, nested groups' too, in the spec's order.

    `shape` is `zone`, `rectangle` (a dashed boundary) or `cloud` (a silhouette round one box).
    """

    id: str
    name: str
    icon: str | None
    members: tuple[str, ...]
    parent: str | None
    shape: str


class LegendEntry(Struct, frozen=True):
    """A legend item: its number, its text, and the ids of the arrows that it stands for."""

    number: str
    text: str
    edges: tuple[str, ...]


class Hints(Struct, frozen=True):
    """The spec's `layout:` wishes, never coordinates."""

    columns: tuple[tuple[str, ...], ...] = ()
    first: str | None = None
    same_column: tuple[tuple[str, ...], ...] = ()
    before: tuple[tuple[str, str], ...] = ()
    seed: int = 0


class Canvas(Struct, frozen=True):
    """The page in px; `background` is None for the theme's own, `none` for a transparent page, else #rrggbb."""

    width: float = 1024
    height: float = 1024
    margin: float = 28
    background: str | None = None


class Diagram(Struct, frozen=True):
    """Everything that layout needs, in the order of the spec.

    `legend_shares_numbers` says that the legend's numbers are the badges' own (stages); `legend_titled` that the
    legend's heading is the spec's own words, not the archetype's default.
    """

    title: str
    subtitle: str
    caption: str
    archetype: str
    canvas: Canvas
    lang: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    groups: tuple[Group, ...]
    legend: tuple[LegendEntry, ...]
    legend_title: str
    legend_shares_numbers: bool
    hints: Hints
    description: str
    strings: tuple[tuple[str, str], ...] = ()
    legend_titled: bool = False

    def string(self, key: str) -> str:
        """A text of the string table in the diagram's language."""
        return dict(self.strings)[key]
