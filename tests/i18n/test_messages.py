"""The texts of a spec and their contexts."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from oauthviz.i18n.messages import messages_of, with_texts
from oauthviz.spec.reading import load_spec, spec_from_mapping
from tests.conftest import EXAMPLES

BASE = {
    "title": "A picture",
    "subtitle": "of a flow",
    "caption": "not audited",
    "zones": [{"id": "z", "name": "Zone"}],
    "boxes": [
        {"id": "a", "name": "First", "role": "Does one thing", "zone": "z"},
        {"id": "b", "name": "Second"},
        {"id": "c", "name": "Third"},
    ],
    "boundaries": [{"around": ["b", "c"], "name": "Inside"}],
    "arrows": [
        {"from": "a", "to": "b", "label": "one", "protocol": ["HTTPS", "token cache"], "callout": "look here"},
        {"from": "b", "to": "c", "label": "two"},
        {"id": "last", "from": ["a", "b"], "to": "c", "label": "three"},
    ],
    "callouts": [{"on": "a", "text": "a flag"}, {"on": "last", "text": "another flag"}],
    "legend": {"title": "The story", "items": ["It starts", "It ends"]},
}


def test_every_text_with_a_word_in_it_has_a_context_of_its_own() -> None:
    messages = messages_of(spec_from_mapping(BASE, name="n").spec)
    assert {message.context: message.text for message in messages} == {
        "title": "A picture",
        "subtitle": "of a flow",
        "caption": "not audited",
        "zone.z.name": "Zone",
        "boundary.b.name": "Inside",
        "box.a.name": "First",
        "box.a.role": "Does one thing",
        "box.b.name": "Second",
        "box.c.name": "Third",
        "arrow.a>b.label": "one",
        "arrow.a>b.protocol.2": "token cache",
        "arrow.a>b.callout": "look here",
        "arrow.b>c.label": "two",
        "arrow.last.label": "three",
        "callout.a.text": "a flag",
        "callout.last.text": "another flag",
        "legend.title": "The story",
        "legend.1.text": "It starts",
        "legend.2.text": "It ends",
    }


@given(st.randoms(use_true_random=False))
def test_contexts_stay_when_lists_change_their_order(shuffler: random.Random) -> None:
    def contexts(data: dict[str, object]) -> dict[str, str]:
        found = messages_of(spec_from_mapping(data, name="n").spec)
        return {m.context: m.text for m in found if not m.context.startswith("legend")}

    shuffled = dict(BASE)
    for key in ("boxes", "arrows", "callouts"):
        items = list(BASE[key])  # type: ignore[call-overload]
        shuffler.shuffle(items)
        shuffled[key] = items
    assert contexts(shuffled) == contexts(BASE)


def test_each_path_leads_to_its_text() -> None:
    for path in sorted(EXAMPLES.glob("*.yaml")):
        spec = load_spec(path).spec
        messages = messages_of(spec)
        assert len({message.context for message in messages}) == len(messages)
        data = spec.model_dump(by_alias=True)
        for message in messages:
            value = data
            for part in message.path:
                value = value[part]
            assert value == message.text


def test_texts_are_put_where_the_paths_lead() -> None:
    data = {"title": "x", "boxes": [{"name": "y"}]}
    assert with_texts(data, {("boxes", 0, "name"): "z"}) == {"title": "x", "boxes": [{"name": "z"}]}
