"""Speed, recall and growth of the memory beside other ways to find similar texts, in both directions.

    python benchmarks/memory.py [--sizes 10000 100000 1000000] [--only NAME ...] [--units FILE.tmx|FILE.tsv] [--plot [FILE]]

Units and queries: benchmarks/memory_units.py; systems: benchmarks/memory_peers.py, each in a process of its own. Peers:
`pip install translate-toolkit psycopg[binary]`; pg_trgm runs where --dsn names a server.
Recall: of the queries to which comparing all texts finds one of 70 percent or more, the share for which the best
similarity found (@1), and the five best (@5), are the same; texts that are equal count once, so that units with one
source and several targets, which fill a place each in some answers, cost no recall. p50, p95: milliseconds a query. Build: from the units' texts
to the first answer, both directions. MB: on the disk, and the most the process held. A system is asked queries until it
has had --budget seconds for a direction; recall counts those that rapidfuzz was asked, too.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median, quantiles
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a program, only its own folder is on the path

from benchmarks.memory_peers import LIMIT, SYSTEMS, THRESHOLD, Search, Tmflow, entry_of
from benchmarks.memory_plot import plot
from benchmarks.memory_units import Writer, iter_units, make_queries, read_units, write_units
from tmflow._version import __version__
from tmflow.memory.compiled import CompiledIndex, identity
from tmflow.memory.memory import TranslationMemory
from tmflow.memory.sqlite import SqliteStore
from tmflow.model.language import Language
from tmflow.text.distance import similarity_percent
from tmflow.text.normalize import match_key

PLOT = Path(__file__).resolve().parents[1] / "docs/images/memory-growth.svg"
ARTICLE_TEXTS = 40
LEAST_QUERIES = 12

Queries = Mapping[Language, Sequence[str]]
T = TypeVar("T")
Scores = list[list[int]]
"""For each query the five best similarities found, percent."""

COLD = """
import sys
from pathlib import Path
from tmflow.memory.memory import TranslationMemory
from tmflow.memory.sqlite import SqliteStore
with TranslationMemory(SqliteStore(Path(sys.argv[1]))) as memory:
    memory.lookup(sys.argv[2], limit=5, beyond_exact=sys.argv[3] == "fuzzy")
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What one way to search found in one direction, and what it took."""

    system: str
    size: int
    language: str
    milliseconds: list[float]
    scores: Scores
    counts: list[int]
    build_s: float
    disk_mb: float
    memory_mb: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What to measure in a process of its own."""

    system: str
    size: int
    units: Path
    queries: Queries
    budget_s: float
    dsn: str


def measure(task: Task) -> tuple[list[Record], list[str]]:
    """Build a system and ask it all queries; return the records and, for tmflow, lines with other figures."""
    with tempfile.TemporaryDirectory() as folder:
        make = SYSTEMS[task.system]
        start = make.clock()
        system = make(task.units, Path(folder), task.dsn)
        build_s = make.clock() - start
        disk_mb = system.disk_bytes() / 1e6
        asked = {
            (name, language): ask(search, language, task, system.clock)
            for name, search in system.searches.items()
            for language in Language
        }
        memory_mb = peak_mb()
        records = [
            Record(
                system=name,
                size=task.size,
                language=language.value,
                milliseconds=times,
                scores=scores,
                counts=counts,
                build_s=build_s,
                disk_mb=disk_mb,
                memory_mb=memory_mb,
            )
            for (name, language), (times, scores, counts) in asked.items()
        ]
        return records, list(more_figures(system, task)) if isinstance(system, Tmflow) else []


def ask(
    search: Search, language: Language, task: Task, clock: Callable[[], float]
) -> tuple[list[float], Scores, list[int]]:
    """Ask until the time is over, and at least a few times; return milliseconds, similarities and counts of answers."""
    times: list[float] = []
    scores: Scores = []
    counts: list[int] = []
    search(task.queries[language][-1], language)  # warms up
    for query in task.queries[language]:
        start = clock()
        found = search(query, language)
        times.append(1000 * (clock() - start))
        key = match_key(query)
        alike = sorted((similarity_percent(key, other) for other in {match_key(text) for text in found}), reverse=True)
        scores.append([similarity for similarity in alike if similarity >= THRESHOLD][:LIMIT])
        counts.append(len(found))
        if sum(times) > 1000 * task.budget_s and len(times) >= LEAST_QUERIES:
            break
    return times, scores, counts


def more_figures(tmflow: Tmflow, task: Task) -> Iterator[str]:
    """Yield lines on opening, adding, an article, the concordance and a cold process."""
    text = task.queries[Language.EN][1]
    tmflow.memory.close()
    opening_ms, memory = clocked(lambda: TranslationMemory(SqliteStore(tmflow.path)))
    whose = identity(Language.EN, memory.store._owner())  # type: ignore[attr-defined]  # noqa: SLF001 - of a SqliteStore
    mapping_ms, mapped = clocked(
        lambda: CompiledIndex.open(tmflow.path.with_name(f"{tmflow.path.name}.en.index"), whose)
    )
    mapped_keys = mapped.key_count if mapped else 0
    first_ms, _ = clocked(lambda: memory.lookup(text, source=Language.EN))
    yield f"open the store {opening_ms:.1f} ms, map the English index of {mapped_keys:,} keys {mapping_ms:.1f} ms, first lookup {first_ms:.1f} ms"
    unit = ("新しい灯台が港に立った。", "A new lighthouse stood by the harbor.")
    memory.lookup("A new lighthouse stands by the harbor.", source=Language.EN)  # as in a process that has been at work
    adding_ms, _ = clocked(lambda: memory.learn([entry_of(unit)], document="new"))
    finding_ms, found = clocked(lambda: memory.lookup("A new lighthouse stands by the harbor.", source=Language.EN))
    yield f"add one unit {adding_ms:.1f} ms, then find it {finding_ms:.1f} ms ({found[0].similarity} %)"
    for language in Language:
        article = task.queries[language][:ARTICLE_TEXTS]
        article_ms, _ = clocked(partial(memory.lookup_many, article, source=language))
        yield f"{len(article)} texts of an article, {language.value}: {article_ms:.0f} ms"
        words = [word for number, query in enumerate(article) if (word := query[3 : 4 + number % 4]).strip()]
        times = [clocked(partial(memory.search, word))[0] for word in words]
        yield f"search for {len(words)} parts of one to four characters, {language.value}: p50 {median(times):.1f} ms, the most {max(times):.1f} ms"
    memory.close()
    for kind in ("exact", "fuzzy"):
        yield f"cold process, one {kind} lookup: {cold_ms(tmflow.path, task.queries[Language.EN][0], kind):.0f} ms"


def clocked(work: Callable[[], T]) -> tuple[float, T]:
    """Return the CPU milliseconds the work takes, and its answer."""
    start = time.process_time()
    answer = work()
    return 1000 * (time.process_time() - start), answer


def cold_ms(path: Path, text: str, kind: str, runs: int = 3) -> float:
    """Return the least CPU time of a process that answers one lookup, start of Python included."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path[1:])}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as it is installed: the first run compiles what it imports
    times = []
    for _ in range(runs):
        before = getrusage(RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", COLD, str(path), text, kind], check=True, env=environment)
        after = getrusage(RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return 1000 * min(times)


def peak_mb() -> float:
    """Return the most memory this process has held, MB; 0.0 where Linux's /proc does not say."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)


def show(records: Sequence[Record], corpus: str, seed: int) -> None:
    """Print a table in Markdown."""
    truth = {
        (record.size, record.language): record.scores for record in records if record.system == "rapidfuzz extract"
    }
    print(
        "| units | search in | system | queries | p50 ms | p95 ms | recall@1 | recall@5 | build s | disk MB | memory MB | signature |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for record in sorted(records, key=lambda record: (record.size, record.language == "en")):
        expected = truth.get((record.size, record.language), ())
        asked = [answer for answer in zip(record.scores, record.counts, expected, strict=False) if answer[2]]
        first = share(found[:1] == best[:1] for found, _, best in asked)
        five = share(
            found == best[: len(found)] and (len(found) == len(best) or count >= LIMIT) for found, count, best in asked
        )
        times = record.milliseconds
        print(
            f"| {record.size:,} | {record.language} | {record.system} | {len(times)} | {median(times):.2f} "
            f"| {quantiles(times, n=20)[-1]:.2f} | {first} | {five} | {record.build_s:.1f} | {record.disk_mb:.0f} "
            f"| {record.memory_mb:.0f} | `memory\\|system:{record.system.replace(' ', '-')}\\|corpus:{corpus}-{record.size}"
            f"\\|lang:{record.language}\\|seed:{seed}\\|v:{__version__}` |"
        )


def share(outcomes: Iterable[bool]) -> str:
    """Return how often it is true, with three digits, nothing if there is none."""
    every = list(outcomes)
    return f"{sum(every) / len(every):.3f}" if every else ""


def main() -> None:
    """Measure, print the table, and draw it if that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--only", nargs="+", choices=SYSTEMS, default=[*SYSTEMS])
    parser.add_argument("--units", type=Path, metavar="FILE", help="your own: TMX, or Japanese, tab, English a line")
    parser.add_argument("--queries", type=int, default=400, help="a direction")
    parser.add_argument("--budget", type=float, default=30, metavar="SECONDS", help="for the queries of a direction")
    parser.add_argument("--dsn", default="", help="of a PostgreSQL server, for pg_trgm")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--plot", type=Path, nargs="?", const=PLOT, metavar="FILE")
    parser.add_argument("--records", type=Path, metavar="FILE", help="keep what was measured; show what is there, too")
    options = parser.parse_args()
    systems = [name for name in options.only if name != "pg_trgm" or options.dsn]
    records = read_records(options.records)
    with tempfile.TemporaryDirectory() as folder:
        for size in options.sizes:
            writer, path = Writer(options.seed), Path(folder, f"{size}.tsv")
            units = read_units(options.units) if options.units else iter_units(writer, size)
            count = write_units(units, path, size)
            texts = list(zip(*read_units(path), strict=True))
            queries = {
                language: make_queries(writer, texts[place], language, min(options.queries, count))
                for place, language in enumerate((Language.JA, Language.EN))
            }
            for system in systems:
                task = Task(
                    system=system, size=count, units=path, queries=queries, budget_s=options.budget, dsn=options.dsn
                )
                with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                    measured, lines = pool.submit(measure, task).result()
                records += measured
                if options.records:
                    kept = json.dumps([asdict(record) for record in records])
                    options.records.write_text(kept, encoding="utf-8", newline="\n")
                for line in lines:
                    print(f"{count:,} units: {line}", file=sys.stderr, flush=True)
                print(f"{system}, {count:,}", file=sys.stderr, flush=True)
    show(records, options.units.stem if options.units else "made-up", options.seed)
    if options.plot:
        options.plot.write_text(plot(points_of(records)), encoding="utf-8", newline="\n")


def read_records(path: Path | None) -> list[Record]:
    """Return what an earlier run kept."""
    if path is None or not path.exists():
        return []
    return [Record(**record) for record in json.loads(path.read_text(encoding="utf-8"))]


def points_of(records: Sequence[Record]) -> dict[str, list[tuple[str, int, float]]]:
    """Return for each diagram its lines' points: system, units, milliseconds."""
    return {
        f"p50 of a search in {name}, ms": [
            (record.system, record.size, median(record.milliseconds))
            for record in sorted(records, key=lambda record: record.size)
            if record.language == language.value
        ]
        for language, name in ((Language.JA, "Japanese"), (Language.EN, "English"))
    }


if __name__ == "__main__":
    main()
