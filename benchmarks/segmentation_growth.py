"""Growth of segmentation with the length of adversarial text: CPU seconds and the exponent, for many sorts, each language.

    python benchmarks/segmentation_growth.py [--sizes 50000 100000 200000 400000] [--worst 10] [--only NAME ...] [--all]

A sort is a few characters repeated, openers closed in turn, or random characters by a seed. The exponent is the slope
between the shortest and the longest text on logarithmic axes: 1 is linear, 2 quadratic. It ends with status 1 if a sort
takes more than two CPU-seconds at 200,000 characters, grows by more than 1.2 or raises. Once a text takes longer than
LIMIT_S, longer ones of its sort are left out.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from tmflow._version import __version__
from tmflow.model.language import Language
from tmflow.segment.segmenter import iter_segments

SIZES = (50_000, 100_000, 200_000, 400_000)
JUDGED_CHARS, MOST_S, MOST_EXPONENT = 200_000, 2.0, 1.2
LEAST_S_PER_CHAR = 1e-6
"""The exponent is judged of what is no quicker than ordinary text: below, the processor's caches make it."""
RUNS, ENOUGH_S, LIMIT_S = 3, 0.15, 30.0
SEED = 7

OPENERS, CLOSERS = "「『（(【《〈〔［[{｛“‘«<", "」』）)】》〉〕］]}｝”’»>"
MARKS = ".,;:!?-_*#/\\|=~@%&+。、．，！？‼⁉…‥・ー〜♪★※■①\"'`″〝〟"
NAMED = {
    "nul": "\0", "blank": " ", "no-break blank": "\xa0", "U+3000": "\u3000", "tab": "\t", "U+200B": "\u200b",
    "newline": "\n", "CRLF": "\r\n", "CR": "\r", "U+2028": "\u2028", "U+2029": "\u2029", "form feed": "\f",
    "digit": "1", "letter": "a", "capital": "A", "kana": "あ", "kanji": "港", "halfwidth kana": "ｱ", "wide digit": "１",
    "emoji": "😀", "skin tones": "👍🏽", "ZWJ chain": "👩\u200d", "flags": "🇯🇵", "keycaps": "1\ufe0f\u20e3",
    "combining marks": "\u0301", "letter with marks": "e\u0301\u0302", "voicing marks": "\u3099", "variation": "\ufe0f",
}  # fmt: skip
PATTERNS = (
    "..", ". ", " .", ". . . ", "... ", "!?", "！？", "。。 ", "・・・", "……", "、。", "。、", "1. ", "1) ", "(1) ", "（1）", "1.", "1,", "1:",
    "12:30 ", "1/2", "a. ", "A.", "A. ", "a.b", "Mr. ", "e.g. ", "No. ", "No. 1 ", "p.m. ", "U.S. ", "etc. ", "vs. ", "Inc. ",
    "I. ", "Q: ", "A: ", "Q. A. ", "So. so ", "day.The", "www.", "http://", "http://a.example ", "https://a.example/b?c=d&e=f#g",
    "http://a.example/。", "a@b.example ", "a@", "@a", "a.b@c.d.", "file.txt ", "v1.2.3 ", "../", "C:\\a\\",
    "「。」", "「。」と", "「？」「。」", "（注：", "（注：。）", "。）", "。」", "」と", "「」、", "「、", "…」と", "』」", "[1]", ".[1]", ".” ",
    '."', '?" a', "“A. ", "‘a’s ", "a' ", "(a. ", "a) ", "だ。", "です。と", "か？と", "うん。 ", "（笑）", "w。", "♪だ", "だ♪", "(^^)",
    "①だ。②", "港娘。", "Ahoy!", "> ", ">", "- ", "* ", "# ", "| ", "・ ", "1. a\n", "1) a\n", "- a\n", "> a\n",
    "# a\n", "① あ\n", "・あ\n", "　あ\n", "　あ。\n", " a\n", "a\n", "あ\n", "a \n", "a\n\n", "あ。\n", "a.\n", "A a\n", "「\n", "」\n",
    "(\n", '"\n', "Q: a\nA: b\n", "a-\n", "あ、\n", "---\n", "===\n", "```\n", "a\n---\n", "a|b\n", "\n ", "\n　", "\n\t", " \n\n", "<b>", "</",
    "<a href=", "&amp;", "$1.50 ", "¥1,000", "10% ", "1.5.", "a...", "a…", "a—", "——", "a ? ", "a!!1 ",
)  # fmt: skip
"""What is repeated to make a sort: marks one by one, characters that want a name, and whole patterns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """CPU seconds of one sort in one language, by the number of characters; and what was raised instead."""

    sort: str
    language: Language
    seconds: dict[int, float] = field(default_factory=dict)
    raised: dict[int, str] = field(default_factory=dict)

    @property
    def exponent(self) -> float:
        """Slope between the ends on logarithmic axes; 1 for a single size."""
        sizes = sorted(self.seconds)
        if len(sizes) < 2:
            return 1.0
        ratio = max(self.seconds[sizes[-1]], 1e-6) / max(self.seconds[sizes[0]], 1e-6)
        return math.log(ratio) / math.log(sizes[-1] / sizes[0])

    @property
    def judged_s(self) -> float:
        """Seconds at the size that is judged, or at the longest that was tried."""
        return self.seconds.get(JUDGED_CHARS, max(self.seconds.values(), default=0.0))

    @property
    def is_wrong(self) -> bool:
        """Whether it takes or grows more than it may, or raises."""
        size, seconds = max(self.seconds.items(), default=(1, 0.0))
        is_steep = self.exponent > MOST_EXPONENT and seconds > size * LEAST_S_PER_CHAR
        return bool(self.raised) or self.judged_s > MOST_S or is_steep


def samples(chars: int) -> dict[str, str]:
    """A text of so many characters for each sort, by its name."""
    repeated = NAMED | {repr(unit)[1:-1]: unit for unit in (*MARKS, *PATTERNS)}
    texts = {name: (unit * (chars // len(unit) + 1))[:chars] for name, unit in repeated.items()}
    for opener, closer in zip(OPENERS, CLOSERS, strict=True):
        half = chars // 2
        texts |= {
            f"{opener} open": opener * chars,
            f"{closer} closed": closer * chars,
            f"{opener}{closer} pairs": (opener + closer) * half,
            f"{opener}{closer} nested": opener * half + closer * half,
            f"{opener}{closer} crossed": closer * half + opener * half,
            f"{opener}。 open": f"{opener}。" * half,
            f"{opener}a. open": (f"{opener}a. " * chars)[:chars],
        }
    chance = random.Random(SEED)  # noqa: S311 - text that can be repeated
    unicode = [code for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    marks = "。．.!?！？「」（）()“”\"'…・ \n　1aAあ港、,:-"
    texts["random Unicode"] = "".join(map(chr, chance.choices(unicode, k=chars)))
    texts["random BMP"] = "".join(map(chr, chance.choices(unicode[:0xF000], k=chars)))
    texts["random marks"] = "".join(chance.choices(marks, k=chars))
    return texts


def cpu_s(text: str, language: Language) -> float:
    """CPU seconds to cut a text: the least of some runs, as the least disturbed one."""
    times: list[float] = []
    while len(times) < RUNS and sum(times) < ENOUGH_S:
        start = time.process_time()
        for _ in iter_segments(text, language=language):
            pass
        times.append(time.process_time() - start)
    return min(times)


def measure(sizes: Sequence[int], only: Sequence[str]) -> list[Growth]:
    """Every sort in each language, the shortest text first."""
    growths: dict[tuple[str, Language], Growth] = {}
    for size in sorted(sizes):
        print(f"{size:,} characters", file=sys.stderr, flush=True)
        for sort, text in samples(size).items():
            if only and sort not in only:
                continue
            for language in Language:
                growth = growths.setdefault((sort, language), Growth(sort=sort, language=language))
                if max(growth.seconds.values(), default=0.0) > LIMIT_S:
                    continue
                try:
                    growth.seconds[size] = cpu_s(text, language)
                except Exception as error:  # noqa: BLE001 - that it raises is what is looked for
                    growth.raised[size] = repr(error)
    return list(growths.values())


def show(title: str, growths: Sequence[Growth], sizes: Sequence[int]) -> None:
    """Print a table in Markdown."""
    print(f"\n{title}\n\n| sort | language | {' | '.join(f'{size:,}' for size in sizes)} | exponent |")
    print("|---" * (len(sizes) + 3) + "|")
    for growth in growths:
        cells = [f"{growth.seconds[size]:.3f}" if size in growth.seconds else "" for size in sizes]
        name = growth.sort.replace("|", r"\|")
        print(f"| `{name}` | {growth.language} | {' | '.join(cells)} | {growth.exponent:.2f} |")


def main() -> int:
    """Print the worst sorts by time and by exponent, or all; return 1 if one is too slow or too steep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--worst", type=int, default=10)
    parser.add_argument("--only", nargs="+", default=(), metavar="NAME", help="sorts, by their names")
    parser.add_argument("--all", action="store_true", help="print every sort")
    options = parser.parse_args()
    growths = measure(options.sizes, options.only)
    by_time = sorted(growths, key=lambda growth: growth.judged_s, reverse=True)
    wrong = [growth for growth in by_time if growth.is_wrong]
    shown = len(growths) if options.all else options.worst
    for growth in growths:
        for size, error in growth.raised.items():
            print(f"{growth.sort!r}, {growth.language}, {size:,} characters: raised {error}")
    show("CPU seconds, the slowest", by_time[:shown], options.sizes)
    show(
        "CPU seconds, the steepest", sorted(growths, key=lambda one: one.exponent, reverse=True)[:shown], options.sizes
    )
    print(
        f"\n{len(growths) - len(wrong)} of {len(growths)} within {MOST_S:g} CPU-s at {JUDGED_CHARS:,} characters and exponent {MOST_EXPONENT:g}  "
        f"segment-growth|sorts:{len(growths) // len(Language)}|langs:ja,en|seed:{SEED}|chars:{','.join(map(str, options.sizes))}|v:{__version__}"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
