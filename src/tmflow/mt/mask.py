"""Masking: what must not be translated goes to the engine as a placeholder and comes back whole or not at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode
from tmflow.model.language import Language
from tmflow.mt.own_words import HOLE
from tmflow.mt.protected import NOTHING_MORE, Protection, Substitute
from tmflow.mt.spacing import Kept, spaced_in_english, spaced_in_japanese

__all__ = ["MaskForm", "Masked", "mask", "mask_problem", "restore"]

_LINE_BREAK = re.compile(r"(?<![ \t])[ \t]*(?:\r\n|\r|\n)[ \t\u3000]*")
_WIDE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff01-\uff60]")
_BLANK_AT_WIDE = re.compile(rf"(?<={_WIDE.pattern}) +|(?<! ) +(?={_WIDE.pattern})")


class MaskForm(StrEnum):
    """How a placeholder is spelled; which one survives best depends on the model (`Engine.forms`)."""

    BRACKETS = "⟦{}⟧"
    TAG = "<x{}>"
    LETTERS = "X{}X"
    HASHES = "#{}#"

    def spell(self, index: int) -> str:
        """Return the placeholder of an index.

        >>> MaskForm.BRACKETS.spell(3)
        '⟦3⟧'
        """
        return self.value.format(index)

    @property
    def pattern(self) -> re.Pattern[str]:
        """What finds the placeholders in an engine's answer: blanks inside and another case are forgiven."""
        before, after = self.value.split("{}")
        return re.compile(rf"{re.escape(before)}\s*(\d+)\s*{re.escape(after)}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Masked:
    """A content made ready for the engine.

    text: for the engine; placeholder i in it stands for `kept[i]`.
    prefix, suffix: codes that wrap or end the whole and need not travel through the engine, nor line breaks round it.
    """

    text: str
    kept: tuple[Kept, ...]
    prefix: tuple[str | InlineCode, ...]
    suffix: tuple[str | InlineCode, ...]
    form: MaskForm

    @property
    def bare(self) -> str:
        """The text without its placeholders: the words the engine is really asked about."""
        return self.own(self.text)

    def own(self, text: str) -> str:
        """Return a text or an answer with a hole for each placeholder: what the engine sees and says itself."""
        return self.form.pattern.sub(HOLE, text)

    @property
    def source(self) -> str:
        """The text with its terms and figures, and a blank for all else that is masked."""
        return self._filled(self.text, lambda one: one.source)

    def target(self, answer: str) -> str:
        """Return an answer with terms and figures in the target's form, spaced as there, and a blank for all else."""
        filled = self._filled(answer, lambda one: f" {one.target} ")
        return re.sub(" {2,}", " ", _BLANK_AT_WIDE.sub("", filled))

    def _filled(self, text: str, spell: Callable[[Substitute], str]) -> str:
        def fill(found: re.Match[str]) -> str:
            value = self.kept[int(found.group(1))]
            return spell(value) if isinstance(value, Substitute) else " "

        return self.form.pattern.sub(fill, text)


def mask(content: Content, *, form: MaskForm = MaskForm.BRACKETS, protection: Protection = NOTHING_MORE) -> Masked:
    """Return the content with a placeholder for each inline code, URL, e-mail address, phone number, `%(name)s`, `{x}`, tag.

    protection: what else gets one: terms, figures. Line breaks inside a paragraph become a blank, or nothing between
    Japanese characters. Of a ruby only the base text is kept, because a reading does not survive translation. Where the
    text itself could be mistaken for a placeholder of the form that is asked for, brackets are taken: of those none is
    ever left in the text.

    >>> mask(Content.of("%(user)s は https://example.org/ を見た。")).text
    '⟦0⟧ は ⟦1⟧ を見た。'
    """
    masked, places = _mask(content, form, protection)
    found = [match.start() for match in form.pattern.finditer(masked.text)]
    return masked if found == places else _mask(content, MaskForm.BRACKETS, protection)[0]


def _mask(content: Content, form: MaskForm, protection: Protection) -> tuple[Masked, list[int]]:
    """Return the masked content and where its placeholders begin."""
    prefix, parts, suffix = _without_wrapping(content.parts)
    texts: list[str] = []
    kept: list[Kept] = []
    numbers: list[int] = []

    def keep(value: Kept) -> None:
        numbers.append(len(texts))
        texts.append(form.spell(len(kept)))
        kept.append(value)

    for part in Content.of(*map(_base_of_ruby, parts)).parts:
        if isinstance(part, InlineCode):
            keep(part)
            continue
        for text, value in protection.cut(_LINE_BREAK.sub(_joint, part)):
            if value is None:
                texts.append(text)
            else:
                keep(value)
    text = "".join(texts)
    led = len(text) - len(text.lstrip())
    before, after = _breaks_round(content)
    masked = Masked(text=text.strip(), kept=tuple(kept), prefix=(before, *prefix), suffix=(*suffix, after), form=form)
    starts = list(accumulate(map(len, texts), initial=-led))
    return masked, [starts[number] for number in numbers]


def _breaks_round(content: Content) -> tuple[str, str]:
    """Return the line breaks at both ends of a content, without the blanks among them."""
    text = "".join(part if isinstance(part, str) else "." for part in content.parts)
    inner = text.strip()
    before, _, after = text.partition(inner) if inner else ("", "", "")
    return "\n" * before.count("\n"), "\n" * after.count("\n")


def _base_of_ruby(part: str | InlineCode) -> str | InlineCode:
    return part.text if isinstance(part, InlineCode) and part.kind is CodeKind.RUBY and part.text else part


def mask_problem(text: str, masked: Masked) -> str | None:
    """Return what an engine's answer did to the placeholders, or None if each is there once and the codes still nest.

    >>> mask_problem("Click ⟦0⟧.", mask(Content.of("{a} を {b} に")))
    '{b} is lost'
    """
    expected = sorted(map(int, masked.form.pattern.findall(masked.text)))
    indexes = [int(found) for found in masked.form.pattern.findall(text)]
    count = Counter(indexes)
    for index in expected:
        if count[index] != 1:
            return f"{_show(masked.kept[index])} is {'there more than once' if count[index] else 'lost'}"
    if len(indexes) > len(expected):
        return "a placeholder was made up"
    if masked.form is MaskForm.BRACKETS and re.search("[⟦⟧]", masked.form.pattern.sub("", text)):
        return "a placeholder is broken"
    return _nesting_problem(text, masked, expected)


def restore(text: str, masked: Masked, *, target: Language) -> Content:
    """Return the answer as content, each placeholder replaced by what it stands for, without line breaks of the engine.

    Blanks move out of emphasis and links (`** a **` is no emphasis). In English what is put in gets its blanks, "a" or
    "an" as it sounds, and a capital where a sentence begins with a term; in Japanese it stands without blanks.
    Raises ValueError if `mask_problem` finds one.

    >>> restore("See ⟦0⟧for more.", mask(Content.of("詳細はhttps://example.org/を")), target=Language.EN).text
    'See https://example.org/ for more.'
    """
    problem = mask_problem(text, masked)
    if problem is not None:
        raise ValueError(f"the answer cannot be restored: {problem}")
    text = re.sub(r"\s*\n\s*", "\n", text.strip())
    parts: list[Kept] = []
    for index, piece in enumerate(masked.form.pattern.split(_LINE_BREAK.sub(_joint, text))):
        parts.append(masked.kept[int(piece)] if index % 2 else piece)
    spaced = spaced_in_english(parts) if target is Language.EN else spaced_in_japanese(parts)
    return Content.of(*masked.prefix, *_tidied(spaced), *masked.suffix)


def _without_wrapping(
    parts: tuple[str | InlineCode, ...],
) -> tuple[tuple[InlineCode, ...], tuple[str | InlineCode, ...], tuple[InlineCode, ...]]:
    """Take off pairs of codes round the whole, and codes without text (a footnote mark) at either end."""
    start, end = 0, len(parts)
    while start < end:
        first, last = parts[start], parts[end - 1]
        if isinstance(first, InlineCode) and first.role is CodeRole.STANDALONE and not first.text:
            start += 1
        elif isinstance(last, InlineCode) and last.role is CodeRole.STANDALONE and not last.text:
            end -= 1
        elif (
            isinstance(first, InlineCode)
            and isinstance(last, InlineCode)
            and (first.role, last.role) == (CodeRole.OPEN, CodeRole.CLOSE)
            and first.id == last.id
        ):
            start, end = start + 1, end - 1
        else:
            break
    before = tuple(part for part in parts[:start] if isinstance(part, InlineCode))
    after = tuple(part for part in parts[end:] if isinstance(part, InlineCode))
    return before, parts[start:end], after


def _joint(found: re.Match[str]) -> str:
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    return "" if _WIDE.match(before) and _WIDE.match(after) else " "


def _nesting_problem(text: str, masked: Masked, expected: Sequence[int]) -> str | None:
    """Return the first code that closes before it opens, crosses another or lost all it enclosed."""
    codes = [value for index in expected if isinstance(value := masked.kept[index], InlineCode)]
    paired = {code.id for code in codes if code.role is CodeRole.OPEN} & {
        code.id for code in codes if code.role is CodeRole.CLOSE
    }
    open_codes: list[tuple[str, int]] = []
    for found in masked.form.pattern.finditer(text):
        code = masked.kept[int(found.group(1))]
        if not isinstance(code, InlineCode) or code.id not in paired:
            continue
        if code.role is CodeRole.OPEN:
            open_codes.append((code.id, found.end()))
        elif code.role is CodeRole.CLOSE:
            if not open_codes or open_codes[-1][0] != code.id:
                return f"{_show(code)} does not close what it closed in the source"
            _, start = open_codes.pop()
            if not text[start : found.start()].strip():
                return f"{_show(code)} encloses nothing"
    return None


def _tidied(parts: list[str | InlineCode]) -> list[str | InlineCode]:
    """Move the blanks that follow opening codes before them, and those that precede closing codes behind them."""
    opened = _blanks_moved(Content.of(*parts).parts, CodeRole.OPEN)
    return _mirrored(_blanks_moved(_mirrored(opened), CodeRole.CLOSE))


def _blanks_moved(parts: Sequence[str | InlineCode], role: CodeRole) -> list[str | InlineCode]:
    """Move the blanks that follow codes of a role before all codes of that role in a row; none to the very front."""
    moved: list[str | InlineCode] = []
    for part in parts:
        rest = part
        if isinstance(rest, str) and rest[:1].isspace() and moved and _has_role(moved[-1], role):
            rest = rest.lstrip()
            place = len(moved)
            while place and _has_role(moved[place - 1], role):
                place -= 1
            if place:
                _put_blank(moved, place, only_at_words=role is CodeRole.CLOSE)
        if rest:
            moved.append(rest)
    return moved


def _put_blank(parts: list[str | InlineCode], place: int, *, only_at_words: bool) -> None:
    """Put a blank before a place, unless there is one; behind closing codes no point gets one."""
    before = parts[place - 1]
    if not isinstance(before, str):
        parts.insert(place, " ")
    elif not before[-1:].isspace() and (before[-1:].isalnum() or not only_at_words):
        parts[place - 1] = f"{before} "


def _has_role(part: str | InlineCode, role: CodeRole) -> bool:
    return isinstance(part, InlineCode) and part.role is role


def _mirrored(parts: Sequence[str | InlineCode]) -> list[str | InlineCode]:
    """Return parts from the last to the first, the texts from their last character, too."""
    return [part[::-1] if isinstance(part, str) else part for part in reversed(parts)]


def _show(value: Kept) -> str:
    if isinstance(value, Substitute):
        return value.source
    return value if isinstance(value, str) else value.native or value.text or f"code {value.id}"
