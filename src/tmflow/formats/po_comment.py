"""The tool comment of a PO entry: lines `# tmflow: key=value …` that carry what PO has no field for.

Values are percent-encoded where they hold blanks, so that a line can be read at a glance and cut at blanks. They are
translator comments, because gettext's own tools keep those whatever they do to an entry, and short, because some
editors (polib's default) wrap a comment of more than 78 columns into lines that mean nothing: a value that is longer
than a line goes on in `key+=` of the next.
What a machine proposed stands, as long as it is a draft, in lines `# tmflow-draft: …` of its own, which are one text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from urllib.parse import unquote

from tmflow.model.bitext import Origin, OriginKind, Place, Side, State, TranslationUnit
from tmflow.model.document import BlockKind
from tmflow.model.match import MatchKind
from tmflow.model.post_edit import PostEdit
from tmflow.text.scripts import display_width

__all__ = ["Recorded", "format_comment", "parse_comment"]

_MARK = "tmflow:"
_NOTE_MARK = "tmflow-note:"
_DRAFT_MARK = "tmflow-draft:"
_LINE_CHARS = 70
_PIECE_COLUMNS = 52
"""Of a text, so that it fits into a line with its key."""
_STRICT_PLACE = re.compile(r"File: .*, line: \d+")
"""How gettext's `--strict` writes a reference (`#:`) among the comments of people."""
_UNSAFE = re.compile(r"[\s%\x00-\x20\x7f-\x9f\u200b\u2028\u2029\ufeff]")


class Recorded:
    """What a tool comment records, and the notes beside it. Absent values are None.

    proposed: kind, tool and native text of what a machine proposed.
    """

    __slots__ = ("draft", "notes", "origin", "post_edit", "proposed", "side", "source_place", "state", "target_place")

    def __init__(self, fields: Mapping[str, str], notes: tuple[str, ...], proposed: str = "") -> None:
        """Read the fields. Raises ValueError, with a message for the user, if a value is not one of its kind."""
        self.notes = notes
        self.state = State(fields["state"]) if "state" in fields else None
        self.side = Side(fields["side"]) if "side" in fields else Side.BOTH
        self.draft = {"yes": True, "no": False}.get(fields.get("draft", ""))
        self.origin = _parse_origin(fields)
        self.source_place = _parse_place(fields.get("source-place"))
        self.target_place = _parse_place(fields.get("target-place"))
        self.post_edit = _parse_post_edit(fields["edit"]) if "edit" in fields else None
        kind, _, tool = fields.get("proposed", "").partition(":")
        self.proposed = (MatchKind(kind), tool, proposed) if kind and proposed else None


def format_comment(unit: TranslationUnit) -> str:
    """Return the translator comment of a unit: the tool lines, if there is anything to record, and the notes."""
    lines: list[str] = []
    for key, text in _iter_fields(unit):
        for number, piece in enumerate(_iter_pieces(text)):
            field = f"{key}{'+' if number else ''}={piece}"
            if lines and len(lines[-1]) + len(field) < _LINE_CHARS:
                lines[-1] += f" {field}"
            else:
                lines.append(f"{_MARK} {field}")
    proposed = _iter_pieces(unit.proposal.target.native) if unit.proposal is not None else ()
    draft = (f"{_DRAFT_MARK} {piece}" for piece in proposed)
    return "\n".join([*lines, *draft, *(_format_note(note) for note in unit.notes)])


def parse_comment(comment: str) -> Recorded:
    r"""Return what a translator comment records. Raises ValueError for a value that is not one of its kind.

    >>> parse_comment("tmflow: origin=mt:argos%20ja>en state=translated\nask the author").origin.tool
    'argos ja>en'
    """
    fields: dict[str, str] = {}
    notes: list[str] = []
    draft = ""
    for line in comment.split("\n"):
        if line.startswith(_MARK):
            for part in line.removeprefix(_MARK).split():
                key, _, text = part.partition("=")
                begun = fields.get(key.removesuffix("+"), "") if key.endswith("+") else ""
                fields[key.removesuffix("+")] = begun + text
        elif line.startswith(_DRAFT_MARK):
            draft += line.removeprefix(_DRAFT_MARK).strip()
        elif line.startswith(_NOTE_MARK):
            notes.append(unquote(line.removeprefix(_NOTE_MARK).strip()))
        elif line.strip() and not _STRICT_PLACE.fullmatch(line.strip()):
            notes.append(line)
    return Recorded({key: unquote(text) for key, text in fields.items()}, tuple(notes), unquote(draft))


def _iter_fields(unit: TranslationUnit) -> list[tuple[str, str]]:
    fields: list[tuple[str, str | None]] = []
    if unit.origin is not None:
        origin = unit.origin
        fields += [
            ("origin", origin.kind.value if origin.tool is None else f"{origin.kind.value}:{origin.tool}"),
            ("match", origin.match.value if origin.match else None),
            ("similarity", str(origin.similarity) if origin.similarity is not None else None),
            ("date", origin.when.isoformat() if origin.when else None),
            ("reviewer", origin.reviewer),
        ]
    fields += [
        ("state", unit.state.value if unit.state is not State.INITIAL else None),
        ("draft", _draft_field(unit)),
        ("side", unit.side.value if unit.side is not Side.BOTH else None),
        ("source-place", _format_place(unit.source_place)),
        ("target-place", _format_place(unit.target_place)),
        ("proposed", f"{unit.proposal.kind.value}:{unit.proposal.tool}" if unit.proposal else None),
        ("edit", _format_post_edit(unit.post_edit) if unit.post_edit else None),
    ]
    return [(key, text) for key, text in fields if text is not None]


def _draft_field(unit: TranslationUnit) -> str | None:
    """Return what the fuzzy flag cannot say: that a stale unit is no draft, and that an empty entry is one.

    gettext's tools take the flag from every entry with an empty msgstr, which confirms nothing.
    """
    if unit.target is None:
        return "yes" if unit.draft else None
    return "no" if unit.is_stale and not unit.draft else None


def _parse_origin(fields: Mapping[str, str]) -> Origin | None:
    if "origin" not in fields:
        return None
    kind, separator, tool = fields["origin"].partition(":")
    return Origin(
        kind=OriginKind(kind),
        tool=tool if separator else None,
        match=MatchKind(fields["match"]) if "match" in fields else None,
        similarity=int(fields["similarity"]) if "similarity" in fields else None,
        when=date.fromisoformat(fields["date"]) if "date" in fields else None,
        reviewer=fields.get("reviewer"),
    )


def _format_place(place: Place | None) -> str | None:
    if place is None:
        return None
    lead = f":{place.lead}" if place.lead else ""
    return f"{place.block}/{place.kind.value}/{place.level}/{place.line}:{place.column}{lead}/{place.mark}"


_PLACE = re.compile(
    r"(?P<block>\d{1,9})/(?P<kind>[a-z-]+)/(?P<level>\d{1,9})/(?P<line>\d{1,9}):(?P<column>\d{1,9})(?::(?P<lead>(?:<[^>]*>|[^/])+))?/(?P<mark>.*)",
    re.DOTALL | re.ASCII,
)


def _parse_place(text: str | None) -> Place | None:
    """Return a place; a damaged one is None, because every place is found anew in the articles."""
    if text is None:
        return None
    match = _PLACE.fullmatch(text)
    if match is None or match["kind"] not in set(BlockKind):
        return None
    return Place(
        block=int(match["block"]),
        kind=BlockKind(match["kind"]),
        level=int(match["level"]),
        line=int(match["line"]),
        column=int(match["column"]),
        lead=match["lead"] or "",
        mark=match["mark"],
    )


def _format_post_edit(edit: PostEdit) -> str:
    """Return the figures: kind, characters edited, proposed and confirmed, words edited and confirmed, seconds, day, tool."""
    chars, words = f"{edit.char_edits}:{edit.proposed_chars}:{edit.chars}", f"{edit.word_edits}:{edit.words}"
    seconds = "" if edit.seconds is None else str(edit.seconds)
    return "/".join((edit.kind.value, chars, words, seconds, edit.when.isoformat() if edit.when else "", edit.tool))


_POST_EDIT = re.compile(
    r"(?P<kind>[a-z]+)/(?P<char_edits>\d{1,9}):(?P<proposed_chars>\d{1,9}):(?P<chars>\d{1,9})"
    r"/(?P<word_edits>\d{1,9}):(?P<words>\d{1,9})/(?P<seconds>\d{0,9})/(?P<when>[\d-]*)/(?P<tool>.*)",
    re.DOTALL | re.ASCII,
)


def _parse_post_edit(text: str) -> PostEdit:
    match = _POST_EDIT.fullmatch(text)
    if match is None:
        raise ValueError(f'edit: "{text}" are no figures; take the field out if they are lost')
    return PostEdit(
        kind=MatchKind(match["kind"]),
        tool=match["tool"],
        proposed_chars=int(match["proposed_chars"]),
        chars=int(match["chars"]),
        char_edits=int(match["char_edits"]),
        words=int(match["words"]),
        word_edits=int(match["word_edits"]),
        seconds=int(match["seconds"]) if match["seconds"] else None,
        when=date.fromisoformat(match["when"]) if match["when"] else None,
    )


def _iter_pieces(text: str) -> Iterator[str]:
    """Yield a text, encoded, in pieces that fit into a line, at least one; Japanese is wide."""
    piece, width = "", 0
    for code in map(_quote, text):
        columns = max(1, display_width(code))
        if width + columns > _PIECE_COLUMNS:
            yield piece
            piece, width = "", 0
        piece, width = piece + code, width + columns
    yield piece


def _quote(text: str) -> str:
    """Percent-encode what would break the line or be lost at its ends; letters of any script stay readable."""
    return _UNSAFE.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), text)


def _format_note(note: str) -> str:
    """Return a note as it is, or encoded where a plain comment line would not bring it back."""
    is_plain = bool(note) and note == note.strip() and not _UNSAFE.search(note.replace(" ", "").replace("%", ""))
    is_ours = note.startswith((_MARK, _NOTE_MARK, _DRAFT_MARK)) or _STRICT_PLACE.fullmatch(note)
    if is_plain and not is_ours:
        return note
    return f"{_NOTE_MARK} {_quote(note)}"
