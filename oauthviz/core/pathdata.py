"""Reading the `d` of an SVG path into absolute commands."""

from __future__ import annotations

import re

from oauthviz.core.outlines import Command, Commands

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,2})?")
_FLAG = re.compile(r"[01]")
_SEPARATOR = re.compile(r"[\s,]*")

# How many numbers each letter takes; an arc's fourth and fifth are flags of one digit.
_COUNT = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


def read_path_data(text: str, most: int = 2000) -> Commands:
    """Absolute M, L, C, Q, A and Z commands of a path.

    Raises ValueError where `text` is no path, or has more than `most` commands.
    """
    return _Reader(text, most).read()


class _Reader:
    def __init__(self, text: str, most: int) -> None:
        self._text = text
        self._most = most
        self._at = 0
        self._x = self._y = 0.0
        self._start = (0.0, 0.0)
        self._control: tuple[str, float, float] | None = None
        self._out: list[Command] = []

    def read(self) -> Commands:
        letter = ""
        self._skip()
        while self._at < len(self._text):
            char = self._text[self._at]
            if char.upper() in _COUNT:
                letter = char
                self._at += 1
            elif not letter or letter in "Zz":
                raise ValueError(f"a path command is missing at character {self._at + 1}")
            if not self._out and letter not in "Mm":
                raise ValueError("a path starts with M")
            self._command(letter)
            if len(self._out) > self._most:
                raise ValueError(f"a path has more than {self._most} commands")
            letter = {"M": "L", "m": "l"}.get(letter, letter)
            self._skip()
        return tuple(self._out)

    def _skip(self) -> None:
        match = _SEPARATOR.match(self._text, self._at)
        assert match is not None
        self._at = match.end()

    def _number(self, flag: bool) -> float:
        self._skip()
        match = (_FLAG if flag else _NUMBER).match(self._text, self._at)
        if match is None:
            raise ValueError(f"a number is missing at character {self._at + 1} of a path")
        self._at = match.end()
        value = float(match[0])
        if abs(value) > 1e5:
            raise ValueError(f"{match[0]} is too large for a path")
        return value

    def _command(self, letter: str) -> None:
        upper = letter.upper()
        v = [self._number(upper == "A" and i in (3, 4)) for i in range(_COUNT[upper])]
        dx, dy = (self._x, self._y) if letter.islower() else (0.0, 0.0)
        if upper == "Z":
            self._out.append(("Z",))
            self._x, self._y = self._start
            self._control = None
            return
        if upper == "H":
            self._line("L", v[0] + dx, self._y)
        elif upper == "V":
            self._line("L", self._x, v[0] + dy)
        elif upper in "ML":
            self._line(upper, v[0] + dx, v[1] + dy)
        elif upper == "A":
            self._x, self._y = v[5] + dx, v[6] + dy
            self._out.append(("A", v[0], v[1], v[2], v[3], v[4], self._x, self._y))
            self._control = None
        else:
            points = [n + (dx, dy)[i % 2] for i, n in enumerate(v)]
            if upper in "ST":
                points = [*self._mirrored("C" if upper == "S" else "Q"), *points]
            self._curve("C" if upper in "CS" else "Q", points)

    def _line(self, letter: str, x: float, y: float) -> None:
        self._x, self._y = x, y
        if letter == "M":
            self._start = (x, y)
        self._out.append((letter, x, y))
        self._control = None

    def _curve(self, letter: str, points: list[float]) -> None:
        self._out.append((letter, *points))
        self._control = (letter, points[-4], points[-3])
        self._x, self._y = points[-2], points[-1]

    def _mirrored(self, letter: str) -> tuple[float, float]:
        if self._control is not None and self._control[0] == letter:
            return 2 * self._x - self._control[1], 2 * self._y - self._control[2]
        return self._x, self._y
