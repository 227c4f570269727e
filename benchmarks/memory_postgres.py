"""Speed and recall of a shared memory in PostgreSQL, the search of the server itself.

    python benchmarks/memory_postgres.py postgresql://…/empty-database [--size 100000] [--units FILE.tmx|FILE.tsv]

Units and queries: benchmarks/memory_units.py. Times are of the wall, for the server and the way to it are what is waited
for; the import also in CPU seconds of the client. Recall: of the queries, the share for which the keys found are those
that comparing all finds, the five most alike and all that tie, at a threshold of 70 percent.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from typing import TypeVar

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a program, only its own folder is on the path

from benchmarks.memory_units import Unit, Writer, iter_units, make_queries, read_units
from tmflow._version import __version__
from tmflow.memory.postgres import PostgresStore
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry
from tmflow.text.distance import similarity_percent
from tmflow.text.normalize import match_key

THRESHOLD, LIMIT = 70, 5
JA_EN = LanguagePair(Language.JA, Language.EN)

T = TypeVar("T")
Found = list[tuple[int, str]]


def brute_force(key: str, keys: list[str]) -> Found:
    """Return what a complete search finds."""
    most_edits = (len(key) * 100 // THRESHOLD + 1) * (100 - THRESHOLD) // 100
    near = extract(key, keys, scorer=Levenshtein.distance, score_cutoff=most_edits, limit=None)
    ranked = sorted((-similarity_percent(key, choice), choice) for choice, _, _ in near)
    alike = [(-minus, choice) for minus, choice in ranked if -minus >= THRESHOLD]
    return [found for found in alike if len(alike) < LIMIT or found[0] >= alike[LIMIT - 1][0]]


def clocked(work: Callable[[], T]) -> tuple[float, T]:
    """Return the milliseconds of the wall the work takes, and its answer."""
    start = time.perf_counter()
    answer = work()
    return 1000 * (time.perf_counter() - start), answer


def show(name: str, times: list[float], signature: str) -> None:
    """Print the median and the 95th percentile."""
    print(f" {name:<10} p50 {median(times):7.2f} ms   p95 {quantiles(times, n=20)[-1]:7.2f} ms   {signature}")


def measure(store: PostgresStore, texts: list[str], queries: list[str], language: Language, signature: str) -> None:
    """Print the figures of lookups in one language."""
    keys = sorted({match_key(text) for text in texts})
    exact = [clocked(partial(store.find_text, text, language))[0] for text in texts[: len(queries)]]
    search = partial(store.search_keys, language=language, threshold=THRESHOLD, limit=LIMIT, include_drafts=False)
    fuzzy, equal = [], 0
    for query in map(match_key, queries):
        spent, found = clocked(partial(search, query))
        fuzzy.append(spent)
        equal += found == brute_force(query, keys)
    show(f"{language.value} exact", exact, signature)
    show(f"{language.value} fuzzy", fuzzy, signature)
    print(f" {language.value} recall@{LIMIT} {equal / len(queries):.3f} of {len(queries)} queries   {signature}")


def load(store: PostgresStore, units: list[Unit], signature: str) -> None:
    """Import the units as one document, and print how long that takes."""
    stream = (MemoryEntry(source=ja, target=en, pair=JA_EN) for ja, en in units)
    before = time.process_time()
    spent, count = clocked(partial(store.replace_document, "benchmark.tmx", "", stream))
    client = time.process_time() - before
    print(f" import {1000 * count / spent:,.0f} units/s, {client:.1f} s CPU of the client   {signature}")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dsn")
    parser.add_argument("--units", type=Path)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    writer = Writer(options.seed)
    units = list(islice(read_units(options.units) if options.units else iter_units(writer, options.size), options.size))
    corpus = f"{options.units.stem if options.units else 'synthetic'}-{len(units)}"
    signature = (
        f"memory|store:postgres|corpus:{corpus}|seed:{options.seed}|load:{os.getloadavg()[0]:.0f}|v:{__version__}"
    )
    with PostgresStore(options.dsn) as store:
        load(store, units, signature)
        for place, language in enumerate((Language.JA, Language.EN)):
            texts = [unit[place] for unit in units]
            measure(store, texts, make_queries(writer, texts, language, options.queries), language, signature)


if __name__ == "__main__":
    main()
