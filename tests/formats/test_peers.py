"""What tmflow writes, read by other programs: each must see every pair as it was meant."""

from __future__ import annotations

import gettext
import subprocess
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from translate.storage import pypo, tmx, xliff, xliff2

from tests.formats.interchange_samples import PAIR, write_as
from tests.formats.test_po import gettext_tool
from tests.needed import needed
from tmflow.formats.export import ExportOptions
from tmflow.formats.pairs import iter_pairs
from tmflow.formats.po import unit_id
from tmflow.formats.registry import format_named
from tmflow.formats.units import read_returned
from tmflow.model.bitext import Bitext, State, TranslationUnit
from tmflow.model.content import Content

PAIRS = {
    "潮の番人": "The Keeper of the Tides",
    "「港」と『灯台』": "“Harbor” & 'lighthouse' <b>",
    '引用符"と\\と\\n': 'A "quote", a \\ and a \\n',
    "一行目\n二行目": "First line\nsecond line",
    "\u3000字下げ\tとタブ": "  Indent\tand tab ",
    "絵文字😀と𠮷": "An emoji 😀 and 𠮷",
    "結合文字\u304b\u3099": "Combining e\u0301",
    "%sと{0}と$name": "%s and {0} and $name",
    "]]>と&amp;と<!--": "]]> and &amp; and <!--",
    "長い文。" * 60: "A long sentence. " * 60,
    "改行\u2028区切り": "Line\u2028separator",
    "ｶﾅと全角Ａ": "Half-width and full-width",
}
"""Source to target, each with something that formats or programs stumble over."""

Pairs = set[tuple[str, str]]


def bitext() -> Bitext:
    units = (
        TranslationUnit(id=unit_id(source), source=Content.of(source), target=Content.of(target), state=State.REVIEWED)
        for source, target in PAIRS.items()
    )
    return Bitext(slug="harbor", pair=PAIR, units=tuple(units))


def by_tmflow(path: Path) -> Pairs:
    if path.suffix == ".tmx":
        return {(entry.source, entry.target) for entry in iter_pairs(path)}
    return {(unit.source.text, unit.target.text if unit.target else "") for unit in read_returned(path).units}


def by_toolkit(path: Path) -> Pairs:
    if path.suffix == ".tmx":
        store = tmx.tmxfile.parsestring(path.read_bytes(), sourcelanguage="ja", targetlanguage="en")
    elif path.suffix == ".po":
        store = pypo.pofile.parsefile(str(path))
    else:
        is_old = b'version="1.2"' in path.read_bytes()
        store = (xliff.xlifffile if is_old else xliff2.Xliff2File).parsefile(str(path))
    return {(str(unit.source), str(unit.target)) for unit in store.units if not unit.isheader()}


def by_polib(path: Path) -> Pairs:
    return {(entry.msgid, entry.msgstr) for entry in polib.pofile(str(path))}


def by_gettext(path: Path) -> Pairs:
    compiled = path.with_suffix(".mo")
    subprocess.run([gettext_tool("msgfmt"), "-c", "-o", str(compiled), str(path)], check=True)
    with compiled.open("rb") as stream:
        translations = gettext.GNUTranslations(stream)
    return {(source, translations.gettext(source)) for source in PAIRS}


def by_moz(path: Path) -> Pairs:
    resource = needed("moz.l10n.resource", install="tmflow[dev]").parse_resource(str(path))
    message = needed("moz.l10n.message", install="tmflow[dev]").serialize_message
    form = needed("moz.l10n.formats", install="tmflow[dev]").Format
    kind = form.gettext if path.suffix == ".po" else form.xliff
    found = set()
    for section in resource.sections:
        for entry in section.entries:
            source = entry.id[0] if path.suffix == ".po" else entry.get_meta("source")
            target = "".join(entry.value.pattern) if hasattr(entry.value, "pattern") else message(kind, entry.value)
            found.add((source, target))
    return found


LINE_SEPARATOR = frozenset(source for source in PAIRS if "\u2028" in source)
READERS: list[tuple[str, Callable[[Path], Pairs], frozenset[str]]] = [
    ("po", by_toolkit, frozenset()),
    ("po", by_gettext, frozenset()),
    ("po", by_polib, LINE_SEPARATOR),  # polib and moz.l10n end a line at U+2028, where no PO ends one
    ("po", by_moz, LINE_SEPARATOR),
    ("tmx", by_toolkit, frozenset()),
    ("xliff12", by_toolkit, frozenset()),
    ("xliff12", by_moz, frozenset()),
    ("xliff21", by_toolkit, frozenset()),
]


@pytest.mark.parametrize(
    ("name", "reader", "unread"), READERS, ids=lambda value: getattr(value, "__name__", str(value)[:12])
)
def test_a_peer_sees_every_pair(
    name: str, reader: Callable[[Path], Pairs], unread: frozenset[str], tmp_path: Path
) -> None:
    found = format_named(name)
    path = tmp_path / f"harbor{found.suffixes[0]}"
    whole = bitext()
    units = tuple(unit for unit in whole.units if unit.source.text not in unread)
    write_as(found, path, Bitext(slug="harbor", pair=PAIR, units=units), ExportOptions())
    expected = {(source, target) for source, target in PAIRS.items() if source not in unread}
    assert by_tmflow(path) == expected
    assert reader(path) == expected
