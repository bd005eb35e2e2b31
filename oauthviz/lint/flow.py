"""A spec as rules see it: parties, and hops in reading order with what each of them carries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from oauthviz.graph.build import build_diagram
from oauthviz.i18n.strings import string_table
from oauthviz.lint.inference import Ends, Told, infer, step_of
from oauthviz.lint.model import Path
from oauthviz.lint.parties import Party, parties_of
from oauthviz.lint.profiles import profile_of
from oauthviz.lint.words import Mention, canonical, mentions_of, read, says
from oauthviz.spec.model import Arrow, Spec
from oauthviz.spec.reading import LoadedSpec

_STATUS = re.compile(
    r"(?:^|\bHTTP(?:/\d(?:\.\d)?)?\s|\bstatus(?: code)?\s?[:=]?\s?|\b(?:an?|by|with|via|returns?|answers?|or|and)\s|"
    r"→\s|[(,;:]\s)"
    r"([1-5]\d\d)(?=$|[\s,;:.)])(?!\s?(?:m?s|sec|min|px|bits?|x|\}|tokens?)\b|\s?\})"
    r"|(?<![\w.:/-])([1-5]\d\d)(?= (?:OK|Created|Accepted|Found|See|Moved|Temporary|Permanent|redirect|Bad|Not)\b)",
    re.MULTILINE | re.IGNORECASE,
)
_METHOD = re.compile(r"\b(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b(?=\s+/|\s+http|\s+to\b|\s+request|\s*$|[\s:])")


class Hop(Struct, frozen=True):
    """An arrow. `senders` and `receivers` are its ends and, behind ends that pass messages on, who they act for.

    `step` says which message of OAuth 2 it is, replies and legs resolved; None where nobody can tell. `stated` is True
    where the spec's `message:` says so and both ends say what they are.
    """

    index: int
    order: int
    arrow: Arrow
    sources: tuple[Party, ...]
    target: Party
    senders: tuple[Party, ...]
    receivers: tuple[Party, ...]
    mentions: dict[str, Mention]
    text: str
    step: str | None = None
    stated: bool = False

    @property
    def both(self) -> bool:
        return self.arrow.direction == "both"

    @property
    def ends_sure(self) -> bool:
        return self.target.sure and all(source.sure for source in self.sources)

    @property
    def method(self) -> str | None:
        """The HTTP method that the spec states, else the one that the label starts a request with."""
        if self.arrow.method is not None:
            return self.arrow.method
        match = _METHOD.search(self.text)
        return match[1] if match else None

    @property
    def statuses(self) -> tuple[int, ...]:
        """HTTP status codes that it names."""
        found = [int(one or other) for one, other in _STATUS.findall(self.text)]
        status = self.mentions.get("status")
        if status is not None and status.value.isdigit():
            found.append(int(status.value))
        return tuple(found)

    @property
    def params(self) -> tuple[str, ...]:
        """The names that the spec's `params:` lists, in canonical form."""
        return tuple(mention.name for mention in self.mentions.values() if mention.where == "params")

    @property
    def listed(self) -> tuple[str, ...]:
        """The parameters that it lists, in `params:` or in its text."""
        return tuple(self.mentions)

    def carries(self, name: str) -> bool:
        return name in self.mentions

    def value(self, name: str) -> str:
        return self.mentions[name].value if name in self.mentions else ""

    def certain(self, name: str) -> bool:
        """Whether the mention is stated or literal syntax."""
        return name in self.mentions and self.mentions[name].stated

    def says(self, pattern: re.Pattern[str]) -> bool:
        """Whether its texts say what the pattern looks for, and do not deny it."""
        return any(says(part, pattern) for part in self.text.split("\n"))

    def at(self, *keys: str) -> Path:
        """The path of the first of `keys` that the spec sets on the arrow, else of the arrow."""
        for key in keys:
            field = {"from": "sources"}.get(key, key)
            if field in self.arrow.model_fields_set and getattr(self.arrow, field):
                return ("arrows", self.index, key)
        return ("arrows", self.index)

    def at_name(self, name: str) -> Path:
        """The path of what names a parameter: its value in `params`, else the label."""
        mention = self.mentions.get(name)
        if mention is not None and mention.where == "params":
            key = next((k for k in self.arrow.params if any(m == name for m in _names_of(k))), name)
            return ("arrows", self.index, "params", key)
        return self.at("label", "protocol", "callout")


def _names_of(key: str) -> Iterator[str]:
    yield canonical(key)
    yield from (mention.name for mention in read(key))


@dataclass(frozen=True)
class Flow:
    """A whole spec. `hops` are in reading order."""

    spec: Spec
    parties: dict[str, Party]
    hops: tuple[Hop, ...]
    profile: str
    allowed_marks: tuple[str, ...] = ()

    def steps(self, *names: str) -> list[Hop]:
        """The hops that are one of the messages `names`."""
        return [hop for hop in self.hops if hop.step in names]

    @property
    def clients(self) -> list[Party]:
        return [party for party in self.parties.values() if party.client]

    @property
    def servers(self) -> list[Party]:
        return [party for party in self.parties.values() if "authorization-server" in party.kinds]

    def pairs(self, hop: Hop) -> Iterator[tuple[Party, Party]]:
        """Each (source, target) of the arrow as it is drawn, both ways where it goes both ways."""
        for source in hop.sources:
            yield source, hop.target
            if hop.both:
                yield hop.target, source

    def before(self, hop: Hop) -> list[Hop]:
        return [other for other in self.hops if other.order < hop.order]

    def after(self, hop: Hop) -> list[Hop]:
        return [other for other in self.hops if other.order > hop.order]

    @cached_property
    def prose(self) -> tuple[str, ...]:
        """Every text of the picture."""
        spec = self.spec
        legend = spec.legend.items if spec.legend is not None else ()
        texts: Iterable[str | None] = (
            spec.title, spec.subtitle, spec.description, spec.caption,
            *(item.text for item in legend), *(callout.text for callout in spec.callouts),
            *(text for box in spec.boxes for text in (box.name, box.role)),
            *(hop.text for hop in self.hops),
            *(f"{name} {value or ''}" for hop in self.hops for name, value in hop.arrow.params.items()),
        )  # fmt: skip
        return tuple(text for text in texts if text)

    def tells(self, pattern: re.Pattern[str]) -> bool:
        """Whether any text of the picture says what the pattern looks for, and does not deny it."""
        return any(says(text, pattern) for text in self.prose)

    def internal(self, hop: Hop) -> bool:
        """Traffic inside an authorization server, or between it and its store: no message of OAuth 2."""
        ends = (*hop.sources, hop.target)
        return any(end.server for end in ends) and all(end.server or end.off_path for end in ends)

    def names(self, parties: Sequence[Party]) -> str:
        return " and ".join(f"'{party.name}'" for party in parties)


def flow_of(loaded: LoadedSpec, allowed_marks: tuple[str, ...] = ()) -> Flow:
    """The flow of a spec. `allowed_marks` are vendors' names that may be shown."""
    spec = loaded.spec
    parties = parties_of(spec)
    hops = _with_steps(_with_ends(_plain_hops(loaded, parties)))
    return Flow(spec, parties, hops, spec.lint.profile or profile_of(hops), allowed_marks)


def _plain_hops(loaded: LoadedSpec, parties: dict[str, Party]) -> tuple[Hop, ...]:
    spec = loaded.spec
    boxes = set(parties)
    flags: dict[str, tuple[str, ...]] = {}
    for callout in spec.callouts:
        if callout.on not in boxes:
            flags[callout.on] = (*flags.get(callout.on, ()), callout.text)
    edges = build_diagram(loaded, string_table(spec.lang)).edges
    hops = []
    for index, (arrow, edge) in enumerate(zip(spec.arrows, edges, strict=True)):
        own = flags.get(arrow.id, ())
        sources = tuple(parties[name] for name in arrow.sources)
        target = parties[arrow.to]
        text = "\n".join((arrow.label or "", *arrow.protocol, *arrow.callout, *own))
        hops.append(Hop(index, edge.order, arrow, sources, target, sources, (target,), mentions_of(arrow, own), text))
    return tuple(sorted(hops, key=lambda hop: hop.order))


def _with_ends(hops: tuple[Hop, ...]) -> tuple[Hop, ...]:
    """The hops with who stands behind networks and gateways."""
    found: list[Hop] = []
    for hop in hops:
        senders = list(hop.sources)
        for source in hop.sources:
            if source.transparent:
                behind = _behind(hop, found, source)
                senders.extend(each for each in behind if each not in senders)
        found.append(replace(hop, senders=tuple(senders)))
    ahead: list[Hop] = []
    for hop in reversed(found):
        receivers = [hop.target]
        if hop.target.transparent:
            receivers.extend(each for each in _ahead(hop, ahead) if each not in receivers)
        ahead.append(replace(hop, receivers=tuple(receivers)))
    return tuple(reversed(ahead))


def _replies(hop: Hop) -> bool:
    return hop.arrow.kind in ("response", "redirect")


def _behind(hop: Hop, before: Sequence[Hop], through: Party) -> tuple[Party, ...]:
    """Who sent into `through` what `hop` passes on: the latest message of the same sort, else the latest."""
    into = [other for other in reversed(before) if other.target is through and hop.target not in other.sources]
    alike = [other for other in into if _replies(other) == _replies(hop)]
    chosen = next(iter(alike or into), None)
    return () if chosen is None else chosen.senders


def _ahead(hop: Hop, after: Sequence[Hop]) -> tuple[Party, ...]:
    """Who gets from `hop.target` what it was sent: the next message of the same sort, else the next."""
    out = [
        other for other in reversed(after)
        if hop.target in other.sources and other.target not in hop.sources
    ]  # fmt: skip
    alike = [other for other in out if _replies(other) == _replies(hop)]
    chosen = next(iter(alike or out), None)
    return () if chosen is None else chosen.receivers


def _with_steps(hops: tuple[Hop, ...]) -> tuple[Hop, ...]:
    done: list[Hop] = []
    told: list[Told] = []
    for hop in hops:
        ends = Ends(hop.senders, hop.receivers)
        arrow = hop.arrow
        if arrow.message is not None:
            step = step_of(arrow.message, arrow.kind, ends, hop.text, hop.mentions, told)
            named = replace(hop, step=step, stated=hop.ends_sure)
        else:
            named = replace(hop, step=infer(arrow.kind, ends, hop.text, hop.mentions, told))
        done.append(named)
        told.append(Told(ends, named.step))
    return tuple(done)
