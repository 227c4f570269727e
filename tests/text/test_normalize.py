"""The match key: what counts as one spelling, and that a key is its own key."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmflow.text.normalize import fold_spaces, match_key

_SPELLINGS = "港の町でカガ゛がｶﾞハバパﾊﾞ々・･、。，．！？「」１２3,.-‐‑–—〜～…‥“”‘’\"' \u3000\t\u2003ＡaBé\u0301ＮＦm"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("３．５パーセント", "3.5パーセント"),
        ("１，２００円", "1,200円"),
        ("港，町．", "港、町。"),
        ("a non\u2011breaking hyphen", "a non-breaking hyphen"),
        ("“one” – two…", '"one" - two...'),
        (" 港 の\u3000町 ", "港の町"),
        ("two  words", "two words"),
    ],
)
def test_keys(text: str, key: str) -> None:
    assert match_key(text) == key


@given(st.text(_SPELLINGS.replace("゛", ""), max_size=12))
def test_a_key_is_its_own_key(text: str) -> None:
    assert match_key(match_key(text)) == match_key(text)


@given(st.text(st.sampled_from(" \t\n\x1c\u00a0\u3000\u200bab港"), max_size=8))
def test_spaces_are_folded_alike_whether_or_not_there_is_anything_to_fold(text: str) -> None:
    assert fold_spaces(text) == " ".join(text.split())


def test_of_white_space_only_the_blank_is_printable() -> None:
    """What `fold_spaces` relies on to leave a text alone."""
    spaces = [one for one in map(chr, range(sys.maxunicode + 1)) if one.isspace()]
    assert [one for one in spaces if one.isprintable()] == [" "]


@given(st.text(_SPELLINGS, max_size=8))
def test_a_text_that_is_its_own_key_needs_no_step_of_making_one(text: str) -> None:
    """The short cut for plain Japanese gives what all steps give, which a blank at both ends has taken."""
    assert match_key(f"\u3000{text}\u3000") == match_key(text)
    if match_key(text) == text:
        assert unicodedata.is_normalized("NFKC", text)
