"""What published pages are held against: the Nu HTML checker and axe, as tests/publish/node names and pins them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import pytest

from tests.chromium import Tab

_NODE = Path(__file__).parent / "node" / "node_modules"
_UNREAD_POLICY = re.compile(
    r"Resource violates Content Security Policy \(meta tag\): "
    r"(?:image “data:image/[^”]*” blocked by “img-src” directive|(?:external [a-z ]+|image) “(?!data:|[a-z]+:|//)[^”]*” blocked by .*)"
)
"""What the checker says of a policy that it cannot read: it takes no data: URL for one that `data:` allows, whatever the policy
(`test_what_is_passed_over_is_the_checkers_own`), and a page read from a disk has no origin for `'self'`. The browser, which
enforces the policy, says nothing of either: the tests of pages look at its messages."""
_WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def _installed(name: str) -> Path:
    path = _NODE / name
    if not path.is_file():
        _leave_out(f"no {path.name}: npm ci --ignore-scripts --prefix tests/publish/node")
    return path


def _leave_out(reason: str) -> NoReturn:
    """Skip the test; where CI is set a test may not be left out."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def nu_messages(paths: Sequence[Path]) -> list[str]:
    """What the Nu HTML checker says of files, warnings and remarks included, but for what it says of policies it cannot read."""
    return [message for message in all_nu_messages(paths) if not _UNREAD_POLICY.search(message)]


def all_nu_messages(paths: Sequence[Path]) -> list[str]:
    """What the Nu HTML checker says of files, all of it."""
    jar = _installed("vnu-jar/build/dist/vnu.jar")
    java = shutil.which("java")
    if java is None:
        _leave_out("no Java on this machine: apt-get install default-jre-headless")
    command = [java, "-jar", str(jar), "--format", "json", "--exit-zero-always", "--also-check-css"]
    done = subprocess.run([*command, *map(str, paths)], capture_output=True, timeout=300, check=True)
    messages: list[dict[str, Any]] = json.loads(done.stderr)["messages"]
    return [f"{message['url']}:{message.get('lastLine')}: {message['message']}" for message in messages]


def axe_violations(tab: Tab) -> list[str]:
    """What axe finds wrong with an open page by WCAG 2.2, levels A and AA, and by its own best practice."""
    tab.evaluate(_installed("axe-core/axe.min.js").read_text(encoding="utf-8") + ";0")
    found: list[dict[str, Any]] = tab.evaluate(
        f"axe.run(document, {{runOnly: {json.dumps(_WCAG)}}}).then(found => found.violations)"
    )
    return [f"{violation['id']}: {node['html']}" for violation in found for node in violation["nodes"]]
