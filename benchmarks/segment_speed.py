"""Speed of segmentation in characters per CPU-second, on our own sample articles; each figure with its signature.

Run: python benchmarks/segment_speed.py [CHARACTERS]
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from tmflow._version import __version__
from tmflow.model.language import Language
from tmflow.segment.segmenter import iter_segments

ARTICLES = Path(__file__).parents[1] / "articles"
CHARACTERS = 1_000_000
RUNS = 3


def corpus(language: Language, characters: int) -> str:
    """Return the plain-text and Markdown articles of a language, repeated to about that many characters."""
    paths = sorted((ARTICLES / language.value).glob("*.txt")) + sorted((ARTICLES / language.value).glob("*.md"))
    text = "\n\n".join(path.read_text(encoding="utf-8") for path in paths)
    return "\n\n".join([text] * max(1, characters // len(text)))


def measure(language: Language, characters: int) -> None:
    """Print the best of some runs: the least disturbed one."""
    text = corpus(language, characters)
    best, segments = float("inf"), 0
    for _ in range(RUNS):
        start = time.process_time()
        segments = sum(1 for _ in iter_segments(text, language=language))
        best = min(best, time.process_time() - start)
    signature = f"segment|lang:{language.value}|corpus:articles-txt-md|chars:{len(text)}|segments:{segments}|runs:{RUNS}|v:{__version__}"
    print(f"{len(text) / best / 1e6:.2f} M characters/CPU-s  {signature}")


if __name__ == "__main__":
    for each in Language:
        measure(each, int(sys.argv[1]) if len(sys.argv) > 1 else CHARACTERS)
