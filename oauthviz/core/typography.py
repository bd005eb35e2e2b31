"""Faces and styles: how a text is set, before any font is opened."""

from __future__ import annotations

from msgspec import Struct


class Face(Struct, frozen=True):
    """A font face as a theme names it: family, weight (100-900) and tracking in em."""

    family: str
    weight: int
    tracking: float = 0.0


class TextStyle(Struct, frozen=True):
    """A face at a size in px. `leading` is the line height as a multiple of the size."""

    face: Face
    size: float
    leading: float = 1.22

    @property
    def line_height(self) -> float:
        return self.size * self.leading
