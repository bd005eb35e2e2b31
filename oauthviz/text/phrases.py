"""Where phrases end in scripts that put no spaces between words: Japanese, Chinese and Thai, by BudouX's models.

The models were made from news, and take the field's words apart or leave them together. So those are listed, and a
single sign that a model would have alone stays with its neighbours.
"""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import accumulate
from typing import Any

from oauthviz.resources import package_file

_KANA = range(0x3041, 0x3100)
_HIRAGANA = range(0x3041, 0x30A0)
_IDEOGRAPHS = range(0x3400, 0xA000)
_THAI = range(0x0E01, 0x0E5C)

# Longer words stand before their beginnings.
_FIELD = {
    # Loan words that compounds are made of.
    "ja": re.compile(
        "アカウント|アクセス|アプリケーション|アプリ|イベント|インターネット|エージェント|エンドポイント|オーソリゼーション"
        "|キャッシュ|クライアント|ゲートウェイ|コード|コールバック|サーバー|サーバ|サービス|サインイン|システム|スコープ|ストア"
        "|セッション|ダッシュボード|チャレンジ|データベース|データ|トークン|ネットワーク|パイプライン|パスワード|フロー|ブラウザー"
        "|ブラウザ|プロトコル|プロファイル|ページ|ヘッダー|ユーザー|リクエスト|リソース|リダイレクト|リフレッシュ|リレーショナル"
        "|レスポンス|レポート|ログイン|非同期"
    ),
    "zh-hans": re.compile(
        "访问令牌|刷新令牌|受保护|客户端|服务器|浏览器|授权码|数据库|元数据|重定向|验证器|校验码|随机数|持有者|提供方|应用|用户|令牌|授权|认证|验证|身份|登录|注册|会话|缓存"
        "|队列|事件|消息|网关|前端|后端|端点|请求|响应|回调|凭据|凭证|密码|密钥|权限|范围|同意|状态|资源|接口|服务|页面|数据|信息|流程|架构|审计|日志|记录|访问|刷新|颁发"
        "|签发|获取|换取|携带|返回|转发|发送|打开|选择|查询|读取|保存|保护|内省|质询|网络|互联网|系统|环境|边缘|通用|进程|轮换|关系"
    ),
    "zh-hant": re.compile(
        "存取權杖|受保護|使用者|用戶端|客戶端|伺服器|瀏覽器|授權碼|資料庫|重新導向|驗證器|持有人|應用|用戶|權杖|授權|認證|驗證|身分|登入|註冊|工作階段|快取|佇列|事件|訊息|閘道"
        "|前端|後端|端點|要求|請求|回應|回呼|密碼|金鑰|權限|範圍|同意|狀態|資源|介面|服務|頁面|資料|流程|架構|稽核|記錄|存取|重新整理|簽發|取得|交換|傳回|轉送|傳送|開啟"
        "|選擇|查詢|讀取|儲存|保護|網路|系統"
    ),
}

# What goes with the word before it.
_ENCLITICS = frozenset("的了")


def phrase_starts(text: str, lang: str) -> frozenset[int]:
    """The places where a phrase begins, 0 not among them; none in a script that has no model.

    `lang` (BCP 47) chooses among languages that are written with the same ideographs.
    """
    model = _model_of(text, lang.lower())
    found = _starts(text, model)
    if model is None or not model.startswith("zh"):
        return found
    found = _with_field(text, _without_single(text, found), _FIELD[model])
    return frozenset(i for i in found if text[i] not in _ENCLITICS)


def word_starts(text: str, lang: str) -> frozenset[int]:
    """The same for words inside the phrases of Japanese, particles aside; none in other languages."""
    if _model_of(text, lang.lower()) != "ja":
        return frozenset()
    found = _with_field(text, _without_single(text, _starts(text, "ja_word")), _FIELD["ja"])
    return frozenset(i for i in found if not is_hiragana(text[i]))


def has_words(text: str, lang: str) -> bool:
    """Whether it is known of a text which signs make a word: in Japanese and Chinese."""
    return _model_of(text, lang.lower()) in _FIELD


def is_hiragana(character: str) -> bool:
    """Whether a sign is one of those that particles and endings of Japanese are written with."""
    return ord(character) in _HIRAGANA


def _with_field(text: str, starts: frozenset[int], words: re.Pattern[str]) -> frozenset[int]:
    """The starts, with those of the field's words and of what follows them, and none inside of them."""
    found = set(starts)
    for match in words.finditer(text):
        start, end = match.span()
        found.difference_update(range(start + 1, end))
        found.update((start, end))
    return frozenset(found - {0, len(text)})


def _without_single(text: str, starts: frozenset[int]) -> frozenset[int]:
    """The starts without those that would part one ideograph from others."""
    ends = [0, *sorted(starts), len(text)]
    found = set(starts)
    for before, at, after in zip(ends, ends[1:], ends[2:], strict=False):
        if (at - before == 1 or after - at == 1) and all(ord(one) in _IDEOGRAPHS for one in text[at - 1 : at + 1]):
            found.discard(at)
    return frozenset(found)


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
