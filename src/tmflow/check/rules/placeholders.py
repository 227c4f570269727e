"""Rules on what stands in a text for programs: placeholders and written-out tags are the same on both sides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from tmflow.check.finding import Severity
from tmflow.check.neighbors import around
from tmflow.check.rule import Example, Fault, Rule
from tmflow.check.rules.addresses import without_language
from tmflow.check.subject import Subject
from tmflow.model.bitext import TranslationUnit
from tmflow.model.document import Span
from tmflow.text.placeholders import Placeholder, iter_placeholders

__all__ = ["RULES"]

_REACH = 1
"""What moved into the sentence before or after is not lost."""
_LIKENESS = 0.5
_INDEX = re.compile(r"%\d{1,2}\$")
_NAME = r"[A-Za-z][A-Za-z0-9]{0,10}|[0-9]{1,2}"
_TAG = re.compile(
    rf"<(?P<end>/?)(?P<name>{_NAME})(?P<attributes>(?:\s+[\w:-]+(?:=(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>]+))?)*)\s*(?P<alone>/?)>",
    re.ASCII,
)
_ADDRESS = re.compile(r"\s(?:href|src)=[\"']?([^\"'\s<>]+)")
_SURE = frozenset({"a", "b", "i", "u", "s", "em", "strong", "span", "br", "hr", "sub", "sup", "kbd", "h1", "h2", "h3", "li", "ul", "ol", "td", "tr", "div", "img"})  # fmt: skip
"""Tags for certain; of another word in angle brackets (<file>) its end tag tells."""
_REFERENCE = re.compile(r"[\[［〔](?P<number>[0-9]{1,3})[\]］〕](?![(\[:])", re.ASCII)
"""The number of a note or source in the running text: [1]."""
_FREE = frozenset({"i", "em", "br", "wbr", "span", "rt", "rp", "ruby", "q", "cite", "hr"})
"""What one language may need and the other not: italics, breaks, readings."""
_ALONE = frozenset({"br", "hr", "img", "wbr", "input"})
_PLACE = "([\ue000-\uf8ff])"
_FRAMES = (
    (re.compile(rf"{_PLACE}[^、。\ue000-\uf8ff]{{0,4}}(?:から|より|→|～|〜|⇒)[^。\ue000-\uf8ff]{{0,6}}{_PLACE}"), False),
    (re.compile(rf"\bfrom [^.\ue000-\uf8ff]{{0,16}}{_PLACE}[^.\ue000-\uf8ff]{{0,12}}? (?:to|through|until) [^.\ue000-\uf8ff]{{0,12}}{_PLACE}"), False),
    (re.compile(rf"\bto [^.\ue000-\uf8ff]{{0,16}}{_PLACE}[^.\ue000-\uf8ff]{{0,12}}? from [^.\ue000-\uf8ff]{{0,12}}{_PLACE}"), True),
)  # fmt: skip
"""Two places and where one goes to; True: it is told the other way round."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something that both sides have to say, as it is compared, and where it stands."""

    key: str
    span: Span


def _find_placeholders(subject: Subject) -> Iterator[Fault]:
    yield from _find_lost(subject, _placeholders)
    yield from _find_lost(subject, _references)
    for unit, source, target in _iter_both(subject):
        mine, theirs = (list(iter_placeholders(text)) for text in (source, target))
        if len(mine) > 1 and len(theirs) > 1:
            yield from _find_moved(unit, mine, theirs)
            yield from _find_turned(unit, source, target)


def _iter_both(subject: Subject) -> Iterator[tuple[TranslationUnit, str, str]]:
    """Yield the translations with the prose of both sides, where one of them may hold something for a program."""
    return ((unit, mine, theirs) for unit, mine, theirs in subject.iter_both() if set("{%$_<") & {*mine, *theirs})


def _placeholders(text: str, other: str) -> list[_Piece]:
    """Return the placeholders of a text; %s is counted (%1$s) if those of the other text are."""
    places = list(iter_placeholders(text))
    is_counted = _INDEX.search(other) is not None and _INDEX.search(text) is None
    keys, number = dict.fromkeys(one.text for one in places), 0
    pieces: list[_Piece] = []
    for one in places:
        key = one.text
        if is_counted and one.is_positional and key.startswith("%"):
            number += 1
            key = f"%{number}${key[1:]}"
        if not any(place.is_branching for place in places) or one.text in keys:
            pieces.append(_Piece(key, Span(one.start, one.end)))
        keys.pop(one.text, None)
    return pieces


def _references(text: str, _: str) -> list[_Piece]:
    return [_Piece(f"[{found['number']}]", Span(*found.span())) for found in _REFERENCE.finditer(text)]


def _tags(text: str, _: str) -> list[_Piece]:
    """Return the tags of a text that the other has to have, too, with the address they lead to."""
    pieces = []
    for found in _iter_tags(text):
        name, address = found["name"].lower(), _ADDRESS.search(found["attributes"])
        if name not in _FREE:
            where = f' "{without_language(address[1])}"' if address else ""
            pieces.append(_Piece(f"<{found['end']}{name}{where}>", Span(*found.span())))
    return pieces


def _iter_tags(text: str) -> Iterator[re.Match[str]]:
    for found in _TAG.finditer(text):
        name = found["name"]
        if name.lower() in _SURE or name.isdigit() or f"</{name}>" in text:
            yield found


def _find_lost(subject: Subject, pieces_of: Callable[[str, str], list[_Piece]]) -> Iterator[Fault]:
    """Yield what one side says less often than the other, here and in the sentences around."""
    both = list(subject.iter_both())
    sides = [(pieces_of(source, target), pieces_of(target, source)) for _, source, target in both]
    for index, (unit, _, _) in enumerate(both):
        near = around(sides, index, reach=_REACH)
        said = Counter(piece.key for mine, _ in near for piece in mine)
        told = Counter(piece.key for _, theirs in near for piece in theirs)
        mine, theirs = sides[index]
        yield from _faults(unit, _surplus(mine, theirs, said - told), _surplus(theirs, mine, told - said))


def _surplus(mine: Sequence[_Piece], theirs: Sequence[_Piece], around: Counter[str]) -> list[_Piece]:
    """Return the pieces that stand here more often than there, the last of each, as long as they are not next door."""
    here = Counter(piece.key for piece in mine) - Counter(piece.key for piece in theirs)
    left = here & around
    surplus = []
    for piece in reversed(mine):
        if left[piece.key]:
            left[piece.key] -= 1
            surplus.append(piece)
    return surplus[::-1]


def _faults(unit: TranslationUnit, lost: Sequence[_Piece], added: Sequence[_Piece]) -> Iterator[Fault]:
    left = list(added)
    for piece in lost:
        close = get_close_matches(piece.key, [one.key for one in left], n=1, cutoff=_LIKENESS)
        instead = next((one for one in left if close and one.key == close[0]), None)
        if instead is not None:
            left.remove(instead)
        done = "is not in the translation" if instead is None else f"has become {instead.key}"
        yield Fault(
            message=f"{piece.key} {done}",
            unit=unit,
            source_span=piece.span,
            target_span=instead.span if instead else None,
            expected=piece.key,
            found=instead.key if instead else None,
        )
    for piece in left:
        yield Fault(message=f"{piece.key} is not in the source", unit=unit, target_span=piece.span, found=piece.key)


def _find_moved(unit: TranslationUnit, mine: Sequence[Placeholder], theirs: Sequence[Placeholder]) -> Iterator[Fault]:
    """Yield placeholders that a program fills by their place and that changed places."""
    orders = [[one.text for one in places if one.is_positional] for places in (mine, theirs)]
    if orders[0] != orders[1] and Counter(orders[0]) == Counter(orders[1]):
        expected, found = (" ".join(order) for order in orders)
        yield Fault(
            message=f"{expected} has become {found}, and a program fills them in by their order",
            unit=unit,
            expected=expected,
            found=found,
        )


def _find_turned(unit: TranslationUnit, source: str, target: str) -> Iterator[Fault]:
    """Yield two placeholders of which one side goes from the first to the second and the other side back."""
    ways = [_way(text) for text in (source, target)]
    if ways[0] and ways[1] and ways[0] == ways[1][::-1] != ways[1]:
        expected, found = (" to ".join(way) for way in ways if way)
        yield Fault(message=f"from {expected} has become from {found}", unit=unit, expected=expected, found=found)


def _way(text: str) -> tuple[str, ...]:
    """Return the two placeholders between which a text goes, in that order; none if it has no or several such."""
    places = list(iter_placeholders(text))
    for number, one in reversed(list(enumerate(places))):
        text = text[: one.start] + chr(0xE000 + number) + text[one.end :]
    found = [(match, is_back) for frame, is_back in _FRAMES for match in frame.finditer(text)]
    if len(found) != 1:
        return ()
    match, is_back = found[0]
    way = tuple(places[ord(character) - 0xE000].text for character in match.groups())
    return way[::-1] if is_back else way


def _find_tags(subject: Subject) -> Iterator[Fault]:
    lost = list(_find_lost(subject, _tags))
    yield from lost
    known = {fault.unit.id for fault in lost if fault.unit}
    for unit, source, target in _iter_both(subject):
        if unit.id not in known:
            yield from _find_open(unit, source, target)


def _find_open(unit: TranslationUnit, source: str, target: str) -> Iterator[Fault]:
    """Yield the tags of a translation that are not closed, or not opened, where those of its source are."""
    mine, theirs = _open_tags(source), _open_tags(target)
    for name in sorted(theirs.keys() - mine.keys()):
        span = theirs[name]
        state = "opened" if target[span.start + 1] == "/" else "closed"
        yield Fault(
            message=f"{target[span.start : span.end]} is not {state}",
            unit=unit,
            target_span=span,
            found=target[span.start : span.end],
        )


def _open_tags(text: str) -> dict[str, Span]:
    """Return the tags without a partner by their name."""
    single: dict[str, list[Span]] = {}
    found_open: dict[str, Span] = {}
    for found in _iter_tags(text):
        name = found["name"].lower()
        opened = single.setdefault(name, [])
        if found["alone"] or name in _ALONE:
            continue
        if not found["end"]:
            opened.append(Span(*found.span()))
        elif opened:
            opened.pop()
        else:
            found_open[name] = Span(*found.span())
    return found_open | {name: spans[-1] for name, spans in single.items() if spans}


RULES = (
    Rule(
        id="markup.placeholder",
        severity=Severity.ERROR,
        summary="Placeholders ({name}, {0}, %s, %(name)s, ${name}, {{name}}) are the same on both sides, and %s and %d in the same order.",
        why="A program that looks for {user_name} and finds {username} shows it to the reader, or fails. Where the order has to"
        " change, number them (%2$s) or name them.",
        good=Example(ja="{user_name}さん、残りは%d件です。", en="{user_name}, %d are left."),
        bad=Example(ja="{user_name}さん、残りは%d件です。", en="{username}, %d are left."),
        find=_find_placeholders,
    ),
    Rule(
        id="markup.tag",
        severity=Severity.ERROR,
        summary="Tags that are written out in a text (<b>…</b>, <a href=…>, <0>…</0>) are kept, closed, and lead to the same address.",
        why="A tag that is not closed runs on to the end of the page; one with another address leads nowhere.",
        good=Example(ja="<b>重要:</b>港は休みです。", en="<b>Important:</b> The harbor is closed."),
        bad=Example(ja="<b>重要:</b>港は休みです。", en="<b>Important: The harbor is closed."),
        find=_find_tags,
    ),
)
