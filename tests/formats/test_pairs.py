from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from tests.formats.interchange_samples import OPTIONS, PAIR, harbor
from tmflow.errors import FormatError
from tmflow.formats.detection import detect
from tmflow.formats.fileformat import Trait, Use
from tmflow.formats.imported import ImportLog, ImportOptions
from tmflow.formats.pairs import iter_pairs, pair_formats, write_pairs
from tmflow.formats.po import write_po
from tmflow.formats.registry import formats
from tmflow.model.match import MemoryEntry

ENTRY = MemoryEntry(source="港", target="Harbor", pair=PAIR, document="harbor")

PO = r"""# A guide to the harbor.
msgid ""
msgstr ""
"Language: ja\n"
"Content-Type: text/plain; charset=UTF-8\n"

#. shown on the pier
#: src/pier.c:7 src/quay.c:9
msgctxt "sign"
msgid "Pier"
msgstr "桟橋"

# ask the keeper
#, fuzzy, c-format
#| msgid "Lamps"
msgid "Lamp\n"
"\"of\" brass\t\x41"
msgstr ""
"真鍮の"
"灯"

msgid "%d boat"
msgid_plural "%d boats"
msgstr[0] "%d隻"

msgid "Buoy"
msgstr ""

#~ msgid "Rope"
#~ msgstr "綱"
"""


def test_a_po_of_any_program(tmp_path: Path) -> None:
    path = tmp_path / "ja.po"
    path.write_text(PO, encoding="utf-8")
    log = ImportLog()
    found = list(iter_pairs(path, log=log))
    assert [(entry.source, entry.target, entry.draft) for entry in found] == [
        ("Pier", "桟橋", False),
        ('Lamp\n"of" brass\tA', "真鍮の灯", True),
        ("%d boat", "%d隻", False),
        ("%d boats", "%d隻", False),
    ]
    assert str(found[0].pair) == "en>ja"
    assert found[0].properties == (("msgctxt", "sign"), ("reference", "src/pier.c:7"), ("reference", "src/quay.c:9"))
    assert (found[0].notes, found[1].notes) == (("shown on the pier",), ("ask the keeper",))
    assert [(one.line, one.reason) for one in log.refused] == [(26, "not translated")]
    assert log.report().left_out == (("obsolete entry", 1),)
    assert log.read == 5


def test_a_po_whose_source_has_one_form_and_its_target_several(tmp_path: Path) -> None:
    path = tmp_path / "en.po"
    forms = '"%d冊"\nmsgid_plural "%d冊"\nmsgstr[0] "%d book"\nmsgstr[1] "a few books"\nmsgstr[2] "%d books"\n'
    path.write_text(f'msgid ""\nmsgstr "Language: en\\n"\n\nmsgid {forms}', encoding="utf-8")
    log = ImportLog()
    found = [(entry.source, entry.target) for entry in iter_pairs(path, log=log)]
    assert found == [("%d冊", "%d book"), ("%d冊", "%d books")]
    assert log.report().left_out == (("plural form between the first and the last", 1),)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('msgid "a"\nmsgstr "b\n', ":2: string not closed"),
        ('msgid "a"\n', ":1: the entry of line 1 has no msgstr: truncated?"),
        ('msgid ""\nmsgstr "Language: fr\\n"\n', 'Language "fr" is neither Japanese nor English'),
        ('msgid "a"\nmsgstr "b"\n', "the header names no Language"),
        ("<<<<<<< ours\n", ":1: not a line of a PO file: <<<<<<< ours"),
    ],
)
def test_a_po_that_cannot_be_read(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "a.po"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError) as caught:
        list(iter_pairs(path))
    assert problem in str(caught.value)


@pytest.mark.parametrize("codec", ["euc_jp", "cp932"])
def test_a_po_in_the_charset_of_its_header(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "a.po"
    charset = {"euc_jp": "EUC-JP", "cp932": "Shift_JIS"}[codec]
    path.write_bytes(PO.replace("UTF-8", charset).encode(codec))
    assert next(iter_pairs(path)).target == "桟橋"


@pytest.mark.parametrize("content", ["", "\n", "# nothing yet\n"])
def test_an_empty_po_is_no_memory(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.po"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FormatError, match="no entry in it"):
        list(iter_pairs(path))


def test_a_po_without_languages_is_told_by_script(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text('msgid "灯台"\nmsgstr "Lighthouse"\n', encoding="utf-8")
    assert [str(entry.pair) for entry in iter_pairs(path)] == ["ja>en"]


def test_a_po_of_an_article_says_all_it_knows(tmp_path: Path) -> None:
    path = tmp_path / "harbor.po"
    write_po(harbor(), path, OPTIONS)
    log = ImportLog()
    found = list(iter_pairs(path, log=log))
    assert (found[0].source, found[0].state) == ("潮の番人", "reviewed")
    assert found[0].next_source.startswith("満潮は")
    assert log.read == len(found)
    assert log.report().left_out[0][0] == "untranslated unit"


def test_aligned_lines_from_either_name(tmp_path: Path) -> None:
    (tmp_path / "harbor.ja").write_text("港\n\n埠頭\u2028だ\n", encoding="utf-8")
    (tmp_path / "harbor.en").write_text("Harbor\nNothing\nA pier\u2028it is\n", encoding="utf-8")
    for name in ("harbor.ja", "harbor.en", "harbor"):
        log = ImportLog()
        found = list(iter_pairs(tmp_path / name, log=log))
        assert [(entry.source, entry.target) for entry in found] == [
            ("港", "Harbor"),
            ("埠頭\u2028だ", "A pier\u2028it is"),
        ]
        assert [(one.line, one.reason) for one in log.refused] == [(2, "one side is empty")]
    reverse = ImportOptions(pair=PAIR.reversed)
    assert next(iter_pairs(tmp_path / "harbor.ja", options=reverse)).source == "Harbor"


def test_lines_that_do_not_agree_in_number(tmp_path: Path) -> None:
    (tmp_path / "a.ja.gz").write_bytes(gzip.compress("港\n埠頭\n灯\n".encode()))
    (tmp_path / "a.en.gz").write_bytes(gzip.compress(b"Harbor\nPier\n"))
    entries = iter_pairs(tmp_path / "a.en.gz")
    assert [next(entries).target, next(entries).target] == ["Harbor", "Pier"]
    with pytest.raises(FormatError, match=r"a\.en\.gz:2: a\.ja\.gz has more lines than a\.en\.gz, which ends here"):
        next(entries)
    (tmp_path / "b.ja").touch()
    with pytest.raises(FormatError, match=r"two files are needed, NAME\.ja and NAME\.en"):
        list(iter_pairs(tmp_path / "b.ja"))


@pytest.mark.parametrize("name", ["a.ja", "a.en.gz"])
def test_aligned_lines_are_written_in_pairs(tmp_path: Path, name: str) -> None:
    entries = [ENTRY, replace(ENTRY, source="Two\nlines", target="二\r\n行", pair=PAIR.reversed)]
    report = write_pairs(entries, tmp_path / name)
    assert report.units == 2
    found = list(iter_pairs(tmp_path / name))
    assert [(entry.source, entry.target) for entry in found] == [("港", "Harbor"), ("二  行", "Two lines")]
    first = [path.read_bytes() for path in sorted(tmp_path.iterdir())]
    write_pairs(entries, tmp_path / name)
    assert [path.read_bytes() for path in sorted(tmp_path.iterdir())] == first


def test_the_name_of_a_packed_file_may_be_in_capitals(tmp_path: Path) -> None:
    write_pairs([ENTRY], tmp_path / "A.TMX.GZ")
    assert [entry.source for entry in iter_pairs(tmp_path / "A.TMX.GZ")] == [ENTRY.source]


def test_a_workbook_is_read_and_not_written_under_the_name_of_one_with_macros(tmp_path: Path) -> None:
    write_pairs([ENTRY], tmp_path / "a.xlsx")
    (tmp_path / "a.xlsx").rename(tmp_path / "a.xlsm")
    assert [entry.source for entry in iter_pairs(tmp_path / "a.xlsm")] == [ENTRY.source]
    with pytest.raises(FormatError, match="no format of pairs"):
        write_pairs([ENTRY], tmp_path / "b.xlsm")


@pytest.mark.parametrize("form", pair_formats())
def test_a_format_that_is_named_goes_before_the_name_of_the_file(tmp_path: Path, form: str) -> None:
    write_pairs([ENTRY], tmp_path / "pairs.dat", form=form)
    (written,) = (path for path in sorted(tmp_path.iterdir())[:1])
    path = (
        written.rename(tmp_path / f"pairs{formats()[form].suffixes[0]}")
        if Trait.SIDE_BY_SIDE not in formats()[form].traits
        else written
    )
    assert [entry.target for entry in iter_pairs(path)] == [ENTRY.target]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ('<?xml version="1.0"?><tmx version="1.4">', "tmx"),
        ('msgid ""\nmsgstr ""\n', "po"),
        ("港\tHarbor\n", "tsv"),
        ('{"source":"港"}\n', "jsonl"),
    ],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_a_file_of_another_name_is_known_by_what_is_in_it(tmp_path: Path, head: str, name: str, codec: str) -> None:
    path = tmp_path / "memory.dat"
    path.write_bytes(head.encode(codec))
    assert detect(path, Use.PAIRS).format.name == name


def test_a_file_of_no_format(tmp_path: Path) -> None:
    path = tmp_path / "memory.dat"
    path.write_bytes(b"a harbor")
    with pytest.raises(FormatError, match="no file of pairs by its name"):
        list(iter_pairs(path))
    with pytest.raises(FormatError, match="cannot be read: No such file"):
        list(iter_pairs(tmp_path / "nothing.csv"))
    with pytest.raises(FormatError, match="no format of pairs is written under that name"):
        write_pairs([ENTRY], tmp_path / "a.po")


@pytest.mark.parametrize("name", ["a.tmx.gz", "a.tsv.gz"])
def test_a_damaged_compressed_file_is_one_line(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    write_pairs([ENTRY] * 500, path)
    whole = path.read_bytes()
    for broken, problem in ((whole[:-20], "cut short"), (b"no gzip", "not a gzip file")):
        path.write_bytes(broken)
        with pytest.raises(FormatError, match=problem):
            list(iter_pairs(path))


def test_json_lines_of_others(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = (
        '{"en": "Pier", "ja": "桟橋", "domain": "ports", "score": 3}',
        '{"source": "Harbor", "target": "港", "notes": ["one"], "draft": "maybe"}',
        "",
        "[1, 2]",
        '{"source": "Harbor"}',
        '{"source": " ", "target": "港", "source_language": "en", "target_language": "ja"}',
        '{"source": "Harbor", "target": "港", "properties": 7}',
        '{"source": "7", "target": "七"}',
        "[" * 100_000,
        "{",
    )
    path.write_text("\n".join(lines), encoding="utf-8")
    log = ImportLog()
    found = list(iter_pairs(path, log=log))
    assert [(entry.source, entry.target, str(entry.pair)) for entry in found] == [
        ("Pier", "桟橋", "en>ja"),
        ("Harbor", "港", "en>ja"),
    ]
    assert found[0].properties == (("domain", "ports"), ("score", "3"))
    assert (found[1].notes, found[1].draft, found[1].properties) == (("one",), False, (("draft", "maybe"),))
    assert [one.line for one in log.refused] == [4, 5, 6, 7, 8, 9, 10]
    assert [one.reason for one in log.refused][:3] == [
        "no JSON object",
        'no "source" and "target" texts',
        "one side is empty",
    ]
    assert log.refused[5].reason == "JSON nested too deep"
    assert log.read == len(found) + log.refused_count


def test_json_lines_with_what_json_has_no_number_for_are_refused(tmp_path: Path) -> None:
    """RFC 8259, section 6, on Infinity and NaN: such numeric values "are not permitted"."""
    path = tmp_path / "a.jsonl"
    line = '{{"source": "Harbor", "target": "港", "confidence": {}}}'
    path.write_text("\n".join(map(line.format, ("90", "NaN", "-Infinity", "true"))), encoding="utf-8")
    log = ImportLog()
    assert [entry.confidence for entry in iter_pairs(path, log=log)] == [90, None]
    assert [(one.line, one.reason) for one in log.refused] == [
        (2, "no JSON: NaN is no number"),
        (3, "no JSON: -Infinity is no number"),
    ]


def test_json_lines_that_are_the_wrong_way_round_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = (
        '{"source": "港", "target": "Harbor", "source_language": "ja", "target_language": "en"}',
        '{"source": "Quay", "target": "岸壁", "source_language": "ja", "target_language": "en"}',
        '{"ja": "Pier", "en": "埠頭"}',
        '{"ja": "PDF", "en": "PDF"}',
    )
    path.write_text("\n".join(lines), encoding="utf-8")
    log = ImportLog()
    assert [entry.target for entry in iter_pairs(path, log=log)] == ["Harbor", "PDF"]
    assert [(one.line, one.reason) for one in log.refused] == [(2, "languages swapped"), (3, "languages swapped")]


def test_json_lines_hold_half_a_character(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    entry = replace(ENTRY, target="a\ud83db\x00", properties=(("x", "\udc00"),))
    assert write_pairs([entry, replace(ENTRY, draft=True)], path).units == 1
    assert list(iter_pairs(path)) == [entry]


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.csv", 'ja,en\n港,Harbor\n埠頭,"Pier\n'), ("a.po", 'msgid "港"\nmsgstr "Harbor"\n\nmsgid "埠頭"\n')],
)
def test_what_is_whole_before_a_fault_is_taken_where_asked_for(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match=r"1 before it can be taken alone \(--partial\)$"):
        list(iter_pairs(path, options=ImportOptions(pair=PAIR)))
    log = ImportLog()
    found = list(iter_pairs(path, options=ImportOptions(pair=PAIR, partial=True), log=log))
    assert [entry.target for entry in found] == ["Harbor"]
    assert (log.read, log.refused_count) == (2, 1)
    assert log.refused[0].line
    assert "what follows are left out" in log.refused[0].reason


def test_of_lines_that_are_not_aligned_none_is_taken(tmp_path: Path) -> None:
    (tmp_path / "a.ja").write_text("港\n埠頭\n", encoding="utf-8")
    (tmp_path / "a.en").write_text("Harbor\n", encoding="utf-8")
    with pytest.raises(FormatError, match=r"they are not aligned$"):
        list(iter_pairs(tmp_path / "a.ja", options=ImportOptions(partial=True)))
