"""The title block of a plain-text article: which lines before the body are navigation, title, deck, credits, dates.

The rules ask for evidence. A marker line (本文), a byline, a date line, a photo credit or a title in the other language show
that there is a title block; without any of them only a short first line that stands apart is taken for a title, and
everything else stays body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tmflow.formats.blocks import Draft
from tmflow.formats.boilerplate import is_body_marker, is_navigation, is_ruler
from tmflow.formats.titlelines import TitleLine, classify_line, is_photo_caption
from tmflow.model.document import BlockKind
from tmflow.model.language import Language
from tmflow.text.note_calls import NOTE_CALLS
from tmflow.text.scripts import display_width, guess_language

__all__ = ["Head", "TextLine", "iter_line_groups", "read_head"]

_LINE = re.compile(r"[^\n\r\x85\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\x85\u2029]")
_QUESTION = re.compile(r"[?!？！][”’」』)）\"]*$")
_SENTENCE_END = re.compile(rf"(?:[。．]|(?<!\.)\.)[”’」』)）\"]*{NOTE_CALLS}$")
_OPEN_END = re.compile(r"[:：、,;；]$")
_MARKED = re.compile(r"[■□◆◇●○•・‣▪▶→✓✔☑※①-⑳❶-❿>#\-*+🟥🟦🟩🟧🟨🟪⬛【]|[(（]?[0-9０-９]{1,2}[)）.．、]|4-\d")
_LABELLED = re.compile(r"【[^【】]{1,12}】[ \u3000]*[^\s【]")
"""A rubric in brackets before a title (【社説】…): the bracket marks no heading then."""
_SPEAKER = re.compile(r"[^\s:：]{1,16}[:：][ \u3000]?\S")
_CAPITAL_WORD = re.compile(r"\b([A-Za-z])[A-Za-z'’]{3,}")

_RUBRIC = re.compile(
    r"[【\[]?(?:特集|解説|社説|論説|論考|分析|コラム|エッセー|エッセイ|インタビュー|対談|寄稿|評論|書評|速報|ルポ|ニュース|連載"
    r"|Opinion|Editorial|Analysis|Feature|Column|Essay|Interview|Review|Commentary|News|Report|Special report|Explainer)[】\]]?",
    re.IGNORECASE,
)
_HEAD_LINES = 60
_TITLE_COLUMNS = 130
"""Own sample titles are at most 116 columns wide in one line (58 full-width characters)."""
_RUN_LINES = 8
_DECK_COLUMNS = 480
_WRAP_COLUMNS = 64
"""A title line wider than this is not broken by hand; the next line is something else."""
_JUMP = 1.5
_MIN_WORDS = 3


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line that is not blank, without the blanks around it: text[start:end]."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Head:
    """What was found before the body, and where the body begins."""

    drafts: tuple[Draft, ...]
    body_start: int


def iter_line_groups(text: str) -> Iterator[list[TextLine]]:
    """Yield the lines of a text, a list for each run of lines without a blank line between."""
    group: list[TextLine] = []
    end_of_last = 0
    for match in _LINE.finditer(text):
        stripped = match[0].strip()
        if not stripped:
            continue
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        if group and len(_BREAK.findall(text, end_of_last, start)) > 1:
            yield group
            group = []
        group.append(TextLine(start, start + len(stripped), stripped))
        end_of_last = match.end()
    if group:
        yield group


def read_head(text: str, language: Language) -> Head:
    """Return the title block of a plain text; an empty one, with the body at 0, where there is none."""
    groups = _first_groups(text)
    lines = [line for group in groups for line in group]
    marker = next((line for line in lines if is_body_marker(line.text)), None)
    reader = _HeadReader(language, has_marker=marker is not None)
    for index, group in enumerate(groups):
        before = [line for line in group if marker is None or line.start < marker.start]
        if before and not reader.read_group(before, groups[index + 1 :]):
            break
        if marker and group[-1].start >= marker.start:
            reader.drafts.append(Draft(kind=BlockKind.MARKER, start=marker.start, end=marker.end))
            reader.body_start = marker.end
            break
    return reader.head(has_body=bool(text[reader.body_start :].strip()))


def _first_groups(text: str) -> list[list[TextLine]]:
    groups: list[list[TextLine]] = []
    count = 0
    for group in iter_line_groups(text):
        groups.append(group)
        count += len(group)
        if count > _HEAD_LINES:
            break
    return groups


class _HeadReader:
    """Reads group after group until one is no part of a title block."""

    def __init__(self, language: Language, *, has_marker: bool) -> None:
        self._language, self._has_marker = language, has_marker
        self.drafts: list[Draft] = []
        self.body_start = 0
        self._title: TextLine | None = None
        self._deck = False
        self._evidence = has_marker

    def head(self, *, has_body: bool) -> Head:
        """Return what was read, nothing if it would leave no body."""
        if not has_body:
            return Head((), 0)
        return Head(tuple(self.drafts), self.body_start)

    def read_group(self, group: list[TextLine], rest: Sequence[list[TextLine]]) -> bool:
        """Take a group into the title block as far as it belongs there; False where the body begins."""
        position = 0
        while position < len(group):
            line = group[position]
            known = self._known(line)
            if known is not None:
                self._take(known.kind, [line])
                position += 1
                continue
            if self._title is not None and is_ruler(line.text):
                self._take(BlockKind.MARKER, [line])
                return False
            end = position + 1
            while end < len(group) and self._goes_on(line, group[end]):
                end += 1
            if not self._text_run(group[position:end], group[end:], rest):
                return False
            position = end
        return True

    def _known(self, line: TextLine) -> TitleLine | None:
        if self._title is None and is_navigation(line.text):
            return TitleLine(BlockKind.BOILERPLATE, "boilerplate.navigation")
        if self._title is None and _RUBRIC.fullmatch(line.text):
            return TitleLine(BlockKind.KICKER, "kicker.rubric", line.text)
        known = classify_line(line.text)
        if known is None:
            return None
        if known.kind is BlockKind.KICKER and self._title is not None:
            return TitleLine(BlockKind.SOURCE, known.rule, known.value) if self._evidence else None
        return known

    def _goes_on(self, first: TextLine, line: TextLine) -> bool:
        """Whether a line belongs to the run of title or deck that another one began."""
        return self._known(line) is None and not is_ruler(line.text) and self._is_other(line) == self._is_other(first)

    def _is_other(self, line: TextLine) -> bool:
        return guess_language(line.text) == self._language.other.value

    def _take(self, kind: BlockKind, lines: Sequence[TextLine], language: Language | None = None) -> None:
        self.drafts.append(Draft(kind=kind, start=lines[0].start, end=lines[-1].end, language=language))
        self.body_start = lines[-1].end
        if kind not in {BlockKind.BOILERPLATE, BlockKind.TITLE, BlockKind.DECK, BlockKind.PARAGRAPH} or language:
            self._evidence = True

    def _text_run(self, run: list[TextLine], after: Sequence[TextLine], rest: Sequence[list[TextLine]]) -> bool:
        if self._is_other(run[0]) and self._is_other_title(run):
            split = _split_title(run, self._language.other)
            if self._deck and len(run) == split == 2:  # noqa: PLR2004 - one line each, as in the title block it repeats
                split = 1
            self._take(BlockKind.TITLE, run[:split], self._language.other)
            if run[split:]:
                self._take(BlockKind.DECK, run[split:], self._language.other)
            return True
        if self._title is None:
            return self._title_run(run, after, rest)
        if self._has_marker or (not self._deck and self._is_deck(run, after, rest)):
            self._take(BlockKind.PARAGRAPH if self._deck else BlockKind.DECK, run)
            self._deck = True
            return True
        return False

    def _is_other_title(self, run: list[TextLine]) -> bool:
        joined = " ".join(line.text for line in run)
        long_enough = len(joined.split()) >= _MIN_WORDS or self._language is Language.EN
        return long_enough and len(run) <= _RUN_LINES and (self._evidence or self._title is not None)

    def _title_run(self, run: list[TextLine], after: Sequence[TextLine], rest: Sequence[list[TextLine]]) -> bool:
        if not self._may_be_title(run):
            return False
        split = _split_title(run, self._language)
        title, deck = run[:split], run[split:]
        evidence = self._evidence or self._evidence_ahead(after, rest)
        if not evidence and (not self._stands_apart(title, deck, rest) or len(title) > 1):
            return False
        self._title = title[0]
        self._take(BlockKind.TITLE, title)
        if not deck:
            return True
        if is_photo_caption(deck[0].text):
            self._take(BlockKind.CAPTION, deck)
            return True
        if evidence or _width(deck) > _width(title):
            self._take(BlockKind.DECK, deck)
            self._deck = True
            return True
        return False

    def _may_be_title(self, run: list[TextLine]) -> bool:
        if self._has_marker:
            return True
        if len(run) > _RUN_LINES or display_width(run[0].text) > _TITLE_COLUMNS:
            return False
        if _MARKED.match(run[0].text) and not _LABELLED.match(run[0].text):
            return False
        if sum(_SPEAKER.match(line.text) is not None for line in run) > 1:
            return False
        return not _SENTENCE_END.search(run[0].text) and not _OPEN_END.search(run[-1].text)

    def _stands_apart(self, title: list[TextLine], deck: list[TextLine], rest: Sequence[list[TextLine]]) -> bool:
        """Whether a body follows that is longer than the title or ends as sentences do."""
        groups = [*rest[:2]] if not deck or _width(deck) <= _TITLE_COLUMNS else [deck]
        if (
            len(groups) > 1
            and len(groups[0]) == 1
            and _width(groups[0]) < _TITLE_COLUMNS
            and self._may_be_title(groups[0])
        ):
            groups = groups[1:]  # the heading of the first section
        if not groups or _MARKED.match(groups[0][0].text):
            return False
        return _width(groups[0]) > max(_TITLE_COLUMNS, _width(title)) or bool(_SENTENCE_END.search(groups[0][-1].text))

    def _is_deck(self, run: list[TextLine], after: Sequence[TextLine], rest: Sequence[list[TextLine]]) -> bool:
        if _width(run) > _DECK_COLUMNS or _MARKED.match(run[0].text) or self._title is None:
            return False
        ahead = [*after[:1], *(rest[0][:1] if rest else [])]
        if any(self._known(line) is not None for line in ahead):
            return True
        if _SENTENCE_END.search(run[-1].text) or _OPEN_END.search(run[-1].text):
            return False
        return self._evidence_ahead(after, rest) or _width(run) > max(50, display_width(self._title.text))

    def _evidence_ahead(self, after: Sequence[TextLine], rest: Sequence[list[TextLine]]) -> bool:
        """Whether a byline, date, credit or other-language title follows before the first line that ends a sentence."""
        for line in [*after, *(line for group in rest[:4] for line in group)]:
            if classify_line(line.text) is not None:
                return True
            if self._is_other(line) and len(line.text.split()) >= _MIN_WORDS:
                return True
            if (_SENTENCE_END.search(line.text) and display_width(line.text) > _TITLE_COLUMNS) or _MARKED.match(
                line.text
            ):
                return False
        return False


def _width(lines: Sequence[TextLine]) -> int:
    return sum(display_width(line.text) for line in lines)


def _split_title(run: Sequence[TextLine], language: Language) -> int:
    """Return how many lines of a run are the title; the others are the deck.

    A title ends at a question mark, where lines grow much wider (a title is broken by hand, a deck is not), or, in
    English, where capitals on every word end.
    """
    widths = [display_width(line.text) for line in run]
    for index in range(1, len(run)):
        if _QUESTION.search(run[index - 1].text):
            return index
        goes_on = language is Language.EN and not run[index].text[0].isupper()
        if goes_on:
            continue
        if widths[index] >= _JUMP * max(widths[:index]) or max(widths[:index]) > _WRAP_COLUMNS:
            return index
        if language is Language.EN and _is_title_case(run[:index]) and not _is_title_case(run[index : index + 1]):
            return index
    return len(run)


def _is_title_case(lines: Sequence[TextLine]) -> bool:
    initials = [initial for line in lines for initial in _CAPITAL_WORD.findall(line.text)]
    return len(initials) > 1 and sum(initial.isupper() for initial in initials) >= 0.7 * len(initials)
