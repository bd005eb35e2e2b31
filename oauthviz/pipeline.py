"""From a spec to a picture, stage by stage."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
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
    SpecError,
    UsageError,
    did_you_mean,
)
from oauthviz.drawing.compose import draw
from oauthviz.drawing.scene import Scene
from oauthviz.graph.build import build_diagram
from oauthviz.graph.model import Canvas
from oauthviz.graph.model import Diagram as Graph
from oauthviz.i18n.strings import string_table
from oauthviz.i18n.tags import PSEUDO_LANGUAGES, canonical, direction_of
from oauthviz.i18n.translate import Translation, translate
from oauthviz.layout.check import Finding, check
from oauthviz.layout.engine import EFFORTS, lay_out
from oauthviz.layout.mirror import as_drawn
from oauthviz.layout.model import Arrangement, Layout
from oauthviz.picture import Picture, drawn_in
from oauthviz.pinned import ArrangementSource, naming_source, pinned_arrangement
from oauthviz.places import place, place_of_icon, place_of_path, place_of_subjects, place_of_text
from oauthviz.remembered import arranged, memory
from oauthviz.render.svg import TextMode, render_svg
from oauthviz.resources import package_version
from oauthviz.spec.reading import LoadedSpec
from oauthviz.spec.values import MAX_SIDE, MIN_SIDE
from oauthviz.text.errors import MissingGlyphError
from oauthviz.text.families import family
from oauthviz.text.typesetter import Typesetter
from oauthviz.theme.icon_packs import IconFolders, IconSet, open_packs
from oauthviz.theme.icons import Icon
from oauthviz.theme.loading import load_theme
from oauthviz.theme.model import Theme
from oauthviz.theme.projections import PROJECTIONS, projected
from oauthviz.theme.reference import REFERENCE

MissingGlyphs = Literal["error", "box"]

_DIGEST_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Options:
    """What a call may ask for beside the spec; None leaves it to the spec. `size` is width and height in px.

    With `dark_theme` the SVG holds the picture twice, and follows the page from light to dark.

    `lang` is a language tag; its catalogs are beside the spec or in `locale_dir`. What they lack is warned of, or
    with `strict_i18n` an error. `texts` are translations by the texts that they are of; they go before the catalogs'.

    `icons` names folders of own icons, which go before shipped ones of the same name. `lint` lints the spec first: a
    finding that fails by the project's configuration is a broken rule of the picture, any other a warning.

    `arrangement` pins one: a file's path, or the arrangement itself, as JSON has it too. Without it the one that all
    themes and languages share is used, or with `rearrange` the one that suits this theme and language best. Found ones
    are remembered in `cache_dir` (None for the user's own cache folder) unless `use_cache` is off.
    """

    theme: str | None = None
    dark_theme: str | None = None
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
    locale_dir: str | Path | None = None
    strict_i18n: bool = False
    texts: Mapping[str, str] = field(default_factory=dict)
    icons: IconFolders = ()
    lint: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """A spec with everything that its options name, found and checked.

    `loaded` and `graph` are in the picture's language, `own_graph` is in the spec's own. `disputed` are findings of
    lint that the options allow all the same. `dark` is the same spec in the dark theme, if there is to be one.
    """

    loaded: LoadedSpec
    options: Options
    graph: Graph
    own_graph: Graph
    translation: Translation | None
    theme: Theme
    typesetter: Typesetter
    file_stem: str
    pinned: Arrangement | None
    icons: IconSet
    disputed: tuple[Diagnostic, ...] = ()
    dark: Prepared | None = None


OnScene = Callable[[Scene, Mapping[str, str]], None]
"""Is handed the scene and the picture's stamp as soon as they are there, before anything is measured."""


def draw_picture(loaded: LoadedSpec, options: Options, on_scene: OnScene | None = None) -> Picture:
    """Draw a spec and measure the result. Raises BrokenPictureError where it breaks a rule and that is not allowed."""
    return draw_prepared(prepare(loaded, options), on_scene)


def draw_prepared(
    prepared: Prepared, on_scene: OnScene | None = None, arrangement: Arrangement | None = None
) -> Picture:
    """The second half of `draw_picture`: all that takes time. `arrangement` spares the search where it is known."""
    options = prepared.options
    loaded, graph, theme, translation = prepared.loaded, prepared.graph, prepared.theme, prepared.translation
    arrangement = arrangement or arrangement_of_prepared(prepared)
    layout = lay_out_prepared(prepared, arrangement)
    with _placing(loaded, translation=translation):
        scene = draw(layout, graph, theme, prepared.typesetter, prepared.icons)
    dark = _drawn_dark(prepared.dark, arrangement) if prepared.dark is not None else None
    scenes = (scene,) if dark is None else (scene, dark.scene)
    stamp = {**stamp_of(prepared), "fonts": _fonts(*scenes)}
    if on_scene is not None:
        on_scene(scene, stamp)
    prefix = options.id_prefix or loaded.name
    outlined = render_svg(scene, prefix=prefix, text="glyphs", stamp=stamp)
    findings = check(drawn_in(outlined, graph), graph)
    broken = (*prepared.disputed, *_broken_rules(findings, loaded), *(dark.broken_rules if dark else ()))
    if broken and not options.allow_broken:
        raise BrokenPictureError(broken)
    svg = outlined
    if dark is not None or options.text != "glyphs":
        dark_scene = dark.scene if dark is not None else None
        svg = render_svg(scene, prefix=prefix, text=options.text, stamp=stamp, dark=dark_scene)
    return Picture(
        name=loaded.name,
        file_stem=prepared.file_stem,
        file=loaded.file,
        svg=svg,
        layout=as_drawn(layout, graph.lang),
        findings=findings,
        broken_rules=broken,
        warnings=warnings_of(prepared),
        scene=scene,
        graph=graph,
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


def prepare(loaded: LoadedSpec, options: Options) -> Prepared:
    """Find what the options and the spec name, and build the graph. Raises UsageError for what is not there."""
    _refuse_unknown_effort(options)
    loaded, disputed = _linted(loaded, options) if options.lint else (loaded, ())
    dark = _dark(loaded, options)
    pinned = _pinned(options)
    projection = _projection(loaded, options)
    theme = projected(_theme(loaded, options), projection)
    translation = _translation(loaded, options)
    spec = loaded.spec
    with _placing(loaded):
        own_graph = graph = build_diagram(loaded, string_table(spec.lang))
        icons = _icons(loaded, own_graph, options)
        if translation is not None:
            loaded = translation.loaded
            graph = build_diagram(loaded, translation.strings)
    if options.size is not None:
        own_graph, graph = (replace(one, canvas=_sized(one.canvas, options.size)) for one in (own_graph, graph))
    asked = (
        (options.theme, theme.name, spec.theme),
        (options.projection, projection, spec.projection),
        (options.dark_theme, f"or-{dark.theme.name}" if dark is not None else "", ""),
        (options.lang, loaded.spec.lang, spec.lang),  # last, where Sphinx looks for it
    )
    stem = ".".join([loaded.name, *(found for wish, found, own in asked if wish is not None and found != own)])
    typesetter = _typesetter(graph, options)
    return Prepared(
        loaded, options, graph, own_graph, translation, theme, typesetter, stem, pinned, icons, disputed, dark
    )


def _dark(loaded: LoadedSpec, options: Options) -> Prepared | None:
    """The same spec in the dark theme. What lint says of it has been said."""
    if options.dark_theme is None:
        return None
    return prepare(loaded, replace(options, theme=options.dark_theme, dark_theme=None, lint=False))


def _linted(loaded: LoadedSpec, options: Options) -> tuple[LoadedSpec, tuple[Diagnostic, ...]]:
    """The spec with what lint finds among its warnings, and the findings that fail.

    Raises BrokenPictureError for these where broken pictures are not allowed.
    """
    from oauthviz.linting import lint_spec  # heavy: every rule is a module full of patterns

    linted = lint_spec(loaded, lang=options.lang, locale_dir=options.locale_dir)
    disputed = tuple(finding.diagnostic() for finding in linted.failing)
    notes = tuple(finding.diagnostic() for finding in linted.findings if finding not in linted.failing)
    if disputed and not options.allow_broken:
        raise BrokenPictureError((*disputed, *notes))
    return replace(loaded, warnings=(*loaded.warnings, *notes)), disputed


def _typesetter(graph: Graph, options: Options) -> Typesetter:
    lang = "und" if graph.lang in PSEUDO_LANGUAGES else graph.lang
    return Typesetter(missing=options.missing_glyphs, lang=lang, rtl=direction_of(graph.lang) == "rtl")


def lay_out_prepared(prepared: Prepared, arrangement: Arrangement | None = None) -> Layout:
    """Lay out from left to right, whatever the language, with errors placed in the spec; drawing mirrors it.

    `arrangement` is the one of `arrangement_of_prepared`, where the caller has it.

    Raises FitError where the canvas is too small for the texts in their arrangement, UsageError where a pinned
    arrangement is not one of this spec.
    """
    graph, metrics, typesetter = prepared.graph, prepared.theme.metrics, prepared.typesetter
    translation = prepared.translation
    arrangement = arrangement or arrangement_of_prepared(prepared)
    with _placing(prepared.loaded, translation=translation):
        try:
            return lay_out(
                graph, metrics, typesetter, arrangement=arrangement, allow_broken=prepared.options.allow_broken
            )
        except CanvasError as error:
            file, position = prepared.loaded.file, place_of_path(prepared.loaded, error.path)
            if translation is not None:
                file, position = translation.place_of_path(error.path) or (file, position)
            raise place(_offering_another(error, prepared), file, position) from None
        except UsageError as error:
            raise naming_source(error, prepared.options.arrangement) from None


def arrangement_of_prepared(prepared: Prepared) -> Arrangement:
    """The arrangement to lay out in.

    It is the one that is pinned, else the one that all themes and languages share, or (if asked for) this picture's own.

    What they share is found from the texts of the spec's own language.
    """
    if prepared.pinned is not None:
        return prepared.pinned
    options = prepared.options
    with _placing(prepared.loaded, prepared.loaded.positions.get(("layout",)), prepared.translation):
        return arranged(
            prepared.graph if options.rearrange else prepared.own_graph,
            prepared.theme.metrics if options.rearrange else REFERENCE,
            prepared.typesetter if options.rearrange else _typesetter(prepared.own_graph, options),
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


@contextmanager
def _placing(
    loaded: LoadedSpec, position: Position | None = None, translation: Translation | None = None
) -> Iterator[None]:
    """Errors of stages that know nothing of files get the spec's file, and the place of what they are about.

    What is about a translated text gets its catalog's.
    """
    try:
        yield
    except MissingGlyphError as error:
        found = translation.place_of_text(error.text, error.character) if translation is not None else None
        if found is not None:
            raise place(error, *found) from None
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


def _icons(loaded: LoadedSpec, graph: Graph, options: Options) -> IconSet:
    """The icons that the boxes and headings name, with every fault of theirs found before anything is laid out."""
    packs = open_packs(options.icons)
    names = {node.icon for node in graph.nodes} | {group.icon for group in graph.groups if group.icon}
    icons: dict[str, Icon] = {}
    found: list[Diagnostic] = []
    for name in sorted(names):
        try:
            with _placing(loaded, place_of_icon(loaded, name)):
                icons[name] = packs.load(name)
        except SpecError as error:
            found += error.diagnostics
    if found:
        raise SpecError(found)
    return IconSet({name: icon for name, icon in icons.items() if name in packs.files})


def _translation(loaded: LoadedSpec, options: Options) -> Translation | None:
    """The spec in the language that is asked for, None where that is its own."""
    if options.lang is None or canonical(options.lang) == canonical(loaded.spec.lang):
        return None
    return translate(
        loaded, options.lang, locale_dir=options.locale_dir, strict=options.strict_i18n, texts=options.texts
    )


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


def warnings_of(prepared: Prepared) -> tuple[Diagnostic, ...]:
    """Remarks on the spec and on its translation."""
    translation = prepared.translation
    return (*prepared.loaded.warnings, *(flaw.found for flaw in (translation.flaws if translation else ())))


def stamp_of(prepared: Prepared) -> dict[str, str]:
    """What a picture is made from and by, its fonts apart, for its data-* attributes and `oauthviz verify`."""
    loaded, theme, translation, dark = prepared.loaded, prepared.theme, prepared.translation, prepared.dark
    found = {
        "oauthviz": __version__,
        "spec": loaded.digest,
        "theme": f"{theme.name} {theme.version}",
        "theme-digest": _digest_of(theme),
        "dark-theme": f"{dark.theme.name} {dark.theme.version} {_digest_of(dark.theme)}" if dark is not None else "",
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
