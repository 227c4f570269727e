"""The article that travels in an export: whole, or not at all."""

from __future__ import annotations

import pytest

from tmflow.formats.skeleton import Skeleton

SOUND = "data:text/plain;base64,5riv"


@pytest.mark.parametrize(
    "url",
    [
        f"{SOUND}=5riv",
        f"{SOUND}5",
        SOUND.replace("plain", "rtf"),
        SOUND.replace("5", "*"),
        "https://example.org/harbor.txt",
        "",
    ],
)
def test_what_is_no_sound_article_is_none(url: str) -> None:
    assert Skeleton.parse(SOUND) is not None
    assert Skeleton.parse(url) is None
