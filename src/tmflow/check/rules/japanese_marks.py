"""Rules on Japanese punctuation: full stops and commas, dashes, waves and the long-vowel mark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from tmflow.check.finding import Severity
from tmflow.check.prose import Prose, iter_prose
from tmflow.check.rule import Example, Fault, Rule, Scope
from tmflow.check.subject import Subject
from tmflow.model.bitext import Side
from tmflow.model.document import BlockKind
from tmflow.model.language import Language

__all__ = ["RULES"]

_KANA = "\u3041-\u3096\u30a1-\u30fa\u30fc"
_JAPANESE = f"{_KANA}\u3400-\u9fff々〇"
_KINDS = (("、", "，", ","), ("。", "．", "."))
"""The Japanese, the wide and the narrow form of each mark; official papers have ，with 。, scientific ones ．as well."""
_FORMS = (
    re.compile("[、。]"),
    re.compile(f"(?<=[{_JAPANESE}」』）)])[，．](?![，．])"),
    re.compile(rf"(?<=[{_JAPANESE}」』）)])[,.](?![0-9A-Za-z.,/\\_\ufffc])"),
)
_TWICE = re.compile(f"(?<!、)、、(?=[{_JAPANESE}])|(?<!。)。。(?!。)|、。|。、")
"""More of them, or two at the end, are a pause that is meant."""
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_CLOSED_TWICE = re.compile("。」。")
_LEAST_NARROW = 3
"""Fewer narrow marks are slips, whatever else there is."""
_LACKS_STOP = re.compile(r"[\u3041-\u3096]$")
_LONG_WORD = re.compile(r"(?<![\w’'])[A-Za-z][A-Za-z]{3,}")
_ENGLISH_END = re.compile(r"[.!?][\"'”’)\]]*$")


def _find_marks(subject: Subject) -> Iterator[Fault]:
    prose = list(iter_prose(subject, Language.JA))
    for kind in _KINDS:
        yield from _find_odd(prose, kind)
    for one in prose:
        for found in _TWICE.finditer(one.text):
            yield one.fault(f"{found.group()} for one mark", *found.span(), fix=max(found.group()))
        for found in _CLOSED_TWICE.finditer(one.text):
            yield one.fault("a full stop before and after 」", *found.span(), fix="」。")
    yield from _find_unended(subject, prose)


def _find_odd(prose: Sequence[Prose], kind: tuple[str, ...]) -> Iterator[Fault]:
    """Yield the commas, or the full stops, that are not in the form that is usual in the article."""
    uses = {
        mark: [
            (one, found)
            for one in prose
            for found in form.finditer(one.text)
            if found.group() == mark and not (mark == "," and _is_in_brackets(one.text, found.start()))
        ]
        for mark, form in zip(kind, _FORMS, strict=True)
    }
    candidates = [mark for mark in kind if mark not in ",." or len(uses[mark]) >= _LEAST_NARROW]
    usual = max(candidates, key=lambda mark: len(uses[mark]))
    for mark in kind:
        for one, found in uses[mark] if mark != usual else ():
            yield one.fault(f"{mark} where the article has {usual}", *found.span(), fix=usual)


def _is_in_brackets(text: str, at: int) -> bool:
    """Whether a mark parts the members of a tuple: (名前, 値)."""
    return any(found.start() < at < found.end() for found in _IN_BRACKETS.finditer(text))


def _find_unended(subject: Subject, prose: Iterable[Prose]) -> Iterator[Fault]:
    """Yield the translations that end in the middle of nothing where the source ends its sentence."""
    if subject.language(Side.TARGET) is not Language.JA:
        return
    for one in prose:
        text = one.text.rstrip()
        is_sentence = _ENGLISH_END.search(one.other.rstrip()) and not _is_title(one.other)
        if one.kind is BlockKind.PARAGRAPH and _LACKS_STOP.search(text) and is_sentence:
            yield one.fault("the sentence has no 。", len(text) - 1, len(text), fix=f"{text[-1]}。")


def _is_title(english: str) -> bool:
    """Whether all its words are written as those of a title are, which ends without a full stop in Japanese."""
    words = _LONG_WORD.findall(english)
    return len(words) > 1 and all(word[0].isupper() for word in words)


class _Confusion(NamedTuple):
    """A mark that stands for another: where, at the end of the pattern, what is meant, and what to write (None: not certain)."""

    pattern: re.Pattern[str]
    message: str
    fix: str | None


_CONFUSIONS = (
    _Confusion(
        re.compile(
            r"(?<=[\u30a1-\u30fa])(?:[-‐–−－](?=[がをにはのでともやへ]|[。、」』）)]|$)|[―—─](?=[がをにはのでと]))"
        ),
        "a dash for the long vowel ー",
        "ー",
    ),
    _Confusion(
        re.compile(
            r"(?<![\u30a1-\u30ff・])[\u30a1-\u30fa][ァィゥェォャュョ]?[-‐–—―−－─]"
            r"(?=[\u30a1-\u30fa]{2,}|[\u30a1-\u30fa][がをにはのでともや、。])"
            r"|[ァィゥェォャュョ][-‐–—―−－─](?=[\u30a1-\u30fa])"
        ),
        "a dash for the long vowel ー",
        "ー",
    ),
    _Confusion(re.compile(r"(?<=[0-9０-９])ー(?=[0-9０-９])"), "the long vowel ー for a dash or wave", None),
    _Confusion(
        re.compile(r"(?<=[\u3400-\u9fff々」』）)])ー(?=[\u3400-\u9fff「『])"), "the long vowel ー for a dash", "―"
    ),
    _Confusion(
        re.compile(r"(?<=[\u3400-\u9fff][るすくつむうぐぶぬだた])ー(?=[\u3400-\u9fff「『\u30a1-\u30fa])"),
        "the long vowel ー for a dash",
        "―",
    ),
    _Confusion(
        re.compile(r"(?<=[\u3400-\u9fff][\u3041-\u3096]る)ー(?=[\u3400-\u9fff「『\u30a1-\u30fa])"),
        "the long vowel ー for a dash",
        "―",
    ),
)
"""い, え and single kana before ー may be drawn out on purpose (すごーい, あー); the last syllable of a verb seldom is."""
_ALIKE = ("〜～", "―—─")
"""Marks that look the same and are different characters: U+301C and U+FF5E; U+2015, U+2014 and U+2500."""


def _find_confused(subject: Subject) -> Iterator[Fault]:
    prose = list(iter_prose(subject, Language.JA))
    for one in prose:
        for pattern, message, fix in _CONFUSIONS:
            for found in pattern.finditer(one.text):
                yield one.fault(message, found.end() - 1, found.end(), fix=fix)
    for marks in _ALIKE:
        uses = [(one, found) for one in prose for found in re.finditer(f"[{marks}]+", one.text)]
        counts = {mark: sum(found.group()[0] == mark for _, found in uses) for mark in marks}
        usual = max(marks, key=lambda mark: counts[mark])
        for one, found in uses:
            odd = next((mark for mark in found.group() if mark != usual), None)
            if odd is not None:
                message = f"{odd} (U+{ord(odd):04X}) where the article has {usual} (U+{ord(usual):04X})"
                yield one.fault(message, *found.span(), fix=usual * len(found.group()))


RULES = (
    Rule(
        id="ja.punct",
        severity=Severity.WARNING,
        summary="、 and 。 or ，and ．, one of them throughout an article and never , or . after kana; one mark at a time, and one at the end.",
        why="Keyboards slip into Western marks, and the eye takes them for the Japanese ones.",
        good=Example(ja="朝は晴れ、昼は雨だった。", en="It was sunny, then it rained."),
        bad=Example(ja="朝は晴れ,昼は雨だった。", en="It was sunny, then it rained."),
        find=_find_marks,
        scope=Scope.ARTICLE,
    ),
    Rule(
        id="ja.dash-wave",
        severity=Severity.WARNING,
        summary="ー is the long vowel, ― the dash, 〜 the wave; none stands for another, and each is one character throughout an article.",
        why="They look alike and are not: searches, sorting and reading aloud go wrong.",
        good=Example(ja="センターは午前9時〜午後5時。", en="The center is open from 9 a.m. to 5 p.m."),
        bad=Example(ja="センタ-は午前9時〜午後5時。", en="The center is open from 9 a.m. to 5 p.m."),
        find=_find_confused,
        scope=Scope.ARTICLE,
    ),
)
