"""`tmflow srx` and the warning about bitexts cut otherwise, as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.run import tmflow
from tests.workflow.projects import EN, JA, make_project


def test_export_and_show(tmp_path: Path) -> None:
    written = tmflow(tmp_path, "srx", "export", "-o", "rules.srx")
    assert (written.code, written.out) == (0, "")
    assert written.told[-1] == "wrote rules.srx"
    shown = tmflow(tmp_path, "srx", "export")
    assert shown.out == (tmp_path / "rules.srx").read_text(encoding="utf-8")
    assert any(line.strip().startswith("layout.*:") for line in shown.told)
    told = tmflow(tmp_path, "srx", "show", "rules.srx")
    assert [line.split()[:2] for line in told.out.splitlines()] == [["Japanese", "ja"], ["English", "en"]]
    rows = json.loads(tmflow(tmp_path, "srx", "show", "rules.srx", "--language", "ja", "--format", "json").out)["rules"]
    assert [row["name"] for row in rows] == ["Japanese"]
    assert rows[0]["rules"][0]["number"] == 1
    assert rows[0]["untranslated"] == []


def test_a_rule_that_cannot_be_used_is_a_finding(tmp_path: Path) -> None:
    tmflow(tmp_path, "srx", "export", "-o", "rules.srx")
    path = tmp_path / "rules.srx"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("<beforebreak>", r"<beforebreak>\y", 1), encoding="utf-8")
    result = tmflow(tmp_path, "srx", "show", "rules.srx")
    assert result.code == 1
    assert "  rule 1 cannot be used: beforebreak: \\y is unknown" in result.out.splitlines()


def test_no_srx_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "rules.srx").write_text("<tmx/>", encoding="utf-8")
    result = tmflow(tmp_path, "srx", "show", "rules.srx")
    assert (result.code, result.told) == (2, ["tmflow: rules.srx:1: <tmx> is no SRX file: it begins with <srx>"])


def test_a_project_warns_once_of_bitexts_cut_otherwise(tmp_path: Path) -> None:
    project = make_project(tmp_path, ja={"a": JA}, en={"a": EN})
    assert tmflow(project, "align").code == 0
    assert "warning" not in tmflow(project, "status").err
    (tmp_path / "tmflow.yaml").write_text("segment: {notes: own}\n", encoding="utf-8")
    for command in ("status", "check"):
        result = tmflow(project, command)
        warnings = [line for line in result.told if line.startswith("warning: ")]
        assert len(warnings) == 1
        assert warnings[0].startswith("warning: cut with other segment settings than tmflow.yaml has now: a. ")
