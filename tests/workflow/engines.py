"""A real engine for the tests of the workflow and the command line: a tiny Argos model, built and installed here."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType

import pytest

Table = Mapping[str, str | Sequence[tuple[str, float]]]

_NEEDED = ("ctranslate2", "sentencepiece", "argostranslate")


def install_tiny_model(folder: Path, table: Table) -> Path:
    """Return a packages folder with a ja>en model that knows the table; skip without the mt extra, but not under CI."""
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing and os.environ.get("CI", "").lower() not in {"1", "true"}:
        pytest.skip(f"the mt extra is missing: {', '.join(missing)}")
    from tmflow.mt.install import install_package

    archive = _builder().build_package(folder / "ja_en.argosmodel", table, source="ja", target="en")
    install_package(archive, directory=folder / "packages")
    return folder / "packages"


def _builder() -> ModuleType:
    """Load the builder by its path: `tests` is also a stray package of argostranslate's wheel."""
    path = Path(__file__).parents[1] / "mt" / "tiny_model.py"
    spec = importlib.util.spec_from_file_location("tmflow_tiny_model", path)
    assert spec is not None
    assert spec.loader is not None
    builder = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = builder
    spec.loader.exec_module(builder)
    return builder
