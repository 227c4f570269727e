"""PO, XLIFF and TMX of an article or a memory: speed, memory, text kept and the way back, beside the libraries others use.

    python benchmarks/formats.py [--sizes 2000 20000 200000] [--peers-up-to 20000] [--seed 7]

Every figure is of a process of its own: CPU seconds without the start of Python, and its highest resident memory. Files
are written by tmflow from invented sentences, every fourth with odd characters. Kept: of the pairs in the file, the share
a library gives as they were meant. Back: the share tmflow reads from the file that library wrote again, unchanged.
Peers: benchmarks/requirements-formats.txt; one that is not installed says so.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a program, only its own folder is on the path

from benchmarks.memory_units import Writer
from tmflow._version import __version__
from tmflow.formats.pairs import iter_pairs
from tmflow.formats.po import unit_id
from tmflow.formats.units import write_bitext
from tmflow.model.bitext import Bitext, State, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.language import Language, LanguagePair

PAIR = LanguagePair(Language.JA, Language.EN)
ODD = ('"港" & <b>', "\u3000字\t下げ", "😀と𠮷", "\\n と %s")
SENTENCES = 5_000
ENDINGS = {"po": ".po", "xliff12": ".12.xlf", "xliff21": ".21.xlf", "tmx": ".tmx"}

AROUND = """
import hashlib, re, sys, time
from pathlib import Path
path, again, wanted = Path(sys.argv[1]), Path(sys.argv[2]), set(Path(sys.argv[3]).read_text().split())
def seen(source, target):
    wanted.discard(hashlib.blake2b(f"{{source}}\\0{{target}}".encode(), digest_size=8).hexdigest())
before = len(wanted)
{imports}
start = time.process_time()
{read}
reading = time.process_time() - start
kept = before - len(wanted)
start = time.process_time()
{write}
writing = time.process_time() - start
peak = int(re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1])
print(kept, reading, writing, peak)
"""

TOOLKIT = {
    "po": "from translate.storage.pypo import pofile\nopened = lambda: pofile.parsefile(str(path))",
    "xliff12": "from translate.storage.xliff import xlifffile\nopened = lambda: xlifffile.parsefile(str(path))",
    "xliff21": "from translate.storage.xliff2 import Xliff2File\nopened = lambda: Xliff2File.parsefile(str(path))",
    "tmx": "from translate.storage.tmx import tmxfile\n"
    "opened = lambda: tmxfile.parsestring(path.read_bytes(), sourcelanguage='ja', targetlanguage='en')",
}
TOOLKIT_READ = "store = opened()\nfor unit in store.units: seen(str(unit.source), str(unit.target))"
TOOLKIT_WRITE = "store.savefile(str(again))"
MOZ = "from moz.l10n.resource import parse_resource, serialize_resource\nfrom moz.l10n.formats import Format"
MOZ_READ = """
resource = parse_resource(str(path))
for section in resource.sections:
    for entry in section.entries:
        source = entry.id[0] if path.suffix == ".po" else entry.get_meta("source")
        seen(source, "".join(str(part) for part in getattr(entry.value, "pattern", ())))
"""
MOZ_WRITE = "again.write_text(''.join(serialize_resource(resource)), 'utf-8')"
POLIB_READ = "entries = polib.pofile(str(path), wrapwidth=0)\nfor entry in entries: seen(entry.msgid, entry.msgstr)"

OWN_READ = "for entry in iter_pairs(path): seen(entry.source, entry.target)"
LIBRARIES: dict[str, dict[str, tuple[str, str, str]]] = {
    "tmflow, pairs": dict.fromkeys(
        ("tmx",),
        ("from tmflow.formats.pairs import iter_pairs, write_pairs", OWN_READ, "write_pairs(iter_pairs(path), again)"),
    )
    | dict.fromkeys(("xliff12", "xliff21"), ("from tmflow.formats.pairs import iter_pairs", OWN_READ, "")),
    "tmflow, article": {
        "po": (
            "from tmflow.formats.po import read_po, write_po",
            "bitext = read_po(path)\nfor unit in bitext.units: seen(unit.source.text, unit.target.text)",
            "write_po(bitext, again)",
        ),
        **{
            name: (
                f"from tmflow.formats.{module} import read, write\nfrom benchmarks.formats import bitext_of",
                "units = read(path).units\nfor unit in units: seen(unit.source.text, unit.target.text)",
                "write(bitext_of(units), again)",
            )
            for name, module in (("xliff12", "xliff12"), ("xliff21", "xliff2"))
        },
    },
    "translate-toolkit": {name: (opened, TOOLKIT_READ, TOOLKIT_WRITE) for name, opened in TOOLKIT.items()},
    "moz.l10n": dict.fromkeys(("po", "xliff12"), (MOZ, MOZ_READ, MOZ_WRITE)),
    "polib": {"po": ("import polib", POLIB_READ, "entries.save(str(again))")},
}
"""By library and format: what is imported, how every pair is read, how the file is written again."""


def bitext_of(units: object) -> Bitext:
    """Return the bitext of returned units, so that reading can be followed by writing."""
    rows = (
        TranslationUnit(id=unit.id, source=unit.source, target=unit.target, state=State.TRANSLATED)
        for unit in units  # type: ignore[attr-defined]  # of either version's reader
    )
    return Bitext(slug="harbor", pair=PAIR, units=tuple(rows))


def invented(size: int, seed: int) -> list[tuple[str, str]]:
    """Return that many pairs, no two alike."""
    writer = Writer(seed)
    sentences = [(writer.sentence(Language.JA), writer.sentence(Language.EN)) for _ in range(min(size, SENTENCES))]
    pairs = []
    for number in range(size):
        source, target = sentences[number % SENTENCES]
        odd = ODD[number // 4 % len(ODD)] if number % 4 == 0 else ""
        pairs.append((f"{source}{odd}{number}", f"{target}{odd}{number}"))
    return pairs


def digest(source: str, target: str) -> str:
    """Return eight bytes by which a pair is known."""
    import hashlib

    return hashlib.blake2b(f"{source}\0{target}".encode(), digest_size=8).hexdigest()


def measure(library: str, name: str, path: Path, *, wanted: Path, pairs: int, signature: str) -> None:
    """Print the line of one library on one file."""
    imports, read, write = LIBRARIES[library][name]
    program = AROUND.format(imports=imports, read=read, write=write)
    again = path.with_name(f"again{ENDINGS[name]}")
    again.unlink(missing_ok=True)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", program, str(path), str(again), str(wanted)]
    result = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    if result.returncode:
        print(f"  {name:<8} {library:<18} {result.stderr.strip().splitlines()[-1][:90]}")
        return
    kept, reading, writing, peak = result.stdout.split()
    megabytes = path.stat().st_size / 1e6
    back = f"back {100 * back_of(again, wanted) / pairs:5.1f} %" if again.exists() else "back     -"
    speed = f"{megabytes / float(writing):5.1f} MB/s" if again.exists() else "    -     "
    print(
        f"  {name:<8} {library:<18} read {megabytes / float(reading):5.1f} MB/s  write {speed}  "
        f"{int(peak) / 1000:>5,.0f} MB  kept {100 * int(kept) / pairs:5.1f} %  {back}   {signature}",
        flush=True,
    )


def back_of(path: Path, wanted: Path) -> int:
    """Return how many of the pairs tmflow reads from a file; none if it is refused."""
    from tmflow.errors import FormatError

    missing = set(wanted.read_text(encoding="utf-8").split())
    known = len(missing)
    try:
        for entry in iter_pairs(path):
            missing.discard(digest(entry.source, entry.target))
    except FormatError as error:
        print(f"    {error.problem}")
    return known - len(missing)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[2_000, 20_000, 200_000])
    parser.add_argument("--peers-up-to", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    for size in options.sizes:
        pairs = invented(size, options.seed)
        units = tuple(
            TranslationUnit(id=unit_id(one), source=Content.of(one), target=Content.of(other), state=State.TRANSLATED)
            for one, other in pairs
        )
        signature = f"formats|corpus:invented-{size}|seed:{options.seed}|v:{__version__}"
        with tempfile.TemporaryDirectory() as folder:
            wanted = Path(folder) / "wanted"
            wanted.write_text("\n".join(digest(*pair) for pair in pairs), encoding="utf-8")
            for name, ending in ENDINGS.items():
                path = Path(folder) / f"harbor{ending}"
                write_bitext(Bitext(slug="harbor", pair=PAIR, units=units), path, name=name)
                print(f"{name}, {size:,} units, {path.stat().st_size / 1e6:,.1f} MB")
                for library, formats in LIBRARIES.items():
                    if name in formats and (size <= options.peers_up_to or library.startswith("tmflow")):
                        measure(library, name, path, wanted=wanted, pairs=size, signature=signature)


if __name__ == "__main__":
    main()
