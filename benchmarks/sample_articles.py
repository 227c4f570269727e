"""How many gold beads of the sample articles are found when the files themselves are aligned, reading and segmentation included."""

from __future__ import annotations

import argparse
import dataclasses
import json
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tmflow._version import __version__
from tmflow.model.bitext import Bitext
from tmflow.model.language import Language, LanguagePair
from tmflow.workflow.align import align_article
from tmflow.workflow.ingest import load_article
from tmflow.workflow.known import KnownPairs
from tmflow.workflow.passages import Passage
from tmflow.workflow.project import Project

ROOT = Path(__file__).parents[1]
GOLD_FOLDER = ROOT / "tests" / "golden" / "align"
SLUGS = tuple(sorted(path.stem for path in GOLD_FOLDER.glob("*.jsonl")))

JA_EN = LanguagePair(Language.JA, Language.EN)

Key = tuple[str, str]


@dataclass(frozen=True)
class Comparison:
    """Gold beads, found beads and those that are in both, each by the letters of their two sides."""

    gold: frozenset[Key]
    found: frozenset[Key]

    @property
    def right(self) -> frozenset[Key]:
        """The gold beads that were found."""
        return self.gold & self.found


def letters(texts: Iterable[str]) -> str:
    """The letters and digits of some texts, by which a bead is told, whatever marks and blanks stand between them."""
    return re.sub(r"\W+", "", "".join(texts))


def compare(slug: str, articles: Path = ROOT, *, known: KnownPairs | None = None) -> Comparison:
    """Align the two files of an article anew, without what its bitext knows, and compare the beads with the gold.

    known: what the bitexts of the other articles know.
    """
    bare = dataclasses.replace(load_article(Project(root=articles), slug), stored=Bitext(slug=slug, pair=JA_EN))
    found = set()
    for bead in align_article(bare, known=known).beads:
        sides = (
            tuple(bare.source_passages[index] for index in bead.source),
            tuple(bare.target_passages[index] for index in bead.target),
        )
        found.add((_letters_of(sides[0]), _letters_of(sides[1])))
    lines = (GOLD_FOLDER / f"{slug}.jsonl").read_text(encoding="utf-8").splitlines()
    gold = {(letters(row["ja"]), letters(row["en"])) for row in map(json.loads, lines)}
    return Comparison(gold=frozenset(gold), found=frozenset(found))


def _letters_of(passages: tuple[Passage, ...]) -> str:
    return letters(passage.content.text for passage in passages)


def main() -> None:
    """Print one line an article, and the beads that differ; with --memory, the bitexts of the others serve as words."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--memory", action="store_true", help="let the bitexts of the other articles help")
    has_memory = parser.parse_args().memory
    known = KnownPairs(Project(root=ROOT)) if has_memory else None
    begin = time.perf_counter()
    totals = [0, 0, 0]
    for slug in SLUGS:
        result = compare(slug, known=known)
        counts = [len(result.right), len(result.gold), len(result.found)]
        totals = [total + count for total, count in zip(totals, counts, strict=True)]
        print(f"{slug}: {counts[0]} of {counts[1]} gold beads; {counts[2]} found")
        for key in sorted(result.gold - result.found):
            print("  gold ", key)
        for key in sorted(result.found - result.gold):
            print("  found", key)
    recall, precision = totals[0] / totals[1], totals[0] / totals[2]
    f1 = 2 * recall * precision / (recall + precision)
    signature = f"align|from:files{'+memory' if has_memory else ''}|corpus:sample-articles|v:{__version__}"
    print(
        f"{totals[0]} of {totals[1]} gold beads, strict F1 {f1:.3f}, {time.perf_counter() - begin:.1f} s  {signature}"
    )


if __name__ == "__main__":
    main()
