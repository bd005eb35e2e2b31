"""The spec language as a JSON Schema, for editors and for other programs."""

from __future__ import annotations

import json
from typing import Any

from oauthviz.spec.limits import ARROWS, BOXES
from oauthviz.spec.model import Spec

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_FILLED_BY_PLACE = ("id", "step")
"""Keys of an arrow whose default follows from its place, so that no one value can be named."""

_EXAMPLES: dict[str, list[Any]] = {
    "title": ["OAuth 2 Flow"],
    "theme": ["pink-teal"],
    "lang": ["en", "es", "pt-BR"],
    "boxes": [[{"id": "app", "name": "Web App", "role": "Asks for access", "kind": "client"}]],
    "arrows": [[{"from": "app", "to": "authz", "label": "POST /token", "kind": "token", "protocol": "HTTPS"}]],
    "legend": [["The user opens the app.", "The app asks for a token."]],
    "boundaries": [[{"around": ["authz"], "icon": "cloud", "name": "Identity cloud"}]],
    "layout": [{"columns": [["browser"], ["app", "authz"]], "first": "browser"}],
    "lint": [{"profile": "authorization-code", "ignore": [{"rule": "OA05", "reason": "legacy client"}]}],
}


def json_schema() -> dict[str, Any]:
    """The schema, JSON Schema 2020-12. It accepts every form that the reader accepts and no unknown key."""
    # Through text and back, so that no two keys share one mapping.
    made = json.loads(json.dumps(Spec.model_json_schema(by_alias=True, mode="validation")))
    definitions = made.pop("$defs")
    for definition in definitions.values():
        _tidy(definition)
    _tidy(made)
    for key in _FILLED_BY_PLACE:
        definitions["Arrow"]["properties"][key].pop("default", None)
    item = definitions["LegendItem"]
    definitions["LegendItem"] = {"anyOf": [item["properties"]["text"], item]}
    properties = made["properties"]
    properties["boxes"] |= {"minItems": 1, "maxItems": BOXES}
    properties["arrows"] |= {"maxItems": ARROWS}
    items = {"type": "array", "items": {"$ref": "#/$defs/LegendItem"}}
    legend = properties["legend"]["description"]
    properties["legend"] = {"description": legend, "anyOf": [items, {"$ref": "#/$defs/Legend"}]}
    for key, examples in _EXAMPLES.items():
        properties[key]["examples"] = examples
    return {
        "$schema": DIALECT,
        "title": "oauthviz spec",
        "description": "A picture of a flow in words: boxes, arrows, zones, a legend. See: oauthviz render --help.",
        **{key: made[key] for key in ("type", "additionalProperties", "required", "properties")},
        "$defs": {name: definitions[name] for name in sorted(definitions)},
    }


def _tidy(definition: dict[str, Any]) -> None:
    """Take away what pydantic says for itself: titles made from names, null as a value, defaults that say nothing."""
    definition.pop("title", None)
    definition["description"] = str(definition.get("description", "")).split("\n\n")[0]
    for name, key in definition.get("properties", {}).items():
        key.pop("title", None)
        if key.get("default", 0) in (None, []) or isinstance(key.get("default"), dict):
            del key["default"]
        options = [option for option in key.pop("anyOf", ()) if option != {"type": "null"}]
        form = options[0] if len(options) == 1 else {"anyOf": options} if options else {}
        definition["properties"][name] = {"description": key["description"], **form, **key}
