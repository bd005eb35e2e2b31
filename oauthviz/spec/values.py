"""The types of a spec's values: texts, ids, numbers for badges, and the shorthand forms that are made one.

Each type carries the JSON Schema of everything that it accepts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from oauthviz.core.refusing import refuse
from oauthviz.core.words import kind_of
from oauthviz.spec.limits import IDENTIFIER, LABEL, LINK, NUMBER, TEXT

_ID = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_ICON = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?")
_NUMBER = re.compile(r"[^\W_](?:[\w.'-]*[^\W_])?")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_LANG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_RULE = re.compile(r"[A-Z]{2}[0-9]{2}")
_SCHEMES = ("http", "https", "mailto")

MIN_SIDE, MAX_SIDE = 200, 8192
"""Bounds of a canvas's width and height in px."""

MAX_SEED = 2**31 - 1


def _text(value: str, most: int, lines: bool = False) -> str:
    text = value.strip()
    if not text:
        refuse("empty-text", "is empty", "write a text, or take the key away")
    if len(text) > most:
        refuse("too-long", f"has {len(text)} characters, and {most} is the most", "shorten it")
    if not lines and re.search(r"[\t\r\n]", text):
        help = "lines are broken where they fit: write it on one line, or after '>-'"
        refuse("line-break", "holds a line break or a tab", help)
    return text


def _matching(value: str, pattern: re.Pattern[str], most: int, rule: str, code: str) -> str:
    if len(value) > most:
        refuse("too-long", f"has {len(value)} characters, and {most} is the most", "shorten it")
    if not pattern.fullmatch(value):
        refuse(code, "is empty" if not value else f"cannot be '{value[:40]}'", rule)
    return value


def _badge_text(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        refuse("wrong-type", f"takes a number, or a short text such as 3a, not {kind_of(value)}")
    if isinstance(value, float):
        refuse("wrong-type", f"takes a whole number or a text, not {kind_of(value)}", "put it in quotes to mean a text")
    text = str(value).strip()
    rule = f"up to {NUMBER} letters and digits, such as 3, 12 or 3a"
    if not _NUMBER.fullmatch(text) or len(text) > NUMBER:
        refuse("bad-number", f"cannot be '{text[:20]}'", rule)
    return text


def _link(value: str) -> str:
    text = _text(value, LINK)
    if re.search(r"\s", text):
        refuse("bad-link", "holds a space", "write %20 for it")
    scheme = _SCHEME.match(text)
    if scheme is not None and scheme[1].lower() not in _SCHEMES:
        refuse("bad-link", f"cannot lead to '{scheme[1][:20]}:'", "use https:, http:, mailto: or a relative path")
    return text


def _listed(value: Any, what: str = "a text or a list of texts") -> Any:
    """One or several, as a tuple."""
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, (list, tuple)):
        refuse("wrong-type", f"takes {what}, not {kind_of(value)}")
    return tuple(value)


def _some(value: tuple[Any, ...]) -> tuple[Any, ...]:
    if not value:
        refuse("empty-list", "is an empty list", "name at least one, or take the key away")
    return value


def _distinct(value: tuple[str, ...]) -> tuple[str, ...]:
    seen: set[str] = set()
    for each in value:
        if each in seen:
            refuse("repeated", f"names '{each}' twice", "once is enough")
        seen.add(each)
    return value


def _real(value: Any, least: float, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        refuse("wrong-type", f"takes a number, not {kind_of(value)}")
    if not least <= value <= most:
        refuse("out-of-range", f"cannot be {value:g}", f"it goes from {least:g} to {most:g} px")
    return float(value)


def _whole(value: Any, least: int, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        refuse("wrong-type", f"takes a whole number, not {kind_of(value)}")
    if not least <= value <= most:
        refuse("out-of-range", f"cannot be {value}", f"it goes from {least} to {most}")
    return value


def _background(value: str) -> str:
    if value != "none" and not _COLOUR.fullmatch(value):
        help = "write 'none' for a transparent page, or a colour such as '#fbfaf7', in quotes"
        refuse("bad-colour", f"cannot be '{value[:20]}'", help)
    return value.lower()


def _language_version(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int):
        refuse("wrong-type", f"takes a whole number, not {kind_of(value)}", "this is version 1 of the language")
    if value != 1:
        refuse("language-version", f"is {value}, and this program reads version 1", "a newer oauthviz may read it")
    return value


def _switch(value: Any) -> Any:
    if not isinstance(value, bool):
        refuse("wrong-type", f"takes true or false, not {kind_of(value)}")
    return value


def _parameters(value: Any) -> Any:
    """A mapping, or a list of names and mappings, as one mapping in the order of the names."""
    if isinstance(value, str) or not isinstance(value, (dict, list, tuple)):
        refuse("wrong-type", f"takes a mapping or a list of names, not {kind_of(value)}")
    pairs: list[tuple[str, Any]] = []
    for item in [value] if isinstance(value, dict) else value:
        if isinstance(item, dict):
            pairs.extend(item.items())
        elif isinstance(item, str):
            pairs.append((item, None))
        else:
            refuse("wrong-type", f"takes names and 'name: value', not {kind_of(item)}")
    found: dict[str, str | None] = {}
    for name, item in pairs:
        if isinstance(item, (dict, list, tuple)):
            refuse("wrong-type", f"gives '{name[:40]}' {kind_of(item)}", "a parameter's value is a text or a number")
        if name in found:
            refuse("repeated", f"names '{name[:40]}' twice", "once is enough")
        found[_text(name, LABEL)] = None if item is None else _text(_written(item), LABEL)
    return {name: found[name] for name in sorted(found)}


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _grouped(value: Any) -> Any:
    """A list of lists; one flat list of texts is taken as one group."""
    if isinstance(value, (list, tuple)) and value and all(isinstance(item, str) for item in value):
        return (tuple(value),)
    if not isinstance(value, (list, tuple)):
        refuse("wrong-type", f"takes a list of lists of ids, not {kind_of(value)}")
    return tuple(value)


def _string_schema(most: int, **more: Any) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "minLength": 1, "maxLength": most, **more})


def _several(schema: dict[str, Any], least: int = 0, **more: Any) -> WithJsonSchema:
    """One of `schema`, or a list of them."""
    items = {"type": "array", "items": schema, "uniqueItems": True, "minItems": least}
    return WithJsonSchema({"anyOf": [schema, items], **more})


def _pattern(pattern: re.Pattern[str], most: int, rule: str, code: str) -> Callable[[str], str]:
    return partial(_matching, pattern=pattern, most=most, rule=rule, code=code)


_ID_SCHEMA: dict[str, Any] = {"type": "string", "pattern": f"^{_ID.pattern}$", "maxLength": IDENTIFIER}
_LABEL_SCHEMA: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": LABEL}

Label = Annotated[str, AfterValidator(partial(_text, most=LABEL)), WithJsonSchema(_LABEL_SCHEMA)]
Text = Annotated[str, AfterValidator(partial(_text, most=TEXT)), _string_schema(TEXT)]
Description = Annotated[
    str, AfterValidator(partial(_text, most=50_000, lines=True)), WithJsonSchema({"type": "string", "minLength": 1})
]
Identifier = Annotated[
    str,
    AfterValidator(_pattern(_ID, IDENTIFIER, "an id has letters, digits, '_' and, within, '-'", "bad-id")),
    WithJsonSchema(_ID_SCHEMA),
]
IconName = Annotated[
    str,
    AfterValidator(_pattern(_ICON, IDENTIFIER, "an icon's name has letters, digits and hyphens", "bad-icon-name")),
    _string_schema(IDENTIFIER, pattern=f"^{_ICON.pattern}$"),
]
Language = Annotated[
    str,
    AfterValidator(_pattern(_LANG, IDENTIFIER, "a language is a tag such as en, es or pt-BR", "bad-language")),
    _string_schema(IDENTIFIER, pattern=f"^{_LANG.pattern}$"),
]
RuleName = Annotated[
    str,
    AfterValidator(
        _pattern(_RULE, IDENTIFIER, "a rule is named by two letters and two digits, such as OA05", "bad-rule")
    ),
    _string_schema(IDENTIFIER, pattern=f"^{_RULE.pattern}$"),
]
BadgeText = Annotated[
    str,
    BeforeValidator(_badge_text),
    WithJsonSchema(
        {"anyOf": [{"type": "integer", "minimum": 0, "maximum": 9999}, {"type": "string", "maxLength": NUMBER}]}
    ),
]
Link = Annotated[str, AfterValidator(_link), _string_schema(LINK)]
Side = Annotated[
    float,
    BeforeValidator(partial(_real, least=MIN_SIDE, most=MAX_SIDE)),
    WithJsonSchema({"type": "number", "minimum": MIN_SIDE, "maximum": MAX_SIDE}),
]
Margin = Annotated[
    float,
    BeforeValidator(partial(_real, least=0, most=MAX_SIDE / 2)),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": MAX_SIDE / 2}),
]
Seed = Annotated[
    int,
    BeforeValidator(partial(_whole, least=0, most=MAX_SEED)),
    WithJsonSchema({"type": "integer", "minimum": 0, "maximum": MAX_SEED}),
]
Background = Annotated[
    str, AfterValidator(_background), WithJsonSchema({"type": "string", "pattern": "^(?:none|#[0-9a-fA-F]{6})$"})
]
LanguageVersion = Annotated[int, BeforeValidator(_language_version), WithJsonSchema({"const": 1})]
Switch = Annotated[bool, BeforeValidator(_switch), WithJsonSchema({"type": "boolean"})]

Identifiers = Annotated[
    tuple[Identifier, ...], BeforeValidator(_listed), AfterValidator(_some), AfterValidator(_distinct),
    _several(_ID_SCHEMA, least=1),
]  # fmt: skip
MaybeIdentifiers = Annotated[
    tuple[Identifier, ...], BeforeValidator(_listed), AfterValidator(_distinct), _several(_ID_SCHEMA)
]
Labels = Annotated[tuple[Label, ...], BeforeValidator(_listed), _several(_LABEL_SCHEMA)]
Parameters = Annotated[
    dict[str, str | None],
    BeforeValidator(_parameters),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "object", "additionalProperties": {"type": ["string", "number", "boolean", "null"]}},
                {"type": "array", "items": {"type": ["string", "object"]}},
            ]
        }
    ),
]
IdGroups = Annotated[
    tuple[Identifiers, ...],
    BeforeValidator(_grouped),
    WithJsonSchema(
        {"type": "array", "items": {"anyOf": [_ID_SCHEMA, {"type": "array", "items": _ID_SCHEMA, "minItems": 1}]}}
    ),
]

Kind = Literal[
    "user-agent", "client", "authorization-server", "token-endpoint", "resource-server", "gateway", "consent",
    "datastore", "cache", "queue", "worker", "network", "service", "user",
]  # fmt: skip
KINDS: tuple[Kind, ...] = Kind.__args__  # type: ignore[attr-defined]
Kinds = Annotated[
    tuple[Kind, ...], BeforeValidator(_listed), AfterValidator(_some), AfterValidator(_distinct),
    _several({"enum": list(KINDS)}, least=1),
]  # fmt: skip
ArrowKind = Literal["request", "response", "redirect", "authorization", "token", "storage", "event"]
ARROW_KINDS: tuple[ArrowKind, ...] = ArrowKind.__args__  # type: ignore[attr-defined]
