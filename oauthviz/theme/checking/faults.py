"""What a check of a theme says: two colours, where they meet, what was measured, and a colour that would pass."""

from __future__ import annotations

from msgspec import Struct


class Side(Struct, frozen=True):
    """One of two colours that meet: where it stands in the theme, as `tones.pink.text`, and #RRGGBB."""

    key: str
    colour: str

    def __str__(self) -> str:
        return f"{self.key} {self.colour}"


class Fault(Struct, frozen=True):
    """One thing that makes a theme hard to read.

    `rule` is contrast, tones or dashes. `place` says where `front` and `back` meet. `measured` and `least` are what
    it is and what it should be: a contrast, a difference in OKLab, or for dashes the ratio of their lengths.
    `nearest` names a side with a colour (or nothing) that passes.
    """

    rule: str
    front: Side
    back: Side
    place: str
    measured: float
    least: float
    nearest: Side | None = None

    def __str__(self) -> str:
        mend = "" if self.nearest is None else f"; nearest that passes: {self.nearest}"
        return f"{self.front} and {self.back}, {self.place}: {self._measure()}{mend}"

    def _measure(self) -> str:
        if self.rule == "contrast":
            return f"a contrast of {self.measured:.2f}:1, less than {self.least:g}:1"
        if self.rule == "tones":
            return f"a difference of {self.measured:.3f} in OKLab, less than {self.least:g}"
        if self.measured == 1:
            return "the same dashes"
        return f"longest dashes {self.measured:.2f} times as long, less than {self.least:g}"
