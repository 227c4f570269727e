"""The reports against golden files: TMFLOW_REWRITE_GOLDEN=1 rewrites them, to be reviewed as a diff."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from tests.check.builders import subject
from tmflow.check.finding import Finding, Findings, Fix, Location, Severity
from tmflow.check.gates import Verdict
from tmflow.check.report.contents import Contents
from tmflow.check.report.github import escape_message, escape_property
from tmflow.check.report.lines import lines_pointed_at
from tmflow.check.report.render import REPORTERS, render
from tmflow.check.runner import check_subjects
from tmflow.check.summary import Summary, summarize
from tmflow.model.bitext import Side
from tmflow.model.document import Span
from tmflow.text.scripts import display_width

GOLDEN = Path(__file__).parents[1] / "golden" / "check"
HOSTILE = "a\r\n::error file=x::no %0A, b:c ::end\x1b[31m\ud800"
ARTICLE = subject(
    {
        "units": [
            {"source": "港は静かだ。", "target": "The harbour is 静か."},
            {
                "source": "市議会は16日に承認した。",
                "previous": "市議会は25日に承認した。",
                "target": "It approved it on the 25th.",
            },
            {"source": "手引きはhttps://example.org/aにある。", "target": "The guide is at https://example.org/b."},
            {
                "source": "風もない。",
                "target": "There is (no wind.",
                "draft": True,
                "origin": "mt",
                "tool": "argos ja>en 1.9",
            },
            {"source": "雨\u200bもない。", "target": "No rain.", "state": "reviewed"},
            {"source": "終わり。"},
        ],
        "source_article": "港は静かだ。\n\n市議会は16日に承認した。\n\n手引きはhttps://example.org/aにある。\n\n風もない。\n\n"
        "雨\u200bもない。\n\n終わり。\n",
        "target_article": "The harbour is 静か.\n\nIt approved it on the 25th.\n\nThe guide is at https://example.org/b.\n\n"
        "There is (no wind.\n\nNo rain.\n",
    }
)


def hostile(number: int, severity: Severity = Severity.ERROR) -> Finding:
    place = Location(path=f"articles/en/{HOSTILE}.txt", line=number, column=2)
    fix = Fix(side=Side.TARGET, span=Span(0, 1), text=HOSTILE)
    return Finding(rule="url", severity=severity, message=HOSTILE, slug="harbor", target=place, found=HOSTILE, fix=fix)


def of_article() -> Contents:
    found, summary = check_subjects([ARTICLE]), summarize([ARTICLE.bitext])
    lines = lines_pointed_at(found, [ARTICLE])
    failed = Verdict(ok=False, reasons=("5 errors",))
    return Contents(findings=found, summary=summary, articles={"harbor": summary}, verdict=failed, lines=lines)


@pytest.mark.parametrize("report_format", list(REPORTERS))
def test_golden(report_format: str) -> None:
    text = render(of_article(), report_format)
    golden = GOLDEN / f"harbor.{report_format}"
    if os.environ.get("TMFLOW_REWRITE_GOLDEN"):
        golden.write_text(text, encoding="utf-8", newline="\n")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("report_format", list(REPORTERS))
def test_every_report_ends_its_lines_and_can_be_encoded(report_format: str) -> None:
    for findings in (Findings(), Findings.of([hostile(1)])):
        text = render(Contents(findings=findings, summary=Summary()), report_format)
        assert not text or text.endswith("\n")
        assert text.encode("utf-8").decode("utf-8") == text


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="fax"):
        render(Contents(findings=Findings(), summary=Summary()), "fax")


def test_text_keeps_one_line_a_finding_and_its_columns() -> None:
    found = Findings.of([hostile(1), hostile(20, Severity.WARNING)])
    lines = render(Contents(findings=found, summary=Summary(units=2)), "text").splitlines()
    assert len(lines) == 3
    columns = {display_width(re.split("  (?:error|warning)", line)[0]) for line in lines[:2]}
    assert len(columns) == 1
    assert not any(character in line for line in lines for character in "\x1b\r")


def test_json_says_its_version_and_keeps_every_character() -> None:
    place = Location(path="articles/en/a.txt", line=3)
    made = Finding(rule="url", severity=Severity.ERROR, message="二\n行 %", slug="a", target=place)
    report = json.loads(render(Contents(findings=Findings.of([made]), summary=Summary(articles=1, units=2)), "json"))
    assert report["schema_version"] == 1
    assert report["summary"]["error_findings"] == 1
    assert report["findings"][0]["message"] == "二\n行 %"
    assert report["findings"][0]["target"] == {
        "path": "articles/en/a.txt",
        "line": 3,
        "column": None,
        "end_column": None,
    }
    assert report["findings"][0]["source"] is None


def test_json_lines_are_findings() -> None:
    rows = render(Contents(findings=Findings.of([hostile(1), hostile(2)]), summary=Summary()), "jsonl").splitlines()
    assert [(json.loads(row)["schema_version"], json.loads(row)["target"]["line"]) for row in rows] == [(1, 1), (1, 2)]


def test_github_text_cannot_start_a_command() -> None:
    """A workflow command is a line that begins with "::"; here only ours do."""
    lines = render(Contents(findings=Findings.of([hostile(1)]), summary=Summary()), "github").splitlines()
    assert len(lines) == 2
    assert sum(line.startswith("::") for line in lines) == 1
    properties, _, message = lines[0].removeprefix("::error ").partition("::")
    assert [part.split("=")[0] for part in properties.split(",")] == ["file", "line", "col", "title"]
    assert message.startswith("a%0D%0A::error file=x::no %250A, b:c ::end")


def test_github_escapes_as_the_toolkit_does() -> None:
    """escapeData: % CR LF; escapeProperty: % CR LF : and comma."""
    assert escape_message("%\r\n:,") == "%25%0D%0A:,"
    assert escape_property("%\r\n:,") == "%25%0D%0A%3A%2C"


def test_github_shows_ten_of_a_kind_and_counts_the_rest() -> None:
    findings = Findings.of(
        [*(hostile(line) for line in range(1, 48)), *(hostile(line, Severity.WARNING) for line in range(50, 61))]
    )
    lines = render(Contents(findings=findings, summary=Summary()), "github").splitlines()
    assert sum(line.startswith("::error") for line in lines) == 10
    assert sum(line.startswith("::warning") for line in lines) == 10
    assert lines[10] == "+37 more errors: tmflow check lists them all"
    assert lines[21] == "+1 more warning: tmflow check lists them all"


def test_lowered_errors_are_said_in_the_summary() -> None:
    found = check_subjects([subject({"in_progress": True, "units": [{"source": "港。"}]})])
    text = render(Contents(findings=found, summary=summarize([ARTICLE.bitext])), "text")
    assert "1 warning (1 error of articles in progress lowered) in 6 units." in text
