"""How long `tmflow check` takes for many articles: all of them, none that changed, one that changed."""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import tempfile
import time
from pathlib import Path

from tmflow._version import __version__
from tmflow.model.language import Language
from tmflow.workflow.align import align_project
from tmflow.workflow.project import open_project
from tmflow.workflow.verify import verify_project

ROOT = Path(__file__).parents[1]


def make_project(root: Path, count: int) -> None:
    """Write a project of `count` aligned pairs: the sample articles over and over, each copy with its number in the last line."""
    first = root / "first"
    (first / "memories").mkdir(parents=True)
    shutil.copy(ROOT / "tmflow.yaml", first)
    for language in Language:
        shutil.copytree(ROOT / "articles" / language.value, first / "articles" / language.value)
    list(align_project(open_project(first)))
    (root / "tmflow.yaml").write_text("{}\n", encoding="utf-8")
    (root / "memories").mkdir()
    slugs = open_project(first).bitext_slugs
    for number in range(count):
        slug, name = slugs[number % len(slugs)], f"{slugs[number % len(slugs)]}-{number:05}"
        for language, path in open_project(first).articles[slug].items():
            copy = root / "articles" / language.value / f"{name}{path.suffix}"
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
        bitext = (first / "memories" / f"{slug}.po").read_text(encoding="utf-8")
        (root / "memories" / f"{name}.po").write_text(bitext.replace(f"/{slug}.", f"/{name}."), encoding="utf-8")
    shutil.rmtree(first)


def cpu_s() -> float:
    """CPU time of this process and of those it has waited for."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def measure(root: Path, label: str, *, jobs: int | None, signature: str) -> None:
    """Check once and print what it took."""
    began, cpu = time.perf_counter(), cpu_s()
    done = verify_project(open_project(root), jobs=jobs)
    wall, cpu = time.perf_counter() - began, cpu_s() - cpu
    units = done.summary.units
    print(f"{label:18} {cpu:7.2f} s CPU {wall:7.2f} s   {units:,} units {len(done.findings):,} findings   {signature}")


def main() -> None:
    """Print a line for each of the three."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=None)
    asked = parser.parse_args()
    signature = f"check|articles:{asked.articles}|jobs:{asked.jobs or 'auto'}|cores:{os.cpu_count()}|v:{__version__}"
    print(platform.platform(), platform.python_version())
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make_project(root, asked.articles)
        measure(root, "all", jobs=asked.jobs, signature=signature)
        measure(root, "nothing changed", jobs=asked.jobs, signature=signature)
        article = next(iter(open_project(root).articles.values()))[Language.EN]
        article.write_text(article.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        measure(root, "one changed", jobs=asked.jobs, signature=signature)


if __name__ == "__main__":
    main()
