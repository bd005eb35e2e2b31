"""A picture in 256 colours: each of its own taken as the nearest part of a palette, without dots or stripes.

Colours are parted by variance along one channel at a time (X. Wu, Color quantization by dynamic programming and
principal analysis, ACM Transactions on Graphics 11(4), 1992), here on the colours themselves instead of a coarse cube:
a picture holds some ten thousand. Sums are of whole numbers, so that every machine finds the same palette.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from oauthviz.render.direct import Pixels

if TYPE_CHECKING:
    from numpy.typing import NDArray

COLOURS = 256
"""What one byte a pixel can name."""

_LEVELS = 256  # of a channel


class Indexed(Struct, frozen=True):
    """A picture of a palette: three bytes a colour, one byte a pixel row by row.

    `error` is the mean difference to the picture that it stands for, in grey levels of 255 a channel.
    """

    width: int
    height: int
    palette: bytes
    indices: bytes
    error: float


def indexed(pixels: Pixels) -> Indexed:
    """The picture in 256 colours."""
    import numpy as np  # heavy: only for a picture that is too large otherwise

    red, green, blue = (np.frombuffer(pixels.rgb, np.uint8)[i::3].astype(np.uint32) for i in range(3))
    keys = red << 16 | green << 8 | blue
    ordered = np.sort(keys)
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    own = ordered[starts]
    counts = np.diff(np.append(starts, len(ordered))).astype(np.int64)
    channels = np.stack([own >> 16, own >> 8 & 255, own & 255]).astype(np.int64)
    labels = np.empty(len(own), np.uint8)
    palette = np.empty((COLOURS, 3), np.int64)
    parts = _Parting(channels, counts).parts()
    for k, part in enumerate(parts):
        labels[part] = k
        palette[k] = _colour(channels[:, part], counts[part])
    off = np.abs(channels - palette[labels].T).sum(axis=0)
    error = float((off * counts).sum()) / (3 * len(keys))
    # neighbours are mostly alike: one look-up for each run of a colour
    runs = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    places = np.repeat(labels[np.searchsorted(own, keys[runs])], np.diff(np.append(runs, len(keys))))
    colours = palette[: len(parts)].astype(np.uint8).tobytes()
    return Indexed(pixels.width, pixels.height, colours, places.tobytes(), error)


def _colour(channels: NDArray[Any], counts: NDArray[Any]) -> NDArray[Any]:
    """What stands for a part: the colour that most of its pixels have, else their mean."""
    total, most = int(counts.sum()), int(counts.argmax())
    if 2 * int(counts[most]) >= total:
        own: NDArray[Any] = channels[:, most]
        return own
    mean: NDArray[Any] = (2 * (channels * counts).sum(axis=1) + total) // (2 * total)
    return mean


class _Parting:
    """Parts the colours of a picture, always there where it lowers the squared error most."""

    def __init__(self, channels: NDArray[Any], counts: NDArray[Any]) -> None:
        import numpy as np  # heavy: see `indexed`

        self._channels = channels
        self._counts = counts.astype(np.float64)  # whole numbers still, as all sums of them
        self._bins = channels + np.array([[0], [_LEVELS], [2 * _LEVELS]])
        self._levels = np.arange(_LEVELS)
        self._open: list[tuple[float, int, NDArray[Any], NDArray[Any]]] = []
        self._closed: list[NDArray[Any]] = []
        self._count = 0

    def parts(self) -> list[NDArray[Any]]:
        """At most 256 sets of places among the colours, each colour in one of them."""
        import numpy as np  # heavy: see `indexed`

        self._add(np.arange(self._channels.shape[1]))
        while self._open and len(self._open) + len(self._closed) < COLOURS:
            _, _, low, high = heapq.heappop(self._open)
            self._add(low)
            self._add(high)
        return [*self._closed, *(np.concatenate(both) for _, _, *both in sorted(self._open, key=lambda cut: cut[1]))]

    def _add(self, part: NDArray[Any]) -> None:
        """Keep a part with its best cut; one of a single colour as it is."""
        if len(part) == 1:
            self._closed.append(part)
            return
        gain, channel, level = self._cut(part)
        low = self._channels[channel, part] <= level
        # the count tells equal gains apart, so that arrays are never compared
        self._count += 1
        heapq.heappush(self._open, (-gain, self._count, part[low], part[~low]))

    def _cut(self, part: NDArray[Any]) -> tuple[float, int, int]:
        """How much of the squared error the best cut takes away, its channel, and the level up to which it is low."""
        import numpy as np  # heavy: see `indexed`

        weights = self._counts[part]
        bins = np.bincount(self._bins[:, part].ravel(), np.concatenate((weights,) * 3), 3 * _LEVELS)
        histograms = bins.reshape(3, _LEVELS)
        below, sums = histograms.cumsum(axis=1), (histograms * self._levels).cumsum(axis=1)
        above, rest = below[:, -1:] - below, sums[:, -1:] - sums
        # on a side without pixels both are 0, and the gain that of no cut
        gains = sums**2 / np.maximum(below, 1) + rest**2 / np.maximum(above, 1)
        best = int((gains - gains[:, -1:]).argmax())
        channel, level = divmod(best, _LEVELS)
        return float(gains[channel, level] - gains[channel, -1]), channel, level
