"""Speed, recall and growth of the memory beside other ways to find similar texts, in both directions.

    python benchmarks/memory.py [--sizes 10000 100000 1000000] [--only NAME ...] [--units FILE.tmx|FILE.tsv] [--plot [FILE]]

Units and queries: benchmarks/memory_units.py; systems: benchmarks/memory_peers.py, each in a process of its own. Peers:
`pip install translate-toolkit psycopg[binary]`; pg_trgm runs where --dsn names a server.
Recall: of the queries to which comparing all texts finds one of 70 percent or more, the share for which the best
similarity found (@1), and the five best (@5), are the same; texts that are equal count once, so that units with one
source and several targets, which fill a place each in some answers, cost no recall. p50, p95: milliseconds a query. Build: from the units' texts
to the first answer, both directions. MB: on the disk, and the most the process held. A system is asked queries until it
has had --budget seconds for a direction; recall counts those that rapidfuzz was asked, too. A second table tells of tmflow
alone what benchmarks/memory_figures.py measures.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a program, only its own folder is on the path

from benchmarks.memory_figures import Figure, Queries, figures_of_import, figures_of_use, peak_mb
from benchmarks.memory_peers import LIMIT, SYSTEMS, THRESHOLD, Search, Tmflow
from benchmarks.memory_plot import plot
from benchmarks.memory_units import Writer, iter_units, make_queries, read_units, write_units
from tmflow._version import __version__
from tmflow.model.language import Language
from tmflow.text.distance import similarity_percent
from tmflow.text.normalize import match_key

PLOT = Path(__file__).resolve().parents[1] / "docs/images/memory-growth.svg"
LEAST_QUERIES = 12

T = TypeVar("T")
Answer = TypeVar("Answer")
Scores = list[list[int]]
"""For each query the five best similarities found, percent."""


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


def measure(task: Task) -> tuple[list[Record], list[Figure]]:
    """Build a system and ask it all queries; return the records and, for tmflow, what it takes to use it."""
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
        return records, list(figures_of_use(system, task.queries)) if isinstance(system, Tmflow) else []


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


def show_figures(figures: Sequence[tuple[int, str, str]], corpus: str, seed: int) -> None:
    """Print what was measured of tmflow alone, CPU times, as a table in Markdown."""
    if figures:
        print("\n| units | what | CPU | signature |\n|---|---|---|---|")
    for count, what, value in figures:
        print(
            f"| {count:,} | {what} | {value} | `memory\\|system:tmflow\\|corpus:{corpus}-{count}\\|seed:{seed}\\|v:{__version__}` |"
        )


def told(count: int, figures: Sequence[Figure]) -> list[tuple[int, str, str]]:
    """Say what was measured of a memory of so many units at once, and return it."""
    for what, value in figures:
        print(f"{count:,} units: {what}: {value}", file=sys.stderr, flush=True)
    return [(count, *figure) for figure in figures]


def in_new_process(work: Callable[[T], Answer], task: T) -> Answer:
    """Do the work in a process that has done nothing else."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, task).result()


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
    figures: list[tuple[int, str, str]] = []
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
                measured, more = in_new_process(measure, task)
                records += measured
                figures += told(count, more)
                if options.records:
                    kept = json.dumps([asdict(record) for record in records])
                    options.records.write_text(kept, encoding="utf-8", newline="\n")
                print(f"{system}, {count:,}", file=sys.stderr, flush=True)
            if "tmflow" in systems:
                figures += told(count, in_new_process(figures_of_import, path))
    corpus = options.units.stem if options.units else "made-up"
    show(records, corpus, options.seed)
    show_figures(figures, corpus, options.seed)
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
