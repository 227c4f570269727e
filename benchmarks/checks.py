"""Faults found and false alarms of the checks, rule by rule, beside tools that compare digits.

    python benchmarks/checks.py [--pairs tests/golden/values] [--all] [--list]
    python benchmarks/checks.py --singles tests/golden/unseen-3 [--list]

The pairs are right as they stand; with one fault put in each they are wrong. Found: wrong pairs on which the rule meant
speaks, for a peer on which it says anything. False: right pairs on which any rule on values speaks. Peers, where they are
installed: `digits`, the runs of digits of both sides compared; `pofilter` of translate-toolkit, its test `numbers` and all
its tests (`pip install -r benchmarks/requirements-checks.txt`); textlint with its preset for Japanese technical writing,
on the Japanese side alone (`npm ci --prefix benchmarks/node-checks`). Seconds are CPU, without loading.
--all: every rule that is on by default runs, false is whichever of them speaks on a right pair, and the peers stay away.
--singles: pairs that stand alone, right or with a fault, under every rule that is on by default. Found: faults on whose pair
some rule speaks, by kind; false: right pairs on which one does.
--list: each pair that tmflow gets wrong.
"""

from __future__ import annotations

import argparse
import platform
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.check_pairs import Pair, Single, read_pairs, read_singles, subject_of
from benchmarks.check_peers import Tally, peer_tallies, peer_versions
from tmflow._version import __version__
from tmflow.check.runner import check_subjects

ROOT = Path(__file__).resolve().parents[1]
PAIRS = ROOT / "tests" / "golden" / "values"
FAMILIES = ("num.*", "date.*", "time.*", "currency")


def by_tmflow(pairs: Sequence[Pair], families: Sequence[str] | None = FAMILIES) -> Tally:
    """Run tmflow's rules on values, and those that the pairs are meant for, on each pair, right and wrong.

    families: the rules, or None for every rule that is on by default.
    """
    only = None if families is None else sorted({*families, *(pair.rule for pair in pairs)})
    tally = Tally()
    started = time.process_time()
    for pair in pairs:
        spoken = {finding.rule for finding in check_subjects([subject_of(pair, pair.faulty)], only=only)}
        if pair.rule in spoken:
            tally.found[pair.rule] += 1
        else:
            tally.wrong.append(f"missed {pair.rule} ({', '.join(spoken) or 'nothing'}): {pair.source} | {pair.faulty}")
        tally.spoken += bool(spoken)
        alarms = list(check_subjects([subject_of(pair, pair.target)], only=only))
        if alarms:
            tally.false[pair.rule] += 1
            said = "; ".join(f"{finding.rule} {finding.message}" for finding in alarms)
            tally.wrong.append(f"false alarm ({said}): {pair.source} | {pair.target}")
    tally.seconds = time.process_time() - started
    return tally


def of_singles(singles: Sequence[Single]) -> Tally:
    """Run every rule that is on by default on pairs that stand alone; found by kind of fault, false under "right"."""
    tally = Tally()
    started = time.process_time()
    for single in singles:
        findings = check_subjects([single.subject])
        said = "; ".join(f"{finding.rule} {finding.message}" for finding in findings if finding.unit_id != "u0")
        if single.fault and said:
            tally.found[single.fault] += 1
        elif single.fault:
            tally.wrong.append(f"missed {single.fault} ({single.says}): {single.source} | {single.target}")
        elif said:
            tally.false["right"] += 1
            tally.wrong.append(f"false alarm ({said}): {single.source} | {single.target}")
    tally.seconds = time.process_time() - started
    return tally


def _print_singles(folder: Path, *, with_list: bool) -> None:
    singles = list(read_singles(folder))
    tally = of_singles(singles)
    counts = Counter(single.fault for single in singles)
    print("| fault | pairs | found |\n|---|---|---|")
    for kind, count in sorted(counts.items()):
        if kind:
            print(f"| {kind} | {count} | {tally.found[kind]} |")
    faults = counts.total() - counts[""]
    print(f"| all | {faults} | {tally.found.total()} |")
    print(f"\nFalse: {tally.false.total()} of {counts['']} right pairs")
    print(f"`checks-singles|pairs:{len(singles)}|v:{__version__}`; CPU: {tally.seconds:.2f} s")
    if with_list:
        print("\n".join(tally.wrong))


def main() -> None:
    """Print the table, and what tmflow got wrong if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, default=PAIRS)
    parser.add_argument("--singles", type=Path)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--list", action="store_true")
    arguments = parser.parse_args()
    if arguments.singles:
        _print_singles(arguments.singles, with_list=arguments.list)
        return
    pairs = list(read_pairs(arguments.pairs))
    if arguments.all:
        tallies = {"tmflow": by_tmflow(pairs, None)}
    else:
        tallies = {"tmflow": by_tmflow(pairs), **peer_tallies(pairs)}
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
    print(
        f"\n`checks|pairs:{len(pairs)}|v:{__version__}`; {peer_versions()}; Python {platform.python_version()}, {platform.machine()}; CPU for both halves: {seconds}"
    )
    print(f"Found by any rule: {tallies['tmflow'].spoken} of {len(pairs)}")
    if arguments.list:
        print("\n".join(tallies["tmflow"].wrong))


if __name__ == "__main__":
    main()
