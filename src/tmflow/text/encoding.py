"""Bytes to text and back: which encoding a file is written in, without ever guessing in silence.

The order is: byte order mark, what the caller declares, ISO-2022-JP by its escapes, strict UTF-8, then CP932 against
EUC-JP by validity and by how Japanese the result looks. Where that leaves a doubt, `DecodeDoubt` says so.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from dataclasses import dataclass, replace

from tmflow.errors import TmflowError
from tmflow.text.scripts import is_kana, is_kanji

__all__ = [
    "DecodeDoubt",
    "Decoded",
    "codec_display_name",
    "decode_bytes",
    "encode_text",
    "first_non_utf8",
    "is_common_japanese",
    "likely_utf_16",
]

_MARKS = (  # longest first: the mark of UTF-32-LE begins with that of UTF-16-LE
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARK_OF = {codec: mark for mark, codec in _MARKS}
_DISPLAY = {
    "cp932": "Shift_JIS (CP932)",
    "euc_jp": "EUC-JP",
    "iso2022_jp": "ISO-2022-JP",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
    "cp1252": "Windows-1252",
    "utf-8": "UTF-8",
}
_ISO_2022_ESCAPE = re.compile(rb"\x1b(?:\$[@B]|\([BIJ]|\$\(D)")
_LATIN_BYTE_BETWEEN_ASCII = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_ALONE = re.compile(r"(?<![^\x00-\x7f])[^\x00-\x7f](?![^\x00-\x7f])")
_IN_WORD = re.compile(r"(?<=[A-Za-z])[^\x00-\x7f]|[^\x00-\x7f](?=[A-Za-z])")
_ISO_2022_EXTENDED = ("iso2022_jp_1", "iso2022_jp_ext")
_SAMPLE_CHARS = 20_000
_MULTIBYTE = frozenset({"cp932", "euc_jp", "shift_jis_2004", "shift_jisx0213", "euc_jisx0213"})
_SURE_SCORE = 0.6
"""A Japanese text read rightly scores above .9 (own sample articles); the same bytes misread score under .3."""
_SURE_LEAD = 0.25
_SURE_CHARS = 40
"""Characters outside of ASCII from which on the score is certain: about one sentence, and each sentence of the sample
articles, written in either codec, is told apart by it."""
_LEVEL_ONE = range(0xB0, 0xD0)
"""First bytes of the JIS X 0208 level 1 kanji (rows 16-47) in EUC-JP: the common ones."""
_PUNCTUATION = frozenset(
    "、。「」『』（）・ー〜～！？：；　…―‐【】〈〉《》■□●○◆◇▲△▼▽★☆→←↑↓①②③④⑤〒〃々×÷±％＆＋－／＝＜＞"
)


class DecodeDoubt(TmflowError, ValueError):  # noqa: N818 - a doubt, to be settled by the user naming the codec
    """Bytes whose encoding is not certain.

    likely: the Python codec they most likely are in, None if nothing fits. byte: the value of the first byte that is not
    what it should be; offset: its place; line, column: the same place, counted from 1, column in characters.
    """

    def __init__(self, problem: str, *, likely: str | None, raw: bytes, offset: int) -> None:
        self.problem, self.likely, self.offset = problem, likely, offset
        self.byte = raw[offset] if offset < len(raw) else None
        self.line, self.column = _line_column(raw, offset)
        super().__init__(problem)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of some bytes, without its mark.

    codec: a Python codec name; bom: whether a byte order mark stood first; certain: False where the codec was
    found by how a text looks that is too short for it, so that a program asks its user before it relies on it.
    """

    text: str
    codec: str
    bom: bool = False
    certain: bool = True


def decode_bytes(raw: bytes, *, declared: str | None = None) -> Decoded:
    """Return the text of `raw`; `encode_text` of the result gives back exactly `raw`.

    declared: the codec the caller knows it to be in; a byte order mark overrules it.
    Raises DecodeDoubt where no encoding fits, two fit about equally, or the bytes could not be written back the same;
    ValueError if `declared` is no codec Python knows.

    >>> decode_bytes("港".encode("utf-8"))
    Decoded(text='港', codec='utf-8', bom=False, certain=True)
    >>> decode_bytes("潮が満ちてくる。".encode("cp932")).codec
    'cp932'
    """
    for mark, codec in _MARKS:
        if raw.startswith(mark):
            return _decode_as(raw, codec, mark=mark)
    if declared is not None:
        try:
            codec = codecs.lookup(declared).name
            "".encode(codec)  # some of Python's codecs are not of text
        except LookupError:
            raise ValueError(f'"{declared}" is not an encoding') from None
        return _decode_as(raw, {"shift_jis": "cp932", "utf-8-sig": "utf-8"}.get(codec, codec))
    if raw.isascii() and _ISO_2022_ESCAPE.search(raw):
        return _decode_iso_2022(raw)
    try:
        return Decoded(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        return _decode_legacy(raw, error.start)


def encode_text(text: str, codec: str = "utf-8", *, bom: bool = False) -> bytes:
    r"""Return the bytes of `text`, the byte order mark first where `bom` asks for one.

    Raises UnicodeEncodeError if the codec lacks a character; ValueError if it has no byte order mark.

    >>> encode_text("a", "utf-16-le", bom=True)
    b'\xff\xfea\x00'
    """
    if bom and codec not in _MARK_OF:
        raise ValueError(f"{codec} has no byte order mark")
    return (_MARK_OF[codec] if bom else b"") + text.encode(codec)


def codec_display_name(codec: str) -> str:
    """Return the name of a codec for a message.

    >>> codec_display_name("cp932")
    'Shift_JIS (CP932)'
    """
    return _DISPLAY.get(codec, codec)


def first_non_utf8(raw: bytes) -> int | None:
    """Return the offset of the first byte that is not UTF-8 (of the first escape, in ISO-2022-JP), None if all is.

    >>> first_non_utf8(b"ab" + bytes([0x8D]))
    2
    """
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    escape = _ISO_2022_ESCAPE.search(raw)
    return escape.start() if escape else None


def is_common_japanese(text: str) -> bool:
    """Whether all that is not ASCII is common in Japanese: kana, kanji of level 1, full-width forms and marks.

    >>> is_common_japanese("港;harbor"), is_common_japanese("ﾄ。ﾅ"), is_common_japanese("harbor")
    (True, False, False)
    """
    letters = [character for character in text if not character.isascii()]
    return bool(letters) and all(map(_is_common, letters))


def _line_column(raw: bytes, offset: int) -> tuple[int, int]:
    before = raw[:offset]
    line = before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1
    line_start = max(before.rfind(b"\n"), before.rfind(b"\r")) + 1
    return line, len(before[line_start:].decode("utf-8", "replace")) + 1


def _decode_as(raw: bytes, codec: str, *, mark: bytes = b"", certain: bool = True) -> Decoded:
    body = raw[len(mark) :]
    try:
        text = body.decode(codec)
    except UnicodeDecodeError as error:
        problem = f"not {codec_display_name(codec)}"
        raise DecodeDoubt(problem, likely=None, raw=raw, offset=error.start + len(mark)) from None
    try:
        same = text.encode(codec)
    except UnicodeEncodeError as error:  # a lone surrogate, or a character the codec reads but does not write
        same = text[: error.start].encode(codec)
    if same != body:
        offset = next((at for at, (one, two) in enumerate(zip(body, same, strict=False)) if one != two), len(same))
        problem = f"{codec_display_name(codec)} spelled in a way that cannot be written back the same"
        raise DecodeDoubt(problem, likely=codec, raw=raw, offset=min(offset + len(mark), len(raw) - 1))
    return Decoded(text, codec, bool(mark), certain)


def _decode_iso_2022(raw: bytes) -> Decoded:
    """Decode the basic form, or one of its extensions where that fails; the doubt is that of the basic form."""
    try:
        return _decode_as(raw, "iso2022_jp")
    except DecodeDoubt:
        for codec in _ISO_2022_EXTENDED:
            with contextlib.suppress(DecodeDoubt):
                return _decode_as(raw, codec, certain=False)
        raise


def _decode_legacy(raw: bytes, offset: int) -> Decoded:
    if b"\0" in raw:
        likely = likely_utf_16(raw)
        raise DecodeDoubt("not UTF-8, and it has NUL bytes", likely=likely, raw=raw, offset=offset)
    scores = sorted(
        ((score, codec) for codec in ("cp932", "euc_jp") if (score := _japanese_score(raw, codec)) is not None),
        reverse=True,
    )
    is_western = all(_is_western(raw.decode(codec)) for _, codec in scores)
    if (
        scores
        and not is_western
        and scores[0][0] >= _SURE_SCORE
        and (len(scores) == 1 or scores[0][0] - scores[1][0] >= _SURE_LEAD)
    ):
        decoded = _decode_as(raw, scores[0][1])
        return replace(decoded, certain=sum(not character.isascii() for character in decoded.text) >= _SURE_CHARS)
    plausible = [codec for score, codec in scores if score >= _SURE_SCORE / 2]
    raise DecodeDoubt("not UTF-8", likely=_second_opinion(raw, plausible), raw=raw, offset=offset)


def likely_utf_16(raw: bytes) -> str | None:
    r"""Name the UTF-16 a file without a mark may be in: Latin (half of its bytes NUL, all on one side), or Japanese.

    >>> likely_utf_16("harbor".encode("utf-16-le")), likely_utf_16(b"a binary\x00\x01 file")
    ('utf-16-le', None)
    """
    even, odd = raw[::2].count(0), raw[1::2].count(0)
    if max(even, odd) * 4 >= len(raw):
        return "utf-16-le" if odd > even else "utf-16-be"
    likely = (codec for codec in ("utf-16-le", "utf-16-be") if (_japanese_score(raw, codec) or 0) >= _SURE_SCORE)
    return next(likely, None)


def _japanese_score(raw: bytes, codec: str) -> float | None:
    """Return which share of the characters outside of ASCII are common in Japanese, None if the bytes are invalid.

    Half-width katakana do not count: bytes of EUC-JP read as CP932 are full of them.
    """
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError:
        return None
    letters = [character for character in text if not character.isascii()][:_SAMPLE_CHARS]
    if not letters:
        return None
    return sum(map(_is_common, letters)) / len(letters)


def _is_western(text: str) -> bool:
    """Whether each character outside of ASCII stands alone, and one in a Latin word: an accent or a quote mark, misread."""
    is_in_word = _IN_WORD.search(text) is not None
    alone = len(_ALONE.findall(text))
    others = sum(not character.isascii() for character in text)
    return is_in_word and alone == others < sum(character.isascii() and character.isalpha() for character in text)


def _is_common(character: str) -> bool:
    if character in _PUNCTUATION or "\uff10" <= character <= "\uff5a":
        return True
    if is_kana(character):
        return character < "\uff00"
    if not is_kanji(character):
        return False
    try:
        return character.encode("euc_jp")[0] in _LEVEL_ONE
    except UnicodeEncodeError:
        return False


def _second_opinion(raw: bytes, valid: list[str]) -> str | None:
    """Name the likely codec where the scores did not decide: Western text with some marks, else charset-normalizer's."""
    isolated = len(_LATIN_BYTE_BETWEEN_ASCII.findall(raw[:_SAMPLE_CHARS]))
    if isolated * 2 >= sum(byte > 0x7F for byte in raw[:_SAMPLE_CHARS]):  # noqa: PLR2004 - the end of ASCII
        return "cp1252"
    import charset_normalizer

    best = charset_normalizer.from_bytes(raw[:_SAMPLE_CHARS], cp_isolation=valid or None).best()
    if best is None or best.encoding.startswith("utf"):
        return valid[0] if valid else None
    likely = {"shift_jis": "cp932", "euc_jis_2004": "euc_jp"}.get(best.encoding, best.encoding)
    return likely if likely in valid or likely not in _MULTIBYTE else None
