"""The geometry check: the hard rules of a picture, measured on what is drawn.

`check` gives the broken rules of a `Drawn`; `from_layout.drawn_of` makes one from a layout, and the reader of the
render package makes one from a finished SVG. `figures` counts crossings, bends and the like.
"""

# importing the rules registers them; the order here is the order of findings
from oauthviz.layout.check.rules import (  # noqa: I001
    document as document,
    text as text,
    boxes as boxes,
    groups as groups,
    arrows as arrows,
    labels as labels,
    badges as badges,
    stems as stems,
    completeness as completeness,
    contrast as contrast,
)
from oauthviz.layout.check.engine import Rule, check, rules
from oauthviz.layout.check.figures import Figures, figures, largest_empty_rectangle
from oauthviz.layout.check.model import Drawn, Finding

__all__ = ["Drawn", "Figures", "Finding", "Rule", "check", "figures", "largest_empty_rectangle", "rules"]
