"""The spec that `oauthviz init` writes: small, complete, with a remark on each key."""

from __future__ import annotations

import json

_STARTER = """\
# A picture in words. To draw it: oauthviz render THIS-FILE
# Editors complete and check the keys with the schema that this prints: oauthviz schema

title: {title}
subtitle: A client gets a token          # a line under the title
caption: Illustrative flow, not an audited reference architecture.   # a line at the foot
archetype: handshake                     # handshake, architecture, pipeline or how-it-works
theme: pink-teal                         # to see the others: oauthviz themes list

boxes:                                   # the parties, each with an id for the arrows
  - id: browser
    name: User Browser                   # drawn as written
    role: Where the user signs in        # what it does, in a few words
    icon: browser                        # to see the others: oauthviz icons list
    kind: user-agent                     # colours follow from the kind
  - id: app
    name: Web App
    role: Asks for access
    icon: app-window
    kind: client
  - id: authz
    name: Authorization Server
    role: Knows the user and issues tokens
    icon: shield
    kind: authorization-server

arrows:                                  # the messages in their order, numbered 1, 2, 3 …
  - from: browser
    to: app
    label: Open the app
    kind: request                        # request, response, redirect, authorization, token, storage or event
  - from: browser
    to: authz
    label: Authorization request
    kind: authorization
    callout: code_challenge              # a flag on the arrow
  - from: authz
    to: browser
    label: 302 redirect with authorization code
    kind: redirect
  - from: app
    to: authz
    label: Code for access token
    kind: token
    protocol: HTTPS                      # a pill on the line
    direction: both                      # there and back on one line

legend:                                  # the story in numbered sentences
  - The user opens the app.
  - The authorization server signs the user in and sends a code back.
  - The app exchanges the code for an access token.
"""


def starter_spec(title: str) -> str:
    """The text of a spec with `title`, quoted so that any title is read back as it is."""
    return _STARTER.replace("{title}", json.dumps(title, ensure_ascii=False), 1)
