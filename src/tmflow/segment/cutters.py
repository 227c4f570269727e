"""Which rules cut a block: the language's own or those of SRX, under a user's patterns."""

from __future__ import annotations

from collections.abc import Iterator

from tmflow.model.language import Language
from tmflow.segment.rules import Cutter, Quotations, SegmentOptions, Verdict
from tmflow.segment.spans import SpanFinder

__all__ = ["BlockCutters"]


class BlockCutters:
    """The cutters of both languages under one set of options, each made when its first block comes."""

    def __init__(self, options: SegmentOptions) -> None:
        self._options = options
        self._cutters: dict[Language, Cutter] = {}
        self._finder = SpanFinder(
            names=options.names_with_marks, opens_quotations=options.quotations is Quotations.KEEP
        )

    def iter_verdicts(self, text: str, *, language: Language, mark: str = "") -> Iterator[Verdict]:
        """Yield the verdicts on a block's text, in order.

        Raises ConfigError if the rules of SRX cannot be used, or a pattern from outside runs too long.
        """
        if language not in self._cutters:
            self._cutters[language] = _make_cutter(language, self._options)
        return self._cutters[language].iter_verdicts(text, self._finder.find(text), mark=mark)


def _make_cutter(language: Language, options: SegmentOptions) -> Cutter:
    """Make the cutter of a language. What it needs is loaded here: patterns take a while to compile."""
    cutter: Cutter
    if options.rules is not None:
        from tmflow.segment.srx.cutter import SrxCutter

        cutter = SrxCutter(options.rules, language)
    elif language is Language.JA:
        from tmflow.segment.japanese.cutter import JapaneseCutter

        cutter = JapaneseCutter(options)
    else:
        from tmflow.segment.english.cutter import EnglishCutter

        cutter = EnglishCutter(options)
    if options.never or options.always:
        from tmflow.segment.patterns import PatternCutter

        cutter = PatternCutter(cutter, options)
    return cutter
