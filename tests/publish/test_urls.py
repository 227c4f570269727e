"""Which URLs become links."""

from __future__ import annotations

import pytest

from tests.publish.samples import cases
from tmflow.publish.urls import checked_href, checked_url, iter_urls


@pytest.mark.parametrize("row", cases("urls.yaml"), ids=lambda row: row["id"])
def test_urls_in_text(row: dict[str, object]) -> None:
    text = str(row["input"])
    assert [text[span.start : span.end] for span in iter_urls(text)] == row["expected"], row["why"]


@pytest.mark.parametrize("row", cases("addresses.yaml"), ids=lambda row: row["id"])
def test_addresses(row: dict[str, object]) -> None:
    assert checked_url(str(row["input"])) == row["expected"], row["why"]


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("tides.html", "tides.html"),
        ("a b.html", "a%20b.html"),
        ("日/tides.html#u001-ja", "%E6%97%A5/tides.html#u001-ja"),
        ("javascript:alert(1)", None),
        ("//evil.example/", None),
        ("https://example.org/x", "https://example.org/x"),
        ("", None),
    ],
)
def test_links_within_a_site(href: str, expected: str | None) -> None:
    assert checked_href(href) == expected


def test_a_long_text_is_read_in_linear_time() -> None:
    text = "https://" * 5_000 + "(" * 50_000 + "https://example.org/" + "(" * 50_000 + "港" * 50_000
    assert sum(1 for _ in iter_urls(text)) <= 5_001
