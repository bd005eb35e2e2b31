"""From a spec to a picture, stage by stage."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple, Protocol

from msgspec.structs import replace

from oauthviz import __version__
from oauthviz.core.diagnostics import (
    BrokenPictureError,
    CanvasError,
    Diagnostic,
    FitError,
    OauthvizError,
    UsageError,
)
from oauthviz.drawing.compose import draw
from oauthviz.drawing.scene import Scene
from oauthviz.graph.model import Canvas
from oauthviz.graph.model import Diagram as Graph
from oauthviz.layout.check.model import Finding
from oauthviz.layout.engine import lay_out
from oauthviz.layout.mirror import as_drawn
from oauthviz.layout.model import Arrangement, Layout
from oauthviz.layout.partial import part_of
from oauthviz.picture import Picture
from oauthviz.pinned import naming_source
from oauthviz.places import place, place_of_path, place_of_subjects, placing
from oauthviz.preparing import Options, Prepared, prepare, typesetter_of, warnings_of
from oauthviz.remembered import arranged, memory
from oauthviz.resources import package_version
from oauthviz.spec.reading import LoadedSpec
from oauthviz.text.families import family
from oauthviz.theme.model import Theme
from oauthviz.theme.reference import REFERENCE

_DIGEST_LENGTH = 16


class Drawn(NamedTuple):
    """A scene with what is needed to write and to measure it. `prefix` starts the ids of its SVG."""

    scene: Scene
    graph: Graph
    prefix: str
    stamp: Mapping[str, str]


class Measured(NamedTuple):
    """The SVG with outlines, and the rules that it breaks."""

    outlined: str
    findings: tuple[Finding, ...]


class Beside(Protocol):
    """Other processes that do a part of the work on a picture; `draw_prepared` tells how far it has come."""

    def arranged(self) -> None:
        """The arrangement is found; layout and drawing come next."""

    def drawn(self, drawn: Drawn) -> None:
        """The scene is there; nothing has been measured yet."""

    def measured(self) -> Measured | None:
        """What `measure` gives, where somebody else has done it."""


def measure(drawn: Drawn) -> Measured:
    """Write a scene as SVG, read that back, and measure what it shows."""
    from oauthviz.layout.check import check  # not in a process that leaves all this to another
    from oauthviz.picture import drawn_in
    from oauthviz.render.svg import render_svg

    outlined = render_svg(drawn.scene, prefix=drawn.prefix, text="glyphs", stamp=drawn.stamp)
    return Measured(outlined, check(drawn_in(outlined, drawn.graph), drawn.graph))


def draw_picture(loaded: LoadedSpec, options: Options) -> Picture:
    """Draw a spec and measure the result. Raises BrokenPictureError where it breaks a rule and that is not allowed."""
    return draw_prepared(prepare(loaded, options))


def draw_prepared(prepared: Prepared, beside: Beside | None = None, arrangement: Arrangement | None = None) -> Picture:
    """The second half of `draw_picture`: all that takes time. `arrangement` spares the search where it is known."""
    options = prepared.options
    loaded, shown, theme, translation = prepared.loaded, prepared.shown, prepared.theme, prepared.translation
    arrangement = arrangement or arrangement_of_prepared(prepared)
    if beside is not None:
        beside.arranged()
    layout = lay_out_prepared(prepared, arrangement)
    with placing(loaded, translation=translation):
        scene = draw(layout, shown, theme, prepared.typesetter, prepared.icons)
    dark = _drawn_dark(prepared.dark, arrangement) if prepared.dark is not None else None
    scenes = (scene,) if dark is None else (scene, dark.scene)
    stamp = {**stamp_of(prepared), "fonts": _fonts(*scenes)}
    prefix = options.id_prefix or loaded.name
    drawn = Drawn(scene, shown, prefix, stamp)
    if beside is not None:
        beside.drawn(drawn)
    outlined, findings = (beside and beside.measured()) or measure(drawn)
    broken = (*prepared.disputed, *_broken_rules(findings, loaded), *(dark.broken_rules if dark else ()))
    if broken and not options.allow_broken:
        raise BrokenPictureError(broken)
    svg = outlined
    if dark is not None or options.text != "glyphs":
        from oauthviz.render.svg import render_svg  # as in `measure`

        dark_scene = dark.scene if dark is not None else None
        svg = render_svg(scene, prefix=prefix, text=options.text, stamp=stamp, dark=dark_scene)
    return Picture(
        name=loaded.name,
        file_stem=prepared.file_stem,
        file=loaded.file,
        svg=svg,
        layout=as_drawn(part_of(layout, shown), shown.lang),
        findings=findings,
        broken_rules=broken,
        warnings=warnings_of(prepared),
        scene=scene,
        graph=shown,
        stamp=stamp,
        outlined_svg=outlined,
        dark=dark,
    )


def _drawn_dark(prepared: Prepared, arrangement: Arrangement) -> Picture:
    """The picture in the dark theme, with its faults named as such."""
    try:
        picture = draw_prepared(prepared, arrangement=None if prepared.options.rearrange else arrangement)
    except OauthvizError as error:
        error.diagnostics = _in_the_dark(error.diagnostics, prepared)
        raise
    return replace(picture, broken_rules=_in_the_dark(picture.broken_rules, prepared))


def _in_the_dark(found: Sequence[Diagnostic], prepared: Prepared) -> tuple[Diagnostic, ...]:
    theme = prepared.theme.name
    return tuple(replace(one, message=f"in the dark theme '{theme}': {one.message}") for one in found)


def lay_out_prepared(prepared: Prepared, arrangement: Arrangement | None = None) -> Layout:
    """Lay out from left to right, whatever the language, with errors placed in the spec; drawing mirrors it.

    `arrangement` is the one of `arrangement_of_prepared`, where the caller has it.

    Raises FitError where the canvas is too small for the texts in their arrangement, UsageError where a pinned
    arrangement is not one of this spec.
    """
    graph, metrics, typesetter = prepared.graph, prepared.theme.metrics, prepared.typesetter
    translation = prepared.translation
    arrangement = arrangement or arrangement_of_prepared(prepared)
    with placing(prepared.loaded, translation=translation):
        try:
            return lay_out(
                graph,
                metrics,
                typesetter,
                arrangement=arrangement,
                anew=None if prepared.pinned is not None else partial(arrangement_of_prepared, prepared),
                allow_broken=prepared.options.allow_broken,
            )
        except CanvasError as error:
            file, position = prepared.loaded.file, place_of_path(prepared.loaded, error.path)
            if translation is not None:
                file, position = translation.place_of_path(error.path) or (file, position)
            raise place(_offering_another(error, prepared), file, position) from None
        except UsageError as error:
            raise naming_source(error, prepared.options.arrangement) from None


def arrangement_of_prepared(prepared: Prepared, canvas: Canvas | None = None) -> Arrangement:
    """The arrangement to lay out in, on the spec's own canvas or on another one.

    It is the one that is pinned, else the one that all themes and languages share, or (if asked for) this picture's
    own. What they share is found from the texts of the spec's own language.
    """
    if prepared.pinned is not None:
        return prepared.pinned
    options = prepared.options
    graph = prepared.graph if options.rearrange else prepared.own_graph
    with placing(prepared.loaded, prepared.loaded.positions.get(("layout",)), prepared.translation):
        return arranged(
            graph if canvas is None else replace(graph, canvas=canvas),
            prepared.theme.metrics if options.rearrange else REFERENCE,
            prepared.typesetter if options.rearrange else typesetter_of(prepared.own_graph, options),
            effort=options.effort,
            missing=options.missing_glyphs,
            kept=memory(options.cache_dir) if options.use_cache else None,
        )


def _offering_another(error: FitError, prepared: Prepared) -> FitError:
    """The error with the way out that it cannot know of: the boxes may stand elsewhere."""
    if prepared.pinned is not None:
        offer = "or leave --arrangement out: in another arrangement it may fit"
    elif not prepared.options.rearrange and prepared.translation is not None:
        offer = "or give up the arrangement that all languages share: --rearrange finds one for this picture alone"
    elif not prepared.options.rearrange and prepared.theme.metrics != REFERENCE:
        offer = "or give up the arrangement that all themes share: --rearrange finds one for this theme alone"
    else:
        return error
    found = (replace(one, help=f"{one.help}; {offer}" if one.help else offer) for one in error.diagnostics)
    return FitError(tuple(found))


def _broken_rules(findings: tuple[Finding, ...], loaded: LoadedSpec) -> tuple[Diagnostic, ...]:
    return tuple(
        Diagnostic(found.rule, found.message, loaded.file, place_of_subjects(loaded, found.subjects))
        for found in findings
    )


def stamp_of(prepared: Prepared) -> dict[str, str]:
    """What a picture is made from and by, its fonts apart, for its data-* attributes and `oauthviz verify`."""
    loaded, theme, translation, dark = prepared.loaded, prepared.theme, prepared.translation, prepared.dark
    found = {
        "oauthviz": __version__,
        "spec": loaded.digest,
        "theme": f"{theme.name} {theme.version}",
        "theme-digest": _digest_of(theme),
        "dark-theme": f"{dark.theme.name} {dark.theme.version} {_digest_of(dark.theme)}" if dark is not None else "",
        "step-to": prepared.options.step or "",
        "options": " ".join(f"{key}={value}" for key, value in _asked(prepared)),
        "catalog": translation.digest if translation is not None else "",
        "icons": prepared.icons.stamp(),
    }
    return {key: value for key, value in found.items() if value}


def _digest_of(theme: Theme) -> str:
    return hashlib.sha256(theme.model_dump_json().encode()).hexdigest()[:_DIGEST_LENGTH]


def _asked(prepared: Prepared) -> Iterator[tuple[str, str]]:
    """The options without which nobody could tell the theme's and the catalog's digests again."""
    if prepared.translation is not None:
        yield "lang", prepared.translation.lang
    if prepared.options.projection not in (None, prepared.loaded.spec.projection):
        yield "projection", str(prepared.options.projection)


def _fonts(*scenes: Scene) -> str:
    """The font families of scenes with their packages' versions."""
    families = sorted({font.family for scene in scenes for font, _ in scene.outlines})
    return ", ".join(f"{name} {package_version(family(name).module)}" for name in families)
