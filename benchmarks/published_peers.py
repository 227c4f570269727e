"""The pages of benchmarks/publish.py: sample articles and a hostile one, as tmflow publishes them and as pandoc does.

Pandoc has no bilingual page: its are made as its users make them, a Markdown file of both languages, each marked with its
`lang`, as a table of two columns or as one part below the other; once more with raw HTML switched off.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tmflow.model.bitext import Side
from tmflow.publish.rows import is_published
from tmflow.workflow.align import align_project
from tmflow.workflow.ingest import load_article
from tmflow.workflow.project import Project, open_project
from tmflow.workflow.publish import publish_project, published_bitext
from tmflow.workflow.website import publish_site

__all__ = ["HOSTILE", "PANDOC", "Made", "copied_project", "pandoc_pages", "tmflow_pages"]

ROOT = Path(__file__).resolve().parents[1]
HOSTILE = "hostile"
_RUN = "window.ran=(window.ran||0)+1"
_SENTENCES = (
    "港の朝はとても早く、夜のあいだ灯りをともしていた船がつぎつぎに岸壁を離れてゆくころ、図書館ではまだだれも起きていない。",
    "The harbor wakes early: one by one the ships that burned their lamps all night leave the quay, while nobody is up yet in the library.",
)
_PAYLOADS = (
    f"<script>{_RUN}</script>",
    f"<img src=x onerror={_RUN}>",
    f"<svg onload={_RUN}></svg>",
    f"<iframe srcdoc='<script>parent.{_RUN}</script>'></iframe>",
    f"<details open ontoggle={_RUN}>x</details>",
    f"[x](javascript:{_RUN})",
    "[x](data:text/html,<b>x</b>)",
    f"</p></div><script>{_RUN}</script>",
)
PANDOC = {
    "pandoc table": ("markdown", True),
    "pandoc divs": ("markdown", False),
    "pandoc divs, raw HTML off": ("markdown-raw_html-native_divs-native_spans+fenced_divs", False),
}
"""By name: the format it reads, and whether the languages stand side by side in a table."""

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A page to be scored. pairs: the texts it should show, Japanese and English."""

    maker: str
    slug: str
    path: Path
    pairs: Pairs


def copied_project(folder: Path) -> Project:
    """Return a project of the sample articles and the hostile one, aligned."""
    for name in ("articles", "memories"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "tmflow.yaml", folder)
    for lang, word in (("ja", _SENTENCES[0]), ("en", _SENTENCES[1])):
        paragraphs = [f"{word} {payload}" for payload in _PAYLOADS]
        (folder / "articles" / lang / f"{HOSTILE}.txt").write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    project = open_project(folder)
    for alignment in align_project(project, (HOSTILE,)):
        if alignment.error:
            raise alignment.error
    return open_project(folder)


def tmflow_pages(project: Project) -> list[Made]:
    """Return the page of each article that can be published, alone and in the site."""
    alone = publish_project(project, allow_drafts=True)
    publish_site(project, allow_drafts=True)
    made = []
    for publication in alone:
        if publication.path is None:
            raise RuntimeError(f"{publication.slug}: {publication.errors}")
        pairs = _pairs(project, publication.slug)
        in_site = project.site_folder / publication.slug / "index.html"
        made += [
            Made(maker=maker, slug=publication.slug, path=path, pairs=pairs)
            for maker, path in (("tmflow page", publication.path), ("tmflow site", in_site))
        ]
    return made


def _pairs(project: Project, slug: str) -> Pairs:
    units = [unit for unit in published_bitext(load_article(project, slug)).units if is_published(unit)]
    return [
        ("" if unit.side is Side.TARGET else unit.source.text, unit.target.text if unit.target else "")
        for unit in units
    ]


def pandoc_pages(articles: Sequence[Made], folder: Path, *, pandoc: str) -> list[Made]:
    """Return the pages pandoc makes of the texts of articles."""
    made = []
    for article in articles:
        for maker, (reader, is_table) in PANDOC.items():
            path = folder / f"{article.slug}.{list(PANDOC).index(maker)}.html"
            written = (_table if is_table else _divs)(article.pairs)
            command = [pandoc, "-f", reader, "-t", "html5", "-s", "-M", f"title={article.slug}", "-M", "lang=ja"]
            subprocess.run([*command, "-o", str(path)], input=written.encode(), check=True)
            made.append(Made(maker=maker, slug=article.slug, path=path, pairs=article.pairs))
    return made


def _divs(pairs: Pairs) -> str:
    return "\n\n".join(
        f"::: {{lang={lang}}}\n{_line(text)}\n:::"
        for pair in pairs
        for lang, text in zip(("ja", "en"), pair, strict=True)
        if text
    )


def _table(pairs: Pairs) -> str:
    rows = [f"| [{_cell(ja)}]{{lang=ja}} | [{_cell(en)}]{{lang=en}} |" for ja, en in pairs]
    return "\n".join(("| 日本語 | English |", "|---|---|", *rows)) + "\n"


def _line(text: str) -> str:
    return text.replace("\n", " ")


def _cell(text: str) -> str:
    return _line(text).replace("|", r"\|")
