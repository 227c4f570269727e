"""The doctor: what is installed, what is missing, the exact line that installs it."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from tmflow.mt.doctor import describe_environment


def versions(monkeypatch: pytest.MonkeyPatch, **installed: str) -> None:
    def version(name: str) -> str:
        if name not in installed:
            raise metadata.PackageNotFoundError(name)
        return installed[name]

    monkeypatch.setattr(metadata, "version", version)


ALL = {
    "ctranslate2": "4.8.5",
    "packaging": "26.3",
    "sentencepiece": "0.2.3",
    "argostranslate": "1.11.0",
}


def test_nothing_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    versions(monkeypatch)
    environment = describe_environment(tmp_path, python="/opt/my python/bin/python")
    assert environment.install_lines == (
        "'/opt/my python/bin/python' -m pip install 'ctranslate2>=4.8,<5' 'packaging>=24' 'sentencepiece>=0.2.1,<0.3'",
        "'/opt/my python/bin/python' -m pip install --no-deps 'argostranslate>=1.11,<1.12'",
    )
    assert environment.uv_lines == (
        "uv pip install --python '/opt/my python/bin/python' 'ctranslate2>=4.8,<5' 'packaging>=24' 'sentencepiece>=0.2.1,<0.3'",
        "uv pip install --python '/opt/my python/bin/python' --no-deps 'argostranslate>=1.11,<1.12'",
    )
    assert {one.version for one in environment.components} == {None}


def test_all_installed_but_no_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    versions(monkeypatch, **ALL)
    environment = describe_environment(tmp_path)
    assert environment.install_lines == ()
    assert environment.packages == ()
    assert any("pip check" in note for note in environment.notes)


@pytest.mark.parametrize(
    ("name", "version", "is_usable"),
    [
        ("ctranslate2", "4.7.9", False),
        ("ctranslate2", "4.8", True),
        ("ctranslate2", "4.10.0rc1", True),
        ("ctranslate2", "5.0.0", False),
        ("sentencepiece", "0.2.0", False),
        ("argostranslate", "1.12.0", False),
    ],
)
def test_versions_are_compared_as_numbers(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, version: str, *, is_usable: bool
) -> None:
    versions(monkeypatch, **{**ALL, name: version})
    environment = describe_environment(tmp_path)
    assert {one.name: one.is_usable for one in environment.components}[name] is is_usable
    assert bool(environment.install_lines) is not is_usable


def test_looking_imports_no_engine(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; from tmflow.mt.doctor import describe_environment;"
        "import tmflow.mt.argos, tmflow.mt.pipeline, tmflow.mt.install;"
        f"describe_environment(pathlib.Path({str(tmp_path)!r}));"
        "print(sorted({'numpy', 'ctranslate2', 'argostranslate', 'sentencepiece'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
