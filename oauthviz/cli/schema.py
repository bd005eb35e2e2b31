"""`oauthviz schema`: the JSON Schema of a spec, for editors."""

from __future__ import annotations

import json
from pathlib import Path

import click

from oauthviz.api import json_schema
from oauthviz.output import write_file


@click.command("schema", epilog="Example: oauthviz schema -o oauthviz.schema.json")
@click.option("-o", "--output", metavar="PATH", default="-", help="A file; default standard output.")
def schema_command(output: str) -> None:
    """Print the JSON Schema of the spec language, so that an editor completes and checks specs."""
    text = json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
    if output == "-":
        click.echo(text, nl=False)
    else:
        write_file(Path(output), text.encode())
