"""Laws of the interchange formats: what is written comes back, and a second write changes no byte."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date
from io import BytesIO
from pathlib import Path

import polib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tmflow.errors import FormatError
from tmflow.formats import tmx, xliff2, xliff12
from tmflow.formats.codes import (
    Node,
    SpanNode,
    align_ids,
    code_fault,
    is_same_source,
    nest,
    restore_natives,
    with_safe_ids,
)
from tmflow.formats.export import ExportOptions
from tmflow.formats.imported import ImportLog
from tmflow.formats.inline import parse_inline
from tmflow.formats.languages import wrong_language
from tmflow.formats.pairs import iter_pairs, write_pairs
from tmflow.formats.po import parse_po, serialize_po, unit_id
from tmflow.formats.xml_text import xml_safe_text
from tmflow.model.bitext import Bitext, Origin, OriginKind, Place, Side, State, TranslationUnit
from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode
from tmflow.model.document import ArticleFormat, BlockKind
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MatchKind, MemoryEntry
from tmflow.model.post_edit import PostEdit, Proposal

STRUCTURE = etree.DTD(str(Path(__file__).parents[1] / "cases" / "formats" / "tmx14_structure.dtd"))
PAIR = LanguagePair(Language.JA, Language.EN)
OPTIONS = ExportOptions(source_format=ArticleFormat.PLAIN, source_path="articles/ja/a b.txt")

anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30)
spelled = st.one_of(
    anything,
    st.text('"\\nrt\n\r\t #~|:,%=\u2028\x85\x0b港A', min_size=1, max_size=20),
    st.sampled_from(
        ["潮の番人", "Tide **and** time", 'say "no"', "a\\nb", "msgid", "tmflow: state=final", "50 % of it"]
    ),
)
clean = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=30
)


@st.composite
def places(draw: st.DrawFn) -> Place:
    return Place(
        block=draw(st.integers(0, 9999)),
        kind=draw(st.sampled_from(BlockKind)),
        level=draw(st.integers(0, 6)),
        mark=draw(st.one_of(st.just(""), st.sampled_from(["■", "##", "1/2", "% ="]), anything)),
        line=draw(st.integers(1, 9999)),
        column=draw(st.integers(1, 200)),
    )


@st.composite
def origins(draw: st.DrawFn) -> Origin:
    return Origin(
        kind=draw(st.sampled_from(OriginKind)),
        tool=draw(st.none() | st.just("") | spelled),
        match=draw(st.none() | st.sampled_from(MatchKind)),
        similarity=draw(st.none() | st.integers(0, 100)),
        when=draw(st.none() | st.dates(min_value=date(1900, 1, 1))),
        reviewer=draw(st.none() | spelled),
    )


@st.composite
def post_edits(draw: st.DrawFn) -> PostEdit:
    proposed, chars = draw(st.integers(0, 500)), draw(st.integers(0, 500))
    return PostEdit(
        kind=draw(st.sampled_from(MatchKind)),
        tool=draw(st.just("") | spelled),
        proposed_chars=proposed,
        chars=chars,
        char_edits=draw(st.integers(0, max(proposed, chars))),
        words=draw(st.integers(0, 90)),
        word_edits=draw(st.integers(0, 90)),
        seconds=draw(st.none() | st.integers(0, 600)),
        when=draw(st.none() | st.dates(min_value=date(1900, 1, 1))),
    )


@st.composite
def proposals(draw: st.DrawFn) -> Proposal:
    text = draw(spelled | st.text("港 -%\n", min_size=60, max_size=200))
    tool = draw(st.just("") | spelled)
    return Proposal(target=Content.of(text), kind=draw(st.sampled_from(MatchKind)), tool=tool)


@st.composite
def units(draw: st.DrawFn) -> TranslationUnit:
    side = draw(st.sampled_from(Side))
    has_target = side is Side.TARGET or (side is Side.BOTH and draw(st.booleans()))
    state = draw(st.sampled_from([State.TRANSLATED, State.REVIEWED, State.FINAL])) if has_target else State.INITIAL
    stale = draw(st.none() | spelled) if side is Side.BOTH and has_target else None
    is_draft = state in {State.INITIAL, State.TRANSLATED} and draw(st.booleans())
    return TranslationUnit(
        id="",
        source=Content() if side is Side.TARGET else Content.of(draw(spelled)),
        target=Content.of(draw(spelled.filter(str.strip))) if has_target else None,  # blanks are no translation
        state=state,
        side=side,
        draft=is_draft,
        origin=draw(st.none() | origins()),
        previous_source=Content.of(stale) if stale is not None else None,
        notes=tuple(draw(st.lists(spelled, max_size=2))),
        source_place=draw(st.none() | places()),
        target_place=draw(st.none() | places()),
        proposal=draw(st.none() | proposals()) if has_target and is_draft and stale is None else None,
        post_edit=draw(st.none() | post_edits()) if has_target else None,
    )


@st.composite
def bitexts(draw: st.DrawFn) -> Bitext:
    numbered: list[TranslationUnit] = []
    seen: dict[tuple[bool, str], int] = {}
    for unit in draw(st.lists(units(), max_size=5)):
        is_target = unit.side is Side.TARGET
        native = unit.target.native if is_target and unit.target else unit.source.native
        seen[is_target, native] = seen.get((is_target, native), 0) + 1
        numbered.append(replace(unit, id=unit_id(native, seen[is_target, native], unit.side)))
    return Bitext(slug=draw(st.sampled_from(["harbor", "港の話", "a b"])), pair=PAIR, units=tuple(numbered))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(bitexts())
def test_po_comes_back_and_a_second_write_changes_nothing(bitext: Bitext) -> None:
    text = serialize_po(bitext, OPTIONS)
    again = parse_po(text, path=Path("a.po")).bitext
    assert again == bitext
    assert serialize_po(again, OPTIONS) == text


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.none() | proposals(), st.none() | post_edits()), min_size=1, max_size=3))
def test_a_tool_that_wraps_comments_keeps_what_a_machine_proposed_and_the_figures(
    histories: list[tuple[Proposal | None, PostEdit | None]],
) -> None:
    """Comments of 78 columns are wrapped by polib, at blanks and hyphens."""
    units = tuple(
        TranslationUnit(
            id=unit_id(f"港{number}"),
            source=Content.of(f"港{number}"),
            target=Content.of("Harbor"),
            state=State.TRANSLATED,
            draft=proposal is not None,
            proposal=proposal,
            post_edit=post_edit,
        )
        for number, (proposal, post_edit) in enumerate(histories)
    )
    bitext = Bitext(slug="a", pair=PAIR, units=units)
    text = str(polib.pofile(serialize_po(bitext, OPTIONS)))
    assert parse_po(text, path=Path("a.po")).bitext == bitext


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80), st.integers(0, 400))
def test_a_damaged_po_is_read_or_refused_never_a_crash(noise: str, position: int) -> None:
    text = serialize_po(Bitext(slug="a", pair=PAIR), OPTIONS) + 'msgid "港"\nmsgstr "Harbor"\n'
    try:
        parse_po(text[:position] + noise + text[position:], path=Path("a.po"))
    except FormatError as error:
        assert str(error).startswith("a.po:")  # noqa: PT017 - both ways are right


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(clean, clean, st.booleans()), max_size=4, unique_by=lambda row: row[0]))
def test_xliff_brings_every_text_back(rows: list[tuple[str, str, bool]]) -> None:
    bitext = Bitext(
        slug="a",
        pair=PAIR,
        units=tuple(
            TranslationUnit(
                id=unit_id(source),
                source=Content.of(source),
                target=Content.of(target),
                state=State.TRANSLATED,
                draft=draft,
            )
            for source, target, draft in rows
        ),
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlf"
        for module in (xliff12, xliff2):
            path.write_bytes(module.serialize(bitext))
            returned = module.read(path).units
            assert [unit.source.text for unit in returned] == [row[0] for row in rows]
            expected = [row[1] if row[1].strip() else None for row in rows]
            assert [unit.target.text if unit.target else None for unit in returned] == expected


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.builds(MemoryEntry, source=clean, target=clean, pair=st.just(PAIR), draft=st.booleans()), max_size=5)
)
def test_tmx_brings_every_entry_back(entries: list[MemoryEntry]) -> None:
    entries = [entry for entry in entries if entry.source.strip() and entry.target.strip()]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.tmx"
        tmx.write_tmx(entries, path, include_drafts=True)
        assert list(tmx.iter_tmx(path)) == entries


whens = st.one_of(
    st.none(),
    st.datetimes(timezones=st.just(UTC)).map(lambda when: when.replace(microsecond=0)),
)
words = st.text("abc港 -/@:1", min_size=1, max_size=6)
whole_entries = st.builds(
    MemoryEntry,
    source=anything,
    target=anything,
    pair=st.sampled_from([PAIR, PAIR.reversed]),
    document=clean,
    id=st.one_of(st.just(""), clean),
    author=st.one_of(st.just(""), clean.filter(lambda name: name != "MT!")),
    created=whens,
    changed=whens,
    confidence=st.one_of(st.none(), st.integers(0, 100)),
    origin=st.sampled_from(OriginKind).map(str),
    state=st.sampled_from([State.TRANSLATED, State.REVIEWED, State.FINAL]).map(str),
    draft=st.booleans(),
    retired=st.one_of(st.just(""), clean),
    notes=st.lists(clean, max_size=2).map(tuple),
    properties=st.lists(st.tuples(words.map("x-q {}".format), clean), max_size=3).map(tuple),
).filter(lambda entry: bool(entry.source.strip() and entry.target.strip()))
"""Entries with any text: control characters too, in what is translated."""


@settings(max_examples=100, deadline=None)
@given(st.lists(whole_entries, max_size=4), st.sampled_from([None, Language.JA]))
def test_tmx_brings_back_all_that_an_entry_has(entries: list[MemoryEntry], language: Language | None) -> None:
    def dumped(those: Iterable[MemoryEntry]) -> bytes:
        stream = BytesIO()
        tmx.write_tmx(those, stream, source_language=language, include_drafts=True, include_retired=True)
        return stream.getvalue()

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.tmx"
        path.write_bytes(dumped(entries))
        assert STRUCTURE.validate(etree.parse(str(path))), STRUCTURE.error_log
        assert list(tmx.iter_tmx(path)) == entries
        assert dumped(tmx.iter_tmx(path)) == path.read_bytes()


@settings(max_examples=100, deadline=None)
@given(st.lists(whole_entries, min_size=1, max_size=4), st.sampled_from(["a.csv", "a.tsv"]))
def test_tables_bring_back_all_they_have_a_column_for(entries: list[MemoryEntry], name: str) -> None:
    entries = [
        replace(entry, retired="") for entry in entries if not wrong_language(entry.source, entry.target, entry.pair)
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        write_pairs(entries, path, include_drafts=True)
        assert list(iter_pairs(path)) == entries
        written = path.read_bytes()
        write_pairs(list(iter_pairs(path)), path, include_drafts=True)
        assert path.read_bytes() == written


@given(st.text("\t\n\r\"'=a,;|", max_size=60))
def test_any_table_is_read_or_refused_with_a_line(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("a.csv", "a.tsv"):
            path = Path(folder) / name
            path.write_text(f"ja\ten\n{text}", encoding="utf-8", newline="")
            log = ImportLog()
            with suppress(FormatError):
                assert len(list(iter_pairs(path, log=log))) + log.refused_count == log.read


@st.composite
def coded(draw: st.DrawFn) -> Content:
    """Contents whose codes open, close and cross at random."""
    parts: list[str | InlineCode] = []
    for _ in range(draw(st.integers(0, 8))):
        parts.append(draw(st.sampled_from(["潮", "a ", ""])))
        role = draw(st.sampled_from(CodeRole))
        number = draw(st.sampled_from(["1", "2", "3", "s1", "x y"]))
        kind = draw(st.sampled_from([CodeKind.STRONG, CodeKind.LINK, CodeKind.CODE]))
        parts.append(InlineCode(id=number, kind=kind, role=role, native=f"<{number}>"))
    return Content.of(*parts, "風")


def flatten(nodes: tuple[Node, ...]) -> list[str | InlineCode]:
    flat: list[str | InlineCode] = []
    for node in nodes:
        flat += [node.opening, *flatten(node.children), node.closing] if isinstance(node, SpanNode) else [node]
    return flat


@given(coded())
def test_nesting_loses_nothing_and_keeps_the_order(content: Content) -> None:
    assert Content.of(*flatten(nest(content))) == content


@given(coded())
def test_safe_ids_are_unique_and_change_nothing_else(content: Content) -> None:
    safe = with_safe_ids(content)
    assert safe.native == content.native
    assert with_safe_ids(safe) == safe
    uses = [(code.id, code.role) for code in safe.codes]
    assert len(set(uses)) == len(uses)


@given(coded(), coded())
def test_aligned_ids_come_home(target: Content, source: Content) -> None:
    aligned = align_ids(target, source)
    assert aligned.native == target.native
    assert code_fault(aligned, source=source, exported=target) is None
    assert restore_natives(aligned, source=source, exported=target).native == target.native


@settings(max_examples=60, deadline=None)
@given(coded())
def test_codes_survive_both_versions_of_xliff(content: Content) -> None:
    bitext = Bitext(slug="a", pair=PAIR, units=(TranslationUnit(id="u-1", source=content),))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlf"
        for module in (xliff12, xliff2):
            path.write_bytes(module.serialize(bitext))
            assert is_same_source(module.read(path).units[0].source, content)


@given(st.text())
def test_xml_safe_text_partitions_the_text(text: str) -> None:
    kept, removed = xml_safe_text(text)
    assert sorted(kept + removed) == sorted(text)
    assert xml_safe_text(kept) == (kept, "")


@given(anything)
def test_plain_inline_is_the_text_itself(text: str) -> None:
    assert parse_inline(text, ArticleFormat.PLAIN).native == text
