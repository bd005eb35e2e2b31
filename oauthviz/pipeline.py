"""From a spec to a picture, stage by stage."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from oauthviz import __version__
from oauthviz.core.diagnostics import (
    BrokenPictureError,
    CanvasError,
    Diagnostic,
    FitError,
    OauthvizError,
    Position,
    UsageError,
    did_you_mean,
)
from oauthviz.drawing.compose import draw
from oauthviz.drawing.scene import Scene
from oauthviz.graph.build import build_diagram
from oauthviz.graph.model import Canvas
from oauthviz.graph.model import Diagram as Graph
from oauthviz.i18n.strings import string_table
from oauthviz.layout.check import Finding, check
from oauthviz.layout.engine import EFFORTS, lay_out
from oauthviz.layout.model import Arrangement, Layout
from oauthviz.picture import Picture, drawn_in
from oauthviz.pinned import ArrangementSource, naming_source, pinned_arrangement
from oauthviz.places import place, place_of_path, place_of_subjects, place_of_text
from oauthviz.remembered import arranged, memory
from oauthviz.render.svg import TextMode, render_svg
from oauthviz.resources import package_version
from oauthviz.spec.reading import LoadedSpec
from oauthviz.spec.values import MAX_SIDE, MIN_SIDE
from oauthviz.text.errors import MissingGlyphError
from oauthviz.text.fonts import family
from oauthviz.text.typesetter import Typesetter
from oauthviz.theme.loading import load_theme
from oauthviz.theme.model import Theme
from oauthviz.theme.reference import REFERENCE

MissingGlyphs = Literal["error", "box"]

PROJECTIONS = ("flat",)


@dataclass(frozen=True, slots=True)
class Options:
    """What a call may ask for beside the spec; None leaves it to the spec. `size` is width and height in px.

    `arrangement` pins one: a file's path, or the arrangement itself, as JSON has it too. Without it the one that all
    themes and languages share is used, or with `rearrange` the one that suits this theme and language best. Found ones
    are remembered in `cache_dir` (None for the user's own cache folder) unless `use_cache` is off.
    """

    theme: str | None = None
    lang: str | None = None
    projection: str | None = None
    size: tuple[float, float] | None = None
    text: TextMode = "glyphs"
    effort: str = "normal"
    missing_glyphs: MissingGlyphs = "error"
    id_prefix: str | None = None
    allow_broken: bool = False
    arrangement: ArrangementSource | None = None
    rearrange: bool = False
    cache_dir: str | Path | None = None
    use_cache: bool = True


@dataclass(frozen=True, slots=True)
class Prepared:
    """A spec with everything that its options name, found and checked."""

    loaded: LoadedSpec
    options: Options
    graph: Graph
    theme: Theme
    typesetter: Typesetter
    file_stem: str
    pinned: Arrangement | None


def draw_picture(loaded: LoadedSpec, options: Options, on_scene: Callable[[Scene, str], None] | None = None) -> Picture:
    """Draw a spec and measure the result. Raises BrokenPictureError where it breaks a rule and that is not allowed.

    `on_scene` is handed the scene and the spec's digest as soon as they are there, before anything is measured.
    """
    prepared = prepare(loaded, options)
    graph, theme = prepared.graph, prepared.theme
    layout = lay_out_prepared(prepared)
    with _placing(loaded):
        scene = draw(layout, graph, theme, prepared.typesetter)
    if on_scene is not None:
        on_scene(scene, loaded.digest)
    stamp = _stamp(loaded, theme, scene)
    prefix = options.id_prefix or loaded.name
    outlined = render_svg(scene, prefix=prefix, text="glyphs", stamp=stamp)
    findings = check(drawn_in(outlined, graph), graph)
    broken = _broken_rules(findings, loaded)
    if broken and not options.allow_broken:
        raise BrokenPictureError(broken)
    svg = outlined if options.text == "glyphs" else render_svg(scene, prefix=prefix, text=options.text, stamp=stamp)
    return Picture(
        name=loaded.name,
        file_stem=prepared.file_stem,
        file=loaded.file,
        svg=svg,
        layout=layout,
        findings=findings,
        broken_rules=broken,
        warnings=tuple(loaded.warnings),
        scene=scene,
        graph=graph,
        digest=loaded.digest,
        outlined_svg=outlined,
    )


def prepare(loaded: LoadedSpec, options: Options) -> Prepared:
    """Find what the options and the spec name, and build the graph. Raises UsageError for what is not there."""
    spec = loaded.spec
    _refuse_other_language(loaded, options)
    _refuse_unknown_effort(options)
    pinned = _pinned(options)
    theme = _theme(loaded, options)
    projection = _projection(loaded, options)
    with _placing(loaded):
        graph = build_diagram(loaded, string_table(spec.lang))
    if options.size is not None:
        graph = replace(graph, canvas=_sized(graph.canvas, options.size))
    asked = ((options.theme, theme.name, spec.theme), (options.projection, projection, spec.projection))
    stem = ".".join([loaded.name, *(found for wish, found, own in asked if wish is not None and found != own)])
    return Prepared(loaded, options, graph, theme, Typesetter(missing=options.missing_glyphs), stem, pinned)


def lay_out_prepared(prepared: Prepared) -> Layout:
    """Lay out, with errors placed in the spec.

    Raises FitError where the canvas is too small for the texts in their arrangement, UsageError where a pinned
    arrangement is not one of this spec.
    """
    graph, metrics, typesetter = prepared.graph, prepared.theme.metrics, prepared.typesetter
    with _placing(prepared.loaded, prepared.loaded.positions.get(("layout",))):
        arrangement = _arrangement(prepared)
    with _placing(prepared.loaded):
        try:
            return lay_out(
                graph, metrics, typesetter, arrangement=arrangement, allow_broken=prepared.options.allow_broken
            )
        except CanvasError as error:
            position = place_of_path(prepared.loaded, error.path)
            raise place(_offering_another(error, prepared), prepared.loaded.file, position) from None
        except UsageError as error:
            raise naming_source(error, prepared.options.arrangement) from None


def _arrangement(prepared: Prepared) -> Arrangement:
    """The one that is pinned, else the one that themes and languages share, else (if asked for) this picture's own."""
    if prepared.pinned is not None:
        return prepared.pinned
    options = prepared.options
    return arranged(
        prepared.graph,
        prepared.theme.metrics if options.rearrange else REFERENCE,
        prepared.typesetter,
        effort=options.effort,
        missing=options.missing_glyphs,
        kept=memory(options.cache_dir) if options.use_cache else None,
    )


def _offering_another(error: FitError, prepared: Prepared) -> FitError:
    """The error with the way out that it cannot know of: the boxes may stand elsewhere."""
    if prepared.pinned is not None:
        offer = "or leave --arrangement out: in another arrangement it may fit"
    elif not prepared.options.rearrange and prepared.theme.metrics != REFERENCE:
        offer = "or give up the arrangement that all themes share: --rearrange finds one for this theme alone"
    else:
        return error
    found = (replace(one, help=f"{one.help}; {offer}" if one.help else offer) for one in error.diagnostics)
    return FitError(tuple(found))


@contextmanager
def _placing(loaded: LoadedSpec, position: Position | None = None) -> Iterator[None]:
    """Errors of stages that know nothing of files get the spec's file, and the place of what they are about."""
    try:
        yield
    except MissingGlyphError as error:
        raise place(error, loaded.file, place_of_text(loaded, error.text, error.character)) from None
    except OauthvizError as error:
        raise place(error, loaded.file, position) from None


def _refuse_unknown_effort(options: Options) -> None:
    if options.effort not in EFFORTS:
        message = f"there is no effort '{options.effort}'"
        help = did_you_mean(options.effort, EFFORTS) or f"there is: {', '.join(EFFORTS)}"
        raise UsageError([Diagnostic("unknown-effort", message, "--effort", help=help)])


def _pinned(options: Options) -> Arrangement | None:
    if options.arrangement is None:
        return None
    if options.rearrange:
        message = "an arrangement cannot be pinned and searched for at once"
        help = "take either --arrangement or --rearrange"
        raise UsageError([Diagnostic("arrangement", message, "--rearrange", help=help)])
    return pinned_arrangement(options.arrangement)


def _theme(loaded: LoadedSpec, options: Options) -> Theme:
    if options.theme is not None:
        return load_theme(options.theme)
    with _placing(loaded, loaded.positions.get(("theme",))):
        return load_theme(loaded.spec.theme, root=Path(loaded.file).parent)


def _projection(loaded: LoadedSpec, options: Options) -> str:
    wanted = options.projection or loaded.spec.projection
    if wanted in PROJECTIONS:
        return wanted
    known = ", ".join(PROJECTIONS)
    help = did_you_mean(wanted, PROJECTIONS) or f"there is: {known}; choose it with --projection"
    message = f"there is no projection '{wanted}'"
    if options.projection:
        raise UsageError([Diagnostic("unknown-projection", message, "--projection", help=help)])
    position = loaded.positions.get(("projection",))
    raise UsageError([Diagnostic("unknown-projection", message, loaded.file, position, help)])


def _refuse_other_language(loaded: LoadedSpec, options: Options) -> None:
    own = loaded.spec.lang
    if options.lang in (None, own):
        return
    message = f"no catalog for '{options.lang}' was found"
    help = f"the texts of this spec are in '{own}': leave --lang out"
    raise UsageError([Diagnostic("no-catalog", message, loaded.file, help=help)])


def _sized(canvas: Canvas, size: tuple[float, float]) -> Canvas:
    if not all(MIN_SIDE <= side <= MAX_SIDE for side in size):
        message = f"a canvas of {size[0]:g} x {size[1]:g} px cannot be drawn"
        help = f"width and height go from {MIN_SIDE} to {MAX_SIDE} px; for more pixels use --scale"
        raise UsageError([Diagnostic("canvas-size", message, "--size", help=help)])
    if canvas.margin >= min(size) / 2:
        message = f"the spec's margin of {canvas.margin:g} px leaves nothing of {min(size):g} px"
        raise UsageError([Diagnostic("canvas-size", message, "--size", help="choose a larger size")])
    return replace(canvas, width=float(size[0]), height=float(size[1]))


def _broken_rules(findings: tuple[Finding, ...], loaded: LoadedSpec) -> tuple[Diagnostic, ...]:
    return tuple(
        Diagnostic(found.rule, found.message, loaded.file, place_of_subjects(loaded, found.subjects))
        for found in findings
    )


def _stamp(loaded: LoadedSpec, theme: Theme, scene: Scene) -> dict[str, str]:
    """What the picture was made from and by, for its data-* attributes."""
    families = sorted({font.family for font, _ in scene.outlines})
    fonts = ", ".join(f"{name} {package_version(family(name).module)}" for name in families)
    return {"oauthviz": __version__, "spec": loaded.digest, "theme": f"{theme.name} {theme.version}", "fonts": fonts}
