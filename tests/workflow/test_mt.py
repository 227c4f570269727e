"""One whole run with a real engine: a tiny Argos model, installed in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflow.engines import install_tiny_model
from tests.workflow.projects import make_project, targets_of, unit_with
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
    return install_tiny_model(tmp_path_factory.mktemp("engine"), TABLE)


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
