"""Reading catalogs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oauthviz.core.diagnostics import LimitError, OauthvizError, OutputError, Position, SpecError
from oauthviz.i18n.catalog import MAX_BYTES, parse_catalog, read_catalog

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
ENTRY = (
    '# by hand\n#. a comment\nmsgctxt "box.a.role"\nmsgid "Keep the code"\nmsgstr ""\n"Guarda el "\n"code_verifier"\n'
)


def test_an_entry_knows_its_lines_and_the_places_of_its_words() -> None:
    (entry,) = parse_catalog((HEADER + ENTRY).encode(), "x.po").entries
    assert (entry.context, entry.msgid, entry.texts) == ("box.a.role", "Keep the code", ("Guarda el code_verifier",))
    assert entry.sort == "box.role"
    assert entry.line == 5
    assert entry.position == Position(9, 9)
    assert entry.position_of("code_verifier") == Position(11, 2)
    assert entry.position_of("not there") == Position(9, 9)


OLD = """
#, fuzzy
#| msgid "Old"
msgctxt "title"
msgid "New"
msgstr "Viejo"

#~ msgctxt "caption"
#~ msgid "Gone"
#~ msgstr "Ido"
"""


def test_fuzzy_obsolete_and_former_english_are_read() -> None:
    text = HEADER + OLD.lstrip()
    title, gone = parse_catalog(text.encode(), "x.po").entries
    assert title.is_fuzzy and title.previous == "Old" and not title.is_obsolete
    assert gone.is_obsolete and gone.texts == ("Ido",)


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_header_and_blocks_together_are_the_file(ends: str, mark: str) -> None:
    text = (mark + HEADER + ENTRY + "\n" + ENTRY.replace("box.a", "box.b")).replace("\n", ends)
    catalog = parse_catalog(text.encode(), "x.po")
    assert catalog.header + "".join(entry.block for entry in catalog.entries) == text
    assert [entry.context for entry in catalog.entries] == ["box.a.role", "box.b.role"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'msgid ""\nmsgstr ""\n\nmsgid "a\nmsgstr "b"\n', "bad-catalog"),
        (b"msgid a b\n", "bad-catalog"),
        (b"title: a spec\n", "bad-catalog"),
        (b'msgctxt "a"\nmsgid "b"\nmsgstr "c" d\n', "bad-catalog"),
        (b'msgid "\xff"\nmsgstr ""\n', "bad-utf-8"),
        (b'msgid ""\nmsgstr "Content-Type: text/plain; charset=KOI8-R\\n"\n', "bad-charset"),
    ],
)
def test_what_is_no_catalog_is_refused_with_its_line(data: bytes, code: str) -> None:
    with pytest.raises(SpecError) as caught:
        parse_catalog(data, "x.po")
    (found,) = caught.value.diagnostics
    assert found.code == code
    assert found.position is not None


def test_a_huge_catalog_is_over_the_limit() -> None:
    with pytest.raises(LimitError):
        parse_catalog(b"#" * (MAX_BYTES + 1), "x.po")


def test_a_folder_is_no_catalog(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        read_catalog(tmp_path)


@given(st.text(alphabet='msgidctxtr "\\n#~|,\n[0]aé', max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        catalog = parse_catalog(text.encode(), "x.po")
    except OauthvizError:
        return
    joined = catalog.header + "".join(entry.block for entry in catalog.entries)
    assert sorted(joined) == sorted(text)


def test_a_text_that_moved_is_found_under_its_sort_and_never_a_different_one() -> None:
    text = HEADER + 'msgctxt "legend.1.text"\nmsgid "It starts"\nmsgstr "Empieza"\n'
    catalog = parse_catalog(text.encode(), "x.po")
    found = catalog.find("legend.2.text", "It starts")
    assert found is not None and found.texts == ("Empieza",)
    assert catalog.find("legend.1.text", "It ends") is None
    assert catalog.find("title", "It starts") is None
