"""DOCX: an article as a bilingual table for a reviewer with a word processor, and what comes back of it.

What is written is as small as the standard allows (ECMA-376, WordprocessingML), so that the same bitext gives the same
bytes. Read row by row: the text as it is once every tracked change is accepted, and the comments.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

from lxml import etree

from tmflow.errors import FormatError
from tmflow.formats.atomic import open_atomic
from tmflow.formats.export import ExportOptions, ExportReport
from tmflow.formats.office import (
    DECLARATION,
    DOCUMENT,
    OFFICE,
    RELATIONS,
    content_types,
    iter_part,
    open_package,
    package_part,
    related_parts,
)
from tmflow.formats.returned import ReturnedFile
from tmflow.formats.review import (
    Cell,
    ReviewRow,
    TableRow,
    guidance,
    headings,
    iter_marks,
    iter_review_rows,
    read_table,
)
from tmflow.formats.xml import XML_SPACE, drop_before, local_name
from tmflow.formats.xml_text import TextFilter
from tmflow.model.bitext import Bitext
from tmflow.model.content import Content
from tmflow.model.language import Language

__all__ = ["read", "write"]

_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_KINDS: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_W: Final = f"{{{_WORD}}}"
_WIDTHS: Final = (600, 1500, 4700, 4700, 1400, 1940)
"""Of the columns, in twentieths of a point; together a landscape A4 page between its margins."""
_STYLES: Final = {Language.JA: "Japanese", Language.EN: "English"}
_MAX_CELLS: Final = 120_000
"""And rows: the most units a table has (`MAX_UNITS`) have 56,000."""
_HEADING_FILL: Final = "D9E2F3"
_CONTEXT_FILL: Final = "EDEDED"
_DRAFT_FILL: Final = "FFF2CC"


def _language_style(language: Language) -> str:
    hint = ' w:hint="eastAsia"' if language is Language.JA else ""
    tag = "ja-JP" if language is Language.JA else "en-US"
    return (
        f'<w:style w:type="paragraph" w:styleId="{_STYLES[language]}"><w:name w:val="Text in {language.display_name}"/>'
        f'<w:basedOn w:val="Normal"/><w:rPr><w:rFonts{hint} w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Yu Gothic"/>'
        f'<w:lang w:val="{tag}" w:eastAsia="ja-JP"/></w:rPr></w:style>'
    )


_PARTS: Final = {
    "[Content_Types].xml": content_types(
        {
            "word/document.xml": f"{_KINDS}.document.main+xml",
            "word/styles.xml": f"{_KINDS}.styles+xml",
            "word/settings.xml": f"{_KINDS}.settings+xml",
        }
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    ),
    "word/_rels/document.xml.rels": (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" Type="{OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/settings" Target="settings.xml"/></Relationships>'
    ),
    "word/styles.xml": (
        f'<w:styles xmlns:w="{_WORD}"><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Yu Gothic" w:cs="Calibri"/><w:sz w:val="21"/>'
        '<w:lang w:val="en-US" w:eastAsia="ja-JP"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        + "".join(map(_language_style, Language))
        + '<w:style w:type="character" w:styleId="Mark"><w:name w:val="Mark of a code"/><w:rPr><w:noProof/>'
        '<w:color w:val="9C5700"/></w:rPr></w:style></w:styles>'
    ),
    "word/settings.xml": (
        f'<w:settings xmlns:w="{_WORD}"><w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="ja-JP"/></w:settings>'
    ),
}
"""The parts of a document beside its text."""

# -- writing


def write(bitext: Bitext, path: Path | BinaryIO, options: ExportOptions | None = None) -> ExportReport:
    """Write a bitext as a table in a landscape document; characters XML cannot hold are taken out and reported.

    Raises StorageError; FormatError if the id of a unit is no NMTOKEN.
    """
    safe, units = TextFilter(), 0
    with open_atomic(path) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for part, text in _PARTS.items():
            package.writestr(package_part(part), DECLARATION + text)
        document = package.open(package_part("word/document.xml"), "w")
        with document, etree.xmlfile(document, encoding="UTF-8") as xml:
            xml.write_declaration(standalone=True)
            with xml.element(f"{_W}document", nsmap={"w": _WORD}), xml.element(f"{_W}body"):
                for language in Language:
                    xml.write(_paragraph(Content.of(guidance(language)), "", safe))
                with xml.element(f"{_W}tbl"):
                    _write_frame(xml)
                    xml.write(_heading_row(bitext, safe))
                    for row in iter_review_rows(bitext, options or ExportOptions()):
                        safe.unit_id = row.id
                        xml.write(_row(row, bitext, safe))
                        units += 1
                xml.write(_element("p"))
                section = _element("sectPr")
                section.append(_element("pgSz", w="16838", h="11906", orient="landscape"))
                section.append(_element("pgMar", top="850", right="999", bottom="850", left="999", header="500", footer="500", gutter="0"))  # fmt: skip
                xml.write(section)
    return ExportReport(units=units, removed=tuple(safe.removed))


def _element(name: str, *children: etree._Element, **attributes: str) -> etree._Element:
    element = etree.Element(_W + name, {_W + key: value for key, value in attributes.items()}, nsmap={"w": _WORD})
    element.extend(children)
    return element


def _write_frame(xml: Any) -> None:
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = [_element(edge, val="single", sz="4", space="0", color="A6A6A6") for edge in edges]
    width = _element("tblW", w=str(sum(_WIDTHS)), type="dxa")
    xml.write(_element("tblPr", width, _element("tblBorders", *borders), _element("tblLayout", type="fixed")))
    xml.write(_element("tblGrid", *(_element("gridCol", w=str(width)) for width in _WIDTHS)))


def _heading_row(bitext: Bitext, safe: TextFilter) -> etree._Element:
    cells = [
        _cell(_paragraph(Content.of(text), "", safe), width, _HEADING_FILL)
        for text, width in zip(headings(bitext), _WIDTHS, strict=True)
    ]
    return _element("tr", _element("trPr", _element("cantSplit"), _element("tblHeader")), *cells)


def _row(row: ReviewRow, bitext: Bitext, safe: TextFilter) -> etree._Element:
    source, target = (_STYLES[language] for language in (bitext.pair.source, bitext.pair.target))
    open_fill = _DRAFT_FILL if row.is_draft else ""
    contents = (
        (Content.of(str(row.number)), "", _CONTEXT_FILL),
        (Content.of(row.id), "", _CONTEXT_FILL),
        (row.source, source, _CONTEXT_FILL),
        (row.target, target, open_fill),
        (Content.of(row.state), "", open_fill),
        (Content.of(row.note), "", ""),
    )
    cells = [
        _cell(_paragraph(content, style, safe), width, fill)
        for (content, style, fill), width in zip(contents, _WIDTHS, strict=True)
    ]
    return _element("tr", _element("trPr", _element("cantSplit")), *cells)


def _cell(paragraph: etree._Element, width: int, fill: str) -> etree._Element:
    properties = _element("tcPr", _element("tcW", w=str(width), type="dxa"))
    if fill:
        properties.append(_element("shd", val="clear", color="auto", fill=fill))
    return _element("tc", properties, paragraph)


def _paragraph(content: Content, style: str, safe: TextFilter) -> etree._Element:
    """Return a paragraph, its style "" if it shows no content; marks look different and are never proofread."""
    paragraph = _element("p", *([_element("pPr", _element("pStyle", val=style))] if style else []))
    for text, is_mark in iter_marks(content) if style else ((part, False) for part in content.parts):
        run = _element("r", *([_element("rPr", _element("rStyle", val="Mark"))] if is_mark else []))
        _add_text(run, safe(str(text)))
        if len(run):
            paragraph.append(run)
    return paragraph


def _add_text(run: etree._Element, text: str) -> None:
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        if number:
            run.append(_element("br"))
        for index, piece in enumerate(line.split("\t")):
            if index:
                run.append(_element("tab"))
            if piece:
                element = _element("t")
                element.text = piece
                element.set(XML_SPACE, "preserve")
                run.append(element)


# -- reading


def read(path: Path) -> ReturnedFile:
    """Read the table of an article that a reviewer has edited: text as if all tracked changes were accepted.

    Rows may be moved or deleted, columns too; the texts of comments are notes of the row they are anchored in.
    Raises FormatError: no DOCX, damaged, hostile, with macros, no table of an article.
    """
    with open_package(path, DOCUMENT, is_review=True) as package:
        main = next(iter(related_parts(package, "", "officeDocument", path=path)), "word/document.xml")
        comments = {
            comment.get(f"{_W}id", ""): _comment(comment)
            for part in related_parts(package, main, "comments", path=path)
            for comment in iter_part(package, part, path=path, tags=(f"{_W}comment",))
        }
        rows = iter_part(package, main, path=path, tags=(f"{_W}tr",))
        return read_table(_iter_rows(rows, comments, path), path=path)


def _comment(comment: etree._Element) -> str:
    author = comment.get(f"{_W}author")
    text = "\n".join("".join(_iter_text(paragraph)) for paragraph in comment.iter(f"{_W}p"))
    return f"{author}: {text}" if author else text


def _iter_rows(rows: Iterable[etree._Element], comments: Mapping[str, str], path: Path) -> Iterator[TableRow]:
    number = cells = 0
    for row in rows:
        if next(row.iterancestors(f"{_W}tr"), None) is not None:
            continue  # of a table in a cell
        number += 1
        cells += 1 + len(row)
        if cells > _MAX_CELLS:
            raise FormatError(f"more than {_MAX_CELLS:,} rows and cells: no article has so many", path=path)
        if row.find(f"{_W}trPr/{_W}del") is None:
            yield _read_row(row, number, comments)
        drop_before(row)


def _read_row(row: etree._Element, number: int, comments: Mapping[str, str]) -> TableRow:
    """Return a row. Cells may stand in content controls; one that spans others is a fault of the row."""
    found = [cell for cell in row.iter(f"{_W}tc") if next(cell.iterancestors(f"{_W}tr")) is row]
    anchored = [mark.get(f"{_W}id", "") for mark in row.iter(f"{_W}commentReference")]
    return TableRow(
        line=number,
        cells=tuple(Cell(text=_cell_text(cell), fault=_cell_fault(cell)) for cell in found),
        comments=tuple(comments[one] for one in dict.fromkeys(anchored) if comments.get(one)),
        fault="its cells are merged with others" if any(map(_is_merged, found)) else "",
    )


def _is_merged(cell: etree._Element) -> bool:
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    is_wide = span is not None and span.get(f"{_W}val", "1") != "1"
    return is_wide or cell.find(f"{_W}tcPr/{_W}vMerge") is not None


_NO_TEXT: Final = {
    "sym": "a symbol of a font",
    "footnoteReference": "a footnote",
    "endnoteReference": "an endnote",
    "drawing": "a picture",
    "pict": "a picture",
    "object": "an object",
    "tbl": "a table",
}


def _cell_fault(cell: etree._Element) -> str:
    """Say what stands in a cell that is no text and would be lost without a word; "" if nothing does."""
    for element in cell.iter(*(_W + name for name in _NO_TEXT)):
        if next(element.iterancestors(f"{_W}del", f"{_W}moveFrom", f"{_W}tc")).tag == f"{_W}tc":
            return f"it holds {_NO_TEXT[local_name(element)]}: write it as text"
    return ""


def _cell_text(cell: etree._Element) -> str:
    """Return the text of a cell, a line end between paragraphs, save those whose end was deleted."""
    pieces: list[str] = []
    for paragraph in cell.iter(f"{_W}p"):
        if next(paragraph.iterancestors(f"{_W}tc", f"{_W}txbxContent")) is not cell:
            continue
        pieces += _iter_text(paragraph)
        if paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is None:
            pieces.append("\n")
    return "".join(pieces).removesuffix("\n")


_TEXTS: Final = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_PASSED_OVER: Final = frozenset(
    {"del", "moveFrom", "pPr", "rPr", "sdtPr", "rt", "drawing", "pict", "object", "Fallback", "instrText", "delText"}
)
"""What was deleted or moved away; properties; the small characters above a word; pictures; the code of a field."""


def _iter_text(element: etree._Element) -> Iterator[str]:
    for child in element:
        name = local_name(child)
        if name == "t":
            yield child.text or ""
        elif name in _TEXTS:
            yield _TEXTS[name]
        elif name not in _PASSED_OVER:
            yield from _iter_text(child)
