"""The look of pages: templates, style sheet and the policy that binds them. Make one and use it for many pages."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import TYPE_CHECKING

from markupsafe import Markup

from tmflow.publish.markup import element

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["Json", "Theme", "content_policy", "json_ld", "minify_css"]

Json = Mapping[str, "str | int | Json | list[str]"]
"""What a JSON-LD block is made of."""

_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_BLANK = re.compile(r"\s+")
_CSS_TIGHT = re.compile(r" ?([{};,>]) ?|(:) ")
_SITE_POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
_JSON_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


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
        self._css = minify_css(files("tmflow.publish").joinpath("static", "page.css").read_text(encoding="utf-8"))

    @property
    def style(self) -> Markup:
        """The style element."""
        return element("style", self._css)

    @property
    def policy(self) -> str:
        """The content security policy of a page with this style and nothing else."""
        return content_policy(self._css)

    @property
    def digest(self) -> str:
        """The SHA-256 of all that decides the look of a page."""
        templates = (files("tmflow.publish").joinpath("templates", name) for name in self._environment.list_templates())
        texts = [self._css, *(path.read_text(encoding="utf-8") for path in templates)]
        return hashlib.sha256("\0".join(texts).encode()).hexdigest()

    @property
    def css(self) -> str:
        """The style sheet, minified."""
        return self._css

    def render(self, template: str, **values: object) -> str:
        """Render one of the templates with the values it names; `stylesheet`: a link to the style sheet instead of its text."""
        stylesheet = str(values.get("stylesheet", ""))
        style = element("link", attributes={"rel": "stylesheet", "href": stylesheet}) if stylesheet else self.style
        policy = _SITE_POLICY if stylesheet else self.policy
        return self._environment.get_template(template).render(style=style, policy=policy, **values)


def content_policy(css: str) -> str:
    """Return the policy under which a page may use this style sheet, and load, run and send nothing (CSP level 3).

    >>> content_policy("a{}")
    "default-src 'none'; style-src 'sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk='; img-src 'self' data:; base-uri 'none'; form-action 'none'"
    """
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'self' data:; base-uri 'none'; form-action 'none'"


def minify_css(css: str) -> str:
    """Return a style sheet without comments and needless white space.

    >>> minify_css("a { b: c; } /* d */")
    'a{b:c;}'
    """
    return _CSS_TIGHT.sub(r"\1\2", _CSS_BLANK.sub(" ", _CSS_COMMENT.sub("", css))).strip()


def json_ld(statement: Json) -> Markup:
    r"""Return a JSON-LD element: data a browser never runs, with nothing in it that could end the element.

    >>> json_ld({"name": "</script>"})
    Markup('<script type="application/ld+json">{"name":"\\u003c/script\\u003e"}</script>')
    """
    text = json.dumps(statement, ensure_ascii=False, separators=(",", ":")).translate(_JSON_ESCAPES)
    return element("script", text, attributes={"type": "application/ld+json"})
