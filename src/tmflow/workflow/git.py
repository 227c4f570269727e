"""What git knows of a project's files: the only place that calls it. Nothing is written, not even git's own index."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tmflow.errors import ConfigError

__all__ = ["Git", "folder_in_repository"]

_CALL = ("git", "--literal-pathspecs", "-c", "core.fsmonitor=false")
_FILE_MODES = frozenset({"100644", "100755"})
_SHALLOW = 'this is a shallow clone. Fetch the rest: git fetch --unshallow (GitHub: checkout with "fetch-depth: 0")'


def folder_in_repository(folder: Path) -> str:
    """Return the path of a folder from the top of the repository it is in, with a slash at its end; "" at the top, or in none.

    Nobody is asked for it: the top is where `.git` stands, a folder or, of a work tree or a submodule, a file.
    """
    here = Path(os.path.realpath(folder))
    top = next((place for place in (here, *here.parents) if (place / ".git").exists()), here)
    return "" if top == here else f"{here.relative_to(top).as_posix()}/"


class Git:
    """The repository a folder is in. Paths are relative to the folder, with forward slashes.

    Raises ConfigError if there is no git, or the folder is in no repository, or in one that git will not read.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        done = self._run("rev-parse", "--is-inside-work-tree", may_fail=True)
        if b"safe.directory" in done.stderr:
            raise ConfigError(f"git will not read {folder}: {' '.join(_told(done).split())}")
        if done.stdout.strip() != b"true":
            raise ConfigError(f"{folder} is in no work tree of git, so nothing is known of earlier revisions")

    def base_of(self, revision: str) -> str:
        """Return the commit where this branch left a revision: the revision itself if it is an ancestor, or not related.

        Raises ConfigError if there is no such revision, or the clone is too shallow to tell.
        """
        commit = self._ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        is_shallow = self._ask("rev-parse", "--is-shallow-repository") == "true"
        if not commit:
            hint = _SHALLOW if is_shallow else "git log --oneline lists them; git fetch may bring it"
            raise ConfigError(f'git knows no revision "{revision}": {hint}')
        base = self._ask("merge-base", commit, "HEAD")
        if not base and is_shallow:
            raise ConfigError(f'where this branch left "{revision}" is not known: {_SHALLOW}')
        return base or commit

    def files_at(self, commit: str, folders: Iterable[str]) -> Mapping[str, str]:
        """Return the files below folders at a commit, each with the name of its content. Links are none."""
        rows = (row.partition("\t") for row in self._split("ls-tree", "-r", "-z", commit, "--", *folders))
        fields = ((head.split(" "), path) for head, _, path in rows)
        return {path: name for (mode, _, name), path in fields if mode in _FILE_MODES}

    def changed_since(self, commit: str, folders: Iterable[str]) -> frozenset[str]:
        """Return the files below folders that were there at a commit, or are known to git now, and are not the same."""
        plain = ("--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", "--relative")
        return frozenset(self._split("diff", *plain, commit, "--", *folders))

    def iter_contents(self, names: Iterable[str]) -> Iterator[bytes]:
        """Yield the contents with these names (`files_at`), in order."""
        wanted = list(names)
        output = self._run("cat-file", "--batch", stdin="".join(f"{name}\n" for name in wanted).encode()).stdout
        position = 0
        for name in wanted:
            end = output.index(b"\n", position)
            head = output[position:end].split(b" ")
            if len(head) != 3:  # noqa: PLR2004 - name, type and size; "missing" has no size
                raise ConfigError(f"git has lost the object {name}: git fsck tells more")
            position = end + 1 + int(head[2])
            yield output[end + 1 : position]
            position += 1

    def _ask(self, *words: str) -> str:
        """Return what git answers, "" if it refuses."""
        done = self._run(*words, may_fail=True)
        return "" if done.returncode else done.stdout.decode("utf-8", "replace").strip()

    def _split(self, *words: str) -> list[str]:
        return [os.fsdecode(part) for part in self._run(*words).stdout.split(b"\0") if part]

    def _run(self, *words: str, stdin: bytes = b"", may_fail: bool = False) -> subprocess.CompletedProcess[bytes]:
        environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
        try:
            done = subprocess.run(  # noqa: S603 - git itself, no shell; a revision is a commit's name by then
                [*_CALL, *words], cwd=self._folder, input=stdin, capture_output=True, check=False, env=environment
            )
        except OSError as error:
            raise ConfigError(f"git cannot be run ({error.strerror}): install it, or leave --since out") from error
        if done.returncode and not may_fail:
            told = _told(done).splitlines()
            raise ConfigError(f"git {words[0]} failed: {told[-1] if told else done.returncode}")
        return done


def _told(done: subprocess.CompletedProcess[bytes]) -> str:
    return done.stderr.decode("utf-8", "replace").strip()
