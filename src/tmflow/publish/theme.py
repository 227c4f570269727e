"""The look of pages: templates, style sheet and the policy that binds them. Make one and use it for many pages."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from tmflow.errors import ConfigError
from tmflow.publish.markup import element

if TYPE_CHECKING:
    from jinja2 import Environment, TemplateError

__all__ = ["Json", "Theme", "content_policy", "json_ld", "minify_css"]

Json = Mapping[str, "str | int | Json | list[str]"]
"""What a JSON-LD block is made of."""

_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_BLANK = re.compile(r"\s+")
_CSS_TIGHT = re.compile(r" ?([{};,>]) ?|(:) ")
_CSS_ELSEWHERE = re.compile(r"@import\b|url\(\s*[\"']?\s*(?:[a-z]+:)?//|<", re.IGNORECASE)
"""What a theme's sheet may not hold: what asks another host, or could end its element."""
_SITE_POLICY = "style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
_SCRIPT_POLICY = "script-src 'self'; connect-src 'self'; "
_JSON_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
_OWN = "tmflow"
"""A template of a theme names the one it replaces as tmflow/NAME."""
_OWN_SHEET = "style.css"


class Theme:
    """The templates and the style sheets that ship with tmflow, read once, under those of a publication.

    folder: of a theme; its templates (`*.j2`) go before ours of the same name, its `style.css` comes after ours. Everything
    a template prints is escaped, a name it does not know is an error, and it can reach nothing but what it is given.
    Raises ConfigError for a sheet that asks another host for something.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder if folder and folder.is_dir() else None
        added = self._read_sheet()
        self._css = minify_css(_static("page.css") + added)
        self._site_css = minify_css(_static("page.css") + _static("lists.css") + added)

    @cached_property
    def _environment(self) -> Environment:
        from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader, StrictUndefined
        from jinja2.environment import Environment
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        own: BaseLoader = PackageLoader("tmflow.publish", "templates")
        kind: type[Environment] = Environment
        if self._folder:
            own = ChoiceLoader([FileSystemLoader(self._folder), own, PrefixLoader({_OWN: own})])
            kind = ImmutableSandboxedEnvironment  # a project may come from anybody
        return kind(
            loader=own,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )

    def _read_sheet(self) -> str:
        path = self._folder / _OWN_SHEET if self._folder else None
        if path is None or not path.is_file():
            return ""
        try:
            css = path.read_text(encoding="utf-8")
        except (OSError, UnicodeError) as error:
            raise ConfigError(f"{path} cannot be read: {error}. Save it as UTF-8") from error
        bare = _CSS_COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), css)
        if found := _CSS_ELSEWHERE.search(bare):
            line = bare.count("\n", 0, found.start()) + 1
            raise ConfigError(
                f'{path}:{line}: "{found[0]}": a page asks no other host for anything, and holds no markup in its style. Take it out'
            )
        return f"\n{css}"

    @property
    def style(self) -> Markup:
        """The style element."""
        return element("style", self._css)

    @property
    def policy(self) -> str:
        """The content security policy of a page with this style and nothing else."""
        return content_policy(self._css)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of all that decides the look of a page."""
        environment = self._environment
        texts = [self._css, self._site_css]
        for name in environment.list_templates(extensions=["j2"]):
            loader = environment.loader
            texts += [name, loader.get_source(environment, name)[0] if loader else ""]
        return hashlib.sha256("\0".join(texts).encode()).hexdigest()

    @property
    def css(self) -> str:
        """The style sheet of a page that stands alone, minified."""
        return self._css

    @property
    def site_css(self) -> str:
        """The style sheet of a site, minified."""
        return self._site_css

    def render(self, template: str, **values: object) -> str:
        """Render one of the templates with the values it names.

        stylesheet: a link to the style sheet instead of its text; runs_script: whether the page runs the site's own script
        and lets it load the site's own files. Raises ConfigError, with the line, for a template of a theme that is wrong.
        """
        from jinja2 import TemplateError

        stylesheet = str(values.get("stylesheet", ""))
        style = element("link", attributes={"rel": "stylesheet", "href": stylesheet}) if stylesheet else self.style
        site = f"default-src 'none'; {_SCRIPT_POLICY if values.get('runs_script') else ''}{_SITE_POLICY}"
        policy = site if stylesheet else self.policy
        try:
            return self._environment.get_template(template).render(style=style, policy=policy, **values)
        except TemplateError as error:
            if self._folder is None:
                raise
            raise ConfigError(f"{_place(error, self._folder)}: {error}. Correct the template") from error


def _static(name: str) -> str:
    return files("tmflow.publish").joinpath("static", name).read_text(encoding="utf-8")


def _place(error: TemplateError, folder: Path) -> str:
    """Return the file of a theme and the line an error comes from, the folder where it is not known."""
    from traceback import extract_tb

    named, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    if named and line:
        return f"{named}:{line}"
    found = [frame for frame in extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(folder)]
    return f"{found[-1].filename}:{found[-1].lineno}" if found else str(folder)


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
