"""`tmflow mt doctor` and `list`: what is here, and what could be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import click

from tmflow.cli.output import Row, emit, format_option, note, settings_option, table

if TYPE_CHECKING:
    from tmflow.workflow.engines import InstalledPackage, Offer
    from tmflow.workflow.mt_doctor import Diagnosis
    from tmflow.workflow.settings import Settings

__all__ = ["doctor_command", "list_command", "package_row"]


@click.command(epilog="Example: tmflow mt doctor")
@settings_option
@format_option
@click.pass_context
def doctor_command(ctx: click.Context, settings: Settings, output: str) -> None:
    """Say which engine the settings choose, what Argos has here, what it lacks, and the exact lines that install it.

    Each package is loaded once, so that a damaged one is found; no network is asked. Exit code 3: the engine of the
    settings lacks something, or a package is damaged.
    """
    from tmflow.workflow.mt_doctor import diagnose

    found = diagnose(settings.mt)
    emit(output, "environment", [_environment_row(found)], _environment_text)
    ctx.exit(0 if found.is_ready else 3)


def _environment_row(diagnosis: Diagnosis) -> dict[str, Any]:
    found = diagnosis.environment
    return {
        "ready": diagnosis.is_ready,
        "engine": {"name": diagnosis.engine, "fault": diagnosis.fault or None},
        "ways": {str(pair): [one.name for one in path] for pair, path in diagnosis.ways},
        "damaged": [{**package_row(package), "fault": fault} for package, fault in diagnosis.damaged],
        "components": [
            {"name": part.name, "required": part.required, "version": part.version, "usable": part.is_usable}
            for part in found.components
        ],
        "directory": found.directory.as_posix(),
        "packages": [package_row(package) for package in found.packages],
        "install": list(found.install_lines),
        "install_uv": list(found.uv_lines),
        "pip": found.has_pip,
        "index": found.index and {"address": found.index.index.address, "when": found.index.when.isoformat()},
        "unfinished": [
            {"name": kept.name, "size": kept.size_bytes, "total": kept.total_bytes} for kept in found.kept_downloads
        ],
        "notes": list(found.notes),
    }


def package_row(package: InstalledPackage) -> dict[str, Any]:
    """Return an installed package as JSON shows it, its size in bytes."""
    return {
        "name": package.name,
        "source": package.source,
        "target": package.target,
        "version": package.version,
        "size": package.size_bytes(),
        "path": package.path.as_posix(),
    }


def _engine_text(row: Row) -> str:
    name, fault = row["engine"]["name"], row["engine"]["fault"]
    if name == "none":
        return "engine: none, tmflow.yaml switches machine translation off"
    state = fault or ("Argos on this machine" if name == "argos" else "nothing speaks against it; it is not asked")
    return f"engine: {name} ({state})"


def _environment_text(row: Row) -> Iterator[str]:
    from tmflow.workflow.engines import size_text

    yield _engine_text(row)
    for part in row["components"]:
        state = "ok     " if part["usable"] else "missing"
        yield f"{state}  {part['name']:<16} {part['version'] or '-':<10} needs {part['required']}"
    packages = row["packages"]
    for package in packages:
        yield f"package  {package['name']:<27} {size_text(package['size'])}"
    total = f"{len(packages)} of {size_text(sum(package['size'] for package in packages))}"
    yield f"packages in {row['directory']}: {total if packages else 'none. Install: tmflow mt install ja en'}"
    for package in row["damaged"]:
        yield f"damaged  {package['name']}: {package['fault']}. Remove it, and install it again: tmflow mt remove {PurePosixPath(package['path']).name}"
    for pair, names in row["ways"].items() if packages else ():
        install = f"no package. Install: tmflow mt install {' '.join(pair.split('>'))}"
        yield f"{pair}: {' + '.join(names) or install}"
    for kept in row["unfinished"]:
        part = f"{size_text(kept['size'])} of {size_text(kept['total']) if kept['total'] else 'unknown size'}"
        yield f"unfinished download: {kept['name']}, {part}. Installing it again goes on from there"
    index = row["index"]
    yield f"index: {_copy_text(index) if index else 'no copy. To ask the network: tmflow mt list --available'}"
    for line in row["install"] if row["pip"] else ():
        yield f"install: {line}"
    for line in row["install_uv"]:
        yield f"{'or with uv' if row['pip'] else 'install'}: {line}"
    for line in row["notes"]:
        yield f"note: {line}"


def _copy_text(index: Row) -> str:
    return f"copy of {index['when'][:10]} from {index['address']}"


@click.command(epilog="Example: tmflow mt list --available ja")
@click.argument("languages", nargs=-1, metavar="[LANGUAGE | SOURCE TARGET]")
@click.option("--available", is_flag=True, help="Ask the network for the index of packages, and list what it offers.")
@format_option
def list_command(languages: tuple[str, ...], available: bool, output: str) -> None:
    """List the installed Argos packages; with languages only those from or into one, or from one into the other.

    With --available what the package index offers: which are installed, for which there is a newer version, and which
    two would do where there is no direct one.
    """
    if len(languages) > 2:  # noqa: PLR2004 - a direction
        raise click.UsageError("give one language, or two: SOURCE TARGET")
    if available:
        _list_available(languages, output)
        return
    from tmflow.workflow.engines import find_packages

    rows = [
        package_row(one)
        for one in find_packages()
        if (one.source, one.target) == languages or (len(languages) < 2 and {*languages} <= {one.source, one.target})  # noqa: PLR2004 - a pair
    ]
    emit(output, "packages", rows, _package_text)
    if not rows:
        note("No such package is installed. Install: tmflow mt install ja en")


def _package_text(row: Row) -> Iterator[str]:
    from tmflow.workflow.engines import size_text

    yield f"{row['source']}>{row['target']}  {row['version']}  {size_text(row['size'])}  {row['path']}"


def _list_available(languages: tuple[str, ...], output: str) -> None:
    from tmflow.workflow.engines import index_address, list_available

    note(f"asking the network: {index_address()}")
    listing = list_available(languages)
    if listing.when:
        note(f"{listing.why}. This is the copy of {listing.when:%Y-%m-%d %H:%M} UTC")
    rows = [_offer_row(offer) for offer in listing.offers]
    if output == "text":
        lines = table([_offer_cells(row) for row in rows])
        emit(output, "offers", [{"line": line} for line in lines], lambda row: [row["line"]])
    else:
        emit(output, "offers", rows, lambda _row: [])
    if not rows:
        note("The index has no such package.")


def _offer_row(offer: Offer) -> dict[str, Any]:
    return {
        "route": offer.route,
        "packages": [
            {
                "name": package.name,
                "source": package.source,
                "target": package.target,
                "version": package.version,
                "languages": [package.source_name, package.target_name],
                "installed": installed or None,
                "size": package.size_bytes or None,
                "sha256": package.sha256 or None,
                "links": list(package.links),
            }
            for package, installed in zip(offer.packages, offer.installed, strict=True)
        ],
        "installed": all(offer.installed),
        "newer": offer.is_newer,
    }


def _offer_cells(row: Row) -> list[str]:
    packages = row["packages"]
    languages = [packages[0]["languages"][0], *(package["languages"][1] for package in packages)]
    versions = " + ".join(package["version"] for package in packages)
    installed = " + ".join(package["installed"] or "-" for package in packages)
    if row["newer"]:
        state = f"newer (installed: {installed})"
    elif row["installed"]:
        state = f"installed: {installed}"
    else:
        pair = f"{packages[0]['source']} {packages[-1]['target']}"
        state = "" if len(packages) == 1 else f"tmflow mt install {pair} --pivot"
    return [row["route"], versions, " to ".join(languages), state]
