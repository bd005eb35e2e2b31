"""The library: load or build a diagram, render it, look at the picture; and what the command line asks for besides."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import asdict

from oauthviz.core.diagnostics import Diagnostic, OauthvizError, OutputError, SpecError
from oauthviz.output import FORMATS
from oauthviz.preparing import MissingGlyphs, Options, prepare
from oauthviz.spec.reading import LoadedSpec, load_spec, read_spec, spec_from_mapping
from oauthviz.theme.icon_packs import IconFolders
from oauthviz.theme.icons import list_icons
from oauthviz.theme.loading import list_themes, load_theme
from oauthviz.theme.projections import PROJECTIONS

if TYPE_CHECKING:
    from oauthviz.layout.check.figures import Figures
    from oauthviz.layout.check.model import Finding
    from oauthviz.layout.model import Layout
    from oauthviz.layout.serialise import arrangement_json, arrangement_text, layout_json, layout_text
    from oauthviz.linting import Linted
    from oauthviz.picture import Picture
    from oauthviz.pinned import ArrangementSource
    from oauthviz.render.svg import TextMode
    from oauthviz.spec.schema import json_schema
    from oauthviz.spec.starter import starter_spec

DEFAULT_NAME = "diagram"
"""The name of a diagram that came from no file."""

__all__ = [
    "DEFAULT_NAME",
    "FORMATS",
    "PROJECTIONS",
    "Diagram",
    "Options",
    "Picture",
    "Report",
    "arrangement_json",
    "arrangement_text",
    "check_source",
    "explain_rule",
    "icon_names",
    "json_schema",
    "layout_json",
    "layout_text",
    "lint_formats",
    "lint_report",
    "render",
    "rule_list",
    "starter_spec",
    "theme_list",
    "theme_names",
]


_HOMES = {
    "Picture": "oauthviz.picture",
    "arrangement_json": "oauthviz.layout.serialise",
    "arrangement_text": "oauthviz.layout.serialise",
    "layout_json": "oauthviz.layout.serialise",
    "layout_text": "oauthviz.layout.serialise",
    "json_schema": "oauthviz.spec.schema",
    "starter_spec": "oauthviz.spec.starter",
}
"""Where the names are at home that not every caller needs: a finished picture is found without layout and drawing."""


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'oauthviz.api' has no attribute '{name}'")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


class Diagram:
    """A spec: loaded from a file or a text, or built up piece by piece.

    The keys of the spec language are keyword arguments; `from` is the first argument of `arrow`. Nothing is checked
    before the diagram is rendered, and the same errors come then as for a file.
    """

    def __init__(self, title: str, *, name: str = DEFAULT_NAME, **keys: Any) -> None:
        self._name = name
        self._keys: dict[str, Any] = {"title": title, **keys}
        self._loaded: LoadedSpec | None = None

    @classmethod
    def load(cls, path: str | Path) -> Diagram:
        """The diagram of a YAML or JSON file. Raises SpecError, LimitError, or OutputError where it cannot be read."""
        return cls._of(load_spec(Path(path)))

    @classmethod
    def loads(cls, text: str | bytes, name: str = DEFAULT_NAME, file: str = "<spec>") -> Diagram:
        """The diagram of a YAML or JSON text; `name` starts the ids in its SVG, `file` is what errors call it."""
        return cls._of(read_spec(text, file=file, name=name))

    @classmethod
    def _of(cls, loaded: LoadedSpec) -> Diagram:
        diagram = cls(loaded.spec.title, name=loaded.name)
        diagram._keys = loaded.spec.model_dump(mode="json", by_alias=True, exclude_unset=True)
        diagram._loaded = loaded
        return diagram

    def box(self, id: str, name: str, **keys: Any) -> Diagram:
        """Add a box; `keys` are role, icon, kind, zone, number, hero, link, client. Returns the diagram."""
        return self._add("boxes", {"id": id, "name": name, **keys})

    def arrow(self, source: str | Sequence[str], target: str, label: str | None = None, **keys: Any) -> Diagram:
        """Add an arrow from a box (or several) to another; `keys` are step, kind, direction, protocol, …"""
        ends = {"from": source if isinstance(source, str) else list(source), "to": target}
        return self._add("arrows", ends | ({} if label is None else {"label": label}) | keys)

    def zone(self, id: str, name: str, **keys: Any) -> Diagram:
        """Add a zone; boxes join it with their `zone`. `keys` are icon and parent."""
        return self._add("zones", {"id": id, "name": name, **keys})

    def boundary(self, around: Sequence[str], name: str, **keys: Any) -> Diagram:
        """Add an outline round some boxes; with icon='cloud' round one box it is a cloud."""
        return self._add("boundaries", {"around": list(around), "name": name, **keys})

    def callout(self, on: str, text: str) -> Diagram:
        """Add a flag on a box or an arrow, by its id."""
        return self._add("callouts", {"on": on, "text": text})

    def legend(self, items: Sequence[str | Mapping[str, Any]], title: str | None = None) -> Diagram:
        """Set the legend: texts, or mappings of `text` and `arrows`."""
        entries = [item if isinstance(item, str) else dict(item) for item in items]
        if title is None and all(isinstance(entry, str) for entry in entries):
            return self._set("legend", entries)
        rows = [{"text": entry} if isinstance(entry, str) else entry for entry in entries]
        return self._set("legend", {"items": rows} | ({} if title is None else {"title": title}))

    def hint(self, **keys: Any) -> Diagram:
        """Set layout hints: columns, first, same_column, before, seed."""
        return self._set("layout", {**self._keys.get("layout", {}), **keys})

    def render(
        self,
        *,
        theme: str | None = None,
        dark_theme: str | None = None,
        lang: str | None = None,
        projection: str | None = None,
        step: str | int | None = None,
        size: tuple[float, float] | None = None,
        text: TextMode = "glyphs",
        effort: str = "normal",
        missing_glyphs: MissingGlyphs = "error",
        id_prefix: str | None = None,
        allow_broken: bool = False,
        arrangement: ArrangementSource | None = None,
        rearrange: bool = False,
        cache_dir: str | Path | None = None,
        use_cache: bool = True,
        locale_dir: str | Path | None = None,
        strict_i18n: bool = False,
        icons: IconFolders = (),
        lint: bool = False,
    ) -> Picture:
        """Draw the diagram and measure the picture.

        With `dark_theme` the SVG holds both pictures and follows the page, or the reader's wish, from light to dark;
        whoever reads no style sheets sees the light one. `dark` of the picture is the other one by itself.

        `step` leaves out the arrows that are read after it, with their part of the legend; all else stays where it is
        in the whole picture. It is the number of a step, or of a stage where the badges are stages.

        `size` is the canvas's width and height in px. `text` is glyphs (outlines, the same everywhere) or plain (SVG
        text in the reader's fonts). `arrangement` pins columns, order and sides: a file of `oauthviz layout`, its
        JSON as a mapping, or another picture's `layout.arrangement`; `rearrange` finds those that suit this theme
        best, where else all themes share one. Found ones are remembered in `cache_dir` (default the user's cache
        folder) unless `use_cache` is off; that saves time and changes nothing. `lang` is a language tag such as
        pt-BR; its catalog is `locales/pt-BR/LC_MESSAGES/NAME.po` or `NAME.pt-BR.po` beside the spec or in
        `locale_dir`. What it lacks is in the picture's `warnings`, or with `strict_i18n` an error. `icons` is a folder
        of own icons, or several; they go before shipped ones of the same name. `lint` lints the spec first, as
        `render --lint` does.

        Raises UsageError for a theme, language, projection or step that is not there and for an arrangement of another
        spec, FitError where it does not fit its canvas, BrokenPictureError where it breaks a rule and `allow_broken`
        is not set.
        """
        return self.render_with(
            Options(
                theme=theme,
                dark_theme=dark_theme,
                lang=lang,
                projection=projection,
                step=None if step is None else str(step),
                size=size,
                text=text,
                effort=effort,
                missing_glyphs=missing_glyphs,
                id_prefix=id_prefix,
                allow_broken=allow_broken,
                arrangement=arrangement,
                rearrange=rearrange,
                cache_dir=cache_dir,
                use_cache=use_cache,
                locale_dir=locale_dir,
                strict_i18n=strict_i18n,
                icons=icons,
                lint=lint,
            )
        )

    def render_with(self, options: Options) -> Picture:
        """`render` with its arguments in one value."""
        from oauthviz.pipeline import draw_picture  # all that lays out and draws, as below

        return draw_picture(self._spec(), options)

    def lay_out(self, options: Options | None = None) -> Layout:
        """Only the layout: where everything is, in px, y down; all of it, whatever step the options name."""
        from oauthviz.layout.mirror import as_drawn
        from oauthviz.pipeline import lay_out_prepared

        prepared = prepare(self._spec(), options or Options())
        return as_drawn(lay_out_prepared(prepared), prepared.graph.lang)

    def lint(
        self,
        *,
        select: Sequence[str] | None = None,
        ignore: Sequence[str] = (),
        fail_on: str | None = None,
        lang: str | None = None,
        locale_dir: str | Path | None = None,
    ) -> Linted:
        """What the rules of lint find, by the project's pyproject.toml and by these arguments.

        `select` and `ignore` take ids (OA05) or their starts (OA), `fail_on` is warning or error. With `lang` the
        words of that translation are linted too. Raises UsageError for what is none of these, SpecError for a
        configuration or a catalog that cannot be read.
        """
        from oauthviz.linting import lint_spec  # heavy: every rule is a module full of patterns

        return lint_spec(self._spec(), select=select, ignore=ignore, fail_on=fail_on, lang=lang, locale_dir=locale_dir)

    def _spec(self) -> LoadedSpec:
        if self._loaded is None:
            self._loaded = spec_from_mapping(self._keys, name=self._name)
        return self._loaded

    def _add(self, key: str, item: dict[str, Any]) -> Diagram:
        return self._set(key, [*self._keys.get(key, ()), item])

    def _set(self, key: str, value: Any) -> Diagram:
        self._keys = {**self._keys, key: value}
        self._loaded = None
        return self

    def __repr__(self) -> str:
        boxes, arrows = (len(self._keys.get(key, ())) for key in ("boxes", "arrows"))
        return f"<Diagram {self._name}: {boxes} boxes, {arrows} arrows>"


def render(source: str | Path | Diagram, **options: Any) -> Picture:
    """Render a file, or a diagram; `options` as for `Diagram.render`."""
    diagram = source if isinstance(source, Diagram) else Diagram.load(source)
    return diagram.render(**options)


class Report(Struct, frozen=True):
    """What `check` found in one picture: broken rules, and figures such as crossings and bends."""

    file: str
    findings: tuple[Finding, ...]
    figures: Figures

    def as_json(self) -> dict[str, Any]:
        """The report as plain mappings and lists."""
        found = [{"rule": f.rule, "message": f.message, "subjects": list(f.subjects)} for f in self.findings]
        numbers = {**asdict(self.figures), "smallest_text": dict(self.figures.smallest_text)}
        return {"file": self.file, "ok": not found, "findings": found, "figures": numbers}


def check_source(source: str, data: bytes | None, options: Options) -> Report:
    """Check a picture: a spec is drawn first, an SVG of ours is read back. `data` replaces the file's content.

    Raises what rendering raises, and SpecError for an SVG that is not one of ours.
    """
    from oauthviz.layout.check import check, figures  # as in `Diagram.render_with`
    from oauthviz.picture import drawn_in
    from oauthviz.places import place
    from oauthviz.render.reading import read_svg

    is_svg = source.lower().endswith(".svg")
    if data is None and is_svg:
        data = read_source_bytes(Path(source))
    if data is not None and (is_svg or data.lstrip()[:1] == b"<"):
        try:
            drawn = read_svg(data.decode("utf-8"))
        except UnicodeDecodeError as error:
            raise SpecError([Diagnostic("not-utf-8", f"byte {error.start} is not UTF-8", source)]) from None
        except OauthvizError as error:
            raise place(error, source) from None
        return Report(source, check(drawn), figures(drawn))
    diagram = Diagram.load(source) if data is None else Diagram.loads(data, file=source)
    picture = diagram.render_with(options)
    return Report(picture.file, picture.findings, figures(drawn_in(picture.outlined_svg, picture.graph)))


def read_source_bytes(path: Path) -> bytes:
    """The bytes of a plain file, one more than an SVG may have at most, so that its reader refuses a huge one."""
    from oauthviz.render.reading import MAX_BYTES  # as in `Diagram.render_with`

    try:
        if not path.is_file() and path.exists():
            raise OutputError([Diagnostic("not-a-file", "this is no plain file", str(path))])
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError([Diagnostic("cannot-read", reason, str(path))]) from None


def lint_formats() -> tuple[str, ...]:
    """The formats in which findings can be reported; text first."""
    from oauthviz.lint.reports import formats  # heavy, as all of lint

    return formats()


def lint_report(linted: Sequence[Linted], form: str) -> str:
    """Findings as text, json, sarif or github."""
    from oauthviz.lint.registry import all_rules  # heavy, as all of lint
    from oauthviz.lint.reports import FileReport, writer

    return writer(form)([FileReport(each.file, each.findings) for each in linted], all_rules())


def explain_rule(name: str) -> str:
    """A lint rule's manual page. Raises UsageError where there is no such rule."""
    from oauthviz.lint.handbook import explain_named  # heavy, as all of lint

    return explain_named(name)


def rule_list() -> str:
    """The lint rules, one a line."""
    from oauthviz.lint.handbook import listing  # heavy, as all of lint

    return listing()


def theme_names() -> tuple[str, ...]:
    """The names of the shipped themes, sorted."""
    return tuple(list_themes())


def theme_list() -> list[dict[str, str]]:
    """Each shipped theme's name and what it looks like."""
    return [{"name": name, "label": load_theme(name).label} for name in list_themes()]


def icon_names() -> tuple[str, ...]:
    """The names of the shipped icons, sorted."""
    return tuple(list_icons())
