"""Cutting a text that an engine cannot translate whole, only where it is certain that the parts can stand alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from tmflow.model.language import Language
from tmflow.mt.coverage import WORD, is_japanese
from tmflow.mt.mask import Masked
from tmflow.mt.protected import Substitute
from tmflow.text.abbreviations import ends_abbreviation

__all__ = ["CUTTERS", "Cutter", "cut_clauses", "cut_placeholders", "cut_sentences", "join_pieces"]

Cutter: TypeAlias = Callable[[Masked, Language], list[str]]
"""Cuts a masked text of a language into pieces, one if there is nowhere to cut; the pieces joined are the text."""

_SENTENCE_END = {
    Language.JA: re.compile(r"[。！？!?]+(?![。！？!?」』）)])"),
    Language.EN: re.compile(r"[.!?][\"”’)]*(?=\s+[A-Z“\"(⟦])"),
}
_CLAUSE_END = {
    Language.JA: re.compile(r"(?<=[るたいだう])(?:が、|けれども、|けれど、|ので、|ため、)|；"),
    Language.EN: re.compile(r";(?=\s)|,(?=\s(?:and|but|while|because|although|so|whereas)\s)"),
}
"""Japanese behind a finite verb or adjective only; が、 and ため、 behind a noun are no clause ends."""
_PAIRS = {"「": "」", "『": "』", "（": "）", "(": ")", "“": "”", "[": "]", "【": "】"}
_POINTS = {
    Language.EN: str.maketrans(dict(zip("、。，．！？：；「」『』（）", ',.,.!?:;""""()', strict=True))),
    Language.JA: str.maketrans(dict(zip(",.!?", "、。！？", strict=True))),
}
_UNSPACED_POINT = re.compile(r"(?<=[、，。．！？：；])(?=[^\s、，。．！？：；」』）])")
_LEAST_CLAUSE_CHARS = {Language.JA: 8, Language.EN: 15}
"""A shorter part of a sentence is seldom a clause."""
_LEAST_OWN = {Language.JA: 5, Language.EN: 3}
"""Japanese letters, English words between terms and figures under which a part is no text of its own: に, "on", を開く."""


def cut_sentences(masked: Masked, language: Language) -> list[str]:
    """Cut a text at the ends of its sentences; not inside brackets or quotations, nor behind an abbreviation.

    >>> from tmflow.model.content import Content
    >>> from tmflow.mt.mask import mask
    >>> cut_sentences(mask(Content.of("港が開く。「船が出る。急げ。」と話した。")), Language.JA)
    ['港が開く。', '「船が出る。急げ。」と話した。']
    >>> cut_sentences(mask(Content.of("Mr. Hill came. He left.")), Language.EN)
    ['Mr. Hill came.', ' He left.']
    """
    text = masked.text
    return _cut_behind(text, (end for end in _ends(_SENTENCE_END[language], text) if not ends_abbreviation(text, end)))


def cut_clauses(masked: Masked, language: Language) -> list[str]:
    """Cut a sentence behind clauses that are sentences themselves: at a conjunction between two finite verbs, a semicolon.

    >>> from tmflow.model.content import Content
    >>> from tmflow.mt.mask import mask
    >>> cut_clauses(mask(Content.of("風は朝から強かったが、船は予定どおり港を出た。")), Language.JA)
    ['風は朝から強かったが、', '船は予定どおり港を出た。']
    """
    text = masked.text
    pieces = _cut_behind(text, _ends(_CLAUSE_END[language], text))
    return pieces if all(len(piece.strip()) >= _LEAST_CLAUSE_CHARS[language] for piece in pieces) else [text]


def cut_placeholders(masked: Masked, language: Language) -> list[str]:
    """Cut a text before and behind each placeholder.

    A term or a figure is a part of its sentence: there it is cut only if all pieces have some words of their own.

    >>> from tmflow.model.content import Content
    >>> from tmflow.mt.mask import mask
    >>> cut_placeholders(mask(Content.of("市長は{x}を見た。")), Language.JA)
    ['市長は', '⟦0⟧', 'を見た。']
    """
    placeholders = list(masked.form.pattern.finditer(masked.text))
    pieces = _cut_behind(masked.text, (end for found in placeholders for end in found.span()))
    if all(_has_words_enough(masked.own(piece), language) for piece in pieces):
        return pieces
    codes = (one for one in placeholders if not isinstance(masked.kept[int(one.group(1))], Substitute))
    return _cut_behind(masked.text, (end for found in codes for end in found.span()))


CUTTERS: tuple[Cutter, ...] = (cut_sentences, cut_clauses, cut_placeholders)
"""In the order they are tried, on the pieces that failed."""


def _has_words_enough(piece: str, language: Language) -> bool:
    count = sum(map(is_japanese, piece)) if language is Language.JA else len(WORD.findall(piece))
    return not count or count >= _LEAST_OWN[language]


def _ends(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    """Yield the ends of what is found outside of brackets and quotations."""
    closing: list[str] = []
    position = 0
    for found in pattern.finditer(text):
        for character in text[position : found.end()]:
            if character in _PAIRS:
                closing.append(_PAIRS[character])
            elif closing and character == closing[-1]:
                closing.pop()
        position = found.end()
        if not closing:
            yield position


def _cut_behind(text: str, ends: Iterator[int]) -> list[str]:
    borders = [0, *sorted(set(ends) | {len(text)})]
    return [text[start:end] for start, end in pairwise(borders) if text[start:end]]


def join_pieces(pieces: Sequence[str], *, target: Language) -> str:
    """Join the translations of pieces: with blanks in English, none before punctuation; without any in Japanese.

    >>> join_pieces(["The mayor ", "⟦0⟧", " came", "."], target=Language.EN)
    'The mayor ⟦0⟧ came.'
    """
    if target is Language.JA:
        return "".join(piece.strip() for piece in pieces)
    return re.sub(r"(?<! ) +(?=[,.;:!?)])", "", " ".join(piece.strip() for piece in pieces if piece.strip()))


def punctuated(text: str, *, target: Language) -> str:
    """Return a text that holds no words with the points of the target language.

    >>> punctuated("⟦0⟧、⟦1⟧。", target=Language.EN)
    '⟦0⟧, ⟦1⟧.'
    """
    if target is Language.EN:
        return _UNSPACED_POINT.sub(" ", text).translate(_POINTS[target])
    return re.sub(r"(?<=[、。！？])\s+", "", text.translate(_POINTS[target]))
