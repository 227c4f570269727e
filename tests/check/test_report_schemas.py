"""The reports against their schemas, and read by the libraries that their readers use."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from markdown_it import MarkdownIt

from tests.check.builders import subject
from tests.needed import needed
from tmflow.check.finding import Finding, Findings, Fix, Location, Severity
from tmflow.check.gates import FailOn, Verdict
from tmflow.check.report import machine
from tmflow.check.report.contents import Contents
from tmflow.check.report.render import REPORTERS, render
from tmflow.check.report.sarif import FINGERPRINT
from tmflow.check.runner import check_subjects
from tmflow.check.summary import Summary
from tmflow.model.bitext import Side
from tmflow.model.document import Span

SCHEMA = Path(machine.__file__).parent / "findings.schema.json"
SARIF = Path(__file__).parents[2] / "build" / "schemas" / "sarif" / "sarif-schema-2.1.0.json"
HOSTILE = (
    "a\r\n::error file=x::no %0A\x1b]0;t\x07 ]]> <script>alert(1)</script> &amp; \"'><img src=x onerror=alert(1)>"
    " | **b** `c` [d](https://example.org) @everyone {0} \ud800\ufffe\u202e --> $(e)"
)
FORMULA = '=HYPERLINK("https://example.org","a")'


def hostile(line: int, *, severity: Severity = Severity.ERROR, message: str = HOSTILE) -> Finding:
    place = Location(path=f"articles/en/{HOSTILE}.txt", line=line, column=2, end_column=4)
    return Finding(
        rule="num.value",
        severity=severity,
        message=message,
        slug=HOSTILE,
        unit_id="u1",
        source=Location(path="articles/ja/a b.txt", line=3),
        target=place,
        expected=FORMULA,
        found=HOSTILE,
        fix=Fix(side=Side.TARGET, span=Span(0, 2), text=HOSTILE, place=place),
    )


def contents() -> Contents:
    findings = [hostile(1), hostile(2, severity=Severity.WARNING), hostile(3, message=FORMULA)]
    return Contents(
        findings=Findings.of([*findings, Finding(rule="url", severity=Severity.INFO, message="m", slug="b")]),
        summary=Summary(articles=1, units=4, translated=3, untranslated=1),
        articles={HOSTILE: Summary(articles=1, units=4, translated=3, untranslated=1), "clean": Summary(articles=1)},
        verdict=Verdict(ok=False, reasons=(HOSTILE,)),
        lines={(f"articles/en/{HOSTILE}.txt", 1): HOSTILE},
    )


def validator(path: Path) -> Any:
    jsonschema = needed("jsonschema", install="tmflow[dev]")
    schema = json.loads(path.read_text(encoding="utf-8"))
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


@pytest.mark.parametrize("made", [contents(), Contents()])
def test_json_keeps_its_schema(made: Contents) -> None:
    schema = validator(SCHEMA)
    schema.validate(json.loads(render(made, "json")))
    for line in render(made, "jsonl").splitlines():
        schema.validate(json.loads(line))


def test_the_schema_refuses_what_is_no_report() -> None:
    report = json.loads(render(contents(), "json"))
    report["findings"][0].pop("anchor")
    assert not validator(SCHEMA).is_valid(report)
    assert not validator(SCHEMA).is_valid({})


@pytest.mark.skipif(not SARIF.is_file(), reason="no schema of SARIF: sh scripts/fetch_schemas")
@pytest.mark.parametrize("made", [contents(), Contents()])
def test_sarif_keeps_the_schema_of_oasis(made: Contents) -> None:
    validator(SARIF).validate(json.loads(render(made, "sarif")))


def test_sarif_tells_its_rules_and_places() -> None:
    """3.4.4: a relative URI is percent-encoded. 3.11.5, 3.11.6: braces are doubled and brackets escaped in a message."""
    (run,) = json.loads(render(contents(), "sarif"))["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    result = next(one for one in run["results"] if one["message"]["text"].startswith("a"))
    assert "\\[d\\](https://example.org)" in result["message"]["text"]
    assert "{{0}}" in result["message"]["text"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].isascii()
    assert not set(place["artifactLocation"]["uri"]) & set(" <>\"'\r\n")
    assert place["region"]["endColumn"] == 4
    related = result["relatedLocations"][0]["physicalLocation"]
    assert related["artifactLocation"]["uri"] == "articles/ja/a%20b.txt"


def test_sarif_says_what_to_write_and_where() -> None:
    """3.57.4: insertedContent is the text itself, of which no bracket or brace is escaped."""
    (run,) = json.loads(render(contents(), "sarif"))["runs"]
    (change,) = run["results"][0]["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [
        {"deletedRegion": {"startLine": 1, "startColumn": 2, "endColumn": 4}, "insertedContent": {"text": HOSTILE}}
    ]
    assert "fixes" not in run["results"][-1]


def test_a_fix_is_told_as_a_range_of_its_unit() -> None:
    found = check_subjects([subject({"units": [{"source": "港。", "target": "At *the* the pier, the\nthe pier."}]})])
    told = [json.loads(row)["fix"] for row in render(Contents(findings=found), "jsonl").splitlines()]
    assert {(fix["start"], fix["end"], fix["text"]) for fix in told} == {(3, 10, "the"), (17, 24, "the")}
    assert [fix["place"] for fix in told] == [None, None]  # a code lies within, a line ends within


def test_a_sentence_that_moves_keeps_its_fingerprint() -> None:
    rows = [{"source": "手引きはhttps://example.org/aにある。", "target": "The guide is at https://example.org/b."}]
    marks = []
    for article in ("The guide is at https://example.org/b.", "New.\n\nThe guide is at https://example.org/b."):
        found = check_subjects([subject({"units": rows, "target_article": article})], only=["url"])
        (run,) = json.loads(render(Contents(findings=found), "sarif"))["runs"]
        marks.append([result["partialFingerprints"][FINGERPRINT] for result in run["results"]])
    assert marks[0] == marks[1]
    assert len(marks[0]) == 1


def test_gitlab_has_what_code_quality_demands() -> None:
    issues = json.loads(render(contents(), "gitlab"))
    assert len(issues) == 4
    assert len({issue["fingerprint"] for issue in issues}) == 4
    for issue in issues:
        assert {"description", "check_name", "fingerprint", "severity", "location"} <= set(issue)
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert issue["location"]["lines"]["begin"] >= 1


def test_junit_is_read_and_its_counts_are_true() -> None:
    tree = etree.fromstring(render(contents(), "junit").encode())
    suites = {suite.get("name"): suite for suite in tree.findall("testsuite")}
    assert [suite.tag for suite in tree] == ["testsuite"] * 4
    for suite in suites.values():
        assert int(suite.get("tests") or 0) == len(suite.findall("testcase"))
        assert int(suite.get("failures") or 0) == len(suite.findall("testcase/failure"))
    assert suites["clean"].get("failures") == "0"
    assert suites["gates"].get("failures") == "1"


@pytest.mark.parametrize(("fail_on", "failures"), [("error", 0), ("warning", 1), ("never", 0)])
def test_junit_fails_by_the_gate(fail_on: str, failures: int) -> None:
    warned = Findings.of([hostile(1, severity=Severity.WARNING)])
    tree = etree.fromstring(render(Contents(findings=warned, fail_on=FailOn(fail_on)), "junit").encode())
    assert len(tree.findall(".//failure")) == failures


def test_checkstyle_is_read() -> None:
    tree = etree.fromstring(render(contents(), "checkstyle").encode())
    assert tree.tag == "checkstyle"
    errors = tree.findall("file/error")
    assert len(errors) == 4
    assert {error.get("severity") for error in errors} == {"error", "warning", "info"}
    assert all((error.get("source") or "").startswith("tmflow.") for error in errors)
    assert any("<script>alert(1)</script>" in (error.get("message") or "") for error in errors)


@pytest.mark.parametrize("name", ["html", "badge"])
def test_pages_have_only_our_elements(name: str) -> None:
    tree = etree.fromstring(render(contents(), name).encode(), etree.HTMLParser(encoding="utf-8"))
    assert not tree.xpath("//script | //img | //a | //@onerror | //@href | //@src")


def test_the_page_marks_the_place() -> None:
    tree = etree.fromstring(render(contents(), "html").encode(), etree.HTMLParser(encoding="utf-8"))
    assert tree.xpath("string(//mark)") == "\\x0d\\x0a"


def test_markdown_shows_what_articles_say_and_obeys_nothing() -> None:
    """Code, headings and lists are ours; with GitHub's tables and links on, hostile text opens no element."""
    parser = MarkdownIt("gfm-like", {"html": True, "linkify": False})
    text = render(contents(), "md")
    tree = etree.fromstring(parser.render(text).encode(), etree.HTMLParser(encoding="utf-8"))
    kinds = {element.tag for element in tree.iter()}
    assert kinds <= {
        "html",
        "body",
        *["h2", "h3", "p", "ul", "li", "code", "table", "thead", "tbody", "tr", "th", "td"],
    }
    assert tree.xpath("count(//tbody/tr)") == 2
    assert {len(row) for row in tree.iter("tr")} == {9}
    assert "@" not in text


def test_markdown_stays_below_a_mebibyte() -> None:
    """GitHub refuses a step summary above 1 MiB."""
    long = "（" * 500 + "|" * 500
    findings = Findings.of(hostile(line, message=f"{line}{long}") for line in range(1, 3001))
    articles = {f"{long}{number}": Summary(articles=1) for number in range(3000)}
    text = render(Contents(findings=findings, articles=articles), "md")
    assert len(text.encode()) < 2**20
    assert "and 2,500 more findings" in text


def test_tsv_is_read_and_has_no_formula() -> None:
    rows = list(csv.reader(render(contents(), "tsv").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert any(cell == f"'{FORMULA}" for row in rows for cell in row)


def test_the_badge_server_gets_what_it_asks_for() -> None:
    assert json.loads(render(contents(), "badge-json")) == {
        "schemaVersion": 1,
        "label": "ja>en",
        "message": "75 %",
        "color": "red",
    }
    nearly = Summary(articles=1, units=1000, translated=999)
    assert json.loads(render(Contents(summary=nearly), "badge-json"))["message"] == "99 %"
    assert "brightgreen" in render(Contents(summary=nearly), "badge-json")


@pytest.mark.parametrize("name", sorted(REPORTERS))
def test_no_report_steers_a_terminal(name: str) -> None:
    text = render(contents(), name)
    assert not set(text) & set("\x1b\x07\r\x9b\u202e\u2066\ud800")


@pytest.mark.parametrize("name", ["text", "json", "jsonl"])
@pytest.mark.parametrize("text", ["::add-mask::e", "##[add-mask]e", "a ##[stop-commands]b", "\u3000::error::e"])
def test_what_goes_to_a_log_is_no_command_of_its_runner(name: str, text: str) -> None:
    """ActionCommand.TryParse of actions/runner takes "::" after blanks, and "##[" wherever it stands in a line."""
    place = Location(path="a.txt", line=1, column=3, end_column=5)
    found = Finding(rule="url", severity=Severity.ERROR, message=text, slug="a", target=place)
    made = render(Contents(findings=Findings.of([found]), lines={("a.txt", 1): text}), name)
    assert "##[" not in made
    assert not any(line.strip().startswith("::") for line in made.splitlines())


@pytest.mark.parametrize("name", ["text", "html", "md", "github"])
def test_what_people_read_stays_short(name: str) -> None:
    made = [hostile(line, message=HOSTILE * 10_000) for line in (1, 2)]
    made = [replace(one, fix=one.fix and replace(one.fix, place=None), source=None, target=None) for one in made]
    made = [replace(one, slug="harbor") for one in made]
    assert len(render(Contents(findings=Findings.of(made)), name)) < 20_000
