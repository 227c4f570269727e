"""Odd TMX files, as other tools write them, for benchmarks/exchange.py: what is in them is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["OddFile", "odd_files"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OddFile:
    """A file; `texts` are those of both languages without codes, `said` what else of it must not be lost.

    languages: as the file spells them.
    """

    name: str
    content: bytes
    texts: frozenset[str]
    said: frozenset[str] = frozenset()
    languages: tuple[str, str] = ("ja", "en")


def document(
    *units: str, srclang: str = "ja", version: str = "1.4", before: str = "", codec: str = "utf-8", root: str = ""
) -> bytes:
    """Return the bytes of a TMX file of these units."""
    declared = {"utf-16": "UTF-16", "utf-16-be": "UTF-16"}.get(codec, codec)
    text = (
        f'<?xml version="1.0" encoding="{declared}"?>{before}<tmx version="{version}"{root}><header '
        f'creationtool="invented" creationtoolversion="1" segtype="sentence" o-tmf="none" adminlang="en" '
        f'srclang="{srclang}" datatype="xml"/><body>\n' + "\n".join(units) + "\n</body></tmx>\n"
    )
    return (b"\xfe\xff" if codec == "utf-16-be" else b"") + text.encode(codec)


def unit(japanese: str, english: str, *, ja: str = "ja", en: str = "en", of: str = "", inside: str = "") -> str:
    """Return a `<tu>` with its two variants."""
    return (
        f'<tu {of}>{inside}<tuv xml:lang="{ja}"><seg>{japanese}</seg></tuv>'
        f'<tuv xml:lang="{en}"><seg>{english}</seg></tuv></tu>'
    )


PIER = unit("桟橋は長い。", "The pier is long.")
TEXTS = frozenset({"桟橋は長い。", "The pier is long."})


def odd_files() -> Iterator[OddFile]:
    """Yield the files."""
    yield from _encodings()
    yield from _languages()
    yield from _codes()
    yield from _sayings()


def _encodings() -> Iterator[OddFile]:
    for codec in ("utf-8-sig", "utf-16", "utf-16-be"):
        yield OddFile(name=codec, content=document(PIER, codec=codec), texts=TEXTS)
    for codec in ("Shift_JIS", "EUC-JP"):
        yield OddFile(name=codec, content=document(PIER, codec=codec), texts=TEXTS)
    doctype = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'
    yield OddFile(name="DOCTYPE", content=document(PIER, before=doctype), texts=TEXTS)
    entity = '<!DOCTYPE tmx [<!ENTITY quay "The pier">]>'
    within = document(unit("桟橋は長い。", "&quay; is long."), before=entity)
    yield OddFile(name="internal entity", content=within, texts=TEXTS)
    space = ' xmlns="http://www.lisa.org/tmx14"'
    yield OddFile(name="namespace", content=document(PIER, root=space), texts=TEXTS)
    laid_out = unit("\n   桟橋は長い。\n  ", "\n   The pier is long.\n  ")
    yield OddFile(name="pretty-printed", content=document(laid_out), texts=TEXTS)
    kept = document(unit("<![CDATA[A <b> B]]>港", "Harbor &#x1F6A2; &lt;b&gt;"))
    yield OddFile(name="CDATA and references", content=kept, texts=frozenset({"A <b> B港", "Harbor \U0001f6a2 <b>"}))


def _languages() -> Iterator[OddFile]:
    old = document(PIER.replace("xml:lang", "lang"), version="1.1", srclang="JA-JP")
    yield OddFile(name="TMX 1.1, lang", content=old, texts=TEXTS)
    for ja, en in (
        ("JA-JP", "EN-US"),
        ("ja_jp", "EN_us"),
        ("jpn", "eng"),
        ("JA-01", "EN-GB"),
        ("ja-Jpan-JP", "en-001"),
    ):
        tagged = document(unit("桟橋は長い。", "The pier is long.", ja=ja, en=en), srclang=ja)
        yield OddFile(name=f"{ja}, {en}", content=tagged, texts=TEXTS, said=frozenset({ja, en}), languages=(ja, en))
    yield OddFile(name="*all*", content=document(PIER, srclang="*all*"), texts=TEXTS)
    others = '<tuv xml:lang="fr"><seg>La jetée.</seg></tuv><tuv xml:lang="de"><seg>Der Steg.</seg></tuv>'
    many = PIER.replace("<tu >", f"<tu >{others}")
    yield OddFile(name="four languages", content=document(many, srclang="fr"), texts=TEXTS)
    more = '<tuv xml:lang="en-GB"><seg>The quay.</seg></tuv><tuv xml:lang="ja"><seg>埠頭。</seg></tuv></tu>'
    several = document(PIER.replace("</tu>", more))
    yield OddFile(name="several variants", content=several, texts=TEXTS | {"The quay.", "埠頭。"})


def _codes() -> Iterator[OddFile]:
    pair = '<bpt i="1" x="1" type="bold">&lt;b&gt;</bpt>{}<ept i="1">&lt;/b&gt;</ept>'
    coded = unit(f"{pair.format('桟橋')}は長い。", f"{pair.format('The pier')} is long.")
    yield OddFile(name="bpt, ept", content=document(coded), texts=TEXTS, said=frozenset({"<b>", "</b>", "bold"}))
    alone = unit('桟橋は<it pos="begin">{\\i </it>長い。', 'The pier <ut>{\\f1 </ut>is <hi type="term">long</hi>.')
    yield OddFile(name="it, ut, hi", content=document(alone), texts=TEXTS, said=frozenset({"{\\i ", "{\\f1 ", "term"}))
    held = unit('桟橋は<ph x="1">%d</ph>m。', 'The pier: <ph x="1">%d</ph>m.')
    yield OddFile(name="ph", content=document(held), texts=frozenset({"桟橋は%dm。", "The pier: %dm."}))
    inner = unit('桟橋は長い。<ph>&lt;img alt="<sub>綱</sub>"/&gt;</ph>', "The pier is long.")
    yield OddFile(name="sub", content=document(inner), texts=TEXTS, said=frozenset({"綱"}))


def _sayings() -> Iterator[OddFile]:
    of = (
        'tuid="77" usagecount="5" lastusagedate="20250101T000000Z" creationdate="20240102T030405Z" creationid="rin" '
        'changedate="20240203T040506Z" changeid="mio" segtype="phrase" datatype="html" o-tmf="TM9" creationtool="Q"'
    )
    props = '<note>for the gate</note><prop type="x-Domain">ports</prop><prop type="x-Domain">piers</prop>'
    values = {part.partition('="')[2].rstrip('"') for part in of.split()}
    said = frozenset({*values, "for the gate", "x-Domain", "ports", "piers"})
    whole = document(unit("桟橋は長い。", "The pier is long.", of=of, inside=props))
    yield OddFile(name="attributes, props, notes", content=whole, texts=TEXTS, said=said)
    inside = '<prop type="file">pier.html</prop><prop type="prev">風。</prop><prop type="next">波。</prop>'
    who = 'changeid="mio" changedate="20240203T040506Z" creationid="rin" creationdate="20240102T030405Z"'
    omegat = unit("桟橋は長い。", "The pier is long.", inside=inside).replace('xml:lang="en"', f'xml:lang="en" {who}')
    said = frozenset({"pier.html", "風。", "波。", "mio", "20240203T040506Z", "rin", "20240102T030405Z"})
    yield OddFile(name="who and when on a variant", content=document(omegat), texts=TEXTS, said=said)
    noted = PIER.replace("<seg>The", '<note>spoken</note><prop type="x-Check">yes</prop><seg>The')
    yield OddFile(
        name="notes on a variant", content=document(noted), texts=TEXTS, said=frozenset({"spoken", "x-Check"})
    )
    machine = document(unit("桟橋は長い。", "The pier is long.", of='creationid="MT!"'))
    yield OddFile(name="a machine's work", content=machine, texts=TEXTS, said=frozenset({"MT!"}))
