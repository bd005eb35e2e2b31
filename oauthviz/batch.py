"""Many specs, several processes, one outcome each: a bad file never stops the others."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from oauthviz.api import Diagram, Options
from oauthviz.core.bugs import EXIT_BUG, bug_message
from oauthviz.core.diagnostics import BrokenPictureError, OauthvizError
from oauthviz.core.frames import with_room
from oauthviz.drawing.scene import Scene
from oauthviz.output import write_files
from oauthviz.picture import Picture
from oauthviz.render.png import Raster, draw_raster, pack_png
from oauthviz.render.rasterisers import RendererChoice

if TYPE_CHECKING:
    from concurrent.futures import Future


@dataclass(frozen=True, slots=True)
class Order:
    """One spec to draw and where to put it.

    `data` is the spec's text where it did not come from a file. Exactly one of `folder` (names are made from the
    spec's), `file` (one format) and neither (the one format's bytes come back in the outcome) applies.
    """

    source: str
    options: Options
    formats: tuple[str, ...]
    data: bytes | None = None
    folder: Path | None = None
    file: Path | None = None
    scale: float = 1.0
    renderer: RendererChoice = "auto"


@dataclass(frozen=True, slots=True)
class WrittenFile:
    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an order. `messages` are for a reader's eyes: warnings, errors, broken rules."""

    source: str
    exit_code: int = 0
    messages: tuple[str, ...] = ()
    files: tuple[WrittenFile, ...] = ()
    width: float = 0.0
    height: float = 0.0
    milliseconds: float = 0.0
    data: bytes | None = None


def run(orders: Sequence[Order], jobs: int = 1, done: Callable[[], None] = lambda: None) -> list[Outcome]:
    """Fulfil `orders` in up to `jobs` processes; outcomes in the order of `orders`, `done` after each one."""
    if jobs <= 1 or len(orders) <= 1:
        outcomes = []
        for order in orders:
            outcomes.append(fulfil(order))
            done()
        return outcomes
    import multiprocessing  # heavy, and so is what runs on it: only when several processes are asked for
    from concurrent.futures import ProcessPoolExecutor, as_completed

    # Fresh interpreters on every system: a fork would share the state of libraries that run threads.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=min(jobs, len(orders)), mp_context=context) as pool:
        futures = [pool.submit(fulfil, order) for order in orders]
        for _ in as_completed(futures):
            done()
    return [_result(order, future) for order, future in zip(orders, futures, strict=True)]


def _result(order: Order, future: Future[Outcome]) -> Outcome:
    error = future.exception()
    return future.result() if error is None else Outcome(order.source, EXIT_BUG, (bug_message(error),))


@with_room
def fulfil(order: Order) -> Outcome:
    """Draw one order and write its files, all or none; every failure becomes part of the outcome."""
    started = time.perf_counter()
    try:
        outcome = _draw(order)
    except OauthvizError as error:
        outcome = Outcome(order.source, error.exit_code, tuple(str(d) for d in error.diagnostics))
    except Exception as error:
        outcome = Outcome(order.source, EXIT_BUG, (bug_message(error),))
    return replace(outcome, milliseconds=(time.perf_counter() - started) * 1000)


def _draw(order: Order) -> Outcome:
    diagram = Diagram.load(order.source) if order.data is None else Diagram.loads(order.data, file=order.source)
    early = _EarlyPng(order) if "png" in order.formats else None
    try:
        picture = diagram.render_with(order.options, early.start if early else None)
    finally:
        if early:
            early.join()
    contents = {form: early.result() if early and form == "png" else picture.encode(form) for form in order.formats}
    broken = BrokenPictureError(picture.broken_rules)
    outcome = Outcome(
        order.source,
        exit_code=broken.exit_code if broken.diagnostics else 0,
        messages=tuple(str(d) for d in (*picture.warnings, *broken.diagnostics)),
        width=picture.layout.width,
        height=picture.layout.height,
    )
    targets = _targets(order, picture)
    if targets is None:
        return replace(outcome, data=contents[order.formats[0]])
    inputs = () if order.data is not None else (Path(order.source),)
    write_files([(targets[form], contents[form]) for form in order.formats], inputs=inputs)
    files = tuple(WrittenFile(str(targets[form]), len(contents[form])) for form in order.formats)
    return replace(outcome, files=files)


class _EarlyPng:
    """The PNG of an order, packed in a thread of its own while the picture is still written as SVG and measured.

    Packing needs no interpreter, so the two really run side by side. Drawing does, and in the thread it would wait
    for its turn after each stroke; so it is done before. An error waits until the PNG is asked for: what the
    measuring finds comes first.
    """

    def __init__(self, order: Order) -> None:
        self._order = order
        self._thread: threading.Thread | None = None
        self._png: bytes | None = None
        self._error: BaseException | None = None

    def start(self, scene: Scene, digest: str) -> None:
        try:
            raster = draw_raster(scene, scale=self._order.scale, renderer=self._order.renderer, digest=digest)
        except Exception as error:
            self._error = error
            return
        self._thread = threading.Thread(target=self._pack, args=(raster,))
        self._thread.start()

    def _pack(self, raster: Raster) -> None:
        try:
            self._png = pack_png(raster)
        except BaseException as error:
            self._error = error

    def join(self) -> None:
        """Wait for the thread, if it was started."""
        if self._thread is not None:
            self._thread.join()

    def result(self) -> bytes:
        """The bytes, or the error that came in their place."""
        if self._png is None:
            assert self._error is not None
            raise self._error
        return self._png


def _targets(order: Order, picture: Picture) -> dict[str, Path] | None:
    """The path of each format, or None where the bytes are handed back."""
    if order.file is not None:
        return {order.formats[0]: order.file}
    if order.folder is not None:
        return {form: order.folder / f"{picture.file_stem}.{form}" for form in order.formats}
    return None
