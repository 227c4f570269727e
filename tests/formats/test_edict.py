from pathlib import Path

import pytest

from tmflow.errors import FormatError
from tmflow.formats.edict import read_edict
from tmflow.workflow.wiring import find_dictionary

LINES = """\
　？？？？ /EDICT, a file of our own/
桟橋 [さんばし] /(n) wharf/(bridge) jetty/pier/(P)/
繕う [つくろう] /(v5u,vt) to mend/to repair/to put in order again after a while/(P)/
繕う [つくろう] /(v5u) to smooth over/
カモメ /(n) (uk) sea gull/EntL1207610X/
ありがとう /(int) thanks/
"""


def written(folder: Path, *, encoding: str = "euc_jp") -> Path:
    path = folder / "edict"
    path.write_bytes(LINES.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["euc_jp", "utf-8"])
def test_glosses_are_read_without_remarks(tmp_path: Path, encoding: str) -> None:
    edict = read_edict(written(tmp_path, encoding=encoding))
    assert edict.translations("桟橋") == ("wharf", "jetty", "pier")
    assert edict.translations("カモメ") == ("sea gull",)


def test_a_verb_is_found_by_the_part_that_does_not_inflect_and_all_its_lines_count(tmp_path: Path) -> None:
    edict = read_edict(written(tmp_path))
    assert edict.translations("繕") == edict.translations("繕う") == ("mend", "repair", "smooth over")
    assert 1 in edict.lengths["繕"]


def test_words_in_hiragana_are_left_out_because_they_stand_everywhere_by_chance(tmp_path: Path) -> None:
    assert read_edict(written(tmp_path)).translations("ありがとう") == ()


def test_a_file_that_has_changed_is_read_again(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert read_edict(path) is read_edict(path)
    path.write_text("港 [みなと] /(n) harbour/\n", encoding="utf-8")
    assert read_edict(path).translations("港") == ("harbour",)


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"no dictionary at all\n", "日本語の記事である。\n".encode()]
)
def test_what_is_no_dictionary_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "words"
    path.write_bytes(content)
    with pytest.raises(FormatError, match="not in EDICT's format"):
        read_edict(path)
    with pytest.raises(FormatError, match="cannot be read: No such file"):
        read_edict(tmp_path / "gone")


def test_a_dictionary_is_chosen_by_name(tmp_path: Path) -> None:
    assert find_dictionary("none") is None
    found = find_dictionary(str(written(tmp_path)))
    assert found is not None
    assert found.translations("桟橋")[0] == "wharf"
