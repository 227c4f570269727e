"""What other tools say in a TMX file is found in the entry and written again."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from tests.formats.interchange_samples import PAIR, TESTS
from tmflow.errors import FormatError
from tmflow.formats.imported import ImportLog
from tmflow.formats.tmx import iter_tmx, write_tmx
from tmflow.model.language import Language
from tmflow.model.match import MemoryEntry

STRUCTURE = etree.DTD(str(TESTS / "cases" / "formats" / "tmx14_structure.dtd"))

FOREIGN = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="Quay" creationtoolversion="7" segtype="sentence" o-tmf="QTM" adminlang="en-US" srclang="ja-JP"
    datatype="xml"><prop type="x-Memory">harbors</prop><note>of two ports</note></header>
  <body>
    <tu tuid="17" usagecount="3" creationdate="20240102T030405Z" creationid="QUAY\\rin" changedate="20250102T030405Z"
      changeid="mio" lastusagedate="20250202T000000Z" segtype="sentence" datatype="html" o-tmf="QTM">
      <note>A sign at the pier.</note>
      <prop type="x-Origin">TM</prop>
      <prop type="x-ConfirmationLevel">ApprovedTranslation</prop>
      <prop type="x-Customer:MultiplePicklist">Port A</prop>
      <prop type="x-Customer:MultiplePicklist">Port B</prop>
      <tuv xml:lang="ja-JP" changeid="ken"><prop type="x-Checked">yes</prop>
        <seg><bpt i="1" x="1" type="bold">&lt;b&gt;</bpt>桟橋<ept i="1">&lt;/b&gt;</ept>は<ph x="2">{0}</ph>時に
閉じる<ph x="3">&lt;br title="<sub type="title">二行目</sub>"/&gt;</ph>。</seg>
      </tuv>
      <tuv xml:lang="en-GB"><note>spoken aloud</note>
        <seg>The <hi type="place">pier</hi> closes at <ph x="2">{0}</ph><it pos="begin">&lt;i&gt;</it>.</seg>
      </tuv>
      <tuv xml:lang="fr"><seg>Le quai ferme.</seg></tuv>
    </tu>
  </body>
</tmx>
"""


def stored(tmp_path: Path, text: str, name: str = "a.tmx") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def dumped(entries: list[MemoryEntry], *, source_language: Language | None = None) -> bytes:
    stream = io.BytesIO()
    write_tmx(entries, stream, source_language=source_language, include_drafts=True, include_retired=True)
    return stream.getvalue()


def unit(attributes: str = "", inside: str = "", *, target: str = "") -> str:
    return (
        f'<tmx version="1.4"><header srclang="ja"/><body><tu {attributes}>{inside}<tuv xml:lang="ja"><seg>港</seg></tuv>'
        f'<tuv xml:lang="en" {target}><seg>Harbor</seg></tuv></tu></body></tmx>'
    )


def only(path: Path) -> MemoryEntry:
    (entry,) = iter_tmx(path)
    return entry


def test_every_field_of_another_tool_is_read(tmp_path: Path) -> None:
    log = ImportLog()
    (entry,) = iter_tmx(stored(tmp_path, FOREIGN), log=log)
    assert (entry.source, entry.target) == ("桟橋は{0}時に\n閉じる 。", "The pier closes at {0}.")
    assert (entry.id, entry.author, entry.state, entry.draft) == ("17", "mio", "reviewed", False)
    assert entry.created == datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert entry.changed == datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert entry.notes == ("A sign at the pier.", "spoken aloud")
    assert [pair for pair in entry.properties if not pair[0].endswith("/seg")] == [
        ("@usagecount", "3"),
        ("@creationid", "QUAY\\rin"),
        ("@lastusagedate", "20250202T000000Z"),
        ("@segtype", "sentence"),
        ("@datatype", "html"),
        ("@o-tmf", "QTM"),
        ("x-Origin", "TM"),
        ("x-ConfirmationLevel", "ApprovedTranslation"),
        ("x-Customer:MultiplePicklist", "Port A"),
        ("x-Customer:MultiplePicklist", "Port B"),
        ("ja/@xml:lang", "ja-JP"),
        ("ja/@changeid", "ken"),
        ("ja/x-Checked", "yes"),
        ("en/@xml:lang", "en-GB"),
    ]
    assert log.report().left_out == (("variant in fr", 1),)
    assert log.report().header[-2:] == (("x-Memory", "harbors"), ("note", "of two ports"))


def test_what_was_said_is_written_where_it_was(tmp_path: Path) -> None:
    dump = dumped(list(iter_tmx(stored(tmp_path, FOREIGN))))
    before, after = etree.fromstring(FOREIGN.encode()), etree.fromstring(dump)
    old, new = before.find("body/tu"), after.find("body/tu")
    assert old is not None
    assert new is not None
    assert dict(old.items()).items() <= dict(new.items()).items()
    assert [one.text for one in old.iter("note")] == [one.text for one in new.iter("note")]
    kinds = {(one.get("type"), one.text) for one in new.iter("prop")}
    assert {(one.get("type"), one.text) for one in old.iter("prop")} <= kinds
    for old_variant, new_variant in zip(old.findall("tuv")[:2], new.findall("tuv"), strict=True):
        assert dict(old_variant.items()).items() <= dict(new_variant.items()).items()
        assert canonical(old_variant.find("seg")) == canonical(new_variant.find("seg"))
    assert STRUCTURE.validate(after), STRUCTURE.error_log


def canonical(segment: etree._Element | None) -> str:
    assert segment is not None
    return str(etree.canonicalize(etree.tostring(segment, with_tail=False).decode()))


def test_a_second_dump_changes_no_byte(tmp_path: Path) -> None:
    first = dumped(list(iter_tmx(stored(tmp_path, FOREIGN))))
    again = list(iter_tmx(stored(tmp_path, first.decode(), "b.tmx")))
    assert again == list(iter_tmx(tmp_path / "a.tmx"))
    assert dumped(again) == first
    assert dumped(again, source_language=Language.JA) != first


@pytest.mark.parametrize(
    ("attributes", "author", "kept"),
    [
        ('creationid="rin"', "rin", {"creationid": "rin"}),
        ('changeid="mio"', "mio", {"changeid": "mio"}),
        ('changeid="mio" changedate="20240102T030405Z"', "mio", {"changeid": "mio"}),
        ('creationid="rin" changedate="20240102T030405Z"', "rin", {"creationid": "rin"}),
        ('creationid="rin" changeid="rin"', "rin", {"creationid": "rin", "changeid": "rin"}),
        ('creationid="rin" changeid="mio"', "mio", {"creationid": "rin", "changeid": "mio"}),
        ('creationdate="2024-01-02"', "", {"creationdate": "2024-01-02"}),
        ('creationdate="last spring"', "", {"creationdate": "last spring"}),
        ('srclang="JA-jp"', "", {"srclang": "JA-jp"}),
        ('srclang="*all*"', "", {"srclang": "*all*"}),
    ],
)
def test_who_and_when_keep_their_place(tmp_path: Path, attributes: str, author: str, kept: dict[str, str]) -> None:
    entry = only(stored(tmp_path, unit(attributes)))
    assert entry.author == author
    dump = dumped([entry], source_language=Language.JA)
    written = etree.fromstring(dump).find("body/tu")
    assert written is not None
    dates = {"changedate": "20240102T030405Z"} if "changedate" in attributes else {}
    assert dict(written.items()) == kept | dates
    assert only(stored(tmp_path, dump.decode())) == replace(entry, document="a.tmx")


def test_an_author_of_ours_goes_before_what_was_said(tmp_path: Path) -> None:
    entry = only(stored(tmp_path, unit('creationid="rin" creationdate="20240102T030405Z"')))
    now = datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)
    written = etree.fromstring(dumped([replace(entry, author="sho", changed=now)])).find("body/tu")
    assert written is not None
    assert written.get("changeid") == "sho"
    assert written.get("changedate") == "20260506T070809Z"


def test_omegat_says_who_and_when_on_the_translation(tmp_path: Path) -> None:
    props = '<prop type="file">pier.html</prop><prop type="prev">風。</prop><prop type="next">波。</prop>'
    said = 'changeid="mio" changedate="20250102T030405Z" creationid="rin" creationdate="20240102T030405Z"'
    entry = only(stored(tmp_path, unit(inside=props, target=said)))
    assert (entry.author, entry.changed) == ("mio", datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert (entry.document, entry.previous_source, entry.next_source) == ("pier.html", "風。", "波。")
    written = etree.fromstring(dumped([entry])).find("body/tu")
    assert written is not None
    assert not {"changeid", "creationid", "changedate", "creationdate"} & set(written.keys())
    assert written.findall("tuv")[1].get("changeid") == "mio"
    assert [one.text for one in written.findall("prop")][-3:] == ["pier.html", "風。", "波。"]


@pytest.mark.parametrize(
    ("level", "state", "draft"),
    [("Draft", "translated", True), ("ApprovedSignOff", "final", False), ("RejectedTranslation", "translated", True)],
)
def test_levels_of_confirmation(tmp_path: Path, level: str, state: str, draft: bool) -> None:  # noqa: FBT001 - a table
    entry = only(stored(tmp_path, unit(inside=f'<prop type="x-ConfirmationLevel">{level}</prop>')))
    assert (entry.state, entry.draft) == (state, draft)


@pytest.mark.parametrize("kind", ["x-Origin", "Origin"])
def test_a_machine_s_work_is_a_draft_unless_confirmed(tmp_path: Path, kind: str) -> None:
    origin = f'<prop type="{kind}">MT:quay</prop>'
    confirmed = f'{origin}<prop type="x-ConfirmationLevel">Translated</prop>'
    found = [only(stored(tmp_path, unit(inside=inside))) for inside in (origin, confirmed)]
    assert [(entry.origin, entry.draft) for entry in found] == [("mt", True), ("mt", False)]
    assert found[0].properties == ((kind, "MT:quay"),)


def test_a_value_no_field_takes_stays_a_property(tmp_path: Path) -> None:
    inside = '<prop type="x-state">moored</prop><prop type="x-origin">quay</prop><prop type="x-confidence">140</prop>'
    entry = only(stored(tmp_path, unit('color="red" segtype="line"', inside)))
    assert (entry.state, entry.origin, entry.confidence) == ("translated", "human", None)
    dump = dumped([entry])
    assert STRUCTURE.validate(etree.fromstring(dump)), STRUCTURE.error_log
    assert only(stored(tmp_path, dump.decode())).properties == (
        *(("@color", "red"), ("@segtype", "line")),
        *(("x-state", "moored"), ("x-origin", "quay"), ("x-confidence", "140")),
    )


def test_codes_of_a_text_that_has_changed_since_are_left_out() -> None:
    markup = (("en/seg", "<ph>&lt;br/&gt;</ph>Quay"),)
    entry = MemoryEntry(source="港", target="Harbor", pair=PAIR, properties=markup)
    segments = [etree.tostring(one) for one in etree.fromstring(dumped([entry])).iter("seg")]
    assert segments[1] == b"<seg>Harbor</seg>"


def test_all_that_an_entry_of_ours_has_comes_back(tmp_path: Path) -> None:
    entry = MemoryEntry(
        source="港",
        target="Harbor",
        pair=PAIR,
        id="u-1",
        author="rin",
        created=datetime(2024, 1, 2, tzinfo=UTC),
        changed=datetime(2025, 1, 2, tzinfo=UTC),
        confidence=83,
        origin="aligned",
        properties=(("x-Domain", "ports"), ("x-Domain", "piers")),
        retired="reported as wrong",
        notes=("one", "two"),
    )
    dump = dumped([entry, replace(entry, draft=True, origin="mt")])
    assert STRUCTURE.validate(etree.fromstring(dump)), STRUCTURE.error_log
    assert list(iter_tmx(stored(tmp_path, dump.decode()))) == [entry, replace(entry, draft=True, origin="mt")]


def test_what_is_retired_stays_at_home_unless_asked_for() -> None:
    stream = io.BytesIO()
    entry = MemoryEntry(source="港", target="Harbor", pair=PAIR, retired="wrong")
    assert write_tmx([entry], stream).units == 0
    assert write_tmx([entry], stream, include_retired=True).units == 1


def test_every_pair_read_is_accounted_for(tmp_path: Path) -> None:
    body = "\n".join(
        f"<tu>{variants}</tu>"
        for variants in (
            '<tuv xml:lang="jpn"><seg>港</seg></tuv><tuv xml:lang="ENG"><seg>Harbor</seg></tuv>',
            (
                '<tuv xml:lang="ja"><seg>港</seg></tuv><tuv xml:lang="en"><seg>Harbor</seg></tuv>'
                '<tuv xml:lang="en-GB"><seg>Harbour</seg></tuv><tuv xml:lang="en-CA"><seg/></tuv>'
            ),
            '<tuv xml:lang="ja"><seg>港</seg></tuv><tuv xml:lang="de"><seg>Hafen</seg></tuv>',
            '<tuv xml:lang="ja"/><tuv xml:lang="en"><seg>Harbor</seg></tuv>',
        )
    )
    path = stored(tmp_path, f'<tmx version="1.4"><header srclang="ja"/><body>\n{body}</body></tmx>')
    log = ImportLog()
    entries = list(iter_tmx(path, log=log))
    report = log.report(new=len(entries))
    assert (report.read, report.new, report.refused_count) == (6, 3, 3)
    assert [(one.line, one.reason) for one in report.refused] == [
        (3, "one side is empty"),
        (4, "has not both languages"),
        (5, "has not both languages"),
    ]


def test_what_has_no_place_is_counted(tmp_path: Path) -> None:
    inside = '<note xml:lang="en">a</note><prop type="b" o-encoding="x">c</prop><odd/>'
    text = unit(inside=inside).replace('<header srclang="ja"/>', '<header srclang="ja"><ude name="u"/></header>')
    log = ImportLog()
    (entry,) = iter_tmx(stored(tmp_path, text), log=log)
    assert (entry.notes, entry.properties) == (("a",), (("b", "c"),))
    assert log.report().left_out == (
        *(("element ude", 1), ("attribute lang of a note", 1)),
        *(("attribute o-encoding of a prop", 1), ("element odd", 1)),
    )


def test_a_compressed_file_is_read_as_it_stands(tmp_path: Path) -> None:
    import gzip

    path = tmp_path / "a.tmx.gz"
    path.write_bytes(gzip.compress(FOREIGN.encode("utf-16")))
    assert path.read_bytes()[:2] == b"\x1f\x8b"
    path.write_bytes(gzip.compress(FOREIGN.replace('"utf-8"', '"utf-16"').encode("utf-16")))
    assert only(path).id == "17"


@pytest.mark.parametrize("codec", ["utf-32", "utf-32-be"])
def test_an_encoding_no_parser_reads_is_named(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "a.tmx"
    path.write_bytes(f"{'' if codec == 'utf-32' else chr(0xFEFF)}{FOREIGN}".encode(codec))
    with pytest.raises(FormatError, match="in UTF-32, which no XML parser reads: save it as UTF-8"):
        list(iter_tmx(path))


@pytest.mark.parametrize("place", [0, 65_530, 65_533, 65_535, 65_536])
def test_what_xml_cannot_hold_is_taken_out_where_asked_for(tmp_path: Path, place: int) -> None:
    """At some of these places the reference lies on the edge of two pieces of the file."""
    text = unit(inside="<!---->\n").replace("Harbor", "Har&#x1F;bor\b")
    before = len(text[: text.index("&")].encode())
    text = text.replace("<!--", "<!--" + "x" * max(0, place - before))
    path = stored(tmp_path, text)
    with pytest.raises(FormatError, match=r"is a character XML cannot hold$"):
        list(iter_tmx(path))
    log = ImportLog()
    assert [entry.target for entry in iter_tmx(path, mend=True, log=log)] == ["Harbor"]
    assert [(one.line, one.reason[:6]) for one in log.report().mended] == [(2, "U+001F"), (2, "U+0008")]
    utf_16 = tmp_path / "b.tmx"
    utf_16.write_bytes(unit().encode("utf-16"))
    assert [entry.target for entry in iter_tmx(utf_16, mend=True)] == ["Harbor"]
