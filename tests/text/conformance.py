"""The Unicode standard's own test data for UAX 9 and UAX 14: read, tried, counted.

python tests/text/conformance.py FOLDER            tries the whole files of a copy of the Unicode Character Database
python tests/text/conformance.py FOLDER --sample   writes the sample that is checked in (tests/data/unicode)
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from oauthviz.text.bidi import bracket_of, classes_of, embedding_levels, paragraph_level, visual_order
from oauthviz.text.linebreak import line_starts

SAMPLES = Path(__file__).parents[1] / "data" / "unicode"

Try = tuple[int, list[str]]
"""How many cases were tried, and a line for each that failed."""


def try_bidi(lines: Iterable[str]) -> Try:
    """BidiTest.txt: classes, each case at the base levels that its bit set names."""
    tried, failed = 0, []
    levels: tuple[int | None, ...] = ()
    order: tuple[int, ...] = ()
    for line in _data(lines):
        if line.startswith("@Levels:"):
            levels = _levels(line.partition(":")[2])
        elif line.startswith("@Reorder:"):
            order = tuple(map(int, line.partition(":")[2].split()))
        elif not line.startswith("@"):
            words, bits = line.split(";")
            for bit, base in ((1, None), (2, 0), (4, 1)):
                if int(bits) & bit:
                    tried += 1
                    found = embedding_levels(words.split(), None, base)
                    if found != levels or _order(found) != order:
                        failed.append(f"{line} at {base}: {found}")
    return tried, failed


def try_bidi_characters(lines: Iterable[str]) -> Try:
    """BidiCharacterTest.txt: characters, so brackets too."""
    tried, failed = 0, []
    for line in _data(lines):
        points, base, paragraph, levels, order = line.split(";")
        text = _text(points.split())
        classes = classes_of(text)
        own = paragraph_level(classes) if base == "2" else int(base)
        found = embedding_levels(classes, [bracket_of(character) for character in text], own)
        tried += 1
        if (own, found, _order(found)) != (int(paragraph), _levels(levels), tuple(map(int, order.split()))):
            failed.append(f"{line}: {found}")
    return tried, failed


def try_line_breaks(lines: Iterable[str]) -> Try:
    """LineBreakTest.txt: every place of a text where a line may begin."""
    tried, failed = 0, []
    for line in _data(lines):
        signs = line.split()
        text = _text(signs[1::2])
        expected = tuple(i for i, sign in enumerate(signs[::2]) if sign == "÷" and 0 < i < len(text))
        tried += 1
        if line_starts(text) != expected:
            failed.append(f"{line}: {line_starts(text)}")
    return tried, failed


FILES: dict[str, tuple[Callable[[Iterable[str]], Try], int, int]] = {
    "BidiTest.txt": (try_bidi, 101, 0),
    "BidiCharacterTest.txt": (try_bidi_characters, 73, 0),
    "auxiliary/LineBreakTest.txt": (try_line_breaks, 5, 150),
}
"""What tries a file, which of its cases go into the sample (every so many-th), and how many of the last all do."""


def sample(lines: Iterable[str], every: int, last: int) -> Iterator[str]:
    """The head of a file and every so many-th case, comments left out, and all of the last ones."""
    whole = list(lines)
    yield from (line.rstrip() for line in whole[:6] if line.startswith("#"))
    yield f"# A sample, changed in this: it has every {every}th case and the last {last} of them, without comments."
    data = list(_data(whole))
    cases = sum(not line.startswith("@") for line in data)
    pending: dict[str, str] = {}
    number = 0
    for line in data:
        if line.startswith("@"):
            pending[line.partition(":")[0]] = line
            continue
        if number % every == 0 or number >= cases - last:
            yield from pending.values()
            pending.clear()
            yield line
        number += 1


def _data(lines: Iterable[str]) -> Iterator[str]:
    """The lines without comments."""
    return (bare for bare in (line.partition("#")[0].strip() for line in lines) if bare)


def _levels(words: str) -> tuple[int | None, ...]:
    return tuple(None if word == "x" else int(word) for word in words.split())


def _text(points: Iterable[str]) -> str:
    return "".join(chr(int(point, 16)) for point in points)


def _order(levels: tuple[int | None, ...]) -> tuple[int, ...]:
    shown = [i for i, level in enumerate(levels) if level is not None]
    return visual_order(shown, [level for level in levels if level is not None])


def main(folder: Path, is_sample: bool) -> int:
    failures = 0
    for name, (attempt, every, last) in FILES.items():
        lines = (folder / name).read_text("utf-8").splitlines()
        if is_sample:
            text = "\n".join(sample(lines, every, last)) + "\n"
            (SAMPLES / Path(name).name).write_text(text, "utf-8", newline="\n")
            continue
        tried, failed = attempt(lines)
        failures += len(failed)
        print(f"{name}: {tried - len(failed)} of {tried} passed")
        for line in failed[:10]:
            print(f"  {line}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), "--sample" in sys.argv))
