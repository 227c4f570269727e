"""What may be published."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.publish.samples import Kind, bitext, unit
from tmflow.model.bitext import OriginKind, State, TranslationUnit
from tmflow.model.content import Content
from tmflow.publish.page import RefusalReason, publishable

STALE = replace(unit("港", "Harbor", draft=True), previous_source=Content.of("湊"))


@pytest.mark.parametrize(
    ("tested", "reason"),
    [
        (unit("港", None), RefusalReason.UNTRANSLATED),
        (unit("港", "Harbor", draft=True, origin=OriginKind.MT), RefusalReason.MACHINE_DRAFT),
        (unit("港", "Harbor", draft=True, origin=OriginKind.MEMORY), RefusalReason.DRAFT),
        (unit("港", "Harbor", draft=True), RefusalReason.DRAFT),
        (STALE, RefusalReason.STALE),
        (unit("段落。", "", block=1, draft=True), RefusalReason.UNTRANSLATED),
        (unit("", "A paragraph.", target_block=1, draft=True), RefusalReason.DRAFT),
    ],
)
def test_refused_either_way(tested: TranslationUnit, reason: RefusalReason) -> None:
    article = bitext(unit("朝", "Morning", state=State.REVIEWED), tested)
    for require in ("translated", "reviewed"):
        (refusal,) = publishable(article, require=require)
        assert (refusal.reason, refusal.number, refusal.unit) == (reason, 2, article.units[1])


@pytest.mark.parametrize(
    "tested",
    [
        unit("港", "Harbor", state=State.REVIEWED, origin=OriginKind.MT),
        unit("港", "Harbor", state=State.FINAL),
        unit("写真：久保田", "", block=1, kind=Kind.CREDIT, draft=True),
        unit("訳注", "", block=1, kind=Kind.NOTE),
        unit("段落。", "", block=1),
        unit("本文", None, block=1, kind=Kind.MARKER),
        unit("シェアする", None, block=1, kind=Kind.BOILERPLATE),
    ],
)
def test_never_refused(tested: TranslationUnit) -> None:
    assert publishable(bitext(tested), require="reviewed") == ()


def test_what_is_translated_is_enough_unless_review_is_required() -> None:
    article = bitext(unit("港", "Harbor"))
    assert publishable(article) == ()
    assert [refusal.reason for refusal in publishable(article, require="reviewed")] == [RefusalReason.UNREVIEWED]


def test_an_unknown_requirement_is_refused() -> None:
    with pytest.raises(ValueError, match='require "final"'):
        publishable(bitext(), require="final")
