"""The documents say what the code does."""

from __future__ import annotations

import re
import runpy
import shlex
from pathlib import Path

import click
import pytest

from tmflow.cli.main import cli

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", *ROOT.glob("docs/*.md"), *ROOT.glob("docs/howto/*.md")])
REFERENCE = runpy.run_path(str(ROOT / "scripts" / "write_reference.py"))["reference_pages"]()


@pytest.mark.parametrize("name", sorted(REFERENCE))
def test_the_reference_is_what_the_code_says(name: str) -> None:
    text = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
    assert text == REFERENCE[name], "run: python scripts/write_reference.py"


def commands_in(text: str) -> list[list[str]]:
    """The tmflow calls in the code blocks of a page, continued lines joined, prompts and comments taken off."""
    blocks = re.findall(r"```(?:console|sh|yaml)\n(.*?)```", text, flags=re.DOTALL)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    parts = [part.strip() for line in lines if line.startswith(("tmflow", ".venv")) for part in line.split("&&")]
    return [shlex.split(part, comments=True)[1:] for part in parts if "tmflow" in part]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_each_command_in_the_documents_exists_with_its_options(page: Path) -> None:
    for words in commands_in(page.read_text(encoding="utf-8")):
        command: click.Command = cli
        context = click.Context(cli)
        for word in words:
            if not isinstance(command, click.Group) or word.startswith("-"):
                break
            found = command.get_command(context, word)
            if found is None and command.invoke_without_command:  # a word of its own
                break
            assert found is not None, f"{page.name}: no command {word}"
            command = found
        known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
        options = {word.split("=")[0] for word in words if word.startswith("--")}
        assert options <= known | {"--help", "--version"}, f"{page.name}: {options - known}"


def test_each_link_to_a_file_leads_somewhere() -> None:
    for page in [*PAGES, *ROOT.glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_python_of_the_library_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
    programs = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)
    assert programs
    for name in ("articles", "memories", "tmflow.yaml"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    for program in programs:
        exec(compile(program, "docs/library.md", "exec"), {})  # noqa: S102 - our own page
    assert (tmp_path / "harbor-tides.html").is_file()


def test_nothing_names_a_machine() -> None:
    paths = re.compile(r"(?<![\w./~-])/(?:work|root|home|Users)/\w")
    wrong = [
        path.relative_to(ROOT)
        for folder in ("src", "docs", "scripts", "benchmarks", "articles", "memories")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".md", ".yaml", ".po", ".txt", ".html", ".css", ""}
        and path.is_file()
        and paths.search(path.read_text(encoding="utf-8"))
    ]
    assert not wrong
