"""Reading the `d` of an SVG path into absolute commands."""

from __future__ import annotations

import re

from oauthviz.core.outlines import Command, Commands

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,2})?"
_GAP = r"[\s,]*"
# A letter with all that stands up to the next one; the letter of an exponent is none of them.
_PART = re.compile(r"([MLHVCSQTAZmlhvcsqtaz])([^MLHVCSQTAZmlhvcsqtaz]*)")
_NUMBERS = re.compile(_NUMBER)
# Atomic, so that a long row of digits is not tried in every division.
_ONLY_NUMBERS = re.compile(f"{_GAP}(?>{_NUMBER}{_GAP})*+")
_LARGEST = 1e5
_SKIP = re.compile(_GAP)
_FLAG = re.compile("[01]")

_PLAIN = re.compile("[Mm][-0-9. MLHVCQZmlhvcqz]*")
_PLAIN_PART = re.compile("([A-Za-z])([-0-9. ]*)")

# How many numbers each letter takes.
_COUNT = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


def read_path_data(text: str, most: int = 2000) -> Commands:
    """Absolute M, L, C, Q, A and Z commands of a path.

    Raises ValueError where `text` is no path, or has more than `most` commands.
    """
    plain = _read_plain(text, most)
    return _read_any(text, most) if plain is None else plain


def _read_plain(text: str, most: int) -> Commands | None:
    """The same for a path as our own pictures write it; None for any other, and for a faulty one.

    It has no arcs and no shorthands for curves, and a space or a minus before each number: then nothing needs to be
    looked at sign by sign, and a finished picture is read back in a third of the time.
    """
    if _PLAIN.fullmatch(text) is None:
        return None
    out: list[Command] = []
    x = y = start_x = start_y = 0.0
    for letter, body in _PLAIN_PART.findall(text):
        upper = letter.upper()
        count = _COUNT[upper]
        try:
            v = [float(word) for word in body.replace("-", " -").split()]
        except ValueError:
            return None
        if bool(count) != bool(v) or (count and len(v) % count) or (v and max(*v, -min(v)) > _LARGEST):
            return None
        relative = letter != upper
        dx, dy = (x, y) if relative else (0.0, 0.0)
        if upper == "Z":
            out.append(("Z",))
            x, y = start_x, start_y
        for k in range(0, len(v), count or 1):
            if upper == "C":
                x, y = v[k + 4] + dx, v[k + 5] + dy
                out.append(("C", v[k] + dx, v[k + 1] + dy, v[k + 2] + dx, v[k + 3] + dy, x, y))
            elif upper == "Q":
                x, y = v[k + 2] + dx, v[k + 3] + dy
                out.append(("Q", v[k] + dx, v[k + 1] + dy, x, y))
            else:
                x = v[k] + dx if upper != "V" else x
                y = v[k + count - 1] + dy if upper != "H" else y
                out.append(("M" if upper == "M" and k == 0 else "L", x, y))
                if upper == "M" and k == 0:
                    start_x, start_y = x, y
            if relative:
                dx, dy = x, y
        if len(out) > most:
            return None
    return tuple(out)


def _read_any(text: str, most: int) -> Commands:
    first = _PART.search(text)
    if text[: first.start() if first else None].strip(" \t\n\r\f\v,"):
        raise ValueError("a path command is missing at character 1")
    reader = _Reader()
    for part in _PART.finditer(text):
        letter, numbers = part[1], _values(part)
        count = _COUNT[letter.upper()]
        if not reader.out and letter not in "Mm":
            raise ValueError("a path starts with M")
        if bool(count) != bool(numbers) or (count and len(numbers) % count):
            what = "number" if count else "path command"
            raise ValueError(f"a {what} is missing at character {part.end() + 1} of a path")
        for k in range(0, max(1, len(numbers)), count or 1):
            reader.command(letter, numbers[k : k + count])
            letter = {"M": "L", "m": "l"}.get(letter, letter)
            if len(reader.out) > most:
                raise ValueError(f"a path has more than {most} commands")
    return tuple(reader.out)


def _values(part: re.Match[str]) -> list[float]:
    """The numbers after a letter, an arc's flags among them."""
    text = part[2]
    if part[1] in "Aa":
        found, complete = _of_arcs(text)
    else:
        found, complete = _NUMBERS.findall(text), _ONLY_NUMBERS.fullmatch(text) is not None
    if not complete:
        raise ValueError(f"a number is missing after character {part.start() + 1} of a path")
    values = [float(number) for number in found]
    if values and not (max(values) <= _LARGEST and min(values) >= -_LARGEST):
        raise ValueError(f"{max(values, key=abs):g} is too large for a path")
    return values


def _of_arcs(text: str) -> tuple[list[str], bool]:
    """The numbers of arcs, and whether there is nothing else. The flags are one digit each and may stand together."""
    found: list[str] = []
    end = _SKIP.match(text).end()  # type: ignore[union-attr]  # it matches the empty text too
    while match := (_FLAG if len(found) % 7 in (3, 4) else _NUMBERS).match(text, end):
        found.append(match[0])
        end = _SKIP.match(text, match.end()).end()  # type: ignore[union-attr]
    return found, end == len(text)


class _Reader:
    """Turns commands into absolute ones, one after another."""

    def __init__(self) -> None:
        self.out: list[Command] = []
        self._x = self._y = 0.0
        self._start = (0.0, 0.0)
        self._control: tuple[str, float, float] | None = None

    def command(self, letter: str, v: list[float]) -> None:
        upper = letter.upper()
        dx, dy = (0.0, 0.0) if letter == upper else (self._x, self._y)
        if upper == "Z":
            self.out.append(("Z",))
            self._x, self._y = self._start
            self._control = None
        elif upper == "H":
            self._line("L", v[0] + dx, self._y)
        elif upper == "V":
            self._line("L", self._x, v[0] + dy)
        elif upper in "ML":
            self._line(upper, v[0] + dx, v[1] + dy)
        elif upper == "A":
            self._x, self._y = v[5] + dx, v[6] + dy
            self.out.append(("A", v[0], v[1], v[2], v[3], v[4], self._x, self._y))
            self._control = None
        elif upper == "Q":
            self._curve("Q", [v[0] + dx, v[1] + dy, v[2] + dx, v[3] + dy])
        else:
            points = [n + (dx, dy)[i % 2] for i, n in enumerate(v)]
            if upper in "ST":
                points = [*self._mirrored("C" if upper == "S" else "Q"), *points]
            self._curve("C" if upper in "CS" else "Q", points)

    def _line(self, letter: str, x: float, y: float) -> None:
        self._x, self._y = x, y
        if letter == "M":
            self._start = (x, y)
        self.out.append((letter, x, y))
        self._control = None

    def _curve(self, letter: str, points: list[float]) -> None:
        self.out.append((letter, *points))
        self._control = (letter, points[-4], points[-3])
        self._x, self._y = points[-2], points[-1]

    def _mirrored(self, letter: str) -> tuple[float, float]:
        if self._control is not None and self._control[0] == letter:
            return 2 * self._x - self._control[1], 2 * self._y - self._control[2]
        return self._x, self._y
