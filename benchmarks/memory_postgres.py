"""Speed and recall of a shared memory in PostgreSQL, on seeded synthetic units or on real ones.

    python -m benchmarks.memory_postgres postgresql://…/empty-database [--size 100000] [--queries 200] [--seed 7]
    python -m benchmarks.memory_postgres postgresql://…/empty-database --units units.json

units.json: a list of [English, Japanese]. Times are of the wall, for the server and the way to it are what is waited for;
import also in CPU seconds of the client. Recall: of the queries, the share for which the keys found are those that
comparing all finds, the five most alike and all that tie, at a threshold of 70 percent.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract

from benchmarks.memory_peers import entry_of
from benchmarks.memory_units import Writer, iter_units
from tmflow._version import __version__
from tmflow.memory.postgres import PostgresStore
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry
from tmflow.text.distance import similarity_percent
from tmflow.text.normalize import match_key

THRESHOLD = 70
LIMIT = 5
Found = list[tuple[int, str]]


def read_units(path: Path) -> list[MemoryEntry]:
    """Return the units of a file of pairs."""
    pair = LanguagePair(Language.JA, Language.EN)
    return [MemoryEntry(source=ja, target=en, pair=pair) for en, ja in json.loads(path.read_text(encoding="utf-8"))]


def side(unit: MemoryEntry, language: Language) -> str:
    """Return the text of the unit in this language."""
    return unit.source if language is Language.JA else unit.target


def brute_force(query: str, keys: list[str]) -> Found:
    """Return what a complete search finds."""
    most = (len(query) * 100 // THRESHOLD + 1) * (100 - THRESHOLD) // 100
    near = extract(query, keys, scorer=Levenshtein.distance, score_cutoff=most, limit=None)
    ranked = sorted((-similarity_percent(query, key), key) for key, _, _ in near)
    alike = [(-minus, key) for minus, key in ranked if -minus >= THRESHOLD]
    return [found for found in alike if len(alike) < LIMIT or found[0] >= alike[LIMIT - 1][0]]


def edited(text: str, others: list[str], dice: random.Random) -> str:
    """Return the text with one to three pieces replaced by pieces of other texts, as an author revises a sentence."""
    for _ in range(dice.randint(1, 3)):
        at = dice.randrange(len(text) + 1)
        text = text[:at] + dice.choice(others)[:3] + text[at + dice.randint(0, 4) :]
    return text


def waited(work: Callable[[], object]) -> float:
    """Return the milliseconds of the wall that the work takes."""
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def show(name: str, times: list[float], signature: str) -> None:
    """Print the median and the 95th percentile."""
    print(f" {name:<12} p50 {median(times):7.2f} ms   p95 {quantiles(times, n=20)[-1]:7.2f} ms   {signature}")


def measure_language(
    store: PostgresStore, units: list[MemoryEntry], language: Language, *, queries: int, seed: int, signature: str
) -> None:
    """Print the figures of lookups in one language."""
    dice = random.Random(seed)  # noqa: S311 - a benchmark, not a secret
    texts = [side(unit, language) for unit in units]
    keys = sorted({match_key(text) for text in texts})
    chosen = dice.sample(texts, queries)
    exact = [waited(partial(store.find_text, text, language)) for text in chosen]
    fuzzy, equal = [], 0
    for text in chosen:
        query = match_key(edited(text, texts, dice))
        found: Found = []

        def search(query: str = query, found: Found = found) -> None:
            found += store.search_keys(query, language, threshold=THRESHOLD, limit=LIMIT, include_drafts=False)

        fuzzy.append(waited(search))
        equal += found == brute_force(query, keys)
    show(f"{language.value} exact", exact, signature)
    show(f"{language.value} fuzzy", fuzzy, signature)
    print(f" {language.value} recall@{LIMIT} {equal / queries:.3f} of {queries} queries   {signature}")


def load(store: PostgresStore, units: list[MemoryEntry], signature: str) -> None:
    """Import the units as one document, and print how long that takes."""
    stream: Iterator[MemoryEntry] = iter(units)
    before = time.process_time()
    spent = waited(lambda: store.replace_document("benchmark.tmx", "", stream))
    client = time.process_time() - before
    print(f" import {1000 * len(units) / spent:,.0f} units/s, {client:.1f} s CPU of the client   {signature}")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dsn")
    parser.add_argument("--units", type=Path)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    units = (
        read_units(options.units)
        if options.units
        else [entry_of(unit) for unit in iter_units(Writer(options.seed), options.size)]
    )
    corpus = f"{options.units.stem if options.units else 'synthetic'}-{len(units)}"
    signature = (
        f"memory|store:postgres|corpus:{corpus}|seed:{options.seed}|load:{os.getloadavg()[0]:.0f}|v:{__version__}"
    )
    with PostgresStore(options.dsn) as store:
        load(store, units, signature)
        for language in Language:
            measure_language(store, units, language, queries=options.queries, seed=options.seed, signature=signature)


if __name__ == "__main__":
    main()
