"""The rules: every module of `rules/`, found by itself. A rule's id is the start of its module's name."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Sequence
from functools import cache
from types import ModuleType

from oauthviz.core.diagnostics import Diagnostic, UsageError, did_you_mean
from oauthviz.lint import rules
from oauthviz.lint.manual import page_of
from oauthviz.lint.model import Rule
from oauthviz.lint.profiles import TOKENS

UNUSED = "LN01"
"""What a suppression is reported as that suppresses nothing, or names no rule."""

_MODULE = re.compile(r"([a-z]{2}\d{2})_\w+")
_PREFIX = re.compile(r"[A-Z]{2}\d{0,2}")


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by id, sorted."""
    names = sorted(module.name for module in pkgutil.iter_modules(rules.__path__))
    found = [_rule(importlib.import_module(f"{rules.__name__}.{name}"), name) for name in names]
    return {rule.id: rule for rule in found}


def _rule(module: ModuleType, name: str) -> Rule:
    match = _MODULE.fullmatch(name)
    if match is None:
        raise ValueError(f"{name} does not start with a rule's id")
    page = page_of(module.__doc__ or "")
    return Rule(
        id=match[1].upper(),
        title=page.title,
        severity=module.SEVERITY,
        profiles=getattr(module, "PROFILES", TOKENS),
        text=page.text,
        rests_on=page.rests_on,
        bad=page.bad,
        good=page.good,
        check=module.check,
    )


def chosen(select: Sequence[str], ignore: Sequence[str]) -> tuple[Rule, ...]:
    """The rules that start with one of `select` (all where it is empty) and with none of `ignore`.

    Raises UsageError for what no rule starts with.
    """
    for word in (*select, *ignore):
        if not _PREFIX.fullmatch(word) or not any(id.startswith(word) for id in (*all_rules(), UNUSED)):
            raise _unknown(word)
    return tuple(rule for rule in all_rules().values() if wanted(rule.id, select, ignore))


def wanted(id: str, select: Sequence[str], ignore: Sequence[str]) -> bool:
    """Whether an id starts with one of `select`, where there is any, and with none of `ignore`."""
    return (not select or id.startswith(tuple(select))) and not id.startswith(tuple(ignore))


def rule_named(name: str) -> Rule:
    """The rule of an id, in capitals or not. Raises UsageError where there is none."""
    rule = all_rules().get(name.upper())
    if rule is None:
        raise _unknown(name)
    return rule


def _unknown(word: str) -> UsageError:
    help = did_you_mean(word.upper(), list(all_rules())) or "oauthviz lint --rules lists them all"
    return UsageError([Diagnostic("unknown-rule", f"there is no rule '{word[:40]}'", "lint", help=help)])
