"""A Chromium of our own for the tests: pages opened at a width, light or dark, with scripts or without, and all they do recorded.

Spoken to by the Chrome DevTools Protocol over a pipe, so that no port is open and no further package is needed.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--allow-file-access-from-files",
    "--remote-debugging-pipe",
)
_EXEC = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execv(sys.argv[3], sys.argv[3:])"
)
"""The protocol's pipe is file descriptors 3 and 4 of the browser."""
_PATIENCE_S = 60.0
_KEYS = {"Tab": 9, "Enter": 13, "Escape": 27, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40}


def chromium_path() -> str:
    """The browser's program; without one the test is skipped, and fails where CI is set."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("CI has no Chromium: apt-get install chromium")
        pytest.skip("no Chromium on this machine (apt-get install chromium)")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """How a reader looks at a page. width, height: CSS pixels. media: "print", or "" for what the browser itself takes: a screen, and paper when printing."""

    width: int = 1280
    height: int = 900
    is_dark: bool = False
    has_forced_colors: bool = False
    has_scripts: bool = True
    is_touch: bool = False
    media: str = ""


@dataclass(slots=True)
class Tab:
    """An open page and what it has done: addresses asked for, messages of the console, dialogs shown."""

    browser: Chromium
    session: str
    requests: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    is_loaded: bool = False

    def send(self, method: str, **parameters: object) -> dict[str, Any]:
        """Call a method of the protocol on this page."""
        return self.browser.send(method, parameters, session=self.session)

    def go(self, address: str) -> None:
        """Open an address and wait until it is loaded."""
        self.is_loaded = False
        self.send("Page.navigate", url=address)
        self.browser.wait_for(self)

    def evaluate(self, expression: str) -> Any:
        """Return the value of a JavaScript expression, awaited; it runs whether or not the page's own scripts may."""
        answer = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def move_to(self, selector: str) -> None:
        """Put the pointer on the first line of an element."""
        x, y = self._middle(selector)
        self.send("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def click(self, selector: str) -> None:
        """Click on an element with the mouse."""
        x, y = self._middle(selector)
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def tap(self, selector: str) -> None:
        """Tap on an element with a finger."""
        x, y = self._middle(selector)
        self.send("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
        self.send("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def press(self, key: str) -> None:
        """Press and release a key."""
        for kind in ("keyDown", "keyUp"):
            code = _KEYS[key]
            self.send("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)

    def screenshot(self, path: Path, *, is_whole: bool = True) -> None:
        """Write what is seen, or all of the page, as a PNG."""
        shot = self.send("Page.captureScreenshot", captureBeyondViewport=is_whole)
        path.write_bytes(base64.b64decode(shot["data"]))

    def pdf(self) -> bytes:
        """Return the page as it prints."""
        return base64.b64decode(self.send("Page.printToPDF", preferCSSPageSize=True)["data"])

    def _middle(self, selector: str) -> tuple[float, float]:
        self.evaluate(f"document.querySelector({selector!r}).scrollIntoView({{block: 'center'}})")
        box = self.evaluate(
            f"(r => [r.left + Math.min(r.width / 2, 20), r.top + r.height / 2])(document.querySelector({selector!r}).getClientRects()[0])"
        )
        return float(box[0]), float(box[1])


class Chromium:
    """One running browser."""

    def __init__(self, profile: Path) -> None:
        ours, its = os.pipe(), os.pipe()
        # far above 4, so that no descriptor is overwritten on its way to 3 and 4
        high = [fcntl.fcntl(end, fcntl.F_DUPFD, 40) for end in (ours[0], its[1])]
        os.close(ours[0])
        os.close(its[1])
        self._write, self._read = ours[1], its[0]
        command = [sys.executable, "-S", "-c", _EXEC, *map(str, high), chromium_path(), *_FLAGS]
        self._process = subprocess.Popen(
            [*command, f"--user-data-dir={profile}", "about:blank"],
            pass_fds=high,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for end in high:
            os.close(end)
        self._number = 0
        self._buffer = b""
        self._tabs: dict[str, Tab] = {}

    @contextmanager
    def tab(self, address: str | Path, screen: Screen | None = None) -> Iterator[Tab]:
        """Open a page in a profile of its own."""
        context = self.send("Target.createBrowserContext", {})["browserContextId"]
        target = self.send("Target.createTarget", {"url": "about:blank", "browserContextId": context})["targetId"]
        session = self.send("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        tab = self._tabs[session] = Tab(self, session)
        try:
            for domain in ("Page", "Network", "Log", "Runtime"):
                tab.send(f"{domain}.enable")
            _look_as(tab, screen or Screen())
            tab.go(address.as_uri() if isinstance(address, Path) else address)
            yield tab
        finally:
            del self._tabs[session]
            self.send("Target.disposeBrowserContext", {"browserContextId": context})

    def send(self, method: str, parameters: Mapping[str, object], *, session: str = "") -> dict[str, Any]:
        """Call a method and return its result; what happens meanwhile is recorded."""
        self._number += 1
        number = self._number
        message = {"id": number, "method": method, "params": parameters} | ({"sessionId": session} if session else {})
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == number:
                if "error" in answer:
                    raise AssertionError(f"{method}: {answer['error']}")
                result: dict[str, Any] = answer["result"]
                return result

    def wait_for(self, tab: Tab) -> None:
        """Wait until a page is loaded."""
        while not tab.is_loaded:
            self._next()

    def close(self) -> None:
        """End the browser."""
        self.send("Browser.close", {})
        self._process.wait(timeout=_PATIENCE_S)
        os.close(self._write)
        os.close(self._read)

    def _next(self) -> dict[str, Any]:
        end = time.monotonic() + _PATIENCE_S
        while b"\0" not in self._buffer:
            if not select.select([self._read], [], [], max(0.0, end - time.monotonic()))[0]:
                raise AssertionError("the browser does not answer")
            self._buffer += os.read(self._read, 1 << 20)
        line, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        if tab := self._tabs.get(message.get("sessionId", "")):
            self._record(tab, message.get("method", ""), message.get("params", {}))
        return message

    def _record(self, tab: Tab, event: str, parameters: dict[str, Any]) -> None:
        if event == "Page.loadEventFired":
            tab.is_loaded = True
        elif event == "Network.requestWillBeSent":
            tab.requests.append(parameters["request"]["url"])
        elif event == "Log.entryAdded":
            tab.messages.append(parameters["entry"]["text"])
        elif event in {"Runtime.consoleAPICalled", "Runtime.exceptionThrown"}:
            tab.messages.append(json.dumps(parameters))
        elif event == "Page.javascriptDialogOpening":
            tab.dialogs.append(parameters["message"])
            message = {
                "id": 0,
                "method": "Page.handleJavaScriptDialog",
                "params": {"accept": False},
                "sessionId": tab.session,
            }
            os.write(self._write, json.dumps(message).encode() + b"\0")


def _look_as(tab: Tab, screen: Screen) -> None:
    size = {"width": screen.width, "height": screen.height, "deviceScaleFactor": 1, "mobile": False}
    tab.send("Emulation.setDeviceMetricsOverride", **size)
    features: Sequence[dict[str, str]] = [
        {"name": "prefers-color-scheme", "value": "dark" if screen.is_dark else "light"},
        {"name": "forced-colors", "value": "active" if screen.has_forced_colors else "none"},
    ]
    tab.send("Emulation.setEmulatedMedia", media=screen.media, features=features)
    tab.send("Emulation.setScriptExecutionDisabled", value=not screen.has_scripts)
    if screen.is_touch:
        tab.send("Emulation.setTouchEmulationEnabled", enabled=True)


@contextmanager
def running_chromium(profile: Path) -> Iterator[Chromium]:
    """A browser that is ended afterwards."""
    browser = Chromium(profile)
    try:
        yield browser
    finally:
        browser.close()
