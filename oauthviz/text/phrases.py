"""Where phrases end in scripts that put no spaces between words: Japanese, Chinese and Thai, by BudouX's models."""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import accumulate
from typing import Any

from oauthviz.resources import package_file

_KANA = range(0x3041, 0x3100)
_THAI = range(0x0E01, 0x0E5C)

# Loan words that the field's compounds are made of, which no model takes apart (longer ones before their beginnings).
_LOANS = re.compile(
    "アプリケーション|アプリ|アクセス|エージェント|エンドポイント|オーソリゼーション|クライアント|ゲートウェイ|コード"
    "|サーバー|セッション|データ|トークン|フロー|ブラウザー|ブラウザ|ユーザー|リクエスト|リソース|リダイレクト"
    "|リフレッシュ|レスポンス|ログイン|サインイン"
)


def phrase_starts(text: str, lang: str) -> frozenset[int]:
    """The places where a phrase begins, 0 not among them; none in a script that has no model.

    `lang` (BCP 47) chooses among languages that are written with the same ideographs.
    """
    return _starts(text, _model_of(text, lang.lower()))


def word_starts(text: str, lang: str) -> frozenset[int]:
    """The same for words inside the phrases of Japanese; none in other languages."""
    if _model_of(text, lang.lower()) != "ja":
        return frozenset()
    loans = {place for match in _LOANS.finditer(text) for place in match.span()}
    return _starts(text, "ja_word") | {i for i in loans if 0 < i < len(text) and text[i] not in "ーッャュョ"}


def _starts(text: str, model: str | None) -> frozenset[int]:
    return frozenset() if model is None else frozenset(accumulate(map(len, _parser(model).parse(text)[:-1])))


def _model_of(text: str, lang: str) -> str | None:
    codes = [ord(character) for character in text]
    if any(code in _THAI for code in codes):
        return "th"
    if lang.startswith("ja") or any(code in _KANA for code in codes):
        return "ja"
    if any(0x3400 <= code <= 0x9FFF for code in codes):
        return "zh-hant" if lang.startswith(("zh-hant", "zh-tw", "zh-hk")) else "zh-hans"
    return None


@cache
def _parser(model: str) -> Any:
    import budoux  # heavy: only for scripts without spaces

    path = package_file("budoux", f"models/{model}.json")
    assert path is not None
    return budoux.Parser(json.loads(path.read_text("utf-8")))
