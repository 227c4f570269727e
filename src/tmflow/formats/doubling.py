"""A returned target with the old text behind the new one: what a script leaves that sets only the text of a target with codes.

translate-toolkit's `unit.target = text` puts a text before the first code of the old target and keeps all from there on.
Nothing of the codes is missing then, so that only the text tells: what it said from the first code on is there twice.
"""

from __future__ import annotations

from typing import Final

from tmflow.model.content import CodeRole, Content
from tmflow.text.distance import similarity_percent
from tmflow.text.scripts import guess_language

__all__ = ["doubling_fault"]

_AGAIN_PERCENT: Final = 60
"""From this similarity on the end of what stands before the first code says again what stands from there on."""
_ENDS: Final = tuple(".!?")
"""What ends a sentence in English, where a blank parts it from the next."""


def doubling_fault(returned: Content, *, source: Content, exported: Content | None) -> str | None:
    """Say that a target has the old text behind its own, or None if it has not.

    exported: the target that was exported, None if none was: the source may have stood in its place then.

    >>> from tmflow.model.content import CodeKind, CodeRole, InlineCode
    >>> mark = InlineCode(id="1", kind=CodeKind.CODE, role=CodeRole.STANDALONE, native="`a`", text="a")
    >>> old = Content.of("The log is in ", mark, " on the quay.")
    >>> doubling_fault(Content.of("The log lies in ", mark, " on the quay."), source=Content(), exported=old)
    >>> new = Content.of("The log lies in a on the quay.", mark, " on the quay.")
    >>> doubling_fault(new, source=Content(), exported=old) is None
    False
    """
    old = source if exported is None else exported
    lead, rest = _parted(returned)
    old_lead, old_rest = _parted(old)
    if lead == old_lead or rest.native != old_rest.native or not rest.text.strip():
        return None
    said = _outside(rest)
    is_left = exported is None and any(map(str.isalpha, said)) and guess_language(said) == guess_language(source.text)
    is_again = _says_again(lead, rest.text) and not _says_again(old_lead, rest.text)
    if is_left or is_again or _is_run_on(lead, old_lead, rest.text):
        return f'the old text stands behind the new one: "{rest.text}". Delete it, and put its codes into the new text'
    return None


def _parted(content: Content) -> tuple[str, Content]:
    """Return the text before the first code, and all from there on."""
    first = content.parts[0] if content.parts else ""
    return (first, Content(content.parts[1:])) if isinstance(first, str) else ("", content)


def _outside(content: Content) -> str:
    """Return the text outside of codes: what is in one may be a name, which is the same in every language."""
    depth, texts = 0, []
    for part in content.parts:
        if isinstance(part, str):
            texts += [] if depth else [part]
        else:
            depth += (part.role is CodeRole.OPEN) - (part.role is CodeRole.CLOSE)
    return "".join(texts)


def _says_again(lead: str, rest: str) -> bool:
    """Whether what stands before the codes ends as what stands from there on."""
    again = rest.strip()
    return similarity_percent(lead.strip()[-len(again) :], again) >= _AGAIN_PERCENT


def _is_run_on(lead: str, old_lead: str, rest: str) -> bool:
    """Whether a whole sentence stands before the codes, and the rest of another follows without a blank, as no one writes."""
    is_parted = not old_lead or old_lead[-1].isspace()
    return is_parted and lead.endswith(_ENDS) and rest[0].isascii() and rest[0].isalnum()
