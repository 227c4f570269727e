"""XLIFF through programs that are no Python: npm's xliff reads what tmflow writes, OmegaT translates it and tmflow reads that.

    apt-get install omegat; npm install --prefix build/npm xliff@6
    python benchmarks/formats_outside.py [--npm build/npm]

A program that is not there is left out. Printed: of the pairs, how many came through as they were meant.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a program, only its own folder is on the path

from benchmarks.formats import ODD, PAIR, invented
from tmflow._version import __version__
from tmflow.formats.export import ExportOptions, ExportProfile
from tmflow.formats.pairs import write_pairs
from tmflow.formats.po import unit_id
from tmflow.formats.units import read_returned, write_bitext
from tmflow.model.bitext import Bitext, State, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.match import MemoryEntry

NPM = """
const fs = require('fs');
const xliff = require('xliff');
const convert = process.argv[2] === 'xliff12' ? xliff.xliff12ToJs : xliff.xliff2js;
convert(fs.readFileSync(process.argv[1], 'utf8'), (fault, found) => {
  if (fault) throw fault;
  const pairs = [];
  for (const units of Object.values(found.resources))
    for (const unit of Object.values(units)) pairs.push([unit.source, unit.target]);
  console.log(JSON.stringify(pairs));
});
"""
PROJECT = """<?xml version="1.0" encoding="UTF-8"?>
<omegat><project version="1.0">
<source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir><tm_dir>__DEFAULT__</tm_dir>
<glossary_dir>__DEFAULT__</glossary_dir><dictionary_dir>__DEFAULT__</dictionary_dir>
<source_lang>JA</source_lang><target_lang>EN</target_lang><sentence_seg>false</sentence_seg>
</project></omegat>
"""


def bitext_of(pairs: list[tuple[str, str]], *, translated: bool) -> Bitext:
    """Return an article of pairs, or of their sources alone."""
    units = (TranslationUnit(id=unit_id(one), source=Content.of(one)) for one, _ in pairs)
    if translated:
        units = (
            replace(unit, target=Content.of(other), state=State.TRANSLATED)
            for unit, (_, other) in zip(units, pairs, strict=True)
        )
    return Bitext(slug="harbor", pair=PAIR, units=tuple(units))


def by_npm(pairs: list[tuple[str, str]], name: str, npm: Path, folder: Path) -> int:
    """Return how many pairs npm's xliff sees."""
    path = folder / "harbor.xlf"
    write_bitext(bitext_of(pairs, translated=True), path, name=name, options=ExportOptions())
    environment = os.environ | {"NODE_PATH": str(npm.resolve() / "node_modules")}
    done = subprocess.run(
        ["node", "-e", NPM, str(path), name], check=True, capture_output=True, text=True, env=environment
    )
    found = {(source, target) for source, target in json.loads(done.stdout) if isinstance(source, str)}
    return len(found & set(pairs))


def by_omegat(pairs: list[tuple[str, str]], folder: Path) -> tuple[int, Mapping[str, int]]:
    """Return how many pairs come back that OmegaT translated from its memory, and how many units by their state."""
    for name in ("source", "target", "tm", "omegat", "glossary", "dictionary"):
        (folder / name).mkdir()
    (folder / "omegat.project").write_text(PROJECT, encoding="utf-8")
    options = ExportOptions(profile=ExportProfile.PREFILL_SOURCE)
    write_bitext(bitext_of(pairs, translated=False), folder / "source" / "harbor.xlf", name="xliff12", options=options)
    entries = (MemoryEntry(source=one, target=other, pair=PAIR) for one, other in pairs)
    write_pairs(entries, folder / "omegat" / "project_save.tmx")
    subprocess.run(["omegat", str(folder), "--mode=console-translate"], check=True, capture_output=True)
    states: dict[str, int] = {}
    found = set()
    for unit in read_returned(folder / "target" / "harbor.xlf").units:
        states[str(unit.state)] = states.get(str(unit.state), 0) + 1
        found.add((unit.source.text, unit.target.text if unit.target else ""))
    return len(found & set(pairs)), states


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--npm", type=Path, default=Path("build/npm"))
    parser.add_argument("--size", type=int, default=400)
    options = parser.parse_args()
    pairs = invented(options.size, 7)
    signature = f"formats_outside|corpus:invented-{options.size}-odd-{len(ODD)}|seed:7|v:{__version__}"
    if shutil.which("node") and (options.npm / "node_modules" / "xliff").is_dir():
        for name in ("xliff12", "xliff21"):
            with tempfile.TemporaryDirectory() as folder:
                seen = by_npm(pairs, name, options.npm, Path(folder))
            print(f"npm xliff, {name}: {seen} of {len(pairs)} pairs   {signature}")
    if shutil.which("omegat"):
        with tempfile.TemporaryDirectory() as folder:
            back, states = by_omegat(pairs, Path(folder))
        print(f"OmegaT, xliff12 with sources as targets: {back} of {len(pairs)} pairs back, {states}   {signature}")


if __name__ == "__main__":
    main()
