"""The tables and the roles of a memory in PostgreSQL: made, and brought to the present format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tmflow.errors import MemoryStoreError
from tmflow.memory import postgres_schema as sql
from tmflow.memory.postgres_connection import Dsn, translated_errors
from tmflow.memory.postgres_rows import record_of
from tmflow.memory.store import DocumentRecord

if TYPE_CHECKING:
    from tmflow.memory.postgres_connection import Connection

__all__ = ["SharedHealth", "examine_shared", "make_roles", "migrate", "prepare_memory"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedHealth:
    """What a look into a database found.

    place: its address without the password. format: of its tables, 0 if there are none yet; latest: what this tmflow
    knows. may_read, may_write: whether the user may. documents: by name, empty if they cannot be read. faults: at most a
    few, () if it is whole.
    """

    place: str
    format: int = 0
    latest: int = len(sql.MIGRATIONS)
    may_read: bool = True
    may_write: bool = False
    documents: Mapping[str, DocumentRecord] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


def examine_shared(dsn: str) -> SharedHealth:
    """Look into the memory at an address. Nothing is made, changed or migrated.

    Raises MemoryStoreError if the database cannot be reached, or no such address can be.
    """
    from psycopg.errors import InsufficientPrivilege

    address = Dsn(dsn)
    with translated_errors(address.place), address.connect() as connection:
        try:
            version, _ = _format_of(connection)
            if version != len(sql.MIGRATIONS):
                return SharedHealth(place=address.place, format=version)
            rows = connection.execute(sql.SELECT_DOCUMENTS).fetchall()
            may_write = connection.execute(sql.SELECT_RIGHT).fetchone()
            faults = connection.execute(sql.SELECT_FAULTS).fetchall()
        except InsufficientPrivilege:
            return SharedHealth(place=address.place, may_read=False)
    return SharedHealth(
        place=address.place,
        format=version,
        may_write=may_write == (True,),
        documents={row[0]: record_of(row) for row in rows},
        faults=tuple(row[0] for row in faults),
    )


def make_roles(dsn: str) -> None:
    """Make the roles `tmflow_read` and `tmflow_write`, if the server has none, and give them their rights in the memory.

    Whoever is to use the memory is then made a member: `GRANT tmflow_write TO mori`.
    Raises StorageError if the user of `dsn` may not, MemoryStoreError if there is no memory.
    """
    address = Dsn(dsn)
    errors = translated_errors(address.place, is_writing=True, right="let who may create roles do it")
    with errors, address.connect() as connection, connection.transaction():
        connection.execute(sql.ROLES)


def prepare_memory(connection: Connection, place: str) -> str:
    """Make the tables, or bring them to the present format; return the memory's identity.

    Raises MemoryStoreError if the memory is of a newer tmflow, or the user may not do what is needed.
    """
    from psycopg.errors import InsufficientPrivilege

    version, identity = _format_of(connection)
    latest = len(sql.MIGRATIONS)
    if version > latest:
        raise MemoryStoreError(
            f"{place}: memory format {version}, this tmflow knows {latest}: upgrade; nothing was changed"
        )
    if version == latest:
        return identity
    try:
        migrate(connection, sql.MIGRATIONS)
    except InsufficientPrivilege as error:
        lacking = f"has memory format {version}, not {latest}" if version else "holds no memory yet"
        raise MemoryStoreError(
            f"{place}: the database {lacking}, and this user may not make it; let its owner open it once"
        ) from error
    return _format_of(connection)[1]


def migrate(connection: Connection, steps: Sequence[str]) -> None:
    """Bring the memory to the format after the last step in one transaction; others who open it wait."""
    with connection.transaction():
        connection.execute(sql.LOCK_SCHEMA)
        version, _ = _format_of(connection)
        for step in steps[version:]:
            connection.execute(step)
        connection.execute(sql.SET_FORMAT, (len(steps),))


def _format_of(connection: Connection) -> tuple[int, str]:
    """Return the format of the memory and its identity; 0 if there is none yet."""
    from psycopg import errors as failures

    try:
        with connection.transaction():
            found = connection.execute(sql.SELECT_FORMAT).fetchone()
    except (failures.UndefinedTable, failures.InvalidSchemaName):
        found = None
    return (found[0], found[1]) if found else (0, "")
