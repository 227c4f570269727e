"""Aligning: the two files of an article become its bitext; what a person has confirmed stays as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from tmflow.align.aligner import align_segments
from tmflow.errors import AlignmentError, ConfigError, FormatError, TmflowError
from tmflow.model.bitext import (
    DOUBTFUL_BELOW,
    Bead,
    Bitext,
    Origin,
    OriginKind,
    Side,
    State,
    TranslationUnit,
    floor_confidence,
)
from tmflow.model.content import Content
from tmflow.model.document import Document, Segment
from tmflow.model.language import Language
from tmflow.model.post_edit import Proposal
from tmflow.text.scripts import guess_language, japanese_share
from tmflow.workflow.anchors import Anchors, find_anchors
from tmflow.workflow.authorship import LEFT_ALONE, alignment_tool, is_reviewed
from tmflow.workflow.bind import is_orphan, number_units
from tmflow.workflow.doubtful import DoubtfulUnit, doubtful_units
from tmflow.workflow.drafting import Drafter, SegmentDrafts
from tmflow.workflow.ingest import Article, load_article, missing_partner
from tmflow.workflow.known import KnownPairs, known_pairs
from tmflow.workflow.passages import Passage, join_passages
from tmflow.workflow.project import Project
from tmflow.workflow.wiring import check_dictionary, find_dictionary

__all__ = [
    "Alignment",
    "align_article",
    "align_project",
    "as_segment",
    "check_language",
    "iter_pairs",
    "unit_of",
]

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """What aligning an article gave. `bitext` and `error` exclude each other: an error says why it was refused.

    least_confidence: of the beads that pair something, cut to the digits that the bitext stores; 0.0 if none does.
    is_unchanged: whether the bitext's file was what it is to be already.
    kept: units that stayed as they are; reviewed: those of them a reviewer stands behind; corrected: those whose target
    reads otherwise in the article. bead_texts: source and target of each bead.
    draft_problem: how many segments machine translation gave nothing for, and why, where it was asked for.
    assumed_encodings: what files were read as that are not UTF-8.
    """

    slug: str
    source_segments: int = 0
    target_segments: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)
    least_confidence: float = 0.0
    is_unchanged: bool = False
    kept: int = 0
    reviewed: int = 0
    corrected: int = 0
    doubtful: tuple[DoubtfulUnit, ...] = ()
    beads: tuple[Bead, ...] = ()
    bead_texts: tuple[tuple[str, str], ...] = ()
    bitext: Bitext | None = None
    draft_problem: str = ""
    assumed_encodings: tuple[str, ...] = ()
    error: TmflowError | None = None


def iter_pairs(project: Project, slugs: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the articles to align: those named, else all but those that wait for their translation.

    Waiting are articles with one file that have a bitext already or are called in progress in the settings.
    Raises ConfigError for an unknown slug.
    """
    if slugs:
        return project.select(slugs)
    waiting = {*project.bitext_slugs, *project.settings.check.in_progress}
    return tuple(slug for slug, sides in project.articles.items() if len(sides) > 1 or slug not in waiting)


def align_project(
    project: Project,
    slugs: tuple[str, ...] = (),
    *,
    force: bool = False,
    take_article: bool = False,
    use_mt: bool = False,
    explain: bool = False,
    on_progress: Progress | None = None,
    on_drafts: Progress | None = None,
    on_note: Callable[[str], None] = lambda _note: None,
) -> Iterator[Alignment]:
    """Align articles one by one and write their bitexts; one that cannot be aligned is reported and left as it is.

    The confirmed pairs of all memory files serve as words and examples; they are read once, when they are first needed.
    force: accept two texts that do not look like translations of each other.
    take_article: where the target article reads otherwise than what somebody wrote into the bitext, take the article's.
    use_mt: draft each source segment with the engine of the settings, loaded when it first has something to do.
    explain: say of the pairs that are kept, too, which signals speak for them.
    on_progress: called with the articles done and the articles to do; on_drafts: with the segments of an article that
    are drafted and to draft; on_note: told which engine is loaded, and which memory file cannot be read.
    Raises ConfigError for an unknown slug or an engine that is switched off, FormatError if the dictionary of the
    settings cannot be read, StorageError or MemoryLockedError if nothing can be written, TranslatorUnavailable.
    """
    pairs = iter_pairs(project, slugs)
    check_dictionary(project.settings.align.dictionary)
    drafter = _drafter(project, on_drafts=on_drafts, on_note=on_note) if use_mt else None
    known = KnownPairs(project)
    align = partial(
        align_article, require_translation=not force, take_article=take_article, explain=explain, known=known
    )
    for number, slug in enumerate(pairs):
        if on_progress:
            on_progress(number, len(pairs))
        alignment = _aligned(project, slug, align, drafter, take_article=take_article)
        for line in alignment.assumed_encodings:
            on_note(line)
        for problem in _elsewhere(known, pairs):
            on_note(f"{problem}. What it knows was not used")
        yield alignment


def _drafter(project: Project, *, on_drafts: Progress | None, on_note: Callable[[str], None]) -> Drafter:
    def tell(name: str) -> None:
        on_note(f"Machine translation: {name}")

    return Drafter(project.settings, answers=project.answers_path, on_engine=tell, on_progress=on_drafts)


def _aligned(
    project: Project, slug: str, align: Callable[..., Alignment], drafter: Drafter | None, *, take_article: bool
) -> Alignment:
    """Return what aligning an article gave, whose bitext is written, or why it cannot be aligned."""
    try:
        drafts = _draft(load_article(project, slug), drafter, take_article=take_article) if drafter else None
        return _write_aligned(project, slug, partial(align, drafts=drafts))
    except (AlignmentError, ConfigError, FormatError) as error:
        return Alignment(slug=slug, error=error)


def _elsewhere(known: KnownPairs, slugs: Sequence[str]) -> Iterator[FormatError]:
    """Yield what is wrong with memory files, but for the bitexts that are aligned: those are told of in their own place."""
    for problem in known.take_problems():
        if problem.path.suffix != ".po" or problem.path.stem not in slugs:
            yield problem


def _write_aligned(project: Project, slug: str, align: Callable[[Article], Alignment]) -> Alignment:
    """Align an article as it is now and write its bitext: nobody else writes between the two."""
    with project.writing():
        article = load_article(project, slug)
        alignment = align(article)
        if alignment.bitext is None:
            return alignment
        is_changed = article.save(alignment.bitext, is_recut=True)
    return replace(alignment, is_unchanged=not is_changed)


def _draft(article: Article, drafter: Drafter, *, take_article: bool) -> SegmentDrafts:
    """Draft what aligning an article will look at. It may take minutes: nobody has to wait for the lock meanwhile."""
    _documents(article)
    anchors = find_anchors(article, take_article=take_article, reopen=True)
    if anchors.is_complete:
        return SegmentDrafts()
    sources, targets = _segments(article)
    return drafter.draft(sources, targets, pair=article.pair, anchors=anchors.beads)


def align_article(
    article: Article,
    *,
    require_translation: bool = True,
    take_article: bool = False,
    explain: bool = False,
    known: KnownPairs | None = None,
    drafts: SegmentDrafts | None = None,
) -> Alignment:
    """Pair the passages of an article's two files.

    What a person has confirmed is an anchor and kept to the letter, and where every passage of both files has its unit
    already, all of them are. A target whose source has changed since it was confirmed stays stale.
    explain: give beads that are kept the signals that a search without them finds, after "anchor".
    known: what the project's memory knows; None = the article's own bitext alone. drafts: of the source passages.
    Raises AlignmentError if a file is missing or the texts do not look like translations of each other, ConfigError if
    a file is in the other language.
    """
    source, target = _documents(article)
    anchors = find_anchors(article, take_article=take_article, reopen=True)
    search = partial(_find_beads, article, known=known, drafts=drafts)
    if anchors.is_complete:
        beads, bitext = anchors.beads, anchors.lay_into(article.bound.bitext)
    else:
        beads = tuple(map(anchors.as_known, search(anchors.beads, require_translation=require_translation)))
        bitext = _bitext(article, beads, anchors, source=source, target=target)
    if explain and anchors.beads:
        beads = _explained(beads, anchors, search((), require_translation=False))
    return Alignment(
        slug=article.slug,
        source_segments=len(article.source_passages),
        target_segments=len(article.target_passages),
        kinds=dict(Counter(bead.kind for bead in beads).most_common()),
        least_confidence=floor_confidence(
            min((bead.confidence for bead in beads if bead.source and bead.target), default=0.0)
        ),
        kept=len(anchors.units),
        reviewed=sum(is_reviewed(unit) for unit in anchors.units),
        corrected=anchors.corrected,
        doubtful=doubtful_units(article, bitext),
        beads=beads,
        bead_texts=tuple(_iter_texts(article, beads)),
        bitext=bitext,
        draft_problem=drafts.problem if drafts else "",
        assumed_encodings=article.assumed_encodings,
    )


def _explained(beads: Sequence[Bead], anchors: Anchors, found: Sequence[Bead]) -> tuple[Bead, ...]:
    """Return the beads, those of anchors with the signals of the same bead among those found without anchors."""
    signals = {(bead.source, bead.target): bead.signals for bead in found}
    return tuple(
        replace(bead, signals=(("anchor", 1.0), *signals.get((bead.source, bead.target), ())))
        if anchors.has(bead)
        else bead
        for bead in beads
    )


def _segments(article: Article) -> tuple[list[Segment], list[Segment]]:
    sources = [as_segment(passage) for passage in article.source_passages]
    return sources, [as_segment(passage) for passage in article.target_passages]


def _find_beads(
    article: Article,
    anchors: tuple[Bead, ...],
    *,
    known: KnownPairs | None,
    drafts: SegmentDrafts | None,
    require_translation: bool,
) -> tuple[Bead, ...]:
    sources, targets = _segments(article)
    lexicon = known.near(article) if known else [pair.oriented(article.pair) for pair in known_pairs(article.stored)]
    try:
        return align_segments(
            sources,
            targets,
            pair=article.pair,
            anchors=anchors,
            lexicon=lexicon,
            dictionary=find_dictionary(article.project.settings.align.dictionary),
            drafts=drafts.of(sources) if drafts else (),
            require_translation=require_translation,
        )
    except AlignmentError as error:
        raise AlignmentError(f"{error}; not learned (--force accepts them)") from error


def _documents(article: Article) -> tuple[Document, Document]:
    """The two documents of an article, each in the language of its folder."""
    if article.source is None or article.target is None:
        missing = article.pair.source if article.source is None else article.pair.target
        raise AlignmentError(missing_partner(article.project, article.slug, missing))
    for document, name in ((article.source, article.source_name), (article.target, article.target_name)):
        body = "\n".join(block.text for block in document.blocks if block.kind.is_body)
        check_language(body, language=document.language, name=name)
    return article.source, article.target


def check_language(body: str, *, language: Language, name: str) -> None:
    """Raise ConfigError if the running text of a file, called `name`, is in the other language."""
    if guess_language(body) == language.other.value:
        share = round(100 * japanese_share(body))
        raise ConfigError(f"{name} is {language.other.display_name} ({share} % kana and kanji). Are the files swapped?")


def as_segment(passage: Passage) -> Segment:
    """Return a passage as the aligner takes it: the segment it comes from, with the text a translator sees."""
    text = passage.content.text
    return replace(passage.segment, start=0, end=len(text), text=text)


def _bitext(
    article: Article, beads: tuple[Bead, ...], anchors: Anchors, *, source: Document, target: Document
) -> Bitext:
    """The bitext of the beads: an anchor's unit as it is, a new one for each other bead, and what stands nowhere any more."""
    sides = (article.source_passages, article.target_passages)
    proposals = {unit.source.native: unit.proposal for unit in article.bound.bitext.units if unit.proposal is not None}
    units = [
        anchors.unit_of(bead) or _with_proposal(unit_of(bead, *sides, source=source, target=target), proposals)
        for bead in beads
    ]
    texts = {(unit.source, unit.target) for unit in units}
    units.extend(
        unit
        for unit in article.bound.bitext.units
        if is_orphan(unit) and unit.target is not None and (unit.source, unit.target) not in texts
    )
    return Bitext(slug=article.slug, pair=article.pair, units=number_units(units))


def _with_proposal(unit: TranslationUnit, proposals: Mapping[str, Proposal]) -> TranslationUnit:
    """Return a unit that was found with what a machine had proposed for its source: a person has edited the article."""
    proposal = proposals.get(unit.source.native)
    if proposal is None or unit.target is None or unit.side is not Side.BOTH:
        return unit
    if unit.draft:
        return replace(unit, proposal=proposal)
    return replace(unit, post_edit=proposal.edited_to(unit.target))


def unit_of(
    bead: Bead,
    source_passages: Sequence[Passage],
    target_passages: Sequence[Passage],
    *,
    source: Document,
    target: Document,
) -> TranslationUnit:
    """Return the unit of a bead that was found, not yet numbered; it is a draft where the bead is in doubt.

    source_passages, target_passages: of the two documents; the bead's indexes point into them.
    """
    sources = [source_passages[index] for index in bead.source]
    targets = [target_passages[index] for index in bead.target]
    may_stand_alone = (sources or targets)[0].place.kind.may_stand_alone
    if not targets:
        return TranslationUnit(
            id="unnumbered",
            source=join_passages(sources, source),
            side=Side.SOURCE,
            draft=not may_stand_alone,
            origin=LEFT_ALONE if may_stand_alone else None,
            source_place=sources[0].place,
        )
    text = join_passages(targets, target)
    return TranslationUnit(
        id="unnumbered",
        source=join_passages(sources, source) if sources else Content(),
        target=text,
        state=State.TRANSLATED,
        side=Side.BOTH if sources else Side.TARGET,
        draft=bead.confidence < DOUBTFUL_BELOW if sources else not may_stand_alone,
        origin=Origin(
            kind=OriginKind.ALIGNED,
            tool=alignment_tool(text),
            similarity=round(100 * floor_confidence(bead.confidence)),
        ),
        source_place=sources[0].place if sources else None,
        target_place=targets[0].place,
    )


def _iter_texts(article: Article, beads: Sequence[Bead]) -> Iterator[tuple[str, str]]:
    sides = (
        (article.source_passages, article.pair.source),
        (article.target_passages, article.pair.target),
    )
    texts, others = ([passage.content.text for passage in passages] for passages, _ in sides)
    joint, other_joint = (" " if language is Language.EN else "" for _, language in sides)
    for bead in beads:
        source = joint.join(texts[index] for index in bead.source)
        yield source, other_joint.join(others[index] for index in bead.target)
