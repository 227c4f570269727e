"""Denials that a clause has lost, word by word of the vocabulary: 謝らなかった and "apologized", however much else is denied."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tmflow.text.tokens import STOP_WORDS, english_stem
from tmflow.text.vocabulary import built_in_words, phrase_stems

__all__ = ["denies_otherwise", "loses_second_denial"]

_KEY_CHARS = 5
_STEM = r"(?P<word>[一-鿿々]{1,4}[ぁ-ん]?|[ァ-ヴー]{2,12})"
_DENIED_JA = re.compile(
    _STEM
    + r"(?:(?:[ぁ-ん]{0,3}?(?:は|も)?(?:[し]?(?:て|で)(?:は|も)?(?:い|き|お)?)?(?:ら)?|する(?:予定|計画|考え|つもり|方針|必要|意向|気)(?:は|も|が)|[でに]?(?:は|も|が))(?:な(?:い|かった)(?!か[。？、])|ません|ず(?=[、。にだ])|ぬ(?=[、。ま])))"
)
"""A word of kanji or katakana and what denies it."""
_NOT_DENYING = re.compile(
    "つない[でだ]|ないで(?:すか|しょうか)|ませんか|かもしれな|かも知れな|に違いな|なければ|なくては|ねば|ざるを得|に過ぎな|にすぎな|ほかな|他な|わけではな|訳ではな|限らな|とは言え|とはいえ|とも言え|だけでな|だけで(?:は)?な|のみなら|ばかりか|しか[^。、]{0,14}な|まもな|間もな|やむを得|問題[はもが]?な|わけでも|のではない|ではないか|少なくな|かねな|欠かせな|ようにな|ことはな|ものはな|ほどな|よりな|違いな|変わらな|絶えな|もとより|言うまでも|を問わ|にもかかわら|関わら|相変わらず|思わず|必ず|まず|わずか|はず|ずつ|いずれ|やまな|止まな|なら|な(?:い|かっ)[^。、]{0,6}(?:な(?:い|かっ)|ません)|すぎ|過ぎ|うちに|まで|より|限り|ても|とも|ば[、 ]"
)
_CLAUSE_END_JA = re.compile("[、。]")
_CLAUSE_EN = re.compile(
    r"[,;:.!?()—–]|\b(?:and|but|while|though|although|because|since|who|which|whose|where|when)\b",
    re.IGNORECASE,
)
_NO_EN = re.compile(
    r"\b(?:not|cannot|never|no|none|nobody|nothing|nowhere|neither|nor|without|fail\w*|lack\w*|refus\w*|declin\w*|unable|hardly|barely|scarcely|rarely|seldom|few\w*|little|less|least|only|unless|until|till|yet|stop\w*|ceas\w*|quit\w*|rather|instead"
    r"|den(?:y|ies|ied|ial)|reject\w*|prevent\w*|avoid\w*|ban\w*|block\w*|too|than|out|off|away|against|beyond|far\sfrom|impossib\w*|in(?:ab|acc|act|ade|app|att|cap|com(?:pl|pat)|conv|correct|cred|decis|eff|elig|evit|exact|exper|flex|freq|just|oper|opport|secur|sens|signif|solub|stab|suff|toler|valid|vis|volunt|ed[ie]b)[a-z]+|im(?:pos|pr[ao]|m[ao]|par|pe[rn]|pol|pat)[a-z]+|ir(?:r[aer])[a-z]+|il(?:leg|li|lo)[a-z]+|un[a-z]{3,}|dis[a-z]{4,}|mis[a-z]{3,}|non\w+|free|absen\w*|still|remain\w*|any\w*|doubt\w*|wrong\w*|hard|difficult\w*|if|whether|end\w*|exempt\w*|ignor\w*|abandon\w*|withh\w+|withdr\w+|skip\w*|drop\w*|last|once|former\w*|except|spar\w*"
    r"|oppos\w*|\w+less\w*|first|regardless|despite|even|short|halt\w*|keep\w*|kept|ruled|struggl\w*|resist\w*|low|poor\w*|fine|abst\w+|forg[eo]\w*|miss\w*|los[et]\w*|vain|empty|would|could|should|might|may|question\w*|who|what|why|how)\b|n[’']t\b|\?",
    re.IGNORECASE,
)
_DENIED_EN = re.compile(
    r"(?:\b(?:not|cannot|never|no\slonger)|n[’']t)\s(?:(?:be|been|being|have|has|had|yet|even|ever|\w+ly|to)\s){0,2}(?P<word>[a-z]{4,})\b",
    re.IGNORECASE,
)
_NO_JA = re.compile(
    r"な[いかくけさし]|ず|ぬ|ません|まい|ん[。」とで]|[らわかば]ん|かね|[未不無非否欠失反禁止断拒免絶脱休除離誤難逆空違別避抜辞嫌閉消終]|しか|だけ|のみ|以外|ゼロ|やめ|控え|見送|困|迷|初めて|はじめて|ようやく|やっと|ついに|てから|より|むしろ|前に|まで|もう|もはや|遅|延期|以来|ぶり|まま|すぎ|過ぎ|少|低|か[。？]|ても|とも|悪|忘|ほど|くらい|わけで|平気|異な|違[いうっ]|ほか|たら|れば|なら|もし|うち|せず|疑"
)
_COUNTED_JA = re.compile(
    "な(?:い(?!(?:です|でしょう|だろう)か)|かっ|く(?!な[っりるろ]))|ません(?!でしょうか|か)|(?:[^一-鿿おみまはい]|[一-鿿]ま)ず(?=[、。にだ])|ぬ[、。]|[うくすつぬむるぐぶ]な(?=[。！」]|$)"
)
_PREFIXED_JA = re.compile("未(?!明|来|満|遂)|不|(?<!是)非(?!常|難|業)")
"""No in a word of its own, which English may have without one."""
_COUNTED_EN = re.compile(
    r"\b(?:not|cannot|never|no|none|nobody|nothing|nowhere|neither|nor|without|yet\sto|all\sbut|few(?:er)?|less|fail\w*|refus\w*|declin\w*|defy|defi\w+|lack\w*|hardly|barely|rarely|seldom|unable|impossib\w*|rul\w+\sout|deny|den(?:ies|ied))\b|n[’']t\b",
    re.IGNORECASE,
)
_PREFIXED_EN = re.compile(r"\b(?:un[a-z]{4,}|ir[a-z]{5,}|dis[a-z]{5,})\b", re.IGNORECASE)
_TWICE = re.compile(
    "な(?:い|かった)(?:と|とは|とも)(?:言え|いえ|言い切れ|言いきれ|断言でき|限ら)な[いか]|な(?:い|かった)わけで(?:は|も)な|なくはな|ないで(?:は|も)な"
)
"""A denial that is denied."""
_HEDGED_NO = re.compile(
    r"\b(?:say|said|mean\w*|necessarily|entirely|wholly|completely|altogether|always|without|un[a-z]{3,}|deny|denied|rul\w+|doubt\w*|not\sthat|but|although|guarantee\w*|certain|sure|can|cannot|could|rule|exclude\w*|claim\w*|argue\w*|possible|may|might|all|every|everyone|everything)\b",
    re.IGNORECASE,
)
_IDIOMS_EN = re.compile(
    r"\bnot\s(?:only|just|least|long|until|all|every|necessarily|so|too|much|far|that|because|mean)\b|n[’']t\s(?:only|just|until|help|mean|because|necessarily|all|think|believe|know|say|everyone|everything)\b|\b(?:if|whether|or|why|could|can)\s(?:not|n[’']t)\b|\?|never\s(?:before|again|mind|fail\w*)|cannot\sbut|\bno\slonger\b(?=.*\bno\slonger\b)",
    re.IGNORECASE,
)
_VERB = re.compile("(?<![一-鿿々])[一-鿿][ぁ-ん]")
_WORD = re.compile(r"[A-Za-z]+(?:[’'-][A-Za-z]+)*")
_WEAK = frozenset({"mak", "tak", "giv", "com", "get", "hav", "see", "put", "let", "keep", "go", "us", "peopl", "man", "on", "thing", "wai", "tim", "dai", "year", "good", "well", "part", "work", "need", "sai", "tell", "know", "think", "feel", "hold", "turn", "bring", "carri", "lik", "want", "becom", "person"})  # fmt: skip
"""Stems that stand for too many words to be sure of any."""


def denies_otherwise(japanese: str, english: str, *, is_japanese_denied: bool) -> bool:
    """Whether one side denies a word and the other has it in a clause that denies nothing.

    >>> denies_otherwise("館長は謝らなかったが、誰も怒らなかった。", "The director apologized, and no one was angry.", is_japanese_denied=True)
    True
    >>> denies_otherwise("館長は謝ったが、誰も許さなかった。", "The director never apologized, and no one forgave him.", is_japanese_denied=False)
    True
    >>> denies_otherwise("館長は謝らなかった。", "The director would not apologize.", is_japanese_denied=True)
    False
    """
    here, there = _count(_COUNTED_JA, _NOT_DENYING.sub(" ", japanese)), _count(_COUNTED_EN, english)
    if is_japanese_denied:
        there += _count(_PREFIXED_EN, english)
        return here > there and any(_is_said_in_english(word, english) for word in _iter_denied(japanese))
    if there <= _count(_COUNTED_JA, japanese) + _count(_PREFIXED_JA, japanese) or _IDIOMS_EN.search(english):
        return False
    return any(_is_said_in_japanese(found["word"], japanese) for found in _DENIED_EN.finditer(english))


def loses_second_denial(japanese: str, english: str) -> bool:
    """Whether the Japanese denies a denial, and the English has a plain one.

    >>> loses_second_denial("問題がなかったとは言えない。", "There was no problem.")
    True
    >>> loses_second_denial("問題がなかったとは言えない。", "It cannot be said that there was no problem.")
    False
    """
    is_twice = _TWICE.search(japanese) is not None and _count(_COUNTED_JA, japanese) == 2  # noqa: PLR2004 - the two that make one yes
    return is_twice and _count(_COUNTED_EN, english) == 1 and _HEDGED_NO.search(english) is None


def _count(pattern: re.Pattern[str], text: str) -> int:
    return sum(1 for _ in pattern.finditer(text))


def _iter_denied(text: str) -> Iterator[str]:
    for found in _DENIED_JA.finditer(text):
        clause_end = _CLAUSE_END_JA.search(text, found.end())
        rest = text[found.start() : clause_end.end() if clause_end else len(text)]
        if not _NOT_DENYING.search(rest):
            yield found["word"]


def _keys(term: str) -> set[str]:
    words = built_in_words()
    return {
        stem[:_KEY_CHARS]
        for phrase in words.translations(term)
        for stem in phrase_stems(phrase)
        if len(phrase_stems(phrase)) == 1 and stem not in _WEAK and len(stem) > 2  # noqa: PLR2004 - shorter ones tell little
    }


def _is_said_in_english(word: str, english: str) -> bool:
    """Whether every clause that has a translation of a word denies nothing, and there is one."""
    keys = set().union(*(_keys(word[:length]) for length in range(len(word), 0, -1) if length > 1 or len(word) < 3))  # noqa: PLR2004 - a word as short as that
    if not keys:
        return False
    said = 0
    for clause in _CLAUSE_EN.split(english):
        words = [found.group() for found in _WORD.finditer(clause)]
        if any(english_stem(one)[:_KEY_CHARS] in keys for one in words if one.lower() not in STOP_WORDS):
            said += 1
            if _NO_EN.search(clause):
                return False
    return said == 1


def _is_word(text: str, at: int, term: str) -> bool:
    """Whether a term is a word of its own: of one kanji, a verb that begins with it."""
    return len(term) > 1 or _VERB.match(text, at) is not None


def _is_said_in_japanese(word: str, japanese: str) -> bool:
    key = english_stem(word)[:_KEY_CHARS]
    if word.lower() in STOP_WORDS or english_stem(word) in _WEAK:
        return False
    places = [
        (at, term)
        for at, term in built_in_words().iter_all_terms(japanese)
        if _is_word(japanese, at, term) and key in _keys(term)
    ]
    if not places:
        return False
    for at, _ in places:
        begin = max(japanese.rfind("、", 0, at), japanese.rfind("。", 0, at)) + 1
        end = min((place for mark in "、。" if (place := japanese.find(mark, at)) >= 0), default=len(japanese))
        if _NO_JA.search(japanese[begin : end + 1]):
            return False
    return True
