"""Law of the concordance: the compiled index finds what reading every text finds, in the same order."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tmflow.memory import index, index_file
from tmflow.memory.concordance import find_spans, sure_part
from tmflow.memory.sqlite import SqliteStore
from tmflow.memory.store import facing
from tmflow.model.language import Language, LanguagePair
from tmflow.model.match import MemoryEntry
from tmflow.text.normalize import match_key

# Width, case, blanks of all kinds, marks that compose or not, before and behind a letter, a NUL, half a character.
LETTERS = '港湾かがハバあaAbeé\u0301\u0338ｶﾞ\u3099\u309b゜〇ー・･，．1１<≮“"…. \u3000\u00a0\t\0\u2028한ſKß㈱\ud800🏮'
ALPHABET = LETTERS.replace("\ud800", "")
TEXTS = st.text(alphabet=ALPHABET, min_size=1, max_size=10).filter(lambda text: bool(text.strip()))
ENTRIES = st.lists(
    st.builds(
        MemoryEntry,
        source=TEXTS,
        target=TEXTS,
        pair=st.sampled_from([LanguagePair(Language.JA, Language.EN), LanguagePair(Language.EN, Language.JA)]),
        draft=st.booleans(),
    ),
    max_size=12,
)
Place = tuple[str, str, Language]


def found(store: SqliteStore, query: str, language: Language | None) -> list[Place]:
    places = store.iter_containing(query, language=language, include_drafts=False)
    return [
        (entry.source, entry.target, side) for entry, side in places if find_spans(facing(entry, side).source, query)
    ]


@settings(max_examples=200, deadline=None)
@given(
    old=ENTRIES,
    gone=ENTRIES,
    young=ENTRIES,
    query=st.text(alphabet=ALPHABET, min_size=1, max_size=3),
    language=st.sampled_from([None, *Language]),
)
def test_compiled_or_not_the_answer_is_the_same(
    old: list[MemoryEntry], gone: list[MemoryEntry], young: list[MemoryEntry], query: str, language: Language | None
) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(index_file, "_PART_KEYS", 3)
        store = SqliteStore(Path(folder, "memory.sqlite"))
        store.replace_document("b", "", old)
        store.replace_document("a", "", gone)
        patch.setattr(index, "_SMALL_KEYS", 0)
        store.prepare_search()
        store.replace_document("a", "", young)
        compiled = found(store, query, language)
        for path in Path(folder).glob("*.index"):
            path.unlink()
        assert compiled == found(store, query, language)
        store.close()


@settings(max_examples=1000)
@given(
    before=st.text(alphabet=LETTERS, max_size=4),
    query=st.text(alphabet=LETTERS, min_size=1, max_size=5),
    after=st.text(alphabet=LETTERS, max_size=4),
)
def test_what_holds_a_query_holds_its_sure_part(before: str, query: str, after: str) -> None:
    text = before + query + after
    if find_spans(text, query):
        assert sure_part(query).lower() in match_key(text).lower()


def test_every_character_that_is_sure_is_its_own_key() -> None:
    sure = [chr(code) for code in range(0x10000) if sure_part(chr(code)) == chr(code)]
    assert re.findall("[ -~]", "".join(sure)) == [chr(code) for code in range(0x21, 0x7F)]
    assert all(match_key(sign) == sign for sign in sure)
