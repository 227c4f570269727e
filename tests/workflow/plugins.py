"""Installs a package into a folder, as pip would: its modules, and a dist-info with its entry points."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tmflow.mt.plugins import ENTRY_POINTS


def install_plugin(
    folder: Path, package: str, version: str, *, engines: Mapping[str, str], modules: Mapping[str, str]
) -> None:
    """engines: the values of the entry points by name; modules: their text by name."""
    info = folder / f"{package.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n", encoding="utf-8")
    lines = [f"{name} = {value}" for name, value in engines.items()]
    (info / "entry_points.txt").write_text("\n".join([f"[{ENTRY_POINTS}]", *lines, ""]), encoding="utf-8")
    for name, text in modules.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
