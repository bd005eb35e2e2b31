"""Many specs, several processes, one outcome each: a bad file never stops the others."""

from __future__ import annotations

import importlib
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from oauthviz.api import DEFAULT_NAME, Options
from oauthviz.core.bugs import EXIT_BUG, bug_message
from oauthviz.core.diagnostics import BrokenPictureError, Diagnostic, OauthvizError
from oauthviz.core.frames import with_room
from oauthviz.core.processes import Helper, may_help
from oauthviz.inputs import recorded_inputs
from oauthviz.output import write_files
from oauthviz.preparing import Prepared, prepare, warnings_of
from oauthviz.render.rasterisers import RendererChoice
from oauthviz.rendered_cache import Finished, key_of, rendered_cache
from oauthviz.spec.reading import load_spec, read_spec
from oauthviz.workers import in_processes

if TYPE_CHECKING:
    from oauthviz.picture import Picture
    from oauthviz.pipeline import Drawn, Measured
    from oauthviz.render.png import Raster


_WITH_THREADS = ("oxipng", "resvg_py")
"""Modules that may have started threads of their own: a fork would wait for them, but they do not go with it."""


class Order(Struct, frozen=True):
    """One spec to draw and where to put it.

    `data` is the spec's text where it did not come from a file. Exactly one of `folder` (names are made from the
    spec's), `file` (one format) and neither (the one format's bytes come back in the outcome) applies. With `compare`
    nothing is written, and files that would change are found; with `trace` the outcome names the files that were read.
    """

    source: str
    options: Options
    formats: tuple[str, ...]
    data: bytes | None = None
    folder: Path | None = None
    file: Path | None = None
    scale: float = 1.0
    renderer: RendererChoice = "auto"
    compare: bool = False
    trace: bool = False


class WrittenFile(Struct, frozen=True):
    path: str
    size: int


class Outcome(Struct, frozen=True):
    """What became of an order. `messages` are for a reader's eyes: warnings, errors, broken rules.

    `cached` says that the picture was finished before, `inputs` are the paths of the files that it was made from.
    """

    source: str
    exit_code: int = 0
    messages: tuple[str, ...] = ()
    files: tuple[WrittenFile, ...] = ()
    width: float = 0.0
    height: float = 0.0
    milliseconds: float = 0.0
    data: bytes | None = None
    cached: bool = False
    inputs: tuple[str, ...] = ()


def run(orders: Sequence[Order], jobs: int = 1, done: Callable[[int, Outcome], None] | None = None) -> list[Outcome]:
    """Fulfil `orders` in up to `jobs` processes; outcomes in the order of `orders`.

    `done` gets the place and the outcome of each one as soon as it is there.
    """
    outcomes: dict[int, Outcome] = {}

    def take(place: int, outcome: Outcome) -> None:
        outcomes[place] = outcome
        if done is not None:
            done(place, outcome)

    places = list(_not_recalled(orders, jobs, take) if jobs > 1 else range(len(orders)))
    if jobs <= 1 or len(places) <= 1:
        for place in places:
            take(place, fulfil(orders[place]))
    else:
        for number, result in in_processes(fulfil, [orders[place] for place in places], jobs):
            take(places[number], _outcome(orders[places[number]], result))
    return [outcomes[place] for place in range(len(orders))]


def _not_recalled(orders: Sequence[Order], jobs: int, take: Callable[[int, Outcome], None]) -> Iterator[int]:
    """The places of orders that have to be drawn, so that no process is started for pictures that are finished.

    With as many of them as there will be processes it pays to start these; they then look for the rest.
    """
    missed = 0
    for place, order in enumerate(orders):
        outcome = _fulfilled(order, drawing=False) if missed < jobs and _keeps(order) else None
        if outcome is not None:
            take(place, outcome)
        else:
            missed += 1
            yield place


def _keeps(order: Order) -> bool:
    return order.options.cache_dir is not None and order.options.use_cache


def _outcome(order: Order, result: Outcome | BaseException) -> Outcome:
    return result if isinstance(result, Outcome) else Outcome(order.source, EXIT_BUG, (bug_message(result),))


@with_room
def fulfil(order: Order) -> Outcome:
    """Draw one order and write its files, all or none; every failure becomes part of the outcome."""
    outcome = _fulfilled(order, drawing=True)
    assert outcome is not None
    return outcome


def _fulfilled(order: Order, *, drawing: bool) -> Outcome | None:
    """The outcome of an order; None where its picture is not finished and `drawing` is not allowed."""
    started = time.perf_counter()
    inputs: list[str] = []
    try:
        with recorded_inputs(inputs) if order.trace else nullcontext():
            prepared = _prepared(order)
        outcome = _draw(order, prepared, drawing)
        if outcome is None:
            return None
    except OauthvizError as error:
        outcome = Outcome(order.source, error.exit_code, tuple(str(d) for d in error.diagnostics))
    except Exception as error:
        outcome = Outcome(order.source, EXIT_BUG, (bug_message(error),))
    milliseconds = (time.perf_counter() - started) * 1000
    return replace(outcome, milliseconds=milliseconds, inputs=tuple(inputs))


def _prepared(order: Order) -> Prepared:
    if order.data is None:
        loaded = load_spec(Path(order.source))
    else:
        loaded = read_spec(order.data, file=order.source, name=DEFAULT_NAME)
    return prepare(loaded, order.options)


def _draw(order: Order, prepared: Prepared, drawing: bool) -> Outcome | None:
    kept = rendered_cache(prepared)
    key = key_of(prepared, order.formats, order.scale, order.renderer) if kept else None
    finished = kept.recall(key) if kept and key else None
    outcome = Outcome(order.source, cached=finished is not None)
    broken: Sequence[Diagnostic] = ()
    if finished is None:
        if not drawing:
            return None
        finished, broken = _finish(order, prepared)
        if kept and key and not broken:
            kept.keep(key, finished)
    outcome = replace(
        outcome,
        exit_code=BrokenPictureError.exit_code if broken else 0,
        messages=tuple(str(d) for d in (*warnings_of(prepared), *broken)),
        width=finished.width,
        height=finished.height,
    )
    return _hand_over(order, finished, outcome)


def _finish(order: Order, prepared: Prepared) -> tuple[Finished, Sequence[Diagnostic]]:
    """The picture in the order's formats, and the rules that it breaks."""
    from oauthviz.pipeline import draw_prepared  # heavy, all that lays out and draws: not for a finished picture

    helpers = _Helpers(order) if "png" in order.formats else None
    try:
        picture = draw_prepared(prepared, helpers)
        contents = {
            form: helpers.png(picture) if helpers and form == "png" else picture.encode(form) for form in order.formats
        }
    finally:
        if helpers:
            helpers.end()
    size = picture.layout.width, picture.layout.height
    return Finished(picture.file_stem, *size, contents), picture.broken_rules


def _hand_over(order: Order, finished: Finished, outcome: Outcome) -> Outcome:
    """The outcome with the picture written, compared with what is there, or handed back."""
    targets = _targets(order, finished.stem)
    if targets is None:
        return replace(outcome, data=finished.contents[order.formats[0]])
    files = tuple(WrittenFile(str(targets[form]), len(finished.contents[form])) for form in order.formats)
    if order.compare:
        stale = [_stale(targets[form], finished.contents[form]) for form in order.formats]
        messages = tuple(str(found) for found in stale if found is not None)
        code = max(outcome.exit_code, 1 if messages else 0)
        return replace(outcome, files=files, exit_code=code, messages=(*outcome.messages, *messages))
    inputs = () if order.data is not None else (Path(order.source),)
    write_files([(targets[form], finished.contents[form]) for form in order.formats], inputs=inputs)
    return replace(outcome, files=files)


def _stale(target: Path, data: bytes) -> Diagnostic | None:
    """What is wrong with the file at `target`, if its bytes would be `data`."""
    help = "write it: the same command without --check"
    try:
        same = target.read_bytes() == data
    except FileNotFoundError:
        return Diagnostic("missing-picture", "it has not been written yet", str(target), help=help)
    except OSError as error:
        return Diagnostic("cannot-read", error.strerror or str(error), str(target))
    return None if same else Diagnostic("stale-picture", "it is not what the spec gives now", str(target), help=help)


class _Helpers:
    """Two processes that get ready while a picture is laid out and drawn: one for its PNG, one to measure it.

    Where a fork is not safe, the scene is made pixels here, for in a thread that would wait for its turn after each
    stroke, and packed in a thread, which needs no interpreter. An error waits until the PNG is asked for: what the
    measuring finds comes first.
    """

    def __init__(self, order: Order) -> None:
        self._order = order
        self._painter: Helper[Drawn, bytes] | None = None
        self._measurer: Helper[Drawn, Measured] | None = None
        self._thread: threading.Thread | None = None
        self._png: bytes | None = None
        self._error: BaseException | None = None

    def arranged(self) -> None:
        if may_help() and not any(name in sys.modules for name in _WITH_THREADS):
            from oauthviz.pipeline import measure  # is there already: it calls this

            self._measurer = Helper(_ready_to_measure, measure)
            self._painter = Helper(_ready_to_paint, self._painted)

    def drawn(self, drawn: Drawn) -> None:
        if self._painter and self._measurer:
            Helper.hand_over(drawn, (self._painter, self._measurer))
            return
        from oauthviz.render.png import draw_raster  # not in a process that leaves the PNG to another

        order = self._order
        try:
            raster = draw_raster(drawn.scene, scale=order.scale, renderer=order.renderer, stamp=drawn.stamp)
        except Exception as error:
            self._error = error
            return
        self._thread = threading.Thread(target=self._pack, args=(raster,))
        self._thread.start()

    def measured(self) -> Measured | None:
        return self._measurer.result() if self._measurer else None

    def png(self, picture: Picture) -> bytes:
        """The PNG of the finished picture, or the error that came in its place."""
        if self._painter:
            # without an answer it died, or it will fail here just as well
            return self._painter.result() or picture.png(self._order.scale, self._order.renderer)
        if self._thread is not None:
            self._thread.join()
        if self._png is None:
            assert self._error is not None
            raise self._error
        return self._png

    def end(self) -> None:
        """Leave no process and no thread behind, if the picture came to nothing."""
        for helper in (self._painter, self._measurer):
            if helper is not None:
                helper.drop()
        if self._thread is not None:
            self._thread.join()

    def _painted(self, drawn: Drawn) -> bytes:
        from oauthviz.render.png import render_png  # as in `drawn`

        return render_png(drawn.scene, scale=self._order.scale, renderer=self._order.renderer, stamp=drawn.stamp)

    def _pack(self, raster: Raster) -> None:
        from oauthviz.render.png import pack_png  # is there already: `drawn` took it

        try:
            self._png = pack_png(raster)
        except BaseException as error:
            self._error = error


def _ready_to_paint() -> None:
    for heavy in ("oauthviz.render.png", "oauthviz.render.direct", "oxipng", "numpy"):
        importlib.import_module(heavy)


def _ready_to_measure() -> None:
    for heavy in ("svgwrite", "oauthviz.render.svg", "oauthviz.render.reading", "oauthviz.layout.check"):
        importlib.import_module(heavy)


def _targets(order: Order, stem: str) -> dict[str, Path] | None:
    """The path of each format, or None where the bytes are handed back."""
    if order.file is not None:
        return {order.formats[0]: order.file}
    if order.folder is not None:
        return {form: order.folder / f"{stem}.{form}" for form in order.formats}
    return None
