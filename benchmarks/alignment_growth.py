"""Growth of alignment with the length of the texts: CPU seconds, memory and the exponent, on made-up bilingual text.

    python benchmarks/alignment_growth.py [--sizes 1000 2000 5000 10000 20000] [--large] [--only NAME ...] [--plot [FILE]] [--into]

Three sorts of text of so many segments a side. "made up": the documents of benchmarks/pairing.py, sentences from
templates with names, figures and words, one after the other; a twentieth of the sentences of each side is missing, and
a tenth of the text, in one stretch in the middle, has nothing to go by (neither names nor figures nor words that a
dictionary knows). "nothing to go by": all of the text is of that sort. "repeated": one sentence again and again.
The exponent is the slope between the shortest and the longest text on logarithmic axes: 1 is linear, 2 quadratic.
Each text is aligned in a process of its own, which may take LIMIT_MB of memory; a sort that needs more, or longer than
LIMIT_S, is not made longer. Memory is the most that the process held. Strict F1 beside it, since quick and wrong would be no growth worth having; where there is
nothing to go by, it says how often the order alone is right.
--large: 50,000 and 100,000 segments, too. --plot: both as SVG, to docs/images/alignment-growth.svg.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from resource import RLIMIT_AS, setrlimit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a program, only its own folder is on the path

import tmflow
from benchmarks.alignment_peers import own_memory_mb
from benchmarks.alignment_scores import judge
from benchmarks.alignment_tables import write_block
from benchmarks.pairing import generated
from tmflow._version import __version__
from tmflow.model.bitext import Bead

ROOT = Path(__file__).resolve().parents[1]
PLOT = ROOT / "docs/images/alignment-growth.svg"
SIZES, LARGE = (1_000, 2_000, 5_000, 10_000, 20_000), (50_000, 100_000)
SEED = 7
LIMIT_S, LIMIT_MB = 200.0, 8_000
MISSING = 0.05
BARE_SHARE = 0.1

KANA = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわ"
LETTERS = "bcdfghjklmnprstvw", "aeiou"

Sentence = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What aligning one text took and how right it is, or what was raised instead."""

    sort: str
    size: int
    seconds: float = 0.0
    memory_mb: float = 0.0
    f1: float = 0.0
    error: str = ""


def bare(chance: random.Random) -> Sentence:
    """A sentence and its translation that share nothing but, more or less, their length."""
    words = chance.randint(4, 16)
    japanese = "".join(chance.choice(KANA) for _ in range(words * 3))
    english = " ".join(
        "".join(chance.choice(LETTERS[place % 2]) for place in range(chance.randint(2, 8)))
        for _ in range(max(1, words + chance.randint(-2, 2)))
    )
    return f"{japanese}。", f"{english.capitalize()}."


def made_up(size: int) -> list[Sentence]:
    """Generated documents one after the other, with a bare stretch in the middle."""
    chance = random.Random(SEED)  # noqa: S311 - text that can be repeated
    sentences = [pair for texts in generated(size // 8 + 8, seed=SEED) for pair in zip(*texts, strict=True)][:size]
    start, length = int(size * (1 - BARE_SHARE) / 2), int(size * BARE_SHARE)
    return [*sentences[:start], *(bare(chance) for _ in range(length)), *sentences[start + length :]]


def nothing(size: int) -> list[Sentence]:
    """Bare sentences."""
    chance = random.Random(SEED)  # noqa: S311 - text that can be repeated
    return [bare(chance) for _ in range(size)]


def repeated(size: int) -> list[Sentence]:
    """One sentence."""
    return [("船は朝の港を出た。", "The ship left the harbour in the morning.")] * size


SORTS = {"made up": (made_up, MISSING), "nothing to go by": (nothing, 0.0), "repeated": (repeated, 0.0)}


def bitext(sort: str, size: int) -> tuple[list[str], list[str], list[Bead]]:
    """The two sides of a text and its beads."""
    make, missing = SORTS[sort]
    chance = random.Random(SEED)  # noqa: S311 - text that can be repeated
    japanese: list[str] = []
    english: list[str] = []
    beads = []
    for sentence in make(size):
        draw = chance.random()
        source, target = (len(japanese),) * (draw >= missing), (len(english),) * (draw < 1 - missing)
        japanese += [sentence[0]] * len(source)
        english += [sentence[1]] * len(target)
        beads.append(Bead(source=source, target=target, confidence=1.0))
    return japanese, english, beads


def measure(sort: str, size: int) -> Measured:
    """Align one text. Raises MemoryError if it takes more than it may."""
    setrlimit(RLIMIT_AS, (LIMIT_MB << 20, LIMIT_MB << 20))
    tmflow.align(["港は静かだ。"], ["The harbour is quiet."], dictionary="none")  # loads what is loaded once
    japanese, english, gold = bitext(sort, size)
    start = time.process_time()
    found = tmflow.align(
        japanese, english, source_language="ja", target_language="en", dictionary="none", require_translation=False
    )
    seconds = time.process_time() - start
    return Measured(sort=sort, size=size, seconds=seconds, memory_mb=own_memory_mb(), f1=judge(gold, found).linked.f1)


def measure_all(sorts: Sequence[str], sizes: Sequence[int]) -> Iterator[Measured]:
    """Every sort at every size, each in a process of its own."""
    for sort in sorts:
        for size in sorted(sizes):
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                try:
                    one = pool.submit(measure, sort, size).result()
                except Exception as error:  # noqa: BLE001 - that it raises is a result
                    one = Measured(sort=sort, size=size, error=repr(error))
            yield one
            if one.seconds > LIMIT_S or one.error.startswith("MemoryError"):
                break


def exponent(points: Sequence[tuple[int, float]]) -> float:
    """Slope between the ends on logarithmic axes; 1 for a single size."""
    (least, low), (most, high) = min(points), max(points)
    return math.log(max(high, 1e-6) / max(low, 1e-6)) / math.log(most / least) if most > least else 1.0


def show(measured: Sequence[Measured]) -> None:
    """Print a table in Markdown, a line for each text, and the exponents."""
    print("| sort | segments a side | CPU-s | segments/CPU-s | MB | F1 | signature |\n|---|---|---|---|---|---|---|")
    for one in measured:
        if one.error:
            print(f"| {one.sort} | {one.size:,} | raised {one.error} |||||")
            continue
        print(
            f"| {one.sort} | {one.size:,} | {one.seconds:.2f} | {2 * one.size / one.seconds:,.0f} | {one.memory_mb:.0f} "
            f"| {one.f1:.3f} | `align-growth\\|sort:{one.sort.replace(' ', '-')}\\|segments:{one.size}\\|dictionary:none"
            f"\\|seed:{SEED}\\|v:{__version__}` |"
        )
    print()
    for sort in dict.fromkeys(one.sort for one in measured):
        ones = [one for one in measured if one.sort == sort and not one.error]
        if not ones:
            continue
        seconds = exponent([(one.size, one.seconds) for one in ones])
        memory = exponent([(one.size, one.memory_mb) for one in ones])
        sizes = ",".join(str(one.size) for one in ones)
        print(
            f"{sort}: exponent {seconds:.2f} of time, {memory:.2f} of memory  `align-growth|sizes:{sizes}|v:{__version__}`"
        )


WIDTH, HEIGHT, MARGIN = 380, 280, 56
COLOURS = ("#0b6e99", "#b3541e", "#5b7f2b")


def plot(measured: Sequence[Measured]) -> str:
    """Seconds and memory by segments, both axes logarithmic, as SVG."""
    done = [one for one in measured if not one.error]
    panels = (
        panel([(one.sort, one.size, one.seconds) for one in done], "CPU seconds", left=0),
        panel([(one.sort, one.size, one.memory_mb) for one in done], "memory, MB", left=WIDTH),
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * WIDTH} {HEIGHT}" font-family="sans-serif" '
        f'font-size="11" fill="#333">\n<title>Growth of alignment</title>\n'
        f'<rect width="100%" height="100%" fill="#fff"/>\n{"".join(panels)}</svg>\n'
    )


def panel(points: Sequence[tuple[str, int, float]], title: str, *, left: int) -> str:
    """One diagram: a line for each sort, and a dashed one that grows in proportion."""
    low_x, high_x = (bound(size for _, size, _ in points) for bound in (min, max))
    low_y, high_y = (
        math.floor(math.log10(min(y for *_, y in points))),
        math.ceil(math.log10(max(y for *_, y in points))),
    )

    def at(size: float, value: float) -> tuple[float, float]:
        across = math.log(size / low_x) / max(1e-9, math.log(high_x / low_x))
        up = (math.log10(value) - low_y) / max(1, high_y - low_y)
        return left + MARGIN + across * (WIDTH - 1.5 * MARGIN), HEIGHT - MARGIN - up * (HEIGHT - 2 * MARGIN)

    def text(x: float, y: float, words: str, more: str = "") -> str:
        return f'<text x="{x:.1f}" y="{y:.1f}" {more}>{words}</text>\n'

    def line(ends: Sequence[tuple[float, float]], style: str) -> str:
        return f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in ends)}" fill="none" {style}/>\n'

    parts = [text(left + MARGIN, 24, title, 'font-size="13" font-weight="bold"')]
    for power in range(low_y, high_y + 1):
        ends = [at(low_x, 10.0**power), at(high_x, 10.0**power)]
        parts += [
            line(ends, 'stroke="#ddd"'),
            text(ends[0][0] - 6, ends[0][1] + 4, f"{10.0**power:g}", 'text-anchor="end"'),
        ]
    for size in dict.fromkeys(size for _, size, _ in sorted(points, key=lambda point: point[1])):
        parts.append(text(at(size, 1)[0], HEIGHT - MARGIN + 16, f"{size / 1000:g}k", 'text-anchor="middle"'))
    parts.append(text(left + WIDTH / 2, HEIGHT - MARGIN + 32, "segments a side", 'text-anchor="middle"'))
    first = min(y for _, size, y in points if size == low_x)
    reach = min(high_x / low_x, 10.0**high_y / first)
    parts.append(line([at(low_x, first), at(low_x * reach, first * reach)], 'stroke="#999" stroke-dasharray="4 4"'))
    for place, (sort, colour) in enumerate(zip(dict.fromkeys(sort for sort, *_ in points), COLOURS, strict=False)):
        parts.append(
            line([at(size, y) for one, size, y in points if one == sort], f'stroke="{colour}" stroke-width="2"')
        )
        parts.append(text(left + MARGIN + 8, 44 + 15 * place, sort, f'fill="{colour}"'))
    return "".join(parts)


def main() -> None:
    """Print the table, and draw it if that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--large", action="store_true", help="50,000 and 100,000 segments as well")
    parser.add_argument("--only", nargs="+", choices=SORTS, default=list(SORTS), metavar="NAME")
    parser.add_argument("--plot", type=Path, nargs="?", const=PLOT, metavar="FILE")
    parser.add_argument("--into", action="store_const", const="growth", help="write the table into RESULTS.md")
    options = parser.parse_args()
    measured = []
    for one in measure_all(options.only, [*options.sizes, *(LARGE if options.large else ())]):
        print(f"{one.sort}, {one.size:,}: {one.error or f'{one.seconds:.2f} CPU-s'}", file=sys.stderr, flush=True)
        measured.append(one)
    if options.into:
        write_block(options.into, lambda: show(measured))
    else:
        show(measured)
    if options.plot and any(not one.error for one in measured):
        options.plot.parent.mkdir(parents=True, exist_ok=True)
        options.plot.write_text(plot(measured), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
