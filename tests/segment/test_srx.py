"""SRX at work: ICU patterns translated, the first rule that matches decides, our own rules exported."""

from __future__ import annotations

import dataclasses
import itertools
import time
from pathlib import Path

import pytest
import regex
from ruamel.yaml import YAML

from tmflow.errors import ConfigError
from tmflow.model.language import Language
from tmflow.model.segmentation import BreakRule, LanguageMap, LanguageRules, SegmentationRules
from tmflow.segment.rules import Notes, Quotations, SegmentOptions
from tmflow.segment.segmenter import explain, iter_segments
from tmflow.segment.srx import cutter
from tmflow.segment.srx.cutter import iter_untranslated, select_rules
from tmflow.segment.srx.export import iter_unsaid, native_rules
from tmflow.segment.srx.icu import translate_icu
from tmflow.text import matching

CASES = Path(__file__).parents[1] / "cases" / "segment"
SOURCES = Path(__file__).parents[2] / "src" / "tmflow" / "segment"


def all_rules(*rules: BreakRule) -> SegmentationRules:
    return SegmentationRules(
        languages=(LanguageRules(name="All", rules=rules),), maps=(LanguageMap(pattern=".*", name="All"),)
    )


def one(*rules: BreakRule) -> SegmentOptions:
    return SegmentOptions(rules=all_rules(*rules))


def cut(text: str, options: SegmentOptions, language: Language = Language.EN) -> list[str]:
    return [segment.text for segment in iter_segments(text, language=language, options=options)]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"[a-z&&[^aeiou]]", "b"),
        (r"[[:alpha:]--[aeiou]]", "z"),
        (r"[^[:alpha:]]", "1"),
        (r"\x{3002}\u3042\U0001F600", "。あ😀"),
        (r"\x5e\0101\cI", "^A\t"),
        (r"[\p{Lu}\d-]\pL\P{Lu}", "-aa"),
        (r"\h\H\R\v", "\u3000a\r\n\x0b"),
        (r"\Qa.b*\E", "a.b*"),
        (r"[\Q^]\E]", "]"),
        (r"\N{DIGIT ONE}", "1"),
        ("(?i)a(?-i)B", "AB"),
        ("(?i:a)b", "Ab"),
        ("(?s).(?-s)", "\n"),
        ("(?x) a b # words\n c", "abc"),
        ("(?iu)É", "é"),
        (r"(?<one>a)\k<one>(b)\2", "aabb"),
        ("[|~]", "~"),
        ("[]a]", "]"),
        ("a{2}b{1,}c{0,2}+", "aabbc"),
        ("(?#nothing)a", "a"),
        ("(?>a+)b", "aab"),
    ],
)
def test_icu_patterns_mean_the_same(pattern: str, text: str) -> None:
    assert regex.compile(translate_icu(pattern), regex.V1).fullmatch(text)


@pytest.mark.parametrize(("pattern", "text"), [(".", "\n"), (".", "\u2028"), ("[a&&b]", "a"), (r"\h", "\n")])
def test_icu_patterns_refuse_the_same(pattern: str, text: str) -> None:
    assert not regex.compile(translate_icu(pattern), regex.V1).fullmatch(text)


def test_the_end_is_also_before_a_final_newline() -> None:
    """ICU, "$": the end of the input, also before a line terminator that is the last."""
    end = regex.compile(translate_icu("a$"), regex.V1)
    assert end.search("a\r\n")
    assert not end.search("a\n\n")
    assert regex.compile(translate_icu("(?m)^b$"), regex.V1).search("a\nb\nc")


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        (r"\y", r"\\y is unknown"),
        (r"\G", "unknown"),
        ("[a", "not closed"),
        ("(a", "not closed"),
        ("a)", "without"),
        ("*a", "repeats nothing"),
        ("a**", "repeats nothing"),
        ("{", "opens no repeat"),
        ("(?P<n>a)", "no group of ICU"),
        ("(?w)a", "flag w"),
        ("[[ab]-[b]]", "write --"),
        ("[a&&b--c]", "&& and --"),
        (r"\x{110000}", "no character"),
        ("a\\", "backslash"),
    ],
)
def test_what_cannot_be_translated_is_refused(pattern: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        translate_icu(pattern)


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [(r"(a)\1", "refers back"), ("(?>ab|a)", "atomic"), ("(?:ab)++", "possessive"), ("a{2,3}+", "possessive")],
)
def test_what_depends_on_direction_is_refused_before_a_break(pattern: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        translate_icu(pattern, is_before=True)


def test_a_possessive_repeat_before_a_break_takes_all_there_are() -> None:
    assert cut("a!!!b", one(BreakRule(before="[!]++"))) == ["a!!!", "b"]
    assert cut("a!!!b", one(BreakRule(before="[!]+"))) == ["a!", "!", "!", "b"]
    assert cut("ab", one(BreakRule(before="a?+a"))) == ["ab"]


def test_the_first_rule_that_matches_decides() -> None:
    """SRX 2.0: rules are applied in the order in which they stand; the first that matches decides."""
    exception = BreakRule(before=r"Mr\.", after=r"\s", is_break=False)
    rule = BreakRule(before=r"\.", after=r"\s")
    assert cut("Mr. Oda came. He left.", one(exception, rule)) == ["Mr. Oda came.", " He left."]
    assert cut("Mr. Oda came. He left.", one(rule, exception)) == ["Mr.", " Oda came.", " He left."]


def test_an_empty_pattern_matches_anywhere() -> None:
    assert cut("abc", one(BreakRule())) == ["a", "b", "c"]
    assert cut("abc", one(BreakRule(after="c"))) == ["ab", "c"]
    assert cut("abc", one()) == ["abc"]


def test_a_start_is_the_start_of_the_block() -> None:
    options = one(BreakRule(before=r"^\d\.", is_break=False), BreakRule(before=r"\."))
    assert cut("1.a.2.b", options) == ["1.a.", "2.", "b"]


def test_blocks_are_still_found_by_their_layout() -> None:
    assert cut("# One; two\nthree;four", one(BreakRule(before=";"))) == ["# One; two\n", "three;", "four"]


def test_explain_names_rules_by_set_and_number() -> None:
    options = one(BreakRule(before="b;", is_break=False), BreakRule(before=";"))
    told = [(d.position, d.rule, d.is_boundary) for d in explain("a;b;c", language=Language.EN, options=options)]
    assert told == [(2, "srx.All.2", True), (4, "srx.All.1", False), (5, "text.end", True)]


def test_cascading_asks_all_maps_in_order() -> None:
    languages = (
        LanguageRules(name="One", rules=(BreakRule(before="a", is_break=False),)),
        LanguageRules(name="Two", rules=(BreakRule(before="[ab]"),)),
    )
    maps = (LanguageMap(pattern="EN.*", name="One"), LanguageMap(pattern=".*", name="Two"))
    for is_cascading, expected in ((False, ["aabb"]), (True, ["aab", "b"])):
        rules = SegmentationRules(languages=languages, maps=maps, is_cascading=is_cascading)
        assert cut("aabb", SegmentOptions(rules=rules)) == expected
    assert [part.name for part in select_rules(rules, Language.JA)] == ["Two"]


def test_a_language_without_rules_is_an_error_not_a_block_uncut() -> None:
    rules = SegmentationRules(
        languages=(LanguageRules(name="One", rules=()),), maps=(LanguageMap(pattern="en", name="One"),)
    )
    with pytest.raises(ConfigError, match='no language map of the SRX rules matches "ja"'):
        cut("朝だ。", SegmentOptions(rules=rules), Language.JA)
    assert cut("a. b", SegmentOptions(rules=rules)) == ["a. b"]


def test_a_rule_that_cannot_be_used_is_named() -> None:
    options = one(BreakRule(before="a"), BreakRule(after=r"\y"))
    with pytest.raises(ConfigError, match=r"srx\.All\.2 cannot be used: afterbreak: \\y is unknown"):
        cut("abc", options)
    assert options.rules is not None
    assert list(iter_untranslated(options.rules)) == [("All", 2, r"afterbreak: \y is unknown")]


def test_an_error_names_the_file_and_what_shows_more() -> None:
    rules = dataclasses.replace(all_rules(BreakRule(after=r"\y")), source="a.srx")
    with pytest.raises(ConfigError, match=r"^a\.srx: the rule srx\.All\.1 cannot .*`tmflow srx show a\.srx` shows"):
        cut("abc", SegmentOptions(rules=rules))
    rules = dataclasses.replace(rules, source="b.srx")
    with pytest.raises(ConfigError, match=r"^b\.srx: the rule"):
        cut("abc", SegmentOptions(rules=rules))
    with pytest.raises(ConfigError, match=r'^b\.srx: no language map of the SRX rules matches "en"'):
        cut("abc", SegmentOptions(rules=dataclasses.replace(rules, maps=())))
    with pytest.raises(ConfigError, match=r'^b\.srx: the SRX language map "\(" cannot be used'):
        cut("abc", SegmentOptions(rules=dataclasses.replace(rules, maps=(LanguageMap(pattern="(", name="All"),))))


def test_the_file_is_no_part_of_the_value_of_rules() -> None:
    rules = all_rules(BreakRule(before=";"))
    moved = dataclasses.replace(rules, source="a.srx")
    assert (moved, hash(moved)) == (rules, hash(rules))
    assert SegmentOptions(rules=moved).signature == SegmentOptions(rules=rules).signature


@pytest.mark.parametrize("is_break", [True, False])
@pytest.mark.parametrize("text", ["x" * 300, ("x" * 30 + " ") * 10])
def test_a_rule_that_runs_away_is_named(monkeypatch: pytest.MonkeyPatch, text: str, *, is_break: bool) -> None:
    monkeypatch.setattr(matching, "_TIMEOUT_S", 0.05)
    rules = all_rules(BreakRule(after="(?:x|xx)+y", is_break=is_break), BreakRule(before="[x ]"))
    with pytest.raises(ConfigError, match=r"^a\.srx: the rule srx\.All\.1 was stopped"):
        cut(text, SegmentOptions(rules=dataclasses.replace(rules, source="a.srx")))


@pytest.mark.parametrize("text", ["abc. " * 400, "abc. " + "a" * 4000 + ". "])
def test_all_rules_of_a_block_share_one_limit_of_time(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Each rule is harmless; a clock that goes on by a second whenever it is read lets five searches begin."""
    clock = itertools.count()
    monkeypatch.setattr(matching, "process_time", lambda: float(next(clock)))
    exceptions = [BreakRule(before=f"w{number}", is_break=False) for number in range(20)]
    with pytest.raises(ConfigError, match="was stopped: with the patterns before it, it ran for 5 s on a block of"):
        cut(text, one(*exceptions, BreakRule(before=r"\.")))
    assert next(clock) < 10


def test_each_block_has_its_own_limit_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = itertools.count()
    monkeypatch.setattr(matching, "process_time", lambda: float(next(clock)))
    assert len(cut("a;b\n\n" * 10, one(BreakRule(before=";")))) == 20


def test_many_exceptions_on_a_long_block_are_soon_done() -> None:
    exceptions = [BreakRule(before=rf"w{number}\.", after=r"\s", is_break=False) for number in range(200)]
    started_s = time.process_time()
    assert len(cut("abc. " * 4000, one(*exceptions, BreakRule(before=r"\.", after=r"\s")))) == 4000
    assert time.process_time() - started_s < 2


def test_an_exception_means_the_same_on_few_places_and_on_many() -> None:
    rules = (BreakRule(before=r"Mr\.", after=" ", is_break=False), BreakRule(before=r"\.", after=" "))
    assert len(cut("Mr. A. " * 50, one(*rules))) == 50
    assert len(cut(("Mr. A. " + "b" * 90) * 50, one(*rules))) == 51


def test_rules_are_made_ready_once_for_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    options = one(BreakRule(before="never-seen-elsewhere;"))
    assert len(cut("a never-seen-elsewhere; b", options)) == 2
    monkeypatch.setattr(cutter, "_compile", None)
    assert len(cut("a never-seen-elsewhere; b", options)) == 2


def cases(language: str) -> list[str]:
    files = sorted((CASES / language).glob("*.yaml"))
    return [row["input"] for file in files for row in YAML(typ="safe").load(file)]


@pytest.mark.parametrize(("language", "least"), [("ja", 0.91), ("en", 0.89)])
def test_exported_rules_cut_nearly_as_our_own(language: str, least: float) -> None:
    exported = SegmentOptions(rules=native_rules(SegmentOptions()))
    texts = cases(language)

    def pieces(text: str, options: SegmentOptions) -> list[str]:
        return [piece.strip() for piece in cut(text, options, Language(language))]

    same = sum(pieces(text, exported) == pieces(text, SegmentOptions()) for text in texts)
    assert same / len(texts) >= least


@pytest.mark.parametrize(
    "options",
    [
        SegmentOptions(),
        SegmentOptions(quotations=Quotations.SPLIT, notes=Notes.OWN),
        SegmentOptions(abbreviations=frozenset({"Obs."}), names_with_marks=frozenset({"娘。", "Wham!"})),
    ],
)
def test_every_exported_rule_can_be_read_again(options: SegmentOptions) -> None:
    rules = native_rules(options)
    assert not list(iter_untranslated(rules))
    assert all(part.rules for part in rules.languages)


def test_exported_rules_hold_what_a_project_adds() -> None:
    options = SegmentOptions(abbreviations=frozenset({"Obs."}), names_with_marks=frozenset({"娘。"}))
    exported = SegmentOptions(rules=native_rules(options))
    assert len(cut("We saw Obs. Cole there.", exported)) == 1
    assert cut("娘。たちの歌だ。次だ。", exported, Language.JA) == ["娘。たちの歌だ。", "次だ。"]


def test_exported_rules_can_be_looked_behind_by_java() -> None:
    """Java refuses a lookbehind it cannot measure: one with a repeated group in it."""
    for part in native_rules(SegmentOptions()).languages:
        for rule in part.rules:
            assert not regex.search(r"(?<!\\)\)(?:[*+]|\{[0-9]+,[0-9]*\})", rule.before), rule.before


def test_what_is_not_said_names_rules_that_are_there() -> None:
    own = (path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.py") if path.parent.name != "srx")
    source = "".join(own)
    for names, reason in iter_unsaid(SegmentOptions(never=("a",), always=("b",))):
        assert reason
        for name in names.split(", "):
            assert name.strip("*.") in source, name
