"""What the data categories of a term mean: those of the TBX standards, and those that tools use in their place.

A category is compared without case, blanks and marks, so that "administrativeStatus" and "Administrative status" are one.
References: TBX-Basic, LTAC Global, version 1.2.1; ISO 30042:2019; TBX-Basic, LISA OSCAR, 2008.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import IntEnum
from typing import Final

from tmflow.model.glossary import PartOfSpeech

__all__ = ["FIELD_OF", "NAME_SUBSET", "PROPER_NOUNS", "YES", "TermStatus", "folded", "part_of_speech_of", "status_of"]

NAME_SUBSET: Final = "name"
"""The `projectSubset` of a term that is a name: TBX-Basic has no category for that."""

PROPER_NOUNS: Final = frozenset({"propernoun", "propername", "固有名詞"})
YES: Final = frozenset({"true", "yes", "1"})
"""Folded values."""

_NOT_WORD = re.compile(r"[\W_]+")


class TermStatus(IntEnum):
    """Whether a form should be used, the best first."""

    PREFERRED = 0
    ADMITTED = 1
    FORBIDDEN = 2


FIELD_OF: Final[Mapping[str, str]] = {
    **dict.fromkeys(("note", "usagenote", "comment", "remark", "remarks", "explanation", "備考"), "note"),
    **dict.fromkeys(("subjectfield", "subject", "domain", "分野"), "subject"),
    **dict.fromkeys(("definition", "定義", ""), "definition"),
    **dict.fromkeys(
        ("context", "example", "examplesentence", "samplesentence", "usageexample", "例文", "用例"), "context"
    ),
    **dict.fromkeys(
        ("administrativestatus", "normativeauthorization", "usagestatus", "termstatus", "status"), "status"
    ),
    **dict.fromkeys(("partofspeech", "pos", "wordclass", "品詞"), "part_of_speech"),
    "projectsubset": "subset",
    **dict.fromkeys(("forbidden", "禁止"), "forbidden"),
    "preferred": "preferred",
}
"""Folded category to what it tells. A `descrip` without a type is a definition to the Translate Toolkit."""

_STATUSES: Final[Mapping[str, TermStatus]] = {
    **dict.fromkeys(("preferred", "standardized", "recommended"), TermStatus.PREFERRED),
    **dict.fromkeys(("admitted", "allowed", "permitted", "regulated", "legal"), TermStatus.ADMITTED),
    **dict.fromkeys(
        ("deprecated", "superseded", "forbidden", "obsolete", "prohibited", "notrecommended", "donotuse"),
        TermStatus.FORBIDDEN,
    ),
}


_PARTS_OF_SPEECH: Final[Mapping[str, PartOfSpeech]] = {
    **{one.value: one for one in PartOfSpeech},
    "名詞": PartOfSpeech.NOUN,
    "動詞": PartOfSpeech.VERB,
    "形容詞": PartOfSpeech.ADJECTIVE,
    "副詞": PartOfSpeech.ADVERB,
}


def folded(text: str) -> str:
    """Return a category or a value as it is compared.

    >>> folded("Administrative status"), folded("deprecatedTerm-admn-sts")
    ('administrativestatus', 'deprecatedtermadmnsts')
    """
    return _NOT_WORD.sub("", text).casefold()


def status_of(text: str) -> TermStatus | None:
    """Return the status that a value tells, None if it tells none.

    >>> [status_of(text) for text in ("preferredTerm-admn-sts", "Obsolete", "draft")]
    [<TermStatus.PREFERRED: 0>, <TermStatus.FORBIDDEN: 2>, None]
    """
    word = folded(text)
    return next((status for known, status in _STATUSES.items() if word.startswith(known)), None)


def part_of_speech_of(text: str) -> PartOfSpeech | None:
    """Return the part of speech that a value tells, None if it is none of TBX-Basic's.

    >>> part_of_speech_of("Noun")
    <PartOfSpeech.NOUN: 'noun'>
    """
    return _PARTS_OF_SPEECH.get(folded(text))
