"""No mark of a cloud vendor or a vendor's product.

A generic picture stays right when the vendor changes, and needs nobody's permission. Marks that a project does want are
listed under `allow-marks` in its `pyproject.toml`.

Rests on: the project's requirements for every picture.

Bad:

    title: Bad
    caption: An illustration
    subtitle: Signing in with Okta  # TX03: Signing
    boxes:
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: api, name: Notes API, kind: resource-server, role: Serves data}
    arrows:
      - {from: app, to: api, label: GET /notes}
      - {from: api, to: app, label: Notes, kind: response}

Good:

    title: Good
    caption: An illustration
    subtitle: Signing in with an identity provider
    boxes:
      - {id: app, name: Web App, kind: client, role: Asks for access, client: confidential}
      - {id: api, name: Notes API, kind: resource-server, role: Serves data}
    arrows:
      - {from: app, to: api, label: GET /notes}
      - {from: api, to: app, label: Notes, kind: response}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oauthviz.lint.flow import Flow
from oauthviz.lint.model import Fault, Severity
from oauthviz.lint.profiles import EVERY
from oauthviz.lint.texts import texts_of

SEVERITY = Severity.WARNING
PROFILES = EVERY
_MARKS = (
    "AWS", "Amazon", "Amazon Web Services", "Cognito", "CloudFront", "DynamoDB", "EC2", "GCP", "Google",
    "Google Cloud", "BigQuery", "Firebase", "Apigee", "Azure", "Microsoft", "Entra", "Entra ID", "Active Directory",
    "ADFS", "Okta", "Auth0", "Ping Identity", "PingFederate", "PingOne", "ForgeRock", "OneLogin", "Duo Security",
    "CyberArk", "SailPoint", "Keycloak", "Salesforce", "IBM Cloud", "Oracle Cloud", "Alibaba Cloud",
    "Tencent Cloud", "DigitalOcean", "Heroku", "Vercel", "Netlify", "Cloudflare", "Akamai", "Fastly", "MuleSoft",
    "Supabase", "Kinde", "WorkOS", "FusionAuth", "Descope",
)  # fmt: skip
"""Vendors of clouds and identity services, and their products; spelled as they spell themselves."""
_WORDS = frozenset({"Amazon", "Azure", "Active Directory", "Duo Security", "Fastly"})
"""Marks that in small letters are other words."""
_START, _END = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"


def check(flow: Flow) -> Iterator[Fault]:
    """The first mark of each text; one that is part of an icon's name."""
    allowed = {mark.lower() for mark in flow.allowed_marks}
    marks = sorted((mark for mark in _MARKS if mark.lower() not in allowed), key=lambda mark: (-len(mark), mark))
    words = re.compile(_START + "(?:" + "|".join(_spellings(mark) for mark in marks) + ")" + _END)
    for path, text in texts_of(flow.spec):
        match = words.search(text)
        if match is not None:
            help = "name the thing, not the vendor, or allow the mark: allow-marks in pyproject.toml"
            yield Fault(path, f"'{match[0]}' is a vendor's mark", help)
    names = {mark.lower().replace(" ", "-") for mark in marks}
    for key in ("zones", "boxes", "boundaries"):
        for i, item in enumerate(getattr(flow.spec, key)):
            icon = f"-{(item.icon or '').lower().replace('_', '-')}-"
            if any(f"-{name}-" in icon for name in names):
                message = f"the icon '{item.icon}' is a vendor's mark"
                yield Fault((key, i, "icon"), message, "take a generic one: oauthviz icons list")


def _spellings(mark: str) -> str:
    """As written, in capitals, and in small letters where that is no other word."""
    forms = dict.fromkeys((mark, mark.upper(), mark if mark in _WORDS else mark.lower()))
    return "|".join(re.escape(form) for form in forms)
