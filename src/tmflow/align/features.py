"""What the aligner sees of a segment: length, structure, marks, words, values and names, one profile a segment."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tmflow.model.document import BlockKind, Segment
from tmflow.model.language import Language
from tmflow.text.names import TextRun, iter_katakana_runs, iter_latin_words
from tmflow.text.numbers import Value, ValueKind, iter_values
from tmflow.text.tokens import STOP_WORDS, content_tokens, english_stem, iter_codes

__all__ = ["NOTE", "QUESTION", "QUOTATION", "REMARK", "Profile", "build_profiles", "plain_text", "value_keys"]

QUESTION, QUOTATION, REMARK, NOTE = 1, 2, 4, 8
"""Bits of `Profile.marks`: the segment asks, quotes, has something in brackets, is a translator's or an editor's note."""

_LEADING_MARK = re.compile(
    r"^(?:[\s\u3000]|[■□◆◇●○▼▽▲△・•‣✔✓※►▶→🟥🟦🔴📰*#>]|[①-⑳]|[-–—―]+(?=\s)|\(?[0-9]{1,2}[.)](?=[\s\u3000\u3041-\u9fff])|\ufe0f)+"
)
_SPACES = re.compile(r"\s+")
_QUESTION = {
    Language.JA: re.compile(r"[?]|か[」』。)]*$"),
    Language.EN: re.compile(r"[?]"),
}
_QUOTATION = re.compile(r"[「『“”\"]|(?<!\w)['‘][^'‘’]*['’](?!\w)")
_REMARK = re.compile(r"[(\[（［【]")
_NOTE = re.compile(
    r"[(\[（［【](?:訳者?|編集?部?|編者)?(?:注|註)(?:記|釈)?[:：)\]）］】]|[(\[]?(?:[Tt]ranslator|[Ee]ditor)['’]?s? [Nn]ote"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A segment as the aligner sees it. Feature fields hold each thing once, sorted.

    index: of the segment on its side; length_chars: code points without white space, at least 1.
    marks: bits QUESTION, QUOTATION, REMARK, NOTE; words: content tokens; values: keys of `value_keys`; katakana: runs;
    strings: Latin words in lower case; codes: part numbers and addresses in lower case; function_words: stems of English
    words too common to be content tokens.
    """

    index: int
    text: str
    block: int
    kind: BlockKind
    length_chars: int
    marks: int
    words: tuple[str, ...]
    values: tuple[str, ...]
    katakana: tuple[str, ...]
    strings: tuple[str, ...]
    codes: tuple[str, ...]
    function_words: tuple[str, ...] = ()


def plain_text(text: str) -> str:
    r"""Return the text in one width and spacing, without the list or heading mark before it.

    >>> plain_text("  ■１億円の\n岸壁 ")
    '1億円の 岸壁'
    """
    folded = _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip()
    return _LEADING_MARK.sub("", folded) or folded


def value_keys(value: Value) -> tuple[str, ...]:
    """Return the keys under which a value is found on the other side, most telling first.

    Looser than `Value.key`, since a translation may turn a percentage into a number or leave out the year.

    >>> [value_keys(value) for value in iter_values("2026年3月14日、25日、3割", language="ja")]
    [('date:03-14', 'number:2026'), ('number:25',), ('number:30',)]
    """
    if isinstance(value.value, Fraction):
        return (f"number:{value.value}",)
    if value.kind is ValueKind.CLOCK:
        return (f"clock:{value.value}",)
    year, *rest = value.value.split("-") if not value.value.startswith("-") else ("", *value.value[2:].split("-"))
    keys = []
    match [part for part in rest if part], len(rest):
        case [month, day], _:
            keys.append(f"date:{month}-{day}")
        case [month], 1:
            keys.append(f"month:{month}")
        case [day], _:
            keys.append(f"number:{int(day)}")
    if year:
        keys.append(f"number:{year}")
    return tuple(keys)


def build_profiles(segments: Sequence[Segment], *, language: Language) -> tuple[Profile, ...]:
    """Return the profile of each segment, in order."""
    return tuple(_profile(segment, index, language) for index, segment in enumerate(segments))


def _profile(segment: Segment, index: int, language: Language) -> Profile:
    text = plain_text(segment.text)
    is_japanese = language is Language.JA
    values = {key for value in iter_values(text, language=language.value) for key in value_keys(value)}
    katakana = {run.text for run in iter_katakana_runs(text) if len(run.text) > 1} if is_japanese else set()
    strings = {run.text.lower() for run in iter_latin_words(text) if _is_kept(run, is_japanese=is_japanese)}
    return Profile(
        index=index,
        text=text,
        block=segment.block,
        kind=segment.kind,
        length_chars=max(1, len(text) - text.count(" ")),
        marks=_marks(text, language),
        words=tuple(sorted(set(content_tokens(text, language=language.value)))),
        values=tuple(sorted(values)),
        katakana=tuple(sorted(katakana)),
        strings=tuple(sorted(strings)),
        codes=tuple(sorted(set(iter_codes(text)))),
        function_words=() if is_japanese else tuple(sorted({english_stem(word) for word in strings & STOP_WORDS})),
    )


def _is_kept(run: TextRun, *, is_japanese: bool) -> bool:
    """Whether a Latin word may stand unchanged on the other side: any in Japanese text, all words of an English one."""
    return len(run.text) > 1 or not is_japanese


def _marks(text: str, language: Language) -> int:
    return (
        QUESTION * bool(_QUESTION[language].search(text))
        + QUOTATION * bool(_QUOTATION.search(text))
        + REMARK * bool(_REMARK.search(text))
        + NOTE * bool(_NOTE.match(text))
    )
