"""Sites with many diagrams, built with MkDocs and with Sphinx: first, again, and with another theme file.

python tests/benchmarks/site.py --diagrams 50
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from tests.benchmarks.batch import spec
from tests.benchmarks.measuring import conditions, publish, table
from tests.sites.support import drawn, mkdocs, sphinx

_A_PAGE = 5
"""Diagrams on each page; the last of them in the theme file of the site's own."""
_THEME = 'extends: pink-teal\nname: own\nversion: 1\nlabel: Own\npaint:\n  background: "#F2F9FB"\n'

Build = Callable[[], "subprocess.CompletedProcess[str]"]


def mkdocs_site(folder: Path, diagrams: int) -> Path:
    """Write a site for MkDocs; returns where its plugin keeps pictures."""
    (folder / "docs").mkdir(parents=True)
    configuration = "site_name: Many\ntheme: material\nmarkdown_extensions: [pymdownx.superfences]\n"
    (folder / "mkdocs.yml").write_text(configuration + "plugins: [search, oauthviz]\n", encoding="utf-8")
    for first in range(0, diagrams, _A_PAGE):
        blocks = []
        for number in range(first, min(first + _A_PAGE, diagrams)):
            theme = ' theme="../themes/own.yaml"' if _has_own_theme(number) else ""
            blocks.append(f"```oauthviz{theme}\n{spec(number)}```\n")
        page = "\n".join([f"# Page {first // _A_PAGE}\n", *blocks])
        name = "index.md" if first == 0 else f"page{first // _A_PAGE}.md"
        (folder / "docs" / name).write_text(page, encoding="utf-8")
    return folder / ".cache" / "plugin" / "oauthviz"


def sphinx_site(folder: Path, diagrams: int) -> Path:
    """Write the same site for Sphinx; returns where the extension keeps pictures."""
    folder.mkdir(parents=True)
    (folder / "conf.py").write_text('extensions = ["oauthviz.integrations.sphinx"]\n', encoding="utf-8")
    names = []
    for first in range(0, diagrams, _A_PAGE):
        blocks = []
        for number in range(first, min(first + _A_PAGE, diagrams)):
            theme = "\n   :theme: /themes/own.yaml" if _has_own_theme(number) else ""
            text = "".join(f"   {line}\n" for line in spec(number).splitlines())
            blocks.append(f".. oauthviz::{theme}\n\n{text}")
        names.append(f"page{first // _A_PAGE}")
        page = "\n".join([f"{names[-1]}\n{'=' * len(names[-1])}\n", *blocks])
        (folder / f"{names[-1]}.rst").write_text(page, encoding="utf-8")
    toctree = "".join(f"   {name}\n" for name in names)
    (folder / "index.rst").write_text(f"Many\n====\n\n.. toctree::\n\n{toctree}", encoding="utf-8")
    return folder / "_build" / "doctrees" / "oauthviz"


def _has_own_theme(number: int) -> bool:
    return number % _A_PAGE == _A_PAGE - 1


def measured(what: str, build: Build, cache: Path) -> tuple[str, str, str]:
    """A row of the table: what was built, in how many seconds, and how many pictures were drawn for it."""
    before = drawn(cache)
    started = time.perf_counter()
    done = build()
    seconds = time.perf_counter() - started
    if done.returncode or done.stderr:
        raise SystemExit(f"{what}: exit code {done.returncode}\n{done.stderr}")
    after = drawn(cache)
    return what, f"{seconds:.1f}", str(sum(after[key] != before.get(key) for key in after))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--diagrams", type=int, default=50)
    parser.add_argument("--readme", action="store_true", help="put the table into README.md, too")
    wanted = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as name:
        for builder, write in (("MkDocs", mkdocs_site), ("Sphinx", sphinx_site)):
            site = Path(name) / builder
            cache = write(site, wanted.diagrams)
            theme = site / "themes" / "own.yaml"
            theme.parent.mkdir()
            theme.write_text(_THEME, encoding="utf-8")

            def build(site: Path = site, builder: str = builder) -> subprocess.CompletedProcess[str]:
                return mkdocs(site) if builder == "MkDocs" else sphinx(site)

            rows.append(measured(f"{builder}, first build", build, cache))
            rows.append(measured(f"{builder}, again", build, cache))
            if builder == "Sphinx":  # which leaves pages alone that have not changed, unlike MkDocs
                for path in (site / "_build" / "html", site / "_build" / "doctrees" / "environment.pickle"):
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
                rows.append(measured(f"{builder}, all pages anew", build, cache))
            theme.write_text(_THEME.replace("#F2F9FB", "#F2FBF9"), encoding="utf-8")
            rows.append(measured(f"{builder}, the theme file changed", build, cache))
    own = sum(map(_has_own_theme, range(wanted.diagrams)))
    facts = f"{conditions()}, {wanted.diagrams} diagrams, {own} of them in the theme file:"
    publish("site", f"{facts}\n\n{table(('build', 'seconds', 'pictures drawn'), rows)}", wanted.readme)


if __name__ == "__main__":
    main()
