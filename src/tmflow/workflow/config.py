"""Reading `tmflow.yaml`: strictly, so that a slip of the pen is named with its line."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tmflow.check.finding import Severity
from tmflow.check.gates import FailOn, Gates
from tmflow.errors import ConfigError, FormatError
from tmflow.formats.yaml_text import read_yaml
from tmflow.memory.penalties import Penalties
from tmflow.memory.quote import Band, Tariff
from tmflow.model.language import Language, LanguagePair
from tmflow.model.segmentation import SegmentationRules
from tmflow.mt.decoding import DEFAULT_DECODING, DEVICES, DecodingSettings
from tmflow.publish.urls import checked_url
from tmflow.segment.rules import Notes, Quotations, SegmentOptions, check_abbreviation, check_name, check_pattern
from tmflow.text.newline import Newline
from tmflow.workflow.project import DATABASES
from tmflow.workflow.settings import (
    PROJECT_PENALTIES,
    AlignSettings,
    CheckSettings,
    LeverageSettings,
    MemorySettings,
    MtSettings,
    PublishSettings,
    Settings,
)

if TYPE_CHECKING:
    from tmflow.mt.plugins import Option

__all__ = ["read_settings"]

_FULL_PERCENT = 100
_HIGHEST_RATE = 1_000_000

_CHOICES = {
    "leverage.punctuation": ("count", "skip"),
    "mt.device": DEVICES,
    "check.fail_on": ("error", "warning", "never"),
    "check.limits_for": ("project", "article"),
    "publish.require": ("translated", "reviewed"),
    "publish.layout": ("side-by-side", "interleaved"),
    "segment.quotations": ("keep", "split"),
    "segment.notes": ("join", "own"),
    "segment.newline": ("auto", "line", "paragraph"),
}
_GATES: dict[str, type] = {
    "max_untranslated_percent": float,
    "min_reviewed_percent": float,
    "min_translated_percent": float,
    "max_stale": int,
}
_DECODING: dict[str, type] = {"beam_size": int, "hypotheses": int, "length_penalty": float}
_MT_LEAST = (
    ("batch", 1, "a number of units"),
    ("threads", 0, "a number of threads"),
    ("beam_size", 1, "a number of hypotheses"),
)
_NO_BASE = re.compile(r"[\s\"'<>\\`{}|^?#]")
"""What the address of a site does not hold: a page's own name is put after it."""
_SHORT = {"memory": "shared"}
"""Sections that may be given by the value of one key."""
_SECTIONS: dict[str, dict[str, type]] = {
    "languages": {"source": str, "target": str},
    "segment": {
        "quotations": str,
        "notes": str,
        "newline": str,
        "abbreviations": list,
        "names_with_marks": list,
        "never": list,
        "always": list,
        "srx": str,
    },
    "align": {"dictionary": str},
    "memory": {"threshold": int, "penalties": dict, "shared": str, "name": str},
    "leverage": {"weights": dict, "rate": dict, "currency": str, "punctuation": str},
    "mt": {"engine": str, "batch": int, "threads": int, "device": str, "options": dict, **_DECODING},
    "check": {
        "in_progress": list,
        "disable": list,
        "severity": dict,
        "plugins": bool,
        "fail_on": str,
        "limits_for": str,
        **_GATES,
    },
    "publish": {
        "site_name": str,
        "base_url": str,
        "require": str,
        "layout": str,
        "contact": str,
        "ruby": bool,
        "vertical": bool,
    },
}


def read_settings(path: Path) -> Settings:
    """Read `tmflow.yaml`.

    Raises FormatError with line and column for YAML that cannot be read, a duplicate key, an unknown key (with the
    nearest known one) or a value of the wrong sort, and for an SRX file that cannot be read; ConfigError if the two
    languages are one, a pattern is none, or the SRX file lies outside of the project.
    """
    tree = read_yaml(path) or {}
    reader = _Reader(path)
    reader.check_keys(tree, {*_SECTIONS, "boilerplate"}, "")
    sections = {name: reader.section(tree, name) for name in _SECTIONS}
    try:
        languages = sections["languages"]
        pair = LanguagePair(
            Language.parse(languages.get("source", "ja")), Language.parse(languages.get("target", "en"))
        )
    except ValueError as error:
        raise ConfigError(f"{path}: {error}") from error
    return Settings(
        pair=pair,
        segment=_segment_options(sections["segment"], tree, reader),
        boilerplate=tuple(reader.strings(tree, "boilerplate")),
        align=_align_settings(sections["align"], path),
        memory=_memory_settings(sections["memory"], tree, reader),
        leverage=_leverage_settings(sections["leverage"], tree, reader),
        mt=_mt_settings(sections["mt"], tree, reader),
        check=_check_settings(sections["check"], tree, reader),
        publish=_publish_settings(sections["publish"], tree, reader),
    )


def _check_settings(section: dict[str, Any], tree: Any, reader: _Reader) -> CheckSettings:
    """Return the settings of the checks; whether there are such checks and articles is for `check_names` to say."""
    node = tree.get("check")
    for key, value in section.get("severity", {}).items():
        if not isinstance(key, str):
            raise reader.fail(f"check.severity.{key} is no name of a check", node["severity"], key)
        if value not in tuple(Severity):
            problem = f'check.severity.{key} is "{value}"; it is one of {", ".join(Severity)}'
            raise reader.fail(problem, node["severity"], key)
    limits = {key: value for key, value in section.items() if key in _GATES}
    try:
        gates = Gates(
            fail_on=FailOn(section.get("fail_on", "error")),
            per_article=section.get("limits_for") == "article",
            **limits,
        )
    except ValueError as error:
        raise ConfigError(f"{reader.path}: check: {error}") from error
    return CheckSettings(
        in_progress=tuple(reader.names(node, "in_progress")),
        disable=tuple(reader.names(node, "disable")),
        severity=section.get("severity", {}),
        gates=gates,
        plugins=section.get("plugins", True),
    )


def _publish_settings(section: dict[str, Any], tree: Any, reader: _Reader) -> PublishSettings:
    """The settings of publishing; its addresses become links as they are, or not at all."""
    settings = PublishSettings(**section)
    base, contact = settings.base_url.strip(), settings.contact.strip()
    if base and (_NO_BASE.search(base) or not checked_url(base) or not base.lower().startswith("http")):
        problem = f'publish.base_url is "{base}"; it is an address such as https://example.org/letters'
        raise reader.fail(problem, tree["publish"], "base_url")
    if contact and checked_url(f"mailto:{contact}") != f"mailto:{contact}":
        problem = f'publish.contact is "{contact}"; it is one mail address, such as desk@example.org'
        raise reader.fail(problem, tree["publish"], "contact")
    return settings


def _align_settings(section: dict[str, Any], path: Path) -> AlignSettings:
    """Return the aligner's settings; a dictionary is found from the folder of the settings."""
    name = section.get("dictionary", "auto")
    return AlignSettings(dictionary=name if name in {"auto", "none"} else str(path.parent / name))


def _memory_settings(section: dict[str, Any], tree: Any, reader: _Reader) -> MemorySettings:
    """Return the memory's settings; `memory: postgresql://...` is short for its `shared`."""
    node = tree.get("memory")
    threshold = section.get("threshold", 70)
    if not 1 <= threshold <= _FULL_PERCENT:
        raise reader.fail(f"memory.threshold is {threshold}; it is a percentage from 1 to 100", node, "threshold")
    shared = section.get("shared", "")
    if shared and not shared.startswith(DATABASES):
        place = (tree, "memory") if isinstance(node, str) else (node, "shared")
        raise reader.fail("memory.shared is no postgresql:// address of a database", *place)
    names = {field.name for field in fields(Penalties)}
    section_node = None if isinstance(node, str) else node
    points = reader.numbers(section_node, "memory", "penalties", known=names, kind=int, most=_FULL_PERCENT)
    penalties = replace(PROJECT_PENALTIES, **{name: int(value) for name, value in points.items()})
    name = section.get("name", "")
    if "/" in name:
        raise reader.fail(f'memory.name is "{name}"; it has no "/"', node, "name")
    return MemorySettings(threshold=threshold, penalties=penalties, shared=shared, name=name)


def _leverage_settings(section: dict[str, Any], tree: Any, reader: _Reader) -> LeverageSettings:
    """Return the settings of quotes; the kinds of their values were checked when the section was read."""
    node = tree.get("leverage")
    weights = reader.numbers(node, "leverage", "weights", known=set(Band), kind=int, most=_FULL_PERCENT)
    rates = reader.numbers(node, "leverage", "rate", known=set(Language), kind=float, most=_HIGHEST_RATE)
    currency = section.get("currency", "JPY")
    if not re.fullmatch("[A-Z]{3}", currency):
        raise reader.fail(
            f'leverage.currency is "{currency}"; it is three capitals of ISO 4217, such as JPY', node, "currency"
        )
    tariff = Tariff(
        weights={Band(name): int(weight) for name, weight in weights.items()},
        rate={Language(name): Decimal(f"{rate}") for name, rate in rates.items()},
        currency=currency,
    )
    return LeverageSettings(tariff=tariff, counts_punctuation=section.get("punctuation") != "skip")


def _mt_settings(section: dict[str, Any], tree: Any, reader: _Reader) -> MtSettings:
    """Return the settings of machine translation; the kinds of their values were checked when the section was read."""
    for key, least, meaning in _MT_LEAST:
        if section.get(key, least) < least:
            raise reader.fail(f"mt.{key} is {section[key]}; it is {meaning}, {least} or more", tree.get("mt"), key)
    chosen = {key: value for key, value in section.items() if key in _DECODING}
    if "beam_size" in chosen:
        chosen.setdefault("hypotheses", min(chosen["beam_size"], DEFAULT_DECODING.hypotheses))
    try:
        decoding = DecodingSettings(**chosen)
    except ValueError as error:
        raise reader.fail(f"mt.{error}", tree.get("mt"), str(error).partition(" ")[0]) from error
    others = {key: value for key, value in section.items() if key not in _DECODING}
    return MtSettings(decoding=decoding, **others | {"options": reader.options(tree.get("mt"))})


def _segment_options(section: dict[str, Any], tree: Any, reader: _Reader) -> SegmentOptions:
    """The segmenter's options; the choices were checked when the section was read."""
    node = tree.get("segment")
    return SegmentOptions(
        quotations=Quotations(section.get("quotations", "keep")),
        notes=Notes(section.get("notes", "join")),
        newline=Newline(section.get("newline", "auto")),
        abbreviations=frozenset(reader.checked(node, "abbreviations", check_abbreviation)),
        names_with_marks=frozenset(reader.checked(node, "names_with_marks", check_name)),
        never=reader.checked(node, "never", check_pattern),
        always=reader.checked(node, "always", check_pattern),
        rules=reader.srx(node) if "srx" in section else None,
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Takes values out of the YAML tree and says where one is wrong."""

    path: Path

    def fail(self, problem: str, node: Any, key: str) -> FormatError:
        line, column = node.lc.key(key) if hasattr(node, "lc") and key in node else (0, 0)
        return FormatError(problem, path=self.path, line=line + 1, column=column + 1)

    def check_keys(self, node: Any, known: set[str], prefix: str) -> None:
        if not isinstance(node, Mapping):
            raise FormatError("the file must be a mapping of keys to values", path=self.path)
        for key in node:
            if key not in known:
                import difflib

                near = difflib.get_close_matches(str(key), known, n=1)
                hint = f"{near[0]}?" if near else f"known: {', '.join(sorted(known))}"
                raise self.fail(f'unknown key "{prefix}{key}": {hint}', node, key)

    def section(self, tree: Any, name: str) -> dict[str, Any]:
        node = tree.get(name)
        if node is None:
            return {}
        if isinstance(node, str) and name in _SHORT:
            return {_SHORT[name]: node}
        if not isinstance(node, Mapping):
            raise self.fail(f"{name} must be a mapping of keys to values", tree, name)
        kinds = _SECTIONS[name]
        self.check_keys(node, set(kinds), f"{name}.")
        for key, value in node.items():
            kind = (int, float) if kinds[key] is float else kinds[key]
            if not isinstance(value, kind) or isinstance(value, bool) != (kind is bool):
                raise self.fail(f"{name}.{key} must be {_KIND_NAMES[kinds[key]]}", node, key)
            choices = _CHOICES.get(f"{name}.{key}")
            if choices and value not in choices:
                raise self.fail(f'{name}.{key} is "{value}"; it is one of {", ".join(choices)}', node, key)
        return {key: [str(item) for item in value] if isinstance(value, list) else value for key, value in node.items()}

    def names(self, section: Any, name: str) -> Iterator[str]:
        """Yield the strings of a list of `check`."""
        items = (section or {}).get(name, [])
        for index, item in enumerate(items):
            if not isinstance(item, str):
                line, column = items.lc.item(index)
                problem = f"check.{name} must be a list of strings"
                raise FormatError(problem, path=self.path, line=line + 1, column=column + 1)
            yield str(item)

    def strings(self, tree: Any, name: str) -> list[str]:
        node = tree.get(name) or []
        if not isinstance(node, list) or not all(isinstance(item, str) for item in node):
            raise self.fail(f"{name} must be a list of strings", tree, name)
        return [str(item) for item in node]

    def numbers(
        self, section: Any, prefix: str, name: str, *, known: set[str], kind: type, most: int
    ) -> Mapping[str, int | float]:
        """Return a mapping of known names to numbers from 0 to `most`."""
        node = (section or {}).get(name, {})
        self.check_keys(node, known, f"{prefix}.{name}.")
        for key, value in node.items():
            is_number = isinstance(value, (int, kind)) and not isinstance(value, bool)
            if not is_number or not 0 <= value <= most:
                raise self.fail(f"{prefix}.{name}.{key} must be {_KIND_NAMES[kind]} from 0 to {most}", node, key)
        return dict(node)

    def options(self, section: Any) -> dict[str, Option]:
        """Return `mt.options`; which of them there are is for the engine to say.

        The path of a file counts from the folder of the settings: a text named "file", or something ending in "_file".
        """
        node = (section or {}).get("options", {})
        for key, value in node.items():
            is_list = isinstance(value, list) and all(isinstance(item, str) for item in value)
            if not isinstance(key, str) or not (is_list or isinstance(value, str | int | float)):
                raise self.fail(
                    f"mt.options.{key} must be a string, a number, true, false or a list of strings", node, key
                )
        return {
            str(key): tuple(map(str, value)) if isinstance(value, list) else self._option(str(key), value)
            for key, value in node.items()
        }

    def _option(self, key: str, value: Any) -> Option:
        is_path = isinstance(value, str) and (key == "file" or key.endswith("_file"))
        return str(self.path.parent / value) if is_path else _plain(value)

    def checked(self, section: Any, name: str, check: Callable[[str], None]) -> tuple[str, ...]:
        """Return the strings of a key of `segment`, each of them checked."""
        items = (section or {}).get(name, [])
        for index, item in enumerate(items):
            if not isinstance(item, str):
                raise self.fail(f"segment.{name} must be a list of strings", section, name)
            try:
                check(item)
            except ValueError as error:
                line = items.lc.item(index)[0] + 1
                raise ConfigError(f"{self.path}:{line}: segment.{name}: {error}. Correct it or take it out") from error
        return tuple(str(item) for item in items)

    def srx(self, section: Any) -> SegmentationRules:
        """Return the rules of the SRX file the section names, which lies in the folder of the settings."""
        from tmflow.formats.srx import read_srx

        name = section["srx"]
        place = f"{self.path}:{section.lc.key('srx')[0] + 1}: segment.srx"
        root = self.path.parent.resolve()
        path = root / name
        if "\0" not in name and not Path(os.path.realpath(path)).is_relative_to(root):
            raise ConfigError(f"{place}: {name} leads out of the project. Copy the file in")
        if not os.path.isfile(path):  # noqa: PTH113 - Path.is_file raises for a name that is too long
            problem = f'"{name}" is a folder' if name and os.path.isdir(path) else f'no file "{name}"'  # noqa: PTH112 - as above
            raise ConfigError(f"{place}: {problem}. Name an SRX file, from the project's folder, or take the key out")
        try:
            return read_srx(path)
        except FormatError as error:
            if error.line is not None:
                raise
            raise ConfigError(f"{place}: {name}: {error.problem}") from error


def _plain(value: Any) -> str | int | float | bool:
    """A scalar without what the YAML reader keeps of its spelling."""
    kind = next(kind for kind in (bool, int, float, str) if isinstance(value, kind))
    return kind(value)


_KIND_NAMES = {
    str: "a string",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "a mapping",
}
