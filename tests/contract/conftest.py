"""A format that needs a package to be read is held to the contract where the package is."""

from __future__ import annotations

import pytest

from tests.needed import needed
from tmflow.formats.fileformat import FileFormat


@pytest.fixture(autouse=True)
def _extra(request: pytest.FixtureRequest) -> None:
    found = request.getfixturevalue("found") if "found" in request.fixturenames else None
    if isinstance(found, FileFormat) and found.extra is not None:
        needed(found.extra.package, install=f"tmflow[{found.extra.name}]")
