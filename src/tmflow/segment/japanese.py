"""The Japanese rules: which 。, ！, ？, ellipsis or emoji ends a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tmflow.segment import abbreviations as words
from tmflow.segment.marks import EMOJI, FOOTNOTE, LAUGH, skip_blanks
from tmflow.segment.rules import Notes, SegmentOptions, Verdict
from tmflow.segment.spans import Bracket, SpanMap

__all__ = ["JapaneseCutter"]

_STOPS = "。｡．.！!？?‼⁉⁇⁈"
_ELLIPSES = "…‥・･"
_SYMBOLS = "♪♫♬☆★♡♥❤✨"
_STOP = re.compile(rf"[{_STOPS}]")
_CANDIDATE = re.compile(
    rf"[…‥]*[{_STOPS}][{_STOPS}…‥]*|[…‥]+|[・･]{{2,}}[{_STOPS}]*|(?:[{_SYMBOLS}]|{EMOJI})++|{LAUGH}"
    r"|(?<=[\u3041-\u309f])[wｗ]+(?![A-Za-zＡ-Ｚａ-ｚ0-9])"
)
_QUOTE_CLOSERS = "」』”〟\"'’｣"
_CLOSERS = _QUOTE_CLOSERS + "）)】》〉〕］]｝}"
_CLOSER_RUN = re.compile(rf"[{re.escape(_CLOSERS)}]*")
_TAIL = re.compile(
    rf"(?:{FOOTNOTE}|※[0-9０-９]{{1,2}}|[¹²³⁰⁴-⁹†‡]+|[{_SYMBOLS}{_STOPS}…]+|(?:{EMOJI})++"
    rf"|{LAUGH}|[wｗ]+(?![A-Za-zＡ-Ｚａ-ｚ0-9])|[{re.escape(_CLOSERS)}]++){{1,12}}"
)

_NEW_WORDS = (
    "ところ|とうとう|とにかく|ときどき|ときに|とても|とりあえず|とはいえ|とっても|とっさ|とかく|とくに|とたん|となり|とんで|とんだ|ともあれ|ともかく|ともに|とって|とどの"
    "|はい|はは|はっ|はじめ|はるか|はたして|はて|はや|はず|がっかり|がんば|がたん|がらがら|がやがや"
    "|でも|では|ですが|ですから|ですので|できれば|できる|でかい|だが|だから|だって|だけど|だけれど|だったら|だとすれば|だとしたら|だんだん|だれ|だめ"
    "|のんびり|のち|のぞみ|のどか|のろのろ|にっこり|にやり|にこにこ|にわか|にも[^、]|にぎ|にんげん|なぜ|なに|なんと|なるほど|なん[でだか]|なお|ながら"
    "|もう|もし|もちろん|もっと|もともと|もはや|もの|やがて|やはり|やっと|やっぱり|やや|やれ|やあ|やっ|へえ|へん|へと"
)
_CONTINUES = re.compile(
    rf"(?!(?:{_NEW_WORDS}))(?:と|って|っていう|っつ|の|など|なんて|なる|なの|な[、。]|を|に|は|が|だ|です|でし|で|も|や|へ|から|まで|ほか|くらい|ぐらい|だけ|ばかり"
    r"|らしい|みたい|ような|ように|とか|[、，,。｡．！？!?：:；;＝=／/・→―—–-])"
)
_MARK_CONTINUES = re.compile(
    rf"(?!(?:{_NEW_WORDS}))(?:と|って|っていう|を|など|なんて|の(?=[一-鿿ァ-ヶ々])|[がはにで](?=[一-鿿ァ-ヶ])|[、，,：:；;＝=／/→―—])"
)
_POINT_CONTINUES = re.compile(r"[、，,）)」』]|[のをにはがでともやへ](?![っん])")
_SENTENCE_FORM = re.compile(
    r"(?:です|ます|でした|ました|ません|ましょう|でしょう|だろう|ください|下さい|かな|かなぁ|かしら|よね|だよ|よ|ね|ねぇ|ねえ|わ|ぞ|ぜ|さ|か|な|なぁ|なあ|た|だ|ない|たい"
    r"|する|いる|ある|なる|れる|せる|える|しい|かも|っけ|もの|けど|のに|から|んだ|だって|とさ|なの|[よねわかだたすい][ー～〜っッ])\Z"
)
_STRICT_FORM = re.compile(
    r"(?:です|ます|でした|ました|ません|ましょう|でしょう|だろう|ください|下さい|かな|かしら|よね|だよ|[^のもはがを]よ|[^かで]ね|わ|ぞ|ぜ|だった|った|した|ている|んだ|のだ|ない|だ|[すたるのい]か)\Z"
)
_FORM_REACH = 8
_NOTE_START = re.compile(r"[（(\[［][*＊※]?(?:[訳編筆原引]者?注|註|注|補足|※)[0-9０-９]*[:：、，\s]?")
_ENDS_IN_HIRAGANA = re.compile(r"[ぁ-ん、，]\Z")
_ATTRIBUTION_CHARS = 120
_LATIN_WORD = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ0-9０-９.．'’-]*")
_BRAND = re.compile(r"(?:Yahoo|YAHOO|Yum|Jeopardy)\Z")
_KATAKANA = re.compile(r"[ァ-ヶー]")


class _Candidate:
    """One run [start, end) that may end a sentence.

    tail: past closers, footnotes, emoji and notes that stay with it; next: the first character after the blanks there.
    bracket: the outermost pair that ends with the run, if any.
    """

    __slots__ = ("bracket", "closes_quotation", "end", "next", "run", "sentence", "start", "tail", "text")

    def __init__(self, text: str, start: int, end: int, sentence: int) -> None:
        self.text, self.start, self.end, self.sentence = text, start, end, sentence
        self.run = text[start:end]
        self.bracket: Bracket | None = None
        self.closes_quotation = False
        self.tail = self.next = end

    def look(self, tail: int) -> None:
        """Set what follows, seen from `tail`."""
        self.tail = tail
        self.next = skip_blanks(self.text, tail)

    def form(self) -> str:
        """Return the characters before the run that show the form of the verb."""
        return self.text[max(self.sentence, self.start - _FORM_REACH) : self.start]


_Rule = Callable[["JapaneseCutter", _Candidate, SpanMap], tuple[str, bool] | None]


class JapaneseCutter:
    """Cuts Japanese blocks by the rules below, asked in order; the first that knows decides."""

    def __init__(self, options: SegmentOptions) -> None:
        self._options = options
        self._never_final = words.NEVER_FINAL | {word.removesuffix(".") for word in options.abbreviations}

    def iter_verdicts(self, text: str, spans: SpanMap, *, mark: str = "") -> Iterator[Verdict]:  # noqa: ARG002 - Cutter
        """Yield the verdicts on a block, in order; see `Cutter`."""
        sentence = position = 0
        chains: dict[int, bool] = {}
        for match in _CANDIDATE.finditer(text):
            start, end = match.span()
            if start < position or spans.is_atomic(start):
                continue
            candidate = _Candidate(text, start, end, sentence)
            name, is_boundary = self._judge(candidate, spans, chains)
            if not name:
                continue
            if is_boundary:
                sentence = position = candidate.next
            yield Verdict(candidate.next if is_boundary else end, name, is_boundary)
            if is_boundary and self._options.notes is Notes.OWN:
                note = spans.pairs.get(position)
                if note is not None and _NOTE_START.match(text, position):
                    sentence = position = skip_blanks(text, note.end)
                    yield Verdict(position, "ja.note", is_boundary=True)

    def _judge(self, candidate: _Candidate, spans: SpanMap, chains: dict[int, bool]) -> tuple[str, bool]:
        text = candidate.text
        around = spans.around(candidate.start)
        if around is not None:
            closers = _CLOSER_RUN.match(text, candidate.end)
            if closers is None or closers.end() < around.end:
                return "ja.inside-brackets", False
            candidate.bracket = around
        tail = _TAIL.match(text, candidate.end)
        candidate.look(max(tail.end() if tail else candidate.end, around.end if around else 0))
        candidate.closes_quotation = any(
            character in _QUOTE_CLOSERS for character in text[candidate.end : min(candidate.tail, candidate.end + 4)]
        )
        for rule in _RULES:
            verdict = rule(self, candidate, spans)
            if verdict is not None:
                return verdict
        if candidate.closes_quotation:
            return self._quotation(candidate, spans, chains)
        self._take_notes(candidate, spans)
        return "ja.ender", True

    def in_token(self, candidate: _Candidate, spans: SpanMap) -> tuple[str, bool] | None:
        """Decide for the Latin or full-width point: a sentence mark only where it is no part of a number or a name."""
        run, text, start, end = candidate.run, candidate.text, candidate.start, candidate.end
        if run not in {".", "．"} or spans.is_atomic(start - 1):
            return None
        before = text[start - 1] if start else ""
        after = text[end] if end < len(text) else ""
        if not before.isascii() and not before.isalnum():
            return None
        if not _is_latin(before):
            return ("", False) if _is_latin(after) and before == "第" else None
        if after and not after.isspace() and after not in _CLOSERS:
            return "", False
        return self._latin_word(candidate)

    def name_with_mark(self, candidate: _Candidate, spans: SpanMap) -> tuple[str, bool] | None:  # noqa: ARG002 - _Rule
        """Go on after a mark that belongs to a name: Yahoo!ニュース."""
        text, start, following = candidate.text, candidate.start, candidate.text[candidate.end : candidate.end + 1]
        if candidate.run not in {"!", "！"} or not _is_latin(text[start - 1 : start]):
            return None
        is_brand = _BRAND.search(text, max(0, start - 8), start) is not None
        if following and (is_brand or _KATAKANA.match(following) or _is_latin(following)):
            return "ja.name-with-mark", False
        return None

    def soft_marks(self, candidate: _Candidate, spans: SpanMap) -> tuple[str, bool] | None:  # noqa: ARG002 - _Rule
        """Decide for …, ・・・, 。。。, ♪, emoji and （笑）: they end a sentence only after a form that ends one."""
        run = candidate.run
        if run[-1] in "！!？?‼⁉⁇⁈" or (run[-1] in "。｡．." and len(run.rstrip("。｡．.")) == len(run) - 1):
            return None
        is_ellipsis = run[0] in _ELLIPSES or run[0] in _STOPS
        if not is_ellipsis and _STOP.search(candidate.text, candidate.end, candidate.tail):
            return "", False
        name = "ja.ellipsis" if is_ellipsis else "ja.symbol"
        following = candidate.text[candidate.next : candidate.next + 8]
        if not following:
            return name, True
        form = _STRICT_FORM if is_ellipsis else _SENTENCE_FORM
        goes_on = _CONTINUES.match(following) or following[0] in _CLOSERS
        return name, form.search(candidate.form()) is not None and not goes_on

    def brackets(self, candidate: _Candidate, spans: SpanMap) -> tuple[str, bool] | None:  # noqa: ARG002 - _Rule
        """Decide for an ender that closes brackets: they end the sentence only if they stand by themselves."""
        bracket, text = candidate.bracket, candidate.text
        if bracket is None or bracket.is_quotation:
            return None
        before = text[max(candidate.sentence, bracket.start - 4) : bracket.start].rstrip()
        if not before or candidate.next >= len(text):
            return "ja.brackets", True
        return "ja.brackets.inside-sentence", False

    def mark_continues(self, candidate: _Candidate, spans: SpanMap) -> tuple[str, bool] | None:  # noqa: ARG002 - _Rule
        """Go on after ！ or ？ where a particle follows ("元気？と聞く"), and after any ender before a comma."""
        if candidate.closes_quotation:
            return None
        text, following = candidate.text, candidate.next
        if candidate.run[-1] in "。｡．.":
            if text[following : following + 1] in {"、", "，"}:
                return "ja.comma-follows", False
            is_point = candidate.run in {".", "．"} and candidate.tail == following
            return ("ja.point-continues", False) if is_point and _POINT_CONTINUES.match(text, following) else None
        if candidate.tail == candidate.next and _MARK_CONTINUES.match(text, following):
            return "ja.mark-continues", False
        return None

    def _latin_word(self, candidate: _Candidate) -> tuple[str, bool] | None:
        """Decide for a point between a Latin word and a blank: by the English classes of abbreviation."""
        text, start = candidate.text, candidate.start
        following = text[candidate.next : candidate.next + 1]
        if not following:
            return None
        piece = text[max(candidate.sentence, start - 40) : start]
        match = _LATIN_WORD.match(piece[::-1])
        word = piece[len(piece) - match.end() :] if match else ""
        if word.isdigit() and not text[candidate.sentence : start - len(word)].strip():
            return "ja.number-of-list", False
        is_abbreviation = (
            word in self._never_final
            or (len(word) == 1 and word.isalpha())
            or (word in words.BEFORE_NUMBERS and following.isdigit())
            or (word in words.MAY_END and not following.isupper())
        )
        return ("ja.abbreviation", False) if is_abbreviation else None

    def _quotation(self, candidate: _Candidate, spans: SpanMap, chains: dict[int, bool]) -> tuple[str, bool]:
        """Decide for 「…。」: it goes on before と, という, の … and, in a row of quotations, where the last one does."""
        text = candidate.text
        attribution = spans.pairs.get(candidate.tail)
        if (
            attribution is not None
            and not attribution.is_quotation
            and attribution.end - attribution.start <= _ATTRIBUTION_CHARS
            and not any(stop in text[attribution.start : attribution.end] for stop in "。！？")
        ):
            candidate.look(attribution.end)
        if _CONTINUES.match(text, candidate.next) or self._chain_continues(text, candidate.next, spans, chains):
            return "ja.quotation.continues", False
        self._take_notes(candidate, spans)
        return "ja.quotation", True

    def _chain_continues(self, text: str, position: int, spans: SpanMap, chains: dict[int, bool]) -> bool:
        """Whether a row of quotations that begins here, each with its ender, runs into a continuing particle."""
        row: list[int] = []
        answer = False
        while True:
            if position in chains:
                answer = chains[position]
                break
            pair = spans.pairs.get(position)
            if pair is None or not pair.is_quotation or text[pair.end - 2] not in "。！？!?…":
                answer = bool(row) and _CONTINUES.match(text, position) is not None
                break
            row.append(position)
            position = skip_blanks(text, pair.end)
        chains.update(dict.fromkeys(row, answer))
        return answer

    def _take_notes(self, candidate: _Candidate, spans: SpanMap) -> None:
        """Let a note in brackets after the ender join its sentence, unless its form shows that it opens the next one."""
        if self._options.notes is Notes.OWN:
            return
        note = spans.pairs.get(candidate.next)
        text = candidate.text
        if note is None or not _NOTE_START.match(text, candidate.next):
            return
        after = skip_blanks(text, note.end)
        if after == note.end < len(text) and _ENDS_IN_HIRAGANA.search(
            text, max(note.start, note.end - 3), note.end - 1
        ):
            return
        candidate.look(note.end)


_RULES: tuple[_Rule, ...] = (
    JapaneseCutter.in_token,
    JapaneseCutter.name_with_mark,
    JapaneseCutter.soft_marks,
    JapaneseCutter.brackets,
    JapaneseCutter.mark_continues,
)


def _is_latin(character: str) -> bool:
    """Whether the character is a Latin letter or a digit, in either width."""
    return character.isalnum() and (character.isascii() or "\uff10" <= character <= "\uff5a")
