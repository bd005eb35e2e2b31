"""Pages of the documentation that are made, not written: of models, commands, themes, catalogs, and of other files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from babel import Locale
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from oauthviz.api import theme_list
from oauthviz.cli.group import root
from oauthviz.spec.schema import json_schema

ADOPTED = {
    "themes/README.md": "how-to/themes.md",
    "icons/README.md": "how-to/icons.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "CHANGELOG.md": "project/changelog.md",
}
"""Documents from elsewhere in the repository, and where they are on the site."""

_SITE = {uri: path for path, uri in ADOPTED.items()}
_LINK = re.compile(r"(?<=\]\()(?!https?:|#)([^)#\s]+)")
_EXAMPLE = "executive"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made."""
    repository = Path(config.docs_dir).parent
    made = {uri: (repository / path).read_text(encoding="utf-8") for path, uri in ADOPTED.items()}
    made["reference/spec.md"] = "\n".join(spec_language(json_schema()))
    made["reference/commands.md"] = "\n".join(commands())
    made["gallery/index.md"] = "\n".join(gallery(repository / "examples"))
    for uri, text in made.items():
        files.append(File.generated(config, uri, content=text))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Have links that lead to an adopted document, or start in one, lead to where it is on the site."""
    uri = page.file.src_uri
    here = posixpath.dirname(_SITE.get(uri, f"docs/{uri}"))

    def on_site(link: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(here, link[1]))
        target = ADOPTED.get(path, path.removeprefix("docs/") if uri in _SITE else "")
        return posixpath.relpath(target, posixpath.dirname(uri) or ".") if target else link[1]

    return _LINK.sub(on_site, markdown)


def commands() -> Iterator[str]:
    """The page of all commands: what each says of itself when it is asked for help."""
    yield "# All options of all commands\n"
    yield "[The command line](../cli.md) explains what the commands are for. This page is what `--help` says.\n"
    yield from _help(root, click.Context(root, info_name="oauthviz"))


def _help(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from _help(below, click.Context(below, info_name=name, parent=context))


def gallery(examples: Path) -> Iterator[str]:
    """The page of all themes, both projections and all languages that the example is translated into."""
    yield f"# Gallery\n\nDrawn while this page was built, all from one spec, `examples/{_EXAMPLE}.yaml`.\n\n## Themes\n"
    for theme in theme_list():
        yield f"### {theme['label']}\n\n`--theme {theme['name']}`\n\n{_block(theme=theme['name'])}"
    yield f"## Isometric\n\n`--projection isometric`, in every theme.\n\n{_block(projection='isometric')}"
    yield "## Languages\n\nOne spec, one catalog each; the arrangement stays. See [Translations](../translating.md).\n"
    for folder in sorted(path.name for path in (examples / "locales").iterdir()):
        yield f"### {Locale.parse(folder, sep='-').english_name}\n\n`--lang {folder}`\n\n{_block(lang=folder)}"
    yield "## Other kinds of pictures\n"
    for name, words in (
        ("handshake", "A handshake in fourteen numbered steps"),
        ("how-it-works", "A boundary round several boxes"),
        ("pipeline", "Zones as columns"),
    ):
        yield f"![{words}]({name}.png)\n"


def _block(**options: str) -> str:
    """The example as a block of our own plugin."""
    header = " ".join(f'{key}="{value}"' for key, value in options.items())
    return f'```oauthviz file="/../examples/{_EXAMPLE}.yaml" {header}\n```\n'


def spec_language(schema: Mapping[str, Any]) -> Iterator[str]:
    """The page on the spec language: a table for the whole and for each part of it, from the JSON Schema."""
    parts = schema["$defs"]
    yield "# The spec language\n"
    yield "YAML or JSON, one mapping, unknown keys refused. This page is made of the models that read it; editors take"
    yield "the same from the [JSON Schema](../oauthviz.schema.json) that `oauthviz schema` prints.\n"
    yield "## The whole\n"
    yield from _table(schema)
    for name, part in parts.items():
        keyed = next((form for form in (part, *part.get("anyOf", ())) if "properties" in form), None)
        if keyed is not None:
            short = "A text alone stands for its `text`.\n" if "anyOf" in part else ""
            yield f"## {_spaced(name)}\n\n{keyed.get('description', '')} {short}\n"
            yield from _table(keyed)


def _table(part: Mapping[str, Any]) -> Iterator[str]:
    required = part.get("required", ())
    yield "| key | meaning | value | default |\n| --- | --- | --- | --- |"
    for key, form in part["properties"].items():
        default = "required" if key in required else f"`{form['default']}`" if "default" in form else ""
        meaning = str(form.get("description", "")).replace("|", "\\|")
        yield f"| `{key}` | {meaning} | {_form(form)} | {default} |"
    yield ""


def _form(form: Mapping[str, Any]) -> str:
    """What a value may be, in words."""
    if "$ref" in form:
        name = _spaced(form["$ref"].rpartition("/")[2])
        return f"[{name}](#{name.lower().replace(' ', '-')})"
    if "anyOf" in form:
        return " or ".join(dict.fromkeys(_form(one) for one in form["anyOf"]))
    if "enum" in form or "const" in form:
        return ", ".join(f"`{value}`" for value in form.get("enum", [form.get("const")]))
    kind = form.get("type")
    if kind == "array":
        return f"list of {_form(form.get('items', {}))}"
    if kind == "object":
        return "mapping of names to texts"
    if kind in ("integer", "number"):
        least, most = form.get("minimum", form.get("exclusiveMinimum")), form.get("maximum")
        word = "whole number" if kind == "integer" else "number"
        if least is None or most is None:
            return word
        return f"{word}, {least:g} to {most:g}"
    if kind == "boolean":
        return "`true`, `false`"
    if isinstance(kind, list):
        return " or ".join(_form({"type": one}) for one in kind)
    return f"text, up to {form['maxLength']} characters" if "maxLength" in form else "text"


def _spaced(name: str) -> str:
    """`LegendItem` as `Legend item`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize()
