"""Words of an engine in a translator's sentence: where they stand, and how others take their place."""

from __future__ import annotations

import re

from tmflow.model.document import Span
from tmflow.model.language import Language
from tmflow.text.distance import iter_edits
from tmflow.text.phrases import is_inside_word, iter_widened
from tmflow.text.tokens import STOP_WORDS, content_tokens

__all__ = ["fit", "has_content", "only_difference", "place_of", "without_point"]

_SENTENCE_START = re.compile(r"(?:\A|[.!?:]\s)[\s\"“‘'(\[*_]*\Z")
_ARTICLE_BEFORE = re.compile(r"\ban? \Z", re.IGNORECASE)
_THE_BEFORE = re.compile(r"\b(?:the|an?)\s\Z", re.IGNORECASE)
_NUMBER_BEFORE = re.compile(
    r"\b(?:an?|this|that|these|those|each|every|another|one|many|few|several|both|all|\d+|two|three|four|five|six)\s\Z",
    re.IGNORECASE,
)
_DETERMINER_BEFORE = re.compile(
    r"\b(?:the|an?|my|our|your|his|her|its|their|this|that|these|those|[A-Za-z]+['’]s)\s\Z", re.IGNORECASE
)
_ARTICLE = re.compile(r"(?:the|an?)\s", re.IGNORECASE)
_PLURALS = frozenset({"police", "people", "men", "women", "children", "mice", "feet", "teeth", "cattle"})
_VERB_AFTER = re.compile(
    r"\s+(?:is|are|was|were|has|have|does|do|isn't|aren't|wasn't|weren't|[a-z]+[^su\W]s)\b", re.IGNORECASE
)
_POINT = re.compile(r"(?<![.。])[.。]+\Z")


def has_content(words: str, language: Language) -> bool:
    """Whether words say enough to be looked for: not articles, pronouns, prepositions or kana alone.

    >>> has_content("of the", Language.EN), has_content("the quay", Language.EN)
    (False, True)
    """
    if language is Language.JA:
        return bool(content_tokens(words, language=language)) or re.search("[A-Za-z0-9０-９]", words) is not None
    found = re.findall(r"[^\W_]+(?:['’][^\W_]+)?", words.lower())
    return any(word not in STOP_WORDS and (len(word) > 1 or word.isdigit()) for word in found)


def place_of(words: str, text: str, *, language: Language) -> Span | None:
    """Return where words stand in a text, None if they do not, or more than once, or as a part of others, or say nothing.

    In English case does not count, and a blank is as good as another.

    >>> place_of("the harbor", "The harbor is old.", language=Language.EN)
    Span(start=0, end=10)
    >>> place_of("harbor", "The harbor of a harbor town.", language=Language.EN)
    """
    if not has_content(words, language):
        return None
    pattern = r"\s+".join(map(re.escape, words.split()))
    found = list(re.finditer(pattern, text, re.IGNORECASE if language is Language.EN else 0))
    if len(found) != 1:
        return None
    start, end = found[0].span()
    is_part = is_inside_word(text, start) or is_inside_word(text, end)
    return None if is_part else Span(start, end)


def without_point(answer: str, asked: str) -> str:
    """Return an answer without the point that engines put after a text that had none.

    >>> without_point("The harbor.", "港")
    'The harbor'
    """
    return answer if _POINT.search(asked) else _POINT.sub("", answer.strip())


def only_difference(before: str, after: str, *, language: Language) -> tuple[str, str] | None:
    """Return the words in which two texts differ if that is one span, with a neighbor where one side has nothing there.

    >>> only_difference("The council met.", "The town council met.", language=Language.EN)
    ('council', 'town council')
    """
    edits = list(iter_edits(before, after))
    if len(edits) != 1:
        return None
    (edit,) = edits
    spans = (edit.start, edit.end), (edit.after_start, edit.after_end)
    for left, right in iter_widened((before, after), spans, language=language):
        old, new = before[edit.start - left : edit.end + right], after[edit.after_start - left : edit.after_end + right]
        if has_content(old, language) and new.strip():
            return old.strip(), new.strip()
    return None


def fit(new: str, text: str, span: Span, *, engine_old: str, hint: str, language: Language) -> str | None:
    """Return new words as they have to be written in place of others, None if that is not certain.

    engine_old: the words the engine has for what stands there; hint: its translation of the whole new text, which shows
    the case of the new words within a sentence. An article before them must fit, what shows their number must agree, and
    a name takes the place of another name, or of words with their article.

    >>> fit("town", "The quay is old.", Span(4, 8), engine_old="Quay", hint="", language=Language.EN)
    'town'
    >>> fit("islands", "The quay is old.", Span(4, 8), engine_old="quay", hint="", language=Language.EN)
    """
    words = new.strip()
    if language is Language.JA:
        return words if _ends_alike(text[span.start : span.end], words) else None
    old, known = " ".join(text[span.start : span.end].split()), " ".join(engine_old.split())
    before, after = text[: span.start], text[span.end :]
    if not _agrees(old, words, before=before, after=after) or old[1:] != known[1:]:
        return None
    if old[0].isupper() and _SENTENCE_START.search(before):
        return None if known[0].isupper() and words[0].islower() else words[0].upper() + words[1:]
    if words[0].isupper() and known[0].isupper():  # a name, unless the engine begins every answer so
        words = _case_within(words, hint) or (words if old[0].isupper() else "")
    is_name_for_thing = words[:1].isupper() and old[0].islower() and _THE_BEFORE.search(before)
    is_thing_for_name = words[:1].islower() and old[0].isupper()
    if is_name_for_thing or is_thing_for_name or not words:
        return None
    return f"the {words.removeprefix('The ')}" if words.startswith("The ") else words


def _agrees(old: str, new: str, *, before: str, after: str) -> bool:
    """Whether an article before the words and what shows their number is right for the new ones, too."""
    if _ARTICLE_BEFORE.search(before) and (old[0].lower() in "aeiou") != (new[0].lower() in "aeiou"):
        return False
    if _ARTICLE.match(new) and not _ARTICLE.match(old) and _DETERMINER_BEFORE.search(before):
        return False
    beside = set(before.lower().split()[-1:])
    if beside & set(new.lower().split()) - set(old.lower().split()):
        return False
    shows_number = _NUMBER_BEFORE.search(before) or _VERB_AFTER.match(after)
    return not shows_number or _is_plural(old) == _is_plural(new)


def _ends_alike(old: str, new: str) -> bool:
    """Whether Japanese words end in the same kana, if one of them does: 審理した is not replaced by 却下する."""
    last = [words.rstrip()[-1:] for words in (old, new)]
    return last[0] == last[1] or not any("ぁ" <= character <= "ゖ" for character in last)


def _is_plural(words: str) -> bool:
    last = words.lower().rstrip(".,;:!?").rpartition(" ")[2]
    return last in _PLURALS or (last.endswith("s") and not last.endswith(("ss", "us", "is")))


def _case_within(words: str, sentence: str) -> str | None:
    """Return the words as a sentence has them elsewhere than at its start, None if it does not."""
    found = re.search(rf"[^\W_][,;:]? ({re.escape(words)})(?![^\W_])", sentence, re.IGNORECASE)
    return found.group(1) if found else None
