"""Search that works from static files: what is written for the module in `static/search.js` to read.

Each article has a file of its sentences. The index says which articles hold a piece of text: two Japanese characters in
a row, or a word of any other script, so that Japanese is found wherever a word would be cut and English by the beginning
of a word. It is cut into parts, in order, each named by what it holds so that no browser keeps an old one; a search loads
the parts of its words, then the articles it shows.
Both sides fold text alike: width, case, accents and the two kana are one.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from tmflow.model.bitext import Side
from tmflow.model.content import Content
from tmflow.model.document import BlockKind
from tmflow.model.language import Language
from tmflow.publish.cleaning import plain_text
from tmflow.publish.inline import render_contents
from tmflow.publish.notes import without_calls
from tmflow.publish.page import Page, shown_titles
from tmflow.publish.rows import unit_name
from tmflow.publish.states import draft_sort

__all__ = ["SEARCH_SCRIPT", "SEARCH_TEXT", "fold", "index_files", "pieces", "search_text"]

SEARCH_SCRIPT = "search.js"
SEARCH_TEXT = "search.json"
"""In the folder of an article: its sentences."""

_VERSION = 1
_ACCENTS = re.compile("[\u0300-\u036f]")
_SINGLE_QUOTES = re.compile("[\u2018\u2019]")
_BLANKS = re.compile(r"\s+")
_HIRAGANA = {code: code - 0x60 for code in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
_CJK = "\u3005-\u3007\u3041-\u309f\u30a0-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"([{_CJK}]+)|([^\W_{_CJK}]{{2,}})")
_PART_BYTES = 32_000
_MOST_BYTES = 64_000
"""What a part of the index has at least and at most: about 10 kB as servers send it."""
_BORDERS = 64
"""One piece of so many may end a part that is large enough."""
_NAME_CHARS = 16
_POSTING_BYTES = 3


def fold(text: str) -> str:
    """Return text as it is compared: without width, case and accents, katakana as hiragana.

    >>> fold("ＡＢＣ"), fold("カフェ"), fold("Café")
    ('abc', 'かふぇ', 'cafe')
    """
    bare = unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFKD", text)))
    return _BLANKS.sub(" ", _SINGLE_QUOTES.sub("'", bare.lower().translate(_HIRAGANA)))


def pieces(text: str) -> set[str]:
    """Return what a text is found by: pairs of Japanese characters, the last one of a run alone, and words of two letters and up.

    >>> sorted(pieces("港の朝 A harbor"))
    ['harbor', 'の朝', '朝', '港の']
    """
    found: set[str] = set()
    for run, word in _RUN.findall(fold(text)):
        if word:
            found.add(word)
        else:
            found.update(map("".join, pairwise(run)))
            found.add(run[-1])
    return found


def search_text(page: Page) -> bytes:
    """Return the sentences of an article as JSON: titles, date, and of each unit its name, both texts, and what sort of draft it is."""
    languages = tuple(Language)
    titles = shown_titles(page)
    units = list(_iter_units(page))
    tree = {
        "titles": [titles.get(language, "") for language in languages],
        "heads": [name for name, is_title, _ in units if is_title],
        "units": [row for _, _, row in units],
    }
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _iter_units(page: Page) -> Iterator[tuple[str, bool, list[str]]]:
    bitext = page.bitext
    for row in page.rows:
        for numbered in row.units:
            unit = numbered.unit
            if numbered.shown is Side.TARGET:
                continue  # told where its source stands
            contents = {bitext.pair.source: unit.source, bitext.pair.target: unit.target}
            texts = [_text(found, one) if (found := contents[one]) else "" for one in Language]
            name = unit_name(numbered.number, len(bitext.units))
            if any(texts):
                yield name, row.kind is BlockKind.TITLE, [name, *texts, *filter(None, [draft_sort(unit)])]


def _text(content: Content, language: Language) -> str:
    """Return a text as it is read aloud: with the marks of its quotations, without those of its notes."""
    content = without_calls(content)
    has_quotation = any(code.native.lower().startswith(("<q>", "<q ")) for code in content.codes)
    text = render_contents([content], language)[0].striptags() if has_quotation else content.text
    return plain_text(text, language)


def index_files(articles: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the index, path in the site and content.

    articles: the folder of each, as a part of a URL, with its `search_text`, from the oldest to the newest.
    """
    folders: list[str] = []
    postings: dict[str, list[int]] = {}
    for number, (folder, content) in enumerate(articles):
        folders.append(folder)
        in_title, anywhere = _pieces_of(json.loads(content))
        for piece in anywhere:
            postings.setdefault(piece, []).append(2 * number + (piece in in_title))
    parts = [(part[0][0], _json(dict(part))) for part in _iter_parts(postings)]
    names = [hashlib.sha256(content).hexdigest()[:_NAME_CHARS] for _, content in parts]
    starts = [start for start, _ in parts]
    yield "search/index.json", _json({"version": _VERSION, "starts": starts, "parts": names, "articles": folders})
    yield from ((f"search/{name}.json", content) for name, (_, content) in zip(names, parts, strict=True))


_Part = list[tuple[str, list[int]]]


def _iter_parts(postings: Mapping[str, list[int]]) -> Iterator[_Part]:
    """Yield pieces with their articles in the order JavaScript compares them, cut where the parts have grown to their size.

    It is the pieces that say where, so that what changes in one part moves no border of the others.
    """
    part: _Part = []
    size = 0
    for piece in sorted(postings, key=lambda one: one.encode("utf-16-be")):
        part.append((piece, _steps(postings[piece])))
        size += len(piece.encode()) + _POSTING_BYTES * len(postings[piece])
        if size > _MOST_BYTES or (size > _PART_BYTES and zlib.crc32(piece.encode()) % _BORDERS == 0):
            yield part
            part, size = [], 0
    if part:
        yield part


def _pieces_of(tree: dict[str, Any]) -> tuple[set[str], set[str]]:
    """Return the pieces of an article's titles, and of all of it."""
    heads = set(tree["heads"])
    titles = [*tree["titles"], *(text for row in tree["units"] if row[0] in heads for text in row[1:3])]
    in_title = pieces("\n".join(titles))
    return in_title, in_title | pieces("\n".join(text for row in tree["units"] for text in row[1:3]))


def _steps(numbers: list[int]) -> list[int]:
    """Return rising numbers as the first and the differences.

    >>> _steps([3, 8, 9])
    [3, 5, 1]
    """
    return [number - before for before, number in zip([0, *numbers], numbers, strict=False)]


def _json(tree: object) -> bytes:
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode()
