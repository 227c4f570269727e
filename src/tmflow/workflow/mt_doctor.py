"""The doctor of machine translation: whether what the settings choose can translate on this machine, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tmflow.model.language import Language, LanguagePair
from tmflow.mt.doctor import Environment, describe_environment
from tmflow.mt.packages import InstalledPackage
from tmflow.mt.pivot import find_path
from tmflow.mt.soundness import package_fault
from tmflow.workflow.settings import MtSettings
from tmflow.workflow.wiring import engine_fault

__all__ = ["Diagnosis", "diagnose"]

_PAIRS = (LanguagePair(Language.JA, Language.EN), LanguagePair(Language.EN, Language.JA))


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """What was found. engine: `mt.engine`; fault: why that engine cannot be made, "" if nothing speaks against it.

    environment: what Argos needs; damaged: packages that cannot be trusted, each with the reason; ways: the packages that
    each direction goes through, () for one that has none.
    """

    engine: str
    fault: str
    environment: Environment
    damaged: tuple[tuple[InstalledPackage, str], ...]
    ways: tuple[tuple[LanguagePair, tuple[InstalledPackage, ...]], ...]

    @property
    def is_ready(self) -> bool:
        """Whether the engine can translate something; of Argos, whether all it finds is whole, too."""
        if self.engine != "argos" or self.fault:
            return not self.fault
        return not self.environment.install_lines and not self.damaged and any(path for _, path in self.ways)


def diagnose(settings: MtSettings) -> Diagnosis:
    """Look at the engine of the settings and at all that Argos has here. It asks no network, and loads each package once.

    Raises StorageError if a folder cannot be read.
    """
    environment = describe_environment()
    return Diagnosis(
        engine=settings.engine,
        fault=engine_fault(settings),
        environment=environment,
        damaged=tuple(_iter_damaged(environment.packages)),
        ways=tuple((pair, find_path(pair, environment.packages)) for pair in _PAIRS),
    )


def _iter_damaged(packages: tuple[InstalledPackage, ...]) -> Iterator[tuple[InstalledPackage, str]]:
    for package in packages:
        record = package.record()
        fault = package_fault(package)
        if not fault and record is not None and package.checksum() != record.files_sha256:
            fault = "its files are not those that were installed"
        if fault:
            yield package, fault
