"""The layers of the house: who may import whom, kept by one table."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "tmflow"
PACKAGES = tuple(sorted(path.name for path in SOURCE.iterdir() if (path / "__init__.py").is_file()))
WINGS = ("segment", "align", "memory", "mt", "formats", "publish", "check")
GROUND = ("errors", "_version", "bounded_file", "text", "model")

MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "text": ("errors", "text"),
    "model": ("errors", "text", "model"),
    **{wing: (*GROUND, wing) for wing in WINGS},
    "workflow": (*GROUND, *WINGS, "workflow"),
    "cli": (*GROUND, "workflow", "cli"),
}
"""Package to what it may import of tmflow."""

HOMES: dict[str, tuple[str, ...]] = {
    "polib": ("formats",),
    "lxml": ("formats", "publish"),
    "markdown_it": ("formats", "publish"),
    "ruamel": ("formats", "workflow"),
    "jinja2": ("publish",),
    "tinycss2": ("publish",),
    "markupsafe": ("publish",),
    "argostranslate": ("mt",),
    "ctranslate2": ("mt",),
    "sentencepiece": ("mt",),
    "psycopg": ("memory",),
    "click": ("cli",),
    "rich": ("cli",),
    "filelock": ("workflow",),
    "numpy": ("align", "memory"),
    "rapidfuzz": ("text", "memory"),
    "regex": ("text", "segment", "check"),
    "charset_normalizer": ("text",),
}
"""Third-party package to the packages of tmflow that may import it."""


def iter_imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively"
            yield node.module or ""


def modules(package: str) -> list[Path]:
    return sorted((SOURCE / package).rglob("*.py"))


def test_every_package_is_in_the_table() -> None:
    assert set(PACKAGES) == set(MAY_IMPORT)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_imports_only_what_lies_below_it(package: str) -> None:
    wrong = [
        f"{path.relative_to(SOURCE)} imports {name}"
        for path in modules(package)
        for name in iter_imports(path)
        if name.startswith("tmflow.") and name.split(".")[1] not in MAY_IMPORT[package]
    ]
    assert not wrong


@pytest.mark.parametrize("package", PACKAGES)
def test_a_third_party_package_stays_in_its_home(package: str) -> None:
    wrong = [
        f"{path.relative_to(SOURCE)} imports {name}"
        for path in modules(package)
        for name in iter_imports(path)
        if package not in HOMES.get(name.split(".")[0], (package,))
    ]
    assert not wrong


def test_one_module_parses_xml() -> None:
    """Its settings are the safe ones: nothing else parses, and nothing else knows another parser."""
    parsers = {
        "etree.XML",
        "etree.fromstring",
        "etree.parse",
        "etree.iterparse",
        "etree.XMLParser",
        "etree.XMLPullParser",
    }
    others = ("xml.", "defusedxml", "html5lib", "bs4")
    wrong = []
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        said = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        named = {
            f"etree.{alias.name}" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
        }
        if path != SOURCE / "formats" / "xml.py" and parsers & (said | named):
            wrong.append(f"{path.relative_to(SOURCE)} parses XML of its own")
        wrong += [
            f"{path.name} imports {name}" for name in iter_imports(path) if name.startswith(others) or name == "xml"
        ]
    assert not wrong


def test_only_wiring_chooses_implementations() -> None:
    chosen = {"tmflow.memory.sqlite", "tmflow.mt.argos", "tmflow.mt.libretranslate"}
    wrong = [
        path.name
        for path in modules("workflow")
        if path.name not in {"wiring.py", "memories.py"} and chosen & set(iter_imports(path))
    ]
    assert not wrong


def test_no_file_is_a_drawer() -> None:
    names = {path.stem for path in SOURCE.rglob("*.py")}
    assert not names & {"utils", "helpers", "common", "base", "misc"}
