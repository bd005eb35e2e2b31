"""Two layouts set by hand, with every thing that a picture can hold, for the tests of drawing and rendering."""

from __future__ import annotations

from functools import cache

from oauthviz.core.geometry import Point, Rect
from oauthviz.core.outlines import cloud_around
from oauthviz.drawing.compose import draw
from oauthviz.drawing.scene import Scene
from oauthviz.graph.model import Canvas, Diagram, Edge, Group, Hints, LegendEntry, Node
from oauthviz.layout.model import (
    Arrangement,
    Badge,
    Branch,
    Flag,
    Layout,
    Pill,
    PlacedArrow,
    PlacedBox,
    PlacedGroup,
    PlacedKeyEntry,
    PlacedLegend,
    PlacedLegendItem,
    PlacedLine,
    TextBlock,
)
from oauthviz.text.typesetter import Typesetter
from oauthviz.theme.loading import load_theme

TYPESETTER = Typesetter()
ICON_OF = {"user-agent": "browser", "client": "app-window", "authorization-server": "shield", "cache": "cache"} | {
    "resource-server": "api-gateway",
    "datastore": "database",
    "queue": "queue",
}


def block(role: str, text: str, size: float, x: float, baseline: float, align: str = "start", leading: float = 1.24):
    """A text whose lines are parted by `|`, the first on `baseline`."""
    style = load_theme("pink-teal").metrics.style(role, size, leading)
    lines = []
    for i, line in enumerate(text.split("|")):
        width = TYPESETTER.width(line, style)
        left = {"start": x, "middle": x - width / 2, "end": x - width}[align]
        lines.append(PlacedLine(line, left, baseline + i * style.line_height, width))
    return TextBlock(role, text.replace("|", " "), style, tuple(lines), align)


def badge(text: str, x: float, y: float, role: str = "step", shape: str = "circle", r: float = 10.0) -> Badge:
    size = 11.5 if role == "step" else 12.0
    return Badge(block(role, text, size, x, y + size * 0.36, "middle"), x, y, r, shape)


def box(id: str, kind: str, rect: Rect, name: str, role: str, tile: float, **more) -> PlacedBox:
    """A box set as the design asks: compact below 150 px, else centred."""
    names, roles = len(name.split("|")), len(role.split("|"))
    window = more.get("window", 0.0)
    if rect.h < 150:
        height = tile + 8 + roles * 15.4
        top = rect.cy - height / 2
        square = Rect(rect.x + 14, top, tile, tile)
        named = block("box-name", name, 15, square.right + 11, square.cy + 5 - (names - 1) * 9, leading=1.2)
        told = block("box-role", role, 11.5, rect.x + 14, square.bottom + 19, leading=1.34)
        return PlacedBox(id, (kind,), None, rect, "compact", ICON_OF[kind], square, named, told, **more)
    size = 16 if tile > 50 else 14.5
    height = tile + 12 + names * size * 1.2 + 4 + roles * 15.4
    top = rect.y + window + (rect.h - window - height) / 2
    square = Rect(rect.cx - tile / 2, top, tile, tile)
    first = square.bottom + 12 + size
    named = block("box-name", name, size, rect.cx, first, "middle", 1.2)
    told = block("box-role", role, 11.5, rect.cx, first + (names - 1) * size * 1.2 + 22, "middle", 1.34)
    return PlacedBox(id, (kind,), None, rect, "tall", ICON_OF[kind], square, named, told, **more)


def arrow(id: str, kind: str, source: str, target: str, points, number: Point, label=None, **more) -> PlacedArrow:
    both = more.pop("both", False)
    heads = [(points[-1], points[-2])] + ([(points[0], points[1])] if both else [])
    ports = () if both else (points[0],)
    step = id.removeprefix("a")
    branches = (Branch(source, target, tuple(points)), *more.pop("also", ()))
    return PlacedArrow(
        id, step, kind, both, branches, tuple(heads), ports + more.pop("ports", ()), badge(step, *number), label, **more
    )


def over(text: str, x: float, line_y: float, align: str = "start", up: float = 9) -> TextBlock:
    """A label above a level line; 17 px above it where a pill sits on the line."""
    rows = len(text.split("|"))
    return block("arrow-label", text, 12, x, line_y - up - (rows - 1) * 12 * 1.24, align)


def beside(text: str, x: float, baseline: float) -> TextBlock:
    return block("arrow-label", text, 12, x, baseline)


def legend(items: list[str], shape: str = "square", kinds: tuple[str | None, ...] = ()) -> PlacedLegend:
    placed = []
    for i, text in enumerate(items):
        x, y = (61.0, 871.0 + 31 * i) if i < 3 else (524.0, 840.0 + 31 * (i - 3))
        kind = kinds[i] if i < len(kinds) else None
        number = badge(str(i + 1), x + 10, y, "legend-number", shape)
        placed.append(
            PlacedLegendItem(str(i + 1), number, kind, block("legend-text", text, 13.5, x + 33, y + 5, "start"))
        )
    title = block("legend-title", "Lifecycle in 7 steps", 15, 61, 845)
    return PlacedLegend(Rect(40, 812, 944, 148), title, tuple(placed))


def key() -> tuple[PlacedKeyEntry, ...]:
    entries = (("request", 519.5, "Request path"), ("authorization", 645.2, "Authorization and tokens"))
    entries += (("storage", 838.6, "Storage and support"),)
    return tuple(
        PlacedKeyEntry(kind, (x, 103), (x + 22, 103), block("key-label", text, 12, x + 28, 107.2))
        for kind, x, text in entries
    )


def layout(boxes, arrows, groups, panel: PlacedLegend, subtitle: str, caption: str) -> Layout:
    return Layout(
        1024,
        1024,
        28,
        block("title", "OAuth 2 Flow", 42, 40, 80),
        block("subtitle", subtitle, 15.5, 41, 107),
        block("caption", caption, 12, 40, 990),
        tuple(boxes),
        tuple(arrows),
        tuple(groups),
        panel,
        key(),
        12.0,
        False,
        Arrangement(()),
    )


def diagram_of(layout: Layout, background: str | None = None) -> Diagram:
    """The diagram that a layout could have come from."""
    nodes = tuple(
        Node(b.id, b.name.text, b.role.text if b.role else "", b.icon, b.kinds, b.group, None, b.hero, False, b.link)
        for b in layout.boxes
    )
    edges = tuple(
        Edge(
            a.id,
            tuple(branch.source for branch in a.branches),
            a.branches[0].target,
            a.label.text if a.label else "",
            a.step,
            a.step,
            a.kind,
            a.both,
            tuple(pill.text.text for pill in a.pills),
            (),
            i,
        )
        for i, a in enumerate(layout.arrows)
    )
    groups = tuple(Group(g.id, g.name.text if g.name else "", g.icon, g.members, None, g.shape) for g in layout.groups)
    panel = layout.legend
    entries = tuple(LegendEntry(i.number, i.text.text, ()) for i in panel.items) if panel else ()
    return Diagram(
        title=layout.title.text,
        subtitle="",
        caption="",
        archetype="handshake",
        canvas=Canvas(background=background),
        lang="en",
        nodes=nodes,
        edges=edges,
        groups=groups,
        legend=entries,
        legend_title="",
        legend_shares_numbers=False,
        hints=Hints(),
        description="A browser signs in. An application asks for tokens.",
    )


@cache
def handshake() -> Layout:
    """Seven boxes and fourteen arrows, one of them with two sources."""
    boxes = (
        box("browser", "user-agent", Rect(40, 138, 228, 118), "User Browser",
            "End-user app that starts sign-in|and receives redirects", 38),
        box("app", "client", Rect(40, 364, 228, 248), "Client Application /|Web App",
            "Frontend or backend app|requesting delegated access", 60),
        box("cache", "cache", Rect(40, 676, 228, 108), "Cache",
            "Stores short-lived session or|token validation data", 38),
        box("authz", "authorization-server", Rect(500, 138, 206, 330), "Authorization Server",
            "Authenticates user and|issues authorization code|and tokens", 72, hero=True),
        box("api", "resource-server", Rect(500, 508, 206, 276), "API Gateway /|Resource Server",
            "Validates access token and|serves protected data", 60),
        box("tokens", "datastore", Rect(824, 198, 160, 206), "Token Store DB",
            "Persists clients,|grants, token|metadata, and|consent records", 46),
        box("queue", "queue", Rect(824, 606, 160, 178), "Queue",
            "Handles asynchronous|audit or notification|events", 46),
    )  # fmt: skip
    west, east = 268, 500
    arrows = (
        arrow("a1", "request", "browser", "app", [(57, 256), (57, 364)], (57, 275),
              beside("Open sign-in|page over|HTTPS", 67, 310)),
        arrow("a2", "redirect", "app", "browser", [(146, 364), (146, 256)], (146, 345),
              beside("302 redirect to|Authorization|Server", 157, 298)),
        arrow("a3", "authorization", "browser", "authz", [(west, 188), (east, 188)], (288, 188),
              over("Authorization request:|client_id, scope, redirect_uri,|response_type=code", 305, 188)),
        arrow("a4", "storage", "authz", "tokens", [(706, 256), (824, 256)], (765, 256),
              over("Read client,|user session,|consent", 765, 246, "middle"), both=True),
        arrow("a5", "redirect", "authz", "browser", [(east, 236), (west, 236)], (480, 236),
              over("302 redirect with|authorization code", 463, 236, "end")),
        arrow("a6", "authorization", "browser", "app", [(254, 256), (254, 364)], (254, 275),
              beside("Return with|authorization code", 264, 318)),
        arrow("a7", "token", "app", "authz", [(west, 402), (east, 402)], (288, 402),
              over("POST /token over HTTPS|with authorization code", 305, 402)),
        arrow("a8", "storage", "authz", "tokens", [(706, 356), (824, 356)], (765, 356),
              over("Validate code,|client,|redirect URI", 765, 346, "middle"), both=True),
        arrow("a9", "token", "authz", "app", [(east, 450), (west, 450)], (480, 450),
              over("200 OK with access token,|optional refresh token, token_type", 463, 450, "end")),
        arrow("a10", "storage", "app", "cache", [(60, 612), (60, 676)], (60, 632),
              beside("Store short-lived|token/session data", 78, 638)),
        arrow("a11", "request", "app", "api", [(west, 548), (east, 548)], (288, 548),
              over("HTTPS API request with|Bearer JWT access token", 305, 548)),
        arrow("a12", "storage", "api", "cache", [(east, 742), (west, 742)], (384, 742),
              over("Token introspection cache lookup", 384, 732, "middle"), both=True),
        arrow("a13", "response", "api", "app", [(east, 594), (west, 594)], (480, 594),
              over("200 OK JSON response|or 401 Unauthorized", 463, 594, "end")),
        arrow("a14", "event", "api", "queue", [(706, 552), (904, 552), (904, 606)], (765, 552),
              over("Audit event / login event", 783, 550),
              also=(Branch("authz", "queue", ((706, 430), (765, 430), (765, 552), (904, 552), (904, 606))),),
              ports=((706, 430),)),
    )  # fmt: skip
    items = ["User opens the application and chooses to sign in"]
    items += ["The app redirects the browser to the Authorization Server"]
    items += ["The user authenticates and grants consent", "The Authorization Server returns an authorization code"]
    items += ["The app exchanges the code for an access token", "The app calls the protected API with the Bearer token"]
    items += ["The API returns data and systems record audit events"]
    return layout(
        boxes, arrows, (), legend(items), "Authorization code handshake in 14 numbered exchanges",
        "Illustrative OAuth 2 flow, not an audited reference architecture.",
    )  # fmt: skip


@cache
def everything() -> Layout:
    """A cloud, a zone and a dashed boundary; browser chrome, pills, flags, a hop, a number on a box, a link."""
    cloud = cloud_around(Rect(486, 200, 196, 230).grown(10, 6))
    ring = badge("1", 984 - 14, 672 + 14)
    boxes = (
        box("browser", "user-agent", Rect(40, 150, 186, 620), "Browser", "End user client|initiating login", 84,
            window=34.0),
        box("authz", "authorization-server", Rect(486, 200, 196, 230), "Authorization Server",
            "Identity provider handling|login and consent", 68, hero=True),
        box("api", "resource-server", Rect(462, 578, 240, 192), "Application API",
            "Backend that starts OAuth and|exchanges code for tokens", 64, link="https://example.org/api?a=1&b=2"),
        box("users", "datastore", Rect(826, 244, 158, 164), "User Database", "Stores account and|consent records", 52),
        box("cache", "cache", Rect(838, 558, 134, 98), "Cache", "Stores state,|nonce", 38),
        box("queue", "queue", Rect(838, 676, 134, 92), "Queue", "Audit events and|notifications", 38,
            number=ring),
    )  # fmt: skip
    flag = Flag(
        block("callout", "code_challenge", 11, 300, 506.5), Rect(270, 492, 132, 22), Rect(278, 495.5, 15, 15), "a1",
        ((330, 514), (330, 622)),
    )  # fmt: skip

    def pill(text: str, x: float, y: float) -> Pill:
        words = block("protocol", text, 11, x, y + 3.9, "middle")
        return Pill(words, Rect(x - words.lines[0].width / 2 - 9, y - 9, words.lines[0].width + 18, 18))

    arrows = (
        arrow("a1", "request", "browser", "api", [(226, 622), (462, 622)], (248, 622),
              over("GET /login", 265, 622, up=17), pills=(pill("HTTPS", 370, 622),), flags=(flag,), hops=((424, 622),)),
        arrow("a2", "storage", "api", "cache", [(702, 600), (838, 600)], (724, 600),
              over("Temporary|state, nonce", 741, 600)),
        arrow("a3", "authorization", "api", "authz", [(500, 578), (500, 430)], (500, 556),
              beside("HTTPS|authorization|request", 511, 511), pills=(pill("HTTPS", 500, 484),)),
        arrow("a4", "redirect", "authz", "browser", [(486, 256), (226, 256)], (464, 256),
              over("302 redirect to|authorization endpoint", 406, 256, "end", up=17),
              pills=(pill("HTTP 302", 296, 256),)),
        arrow("a5", "authorization", "browser", "authz", [(226, 326), (486, 326)], (248, 326),
              over("User credentials|+ consent", 265, 326, up=17), pills=(pill("HTTPS", 340, 326),)),
        arrow("a6", "storage", "authz", "users", [(682, 326), (826, 326)], (704, 326),
              over("Validate|account", 756, 326)),
        arrow("a8", "token", "browser", "api", [(226, 700), (400, 700), (424, 700), (424, 540), (440, 540), (440, 596),
              (462, 596)], (248, 700), over("Callback with|authorization code", 265, 700)),
        arrow("a12", "event", "api", "queue", [(702, 722), (838, 722)], (724, 722), over("Audit event", 741, 722)),
        arrow("a13", "response", "api", "browser", [(462, 738), (226, 738)], (440, 738),
              over("Session cookie", 423, 738, "end", up=17), pills=(pill("HTTPS", 336, 738),)),
    )  # fmt: skip
    groups = (
        PlacedGroup("identity", "cloud", ("authz",), cloud, block("boundary-name", "Identity cloud", 13, 546, 182.5),
                    "cloud", Rect(520, 168, 20, 20)),
        PlacedGroup("stores", "rectangle", ("users",), Rect(812, 206, 186, 214),
                    block("boundary-name", "Directory", 12.5, 852, 229), "cloud", Rect(824, 214, 20, 20)),
        PlacedGroup("support", "zone", ("cache", "queue"), Rect(826, 528, 158, 252),
                    block("zone-name", "Support", 12.5, 838, 547), None, None),
    )  # fmt: skip
    items = ["User chooses sign-in", "App creates temporary state in cache", "App redirects browser"]
    items += ["User authenticates", "Server validates user data", "App exchanges code", "App creates session"]
    kinds = ("request", "storage", "redirect", "authorization", "storage", "token", "response")
    return layout(
        boxes, arrows, groups, legend(items, "circle", kinds), "Authorization code flow in 13 exchanges",
        "Simplified explanation, not an audited reference architecture.",
    )  # fmt: skip


def scene_of(layout: Layout, background: str | None = None) -> Scene:
    return draw(layout, diagram_of(layout, background), load_theme("pink-teal"), TYPESETTER)
