"""How much room texts have in the picture."""

from __future__ import annotations

from oauthviz.catalogs import extract
from oauthviz.i18n.messages import messages_of
from oauthviz.pipeline import lay_out_prepared
from oauthviz.preparing import Options, prepare
from oauthviz.rooms import rooms
from oauthviz.spec.reading import load_spec
from tests.conftest import EXAMPLES


def test_every_text_that_is_drawn_has_room_for_what_it_says() -> None:
    spec = load_spec(EXAMPLES / "executive.yaml")
    prepared = prepare(spec, Options())
    found = rooms(lay_out_prepared(prepared), prepared.graph)
    for message in messages_of(spec.spec):
        room = found[message.path]
        assert room.lines >= 1
        longest = max(map(len, message.text.split()))
        assert room.characters >= min(longest, len(message.text))
        assert room.lines * room.characters >= len(message.text) - room.lines


def test_a_template_counts_its_texts() -> None:
    made = extract(load_spec(EXAMPLES / "executive.yaml"), Options())
    assert made.warnings == ()
    assert made.text.count("msgctxt ") == made.text.count("#. Room: ") == made.count
