"""Two pictures that show every part of a theme: small boxes in zones and clouds, and tall ones with a browser."""

from __future__ import annotations

from oauthviz.drawing.compose import draw
from oauthviz.drawing.scene import Scene
from oauthviz.pipeline import lay_out_prepared
from oauthviz.preparing import Options, prepare
from oauthviz.spec.reading import read_spec
from oauthviz.theme.projections import FLAT

_PARTS = """\
title: Every Part Once
subtitle: Boxes, arrows, zones and type
archetype: architecture
badges: step
caption: Drawn by the program, as any other picture.
zones:
  - {id: front, name: Client zone, icon: mobile}
  - {id: services, name: Service zone, icon: server}
boxes:
  - {id: user, name: User, role: Signs in, icon: user, kind: user, zone: front}
  - {id: browser, name: Browser, role: Follows redirects, icon: browser, kind: user-agent, zone: front}
  - {id: app, name: Web App, role: Asks for access, icon: app-window, kind: client, zone: front}
  - {id: authz, name: Authorization Server, role: Knows the user and issues tokens, icon: shield,
     kind: authorization-server, hero: true}
  - {id: token, name: Token Service, role: Code for token, icon: token, kind: token-endpoint}
  - {id: api, name: Resource API, role: Serves data, icon: api-gateway, kind: resource-server, zone: services}
  - {id: worker, name: Audit Worker, role: Writes records, icon: worker, kind: worker, zone: services}
  - {id: db, name: Database, role: Keeps accounts, icon: database, kind: datastore}
  - {id: queue, name: Queue, role: Buffers events, icon: queue, kind: queue}
boundaries:
  - {around: [authz], icon: cloud, name: Identity cloud}
  - {around: [db, queue], name: Data boundary, icon: lock}
arrows:
  - {from: user, to: browser, label: Opens the app, kind: request}
  - {from: browser, to: app, label: GET /login, kind: request, protocol: HTTPS}
  - {from: app, to: browser, label: 302 redirect, kind: redirect}
  - {from: browser, to: authz, label: Authorization request, kind: authorization, callout: code_challenge}
  - {from: app, to: token, label: Code for token, kind: token, protocol: POST /token, direction: both}
  - {from: authz, to: db, label: Read account, kind: storage}
  - {from: app, to: api, label: Bearer token, kind: request}
  - {from: api, to: app, label: JSON data, kind: response}
  - {from: api, to: queue, label: Audit event, kind: event}
  - {from: queue, to: worker, label: Next event, kind: event}
callouts:
  - {on: db, text: Encrypted}
legend:
  title: The story in four parts
  items:
    - {text: The user opens the app.}
    - {text: The authorization server signs the user in.}
    - {text: The app exchanges the code for a token.}
    - {text: The API serves data and leaves an event.}
"""

_STAGES = """\
title: Tall Boxes and Stages
subtitle: A browser, a hero and a numbered legend
archetype: how-it-works
caption: Drawn by the program, as any other picture.
boxes:
  - {id: browser, name: User Browser, role: Follows redirects, icon: browser, kind: user-agent}
  - {id: app, name: Web App, role: Asks for access, icon: app-window, kind: client}
  - {id: authz, name: Authorization Server, role: Knows the user and issues tokens, icon: shield,
     kind: authorization-server, hero: true}
  - {id: consent, name: Consent, role: Asks the user, icon: consent, kind: consent}
  - {id: cache, name: Cache, role: Keeps sessions, icon: cache, kind: cache}
  - {id: edge, name: Network, role: Carries it all, icon: cloud, kind: network}
arrows:
  - {stage: 1, from: browser, to: app, label: Open the app, kind: request}
  - {stage: 1, from: app, to: browser, label: 302 redirect, kind: redirect, protocol: HTTP 302}
  - {stage: 2, from: browser, to: authz, label: Sign in, kind: authorization}
  - {stage: 2, from: consent, to: authz, label: Decision, kind: authorization}
  - {stage: 3, from: authz, to: app, label: Access token, kind: token, callout: code_verifier}
  - {stage: 3, from: app, to: cache, label: Session, kind: storage, direction: both}
  - {stage: 4, from: authz, to: edge, label: Audit event, kind: event}
  - {stage: 4, from: app, to: browser, label: Session cookie, kind: response}
legend:
  - The user opens the app.
  - The user signs in and consents.
  - The app gets its token.
  - An event is left behind.
"""

SPECIMENS = {"parts": _PARTS, "stages": _STAGES}
"""Specs by name."""


def specimen(name: str, theme: str, projection: str = FLAT, *, lights: bool = True) -> Scene:
    """One of `SPECIMENS` in a theme (a name or a path), drawn but not measured.

    Without `lights` nothing of it lies outside of its canvas. Raises what rendering raises, FitError among it for type
    that no canvas holds.
    """
    loaded = read_spec(SPECIMENS[name], file=f"<specimen {name}>", name=name)
    prepared = prepare(loaded, Options(theme=theme, projection=projection, allow_broken=True))
    paint = prepared.theme.paint if lights else prepared.theme.paint.model_copy(update={"lights": ()})
    drawn_in = prepared.theme.model_copy(update={"paint": paint})
    return draw(lay_out_prepared(prepared), prepared.graph, drawn_in, prepared.typesetter)
