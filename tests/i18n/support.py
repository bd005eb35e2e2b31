"""What the tests of translations share."""

from __future__ import annotations

from collections.abc import Mapping

from oauthviz.i18n.catalog import Catalog, parse_catalog
from oauthviz.i18n.messages import messages_of
from oauthviz.i18n.writing import Template, catalog_text
from oauthviz.spec.reading import LoadedSpec, read_spec

SPEC = """\
title: Login in three steps
legend: [The user signs in, The app asks for a token]
boxes:
  - {id: browser, name: Browser, role: Where the user is, kind: user-agent}
  - {id: app, name: Web App, role: Asks for access, kind: client}
  - {id: authz, name: Authorization Server, role: Knows the user, kind: authorization-server}
arrows:
  - {from: browser, to: app, label: Open the page}
  - {from: app, to: authz, label: POST /token with code_verifier, kind: token}
  - {from: authz, to: app, label: "Access token, 3600 seconds", kind: token}
"""


def loaded(text: str = SPEC) -> LoadedSpec:
    return read_spec(text, file="flow.yaml", name="flow")


def template(spec: LoadedSpec | None = None) -> Template:
    """A template with lines and without rooms."""
    spec = spec or loaded()
    messages = messages_of(spec.spec)
    lines = {message.context: spec.positions[message.path].line for message in messages}
    return Template("flow", "flow.yaml", "en", messages, lines)


def catalog(texts: Mapping[str, str] | None = None, spec: LoadedSpec | None = None) -> Catalog:
    """A catalog of the spec: each text as it is but for `texts`, by context."""
    made = template(spec)
    own = {message.context: message.text for message in made.messages} | dict(texts or {})
    return parse_catalog(catalog_text(made, "es", own).encode(), "flow.es.po")
