"""A throwaway PostgreSQL server for the tests: its own folder, its own port on loopback, gone when the tests are over.

Socket connections are trusted; those to 127.0.0.1 want a password. PostgreSQL refuses to run as root, so root starts it
as another user.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

OWNER = "owner"
PASSWORD = "lamp oil"  # noqa: S105 - of a server that lives for one run of the tests
_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "128MB",
    "autovacuum_naptime": "1s",
}
_START_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running server. `folder` is also where its socket is."""

    folder: Path
    port: int

    def dsn(self, database: str = "postgres", user: str = OWNER) -> str:
        """Return the address over the socket, where everybody is trusted."""
        return f"postgresql://{user}@/{database}?host={self.folder}&port={self.port}"

    def password_dsn(self, database: str, password: str, user: str = OWNER) -> str:
        """Return the address over loopback, where a password is asked for."""
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def run(self, statement: str, database: str = "postgres", user: str = OWNER) -> None:
        """Run one statement outside of a transaction."""
        import psycopg

        with psycopg.connect(self.dsn(database, user), autocommit=True) as connection:
            connection.execute(statement.encode())

    def version(self) -> int:
        """Return the major version of the server."""
        import psycopg

        with psycopg.connect(self.dsn()) as connection:
            return connection.info.server_version // 10_000

    def memory(self, name: str = "memory", options: str = "") -> str:
        """Return the address of an empty database: a new one, or the one of this name with no memory in it any more.

        options: of CREATE DATABASE.
        """
        import psycopg

        try:
            self.run("DROP SCHEMA IF EXISTS tmflow CASCADE", name)
        except psycopg.OperationalError:
            self.run(f"CREATE DATABASE {name} {options}")
        return self.dsn(name)


def find_programs() -> Path | None:
    """Return the folder with `postgres` and `initdb`, of the newest version if there are several."""
    places = [Path(found).resolve().parent for found in [shutil.which("postgres")] if found]
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name))
    return next((place for place in places if (place / "initdb").is_file()), None)


@contextmanager
def running_server() -> Iterator[Server]:
    """Start a server; stop it and delete its folder at the end. Skips, under CI fails, if PostgreSQL or psycopg is missing."""
    programs = find_programs()
    if programs is None:
        _miss("PostgreSQL is not installed (Debian: postgresql)")
    try:
        import psycopg  # noqa: F401 - only whether it is there
    except ImportError:
        _miss("psycopg is not installed (pip install 'tmflow[postgres]')")
    folder = Path(tempfile.mkdtemp(prefix="tmflow-pg-"))
    account = _account()
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
    try:
        yield from _serve(programs, folder, account)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _serve(programs: Path, folder: Path, account: pwd.struct_passwd | None) -> Iterator[Server]:
    user, group, extra = (account.pw_uid, account.pw_gid, ()) if account else (None, None, None)
    cluster, log = folder / "cluster", folder / "log"
    make: list[str | Path] = [
        programs / "initdb",
        "-D",
        cluster,
        "-U",
        OWNER,
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
    ]
    make += ["--auth-local=trust", "--auth-host=scram-sha-256"]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL, cwd=folder, user=user, group=group, extra_groups=extra)
    port = _free_port()
    settings = _SETTINGS | {"listen_addresses": "127.0.0.1", "port": str(port), "unix_socket_directories": str(folder)}
    serve: list[str | Path] = [
        programs / "postgres",
        "-D",
        cluster,
        *(f"--{name}={value}" for name, value in settings.items()),
    ]
    with (
        log.open("wb") as output,
        subprocess.Popen(
            serve, stdout=output, stderr=output, cwd=folder, user=user, group=group, extra_groups=extra
        ) as process,
    ):
        try:
            server = Server(folder=folder, port=port)
            _wait_until_it_answers(server, process, log)
            server.run(f"ALTER ROLE {OWNER} PASSWORD '{PASSWORD}'")
            yield server
        finally:
            process.send_signal(signal.SIGQUIT)


def _wait_until_it_answers(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    import psycopg

    end = time.monotonic() + _START_S
    while True:
        try:
            psycopg.connect(server.dsn()).close()
        except psycopg.OperationalError as error:
            if process.poll() is not None or time.monotonic() > end:
                raise AssertionError(f"PostgreSQL does not start: {log.read_text()}") from error
            time.sleep(0.05)
        else:
            return


def _account() -> pwd.struct_passwd | None:
    """Return who shall run the server, None if it is who runs the tests."""
    if os.getuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _miss(reason: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
