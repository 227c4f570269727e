"""How many gold beads of the sample articles are found when the files themselves are aligned, reading and segmentation included."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tmflow.model.bitext import Bitext
from tmflow.model.language import Language, LanguagePair
from tmflow.workflow.align import align_article
from tmflow.workflow.ingest import load_article
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
        return self.gold & self.found


def letters(texts: Iterable[str]) -> str:
    return re.sub(r"\W+", "", "".join(texts))


def compare(slug: str, articles: Path = ROOT) -> Comparison:
    bare = dataclasses.replace(load_article(Project(root=articles), slug), stored=Bitext(slug=slug, pair=JA_EN))
    found = set()
    for bead in align_article(bare).beads:
        sides = (
            bare.source_passages[bead.source.start : bead.source.end],
            bare.target_passages[bead.target.start : bead.target.end],
        )
        found.add((_letters_of(sides[0]), _letters_of(sides[1])))
    lines = (GOLD_FOLDER / f"{slug}.jsonl").read_text(encoding="utf-8").splitlines()
    gold = {(letters(row["ja"]), letters(row["en"])) for row in map(json.loads, lines)}
    return Comparison(gold=frozenset(gold), found=frozenset(found))


def _letters_of(passages: tuple[Passage, ...]) -> str:
    return letters(passage.content.text for passage in passages)


if __name__ == "__main__":
    for name in SLUGS:
        result = compare(name)
        print(f"{name}: {len(result.right)} of {len(result.gold)} gold beads; {len(result.found)} found")  # noqa: T201
        for key in sorted(result.gold - result.found):
            print("  gold ", key)  # noqa: T201
        for key in sorted(result.found - result.gold):
            print("  found", key)  # noqa: T201
