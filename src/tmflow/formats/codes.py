"""Inline codes on their way through XLIFF and TMX: nesting, ids that agree on both sides, natives restored by id."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from tmflow.formats.xml_text import xml_safe_text
from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode

__all__ = [
    "Node",
    "SpanNode",
    "align_ids",
    "code_fault",
    "exchange_form",
    "is_same_source",
    "nest",
    "renumbered",
    "restore_natives",
    "with_safe_ids",
]

_SAFE_ID = re.compile(r"(?![sdn]\d+$)[A-Za-z0-9][A-Za-z0-9._-]*")
"""An NMTOKEN that cannot meet the ids tmflow gives to segments (s1), data (d1) and notes (n1) of the same unit."""

_OPTIONAL: Final = frozenset({CodeKind.ENTITY, CodeKind.RUBY})
"""Codes that are letters: a translation spells what it needs."""


@dataclass(frozen=True, slots=True)
class SpanNode:
    """A well-nested pair of codes and what stands between them."""

    opening: InlineCode
    closing: InlineCode
    children: tuple[Node, ...]


Node = str | InlineCode | SpanNode
"""Text, a code that stands alone (or whose partner is elsewhere or crosses another pair), or a nested pair."""


def nest(content: Content) -> tuple[Node, ...]:
    """Return the content as a tree: pairs that lie properly inside each other become spans, all else stays flat.

    >>> from tmflow.model.content import CodeKind
    >>> opening = InlineCode(id="1", kind=CodeKind.STRONG, role=CodeRole.OPEN, native="**")
    >>> [type(node).__name__ for node in nest(Content.of("a", opening, "b", replace(opening, role=CodeRole.CLOSE)))]
    ['str', 'SpanNode']
    """
    partners = _nested_pairs(content)
    levels: list[list[Node]] = [[]]
    for index, part in enumerate(content.parts):
        opened_at = partners.get(index)
        if opened_at is None:
            levels[-1].append(part)
        elif opened_at == index:
            levels.append([])
        else:
            opening = content.parts[opened_at]
            children = tuple(levels.pop())
            if isinstance(opening, InlineCode) and isinstance(part, InlineCode):
                levels[-1].append(SpanNode(opening, part, children))
    return tuple(levels[0])


def _nested_pairs(content: Content) -> dict[int, int]:
    """Map the index of each properly nested opening code to itself, of its closing code to that opening code."""
    closes = Counter(code.id for code in content.codes if code.role is CodeRole.CLOSE)
    waiting: list[tuple[int, str]] = []
    pairs: dict[int, int] = {}
    for index, part in enumerate(content.parts):
        if isinstance(part, str):
            continue
        if part.role is CodeRole.OPEN:
            if closes[part.id]:
                waiting.append((index, part.id))
        elif part.role is CodeRole.CLOSE:
            closes[part.id] -= 1
            opened_at = next((place for place, code_id in reversed(waiting) if code_id == part.id), None)
            if opened_at is None:
                continue
            # A pair that crosses another stays flat; what lies inside of it may still nest.
            if waiting[-1][0] == opened_at:
                pairs[opened_at] = opened_at
                pairs[index] = opened_at
            waiting.remove((opened_at, part.id))
    return pairs


def with_safe_ids(content: Content) -> Content:
    """Return the content with every id a NMTOKEN and none used twice; ids that are so already stay."""
    taken = {code.id for code in content.codes if _SAFE_ID.fullmatch(code.id)}
    seen: set[str] = set()
    renamed_open: dict[str, str] = {}
    parts: list[str | InlineCode] = []
    for part in content.parts:
        if isinstance(part, str):
            parts.append(part)
            continue
        if part.role is CodeRole.CLOSE and part.id in renamed_open:
            new_id = renamed_open.pop(part.id)
        elif part.id in seen or not _SAFE_ID.fullmatch(part.id):
            new_id = _fresh_id(taken)
        else:
            new_id = part.id
        taken.add(new_id)
        seen.add(new_id)
        if part.role is CodeRole.OPEN:
            renamed_open[part.id] = new_id
        parts.append(replace(part, id=new_id))
    return Content.of(*parts)


def _fresh_id(taken: set[str]) -> str:
    number = len(taken) + 1
    while str(number) in taken:
        number += 1
    return str(number)


def align_ids(target: Content, source: Content) -> Content:
    """Return the target with each code under the id of the source code it stands for.

    First codes with the same markup are paired, then codes of the same kind and roles (a link whose address was
    changed), in order; what is in the target alone gets a fresh id.


    >>> from tmflow.model.content import CodeKind
    >>> link = InlineCode(id="2", kind=CodeKind.IMAGE, role=CodeRole.STANDALONE, native="![](a.png)")
    >>> align_ids(Content.of(replace(link, id="1")), Content.of("図", link)).codes[0].id
    '2'
    """
    target, source = with_safe_ids(target), with_safe_ids(source)
    ours, theirs = _groups(target), _groups(source)
    new_ids: dict[str, str] = {}
    for by_markup in (True, False):
        free: dict[tuple[object, ...], list[str]] = {}
        for code_id, codes in theirs.items():
            if code_id not in new_ids.values():
                free.setdefault(_signature(codes, by_markup=by_markup), []).append(code_id)
        for code_id, codes in ours.items():
            partners = free.get(_signature(codes, by_markup=by_markup))
            if code_id not in new_ids and partners:
                new_ids[code_id] = partners.pop(0)
    taken = set(theirs)
    for code_id in ours:
        if code_id not in new_ids:
            new_ids[code_id] = code_id if code_id not in taken else _fresh_id(taken | set(ours))
            taken.add(new_ids[code_id])
    return Content.of(*(part if isinstance(part, str) else replace(part, id=new_ids[part.id]) for part in target.parts))


def _groups(content: Content) -> dict[str, list[InlineCode]]:
    groups: dict[str, list[InlineCode]] = {}
    for code in content.codes:
        groups.setdefault(code.id, []).append(code)
    return groups


def _signature(codes: list[InlineCode], *, by_markup: bool) -> tuple[object, ...]:
    return tuple((code.kind, code.role, code.native if by_markup else "") for code in codes)


def code_fault(returned: Content, *, source: Content, exported: Content | None = None) -> str | None:
    """Say what is wrong with the codes of a returned target, or None if they are complete and in order.

    They must be, as a multiset of id and role, those of the source or those of the target that was exported; what only
    spells or reads a character (an entity, furigana) may be left out. A code opens before it closes, and pairs that lie
    in each other, or round a text, in the source do so here.

    >>> code_fault(Content.of("b"), source=Content.of("a"))
    >>> from tmflow.model.content import CodeKind
    >>> image = InlineCode(id="1", kind=CodeKind.IMAGE, role=CodeRole.STANDALONE, native="![](a.png)")
    >>> code_fault(Content.of("b"), source=Content.of("a", image))
    'code 1 (![](a.png)) is missing'
    """
    have = _roles(returned)
    source = with_safe_ids(source)
    accepted = [source] if exported is None else [source, align_ids(exported, source)]
    fitting = next((content for content in accepted if not any(_iter_faults(have, content))), None)
    if fitting is None:
        return next(_iter_faults(have, source))
    return next(_iter_disorder(returned, fitting), None)


def _roles(content: Content) -> Counter[tuple[str, CodeRole]]:
    return Counter((code.id, code.role) for code in content.codes)


def _iter_faults(have: Counter[tuple[str, CodeRole]], wanted: Content) -> Iterator[str]:
    """Yield which codes are not there, or too often."""
    known, want = {(code.id, code.role): code for code in wanted.codes}, _roles(wanted)
    for key in want - have:
        if known[key].kind not in _OPTIONAL:
            yield f"code {key[0]} ({known[key].native}) is missing"
    for key in have - want:
        native = f" ({known[key].native})" if key in known else ""
        yield f"code {key[0]}{native} is there more often than in the source"


def _iter_disorder(returned: Content, wanted: Content) -> Iterator[str]:
    """Yield which pairs of codes are not as those of the content they must be like: turned round, crossing, empty."""
    closed: set[str] = set()
    for code in returned.codes:
        if code.role is CodeRole.CLOSE:
            closed.add(code.id)
        elif code.role is CodeRole.OPEN and code.id in closed:
            yield f"code {code.id} closes before it opens"
    nested, present = _spans(returned), {code.id for code in returned.codes}
    for code_id, is_empty in _spans(wanted).items():
        if code_id in present and code_id not in nested:
            yield f"code {code_id} crosses another"
        elif nested.get(code_id) and not is_empty:
            yield f"code {code_id} has nothing in it"


def _spans(content: Content) -> dict[str, bool]:
    """Map the id of each properly nested pair to whether nothing stands between its two codes."""
    parts = content.parts
    pairs = ((start, end) for end, start in _nested_pairs(content).items() if end != start)
    opened = ((parts[start], end - start == 1) for start, end in pairs)
    return {code.id: is_empty for code, is_empty in opened if isinstance(code, InlineCode)}


def restore_natives(returned: Content, *, source: Content, exported: Content | None = None) -> Content:
    """Return the returned content with kind, markup and text of each code as they were exported, found by id and role.

    `exported` is the target that was exported, whose own markup (another link address) goes before the source's. A
    code that is not known keeps what the file said.
    """
    source = with_safe_ids(source)
    known = {(code.id, code.role): code for code in source.codes}
    if exported is not None:
        known |= {(code.id, code.role): code for code in align_ids(exported, source).codes}
    return Content.of(
        *(part if isinstance(part, str) else known.get((part.id, part.role), part) for part in returned.parts)
    )


def renumbered(returned: Content, *, theirs: Content, source: Content) -> Content:
    """Return a returned content with the ids that were exported, where a tool gave codes others on both sides alike.

    theirs: the returned source. It tells which code is which, by their order; if its codes are not those of the source,
    or each has the id that was exported, nothing is changed.

    >>> from tmflow.model.content import CodeKind
    >>> image = InlineCode(id="1", kind=CodeKind.IMAGE, role=CodeRole.STANDALONE, native="![](a.png)")
    >>> other = replace(image, id="27")
    >>> renumbered(Content.of("Map ", other), theirs=Content.of("図", other), source=Content.of("図", image)).codes[0].id
    '1'
    """
    ours = with_safe_ids(source).codes
    if [code.role for code in theirs.codes] != [code.role for code in ours]:
        return returned
    pairs = {(their.id, our.id) for their, our in zip(theirs.codes, ours, strict=True)}
    new_ids = dict(pairs)
    if len(pairs) != len(new_ids) or len(pairs) != len(set(new_ids.values())):
        return returned
    return Content.of(
        *(part if isinstance(part, str) else replace(part, id=new_ids.get(part.id, part.id)) for part in returned.parts)
    )


def exchange_form(text: str) -> str:
    r"""Return a text as every way through another tool leaves it: without what XML cannot hold, composed (NFC).

    Tools and file systems may give back decomposed what they got composed.

    >>> exchange_form("か\u3099\x0b")
    'が'
    """
    return unicodedata.normalize("NFC", xml_safe_text(text)[0])


def is_same_source(returned: Content, source: Content) -> bool:
    r"""Whether a returned source is the one that was exported: the same codes, and the same text but for white space.

    Texts are compared as they come through other tools (`exchange_form`). Codes are restored first, because some formats bring them back without what they read as.

    >>> is_same_source(Content.of("a\n  b"), Content.of("a b"))
    True
    """
    restored = restore_natives(returned, source=source)
    has_codes = code_fault(returned, source=source) is None
    return has_codes and "".join(exchange_form(restored.text).split()) == "".join(exchange_form(source.text).split())
