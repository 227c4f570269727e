"""Aligning the segments of two texts that are translations of each other: the wing's entrance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import TypeVar

from tmflow.align.body import BodyAlignment, PlacedStep, align_body
from tmflow.align.features import Profile, build_profiles
from tmflow.align.lexicon import Dictionary, Lexicon
from tmflow.align.metadata import HEADLINE_KINDS, pair_metadata
from tmflow.align.sharing import Drafts, SharedFeatures
from tmflow.align.verdict import judge
from tmflow.align.weights import Weights, stored_weights
from tmflow.errors import AlignmentError
from tmflow.model.bitext import Bead
from tmflow.model.document import Segment, Span
from tmflow.model.language import Language, LanguagePair

__all__ = ["align_segments"]

_REFUSED_UNDER = 0.5
_FULL_TRUST_WORTH = 2.0
_EDGE_TRUST = 0.9
_ALONE = (("alone", 1.0),)
_Side = TypeVar("_Side")


def align_segments(
    source: Sequence[Segment],
    target: Sequence[Segment],
    *,
    pair: LanguagePair,
    anchors: Sequence[Bead] = (),
    lexicon: Iterable[tuple[str, str]] = (),
    dictionary: Dictionary | None = None,
    drafts: Sequence[str] = (),
    weights: Weights | None = None,
    require_translation: bool = True,
) -> tuple[Bead, ...]:
    """Return the beads of two texts, each segment in exactly one, in source order; target-only ones stand at their place.

    anchors: beads a person has confirmed; they are kept as they are, with confidence 1.0.
    lexicon: further pairs of (source term, target term), from a glossary or a memory; dictionary: Japanese to English.
    drafts: machine translations of the source segments, whose words the target may have. weights: None = the stored ones.
    require_translation: whether to refuse two texts that share too little. Where nothing is refused, no two-sided bead of
    such texts has a confidence of 0.5 or more. Texts of three segments or fewer are never refused.
    Raises AlignmentError if they do not look like translations of each other, ValueError if an anchor does not fit the
    segments, two anchors overlap or there are not as many drafts as source segments. Time is linear in the segments as long as enough of them share something rare.

    >>> from tmflow.model.document import BlockKind
    >>> cut = lambda text: Segment(start=0, end=len(text), text=text, kind=BlockKind.PARAGRAPH, rule="example")
    >>> source, target = [cut("費用は1800万円である。")], [cut("The cost is"), cut("18 million yen.")]
    >>> [bead.kind for bead in align_segments(source, target, pair=LanguagePair(Language.JA, Language.EN))]
    ['1:2']
    """
    _check(anchors, drafts, len(source), len(target))
    oriented = partial(_japanese_first, is_reversed=pair.source is Language.EN)
    steps, body = _align(
        *oriented(source, target),
        anchors=[oriented(_span(bead.source), _span(bead.target)) for bead in anchors],
        words=Lexicon.build((oriented(*terms) for terms in lexicon), dictionary=dictionary),
        drafts=oriented(dict(enumerate(drafts)), {}),
        weights=weights or stored_weights(),
    )
    ceiling = 1.0 if anchors else _ceiling(judge(body), require_translation=require_translation)
    return _beads(steps, anchors, is_reversed=pair.source is Language.EN, ceiling=ceiling)


def _japanese_first(source: _Side, target: _Side, *, is_reversed: bool) -> tuple[_Side, _Side]:
    """Return what is of the two sides with that of the Japanese one first."""
    return (target, source) if is_reversed else (source, target)


def _ceiling(verdict: float, *, require_translation: bool) -> float:
    """Return the most confidence a bead may have. Raises AlignmentError if the texts share too little and must not."""
    if verdict >= _REFUSED_UNDER:
        return 1.0
    if require_translation:
        raise AlignmentError(f"confidence {verdict:.2f}: these do not look like translations of each other")
    return max(0.0, verdict - 0.01)


def _check(anchors: Sequence[Bead], drafts: Sequence[str], sources: int, targets: int) -> None:
    """Raise ValueError for what does not fit so many segments."""
    if drafts and len(drafts) != sources:
        raise ValueError(f"{len(drafts)} drafts for {sources} segments")
    for side, size in (
        (tuple(anchor.source for anchor in anchors), sources),
        (tuple(anchor.target for anchor in anchors), targets),
    ):
        taken = sorted(index for indexes in side for index in indexes)
        if taken and not 0 <= taken[0] <= taken[-1] < size:
            raise ValueError(f"an anchor at segment {taken[-1]} leaves the {size} segments")
        for before, after in pairwise(taken):
            if before == after:
                raise ValueError(f"two anchors overlap at segment {after}")


def _align(
    japanese_segments: Sequence[Segment],
    english_segments: Sequence[Segment],
    *,
    anchors: Sequence[tuple[Span, Span]],
    words: Lexicon,
    drafts: tuple[Mapping[int, str], Mapping[int, str]],
    weights: Weights,
) -> tuple[list[PlacedStep], BodyAlignment]:
    """Share the segments out: anchored, never aligned, metadata, body; align each part; leave none."""
    japanese = build_profiles(japanese_segments, language=Language.JA)
    english = build_profiles(english_segments, language=Language.EN)
    steps = [
        PlacedStep(rows=rows, columns=columns, confidence=1.0, signals=(("anchor", 1.0),)) for rows, columns in anchors
    ]
    free_rows = _free(japanese, [rows for rows, _ in anchors])
    free_columns = _free(english, [columns for _, columns in anchors])
    row_kinds, column_kinds = {profile.kind for profile in free_rows}, {profile.kind for profile in free_columns}
    has_headlines = bool(row_kinds & HEADLINE_KINDS) and bool(column_kinds & HEADLINE_KINDS)
    body_rows, edge_rows = _parted(free_rows, has_headlines=has_headlines)
    body_columns, edge_columns = _parted(free_columns, has_headlines=has_headlines)
    steps.extend(_metadata_steps(japanese, english, edge_rows, edge_columns, words))
    of_japanese, of_english = drafts
    told = Drafts(of_japanese=of_japanese, of_english=of_english)
    body = align_body(body_rows, body_columns, lexicon=words, weights=weights, anchors=anchors, drafts=told)
    steps.extend(body.steps)
    return [*steps, *_lone_steps(japanese, english, steps)], body


def _metadata_steps(
    japanese: Sequence[Profile],
    english: Sequence[Profile],
    edge_rows: Sequence[Profile],
    edge_columns: Sequence[Profile],
    words: Lexicon,
) -> list[PlacedStep]:
    """Pair the metadata of both sides; whether a word is rare is told by the whole texts."""
    if not edge_rows or not edge_columns:
        return []
    pairs = pair_metadata(
        edge_rows,
        edge_columns,
        SharedFeatures(japanese, english, lexicon=words).evidence({}, {}),
        rows=[profile.index for profile in edge_rows],
        columns=[profile.index for profile in edge_columns],
    )
    return [
        PlacedStep(
            rows=_one(edge_rows[row].index),
            columns=_one(edge_columns[column].index),
            confidence=min(0.99, 0.5 + worth / (worth + _FULL_TRUST_WORTH) / 2),
            signals=(("metadata", round(worth, 2)),),
        )
        for row, column, worth in pairs
    ]


def _lone_steps(
    japanese: Sequence[Profile], english: Sequence[Profile], steps: Sequence[PlacedStep]
) -> Iterator[PlacedStep]:
    """Yield a step for each segment that no other took: metadata without a counterpart, boilerplate, markers."""
    taken_rows = {index for step in steps for index in range(step.rows.start, step.rows.end)}
    taken_columns = {index for step in steps for index in range(step.columns.start, step.columns.end)}
    for profile in japanese:
        if profile.index not in taken_rows:
            yield PlacedStep(rows=_one(profile.index), columns=Span(0, 0), confidence=_EDGE_TRUST, signals=_ALONE)
    for profile in english:
        if profile.index not in taken_columns:
            yield PlacedStep(rows=Span(0, 0), columns=_one(profile.index), confidence=_EDGE_TRUST, signals=_ALONE)


def _one(index: int) -> Span:
    return Span(index, index + 1)


def _span(indexes: Sequence[int]) -> Span:
    return Span(indexes[0], indexes[-1] + 1) if indexes else Span(0, 0)


def _free(profiles: Sequence[Profile], spans: Sequence[Span]) -> list[Profile]:
    taken = {index for span in spans for index in range(span.start, span.end)}
    return [profile for profile in profiles if profile.index not in taken]


def _parted(profiles: Sequence[Profile], *, has_headlines: bool) -> tuple[list[Profile], list[Profile]]:
    """Return the running text and the metadata. What has no text, boilerplate and markers are neither: they stand alone.

    has_headlines: whether both sides are known to have headlines; else they are aligned with the running text.
    """
    body: list[Profile] = []
    edge: list[Profile] = []
    for profile in profiles:
        if not profile.text or not profile.kind.is_translatable:
            continue
        is_running = profile.kind.is_body or (profile.kind in HEADLINE_KINDS and not has_headlines)
        (body if is_running else edge).append(profile)
    return body, edge


def _beads(
    steps: Sequence[PlacedStep], anchors: Sequence[Bead], *, is_reversed: bool, ceiling: float
) -> tuple[Bead, ...]:
    """Return steps as beads in source order, the anchors as they came."""
    beads = [_bead(step, is_reversed=is_reversed, ceiling=ceiling) for step in _ordered(steps, is_reversed=is_reversed)]
    confirmed = {(anchor.source, anchor.target): anchor for anchor in anchors}
    return tuple(_confirmed(bead, confirmed) for bead in beads)


def _bead(step: PlacedStep, *, is_reversed: bool, ceiling: float) -> Bead:
    rows, columns = tuple(range(step.rows.start, step.rows.end)), tuple(range(step.columns.start, step.columns.end))
    return Bead(
        source=columns if is_reversed else rows,
        target=rows if is_reversed else columns,
        confidence=round(min(step.confidence, ceiling) if rows and columns else step.confidence, 4),
        is_crossing=step.is_crossing,
        signals=step.signals,
    )


def _confirmed(bead: Bead, anchors: dict[tuple[tuple[int, ...], tuple[int, ...]], Bead]) -> Bead:
    """Give an anchor back with confidence 1.0, whatever its own was."""
    anchor = anchors.get((bead.source, bead.target))
    if anchor is None:
        return bead
    return replace(bead, confidence=1.0, is_crossing=anchor.is_crossing)


def _ordered(steps: Sequence[PlacedStep], *, is_reversed: bool) -> list[PlacedStep]:
    """Put steps in source order, and each target-only one after the step that holds the target segment before it."""

    def source(step: PlacedStep) -> Span:
        return step.columns if is_reversed else step.rows

    def target(step: PlacedStep) -> Span:
        return step.rows if is_reversed else step.columns

    ordered = sorted((step for step in steps if len(source(step))), key=lambda step: source(step).start)
    holder = {target(step).end: position for position, step in enumerate(ordered) if len(target(step))}
    following: dict[int, list[PlacedStep]] = {}
    for step in sorted((step for step in steps if not len(source(step))), key=lambda step: target(step).start):
        place = holder.get(target(step).start, -1)
        holder[target(step).end] = place
        following.setdefault(place, []).append(step)
    result = following.get(-1, [])
    for position, step in enumerate(ordered):
        result.extend((step, *following.get(position, ())))
    return result
