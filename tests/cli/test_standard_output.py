"""`-o -`: a file that is asked for on standard output, in every command that writes one."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.cli.run import PROGRAM, environ, tmflow
from tests.workflow.projects import aligned
from tmflow.cli.main import cli
from tmflow.cli.written import OutputOption
from tmflow.workflow.project import Project

EXPORTS = [("export", "SLUG", "--to", name) for name in ("xliff12", "xliff21", "po", "tmx", "article", "xliff")]
OTHERS = [
    *(("memory", "export", "--to", name) for name in ("tmx", "csv", "jsonl")),
    *(("glossary", "export", "--to", name) for name in ("tbx", "csv", "yaml")),
    ("srx", "export"),
    *(("align", "articles/ja/SLUG.txt", "articles/en/SLUG.txt", "--format", name) for name in ("text", "tmx", "tsv")),
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return aligned(tmp_path_factory.mktemp("project"))


def named(project: Project, words: tuple[str, ...]) -> list[str]:
    (slug,) = project.bitext_slugs
    return [word.replace("SLUG", slug) for word in words]


def raw(project: Project, *words: str) -> bytes:
    environment = environ(project.root)
    return subprocess.run([*PROGRAM, *words], cwd=project.root, capture_output=True, check=True, env=environment).stdout


def iter_commands(command: click.Command) -> Iterator[click.Command]:
    yield command
    if isinstance(command, click.Group):
        with click.Context(command) as ctx:
            for name in command.list_commands(ctx):
                if (found := command.get_command(ctx, name)) is not None:
                    yield from iter_commands(found)


def test_there_is_one_such_option() -> None:
    options = [one for command in iter_commands(cli) for one in command.params if {"-o", "--output"} & set(one.opts)]
    assert len(options) > 4
    assert all(isinstance(option, OutputOption) for option in options)


@pytest.mark.parametrize("words", [*EXPORTS, *OTHERS], ids=" ".join)
def test_what_a_file_would_hold_goes_to_standard_output(
    project: Project, words: tuple[str, ...], tmp_path: Path
) -> None:
    words = tuple(named(project, words))
    path = tmp_path / "written"
    assert tmflow(project, *words, "-o", str(path)).code == 0
    assert raw(project, *words, "-o", "-") == path.read_bytes()
    assert not (project.root / "-").exists()


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_so_does_a_file_that_is_no_text(project: Project, kind: str) -> None:
    (slug,) = project.bitext_slugs
    assert zipfile.ZipFile(io.BytesIO(raw(project, "export", slug, "--to", kind, "-o", "-"))).testzip() is None


def test_what_is_told_goes_to_standard_error(project: Project) -> None:
    (slug,) = project.bitext_slugs
    told = tmflow(project, "export", slug, "--to", "tmx", "-o", "-")
    assert told.out.endswith("</tmx>\n")
    assert told.told[-1].startswith("-   tmx, ")
    row = tmflow(project, "export", slug, "--to", "tmx", "-o", "-", "--format", "json")
    assert row.out == told.out
    assert '"path": "-"' in row.err


def test_what_its_name_would_tell_must_be_said(project: Project) -> None:
    for kind in ("memory", "glossary"):
        result = tmflow(project, kind, "export", "-o", "-")
        assert (result.code, result.out) == (2, "")
        assert "--to" in result.err


def test_two_files_are_no_stream(project: Project) -> None:
    result = tmflow(project, "memory", "export", "--to", "moses", "-o", "-")
    assert (result.code, result.out) == (2, "")
    assert "two files" in result.err
    assert not list(Path(project.root).glob("-*"))


def test_a_failure_leaves_standard_output_empty(project: Project) -> None:
    result = tmflow(project, "export", "no-such-article", "-o", "-")
    assert (result.code, result.out) == (2, "")
