"""One whole run with a real engine: a tiny Argos model, installed in a folder of its own."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from tests.workflow.projects import ROOT, make_project, targets_of, unit_with
from tmflow.model.bitext import OriginKind
from tmflow.workflow.translate import translate_article

pytestmark = pytest.mark.mt

TABLE = {
    "港が": " the harbor",
    "市長は": " the mayor",
    "計画を": " the plan",
    "開く": " opens",
    "説明した": " explained",
    "。": ".",
}


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("ctranslate2")
    pytest.importorskip("sentencepiece")
    from tmflow.mt.install import install_package

    spec = importlib.util.spec_from_file_location("tmflow_tiny_model", ROOT / "tests" / "mt" / "tiny_model.py")
    assert spec is not None
    assert spec.loader is not None
    builder = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = builder
    spec.loader.exec_module(builder)
    folder = tmp_path_factory.mktemp("packages")
    archive = builder.build_package(folder.parent / "ja_en.argosmodel", TABLE, source="ja", target="en")
    install_package(archive, directory=folder)
    return folder


def test_the_engine_of_the_settings_drafts_what_the_memory_lacks(
    packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(packages))
    project = make_project(tmp_path, ja={"port": ["港が開く。", "市長は計画を説明した。"]})
    translation = translate_article(project, "port")
    assert translation.mt_problem is None
    assert targets_of(project, "port")["市長は計画を説明した。"] == "the mayor the plan explained."
    unit = unit_with(project, "port", "市長は計画を説明した。")
    assert unit.draft
    assert unit.origin is not None
    assert unit.origin.kind is OriginKind.MT
    assert (unit.origin.tool or "").startswith("argos ja>en")
