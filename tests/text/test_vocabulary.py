"""The vocabulary that comes with tmflow."""

from importlib.resources import files


def test_the_vocabulary_is_sorted_and_lists_each_word_once() -> None:
    lines = (files("tmflow.text") / "vocabulary.tsv").read_text(encoding="utf-8").splitlines()
    entries = [line.split("\t") for line in lines]
    words = [japanese for japanese, _ in entries]
    assert words == sorted(set(words))
    assert len(words) > 10_000
    assert all(japanese and all(english.split("/")) for japanese, english in entries)
