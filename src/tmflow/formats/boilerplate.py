"""Boilerplate: the lines of a page that belong to the site and not to the article, and the lines that mark its ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tmflow.errors import ConfigError

__all__ = [
    "compile_patterns",
    "is_body_marker",
    "is_boilerplate",
    "is_end_marker",
    "is_end_sign",
    "is_navigation",
    "is_related_head",
    "is_ruler",
    "is_shown_end",
    "is_strong_end_marker",
]

_LONGEST = 60
"""Code points. A longer line is a sentence of the article, whatever it says (own sample pages: at most 42)."""

_NAVIGATION = (
    r"(?:サイト)?(?:トップ|ホーム|エントラン(?:ス)?|一覧|目次|前の?ページ|最初|ページの先頭|HOME|TOP)(?:ページ)?(?:へ|に)?(?:戻る|もどる)?(?:へ)?",
    r"(?:前|次|新しい|古い)の(?:記事|ページ)(?:へ|を読む)?",
    r"(?:記事|画像|写真|ニュース)(?:の)?一覧(?:へ|を見る)?|この記事の(?:画像|写真)一覧",
    r"(?:続きを読む|もっと見る|もっと読む|印刷する?|コメント(?:する|を書く)?|ログイン|会員登録|メニュー|検索)",
    r"(?:Back|Return) to (?:the )?(?:top|home|front page|main page|index|list)(?: page)?|Home|Top|Menu|Search|Skip to (?:main )?content",
    r"(?:Previous|Next|Older|Newer|More) (?:article|story|post|page|stories|articles|posts)s?|Read (?:more|next|also)|All articles",
    r"(?:Print|Email|Tweet|Comments?|Log ?in|Sign in|Advertisement|Copy link)(?: this(?: page| article)?)?",
)
_CALLS = (
    r".{0,30}(?:フォロー|シェア|ツイート|いいね|購読|チャンネル登録|会員登録)(?:を?(?:しよう|する|してください|してね|お願いします|はこちら)|ください)?",
    r".{0,40}(?:お届けします|お知らせします|受け取る|受け取ろう|受け取りましょう|ご登録ください|登録はこちら)",
    r"(?:この|本)(?:記事|コラム|ページ)(?:が気に入|を気に入|を楽しん|が役に立).{0,16}(?:たら|ば|方は)",
    r"(?:友だち|友達|知人|家族)に(?:教える|知らせる|送る)|(?:リンク|URL)を?コピー(?:する)?",
    r"(?:Follow|Like|Join|Find|Support) (?:us|the|our|me)\b.{0,40}|Sign up (?:for|to)\b.{0,45}|Subscribe\b.{0,45}",
    r"Share\b(?: (?:this|with|on|via|it)\b.{0,40})?|(?:Did you|If you) (?:enjoy|like)(?:ed)?\b.{0,40}|Get (?:the|our) (?:latest|news).{0,40}",
)
_HEADS = (
    r"(?:関連|おすすめ|人気|最新|新着|あわせて読みたい)(?:の)?(?:記事|ニュース|リンク)?(?:一覧)?|あわせて読みたい",
    r"(?:Related|Recommended|Popular|Latest|Recent|Trending)(?: (?:articles?|stories|posts?|news|links?|reading))|You may also like|Most read",
)
_ANY = re.compile("(?:" + "|".join((*_NAVIGATION, *_CALLS, *_HEADS)) + r")[。.!！]?", re.IGNORECASE)
_LINK = re.compile("(?:" + "|".join(_NAVIGATION) + ")", re.IGNORECASE)
_HEAD = re.compile("(?:" + "|".join(_HEADS) + r")[:：]?", re.IGNORECASE)
_SEPARATOR = re.compile(r"(?<![ \u3000])[ \u3000]*[|｜/／»›>][ \u3000]*")
_BODY_MARKER = re.compile(
    r"[【\[(（■]?(?:本文|記事本文|ここから本文|以下本文|Main text|Article text|Body text|Full text)[】\])）]?[:：]?",
    re.IGNORECASE,
)
_ORNAMENTS = r"[―─━—–‐－\-~～〜*＊◇◆・ \u3000]{0,8}"
_END_MARKER = re.compile(
    rf"{_ORNAMENTS}[【\[(（〔<]?(?:本稿終了|本文終了|記事終了|本稿了|以上|おわり|終わり|終|了|完|End of (?:the )?(?:article|story|text)|The end|ends?|(?<=[—–\-])[ ]?30[ ]?(?=[—–\-])|fin)[】\])）〕>]?[。.]?{_ORNAMENTS}",
    re.IGNORECASE,
)
_END_SIGNS = frozenset({"###", "＃＃＃", "***", "＊＊＊"})
"""What is set below a text, the first by the press of the United States; higher up they part passages."""
_RULER = re.compile(r"[*＊\-=_~～─━―—＝#＃・◆◇☆★●○■□†‡§♦•·∗ \u3000]{3,}|[*＊](?:[ \u3000]*[*＊]){2,}|[◆◇☆★§†]")


def compile_patterns(patterns: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    """Return the user's patterns, compiled; each is searched for in a line.

    Raises ConfigError if one is no regular expression.
    """
    compiled = []
    for pattern in patterns:
        try:
            compiled.append(re.compile(pattern))
        except re.error as error:
            raise ConfigError(f'boilerplate pattern "{pattern}": {error}') from error
    return tuple(compiled)


def is_boilerplate(line: str) -> bool:
    """Whether a line, standing at the head or the foot of a page, belongs to the site: navigation, sharing, related links.

    >>> is_boilerplate("Xでフォローしよう"), is_boilerplate("前の記事へ　|　次の記事へ"), is_boilerplate("潮が満ちる")
    (True, True, False)
    """
    line = line.strip()
    if not line or len(line) > _LONGEST:
        return False
    if _ANY.fullmatch(line):
        return True
    parts = [part for part in _SEPARATOR.split(line) if part]
    return len(parts) > 1 and all(_ANY.fullmatch(part) for part in parts)


def is_navigation(line: str) -> bool:
    """Whether a line, standing at the head of a page, only leads elsewhere: a call to follow there is a title.

    >>> is_navigation("トップへ戻る"), is_navigation("新人をフォローする")
    (True, False)
    """
    if not 0 < len(line) <= _LONGEST:
        return False
    return all(_LINK.fullmatch(part) for part in _SEPARATOR.split(line.strip()) if part)


def is_strong_end_marker(line: str) -> bool:
    """Whether an end marker says so in full (本稿終了), not in a word that a text may have too (完, 以上).

    >>> is_strong_end_marker("本稿終了"), is_strong_end_marker("以上")
    (True, False)
    """
    return is_end_marker(line) and ("終了" in line or "of" in line.split())


def is_related_head(line: str) -> bool:
    """Whether a line heads a list of other articles.

    >>> is_related_head("関連記事"), is_related_head("関連記事の話をする")
    (True, False)
    """
    return _HEAD.fullmatch(line.strip()) is not None


def is_shown_end(line: str, *, is_last: bool) -> bool:
    """Whether an end marker is for readers: it does not speak of the manuscript. is_last: no text of the article follows.

    >>> is_shown_end("（完）", is_last=True), is_shown_end("本稿終了", is_last=True)
    (True, False)
    >>> is_shown_end("###", is_last=True), is_shown_end("###", is_last=False)
    (True, False)
    """
    return (is_end_marker(line) and not is_strong_end_marker(line)) or (is_last and is_end_sign(line))


def is_end_sign(line: str) -> bool:
    """Whether a line is a sign that ends an article if no text follows.

    >>> is_end_sign("***"), is_end_sign("---")
    (True, False)
    """
    return line.strip() in _END_SIGNS


def is_body_marker(line: str) -> bool:
    """Whether a line says that the body begins.

    >>> is_body_marker("本文"), is_body_marker("Main text")
    (True, True)
    """
    return _BODY_MARKER.fullmatch(line.strip()) is not None


def is_end_marker(line: str) -> bool:
    """Whether a line says that the article ends.

    >>> [is_end_marker(line) for line in ("本稿終了", "――完――", "(end)", "-30-", "30", "終わりの始まり")]
    [True, True, True, True, False, False]
    """
    return _END_MARKER.fullmatch(line.strip()) is not None


def is_ruler(line: str) -> bool:
    """Whether a line is an ornament between passages.

    >>> is_ruler("***"), is_ruler("＊　＊　＊"), is_ruler("---x")
    (True, True, False)
    """
    return _RULER.fullmatch(line.strip()) is not None
