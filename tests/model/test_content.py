"""Content is the same however it was cut into pieces, and many pieces cost no more than their text."""

from __future__ import annotations

from time import process_time

from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode

CODE = InlineCode(id="1", kind=CodeKind.BREAK, role=CodeRole.STANDALONE, native="<br>", text="\n")


def test_pieces_are_joined_and_empty_ones_dropped() -> None:
    assert Content.of("", "a", "", "b", CODE, "", CODE, "c", "").parts == ("ab", CODE, CODE, "c")
    assert Content.of("").parts == Content.of().parts == Content.of("", "").parts == ()
    assert Content.of(CODE).parts == (CODE,)


def test_many_pieces_take_linear_time() -> None:
    start = process_time()
    assert len(Content.of(*["港の灯"] * 400_000).text) == 1_200_000
    assert process_time() - start < 1
