"""What of an entry stands where in a TMX unit: its fields, and what another tool said that has no field.

The latter are the entry's properties, so that nothing is lost on the way through a memory. A `prop` of the unit goes by
its type, an attribute of the unit by "@" and its name ("@usagecount"), those of a variant by its language besides
("en/@changeid", "ja/x-Context"), and "ja/seg" is the segment with its inline codes where these are no text. Left out
is only what says how a note or prop was written: its language and its encoding before it was XML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from tmflow.formats.stamps import format_stamp, read_stamp
from tmflow.model.bitext import OriginKind, State
from tmflow.model.language import Language
from tmflow.model.match import MemoryEntry

__all__ = [
    "MACHINE",
    "iter_props",
    "read_attributes",
    "read_prop",
    "settle_fields",
    "unit_attributes",
    "variant_parts",
]

_MACHINES: Final = frozenset({"mt!", "mt", "x-mt"})
MACHINE: Final = "MT!"
"""The `creationid` by which Okapi and others know a machine's translation."""

_WHO_AND_WHEN: Final = frozenset(
    {"creationdate", "creationid", "changedate", "changeid", "usagecount", "lastusagedate"}
)
_TOOL: Final = frozenset({"creationtool", "creationtoolversion", "datatype", "o-encoding", "o-tmf"})
_VARIANT_ATTRIBUTES: Final = _WHO_AND_WHEN | _TOOL | {"xml:lang"}
_UNIT_ATTRIBUTES: Final = _WHO_AND_WHEN | _TOOL | {"srclang", "segtype"}
_SEGMENT_TYPES: Final = ("block", "paragraph", "sentence", "phrase")
"""The attributes and values the DTD of TMX 1.4 knows; others are written as props."""

_STAMPS: Final = (("creationdate", "created"), ("changedate", "changed"))
_CONFIRMED: Final = {
    "Translated": State.TRANSLATED.value,
    "Draft": "draft",
    "RejectedTranslation": "draft",
    "RejectedSignOff": "draft",
    "ApprovedTranslation": State.REVIEWED.value,
    "ApprovedSignOff": State.FINAL.value,
}
"""The confirmation levels of Trados."""


def _percent(text: str) -> int | None:
    return int(text) if text in _PERCENTS else None


def _machine(text: str) -> str | None:
    return OriginKind.MT.value if text.lower().partition(":")[0] == OriginKind.MT else None


_PERCENTS: Final = frozenset(str(number) for number in range(101))
_STATES: Final = frozenset(state.value for state in State) | {"draft"}
_ORIGINS: Final = frozenset(kind.value for kind in OriginKind)

_FIELDS: Final[Mapping[str, tuple[str, Callable[[str], object]]]] = {
    "x-origin": ("origin", lambda text: text if text in _ORIGINS else None),
    "x-state": ("state", lambda text: text if text in _STATES else None),
    "x-draft": ("draft", lambda text: text == "yes"),
    "x-confidence": ("confidence", _percent),
    "x-document": ("document", str),
    "x-previous-source": ("previous_source", str),
    "x-next-source": ("next_source", str),
    "x-previous-target": ("previous_target", str),
    "x-next-target": ("next_target", str),
    "x-retired": ("retired", str),
}
"""Type of a prop to the field it fills, and how its text is read; None or "" is a text the field cannot take."""

_OTHERS: Final[Mapping[str, tuple[str, Callable[[str], object]]]] = {
    "file": ("document", str),
    "prev": ("previous_source", str),
    "next": ("next_source", str),
    "x-ConfirmationLevel": ("state", _CONFIRMED.get),
    **dict.fromkeys(("Origin", "x-Origin", "x-origin"), ("origin", _machine)),
}
"""Props of other tools (OmegaT, Trados) that fill a field and are kept besides, since these tools look for them."""


def read_attributes(attributes: Mapping[str, str], values: dict[str, Any], properties: list[tuple[str, str]]) -> None:
    """Take the attributes of a `<tu>`, save `srclang`: into fields, and into properties what no field brings back."""
    if not attributes:
        return
    creator, changer = attributes.get("creationid", ""), attributes.get("changeid", "")
    is_machine, is_changed = creator == MACHINE, "changedate" in attributes
    if author := changer or ("" if is_machine else creator):
        values["author"] = author
    told = {
        "tuid": True,
        "srclang": True,
        "creationid": is_machine or not (changer or is_changed),
        "changeid": is_machine or (changer != creator and is_changed),
    }
    if "tuid" in attributes:
        values["id"] = attributes["tuid"]
    for name, field in _STAMPS:
        if name in attributes:
            values[field], told[name] = read_stamp(attributes[name])
    properties += [(f"@{name}", text) for name, text in attributes.items() if not told.get(name)]


def read_prop(kind: str, text: str, values: dict[str, Any], properties: list[tuple[str, str]]) -> None:
    """Take a `<prop>` of a unit: into the field it fills, or into the properties."""
    found = _FIELDS.get(kind)
    if found is not None:
        name, read = found
        value = read(text)
        if value not in {None, ""} and name not in values:
            values[name] = value
            return
    other = _OTHERS.get(kind)
    if other is not None and (value := other[1](text)):
        values.setdefault(other[0], value)
    properties.append((kind, text))


def is_machine(author: str) -> bool:
    """Whether the name of who made a unit is one that tools write for a machine translator.

    >>> is_machine("MT!"), is_machine("Mt. Aoki")
    (True, False)
    """
    return author.strip().casefold() in _MACHINES


def settle_fields(values: dict[str, Any], attributes: Mapping[str, str]) -> None:
    """Make the fields agree once attributes and props are read: "draft" is no state, a machine's work is a draft."""
    if values.get("state") == "draft":
        values.update(state=State.TRANSLATED.value, draft=True)
    if is_machine(attributes.get("creationid", "")):
        values.setdefault("origin", OriginKind.MT.value)
        values["draft"] = True
    elif values.get("origin") == OriginKind.MT and "state" not in values:
        values["draft"] = True


def unit_attributes(entry: MemoryEntry, header_language: Language | None) -> dict[str, str]:
    """Return the attributes of the `<tu>` of an entry, those another tool wrote first."""
    attributes = {"tuid": entry.id} if entry.id else {}
    if entry.pair.source is not header_language:
        attributes["srclang"] = entry.pair.source.value
    said = {name: text for name, text in entry.properties if "@" in name}
    attributes |= {name[1:]: text for name, text in said.items() if _is_attribute(name, text, _UNIT_ATTRIBUTES)}
    is_machine = entry.draft and entry.origin == OriginKind.MT.value
    if is_machine:
        attributes["creationid"] = MACHINE
    for name, field in _STAMPS:
        stamp = getattr(entry, field)
        if stamp is not None and not (said and _is_said(said, name, stamp)):
            attributes[name] = format_stamp(stamp)
    names = {text for name, text in said.items() if name.endswith(("@creationid", "@changeid"))}
    if entry.author and entry.author not in names:
        attributes["changeid" if entry.changed or "creationid" in attributes else "creationid"] = entry.author
    return attributes


def _is_said(said: Mapping[str, str], name: str, stamp: datetime) -> bool:
    """Return whether a property of the unit or of a variant says a time already."""
    texts = (said[place] for place in (f"@{name}", f"ja/@{name}", f"en/@{name}") if place in said)
    return any(read_stamp(text)[0] == stamp for text in texts)


def _is_attribute(name: str, text: str, known: frozenset[str]) -> bool:
    return name[:1] == "@" and name[1:] in known and (name != "@segtype" or text in _SEGMENT_TYPES)


def iter_props(entry: MemoryEntry) -> Iterator[tuple[str, str]]:
    """Yield type and text of each `<prop>` of a unit: the entry's own fields, then what another tool said."""
    yield "x-origin", entry.origin
    yield "x-state", "draft" if entry.draft and entry.state == "translated" else entry.state
    if entry.draft and entry.state != "translated":
        yield "x-draft", "yes"
    if entry.confidence is not None:
        yield "x-confidence", str(entry.confidence)
    for kind, (name, read) in _FIELDS.items():
        if read is str and (text := getattr(entry, name)):
            yield kind, text
    for kind, text in entry.properties:
        if kind[:3] not in {"ja/", "en/"} and not _is_attribute(kind, text, _UNIT_ATTRIBUTES):
            yield kind, text


def variant_parts(entry: MemoryEntry, language: Language) -> tuple[dict[str, str], list[tuple[str, str]], str]:
    """Return the attributes and props of a `<tuv>`, and its segment with another tool's codes, "" if it has none."""
    attributes, props, segment = {"xml:lang": language.value}, [], ""
    prefix = f"{language.value}/"
    for name, text in entry.properties:
        kind = name.removeprefix(prefix)
        if kind == name:
            continue
        if kind == "seg":
            segment = text
        elif _is_attribute(kind, text, _VARIANT_ATTRIBUTES):
            attributes[kind[1:]] = text
        else:
            props.append((kind, text))
    return attributes, props, segment
