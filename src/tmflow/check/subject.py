"""What is checked: one article's bitext together with its two files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from tmflow.check.finding import Fix, Location
from tmflow.check.locate import ArticleIndex, location_in_unit
from tmflow.check.masking import prose_of
from tmflow.check.mending import native_span
from tmflow.check.values.comparison import Comparison, compare_figures, without_moved
from tmflow.check.values.dateline import article_day
from tmflow.check.values.figures import Figures
from tmflow.model.bitext import Bitext, Place, Side, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.document import Document, Span
from tmflow.model.glossary import Glossary
from tmflow.model.language import Language
from tmflow.text.scripts import japanese_share

__all__ = ["PlacedUnit", "Subject", "content_of", "place_of"]

_LEAST_LETTERS = 20
"""An article of fewer letters (a picture, a table of figures) does not tell its language."""
_SURELY_JAPANESE = 0.5
_SURELY_NOT_JAPANESE = 0.1
"""Far from the .2 that `text.scripts` decides by: an article on a language quotes much of it and is still no mistake."""


def content_of(unit: TranslationUnit, side: Side) -> Content | None:
    """Return a unit's content on a side, None where it has none."""
    return (unit.source or None) if side is Side.SOURCE else unit.target


def place_of(unit: TranslationUnit, side: Side) -> Place | None:
    """Return where a unit stands on a side."""
    return unit.source_place if side is Side.SOURCE else unit.target_place


@dataclass(frozen=True, slots=True)
class PlacedUnit:
    """A translation and where it stands in both articles."""

    unit: TranslationUnit
    source: Place
    target: Place

    @property
    def places(self) -> tuple[Place, Place]:
        """Its places, the source's first."""
        return self.source, self.target


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A bitext and the articles it belongs to.

    source_path, target_path: relative to the project, with forward slashes; they go into the findings as they are.
    source_document, target_document: the articles as they are now, where they were read; findings are then exact.
    missing_side: the language whose article does not exist. in_progress: errors count as warnings.
    glossary: the publication's terms. stored_targets: what the bitext's file says of a unit, by its id, where `bitext` has
    the words that its article has now; deleted_ids: the units whose translation was taken out of the article; added: what
    came into the target article and is in no unit, with its place. segments: how many of the source and of the target each
    unit covers, where that is known.
    """

    bitext: Bitext
    source_path: str
    target_path: str | None = None
    source_document: Document | None = None
    target_document: Document | None = None
    missing_side: Language | None = None
    in_progress: bool = False
    glossary: Glossary = field(default_factory=Glossary)
    stored_targets: Mapping[str, Content] = field(default_factory=dict)
    deleted_ids: frozenset[str] = frozenset()
    added: tuple[tuple[Content, Place], ...] = ()
    segments: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        """The article's name."""
        return self.bitext.slug

    def language(self, side: Side) -> Language:
        """Return the language of a side."""
        return self.bitext.pair.source if side is Side.SOURCE else self.bitext.pair.target

    def path(self, side: Side) -> str | None:
        """Return the article file of a side."""
        return self.source_path if side is Side.SOURCE else self.target_path

    def whole(self, side: Side) -> Location | None:
        """Return the article of a side as a location, None if it has no file."""
        path = self.path(side)
        return None if path is None else Location(path=path)

    def document(self, side: Side) -> Document | None:
        """Return the article of a side, as it is now."""
        return self.source_document if side is Side.SOURCE else self.target_document

    @cached_property
    def _source_index(self) -> ArticleIndex | None:
        return None if self.source_document is None else ArticleIndex(self.source_document)

    @cached_property
    def _target_index(self) -> ArticleIndex | None:
        return None if self.target_document is None else ArticleIndex(self.target_document)

    def index(self, side: Side) -> ArticleIndex | None:
        """Return the index of a side's article, None if it was not read."""
        return self._source_index if side is Side.SOURCE else self._target_index

    def iter_contents(self, side: Side) -> Iterator[tuple[TranslationUnit, Content]]:
        """Yield each unit that has text on a side, with that text."""
        for unit in self.bitext.units:
            content = content_of(unit, side)
            if content is not None:
                yield unit, content

    def iter_translations(self) -> Iterator[tuple[TranslationUnit, Content]]:
        """Yield each unit that has text on both sides, with its target."""
        for unit in self.bitext.units:
            if unit.side is Side.BOTH and unit.target is not None:
                yield unit, unit.target

    def iter_both(self) -> Iterator[tuple[TranslationUnit, str, str]]:
        """Yield each current translation that is in the languages of the articles, with the prose of both sides."""
        yield from self._both

    @cached_property
    def _both(self) -> tuple[tuple[TranslationUnit, str, str], ...]:
        return tuple(
            (unit, prose_of(unit.source), prose_of(target))
            for unit, target in self.iter_translations()
            if not unit.is_stale and all(self.is_in_own_language(unit, side) for side in (Side.SOURCE, Side.TARGET))
        )

    @cached_property
    def known_japanese(self) -> str:
        """The Japanese forms that the glossary has, each on a line of its own: what is in one of them it looks after."""
        return "\n".join(form for term in self.glossary.terms for form in term.japanese)

    @cached_property
    def placed(self) -> tuple[PlacedUnit, ...]:
        """The current translations whose place is known on both sides, those whose markup alone was edited included."""
        found = []
        for unit, target in self.iter_translations():
            source_place = unit.source_place or self._found_again(unit.source, Side.SOURCE)
            target_place = unit.target_place or self._found_again(target, Side.TARGET)
            if source_place is not None and target_place is not None and not unit.is_stale:
                found.append(PlacedUnit(unit, source_place, target_place))
        return tuple(found)

    def _found_again(self, content: Content, side: Side) -> Place | None:
        index = self.index(side)
        return None if index is None or self.is_swapped else index.place_by_letters(content.text)

    def iter_block_pairs(self) -> Iterator[PlacedUnit]:
        """Yield what opens a block on both sides: the first sentence of each paragraph, heading, item."""
        opened: tuple[set[int], set[int]] = (set(), set())
        for placed in self.placed:
            blocks = placed.source.block, placed.target.block
            is_opening = blocks[0] not in opened[0] and blocks[1] not in opened[1]
            opened[0].add(blocks[0])
            opened[1].add(blocks[1])
            if is_opening and all(self.is_in_own_language(placed.unit, side) for side in (Side.SOURCE, Side.TARGET)):
                yield placed

    @cached_property
    def comparisons(self) -> tuple[tuple[TranslationUnit, Comparison], ...]:
        """The values of each translation against those of its source, without those that moved to a neighbor."""
        source, target = (self.language(side).value for side in (Side.SOURCE, Side.TARGET))
        both = list(self.iter_both())
        compared = [compare_figures(Figures(mine, source), Figures(theirs, target)) for _, mine, theirs in both]
        return tuple(zip((unit for unit, _, _ in both), without_moved(compared), strict=True))

    @cached_property
    def day(self) -> tuple[int, int, int] | None:
        """The article's date, year, month and day; None if neither article nor bitext tells it."""
        return article_day(self.bitext, self.source_document, self.target_document)

    def is_in_own_language(self, unit: TranslationUnit, side: Side) -> bool:
        """Whether a unit's block is in the language of its article; a repeated original title and words of a third language are not."""
        document, place = self.document(side), place_of(unit, side)
        if document is None or place is None or not 0 <= place.block < len(document.blocks):
            return True
        block = document.blocks[place.block]
        return block.language is self.language(side) and not block.foreign

    def body(self, side: Side) -> str:
        """Return the running text of a side's article, "" if it was not read."""
        document = self.document(side)
        return "\n".join(block.text for block in document.blocks if block.kind.is_body) if document else ""

    def is_in_wrong_language(self, side: Side) -> bool:
        """Whether a side's article is surely in the other language. One that was not read is not."""
        text = self.body(side)
        if sum(map(str.isalpha, text)) < _LEAST_LETTERS:
            return False
        share = japanese_share(text)
        return share >= _SURELY_JAPANESE if self.language(side) is Language.EN else share < _SURELY_NOT_JAPANESE

    @cached_property
    def is_swapped(self) -> bool:
        """Whether an article is in the wrong language, so that laying the bitext against it tells nothing."""
        return any(self.is_in_wrong_language(side) for side in (Side.SOURCE, Side.TARGET))

    def locate(self, unit: TranslationUnit, side: Side, span: Span | None = None) -> Location | None:
        """Return where a unit's text, or a range of it, stands on a side; None where it has no text or no file there.

        Exact where the article was read and holds the text; else the unit's place as recorded.
        """
        content, place, path, index = content_of(unit, side), place_of(unit, side), self.path(side), self.index(side)
        if content is None or path is None:
            return None
        wanted = span or Span(0, len(content.text))
        start = index.offset_of(content, wanted.start, place=place) if index else None
        if index is not None and start is not None:
            if span is None or not len(span):
                return index.location(path, start)
            last = index.offset_of(content, wanted.end - 1, place=place)
            return index.location(path, start, None if last is None else last + 1)
        if place is not None:
            return location_in_unit(content, span, path=path, place=place)
        found = self._found_again(content, side)
        return Location(path=path, line=found.line, column=found.column) if found else Location(path=path)

    def locate_in_markup(self, unit: TranslationUnit, side: Side, text: str) -> Location | None:
        """Return where a text first stands in the article's markup of a unit, as the address of a link does; None if it does not."""
        content, path, index = content_of(unit, side), self.path(side), self.index(side)
        at = -1 if content is None else content.native.find(text)
        if content is None or path is None or index is None or at < 0:
            return None
        found = index.range_of(content, Span(at, at + len(text)), place=place_of(unit, side))
        return None if found is None else index.location(path, found.start, found.end)

    def locate_fix(self, unit: TranslationUnit | None, fix: Fix) -> Location | None:
        """Return where the range of a fix is, None if it is not there character for character, or not on one line."""
        index, path = self.index(fix.side), self.path(fix.side)
        if index is None or path is None:
            return None
        found: Span | None = fix.span
        if unit is not None:
            content = content_of(unit, fix.side)
            native = None if content is None else native_span(content, fix.span)
            if content is None or native is None:
                return None
            found = index.range_of(content, native, place=place_of(unit, fix.side))
        place = None if found is None else index.location(path, found.start, found.end)
        return None if place is None or place.end_column is None else place

    @cached_property
    def gone_ids(self) -> frozenset[str]:
        """The ids of the units that stand in neither article any more. An article that was not read proves nothing."""
        return frozenset(unit.id for unit in self.bitext.units if not self.is_swapped and self._is_gone(unit))

    def _is_gone(self, unit: TranslationUnit) -> bool:
        if unit.side is not Side.TARGET and not self._is_absent(unit.source, Side.SOURCE):
            return False
        return unit.target is None or self._is_absent(unit.target, Side.TARGET)

    def _is_absent(self, content: Content, side: Side) -> bool:
        index = self.index(side)
        return self.missing_side is self.language(side) if index is None else not index.has_letters(content.text)
