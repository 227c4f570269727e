"""What one line of a title block is: byline, translator, credit, date line, source, note. One line at a time, no context."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tmflow.formats.dates import WrittenDate, iter_dates
from tmflow.model.document import BlockKind
from tmflow.text.note_calls import NOTE_CALLS

__all__ = ["TitleLine", "classify_line", "is_note", "is_photo_caption"]

_SEP = r"[ \u3000]*[:：＝=／/・／][ \u3000]*|[ \u3000]+"
_NAME = r"[^\s。．！？!?][^。！？!?\n]{0,60}"
_TAIL_WORDS = re.compile(r"(?<![ \u3000])[ \u3000]+(?:経歴|プロフィール|略歴|Profile|Bio)$|(?:さん|氏)$")

_BYLINE = re.compile(
    rf"(?:(?:取材・)?文(?:・写真|と写真)?|執筆|筆者|著者|記者|ライター|寄稿|作者|文責)(?:{_SEP})(?P<ja>{_NAME})"
    r"|(?P<role>[^\s。、！？]{1,12}[ \u3000]?[^\s。、！？]{0,8})(?:[ \u3000]+記者|[ \u3000]+特派員)"
    r"|(?:By|BY|by|Words by|Written by|Text by|Story by|Author:|Words:|Text:|Byline:) (?P<en>(?:the )?[A-Z\u00c0-\u024f][^\n!?]{1,90})"
)
_TRANSLATOR = re.compile(
    rf"(?:英語|日本語|和文|英文|英|日|和|日本語版|英語版)?(?:翻訳者?|訳者?|訳文|翻訳・編集|監訳)(?:{_SEP})(?P<ja>{_NAME})"
    r"|(?P<after>[^\s。、：:]{2,16}(?:[ \u3000][^\s。、]{1,10})?)[ \u3000](?:訳|翻訳)"
    r"|(?:English |Japanese )?(?:[Tt]ranslat(?:ed|ion)|[Tt]ext)(?: and (?:edited|adapted))?(?: from the (?:original )?(?:Japanese|English))?"
    r"(?: into (?:English|Japanese))?(?: by|:) (?P<en>[^\n!?]{2,90})"
    r"|(?:Translator|English translation|Japanese translation): (?P<colon>[^\n!?]{2,90})"
)
_EDITOR = re.compile(
    r"(?:English text |English version |Text )?(?:[Ee]dited|[Aa]dapted|[Cc]ompiled|[Rr]eported|[Rr]esearched)(?: for [^\n.!?]{1,40})? by [^\n!?]{2,90}"
    rf"|(?:編集|構成|取材|協力|校閲|監修|聞き手|取材協力)(?:{_SEP}){_NAME}"
)
_CREDIT = re.compile(
    r".*(?:©|\(C\)|（C）|Ⓒ).*"
    r"|(?:合成|資料|代表|組)?(?:写真|画像|撮影|図版|図|イラスト|写真提供|画像提供|提供|作図)(?:提供)?[ \u3000]*[:：＝=／/].{1,120}"
    r"|(?:Composite |File |Lead |Cover )?(?:Photo(?:s|graph|graphs|graphy)?|Images?|Pictures?|Illustrations?|Graphics?)(?: credit)?(?: by|:| ©|/) ?.{1,120}"
)
_SOURCE = re.compile(
    r"(?:出典|出所|初出|原文|引用元|参照元|情報源|掲載)[ \u3000]*[:：＝=][ \u3000]*(?P<ja>.+)"
    r"|(?:Sources?|Originally published|First published|Original article|Reprinted from|Via)(?::| (?=in|by|from|on|at)) ?(?P<en>.+)"
)
_PUBLISHED = re.compile(
    r"(?:公開|掲載|更新|配信|発行|投稿|最終更新|作成|公開日|更新日|掲載日|配信日|発行日)(?:日時?)?[ \u3000]*[:：]?"
    r"|(?:Published|Updated|Posted|Last updated|Last modified|Date|Issued|Released)(?: on| at)?[: ]",
    re.IGNORECASE,
)
_SERIES = re.compile(
    r"(?:第[0-9０-９一二三四五六七八九十百]+(?:回|号|話|章|部|弾|報)|(?:No\.?|Nos\.?|Vol\.?|Issue|Part|Chapter|Episode|#|＃|＃)[ ]?[0-9０-９]+|[(（][0-9０-９]{1,3}[)）])$"
    r"|#[0-9]{2,}"
)
_NOTE = re.compile(
    r"[(（\[［〔【＊*※]*[ \u3000]*(?:訳?注|訳者注|訳者より|訳者付記|編集部?注|編集部より|編注|筆者注|著者注|付記|補足|おことわり|お断り"
    r"|(?:Translator|Editor|Author|Publisher)(?:['’]?s)?(?:['’])? notes?|Notes?|N\.?B\.?|Correction)[ \u3000]*[:：.].*",
    re.IGNORECASE | re.DOTALL,
)
_CAPTION = re.compile(
    r".{1,60}(?:による|より|撮影|提供|＝写真|から引用|から転載)[)）]?"
    r"|.{1,60}[=＝](?:[A-Za-z][\w .-]{1,30}|.{1,30}(?:撮影|提供|から|より|氏|による))[)）]?"
    r"|(?:写真|画像|図|この写真|この画像|写真画像)(?:は|[:：]|[0-9０-９]+[:：. \u3000]).{1,160}"
    r"|(?:Photo|Pictured|Above|Below|Left|Right|Figure \d+|Fig\. \d+|The (?:photo|photograph|picture|image) shows)\b[:,]?.{1,200}"
)
_BRACKETS = {"(": ")", "（": "）", "[": "]", "［": "］", "〔": "〕"}
_SMALL_WORD = re.compile(r"(?<![\w'])[a-z]{2,}(?![\w'])")
_FINAL = re.compile(rf"[。．！？!?.…][」』）)】”’\"'\]]*{NOTE_CALLS}$")
_RESIDUE_CHARS = 32
"""What may stand beside the date in a date line: a place, a section ("ロシア・旧ソ連諸国" has 9, "Local news / Astronomy" 22)."""


@dataclass(frozen=True, slots=True)
class TitleLine:
    """What a line is, by which rule, and the value it carries (a name, a source), the dates in it included."""

    kind: BlockKind
    rule: str
    value: str = ""
    dates: tuple[WrittenDate, ...] = ()


def classify_line(line: str) -> TitleLine | None:
    """Return what a line of a title block is, None if it may be anything (title, deck, body).

    >>> classify_line("英語翻訳 水島ことり 経歴").value
    '水島ことり'
    >>> classify_line("SHIOIRI, March 14, 2026, 09:05 GMT").rule
    'dateline.place'
    >>> classify_line("By Kenji Mori, June 1, 2026").value
    'Kenji Mori'
    >>> classify_line("潮が満ちてくる") is None
    True
    """
    line = line.strip()
    dates = tuple(iter_dates(line)) if any(character.isdigit() for character in line) else ()
    if _CREDIT.fullmatch(line):
        return TitleLine(BlockKind.CREDIT, "credit.photo", line, dates)
    for pattern, kind, rule in (
        (_TRANSLATOR, BlockKind.CREDIT, "credit.translator"),
        (_EDITOR, BlockKind.CREDIT, "credit.editor"),
        (_BYLINE, BlockKind.BYLINE, "byline"),
        (_SOURCE, BlockKind.SOURCE, "source.prefix"),
    ):
        match = pattern.fullmatch(line)
        if match and (rule.startswith("credit.") or not _ends_sentence(line)) and not _is_clause(line):
            name = _undated(next((group for group in match.groups() if group), line), dates)
            return TitleLine(kind, rule, _TAIL_WORDS.sub("", name.strip(" .\u3000")), dates)
    return _dated(line, dates) or _series(line)


def is_note(text: str) -> bool:
    """Whether a whole paragraph is a note of the translator or the editor.

    >>> is_note("（訳注:大潮のこと。）"), is_note("Translator's note: a spring tide."), is_note("潮（注:海の水）")
    (True, True, False)
    >>> is_note("（訳注:大潮のこと）で港は沈む（写真参照）")
    False
    """
    text = text.strip()
    if not _NOTE.fullmatch(text):
        return False
    if text[0] in _BRACKETS:
        end = _end_of_bracket(text)
        return end < 0 or not text[end:].strip("。. ")
    return True


def _end_of_bracket(text: str) -> int:
    """Return where the bracket that opens a text is closed, -1 if it is not."""
    opener, closer, depth = text[0], _BRACKETS[text[0]], 0
    for position, character in enumerate(text):
        depth += (character == opener) - (character == closer)
        if depth == 0:
            return position + 1
    return -1


def is_photo_caption(text: str) -> bool:
    """Whether a short paragraph is the caption of a picture.

    >>> is_photo_caption("海図館による"), is_photo_caption("新しい桟橋=潮入町提供"), is_photo_caption("町長が語った。")
    (True, True, False)
    """
    text = text.strip()
    if "\n" in text or not _CAPTION.fullmatch(text):
        return False
    return text.startswith(("写真", "The ")) or not _ends_sentence(text)


def _ends_sentence(line: str) -> bool:
    return _FINAL.search(line) is not None and not re.search(
        r"\b(?:Jr|Sr|Inc|Ltd|Co|Ph\.D|M\.D)\.$|\([^()]*\)$|（[^（）]*）$", line
    )


def _is_clause(line: str) -> bool:
    """Whether an English line has more small words than a name, a role and a place need."""
    words = _SMALL_WORD.findall(line)
    return len(words) > 6  # noqa: PLR2004 - "by the staff of the Museum of the Sea and its friends" has six


def _undated(name: str, dates: tuple[WrittenDate, ...]) -> str:
    """Return a name without the date after it: "Riku Hasumi, June 1, 2026"."""
    last = dates[-1].written if dates else ""
    if not last or not name.endswith(last):
        return name
    return name[: -len(last)].rstrip(" \u3000,、|｜/／·–—-(（") or name


def _dated(line: str, dates: tuple[WrittenDate, ...]) -> TitleLine | None:  # noqa: PLR0911 - one return a rule
    if not dates or (_ends_sentence(line) and dates[-1].end < len(line.rstrip(".。 "))):
        return None
    first = dates[0]
    before = line[: first.start].strip(" \u3000[(（【")
    after = line[dates[-1].end :].strip(" \u3000])）】|｜")
    if len(before) + len(after) > _RESIDUE_CHARS + 16 or any(mark in before + after for mark in "。、！？!?"):
        return None
    if after and (line[dates[-1].end] not in " \u3000|｜(（[【/／,、・" or after[0].islower()):
        return None
    if not before:
        return TitleLine(BlockKind.DATELINE, "dateline.date", line, dates) if len(after) <= _RESIDUE_CHARS else None
    if _PUBLISHED.fullmatch(before) or _PUBLISHED.fullmatch(before + " "):
        return TitleLine(BlockKind.DATELINE, "dateline.published", line, dates)
    if before.endswith("発") or (before.endswith((",", "–", "—")) and before.split(",")[0].replace(" ", "").isupper()):
        return TitleLine(BlockKind.DATELINE, "dateline.place", line, dates)
    if after and len(after) > len(before):
        return None
    value = line[: first.start].strip(" \u3000[(（【,、")
    return TitleLine(BlockKind.SOURCE, "source.dated", value, dates)


def _series(line: str) -> TitleLine | None:
    if len(line) > _RESIDUE_CHARS * 2 or _ends_sentence(line) or not _SERIES.search(line):
        return None
    return TitleLine(BlockKind.KICKER, "kicker.series", line)
