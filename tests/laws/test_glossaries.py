"""Laws of glossaries: what is written comes back, a second write changes no byte, and a merge loses nothing."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tmflow.errors import FormatError
from tmflow.formats.glossaries import glossary_formats, iter_terms, write_terms
from tmflow.formats.glossary import read_glossary
from tmflow.formats.glossary_writing import change_glossary, serialize_glossary
from tmflow.formats.imported import ImportLog
from tmflow.model.glossary import PartOfSpeech, Term, TermKind
from tmflow.model.term_merging import iter_differences, merge_terms

VALID = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
ANY = st.characters(exclude_categories=["Cs"])
ODD = st.text("=+-@'\"|\\,;#:&<>{}[] \t\n港a", min_size=1, max_size=8)


def stripped(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return texts.map(str.strip).filter(bool)


@st.composite
def terms(draw: st.DrawFn, characters: st.SearchStrategy[str], number: int = 0) -> Term:
    """A term; a script of its own on each side, for tables are told by it; `number` keeps its Japanese forms apart."""
    texts = st.one_of(st.text(characters, min_size=1, max_size=12), ODD)
    tails = stripped(texts)
    japanese = draw(st.lists(tails.map(lambda tail: f"潮{number}の{tail}"), min_size=3, max_size=5, unique=True))
    latin = stripped(texts.map(lambda text: "".join(one for one in text if one < "\u2e80")))
    english = draw(st.lists(latin.map(lambda tail: f"the tide {tail}"), min_size=3, max_size=5, unique=True))
    cut = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    said = st.just("") | texts.filter(str.strip)
    return Term(
        japanese=tuple(japanese[: cut[0]]),
        forbidden_japanese=tuple(japanese[cut[0] :]),
        english=tuple(english[: cut[1]]),
        forbidden_english=tuple(english[cut[1] :]),
        kind=draw(st.sampled_from(TermKind)),
        part_of_speech=draw(st.none() | st.sampled_from(PartOfSpeech)),
        note=draw(said),
        subject=draw(said),
        definition_japanese=draw(said),
        definition_english=draw(said),
        context_japanese=tuple(draw(st.lists(texts.filter(str.strip), max_size=2, unique=True))),
        context_english=tuple(draw(st.lists(texts.filter(str.strip), max_size=2, unique=True))),
    )


def glossaries(characters: st.SearchStrategy[str]) -> st.SearchStrategy[list[Term]]:
    return st.integers(0, 4).flatmap(lambda size: st.tuples(*(terms(characters, n) for n in range(size)))).map(list)


def read(path: Path) -> list[Term]:
    log = ImportLog()
    found = [term for _, term in iter_terms(path, log=log)]
    assert (log.refused, dict(log.left_out)) == ([], {})
    return found


@settings(max_examples=60, deadline=None)
@given(glossaries(VALID), st.sampled_from(glossary_formats()))
def test_every_format_brings_back_all_of_a_glossary(given: list[Term], form: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a.{form.removesuffix('2').removesuffix('-dct')}")
        write_terms(given, path, form=form)
        assert read(path) == given
        written = path.read_bytes()
        write_terms(read(path), path, form=form)
        assert path.read_bytes() == written


@settings(max_examples=50, deadline=None)
@given(glossaries(ANY))
def test_yaml_holds_any_character(given: list[Term]) -> None:
    assert reread(serialize_glossary(given)) == given


def reread(text: str) -> list[Term]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "glossary.yaml")
        path.write_text(text, encoding="utf-8", newline="")
        return list(read_glossary(path).terms)


@settings(max_examples=40, deadline=None)
@given(glossaries(ANY), st.data())
def test_a_change_touches_what_it_is_of(given: list[Term], data: st.DataObject) -> None:
    text = "# words\n" + "".join(f"{serialize_glossary([term])}# after {n}\n\n" for n, term in enumerate(given))
    added = [data.draw(terms(ANY, 7))]
    replaced = {n: data.draw(terms(ANY, n)) for n in range(len(given)) if data.draw(st.booleans())}
    changed = change_glossary(text, added=added, replaced=replaced, path=Path("glossary.yaml"))
    expected = [replaced.get(n, term) for n, term in enumerate(given)] + added
    assert reread(changed) == expected
    for number, term in enumerate(given):
        assert f"# after {number}\n" in changed
        if number not in replaced:
            assert serialize_glossary([term]) in changed


@given(terms(VALID), terms(VALID))
def test_a_merge_knows_all_that_contradicts_nothing_and_keeps_its_own(one: Term, other: Term) -> None:
    merged = merge_terms(one, other)
    assert list(iter_differences(merged, one)) == []
    assert merge_terms(merged, other) == merged
    assert merge_terms(one, one) == one
    assert list(iter_differences(one, one)) == []


@settings(max_examples=100, deadline=None)
@given(
    st.text("<>/term tig&;\"'=langSet", max_size=40), st.integers(0, 700), st.sampled_from(["a.tbx", "a.csv", "a.yaml"])
)
def test_a_damaged_file_is_read_or_refused_with_its_name(noise: str, place: int, name: str) -> None:
    gauge = Term(japanese=("潮位計",), english=("tide gauge",), note="brass")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        write_terms([gauge] * (name != "a.yaml") + [gauge], path, form=name[2:])
        text = path.read_text(encoding="utf-8")
        path.write_text(text[:place] + noise + text[place:], encoding="utf-8")
        try:
            found: Iterable[tuple[int, Term]] = list(iter_terms(path))
        except FormatError as error:
            assert str(error).startswith(f"{path}")  # noqa: PT017 - both ways are right
        else:
            assert all(line >= 0 for line, _ in found)
