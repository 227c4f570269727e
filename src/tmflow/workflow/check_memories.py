"""Checking the memories from elsewhere, `memories/*.tmx`: what in them should not be offered again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tmflow.check.finding import Finding, Location, Severity
from tmflow.check.rows import from_row, to_row
from tmflow.check.rules.memory_noise import have_other_figures, noise_in
from tmflow.check.runner import Rules
from tmflow.errors import FormatError
from tmflow.formats.imported import ImportLog
from tmflow.formats.tmx import iter_tmx
from tmflow.model.bitext import OriginKind
from tmflow.model.match import MemoryEntry
from tmflow.text.normalize import match_key
from tmflow.text.terminal import excerpt
from tmflow.workflow.check_cache import CheckCache
from tmflow.workflow.check_digest import choice_digest, file_digest
from tmflow.workflow.examine import Examined
from tmflow.workflow.project import Project

__all__ = ["examine_memories"]

_NOISE, _CONFLICT = "tm.noise", "tm.conflict"


def examine_memories(project: Project, rules: Rules, *, is_anew: bool = False) -> tuple[Examined, ...]:
    """Return what the rules on memories find in each TMX of a project, called by its path; read only if it has changed.

    is_anew: ask and fill no cache. A file that cannot be read is told with its `problem`.
    """
    severities = {rule.id: severity for rule, severity in rules if rule.id in {_NOISE, _CONFLICT}}
    paths = sorted(project.memories_folder.glob("*.tmx")) if severities else []
    cache = CheckCache(project.checks_path, choice=choice_digest(project, rules)) if paths and not is_anew else None
    known = cache.read() if cache else {}
    examined, fresh = [], []
    for path in paths:
        name, digest = project.relative(path), file_digest(path)
        one = _known(*known[name]) if name in known and known[name][0] == digest else None
        if one is None:
            one = _examine(path, name, severities)
            fresh += [] if one.problem else [(name, digest, json.dumps(to_row(one)))]
        examined.append(one)
    if cache and fresh:
        with suppress(OSError):
            project.make_cache_folder()
            cache.write(fresh)
    return tuple(examined)


def _known(_digest: str, row: str) -> Examined | None:
    """Return what was kept; None for a row that is none."""
    with suppress(ValueError, TypeError):
        return from_row(Examined, json.loads(row))
    return None


def _examine(path: Path, name: str, severities: Mapping[str, Severity]) -> Examined:
    log = ImportLog()
    try:
        told = [*_iter_noise_and_conflicts(path, log), *_iter_refused(log)]
    except FormatError as error:
        return Examined(slug=name, problem=str(error))
    findings = (_finding(one, name, severities[one.rule]) for one in told if one.rule in severities)
    return Examined(slug=name, findings=tuple(findings))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What a rule has to say of the unit at a line of a memory; the unit is known by its texts, not by its line."""

    rule: str
    message: str
    line: int
    known_by: str


def _iter_noise_and_conflicts(path: Path, log: ImportLog) -> Iterator[_Told]:
    first: dict[tuple[str, str], tuple[str, int]] = {}
    for entry in iter_tmx(path, log=log):
        known_by = f"{entry.source}\0{entry.target}"
        problem = noise_in(entry.source, entry.target, entry.pair) or _is_machines(entry)
        if problem:
            message = f"{problem}: {excerpt(entry.target.strip())}"
            yield _Told(rule=_NOISE, message=message, line=log.line, known_by=known_by)
        target, line = first.setdefault((entry.pair.source, match_key(entry.source)), (entry.target, log.line))
        if have_other_figures(target, entry.target, entry.pair.target):
            message = f"{excerpt(entry.source)} has other figures in line {line}: {excerpt(target)}"
            yield _Told(rule=_CONFLICT, message=message, line=log.line, known_by=known_by)


def _iter_refused(log: ImportLog) -> Iterator[_Told]:
    for one in log.refused:
        message = f"{one.reason}: it is never offered"
        yield _Told(rule=_NOISE, message=message, line=one.line, known_by=one.reason)


def _is_machines(entry: MemoryEntry) -> str:
    is_machines = entry.draft and entry.origin == OriginKind.MT
    return "machine translation that nobody has confirmed" if is_machines else ""


def _finding(told: _Told, name: str, severity: Severity) -> Finding:
    digest = hashlib.sha256(told.known_by.encode("utf-8", "replace")).hexdigest()[:12]
    place = Location(path=name, line=max(1, told.line))
    return Finding(
        rule=told.rule,
        severity=severity,
        message=told.message,
        slug=name,
        unit_id=f"tu-{digest}",
        source=place,
        target=place,
    )
