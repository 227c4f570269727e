"""Files made to exhaust or to spy on who reads them, in a process of its own for each.

Each is refused in one line, or read, within 2 CPU seconds and 100 MB; nothing is asked of the network, and no file is written.
"""

from __future__ import annotations

import gzip
import os
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.formats.interchange_samples import PAIR as PAIR_OF_TESTS
from tests.formats.interchange_samples import TESTS, write_as
from tests.needed import needed
from tmflow.formats import xlsx
from tmflow.formats.registry import formats
from tmflow.model.match import MemoryEntry

CPU_SECONDS = 2
PEAK_KIB = 100_000

READER = """
import re, resource, sys
from pathlib import Path
from tmflow.errors import TmflowError
from tmflow.formats.glossaries import iter_terms
from tmflow.formats.imported import ImportLog
from tmflow.formats.pairs import iter_pairs
from tmflow.formats.units import read_returned
from tmflow.formats.srx import read_srx
path, reader = Path(sys.argv[1]), sys.argv[2]
log = ImportLog()
problem, texts = "", []
def watch(event, arguments):
    if event.startswith("socket.") or (event == "open" and any(one in str(arguments[1]) for one in "wax+")):
        raise SystemExit(f"{event} {arguments}")
sys.addaudithook(watch)
try:
    if reader == "terms":
        texts = [term.japanese[0] for _, term in iter_terms(path, log=log)]
    elif reader == "units":
        texts = [unit.source.text for unit in read_returned(path).units]
    elif reader == "rules":
        texts = [part.name for part in read_srx(path).languages]
    else:
        texts = [entry.source for entry in iter_pairs(path, log=log)]
except TmflowError as error:
    problem = str(error)
assert "root:" not in "".join(texts) + problem
used = resource.getrusage(resource.RUSAGE_SELF)
peak = re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1]  # ru_maxrss has that of the parent
print(len(texts), log.refused_count, used.ru_utime + used.ru_stime, peak, problem, sep="\\t")
"""

PAIR = '<tu><tuv xml:lang="ja"><seg>{}</seg></tuv><tuv xml:lang="en"><seg>Harbor</seg></tuv></tu>'
MEGABYTE = "x" * 1_000_000
ATTRIBUTES = " ".join(f'a{number}=""' for number in range(100_000))


def tmx(*units: str, doctype: str = "") -> str:
    return f'{doctype}<tmx version="1.4"><header srclang="ja"/><body>{"".join(units)}</body></tmx>'


def bomb() -> str:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return tmx(PAIR.format("&e11;"), doctype=f'<!DOCTYPE tmx [<!ENTITY e0 "lol">{levels}]>')


def pieces(*parts: str | Callable[[], Iterator[str]]) -> Callable[[Path], None]:
    """Return what writes a large file piece by piece."""

    def write(path: Path) -> None:
        with path.open("w", encoding="utf-8") as stream:
            for part in parts:
                stream.writelines([part] if isinstance(part, str) else part())

    return write


def many(text: str, count: int) -> Callable[[], Iterator[str]]:
    return lambda: (text for _ in range(count))


def packed(path: Path) -> None:
    with gzip.open(path, "wb", compresslevel=1) as stream:
        for _ in range(60):
            stream.write(b" " * 1_000_000)


def swollen(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("xl/sharedStrings.xml", b" " * 50_000_000)


def units_in_gzip(path: Path) -> None:
    with gzip.open(path, "wb", compresslevel=1) as stream:
        stream.write(FILE.encode())
        for _ in range(110):
            stream.write(b"<trans-unit><source>a</source></trans-unit>" * 1_000)


def comments_in_gzip(path: Path) -> None:
    with gzip.open(path, "wb", compresslevel=1) as stream:
        stream.write(PO.encode())
        for _ in range(70):
            stream.write((b"# " + b"x" * 60 + b"\n") * 16_000)


def table_with(part: str, place: str, more: str | bytes) -> Callable[[Path], None]:
    """Return what writes a table for an office program with more in one of its parts, before a place in it."""
    return renamed_table("", "", place, more, part=part)


def renamed_table(old: str, new: str, place: str, more: str | bytes, *, part: str = "") -> Callable[[Path], None]:
    """Return what writes a table with more in a part that bears another name, beside a part that does not pack."""

    def write(path: Path) -> None:
        write_as(formats()[path.suffix[1:]], path)
        with zipfile.ZipFile(path) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        added = more if isinstance(more, bytes) else more.encode()
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
            for name in dict.fromkeys([*parts, *filter(None, [part])]):
                content = parts.get(name, b"")
                if name == part or (old and name.endswith(old)):
                    content = content.replace(place.encode(), added + place.encode()) if place else added
                package.writestr(
                    name.replace(old, new), content.replace(old.encode(), new.encode()) if old else content
                )
            package.writestr("word/more.bin" if path.suffix == ".docx" else "xl/more.bin", os.urandom(200_000))

    return write


def with_sheet(content: str) -> Callable[[Path], None]:
    """Return what writes a workbook whose sheet is this text."""

    def write(path: Path) -> None:
        entry = MemoryEntry(source="港", target="Harbor", pair=PAIR_OF_TESTS)
        xlsx.write_xlsx([entry], path)
        with zipfile.ZipFile(path) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, part in parts.items():
                package.writestr(name, content.encode() if name.endswith("sheet1.xml") else part)

    return write


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    '<c r="A1" t="inlineStr"><is><t>{}</t></is></c><c r="B1" t="inlineStr"><is><t>en</t></is></c></row></sheetData></worksheet>'
)
TERMS = '<martif type="TBX"><text><body>'
TERM = '<termEntry><langSet xml:lang="ja"><tig><term>{}</term></tig></langSet></termEntry></body></text></martif>'
HEAD = '<tmx version="1.4"><header srclang="ja"/><body>'
UNIT = '<trans-unit id="1"><source>{}</source><target>Harbor</target></trans-unit>'
UNIT_2 = '<unit id="1"><segment><source>{}</source><target>Harbor</target></segment></unit>'
FILE = '<xliff version="1.2"><file original="a" source-language="ja" target-language="en"><body>'
FILE_2 = '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="ja" trgLang="en"><file id="1">'
PO = 'msgid ""\nmsgstr "Language: en\\nX-Source-Language: ja\\nX-Tmflow-Article: a\\n"\n\n'
PO_UNIT = PO + 'msgid "港"\nmsgstr "Harbor"\n'
PO_HTML = PO.replace("Article: a", "Article: a\\nX-Article-Format: html") + 'msgid "{}"\nmsgstr ""\n'
SPY = '<!DOCTYPE {0} [<!ENTITY e SYSTEM "{1}">]>'
NO_ENTITY = "entity 'e' stands in another file: external entities are not read"
TOO_MUCH = "in one element"


def xliff(*units: str, doctype: str = "") -> str:
    return f"{doctype}{FILE}{''.join(units)}</body></file></xliff>"


def xliff_2(*units: str, doctype: str = "") -> str:
    return f"{doctype}{FILE_2}{''.join(units)}</file></xliff>"


def comments_of_a_tool(count: int) -> Iterator[str]:
    """Yield an SDLXLIFF file in which each unit has a comment that stands in the header."""
    yield FILE.replace("<xliff ", '<xliff xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" ').replace("<body>", "")
    yield "<header>"
    yield from (f'<cmt-def id="{number}"><Comment>c</Comment></cmt-def>' for number in range(count))
    yield "</header><body>"
    for number in range(count):
        yield UNIT.format("a").replace("Harbor", f'<mrk mtype="x-sdl-comment" sdl:cid="{number}">Harbor</mrk>')
    yield "</body></file></xliff>"


ARTICLE_FILES: dict[str, tuple[str, str | bytes | Callable[[Path], None], str]] = {
    "entity bomb": (
        "a.xlf",
        xliff(UNIT.format("&e11;"), doctype=bomb().partition("<tmx version")[0]),
        "name each other",
    ),
    "entity bomb, 2": (
        "a.xlf",
        xliff_2(UNIT_2.format("&e11;"), doctype=bomb().partition("<tmx version")[0]),
        "name each",
    ),
    "entity of itself": (
        "a.xlf",
        xliff(UNIT.format("&e;"), doctype='<!DOCTYPE a [<!ENTITY e "&f;"><!ENTITY f "&e;">]>'),
        "name each other",
    ),
    "quadratic blow-up": (
        "a.xlf",
        xliff(UNIT.format("&e;" * 5_000), doctype=f'<!DOCTYPE a [<!ENTITY e "{"x" * 100_000}">]>'),
        "name each other",
    ),
    "external entity": ("a.xlf", xliff(UNIT.format("&e;"), doctype=SPY.format("a", "file:///etc/passwd")), NO_ENTITY),
    "external entity, 2": (
        "a.xlf",
        xliff_2(UNIT_2.format("&e;"), doctype=SPY.format("a", "file:///etc/passwd")),
        NO_ENTITY,
    ),
    "entity of an attribute": (
        "a.xlf",
        xliff('<trans-unit id="&e;"/>', doctype=SPY.format("a", "file:///etc/passwd")),
        "",  # refused below, in the parser's own words
    ),
    "groups nested deep": ("a.xlf", FILE + "<group>" * 500_000, "elements nested deeper than 2048"),
    "groups nested deep, 2": ("a.xlf", FILE_2 + "<group>" * 500_000, "elements nested deeper than 2048"),
    "codes nested deep": ("a.xlf", xliff(UNIT.format('<g id="1">' * 500 + "</g>" * 500)), "nested more than 100 deep"),
    "codes nested deep, 2": (
        "a.xlf",
        xliff_2(UNIT_2.format('<pc id="1">' * 500 + "</pc>" * 500)),
        "nested more than 100",
    ),
    "one text": ("a.xlf", pieces(f"{FILE}<trans-unit><source>", many(MEGABYTE, 60)), "more than 16,000,000 bytes"),
    "one attribute": ("a.xlf", pieces(f'{FILE}<trans-unit id="', many(MEGABYTE, 60)), "more than 16,000,000 bytes"),
    "one comment": ("a.xlf", pieces(f"{FILE}<!--", many(MEGABYTE, 60)), "more than 16,000,000 bytes"),
    "one instruction": ("a.xlf", pieces(f"{FILE}<?a ", many(MEGABYTE, 60)), "more than 16,000,000 bytes"),
    "one section": (
        "a.xlf",
        pieces(f"{FILE}<trans-unit><source><![CDATA[", many(MEGABYTE, 60)),
        "more than 16,000,000",
    ),
    "a name": ("a.xlf", pieces("<xliff", many(MEGABYTE, 20)), TOO_MUCH),
    "attributes": ("a.xlf", pieces(f"{FILE}<trans-unit ", lambda: (f'a{n}="" ' for n in range(1_000_000))), TOO_MUCH),
    "many attributes": ("a.xlf", xliff(UNIT.format("潮").replace("<trans-unit", f"<trans-unit {ATTRIBUTES}")), ""),
    "attributes of the root": ("a.xlf", pieces("<xliff ", lambda: (f'a{n}="" ' for n in range(1_000_000))), TOO_MUCH),
    "namespaces": ("a.xlf", pieces("<xliff ", lambda: (f'xmlns:a{n}="u:{n}" ' for n in range(1_000_000))), ""),
    "elements that are no units": ("a.xlf", pieces(FILE, many("<x/>" * 1000, 20_000)), TOO_MUCH),
    "a unit of notes": ("a.xlf", pieces(f"{FILE}<trans-unit>", many("<note>a</note>" * 1000, 2_000)), TOO_MUCH),
    "references": ("a.xlf", pieces(f"{FILE}<trans-unit><source>", many("&amp;" * 10_000, 500)), TOO_MUCH),
    "declarations": (
        "a.xlf",
        pieces("<!DOCTYPE a [", lambda: (f'<!ENTITY e{n} "">' for n in range(1_000_000))),
        TOO_MUCH,
    ),
    "UTF-16 that is UTF-8": (
        "a.xlf",
        b'<?xml version="1.0" encoding="UTF-16"?>' + xliff(UNIT.format("潮")).encode(),
        "",
    ),
    "UTF-8 that is CP932": (
        "a.xlf",
        b'<?xml version="1.0" encoding="UTF-8"?>' + xliff(UNIT.format("潮")).encode("cp932"),
        "Invalid bytes",
    ),
    "UTF-32": ("a.xlf", xliff(UNIT.format("潮")).encode("utf-32"), "UTF-32"),
    "an encoding of no name": ("a.xlf", b'<?xml version="1.0" encoding="x-harbor"?>' + xliff().encode(), "encoding"),
    "UTF-7": ("a.xlf", b'<?xml version="1.0" encoding="UTF-7"?>+ADw-xliff+AD4-', "truncated"),
    "half a character": (
        "a.xlf",
        xliff(UNIT.format("潮")).encode().partition("潮".encode()[1:])[0],
        "not well-formed XML",
    ),
    "a name that climbs": (
        "a.xlf",
        xliff(UNIT.format("潮")).replace('original="a"', 'original="../../etc/passwd"'),
        "",
    ),
    "zeros": ("a.xlf", b"\0" * 5_000_000, "not well-formed XML"),
    "nothing": ("a.xlf", b"", "no XML in the file"),
    "marks side by side": ("a.xlf", xliff(UNIT.format(f"<mrk>{'a' * 40}</mrk>" * 30_000)), ""),
    "comments of a tool": ("a.sdlxliff", pieces(*comments_of_a_tool(8_000)), ""),
    "units without end, in gzip": ("a.xlf.gz", units_in_gzip, "more than 50,000 units"),
    "comments of a PO, in gzip": ("a.po.gz", comments_in_gzip, "more than 25,000,000 bytes"),
    "a PO of tags that do not end": ("a.po", PO_HTML.format("<b" * 60_000), ""),
    "a PO of names that do not end": ("a.po", PO_HTML.format("<svg" * 40_000), ""),
    "a DOCX of a picture": (
        "a.docx",
        table_with("word/media/a.png", "", b"\0" * 100_000_000),
        "no DOCX document of texts does",
    ),
    "a DOCX whose text is called a picture": (
        "a.docx",
        renamed_table("document.xml", "document.bin", "</w:tbl>", "<w:p/>" * 2_000_000),
        "more than",
    ),
    "a DOCX of rows": (
        "a.docx",
        table_with("word/document.xml", "</w:tbl>", "<w:tr/>" * 2_000_000),
        "more than 120,000 rows and cells",
    ),
    "a DOCX of cells": (
        "a.docx",
        table_with("word/document.xml", "</w:tbl>", f"<w:tr>{'<w:tc/>' * 60}</w:tr>" * 20_000),
        "more than 120,000 rows and cells",
    ),
    "a DOCX of one text": (
        "a.docx",
        table_with("word/document.xml", "</w:tbl>", f"<w:tr><w:t>{'x' * 10_000_000}"),
        "more than 1,000,000 bytes",
    ),
    "an XLSX of rows": (
        "a.xlsx",
        table_with("xl/worksheets/sheet1.xml", "</sheetData>", "<row/>" * 2_000_000),
        "more than 20,000 rows",
    ),
    "an XLSX whose sheet is called otherwise": (
        "a.xlsx",
        renamed_table("sheet1.xml", "sheet1.bin", "</sheetData>", "<row/>" * 2_000_000),
        "more than 20,000 rows",
    ),
    "an XLSX of columns": (
        "a.xlsx",
        table_with("xl/worksheets/sheet1.xml", "</sheetData>", '<row><c r="XFD1"/></row>' * 30_000),
        "more than 20,000 rows",
    ),
    "an XLSX of a row far below": (
        "a.xlsx",
        table_with("xl/worksheets/sheet1.xml", "</sheetData>", '<row r="1048576"/>'),
        "more than 20,000 rows",
    ),
    "an XLSX of styles": (
        "a.xlsx",
        table_with("xl/styles.xml", "<cellXfs", "<font/>" * 1_000_000),
        "tags and attributes beside the sheets",
    ),
    "a PO of one comment": ("a.po", pieces("# ", many(MEGABYTE, 60)), "a line of more than 10,000,000 bytes"),
    "a PO of escapes": ("a.po", PO + 'msgid "' + r"\377" * 200_000 + '"\nmsgstr ""\n', "an entry of more than 200,000"),
    "a PO of pieces": ("a.po", PO + 'msgid ""\n' + '"x"\n' * 300_000 + 'msgstr ""\n', "an entry of more than 200,000"),
    "a PO of short lines": (
        "a.po",
        pieces(f'{PO}msgid ""\n', many('"x"\n' * 1000, 5_000)),
        "an entry of more than 200,000",
    ),
    "a PO of comments": ("a.po", PO + "# x\n" * 300_000 + 'msgid "潮"\nmsgstr ""\n', "an entry of more than 200,000"),
    "a PO of quotes": ("a.po", PO + 'msgid "' + '\\"' * 90_000 + "\nmsgstr", "string not closed"),
    "a PO in UTF-7": ("a.po", PO_UNIT.replace("Language", "Content-Type: text/plain; charset=UTF-7\\nLanguage", 1), ""),
    "a PO in a codec of bytes": (
        "a.po",
        PO_UNIT.replace("Language", "Content-Type: text/plain; charset=hex\\nLanguage", 1),
        "",
    ),
    "a PO cut short": ("a.po", PO + 'msgid "潮"\nmsgs', "not a line of a PO file"),
    "rules of one text": ("a.srx", pieces("<srx><header>", many(MEGABYTE, 60)), "larger than 2,000,000"),
    "rules of elements": ("a.srx", "<srx>" + "<x/>" * 450_000, "truncated"),
    "rules that spy": ("a.srx", SPY.format("srx", "file:///etc/passwd") + "<srx>&e;</srx>", NO_ENTITY),
}
"""Files of articles and of rules, as `merge` and `segment` read them."""

FILES: dict[str, tuple[str, str | bytes | Callable[[Path], None], str]] = {
    "entity bomb": ("a.tmx", bomb(), "entities that name each other again and again"),
    "long entity, often": (
        "a.tmx",
        tmx(*[PAIR.format("&e;" * 50)] * 100, doctype=f'<!DOCTYPE tmx [<!ENTITY e "{"x" * 100_000}">]>'),
        "entities that name each other again and again",
    ),
    "external entity": (
        "a.tmx",
        tmx(PAIR.format("&e;"), doctype='<!DOCTYPE tmx [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
        NO_ENTITY,
    ),
    "external parameter entity": (
        "a.tmx",
        tmx(PAIR.format("&e;"), doctype='<!DOCTYPE tmx [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>'),
        NO_ENTITY.replace("'e'", "'p'"),
    ),
    "a PO of an article, with entries of a library": (
        "a.po",
        pieces(PO, lambda: (f'msgid "潮{number}"\nmsgstr ""\n' for number in range(500_000))),
        "more than 50,000 entries",
    ),
    "elements nested deep": ("a.tmx", f"{HEAD}{'<tu>' * 500_000}", "elements nested deeper than 2048"),
    "codes nested deep": ("a.tmx", tmx(PAIR.format("<hi>" * 500 + "</hi>" * 500)), "nested more than 100 deep"),
    "one text": ("a.tmx", pieces(f"{HEAD}<tu><tuv><seg>", many(MEGABYTE, 60)), "more than 2,000,000 bytes"),
    "one attribute": ("a.tmx", pieces(f'{HEAD}<tu a="', many(MEGABYTE, 60)), "more than 2,000,000 bytes"),
    "one comment": ("a.tmx", pieces(f"{HEAD}<!--", many(MEGABYTE, 60)), "more than 2,000,000 bytes"),
    "attributes": (
        "a.tmx",
        pieces(f"{HEAD}<tu ", lambda: (f'a{number}="" ' for number in range(1_000_000))),
        "in one element",
    ),
    "many attributes": (
        "a.tmx",
        tmx(PAIR.format("潮").replace("<tu>", f"<tu {ATTRIBUTES}>")),
        "more than 1,000 attributes of a tu",
    ),
    "elements that are no units": ("a.tmx", pieces(HEAD, many("<x/>" * 1000, 20_000)), TOO_MUCH),
    "a unit of props": (
        "a.tmx",
        pieces(f"{HEAD}<tu>", many('<prop type="a">b</prop>' * 1000, 2_000)),
        TOO_MUCH,
    ),
    "a term of an external entity": (
        "a.tbx",
        f'<!DOCTYPE martif [<!ENTITY e SYSTEM "file:///etc/passwd">]>{TERMS}{TERM.format("&e;")}',
        NO_ENTITY,
    ),
    "terms nested deep": ("a.tbx", f"{TERMS}<termEntry>{'<descripGrp>' * 500_000}", "elements nested deeper than 2048"),
    "markup nested deep": (
        "a.tbx",
        TERMS + TERM.format("<hi>" * 1000 + "潮" + "</hi>" * 1000),
        "none of 1 entries has both Japanese and English",
    ),
    "one term": ("a.tbx", pieces(f"{TERMS}<termEntry><note>", many(MEGABYTE, 60)), "more than 2,000,000 bytes"),
    "terms that are none": ("a.tbx", pieces(TERMS, many("<x/>" * 1000, 20_000)), TOO_MUCH),
    "a header without end": ("a.tbx", pieces("<martif>", many("<p/>" * 1000, 20_000)), TOO_MUCH),
    "terms in gzip": ("a.tbx.gz", packed, "more than 2,000,000 bytes"),
    "another root": ("a.tmx", pieces("<html>", many(MEGABYTE, 60)), "it looks like an HTML page"),
    "zeros": ("a.tmx", "\0" * 5_000_000, "not well-formed XML"),
    "gzip of blanks": ("a.tmx.gz", packed, "more than 2,000,000 bytes"),
    "gzip of one line": ("a.tsv.gz", packed, "a line of more than 10,000,000 bytes"),
    "a CSV of one line": ("a.csv", pieces(many(MEGABYTE, 60)), "a line of more than 10,000,000 bytes"),
    "a quote without end": (
        "a.csv",
        pieces('ja,en\n"', many("港,Harbor\n", 2_000_000)),
        "field larger than field limit",
    ),
    "quotes without end": ("a.tsv", pieces("ja\ten\n", many('"港\t"Harbor\n', 60_000)), ""),
    "a PO of one string": ("a.po", pieces('msgid "', many(MEGABYTE, 60)), "a line of more than 10,000,000 bytes"),
    "a PO of pieces": (
        "a.po",
        pieces('msgid "a"\nmsgstr ""\n', many('"x"\n' * 1000, 5_000)),
        "an entry of more than 1,000,000 characters",
    ),
    "a CSV of cells": ("a.csv", "ja,en" + ",c" * 3_000_000 + "\n港,Harbor\n", "more than 100,000 cells"),
    "a TSV of long lines": ("a.tsv", pieces("ja\ten\n", many("港\t" + "x" * 4_000_000 + "\n", 27)), ""),
    "a glossary of one text": ("a.yaml", pieces("- ja: 港\n  en: ", many(MEGABYTE, 60)), "more than 10,000,000 bytes"),
    "a workbook of rows": (
        "a.xlsx",
        with_sheet(f"<worksheet><sheetData>{'<row/>' * 1_100_000}</sheetData></worksheet>"),
        "more than 200,000 empty rows",
    ),
    "a workbook of shared texts": (
        "a.xlsx",
        table_with("xl/sharedStrings.xml", "", f"<sst>{'<si/>' * 3_000_000}</sst>"),
        "10,001 of them empty",
    ),
    "a workbook that swells": ("a.xlsx", swollen, "no XLSX workbook of texts does"),
}


def run_reader(path: Path, reader: str) -> tuple[int, str]:
    """Read a file in a process of its own, check what that took; return how many texts it gave and what was said."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS.parent / "src"), *sys.path])}
    result = subprocess.run(
        ["prlimit", "--cpu=20", "--as=2000000000", sys.executable, "-B", "-c", READER, str(path), reader],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert result.returncode == 0, result.stderr
    count, _, seconds, peak, said = result.stdout.rstrip("\n").split("\t", 4)
    assert "\n" not in said
    assert float(seconds) <= CPU_SECONDS
    assert int(peak) <= PEAK_KIB
    return int(count), said


def put(path: Path, content: str | bytes | Callable[[Path], None]) -> None:
    if callable(content):
        content(path)
    else:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.mark.parametrize("name", FILES)
def test_hostile_files(name: str, tmp_path: Path) -> None:
    file_name, content, problem = FILES[name]
    if file_name.endswith(".xlsx"):
        needed("openpyxl", install="tmflow[xlsx]")
    path = tmp_path / file_name
    put(path, content)
    _, said = run_reader(path, "terms" if {".tbx", ".yaml"} & {*path.suffixes} else "pairs")
    assert problem in said
    assert bool(said) == bool(problem)


@pytest.mark.parametrize("name", ARTICLE_FILES)
def test_hostile_files_of_articles(name: str, tmp_path: Path) -> None:
    file_name, content, problem = ARTICLE_FILES[name]
    path = tmp_path / file_name
    put(path, content)
    count, said = run_reader(path, "rules" if path.suffix == ".srx" else "units")
    assert problem in said
    assert problem or said or count
    assert [one.name for one in tmp_path.iterdir()] == [file_name]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.tmx", tmx(PAIR.format("&e;"))),
        ("a.tbx", TERMS + TERM.format("&e;")),
        ("a.xlf", xliff(UNIT.format("&e;"))),
        ("a.21.xlf", xliff_2(UNIT_2.format("&e;"))),
        ("a.srx", "<srx>&e;</srx>"),
    ],
)
def test_nobody_is_asked(name: str, content: str, tmp_path: Path) -> None:
    """The parser is in C, where Python's hooks see nothing: so there is a server that would hear of it."""
    path = tmp_path / name
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/a"
        doctype = (
            f'<!DOCTYPE a SYSTEM "{address}.dtd" [<!ENTITY e SYSTEM "{address}"><!ENTITY % p SYSTEM "{address}"> %p;]>'
        )
        path.write_text(
            doctype
            + content.replace("<xliff ", f'<xliff xmlns:i="http://www.w3.org/2001/XInclude" i:href="{address}" ', 1),
            encoding="utf-8",
        )
        reader = {".tbx": "terms", ".srx": "rules", ".tmx": "pairs"}.get(path.suffix, "units")
        assert run_reader(path, reader)[1]
        with pytest.raises(BlockingIOError):
            server.accept()
