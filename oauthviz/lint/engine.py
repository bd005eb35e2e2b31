"""Every rule over one spec; what the spec ignores with a reason is left out, what it ignores in vain is reported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from oauthviz.core.diagnostics import Position
from oauthviz.i18n.translate import Translation
from oauthviz.lint.flow import Flow, flow_of
from oauthviz.lint.model import Fault, Finding, Path, Rule, Severity
from oauthviz.lint.registry import UNUSED, all_rules, chosen, wanted
from oauthviz.spec.reading import LoadedSpec

_WORDING = "TX"
"""What the ids of rules about words start with: the only ones that a translation can break."""
_UNUSED_TITLE = "A suppression has something to suppress"


class LintOptions(Struct, frozen=True):
    """Which rules run, what fails, and which vendors' names may be shown."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: Severity = Severity.WARNING
    allowed_marks: tuple[str, ...] = ()


def lint(
    loaded: LoadedSpec, options: LintOptions | None = None, translation: Translation | None = None
) -> tuple[Finding, ...]:
    """The findings of a spec in the order of the file; of its translation what is found in the words.

    Raises UsageError where the options name an unknown rule.
    """
    options = options or LintOptions()
    rules = chosen(options.select, options.ignore)
    flow = flow_of(loaded, options.allowed_marks)
    found = [finding for rule in rules for finding in _findings(rule, flow, loaded)]
    if translation is not None:
        found.extend(_in_words(rules, translation, options))
    suppressed = {ignore.rule for ignore in loaded.spec.lint.ignore}
    kept = [finding for finding in found if finding.rule not in suppressed]
    if wanted(UNUSED, options.select, options.ignore):
        kept.extend(_unused(loaded, {finding.rule for finding in found}, {rule.id for rule in rules}))
    return tuple(sorted(set(kept), key=lambda finding: finding.key))


def failing(findings: Sequence[Finding], fail_on: Severity) -> tuple[Finding, ...]:
    """The findings that weigh as much as `fail_on` or more."""
    return tuple(finding for finding in findings if finding.severity >= fail_on)


def _findings(rule: Rule, flow: Flow, loaded: LoadedSpec) -> Iterator[Finding]:
    if flow.profile not in rule.profiles:
        return
    for fault in rule.check(flow):
        severity = rule.severity if fault.severity is None else fault.severity
        if not fault.sure:
            severity = min(severity, Severity.WARNING)
        yield _placed(rule.id, rule.title, severity, fault, loaded)


def _in_words(rules: Sequence[Rule], translation: Translation, options: LintOptions) -> Iterator[Finding]:
    """What the rules of wording find in translated texts, placed in their catalogs."""
    flow = flow_of(translation.loaded, options.allowed_marks)
    for rule in rules:
        if rule.id.startswith(_WORDING):
            for fault in rule.check(flow):
                place = translation.place_of_path(fault.path)
                if place is not None:
                    yield Finding(rule.id, rule.title, rule.severity, fault.message, fault.help, *place)


def _placed(id: str, title: str, severity: Severity, fault: Fault, loaded: LoadedSpec) -> Finding:
    position = _position(loaded.positions, fault.path)
    return Finding(id, title, severity, fault.message, fault.help, loaded.file, position)


def _position(positions: Mapping[Path, Position], path: Path) -> Position:
    """The place of a value, else of the nearest thing round it; the start of the file for a spec built in Python."""
    for length in range(len(path), 0, -1):
        if path[:length] in positions:
            return positions[path[:length]]
    return positions.get((), Position(1, 1))


def _unused(loaded: LoadedSpec, found: set[str], ran: set[str]) -> Iterator[Finding]:
    for i, ignore in enumerate(loaded.spec.lint.ignore):
        path: Path = ("lint", "ignore", i, "rule")
        if ignore.rule not in all_rules():
            message = f"the spec ignores {ignore.rule}, and there is no such rule"
            fault = Fault(path, message, "oauthviz lint --rules lists them all")
        elif ignore.rule in ran and ignore.rule not in found:
            message = f"the spec ignores {ignore.rule}, which finds nothing here"
            fault = Fault(path, message, "take this suppression away")
        else:
            continue
        yield _placed(UNUSED, _UNUSED_TITLE, Severity.WARNING, fault, loaded)
