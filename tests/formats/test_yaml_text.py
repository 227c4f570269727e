"""What a hostile or broken YAML file can do: nothing but be refused in one line, with its place."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from tmflow.cli.main import cli
from tmflow.errors import FormatError
from tmflow.formats.yaml_text import load_yaml

LISTS_OF_ALIASES = "a: &l0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"k{level}: &l{level} [{', '.join([f'*l{level - 1}'] * 9)}]\n" for level in range(1, 9)
)
"""A few lines whose last value has 9 to the power of 9 texts."""

DEEP = pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("[" * 50_000, 1, id="lists"),
        pytest.param("{a: " * 50_000, 1, id="mappings"),
        pytest.param("- " * 5_000 + "x", 1, id="blocks"),
        pytest.param("? " * 5_000 + "x", 1, id="keys"),
        pytest.param("a: 1\nb:\n  - " + "[" * 5_000 + "]" * 5_000, 3, id="in a value"),
    ],
)


@DEEP
def test_deep_nesting_is_refused_at_its_line(text: str, line: int) -> None:
    started = time.process_time()
    with pytest.raises(FormatError, match=rf"^x\.yaml:{line}:\d+: nested more than 64 levels deep$"):
        load_yaml(text, path=Path("x.yaml"))
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(LISTS_OF_ALIASES, r"5:\d+: aliases stand for more than 10,000 values", id="lists of aliases"),
        pytest.param("a: &a [*a]", "1:8: an alias stands within what it names", id="endless alias"),
        pytest.param("a: &a {b: 1}\nc:\n  <<: *a", r"3:3: a merge key \(<<\): write its keys out", id="merge key"),
        pytest.param("a: 1\nb: " + "1" * 5_000, f"2:4: no value YAML knows: {'1' * 40}", id="long number"),
        pytest.param("a: 2001-99-99", "1:4: no value YAML knows: 2001-99-99", id="no day"),
        pytest.param("a: 0x_", "1:4: no value YAML knows: 0x_", id="no digits"),
        pytest.param("a: ._", r"1:4: no value YAML knows: \._", id="no figure"),
        pytest.param("a: !!bool x", "1:4: no value YAML knows: x", id="tag"),
    ],
)
def test_values_that_are_none_are_refused_at_their_place(text: str, problem: str) -> None:
    with pytest.raises(FormatError, match=f"^x.yaml:{problem}$"):
        load_yaml(text, path=Path("x.yaml"))


def test_anchors_and_aliases_in_measure_are_read() -> None:
    tree = load_yaml("a: &a [x, 'y']\nb: [*a, *a]", path=Path("x.yaml"))
    assert tree["b"] == [["x", "y"], ["x", "y"]]


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("tmflow.yaml", ["status"]),
        ("memories/glossary.yaml", ["glossary", "list"]),
        ("terms.yaml", ["glossary", "import", "terms.yaml"]),
        ("articles/ja/harbor.md", ["translate", "harbor"]),
    ],
)
@pytest.mark.parametrize(
    "text", [pytest.param("a: " + "[" * 50_000, id="deep"), pytest.param(LISTS_OF_ALIASES, id="aliases")]
)
def test_each_command_that_reads_yaml_refuses_it_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, command: list[str], text: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tmflow.yaml").write_text("languages: {source: ja, target: en}\n", encoding="utf-8")
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{text}\n---\n港。\n" if path.suffix == ".md" else text, encoding="utf-8")
    result = CliRunner().invoke(cli, command)
    assert isinstance(result.exception, FormatError), result.output
    assert path.name in str(result.exception)
    assert "\n" not in str(result.exception)
