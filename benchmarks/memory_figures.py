"""What benchmarks/memory.py tells of tmflow alone: import, opening, adding, an article, the concordance, a cold process.

Times are CPU times. Import: a TMX with both texts of each unit and who changed it when, as OmegaT writes it, into a store
that is not there yet, with garbage looked for as seldom as the command does; then both languages are compiled. Cold: `tmflow memory lookup` in a process of its own, the start of
Python included.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median, quantiles
from typing import TypeVar
from xml.sax.saxutils import escape

import tmflow
from benchmarks.memory_peers import Tmflow, entry_of
from benchmarks.memory_units import Unit, read_units
from tmflow.memory.compiled import CompiledIndex, identity
from tmflow.memory.memory import TranslationMemory
from tmflow.memory.sqlite import SqliteStore
from tmflow.model.language import Language
from tmflow.workflow.memory_import import ImportOrder, import_into_store

__all__ = ["Figure", "Queries", "figures_of_import", "figures_of_use", "peak_mb"]

_ARTICLE_TEXTS = 40
_RUNS = 5
_SELDOM = 50_000
"""Objects between two searches for garbage, as in `tmflow.cli.main`."""
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header creationtool="OmegaT" creationtoolversion="6.0" segtype="sentence" o-tmf="OmegaT TMX"
 adminlang="EN-US" srclang="ja" datatype="plaintext"/><body>
"""
_UNIT = """    <tu>
      <tuv xml:lang="ja">
        <seg>{}</seg>
      </tuv>
      <tuv xml:lang="en" changeid="keeper" changedate="202509{:02}T101500Z" creationid="keeper" creationdate="20250101T101500Z">
        <seg>{}</seg>
      </tuv>
    </tu>
"""

Figure = tuple[str, str]
"""What was measured, and what came of it."""
Queries = Mapping[Language, Sequence[str]]
T = TypeVar("T")


def figures_of_import(units: Path) -> list[Figure]:
    """Import all units as one TMX; to be called in a process that has done nothing else, for the sake of its memory."""
    gc.set_threshold(_SELDOM)
    with tempfile.TemporaryDirectory() as name:
        tmx, place = Path(name, "units.tmx"), Path(name, "memory.sqlite")
        count = _write_tmx(read_units(units), tmx)
        megabytes = tmx.stat().st_size / 1e6
        with SqliteStore(place) as store:
            reading_ms, done = _clocked(partial(import_into_store, store, ImportOrder(path=tmx)))
            reading_mb = peak_mb()
            compiling_ms, _ = _clocked(store.prepare_search)
        if done.report.read != count:
            raise ValueError(f"{done.report.read} of {count} units were read")
        seconds, ready = reading_ms / 1000, (reading_ms + compiling_ms) / 1000
        return [
            (
                f"TMX of {megabytes:.0f} MB into a new store",
                f"{seconds:.1f} s: {count / seconds:,.0f} units/s, {megabytes / seconds:.1f} MB/s; {reading_mb:.0f} MB of memory",
            ),
            (
                "compiling both languages",
                f"{compiling_ms / 1000:.1f} s: {count / compiling_ms * 1000:,.0f} units/s; {peak_mb():.0f} MB",
            ),
            ("TMX to ready", f"{ready:.1f} s: {count / ready:,.0f} units/s, {megabytes / ready:.1f} MB/s"),
        ]


def figures_of_use(built: Tmflow, queries: Queries) -> Iterator[Figure]:
    """Yield what it takes to use a memory that has been built; it is closed then."""
    text = queries[Language.EN][1]
    built.memory.close()
    opening_ms, memory = _clocked(lambda: TranslationMemory(SqliteStore(built.path)))
    whose = identity(Language.EN, memory.store._owner())  # type: ignore[attr-defined]  # noqa: SLF001 - of a SqliteStore
    mapping_ms, mapped = _clocked(
        lambda: CompiledIndex.open(built.path.with_name(f"{built.path.name}.en.index"), whose)
    )
    first_ms, _ = _clocked(lambda: memory.lookup(text, source=Language.EN))
    yield "opening the store", f"{opening_ms:.1f} ms"
    if mapped:
        yield f"mapping the English index of {mapped.key_count:,} keys", f"{mapping_ms:.1f} ms"
    yield "the first lookup, which checks what it uses", f"{first_ms:.1f} ms"
    near = "A new lighthouse stands by the harbor."
    unit = ("新しい灯台が港に立った。", "A new lighthouse stood by the harbor.")
    memory.lookup(near, source=Language.EN)  # as in a process that has been at work
    adding_ms, _ = _clocked(lambda: memory.learn([entry_of(unit)], document="new"))
    finding_ms, found = _clocked(lambda: memory.lookup(near, source=Language.EN))
    yield "adding one unit, then finding it", f"{adding_ms:.1f} + {finding_ms:.1f} ms ({found[0].similarity} %)"
    for language in Language:
        article = queries[language][:_ARTICLE_TEXTS]
        article_ms, _ = _clocked(partial(memory.lookup_many, article, source=language))
        yield f"{len(article)} texts of an article, {language.value}", f"{article_ms:.0f} ms"
    for language in Language:
        yield from _concordance(memory, queries[language], language)
    memory.close()
    for kind, asked in (("exact", _text_of(built, Language.EN)), ("fuzzy", near)):
        yield f"cold `tmflow memory lookup`, {kind}", f"{_cold_ms(built.path, asked):.0f} ms"


def _text_of(built: Tmflow, language: Language) -> str:
    """Return a text the memory has."""
    with SqliteStore(built.path) as store:
        entry = next(store.iter_entries("00000"))
    return entry.source if entry.pair.source is language else entry.target


def _concordance(memory: TranslationMemory, texts: Sequence[str], language: Language) -> Iterator[Figure]:
    """Search for a part of each text in both languages, of one to four characters by turns."""
    words = [word for number, query in enumerate(texts) if (word := query[3 : 4 + number % 4]).strip()]
    times = [_clocked(partial(memory.search, word))[0] for word in words]
    yield (
        f"searching for {len(words)} parts of one to four characters, {language.value}",
        f"p50 {median(times):.1f} ms, p95 {quantiles(times, n=20)[-1]:.1f} ms",
    )


def _write_tmx(units: Iterable[Unit], path: Path) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_HEAD)
        for japanese, english in units:
            file.write(_UNIT.format(escape(japanese), 1 + count % 28, escape(english)))
            count += 1
        file.write("</body></tmx>\n")
    return count


def _cold_ms(path: Path, text: str) -> float:
    """Return the least CPU time of a process that answers one lookup."""
    environment = os.environ | {"PYTHONPATH": str(Path(tmflow.__file__).parents[1])}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as it is installed: the first run compiles what it imports
    command = [sys.executable, "-m", "tmflow", "memory", "lookup", text, "--memory", str(path)]
    times = []
    for _ in range(_RUNS):
        before = getrusage(RUSAGE_CHILDREN)
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
        after = getrusage(RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return 1000 * min(times)


def _clocked(work: Callable[[], T]) -> tuple[float, T]:
    """Return the CPU milliseconds the work takes, and its answer."""
    start = time.process_time()
    answer = work()
    return 1000 * (time.process_time() - start), answer


def peak_mb() -> float:
    """Return the most memory this process has held, MB; 0.0 where Linux's /proc does not say."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)
