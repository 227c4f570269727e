"""What tests of more than one folder share. No test reaches further than this machine."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

import tests.offline.sitecustomize  # noqa: F401 - from here on the network is refused
from tests.chromium import Chromium, running_chromium
from tests.package_server import PackageServer, running_package_server
from tests.postgres_server import Server, running_server

signal.signal(signal.SIGINT, signal.default_int_handler)
"""A shell that runs us in the background has Ctrl-C ignored, and so would all that the tests start and interrupt."""


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server of our own, one for all tests."""
    with running_server() as server:
        yield server


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """A browser of our own, one for all tests; every page is opened in a profile of its own."""
    with running_chromium(tmp_path_factory.mktemp("chromium")) as browser:
        yield browser


@pytest.fixture
def package_server(tmp_path: Path) -> Iterator[PackageServer]:
    """A web server of our own, in a process of its own, for the files of one test."""
    folder = tmp_path / "served"
    folder.mkdir()
    with running_package_server(folder) as server:
        yield server
