"""The engines of machine translation on this machine: what is there, what is missing, installing a package."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tmflow.model.language import LanguagePair
from tmflow.mt.doctor import Environment, describe_environment
from tmflow.mt.download import download_package
from tmflow.mt.install import install_package
from tmflow.mt.packages import InstalledPackage

__all__ = ["Environment", "InstalledPackage", "describe_environment", "install_from_file", "install_from_index"]


def install_from_file(path: Path) -> InstalledPackage:
    """Install an .argosmodel file. Raises FormatError if it is not a safe, whole package, StorageError if the disk refuses."""
    return install_package(path)


def install_from_index(pair: LanguagePair, *, on_progress: Callable[[int, int], None]) -> InstalledPackage:
    """Download the newest package for a pair from the Argos package index and install it. The one use of the network.

    on_progress: called with bytes done and bytes to do.
    Raises TranslatorUnavailable if the index cannot be reached or has no such package.
    """
    with download_package(pair, on_progress=on_progress) as archive:
        return install_package(archive)
