"""Cutting files: which are meant, and where in the file each part stands."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.workflow.projects import make_project
from tmflow.errors import TmflowError
from tmflow.formats.article import parse_article
from tmflow.model.document import ArticleFormat
from tmflow.model.language import Language
from tmflow.text.unwrapping import unwrap
from tmflow.workflow.ingest import load_article
from tmflow.workflow.segmentation import (
    Cutting,
    cutting_of,
    find_texts,
    iter_placed_segments,
    segment_files,
)
from tmflow.workflow.settings import Settings

CUTTING = Cutting(settings=Settings())

MARKDOWN = """\
---
title: The **old** pier
---

# Boats & gulls

The *first* boat
leaves at 6:40 a.m. with [twelve crates](https://example.org/a.b). The second &amp; last one waits.

- One rope.
- Two ropes. **Three** ropes.
"""
HTML = """\
<html lang="ja"><body><h1>桟橋の話</h1>
<p>船は<b>朝</b>に出る。<ruby>鴎<rt>かもめ</rt></ruby>が&nbsp;鳴く。</p>
<p>昼は<br>静かだ。</p></body></html>
"""
PLAIN = "桟橋の話\r\n\r\n船は朝に出る。\u3000鴎が鳴く。\r\n\r\n■ 昼\r\n\r\n昼は静かだ。風もない。\r\n"


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("It rains.\n", encoding="utf-8")


def found(folder: Path, *names: str) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in find_texts(folder / name for name in names)]


def test_a_folder_stands_for_the_articles_in_it_and_below(tmp_path: Path) -> None:
    write(tmp_path, "b/z.txt", "b/a.md", "b/c/d.HTML", "a.txt", "b/notes.rst", "b/x.po")
    assert found(tmp_path, "b") == ["b/a.md", "b/c/d.HTML", "b/z.txt"]
    assert found(tmp_path, ".") == ["a.txt", "b/a.md", "b/c/d.HTML", "b/z.txt"]


def test_hidden_files_and_build_output_are_left_out_unless_named(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", ".b.txt", ".git/c.txt", "public/d.html", "exports/e.txt", "x/node_modules/f/README.md")
    assert found(tmp_path, ".") == ["a.txt"]
    assert found(tmp_path, "public", ".b.txt", ".git") == ["public/d.html", ".b.txt", ".git/c.txt"]


def test_what_is_named_twice_is_meant_once_and_files_keep_their_order(tmp_path: Path) -> None:
    write(tmp_path, "c.txt", "a.txt", "b.txt")
    assert found(tmp_path, "c.txt", "a.txt", ".") == ["c.txt", "a.txt", "b.txt"]


def test_what_is_not_there_stays_to_be_named(tmp_path: Path) -> None:
    write(tmp_path, "empty/notes.rst")
    assert found(tmp_path, "empty", "none", "n" * 5000) == ["empty", "none", "n" * 5000]


@pytest.mark.skipif(os.name == "nt", reason="links need a right there")
def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path, "a/b.txt")
    (tmp_path / "a/loop").symlink_to(tmp_path / "a")
    assert found(tmp_path, "a") == ["a/b.txt"]


def test_a_folder_that_cannot_be_listed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.txt", "locked/b.txt")
    scan = os.scandir

    def refuse(path: str) -> object:
        if "locked" in os.fspath(path):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert found(tmp_path, ".") == ["a.txt", "locked"]
    with pytest.raises(TmflowError, match="locked: cannot be read: Permission denied"):
        list(iter_placed_segments(tmp_path / "locked", CUTTING))


@pytest.mark.parametrize(("name", "text"), [("a.md", MARKDOWN), ("a.html", HTML), ("a.txt", PLAIN)])
def test_an_article_s_segments_are_where_they_say(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_bytes(text.encode())
    blocks = parse_article(
        text, format={"md": ArticleFormat.MARKDOWN, "html": ArticleFormat.HTML, "txt": ArticleFormat.PLAIN}[name[2:]]
    ).blocks
    lines = text.splitlines()
    placed = list(iter_placed_segments(path, CUTTING))
    assert placed
    for one in placed:
        part = one.part
        assert one.block == part.block
        assert blocks[part.block].text[part.start : part.end] == part.text
        native = blocks[part.block].content
        offset = blocks[part.block].span.start + native.native_offset(part.start)
        assert lines[one.line - 1][one.column - 1 :].startswith(text[offset])


@pytest.mark.parametrize("text", [PLAIN, MARKDOWN, "\ufeff  It rains.\n\n\n We row. \u3000\n"])
def test_a_bare_text_s_segments_are_where_they_say(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.note"
    path.write_bytes(text.encode())
    own = text.removeprefix("\ufeff")
    cutting = cutting_of(Settings(), is_plain=True, whitespace=True)
    placed = list(iter_placed_segments(path, cutting))
    assert "".join(one.part.text for one in placed) == own
    lines = own.splitlines(keepends=True)
    for one in placed:
        assert own[one.part.start : one.part.end] == one.part.text
        assert one.block is None
        assert "".join(lines[: one.line - 1]) + lines[one.line - 1][: one.column - 1] == own[: one.part.start]


def test_segments_and_white_space_of_a_block_are_its_text(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(MARKDOWN, encoding="utf-8")
    texts: dict[int, str] = {}
    for one in iter_placed_segments(path, cutting_of(Settings(), whitespace=True)):
        texts[one.part.block] = texts.get(one.part.block, "") + one.part.text
    blocks = parse_article(MARKDOWN, format=ArticleFormat.MARKDOWN).blocks
    assert texts == {index: block.text for index, block in enumerate(blocks)}


@pytest.mark.parametrize("unit", ["*A.* ", "One. Two.\n", "&amp; B. "])
def test_places_are_found_in_linear_time(tmp_path: Path, unit: str) -> None:
    path = tmp_path / "a.md"
    path.write_text("x" + unit * (200_000 // len(unit)) + "x\n", encoding="utf-8")
    start = time.process_time()
    for one in iter_placed_segments(path, CUTTING):
        unwrap(one.part.text, has_blanks=one.language is Language.EN)
    assert time.process_time() - start < 10


def test_lines_are_joined_in_linear_time() -> None:
    start = time.process_time()
    assert unwrap(f"a{' ' * 200_000}b", has_blanks=True).text.count(" ") == 200_000
    assert time.process_time() - start < 2


def starts(path: Path, cutting: Cutting) -> list[str]:
    return [f"{path.name} {placed.part.start}\n" for placed in iter_placed_segments(path, cutting)]


def test_files_come_in_order_and_the_ones_that_cannot_be_read_between_them(tmp_path: Path) -> None:
    write(tmp_path, "c.txt", "a.txt")
    (tmp_path / "b.txt").write_bytes(b"")
    paths = [tmp_path / name for name in ("c.txt", "b.txt", "a.txt")]
    told: list[tuple[int, int]] = []
    pieces = list(segment_files(paths, CUTTING, render=starts, jobs=1, on_progress=lambda *both: told.append(both)))
    assert [piece.text for piece in pieces] == ["c.txt 0\n", "", "a.txt 0\n"]
    assert [str(piece.problem) for piece in pieces if piece.problem] == [
        f"{paths[1]}: no text (0 bytes). Remove it or add the article"
    ]
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize(("newline", "expected"), [("line", 3), ("paragraph", 2)])
def test_a_project_s_newline_setting_holds_for_its_plain_articles(tmp_path: Path, newline: str, expected: int) -> None:
    project = make_project(tmp_path, settings=f"segment: {{newline: {newline}}}")
    path = project.articles_folder(Language.EN) / "pier.txt"
    path.parent.mkdir(parents=True)
    path.write_text("The pier\n\nThe boat leaves the\nquay at noon.\n", encoding="utf-8")
    assert len(list(iter_placed_segments(path, Cutting(settings=project.settings)))) == expected
    assert len(load_article(project, "pier").source_passages) == expected


def test_a_broken_pattern_of_the_settings_is_told_once() -> None:
    with pytest.raises(TmflowError, match="boilerplate"):
        cutting_of(Settings(boilerplate=("(",)))
