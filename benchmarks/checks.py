"""Faults found and false alarms of the checks, rule by rule, beside tools that compare digits.

    python benchmarks/checks.py [--pairs tests/golden/values] [--list]

The pairs are right as they stand; with one fault put in each they are wrong. Found: wrong pairs on which the rule meant
speaks, for a peer on which it says anything. False: right pairs on which any rule on values speaks. Peers: `digits`, the
runs of digits of both sides compared as sets after folding width and commas; `pofilter`, the test `numbers` of
translate-toolkit, where that is installed (`pip install -r benchmarks/requirements-checks.txt`). Seconds are CPU.
--list: each pair that tmflow gets wrong.
"""

from __future__ import annotations

import argparse
import importlib
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.check_pairs import Pair, read_pairs, subject_of
from tmflow._version import __version__
from tmflow.check.runner import check_subjects

ROOT = Path(__file__).resolve().parents[1]
PAIRS = ROOT / "tests" / "golden" / "values"
FAMILIES = ("num.*", "date.*", "time.*", "currency")


@dataclass(slots=True)
class Tally:
    """What a tool found, by rule: wrong pairs found, right pairs flagged; the pairs it got wrong; CPU seconds."""

    found: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0


def by_tmflow(pairs: Sequence[Pair], families: Sequence[str] = FAMILIES) -> Tally:
    """Run tmflow's rules on values, and those that the pairs are meant for, on each pair, right and wrong."""
    only = sorted({*families, *(pair.rule for pair in pairs)})
    tally = Tally()
    started = time.process_time()
    for pair in pairs:
        spoken = {finding.rule for finding in check_subjects([subject_of(pair, pair.faulty)], only=only)}
        if pair.rule in spoken:
            tally.found[pair.rule] += 1
        else:
            tally.wrong.append(f"missed {pair.rule} ({', '.join(spoken) or 'nothing'}): {pair.source} | {pair.faulty}")
        alarms = list(check_subjects([subject_of(pair, pair.target)], only=only))
        if alarms:
            tally.false[pair.rule] += 1
            said = "; ".join(f"{finding.rule} {finding.message}" for finding in alarms)
            tally.wrong.append(f"false alarm ({said}): {pair.source} | {pair.target}")
    tally.seconds = time.process_time() - started
    return tally


def by_peer(pairs: Sequence[Pair], has_fault: Callable[[str, str], bool]) -> Tally:
    """Run another tool on each pair, right and wrong."""
    tally = Tally()
    started = time.process_time()
    for pair in pairs:
        tally.found[pair.rule] += has_fault(pair.source, pair.faulty)
        tally.false[pair.rule] += has_fault(pair.source, pair.target)
    tally.seconds = time.process_time() - started
    return tally


def differs_in_digits(source: str, target: str) -> bool:
    """Whether the runs of digits of two texts differ."""
    sides = (unicodedata.normalize("NFKC", text).replace(",", "") for text in (source, target))
    first, second = (Counter(re.findall("[0-9]+", side)) for side in sides)
    return first != second


def pofilter() -> Callable[[str, str], bool] | None:
    """Return the test `numbers` of translate-toolkit, None if that is not installed."""
    try:
        checks = importlib.import_module("translate.filters.checks")
    except ImportError:
        return None
    checker = checks.StandardChecker()

    def has_fault(source: str, target: str) -> bool:
        try:
            return not checker.numbers(source, target)
        except checks.FilterFailure:
            return True

    return has_fault


def main() -> None:
    """Print the table, and what tmflow got wrong if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, default=PAIRS)
    parser.add_argument("--list", action="store_true")
    arguments = parser.parse_args()
    pairs = list(read_pairs(arguments.pairs))
    tallies = {"tmflow": by_tmflow(pairs), "digits": by_peer(pairs, differs_in_digits)}
    if peer := pofilter():
        tallies["pofilter"] = by_peer(pairs, peer)
    counts = Counter(pair.rule for pair in pairs)
    print(f"| rule | pairs | {' | '.join(f'{name} found | {name} false' for name in tallies)} |")
    print(f"|---|---|{'---|---|' * len(tallies)}")
    for rule, count in [*sorted(counts.items()), ("all", len(pairs))]:
        cells = []
        for tally in tallies.values():
            found = tally.found.total() if rule == "all" else tally.found[rule]
            false = tally.false.total() if rule == "all" else tally.false[rule]
            cells.append(f"{found} | {false}")
        print(f"| {rule} | {count} | {' | '.join(cells)} |")
    seconds = ", ".join(f"{name} {tally.seconds:.2f} s" for name, tally in tallies.items())
    print(f"\n`checks|pairs:{len(pairs)}|v:{__version__}`; CPU for both halves: {seconds}")
    if arguments.list:
        print("\n".join(tallies["tmflow"].wrong))


if __name__ == "__main__":
    main()
