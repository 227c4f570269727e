"""Fuzzy repair: the one span in which a fuzzy match differs from a text, translated by machine and put into the match.

The source says where the texts differ; the hard part is which words of the entry's target that is. They are found with
certainty or not at all: see `repair`. What goes wrong in tools that patch more freely is told in docs/machine-translation.md.
Reference: Ortega, Sánchez-Martínez & Forcada 2014, Using any machine translation source for fuzzy-match repair in a
computer-aided translation setting, AMTA 2014 (research track), 42-53: spans of the entry's source and of the text are
translated as black boxes, and where the first is found in the entry's target the second takes its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tmflow.model.content import Content
from tmflow.model.document import Span
from tmflow.model.glossary import Glossary
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import Change, Match, MatchKind, MemoryEntry
from tmflow.mt.gates import DEFAULT_GATES, Attempt, Gate, first_problem
from tmflow.mt.mask import mask
from tmflow.mt.pipeline import Draft
from tmflow.mt.wording import fit, only_difference, place_of, without_point
from tmflow.text.distance import iter_edits
from tmflow.text.phrases import iter_widened

__all__ = ["Repair", "RepairPlan", "Swap", "machine_match", "plan_repair", "repair", "repaired_match"]

_NO_TERMS = Glossary()
_BEST_REPAIR = 98
"""The most a repaired match counts for, percent: an adapted one, whose every change is certain, has 99."""
_UNTOLD_CONFIDENCE = 75
"""Taken, in percent, of an engine that does not say how sure it is (our choice): its words for the old span were found in
a translator's sentence, so its words for the new one are more likely right than wrong."""
_LARGEST_SHARE = 0.5
"""A span of more than this share of a text leaves too little of the match to be worth repairing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """Words of the entry's source, and what the text asked for has in their place."""

    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairPlan:
    """How a match might be repaired. swaps: the differing span, narrowest first, each whole words or phrases."""

    query: Content
    source: Content
    target: Content
    pair: LanguagePair
    swaps: tuple[Swap, ...]

    @property
    def contents(self) -> tuple[Content, ...]:
        """What the engine is asked for: the entry's source, then both sides of each swap."""
        return self.source, *(Content.of(text) for swap in self.swaps for text in (swap.before, swap.after))


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A target with the differing span put right. confidence: of the engine in what it put there, percent."""

    target: Content
    change: Change
    confidence: int


def plan_repair(query: Content, source: Content, target: Content, *, pair: LanguagePair) -> RepairPlan | None:
    """Return how a fuzzy match might be repaired, None if it differs in more than one span or in inline codes.

    query: the text to translate; source, target: the entry's. Edits with equal text between them are one span as long as
    that is at most half of the text.

    >>> texts = ("町議会は計画を承認した。", "県議会は計画を承認した。", "The prefectural assembly approved the plan.")
    >>> plan = plan_repair(*map(Content.of, texts), pair=LanguagePair(Language.JA, Language.EN))
    >>> [(swap.before, swap.after) for swap in plan.swaps]
    [('県議会', '町議会'), ('県議会は', '町議会は'), ('県議会は計画を', '町議会は計画を')]
    """
    edits = list(iter_edits(source.native, query.native))
    if not edits:
        return None
    start, end = edits[0].start, edits[-1].end
    after_start, after_end = edits[0].after_start, edits[-1].after_end
    longest = max(len(source.native), len(query.native))
    if max(end - start, after_end - after_start) > _LARGEST_SHARE * longest:
        return None
    old, new = source.native, query.native
    swaps = []
    for left, right in iter_widened((old, new), ((start, end), (after_start, after_end)), language=pair.source):
        span, after_span = (start - left, end + right), (after_start - left, after_end + right)
        swap = Swap(before=old[slice(*span)].strip(), after=new[slice(*after_span)].strip())
        is_once = swap.before and old.count(swap.before) == 1
        if is_once and swap.after and _holds(source, *span) and _holds(query, *after_span):
            swaps.append(swap)
    return RepairPlan(query=query, source=source, target=target, pair=pair, swaps=tuple(swaps))


def repair(
    plan: RepairPlan,
    drafts: Mapping[Content, Draft],
    whole: Draft,
    *,
    gates: Sequence[Gate] = DEFAULT_GATES,
    glossary: Glossary = _NO_TERMS,
) -> Repair | None:
    """Return the match repaired, or None where the words to replace are not certain or a gate refuses the result.

    The words are found in one of three ways, tried in this order, and each time exactly once in the target, as whole words
    of some content, outside of inline codes: a glossary term that is the whole span; the engine's translation of the span,
    narrowest first; the one span in which its translations of the entry's source and of the text differ. What it gives for
    the old span must not still stand in its translation of the text. The new words take the case of those they replace;
    where an article or a verb beside them would no longer agree, there is no repair.

    drafts: ungated, of `plan.contents`; whole: of the text. Gates are those of `draft`.
    """
    for patch in _iter_patches(plan, drafts, whole, glossary):
        target = _put(plan.target, patch.span, patch.words)
        if target is None or not _passes(plan, target, gates):
            continue
        change = Change(
            kind="words",
            source_before=patch.swap.before,
            source_after=patch.swap.after,
            target_before=plan.target.native[patch.span.start : patch.span.end],
            target_after=patch.words,
            target_span=Span(patch.span.start, patch.span.start + len(patch.words)),
        )
        return Repair(target=target, change=change, confidence=patch.confidence)
    return None


def repaired_match(match: Match, repaired: Repair, *, engine: str) -> Match:
    """Return a match as it is once repaired.

    Its score is what it is worth to expect: the memory answers for `similarity`, and of what is missing to 98 percent the
    repair gains what it lacks where the engine is right, and loses as much where it is wrong: (98 - similarity) times
    (2 * confidence - 1). So it beats the plain match if, and only if, the engine is more sure than not, and never an
    adapted or exact one. Penalties stay.
    """
    gain = (_BEST_REPAIR - match.similarity) * (2 * repaired.confidence - 100) // 100
    return replace(
        match,
        kind=MatchKind.REPAIRED,
        target=repaired.target.native,
        changes=(repaired.change,),
        engine=engine,
        gain=max(0, gain),
    )


def machine_match(
    query: Content, target: Content, *, pair: LanguagePair, engine: str, confidence: int | None, threshold: int
) -> Match:
    """Return a plain machine translation as a match that ranks below every one of the memory.

    confidence: the engine's, percent, None if it does not say; it is scaled to below `threshold`, the least similarity of
    a fuzzy match, so that a CAT tool that sorts by quality keeps the order. Without one the match counts for 0.
    """
    entry = MemoryEntry(source=query.native, target=target.native, pair=pair, origin="mt", draft=True)
    return Match(
        kind=MatchKind.MT,
        similarity=(confidence or 0) * (threshold - 1) // 100,
        source=query.native,
        target=target.native,
        entry=entry,
        query=query.native,
        engine=engine,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Patch:
    swap: Swap
    span: Span
    words: str
    confidence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finder:
    """Looks for what a swap means in the target."""

    plan: RepairPlan
    before: str
    """The engine's translation of the entry's source, "" if it has none."""
    after: str
    """That of the text asked for."""
    language: Language = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "language", self.plan.pair.target)

    def patch(self, swap: Swap, old: str, new: str, confidence: int | None) -> _Patch | None:
        """Return where `old` stands and what takes its place; None if that is not certain."""
        span = place_of(old, self.plan.target.native, language=self.language)
        if span is None or not new.strip() or old.casefold() == new.casefold() or self._is_elsewhere(old, new):
            return None
        words = fit(new, self.plan.target.native, span, engine_old=old, hint=self.after, language=self.language)
        if words is None:
            return None
        sure = _UNTOLD_CONFIDENCE if confidence is None else confidence
        return _Patch(swap=swap, span=span, words=words, confidence=sure)

    def _is_elsewhere(self, old: str, new: str) -> bool:
        """Whether the engine says the old words of something that has not changed."""
        before, after = self.before.casefold(), self.after.casefold()
        count = before.count(old.casefold())
        return count > 0 and after.count(old.casefold()) - new.casefold().count(old.casefold()) >= count


def _iter_patches(
    plan: RepairPlan, drafts: Mapping[Content, Draft], whole: Draft, glossary: Glossary
) -> Iterator[_Patch]:
    source = drafts.get(plan.source)
    before, after = (one.target.native if one and one.target else "" for one in (source, whole))
    finder = _Finder(plan=plan, before=before, after=after)
    for swap in plan.swaps:
        yield from filter(None, (finder.patch(swap, *found) for found in _glossary_words(plan, swap, drafts, glossary)))
    for swap in plan.swaps:
        old, new = (drafts.get(Content.of(text)) for text in (swap.before, swap.after))
        if old is None or new is None or old.target is None or new.target is None:
            continue
        texts = without_point(old.target.native, swap.before), without_point(new.target.native, swap.after)
        for variant in _with_and_without_article(*texts, language=plan.pair.target):
            found = finder.patch(swap, *variant, new.score)
            if found:
                yield found
    difference = only_difference(before, after, language=plan.pair.target) if before and after else None
    if difference and plan.swaps:
        found = finder.patch(plan.swaps[0], *difference, whole.score)
        if found:
            yield found


def _glossary_words(
    plan: RepairPlan, swap: Swap, drafts: Mapping[Content, Draft], glossary: Glossary
) -> Iterator[tuple[str, str, int | None]]:
    """Yield old and new words of a span that is a term as a whole, and how certain the new ones are."""
    old, new = (_forms(text, plan.pair, glossary) for text in (swap.before, swap.after))
    there = [form for form in old if place_of(form, plan.target.native, language=plan.pair.target)]
    found = [form for form in there if not any(form in other for other in there if other != form)]
    if len(found) != 1:
        return
    draft = drafts.get(Content.of(swap.after))
    if new:
        yield found[0], new[0], 100
    elif draft is not None and draft.target is not None:
        yield found[0], without_point(draft.target.native, swap.after), draft.score


def _forms(text: str, pair: LanguagePair, glossary: Glossary) -> tuple[str, ...]:
    hits = glossary.find(text, pair.source)
    is_whole = len(hits) == 1 and (hits[0].span.start, hits[0].span.end) == (0, len(text))
    return hits[0].terms[0].forms(pair.target) if is_whole and len(hits[0].terms) == 1 else ()


def _with_and_without_article(old: str, new: str, *, language: Language) -> Iterator[tuple[str, str]]:
    """Yield the words as they are and, where both have one, without the article: the target may have another."""
    yield old, new
    if language is Language.EN:
        (first, _, old_rest), (second, _, new_rest) = old.partition(" "), new.partition(" ")
        if {first.lower(), second.lower()} <= {"the", "a", "an"}:
            yield old_rest, new_rest


def _holds(content: Content, start: int, end: int) -> bool:
    """Whether a range of the native text lies in one run of text, without a code inside or across its ends."""
    return _put(content, Span(start, end), "") is not None


def _put(content: Content, span: Span, words: str) -> Content | None:
    """Return the content with a range of its native text replaced; None if an inline code is in it."""
    parts = list(content.parts)
    position = 0
    for index, part in enumerate(parts):
        native = part if isinstance(part, str) else part.native
        start, end = span.start - position, span.end - position
        if isinstance(part, str) and start >= 0 and end <= len(part):
            parts[index] = part[:start] + words + part[end:]
            return Content.of(*parts)
        position += len(native)
    return None


def _passes(plan: RepairPlan, target: Content, gates: Sequence[Gate]) -> bool:
    """Whether the repaired target keeps the addresses and placeholders of the text and passes the gates of MT."""
    asked, answered = mask(plan.query), mask(target)
    kept = [Counter(one for one in side.kept if isinstance(one, str)) for side in (asked, answered)]
    attempt = Attempt(source=asked.source, target=answered.source, asked=asked.bare, said=answered.bare, pair=plan.pair)
    return kept[0] == kept[1] and first_problem(attempt, gates) is None
