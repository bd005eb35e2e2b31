"""Everything that a spec and its options name, found and checked before anything is laid out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from oauthviz.core.diagnostics import (
    BrokenPictureError,
    Diagnostic,
    SpecError,
    UsageError,
    did_you_mean,
    one_of,
    suggestion,
)
from oauthviz.graph.build import build_diagram
from oauthviz.graph.model import Canvas
from oauthviz.graph.model import Diagram as Graph
from oauthviz.graph.steps import steps_of, up_to
from oauthviz.i18n.strings import string_table
from oauthviz.i18n.tags import PSEUDO_LANGUAGES, canonical, direction_of
from oauthviz.places import place_of_icon, placing
from oauthviz.spec.archetypes import badge_mode
from oauthviz.spec.reading import LoadedSpec
from oauthviz.spec.values import MAX_SIDE, MIN_SIDE
from oauthviz.text.typesetter import Typesetter
from oauthviz.theme.icon_packs import IconFolders, IconSet, open_packs
from oauthviz.theme.icons import Icon
from oauthviz.theme.loading import load_theme
from oauthviz.theme.model import Theme
from oauthviz.theme.projections import PROJECTIONS, projected

if TYPE_CHECKING:
    from oauthviz.i18n.translate import Translation
    from oauthviz.layout.model import Arrangement
    from oauthviz.pinned import ArrangementSource
    from oauthviz.render.svg import TextMode

MissingGlyphs = Literal["error", "box"]


USUAL_EFFORT = "normal"


class Options(Struct, frozen=True):
    """What a call may ask for beside the spec; None leaves it to the spec. `size` is width and height in px.

    With `dark_theme` the SVG holds the picture twice, and follows the page from light to dark.

    `lang` is a language tag; its catalogs are beside the spec or in `locale_dir`. What they lack is warned of, or
    with `strict_i18n` an error. `texts` are translations by the texts that they are of; they go before the catalogs'.

    `step` leaves out the arrows that are read after it; everything else stays where it is. It is the number of a step,
    or of a stage where the badges are stages.

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
    step: str | None = None
    size: tuple[float, float] | None = None
    text: TextMode = "glyphs"
    effort: str = USUAL_EFFORT
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


class Prepared(Struct, frozen=True):
    """A spec with everything that its options name, found and checked.

    `loaded` and `graph` are in the picture's language, `own_graph` is in the spec's own. `graph` is laid out, `shown`
    is what is drawn of it: all, or a part up to the step that the options name. `disputed` are findings of lint that
    the options allow all the same. `dark` is the same spec in the dark theme, if there is to be one.
    """

    loaded: LoadedSpec
    options: Options
    graph: Graph
    own_graph: Graph
    shown: Graph
    translation: Translation | None
    theme: Theme
    typesetter: Typesetter
    file_stem: str
    pinned: Arrangement | None
    icons: IconSet
    disputed: tuple[Diagnostic, ...] = ()
    dark: Prepared | None = None


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
    with placing(loaded):
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
        (options.step, f"step-{options.step}", ""),
        (options.lang, loaded.spec.lang, spec.lang),  # last, where Sphinx looks for it
    )
    stem = ".".join([loaded.name, *(found for wish, found, own in asked if wish is not None and found != own)])
    return Prepared(
        loaded=loaded,
        options=options,
        graph=graph,
        own_graph=own_graph,
        shown=_shown(loaded, graph, translation, options),
        translation=translation,
        theme=theme,
        typesetter=typesetter_of(graph, options),
        file_stem=stem,
        pinned=pinned,
        icons=icons,
        disputed=disputed,
        dark=dark,
    )


def warnings_of(prepared: Prepared) -> tuple[Diagnostic, ...]:
    """Remarks on the spec and on its translation."""
    translation = prepared.translation
    return (*prepared.loaded.warnings, *(flaw.found for flaw in (translation.flaws if translation else ())))


def _dark(loaded: LoadedSpec, options: Options) -> Prepared | None:
    """The same spec in the dark theme. What lint says of it has been said."""
    if options.dark_theme is None:
        return None
    return prepare(loaded, replace(options, theme=options.dark_theme, dark_theme=None, lint=False))


def known_steps(loaded: LoadedSpec, graph: Graph) -> tuple[str, ...]:
    """What the option `step` may name, in reading order: steps, or stages where the badges are stages."""
    return steps_of(graph, badge_mode(loaded.spec) == "stage")


def _shown(loaded: LoadedSpec, graph: Graph, translation: Translation | None, options: Options) -> Graph:
    """What is drawn of the graph. Raises UsageError for a step that it does not have."""
    if options.step is None:
        return graph
    known = known_steps(loaded, graph)
    by_stage = badge_mode(loaded.spec) == "stage"
    if options.step in known:
        strings = translation.strings if translation is not None else string_table(loaded.spec.lang)
        return up_to(graph, options.step, by_stage, strings)
    what = "stage" if by_stage else "step"
    help = one_of(known) if known else f"no arrow of this diagram has a {what}"
    message = f"there is no {what} '{options.step}' in '{loaded.name}'"
    raise UsageError([Diagnostic("unknown-step", message, "--step", help=help)])


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


def typesetter_of(graph: Graph, options: Options) -> Typesetter:
    """What sets a graph's texts: in its language, from its side."""
    lang = "und" if graph.lang in PSEUDO_LANGUAGES else graph.lang
    return Typesetter(missing=options.missing_glyphs, lang=lang, rtl=direction_of(graph.lang) == "rtl")


def _refuse_unknown_effort(options: Options) -> None:
    if options.effort == USUAL_EFFORT:
        return  # the usual one is known, and a finished picture needs no layout
    from oauthviz.layout.engine import EFFORTS  # heavy: all of the layout

    if options.effort not in EFFORTS:
        message = f"there is no effort '{options.effort}'"
        help = suggestion(options.effort, EFFORTS)
        raise UsageError([Diagnostic("unknown-effort", message, "--effort", help=help)])


def _pinned(options: Options) -> Arrangement | None:
    if options.arrangement is None:
        return None
    if options.rearrange:
        message = "an arrangement cannot be pinned and searched for at once"
        help = "take either --arrangement or --rearrange"
        raise UsageError([Diagnostic("arrangement", message, "--rearrange", help=help)])
    from oauthviz.pinned import pinned_arrangement  # needs the layout's own reader

    return pinned_arrangement(options.arrangement)


def _theme(loaded: LoadedSpec, options: Options) -> Theme:
    if options.theme is not None:
        return load_theme(options.theme)
    with placing(loaded, loaded.positions.get(("theme",))):
        return load_theme(loaded.spec.theme, root=Path(loaded.file).parent)


def _projection(loaded: LoadedSpec, options: Options) -> str:
    wanted = options.projection or loaded.spec.projection
    if wanted in PROJECTIONS:
        return wanted
    help = did_you_mean(wanted, PROJECTIONS) or f"{one_of(PROJECTIONS)}; choose it with --projection"
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
            with placing(loaded, place_of_icon(loaded, name)):
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
    from oauthviz.i18n.translate import translate  # heavy: catalogs, and the review of what they say

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
