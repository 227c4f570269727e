from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from translate.storage.tmx import tmxfile

from tests.formats.interchange_samples import OPTIONS, PAIR, cases, check_golden, harbor
from tmflow.errors import FormatError
from tmflow.formats.bitext_entries import iter_entries
from tmflow.formats.imported import ImportLog, SkippedUnit
from tmflow.formats.tmx import iter_tmx, write, write_tmx
from tmflow.model.document import ArticleFormat
from tmflow.model.language import Language
from tmflow.model.match import MemoryEntry

ENTRY = MemoryEntry(source="港", target="Harbor", pair=PAIR, document="harbor.po")
HEADER = '<header creationtool="other" segtype="sentence" srclang="ja" adminlang="en" datatype="plaintext"/>'


def document(units: str, *, header: str = HEADER) -> str:
    return f'<tmx version="1.4">{header}<body>{units}</body></tmx>'


def pair_of(source: str, target: str) -> str:
    return f'<tu><tuv xml:lang="ja"><seg>{source}</seg></tuv><tuv xml:lang="en"><seg>{target}</seg></tuv></tu>'


def stored(tmp_path: Path, text: str, *, codec: str = "utf-8") -> Path:
    path = tmp_path / "a.tmx"
    path.write_bytes(text.encode(codec))
    return path


@pytest.mark.parametrize("case", cases("interchange_tmx.yaml"), ids=lambda case: str(case["id"]))
def test_files_of_other_tools(case: dict[str, Any], tmp_path: Path) -> None:
    log = ImportLog()
    text = case["input"] if case["input"].startswith("<") else case["input"].lstrip()
    path = stored(tmp_path, text, codec=case.get("codec", "utf-8"))
    if "error" in case:
        with pytest.raises(FormatError) as caught:
            list(iter_tmx(path))
        assert case["error"] in str(caught.value), case["why"]
        return
    found = list(iter_tmx(path, log=log))
    assert [[entry.source, entry.target] for entry in found] == case["expected"], case["why"]
    assert [one.reason for one in log.refused] == case.get("skipped", []), case["why"]


def test_what_is_written_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    entries = [
        ENTRY,
        replace(ENTRY, source=" 潮 ", target="\n Tide <b>", previous_source="a", next_target="b", notes=("n1", "n2")),
        replace(ENTRY, draft=True, origin="mt", document=""),
        replace(ENTRY, draft=True, state="reviewed", origin="aligned"),
        replace(ENTRY, pair=PAIR.reversed, source="Harbor", target="港", state="final"),
    ]
    report = write_tmx(entries, path, include_drafts=True)
    assert report.units == 5
    assert list(iter_tmx(path)) == entries


def test_drafts_stay_at_home_unless_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    assert write_tmx([ENTRY, replace(ENTRY, draft=True)], path).units == 1
    assert len(list(iter_tmx(path))) == 1


def test_a_machine_s_draft_is_marked_for_other_tools(tmp_path: Path) -> None:
    """Okapi and OmegaT know a machine's translation by creationid "MT!"."""
    path = tmp_path / "a.tmx"
    write_tmx([replace(ENTRY, draft=True, origin="mt")], path, include_drafts=True)
    unit = etree.parse(str(path)).getroot().find("body/tu")
    assert unit is not None
    assert unit.get("creationid") == "MT!"


def test_golden(tmp_path: Path) -> None:
    path = tmp_path / "harbor.tmx"
    write(harbor(), path, OPTIONS)
    check_golden("harbor.tmx", path.read_bytes())


def test_entries_of_a_bitext_know_their_neighbours() -> None:
    found = list(iter_entries(harbor()))
    assert [entry.source for entry in found] == [
        (one.previous_source or one.source).native for one in harbor().units[:5]
    ]
    assert found[3].previous_source == "水門を開き、`log.txt`に書く。"
    assert found[3].previous_target == ""
    assert found[1].previous_target == "The Keeper of the Tides"
    assert (found[4].next_source, found[4].next_target) == ("船は9時に出る。", "")
    assert [entry.draft for entry in found] == [False, True, True, False, False]


def test_markup_goes_out_as_codes_and_comes_back_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    entry = replace(ENTRY, source="**潮**と`log`", target="`log` and **tide**")
    markdown = ArticleFormat.MARKDOWN
    write_tmx([entry], path, source_format=markdown, target_format=markdown)
    segments = [etree.tostring(one).decode() for one in etree.parse(str(path)).getroot().iter("seg")]
    assert segments[1].startswith('<seg><ph x="1" type="code">`log`</ph> and <bpt i="1" x="2" type="strong">**</bpt>')
    assert list(iter_tmx(path)) == [entry]
    assert [entry.target for entry in iter_tmx(path, keep_markup=False)] == ["`log` and tide"]


def test_the_same_entries_give_the_same_bytes_and_no_date(tmp_path: Path) -> None:
    first, second = tmp_path / "1.tmx", tmp_path / "2.tmx"
    write_tmx([ENTRY], first)
    write_tmx([ENTRY], second)
    assert first.read_bytes() == second.read_bytes()
    assert b"date" not in first.read_bytes()
    write_tmx([ENTRY], first, created=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), source_language=Language.JA)
    assert b'creationdate="20260102T030405Z"' in first.read_bytes()
    assert b'srclang="ja"' in first.read_bytes()


def test_characters_xml_cannot_hold_are_reported_and_come_back_to_us(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    report = write_tmx([ENTRY, replace(ENTRY, target="Har\x0bbor\ufffe", notes=("a\x01b",))], path)
    assert report.removed == (("2", "\x01"), ("2", "\x0b\ufffe"))
    assert [segment.text for segment in etree.parse(str(path)).getroot().iter("seg")][1::2] == ["Harbor", "Harbor"]
    assert [(entry.target, entry.notes) for entry in iter_tmx(path)][1] == ("Har\x0bbor\ufffe", ("ab",))


def test_half_a_character_stops_no_export(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    half = "a\ud83db"
    entry = replace(ENTRY, source=half, target=f"{half}\x01", id=half, author=half, properties=((half, half),))
    assert write_tmx([entry], path).units == 1
    (found,) = iter_tmx(path)
    assert (found.source, found.target, found.id, found.author) == ("ab", "ab\x01", "ab", "ab")


def test_the_whole_units_before_a_fault_are_given(tmp_path: Path) -> None:
    text = document(pair_of("港", "Harbor") * 3)
    path = stored(tmp_path, text[: text.rindex("<tuv")])
    entries = iter_tmx(path)
    found = [next(entries) for _ in range(2)]
    with pytest.raises(FormatError, match=r"a\.tmx:1:\d+: file ends inside <tu> \(line 1\): truncated\?$"):
        next(entries)
    assert [entry.target for entry in found] == ["Harbor", "Harbor"]


def test_a_unit_that_is_a_whole_file_is_skipped_by_name(tmp_path: Path) -> None:
    log = ImportLog()
    path = stored(tmp_path, document("\n" + pair_of("港" * 30_000, "Harbor") + pair_of("港", "Harbor")))
    assert len(list(iter_tmx(path, log=log))) == 1
    assert log.refused == [SkippedUnit(line=2, reason="unit of 30,006 characters (max_unit 20000)")]


def test_a_unit_of_many_variants_is_skipped_by_name(tmp_path: Path) -> None:
    unit = "<tu>" + "".join(
        f'<tuv xml:lang="{language}"><seg>{number}</seg></tuv>' for number in range(60) for language in ("ja", "en")
    )
    log = ImportLog()
    path = stored(tmp_path, document(f"\n{unit}</tu>{pair_of('港', 'Harbor')}"))
    assert len(list(iter_tmx(path, log=log))) == 1
    assert log.refused == [SkippedUnit(line=2, reason="120 variants (at most 100)")]


def test_memory_stays_flat(tmp_path: Path) -> None:
    """Traced Python objects only: the elements of units that are done must be let go."""

    def peak(units: int) -> int:
        path = tmp_path / f"{units}.tmx"
        write_tmx((replace(ENTRY, source=f"港{number}") for number in range(units)), path)
        tracemalloc.start()
        for _ in iter_tmx(path):
            pass
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    small, large = peak(200), peak(4000)
    assert large < small * 2 + 200_000


def test_writing_is_streamed(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    written = io.BytesIO()

    def entries() -> Iterator[MemoryEntry]:
        for number in range(2000):
            if number == 1999:
                partial = next(tmp_path.glob(".a.tmx.*"))
                written.write(partial.read_bytes())
            yield replace(ENTRY, source=f"港{number}")

    assert write_tmx(entries(), path).units == 2000
    assert written.getvalue().count(b"<tu ") > 1000


def test_a_writer_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    path.write_text("old", encoding="utf-8")

    def entries() -> Iterator[MemoryEntry]:
        yield ENTRY
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_tmx(entries(), path)
    assert path.read_text(encoding="utf-8") == "old"
    assert [found.name for found in tmp_path.iterdir()] == ["a.tmx"]


def test_a_peer_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    write_tmx(iter_entries(harbor()), path, include_drafts=True)
    store = tmxfile(sourcelanguage="ja", targetlanguage="en")
    store.parse(path.read_bytes())
    peers = store.units
    ours = list(iter_tmx(path))
    assert [(str(peer.source), str(peer.target)) for peer in peers] == [(one.source, one.target) for one in ours]


def test_texts_in_the_wrong_language_are_refused_by_line_save_in_a_file_of_our_own(tmp_path: Path) -> None:
    log = ImportLog()
    sound = pair_of("港", "Harbor") + pair_of("Kingfisher", "Kingfisher") + pair_of("12", "十二")
    copied = pair_of("港は静かだ。", "港は静かだ。")
    english = pair_of("The pier was closed in May.", "The jetty has been closed since May.")
    path = stored(
        tmp_path, document(f"{sound}\n{pair_of('The pier is closed.', '桟橋は閉鎖中。')}\n{copied}\n{english}")
    )
    assert [entry.target for entry in iter_tmx(path, log=log)] == ["Harbor", "Kingfisher", "十二"]
    assert log.refused == [
        SkippedUnit(line=2, reason="languages swapped"),
        SkippedUnit(line=3, reason="both sides are Japanese"),
        SkippedUnit(line=4, reason="both sides are English"),
    ]
    swapped = replace(ENTRY, source="Harbor", target="港")
    write_tmx([swapped], path)
    assert [entry.source for entry in iter_tmx(path)] == ["Harbor"]
