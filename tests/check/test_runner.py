from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.check.builders import bitext, subject
from tmflow.check import registry, runner
from tmflow.check.finding import Severity
from tmflow.check.registry import explain_rule, rule_ids
from tmflow.check.rule import Fault, Rule
from tmflow.check.runner import Subject, check_subjects
from tmflow.errors import ConfigError

FAULTY = {
    "units": [
        {"source": "港は静かだ。", "target": "The harbour (静か.", "draft": True, "origin": "mt"},
        {"source": "風。"},
    ]
}
ALL = ["leftover.ja-in-en", "paren.pair", "state.mt-unreviewed", "state.untranslated"]


def rules_found(**options: object) -> list[str]:
    return sorted(finding.rule for finding in check_subjects([subject(FAULTY)], **options))  # type: ignore[arg-type]  # a table of options


def test_all_rules_run_unless_told_otherwise() -> None:
    assert rules_found() == ALL


def test_only_and_disabled_take_ids_and_patterns() -> None:
    assert rules_found(only=["state.*"]) == ALL[2:]
    assert rules_found(only=["state.*", "paren.pair"], disabled=["*.mt-*"]) == ["paren.pair", "state.untranslated"]
    assert rules_found(disabled=["*"]) == []
    assert rules_found(only=[]) == []


def test_severities_can_be_changed_and_the_last_word_counts() -> None:
    found = check_subjects([subject(FAULTY)], severities={"state.*": "info", "state.mt-unreviewed": "error"})
    assert {finding.rule: finding.severity.value for finding in found} == {
        "leftover.ja-in-en": "error",
        "paren.pair": "warning",
        "state.mt-unreviewed": "error",
        "state.untranslated": "info",
    }


@pytest.mark.parametrize(
    "options", [{"only": ["state.stael"]}, {"disabled": ["state.stael"]}, {"severities": {"state.stael": "info"}}]
)
def test_a_slip_in_a_name_is_named(options: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match=r'no check is called "state.stael": state.stale\?'):
        rules_found(**options)


def test_a_pattern_without_any_rule_is_refused_too() -> None:
    with pytest.raises(ConfigError, match=r'"nothing\.\*": families are state, align'):
        rules_found(only=["nothing.*"])


def test_an_unknown_severity_is_refused() -> None:
    with pytest.raises(ConfigError, match='the severity of "url" is "fatal"; it is one of error, warning, info'):
        rules_found(severities={"url": "fatal"})


def test_errors_of_an_article_in_progress_are_lowered_and_say_so() -> None:
    found = check_subjects([subject({**FAULTY, "in_progress": True})])
    assert found.ok
    assert {finding.rule for finding in found if finding.lowered} == {"leftover.ja-in-en", "state.untranslated"}
    assert {finding.severity for finding in found} == {Severity.WARNING}


def test_other_articles_keep_their_errors() -> None:
    open_one = replace(subject({**FAULTY, "in_progress": True}), source_path="articles/ja/a.txt")
    found = check_subjects([open_one, subject(FAULTY)], only=["state.untranslated"])
    assert [finding.severity.value for finding in found] == ["warning", "error"]


def test_information_is_off_unless_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def find(_: Subject) -> Iterator[Fault]:
        yield Fault(message="so it is")

    quiet: Rule = replace(registry.RULES[0], id="len.note", severity=Severity.INFO, find=find)
    monkeypatch.setattr(registry, "RULES", (quiet,))
    monkeypatch.setattr(runner, "RULES", (quiet,))
    assert rules_found() == []
    assert rules_found(only=["len.*"]) == ["len.note"]
    assert rules_found(severities={"len.note": "warning"}) == ["len.note"]


def test_a_bitext_without_any_file_can_be_checked() -> None:
    made = bitext([{"source": "港。", "target": "港。"}])
    found = check_subjects([Subject(bitext=made, source_path="harbor")])
    assert [(finding.rule, str(finding.location)) for finding in found] == [("state.identical", "harbor:1:1")]


def test_ids_are_unique_and_explained() -> None:
    assert len(set(rule_ids())) == len(rule_ids())
    for rule_id in rule_ids():
        text = explain_rule(rule_id)
        assert text.startswith(f"{rule_id} (")
        assert f"disable: [{rule_id}]" in text
    with pytest.raises(ConfigError, match=r"state\.stale\?"):
        explain_rule("state.stal")


def test_what_is_found_across_articles_is_lowered_and_allowed_as_the_rest() -> None:
    """An article in progress has no errors; an allowance for such a rule is never called unused in the article alone."""
    unit = {"source": "港の門は朝6時に開く。", "target": "The harbor gate opens at 6 a.m."}
    other = {**unit, "target": "The gate of the port is open from 6 a.m."}
    allowed = {**other, "notes": ["allow consist.source: as it was printed"]}
    articles: list[dict[str, Any]] = [
        {"slug": f"a{number}", "units": [one]} for number, one in enumerate((unit, unit, other, allowed))
    ]
    articles[2]["in_progress"] = True
    found = check_subjects(map(subject, articles), severities={"consist.source": "error"})
    assert [(one.slug, one.rule, one.severity, one.lowered) for one in found] == [
        ("a2", "consist.source", Severity.WARNING, True)
    ]
