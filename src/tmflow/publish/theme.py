"""The look of pages: templates, style sheet and the policy that binds them. Make one and use it for many pages."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from tmflow.publish.markup import element

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["Frame", "Json", "Theme", "content_policy", "json_text", "minify_css", "minify_script"]

Json = Mapping[str, "str | int | Json | list[str]"]
"""What a JSON-LD block is made of."""

_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_BLANK = re.compile(r"\s+")
_CSS_TIGHT = re.compile(r" ?([{};,>]) ?|(:) ")
_SCRIPT_COMMENT = re.compile(r"^\s*/\*.*?\*/\n", re.DOTALL)
_INDENT = re.compile(r"\n\s*")
_ARTICLE = "article.html.j2"
_OWN = "'self'"
_JSON_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a page tells machines, and the addresses of its style sheet and script, "" where it holds them itself."""

    statement: Json | None = None
    stylesheet: str = ""
    script: str = ""


class Theme:
    """The templates and the style sheet that ship with tmflow, read once.

    Everything a template prints is escaped, and a name it does not know is an error.
    """

    def __init__(self) -> None:
        from jinja2 import Environment, PackageLoader, StrictUndefined

        self._environment: Environment = Environment(
            loader=PackageLoader("tmflow.publish", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._article_css = minify_css(_static("page.css"))
        self._css = self._article_css + minify_css(_static("site.css"))
        self._script = minify_script(_static("page.js"))

    @property
    def script(self) -> str:
        """The script: what a page can do without, and offers where it may run."""
        return self._script

    @property
    def digest(self) -> str:
        """The SHA-256 of all that decides the look of a page."""
        templates = (files("tmflow.publish").joinpath("templates", name) for name in self._environment.list_templates())
        texts = [self._css, self._script, *(path.read_text(encoding="utf-8") for path in templates)]
        return hashlib.sha256("\0".join(texts).encode()).hexdigest()

    @property
    def css(self) -> str:
        """The style sheet of a site, minified."""
        return self._css

    @property
    def article_css(self) -> str:
        """The style sheet of an article that stands alone, minified."""
        return self._article_css

    def render(self, template: str, /, **values: object) -> str:
        """Render one of the templates with the values it names."""
        return self._environment.get_template(template).render(**values)

    def render_html(self, template: str, frame: Frame, /, **values: object) -> str:
        """Render a whole page: its style, its script, what it tells machines, and the policy that allows just these."""
        css = self._article_css if template == _ARTICLE else self._css
        data = json_text(frame.statement) if frame.statement else ""
        policy = content_policy(
            style=_OWN if frame.stylesheet else _source(css),
            scripts=[*([_source(data)] if data else []), _OWN if frame.script else _source(self._script)],
        )
        style = {"rel": "stylesheet", "href": frame.stylesheet}
        return self.render(
            template,
            policy=policy,
            style=element("link", attributes=style) if frame.stylesheet else element("style", css),
            script=element("script", attributes={"src": frame.script})
            if frame.script
            else element("script", self._script),
            statement=element("script", data, attributes={"type": "application/ld+json"}) if data else "",
            **values,
        )


def _static(name: str) -> str:
    return files("tmflow.publish").joinpath("static", name).read_text(encoding="utf-8")


def content_policy(*, style: str, scripts: Sequence[str]) -> str:
    """Return the policy under which a page may use one style sheet and these scripts, and load, run and send nothing else.

    Data a page holds as a script is never run, but checkers ask for its source too. Reference: CSP level 3.

    >>> content_policy(style="'self'", scripts=["'self'"])
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
    """
    return (
        f"default-src 'none'; style-src {style}; script-src {' '.join(scripts)}; "
        "img-src 'self' data:; base-uri 'none'; form-action 'none'"
    )


def _source(text: str) -> str:
    """Return the source expression of an inline style sheet or script.

    >>> _source("a{}")
    "'sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"


def minify_css(css: str) -> str:
    """Return a style sheet without comments and needless white space.

    >>> minify_css("a { b: c; } /* d */")
    'a{b:c}'
    """
    return _CSS_TIGHT.sub(r"\1\2", _CSS_BLANK.sub(" ", _CSS_COMMENT.sub("", css))).replace(";}", "}").strip()


def minify_script(script: str) -> str:
    r"""Return a script on one line without the comment at its head. Its lines may end only where a token ends.

    One line, for the Nu HTML checker takes the digest of a script of several lines to be another.

    >>> minify_script("/* a */\nif (b) {\n  c;\n}\n")
    'if (b) {c;}'
    """
    return _INDENT.sub("", _SCRIPT_COMMENT.sub("", script))


def json_text(statement: Json) -> str:
    r"""Return a statement as JSON with nothing in it that could end the element it stands in.

    >>> json_text({"name": "</script>"})
    '{"name":"\\u003c/script\\u003e"}'
    """
    return json.dumps(statement, ensure_ascii=False, separators=(",", ":")).translate(_JSON_ESCAPES)
