"""Which encoding bytes are in: certain cases, Japanese by the look of it, doubts, and the way back."""

from __future__ import annotations

import codecs

import pytest

from tmflow.text.encoding import Decoded, DecodeDoubt, codec_display_name, decode_bytes, encode_text, first_non_utf8

SENTENCES = (
    "港",
    "カニ",
    "東京都",
    "1億円",
    "潮が満ちてくる。",
    "船は午前6時40分に出ます。",
    "「海は自分で日記をつけている」と彼女は言った。",
    "Tokyo の朝は早い。",
    "テスト・データ（①②③を除く）",
    "ja,en\n港,port\n",
    "ja\ten\n岬\tcape\n崎\tpoint\n",
)


@pytest.mark.parametrize("codec", ["cp932", "euc_jp"])
@pytest.mark.parametrize("text", SENTENCES)
def test_short_japanese_texts_are_told_apart(text: str, codec: str) -> None:
    raw = text.encode(codec, "ignore")
    decoded = decode_bytes(raw)
    assert decoded == Decoded(raw.decode(codec), codec, bom=False, certain=False)
    assert encode_text(decoded.text, decoded.codec) == raw


def test_iso_2022_jp_is_not_taken_for_ascii() -> None:
    assert decode_bytes("潮が満ちる".encode("iso2022_jp")) == Decoded("潮が満ちる", "iso2022_jp")


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_mark_decides(mark: bytes, codec: str) -> None:
    raw = mark + "港 a\r\n".encode(codec)
    decoded = decode_bytes(raw, declared="cp932")
    assert decoded == Decoded("港 a\r\n", codec, bom=True)
    assert encode_text(decoded.text, decoded.codec, bom=decoded.bom) == raw


def test_declared_codecs() -> None:
    assert decode_bytes("港".encode("cp932"), declared="Shift_JIS").codec == "cp932"
    assert decode_bytes("港".encode(), declared="UTF-8") == Decoded("港", "utf-8")
    with pytest.raises(ValueError, match='"klingon" is not an encoding'):
        decode_bytes(b"x", declared="klingon")
    with pytest.raises(DecodeDoubt, match="not EUC-JP"):
        decode_bytes(b"a\xff", declared="euc_jp")


@pytest.mark.parametrize(
    ("raw", "likely", "byte", "place"),
    [
        ("It’s fine".encode("cp1252"), "cp1252", 0x92, (1, 3)),
        ("ok\ncafé".encode("latin-1"), "cp1252", 0xE9, (2, 4)),
        ("“Set sail.".encode("cp1252"), "cp1252", 0x93, (1, 1)),
        ("港の話".encode() + b"\xff\xfe\xfd", None, 0xFF, (1, 4)),
        ("aé".encode("utf-16-le"), "utf-16-le", 0xE9, (1, 3)),
    ],
)
def test_doubts_name_the_place(raw: bytes, likely: str | None, byte: int, place: tuple[int, int]) -> None:
    with pytest.raises(DecodeDoubt) as caught:
        decode_bytes(raw)
    assert (caught.value.likely, caught.value.byte) == (likely, byte)
    assert (caught.value.line, caught.value.column) == place


def test_what_could_not_be_written_back_is_refused() -> None:
    twin = b"\x87\x90\x82\xa0" * 4  # the NEC spelling of U+2252, which CP932 writes as 81 E0
    with pytest.raises(DecodeDoubt, match="cannot be written back the same"):
        decode_bytes(twin, declared="cp932")


def test_helpers() -> None:
    assert codec_display_name("euc_jp") == "EUC-JP"
    assert codec_display_name("koi8-r") == "koi8-r"
    assert first_non_utf8("港".encode()) is None
    assert first_non_utf8(b"\x1b$B9A\x1b(B") == 0
    with pytest.raises(ValueError, match="no byte order mark"):
        encode_text("x", "cp932", bom=True)
    with pytest.raises(UnicodeEncodeError):
        encode_text("•", "cp932")
