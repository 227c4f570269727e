"""XLIFF as a memory: the pairs of any tool's file, one unit after the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.formats.interchange_samples import PAIR, harbor, write_as
from tmflow.errors import FormatError
from tmflow.formats.imported import ImportLog, ImportOptions
from tmflow.formats.pairs import iter_pairs
from tmflow.formats.registry import format_named
from tmflow.formats.xliff_stream import iter_xliff
from tmflow.model.bitext import Bitext, State, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.match import MemoryEntry

TWO_FILES = """<xliff version="1.2"><file original="pier.txt" source-language="ja-JP" target-language="en-US"><header><skl>
<internal-file form="base64">{skeleton}</internal-file></skl></header><body><group id="g"><group id="h">
<trans-unit id="1"><source>桟橋は<g id="1">長い</g>。</source><target state="final">The pier is <g id="1">long</g>.</target>
<alt-trans><source>桟橋</source><target>No such text</target></alt-trans></trans-unit></group>
<trans-unit id="2"><source>灯台</source><target state="needs-review-translation">Lighthouse</target></trans-unit>
<trans-unit id="3" translate="no"><source>2</source><target>2</target></trans-unit></group></body></file>
<file original="quay.txt" source-language="en" datatype="plaintext"><body>
<trans-unit id="1"><source>Quay</source><target xml:lang="ja">埠頭</target></trans-unit>
<trans-unit id="2"><source>Buoy</source><target/></trans-unit>
</body></file></xliff>"""


def read(path: Path, options: ImportOptions | None = None) -> tuple[list[MemoryEntry], ImportLog]:
    log = ImportLog()
    return list(iter_pairs(path, options=options, log=log)), log


@pytest.mark.parametrize("version", ["xliff12", "xliff21"])
def test_the_translated_units_of_an_article(version: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    write_as(format_named(version), path)
    entries, log = read(path)
    expected = [(unit.source.text, unit.target.text) for unit in harbor().units if unit.target and unit.source]
    expected[2] = ("水門を開き、`log.txt`に書く。", "Open the gate and write to `log.txt`.")
    assert [(entry.source, entry.target) for entry in entries] == expected
    assert [entry.draft for entry in entries] == [False, True, True, False, True]
    assert {entry.pair for entry in entries} == {PAIR}
    assert (log.read, log.refused_count, dict(log.left_out)) == (7, 2, {"locked unit": 1})


def test_several_files_of_another_tool(tmp_path: Path) -> None:
    path = tmp_path / "a.sdlxliff"
    path.write_text(TWO_FILES.format(skeleton="QUJD" * 1_000_000), encoding="utf-8")
    entries, log = read(path)
    assert [(entry.source, entry.target, entry.document) for entry in entries] == [
        ("桟橋は長い。", "The pier is long.", "pier.txt"),
        ("灯台", "Lighthouse", "pier.txt"),
        ("Quay", "埠頭", "quay.txt"),
    ]
    assert [entry.state for entry in entries] == ["reviewed", "translated", "translated"]
    assert (entries[2].pair, entries[1].draft) == (PAIR.reversed, True)
    assert [(unit.line, unit.reason) for unit in log.refused] == [(9, "not translated")]


def test_what_is_whole_before_a_fault_can_be_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    path.write_text(TWO_FILES.format(skeleton="")[:-60], encoding="utf-8")
    with pytest.raises(FormatError, match=r"truncated.*--partial"):
        read(path)
    entries, log = read(path, ImportOptions(partial=True))
    assert (len(entries), log.refused_count) == (3, 1)


@pytest.mark.parametrize("version", ["xliff12", "xliff21"])
def test_memory_does_not_grow_with_the_file(version: str, tmp_path: Path) -> None:
    """What has been read is gone: of many units one stands before the one that is read."""
    units = tuple(
        TranslationUnit(
            id=f"u-{number}", source=Content.of(f"潮{number}"), target=Content.of("Tide"), state=State.TRANSLATED
        )
        for number in range(3_000)
    )
    path = tmp_path / "a.xlf"
    write_as(format_named(version), path, Bitext(slug="a", pair=PAIR, units=units), None)
    seen = 0
    for _, _, element in iter_xliff(path, major=version[-2]):
        if element is not None:
            seen += 1
            before = element.getprevious()
            assert before is None or before.getprevious() is None
    assert seen == 3_000


@pytest.mark.parametrize(
    ("root", "warning"),
    [
        (
            'version="1.2" xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0"',
            "SDLXLIFF is read as the XLIFF 1.2 it is built on",
        ),
        ('version="1.2" xmlns:mq="MQXliff"', "MQXLIFF is read as the XLIFF 1.2 it is built on"),
        ('version="1.2" xmlns:m="http://www.memsource.com/mxlf/2.0"', "MXLIFF is read as the XLIFF 1.2 it is built on"),
        ('version="1.2"', ""),
    ],
)
def test_a_dialect_is_told(root: str, warning: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    text = TWO_FILES.format(skeleton="").replace('version="1.2"', root)
    path.write_text(text, encoding="utf-8")
    assert read(path)[1].warning == warning


def test_a_version_newer_than_what_is_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    write_as(format_named("xliff21"), path)
    path.write_text(path.read_text(encoding="utf-8").replace('version="2.1"', 'version="2.2"'), encoding="utf-8")
    assert read(path)[1].warning == "XLIFF 2.2 is read as 2.1: what is new in it is left out"


SEGMENTS = """<xliff version="1.2" xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0">
<file original="pier.txt" source-language="ja" target-language="en"><body><trans-unit id="1">
<source>桟橋は長い。灯台は白い。霧が出た。</source>
<seg-source><mrk mtype="seg" mid="1">桟橋は長い。</mrk><g id="4"><mrk mtype="seg" mid="2">灯台は白い。</mrk></g><mrk mtype="seg" mid="3">霧が出た。</mrk></seg-source>
<target><mrk mtype="seg" mid="1">The pier is long.</mrk> {between}<g id="4"><mrk mtype="seg" mid="{mid}">The lighthouse is white.</mrk></g> <mrk mtype="seg" mid="3"/></target>
{states}</trans-unit></body></file></xliff>"""
STATES = '<sdl:seg-defs><sdl:seg id="1" conf="ApprovedSignOff"/><sdl:seg id="2" conf="Draft"/><sdl:seg id="3"/></sdl:seg-defs>'


def segments(tmp_path: Path, *, mid: str = "2", between: str = "", states: str = STATES) -> list[MemoryEntry]:
    path = tmp_path / "a.sdlxliff"
    path.write_text(SEGMENTS.format(mid=mid, between=between, states=states), encoding="utf-8")
    return read(path)[0]


def test_segments_of_both_sides_are_pairs_with_states_of_their_own(tmp_path: Path) -> None:
    told = [(one.source, one.target, one.state, one.draft) for one in segments(tmp_path)]
    assert told == [
        ("桟橋は長い。", "The pier is long.", "reviewed", False),
        ("灯台は白い。", "The lighthouse is white.", "translated", True),
    ]


def test_segments_without_states_are_pairs(tmp_path: Path) -> None:
    assert [one.source for one in segments(tmp_path, states="")] == ["桟橋は長い。", "灯台は白い。"]


@pytest.mark.parametrize("other", [{"mid": "7"}, {"mid": "1"}, {"between": "And "}])
def test_segments_that_do_not_pair_are_one_text(other: dict[str, str], tmp_path: Path) -> None:
    (entry,) = segments(tmp_path, **other)
    assert (entry.source, entry.draft) == ("桟橋は長い。灯台は白い。霧が出た。", True)
