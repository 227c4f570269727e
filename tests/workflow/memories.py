"""Memories from elsewhere for the tests of the workflow: files of pairs, and what a memory answers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.workflow.projects import EN, JA
from tmflow.formats.tmx import write_tmx
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry
from tmflow.workflow.places import MemoryPlace, opened_memory

JA_EN = LanguagePair(Language.JA, Language.EN)
RIVAL = "It was in 1908 that the lighthouse was built."
PAIRS = ((JA[2], RIVAL), (JA[3], EN[3]), ("霧笛は鳴らない。", "The foghorn is silent."))


def tmx(path: Path, pairs: Sequence[tuple[str, str]] = PAIRS) -> Path:
    write_tmx((MemoryEntry(source=source, target=target, pair=JA_EN) for source, target in pairs), path)
    return path


def found(place: MemoryPlace, text: str) -> list[str]:
    with opened_memory(place) as memory:
        return [match.target for match in memory.lookup(text, threshold=100)]
