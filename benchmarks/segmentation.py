"""Sentence segmenters side by side: boundary F1, items wholly right, losslessness, speed; each figure with its signature.

    python benchmarks/segmentation.py [--corpus PATH ...] [--systems NAME ...] [--errors N] [--format json]
    python benchmarks/segmentation.py --parity [FILE ...] [--systems NAME ...]
    python benchmarks/segmentation.py --speed [CHARACTERS] [--systems NAME ...]

Peers: pip install -r benchmarks/requirements-segmentation.txt, in an environment of their own that has tmflow too.

A corpus is our own cases (each case counts, known failures as well) or gold that you bring: a file or a folder of JSON
Lines, rows {"id", "language": "ja" | "en", "text", "segments": [...]}, whose segments stand in the text in order.
Boundary: the end of a segment, as the count of characters before it that are no white space, so that lost or changed
blanks cost nothing; the end of the text is one. Wholly right: every boundary of an item and no other. Lossless: each
segment is found verbatim in the text, in order, with nothing but white space between. A segmenter counts as it is: one
that loses or changes characters shifts its later boundaries, one that raises finds none in that item.
Speed: characters per CPU-second, the best of some runs; on a corpus item by item, with --speed on our articles, repeated,
as one text (give the slow peers fewer characters).
Parity: the share of pairs {"ja", "en"} (JSON Lines, or a table of two columns) with as many segments on both sides; read
it beside the number of segments, for a segmenter that never cuts would reach 1.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a program, only its own folder is on the path

from benchmarks.segmentation_gold import (
    Corpus,
    Item,
    PairCorpus,
    article_text,
    own_corpora,
    read_corpora,
    read_pairs,
    without_blanks,
)
from benchmarks.segmentation_peers import SYSTEMS, Segmenter, System
from tmflow._version import __version__
from tmflow.model.language import Language

SPEED_CHARS = 1_000_000
RUNS, ENOUGH_S = 3, 2.0
"""A measurement of time is repeated until one of the two is reached."""

Row = dict[str, str | int | float]
"""One line of a table: the columns it has, by their names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Boundaries hit, found and in the gold, and how an item, or how many of them, came out."""

    hit: int = 0
    found: int = 0
    gold: int = 0
    exact: int = 0
    lossless: int = 0
    raised: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(**{name: getattr(self, name) + getattr(other, name) for name in self.__slots__})

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall of boundaries."""
        return 2 * self.hit / max(1, self.found + self.gold)


def boundaries(segments: Iterable[str]) -> set[int]:
    """The ends of segments, in characters that are no white space.

    >>> sorted(boundaries(["Go on. ", "Stop.", " "]))
    [5, 10]
    """
    return set(accumulate(len(without_blanks([segment])) for segment in segments)) - {0}


def is_lossless(text: str, segments: Sequence[str]) -> bool:
    """Whether each segment is found verbatim in the text, in order, with nothing but white space between."""
    at = 0
    for segment in segments:
        start = text.find(segment, at)
        if start < 0 or text[at:start].strip():
            return False
        at = start + len(segment)
    return not text[at:].strip()


def judge(item: Item, segments: Sequence[str] | None) -> Score:
    """What the segments a system found are worth; None if it raised."""
    gold, found = boundaries(item.segments), boundaries(segments or ())
    return Score(
        hit=len(gold & found),
        found=len(found),
        gold=len(gold),
        exact=int(gold == found),
        lossless=int(segments is not None and is_lossless(item.text, segments)),
        raised=int(segments is None),
    )


def cut(segmenter: Segmenter, text: str) -> list[str] | None:
    """Its segments; None if it raises."""
    try:
        return list(segmenter(text))
    except Exception:  # noqa: BLE001 - a peer may raise anything, and that is a result
        return None


def timed(segmenter: Segmenter, texts: Sequence[str]) -> tuple[list[list[str] | None], float]:
    """The segments of each text, and characters per CPU-second: the best run, as the least disturbed one."""
    cut(segmenter, min(texts, key=len))  # what is loaded with the first call is not the cost of cutting
    times: list[float] = []
    while len(times) < RUNS and sum(times) < ENOUGH_S:
        start = time.process_time()
        answers = [cut(segmenter, text) for text in texts]
        times.append(time.process_time() - start)
    return answers, sum(map(len, texts)) / max(min(times), 1e-9)


def quality(system: System, corpus: Corpus) -> Row:
    """One system on one corpus."""
    answers, speed = timed(system.load(corpus.language), [item.text for item in corpus.items])
    score, count = sum(map(judge, corpus.items, answers), start=Score()), len(corpus.items)
    return {
        "corpus": corpus.name,
        "system": system.name,
        "F1": round(score.f1, 4),
        "wholly right": round(score.exact / count, 4),
        "lossless": round(score.lossless / count, 4),
        "raised": score.raised,
        "M characters/CPU-s": round(speed / 1e6, 3),
        "signature": f"segment|system:{system.label}|lang:{corpus.language}|corpus:{corpus.name}|items:{count}|v:{__version__}",
    }


def parity(system: System, corpus: PairCorpus) -> Row:
    """How often one system cuts a text and its translation into the same number of segments."""
    segmenters = {language: system.load(language) for language in Language}
    counts = [
        [len(boundaries(cut(segmenters[language], pair[language]) or ())) for language in Language]
        for pair in corpus.pairs
    ]
    return {
        "corpus": corpus.name,
        "system": system.name,
        "parity": round(sum(ja == en for ja, en in counts) / len(counts), 4),
        **{
            f"segments {language}": sum(column)
            for language, column in zip(Language, zip(*counts, strict=True), strict=True)
        },
        "signature": f"segment-parity|system:{system.label}|corpus:{corpus.name}|pairs:{len(counts)}|v:{__version__}",
    }


def speed(system: System, language: Language, chars: int) -> Row:
    """One system on one long text."""
    text = article_text(language, chars)
    [answer], figure = timed(system.load(language), [text])
    return {
        "language": language.value,
        "system": system.name,
        "M characters/CPU-s": round(figure / 1e6, 3),
        "signature": f"segment|system:{system.label}|lang:{language}|corpus:articles-txt-md|chars:{len(text)}"
        f"|segments:{len(answer or ())}|v:{__version__}",
    }


def iter_errors(corpus: Corpus) -> Iterator[Row]:
    """The items of a corpus that tmflow gets wrong."""
    segmenter = SYSTEMS["tmflow"].load(corpus.language)
    for item in corpus.items:
        found = list(segmenter(item.text))
        if boundaries(found) != boundaries(item.segments):
            yield {
                "corpus": corpus.name,
                "id": item.id,
                "expected": " ┃ ".join(item.segments),
                "found": " ┃ ".join(segment.strip() for segment in found),
            }


def print_rows(rows: Iterable[Row], *, format: str) -> None:
    """Print rows as they come, as a table in Markdown or as JSON Lines."""
    columns: list[str] = []
    for row in rows:
        if format == "json":
            print(json.dumps(row, ensure_ascii=False), flush=True)
            continue
        if list(row) != columns:
            columns = list(row)
            print("| " + " | ".join(columns) + " |\n" + "|---" * len(columns) + "|")
        cells = [
            f"{cell:.3f}" if isinstance(cell, float) else str(cell).replace("|", r"\|").replace("\n", "⏎")
            for cell in row.values()
        ]
        if columns[-1] == "signature":
            cells[-1] = f"`{cells[-1]}`"
        print("| " + " | ".join(cells) + " |", flush=True)


def iter_rows(options: argparse.Namespace, systems: Sequence[System]) -> Iterator[Row]:
    """What was asked for, row by row."""
    if options.speed:
        yield from (
            speed(one, language, options.speed) for language in Language for one in systems if language in one.languages
        )
    elif options.parity is not None:
        both = [system for system in systems if len(system.languages) == len(Language)]
        yield from (parity(one, corpus) for corpus in read_pairs(options.parity) for one in both)
    else:
        corpora = [corpus for path in options.corpus or () for corpus in read_corpora(path)] or list(own_corpora())
        yield from (quality(one, corpus) for corpus in corpora for one in systems if corpus.language in one.languages)
        for corpus in corpora:
            yield from islice(iter_errors(corpus), options.errors)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table asked for; the talk goes to standard error."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, action="append", help="gold in JSON Lines: a file, or a folder of files")
    parser.add_argument("--systems", nargs="+", choices=SYSTEMS, default=list(SYSTEMS))
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print N wrong items of tmflow a corpus")
    parser.add_argument(
        "--parity", type=Path, nargs="*", metavar="FILE", help="pairs; without a file, our own articles"
    )
    parser.add_argument("--speed", type=int, nargs="?", const=SPEED_CHARS, metavar="CHARACTERS")
    parser.add_argument("--format", choices=("markdown", "json"), default="markdown")
    options = parser.parse_args(arguments)
    chosen = [SYSTEMS[name] for name in options.systems]
    for system in chosen:
        if not system.is_installed:
            print(f"{system.name} is missing: {system.install_line}", file=sys.stderr)
    try:
        print_rows(iter_rows(options, [system for system in chosen if system.is_installed]), format=options.format)
    except (OSError, ValueError) as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
