"""Rules on quotations: what somebody says is told from what the author says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tmflow.check.finding import Severity
from tmflow.check.neighbors import around
from tmflow.check.rule import Example, Fault, Rule
from tmflow.check.rules.quoted import looks_like_clause
from tmflow.check.subject import Subject
from tmflow.model.bitext import Side
from tmflow.model.document import Span
from tmflow.model.language import Language
from tmflow.text.terminal import excerpt

__all__ = ["RULES"]

_QUOTED = {Language.JA: re.compile("「([^「」]+)」"), Language.EN: re.compile('(?:“|(?<![0-9])")([^“”"]+)[”"]')}
_MARKS = {
    Language.JA: re.compile('[「」『』“”"‘’《》〈〉【】]'),
    Language.EN: re.compile("[“”\"‘’«»]|(?<!\\w)'|'(?!\\w)"),
}
_SPEECH = {
    Language.JA: re.compile(
        "[」』][、]?(?:と|など|という)?(?:述べ|話し?|語|言っ|訴え|強調|説明|主張|指摘|明か|呼び[かけ掛]|つぶやい|叫)"
    ),
    Language.EN: re.compile(
        r"\b(?:said|says|told|explained|added|stressed|argued|replied|answered|wrote|asked|warned|claimed|remarked|insisted|recalled)\b"
    ),
}
"""What tells that words are quoted as somebody's speech."""
_INDIRECT = re.compile(
    r"\b(?:said|says|told\s\w+|explain(?:s|ed)?|added|stress(?:es|ed)|argu(?:es|ed)|warn(?:s|ed)|claim(?:s|ed)|insist(?:s|ed)|emphasi[sz]ed|pointed\sout|explain)\s(?:\w+\s)?(?:that|whether|if)\b"
)
"""English that tells somebody's words in its own: "stressed that he would"."""
_SPEAKER = re.compile("[」』]、?と、?[^、。「」]{0,16}?(?:言|話|語|述べ|説明)")
_TAGGED = re.compile(r",\s(?:\w+\s){1,3}(?:says|said|explains|explained|recalls|recalled)\.?$")
"""Somebody's words with who says them, as at the end of a quotation: "…, she says."."""
_NAMED = re.compile("と(?:い[うっ]|呼|書|記|称|出)|系|みたいな|よう[なに]|例[:：えに]|意味")
"""Japanese that names a phrase without marks: 学生歓迎と書いてある."""
_LEAST_WORDS = 5


def _find_quotations(subject: Subject) -> Iterator[Fault]:
    source_language, target_language = subject.language(Side.SOURCE), subject.language(Side.TARGET)
    both = list(subject.iter_both())
    for index, (unit, source, target) in enumerate(both):
        near = [text for _, _, text in around(both, index)]
        if any(_MARKS[target_language].search(text) for text in near):
            continue
        for found in _QUOTED[source_language].finditer(source):
            if _has_to_be_quoted(found.group(1), source, target, source_language):
                yield Fault(
                    message=f"no quotation in the translation: {excerpt(found.group())}",
                    unit=unit,
                    source_span=Span(*found.span()),
                    expected=found.group(),
                )
                break


def _has_to_be_quoted(quoted: str, text: str, translation: str, language: Language) -> bool:
    """Whether quoted words are somebody's speech or, in English, a phrase that is no title: "the sleeping whale".

    Speech may be told in the words of the author instead: "he stressed that …".
    """
    words = quoted.split()
    if language is Language.EN and len(words) > 1 and words[-1].islower() and (words[0].islower() or words[0] == "The"):
        return _NAMED.search(translation) is None
    if language is Language.JA and _INDIRECT.search(translation):
        return False
    is_speech = looks_like_clause(quoted) if language is Language.JA else len(words) >= _LEAST_WORDS
    if language is Language.JA and is_speech and _TAGGED.search(translation) and _SPEAKER.search(text):
        return True
    return is_speech and _SPEECH[language].search(text) is not None


RULES = (
    Rule(
        id="quote.kept",
        severity=Severity.WARNING,
        summary="What is quoted as somebody's words in 「」 stands in quotation marks in English, and the reverse.",
        why="Without its marks a quotation is what the translator says. Titles and single words are not asked for.",
        good=Example(
            ja="館長は「本は町の大切な記憶だ」と述べた。",
            en="“Books are a dear memory of the town,” the director said.",
        ),
        bad=Example(
            ja="館長は「本は町の大切な記憶だ」と述べた。", en="The director said books are a dear memory of the town."
        ),
        find=_find_quotations,
    ),
)
