"""English rules for the dot after a short form: abbreviations by class, initials, numbers that count items."""

from __future__ import annotations

import re

from tmflow.segment.english.candidate import Candidate
from tmflow.segment.marks import skip_blanks
from tmflow.segment.rules import Judgement
from tmflow.text import abbreviations as words

__all__ = ["abbreviation", "initial", "item_letter", "number_mark"]

_COUNT = re.compile(r"[(\[+]?[0-9#]|[IVXLC]+\b|[A-Z][.-]?[0-9]")
"""What "No." and its like count: a number, a Roman one, a code."""

_NUMBER_MARK = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2})*\Z")
_ROMAN = re.compile(r"[IVXLC]+\Z")
_LETTERED = re.compile(
    rf"\b(?:{'|'.join(sorted(words.LETTERED))})s? (?:[A-Z](?:, | and | or | to |–|-))*\Z", re.IGNORECASE
)
_COMPASS = re.compile(r"(?<![0-9])[0-9]+(?:\.[0-9]+|[°′'’]) ?\Z")
_VOWELLESS = re.compile(r"[B-DF-HJ-NP-TV-Z][b-df-hj-np-tv-z]{1,4}\Z")
"""A name in lower case without a vowel is an abbreviation: Br. Luke, Flt. Lt. Cole."""

_PLACED = frozenset({"at", "in", "on", "via"})
_IMPERATIVE = re.compile(r"[A-Z][a-z]+ (?:the|an?|your|it)\b")
"""No surname goes before an article: "Get off at D. Cross the road"."""

_WINDS = frozenset("NSEW")
_ANSWERS = re.compile(r"(?:[:—–“\"]|[^0-9],)\Z")
_ANSWER_BEFORE = frozenset({"said", "says", "answer", "answered", "replied"})
_REACH = 120
"""How far back, in code points, a rule looks for the words before an abbreviation."""

_LIST_REACH = 40

_FINITE = rf"(?:{'|'.join(sorted(words.FINITE_VERBS))})(?:n[’']t)?\b"
_CLAUSE_BEFORE = re.compile(
    rf"(?:\b{_FINITE}|\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ww]e|I|[Ii]t|[Yy]ou) [a-z]).* "
    r"(?:in|to|from|of|at|for|with|by|on|into|near|across|outside|an?) (?:the )?(?:[A-Z][\w.&’'-]*,? )*\Z",
    re.DOTALL,
)
_CLAUSE_AFTER = re.compile(rf"[A-Z][\w’'-]+ (?:[A-Z][\w’'-]+ )?{_FINITE}")


def number_mark(candidate: Candidate) -> Judgement | None:
    """Go on after a number that counts an item ("2. Open the lid", "Step 2. Open the lid", "there are two: 1. The lid")."""
    word, start = candidate.word, candidate.word_start
    if candidate.run != "." or not word:
        return None
    is_first = start <= candidate.sentence
    if (is_first and _ROMAN.match(word) and len(word) > 1) or (
        _NUMBER_MARK.match(word) and (is_first or candidate.text[max(0, start - 2) : start] in {": ", ":\n"})
    ):
        return "en.number-of-list", False
    if word[0].isdigit() or _ROMAN.match(word):
        label_start, label = candidate.block.word_before(start, candidate.sentence)
        if label.rstrip(".") in words.LABELS and label_start <= candidate.sentence:
            return "en.number-of-part", False
    return None


def abbreviation(candidate: Candidate) -> Judgement | None:
    """Decide by the class of the abbreviation before the dot and the word after it."""
    if candidate.run != ".":
        return None
    word = candidate.short_form
    if candidate.is_never_final:
        return "en.abbreviation.never-final", False
    if candidate.counts:
        return "en.abbreviation.before-number", _ends_before_number(candidate)
    if word == "St":
        is_street = candidate.before[:1].isupper()
        return "en.abbreviation.street", is_street and (candidate.opens_sentence or _divides_clauses(candidate))
    is_inch = word == "in" and candidate.before[-1:].isdigit()
    if candidate.may_end or is_inch or (_VOWELLESS.match(word) and word.lower() not in words.SOUNDS):
        return "en.abbreviation.may-end", _ends(candidate)
    return None


def item_letter(candidate: Candidate) -> Judgement | None:
    """Go on after a letter that opens a sentence, as the mark of an item or a speaker ("b. Close the lid", "Q. The sea?")."""
    if candidate.run != "." or not _is_letter(candidate.word):
        return None
    start = candidate.word_start
    is_first = start <= candidate.sentence and (candidate.word != "I" or start <= skip_blanks(candidate.text, 0))
    return ("en.item-letter", False) if is_first else None


def initial(candidate: Candidate) -> Judgement | None:
    """Decide for a single capital.

    It names a thing ("plan B. Boats"), or is the initial of a name; then only a word that opens sentences ends the one
    before.
    """
    word, token, start = candidate.word, candidate.token, candidate.word_start
    if candidate.run != "." or not _is_letter(word) or word[-1].islower():
        return None
    before = candidate.text[max(candidate.sentence, start - _LIST_REACH) : start]
    if _LETTERED.search(before) or (word in _WINDS and _COMPASS.search(before)):
        return "en.letter-as-name", token[:1].isupper()
    if candidate.before in _PLACED and _IMPERATIVE.match(candidate.text, candidate.next):
        return "en.letter-as-place", True
    follows_small = candidate.before[:1].islower()
    is_initial_next = candidate.text.startswith(f"{token}.", candidate.next + len(candidate.opener)) and len(token) == 1
    if word == "I" and token[:1].isupper() and not is_initial_next:
        return "en.pronoun", follows_small or candidate.opens_sentence
    return "en.initial", candidate.opens_sentence and (token not in {"A", "I"} or follows_small)


def _is_letter(word: str) -> bool:
    letter = word.rpartition("-")[2]
    return len(letter) == 1 and (letter.isupper() or letter.islower())


def _ends_before_number(candidate: Candidate) -> bool:
    """Whether a sentence ends after a word such as "No." or "Fig.": not where its number follows."""
    word, token = candidate.short_form, candidate.token
    if word in {"no", "nos"} and token[:1].isdigit():
        before = candidate.text[max(0, candidate.word_start - _REACH) : candidate.word_start].rstrip()
        return _ANSWERS.search(before) is not None or candidate.before in _ANSWER_BEFORE
    if _COUNT.match(candidate.text, candidate.next):
        return candidate.text.startswith("I ", candidate.next)
    if word in words.BEFORE_NAMES_TOO:
        return candidate.opens_sentence
    return not candidate.starts_small or word in {"no", "No"}


def _ends(candidate: Candidate) -> bool:
    """Whether a sentence ends after an abbreviation that may end one."""
    word, token = candidate.short_form, candidate.token
    if candidate.opens_sentence or (candidate.opener[:1] in {"“", '"', "‘"} and token[:1].isupper()):
        return True
    if candidate.starts_small or candidate.is_in_capitals:
        return candidate.is_written_small and token.capitalize() in words.SUBJECTS
    if word in words.CLOCK and (_is_time_phrase(candidate) or token in words.CLOCK_FOLLOWERS):
        return token in words.CLOCK_FOLLOWERS and _CLAUSE_AFTER.match(candidate.text, candidate.next) is not None
    if len(token) == 1 and token not in {"A", "I"}:
        return False
    is_no_name = word in words.CLOSING or (word.islower() and word not in words.BEFORE_NAMES)
    return token[:1].isupper() and (is_no_name or _divides_clauses(candidate))


def _divides_clauses(candidate: Candidate) -> bool:
    """Whether a clause stands before the abbreviation and another follows ("They sailed to the U.S. Officials agreed").

    One clause cannot hold both verbs unless it is subordinate, so the one before must close with a preposition's object.
    """
    text, start = candidate.text, candidate.word_start
    before = text[max(candidate.sentence, start - _REACH) : start]
    return bool(_CLAUSE_AFTER.match(text, candidate.next) and _CLAUSE_BEFORE.search(before))


def _is_time_phrase(candidate: Candidate) -> bool:
    """Whether the sentence so far is only "On Monday at 5 a.m.", with its subject still to come."""
    if candidate.word_start - candidate.sentence > _REACH:
        return False
    so_far = candidate.text[candidate.sentence : candidate.word_start].split()
    is_phrase = all(word.strip(",") in words.TIME_WORDS or word[0].isdigit() for word in so_far)
    return is_phrase and bool(so_far) and not so_far[0][0].isdigit()
