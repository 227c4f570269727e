"""A real engine for the tests of the workflow and the command line: a tiny Argos model, built and installed here."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.package_files import model_builder

Table = Mapping[str, str | Sequence[tuple[str, float]]]

_NEEDED = ("ctranslate2", "sentencepiece", "argostranslate")


def install_tiny_model(folder: Path, table: Table) -> Path:
    """Return a packages folder with a ja>en model that knows the table; skip without the mt extra, but not under CI."""
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing and os.environ.get("CI", "").lower() not in {"1", "true"}:
        pytest.skip(f"the mt extra is missing: {', '.join(missing)}")
    from tmflow.mt.install import install_package

    archive = model_builder().build_package(folder / "ja_en.argosmodel", table, source="ja", target="en")
    install_package(archive, directory=folder / "packages")
    return folder / "packages"
