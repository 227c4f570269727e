"""A project of many articles, ready to be published: texts from templates, each with its reviewed bitext.

python -m benchmarks.published_articles FOLDER [COUNT] writes one.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from benchmarks.pairing import Text, generated
from tmflow.model.bitext import Bead, Bitext, State
from tmflow.model.language import Language
from tmflow.workflow.align import unit_of
from tmflow.workflow.bind import number_units
from tmflow.workflow.ingest import load_article
from tmflow.workflow.project import Project, open_project

__all__ = ["write_articles"]

SEED = 7
PARTS = 3
"""Texts of the templates in an article, each under a heading: 30 units on average."""
PER_SERIES = 8
LEFT_ALONE = 2
"""Of so many articles one belongs to a series."""
FIRST_DAY = date(2023, 1, 10)
SETTINGS = """\
publish: {site_name: 潮路だより, base_url: 'https://example.org/news'}
align: {dictionary: none}
"""
WORDS = {
    Language.JA: {"title": "第{number}号 港の記録", "heading": "その{part}", "series": "港めぐり その{series}"},
    Language.EN: {
        "title": "No. {number}: notes on the harbor",
        "heading": "Part {part}",
        "series": "Around the harbor {series}",
    },
}


def write_articles(root: Path, count: int, *, seed: int = SEED) -> Project:
    """Write a project of so many articles in both languages, about 30 units each, every unit reviewed; return it.

    Every second article belongs to a series of eight. The same count and seed give the same bytes.
    """
    root.mkdir(parents=True, exist_ok=True)
    (root / "tmflow.yaml").write_text(SETTINGS, encoding="utf-8")
    texts = generated(count * PARTS, seed=seed)
    for number in range(count):
        parts = texts[number * PARTS : (number + 1) * PARTS]
        for side, language in enumerate((Language.JA, Language.EN)):
            path = root / "articles" / language.value / f"{_slug(number)}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_article(number, parts, side, language), encoding="utf-8", newline="\n")
    project = open_project(root)
    with project.writing():
        for number in range(count):
            _review(project, _slug(number))
    return project


def _slug(number: int) -> str:
    return f"notes-{number + 1:05d}"


def _article(number: int, parts: Sequence[Text], side: int, language: Language) -> str:
    words = WORDS[language]
    title = words["title"].format(number=number + 1)
    lines = ["---", f'title: "{title}"', f"date: {FIRST_DAY + timedelta(days=number)}", "author: 浅見 栞"]
    if language is Language.EN:
        lines.append("translator: M. Thorne")
    if number % LEFT_ALONE == 0:
        series, place = divmod(number // LEFT_ALONE, PER_SERIES)
        lines += [f"series: {words['series'].format(series=series + 1)}", f"part: {place + 1}"]
    lines.append("---")
    joint = "" if language is Language.JA else " "
    for part, text in enumerate(parts, start=1):
        paragraphs = [joint.join(text[side][start : start + 3]) for start in range(0, len(text[side]), 3)]
        lines += ["", f"## {words['heading'].format(part=part)}", *(line for one in paragraphs for line in ("", one))]
    return "\n".join(lines) + "\n"


def _review(project: Project, slug: str) -> None:
    """Write the bitext of an article, its passages one to one and reviewed."""
    article = load_article(project, slug)
    source, target = article.source, article.target
    sides = article.source_passages, article.target_passages
    if source is None or target is None or len(sides[0]) != len(sides[1]):
        raise ValueError(f"{slug}: {len(sides[0])} and {len(sides[1])} passages")
    units = [
        replace(
            unit_of(Bead(source=(at,), target=(at,), confidence=1.0), *sides, source=source, target=target),
            state=State.REVIEWED,
        )
        for at in range(len(sides[0]))
    ]
    article.save(Bitext(slug=slug, pair=article.pair, units=number_units(units)), is_recut=True)


def main() -> None:
    """Write a project into the folder named."""
    folder, *rest = sys.argv[1:]
    project = write_articles(Path(folder), int(rest[0]) if rest else 100)
    print(f"{len(project.articles)} articles in {project.root}")


if __name__ == "__main__":
    main()
