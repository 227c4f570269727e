"""A bitext with one unit of each kind a returned file may meet, and the documents that return one of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from tests.formats.interchange_samples import PAIR, markdown, unit
from tmflow.formats import xliff2, xliff12
from tmflow.formats.inline import parse_inline
from tmflow.formats.po import unit_id
from tmflow.model.bitext import Bitext, Origin, OriginKind, State, TranslationUnit
from tmflow.model.document import ArticleFormat
from tmflow.workflow.merge import UnitChange, merge_units

__all__ = ["UNITS", "bitext", "merged"]

UNITS: Final = {
    "confirmed": unit("潮が満ちる。", "The tide comes in."),
    "reviewed": unit("月が出る。", "The moon rises.", state=State.REVIEWED),
    "draft": unit(
        "鐘は7回鳴る。",
        "The bell rings seven times.",
        draft=True,
        origin=Origin(kind=OriginKind.MT, tool="argos ja>en 1.9"),
    ),
    "open": unit("船を待つ。"),
    "two": unit("風が止む。霧が出る。"),
    "linked": unit(
        "[港の暦](https://example.jp/tide)を**毎朝**見る。",
        "She reads the [harbor calendar](https://example.jp/tide) **every morning**.",
    ),
    "coded": unit("`log.txt`に書く。"),
    "ruby": TranslationUnit(
        id=unit_id("<ruby>海峡<rt>かいきょう</rt></ruby>を渡る。"),
        source=parse_inline("<ruby>海峡<rt>かいきょう</rt></ruby>を渡る。", ArticleFormat.HTML),
    ),
    "stale": unit("雪が降った。", "It rained.", previous_source=markdown("雨が降った。")),
}
"""By name; "confirmed" is translated and nobody has reviewed it."""

_NAMESPACES: Final = {
    "SDLXLIFF": "http://sdl.com/FileTypes/SdlXliff/1.0",
    "MQXLIFF": "MQXliff",
    "MXLIFF": "http://www.memsource.com/mxlf/2.0",
}


def bitext() -> Bitext:
    return Bitext(slug="harbor", pair=PAIR, units=tuple(UNITS.values()))


def merged(case: dict[str, Any], folder: Path) -> tuple[TranslationUnit, tuple[UnitChange, ...]]:
    """The unit of a case after the merge, and what the merge says."""
    known = UNITS[case["unit"]]
    body = case["input"].replace("ID", known.id)
    tool = f' xmlns:tool="{_NAMESPACES[case["dialect"]]}"' if "dialect" in case else ""
    path = folder / "back.xlf"
    if body.startswith("<trans-unit"):
        path.write_text(
            f'<xliff version="1.2" xmlns="{xliff12.NAMESPACE}"{tool}><file original="harbor.md" source-language="ja"'
            f' target-language="en" datatype="plaintext"><body>{body}</body></file></xliff>',
            encoding="utf-8",
        )
        returned = xliff12.read(path)
    else:
        path.write_text(
            f'<xliff version="2.1" srcLang="ja" trgLang="en" xmlns="urn:oasis:names:tc:xliff:document:2.0"{tool}>'
            f'<file id="f1" original="harbor.md">{body}</file></xliff>',
            encoding="utf-8",
        )
        returned = xliff2.read(path)
    markup = ArticleFormat(case.get("markup", "plain"))
    after, changes = merge_units(bitext(), returned.units, has_own_ids=bool(returned.dialect), markup=markup)
    (found,) = (one for one in after.units if one.id == known.id)
    others = tuple(one for one in after.units if one.id != known.id)
    assert others == tuple(one for one in UNITS.values() if one.id != known.id)
    assert returned.dialect == case.get("dialect", "")
    return replace(found), changes
