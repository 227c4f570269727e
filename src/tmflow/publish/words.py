"""The page's own words, in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

from tmflow.model.language import Language

__all__ = ["DRAFT_LABELS", "WORDS", "format_date", "labelled", "parse_date", "translator_line", "writer_line"]

WORDS: Mapping[Language, Mapping[str, str]] = MappingProxyType(
    {
        Language.JA: MappingProxyType(
            {
                "skip": "本文へ",
                "view": "表示",
                "both": "対訳",
                "bilingual": "日英対訳",
                "versions": "言語",
                "newer": "新しい記事",
                "older": "前の記事",
                "page_of": "{count}ページ中{number}ページ",
                "not_found": "ページが見つかりません。",
                "home": "記事一覧へ",
                "contents": "目次",
                "table": "表",
                "interleaved": "上下",
                "only": "日本語",
                "not_translated": "（未訳）",
                "machine_notice": "この記事には、人が確認していない機械翻訳の文があります。「機械訳」の印で示します。",
                "machine_all_notice": "この記事の訳文は、人が確認していない機械翻訳です。「機械訳」の印で示します。",
                "draft_notice": "この記事には、まだ確認されていない訳文があります。「未確認」の印で示します。",
                "draft_all_notice": "この記事の訳文は、まだ確認されていません。「未確認」の印で示します。",
                "link": "この文へのリンクをコピー",
                "copied": "コピーしました",
                "report": "この文の誤りを知らせる",
                "report_page": "誤りを知らせる",
                "back": "本文に戻る",
                "minutes": "約{count}分で読めます",
                "original": "原文",
                "code": "コード",
                "image_at": "画像（{host}）",
                "source": "出典",
                "rights": "許諾",
                "articles": "記事一覧",
                "units": "{count}文",
                "to_review": "うち{count}文は未確認",
                "browse": "記事を探す",
                "search": "検索",
                "all_series": "連載",
                "year": "{year}年",
                "series": "この連載",
                "part": "第{number}回",
                "parts": "全{count}回",
                "part_before": "前回",
                "part_after": "次回",
                "search_words": "検索する言葉",
                "search_hint": "日本語でも英語でも探せます。空白で区切ると、すべての言葉を含む記事を探します。",
                "search_hint_alone": "日本語の本文から探します。空白で区切ると、すべての言葉を含む記事を探します。",
                "search_needs_script": "検索にはJavaScriptが要ります。記事はすべて一覧から読めます。",
                "search_none": "見つかりませんでした。",
                "search_found": "{count}件の記事",
                "search_more": "続きを表示",
                "search_failed": "検索の索引を読み込めませんでした。",
            }
        ),
        Language.EN: MappingProxyType(
            {
                "skip": "Skip to the article",
                "view": "View",
                "both": "Both",
                "bilingual": "Bilingual",
                "versions": "Languages",
                "newer": "Newer articles",
                "older": "Older articles",
                "page_of": "Page {number} of {count}",
                "not_found": "There is no such page.",
                "home": "All articles",
                "contents": "Contents",
                "table": "Table",
                "interleaved": "Stacked",
                "only": "English",
                "not_translated": "(not translated yet)",
                "machine_notice": "Some sentences of this article are machine translations that nobody has reviewed. They are marked “MT”.",
                "machine_all_notice": "The translation of this article was made by a machine, and nobody has reviewed it. It is marked “MT”.",
                "draft_notice": "Some sentences of this article are drafts that nobody has confirmed. They are marked “unconfirmed”.",
                "draft_all_notice": "The translation of this article is a draft that nobody has confirmed. It is marked “unconfirmed”.",
                "link": "Copy link to sentence",
                "copied": "Copied",
                "report": "Report this sentence",
                "report_page": "Report a mistake",
                "back": "Back to the text",
                "minutes": "{count} min read",
                "original": "Original",
                "code": "Code",
                "image_at": "Image ({host})",
                "source": "Source",
                "rights": "Rights",
                "articles": "Articles",
                "units": "{count} sentences",
                "to_review": "{count} unreviewed",
                "browse": "Find articles",
                "search": "Search",
                "all_series": "Series",
                "year": "{year}",
                "series": "This series",
                "part": "Part {number}",
                "parts": "Parts: {count}",
                "part_before": "Previous part",
                "part_after": "Next part",
                "search_words": "Search for",
                "search_hint": "In Japanese or in English. Words separated by blanks are all looked for.",
                "search_hint_alone": "In the English text. Words separated by blanks are all looked for.",
                "search_needs_script": "Searching needs JavaScript. All articles can be read from the list.",
                "search_none": "Nothing was found.",
                "search_found": "Articles found: {count}",
                "search_more": "Show more",
                "search_failed": "The index for searching could not be loaded.",
            }
        ),
    }
)

DRAFT_LABELS: Mapping[Language, Mapping[str, str]] = MappingProxyType(
    {
        Language.JA: MappingProxyType({"machine": "機械訳", "draft": "未確認"}),
        Language.EN: MappingProxyType({"machine": "MT", "draft": "unconfirmed"}),
    }
)
"""What stands beside a target nobody has confirmed."""

_LABELLED: Mapping[Language, str] = MappingProxyType(
    {Language.JA: "{text}［{label}］", Language.EN: "{text} [{label}]"}
)

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ][0-9:.]+(?:Z|[+-][0-9:]+)?)?", re.ASCII)
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def parse_date(text: str | None) -> date | None:
    """Return the day of an ISO 8601 date or time, None if it is none.

    >>> parse_date("2026-02-08T09:30:00+09:00")
    datetime.date(2026, 2, 8)
    """
    if text is None or not _ISO_DATE.fullmatch(text.strip()):
        return None
    try:
        return datetime.fromisoformat(text.strip()).date()
    except ValueError:
        return None


def format_date(day: date, language: Language) -> str:
    """Return a day as a newspaper in a language writes it.

    >>> format_date(date(2026, 2, 8), Language.JA), format_date(date(2026, 2, 8), Language.EN)
    ('2026年2月8日', 'February 8, 2026')
    """
    if language is Language.JA:
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def labelled(text: str, sort: str, language: Language) -> str:
    """Return a text that stands alone, as a title in a list or a feed, with what sort of draft it is; "" for none.

    >>> labelled("Harbor", "machine", Language.EN), labelled("港", "draft", Language.JA), labelled("港", "", Language.JA)
    ('Harbor [MT]', '港［未確認］', '港')
    """
    return _LABELLED[language].format(text=text, label=DRAFT_LABELS[language][sort]) if text and sort else text


def writer_line(name: str, language: Language) -> str:
    """Return a byline as readers see it; one that already says what it is stays as it is.

    >>> writer_line("Shiori Asami", Language.EN), writer_line("By Shiori Asami", Language.EN)
    ('By Shiori Asami', 'By Shiori Asami')
    """
    return f"By {name}" if language is Language.EN and not name.lower().startswith("by ") else name


def translator_line(name: str, language: Language) -> str:
    """Return the translator's credit as readers see it.

    >>> translator_line("池田", Language.JA), translator_line("Translated by M. Thorne", Language.EN)
    ('翻訳　池田', 'Translated by M. Thorne')
    """
    if language is Language.EN:
        return name if "translat" in name.lower() else f"Translated by {name}"
    return name if name.startswith(("訳", "翻訳")) else f"翻訳　{name}"
