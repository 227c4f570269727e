"""The look of pages: templates, style sheet and the policy that binds them. Make one and use it for many pages."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from tmflow.errors import ConfigError
from tmflow.publish.markup import element
from tmflow.publish.sheets import Sheet, iter_refused, minify_css, minify_script

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

__all__ = ["Frame", "Json", "Theme", "content_policy", "json_text"]

Json = Mapping[str, "str | int | Json | list[str]"]
"""What a JSON-LD block is made of."""

_ARTICLE = "article.html.j2"
_SAME = "'self'"
_JSON_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
_OWN = "tmflow"
"""A template of a theme names the one it replaces as tmflow/NAME."""
_OWN_SHEET = "style.css"
_AT_WORK = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What an expression of a template may raise when it is evaluated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a page tells machines, and the addresses of its style sheet and script, "" where it holds them itself.

    has_search: whether it may load the site's own files, to search them.
    """

    statement: Json | None = None
    stylesheet: str = ""
    script: str = ""
    has_search: bool = False


class Theme:
    """The templates and the style sheets that ship with tmflow, read once, under those of a publication.

    folder: of a theme; its templates (`*.j2`) go before ours of the same name, its `style.css` comes after ours. Everything
    a template prints is escaped, a name it does not know is an error, and it can reach nothing but what it is given.
    for_paper: whether articles are only ever printed: on numbered pages of A4, unless the folder's sheet says another size.
    Raises ConfigError for a sheet that asks another host for something or is none, and for a file that is not UTF-8.
    """

    def __init__(self, folder: Path | None = None, *, for_paper: bool = False) -> None:
        self._folder = folder if folder and folder.is_dir() else None
        for template in sorted(self._folder.rglob("*.j2")) if self._folder else ():
            _read(template)
        self._added = self._read_sheet()
        self._paper = "paper.css" if for_paper else ""
        self._script = minify_script(_static("page.js"))

    @cached_property
    def _article_sheet(self) -> Sheet:
        return Sheet(self._minified("page.css", *filter(None, [self._paper])))

    @cached_property
    def _sheet(self) -> Sheet:
        return Sheet(self._minified("page.css", "site.css"))

    def _minified(self, *names: str) -> str:
        return minify_css("".join([*map(_static, names), self._added]))

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
        css = _read(path)
        for line, problem in iter_refused(css):
            raise ConfigError(f"{path}:{line}: {problem}")
        return f"\n{css}"

    @property
    def script(self) -> str:
        """The script: what a page can do without, and offers where it may run."""
        return self._script

    @cached_property
    def on_paper(self) -> Theme:
        """The same look for articles that are only ever printed."""
        return Theme(self._folder, for_paper=True)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of all that decides the look of a page."""
        environment = self._environment
        texts = [self.article_css, self.site_css, self._script]
        for name in environment.list_templates(extensions=["j2"]):
            loader = environment.loader
            texts += [name, loader.get_source(environment, name)[0] if loader else ""]
        return hashlib.sha256("\0".join(texts).encode()).hexdigest()

    @property
    def css(self) -> str:
        """The style sheet of an index that stands alone, minified."""
        return self._sheet.css

    @property
    def article_css(self) -> str:
        """The style sheet of an article that stands alone, minified."""
        return self._article_sheet.css

    @cached_property
    def site_css(self) -> str:
        """The style sheet of a site, minified."""
        return self._minified("page.css", "site.css", "lists.css")

    def render(self, template: str, /, **values: object) -> str:
        """Render one of the templates with the values it names.

        Raises ConfigError, with the line, for a template of a theme that is wrong.
        """
        from jinja2 import TemplateError

        try:
            return self._environment.get_template(template).render(**values)
        except (TemplateError, *_AT_WORK) as error:
            if self._folder is None:
                raise
            raise ConfigError(f"{_place(error, self._folder)}: {error}. Correct the template") from error

    def render_html(self, template: str, frame: Frame, /, **values: object) -> str:
        """Render a whole page: its style, its script, what it tells machines, and the policy that allows just these."""
        data = json_text(frame.statement) if frame.statement else ""
        values |= {
            "script": element("script", attributes={"src": frame.script})
            if frame.script
            else element("script", self._script),
            "statement": element("script", data, attributes={"type": "application/ld+json"}) if data else "",
        }
        link = element("link", attributes={"rel": "stylesheet", "href": frame.stylesheet})
        css = "" if frame.stylesheet else self._used_css(template, values)
        policy = content_policy(
            style=_SAME if frame.stylesheet else _source(css),
            scripts=[*([_source(data)] if data else []), _SAME if frame.script else _source(self._script)],
            has_search=frame.has_search,
        )
        return self.render(
            template, policy=_meta(policy), style=link if frame.stylesheet else element("style", css), **values
        )

    def _used_css(self, template: str, values: Mapping[str, object]) -> str:
        """Return the rules of the sheet that a page of its own needs."""
        sheet = self._article_sheet if template == _ARTICLE else self._sheet
        return sheet.for_page(self.render(template, policy="", style="", **values))


def _meta(policy: str) -> Markup:
    return element("meta", attributes={"http-equiv": "Content-Security-Policy", "content": policy})


def _place(error: Exception, folder: Path) -> str:
    """Return the file of a theme and the line an error comes from, the folder where it is not known."""
    from traceback import extract_tb

    named, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    if named and line:
        return f"{named}:{line}"
    found = [frame for frame in extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(folder)]
    return f"{found[-1].filename}:{found[-1].lineno}" if found else str(folder)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}. Save it as UTF-8") from error


def _static(name: str) -> str:
    return files("tmflow.publish").joinpath("static", name).read_text(encoding="utf-8")


def content_policy(*, style: str, scripts: Sequence[str], has_search: bool = False) -> str:
    """Return the policy under which a page may use one style sheet and these scripts, and load, run and send nothing else.

    Data a page holds as a script is never run, but checkers ask for its source too. Reference: CSP level 3.

    >>> content_policy(style="'self'", scripts=["'self'"])
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
    """
    connections = "connect-src 'self'; " if has_search else ""
    return (
        f"default-src 'none'; style-src {style}; script-src {' '.join(scripts)}; {connections}"
        "img-src 'self' data:; base-uri 'none'; form-action 'none'"
    )


def _source(text: str) -> str:
    """Return the source expression of an inline style sheet or script.

    >>> _source("a{}")
    "'sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"


def json_text(statement: Json) -> str:
    r"""Return a statement as JSON with nothing in it that could end the element it stands in.

    >>> json_text({"name": "</script>"})
    '{"name":"\\u003c/script\\u003e"}'
    """
    return json.dumps(statement, ensure_ascii=False, separators=(",", ":")).translate(_JSON_ESCAPES)
