"""The edits of a translation edit rate: the paper's rules, and another program's count."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.needed import needed
from tmflow.text.edit_rate import count_word_edits, edit_words

words = st.lists(st.sampled_from("abcdef"), max_size=12)
TEXT = """The keeper of the old lighthouse writes the time of each ship in a book with a green cover, and at noon he
reads the tide at the gauge by the gate. When the fog comes in from the north, the bell is rung every two minutes until
the harbor master says that the last boat is in. In winter the library opens at ten, the garden at eleven."""
JAPANESE = """古い灯台の番人は船が通るたびに緑の表紙の帳面に時刻を書き、正午には水門のそばの潮位計を読む。北から霧が来ると、
最後の船が入ったと港長が言うまで2分ごとに鐘を鳴らす。冬には図書館は10時に、庭園は11時に開く。"""


def edits(before: str, after: str) -> int:
    return count_word_edits(edit_words(before), edit_words(after))


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        ("The port is quiet.", "The port is quiet.", 0),
        ("The port is silent.", "The port is quiet.", 1),
        ("The port is quiet.", "The port is quiet today.", 1),
        ("The port is quiet.", "the port is quiet.", 1),
        ("The port is quiet", "The port is quiet.", 1),
        ("", "The port is quiet.", 5),
        ("The port is quiet.", "", 5),
        ("at noon the bell is rung.", "the bell is rung at noon.", 1),
        ("At noon the bell is rung.", "The bell is rung at noon.", 4),  # "At" and "the" are other words than wanted
        ("灯台は古い。", "灯台は新しい。", 2),
        ("昨日、船が港に入った。", "船が昨日、港に入った。", 1),
        ("GPSで測る。", "GNSSで測る。", 1),
    ],
)
def test_edits(before: str, after: str, count: int) -> None:
    assert edits(before, after) == count


def test_a_block_of_more_than_ten_words_is_moved_in_parts() -> None:
    """Snover et al. 2006 count a moved block as one edit; TERCOM moves ten words at most."""
    block = [str(number) for number in range(15)]
    rest = [f"w{number}" for number in range(20)]
    assert count_word_edits([*block[:10], *rest], [*rest, *block[:10]]) == 1
    assert count_word_edits([*block, *rest], [*rest, *block]) == 2


@given(words, words)
def test_no_edits_means_equal_and_shifts_never_cost_more_than_they_save(before: list[str], after: list[str]) -> None:
    count = count_word_edits(before, after)
    assert (count == 0) == (before == after)
    assert abs(len(before) - len(after)) <= count <= max(len(before), len(after))


@given(words.filter(bool), st.integers(0, 11), st.integers(1, 4), st.integers(0, 11))
def test_one_moved_block_of_different_words_is_one_edit(after: list[str], start: int, length: int, to: int) -> None:
    own = [f"{word}{number}" for number, word in enumerate(after)]
    block, rest = own[start : start + length], own[:start] + own[start + length :]
    moved = [*rest[:to], *block, *rest[to:]]
    assert count_word_edits(moved, own) == (moved != own)


def _changed(text: tuple[str, ...], chance: random.Random) -> list[str]:
    changed = list(text)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(changed))
        match chance.choice("adrmmm"):
            case "a":
                changed.insert(place, chance.choice(text))
            case "d" if len(changed) > 1:
                del changed[place]
            case "r":
                changed[place] = chance.choice(text)
            case _:
                end = place + chance.randint(1, 5)
                block, rest = changed[place:end], changed[:place] + changed[end:]
                to = chance.randint(0, len(rest))
                changed = [*rest[:to], *block, *rest[to:]]
    return changed


@pytest.mark.parametrize("text", [TEXT, JAPANESE], ids=["en", "ja"])
def test_the_count_is_that_of_sacrebleu(text: str) -> None:
    """It aligns within a beam and breaks ties otherwise, so that few counts differ, and both ways."""
    peer = needed("sacrebleu.metrics", install="tmflow[dev]").TER(
        normalized=False, no_punct=False, asian_support=False, case_sensitive=True
    )
    chance, whole = random.Random(7), edit_words(text)  # noqa: S311 - samples
    same = ours = theirs = total = 0
    for _ in range(300):
        start = chance.randrange(len(whole) - 8)
        after = whole[start : start + chance.randint(8, 40)]
        before = _changed(after, chance)
        count = count_word_edits(before, after)
        other = round(peer.sentence_score(" ".join(before), [" ".join(after)]).score * len(after) / 100)
        same, ours, theirs, total = same + (count == other), ours + count, theirs + other, total + len(after)
    assert same >= 0.95 * 300
    assert abs(ours - theirs) / total < 0.005
