"""The check itself: rules register here, and `check` runs them over one picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from oauthviz.graph.model import Diagram
from oauthviz.layout.check.index import Index
from oauthviz.layout.check.model import Drawn, Finding

RuleBody = Callable[[Index], Iterator[Finding]]


class Rule(Struct, frozen=True):
    """A rule with its stable name. `aspect` is geometry, content or contrast; the docstring of `body` is its manual."""

    name: str
    aspect: str
    body: RuleBody


_RULES: dict[str, Rule] = {}


def rule(name: str, aspect: str = "geometry") -> Callable[[RuleBody], RuleBody]:
    """Register a function as the rule `name`."""

    def register(body: RuleBody) -> RuleBody:
        if name in _RULES:
            raise ValueError(f"two rules are named {name}")
        _RULES[name] = Rule(name, aspect, body)
        return body

    return register


def rules() -> tuple[Rule, ...]:
    """All registered rules, in the order in which they run."""
    return tuple(_RULES.values())


def check(drawn: Drawn, diagram: Diagram | None = None, *, geometry_only: bool = False) -> tuple[Finding, ...]:
    """Every broken rule of a picture, in a fixed order; empty when it is fit to be published.

    With `diagram`, also whether all that it asks for is drawn as written. `geometry_only` leaves out content and
    contrast: what a layout search needs, and quicker.
    """
    index = Index(drawn, diagram)
    found: list[Finding] = []
    for each in _RULES.values():
        if each.aspect == "geometry" or not geometry_only:
            found.extend(each.body(index))
    return tuple(found)
