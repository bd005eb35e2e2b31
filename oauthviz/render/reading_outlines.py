"""Path commands under an affine map: exact bounds, and flattened points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import acos, ceil, cos, hypot, pi, radians, sin, sqrt, tan

from oauthviz.core.geometry import Point
from oauthviz.core.outlines import Commands
from oauthviz.layout.check.curves import cubic_points
from oauthviz.layout.check.plane import Span

Matrix = tuple[float, float, float, float, float, float]
"""a, b, c, d, e, f of SVG: x' = a x + c y + e, y' = b x + d y + f."""

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

_TRANSFORM = re.compile(r"(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^)]*)\)")
_KAPPA = 0.5522847498307936


def times(m: Matrix, n: Matrix) -> Matrix:
    """The map that does `n` first, then `m`."""
    a, b, c, d, e, f = m
    g, h, i, j, k, t = n
    return (
        a * g + c * h,
        b * g + d * h,
        a * i + c * j,
        b * i + d * j,
        a * k + c * t + e,
        b * k + d * t + f,
    )


def applied(m: Matrix, x: float, y: float) -> Point:
    return (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])


def inverse(m: Matrix) -> Matrix | None:
    """The map that undoes `m`; None where it flattens the plane."""
    a, b, c, d, e, f = m
    whole = a * d - b * c
    if abs(whole) < 1e-12:
        return None
    return (d / whole, -b / whole, -c / whole, a / whole, (c * f - d * e) / whole, (b * e - a * f) / whole)


def scale_of(m: Matrix) -> float:
    """The factor by which a map enlarges lengths, on average over directions."""
    return sqrt(abs(m[0] * m[3] - m[1] * m[2]))


def read_transform(text: str) -> Matrix:
    """An SVG transform attribute. Raises ValueError where it is none."""
    result = IDENTITY
    if _TRANSFORM.sub("", text).strip(" ,\t\r\n"):
        raise ValueError(f"'{text[:60]}' is no transform")
    for kind, inner in _TRANSFORM.findall(text):
        v = [float(n) for n in inner.replace(",", " ").split()]
        result = times(result, _matrix(kind, v))
    return result


def _matrix(kind: str, v: list[float]) -> Matrix:
    if kind == "matrix" and len(v) == 6:
        return (v[0], v[1], v[2], v[3], v[4], v[5])
    if kind == "translate" and len(v) in (1, 2):
        return (1, 0, 0, 1, v[0], v[1] if len(v) > 1 else 0)
    if kind == "scale" and len(v) in (1, 2):
        return (v[0], 0, 0, v[-1], 0, 0)
    if kind == "rotate" and len(v) in (1, 3):
        s, c = sin(radians(v[0])), cos(radians(v[0]))
        x, y = (v[1], v[2]) if len(v) == 3 else (0.0, 0.0)
        return (c, s, -s, c, x - c * x + s * y, y - s * x - c * y)
    if kind in ("skewX", "skewY") and len(v) == 1:
        t = tan(radians(v[0]))
        return (1, 0, t, 1, 0, 0) if kind == "skewX" else (1, t, 0, 1, 0, 0)
    raise ValueError(f"'{kind}' with {len(v)} numbers is no transform")


def ellipse(cx: float, cy: float, rx: float, ry: float) -> Commands:
    """An ellipse as four cubic curves."""
    kx, ky = rx * _KAPPA, ry * _KAPPA
    return (
        ("M", cx + rx, cy),
        ("C", cx + rx, cy + ky, cx + kx, cy + ry, cx, cy + ry),
        ("C", cx - kx, cy + ry, cx - rx, cy + ky, cx - rx, cy),
        ("C", cx - rx, cy - ky, cx - kx, cy - ry, cx, cy - ry),
        ("C", cx + kx, cy - ry, cx + rx, cy - ky, cx + rx, cy),
        ("Z",),
    )


Cubic = tuple[Point, Point, Point, Point]


def _pieces(commands: Commands, m: Matrix) -> Iterator[tuple[str, Cubic]]:
    """The mapped pieces of a path: moves (`M`), lines (`L`) and cubic curves (`C`), each from the point before."""
    ma, mb, mc, md, me, mf = m  # written out below: a picture has ten thousands of points
    x = y = 0.0
    start = (0.0, 0.0)
    here = opened = applied(m, x, y)
    for letter, *v in commands:
        if letter == "Z":
            x, y = start
            yield "L", (here, here, opened, opened)
            here = opened
        elif letter in "ML":
            x, y = v
            to = (ma * x + mc * y + me, mb * x + md * y + mf)
            if letter == "M":
                start, opened = (x, y), to
            yield letter, (here, here, to, to)
            here = to
        elif letter == "C":
            ax, ay, bx, by, x, y = v
            to = (ma * x + mc * y + me, mb * x + md * y + mf)
            a = (ma * ax + mc * ay + me, mb * ax + md * ay + mf)
            yield "C", (here, a, (ma * bx + mc * by + me, mb * bx + md * by + mf), to)
            here = to
        elif letter == "Q":
            ax, ay, x, y = v
            c, to = applied(m, ax, ay), applied(m, x, y)
            yield "C", (here, _third(here, c), _third(to, c), to)
            here = to
        else:
            for a, b, to in _arc(x, y, v):
                mapped = applied(m, *to)
                yield "C", (here, applied(m, *a), applied(m, *b), mapped)
                here = mapped
            x, y = v[5:]


def _third(end: Point, control: Point) -> Point:
    """The control point of the cubic curve that is the same as a quadratic one."""
    return (end[0] + (control[0] - end[0]) * 2 / 3, end[1] + (control[1] - end[1]) * 2 / 3)


def _arc(x0: float, y0: float, v: list[float]) -> list[tuple[Point, Point, Point]]:
    """An elliptical arc as cubic curves of at most a quarter turn (SVG 1.1, appendix F.6)."""
    rx, ry, turn, large, sweep, x1, y1 = v
    if not rx or not ry or (x0, y0) == (x1, y1):
        return [((x0, y0), (x1, y1), (x1, y1))]
    rx, ry, s, c = abs(rx), abs(ry), sin(radians(turn)), cos(radians(turn))
    hx, hy = (x0 - x1) / 2, (y0 - y1) / 2
    px, py = c * hx + s * hy, c * hy - s * hx
    grow = sqrt(max(1.0, (px / rx) ** 2 + (py / ry) ** 2))
    rx, ry = rx * grow, ry * grow
    square = (rx * ry) ** 2 - (rx * py) ** 2 - (ry * px) ** 2
    factor = sqrt(max(0.0, square / ((rx * py) ** 2 + (ry * px) ** 2)))
    factor = -factor if large == sweep else factor
    qx, qy = factor * rx * py / ry, -factor * ry * px / rx
    cx, cy = c * qx - s * qy + (x0 + x1) / 2, s * qx + c * qy + (y0 + y1) / 2
    first = _angle((px - qx) / rx, (py - qy) / ry)
    whole = _angle((-px - qx) / rx, (-py - qy) / ry) - first
    if sweep and whole < 0:
        whole += 2 * pi
    elif not sweep and whole > 0:
        whole -= 2 * pi
    count = max(1, ceil(abs(whole) / (pi / 2) - 1e-9))
    step = whole / count
    handle = 4 / 3 * tan(step / 4)

    def at(u: float, w: float) -> Point:
        return (cx + c * rx * u - s * ry * w, cy + s * rx * u + c * ry * w)

    out = []
    for k in range(count):
        t, n = first + k * step, first + (k + 1) * step
        out.append(
            (
                at(cos(t) - handle * sin(t), sin(t) + handle * cos(t)),
                at(cos(n) + handle * sin(n), sin(n) - handle * cos(n)),
                (x1, y1) if k == count - 1 else at(cos(n), sin(n)),
            )
        )
    return out


def _angle(x: float, y: float) -> float:
    return (1 if y >= 0 else -1) * acos(max(-1.0, min(1.0, x / hypot(x, y))))


def bounds_of(commands: Commands, m: Matrix) -> Span | None:
    """The exact bounds of a mapped path; None where it draws nothing."""
    xs: list[float] = []
    ys: list[float] = []
    for letter, (p, a, b, q) in _pieces(commands, m):
        if letter == "M":
            continue
        xs += (p[0], q[0])
        ys += (p[1], q[1])
        if letter == "C":
            # a curve lies within its control points: mostly within its ends, and then it has no extremes to look for
            low, high = (p[0], q[0]) if p[0] < q[0] else (q[0], p[0])
            if a[0] < low or b[0] < low or a[0] > high or b[0] > high:
                xs += _extremes(p[0], a[0], b[0], q[0])
            low, high = (p[1], q[1]) if p[1] < q[1] else (q[1], p[1])
            if a[1] < low or b[1] < low or a[1] > high or b[1] > high:
                ys += _extremes(p[1], a[1], b[1], q[1])
    return (min(xs), min(ys), max(xs), max(ys)) if xs else None


def _extremes(p: float, a: float, b: float, q: float) -> list[float]:
    """Values of a cubic where its derivative is 0."""
    # derivative: u t^2 + v t + w, over 3
    u, v, w = q - p + 3 * (a - b), 2 * (p - 2 * a + b), a - p
    if abs(u) < 1e-12:
        roots = [-w / v] if abs(v) > 1e-12 else []
    else:
        inner = v * v - 4 * u * w
        roots = [(-v + sign * sqrt(inner)) / (2 * u) for sign in (1, -1)] if inner >= 0 else []
    out = []
    for t in roots:
        if 0 < t < 1:
            s = 1 - t
            out.append(s * s * s * p + 3 * s * s * t * a + 3 * s * t * t * b + t * t * t * q)
    return out


def flattened(commands: Commands, m: Matrix) -> list[list[Point]]:
    """The mapped path as polylines, one for each of its parts."""
    parts: list[list[Point]] = []
    for letter, (p, a, b, q) in _pieces(commands, m):
        if letter == "M" or not parts:
            parts.append([q])
        elif letter == "L":
            parts[-1].append(q)
        else:
            parts[-1] += cubic_points(p, a, b, q)
    return parts
