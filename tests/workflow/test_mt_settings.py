"""What `mt:` in the settings says reaches the engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from tmflow.mt.decoding import DecodingSettings
from tmflow.workflow.config import read_settings
from tmflow.workflow.settings import MtSettings


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("mt: {}", MtSettings()),
        (
            "mt: {threads: 2, device: auto, length_penalty: 1, batch: 8}",
            MtSettings(threads=2, device="auto", batch=8, decoding=DecodingSettings(length_penalty=1)),
        ),
        ("mt: {beam_size: 8}", MtSettings(decoding=DecodingSettings(beam_size=8))),
        ("mt: {beam_size: 1}", MtSettings(decoding=DecodingSettings(beam_size=1, hypotheses=1))),
        ("mt: {beam_size: 6, hypotheses: 6}", MtSettings(decoding=DecodingSettings(beam_size=6, hypotheses=6))),
    ],
)
def test_settings_of_the_engine(tmp_path: Path, written: str, expected: MtSettings) -> None:
    path = tmp_path / "tmflow.yaml"
    path.write_text(written, encoding="utf-8")
    assert read_settings(path).mt == expected
