"""Where phrases end in scripts that put no spaces between words: Japanese, Chinese and Thai, by BudouX's models."""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import accumulate
from typing import Any

from oauthviz.resources import package_file

_KANA = range(0x3041, 0x3100)
_IDEOGRAPHS = range(0x3400, 0xA000)
_THAI = range(0x0E01, 0x0E5C)

# Loan words that the field's compounds are made of, which no model takes apart (longer ones before their beginnings).
_LOANS = re.compile(
    "アカウント|アクセス|アプリケーション|アプリ|イベント|インターネット|エージェント|エンドポイント|オーソリゼーション"
    "|キャッシュ|クライアント|ゲートウェイ|コード|コールバック|サーバー|サーバ|サービス|サインイン|システム|ストア|セッション"
    "|ダッシュボード|チャレンジ|データベース|データ|トークン|ネットワーク|パイプライン|パスワード|フロー|ブラウザー|ブラウザ"
    "|プロトコル|プロファイル|ページ|ヘッダー|ユーザー|リクエスト|リソース|リダイレクト|リフレッシュ|レスポンス|レポート|ログイン"
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
    found = set(_starts(text, "ja_word"))
    for match in _LOANS.finditer(text):
        start, end = match.span()
        found.difference_update(range(start + 1, end))
        found.update((start, end))
    return frozenset(found - {0, len(text)})


def _starts(text: str, model: str | None) -> frozenset[int]:
    return frozenset() if model is None else frozenset(accumulate(map(len, _parser(model).parse(text)[:-1])))


def _model_of(text: str, lang: str) -> str | None:
    codes = [ord(character) for character in text]
    if any(code in _THAI for code in codes):
        return "th"
    if any(code in _KANA for code in codes):
        return "ja"
    if any(code in _IDEOGRAPHS for code in codes) and not lang.startswith("ko"):
        if lang.startswith("ja"):
            return "ja"
        return "zh-hant" if lang.startswith(("zh-hant", "zh-tw", "zh-hk")) else "zh-hans"
    return None


@cache
def _parser(model: str) -> Any:
    import budoux  # heavy: only for scripts without spaces

    path = package_file("budoux", f"models/{model}.json")
    assert path is not None
    return budoux.Parser(json.loads(path.read_text("utf-8")))
