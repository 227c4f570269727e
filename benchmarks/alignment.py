"""Sentence aligners side by side: strict and lax F1, confidence, speed, memory; each figure with its signature.

    python benchmarks/alignment.py [--corpus [NAME=]PATH ...] [--texts N] [--conditions NAME ...] [--systems NAME ...]
                                   [--blocks] [--reliability] [--errors N] [--format json]
    python benchmarks/alignment.py --raw | --unlike [...]
    python benchmarks/alignment.py --from FILE ... [--report | --into NAME]

Peers: pip install -r benchmarks/requirements-alignment.txt, in an environment of their own that has tmflow too; hunalign is
a program on the PATH or named with --hunalign. Each set of figures is made in a process of its own.

A corpus is our own gold or what you bring: a file or a folder of JSON Lines (format in alignment_gold.py). Its texts come
clean, damaged (sentences dropped, cut, glued, put in), abridged (a quarter of one side gone, in runs) and long (twelve
texts joined). Aligners get lists of sentences without paragraphs; with --blocks tmflow is told the paragraphs and kinds.

P, R, F1 are strict, of beads with text on both sides; "F1 all" counts each segment left alone as a bead too, "F1 alone"
those only; "R not 1:1" is the recall of beads of more than one segment on a side. "at 99 %" is the share of the found
beads that a threshold of confidence takes while 99 % of them are right; "P .9" how many of the beads of confidence 0.9
and more are right, "share .9" how many those are; ECE the expected calibration error. alignment_scores.py defines them.
Speed is segments of both sides a CPU-second, memory the most the process held (Python, the gold and what was loaded
with it, or the program). "raised": texts without an answer; they count as nothing found.
--raw: the texts as plain text, cut by the segmenter (for peers by ours); a title, or whatever else ends in no mark, ends its
line. F1 is of links between characters. --unlike: each Japanese text with the English of the next.
--from prints the tables of runs kept with --format json, so that a long run can be made in parts; of two records with one
signature the later counts. --report prints those of RESULTS.md instead: F1 of every corpus and system side by side, every
figure of all corpora together, and the reliability; --into writes them there.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import accumulate, islice
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a program, only its own folder is on the path

import tmflow
from benchmarks.alignment_gold import CONDITIONS, Gold, Row, conditioned, read_gold
from benchmarks.alignment_peers import HUNALIGN, SYSTEMS, Pair, System
from benchmarks.alignment_scores import Figures, Rectangle, TwoWayScore, judge, link_score, texts_wrong
from benchmarks.alignment_tables import Record, keeping, reliability, report, shown, write_block
from benchmarks.segmentation import print_rows
from tmflow._version import __version__
from tmflow.errors import AlignmentError
from tmflow.model.bitext import Bead
from tmflow.model.document import Segment

ROOT = Path(__file__).resolve().parents[1]
OWN = {
    "own": ROOT / "tests/golden/align",
    "own-hard": ROOT / "tests/golden/align-hard",
    "own-held-out": ROOT / "tests/golden/align-held",
}
SEED = 7
ALL_CONDITIONS = (*CONDITIONS, "long")


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Gold texts under a name."""

    name: str
    texts: Sequence[tuple[str, list[Row]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What one process measures: a system on the texts of a corpus in one condition."""

    system: str
    corpus: Corpus
    condition: str
    has_blocks: bool = False

    @property
    def is_told(self) -> bool:
        """Whether the aligner learns of paragraphs and kinds; only tmflow knows what to do with them."""
        return self.has_blocks and SYSTEMS[self.system].is_own

    @property
    def golds(self) -> list[Gold]:
        """The texts as they are aligned."""
        return list(conditioned(self.corpus.texts, self.condition, seed=SEED))

    def signature(self, kind: str, golds: Sequence[Gold]) -> str:
        """What has to be the same for a figure to come out again."""
        label, blocks = SYSTEMS[self.system].label, "|blocks:yes" if self.is_told else ""
        return (
            f"{kind}|system:{label}|corpus:{self.corpus.name}|condition:{self.condition}{blocks}|texts:{len(golds)}"
            f"|beads:{sum(len(gold.beads) for gold in golds)}|seed:{SEED}|v:{__version__}"
        )


def read_corpora(given: Sequence[str], *, most: int | None) -> Iterator[Corpus]:
    """The corpora named, or our own; of each at most so many texts, taken at even distances."""
    named = [one.split("=", 1) if "=" in one else (Path(one).stem, one) for one in given]
    for name, path in [(name, Path(path)) for name, path in named] or OWN.items():
        texts = [(text, rows) for text, rows in read_gold(path) if rows]
        if not texts:
            raise ValueError(f"{path}: no gold in it")
        count = min(len(texts), most or len(texts))
        yield Corpus(name=name, texts=[texts[place * len(texts) // count] for place in range(count)])


def strings(segments: Sequence[Segment]) -> list[str]:
    """Their texts, which is all that a plain list says."""
    return [segment.text for segment in segments]


def quality(task: Task) -> Iterator[Record]:
    """The figures of one system on one corpus in one condition."""
    golds, system = task.golds, SYSTEMS[task.system]
    pairs: list[Pair] = [
        (gold.japanese, gold.english) if task.is_told else (strings(gold.japanese), strings(gold.english))
        for gold in golds
    ]
    outcome = system.run(pairs)
    figures = Figures()
    for gold, answer in zip(golds, outcome.answers, strict=True):
        figures += judge(gold.beads, answer or ())
    yield {
        "kind": "quality",
        "corpus": task.corpus.name,
        "condition": task.condition,
        "system": system.name,
        "texts": len(golds),
        "beads": sum(len(gold.beads) for gold in golds),
        "segments": sum(len(gold.japanese) + len(gold.english) for gold in golds),
        "figures": figures.to_json(),
        "cpu_s": round(outcome.cpu_s, 6),
        "memory_mb": round(outcome.memory_mb, 1),
        "raised": sum(answer is None for answer in outcome.answers),
        "signature": task.signature("align", golds),
    }


def raw_text(segments: Sequence[Segment], blank: str) -> tuple[str, list[int]]:
    """Segments as one plain text, and where each begins: joined in a block, a blank line between blocks.

    One that ends in no mark, such as a title, is followed by a newline, as it would be in a file.
    """
    parts: list[str] = []
    for place, segment in enumerate(segments):
        following = segments[place + 1] if place + 1 < len(segments) else segment
        is_line = segment.text[-1:].isalnum()
        parts += [segment.text, "\n\n" if following.block != segment.block else "\n" if is_line else blank]
    starts = list(accumulate(map(len, parts), initial=0))[::2]
    return "".join(parts[:-1]), starts[: len(segments)]


def rectangle(bead: Bead, sides: Sequence[tuple[str, Sequence[tuple[int, int]]]]) -> Rectangle:
    """What a bead covers of two texts, in characters that are no white space; `sides` are texts with spans of segments."""
    bounds = []
    for indexes, (text, spans) in zip((bead.source, bead.target), sides, strict=True):
        start, end = (spans[indexes[0]][0], spans[indexes[-1]][1]) if indexes else (0, 0)
        before = len("".join(text[:start].split()))
        bounds += [before, before + len("".join(text[start:end].split()))]
    return bounds[0], bounds[1], bounds[2], bounds[3]


def raw(task: Task) -> Iterator[Record]:
    """A system on plain text, by links of characters."""
    golds, system = task.golds, SYSTEMS[task.system]
    texts = [(raw_text(gold.japanese, ""), raw_text(gold.english, " ")) for gold in golds]
    cuts = [
        [list(tmflow.segment(text, language=language)) for (text, _), language in zip(sides, ("ja", "en"), strict=True)]
        for sides in texts
    ]
    pairs: list[Pair] = [
        (japanese[0], english[0]) if system.is_own else (strings(cut[0]), strings(cut[1]))
        for (japanese, english), cut in zip(texts, cuts, strict=True)
    ]
    outcome, score = system.run(pairs), TwoWayScore()
    for gold, sides, cut, answer in zip(golds, texts, cuts, outcome.answers, strict=True):
        gold_sides = [
            (text, [(start, start + len(one.text)) for start, one in zip(starts, segments, strict=True)])
            for (text, starts), segments in zip(sides, (gold.japanese, gold.english), strict=True)
        ]
        found_sides = [
            (text, [(one.start, one.end) for one in segments]) for (text, _), segments in zip(sides, cut, strict=True)
        ]
        score += link_score(
            [rectangle(bead, gold_sides) for bead in gold.beads],
            [rectangle(bead, found_sides) for bead in answer or ()],
        )
    yield {
        "kind": "raw",
        "corpus": task.corpus.name,
        "condition": task.condition,
        "system": system.name,
        "P": round(score.right / max(1.0, score.found), 4),
        "R": round(score.hit / max(1.0, score.gold), 4),
        "F1 characters": round(score.f1, 4),
        "raised": sum(answer is None for answer in outcome.answers),
        "signature": task.signature("align-raw", golds),
    }


def unlike(task: Task) -> Iterator[Record]:
    """What becomes of texts that are no translations of each other, and how many that are would be refused."""
    golds, dictionary = task.golds, "auto" if SYSTEMS[task.system].needs_edict else "none"
    turned = [*golds[1:], *golds[:1]] if len(golds) > 1 else []
    strangers = [(gold.japanese, other.english) for gold, other in zip(golds, turned, strict=True)] if turned else []
    outcome = SYSTEMS[task.system].run([(strings(japanese), strings(english)) for japanese, english in strangers])
    linked = [bead for answer in outcome.answers for bead in answer or () if bead.source and bead.target]
    yield {
        "kind": "unlike",
        "corpus": task.corpus.name,
        "condition": task.condition,
        "system": task.system,
        "unlike": len(strangers),
        "refused": sum(is_refused(*pair, dictionary=dictionary) for pair in strangers),
        "highest confidence": max((bead.confidence for bead in linked), default=0.0),
        "translations": len(golds),
        "wrongly refused": sum(is_refused(gold.japanese, gold.english, dictionary=dictionary) for gold in golds),
        "signature": task.signature("align-unlike", golds),
    }


def is_refused(japanese: Sequence[Segment], english: Sequence[Segment], *, dictionary: str) -> bool:
    """Whether tmflow refuses to align two texts."""
    try:
        tmflow.align(
            strings(japanese), strings(english), source_language="ja", target_language="en", dictionary=dictionary
        )
    except AlignmentError:
        return True
    return False


def errors(task: Task) -> Iterator[Record]:
    """The beads of a system that are wrong, with the gold ones they touch."""
    golds = task.golds
    pairs: list[Pair] = [(strings(gold.japanese), strings(gold.english)) for gold in golds]
    for gold, answer in zip(golds, SYSTEMS[task.system].run(pairs).answers, strict=True):

        def shown(bead: Bead, gold: Gold = gold) -> str:
            sides = (
                [gold.japanese[index].text for index in bead.source],
                [gold.english[index].text for index in bead.target],
            )
            return " = ".join(" ┃ ".join(side) or "∅" for side in sides)

        for bead, expected in texts_wrong(gold.beads, answer or ()):
            yield {
                "kind": "errors",
                "corpus": task.corpus.name,
                "condition": task.condition,
                "system": task.system,
                "text": gold.name,
                "confidence": bead.confidence,
                "found": shown(bead),
                "gold": " ‖ ".join(map(shown, expected)),
            }


def work(arguments: tuple[str, Task, int | None]) -> list[Record]:
    """One measurement, in a process of its own."""
    kind, task, most = arguments
    measure = {"quality": quality, "raw": raw, "unlike": unlike, "errors": errors}[kind]
    return list(islice(measure(task), most))


def iter_records(options: argparse.Namespace, systems: Sequence[System]) -> Iterator[Record]:
    """What was asked for, record by record."""
    kinds = (
        ["raw"] if options.raw else ["unlike"] if options.unlike else ["quality", *["errors"] * bool(options.errors)]
    )
    corpora = list(read_corpora(options.corpus or (), most=options.texts))
    for kind in kinds:
        for corpus in corpora:
            for condition in options.conditions:
                for system in systems:
                    task = Task(system=system.name, corpus=corpus, condition=condition, has_blocks=options.blocks)
                    if kind in {"quality", "raw"} or system.is_own:
                        most = options.errors if kind == "errors" else None
                        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                            yield from pool.submit(work, (kind, task, most)).result()


def read_records(paths: Sequence[Path]) -> Iterator[Record]:
    """The records of runs that were kept; of two with one signature the later, at the place of the first."""
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").split("\n") if line]
    yield from {
        record.get("signature", line): record for line, record in ((one, json.loads(one)) for one in lines)
    }.values()


def print_report(records: Sequence[Record]) -> None:
    """Print the tables of RESULTS.md."""
    for caption, table in report(records):
        print(f"{caption}\n")
        print_rows(table, format="markdown")
        print()


def parse(arguments: Sequence[str] | None) -> tuple[argparse.ArgumentParser, argparse.Namespace]:
    """The parser, for its errors, and what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--corpus", nargs="+", metavar="[NAME=]PATH", help="gold in JSON Lines: a file, or a folder of files"
    )
    parser.add_argument("--texts", type=int, metavar="N", help="at most so many texts of each corpus")
    parser.add_argument("--conditions", nargs="+", choices=ALL_CONDITIONS, default=list(ALL_CONDITIONS))
    parser.add_argument("--systems", nargs="+", choices=SYSTEMS, default=list(SYSTEMS))
    parser.add_argument(
        "--blocks", action=argparse.BooleanOptionalAction, default=False, help="tell tmflow the paragraphs"
    )
    parser.add_argument("--hunalign", metavar="PATH", help="the program, where it is not on the PATH")
    parser.add_argument("--raw", action="store_true", help="plain text, cut by the segmenter")
    parser.add_argument("--unlike", action="store_true", help="texts that are no translations of each other")
    parser.add_argument("--reliability", action="store_true", help="print how often beads of each confidence are right")
    parser.add_argument(
        "--errors", type=int, default=0, metavar="N", help="print N wrong beads of tmflow a corpus and condition"
    )
    parser.add_argument("--report", action="store_true", help="print the tables of RESULTS.md instead")
    parser.add_argument("--into", metavar="NAME", help="write them into RESULTS.md, between its marks of that name")
    parser.add_argument(
        "--from", dest="kept", nargs="+", type=Path, metavar="FILE", help="runs kept with --format json"
    )
    parser.add_argument("--format", choices=("markdown", "json"), default="markdown")
    return parser, parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables asked for; the talk goes to standard error."""
    parser, options = parse(arguments)
    if options.hunalign:
        os.environ[HUNALIGN] = options.hunalign
    chosen = [SYSTEMS[name] for name in options.systems]
    for system in () if options.kept else chosen:
        if not system.is_installed:
            print(f"{system.name} is missing: {system.install_line}", file=sys.stderr)
    kept: list[Record] = []
    try:
        records = (
            read_records(options.kept)
            if options.kept
            else iter_records(options, [system for system in chosen if system.is_installed])
        )
        if options.format == "json":
            print_rows(records, format="json")
        elif options.report:
            print_report(list(records))
        elif options.into:
            kept = list(records)
            write_block(options.into, lambda: print_report(kept))
        else:
            print_rows(map(shown, keeping(records, kept)), format="markdown")
            if options.reliability:
                print()
                print_rows(reliability(kept), format="markdown")
    except (OSError, ValueError) as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
