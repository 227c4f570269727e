"""Installs a package into a folder, as pip would: its modules, and a dist-info with its entry points."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from tmflow.mt.plugins import ENTRY_POINTS


def install_plugin(
    folder: Path,
    package: str,
    version: str,
    *,
    engines: Mapping[str, str],
    modules: Mapping[str, str],
    group: str = ENTRY_POINTS,
) -> None:
    """engines: the values of the entry points of a group by name; modules: their text by name."""
    info = folder / f"{package.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n", encoding="utf-8")
    lines = [f"{name} = {value}" for name, value in engines.items()]
    (info / "entry_points.txt").write_text("\n".join([f"[{group}]", *lines, ""]), encoding="utf-8")
    for name, text in modules.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")


def install_wheel(
    folder: Path, package: str, version: str, *, group: str, entries: Mapping[str, str], modules: Mapping[str, str]
) -> None:
    """Make a wheel of some modules and have pip install it into a folder; nothing is downloaded."""
    name = package.replace("-", "_")
    info = f"{name}-{version}.dist-info"
    files = {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": "\n".join(
            [f"[{group}]", *(f"{key} = {value}" for key, value in entries.items()), ""]
        ),
    } | {f"{module}.py": text for module, text in modules.items()}
    files[f"{info}/RECORD"] = "".join(f"{path},,\n" for path in [*files, f"{info}/RECORD"])
    with tempfile.TemporaryDirectory() as made:
        wheel = Path(made, f"{name}-{version}-py3-none-any.whl")
        with zipfile.ZipFile(wheel, "w") as archive:
            for path, text in files.items():
                archive.writestr(path, text)
        pip = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-index",
            "--no-deps",
            "--disable-pip-version-check",
        ]
        subprocess.run([*pip, "--target", folder, wheel], check=True)
