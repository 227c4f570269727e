"""Office packages changed part by part, for the tests."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path


def rewrite(path: Path, name: str, change: Callable[[str], str]) -> None:
    """Change the text of one part of a package; a part that is not there yet is made of nothing."""
    with zipfile.ZipFile(path) as package:
        parts = {part: package.read(part) for part in package.namelist()}
    before = parts.get(name, b"").decode()
    after = change(before)
    assert after != before
    parts[name] = after.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in parts.items():
            package.writestr(part, content)
