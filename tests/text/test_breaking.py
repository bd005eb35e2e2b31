"""Line breaking: what holds for every text, then the rules by example."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oauthviz.core.typography import Face, TextStyle
from oauthviz.text.breaking import LONGEST_WORD, break_lines, collapse, opportunities
from oauthviz.text.clusters import clusters
from oauthviz.text.model import Break
from oauthviz.text.ranks import Rank
from oauthviz.text.typesetter import Typesetter
from oauthviz.text.unspaced import LONGEST_PHRASE
from tests.text.sentences import SENTENCES

TYPESETTER = Typesetter()
TYPESETTER.breaks("รหัส", TextStyle(Face("Inter", 500), 12))  # loads what only such scripts need, before any deadline
STYLE = TextStyle(Face("Inter", 500), 12)
WORDS = (
    "redirect_uri", "/token", "response_type=code", "GET", "+", "/", "&", "access", "token", "sign-in", "a", "JSON,",
    "code_challenge", "(JWT", "opaque)", "302", "client_id,", '{"error":1}', "https://a.example/cb", "–", "Ελληνικά",
    "https://auth.example.com/oauth2/authorize?x=1", "AuthorizationServerMetadataEndpoint", "a" * 29,
    "ลงชื่อเข้าใช้", "no\u00a0break",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), max_size=9).flatmap(
    lambda words: st.sampled_from([" ", "  ", "\n"]).map(lambda space: space.join(words))
)


def breaks(text: str, most: int = 8) -> tuple[Break, ...]:
    return TYPESETTER.breaks(text, STYLE, most)


def lines_of(text: str, most: int = 8) -> list[tuple[str, ...]]:
    return [one.lines for one in breaks(text, most)]


def letters(text: str) -> str:
    return "".join(text.split())


@given(TEXTS, st.integers(1, 8))
def test_breaks_grow_ever_narrower_with_ever_more_lines(text: str, most: int) -> None:
    found = breaks(text, most)
    widths = [one.width for one in found]
    counts = [len(one.lines) for one in found]
    assert all(a > b for a, b in pairwise(widths))
    assert counts == sorted(counts)
    assert counts[-1] <= most


@given(TEXTS)
def test_breaks_lose_and_add_no_character(text: str) -> None:
    for one in breaks(text):
        assert letters("".join(one.lines)) == letters(text)
        assert all(line and line == line.strip(" ") for line in one.lines)


@given(TEXTS)
def test_the_width_of_a_break_is_that_of_its_widest_line(text: str) -> None:
    for one in breaks(text):
        assert one.width == max((TYPESETTER.width(line, STYLE) for line in one.lines), default=0)


@given(TEXTS)
def test_a_label_never_breaks_inside_a_word_of_ordinary_length(text: str) -> None:
    whole = {word for word in text.split() if len(word) <= LONGEST_WORD and word.isascii() and word != "sign-in"}
    for one in breaks(text):
        pieces = [word for line in one.lines for word in line.split()]
        for word in sorted(whole):
            assert pieces.count(word) >= text.split().count(word)


@given(TEXTS)
def test_a_plus_leads_its_line_and_a_slash_ends_it(text: str) -> None:
    for one in breaks(text):
        assert not any(re.search(r" [+&]$|^[+&]$", line) for line in one.lines[:-1])
        assert not any(re.match(r"[/–]( |$)", line) for line in one.lines[1:])


@given(TEXTS, st.floats(5, 60))
def test_breaks_do_not_depend_on_the_size(text: str, size: float) -> None:
    found = TYPESETTER.breaks(text, TextStyle(STYLE.face, size))
    assert [one.lines for one in found] == lines_of(text)


@given(TEXTS, st.floats(1, 400))
def test_wrap_takes_the_first_break_that_fits_or_the_narrowest(text: str, width: float) -> None:
    wrapped = TYPESETTER.wrap(text, STYLE, width)
    found = breaks(text)
    fitting = [one for one in found if one.width <= width]
    assert wrapped == (fitting[0] if fitting else found[-1])
    assert wrapped.width <= width or not fitting


@settings(max_examples=40)
@given(st.lists(st.sampled_from(["a", "token", "AVATAR", "redirect_uri", "code,", "of"]), min_size=1, max_size=7))
def test_no_other_choice_of_spaces_makes_the_widest_line_narrower(words: list[str]) -> None:
    for one in breaks(" ".join(words)):
        cuts = combinations(range(1, len(words)), len(one.lines) - 1)
        best = min(
            max(
                TYPESETTER.width(" ".join(words[a:b]), STYLE)
                for a, b in zip((0, *cut), (*cut, len(words)), strict=True)
            )
            for cut in cuts
        )
        assert one.width == pytest.approx(best, abs=1e-9)


def by_count(text: str) -> tuple[tuple[tuple[str, ...], int], ...]:
    """Broken with every character one unit wide."""
    return break_lines(text, 8, len, lambda line: [1] * len(line))


def test_of_equally_wide_breaks_the_more_even_one_is_taken() -> None:
    assert by_count("aaaaaaaa bb cc dd ee")[2] == (("aaaaaaaa", "bb cc", "dd ee"), 8)


def test_of_equally_wide_breaks_none_leaves_a_very_short_word_alone() -> None:
    assert by_count("aaaaaaaaaaaa b cccccccc dddd")[2] == (("aaaaaaaaaaaa", "b cccccccc", "dddd"), 12)
    assert by_count("aaaaaaaaaaaa b cccccccc ddd")[2] == (("aaaaaaaaaaaa", "b", "cccccccc ddd"), 12)


def test_an_empty_text_has_one_break_without_lines() -> None:
    for text in ("", "   ", "\n"):
        assert breaks(text) == (Break((), 0.0),)


def test_a_single_short_word_has_one_break() -> None:
    assert lines_of("redirect_uri") == [("redirect_uri",)]


def test_a_list_joined_by_plus_breaks_before_the_plus() -> None:
    assert ("client_id + redirect_uri + scope", "+ state + code_challenge") in lines_of(
        "client_id + redirect_uri + scope + state + code_challenge"
    )


def test_alternatives_break_after_the_slash() -> None:
    assert ("client lookup /", "user auth /", "grant record") in lines_of("client lookup / user auth / grant record")


def test_a_slash_that_starts_a_path_stays_with_it() -> None:
    assert lines_of("GET /login") == [("GET /login",), ("GET", "/login")]


def test_a_no_break_space_holds_its_words_together() -> None:
    assert lines_of("OAuth\u00a02 login") == [("OAuth\u00a02 login",), ("OAuth\u00a02", "login")]


def test_a_hyphen_breaks_only_after_every_space_has() -> None:
    found = lines_of("identity sign-in")
    assert found[:2] == [("identity sign-in",), ("identity", "sign-in")]
    assert lines_of("authorization-endpoint")[1:] == [("authorization-", "endpoint")]


@pytest.mark.parametrize("word", ["e-mail", "x-request_id", "2-3", "PKCE-S256", "a-b", "--flag", "client-id=a"])
def test_a_hyphen_that_is_not_between_two_parts_of_a_plain_word_never_breaks(word: str) -> None:
    assert lines_of(word) == [(word,)]


def test_a_long_address_breaks_after_its_signs_and_not_inside_a_name() -> None:
    address = "https://auth.example.com/authorize?response_type=code&redirect_uri=https"
    for lines in lines_of(address):
        assert "".join(lines) == address
        for line in lines[:-1]:
            assert line[-1] in "-.:=&?/"
        assert not any(line.startswith("/") for line in lines)


def test_a_long_name_breaks_between_small_and_capital_letters() -> None:
    found = lines_of("AuthorizationServerMetadataEndpoint")
    assert found[1] == ("AuthorizationServer", "MetadataEndpoint")


def test_a_long_word_without_signs_breaks_anywhere_as_a_last_resort() -> None:
    assert lines_of("a" * 24) == [("a" * 24,)]
    assert lines_of("a" * 26)[1] == ("a" * 13, "a" * 13)


def test_an_underscore_breaks_only_where_nothing_else_makes_a_long_word_shorter() -> None:
    ranks = {one.rank for one in opportunities("code_challenge_method=S256")}
    assert ranks == {Rank.SIGN}
    assert {one.rank for one in opportunities("code_challenge_method_is_plain")} == {Rank.UNDERSCORE}


def test_thai_breaks_between_clusters_and_never_before_a_mark() -> None:
    text = "ลงชื่อเข้าใช้ด้วยบัญชี"
    found = lines_of(text)
    assert len(found) > 3
    for lines in found:
        assert "".join(lines) == text
        assert not any(line[0] in "ะาำๅๆ\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e47\u0e48\u0e49" for line in lines)
        assert not any(line[-1] in "เแโใไ" for line in lines)


def test_chinese_breaks_between_words_but_not_before_a_full_stop() -> None:
    assert [one.end for one in opportunities("授权码。令牌", "zh-Hans")] == [4]


def test_chinese_without_known_words_breaks_between_characters_where_it_is_long() -> None:
    assert opportunities("龘" * LONGEST_PHRASE, "zh-Hans") == ()
    assert len(opportunities("龘" * (LONGEST_PHRASE + 1), "zh-Hans")) == LONGEST_PHRASE


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh-Hans", ("授权码", "刷新", "令牌", "用户", "浏览器", "数据库", "重定向", "验证", "请求", "元数据")),
        ("zh-Hant", ("授權碼", "權杖", "使用者", "瀏覽器", "資料庫", "重新導向", "驗證", "請求")),
        ("ja", ("非同期", "同意", "認可", "スコープ", "リレーショナル", "短期", "一時的", "検証値")),
    ],
)
@settings(deadline=None)  # the first text of a language loads its model
@given(data=st.data())
def test_words_of_the_field_are_never_torn_apart(lang: str, words: tuple[str, ...], data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=4))
    particle = "の" if lang == "ja" else "的"
    text = particle.join(chosen)
    for lines in ways(lang, text):
        assert [word for line in lines for word in line.split(particle) if word] == chosen
        assert not any(line.startswith(particle) for line in lines)


# JIS X 4051: what no line begins with and what none ends with.
NOT_FIRST = "、。，．・：；？！）〕］｝〉》」』】’”ヽヾーァィゥェォッャュョヮヵヶぁぃぅぇぉっゃゅょゎゝゞ々…"
NOT_LAST = "（〔［｛〈《「『【‘“"


def ways(lang: str, text: str) -> list[tuple[str, ...]]:
    return [lines for lines, _ in break_lines(text, 12, len, lambda line: [1] * len(line), lang)]


@pytest.mark.parametrize("lang", ["ja", "zh-Hans", "ko"])
def test_no_line_begins_with_a_closing_mark_or_small_kana_or_ends_with_an_opening_mark(lang: str) -> None:
    seen = 0
    for text in (*SENTENCES[lang], "「認可」（OAuth）、“令牌”の〈キャッシュ〉ッーをチェック！？", "a（b）、「c」"):
        for lines in ways(lang, text):
            seen += len(lines)
            assert not any(line[0] in NOT_FIRST for line in lines[1:])
            assert not any(line[-1] in NOT_LAST for line in lines[:-1])
    assert seen > 100


@pytest.mark.parametrize("lang", SENTENCES)
def test_no_language_breaks_inside_a_token_or_a_cluster(lang: str) -> None:
    for text in SENTENCES[lang]:
        tokens = re.findall(r"[A-Za-z0-9_/.]+", text)
        whole = clusters("".join(text.split()))
        for lines in ways(lang, text):
            found = [token for line in lines for token in re.findall(r"[A-Za-z0-9_/.]+", line)]
            assert found == tokens
            assert tuple(one for line in lines for one in clusters("".join(line.split()))) == whole


def ends(text: str, lang: str, rank: Rank) -> list[str]:
    """The beginnings of a text, up to each break of a rank."""
    return [text[: one.end] for one in opportunities(text, lang) if one.rank == rank]


def test_japanese_breaks_between_phrases_first_then_between_words() -> None:
    text = "ブラウザを認可エンドポイントへ"
    assert ends(text, "ja", Rank.INSIDE) == ["ブラウザを"]
    assert ends("クライアントアプリケーション", "ja", Rank.WORD) == ["クライアント"]
    assert ends("認可リクエスト：client_idを", "ja", Rank.INSIDE) == ["認可リクエスト："]


def test_a_space_beside_a_foreign_word_is_no_better_than_the_end_of_a_phrase() -> None:
    text = "アプリが state と PKCE のデータを作る"
    assert ends(text, "ja", Rank.SPACE) == []
    assert "アプリが" in ends(text, "ja", Rank.INSIDE)
    assert "アプリが state と PKCE" in ends(text, "ja", Rank.CLUSTER)


def test_no_line_of_ordinary_japanese_begins_with_a_particle() -> None:
    texts = (
        "認可サーバーへ 302 リダイレクト",
        "トークンイントロスペクションのキャッシュ参照",
        "短期のトークン/データを保存",
    )
    for text in texts:
        for lines in ways("ja", text):
            assert not any("ぁ" <= line[0] <= "ん" for line in lines[1:])


def test_a_loan_word_in_katakana_is_broken_inside_only_where_it_is_long() -> None:
    for text in ("アクセストークン", "インターネット", "トークンエンドポイント"):
        assert ends(text, "ja", Rank.CLUSTER) == []
    assert ends("アクセストークン", "ja", Rank.WORD) == ["アクセス"]
    assert ends("ア" * 13, "ja", Rank.CLUSTER) != []


def test_korean_breaks_at_spaces_before_it_breaks_inside_a_word() -> None:
    text = "액세스 토큰"
    assert ends(text, "ko", Rank.SPACE) == ["액세스"]
    assert ends(text, "ko", Rank.CLUSTER) == ["액", "액세", "액세스 토"]


def test_chinese_breaks_beside_curly_quotes_but_not_inside_them() -> None:
    found = [one.end for one in opportunities("用“授权码”换取", "zh-Hans")]
    assert found == [1, 6]


def test_the_signs_that_french_sets_apart_stay_with_their_words() -> None:
    assert lines_of("« jeton » : accès ?") == [("« jeton » : accès ?",), ("« jeton » :", "accès ?")]


def test_collapsing_keeps_no_break_spaces() -> None:
    assert collapse(" a \t\n b\u00a0c\u2003d ") == "a b\u00a0c d"
