"""The match key: what counts as one spelling, and that a key is its own key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmflow.text.normalize import match_key

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
