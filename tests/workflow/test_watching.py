"""Building the site again after each change, and telling what went wrong without ending."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue

from tests.formats.picture_samples import png
from tests.workflow.projects import aligned, edit
from tests.workflow.test_pictures import EN, JA, library
from tmflow.workflow.project import Project
from tmflow.workflow.watching import Rebuilt, Watch, serve_site

WAIT_S = 30.0


@dataclass
class Running:
    """A watch in a thread of its own, and what it tells."""

    builds: Queue[Rebuilt] = field(default_factory=Queue)
    addresses: Queue[str] = field(default_factory=Queue)

    def next(self) -> Rebuilt:
        return self.builds.get(timeout=WAIT_S)


@contextmanager
def running(project: Project, *, is_watched: bool = True) -> Iterator[Running]:
    told, stop = Running(), threading.Event()
    thread = threading.Thread(
        target=serve_site,
        args=(Watch(project=project),),
        kwargs={
            "port": 0,
            "is_watched": is_watched,
            "on_build": told.builds.put,
            "on_serve": told.addresses.put,
            "stop": stop,
        },
    )
    thread.start()
    try:
        yield told
    finally:
        stop.set()
        thread.join(WAIT_S)
    assert not thread.is_alive()


def page(address: str, path: str = "mist/") -> str:
    connection = http.client.HTTPConnection(address.removeprefix("http://").rstrip("/"), timeout=10)
    connection.request("GET", f"/{path}")
    return connection.getresponse().read().decode()


def until(told: Running, holds: Callable[[Rebuilt], bool]) -> Rebuilt:
    """The next build of which something holds: a change that is seen in the middle gives two."""
    while not holds(built := told.next()):
        pass
    return built


def test_a_change_is_built_and_served(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    with running(project) as told:
        assert told.next().made == ("mist",)
        address = told.addresses.get(timeout=WAIT_S)
        assert "built in 1908" in page(address)
        edit(project.bitext_path("mist"), "The lighthouse was built in 1908.", "The lighthouse dates from 1908.")
        assert until(told, lambda built: bool(built.made)).errors == ()
        assert "dates from 1908" in page(address)


def test_an_error_is_told_and_the_site_stays(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    with running(project) as told:
        told.next()
        address = told.addresses.get(timeout=WAIT_S)
        edit(tmp_path / "articles/ja/mist.txt", "1908年", "1909年")
        refused = until(told, lambda built: bool(built.errors))
        assert "mist: not published: stale 1" in refused.errors[0]
        assert "built in 1908" in page(address)
        settings = (tmp_path / "tmflow.yaml").read_text(encoding="utf-8")
        (tmp_path / "tmflow.yaml").write_text("publish: {layuot: x}\n", encoding="utf-8")
        assert "layuot" in until(told, lambda built: "tmflow.yaml" in "".join(built.errors)).errors[0]
        (tmp_path / "tmflow.yaml").write_text(settings, encoding="utf-8")
        edit(tmp_path / "articles/ja/mist.txt", "1909年", "1908年")
        until(told, lambda built: not built.errors)


def test_a_theme_that_is_wrong_is_told_from_the_first_build_on(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme" / "style.css").write_text("@import 'x';", encoding="utf-8")
    with running(project) as told:
        assert "theme/style.css:1" in told.next().errors[0]
        (tmp_path / "theme" / "style.css").write_text("a { color: red; }", encoding="utf-8")
        assert until(told, lambda built: not built.errors).made == ("mist",)
        address = told.addresses.get(timeout=WAIT_S)
        assert page(address, "style.css").endswith("a{color:red}")


def test_what_is_served_only_is_built_once_and_holds_no_reload(tmp_path: Path) -> None:
    with running(aligned(tmp_path), is_watched=False) as told:
        told.next()
        assert ".tmflow" not in page(told.addresses.get(timeout=WAIT_S))


def test_a_picture_is_seen_wherever_in_the_project_an_article_names_it(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    naming = {
        "ja": JA.replace("(quay.png)", "(../../images/quay.png)"),
        "en": EN.replace("(quay.png)", "(../../images/quay.png)"),
    }
    project = library(tmp_path, **naming)
    with running(project) as told:
        assert told.next().made == ("library",)
        (tmp_path / "images/quay.png").write_bytes(png(30, 20))
        until(told, lambda built: bool(built.made))
        assert len(list((project.site_folder / "library").glob("*.png"))) == 1
        (tmp_path / "images/quay.png").write_bytes(png(31, 20))
        until(told, lambda built: bool(built.made))
        assert told.builds.empty()
