"""Aligning: the two files of an article become its bitext; what a person has confirmed stays as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tmflow.align.aligner import align_segments
from tmflow.errors import AlignmentError
from tmflow.model.bitext import Bead, Bitext, Origin, OriginKind, Side, State, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.document import Document, Segment, Span
from tmflow.workflow.bind import Bound, is_orphan, number_units
from tmflow.workflow.ingest import Article, load_article
from tmflow.workflow.passages import Passage, join_passages, passage_key
from tmflow.workflow.project import Project

__all__ = ["Alignment", "DoubtfulUnit", "align_article", "align_project", "iter_pairs"]

DOUBTFUL_BELOW = 0.6
"""Beads of less confidence become drafts: listed, fuzzy in the PO, and kept out of the memory until confirmed."""

CROSSING_DOUBTFUL_BELOW = 0.8
"""A pair out of order needs more to be believed: most that are wrong are out of order, few that are right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtfulUnit:
    """A unit somebody should look at: where it stands, its texts, the confidence in percent."""

    id: str
    line: int
    kind: str
    confidence: int
    source: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """What aligning an article gave. `beads` and `problem` exclude each other: a problem says why it was refused."""

    slug: str
    source_segments: int = 0
    target_segments: int = 0
    kinds: Mapping[str, int]
    least_confidence: float = 0.0
    kept: int = 0
    doubtful: tuple[DoubtfulUnit, ...] = ()
    beads: tuple[Bead, ...] = ()
    bitext: Bitext | None = None
    problem: str | None = None


def iter_pairs(project: Project, slugs: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the articles to align: those named, else all that have both files."""
    if slugs:
        return project.select(slugs)
    return tuple(slug for slug, sides in project.articles.items() if len(sides) == 2)  # noqa: PLR2004 - both languages


def align_project(project: Project, slugs: tuple[str, ...] = (), *, force: bool = False) -> Iterator[Alignment]:
    """Align articles one by one and write their bitexts; a pair that cannot be aligned is reported and left as it is.

    force: accept two texts that do not look like translations of each other.
    Raises ConfigError for an unknown slug, FormatError for a file that cannot be read.
    """
    for slug in iter_pairs(project, slugs):
        article = load_article(project, slug)
        try:
            alignment = align_article(article, require_translation=not force)
        except AlignmentError as error:
            yield Alignment(slug=slug, kinds={}, problem=str(error))
            continue
        if alignment.bitext is not None:
            with project.writing():
                article.save(alignment.bitext)
        yield alignment


def align_article(article: Article, *, require_translation: bool = True) -> Alignment:
    """Pair the passages of an article's two files.

    Units a person has confirmed, both of whose texts still stand in the files, are anchors and kept to the letter. A
    target whose source has changed since it was confirmed is marked stale.
    Raises AlignmentError if a file is missing or the texts do not look like translations of each other.
    """
    if article.source is None or article.target is None:
        missing = article.pair.source if article.source is None else article.pair.target
        raise AlignmentError(f"{article.slug} has no file in articles/{missing.value}/")
    bound = article.bound
    anchors = _anchors(bound)
    beads = align_segments(
        [_as_segment(passage) for passage in article.source_passages],
        [_as_segment(passage) for passage in article.target_passages],
        pair=article.pair,
        anchors=tuple(anchors.values()),
        lexicon=[
            (unit.source.text, unit.target.text)
            for unit in article.stored.units
            if unit.is_confirmed and unit.side is Side.BOTH and unit.target
        ],
        require_translation=require_translation,
    )
    kept = {_ranges(bead): bound.bitext.units[number] for number, bead in anchors.items()}
    stale = _edited_sources(bound)
    units = [kept.get(_ranges(bead)) or _unit(bead, article, article.source, article.target, stale) for bead in beads]
    units.extend(
        unit for unit in bound.bitext.units if is_orphan(unit) and unit.target is not None and not _reused(unit, units)
    )
    bitext = Bitext(slug=article.slug, pair=article.pair, units=number_units(units))
    return Alignment(
        slug=article.slug,
        source_segments=len(article.source_passages),
        target_segments=len(article.target_passages),
        kinds=dict(Counter(bead.kind for bead in beads).most_common()),
        least_confidence=min((bead.confidence for bead in beads if len(bead.source) and len(bead.target)), default=0.0),
        kept=len(kept),
        doubtful=tuple(_iter_doubtful(bitext)),
        beads=beads,
        bitext=bitext,
    )


def _as_segment(passage: Passage) -> Segment:
    text = passage.content.text
    return replace(passage.segment, start=0, end=len(text), text=text)


def _ranges(bead: Bead) -> tuple[Span, Span]:
    return bead.source, bead.target


def _anchors(bound: Bound) -> dict[int, Bead]:
    """The confirmed units that still stand in both files, by their number in the bitext."""
    anchors = {}
    for number, unit in enumerate(bound.bitext.units):
        source, target = bound.source_ranges[number], bound.target_ranges[number]
        if unit.is_confirmed and unit.side is Side.BOTH and source and target:
            anchors[number] = Bead(source=Span(*source), target=Span(*target), confidence=1.0)
        elif unit.is_confirmed and unit.side is Side.SOURCE and source:
            anchors[number] = Bead(source=Span(*source), target=Span(0, 0), confidence=1.0)
    return anchors


def _edited_sources(bound: Bound) -> dict[str, TranslationUnit]:
    """The stale units by the text of their target: their sources have changed, their targets may still stand."""
    return {passage_key(unit.target): unit for unit in bound.bitext.units if unit.is_stale and unit.target is not None}


def _reused(orphan: TranslationUnit, units: Sequence[TranslationUnit]) -> bool:
    return any(orphan.source == unit.source and orphan.target == unit.target for unit in units)


def _unit(
    bead: Bead, article: Article, source: Document, target: Document, stale: Mapping[str, TranslationUnit]
) -> TranslationUnit:
    sources = article.source_passages[bead.source.start : bead.source.end]
    targets = article.target_passages[bead.target.start : bead.target.end]
    source_place = sources[0].place if sources else None
    target_place = targets[0].place if targets else None
    origin = Origin(kind=OriginKind.ALIGNED, similarity=int(100 * bead.confidence))
    if not targets:
        return TranslationUnit(
            id="unnumbered",
            source=join_passages(sources, source),
            side=Side.SOURCE,
            draft=not sources[0].place.kind.may_stand_alone,
            source_place=source_place,
        )
    text = join_passages(targets, target)
    if not sources:
        return TranslationUnit(
            id="unnumbered",
            source=Content(),
            target=text,
            state=State.TRANSLATED,
            side=Side.TARGET,
            draft=not targets[0].place.kind.may_stand_alone,
            origin=origin,
            target_place=target_place,
        )
    unit = TranslationUnit(
        id="unnumbered",
        source=join_passages(sources, source),
        target=text,
        state=State.TRANSLATED,
        draft=bead.confidence < (CROSSING_DOUBTFUL_BELOW if bead.is_crossing else DOUBTFUL_BELOW),
        origin=origin,
        source_place=source_place,
        target_place=target_place,
    )
    before = stale.get(passage_key(text))
    if before is None or before.source != unit.source:
        return unit
    return replace(unit, draft=True, previous_source=before.previous_source, origin=before.origin, notes=before.notes)


def _iter_doubtful(bitext: Bitext) -> Iterator[DoubtfulUnit]:
    for unit in bitext.units:
        place = unit.source_place or unit.target_place
        if unit.draft and place is not None and not unit.is_stale:
            yield DoubtfulUnit(
                id=unit.id,
                line=place.line,
                kind=unit.side.value,
                confidence=unit.origin.similarity or 0 if unit.origin else 0,
                source=unit.source.text,
                target=unit.target.text if unit.target else "",
            )
