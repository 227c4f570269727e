"""Reading and writing memories of other tools: speed, memory and what is kept, beside translate-toolkit and others.

    python benchmarks/exchange.py [--sizes 20000 200000 1000000] [--peers-up-to 200000] [--seed 7]

Every figure is of a process of its own: CPU seconds without the start of Python, and its highest resident memory.
Units are invented sentences with the dates, names and props a CAT tool writes. Peers: benchmarks/requirements-exchange.txt.
Kept: of the texts in a set of odd files, the share a tool gives back; for tmflow also what else the files say, after a
dump.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a program, only its own folder is on the path

from benchmarks.exchange_odd import OddFile, odd_files
from benchmarks.memory_units import Writer
from tmflow._version import __version__
from tmflow.model.language import Language

SENTENCES = 5_000
"""Different sentences; each unit adds its number, so that no two are alike."""

CODE = re.compile(r"<[^>]*>|\{\\\w+ ")
"""The codes of the odd files, which translate-toolkit leaves in the text."""

AROUND = """
import re, sys, time
from pathlib import Path
path = Path(sys.argv[1])
{imports}
start = time.process_time()
units = 0
{work}
spent = time.process_time() - start
peak = int(re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1])
print(units, spent, peak)
"""

RUNS = {
    "tmflow read": ("from tmflow.formats.pairs import iter_pairs", "for entry in iter_pairs(path): units += 1"),
    "tmflow read, write": (
        "from tmflow.formats.pairs import iter_pairs, write_pairs",
        "units = write_pairs(iter_pairs(path), path.with_suffix('.out.tmx')).units",
    ),
    "tmflow read into its store": (
        "from tmflow.formats.pairs import iter_pairs\nfrom tmflow.memory.sqlite import SqliteStore",
        "units = SqliteStore(path.with_suffix('.sqlite')).replace_document('a', '1', iter_pairs(path))",
    ),
}
TABLES = {
    "tmflow read CSV": (*RUNS["tmflow read"], ".csv"),
    "tmflow read TSV": (*RUNS["tmflow read"], ".tsv"),
    "tmflow read lines": (*RUNS["tmflow read"], ".ja"),
    "tmflow read XLSX": (*RUNS["tmflow read"], ".xlsx"),
}
PEERS = {
    "lxml iterparse, nothing taken": (
        "from lxml import etree",
        "for _, unit in etree.iterparse(str(path), tag='tu'): units += 1; unit.getparent().remove(unit)",
    ),
    "translate-toolkit read": (
        "from translate.storage.tmx import tmxfile",
        """
with path.open("rb") as stream:
    store = tmxfile(stream, sourcelanguage="ja", targetlanguage="en")
for unit in store.units:
    str(unit.source), str(unit.target)
    units += 1
""",
    ),
    "tmxiterparse read": (
        "from tmxiterparse.tmxparser import TmxParser",
        "for unit in TmxParser(str(path)): units += all(one.value for one in unit.values)",
    ),
}


def write_units(path: Path, size: int, seed: int) -> None:
    """Write a TMX of that many units, as a CAT tool would."""
    writer = Writer(seed)
    sentences = [
        tuple(escape(writer.sentence(language)) for language in (Language.JA, Language.EN)) for _ in range(SENTENCES)
    ]
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write('<?xml version="1.0" encoding="utf-8"?>\n<tmx version="1.4">\n<header creationtool="invented" ')
        stream.write('creationtoolversion="1" segtype="sentence" o-tmf="none" adminlang="en" srclang="ja-JP" ')
        stream.write('datatype="xml"/><body>\n')
        for number in range(size):
            source, target = sentences[number % SENTENCES]
            stream.write(
                f'<tu creationdate="20200101T010203Z" creationid="rin" changedate="20210101T010203Z" changeid="mio" '
                f'lastusagedate="20220101T000000Z" usagecount="3">\n  <prop type="x-Origin">TM</prop>\n'
                f'  <prop type="x-ConfirmationLevel">Translated</prop>\n  <tuv xml:lang="ja-JP">\n'
                f'    <seg>{source}{number}</seg>\n  </tuv>\n  <tuv xml:lang="en-US">\n'
                f"    <seg>{target}{number}</seg>\n  </tuv>\n</tu>\n"
            )
        stream.write("</body></tmx>\n")


def run(imports: str, work: str, path: Path) -> tuple[int, float, int] | str:
    """Return the units, CPU seconds and peak KiB of a piece of work in a process of its own, or why there are none."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path[1:])}
    program = AROUND.format(imports=imports, work=work)
    result = subprocess.run(
        [sys.executable, "-c", program, str(path)], check=False, capture_output=True, text=True, env=environment
    )
    if result.returncode:
        return result.stderr.strip().splitlines()[-1][:80]
    units, spent, peak = result.stdout.split()
    return int(units), float(spent), int(peak)


def show(name: str, imports: str, work: str, path: Path, signature: str) -> None:
    """Print the figures of one piece of work on one file."""
    found = run(imports, work, path)
    if isinstance(found, str):
        print(f"  {name:<30} {found}")
        return
    units, spent, peak = found
    megabytes = path.stat().st_size / 1e6
    print(
        f"  {name:<30} {units:>9,} units  {megabytes / spent:6.1f} MB/s  {units / spent:>9,.0f} units/s  "
        f"{peak / 1000:>6,.0f} MB   {signature}"
    )


def measure(size: int, folder: Path, *, seed: int, with_peers: bool) -> None:
    """Print the figures of a file of that many units."""
    from tmflow.formats.pairs import iter_pairs, write_pairs

    signature = f"exchange|corpus:invented-{size}|seed:{seed}|v:{__version__}"
    path = folder / f"{size}.tmx"
    write_units(path, size, seed)
    print(f"{size:,} units, {path.stat().st_size / 1e6:,.0f} MB")
    for name, (imports, work) in (RUNS | (PEERS if with_peers else {})).items():
        show(name, imports, work, path, signature)
    for name, (imports, work, suffix) in TABLES.items():
        if suffix != ".xlsx" or size <= 200_000:
            table = path.with_suffix(suffix)
            write_pairs(iter_pairs(path), table)
            show(name, imports, work, table, signature)
    for one in folder.iterdir():
        one.unlink()


def kept_by_tmflow(file: OddFile, path: Path) -> tuple[set[str], set[str]]:
    """Return the texts tmflow reads, and what a dump of them says in all."""
    from lxml import etree

    from tmflow.formats.pairs import iter_pairs, write_pairs

    entries = list(iter_pairs(path))
    dump = path.with_name("dump.tmx")
    write_pairs(entries, dump, include_drafts=True)
    elements = list(etree.parse(str(dump)).iter())
    said = {value for element in elements for value in element.attrib.values()}
    said |= {element.text for element in elements if element.text}
    return {text for entry in entries for text in (entry.source, entry.target)}, {str(one) for one in said} & file.said


def kept_by_toolkit(file: OddFile, path: Path) -> set[str]:
    """Return the texts translate-toolkit gives for both languages, asked for as the file spells them, without codes."""
    from translate.storage.tmx import tmxfile

    japanese, english = file.languages
    with path.open("rb") as stream:
        store = tmxfile(stream, sourcelanguage=japanese, targetlanguage=english)
    texts = {str(text) for unit in store.units for text in (unit.source, unit.target)}
    return texts | {CODE.sub("", text).strip() for text in texts}


def measure_odd(folder: Path) -> None:
    """Print of each odd file what is kept, and the sums."""
    sums = dict.fromkeys(("texts", "tmflow", "translate-toolkit", "said", "said kept"), 0)
    for file in odd_files():
        path = folder / "odd.tmx"
        path.write_bytes(file.content)
        texts, said = kept_by_tmflow(file, path)
        try:
            peer = len(kept_by_toolkit(file, path) & file.texts)
        except Exception as error:  # noqa: BLE001 - whatever a peer raises is its result
            peer, note = 0, f"  ({type(error).__name__})"
        else:
            note = ""
        counts = (len(file.texts), len(texts & file.texts), peer, len(file.said), len(said))
        for name, count in zip(sums, counts, strict=True):
            sums[name] += count
        print(f"  {file.name:<34} texts {counts[0]:>3}  tmflow {counts[1]:>3}  translate-toolkit {peer:>3}{note}")
    print(
        f"texts kept: tmflow {100 * sums['tmflow'] / sums['texts']:.1f} %, translate-toolkit "
        f"{100 * sums['translate-toolkit'] / sums['texts']:.1f} %; props, notes, dates, names and codes kept by tmflow "
        f"after a dump: {100 * sums['said kept'] / sums['said']:.1f} % of {sums['said']}   "
        f"exchange|corpus:odd|v:{__version__}"
    )


def iter_sizes(sizes: list[int], most: int) -> Iterator[tuple[int, bool]]:
    """Yield each size, and whether the peers are to be run on it."""
    return ((size, size <= most) for size in sizes)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[20_000, 200_000, 1_000_000])
    parser.add_argument("--peers-up-to", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure_odd(Path(folder))
        for size, with_peers in iter_sizes(options.sizes, options.peers_up_to):
            measure(size, Path(folder), seed=options.seed, with_peers=with_peers)


if __name__ == "__main__":
    main()
