"""Rules on the register of Japanese: です and ます or だ and である, one of them for the author's own sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from itertools import groupby
from typing import NamedTuple

from tmflow.check.finding import Severity
from tmflow.check.masking import blank_spans
from tmflow.check.prose import Prose, iter_prose
from tmflow.check.rule import Example, Fault, Rule, Scope
from tmflow.check.subject import Subject
from tmflow.model.document import BlockKind
from tmflow.model.language import Language
from tmflow.text.terminal import excerpt

__all__ = ["RULES"]


class _Register(Enum):
    POLITE = "です/ます"
    PLAIN = "だ/である"


_QUOTED = re.compile("「[^「」]*(?:「[^「」]*」[^「」]*)*」|『[^『』]*』|“[^“”]*”|[（(][^（）()]*[）)]")
_SENTENCE = re.compile("(?<![^。！？!?])[^。！？!?]++[。！？!?]")
_ASKS = re.compile("(?:ください|下さい|なさい|ましょう|ごらん)[。！？!?]$")
"""A request stands in either register."""
_POLITE = re.compile("(?:です|ます|ました|ません|でした|でしょう|ましょう)(?:か|ね|よ|が|けど|から|よね)?[。！？!?]$")
_PLAIN = re.compile(
    "(?:だ|である|であった|であろう|だった|だろう|ではない|でない|という)。$"
    "|(?:[一-鿿々][\u3041-\u3096]{0,2}[うくすつむぶぐぬるただ]|[一-鿿]い|[しなさて](?:た|る|い)|(?:ある|いる|あった|いた|なる|なった|する|くる|きた)|[れせ](?:る|た)|できる|できた|ない|なかった|しい|くい|すい|(?<!みな)たい)。$"
)
_COPULA = re.compile("(?:である|であった|であろう|のだ|[一-鿿々ァ-ヶー]だ)。$")
"""What no sentence of a text in です/ます ends in; a plain verb may, where the writer thinks aloud."""
_ANNOUNCES = re.compile("[:：]$|次の(?:よう|とおり|通り)|以下|下記|引用|\ufffc[)）]?。?$")
_BLANK = "\u3000"
_MOST_OPEN_UNITS = 5
_MOST_SHARE = 0.2
"""Of an article's sentences, those in the other register that are slips rather than a voice of its own."""
_LEAST_SENTENCES = 4


class _Sentence(NamedTuple):
    """A sentence of the author's own that tells its register."""

    prose: Prose
    start: int
    end: int
    register: _Register


def _iter_sentences(prose: Iterable[Prose]) -> Iterator[_Sentence]:
    """Yield the sentences that end in either register; what is quoted or in brackets is somebody else's.

    A quotation may run over units and paragraphs; one that is not closed within a few was never opened.
    """
    opened = 0
    for one in prose:
        text = f"{'「' if opened else _BLANK}{one.text}"
        text = blank_spans(text, (found.span() for found in _QUOTED.finditer(text)), filler=_BLANK)
        start = text.rfind("「")
        opened = opened + 1 if start >= 0 and opened < _MOST_OPEN_UNITS else 0
        text = blank_spans(text, [(start, len(text))] if start >= 0 else (), filler=_BLANK)[1:]
        for found in _SENTENCE.finditer(text):
            register = _register_of(found.group().replace(_BLANK, ""))
            if register is not None:
                yield _Sentence(one, found.start(), found.end(), register)


def _register_of(sentence: str) -> _Register | None:
    if _ASKS.search(sentence):
        return None
    return _Register.POLITE if _POLITE.search(sentence) else _Register.PLAIN if _PLAIN.search(sentence) else None


def _find_mixed(subject: Subject) -> Iterator[Fault]:
    prose = [one for one in iter_prose(subject, Language.JA) if one.kind is BlockKind.PARAGRAPH]
    sentences = list(_iter_sentences(prose))
    blocks = [list(group) for _, group in groupby(prose, key=lambda one: one.block)]
    told = [[sentence for sentence in sentences if sentence.prose.block == block[0].block] for block in blocks]
    counts = Counter(sentence.register for sentence in sentences)
    if len(counts) < len(_Register) or counts.total() < _LEAST_SENTENCES:
        return
    (usual, _), (rare, number) = counts.most_common()
    if number > _MOST_SHARE * counts.total():
        return
    for at, said in enumerate(told):
        is_alone = all(sentence.register is rare for sentence in said)
        if is_alone and (rare is _Register.PLAIN or _is_another_voice(at, blocks, told, rare)):
            continue
        for one, start, end, register in said:
            if register is rare and (rare is _Register.POLITE or _COPULA.search(one.text[start:end])):
                quoted = excerpt(one.text[start:end].strip())
                yield one.fault(f"in {rare.value}, where the article is in {usual.value}: {quoted}", start, end)


def _is_another_voice(
    at: int, blocks: Sequence[Sequence[Prose]], told: Sequence[Sequence[_Sentence]], rare: _Register
) -> bool:
    """Whether a paragraph that is all in the rarer register is quoted without marks: announced, or not the only one."""
    before = next((block for block in reversed(blocks[:at]) if block), None)
    if before is not None and _ANNOUNCES.search(before[-1].text.rstrip()):
        return True
    near = [*told[max(0, at - 2) : at], *told[at + 1 : at + 3]]
    return len(told[at]) > 1 or any(sentence.register is rare for sentences in near for sentence in sentences)


RULES = (
    Rule(
        id="ja.register",
        severity=Severity.WARNING,
        summary="です/ます or だ/である, one of them throughout. Quotations and paragraphs that are somebody else's are left alone.",
        why="A change of register is a change of speaker.",
        good=Example(
            ja="港は古い。灯台は新しい。橋は1990年に完成した。船は毎日出る。魚市場もある。",
            en="The harbor is old. The lighthouse is new. The bridge was finished in 1990. Ships leave every day. There is a fish market, too.",
        ),
        bad=Example(
            ja="港は古い。灯台は新しい。橋は1990年に完成しました。船は毎日出る。魚市場もある。",
            en="The harbor is old. The lighthouse is new. The bridge was finished in 1990. Ships leave every day. There is a fish market, too.",
        ),
        find=_find_mixed,
        scope=Scope.ARTICLE,
    ),
)
