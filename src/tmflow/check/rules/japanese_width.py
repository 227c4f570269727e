"""Rules on the width of Japanese characters and the blanks between them: half or full, one of them all through."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from tmflow.check.finding import Severity
from tmflow.check.prose import Prose, iter_prose
from tmflow.check.rule import Example, Fault, Rule, Scope
from tmflow.check.subject import Subject
from tmflow.model.document import BlockKind
from tmflow.model.language import Language
from tmflow.text.scripts import has_japanese
from tmflow.text.terminal import excerpt

__all__ = ["RULES"]

_HALF_KATAKANA = re.compile(r"[\uff66-\uff9f]+")
_NUMBER = re.compile(
    r"(?<![0-9０-９A-Za-zＡ-Ｚａ-ｚ.,:/\-%．，：／－\ufffc])(?:[0-9]+|[０-９]+)(?![0-9０-９A-Za-zＡ-Ｚａ-ｚ.,:/\-．，：／－\ufffc])"
)
"""A number on its own in Japanese; a figure of a name, a date or a decimal has the width of what it is a part of."""
_WORD = re.compile(r"(?<![A-Za-z])[A-Za-z]+|[Ａ-Ｚａ-ｚ]+")
_BRACKETED = re.compile(r"\([^()（）]{1,80}\)|（[^()（）]{1,80}）")
_LEAST_TIMES = 3
"""How many brackets of the usual width there are for one of the other: a credit line may have its own."""
_CROSSED = re.compile(r"\([^()（）]{0,80}）|（[^()（）]{0,80}\)")
_JAPANESE = "\u3041-\u30ff\u3400-\u9fff々"
_BLANK = re.compile(rf"(?<=[{_JAPANESE}、。])[ \u00a0]+(?=[{_JAPANESE}「」（])|(?<=[」）])[ \u00a0]+(?=[{_JAPANESE}])")
_MARK = re.compile(rf"(?<=[{_JAPANESE}]{{5}})[:;：；](?=[ \u3000]?[{_JAPANESE}「『（(])")
"""A colon or semicolon in the middle of a sentence; that of a label (注:) has the width of the label."""
_NARROW = {ord(wide): chr(ord(wide) - 0xFEE0) for wide in map(chr, range(0xFF01, 0xFF5F))}
_WIDE = {ord(narrow): wide for wide, narrow in ((chr(code), text) for code, text in _NARROW.items())}
_RUNNING = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTATION, BlockKind.NOTE})
"""Blocks of running text: titles and bylines set names and parts of a line apart by blanks."""
_SEAM = re.compile(rf"(?<=[{_JAPANESE}])( ?)(?=[A-Za-z])|(?<=[A-Za-z])( ?)(?=[{_JAPANESE}])")


def _find_mixed_width(subject: Subject) -> Iterator[Fault]:
    prose = list(iter_prose(subject, Language.JA))
    for one in prose:
        for found in _HALF_KATAKANA.finditer(one.text):
            wide = unicodedata.normalize("NFKC", found.group())
            yield one.fault(f"half-width katakana: {found.group()}", *found.span(), fix=wide)
        for found in _CROSSED.finditer(one.text):
            yield _crossed(one, found)
    yield from _find_mixed(prose, _NUMBER, lambda text: "one digit" if len(text) == 1 else "more digits")
    yield from _find_mixed(prose, _WORD, _narrowed)
    yield from _find_mixed((one for one in prose if one.kind in _RUNNING), _MARK, _narrowed)
    yield from _find_mixed(prose, _BRACKETED, lambda text: "Japanese" if has_japanese(text) else "", least=_LEAST_TIMES)


def _crossed(one: Prose, found: re.Match[str]) -> Fault:
    """A bracket that opens in one width and closes in the other: the closing one is mended."""
    closing = ")" if found.group().startswith("(") else "）"
    return one.fault(f"{found.group()[0]} is closed by {found.group()[-1]}", found.end() - 1, found.end(), fix=closing)


def _find_mixed(
    prose: Iterable[Prose], pattern: re.Pattern[str], kind_of: Callable[[str], str], *, least: int = 1
) -> Iterator[Fault]:
    """Yield what of one kind stands in the rarer width, where the article has both. Newspapers write 5 wide and 12 narrow."""
    kinds: dict[str, dict[bool, list[tuple[Prose, re.Match[str]]]]] = defaultdict(lambda: {True: [], False: []})
    for one in prose:
        for found in pattern.finditer(one.text):
            if kind := kind_of(found.group()):
                kinds[kind][found.group()[0].isascii()].append((one, found))
    for uses in kinds.values():
        is_narrow = len(uses[True]) < len(uses[False])
        rarer = uses[is_narrow] if len(uses[not is_narrow]) >= least * len(uses[is_narrow]) else []
        for one, found in rarer:
            text = found.group()
            names = ("half", "full") if is_narrow else ("full", "half")
            message = f"{excerpt(text, width=30)} is {names[0]}-width, what is like it elsewhere is {names[1]}-width"
            yield one.fault(message, *found.span(), fix=_edged(text, _WIDE if is_narrow else _NARROW))


def _edged(text: str, table: dict[int, str]) -> str:
    """Return a number or word in the other width; of what stands in brackets the brackets alone."""
    if text[0] in "(（":
        return text[0].translate(table) + text[1:-1] + text[-1].translate(table)
    return text.translate(table)


def _narrowed(text: str) -> str:
    return text.translate(_NARROW)


def _find_blanks(subject: Subject) -> Iterator[Fault]:
    prose = [one for one in iter_prose(subject, Language.JA) if one.kind in _RUNNING]
    for one in prose:
        for found in _BLANK.finditer(one.text):
            yield one.fault("a blank between Japanese characters", *found.span(), fix="")
    seams = [(one, found) for one in prose for found in _SEAM.finditer(one.text)]
    spaced = [seam for seam in seams if seam[1].group()]
    is_spaced = 2 * len(spaced) > len(seams)
    if not spaced or len(spaced) == len(seams):
        return
    for one, found in seams:
        if bool(found.group()) is not is_spaced:
            said = "no blank" if is_spaced else "a blank"
            message = f"{said} between Japanese and Latin letters, unlike elsewhere in the article"
            yield one.fault(message, *found.span(), fix=" " if is_spaced else "")


RULES = (
    Rule(
        id="ja.width",
        severity=Severity.WARNING,
        summary="No half-width katakana; numbers, Latin words, brackets, colons and semicolons of one kind in one width throughout an article.",
        why="３ and 3 are two characters to a search. One digit wide and more digits narrow, as newspapers have it, is one rule.",
        good=Example(ja="カメラは12台ある。", en="There are 12 cameras."),
        bad=Example(ja="ｶﾒﾗは12台ある。", en="There are 12 cameras."),
        find=_find_mixed_width,
        scope=Scope.ARTICLE,
    ),
    Rule(
        id="ja.space",
        severity=Severity.INFO,
        summary="No blanks between Japanese characters, and between Japanese and Latin letters always or never one.",
        why="A line that was broken and joined again leaves blanks behind.",
        good=Example(ja="港のWebカメラを見る。", en="They watch the harbor's webcam."),
        bad=Example(ja="港の Webカメラを見る。", en="They watch the harbor's webcam."),
        find=_find_blanks,
        scope=Scope.ARTICLE,
    ),
)
