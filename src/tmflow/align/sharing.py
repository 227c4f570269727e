"""What two texts can share, feature by feature: values, names, strings, words, and the words of a machine translation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tmflow.align.answers import Answer, Columns, Feature, SignalKind, value_trust
from tmflow.align.evidence import Evidence
from tmflow.align.features import Profile
from tmflow.align.learning import Association
from tmflow.align.lexicon import Lexicon
from tmflow.text.names import SoundForm, iter_alike, katakana_sound, latin_sounds
from tmflow.text.tokens import STOP_WORDS, english_stem, iter_english_tokens, iter_japanese_tokens

__all__ = ["Drafts", "SharedFeatures"]

_STRING_TRUST = 0.8
_NAME_LIKENESS, _SURE_LIKENESS = 0.68, 0.85
_NAME_TRUST, _SURE_NAME_TRUST = 0.5, 0.8
_DRAFT_TRUST = 0.55
"""How often a word of a machine translation stands in a person's too; lower than it could be, for engines differ."""
_UNANSWERED_TRUST = 0.35
"""Of a word none of whose translations stands anywhere in the other text: its translator may have another one."""


@dataclass(frozen=True, slots=True)
class Drafts:
    """Machine translations by the index of the segment they are of, of Japanese ones or of English ones."""

    of_japanese: Mapping[int, str] = field(default_factory=dict)
    of_english: Mapping[int, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.of_japanese or self.of_english)

    @property
    def are_complete(self) -> bool:
        """Whether no draft is empty: only then does a word that stands in none speak against a bead."""
        return all(self.of_japanese.values()) and all(self.of_english.values())

    def keys_of_english(self, index: int) -> Iterator[str]:
        """Yield a key for each Japanese content word of an English segment's translation."""
        yield from (f"draft:{word}" for word in dict.fromkeys(iter_japanese_tokens(self.of_english.get(index, ""))))


class SharedFeatures:
    """What the segments of two sides can share, whatever is learned of them later."""

    def __init__(
        self,
        japanese: Sequence[Profile],
        english: Sequence[Profile],
        *,
        lexicon: Lexicon,
        drafts: Drafts | None = None,
    ) -> None:
        drafts = drafts or Drafts()
        self._columns = Columns(
            [(*_english_keys(profile), *drafts.keys_of_english(profile.index)) for profile in english]
        )
        self._words = [profile.words for profile in japanese]
        names = _NameTable(profile.strings for profile in english)
        terms = _TermTable(lexicon, self._columns.keys)
        self._rows = [
            {
                **_value_features(profile),
                **_string_features(profile, self._columns.keys),
                **_spoken_features(profile, names, terms),
            }
            for profile in japanese
        ]
        if drafts:
            for profile, features in zip(japanese, self._rows, strict=True):
                features.update(_draft_features(profile, features, drafts, self._columns.keys))

    def evidence(self, learned: Mapping[str, Sequence[Association]], homes: Mapping[int, tuple[int, int]]) -> Evidence:
        """Return the evidence.

        learned: associations of an earlier pass over the same pair, empty in the first;
        homes: the columns [low, high) each row was linked with in that pass, where a word must not speak for itself.
        """
        answers = {
            word: found
            for word, others in learned.items()
            if (
                found := [
                    Answer(key, other.trust(), other.trust(without=1))
                    for other in others
                    if (key := f"word:{other.word}") in self._columns.keys
                ]
            )
        }
        rows = [
            self._with_learned(features, words, answers) if answers else features
            for features, words in zip(self._rows, self._words, strict=True)
        ]
        return Evidence(rows, self._columns, homes)

    @staticmethod
    def _with_learned(
        features: Mapping[str, Feature], words: Sequence[str], learned: Mapping[str, list[Answer]]
    ) -> dict[str, Feature]:
        """Return a row's features with what was learned; a part of a longer run that is answered is none of its own."""
        result = dict(features)
        for word in words:
            answers = learned.get(word)
            if answers is None:
                continue
            name = f"t:{word}"
            known = features.get(name)
            if known is not None:
                result[name] = Feature(known.kind, [*known.answers, *answers], is_expected=known.is_expected)
            elif not any(word in other for other in result):
                result[name] = Feature(SignalKind.LEARNED, answers, is_expected=False)
        return result


def _english_keys(profile: Profile) -> Iterator[str]:
    yield from profile.values
    yield from (f"code:{text}" for text in profile.codes)
    yield from (f"word:{word}" for word in profile.words)
    yield from (f"word:{word}" for word in profile.function_words)


def _value_features(profile: Profile) -> dict[str, Feature]:
    return {f"v:{key}": Feature(SignalKind.VALUES, [_plain(key, value_trust(key)[0])]) for key in profile.values}


def _plain(key: str, trust: float) -> Answer:
    """Return an answer that needs no caution where it stands."""
    return Answer(key, trust, trust)


def _string_features(profile: Profile, keys: Container[str]) -> dict[str, Feature]:
    features: dict[str, Feature] = {}
    for text in profile.strings:
        key = f"word:{english_stem(text)}"
        if key in keys and text not in STOP_WORDS:
            features[f"s:{text}"] = Feature(SignalKind.STRINGS, [_plain(key, _STRING_TRUST)])
    for text in profile.codes:
        if f"code:{text}" in keys:
            features[f"c:{text}"] = Feature(SignalKind.STRINGS, [_plain(f"code:{text}", _STRING_TRUST)])
    return features


def _draft_features(
    profile: Profile, known: Mapping[str, Feature], drafts: Drafts, keys: Container[str]
) -> dict[str, Feature]:
    """Return the words of a segment's machine translation, and its words that the other side's have; no key serves twice."""
    taken = {answer.key for feature in known.values() for answer in feature.answers}
    wanted = [f"word:{stem}" for stem in dict.fromkeys(iter_english_tokens(drafts.of_japanese.get(profile.index, "")))]
    if drafts.of_english:
        wanted += [f"draft:{word}" for word in profile.words]
    return {
        f"m:{key}": Feature(
            SignalKind.MT,
            [_plain(key, _DRAFT_TRUST)] if key in keys else [],
            is_expected=drafts.are_complete or bool(drafts.of_japanese),
            least_trust=_DRAFT_TRUST,
        )
        for key in wanted
        if key not in taken
    }


def _spoken_features(profile: Profile, names: _NameTable, terms: _TermTable) -> dict[str, Feature]:
    """Return the features of a segment's words: what they sound like and what the lexicon says. One run is one feature."""
    features: dict[str, Feature] = {}
    for word in profile.katakana:
        if answers := names.answers(word):
            sure = answers[0].trust >= _SURE_NAME_TRUST
            features[f"t:{word}"] = Feature(SignalKind.NAMES, list(answers), is_expected=sure)
    for term in terms.of(profile):
        known = features.get(f"t:{term}")
        if known is None:
            features[f"t:{term}"] = Feature(SignalKind.WORDS, list(terms.answers(term)), least_trust=_UNANSWERED_TRUST)
        else:
            known.answers.extend(terms.answers(term))
    return features


class _TermTable:
    """The answers of the lexicon's terms that some English segment shows."""

    def __init__(self, lexicon: Lexicon, keys: Container[str]) -> None:
        self._keys = keys
        self._lexicon = lexicon
        self._known: dict[str, tuple[Answer, ...]] = {}

    def of(self, profile: Profile) -> Iterator[str]:
        """Yield the terms of a segment that have answers."""
        return self._lexicon.iter_terms(profile.text)

    def answers(self, term: str) -> tuple[Answer, ...]:
        """Return the answers of a term."""
        found = self._known.get(term)
        if found is None:
            answers = (
                _plain(key, trust)
                for stem, trust in sorted(self._lexicon.translations(term).items())
                if (key := f"word:{stem}") in self._keys
            )
            found = self._known[term] = tuple(answers)
        return found


class _NameTable:
    """The Latin words of one side by the class of their first consonant, to find what a katakana word spells."""

    def __init__(self, strings: Iterable[Iterable[str]]) -> None:
        self._words: dict[str, list[str]] = defaultdict(list)
        self._sounds: dict[str, list[SoundForm]] = defaultdict(list)
        for word in sorted({word for words in strings for word in words} - STOP_WORDS):
            for form in latin_sounds(word):
                self._words[form.skeleton[:1]].append(english_stem(word))
                self._sounds[form.skeleton[:1]].append(form)
        self._known: dict[str, tuple[Answer, ...]] = {}

    def answers(self, katakana: str) -> tuple[Answer, ...]:
        """Return the answers of a katakana word that sound like it, likest first."""
        found = self._known.get(katakana)
        if found is None:
            found = self._known[katakana] = tuple(self._find(katakana))
        return found

    def _find(self, katakana: str) -> Iterator[Answer]:
        sound = katakana_sound(katakana)
        head = sound.skeleton[:1]
        best: dict[str, float] = {}
        for place, likeness in iter_alike(sound, self._sounds.get(head, ()), least=_NAME_LIKENESS):
            stem = self._words[head][place]
            best[stem] = max(best.get(stem, 0.0), likeness)
        ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))[:4]
        top = ranked[0][1] if ranked else 0.0
        for stem, likeness in ranked:
            if likeness >= top - 0.1:
                yield _plain(f"word:{stem}", _SURE_NAME_TRUST if likeness >= _SURE_LIKENESS else _NAME_TRUST)
