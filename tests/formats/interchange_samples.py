"""One bitext with every kind of unit, for the tests of the interchange formats."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tmflow.formats.export import ExportOptions, ExportReport
from tmflow.formats.fileformat import FileFormat
from tmflow.formats.inline import parse_inline
from tmflow.formats.po import unit_id
from tmflow.model.bitext import Bitext, Origin, OriginKind, Place, Side, State, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.document import ArticleFormat, BlockKind
from tmflow.model.glossary import Term
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import Match, MatchKind, MemoryEntry
from tmflow.model.post_edit import PostEdit, Proposal

TESTS = Path(__file__).parents[1]
PAIR = LanguagePair(Language.JA, Language.EN)
MARKDOWN = ArticleFormat.MARKDOWN
OPTIONS = ExportOptions(
    source_format=MARKDOWN,
    target_format=MARKDOWN,
    source_path="articles/ja/harbor.md",
    target_path="articles/en/harbor.md",
    tool_version="0.1.0",
)


def markdown(native: str) -> Content:
    return parse_inline(native, MARKDOWN)


def unit(source: str, target: str | None = None, *, occurrence: int = 1, **fields: Any) -> TranslationUnit:
    side: Side = fields.get("side", Side.BOTH)
    if target is not None:
        fields.setdefault("state", State.TRANSLATED)
    return TranslationUnit(
        id=unit_id(source or target or "", occurrence, side),
        source=markdown(source),
        target=markdown(target) if target is not None else None,
        **fields,
    )


def place(block: int, kind: BlockKind = BlockKind.PARAGRAPH, *, line: int = 1, level: int = 0, mark: str = "") -> Place:
    return Place(block=block, kind=kind, line=line, level=level, mark=mark)


_ENTRY = MemoryEntry(
    source="水門を開き、記録簿に書く。", target="Open the gate and write it down.", pair=PAIR, document="tides.po"
)
FUZZY = Match(kind=MatchKind.FUZZY, similarity=87, source=_ENTRY.source, target=_ENTRY.target, entry=_ENTRY)
EDITED = PostEdit(
    kind=MatchKind.MT,
    tool="argos ja>en 1.9",
    proposed_chars=12,
    chars=23,
    char_edits=15,
    words=5,
    word_edits=4,
    seconds=41,
    when=date(2026, 1, 2),
)


def harbor() -> Bitext:
    """A heading, a machine draft with a link, a fuzzy draft with a match, repeats, stale, one-sided, untranslated."""
    units = (
        unit(
            "潮の番人",
            "The Keeper of the Tides",
            state=State.REVIEWED,
            origin=Origin(kind=OriginKind.HUMAN, reviewer="Aoki Rin", when=date(2026, 1, 2)),
            post_edit=EDITED,
            source_place=place(0, BlockKind.HEADING, level=1, mark="#"),
            target_place=place(0, BlockKind.HEADING, level=1, mark="#"),
        ),
        unit(
            "満潮は[港の暦](https://example.jp/tide)で**毎朝**確かめる。",
            "**Every morning** she checks the tide in the [harbor calendar](https://example.jp/tide/en).",
            draft=True,
            origin=Origin(kind=OriginKind.MT, tool="argos ja>en 1.9"),
            proposal=Proposal(
                target=markdown(
                    "It confirms the tide with [calendar of port](https://example.jp/tide) **every morning**."
                ),
                kind=MatchKind.MT,
                tool="argos ja>en 1.9",
            ),
            source_place=place(1, line=3),
        ),
        unit(
            "水門を開き、`log.txt`に書く。",
            "Open the gate and write to `log.txt`.",
            draft=True,
            origin=Origin(kind=OriginKind.MEMORY, tool="tides.po", match=MatchKind.FUZZY, similarity=87),
            notes=("check the file name", "two\nlines"),
            candidates=(FUZZY,),
        ),
        unit("風を待つ。", "Wait for the wind.", state=State.FINAL),
        unit("風を待つ。", "She waits.", occurrence=2, previous_source=markdown("風を待った。")),
        unit("船は9時に出る。"),
        unit("写真:港の会", side=Side.SOURCE, source_place=place(9, BlockKind.CREDIT, line=30)),
        unit("訳注は別に置く。", side=Side.SOURCE, draft=True),
        unit("", "Translator's note: a *koku* is a measure of rice.", side=Side.TARGET, draft=True),
    )
    return Bitext(slug="harbor", pair=PAIR, units=units)


def write_as(
    found: FileFormat, path: Path, bitext: Bitext | None = None, options: ExportOptions | None = OPTIONS
) -> ExportReport:
    """Write a bitext, by default `harbor`, in a format that is written."""
    assert found.write is not None
    return found.write(bitext or harbor(), path, options)


def cases(name: str) -> list[dict[str, Any]]:
    """The rows of a case table."""
    rows: list[dict[str, Any]] = YAML(typ="safe").load(TESTS / "cases" / "formats" / name)
    return rows


def check_golden(name: str, data: bytes) -> None:
    """Compare with a golden file; TMFLOW_REWRITE_GOLDEN=1 rewrites it, to be reviewed as a diff."""
    golden = TESTS / "golden" / "formats" / name
    if os.environ.get("TMFLOW_REWRITE_GOLDEN"):
        golden.write_bytes(data)
    assert data.decode("utf-8") == golden.read_text(encoding="utf-8")


def told_term(values: dict[str, Any]) -> Term:
    """The term of a case: its lists as tuples, its names as they are."""
    fields: dict[str, Any] = {}
    for key, value in values.items():
        fields[key] = tuple(value) if isinstance(value, list) else value
    return Term(**fields)
