"""How many entries that differ in values are adapted rightly, and that none is adapted wrongly.

    python benchmarks/adapted.py [--rounds 40] [--seed 7] [--show 5]
    python benchmarks/adapted.py --articles

Sentence pairs are made from the templates of `adapted_patterns.py` with chance values; an entry with one set of values is
asked for with another, in both directions, and the answer compared with the template filled in. Right: the same text,
but for spellings that both are right (six and 6). Fuzzy: nothing was adapted; for a trap that is the right answer, and any other
is WRONG. Half of the patterns, "held", were not looked at while the rules were written. CPU time of one call is the median. --articles: the units of the sample articles
instead, each value of each text changed in turn; "back" counts those that become the old text when the old value is asked for.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a program, only its own folder is on the path

from benchmarks.adapted_patterns import PATTERNS, Pattern
from tmflow._version import __version__
from tmflow.formats.po import read_po
from tmflow.memory.adapt import adapt
from tmflow.model.bitext import Side
from tmflow.model.language import Language
from tmflow.text.english_words import MONTH_NAMES, ONES, ORDINALS, ordinal_ending
from tmflow.text.notation import respell
from tmflow.text.numbers import Value, ValueKind, iter_values
from tmflow.text.shape import text_shape
from tmflow.text.values import build_date, date_parts

ROOT = Path(__file__).resolve().parents[1]

_WORDS = ONES | {word: f"{number}{ordinal_ending(number)}" for word, number in ORDINALS.items()}
_SMALL = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)
_MONTHS = {name[:3]: name for name in MONTH_NAMES}
_SHORT_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})t?\.")
_SCALES = {"million": 10**6, "billion": 10**9}
_SCALED = re.compile(r"([0-9.]+) (million|billion)\b")
_COMMA = re.compile(r"(?<=[0-9]),(?=[0-9]{3})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One question and what came of it."""

    pattern: Pattern
    direction: str
    outcome: str
    has_shape: bool
    text: str
    cpu_us: float


def canonical(text: str) -> str:
    """Return the text with numbers in plain digits, months in full and half past as a minute: spellings that may differ."""
    plain = _SMALL.sub(lambda found: str(_WORDS[found.group().lower()]), _COMMA.sub("", text)).replace("時半", "時30分")
    plain = _SHORT_MONTH.sub(lambda found: _MONTHS[found.group(1)], plain)
    return _SCALED.sub(lambda found: str(int(Fraction(found.group(1)) * _SCALES[found.group(2)])), plain)


def iter_trials(*, rounds: int, seed: int) -> Iterator[Trial]:
    """Ask for each pattern with chance values, in both directions."""
    chance = random.Random(seed)  # noqa: S311 - values that can be repeated
    for pattern in PATTERNS:
        for _ in range(rounds):
            before, after = pattern.fill(chance), pattern.fill(chance)
            for source_language in pattern.directions:
                if before[source_language] != after[source_language]:
                    yield ask(pattern, before, after, Language(source_language))


def ask(pattern: Pattern, before: dict[str, str], after: dict[str, str], language: Language) -> Trial:
    """Ask one question and judge the answer."""
    source, target = before[language.value], before[language.other.value]
    query, wanted = after[language.value], after[language.other.value]
    started = time.process_time()
    found = adapt(query, source, target, source_language=language)
    cpu_us = (time.process_time() - started) * 1e6
    is_right = found is not None and canonical(found.target) == canonical(wanted)
    outcome = "fuzzy" if found is None else "right" if is_right and not pattern.is_trap else "WRONG"
    shapes = {text_shape(text, language=language.value) for text in (query, source)}
    text = f"{query} | {source} | {target} -> {found.target if found else None} (wanted {wanted})"
    return Trial(
        pattern=pattern,
        direction=f"{language.value}>{language.other.value}",
        outcome=outcome,
        has_shape=len(shapes) == 1 and "" not in shapes,
        text=text,
        cpu_us=cpu_us,
    )


def changed_value(value: Value, chance: random.Random) -> Fraction | str:
    """Return another value of the same kind by chance."""
    if isinstance(value.value, Fraction):
        return Fraction(chance.randint(2, 14)) if value.value < 12 else value.value * chance.choice([2, 3])
    if value.kind is ValueKind.CLOCK:
        return f"{chance.randint(6, 22):02}:{chance.choice([0, 15, 30]):02}"
    year, month, day = date_parts(value.value) if not value.value.endswith("x") else (0, 0, 0)
    date = build_date(
        year and year + chance.randint(1, 5),
        month and chance.randint(1, 12),
        day and chance.randint(2, 28),
        start=0,
        end=0,
    )
    return date.value if date else value.value


def ask_articles(*, seed: int) -> Counter[str]:
    """Count what becomes of the units of the sample articles."""
    chance = random.Random(seed)  # noqa: S311 - values that can be repeated
    counts: Counter[str] = Counter()
    for path in sorted((ROOT / "memories").glob("*.po")):
        bitext = read_po(path)
        pairs = [
            (unit.source.text, unit.target.text) for unit in bitext.units if unit.target and unit.side is Side.BOTH
        ]
        sides = [(bitext.pair.source, *pair) for pair in pairs]
        sides += [(bitext.pair.target, target, source) for source, target in pairs]
        for language, source, target in sides:
            for value in iter_values(source, language=language.value):
                new = changed_value(value, chance)
                spelling = respell(source, value, new, unit=value.unit, language=language.value)
                if spelling is None or new == value.value:
                    continue
                query = source[: spelling.start] + spelling.text + source[spelling.end :]
                found = adapt(query, source, target, source_language=language)
                counts["asked"] += 1
                if found and found.changes:
                    back = adapt(source, query, found.target, source_language=language)
                    counts["adapted"] += 1
                    counts["back"] += back is not None and canonical(back.target) == canonical(target)
    return counts


def report(trials: list[Trial], *, show: int) -> None:
    """Print the counts by part, direction and kind, and some of the texts of each outcome that may be better."""
    table: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for trial in trials:
        kind = "trap" if trial.pattern.is_trap else trial.pattern.kind
        for row in (
            (trial.pattern.part, trial.direction, kind),
            (trial.pattern.part, "both", "trap" if kind == "trap" else "all"),
        ):
            table[row][trial.outcome] += 1
            table[row]["no shape"] += trial.outcome == "right" and not trial.has_shape
    print(f"{'part':5} {'way':6} {'kind':9} {'right':>6} {'fuzzy':>6} {'WRONG':>6} {'no shape':>8}")
    for (part, direction, kind), counts in sorted(table.items()):
        figures = " ".join(
            f"{counts[name]:>{width}}" for name, width in (("right", 6), ("fuzzy", 6), ("WRONG", 6), ("no shape", 8))
        )
        print(f"{part:5} {direction:6} {kind:9} {figures}")
    for name in ("WRONG", "fuzzy"):
        seen: Counter[str] = Counter()
        for trial in trials:
            seen[trial.pattern.ja + trial.direction] += trial.outcome == name
            if (
                trial.outcome == name
                and not (name == "fuzzy" and trial.pattern.is_trap)
                and seen[trial.pattern.ja + trial.direction] <= show
            ):
                print(f"{name} {trial.pattern.part} {trial.direction} {trial.text}")


def main() -> None:
    """Run and print, with a signature."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--show", type=int, default=0, help="print so many texts a pattern that were not adapted, or wrongly"
    )
    parser.add_argument("--articles", action="store_true", help="ask for the units of the sample articles instead")
    options = parser.parse_args()
    if options.articles:
        counts = ask_articles(seed=options.seed)
        print(" ".join(f"{name} {count}" for name, count in counts.items()))
        print(f"adapted|corpus:sample-articles|seed:{options.seed}|v:{__version__}")
        return
    trials = list(iter_trials(rounds=options.rounds, seed=options.seed))
    report(trials, show=options.show)
    print(f"median {median(trial.cpu_us for trial in trials):.0f} us CPU a call")
    print(f"adapted|patterns:{len(PATTERNS)}|rounds:{options.rounds}|seed:{options.seed}|v:{__version__}")


if __name__ == "__main__":
    main()
