"""The rules of a publication: read from its file, and brought by installed packages."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.workflow.plugins import install_plugin, install_wheel
from tests.workflow.projects import ROOT, aligned
from tmflow.check.plugins import ENTRY_POINTS
from tmflow.cli.main import cli
from tmflow.errors import ConfigError, FormatError
from tmflow.model.language import Language
from tmflow.workflow.project import Project
from tmflow.workflow.rules import read_pattern_rules

PAGE = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
RULE = """\
- id: house.tower
  message: 灯台 is a tower here
  source: 灯台
  target: tower
  good: {ja: 灯台。, en: A tower.}
  bad: {ja: 灯台。, en: A lighthouse.}
"""


def refused(tmp_path: Path, text: str) -> str:
    path = tmp_path / "tmflow-rules.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError) as raised:
        read_pattern_rules(path)
    return str(raised.value).removeprefix(str(path))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("- id", "id", ":1:1: the file is a list of rules"),
        ("source:", "sources:", ':3:3: unknown key "sources": source?'),
        ("  message: 灯台 is a tower here\n", "", ":1:3: the rule has no message: add it"),
        ("source: 灯台", "source: [灯台]", ":3:11: source must be text"),
        ("source: 灯台", "source: 1908", ":3:11: source must be text: put it in quotes"),
        ("source: 灯台", "source: ''", ":3:11: source is empty: write it, or take source out"),
        (
            "source: 灯台",
            "source: '(灯台'",
            ":1:3: house.tower: the source pattern is no regular expression: missing )",
        ),
        ("target: tower", "direction: fr>en", ':4:14: direction is "fr>en"; it is one of ja>en, en>ja'),
        ("target: tower", "severity: bad", ':4:13: severity is "bad"; it is one of error, warning, info'),
        ("  target: tower\n", "", ":1:3: house.tower: the rule demands nothing"),
        ("{ja: 灯台。, en: A tower.}", "A tower.", ":5:3: good must be a mapping of ja and en"),
        ("A lighthouse.", "The tower.", ":1:3: house.tower: it finds nothing in its bad example: 灯台。 / The tower."),
        ("house.tower", "num.value", ':1:3: there is a rule "num.value" already'),
    ],
)
def test_a_slip_is_told_with_its_line(tmp_path: Path, old: str, new: str, problem: str) -> None:
    text = RULE.replace(old, new) if old != "- id" else "id: house.tower\n"
    assert problem in refused(tmp_path, text)


def test_two_rules_of_one_id_are_refused(tmp_path: Path) -> None:
    assert ':7:3: there is a rule "house.tower" already' in refused(tmp_path, RULE + RULE)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    made = aligned(tmp_path / "project")
    monkeypatch.chdir(made.root)
    return made


def check(*words: str) -> tuple[int, list[str], str]:
    """The exit code, the rules of what was found, and what was said."""
    result = CliRunner().invoke(cli, ["check", "--format", "jsonl", *words])
    assert result.exception is None or isinstance(result.exception, SystemExit | ConfigError | FormatError)
    rules = [json.loads(line)["rule"] for line in filter(None, result.stdout.splitlines())]
    return result.exit_code, rules, f"{result.stderr}{result.exception or ''}"


def test_a_rule_of_the_file_runs_is_explained_and_switched_off(project: Project) -> None:
    project.rules_path.write_text(RULE + "  severity: error\n", encoding="utf-8")
    code, rules, _ = check()
    assert (code, set(rules)) == (1, {"house.tower"})
    assert check("--only", "house.*")[1] == rules
    told = CliRunner().invoke(cli, ["explain", "house.tower"]).stdout
    assert "Where the source matches 灯台, the translation matches tower." in told
    assert "A lighthouse." in told
    sarif = json.loads(CliRunner().invoke(cli, ["check", "--format", "sarif"]).stdout)
    assert [rule["id"] for rule in sarif["runs"][0]["tool"]["driver"]["rules"]] == ["house.tower"]
    refusal = CliRunner().invoke(cli, ["publish"])
    assert refusal.exit_code == 1
    assert "灯台 is a tower here" in refusal.stdout + refusal.stderr
    (project.root / "tmflow.yaml").write_text("check: {disable: [house.tower]}\n", encoding="utf-8")
    assert check() == (0, [], "")


def test_a_note_allows_what_such_a_rule_finds(project: Project) -> None:
    project.rules_path.write_text(RULE, encoding="utf-8")
    before = check()[1]
    path = project.bitext_path("mist")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("\n\n", "\n\n# allow house.tower: it is the old tower\n", 1), encoding="utf-8")
    assert len(check()[1]) == len(before) - 1


def test_what_a_rule_says_to_write_instead_is_written(project: Project) -> None:
    text = RULE.replace("target: tower", "forbidden: (?i)lighthouse\n  replace: tower")
    project.rules_path.write_text(text, encoding="utf-8")
    assert check("--fix")[:2] == (0, [])
    english = project.articles["mist"][Language.EN].read_text(encoding="utf-8")
    assert "tower" in english
    assert "lighthouse" not in english


SHOP = """
from tmflow.check.finding import Severity
from tmflow.check.rule import Example, Fault, Rule


def make(name, find, **more):
    pair = Example(ja="港。", en="Port.")
    values = dict(id=name, severity=Severity.WARNING, summary="s", why="w", good=pair, bad=pair, find=find)
    return Rule(**values | more)


def find_all(subject):
    for unit, source, target in subject.iter_both():
        yield Fault(message="a sentence", unit=unit)


def fail(subject):
    raise LookupError("no shelf\\nin the shop")
    yield


def wrong(subject):
    for unit, source, target in subject.iter_both():
        yield Fault(message=b"bytes", unit=unit)


def odd(subject):
    return ["a text"]


GOOD = (make("shop.all", find_all),)
FAILS = (make("shop.fails", fail),)
WRONG = (make("shop.wrong", wrong),)
ODD = (make("shop.odd", odd),)
LIST = [make("shop.list", find_all)]
NAME = (make("Shop", find_all),)
TAKEN = (make("num.value", find_all),)
TEXTS = (make("shop.texts", find_all, why=None),)
LEVEL = (make("shop.level", find_all, severity="warning"),)
NONE = (None,)
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    yield folder
    sys.modules.pop("shop_rules", None)


def install(site: Path, entry: str) -> None:
    modules = {"shop_rules": SHOP}
    install_plugin(site, "tmflow-shop", "2.1", engines={"shop": entry}, modules=modules, group=ENTRY_POINTS)


@pytest.mark.usefixtures("project")
def test_the_rules_of_a_package_run_and_are_switched_off(site: Path, project: Project) -> None:
    install(site, "shop_rules:GOOD")
    assert set(check()[1]) == {"shop.all"}
    assert "shop.all (warning)" in CliRunner().invoke(cli, ["explain", "shop.all"]).stdout
    (project.root / "tmflow.yaml").write_text("check: {plugins: false}\n", encoding="utf-8")
    assert check() == (0, [], "")
    assert "shop_rules" in sys.modules
    sys.modules.pop("shop_rules")
    assert check()[0] == 0
    assert "shop_rules" not in sys.modules, "what is off is not loaded"


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("nowhere:RULES", "registers shop, which cannot be used (ModuleNotFoundError: No module named 'nowhere')"),
        ("shop_rules:GONE", "cannot be used (AttributeError: "),
        ("shop_rules:LIST", "cannot be used (TypeError: it is list, not a tuple of rules)"),
        ("shop_rules:NONE", "(TypeError: a rule is NoneType, not a Rule)"),
        ("shop_rules:NAME", "(ValueError: the id 'Shop' is not FAMILY.NAME in small letters)"),
        ("shop_rules:TEXTS", "(TypeError: shop.texts: id, summary, why and the examples are not all text)"),
        ("shop_rules:LEVEL", "(TypeError: shop.level: its severity is str, not a Severity)"),
        ("shop_rules:TAKEN", 'has a rule "num.value", and so has another'),
        ("shop_rules:FAILS", "failed in the rule shop.fails on mist (LookupError: no shelf in the shop)"),
        ("shop_rules:WRONG", "(TypeError: the message of a fault is bytes, not str)"),
        ("shop_rules:ODD", "(TypeError: it yields str, not a Fault)"),
    ],
)
def test_what_goes_wrong_in_a_package_is_told_with_its_name(site: Path, entry: str, problem: str) -> None:
    install(site, entry)
    code, _, told = check()
    assert code != 0
    assert "the package tmflow-shop 2.1 " in told
    assert problem in told
    assert "\n" not in told


def test_the_rules_of_the_page_do_what_it_says(project: Project) -> None:
    (rules,) = [text for text in re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL) if "- id:" in text]
    project.rules_path.write_text(rules, encoding="utf-8")
    assert check()[0] == 0
    assert {rule.id for rule in read_pattern_rules(project.rules_path)} == set(re.findall(r"- id: (\S+)", rules))


def test_the_package_of_the_page_works_where_it_is_installed(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (module,) = [text for text in re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL) if "RULES" in text]
    (about,) = [tomllib.loads(text)["project"] for text in re.findall(r"```toml\n(.*?)```", PAGE, flags=re.DOTALL)]
    entries = about["entry-points"][ENTRY_POINTS]
    name = next(iter(entries.values())).partition(":")[0]
    folder = tmp_path / "installed"
    install_wheel(folder, about["name"], about["version"], group=ENTRY_POINTS, entries=entries, modules={name: module})
    monkeypatch.syspath_prepend(folder)
    assert check() == (0, [], "")
    for path in project.root.rglob("mist.*"):
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace("The work should end in October.", "The work should end in October!"), encoding="utf-8"
        )
    assert check()[1] == ["tone.shout"]
    sys.modules.pop(name)
