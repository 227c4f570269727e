"""A project and the memory its team shares: push what the project's files hold, pull what the other projects pushed."""

from __future__ import annotations

from datetime import datetime

from tmflow.errors import ConfigError
from tmflow.workflow.project import Project
from tmflow.workflow.recall import compile_memory
from tmflow.workflow.shared import Pulled, Pushed, pull, push
from tmflow.workflow.wiring import open_memory, open_shared

__all__ = ["pull_memory", "push_memory", "shared_address", "shared_name"]


def push_memory(project: Project, *, who: str = "", when: datetime | None = None, remove_gone: bool = False) -> Pushed:
    """Send what changed in the project's memory files to the shared memory.

    who, when: recorded with what is sent. remove_gone: also remove there what the
    project no longer has.
    Raises ConfigError if the settings name no shared memory, MemoryStoreError if it cannot be reached, StorageError if
    it takes no writes from this user.
    """
    compile_memory(project)
    with open_shared(shared_address(project)) as shared, open_memory(project.index_path) as memory:
        return push(memory.store, shared, project=shared_name(project), who=who, when=when, remove_gone=remove_gone)


def pull_memory(project: Project) -> Pulled:
    """Bring what changed in the shared memory into the project's compiled memory, where lookups find it without a network.

    Raises as `push_memory` does.
    """
    compile_memory(project)
    with open_shared(shared_address(project)) as shared, project.writing(), open_memory(project.index_path) as memory:
        return pull(shared, memory.store, project=shared_name(project))


def shared_address(project: Project) -> str:
    """Return the address of the memory that the project shares. Raises ConfigError if the settings name none."""
    if not project.settings.memory.shared:
        raise ConfigError(
            f"{project.root}: the settings name no shared memory. Write into tmflow.yaml: memory: postgresql://HOST/NAME"
        )
    return project.settings.memory.shared


def shared_name(project: Project) -> str:
    """Return the name under which others see the project there."""
    return project.settings.memory.name or project.root.resolve().name
