"""Help: every command has one, with an example that names the command."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conftest import Ran

COMMANDS = [
    ("render",),
    ("check",),
    ("lint",),
    ("layout",),
    ("diff",),
    ("fmt",),
    ("verify",),
    ("watch",),
    ("i18n",),
    ("i18n", "extract"),
    ("i18n", "update"),
    ("i18n", "status"),
    ("schema",),
    ("init",),
    ("themes",),
    ("themes", "list"),
    ("themes", "show"),
    ("themes", "check"),
    ("themes", "new"),
    ("icons",),
    ("icons", "list"),
    ("icons", "sheet"),
    ("icons", "check"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_each_commands_help_has_an_example(oauthviz: Callable[..., Ran], command: tuple[str, ...]) -> None:
    ran = oauthviz(*command, "--help")
    assert ran.code == 0
    assert f"Example: oauthviz {' '.join(command)}" in " ".join(ran.out.split())


def test_the_root_lists_every_command_and_the_exit_codes(oauthviz: Callable[..., Ran]) -> None:
    ran = oauthviz("--help")
    assert ran.code == 0
    for command in COMMANDS:
        assert command[0] in ran.out
    assert "4  an input is over a limit" in ran.out


def test_the_version_is_the_packages(oauthviz: Callable[..., Ran]) -> None:
    from oauthviz import __version__

    assert oauthviz("--version").out == f"oauthviz {__version__}\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shells_get_their_completion(
    oauthviz: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, shell: str
) -> None:
    monkeypatch.setenv("_OAUTHVIZ_COMPLETE", f"{shell}_source")
    monkeypatch.setattr("click.shell_completion.BashComplete._check_version", staticmethod(lambda: None))
    ran = oauthviz()
    assert ran.code == 0
    assert "_OAUTHVIZ_COMPLETE" in ran.out
