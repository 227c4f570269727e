"""Rules on words written twice in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tmflow.check.finding import Fix, Severity
from tmflow.check.masking import prose_of
from tmflow.check.rule import Example, Fault, Rule
from tmflow.check.subject import Subject
from tmflow.model.bitext import Side
from tmflow.model.document import Span
from tmflow.model.language import Language

__all__ = ["RULES"]

_SMALL = "the|a|an|of|to|for|and|or|with|at|from|as|be|been|this|these|those|but|will|would|are|was|were|has|have|its|their|they|we|he|she|into|onto|which|who|when|where|than|then|by|if|about"
_MEANT = "had|that|very|many|much|more|really|long|ever|never|over|again|away|blah|knock|bang|well|there|good|long|same|only|high|such|hear|yeah|okay|step|side|just|tick|ding|dong|chop|woof|meow|dear|what|some|home|your|hers|ours|even|down|back|hush|wait|come|love|nice|sorry|thank|please|bread|deep|wide|soon|right|twenty|etcetera"
"""What may be said twice."""
_DOUBLED = {
    Language.EN: re.compile(
        rf"\b(?P<word>{_SMALL})\s+(?P=word)\b(?![-’'])|\b(?!(?:{_MEANT})\b)(?-i:(?P<content>[a-z]{{4,}}))\s(?P=content)\b(?![-’'])",
        re.IGNORECASE,
    ),
    Language.JA: re.compile(
        r"(?P<word>を)を|(?<=[一-鿿々ァ-ヴー」』）)])(?P<word2>から|まで|では|には)(?P=word2)(?![一-鿿]?[りっん])|(?<=[一-鿿々ァ-ヴー」』）)])(?P<word5>に|が)(?P=word5)(?=[一-鿿ァ-ヴー、。])"
        r"|(?P<word4>ともに|として|について|という|による)(?P=word4)|(?P<word3>[一-鿿]{3,}|[ァ-ヴー]{5,})(?P=word3)"
        r"|(?<![一-鿿々ァ-ヴー])(?P<word6>(?!日|次|人|口|手|山|村|家|町|国|代|上|下|中|前|後|奥|先|隣|時|年|月|次第|本当|実|絶対|非常)(?:[一-鿿]{1,4}|[ァ-ヴー]{2,8})(?:に|を|が|は|で|の|へ|と|から|まで))(?P=word6)"
    ),
}
"""What is not written twice on purpose: われわれ, まだまだ, ドキドキ, "had had", "that that" are."""


def _find_doubled(subject: Subject) -> Iterator[Fault]:
    for side in (Side.SOURCE, Side.TARGET):
        pattern = _DOUBLED[subject.language(side)]
        for unit, content in subject.iter_contents(side):
            if not subject.is_in_own_language(unit, side):
                continue
            for found in pattern.finditer(prose_of(content)):
                word = next(group for group in found.groups() if group)
                span = Span(*found.span())
                yield Fault(
                    message=f"{found.group()} stands twice",
                    unit=unit,
                    anchor=side,
                    source_span=span if side is Side.SOURCE else None,
                    target_span=span if side is Side.TARGET else None,
                    found=found.group(),
                    fix=Fix(side=side, span=span, text=word),
                )


RULES = (
    Rule(
        id="dup.word",
        severity=Severity.ERROR,
        summary="No word stands twice in a row: the the, をを, 港からから. Words that are doubled on purpose may.",
        why="The eye reads over it, and spell checkers let it pass.",
        good=Example(ja="港を見る。", en="They look at the harbor."),
        bad=Example(ja="港を見る。", en="They look at the the harbor."),
        find=_find_doubled,
    ),
)
