"""Speed and recall of the memory, against rapidfuzz comparing every text, on seeded synthetic units.

    python benchmarks/memory_lookup.py [--sizes 1000 10000 50000] [--queries 60] [--seed 7]

Times are CPU milliseconds (the machine may be shared). Recall: of the queries to which comparing all texts finds a
match of 70 percent or more, the share whose best similarity (@1), and whose five best similarities (@5), are the same.
Cold: a fresh interpreter that opens the memory, looks one text up and leaves, start of Python included.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import TypeVar

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract

from tmflow._version import __version__
from tmflow.memory.memory import TranslationMemory
from tmflow.memory.sqlite import SqliteStore
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import Match, MemoryEntry
from tmflow.text.distance import similarity_percent
from tmflow.text.normalize import match_key

THRESHOLD = 70
LIMIT = 5
DOCUMENT_UNITS = 40
LENGTHS = {Language.JA: (2.9, 0.75, "。"), Language.EN: (2.6, 0.75, ".")}
"""Words in a sentence: mean and deviation of the logarithm, so that lengths spread as those of prose do; the full stop."""

COLD = """
import sys
from pathlib import Path
from tmflow.memory.memory import TranslationMemory
from tmflow.memory.sqlite import SqliteStore
with TranslationMemory(SqliteStore(Path(sys.argv[1]))) as memory:
    assert memory.lookup(sys.argv[2], limit=1)
"""


T = TypeVar("T")


class Writer:
    """Makes sentences of two invented languages: words by Zipf's law, one list a language."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - a benchmark, not a secret
        kana = [chr(code) for code in range(0x3042, 0x3094)]
        kanji = [chr(code) for code in range(0x4E00, 0x4E00 + 1500)]
        self.words = {
            Language.JA: [self._word(kanji, 1, 2) + self._word(kana, 0, 2) for _ in range(6000)],
            Language.EN: [" " + self._word("etaoinshrdlucmfwypvbgk", 1, 10) for _ in range(6000)],
        }
        self.weights = [1 / (rank + 2) for rank in range(6000)]

    def _word(self, alphabet: Sequence[str], least: int, most: int) -> str:
        return "".join(self.random.choices(alphabet, k=self.random.randint(least, most)))

    def sentence(self, language: Language) -> str:
        """Return a new sentence."""
        mean, deviation, stop = LENGTHS[language]
        count = max(2, min(90, round(self.random.lognormvariate(mean, deviation))))
        return "".join(self.random.choices(self.words[language], self.weights, k=count)).strip() + stop

    def edited(self, text: str, language: Language) -> str:
        """Return the text with a few words' worth of it replaced, as an author revises a sentence."""
        for _ in range(self.random.randint(1, 3)):
            at = self.random.randrange(len(text))
            text = text[:at] + self.random.choice(self.words[language]) + text[at + self.random.randint(0, 4) :]
        return text


def entries(writer: Writer, count: int) -> list[MemoryEntry]:
    """Return that many pairs of unrelated sentences: only the texts matter to a lookup."""
    pair = LanguagePair(Language.JA, Language.EN)
    return [
        MemoryEntry(source=writer.sentence(Language.JA), target=writer.sentence(Language.EN), pair=pair)
        for _ in range(count)
    ]


def documents(units: list[MemoryEntry]) -> Iterator[tuple[str, list[MemoryEntry]]]:
    """Yield the units by article, with its name."""
    for start in range(0, len(units), DOCUMENT_UNITS):
        yield f"{start:07}.po", units[start : start + DOCUMENT_UNITS]


def clocked(work: Callable[[], T]) -> tuple[float, T]:
    """Return the CPU milliseconds the work takes, and its answer."""
    start = time.process_time()
    answer = work()
    return 1000 * (time.process_time() - start), answer


def cold_ms(path: Path, text: str, runs: int = 3) -> float:
    """Return the least CPU time of a process that answers one lookup."""
    times = []
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path[1:])}
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", COLD, str(path), text], check=True, env=environment)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return 1000 * min(times)


def brute_force(query: str, keys: list[str]) -> list[int]:
    """Return the five best similarities among all keys: what a complete search must find."""
    key = match_key(query)
    nearest = extract(key, keys, scorer=Levenshtein.normalized_similarity, score_cutoff=THRESHOLD / 100, limit=LIMIT)
    return sorted((similarity_percent(key, choice) for choice, _, _ in nearest), reverse=True)


def found_similarities(query: str, matches: list[Match]) -> list[int]:
    """Return the similarities of the matches by the same measure."""
    return [similarity_percent(match_key(query), match_key(match.source)) for match in matches]


def show(name: str, times: list[float], signature: str) -> None:
    """Print the median and the 95th percentile."""
    p95 = quantiles(times, n=20)[-1]
    print(f"  {name:<34} p50 {median(times):8.2f} ms   p95 {p95:8.2f} ms   {signature}")


def measure_language(
    memory: TranslationMemory,
    units: list[MemoryEntry],
    language: Language,
    writer: Writer,
    *,
    count: int,
    signature: str,
) -> None:
    """Print how exact, fuzzy and brute lookups in one language compare, and whether any match was lost."""
    texts = [unit.source if language is Language.JA else unit.target for unit in units]
    keys = sorted({match_key(text) for text in texts})
    chosen = writer.random.sample(texts, count)
    fuzzy = [writer.edited(text, language) for text in chosen]
    new = [writer.sentence(language) for _ in range(count // 3)]

    def look_up(text: str) -> list[Match]:
        return memory.lookup(text, source=language, limit=LIMIT)

    exact_ms = [clocked(partial(look_up, text))[0] for text in chosen]
    first_ms, _ = clocked(partial(look_up, fuzzy[0]))
    fuzzy_ms, brute_ms = [], []
    answered = best_equal = all_equal = 0
    for text in fuzzy + new:
        spent, matches = clocked(partial(look_up, text))
        brute_spent, expected = clocked(partial(brute_force, text, keys))
        fuzzy_ms.append(spent)
        brute_ms.append(brute_spent)
        if expected:
            found = found_similarities(text, matches)
            answered += 1
            best_equal += found[:1] == expected[:1]
            all_equal += found == expected
    print(f" {language.value}: first fuzzy lookup (loads its lengths) {first_ms:.0f} ms")
    show("exact lookup", exact_ms, signature)
    show("fuzzy lookup", fuzzy_ms, signature)
    show("rapidfuzz extract over all", brute_ms, signature)
    print(
        f"  recall@1 {best_equal / answered:.3f}  recall@5 {all_equal / answered:.3f}  of {answered} queries"
        f"   p50 ratio to extract {median(brute_ms) / median(fuzzy_ms):.1f}   {signature}"
    )


def measure(size: int, queries: int, seed: int, folder: Path) -> None:
    """Print all figures of a memory of that many units."""
    signature = f"memory|store:sqlite+length-window|corpus:synthetic-{size}|seed:{seed}|v:{__version__}"
    writer = Writer(seed)
    units = entries(writer, size)
    path = folder / f"{size}.sqlite"
    with TranslationMemory(SqliteStore(path)) as memory:
        learn_ms, _ = clocked(lambda: [memory.learn(part, document=name) for name, part in documents(units)])
        megabytes = path.stat().st_size / 1e6
        print(f"{size} units: learnt {1000 * size / learn_ms:,.0f} units/s, {megabytes:.1f} MB   {signature}")
        for language in Language:
            measure_language(memory, units, language, writer, count=queries, signature=signature)
        word = writer.words[Language.JA][40][:1]
        search_ms, hits = clocked(lambda: memory.search(word))
        print(f" search for one kanji: {len(hits)} hits shown, {search_ms:.1f} ms   {signature}")
        one = [MemoryEntry(source="新しい文である。", target="A new sentence.", pair=units[0].pair)]
        add_ms, _ = clocked(lambda: memory.learn(one, document="new.po"))
        after_ms, _ = clocked(lambda: memory.lookup("新しい文でない。"))
        print(f" learn one unit {add_ms:.1f} ms, then find it {after_ms:.1f} ms   {signature}")
    sample = units[size // 2]
    fuzzy = sample.source[:-1] + "、"
    print(
        f" cold process: exact {cold_ms(path, sample.source):.0f} ms, fuzzy {cold_ms(path, fuzzy):.0f} ms   {signature}"
    )


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 50_000])
    parser.add_argument("--queries", type=int, default=60)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for size in options.sizes:
            measure(size, options.queries, options.seed, Path(folder))


if __name__ == "__main__":
    main()
