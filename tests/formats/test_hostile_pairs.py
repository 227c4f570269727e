"""Files made to exhaust or to spy on who reads them: one line, at most 2 CPU seconds and 100 MB, in a process of its own."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.formats.interchange_samples import TESTS

CPU_SECONDS = 2
PEAK_KIB = 100_000

READER = """
import re, resource, sys
from pathlib import Path
from tmflow.errors import TmflowError
from tmflow.formats.imported import ImportLog
from tmflow.formats.glossaries import iter_terms
from tmflow.formats.pairs import iter_pairs
log = ImportLog()
problem = ""
path = Path(sys.argv[1])
try:
    if ".tbx" in path.suffixes:
        for _, term in iter_terms(path, log=log):
            assert "root:" not in term.japanese[0]
    else:
        for entry in iter_pairs(path, log=log):
            assert "root:" not in entry.source
except TmflowError as error:
    problem = str(error)
used = resource.getrusage(resource.RUSAGE_SELF)
peak = re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1]  # ru_maxrss has that of the parent
print(log.read, log.refused_count, used.ru_utime + used.ru_stime, peak, problem, sep="\\t")
"""

PAIR = '<tu><tuv xml:lang="ja"><seg>{}</seg></tuv><tuv xml:lang="en"><seg>Harbor</seg></tuv></tu>'
MEGABYTE = "x" * 1_000_000


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


TERMS = '<martif type="TBX"><text><body>'
TERM = '<termEntry><langSet xml:lang="ja"><tig><term>{}</term></tig></langSet></termEntry></body></text></martif>'
HEAD = '<tmx version="1.4"><header srclang="ja"/><body>'
FILES: dict[str, tuple[str, str | Callable[[Path], None], str]] = {
    "entity bomb": ("a.tmx", bomb(), "entities that name each other again and again"),
    "long entity, often": (
        "a.tmx",
        tmx(*[PAIR.format("&e;" * 50)] * 100, doctype=f'<!DOCTYPE tmx [<!ENTITY e "{"x" * 100_000}">]>'),
        "entities that name each other again and again",
    ),
    "external entity": (
        "a.tmx",
        tmx(PAIR.format("&e;"), doctype='<!DOCTYPE tmx [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
        "Entity 'e' not defined",
    ),
    "external parameter entity": (
        "a.tmx",
        tmx(PAIR.format("&e;"), doctype='<!DOCTYPE tmx [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>'),
        "Entity 'p' not defined",
    ),
    "elements nested deep": ("a.tmx", f"{HEAD}{'<tu>' * 500_000}", "elements nested deeper than 2048"),
    "codes nested deep": ("a.tmx", tmx(PAIR.format("<hi>" * 500 + "</hi>" * 500)), "nested more than 100 deep"),
    "one text": ("a.tmx", pieces(f"{HEAD}<tu><tuv><seg>", many(MEGABYTE, 60)), "more than 2,000,000 bytes"),
    "one attribute": ("a.tmx", pieces(f'{HEAD}<tu a="', many(MEGABYTE, 60)), "more than 2,000,000 bytes"),
    "one comment": ("a.tmx", pieces(f"{HEAD}<!--", many(MEGABYTE, 60)), "more than 2,000,000 bytes"),
    "attributes": (
        "a.tmx",
        pieces(f"{HEAD}<tu ", lambda: (f'a{number}="" ' for number in range(1_000_000))),
        "more than 2,000,000 bytes",
    ),
    "elements that are no units": ("a.tmx", pieces(HEAD, many("<x/>" * 1000, 20_000)), "more than 2,000,000 bytes"),
    "a unit of props": (
        "a.tmx",
        pieces(f"{HEAD}<tu>", many('<prop type="a">b</prop>' * 1000, 2_000)),
        "more than 2,000,000 bytes",
    ),
    "a term of an external entity": (
        "a.tbx",
        f'<!DOCTYPE martif [<!ENTITY e SYSTEM "file:///etc/passwd">]>{TERMS}{TERM.format("&e;")}',
        "Entity 'e' not defined",
    ),
    "terms nested deep": ("a.tbx", f"{TERMS}<termEntry>{'<descripGrp>' * 500_000}", "elements nested deeper than 2048"),
    "markup nested deep": (
        "a.tbx",
        TERMS + TERM.format("<hi>" * 1000 + "潮" + "</hi>" * 1000),
        "none of 1 entries has both Japanese and English",
    ),
    "one term": ("a.tbx", pieces(f"{TERMS}<termEntry><note>", many(MEGABYTE, 60)), "more than 2,000,000 bytes"),
    "terms that are none": ("a.tbx", pieces(TERMS, many("<x/>" * 1000, 20_000)), "more than 2,000,000 bytes"),
    "a header without end": ("a.tbx", pieces("<martif>", many("<p/>" * 1000, 20_000)), "more than 2,000,000 bytes"),
    "terms in gzip": ("a.tbx.gz", packed, "more than 2,000,000 bytes"),
    "another root": ("a.tmx", pieces("<html>", many(MEGABYTE, 60)), "it has no <tmx>"),
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
    "a workbook that swells": ("a.xlsx", swollen, "no workbook of texts does"),
}


@pytest.mark.parametrize("name", FILES)
def test_hostile_files(name: str, tmp_path: Path) -> None:
    file_name, content, problem = FILES[name]
    path = tmp_path / file_name
    if isinstance(content, str):
        path.write_text(content, encoding="utf-8")
    else:
        content(path)
    if file_name.endswith(".xlsx"):
        pytest.importorskip("openpyxl", reason="needs the xlsx extra")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(TESTS.parent / "src"), *sys.path])}
    result = subprocess.run(
        ["prlimit", "--cpu=20", "--as=2000000000", sys.executable, "-c", READER, str(path)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    _, _, seconds, peak, said = result.stdout.rstrip("\n").split("\t", 4)
    assert problem in said
    assert bool(said) == bool(problem)
    assert "\n" not in said
    assert float(seconds) <= CPU_SECONDS
    assert int(peak) <= PEAK_KIB
