import pytest

from tmflow.text.tokens import content_tokens, english_stem


@pytest.mark.parametrize(
    "forms",
    [
        ("use", "uses", "used", "using"),
        ("city", "cities"),
        ("stop", "stops", "stopped", "stopping"),
        ("go", "goes", "went", "gone"),
        ("child", "children", "child’s"),
        ("quick", "quickly"),
        ("try", "tries", "tried", "trying"),
    ],
)
def test_forms_of_a_word_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({english_stem(form) for form in forms}) == 1


@pytest.mark.parametrize(("first", "second"), [("his", "he"), ("bus", "but"), ("sing", "sin"), ("bed", "b")])
def test_other_words_do_not(first: str, second: str) -> None:
    assert english_stem(first) != english_stem(second)


def test_japanese_runs_and_bigrams() -> None:
    assert content_tokens("町議会はフェリーを", language="ja") == ("町議会", "町議", "議会", "フェリー")


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="is not"):
        content_tokens("x", language="fr")
