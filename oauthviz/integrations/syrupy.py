"""An extension for syrupy: `snapshot.use_extension(OauthvizExtension)` keeps pictures as SVG files.

They are compared as `oauthviz_snapshot` does it: numbers rounded, the stamp of versions left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from oauthviz.differences import compare, readable, svg_of


class OauthvizExtension(SingleFileSnapshotExtension):
    """One SVG file a snapshot, of a Picture, a Diagram, or the path of a spec or an SVG."""

    _write_mode = WriteMode.TEXT
    file_extension = "svg"

    def serialize(self, data: Any, **_: Any) -> str:
        """The SVG, drawn where there is none yet."""
        return svg_of(data)

    def matches(self, *, serialized_data: Any, snapshot_data: Any) -> bool:
        """Whether two SVGs read alike."""
        return readable(serialized_data) == readable(snapshot_data)

    def diff_lines(self, serialized_data: Any, snapshot_data: Any) -> Iterator[str]:
        """The account of what moved or changed."""
        comparison = compare(snapshot_data, serialized_data)
        yield comparison.account
        for change in comparison.changes:
            yield f"{change.aspect}: {change.message}"
