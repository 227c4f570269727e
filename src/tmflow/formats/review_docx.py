"""DOCX: an article as a bilingual table for a reviewer with a word processor, and what comes back of it.

What is written is as small as the standard allows (ECMA-376, WordprocessingML), so that the same bitext gives the same
bytes. Read with python-docx: the text as it is once every tracked change is accepted, and the comments.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from lxml import etree

from tmflow.errors import ConfigError, FormatError
from tmflow.formats.atomic import open_atomic
from tmflow.formats.export import ExportOptions, ExportReport
from tmflow.formats.office import (
    DAMAGE,
    DECLARATION,
    DOCUMENT,
    OFFICE,
    RELATIONS,
    check_review,
    content_types,
    package_part,
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
from tmflow.formats.xliff_units import TextFilter
from tmflow.formats.xml import XML_SPACE, local_name
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
_MAX_TAGS: Final = 1_000_000
"""The most units a table has (`MAX_UNITS`) have 760,000; the emptiest of so many take 130 MB."""
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
    Raises FormatError: no DOCX, damaged, hostile, with macros, no table of an article; ConfigError without python-docx.
    """
    try:
        from docx import Document
        from docx.opc.exceptions import OpcError
    except ImportError as error:
        raise ConfigError("DOCX files need python-docx: pip install 'tmflow[docx]'") from error
    check_review(path, DOCUMENT, max_tags=_MAX_TAGS)
    with path.open("rb") as stream:
        try:
            document = Document(stream)
            comments = {str(one.comment_id): _comment(one) for one in document.comments}
            rows = list(_iter_rows(document, comments))
        except (OpcError, *DAMAGE) as error:
            raise FormatError(f"a damaged or locked document: {error}", path=path) from error
    return read_table(rows, path=path)


def _comment(comment: Any) -> str:
    return f"{comment.author}: {comment.text}" if comment.author else str(comment.text)


def _iter_rows(document: Any, comments: dict[str, str]) -> Iterator[TableRow]:
    number = 0
    for table in document.tables:
        for row in table._tbl.tr_lst:  # noqa: SLF001 - the element itself: python-docx's rows hide tracked changes
            number += 1
            if row.find(f"{_W}trPr/{_W}del") is None:
                yield _read_row(row, number, comments)


def _read_row(row: Any, number: int, comments: dict[str, str]) -> TableRow:
    """Return a row. Cells may stand in content controls; one that spans others is a fault of the row."""
    found = [cell for cell in row.iter(f"{_W}tc") if next(cell.iterancestors(f"{_W}tr")) is row]
    spans = any(cell.tcPr is not None and (cell.grid_span > 1 or cell.vMerge is not None) for cell in found)
    anchored = [mark.get(f"{_W}id") for mark in row.iter(f"{_W}commentReference")]
    return TableRow(
        line=number,
        cells=tuple(Cell(text=_cell_text(cell), fault=_cell_fault(cell)) for cell in found),
        comments=tuple(comments[one] for one in dict.fromkeys(anchored) if comments.get(one)),
        fault="its cells are merged with others" if spans else "",
    )


_NO_TEXT: Final = {
    "sym": "a symbol of a font",
    "footnoteReference": "a footnote",
    "endnoteReference": "an endnote",
    "drawing": "a picture",
    "pict": "a picture",
    "object": "an object",
}


def _cell_fault(cell: etree._Element) -> str:
    """Say what stands in a cell that is no text and would be lost without a word; "" if nothing does."""
    for element in cell.iter(*(_W + name for name in _NO_TEXT)):
        if next(element.iterancestors(f"{_W}del", f"{_W}moveFrom", f"{_W}tbl")).tag == f"{_W}tbl":
            return f"it holds {_NO_TEXT[local_name(element)]}: write it as text"
    return ""


def _cell_text(cell: etree._Element) -> str:
    """Return the text of a cell, a line end between paragraphs, save those whose end was deleted."""
    text = ""
    for paragraph in cell.iter(f"{_W}p"):
        if next(paragraph.iterancestors(f"{_W}tc", f"{_W}txbxContent")) is not cell:
            continue
        text += "".join(_iter_text(paragraph))
        if paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is None:
            text += "\n"
    return text.removesuffix("\n")


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
