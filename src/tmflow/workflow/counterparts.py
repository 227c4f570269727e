"""What in the other language answers to a word searched for in the memory: the places to highlight there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tmflow.align.lexicon import Lexicon
from tmflow.memory.concordance import find_spans
from tmflow.model.document import Span
from tmflow.model.language import Language
from tmflow.text.tokens import english_stem, iter_english_tokens

__all__ = ["find_counterparts"]

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def find_counterparts(word: str, other: str, *, language: Language, lexicon: Lexicon) -> tuple[Span, ...]:
    """Return the places of a text that answer to a word of the other language, in order, apart; a guess by dictionary.

    word: what was searched for, in `language`; other: the facing text. A word that stands there unchanged answers, too.

    >>> lexicon = Lexicon.build([("潮位計", "tide gauge")])
    >>> find_counterparts("潮位計", "The old tide gauges.", language=Language.JA, lexicon=lexicon)
    (Span(start=8, end=12), Span(start=13, end=19))
    """
    find = _in_english if language is Language.JA else _in_japanese
    return _apart([*find(word, other, lexicon), *find_spans(other, word)])


def _in_english(word: str, other: str, lexicon: Lexicon) -> Iterator[Span]:
    stems = {stem for term in lexicon.iter_terms(word) for stem in lexicon.translations(term)}
    for found in _WORD.finditer(other) if stems else ():
        if english_stem(found.group().lower()) in stems:
            yield Span(*found.span())


def _in_japanese(word: str, other: str, lexicon: Lexicon) -> Iterator[Span]:
    stems = set(iter_english_tokens(word))
    for term in lexicon.iter_terms(other) if stems else ():
        if stems <= lexicon.translations(term).keys() or _says(term, stems, lexicon):
            yield from find_spans(other, term)


def _says(term: str, stems: set[str], lexicon: Lexicon) -> bool:
    """Whether a term is the translation of a part of the word that means something by itself."""
    return any(
        set(iter_english_tokens(phrase)) == {stem}
        for dictionary, _ in lexicon.dictionaries
        for phrase in dictionary.translations(term)
        for stem in stems
    )


def _apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans in order; of two that overlap the earlier, then the longer."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)
