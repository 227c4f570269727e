"""Changes to a glossary file: comments, order and the hand of its writer stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from tmflow.formats.glossary import read_glossary
from tmflow.formats.glossary_writing import change_glossary, serialize_glossary
from tmflow.model.glossary import Term

OWN = Path(__file__).parents[2] / "memories" / "glossary.yaml"
PORT = Term(japanese=("港",), english=("port",))
QUAY = Term(japanese=("岸壁",), english=("quay", "wharf"), note="of stone")
HAND = """\
# our words

  - ja: 港     # the old one
    en:
      - port
    note: 'it''s small'   # checked

  # of stone
  - {ja: 岸壁, en: "quay"}
# the end"""


def changed(text: str, *added: Term, **replaced: Term) -> str:
    places = {int(name[1:]): term for name, term in replaced.items()}
    return change_glossary(text, added=added, replaced=places, path=Path("glossary.yaml"))


def test_what_is_added_follows_what_is_there() -> None:
    assert changed(HAND, PORT) == f"{HAND}\n  - {{ja: 港, en: port}}\n"
    own = OWN.read_text(encoding="utf-8")
    assert changed(own, PORT) == own + "- {ja: 港, en: port}\n"
    assert changed(own) == own


def test_a_replaced_term_keeps_its_comments_and_what_is_right_in_it() -> None:
    more = Term(japanese=("港",), english=("port", "harbor"), note="it's small")
    expected = HAND.replace("      - port\n", "      - port\n      - harbor\n")
    assert changed(HAND, _0=more) == expected
    expected = HAND.replace('en: "quay"}', "en: [quay, wharf], note: of stone}")
    assert changed(HAND, _1=QUAY) == expected
    assert "note" not in changed(HAND, _0=PORT)


@pytest.mark.parametrize("text", ["", "# nothing yet", "# nothing yet\n", "[]", "\n\n", "---\n- {ja: 灯, en: lamp}\n"])
def test_a_file_without_terms_on_lines_of_their_own(text: str, tmp_path: Path) -> None:
    path = tmp_path / "glossary.yaml"
    path.write_text(changed(text, PORT, QUAY), encoding="utf-8")
    assert read_glossary(path).terms[-2:] == (PORT, QUAY)
    assert ("# nothing yet\n" in path.read_text(encoding="utf-8")) == ("#" in text)


def test_two_terms_in_a_line(tmp_path: Path) -> None:
    path = tmp_path / "glossary.yaml"
    path.write_text(changed("[{ja: 港, en: port}, {ja: 岸壁, en: quay}] # two\n", PORT, _1=QUAY), encoding="utf-8")
    assert "# two" in path.read_text(encoding="utf-8")
    path.write_text(changed("[{ja: 灯, en: lamp}, {ja: 岸壁, en: quay}]\n", PORT, _1=QUAY), encoding="utf-8")
    assert read_glossary(path).terms == (Term(japanese=("灯",), english=("lamp",)), QUAY, PORT)


def test_a_long_term_has_a_line_for_each_key() -> None:
    long = Term(
        japanese=("港",), english=("port",), note="small " * 30, definition_english="Where ships lie: a harbor."
    )
    text = serialize_glossary([long, PORT])
    assert [line.split(":")[0] for line in text.splitlines()] == ["- ja", "  en", "  note", "  definition", "- {ja"]


@pytest.mark.parametrize(
    ("before", "after"),
    [("---\n", ""), ("# words\n---\n", ""), ("", "...\n"), ("---\n", "...\n# the end\n"), ("---\n", "...")],
)
def test_marks_of_the_document_stay(before: str, after: str) -> None:
    quay = Term(japanese=("岸壁",), english=("quay",))
    text = f"{before}- {{ja: 港,   en: port}}  # odd blanks\n{after}"
    changed = change_glossary(text, added=[quay], replaced={}, path=Path("glossary.yaml"))
    assert changed == f"{before}- {{ja: 港,   en: port}}  # odd blanks\n- {{ja: 岸壁, en: quay}}\n{after}"
