"""A project's segmentation: its own patterns, the rules of its CAT tool, and what a bitext was cut with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.workflow.projects import EN, JA, make_project
from tmflow.cli.main import cli
from tmflow.errors import ConfigError, FormatError
from tmflow.formats.srx import read_srx, serialize_srx
from tmflow.model.language import Language
from tmflow.model.segmentation import BreakRule, LanguageMap, LanguageRules, SegmentationRules
from tmflow.segment.srx.export import native_rules
from tmflow.workflow.align import align_project
from tmflow.workflow.config import read_settings
from tmflow.workflow.ingest import load_article
from tmflow.workflow.learn import learn
from tmflow.workflow.project import Project, open_project
from tmflow.workflow.settings import Settings
from tmflow.workflow.srx import export_srx, iter_srx
from tmflow.workflow.status import iter_status
from tmflow.workflow.translate import translate_article
from tmflow.workflow.verify import verify_project

RULES = SegmentationRules(
    languages=(LanguageRules(name="All", rules=(BreakRule(before="[。.]"), BreakRule(after=r"\y"))),),
    maps=(LanguageMap(pattern=".*", name="All"),),
)


def settings_of(root: Path, text: str) -> Settings:
    path = root / "tmflow.yaml"
    path.write_text(text, encoding="utf-8")
    return read_settings(path)


def test_patterns_are_read(tmp_path: Path) -> None:
    options = settings_of(tmp_path, "segment:\n  never: ['第[0-9]+回。']\n  always:\n    - '――完――'\n").segment
    assert (options.never, options.always, options.rules) == (("第[0-9]+回。",), ("――完――",), None)


def test_own_words_are_read(tmp_path: Path) -> None:
    options = settings_of(tmp_path, "segment: {abbreviations: [Obs., e.g], names_with_marks: [娘。, Wham!]}\n").segment
    assert options.abbreviations == frozenset({"Obs.", "e.g"})
    assert options.names_with_marks == frozenset({"娘。", "Wham!"})


@pytest.mark.parametrize(
    ("text", "error", "problem"),
    [
        (
            "segment:\n  never:\n    - 'a'\n    - '(b'\n",
            ConfigError,
            r'tmflow.yaml:4: segment.never: "\(b" is no regular',
        ),
        ("segment:\n  always: ['a*']\n", ConfigError, r'tmflow.yaml:2: segment.always: "a\*" matches the empty string'),
        ("segment:\n  never: 'a'\n", FormatError, r"tmflow.yaml:2:3: segment.never must be a list"),
        ("segment:\n  never: [1]\n", FormatError, r"tmflow.yaml:2:3: segment.never must be a list of strings"),
        ("segment:\n  srx: [a]\n", FormatError, r"tmflow.yaml:2:3: segment.srx must be a string"),
        ("segment:\n  srx: ../a.srx\n", ConfigError, r"tmflow.yaml:2: segment.srx: ../a.srx leads out of the project"),
        ("segment:\n  srx: gone.srx\n", ConfigError, r'tmflow.yaml:2: segment.srx: no file "gone.srx". Name an SRX'),
        ("segment:\n  srx: ''\n", ConfigError, r'tmflow.yaml:2: segment.srx: no file "". Name an SRX'),
        ("segment:\n  srx: .\n", ConfigError, r'tmflow.yaml:2: segment.srx: "." is a folder. Name an SRX'),
        ('segment:\n  srx: "a\\0"\n', ConfigError, r"tmflow.yaml:2: segment.srx: no file"),
        ("segment: split\n", FormatError, r"tmflow.yaml:1:1: segment must be a mapping of keys to values"),
        (
            "segment:\n  abbreviations:\n    - Obs.\n    - ''\n",
            ConfigError,
            r'tmflow.yaml:4: segment.abbreviations: "" is no abbreviation: it has no letter. Correct it',
        ),
        ("segment: {abbreviations: ['.']}\n", ConfigError, r'tmflow.yaml:1: segment.abbreviations: "." is no'),
        ("segment: {abbreviations: [et al]}\n", ConfigError, r'tmflow.yaml:1: .*"et al" is more than one word'),
        ("segment: {abbreviations: [5]}\n", FormatError, r"segment.abbreviations must be a list of strings"),
        ("segment: {names_with_marks: ['', 。]}\n", ConfigError, r'segment.names_with_marks: "" holds no mark'),
        ("segment: {names_with_marks: [Oda]}\n", ConfigError, r'segment.names_with_marks: "Oda" holds no mark'),
        ("segment: {names_with_marks: [7, null]}\n", FormatError, r"segment.names_with_marks must be a list of str"),
    ],
)
def test_bad_settings_are_one_clear_line(tmp_path: Path, text: str, error: type[Exception], problem: str) -> None:
    with pytest.raises(error, match=problem) as caught:
        settings_of(tmp_path, text)
    assert "\n" not in str(caught.value)


def test_a_link_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.srx"
    outside.write_bytes(serialize_srx(RULES))
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "rules.srx").symlink_to(outside)
    with pytest.raises(ConfigError, match="leads out of the project"):
        settings_of(tmp_path / "project", "segment: {srx: rules.srx}\n")


def test_a_project_is_cut_with_the_rules_of_its_cat_tool(tmp_path: Path) -> None:
    rules = SegmentationRules(
        languages=(LanguageRules(name="Comma", rules=(BreakRule(before="[、,。.]"),)),),
        maps=(LanguageMap(pattern=".*", name="Comma"),),
    )
    (tmp_path / "rules.srx").write_bytes(serialize_srx(rules))
    project = make_project(
        tmp_path,
        ja={"a": ("題", "朝だ、船だ。")},
        en={"a": ("Title", "Morning, a boat.")},
        settings="segment: {srx: rules.srx}\n",
    )
    article = load_article(project, "a")
    assert [passage.content.text for passage in article.source_passages] == ["題", "朝だ、", "船だ。"]
    assert [passage.segment.rule for passage in article.target_passages][1] == "srx.Comma.1"


def test_a_rule_that_cannot_be_used_names_its_file(tmp_path: Path) -> None:
    (tmp_path / "rules.srx").write_bytes(serialize_srx(RULES))
    project = make_project(tmp_path, ja={"a": JA}, en={"a": EN}, settings="segment: {srx: rules.srx}\n")
    article = load_article(project, "a")
    with pytest.raises(ConfigError, match=r"rules\.srx: the rule srx\.All\.2 cannot .*tmflow srx show .*rules\.srx"):
        _ = article.source_passages


def test_our_own_rules_are_written_for_a_cat_tool(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, "segment: {abbreviations: [Obs], never: [a]}\n")
    export = export_srx(settings, path=tmp_path / "out.srx")
    assert read_srx(tmp_path / "out.srx") == native_rules(settings.segment)
    assert (tmp_path / "out.srx").read_text(encoding="utf-8") == export.text
    assert "user.never" in dict(export.unsaid)


def test_a_file_of_rules_is_described(tmp_path: Path) -> None:
    path = tmp_path / "rules.srx"
    path.write_bytes(serialize_srx(RULES))
    found = list(iter_srx(path))
    assert [(part.name, part.maps, part.languages, len(part.rules)) for part in found] == [
        ("All", (".*",), ("ja", "en"), 2)
    ]
    assert [(problem.number, problem.reason) for problem in found[0].untranslated] == [
        (2, r"afterbreak: \y is unknown")
    ]
    assert list(iter_srx(path, language=Language.JA)) == found


def bitext_header(project: Project) -> str:
    return project.bitext_path("a").read_text(encoding="utf-8").partition("\n\n")[0]


def change_settings(project: Project, text: str) -> Project:
    (project.root / "tmflow.yaml").write_text(text, encoding="utf-8")
    return open_project(project.root)


def aligned(root: Path, settings: str = "") -> Project:
    project = make_project(root, ja={"a": JA}, en={"a": EN}, settings=settings)
    assert [alignment.error for alignment in align_project(project)] == [None]
    return project


def recut(project: Project) -> list[bool]:
    return [status.is_cut_otherwise for status in iter_status(project)]


def test_default_settings_leave_no_trace(tmp_path: Path) -> None:
    project = aligned(tmp_path)
    assert "X-Tmflow-Segmentation" not in bitext_header(project)
    assert recut(project) == [False]
    assert verify_project(project).cut_otherwise == ()


def test_a_bitext_records_what_it_was_cut_with(tmp_path: Path) -> None:
    project = aligned(tmp_path, "segment: {notes: own}\n")
    assert f"X-Tmflow-Segmentation: {project.settings.segment.signature}" in bitext_header(project)
    assert recut(project) == [False]


def test_other_settings_are_noticed_until_the_article_is_cut_anew(tmp_path: Path) -> None:
    project = change_settings(aligned(tmp_path), "segment: {notes: own}\n")
    assert recut(project) == [True]
    assert verify_project(project).cut_otherwise == ("a",)
    learn(project)
    assert recut(project) == [True]
    list(align_project(project))
    assert recut(project) == [False]
    project = change_settings(project, "")
    assert recut(project) == [True]
    list(align_project(project))
    assert recut(project) == [False]
    assert "X-Tmflow-Segmentation" not in bitext_header(project)


def test_translating_cuts_anew_too(tmp_path: Path) -> None:
    project = make_project(tmp_path, ja={"a": JA})
    translate_article(project, "a", use_mt=False)
    project = change_settings(project, "segment: {never: ['。港']}\n")
    assert recut(project) == [True]
    translate_article(project, "a", use_mt=False)
    assert recut(project) == [False]


def test_an_article_without_a_bitext_is_not_warned_of(tmp_path: Path) -> None:
    assert recut(make_project(tmp_path, ja={"a": JA}, settings="segment: {notes: own}\n")) == [False]


def test_status_says_in_its_rows_that_an_article_was_cut_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_settings(aligned(tmp_path), "segment: {notes: own}\n")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, ["status", "--format", "jsonl"])
    assert json.loads(result.stdout)["is_cut_otherwise"] is True
