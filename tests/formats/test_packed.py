"""Files that gzip has packed."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tmflow.errors import FormatError
from tmflow.formats.packed import open_plain


def test_what_unpacks_to_far_more_than_any_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    path.write_bytes(gzip.compress(bytes(60_000_000)))
    with pytest.raises(FormatError, match="unpacks to more than 200 times its size"), open_plain(path) as stream:
        stream.read()


def test_a_small_text_may_be_packed_however_well(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(bytes(19_000_000)))
    with open_plain(path) as stream:
        assert len(stream.read()) == 19_000_000
