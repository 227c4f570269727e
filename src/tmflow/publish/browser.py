"""The machine's Chromium, asked to print a page as PDF: offline, in a profile of its own that is gone afterwards."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tmflow.errors import BrowserError

__all__ = ["BROWSER_VARIABLE", "find_browser", "print_pdf"]

BROWSER_VARIABLE = "TMFLOW_BROWSER"
"""Of the environment: the program to print with. No setting of a project: a project may come from anybody."""

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge")
_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-breakpad",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # nothing has an address, not even one given in numbers
    "--hide-scrollbars",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
)
_TIMEOUT_S = 120.0
"""An article of 3,000 units prints in some ten seconds."""
_DATE = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}\+00'00'\)")
_LOG_LINE = re.compile(r"^\[[^\]]*\]\s*")


def find_browser(environment: Mapping[str, str] | None = None) -> str:
    """Return the program that prints: the one the environment names, else Chromium, Chrome or Edge.

    environment: os.environ if not given.
    Raises BrowserError if there is none, or not the one that is named.
    """
    variables = os.environ if environment is None else environment
    named = variables.get(BROWSER_VARIABLE, "").strip()
    if named:
        if found := shutil.which(named, path=variables.get("PATH")):
            return found
        raise BrowserError(f"{BROWSER_VARIABLE} names {named}, which is no program here. Correct it, or unset it")
    for name in (*_NAMES, str(_MAC)):
        if found := shutil.which(name, path=variables.get("PATH")):
            return found
    raise BrowserError(
        "no browser to print with. Install one: apt-get install chromium (or Google Chrome), "
        f"or name it: {BROWSER_VARIABLE}=/path/to/chrome"
    )


def print_pdf(page: str, *, browser: str, moment: str, timeout_s: float = _TIMEOUT_S) -> bytes:
    """Return a page of HTML as the browser prints it.

    moment: what the file says when it was made, as "2026-02-08T00:00:00Z": a browser has no other than its clock.
    The same page, browser and fonts give the same bytes. Nothing is asked of any host.
    Raises BrowserError if the browser cannot be started, takes longer than timeout_s (seconds) or prints nothing.
    """
    with tempfile.TemporaryDirectory(prefix="tmflow-print-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, printed = folder / "page.html", folder / "page.pdf"
        source.write_text(page, encoding="utf-8", newline="\n")
        command = [browser, *_FLAGS, *_without_sandbox(), f"--user-data-dir={folder / 'profile'}"]
        told = _run([*command, f"--print-to-pdf={printed}", source.as_uri()], folder / "told.txt", timeout_s)
        if not printed.is_file():
            raise BrowserError(
                f"{browser} printed nothing: {told}. If it comes as a snap, it sees no temporary files: "
                "set TMPDIR to a folder in your home, or install another"
            )
        return _dated(printed.read_bytes(), moment)


def _without_sandbox() -> tuple[str, ...]:
    """Return what lets the browser start as root, as containers have it; nobody else needs it."""
    return ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()


def _run(command: list[str], told: Path, timeout_s: float) -> str:
    """Run the browser to its end, and end what it leaves; return the last thing it said."""
    with told.open("wb") as stream:
        try:
            process = subprocess.Popen(  # noqa: S603 - the user's own browser, no shell
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=stream, start_new_session=True
            )
        except OSError as error:
            raise BrowserError(f"{command[0]} cannot be started: {error.strerror}") from error
        try:
            process.wait(timeout_s)
        except subprocess.TimeoutExpired as error:
            raise BrowserError(f"{command[0]} has not printed within {timeout_s:g} s. Try again") from error
        finally:
            _end(process)
    lines = told.read_text(encoding="utf-8", errors="replace").strip().splitlines() or ["it said nothing"]
    return _LOG_LINE.sub("", lines[-1])


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the browser and all it has started."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _dated(pdf: bytes, moment: str) -> bytes:
    """Return a PDF whose dates are a moment; no byte changes its place.

    >>> _dated(b"/ModDate (D:20261127113203+00'00')>>", "2026-02-08T00:30:00Z")
    b"/ModDate (D:20260208003000+00'00')>>"
    """
    digits = re.sub(r"\D", "", moment).encode()
    return _DATE.sub(lambda found: b"/%b (D:%b+00'00')" % (found[1], digits), pdf)
