"""Connections to PostgreSQL: opened with limits of time, and what goes wrong said in one line without the password."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tmflow.errors import MemoryLockedError, MemoryStoreError, StorageError

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

__all__ = ["Dsn", "is_conflict", "translated_errors"]

_CONNECT_S = 5
_WAIT_S = 10
"""How long a writer waits for another before it gives up, as with a memory in a file."""

_DEFAULTS = {
    "application_name": "tmflow",
    "client_encoding": "utf-8",
    "connect_timeout": str(_CONNECT_S),
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "60000",
}
"""A network that swallows packets is noticed in a minute, not in hours."""

_OLDEST = 140000
"""PostgreSQL 14, the first with `bit_count`."""

_START = """
SELECT set_config('lock_timeout', %s, false), set_config('jit', 'off', false),
       set_config('max_parallel_workers_per_gather', '0', false), set_config('enable_seqscan', %s, false)
"""
"""Compiling the statement of a lookup, or starting processes for it, takes longer than the lookup."""

_MESSAGE_CHARS = 300

_NO_RIGHTS = "42501"
_LOST = "a change under way is not kept; try again"
_UNFIT = "PostgreSQL cannot keep such a text; nothing was changed"
_UNCHANGED = "the memory is unchanged"
_GONE = "the memory has gone or is damaged; restore it from a backup"

_ANSWERS: dict[str, tuple[type[MemoryStoreError | StorageError], str]] = {
    "08": (MemoryStoreError, _LOST),
    "22": (MemoryStoreError, _UNFIT),
    "25006": (StorageError, "the server takes no writes; name the primary server"),
    "3F000": (MemoryStoreError, _GONE),
    "40": (MemoryLockedError, "another process changed the same; try again"),
    "42P01": (MemoryStoreError, _GONE),
    "53": (StorageError, _UNCHANGED),
    "55P03": (MemoryLockedError, f"another process has held it for {_WAIT_S} s; try again"),
    "57014": (MemoryStoreError, "raise the role's statement_timeout, or try again"),
    "57": (MemoryStoreError, _LOST),
}
"""By SQLSTATE, or the class it is in (https://www.postgresql.org/docs/current/errcodes-appendix.html): what to do next."""


class Dsn:
    """The address of a database, as a URL or as `name=value` pairs. What is not in it comes from libpq's environment.

    place: what messages call it: user, host, port and database.
    Raises MemoryStoreError if it is none, or if psycopg is not installed.
    """

    def __init__(self, dsn: str) -> None:
        try:
            from psycopg.conninfo import make_conninfo
        except ImportError as error:
            raise MemoryStoreError("a shared memory needs psycopg: pip install 'tmflow[postgres]'") from error
        parts = _parts_of(dsn)
        self.place = "postgresql://{}{}{}/{}".format(
            f"{parts['user']}@" if "user" in parts else "",
            parts.get("host", ""),
            f":{parts['port']}" if "port" in parts else "",
            parts.get("dbname", ""),
        )
        self._password = parts.get("password", "")
        self._conninfo = make_conninfo(**(_DEFAULTS | parts))

    def __repr__(self) -> str:
        return f"Dsn({self.place!r})"

    def connect(self, *, is_for_lookups: bool = False) -> Connection:
        """Return a new connection, outside of any transaction. Raises MemoryStoreError within five seconds.

        is_for_lookups: nothing shall read a table from end to end where an index leads; the planner knows little of grams.
        """
        import psycopg

        try:
            connection = psycopg.connect(self._conninfo, autocommit=True)
        except psycopg.Error as error:
            reason = self._without_password(_one_line(error).removeprefix("connection failed: "))
            message = f"{self.place}: no connection ({reason}); check the address, the server and the password"
            raise MemoryStoreError(message) from None
        try:
            self._check(connection)
            connection.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
            connection.execute(_START, (f"{_WAIT_S}s", "off" if is_for_lookups else "on"))
        except (psycopg.Error, MemoryStoreError):
            connection.close()
            raise
        return connection

    def _check(self, connection: Connection) -> None:
        version = connection.info.server_version
        if version < _OLDEST:
            raise MemoryStoreError(f"{self.place}: PostgreSQL {version // 10000}; tmflow needs 14 or later")
        encoding = connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            raise MemoryStoreError(
                f"{self.place}: the database is in {encoding}, which cannot hold every text;"
                " name one made with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0"
            )

    def _without_password(self, text: str) -> str:
        return text.replace(self._password, "***") if self._password else text


def _parts_of(dsn: str) -> dict[str, str]:
    """Take an address apart. Unescaped, a password with @ or / would be taken for a host, a port or a database."""
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    try:
        parts = {name: str(text) for name, text in conninfo_to_dict(dsn).items() if text}
    except psycopg.Error:
        parts = {}  # and its message, which may quote the password, is not shown
    is_split = "@" in parts.get("host", "") + parts.get("dbname", "")
    if not parts or is_split or not parts.get("port", "0").replace(",", "").isdigit():
        raise MemoryStoreError(
            "the address of the shared memory cannot be read; write it as postgresql://user@host:5432/database, with"
            " @ : / in a password as %40 %3A %2F, or leave the password to ~/.pgpass"
        )
    return parts


def is_conflict(error: BaseException | None) -> bool:
    """Whether two transactions were in each other's way, so that the same again may succeed."""
    from psycopg import errors as failures

    return isinstance(error, (failures.DeadlockDetected, failures.SerializationFailure))


@contextmanager
def translated_errors(place: str, *, is_writing: bool = False, right: str = "") -> Iterator[None]:
    """Raise what PostgreSQL raises as an error of tmflow, with what to do next.

    right: what to do where a right is missing; else it is to ask for the role that reads or writes.
    """
    import psycopg

    try:
        yield
    except UnicodeEncodeError as error:
        raise MemoryStoreError(
            f"{place}: a text holds half a character ({error.reason}); nothing was changed"
        ) from error
    except psycopg.Error as error:
        raise _translation(error, place, is_writing=is_writing, right=right) from error


def _translation(error: psycopg.Error, place: str, *, is_writing: bool, right: str) -> MemoryStoreError | StorageError:
    import psycopg

    code = error.sqlstate or ""
    kind, advice = _ANSWERS.get(code) or _ANSWERS.get(code[:2]) or (MemoryStoreError, "")
    if code == _NO_RIGHTS:
        kind, role = (StorageError, "tmflow_write") if is_writing else (MemoryStoreError, "tmflow_read")
        advice = right or f"ask the owner of the memory for the role {role}"
    elif not code and isinstance(error, psycopg.DataError):
        advice = _UNFIT
    elif not code and isinstance(error, psycopg.OperationalError):
        advice = _LOST
    return kind(f"{place}: {_one_line(error)}{advice and '; '}{advice}")


def _one_line(error: psycopg.Error) -> str:
    """Return the message without the context and the hints that follow it."""
    message = error.diag.message_primary or str(error)
    return " ".join(message.split())[:_MESSAGE_CHARS].rstrip(".") or type(error).__name__
