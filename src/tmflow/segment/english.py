"""The English rules: which dot, question mark or exclamation mark ends a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tmflow.segment import abbreviations as words
from tmflow.segment.marks import EMOJI, FOOTNOTE, LAUGH, skip_blanks
from tmflow.segment.rules import Notes, SegmentOptions, Verdict
from tmflow.segment.spans import Bracket, SpanMap

__all__ = ["EnglishCutter"]

_CANDIDATE = re.compile(r"[.!?…‽。！？]+")
_CLOSERS = "\"'”’»)]}」』）"
_CLOSER_RUN = re.compile(rf"[{re.escape(_CLOSERS)}]*")
_TAIL = re.compile(rf"(?:{FOOTNOTE}|[¹²³⁰⁴-⁹†‡]+| ?(?:{EMOJI})++| ?(?:{LAUGH}|[:;=]-?[)DPp](?![A-Za-z])))+")
_OPENERS = re.compile(r"[“\"‘'(\[{«¿¡*_「『（]{0,6}")
_TOKEN = re.compile(r"[^\W\d_](?:[\w'’&-]|\.(?=\w)){0,40}|\d")
_BACK_TOKEN = re.compile(r"[^\s()\[\]{}\"“”«»<>—–/,;:*_…!?]*")
_WORD_REACH = 40
_LETTERS_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]\Z")
_CAMEL = re.compile(r"[a-z]{1,3}[A-Z]")
_SPACED_DOTS = re.compile(r"(?:\. ){2,}\.|\.(?: \.){2,}")
_GLUED = re.compile(
    r"(?!(?:Js|Ts|Net|Com|Org|Io|Py|Pdf|Txt|Jpg|Png)\b)(?:[A-Z][a-z]+[\s,'’.!?]|[A-Z][a-z]+\Z|I\s|A\s|[“\"‘(][A-Z][a-z]*\s)"
)
_ROMAN_OR_NUMBER = re.compile(r"[0-9#]|[IVXLC]+\b")
_INLINE_ITEM = re.compile(r"(?<![^\s.!?;,:])([1-9][0-9]?)([.)])\s+(?=[A-Z“\"])")
_MARK_NUMBER = re.compile(r"\(?([0-9]{1,2})([.)])\Z")
_REPORTED = re.compile(rf"(?:[A-Z][\w.’'-]*,? ){{1,3}}(?:{words.REPORTING_VERBS})\b")
_NOTE = re.compile(r"(?:(?:Translator|Editor|Author)[’']?s? (?:[Nn]ote|NOTE)|[Nn]ote|NOTE|N\.B\.|TN|T/N|Ed\.)\s*[:—–-]")
_ANSWER_BEFORE = frozenset({"said", "says", "was", "is", "answer", "answered", "replied"})
_ORDINARY_LETTERS = 3
_CAPITALISED_LETTERS = 4
_ELLIPSIS_DOTS = 3
_ENDED = re.compile(r"[.!?][\"”’')\]]*\Z")
_VOWEL = re.compile(r"[aeiouy]|[^\x00-\x7f]")
"""No English word lacks one: "tsp" and "pkg" are abbreviations, listed or not."""
_FEW_WORDS = 3
_JAPANESE = "\u3040"


class _Candidate:
    """One run of enders [start, end) with its surroundings.

    tail: past closers, footnotes and emoji; next: the first character after the blanks that follow; token: the word
    there, without opening quotes; word: the token before the run; bracket: the pair that ends with the run, if any.
    """

    __slots__ = (
        "bracket",
        "end",
        "next",
        "opener",
        "run",
        "sentence",
        "spans",
        "start",
        "tail",
        "text",
        "token",
        "word",
        "word_start",
    )

    def __init__(self, text: str, spans: SpanMap, run: tuple[int, int], sentence: int) -> None:
        start, end = run
        self.text, self.spans, self.start, self.end, self.sentence = text, spans, start, end, sentence
        self.run = text[start:end]
        self.bracket: Bracket | None = None
        tail = end
        while True:
            while tail < len(text) and text[tail] in _CLOSERS:
                tail += 1
            match = _TAIL.match(text, tail)
            if match is None or match.end() == tail:
                break
            tail = match.end()
        self.tail = tail
        self.word_start, self.word = _word_before(text, start, sentence)
        self.look(tail)

    def look(self, tail: int) -> None:
        """Set what follows, seen from `tail`."""
        text = self.text
        self.tail = tail
        self.next = skip_blanks(text, tail)
        openers = _OPENERS.match(text, self.next)
        after = openers.end() if openers else self.next
        self.opener = text[self.next : after]
        match = _TOKEN.match(text, after)
        self.token = match.group() if match else text[after : after + 1]


_Rule = Callable[["EnglishCutter", _Candidate], tuple[str, bool] | None]


class EnglishCutter:
    """Cuts English blocks by the rules below, asked in order; the first that knows decides."""

    def __init__(self, options: SegmentOptions) -> None:
        self._options = options
        self._never_final = words.NEVER_FINAL | {word.removesuffix(".") for word in options.abbreviations}

    def iter_verdicts(self, text: str, spans: SpanMap, *, mark: str = "") -> Iterator[Verdict]:
        """Yield the verdicts on a block, in order; see `Cutter`."""
        items = _inline_items(text, mark)
        sentence = position = item = 0
        for match in _CANDIDATE.finditer(text):
            start, end = match.span()
            while item < len(items) and items[item][0] <= start:
                if items[item][0] > max(position, sentence) and spans.around(items[item][0]) is None:
                    sentence = items[item][0]
                    yield Verdict(sentence, "en.inline-list", is_boundary=True)
                item += 1
            if start < position or spans.is_atomic(start):
                continue
            candidate = _Candidate(text, spans, (start, end), sentence)
            if item and items[item - 1][0] == candidate.word_start and items[item - 1][1] > start:
                yield Verdict(end, "en.number-of-list", is_boundary=False)
                continue
            name, is_boundary = self._judge(candidate)
            if not name:
                continue
            if is_boundary:
                sentence = position = candidate.next
            yield Verdict(candidate.next if is_boundary else end, name, is_boundary)
        for start, _ in items[item:]:
            if start > sentence and spans.around(start) is None:
                yield Verdict(start, "en.inline-list", is_boundary=True)

    def _judge(self, candidate: _Candidate) -> tuple[str, bool]:
        around = candidate.spans.around(candidate.start)
        if around is not None:
            closers = _CLOSER_RUN.match(candidate.text, candidate.end)
            if closers is None or closers.end() < around.end:
                return "en.inside-brackets", False
            candidate.bracket = around
            if candidate.tail < around.end:
                candidate.look(around.end)
        for rule in _RULES:
            verdict = rule(self, candidate)
            if verdict is not None:
                return verdict
        return "en.ender", True

    def at_end(self, candidate: _Candidate) -> tuple[str, bool] | None:
        """Decide for an ender that closes the block."""
        return ("en.ender", True) if candidate.next >= len(candidate.text) else None

    def glued(self, candidate: _Candidate) -> tuple[str, bool] | None:
        """Decide where no blank follows: inside a token nothing is cut, but "day.The" is two sentences."""
        text, tail = candidate.text, candidate.tail
        if candidate.next > tail:
            return None
        if text[tail] >= _JAPANESE and text[tail] not in "、，":
            return (
                ("en.before-japanese", True)
                if _is_ordinary(candidate.word) or "." not in candidate.run
                else ("", False)
            )
        is_mark = candidate.run[-1] in "!?"
        word = candidate.word
        is_word = word.isalpha() and word.islower() and len(word) >= _ORDINARY_LETTERS
        if (
            (is_word or (is_mark and word[-1:].islower()))
            and _GLUED.match(text, tail)
            and word not in self._never_final
        ):
            return "en.missing-blank", True
        return "", False

    def notes(self, candidate: _Candidate) -> tuple[str, bool] | None:
        """Keep a translator's or editor's note in brackets with the sentence before it, or give it its own segment."""
        text = candidate.text
        if candidate.next >= len(text) or text[candidate.next] not in "([" or not _NOTE.match(text, candidate.next + 1):
            return None
        if self._options.notes is Notes.JOIN:
            note = candidate.spans.pairs.get(candidate.next)
            if note is None:
                return None
            candidate.look(note.end)
        return "en.note", True

    def punctuation_follows(self, candidate: _Candidate) -> tuple[str, bool] | None:
        """Go on where a comma, a dash or the like follows."""
        following = candidate.text[candidate.next]
        if following in ",;:)]}—–/" or (following == "-" and candidate.bracket is not None):
            return "en.punctuation-follows", False
        return None

    def brackets(self, candidate: _Candidate) -> tuple[str, bool] | None:
        """Decide for an ender at the end of a quotation or of brackets."""
        text, start, end = candidate.text, candidate.start, candidate.end
        if start and text[start - 1] in "([" and text[end : end + 1] in {")", "]"}:
            return "en.mark-in-brackets", False
        if candidate.bracket is not None and not candidate.bracket.is_quotation:
            return self._round_brackets(candidate, candidate.bracket)
        is_quotation = candidate.bracket is not None or text[end : end + 1] in {"'", "’", "”", '"'}
        if is_quotation and candidate.token[:1].islower():
            return "en.quotation.continues", False
        opens_clause = candidate.token in words.STARTERS and candidate.token not in words.SUBJECTS
        if is_quotation and candidate.run[-1] in "!?" and not opens_clause:
            reported = _REPORTED.match(candidate.text, candidate.next)
            return ("en.quotation.reported", False) if reported else None
        return None

    def ellipsis(self, candidate: _Candidate) -> tuple[str, bool] | None:
        """Decide for "..." and "…": an ellipsis ends a sentence only before a capital that is not the pronoun I."""
        run, text = candidate.run, candidate.text
        around = text[max(0, candidate.start - 4) : candidate.end + 4]
        is_spaced = run == "." and _SPACED_DOTS.search(around) is not None
        if not is_spaced and "…" not in run and len(run) < _ELLIPSIS_DOTS:
            return None
        if is_spaced and text.startswith(" .", candidate.end):
            return "en.ellipsis", False
        if "!" in run or "?" in run:
            return None
        token = candidate.token
        if is_spaced:
            dots = text[max(0, candidate.start - 6) : candidate.end].count(".")
            return "en.ellipsis", dots > _ELLIPSIS_DOTS and token[:1].isupper()
        return "en.ellipsis", token[:1].isupper() and token.split("'")[0].split("’")[0] != "I"

    def marks(self, candidate: _Candidate) -> tuple[str, bool] | None:
        """Decide for runs with a question or exclamation mark."""
        if candidate.run[-1] not in "!?‽！？。":
            return None
        word = candidate.word.lower()
        if candidate.token[:1].islower() and word in words.INTERJECTIONS:
            return "en.interjection", False
        if word == "yahoo" and candidate.run == "!" and candidate.token not in words.STARTERS:
            return "en.name-with-mark", False
        return "en.mark", True

    def number_mark(self, candidate: _Candidate) -> tuple[str, bool] | None:
        """Go on after a number that opens the sentence ("2. Open the lid")."""
        word = candidate.word
        if (
            candidate.run == "."
            and word.isdecimal()
            and len(word) < _FEW_WORDS
            and candidate.word_start <= candidate.sentence
        ):
            return "en.number-of-list", False
        return None

    def abbreviation(self, candidate: _Candidate) -> tuple[str, bool] | None:
        """Decide by the class of the abbreviation before the dot and the word after it."""
        if candidate.run != ".":
            return None
        word, token = candidate.word, candidate.token
        if word in self._never_final or word.rpartition("-")[2] in self._never_final:
            return "en.abbreviation.never-final", False
        if word in {"No", "no", "Nos", "nos"} or word in words.BEFORE_NUMBERS:
            return self._before_number(candidate)
        if word == "St":
            is_street = _word_before(candidate.text, candidate.word_start, candidate.sentence)[1][:1].isupper()
            return "en.abbreviation.street", is_street and token in words.STARTERS
        if word in words.MAY_END or _LETTERS_DOTTED.match(word):
            return "en.abbreviation.may-end", self._may_end(candidate)
        return None

    def initial(self, candidate: _Candidate) -> tuple[str, bool] | None:
        """Decide for a single capital: it opens a block as a mark ("Q. The sea?"), else ends where a starter follows ("plan B. The")."""
        word, token = candidate.word, candidate.token
        if candidate.run != "." or len(word.rpartition("-")[2]) != 1 or not word[-1:].isupper():
            return None
        if candidate.word_start <= skip_blanks(candidate.text, 0):
            return "en.item-letter", False
        is_initial_next = len(token) == 1 and candidate.text.startswith(
            token + ".", candidate.next + len(candidate.opener)
        )
        if token in words.STARTERS and not is_initial_next:
            before = _word_before(candidate.text, candidate.word_start, candidate.sentence)[1]
            return "en.initial", token not in {"A", "I"} or word == "I" or before[:1].islower()
        if word == "I" and token[:1].isupper() and not is_initial_next:
            before = _word_before(candidate.text, candidate.word_start, candidate.sentence)[1]
            return "en.pronoun", before[:1].islower()
        return "en.initial", False

    def lower_case(self, candidate: _Candidate) -> tuple[str, bool] | None:
        """Decide where a lower-case word follows: a new sentence only after an ordinary word, or a name like iPhone."""
        if not candidate.token[:1].islower():
            return None
        if _CAMEL.match(candidate.token):
            return "en.lower-case-name", True
        return "en.lower-case", _is_ordinary(candidate.word) and candidate.word not in self._never_final

    def _round_brackets(self, candidate: _Candidate, bracket: Bracket) -> tuple[str, bool] | None:
        text = candidate.text
        inner = text[bracket.start + 1 : candidate.start]
        before = text[max(0, bracket.start - 8) : bracket.start].rstrip()
        if bracket.start <= candidate.sentence or _ENDED.search(before):
            return None
        if (
            candidate.token[:1].islower()
            or candidate.run[-1] in "!?"
            or self._is_abbreviation(candidate.word)
            or len(inner.split()) < _FEW_WORDS
        ):
            return "en.brackets.inside-sentence", False
        return None

    def _before_number(self, candidate: _Candidate) -> tuple[str, bool]:
        word, token = candidate.word, candidate.token
        if word in {"no", "nos"} and token[:1].isdigit():
            before = candidate.text[max(0, candidate.word_start - 20) : candidate.word_start].rstrip()
            answers = before.endswith((",", ":", "—", "–", "“", '"')) or before.rpartition(" ")[2] in _ANSWER_BEFORE
            return "en.abbreviation.before-number", answers
        following = candidate.text[candidate.next : candidate.next + 8]
        if _ROMAN_OR_NUMBER.match(following) and not following.startswith("I "):
            return "en.abbreviation.before-number", False
        if token[:1].islower() and word not in {"no", "No"}:
            return "en.abbreviation.before-number", False
        return "en.abbreviation.before-number", True

    def _may_end(self, candidate: _Candidate) -> bool:
        word, token = candidate.word, candidate.token
        if token in words.STARTERS and (
            token not in {"A", "I"} or not candidate.text.startswith(".", candidate.next + 1)
        ):
            return True
        if candidate.opener[:1] in {"“", '"', "‘"} and token[:1].isupper():
            return True
        if word not in words.CLOSING:
            return False
        if word in words.CLOCK and (token in words.CLOCK_FOLLOWERS or self._is_time_phrase(candidate)):
            return False
        return token[:1].isupper()

    def _is_time_phrase(self, candidate: _Candidate) -> bool:
        """Whether the sentence so far is only "At 5 a.m.", with its subject still to come."""
        first = candidate.text[candidate.sentence : candidate.sentence + _WORD_REACH].split()[:1]
        so_far = candidate.text[candidate.sentence : min(candidate.end, candidate.sentence + _WORD_REACH)]
        is_short = candidate.end - candidate.sentence < _WORD_REACH and len(so_far.split()) <= _FEW_WORDS
        return is_short and first[0] in {"At", "By", "Around", "About", "Before", "After", "Until", "From"}

    def _is_abbreviation(self, word: str) -> bool:
        return word in self._never_final or word in words.MAY_END or _LETTERS_DOTTED.match(word) is not None


_RULES: tuple[_Rule, ...] = (
    EnglishCutter.at_end,
    EnglishCutter.glued,
    EnglishCutter.notes,
    EnglishCutter.punctuation_follows,
    EnglishCutter.brackets,
    EnglishCutter.ellipsis,
    EnglishCutter.marks,
    EnglishCutter.number_mark,
    EnglishCutter.abbreviation,
    EnglishCutter.initial,
    EnglishCutter.lower_case,
)


def _word_before(text: str, position: int, lowest: int) -> tuple[int, str]:
    """Return start and text of the token before the position, blanks between them skipped; no longer than the reach."""
    piece = text[max(lowest, position - _WORD_REACH) : position].rstrip()
    end = max(lowest, position - _WORD_REACH) + len(piece)
    match = _BACK_TOKEN.match(piece[::-1])
    length = match.end() if match else 0
    word = piece[len(piece) - length :] if length else ""
    stripped = word.lstrip("'’‘.-")
    return end - len(stripped), stripped


def _is_ordinary(word: str) -> bool:
    letters = word.replace("-", "").replace("'", "").replace("’", "")
    if not letters.isalpha() or letters in words.MAY_END:
        return False
    if letters.islower():
        return len(letters) >= _ORDINARY_LETTERS and _VOWEL.search(letters) is not None
    return len(letters) >= _CAPITALISED_LETTERS


def _inline_items(text: str, mark: str) -> list[tuple[int, int]]:
    """Return [start, end) of the numbers of an inline list: those that follow the block's own number one by one."""
    own = _MARK_NUMBER.match(mark) or re.match(r"\s*([0-9]{1,2})([.)])\s", text)
    if own is None:
        return []
    expected, sign = int(own.group(1)) + 1, own.group(2)
    items = []
    for match in _INLINE_ITEM.finditer(text):
        if match.group(2) == sign and int(match.group(1)) == expected:
            items.append((match.start(), match.end()))
            expected += 1
    return items
