"""What the data categories of TBX mean: those of the standards, and those that tools use in their place.

A category is compared without case, blanks and marks, so that "administrativeStatus" and "Administrative status" are one.
References: TBX-Basic, LTAC Global, version 1.2.1; ISO 30042:2019; TBX-Basic, LISA OSCAR, 2008.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import IntEnum
from typing import Final

from tmflow.model.glossary import PartOfSpeech

__all__ = ["FIELD_OF", "NAME_SUBSET", "PROPER_NOUN", "TermStatus", "folded", "part_of_speech_of", "status_of"]

NAME_SUBSET: Final = "name"
"""The `projectSubset` of a term that is a name: TBX-Basic has no category for that."""

PROPER_NOUN: Final = "propernoun"
_NOT_WORD = re.compile(r"[\W_]+")


class TermStatus(IntEnum):
    """Whether a form should be used, the best first."""

    PREFERRED = 0
    ADMITTED = 1
    FORBIDDEN = 2


FIELD_OF: Final[Mapping[str, str]] = {
    **dict.fromkeys(("note", "usagenote", "comment", "remark", "remarks", "explanation"), "note"),
    **dict.fromkeys(("subjectfield", "subject", "domain"), "subject"),
    **dict.fromkeys(("definition", ""), "definition"),
    **dict.fromkeys(("context", "example", "examplesentence", "samplesentence", "usageexample"), "context"),
    **dict.fromkeys(
        ("administrativestatus", "normativeauthorization", "usagestatus", "termstatus", "status"), "status"
    ),
    **dict.fromkeys(("partofspeech", "pos", "wordclass"), "part_of_speech"),
    "projectsubset": "subset",
    "forbidden": "forbidden",
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
    return next((one for one in PartOfSpeech if one.value == folded(text)), None)
