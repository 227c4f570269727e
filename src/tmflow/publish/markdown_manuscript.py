"""The target article alone, as Markdown: CommonMark with the tables and the footnotes of GFM."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from lxml import html

from tmflow.publish.inset_views import CodeView
from tmflow.publish.manuscript import NESTED, Manuscript, raised
from tmflow.publish.page import Page
from tmflow.publish.tables import GridCell
from tmflow.publish.views import Cell, RowView, SectionView

__all__ = ["markdown_article"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&$])")
_LINE_MARK = re.compile(r"^(\d*)([.)+=:-])", re.MULTILINE)
_EMPHASIS = {"strong": "**", "em": "*", "s": "~~", "del": "~~"}
_BARE = re.compile(r"(?<!\\)\|")
_FENCE = re.compile(r"`+")
_NO_SYNTAX = re.compile(r"[^\w.+#-]")
_NO_LABEL = re.compile(r"\W+")
_HARD_BREAK = "\\\n"
_RULES = {"": "---", "left": ":---", "center": ":---:", "right": "---:"}
"""Below the head of a table, by how the text of a column stands."""


def markdown_article(page: Page) -> str:
    """Return the target article as Markdown; what an article's text has of Markdown's marks is escaped.

    Drafts nobody has confirmed are marked in the text, as on the page.
    """
    return _Markdown(page).written()


class _Markdown(Manuscript):
    """Writes Markdown."""

    bullet, quotation = "- ", "> "

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._labels: dict[str, str] = {}
        for cell in _iter_notes(self.outline.body):
            label = _NO_LABEL.sub("", cell.mark) or str(len(self._labels) + 1)
            is_taken = label in self._labels.values()
            self._labels[f"#{cell.segments[0].id}"] = f"{label}-{len(self._labels) + 1}" if is_taken else label

    def heading(self, text: str, level: int) -> str:
        """Return a heading, a single line."""
        return f"{'#' * level} {text.replace(_HARD_BREAK, ' ')}"

    def code(self, code: CodeView) -> str:
        """Return a fenced code block."""
        fence = _fence(code.text, least=3)
        return f"{fence}{_NO_SYNTAX.sub('', code.syntax)}\n{code.text}\n{fence}"

    def image(self, row: RowView, text: str) -> str:
        """Return an image. text: its alternative text."""
        shown = [picture.src for picture in row.pictures] or [link.href for link in row.links]
        return f"![{text}](<{shown[0]}>)" if shown else text

    def group(self, terms: Sequence[str], meanings: Sequence[str]) -> str:
        """Return terms and what is said of them as an item of a list: Markdown has no definition lists."""
        strong = [term if "*" in term or "\n" in term else f"**{term}**" for term in terms]
        return self.bullet + "\n\n".join([*strong, *meanings]).replace("\n", "\n" + " " * NESTED).replace(
            f"\n{' ' * NESTED}\n", "\n\n"
        )

    def note(self, cell: Cell, paragraphs: Sequence[str]) -> str:
        """Return a footnote, a note that nothing calls as paragraphs. cell: of its first paragraph."""
        label = self._labels.get(f"#{cell.segments[0].id}")
        if label is None:
            return super().note(cell, paragraphs)
        lines = "\n\n".join(paragraphs).split("\n")
        return f"[^{label}]: " + "\n".join([lines[0], *(f"{' ' * NESTED}{line}".rstrip() for line in lines[1:])])

    def grid(self, lines: list[list[str]], cells: Sequence[Sequence[GridCell]], *, has_head: bool) -> str:
        """Return a table as GFM has it, whose first line is its head."""
        width = len(lines[0])
        head = lines[:1] if has_head else [[""] * width]
        columns = ([cell for line in cells for cell in line if cell.start == column] for column in range(width))
        rule = [_RULES[_usual_align(column)] for column in columns]
        return "\n".join(f"| {' | '.join(texts)} |" for texts in [*head, rule, *lines[has_head:]])

    def in_cell(self, text: str) -> str:
        """Return what stands in a cell as one line; a sign that is no border is escaped, in code too (GFM 4.10)."""
        return _BARE.sub(r"\\|", " ".join(text.replace(_HARD_BREAK, " ").split()))

    def count(self, item: SectionView) -> str:
        """Return the mark of an item of a counted list: Markdown knows figures alone."""
        return f"{item.number}."

    def line(self, text: str) -> str:
        """Return the text of a paragraph, what would begin a list or the like in it escaped."""
        return _LINE_MARK.sub(r"\1\\\2", text)

    def inline(self, element: html.HtmlElement) -> str:
        """Return the content of an element."""
        parts = [_escaped(element.text or "")]
        for child in element:
            parts += [self._called(child) or self._marked(child), _escaped(child.tail or "")]
        return "".join(parts)

    def _marked(self, child: html.HtmlElement) -> str:
        inner = self.inline(child)
        if child.tag == "br":
            return _HARD_BREAK
        if mark := raised(child):
            return _escaped(mark)
        if child.tag == "a" and not child.get("role"):
            return f"[{inner}](<{child.get('href')}>)"
        if child.tag == "code":
            text = str(child.text_content())
            fence = _fence(text, least=1)
            return f"{fence} {text} {fence}"
        if child.tag == "img":
            return f"![{_escaped(child.get('alt', ''))}](<{child.get('src')}>)"
        mark = _EMPHASIS.get(str(child.tag), "")
        return f"{mark}{inner}{mark}" if inner.strip() == inner else inner

    def _called(self, child: html.HtmlElement) -> str:
        """Return the calls of footnotes that an element is or holds, "" if it is none."""
        links = child.xpath("descendant-or-self::a[@role='doc-noteref']") if child.tag in {"a", "sup"} else []
        return "".join(f"[^{self._labels[link.get('href')]}]" for link in links if link.get("href") in self._labels)


def _iter_notes(sections: Sequence[SectionView]) -> Iterator[Cell]:
    """Yield the first cell of each note that is called, in the order of the article."""
    for section in sections:
        cells = section.rows[0].cells[:1] if section.kind == "note" else ()
        yield from (cell for cell in cells if cell.back and cell.mark)
        yield from _iter_notes(section.parts)


def _usual_align(cells: Iterable[GridCell]) -> str:
    """Return how most cells of a column say that their text stands: a column of GFM has one way."""
    told = Counter(cell.align for cell in cells if cell.index is not None)
    return max(told, key=lambda align: (told[align], align), default="")


def _fence(text: str, *, least: int) -> str:
    """Return more backticks than stand together in a text."""
    return "`" * max(least, max(map(len, _FENCE.findall(text)), default=0) + 1)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
