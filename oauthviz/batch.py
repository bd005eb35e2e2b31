"""Many specs, several processes, one outcome each: a bad file never stops the others."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from pathlib import Path

from oauthviz.api import Diagram, Options
from oauthviz.core.bugs import EXIT_BUG, bug_message
from oauthviz.core.diagnostics import BrokenPictureError, OauthvizError
from oauthviz.output import write_files
from oauthviz.picture import Picture
from oauthviz.render.rasterisers import RendererChoice


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
    picture = diagram.render_with(order.options)
    contents = {form: picture.encode(form, scale=order.scale, renderer=order.renderer) for form in order.formats}
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


def _targets(order: Order, picture: Picture) -> dict[str, Path] | None:
    """The path of each format, or None where the bytes are handed back."""
    if order.file is not None:
        return {order.formats[0]: order.file}
    if order.folder is not None:
        return {form: order.folder / f"{picture.file_stem}.{form}" for form in order.formats}
    return None
