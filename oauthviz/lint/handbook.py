"""The manual pages of the rules as text, and all of them as one Markdown page.

`python -m oauthviz.lint.handbook` prints the page that is kept in `docs/lint-rules.md`.
"""

from __future__ import annotations

import sys
from textwrap import indent

from oauthviz.lint.model import Rule
from oauthviz.lint.profiles import EVERY
from oauthviz.lint.registry import UNUSED, all_rules, rule_named

_HEAD = f"""\
# Lint rules

`oauthviz lint SPEC…` reads a spec as a claim about a protocol and says where the claim is wrong. This page is made of
the rules' own docstrings (`python -m oauthviz.lint.handbook`); `oauthviz lint --explain OA07` prints one of them.

What a spec states (`message`, `method`, `params`, protocol syntax in a label) can be an error. What rests on inference
from labels and kinds is a warning at most, whatever the rule's own severity. A rule is switched off in the spec, with a
reason:

```yaml
lint:
  ignore:
    - {{rule: OA05, reason: The text that this picture illustrates predates PKCE}}
```

A suppression that suppresses nothing is reported as {UNUSED}.

| rule | severity | what it checks | rests on |
| --- | --- | --- | --- |
"""


_UNUSED_PAGE = f"""\
{UNUSED}: A suppression has something to suppress

Severity: warning. Profiles: all.

The spec ignores a rule that finds nothing in it, or that is not there. Take the suppression away, so that the rule can
speak up the day it finds something.
"""


def explain_named(name: str) -> str:
    """The manual page of a rule's id. Raises UsageError where there is no such rule."""
    return _UNUSED_PAGE if name.upper() == UNUSED else explain(rule_named(name))


def explain(rule: Rule) -> str:
    """A rule's manual page as plain text."""
    profiles = "all" if rule.profiles == EVERY else ", ".join(sorted(rule.profiles))
    parts = (
        f"{rule.id}: {rule.title}",
        f"Severity: {rule.severity.word}. Profiles: {profiles}.",
        rule.text,
        f"Rests on: {rule.rests_on}.",
        f"Bad:\n\n{indent(rule.bad, '    ').rstrip()}",
        f"Good:\n\n{indent(rule.good, '    ').rstrip()}",
    )
    return "\n\n".join(parts) + "\n"


def listing() -> str:
    """One line a rule: id, severity, title."""
    return "".join(f"{rule.id}  {rule.severity.word:7}  {rule.title}\n" for rule in all_rules().values())


def markdown() -> str:
    """Every rule: a table, then a section each."""
    rows = (
        f"| [{rule.id}](#{rule.id.lower()}) | {rule.severity.word} | {rule.title} | {rule.rests_on} |\n"
        for rule in all_rules().values()
    )
    return _HEAD + "".join(rows) + "".join(map(_section, all_rules().values()))


def _section(rule: Rule) -> str:
    bad, good = (f"```yaml\n{spec}```" for spec in (rule.bad, rule.good))
    parts = (f"\n## {rule.id}", f"**{rule.title}** ({rule.severity.word})", rule.text, f"Rests on: {rule.rests_on}.")
    return "\n\n".join((*parts, "Wrong:", bad, "Right:", good)) + "\n"


if __name__ == "__main__":
    sys.stdout.write(markdown())
