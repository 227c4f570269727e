"""Rules on how far the translation has come: untranslated, stale, unreviewed, orphaned."""

from __future__ import annotations

from collections.abc import Iterator

from tmflow.check.finding import Location, Severity
from tmflow.check.locate import letters_of
from tmflow.check.rule import Example, Fault, Rule
from tmflow.check.subject import Subject
from tmflow.check.wording import describe_changes
from tmflow.model.bitext import Origin, OriginKind, Side, TranslationUnit
from tmflow.model.document import Block
from tmflow.model.match import MatchKind
from tmflow.text.counts import counted
from tmflow.text.scripts import guess_language
from tmflow.text.terminal import excerpt

__all__ = ["RULES"]


def _is_left_over(subject: Subject) -> bool:
    """Whether both files of the article are gone and its bitext is all there is."""
    return subject.missing_side is subject.bitext.pair.source and subject.target_path is None


def _find_untranslated(subject: Subject) -> Iterator[Fault]:
    if _is_left_over(subject):
        return
    units = subject.bitext.units
    is_begun = any(unit.side is Side.BOTH and unit.target is not None for unit in units)
    missing = [unit for unit in units if _is_untranslated(unit) and unit.id not in subject.gone_ids]
    if subject.missing_side is not None:
        yield _missing_article(subject)
    elif len(missing) > 1 and (subject.is_swapped or (subject.target_document is not None and not is_begun)):
        yield _unaligned(subject, len(missing), subject.locate(missing[0], Side.SOURCE))
        return
    if subject.missing_side is None or is_begun:
        yield from (_untranslated_unit(subject, unit) for unit in missing)
    yield from (_taken_out(subject, unit) for unit in units if unit.id in subject.deleted_ids)
    if subject.missing_side is None:
        yield from _iter_blocks_without_unit(subject)


def _is_untranslated(unit: TranslationUnit) -> bool:
    """Whether a translation is missing, or there and empty."""
    is_empty = unit.target is not None and not unit.target.text.strip() and unit.side is Side.BOTH
    return unit.is_untranslated or (is_empty and bool(unit.source.text.strip()))


def _unaligned(subject: Subject, number: int, source: Location | None) -> Fault:
    return Fault(
        message=f"the articles are not paired with each other ({counted(number, 'sentence')}): tmflow align {subject.slug}",
        anchor=Side.SOURCE,
        source=source,
    )


def _missing_article(subject: Subject) -> Fault:
    missing = subject.missing_side
    here = subject.source_path
    if missing is subject.bitext.pair.source and subject.target_path is not None:
        here = subject.target_path
    name = missing.display_name if missing is not None else ""
    return Fault(
        message=f"no {name} article stands beside it. Rename its partner, or: tmflow translate {subject.slug}",
        anchor=Side.SOURCE,
        source=Location(path=here),
    )


def _untranslated_unit(subject: Subject, unit: TranslationUnit) -> Fault:
    quoted = excerpt(unit.source.text)
    if unit.side is Side.SOURCE:
        only = subject.language(Side.SOURCE).display_name
        message = f"in the {only} only: {quoted} (translate it, or confirm that it has no counterpart)"
    else:
        message = f"no translation yet: {quoted}"
    return Fault(message=message, unit=unit, anchor=Side.SOURCE, found="")


def _taken_out(subject: Subject, unit: TranslationUnit) -> Fault:
    language, text = subject.language(Side.TARGET).display_name, unit.target.text if unit.target else ""
    return Fault(
        message=f"its translation is no longer in the {language} article: {excerpt(text)} (next: tmflow align {subject.slug})",
        unit=unit,
        anchor=Side.SOURCE,
        found="",
    )


def _iter_blocks_without_unit(subject: Subject) -> Iterator[Fault]:
    """Yield what was added to the source article and is in no unit; in doubt nothing."""
    document = subject.source_document
    if document is None:
        return
    blocks = [block for block in document.blocks if block.kind.is_body and _asks_for_translation(subject, block)]
    known = {letters_of(content.text) for _, content in subject.iter_contents(Side.SOURCE)} - {""}
    if not known:
        if blocks:
            yield Fault(
                message=f"not translated yet ({counted(len(blocks), 'block')}). Next: tmflow align {subject.slug},"
                f" or: tmflow translate {subject.slug}",
                anchor=Side.SOURCE,
                source=Location(path=subject.source_path),
            )
        return
    index = subject.index(Side.SOURCE)
    for block in blocks:
        letters = letters_of(block.text)
        if index is not None and letters not in known and not any(one in letters or letters in one for one in known):
            yield Fault(
                message=f"not in the bitext: {excerpt(block.text)}"
                f" (next: tmflow align {subject.slug}, or: tmflow translate {subject.slug})",
                anchor=Side.SOURCE,
                source=index.location(subject.source_path, block.span.start),
            )


def _asks_for_translation(subject: Subject, block: Block) -> bool:
    own = subject.language(Side.SOURCE)
    return block.language is own and guess_language(block.text) == own.value


def _find_stale(subject: Subject) -> Iterator[Fault]:
    language = subject.language(Side.SOURCE).display_name
    source_index, target_index = subject.index(Side.SOURCE), subject.index(Side.TARGET)
    for unit in subject.bitext.units:
        if unit.previous_source is not None and unit.target is not None:
            changes = describe_changes(unit.previous_source.text, unit.source.text)
            yield Fault(
                message=f"the {language} changed after its translation: {changes or 'markup or blanks only'}",
                unit=unit,
                anchor=Side.SOURCE,
                expected=unit.source.text,
                found=unit.previous_source.text,
            )
        elif (
            unit.side is Side.BOTH
            and unit.target is not None
            and source_index is not None
            and target_index is not None
            and not subject.is_swapped
            and not source_index.has_letters(unit.source.text)
            and target_index.has_letters(unit.target.text)
        ):
            yield Fault(
                message=f"the {language} it translates is no longer in the article: {excerpt(unit.source.text)}"
                f" (next: tmflow align {subject.slug})",
                unit=unit,
                found=unit.source.text,
            )


def _find_unreviewed(subject: Subject) -> Iterator[Fault]:
    for unit, target in subject.iter_translations():
        origin_kind = unit.origin.kind if unit.origin else None
        is_open = unit.draft and not unit.is_stale and unit.id not in subject.gone_ids
        if is_open and origin_kind is not OriginKind.ALIGNED:
            yield Fault(message=f"{_describe(unit.origin)} that nobody has reviewed: {excerpt(target.text)}", unit=unit)


def _describe(origin: Origin | None) -> str:
    """Say where a draft came from."""
    if origin is None or origin.kind in {OriginKind.HUMAN, OriginKind.ALIGNED}:
        return "draft"
    made_by = f" ({origin.tool})" if origin.tool else ""
    if origin.kind is OriginKind.MT and origin.match is not MatchKind.REPAIRED:
        return f"machine translation{made_by}"
    kind = origin.match.value if origin.match else "memory"
    similarity = "" if origin.similarity is None else f" {origin.similarity} %"
    return f"{kind} match{similarity}{made_by}"


def _find_orphans(subject: Subject) -> Iterator[Fault]:
    if _is_left_over(subject):
        path = f"memories/{subject.slug}.po"
        yield Fault(
            message=f"both articles it pairs are gone. Bring them back, or delete {path}",
            anchor=Side.SOURCE,
            source=Location(path=path),
        )
        return
    language = subject.language(Side.TARGET).display_name
    for unit in subject.bitext.units:
        text = unit.target.text if unit.target is not None else ""
        if unit.id in subject.gone_ids:
            yield Fault(
                message=f"in the bitext, but no longer in any article: {excerpt(unit.source.text or text)}",
                unit=unit,
                anchor=Side.TARGET if unit.side is Side.TARGET else Side.SOURCE,
            )
        elif (stored := subject.stored_targets.get(unit.id)) is not None:
            if letters_of(stored.text) != letters_of(text):
                yield Fault(
                    message=f"edited in the {language} article: {describe_changes(stored.text, text)}"
                    f" (next: tmflow align {subject.slug})",
                    unit=unit,
                    expected=stored.text,
                    found=text,
                )
        elif unit.id not in subject.deleted_ids and _is_elsewhere(subject, unit):
            yield Fault(
                message=f"the {language} article says something else: {excerpt(text)} (next: tmflow align {subject.slug})",
                unit=unit,
            )
    yield from _find_added(subject)


def _find_added(subject: Subject) -> Iterator[Fault]:
    """Find what came into the target article after the two were paired."""
    language, path = subject.language(Side.TARGET).display_name, subject.target_path
    if path is None or not any(True for _ in subject.iter_translations()):
        return
    for content, place in subject.added:
        if not place.kind.may_stand_alone:
            yield Fault(
                message=f"new in the {language} article, and in no unit: {excerpt(content.text)} (next: tmflow align {subject.slug})",
                target=Location(path=path, line=place.line, column=place.column),
            )


def _is_elsewhere(subject: Subject, unit: TranslationUnit) -> bool:
    """Whether a finished translation is not what its article says: one of the two was edited and the other not."""
    index = subject.index(Side.TARGET)
    if index is None or unit.target is None or unit.draft or unit.is_stale or subject.is_swapped:
        return False
    return not index.has_letters(unit.target.text)


RULES = (
    Rule(
        id="state.untranslated",
        severity=Severity.ERROR,
        summary="Every sentence, and every article of a pair, has its translation.",
        why="A gap in the middle of a page is the first thing a reader notices and the last thing its author sees.",
        good=Example(ja="会議は10時に始まる。", en="The meeting starts at ten."),
        bad=Example(ja="会議は10時に始まる。", en="(nothing)"),
        find=_find_untranslated,
    ),
    Rule(
        id="state.stale",
        severity=Severity.ERROR,
        summary="The source has not changed since it was translated.",
        why="A corrected date or name must reach the other language too; the translation still says what was true before.",
        good=Example(ja="会議は11時に始まる。", en="The meeting starts at eleven."),
        bad=Example(ja="会議は11時に始まる。 (was: 10時)", en="The meeting starts at ten."),
        find=_find_stale,
    ),
    Rule(
        id="state.mt-unreviewed",
        severity=Severity.WARNING,
        summary="A person has looked at every machine translation and every fuzzy match.",
        why="Such text reads well and may still say the opposite; nobody stands behind it until somebody has read it.",
        good=Example(ja="会議は10時に始まる。", en="The meeting starts at ten. (reviewed)"),
        bad=Example(ja="会議は10時に始まる。", en="A meeting begins in ten hours. (machine, not reviewed)"),
        find=_find_unreviewed,
    ),
    Rule(
        id="state.orphan",
        severity=Severity.WARNING,
        summary="Every unit of the bitext still stands in its articles, its translation as it is there.",
        why="What was deleted should not be counted or published again, and what was edited in the article by hand has"
        " not been checked yet.",
        good=Example(ja="(the sentence, in the article)", en="(its translation, in the article)"),
        bad=Example(ja="(in memories/SLUG.po only)", en="(in memories/SLUG.po only)"),
        find=_find_orphans,
    ),
)
