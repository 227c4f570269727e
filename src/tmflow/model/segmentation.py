"""Segmentation rules as SRX has them: ordered patterns before and after a break, and which languages they are for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from tmflow.errors import ModelError

__all__ = ["BreakRule", "LanguageMap", "LanguageRules", "SegmentationRules"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakRule:
    """One rule (SRX `<rule>`): a position between two characters at which both patterns match is a break, or is none.

    before, after: ICU regular expressions for the text up to the position and from it; "" matches anywhere.
    """

    before: str = ""
    after: str = ""
    is_break: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageRules:
    """The rules of one name, in order; the first that matches a position decides (SRX `<languagerule>`)."""

    name: str
    rules: tuple[BreakRule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageMap:
    """Which rules a language has: `pattern`, an ICU regular expression for its whole code (SRX `<languagemap>`)."""

    pattern: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentationRules:
    """A set of segmentation rules (SRX `<srx>`).

    is_cascading: whether all maps that match a language count, in order, or only the first.
    segments_subflows, includes_start, includes_end, includes_isolated: what the header says of footnotes and the like,
    and of the inline codes at a break; kept, and of no effect on plain text.
    source: the file they were read from, for messages; no part of their value.
    Raises ModelError if two sets of rules share a name or a map names none.
    """

    languages: tuple[LanguageRules, ...]
    maps: tuple[LanguageMap, ...]
    is_cascading: bool = False
    segments_subflows: bool = True
    includes_start: bool = False
    includes_end: bool = True
    includes_isolated: bool = False
    source: str = field(default="", compare=False, repr=False)

    def __post_init__(self) -> None:
        names = Counter(language.name for language in self.languages)
        for name, count in names.items():
            if count > 1:
                raise ModelError(f'the segmentation rules "{name}" stand there {count} times')
        for map_ in self.maps:
            if map_.name not in names:
                raise ModelError(
                    f'the language map "{map_.pattern}" names the rules "{map_.name}", which are not there'
                )
