"""The MT suite runs without a network, with homes of its own, and with a real model that it builds."""

from __future__ import annotations

import importlib.util
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import pytest

_ENGINE = ("ctranslate2", "sentencepiece", "argostranslate")

JA_EN = {
    "港が": " the harbor",
    "市長は": " the mayor",
    "計画を": " the plan",
    "開く": " opens",
    "説明した": " explained",
    "承認した": " approved",
    "月曜に": " on Monday",
    "。": ".",
    "、": ",",
    "見る": " see",
    "は": " is",
    "議会": [(" 議会", 1.3), (" the council", 1.0)],
}
EN_JA = {"The harbor": "港が", " opens": "開く", "the mayor": "市長は", ".": "。", " ": "は"}


def _load(name: str) -> ModuleType:
    """Load a module beside this file by its path: `tests` is also a stray package of argostranslate's wheel."""
    spec = importlib.util.spec_from_file_location(f"tmflow_mt_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail on the first step towards the network."""

    def refuse(*arguments: object, **_: object) -> NoReturn:
        raise AssertionError(f"the network was asked: {arguments!r}")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("getaddrinfo", "gethostbyname", "create_connection"):
        monkeypatch.setattr(socket, name, refuse)


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give argostranslate, which makes folders when imported, a home of its own."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
            patch.setenv(name, str(folder / name))
        patch.delenv("ARGOS_PACKAGES_DIR", raising=False)
        yield folder


@pytest.fixture(scope="session")
def tiny_model() -> ModuleType:
    """Return the builder of packages; skip where the mt extra is missing, except under CI, where that is a failure."""
    missing = [name for name in _ENGINE if importlib.util.find_spec(name) is None]
    if missing:
        reason = f"the mt extra is missing: {', '.join(missing)}"
        if os.environ.get("CI", "").lower() in {"1", "true"}:
            pytest.fail(reason)
        pytest.skip(reason)
    return _load("tiny_model")


@pytest.fixture(scope="session")
def archive(tiny_model: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a real ja>en package file."""
    path = tmp_path_factory.mktemp("archives") / "translate-ja_en.argosmodel"
    built = tiny_model.build_package(path, JA_EN, source="ja", target="en")
    assert isinstance(built, Path)
    return built


@pytest.fixture(scope="session")
def packages(tiny_model: ModuleType, archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a packages folder with ja>en and en>ja installed."""
    from tmflow.mt.install import install_package

    folder = tmp_path_factory.mktemp("packages")
    other = tiny_model.build_package(folder.parent / "en_ja.argosmodel", EN_JA, source="en", target="ja")
    install_package(archive, directory=folder)
    install_package(other, directory=folder)
    return folder
