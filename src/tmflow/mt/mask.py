"""Masking: what must not be translated goes to the engine as a placeholder and comes back whole or not at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode
from tmflow.model.language import Language

__all__ = ["MaskForm", "Masked", "iter_addresses", "mask", "mask_problem", "restore"]

_URL = (
    r"(?:https?|ftp)://[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+|(?<![A-Za-z0-9.@/])www\.[A-Za-z0-9\-._~:/?#@!$&'*+,;=%]+"
)
_EMAIL = r"[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+"
_PLACEHOLDER = (
    r"%\([A-Za-z_]\w*\)[#0\- +]*\d*(?:\.\d+)?[A-Za-z]"  # %(name)s, printf-style formatting of the Python library
    r"|(?<![0-9０-９])%(?:\d+\$)?[sd](?![A-Za-z])"
    r"|\{\{[^{}\n]*\}\}|\$?\{[A-Za-z0-9_.:!]*\}"
)
_TAG = r"</?[A-Za-z][^<>\n]*>|&(?:[A-Za-z]+|#\d+|#x[0-9A-Fa-f]+);"
_ADDRESS = re.compile(f"{_URL}|{_EMAIL}")
_FORM_LOOKALIKE = r"⟦\s*\d+\s*⟧|[⟦⟧]|[Xx]\d+[Xx]|#\d+#"
_PROTECTED = re.compile(f"{_URL}|{_EMAIL}|{_PLACEHOLDER}|{_TAG}|{_FORM_LOOKALIKE}", re.ASCII)

_LINE_BREAK = re.compile(r"(?<![ \t])[ \t]*(?:\r\n|\r|\n)[ \t\u3000]*")
_WIDE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff01-\uff60]")


class MaskForm(StrEnum):
    """How a placeholder is spelled; which one survives best depends on the model (`calibrate_form`)."""

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
    prefix, suffix: codes that wrap or end the whole and need not travel through the engine.
    """

    text: str
    kept: tuple[str | InlineCode, ...]
    prefix: tuple[InlineCode, ...]
    suffix: tuple[InlineCode, ...]
    form: MaskForm

    @property
    def bare(self) -> str:
        """The text without its placeholders: the words the engine is really asked about."""
        return self.form.pattern.sub(" ", self.text)


def iter_addresses(text: str) -> Iterator[str]:
    """Yield the URLs and e-mail addresses of a text, without the punctuation that follows them.

    >>> list(iter_addresses("詳しくは https://example.org/a_b?c=1。(info@example.org)"))
    ['https://example.org/a_b?c=1', 'info@example.org']
    """
    for found in _ADDRESS.finditer(text):
        yield _trim_address(found.group())


def mask(content: Content, *, form: MaskForm = MaskForm.BRACKETS) -> Masked:
    """Return the content with a placeholder for each inline code, URL, e-mail address, `%(name)s`, `{x}` and tag.

    Line breaks inside a paragraph become a blank, or nothing between Japanese characters. Of a ruby only the base text
    is kept, because a reading does not survive translation. Where the text itself could be mistaken for a placeholder of
    the form that is asked for, brackets are taken: of those none is ever left in the text.

    >>> mask(Content.of("%(user)s は https://example.org/ を見た。")).text
    '⟦0⟧ は ⟦1⟧ を見た。'
    """
    masked, places = _mask(content, form)
    found = [match.start() for match in form.pattern.finditer(masked.text)]
    return masked if found == places else _mask(content, MaskForm.BRACKETS)[0]


def _mask(content: Content, form: MaskForm) -> tuple[Masked, list[int]]:
    """Return the masked content and where its placeholders begin."""
    prefix, parts, suffix = _without_wrapping(content.parts)
    texts: list[str] = []
    kept: list[str | InlineCode] = []
    places: list[int] = []

    def keep(value: str | InlineCode) -> None:
        places.append(sum(map(len, texts)))
        texts.append(form.spell(len(kept)))
        kept.append(value)

    for part in Content.of(*map(_base_of_ruby, parts)).parts:
        if isinstance(part, InlineCode):
            keep(part)
            continue
        for is_protected, text in _iter_protected(_LINE_BREAK.sub(_joint, part)):
            if is_protected:
                keep(text)
            else:
                texts.append(text)
    text = "".join(texts)
    led = len(text) - len(text.lstrip())
    masked = Masked(text=text.strip(), kept=tuple(kept), prefix=prefix, suffix=suffix, form=form)
    return masked, [place - led for place in places]


def _base_of_ruby(part: str | InlineCode) -> str | InlineCode:
    return part.text if isinstance(part, InlineCode) and part.kind is CodeKind.RUBY and part.text else part


def mask_problem(text: str, masked: Masked) -> str | None:
    """Return what an engine's answer did to the placeholders, or None if each is there once and the codes still nest.

    >>> mask_problem("Click ⟦0⟧.", mask(Content.of("{a} を {b} に")))
    '{b} is lost'
    """
    indexes = [int(found) for found in masked.form.pattern.findall(text)]
    count = Counter(indexes)
    for index, value in enumerate(masked.kept):
        if count[index] != 1:
            return f"{_show(value)} is {'there more than once' if count[index] else 'lost'}"
    if len(indexes) > len(masked.kept):
        return "a placeholder was made up"
    if masked.form is MaskForm.BRACKETS and re.search("[⟦⟧]", masked.form.pattern.sub("", text)):
        return "a placeholder is broken"
    return _nesting_problem(text, masked)


def restore(text: str, masked: Masked, *, target: Language) -> Content:
    """Return the answer as content, each placeholder replaced by what it stands for.

    Blanks move out of emphasis and links (`** a **` is no emphasis); an address gets its blanks in English.
    Raises ValueError if `mask_problem` finds one.

    >>> restore("See ⟦0⟧for more.", mask(Content.of("詳細はhttps://example.org/を")), target=Language.EN).text
    'See https://example.org/ for more.'
    """
    problem = mask_problem(text, masked)
    if problem is not None:
        raise ValueError(f"the answer cannot be restored: {problem}")
    parts: list[str | InlineCode] = []
    for index, piece in enumerate(masked.form.pattern.split(text.strip())):
        parts.append(masked.kept[int(piece)] if index % 2 else piece)
    spaced = _spaced(parts) if target is Language.EN else parts
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


def _iter_protected(text: str) -> Iterator[tuple[bool, str]]:
    """Yield the runs of a text, each with whether it must not be translated."""
    position = 0
    for found in _PROTECTED.finditer(text):
        value = found.group()
        if _ADDRESS.match(value):
            value = _trim_address(value)
        yield False, text[position : found.start()]
        yield True, value
        position = found.start() + len(value)
    yield False, text[position:]


def _trim_address(address: str) -> str:
    """Take off what belongs to the sentence: final punctuation, and a closing bracket that was opened before."""
    while True:
        shorter = address.rstrip(".,;:!?'*")
        for opening, closing in ("()", "[]"):
            if shorter.endswith(closing) and shorter.count(closing) > shorter.count(opening):
                shorter = shorter[:-1]
        if shorter == address:
            return address
        address = shorter


def _joint(found: re.Match[str]) -> str:
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    return "" if _WIDE.match(before) and _WIDE.match(after) else " "


def _nesting_problem(text: str, masked: Masked) -> str | None:
    """Return the first code that closes before it opens, crosses another or lost all it enclosed."""
    codes = [value for value in masked.kept if isinstance(value, InlineCode)]
    paired = {code.id for code in codes if code.role is CodeRole.OPEN} & {
        code.id for code in codes if code.role is CodeRole.CLOSE
    }
    open_codes: list[tuple[str, int]] = []
    for found in masked.form.pattern.finditer(text):
        code = masked.kept[int(found.group(1))]
        if isinstance(code, str) or code.id not in paired:
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


def _spaced(parts: list[str | InlineCode]) -> list[str | InlineCode]:
    """Put a blank between what was kept and a letter it touches, and between a comma and what was kept.

    parts: runs of the answer at even indexes, what was kept at odd ones. Codes are left as they are.
    """
    spaced = list(parts)
    for index in range(1, len(parts), 2):
        kept, before, after = parts[index], spaced[index - 1], spaced[index + 1]
        if isinstance(kept, InlineCode) or isinstance(before, InlineCode) or isinstance(after, InlineCode):
            continue
        is_address = _ADDRESS.match(kept) is not None
        touches_word = before[-1:].isalnum() and kept[:1].isalnum()
        if touches_word or before.endswith((",", ";")) or (is_address and before.endswith((".", ":"))):
            spaced[index - 1] = f"{before} "
        if is_address and after[:1].isalnum():
            spaced[index + 1] = f" {after}"
    return spaced


def _tidied(parts: list[str | InlineCode]) -> Iterator[str | InlineCode]:
    """Move the blanks that follow an opening code before it, and those that precede a closing code behind it."""
    merged = list(Content.of(*parts).parts)
    for index, part in enumerate(merged):
        if isinstance(part, str):
            continue
        before, after = merged[index - 1] if index else None, merged[index + 1] if index + 1 < len(merged) else None
        if part.role is CodeRole.OPEN and isinstance(after, str) and after[:1].isspace():
            merged[index + 1] = after.lstrip()
            if isinstance(before, str) and not before[-1:].isspace():
                merged[index - 1] = f"{before} "
        elif part.role is CodeRole.CLOSE and isinstance(before, str) and before[-1:].isspace():
            merged[index - 1] = before.rstrip()
            if isinstance(after, str) and after[:1].isalnum():
                merged[index + 1] = f" {after}"
    yield from merged


def _show(value: str | InlineCode) -> str:
    return value if isinstance(value, str) else value.native or value.text or f"code {value.id}"
