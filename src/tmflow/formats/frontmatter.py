"""YAML front matter: its values as metadata, and where in the text each value stands, so that it can be replaced."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tmflow.errors import FormatError
from tmflow.formats.dates import read_iso
from tmflow.formats.series import settle_series
from tmflow.formats.yaml_text import compose_yaml
from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode
from tmflow.model.document import Metadata

if TYPE_CHECKING:
    from ruamel.yaml.nodes import ScalarNode

__all__ = ["FrontMatter", "Scalar", "has_escape", "metadata_of", "parse_quoted", "quote_yaml", "read_front_matter"]

_OPENING = re.compile(r"---[ \t]*(?:\r\n|\n|\r)")
_CLOSING = re.compile(r"(?m)^(?:---|\.\.\.)[ \t]*\r?$")
_KEY_LINE = re.compile(r"""\s*(?:[\w.-]+|"[^"\n\r]+"|'[^'\n\r]+')[ \t]*:(?:[ \t]|\r|\n|$)""")
_PROPERTIES = re.compile(r"(?:[!&]\S*\s+)+")
"""The tag and the anchor before a value (YAML 1.2.2, section 6.9), which the parser counts as part of it."""
_ESCAPES = {
    "'": re.compile(r"''"),
    '"': re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^xuU\r\n])"),
}
"""The escapes of single-quoted and of double-quoted values (YAML 1.2.2, sections 7.3.2 and 5.7)."""
_CHARACTERS = {"n": "\n", "r": "\r", "t": "\t", "N": "\x85", "_": "\xa0"}
_NAMES = {
    "title": ("title",),
    "deck": ("deck", "subtitle", "standfirst", "description", "summary", "lead"),
    "kicker": ("kicker", "category", "section"),
    "byline": ("author", "authors", "byline", "by"),
    "translator": ("translator", "translators", "translated_by"),
    "source": ("source", "publication", "outlet", "publisher"),
    "original_title": ("original_title",),
    "original_deck": ("original_deck", "original_subtitle"),
    "credits": ("photo_credit", "image_credit", "photo", "credit", "credits"),
    "dates": ("date", "published", "publish_date", "pubdate", "updated", "lastmod"),
    "updated": ("updated", "lastmod"),
    "licence": ("licence", "license"),
    "url": ("url", "canonical_url", "permalink"),
    "original_url": ("original_url", "source_url"),
    "language": ("lang", "language"),
    "series": ("series", "series_title"),
    "part": ("part", "episode", "series_part", "series_order"),
}
_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=~<.0-9](?:[^\n\r#:\"\\]|(?<!\s)#|:(?=\S))*(?<![\s:])")
_LARGEST_CHARS = 65_536
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """One value. [start, end) is all of it, quotes or block mark (| or >) included; [inner_start, inner_end) its own characters."""

    value: str
    start: int
    end: int
    inner_start: int
    inner_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The front matter of a text: its values by key, and where the text after it begins (0 if there is none)."""

    end: int = 0
    values: dict[str, tuple[Scalar, ...]] = field(default_factory=dict)

    def first(self, name: str) -> Scalar | None:
        """Return the first value of the keys that mean `name` ("title", "deck" …)."""
        return next((scalar for key in _NAMES[name] for scalar in self.values.get(key, ())), None)

    def all(self, name: str) -> tuple[str, ...]:
        """Return the values of all keys that mean `name`."""
        return tuple(scalar.value for key in _NAMES[name] for scalar in self.values.get(key, ()) if scalar.value)


def read_front_matter(text: str, path: Path) -> FrontMatter:
    r"""Return the front matter that opens a text, an empty one if none does.

    A text that opens with a rule (---) and no key after it has none. Raises FormatError, with the line, where the front
    matter is not closed, is no YAML, or gives a key twice.

    >>> read_front_matter("---\ntitle: 'A'\n---\nBody", Path("x.md")).first("title").value
    'A'
    """
    opening = _OPENING.match(text)
    if opening is None:
        return FrontMatter()
    has_key = _KEY_LINE.match(text, opening.end()) is not None
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        if has_key:
            raise FormatError("the front matter is not closed. Add a line --- after it", path=path, line=1)
        return FrontMatter()
    inner = text[opening.end() : closing.start()]
    if len(inner) > _LARGEST_CHARS:
        raise FormatError(f"the front matter has more than {_LARGEST_CHARS} characters", path=path, line=1)
    if inner.strip() and not has_key and not inner.lstrip().startswith("#"):
        return FrontMatter()
    end = closing.end() + (1 if text.startswith("\n", closing.end()) else 0)
    return FrontMatter(end=end, values=dict(_iter_values(inner, opening.end(), path)))


def metadata_of(front: FrontMatter) -> Metadata:
    """Return the metadata that front matter gives."""

    def one(name: str) -> str | None:
        scalar = front.first(name)
        return scalar.value.strip() or None if scalar else None

    dates = front.all("dates")
    series, part = settle_series(
        one("series") or "", one("part") or "", kicker=one("kicker") or "", title=one("title") or ""
    )
    return Metadata(
        title=one("title"),
        deck=one("deck"),
        kicker=one("kicker"),
        byline=", ".join(front.all("byline")) or None,
        translator=", ".join(front.all("translator")) or None,
        source=one("source"),
        original_title=one("original_title"),
        original_deck=one("original_deck"),
        credits=front.all("credits"),
        dates=dates,
        published=next((iso for written in dates if (iso := read_iso(written))), None),
        updated=read_iso(one("updated") or ""),
        licence=one("licence"),
        url=one("url"),
        original_url=one("original_url"),
        series=series,
        part=part,
    )


def quote_yaml(value: str) -> str:
    """Return a text as one YAML value, in double quotes only where it needs them.

    >>> quote_yaml("港の話"), quote_yaml("Ports: a tale"), quote_yaml("yes")
    ('港の話', '"Ports: a tale"', '"yes"')
    """
    if _PLAIN.fullmatch(value) and value.lower() not in _WORDS and value.isprintable():
        return value
    escaped = (
        value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    )
    return '"' + "".join(character if character.isprintable() else _escape(character) for character in escaped) + '"'


def has_escape(native: str, quote: str) -> bool:
    """Whether a value between YAML's quote marks holds an escape of YAML. quote: "'", '"' or "" for none."""
    return bool(quote) and _ESCAPES[quote].search(native) is not None


def parse_quoted(native: str, quote: str) -> Content:
    r"""Return the content of a value between YAML's quote marks, each escape as a code that reads as its character.

    >>> parse_quoted("It''s", "'").text, parse_quoted(r"\u6e2f", '"').text
    ("It's", '港')
    """
    parts: list[str | InlineCode] = []
    end = 0
    for number, match in enumerate(_ESCAPES[quote].finditer(native), 1):
        code, role = CodeKind.ENTITY, CodeRole.STANDALONE
        parts.append(native[end : match.start()])
        parts.append(InlineCode(id=str(number), kind=code, role=role, native=match[0], text=_unescape(match[0])))
        end = match.end()
    return Content.of(*parts, native[end:])


def _unescape(escape: str) -> str:
    if escape[1] in "xuU":
        digits = escape[2:]
        code = int(digits, 16)
        return chr(code) if code <= sys.maxunicode else escape
    return _CHARACTERS.get(escape[1], escape[1])


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"  # noqa: PLR2004 - the end of the basic plane


def _iter_values(inner: str, offset: int, path: Path) -> Iterator[tuple[str, tuple[Scalar, ...]]]:
    from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

    root = compose_yaml(inner, path=path, first_line=2, prefix="front matter: ")
    if root is None:
        return
    if not isinstance(root, MappingNode):
        raise FormatError("the front matter is not a list of keys and values", path=path, line=2)
    seen: dict[str, int] = {}
    for key, value in root.value:
        name, line = str(key.value), key.start_mark.line + 2
        if name in seen:
            raise FormatError(
                f'front matter: duplicate key "{name}" (first at line {seen[name]})', path=path, line=line
            )
        seen[name] = line
        nodes = value.value if isinstance(value, SequenceNode) else [value]
        yield (
            name.lower().replace("-", "_"),
            tuple(_scalar(node, inner, offset) for node in nodes if isinstance(node, ScalarNode)),
        )


def _scalar(node: ScalarNode, inner: str, offset: int) -> Scalar:
    """Return a value with its place in the text, in which the front matter `inner` begins at `offset`."""
    start, end = node.start_mark.index, node.end_mark.index
    properties = _PROPERTIES.match(inner, start, end)
    start = properties.end() if properties else start
    is_block = node.style in {"|", ">"}
    inner_start, inner_end = (start + 1, end - 1) if node.style in {"'", '"'} else (start, end)
    if is_block:
        body = inner[start:end]
        first_line = body.find("\n") + 1
        inner_start = start + first_line + len(body[first_line:]) - len(body[first_line:].lstrip())
        inner_end = start + len(body.rstrip())
    return Scalar(
        value=str(node.value),
        start=offset + start,
        end=offset + (inner_end if is_block else end),
        inner_start=offset + min(inner_start, inner_end),
        inner_end=offset + inner_end,
    )
