"""A page as it is served while it is being worked on: it loads itself anew when the site has been built, and shows what went wrong.

Only what is served holds any of this; the files of a site never do.
"""

from __future__ import annotations

import html
import re
from importlib.resources import files

__all__ = ["EVENTS_PATH", "RELOAD_PATH", "previewed", "reload_script"]

RELOAD_PATH = "/.tmflow/reload.js"
EVENTS_PATH = "/.tmflow/events"
_POLICY = re.compile(rb'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(")', re.IGNORECASE)
_SCRIPT = f'<script type="module" src="{RELOAD_PATH}"></script>'.encode()
_NEEDED = ("script-src", "connect-src")


def reload_script() -> bytes:
    """Return the module that a served page loads from `RELOAD_PATH`; it listens at `EVENTS_PATH`."""
    return files("tmflow.publish").joinpath("static", "reload.js").read_bytes()


def previewed(page: bytes) -> bytes:
    """Return an HTML page with the module, its policy widened by that and nothing else.

    >>> previewed(b"<head><title>Harbor</title></head>")
    b'<head><title>Harbor</title><script type="module" src="/.tmflow/reload.js"></script></head>'
    """
    widened = _POLICY.sub(lambda meta: meta[1] + _widened(meta[2].decode()).encode() + meta[3], page, count=1)
    return widened.replace(b"</head>", _SCRIPT + b"</head>", 1)


def _widened(policy: str) -> str:
    """Return a policy, as an attribute holds it, that lets scripts of the same origin run and listen."""
    directives = [part.split() for part in html.unescape(policy).split(";") if part.strip()]
    for name in _NEEDED:
        found = next((directive for directive in directives if directive[0] == name), None)
        if found is None:
            directives.append([name, "'self'"])
        elif "'self'" not in found:
            found[1:] = [source for source in found[1:] if source != "'none'"] + ["'self'"]
    return html.escape("; ".join(" ".join(directive) for directive in directives))
