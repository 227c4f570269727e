"""SRX: the project's own rules written for a CAT tool, and a look into a file of rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tmflow.formats.atomic import write_bytes_atomic
from tmflow.formats.srx import read_srx, serialize_srx
from tmflow.model.language import Language
from tmflow.model.segmentation import BreakRule
from tmflow.segment.srx.cutter import iter_untranslated, select_rules
from tmflow.segment.srx.export import iter_unsaid, native_rules
from tmflow.workflow.settings import Settings

__all__ = ["SrxExport", "SrxRules", "Untranslated", "export_srx", "iter_srx"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SrxExport:
    """An SRX file as text, and the rules it does not say, or not in full, each with what is missing."""

    text: str
    unsaid: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Untranslated:
    """A rule tmflow cannot use: its number among those of its name, from 1, and the reason."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SrxRules:
    """The rules of one name in an SRX file.

    maps: the patterns of the languages they are for; languages: those of tmflow that they cut.
    """

    name: str
    maps: tuple[str, ...]
    languages: tuple[str, ...]
    rules: tuple[BreakRule, ...]
    untranslated: tuple[Untranslated, ...]


def export_srx(settings: Settings, *, path: Path | None = None) -> SrxExport:
    """Return tmflow's own rules as SRX 2.0, with the abbreviations and names of the settings; write them if a path is given.

    Raises StorageError if the machine refuses the write.
    """
    content = serialize_srx(native_rules(settings.segment))
    if path is not None:
        write_bytes_atomic(path, content)
    return SrxExport(text=content.decode("utf-8"), unsaid=tuple(iter_unsaid(settings.segment)))


def iter_srx(path: Path, *, language: Language | None = None) -> Iterator[SrxRules]:
    """Yield what an SRX file holds, or, for a language, the rules that cut it in the order they are asked.

    Raises FormatError if the file is no SRX, ConfigError for a language map whose pattern is none.
    """
    rules = read_srx(path)
    chosen = {each: select_rules(rules, each) for each in Language}
    untranslated: dict[str, list[Untranslated]] = {}
    for name, number, reason in iter_untranslated(rules):
        untranslated.setdefault(name, []).append(Untranslated(number=number, reason=reason))
    for part in rules.languages if language is None else chosen[language]:
        yield SrxRules(
            name=part.name,
            maps=tuple(map_.pattern for map_ in rules.maps if map_.name == part.name),
            languages=tuple(each.value for each in Language if part in chosen[each]),
            rules=part.rules,
            untranslated=tuple(untranslated.get(part.name, ())),
        )
