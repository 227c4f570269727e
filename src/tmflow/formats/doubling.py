"""A returned target with the old text behind the new one: what a script leaves that sets only the text of a target with codes.

translate-toolkit's `unit.target = text` puts a text before the first code of the old target and keeps all from there on.
Nothing of the codes is missing then, so that only the text tells.
"""

from __future__ import annotations

from typing import Final

from tmflow.model.content import Content
from tmflow.text.distance import similarity_percent
from tmflow.text.scripts import guess_language

__all__ = ["doubling_fault"]

_WHOLE_PERCENT: Final = 60
"""From this similarity on what stands before the first code is all of the old text, edited."""
_WHOLE_SHARE: Final = 0.6
"""Or if it ends as a sentence does and has so much of its length: all of it, written anew."""
_ENDS: Final = tuple(".!?。！？」』”")


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
    is_left = exported is None and guess_language(rest.text) == guess_language(source.text)
    if is_left or _is_whole(lead, old_lead, old.text):
        return "the old text stands behind the new one, which was put before its codes: write it between them"
    return None


def _parted(content: Content) -> tuple[str, Content]:
    """Return the text before the first code, and all from there on."""
    first = content.parts[0] if content.parts else ""
    return (first, Content(content.parts[1:])) if isinstance(first, str) else ("", content)


def _is_whole(lead: str, old_lead: str, old: str) -> bool:
    """Whether what stands before the codes says all that the old text said, and not only what stood before them."""
    likeness = similarity_percent(lead, old)
    if likeness >= _WHOLE_PERCENT and likeness > similarity_percent(lead, old_lead):
        return True
    is_sentence = lead.endswith(_ENDS) and old.rstrip().endswith(_ENDS) and not old_lead.endswith(_ENDS)
    return is_sentence and len(lead) >= _WHOLE_SHARE * len(old)
