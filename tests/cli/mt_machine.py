"""A machine without machine translation, with an index of packages that it may ask."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

from tests.cli.run import Result, tmflow
from tests.package_files import package_parts
from tests.package_server import PackageServer


def package_file(folder: Path, source: str, target: str, version: str = "1.1") -> Path:
    """Write a package that can be installed."""
    path = folder / f"{source}_{target}-{version}.argosmodel"
    root = f"translate-{source}_{target}-{version.replace('.', '_')}"
    metadata = {"package_version": version, "from_code": source, "to_code": target}
    with zipfile.ZipFile(path, "w") as opened:
        opened.writestr(f"{root}/metadata.json", json.dumps(metadata))
        for name, content in package_parts().items():
            opened.writestr(f"{root}/{name}", content)
    return path


class Machine:
    """A machine with a folder of packages and a cache, and an index it may ask."""

    def __init__(self, folder: Path, server: PackageServer) -> None:
        self.folder, self.server = folder, server
        self.packages = folder / "packages"
        self._entries: list[dict[str, object]] = []
        self.environment = {
            "ARGOS_PACKAGES_DIR": str(self.packages),
            "ARGOS_PACKAGE_INDEX": server.url,
            "XDG_CACHE_HOME": str(folder / "cache"),
        }

    def offer(self, source: str, target: str, version: str = "1.1", **changes: object) -> Path:
        """Put a package into the index and its file beside it."""
        path = package_file(self.folder, source, target, version)
        self.server.put(path.name, path.read_bytes())
        names = {"from_name": source.upper(), "to_name": target.upper(), "links": [path.name]}
        self._entries.append({"from_code": source, "to_code": target, "package_version": version} | names | changes)
        self.server.put_index(*self._entries)
        return path

    def run(self, line: str, *, stdin: str = "", environment: Mapping[str, str] | None = None) -> Result:
        own = self.environment | dict(environment or {})
        return tmflow(self.folder, "mt", *line.split(), stdin=stdin.encode(), environment=own)

    @property
    def installed(self) -> list[str]:
        return sorted(path.name for path in self.packages.iterdir()) if self.packages.exists() else []
