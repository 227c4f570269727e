"""Rules on credits: whose picture, whose translation, from which outlet, under which license, and where the article ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tmflow.check.finding import Location, Severity
from tmflow.check.rule import Example, Fault, Rule, Scope
from tmflow.check.rules.date_lines import iter_days
from tmflow.check.subject import Subject, content_of, place_of
from tmflow.model.bitext import Side
from tmflow.model.document import Block, BlockKind, Metadata
from tmflow.text.terminal import excerpt

__all__ = ["RULES", "Edges", "edges_of", "original_side"]

_EDGES = frozenset(
    {
        BlockKind.KICKER,
        BlockKind.BYLINE,
        BlockKind.DATELINE,
        BlockKind.CREDIT,
        BlockKind.SOURCE,
        BlockKind.CAPTION,
        BlockKind.NOTE,
    }
)
_DATED = frozenset({BlockKind.KICKER, BlockKind.DATELINE, BlockKind.SOURCE})
_COPYRIGHT = re.compile(r"©|Ⓒ|\([Cc]\)|（[CcＣ]）")
_PICTURE = re.compile(
    r"写真|画像|撮影|図版|イラスト|提供|\b(?:photo|image|picture|illustration|courtesy|graphic|photograph)",
    re.IGNORECASE,
)
_HOLDER = re.compile(r"[A-Z\u00c0-\u00de][A-Za-z\u00c0-\u024f'’-]+")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_SERIES = re.compile(
    r"(?:(?:No|Nos|Vol|Issue|Part|Episode|Chapter)\.?\s?|[#＃]\s?)(?P<en>[0-9]+)|第(?P<ja>[0-9０-９]+)(?:号|回|話|部|弾)",
    re.IGNORECASE,
)
_LICENCE = re.compile(
    r"\bCC[\s-]?(?P<kind>BY(?:-(?:NC|SA|ND))*|0)(?:[\s-](?P<version>[1-4]\.[05]))?|(?:creativecommons\.org/licenses/)(?P<path>[a-z-]+)/(?P<path_version>[0-9.]+)",
    re.IGNORECASE,
)
_END = re.compile(r"[^\W_]|^[#＃]{3}$")
"""What an end mark has and an ornament has not: a letter, a number (-30-), the three signs of the press (###)."""
_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE | re.DOTALL)
_CREDITED = (("author", "byline"), ("translator", "translator"), ("source", "source"), ("credit", "credits"))
_DAY = timedelta(days=1)
"""Two zones may date one moment a day apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """What one side says of itself around the text: the lines of its title block, captions and foot, and its metadata.

    is_ended: whether an end mark (本稿終了) closes it. dates: the full dates of its date lines and
    sources.
    """

    lines: tuple[str, ...]
    metadata: Metadata
    is_ended: bool
    dates: frozenset[date]

    @property
    def text(self) -> str:
        """The lines in one."""
        return "\n".join(self.lines)


def edges_of(subject: Subject, side: Side) -> Edges:
    """Return what a side says of itself, from its article where that was read, else from the bitext."""
    document, language = subject.document(side), subject.language(side)
    if document is not None:
        blocks = [(block.kind, block.text) for block in document.blocks if block.language is language]
    else:
        blocks = [
            (place.kind, content.text)
            for unit in subject.bitext.units
            if (content := content_of(unit, side)) is not None
            and (place := place_of(unit, side) or unit.source_place) is not None
        ]
    body = max((number for number, (kind, _) in enumerate(blocks) if kind.is_body), default=len(blocks))
    said = document.metadata if document is not None else Metadata()
    values = (said.kicker, said.byline, said.translator, said.source, *said.credits, said.licence, *said.dates)
    lines = (*(text for kind, text in blocks if kind in _EDGES), *(value for value in values if value))
    dated = (*(text for kind, text in blocks if kind in _DATED), *said.dates)
    return Edges(
        lines=tuple(dict.fromkeys(lines)),
        metadata=said,
        is_ended=any(kind is BlockKind.MARKER and _END.search(text) for kind, text in blocks[body + 1 :]),
        dates=frozenset(day for line in dated for day, has_year in iter_days(line, language.value) if has_year),
    )


def original_side(subject: Subject) -> tuple[Side, bool]:
    """Return which side is the original, and whether the other says so: it repeats the original's title or names a translator."""
    documents = {side: subject.document(side) for side in (Side.SOURCE, Side.TARGET)}
    said = {side: document.metadata for side, document in documents.items() if document is not None}
    for tells in ("original_title", "translator"):
        translated = [side for side, metadata in said.items() if getattr(metadata, tells)]
        if len(translated) == 1:
            return (Side.TARGET if translated[0] is Side.SOURCE else Side.SOURCE), True
    return Side.SOURCE, False


def _find(subject: Subject) -> Iterator[Fault]:
    if subject.missing_side is not None or subject.is_swapped:
        return
    if subject.target_document is None and not any(unit.target for unit in subject.bitext.units):
        return
    original, is_told = original_side(subject)
    translated = Side.TARGET if original is Side.SOURCE else Side.SOURCE
    here, there = edges_of(subject, original), edges_of(subject, translated)
    lost = list(_of_front_matter(subject))
    yield from (_fault(subject, Side.TARGET, problem) for problem in lost)
    problems = [*_of_pictures(here, there), *_of_licence(here, there), *_of_series(here, there)]
    if here.is_ended and not there.is_ended and _has_end(subject, translated):
        yield _lost_end(subject, original, translated)
    if here.metadata.source and not there.metadata.source and not _is_repeated(here.metadata.source, there):
        problems.append(f"the source is not in the translation: {excerpt(here.metadata.source)}")
    if here.metadata.byline and not there.metadata.byline and not _may_have_byline(subject, translated, here, there):
        problems.append(f"the author is not in the translation: {excerpt(here.metadata.byline)}")
    if is_told:
        problems += _of_translation(here, there)
    yield from (_fault(subject, translated, problem) for problem in problems if problem not in lost)


def _fault(subject: Subject, side: Side, problem: str) -> Fault:
    return Fault(message=problem, anchor=side, source=subject.whole(Side.SOURCE), target=subject.whole(Side.TARGET))


def _lost_end(subject: Subject, original: Side, translated: Side) -> Fault:
    """The fault of an end mark that is lost: from where it stands to the last character of the translation."""
    places = {
        original: _located(subject, original, lambda block: block.kind is BlockKind.MARKER, is_last_character=False),
        translated: _located(subject, translated, lambda _: True, is_last_character=True),
    }
    message = "the end mark of the original is not in the translation"
    return Fault(message=message, anchor=translated, source=places[Side.SOURCE], target=places[Side.TARGET])


def _located(
    subject: Subject, side: Side, is_meant: Callable[[Block], bool], *, is_last_character: bool
) -> Location | None:
    """The place of the last block that is meant, or of its last character; the article as a whole if it was not read."""
    index, path, document = subject.index(side), subject.path(side), subject.document(side)
    block = next(filter(is_meant, reversed(document.blocks)), None) if document else None
    if index is None or path is None or block is None:
        return subject.whole(side)
    return index.location(path, block.span.end - 1 if is_last_character else block.span.start, block.span.end)


def _of_front_matter(subject: Subject) -> Iterator[str]:
    """Yield whom the front matter of the source credits and the target does not, whatever the bitext has of it."""
    source, target = subject.source_document, subject.target_document
    front = _FRONT_MATTER.match(source.text) if source is not None else None
    if source is None or target is None or front is None or not _FRONT_MATTER.match(target.text):
        return
    there = edges_of(subject, Side.TARGET)
    waiting = {unit.source.text for unit in subject.bitext.units if unit.is_untranslated}
    for name, field in _CREDITED:
        said = getattr(source.metadata, field)
        value = (said[0] if said else "") if isinstance(said, tuple) else said or ""
        is_original = field != "translator" or not source.metadata.original_title
        is_lost = value in front.group() and not getattr(target.metadata, field) and not _is_repeated(value, there)
        if value and is_original and is_lost and value not in waiting:
            yield f"the {name} is not in the translation: {excerpt(value)}"


def _has_end(subject: Subject, side: Side) -> bool:
    """Whether a side is whole: one still being translated has no end yet, one without an article nothing but its units."""
    is_done = side is Side.SOURCE or not any(unit.is_untranslated for unit in subject.bitext.units)
    return is_done and subject.document(side) is not None


def _may_have_byline(subject: Subject, side: Side, original: Edges, edges: Edges) -> bool:
    """Whether a side may name the author in a line that is not known for a byline, or is not translated so far."""
    units = subject.bitext.units
    is_paired = any(
        unit.target is not None and unit.source_place is not None and unit.source_place.kind is BlockKind.BYLINE
        for unit in units
    )
    is_alone = any(unit.side is side for unit in units)
    return is_paired or is_alone or _is_repeated(original.metadata.byline or "", edges) or not _has_end(subject, side)


def _is_repeated(text: str, edges: Edges) -> bool:
    """Whether any line of a side has the Latin words of a text: an outlet keeps its name."""
    words = _HOLDER.findall(text)
    return bool(words) and all(word in edges.text for word in words)


def _of_pictures(original: Edges, translated: Edges) -> Iterator[str]:
    mine = [line for line in original.lines if _COPYRIGHT.search(line)]
    theirs = [line for line in translated.lines if _COPYRIGHT.search(line)]
    if mine and not theirs:
        if not _PICTURE.search(translated.text):
            yield f"the credit is not in the translation: {excerpt(_COPYRIGHT.split(mine[0], 1)[1].strip())}"
        return
    names = [{name for line in lines for name in _holders(line)} for lines in (mine, theirs)]
    lost = sorted(names[0] - names[1]) if names[1] else []
    if lost and len(theirs) >= len(mine):
        yield f"the credit does not name {', '.join(lost)} in the translation"
    elif len(theirs) < len(mine):
        yield f"{len(mine)} credits with © in the original, {len(theirs)} in the translation"
    years = [Counter(year for line in lines for year in _YEAR.findall(line)) for lines in (mine, theirs)]
    if all(years) and not (years[0] & years[1]):
        yield f"the credit has another year in the translation: {', '.join(years[1])}"


def _holders(line: str) -> list[str]:
    """Return the Latin words behind the first ©, which are names in either language."""
    found = _COPYRIGHT.search(line)
    return _HOLDER.findall(line, found.end()) if found else []


def _of_licence(original: Edges, translated: Edges) -> Iterator[str]:
    mine, theirs = _licences(original), _licences(translated)
    if mine and not theirs:
        yield f"the license is not in the translation: {min(mine)}"
    elif mine and theirs and not mine & theirs:
        yield f"the license is another one in the translation: {min(theirs)}, not {min(mine)}"


def _licences(edges: Edges) -> set[str]:
    found = set()
    for match in _LICENCE.finditer(edges.text):
        kind, version = match["kind"] or match["path"], match["version"] or match["path_version"] or ""
        found.add(f"CC {kind.upper()} {version}".strip())
    if not found and edges.metadata.licence:
        found.add(edges.metadata.licence.strip())
    return found


def _of_series(original: Edges, translated: Edges) -> Iterator[str]:
    numbers = [
        {
            int(found["en"] or found["ja"])
            for line in (edges.metadata.kicker, edges.metadata.source)
            for found in _SERIES.finditer(line or "")
        }
        for edges in (original, translated)
    ]
    if all(numbers) and not numbers[0] & numbers[1]:
        yield f"the number in the series is {min(numbers[1])} in the translation, {min(numbers[0])} in the original"
    elif numbers[0] and not numbers[1] and translated.metadata.kicker and original.metadata.kicker:
        yield f"the number in the series, {min(numbers[0])}, is not in the translation"


def _of_translation(original: Edges, translated: Edges) -> Iterator[str]:
    """Yield what a page that repeats the original's title does not tell of it."""
    said = translated.metadata
    if said.original_title and not said.translator and (said.source or said.byline):
        yield "nobody is named as the translator"
    if not said.original_title or not original.dates or len(translated.dates) <= 1:
        return
    first = min(original.dates)
    near = {day + shift for day in original.dates for shift in (-_DAY, 0 * _DAY, _DAY)}
    early = sorted(day for day in translated.dates if day < first - _DAY)
    if early or not near & translated.dates:
        told = ", ".join(day.isoformat() for day in early or sorted(translated.dates))
        yield f"the original is of {first.isoformat()}; the translation says {told}"


RULES = (
    Rule(
        id="pub.credits",
        severity=Severity.ERROR,
        summary="What the original credits the translation credits: author, ©, license, source, number in the series, end mark; and a"
        " page that repeats the original's title names its translator and the original's date.",
        why="A credit is owed to somebody. Which side is the original is told by a translator's name or the original's title on"
        " the other; else it is the source.",
        good=Example(ja="写真 © Nora Whitcombe", en="Photo © Nora Whitcombe"),
        bad=Example(ja="写真 © Nora Whitcombe", en="(no credit)"),
        find=_find,
        scope=Scope.ARTICLE,
    ),
)
