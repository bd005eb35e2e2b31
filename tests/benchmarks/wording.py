"""Other words for a diagram: a pseudo-translation that is longer by a share, and one word changed in one label.

Both work on the diagram, after reading, so that every text that is drawn is reached, those of the string table too.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from msgspec.structs import replace

from oauthviz.graph.model import Diagram

GROWTH = 0.35
KINDS = ("longer words", "more words", "every text")
"""How `lengthen` does it. Texts of protected words alone stay as they are but for the last."""

WORDS = (
    "key", "app", "new", "code", "user", "page", "token", "event", "reply", "secret", "record", "signed", "request",
    "session", "account", "metadata", "response", "callback", "encrypted", "challenge", "permission", "credential",
    "certificate", "application", "notification", "subscription", "authorization", "configuration", "authentication",
)  # fmt: skip
SIMILAR = 2
"""Letters by which a word of similar length differs at most."""

_LETTERS = "erunatisolendagimestoruvalipeson"
_STOPS = ".,;:!?()'\""
_CODE = frozenset("_/=+<>{}@#&")
_LEAST_WORDS = 3
_ADDED_MOST = 8
"""Letters of an additional word at most."""


def retold(diagram: Diagram, tell: Callable[[str], str]) -> Diagram:
    """The diagram with each text that is drawn replaced by what `tell` makes of it; badges keep their numbers."""

    def told(text: str) -> str:
        return tell(text) if text else text

    def all_told(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(told(text) for text in texts)

    return replace(
        diagram,
        title=told(diagram.title),
        subtitle=told(diagram.subtitle),
        caption=told(diagram.caption),
        legend_title=told(diagram.legend_title),
        nodes=tuple(
            replace(node, name=told(node.name), role=told(node.role), callouts=all_told(node.callouts))
            for node in diagram.nodes
        ),
        edges=tuple(
            replace(
                edge,
                label=told(edge.label),
                protocols=all_told(edge.protocols),
                callouts=all_told(edge.callouts),
            )
            for edge in diagram.edges
        ),
        groups=tuple(replace(group, name=told(group.name)) for group in diagram.groups),
        legend=tuple(replace(entry, text=told(entry.text)) for entry in diagram.legend),
        strings=tuple((key, told(text) if key.startswith("key-") else text) for key, text in diagram.strings),
    )


def protected(word: str) -> bool:
    """Whether a translator leaves the word: code, numbers, acronyms, names with capitals inside."""
    core = word.strip(_STOPS)
    capitals = sum(letter.isupper() for letter in core)
    return not any(map(str.isalpha, core)) or bool(_CODE & {*core}) or capitals > core[0].isupper()


def lengthen(text: str, kind: str) -> str:
    """The text with 35 % more characters, rounded; protected words stay.

    `longer words` lets the others grow, each to twice its length at most, and adds words for what is left over. `more
    words` adds a word after the first in texts of three words and more before the others grow. Both leave texts of
    protected words alone; `every text` is as `more words` but adds a word to these too, where there is room for one.
    """
    extra = round(len(text) * GROWTH)
    words = text.split(" ")
    free = [i for i, word in enumerate(words) if not protected(word)]
    if not free and kind != KINDS[2]:
        return text
    added = 0
    if not free or (kind != KINDS[0] and len(words) >= _LEAST_WORDS):
        added = extra if not free else min(extra // 2, _ADDED_MOST + 1)
    rooms = [len(words[i].strip(_STOPS)) for i in free]
    added = max(added, extra - sum(rooms))
    if added < 2 and free:
        added = 0
    for i, letters in zip(free, _shares(extra - added, rooms), strict=True):
        words[i] = _grown(words[i], letters)
    after = free[0] if free else len(words) - 1
    words[after + 1 : after + 1] = _new_words(added)
    return " ".join(words)


def _shares(total: int, rooms: list[int]) -> list[int]:
    """`total` dealt out in proportion to the rooms, the rounding carried from one to the next."""
    shares, given, seen = [], 0, 0
    for room in rooms:
        seen += room
        share = round(total * seen / sum(rooms)) - given
        given += share
        shares.append(share)
    return shares


def _grown(word: str, letters: int) -> str:
    end = len(word.rstrip(_STOPS))
    return word[:end] + _LETTERS[:letters] + word[end:]


def _new_words(characters: int) -> list[str]:
    """Words of so many characters together, with the space before each; none for fewer than two."""
    words = []
    while characters >= 2:
        length = characters - 1
        if length > _ADDED_MOST:
            length = min(_ADDED_MOST, characters - 3)  # leaves room for another word
        words.append(_LETTERS[-length:])
        characters -= length + 1
    return words


def texts_of(diagram: Diagram) -> list[str]:
    """The texts that `retold` replaces, in its order."""
    found: list[str] = []

    def note(text: str) -> str:
        found.append(text)
        return text

    retold(diagram, note)
    return found


def with_another_word(diagram: Diagram, rng: Random) -> tuple[Diagram, str, str]:
    """The diagram with one word of one arrow's label replaced, and the label before and after.

    Half of the new words are about as long as the old one, the others of any length. A capital at the start and stops
    stay; numbers and signs are not replaced, code and acronyms are.
    """
    labelled = [i for i, edge in enumerate(diagram.edges) if any(map(str.isalpha, edge.label))]
    place = rng.choice(labelled)
    before = diagram.edges[place].label
    words = before.split(" ")
    chosen = rng.choice([i for i, word in enumerate(words) if any(map(str.isalpha, word))])
    old = words[chosen]
    core = old.strip(_STOPS)
    others = [word for word in WORDS if word != core.lower()]
    if rng.random() < 0.5:
        nearest = max(SIMILAR, min(abs(len(word) - len(core)) for word in others))
        others = [word for word in others if abs(len(word) - len(core)) <= nearest]
    new = rng.choice(others)
    words[chosen] = old.replace(core, new.capitalize() if core[0].isupper() else new)
    after = " ".join(words)
    edges = (*diagram.edges[:place], replace(diagram.edges[place], label=after), *diagram.edges[place + 1 :])
    return replace(diagram, edges=edges), before, after
