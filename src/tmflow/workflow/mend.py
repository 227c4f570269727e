"""Mending: the fixes of findings are put into the bitext and the article's file alike, so that both say the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path

from tmflow.check.finding import Finding, Findings
from tmflow.check.runner import check_subjects
from tmflow.check.wording import printable
from tmflow.formats.article import serialize_article
from tmflow.model.bitext import Side
from tmflow.model.document import Document
from tmflow.workflow.authorship import is_correction
from tmflow.workflow.ingest import Article, load_article
from tmflow.workflow.mend_article import IN_OTHER_CUT, Edit, edit_of, mended_article
from tmflow.workflow.project import Project
from tmflow.workflow.subjects import subject_of
from tmflow.workflow.undo import write_undoable
from tmflow.workflow.verify import verify_project

__all__ = ["Mending", "Unmended", "mend_findings", "mend_project"]

_MOST_PASSES = 200
"""Over an article. A pass mends one fault of each unit at most, the first one, and the article is checked anew."""
_Key = tuple[str, str | None]
_Spot = tuple[str, str | None, Side, int, int]
"""A rule, a unit, and the range of its text, or of the file without a unit, that a fix replaces."""
_UNDONE = "what mended it came back: two rules want it each their way"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmended:
    """A finding that has a fix which was not put in, and why."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mending:
    """What mending gave: the findings that were mended, those that have a fix and stay, the files that changed, and how.

    diff: unified, of the articles, and of a bitext where the text stands in no article.
    """

    mended: tuple[Finding, ...] = ()
    unmended: tuple[Unmended, ...] = ()
    paths: tuple[str, ...] = ()
    diff: str = ""


def mend_project(
    project: Project,
    slugs: tuple[str, ...] = (),
    *,
    only: tuple[str, ...] = (),
    since: str | None = None,
    has_source: bool = False,
    dry_run: bool = False,
    is_anew: bool = False,
    jobs: int | None = 1,
    on_progress: Callable[[int, int], None] | None = None,
) -> Mending:
    """Check articles and put in the fixes of what is found, but for what the baseline has.

    slugs, only, since, is_anew, jobs, on_progress: as `verify_project` has them. has_source: whether source articles may be changed as well.
    Raises as `verify_project` and `mend_findings` do.
    """
    found = verify_project(
        project, slugs, only=only, since=since, is_anew=is_anew, jobs=jobs, on_progress=on_progress
    ).findings
    sides = frozenset(Side) if has_source else frozenset({Side.TARGET})
    return mend_findings(project, found, sides=sides, dry_run=dry_run)


def mend_findings(
    project: Project, findings: Findings, *, sides: frozenset[Side] = frozenset({Side.TARGET}), dry_run: bool = False
) -> Mending:
    """Put in the fixes of findings, in all of their articles or in none. `undo_fixes` takes it back.

    A unit keeps its state: a fix leaves nothing to decide. sides: which may be changed. dry_run: only say what would be.
    Raises StorageError if the machine refuses to write, MemoryLockedError; nothing is changed then.
    """
    asked: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.fix is not None and finding.fix.side in sides:
            asked.setdefault(finding.slug, []).append(finding)
    with nullcontext() if dry_run or not asked else project.writing():
        done = [_Mender(load_article(project, slug), wanted, sides).run() for slug, wanted in asked.items()]
        contents = {path: content for one in done for path, content in one.contents().items()}
        diff = "".join(part for one in done for part in one.iter_diffs(contents))
        if not dry_run:
            write_undoable(project, contents, are_fixes=True)
    return Mending(
        mended=tuple(finding for one in done for finding in one.mended),
        unmended=tuple(left for one in done for left in one.unmended),
        paths=tuple(map(project.relative, contents)),
        diff=diff,
    )


@dataclass(slots=True)
class _Mender:
    """Mends one article, pass by pass, until nothing that was asked for can be mended."""

    before: Article
    asked: list[Finding]
    sides: frozenset[Side]
    now: Article = field(init=False)
    mended: list[Finding] = field(init=False, default_factory=list)
    unmended: list[Unmended] = field(init=False, default_factory=list)
    has_bitext_alone: bool = field(init=False, default=False)
    _given_up: set[_Key] = field(init=False, default_factory=set)
    _seen: set[tuple[_Key, str]] = field(init=False, default_factory=set)
    _left: set[_Spot] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self.now = self.before

    def run(self) -> _Mender:
        """Mend the article, and return what came of it."""
        asked = set(map(_spot, self.asked))
        self._left = {spot for finding in self._look() if (spot := _spot(finding)) not in asked}
        for _ in range(_MOST_PASSES):
            edits = list(self._iter_edits(self._look()))
            if not edits:
                break
            together = mended_article(self.now, edits)
            if together is not None:
                self._take(edits, together)
                continue
            for edit in edits:
                alone = mended_article(self.now, [edit])
                if alone is None:
                    self._give_up(edit.finding, IN_OTHER_CUT)
                else:
                    self._take([edit], alone)
        return self

    def _look(self) -> Iterator[Finding]:
        """Yield what is still found of what was asked for."""
        wanted = {_key(finding) for finding in self.asked} - self._given_up
        rules = {finding.rule for finding in self.asked}
        subject = subject_of(self.now)
        units = self.now.bound.bitext.units if self.now.source else ()
        corrected = {unit.id for unit in units if unit.id in subject.stored_targets and is_correction(unit)}
        for finding in check_subjects([subject], only=rules, own=self.now.project.own_rules):
            if finding.fix is None or finding.fix.side not in self.sides or _key(finding) not in wanted:
                continue
            if _spot(finding) in self._left:  # somebody has accepted it, and not another one of this rule in the unit
                continue
            if finding.fix.side is Side.TARGET and finding.unit_id in corrected:
                self._give_up(finding, f"the article was edited; first: tmflow align {subject.slug}")
            else:
                yield finding

    def _iter_edits(self, found: Iterable[Finding]) -> Iterator[Edit]:
        """Yield an edit for the first fault of each unit; of what stands outside of the units for one a side."""
        taken: set[tuple[Side | None, str | None]] = set()
        for finding in found:
            side = finding.fix.side if finding.fix else None
            if (side, finding.unit_id) in taken:
                continue
            edit = edit_of(self.now, finding)
            if isinstance(edit, str):
                self._give_up(finding, edit)
            elif (_key(finding), edit.text_before) in self._seen:
                self._give_up(finding, _UNDONE)
            else:
                taken.add((side, finding.unit_id))
                yield edit

    def _take(self, edits: Iterable[Edit], article: Article) -> None:
        self.now = article
        for edit in edits:
            self._seen.add((_key(edit.finding), edit.text_before))
            self.mended.append(edit.finding)
            self.has_bitext_alone |= edit.span is None
            self._left = {_moved(spot, edit) for spot in self._left}

    def _give_up(self, finding: Finding, reason: str) -> None:
        self._given_up.add(_key(finding))
        self.unmended.append(Unmended(finding=finding, reason=reason))

    def contents(self) -> dict[Path, bytes]:
        """Return what the files are to hold that change."""
        if not self.mended:
            return {}
        contents = {after.path: serialize_article(after) for _, after in self._changed_documents() if after.path}
        is_changed = self.now.stored is not self.before.stored
        bitext = self.before.saved(self.now.bound.bitext) if is_changed else None
        return contents if bitext is None else {**contents, self._bitext_path: bitext}

    def iter_diffs(self, contents: Mapping[Path, bytes]) -> Iterator[str]:
        """Yield what changes in the articles, and in the bitext where a text stands nowhere else."""
        for before, after in self._changed_documents():
            if after.path is not None:
                yield _diff(before.text, after.text, self.before.project.relative(after.path))
        path = self._bitext_path
        if self.has_bitext_alone and path in contents:
            before_text = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
            yield _diff(before_text, contents[path].decode(), self.before.project.relative(path))

    @property
    def _bitext_path(self) -> Path:
        return self.before.project.bitext_path(self.before.slug)

    def _changed_documents(self) -> Iterator[tuple[Document, Document]]:
        for before, after in ((self.before.source, self.now.source), (self.before.target, self.now.target)):
            if before is not None and after is not None and before.text != after.text:
                yield before, after


def _key(finding: Finding) -> _Key:
    return finding.rule, finding.unit_id


def _spot(finding: Finding) -> _Spot:
    fix = finding.fix
    if fix is None:
        raise ValueError(f"{finding.rule} has no fix")
    return finding.rule, finding.unit_id, fix.side, fix.span.start, fix.span.end


def _moved(spot: _Spot, edit: Edit) -> _Spot:
    """Return where a spot is once an edit was put in: as many characters on as came in before it."""
    rule, unit_id, side, start, end = spot
    span, text = (edit.span, edit.text) if unit_id is None else (edit.fix.span, edit.fix.text)
    is_before = side is edit.fix.side and unit_id in {None, edit.finding.unit_id} and span is not None
    shift = len(text) - len(span) if span is not None and is_before and span.end <= start else 0
    return rule, unit_id, side, start + shift, end + shift


def _diff(before: str, after: str, name: str) -> str:
    """Return a unified diff in which what cannot be seen is an escape."""
    old, new = (text.removesuffix("\n").split("\n") for text in (before, after))
    lines = unified_diff(old, new, fromfile=name, tofile=name, lineterm="", n=1)
    return "".join("\t".join(map(printable, line.split("\t"))) + "\n" for line in lines)
