"""The Japanese rules: which 。, ！, ？, ellipsis, emoji or face ends a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tmflow.segment.japanese import words
from tmflow.segment.japanese.candidate import DASHES, INSIDE_TOKEN, BlockText, Candidate, is_latin
from tmflow.segment.japanese.faces import FACE, FACE_ARM
from tmflow.segment.japanese.points import point_in_token
from tmflow.segment.japanese.tail import CLOSERS, ICON, LAUGH_WORD, STOPS, Tail
from tmflow.segment.marks import LAUGH, NAMES_WITH_MARK, skip_blanks
from tmflow.segment.rules import Judgement, SegmentOptions, Verdict
from tmflow.segment.spans import SpanMap
from tmflow.text import abbreviations

__all__ = ["JapaneseCutter"]

_POINTS = "。｡．."
_MARKS = "！!？?‼⁉⁇⁈"
_ELLIPSES = "…‥・･"
_DRAWN_OUT = "ー〜～"
_FIRST = re.compile(
    rf"[{STOPS}{_ELLIPSES}{_DRAWN_OUT}{DASHES}（(＾^>;笑wｗoOTｏＯ\u2600-\u27bf\u2b05-\u2b55\U0001f000-\U0001faff]"
)
"""What a candidate may begin with: the scanner runs over this set and tries the whole pattern only there."""

_CANDIDATE = re.compile(
    rf"(?:[…‥]*+(?:(?!\.[A-Za-z])[{STOPS}])++)+(?:[…‥]++(?=[\s」』）)]|\Z))?|[…‥]++|[・･]{{2,}}+[{STOPS}]*|(?:{ICON})++彡?|{FACE}|{LAUGH}"
    rf"|(?<=[\u3041-\u309f草]){LAUGH_WORD}|(?<=[\u3041-\u309f])[{_DRAWN_OUT}]++(?![{STOPS}{_ELLIPSES}、，])"
    rf"|(?<![{DASHES}])[{DASHES}]{{2,}}+(?=[」』])"
)
_SYMBOL = re.compile(ICON)
_LAUGHED_AT = re.compile("[い草]")
_STOP = re.compile(rf"[{STOPS}]")
_BEFORE_FACE = re.compile(rf"[ \u3000]*{FACE_ARM}?\Z")
_ARM_CHARS = 4
_CLOSER_RUN = re.compile(rf"[{re.escape(CLOSERS)}]*")
_POINT_CONTINUES = re.compile(r"[、，,）)」』]|[のをにがはでともやへ](?![っん])")
_BRAND = re.compile(rf"(?:{'|'.join(sorted(NAMES_WITH_MARK))})\Z")
_TITLE_OPENERS = "《〈"
_KATAKANA = re.compile(r"[ァ-ヶー]")

_ATTRIBUTION_CHARS = 120


class JapaneseCutter:
    """Cuts Japanese blocks by the rules below, asked in order; the first that knows decides."""

    def __init__(self, options: SegmentOptions) -> None:
        self._notes = options.notes
        own = {word.removesuffix(".") for word in options.abbreviations}
        self._never_final = frozenset(abbreviations.NEVER_FINAL | own)

    def iter_verdicts(self, text: str, spans: SpanMap, *, mark: str = "") -> Iterator[Verdict]:
        """Yield the verdicts on a block, in order; see `Cutter`."""
        if _FIRST.search(text) is None:
            return
        tail = Tail(text, spans, mark=mark)
        block = BlockText(text, spans, tail, notes=self._notes, never_final=self._never_final)
        sentence = position = 0
        for first in _FIRST.finditer(text):
            start = first.start()
            match = _CANDIDATE.match(text, start) if start >= position else None
            if match is None:
                continue
            position = match.end()
            if spans.is_atomic(start):
                yield Verdict(position, *INSIDE_TOKEN)
                continue
            name, is_boundary, cut = _judge(block, start, position, sentence)
            if is_boundary:
                sentence = position = cut
            yield Verdict(position, name, is_boundary)
            note = block.tail.note(cut, cut) if is_boundary and block.owns_note(cut) else None
            if note is not None:
                sentence = position = skip_blanks(text, note.end)
                yield Verdict(position, "ja.note", is_boundary=True)


def _judge(block: BlockText, start: int, end: int, sentence: int) -> tuple[str, bool, int]:
    """Return the judgement on the run [start, end) and where it cuts."""
    around = block.spans.around(start)
    if (
        around is None and end == len(block.text) and block.text[start:end] == "。"
    ):  # so most blocks end; no rule doubts it
        return "ja.ender", True, end
    if around is not None:
        closers = _CLOSER_RUN.match(block.text, end)
        if closers is None or closers.end() < around.end:
            return "ja.inside-brackets", False, end
    candidate = Candidate(block, start, end, sentence=sentence, bracket=around)
    for rule in RULES:
        judgement = rule(candidate)
        if judgement is not None:
            return *judgement, candidate.next
    raise AssertionError("the last rule knows")  # pragma: no cover


def _name_with_mark(candidate: Candidate) -> Judgement | None:
    """Go on after a mark that belongs to a name: Yahoo!ニュース, モーニング娘。の."""
    text, start, following = candidate.text, candidate.start, candidate.text[candidate.end : candidate.end + 1]
    if candidate.run == "。" and candidate.next == candidate.end:
        return ("ja.name-with-mark", False) if words.takes_up_name(text, start, candidate.end) else None
    if candidate.run not in {"!", "！"} or not is_latin(text[start - 1 : start]) or text[start - 1].isdigit():
        return None
    is_brand = _BRAND.search(text, max(0, start - 8), start) is not None
    if following and (is_brand or _KATAKANA.match(following) or is_latin(following)):
        return "ja.name-with-mark", False
    return None


def _soft_mark(candidate: Candidate) -> Judgement | None:
    """Decide for …, ・・・, 。。。, ♪, emoji, faces, （笑）, 〜: they end a sentence only after a form that ends one."""
    run, text = candidate.run, candidate.text
    is_hard = run[-1] in _MARKS or (run[-1] in _POINTS and run[-2:-1] != run[-1])
    stands_alone = candidate.closes_quotation and candidate.bracket and candidate.bracket.start <= candidate.sentence
    is_ellipsis = run[0] in _ELLIPSES or run[0] in STOPS
    if not is_hard and not is_ellipsis and _STOP.search(text, candidate.end, candidate.tail):
        return "ja.symbol.before-ender", False
    if is_hard or stands_alone:
        return None
    name = "ja.ellipsis" if is_ellipsis else "ja.drawn-out" if run[0] in _DRAWN_OUT + DASHES else "ja.symbol"
    if candidate.next >= len(text):
        return name, True
    goes_on = text[candidate.next] in CLOSERS or words.takes_up_form(text, candidate.next)
    is_final = not goes_on and _follows_final_form(candidate, is_ellipsis=is_ellipsis)
    return name, is_final


def _follows_final_form(candidate: Candidate, *, is_ellipsis: bool) -> bool:
    """Whether a form stands before the soft mark that ends a sentence; the freer the mark, the surer it must be."""
    text, start, run = candidate.text, candidate.start, candidate.run
    if run[0] in DASHES:
        return False
    if run[0] in _DRAWN_OUT:
        return words.is_drawn_out(text, candidate.sentence, start)
    if is_ellipsis:
        ends = words.ends_sentence if run[0] in _POINTS else words.ends_sentence_surely
        return ends(text, candidate.sentence, start)
    drawn = _BEFORE_FACE.search(text, max(candidate.sentence, start - _ARM_CHARS), start)
    start = drawn.start() if drawn else start
    is_laugh = _SYMBOL.match(run) is None and _LAUGHED_AT.match(text, start - 1) is not None
    return is_laugh or words.ends_sentence(text, candidate.sentence, start)


def _own_brackets(candidate: Candidate) -> Judgement | None:
    """Decide for an ender that closes brackets: they end the sentence only if they stand by themselves."""
    bracket, text = candidate.bracket, candidate.text
    if bracket is None or bracket.is_quotation:
        return None
    is_alone = skip_blanks(text, candidate.sentence) >= bracket.start
    takes_up = words.takes_up_quotation if text[bracket.start] in _TITLE_OPENERS else words.takes_up_thought
    if candidate.next >= len(text) or (is_alone and not takes_up(text, candidate.next)):
        return "ja.brackets", True
    return "ja.brackets.inside-sentence", False


def _particle_after(candidate: Candidate) -> Judgement | None:
    """Go on after ！ or ？ where a particle follows ("元気？と聞く"), and after any ender before a comma."""
    if candidate.closes_quotation:
        return None
    text, following = candidate.text, candidate.next
    if candidate.run[-1] in _POINTS:
        if text[following : following + 1] in {"、", "，"}:
            return "ja.comma-follows", False
        is_point = candidate.run in {".", "．"}
        goes_on = (
            _POINT_CONTINUES.match(text, following) if candidate.is_tight else words.takes_up_thought(text, following)
        )
        return ("ja.point-continues", False) if is_point and goes_on else None
    takes_up = words.takes_up_mark if candidate.is_tight else words.goes_on_after_blank
    return ("ja.mark-continues", False) if takes_up(text, following) else None


def _quotation(candidate: Candidate) -> Judgement | None:
    """Decide for 「…。」: it goes on before と, という, の … and, in a row of quotations, where the last one does."""
    if not candidate.closes_quotation:
        return None
    text, attribution = candidate.text, candidate.block.spans.pairs.get(candidate.tail)
    is_title = candidate.is_tight and words.names_title(text, candidate.sentence, candidate.opener, candidate.next)
    if (
        attribution is not None
        and not attribution.is_quotation
        and attribution.end - attribution.start <= _ATTRIBUTION_CHARS
        and not any(stop in text[attribution.start : attribution.end] for stop in "。！？")
    ):
        candidate.look(attribution.end)
    if is_title:
        return "ja.quotation.title", False
    if candidate.block.has_turns and text[candidate.next : candidate.next + 1] in DASHES:
        return "ja.quotation", True
    is_taken_up = words.takes_up_quotation(text, candidate.next, after_case=_follows_case(candidate))
    if is_taken_up and candidate.block.is_spaced:
        is_taken_up = words.is_particle(text, candidate.next)
    if is_taken_up or _chain_continues(candidate.block, candidate.next):
        return "ja.quotation.continues", False
    _take_note(candidate)
    return "ja.quotation", True


def _ender(candidate: Candidate) -> Judgement:
    """Cut: nothing spoke against it."""
    _take_note(candidate)
    return "ja.ender", True


_Rule = Callable[[Candidate], Judgement | None]
RULES: tuple[_Rule, ...] = (
    point_in_token,
    _name_with_mark,
    _soft_mark,
    _own_brackets,
    _particle_after,
    _quotation,
    _ender,
)


def _follows_case(candidate: Candidate) -> bool:
    return candidate.opener > candidate.sentence and candidate.text[candidate.opener - 1] in "はもがにを"


def _chain_continues(block: BlockText, position: int) -> bool:
    """Whether a row of quotations that begins here, each with its ender, runs into a continuing particle."""
    text, answer = block.text, False
    row: list[int] = []
    while True:
        if position in block.chains:
            answer = block.chains[position]
            break
        pair = block.spans.pairs.get(position)
        if pair is None or not pair.is_quotation or text[pair.end - 2] not in "。！？!?…":
            answer = bool(row) and words.takes_up_quotation(text, position)
            break
        row.append(position)
        position = skip_blanks(text, pair.end)
    block.chains.update(dict.fromkeys(row, answer))
    return answer


def _take_note(candidate: Candidate) -> None:
    """Let brackets after the ender join its sentence, unless they are a note and notes are segments of their own."""
    block = candidate.block
    note = None if block.owns_note(candidate.next) else block.tail.note(candidate.next, candidate.tail)
    if note is not None:
        candidate.look(note.end)
