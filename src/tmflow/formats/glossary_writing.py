"""Writing `memories/glossary.yaml`: new terms are added and terms replaced, while all else keeps every byte."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

from tmflow.errors import FormatError
from tmflow.formats.glossary import iter_terms, load_terms
from tmflow.model.glossary import Term, TermKind, sorting_key
from tmflow.model.language import Language

__all__ = ["change_glossary", "serialize_glossary", "sort_glossary"]

_LINE_CHARS: Final = 120
"""A term that fits into so many is one line."""

_SEQUENCE_INDENT: Final = 2
_LINE_END: Final = "\n"
_ODD_BREAK = re.compile("[\r\v\f\x1c-\x1e\x85\u2028\u2029]|^(?:---|\\.\\.\\.|%)", re.MULTILINE)
"""Line breaks that YAML and Python count differently, and marks between documents."""
_START = re.compile(r"(?:[ \t]*(?:#.*)?\n)*---[ \t]*\n")
_END = re.compile(r"^\.\.\.[ \t]*(?:\n[ \t]*(?:#.*)?)*\Z", re.MULTILINE)
"""The marks of where the document begins and ends; they stay where they are."""
_PLAIN = re.compile(r"\w(?:[\w ./()'’・、。「」-]*[\w.)」。])?")
"""A text that stands in YAML without quotes, on one line and within braces too; any other is put in double ones."""

_HALVES = re.compile("[\ud800-\udfff]")
_FORMS: Final[Mapping[str, Language]] = {language.value: language for language in Language}


def serialize_glossary(terms: Iterable[Term]) -> str:
    """Return terms as the text of a glossary file; the same terms give the same text.

    >>> gauge = Term(japanese=("潮位計",), english=("tide gauge", "tidal gauge"), note="brass")
    >>> print(serialize_glossary([gauge]), end="")
    - {ja: 潮位計, en: [tide gauge, tidal gauge], note: brass}
    """
    nodes = [_laid_out(_node(term)) for term in terms]
    return _dump(nodes, 0) if nodes else ""


def change_glossary(text: str, *, added: Sequence[Term], replaced: Mapping[int, Term], path: Path) -> str:
    r"""Return the text of a glossary with terms added at its end, and terms replaced that have a place in it, from 0.

    A comment stays where it stands, in a replaced term as long as the key does beside which it stands.
    Raises FormatError if the text is no glossary; `path` is for messages.

    >>> quay = Term(japanese=("岸壁",), english=("quay",))
    >>> change_glossary("# words\n- {ja: 港, en: port}\n", added=[quay], replaced={}, path=Path("glossary.yaml"))
    '# words\n- {ja: 港, en: port}\n- {ja: 岸壁, en: quay}\n'
    """
    tree = load_terms(text, path=path)
    if tree is None:
        return f"{text}{'' if text.endswith(_LINE_END) or not text else _LINE_END}{serialize_glossary(added)}"
    end = _END.search(text)
    text, tail = (text[: end.start()], end[0]) if end else (text, "")
    parts = _parts_of(text, tree)
    if parts is None:
        for index, term in replaced.items():
            _update(tree[index], _node(term))
        tree.extend(_laid_out(_node(term), flow=True) for term in added)
        return _dump(tree, 0)  # which is the whole document, and needs no mark of its end
    offset = tree.lc.item(0)[1] - _SEQUENCE_INDENT
    for index, term in replaced.items():
        lines, after = _split_tail(parts[index + 1])
        item = load_terms(lines, path=path)
        _update(item[0], _node(term))
        parts[index + 1] = _dump(item, offset) + after
    if added:
        parts[-1] += "" if parts[-1].endswith(_LINE_END) else _LINE_END
        parts.append(_dump([_laid_out(_node(term)) for term in added], offset))
    return "".join([*parts, tail])


def sort_glossary(text: str, *, path: Path) -> str:
    r"""Return the text of a glossary with its terms in order (`sorting_key`), each with the comments above it.

    What stands above the first term, and below the last, stays there. Raises FormatError if the text is no glossary, or
    its terms are not on lines of their own; `path` is for messages.

    >>> text = "# words\n- {ja: 港, en: port}\n# of the sea\n- {ja: カモメ, en: gull}\n"
    >>> print(sort_glossary(text, path=Path("glossary.yaml")), end="")
    # words
    # of the sea
    - {ja: カモメ, en: gull}
    - {ja: 港, en: port}
    """
    tree = load_terms(text.removeprefix("\ufeff"), path=path)
    if not tree:
        return text
    end = _END.search(text)
    body, tail = (text[: end.start()], end[0]) if end else (text, "")
    parts = _parts_of(body, tree)
    if parts is None:
        raise FormatError("its terms do not begin on lines of their own, so they cannot be put in order", path=path)
    parts[-1] += "" if parts[-1].endswith(_LINE_END) else _LINE_END
    terms = [term for _, term in iter_terms(tree, path)]
    above, rows = "", []
    for term, part in zip(terms, parts[1:], strict=True):
        lines, below = _split_tail(part)
        rows.append((sorting_key(term), above + lines))
        above = below
    return "".join([parts[0], *(row for _, row in sorted(rows, key=itemgetter(0))), above, tail])


def _parts_of(text: str, tree: Any) -> list[str] | None:
    """Return what stands before the first term and then each term's lines, None if the terms are not on lines of their own.

    Comments between two terms are of the lines of the former.
    """
    start = _START.match(text)
    lines = [] if _ODD_BREAK.search(text, start.end() if start else 0) else text.splitlines(keepends=True)
    starts = [tree.lc.item(index)[0] for index in range(len(tree))]
    marks = [re.match(r" *- ", lines[start]) if start < len(lines) else None for start in starts]
    is_plain = starts and len(set(starts)) == len(starts) and len({mark and mark.end() for mark in marks}) == 1
    if not is_plain or marks[0] is None or marks[0].end() != tree.lc.item(0)[1]:
        return None
    ends = [*starts[1:], len(lines)]
    return ["".join(lines[: starts[0]]), *("".join(lines[at:end]) for at, end in zip(starts, ends, strict=True))]


def _split_tail(part: str) -> tuple[str, str]:
    """Return the lines of a term, and the blank ones and comments after it: they are of nothing in it."""
    lines = part.splitlines(keepends=True)
    end = next(number for number in range(len(lines), 0, -1) if not re.match(r"\s*(?:#|\Z)", lines[number - 1]))
    return "".join(lines[:end]), "".join(lines[end:])


def _node(term: Term) -> dict[str, Any]:
    """Return a term as the mapping that stands in the file, without what is empty."""
    node: dict[str, Any] = {key: _one_or_all(term.forms(language)) for key, language in _FORMS.items()}
    if term.kind is not TermKind.TERM:
        node["kind"] = term.kind.value
    said = {
        "forbidden": {key: _one_or_all(term.forbidden(language)) for key, language in _FORMS.items()},
        "note": _whole(term.note),
        "part_of_speech": term.part_of_speech.value if term.part_of_speech else "",
        "subject": _whole(term.subject),
        "reading": _one_or_all(term.readings),
        "definition": {key: _whole(term.definition(language)) for key, language in _FORMS.items()},
        "context": {key: _one_or_all(term.contexts(language)) for key, language in _FORMS.items()},
    }
    for key, value in said.items():
        kept = {name: one for name, one in value.items() if one} if isinstance(value, dict) else value
        if kept:
            node[key] = kept
    return node


def _one_or_all(texts: tuple[str, ...]) -> str | list[str]:
    plain = [_whole(text) for text in texts]
    return plain[0] if len(plain) == 1 else plain


def _whole(text: str) -> str:
    return _HALVES.sub("", text)


def _update(node: Any, wanted: Mapping[str, Any]) -> None:
    """Make a mapping of the file say what is wanted; what is right already is not touched, and a list is continued."""
    for key in [key for key in node if key not in wanted]:
        del node[key]
    for key, value in wanted.items():
        held = node.get(key)
        if isinstance(held, dict) and isinstance(value, dict):
            _update(held, value)
        elif isinstance(held, list) and isinstance(value, list) and value[: len(held)] == held:
            held.extend(map(_laid_out, value[len(held) :]))
        elif held not in (value, [value]):
            node[key] = _laid_out(value, flow=True)


def _laid_out(value: Any, *, flow: bool = False) -> Any:
    """Return a value as ruamel's: in one line where that is short, else a key a line with its lists in one."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    if isinstance(value, dict):
        mapping = CommentedMap({key: _laid_out(one, flow=True) for key, one in value.items()})
        mapping.fa.set_flow_style()
        if not flow and len(_dump([mapping], 0)) > _LINE_CHARS:
            mapping.fa.set_block_style()
        return mapping
    if isinstance(value, list):
        sequence = CommentedSeq(map(_laid_out, value))
        sequence.fa.set_flow_style()
        return sequence
    return value if _PLAIN.fullmatch(value) else DoubleQuotedScalarString(value)


def _dump(tree: Any, offset: int) -> str:
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 1_000_000
    yaml.indent(mapping=2, sequence=_SEQUENCE_INDENT + offset, offset=offset)
    stream = io.StringIO()
    yaml.dump(tree, stream)
    return stream.getvalue()
