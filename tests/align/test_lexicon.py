from tmflow.align.learning import learn_associations
from tmflow.align.lexicon import Lexicon, LinkedPair


def pair(japanese: str, english: str) -> LinkedPair:
    return LinkedPair(frozenset(japanese.split()), frozenset(english.split()), 1.0)


def test_longest_match_wins() -> None:
    assert list(Lexicon.build([("潮位計", "tide gauge"), ("潮位", "tide level")]).iter_terms("潮位計")) == ["潮位計"]


def test_a_single_kanji_counts_only_alone() -> None:
    lexicon = Lexicon.build()
    assert "海" in list(lexicon.iter_terms("海は青い"))
    assert "海" not in list(lexicon.iter_terms("海苔を買う"))


def test_katakana_is_not_cut() -> None:
    assert "パン" not in list(Lexicon.build().iter_terms("パンダがいる"))


def test_dictionary_forms_are_found_inflected() -> None:
    assert "繕" in list(Lexicon.build([("繕う", "mend")]).iter_terms("網を繕った"))


def test_sentences_are_examples_and_no_terms() -> None:
    sentence = "町議会は先月の会合で八千人の住民に二つの案を示した。"
    lexicon = Lexicon.build([(sentence, "The council put two plans before its residents last month.")])
    assert sentence not in list(lexicon.iter_terms(sentence))
    assert "counc" in {word[:5] for word in lexicon.examples[0].english}


def test_a_given_word_outweighs_a_built_in_one() -> None:
    given = Lexicon.build([("港", "harbourage")]).translations("港")
    assert given["harbourag"] > given["port"]


def test_words_that_stand_together_are_learned() -> None:
    pairs = [
        pair("岸壁 町", "quay town"),
        pair("岸壁 船", "quay boat"),
        pair("町 船", "town boat"),
        pair("空", "sky"),
        pair("雲", "cloud"),
    ]
    learned = learn_associations(pairs)
    assert learned["岸壁"][0].word == "quay"
    assert "空" not in learned


def test_a_word_does_not_speak_for_the_bead_it_was_learned_from() -> None:
    pairs = [pair("岸壁", "quay"), pair("岸壁", "quay"), pair("町", "town"), pair("空", "sky"), pair("雲", "cloud")]
    (association,) = learn_associations(pairs)["岸壁"]
    assert association.trust() > association.trust(without=1) > 0
    assert association.trust(without=2) == 0.0
