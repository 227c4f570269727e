"""Engines of other packages: how one is found, made, and kept from harming a run."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from tmflow.errors import TmflowError, TranslatorError, TranslatorUnavailable
from tmflow.model.language import LanguagePair
from tmflow.mt.translator import Hypothesis, Translator, fingerprint_of

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = ["ENTRY_POINTS", "Option", "Plugin", "TranslatorFactory", "checked_answer", "find_plugins"]

ENTRY_POINTS = "tmflow.translators"
"""The group of entry points under which a package registers its engines, each a `TranslatorFactory`."""

Option: TypeAlias = str | int | float | bool | tuple[str, ...]
"""What an option of an engine may be in `tmflow.yaml`."""

TranslatorFactory: TypeAlias = Callable[[LanguagePair, Mapping[str, Option]], Translator]
"""Makes an engine for a pair from `mt.options`. Raises ConfigError for a wrong option, TranslatorUnavailable for what is missing."""

_MOST_NAME_CHARS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Plugin:
    """An engine that an installed package registers. package: its name and version, "someengine 1.2"."""

    name: str
    package: str
    entry_point: EntryPoint

    def load(self) -> TranslatorFactory:
        """Import what makes the engine. Raises TranslatorUnavailable, naming the package, if that fails."""
        with _blamed(self, TranslatorUnavailable, "cannot be used"):
            factory: TranslatorFactory = self.entry_point.load()
            return factory

    def make(self, pair: LanguagePair, options: Mapping[str, Option]) -> Translator:
        """Load the package and make its engine for a pair.

        The answers depend on the package's version and the options, beside what the engine itself says.
        Raises TranslatorUnavailable, naming the package, if it cannot be loaded or makes no translator; and what it
        raises itself of tmflow's errors.
        """
        with _blamed(self, TranslatorUnavailable, "cannot be used"):
            made = self.load()(pair, options)
            return _PluginTranslator(self, made, options)


def find_plugins() -> tuple[Plugin, ...]:
    """Return the engines of all installed packages, by name. It loads none of them.

    >>> all(plugin.package for plugin in find_plugins())
    True
    """
    from importlib.metadata import entry_points

    found = []
    for one in entry_points(group=ENTRY_POINTS):
        package = f"{one.dist.name} {one.dist.version}" if one.dist else one.value
        found.append(Plugin(name=one.name, package=package, entry_point=one))
    return tuple(sorted(found, key=lambda plugin: (plugin.name, plugin.package)))


@contextmanager
def _blamed(plugin: Plugin, kind: type[TranslatorError], problem: str) -> Iterator[None]:
    """Turn whatever the package raises, but for tmflow's own errors, into one line that names it."""
    try:
        yield
    except TmflowError:
        raise
    except Exception as error:  # foreign code may raise anything, and a run must not end in its traceback
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise kind(
            f"mt.engine {plugin.name}: the package {plugin.package} {problem} ({reason}). "
            f"Update or mend it, or choose another engine"
        ) from error


class _PluginTranslator:
    """A foreign translator whose answers are checked and whose errors name the package."""

    def __init__(self, plugin: Plugin, translator: Translator, options: Mapping[str, Option]) -> None:
        self._plugin, self._translator = plugin, translator
        name: object = translator.name
        if not isinstance(name, str) or not name.strip() or not name.isprintable() or len(name) > _MOST_NAME_CHARS:
            raise TypeError(f"its name is {name!r:.40}, which is no short line of text")
        if not callable(getattr(translator, "translate", None)):
            raise TypeError("it makes no translator: there is no translate()")
        self.name = name.strip()
        self._options = sorted(options.items())

    @functools.cached_property
    def fingerprint(self) -> str:
        """The package with its version, the options, and what the engine says itself."""
        with _blamed(self._plugin, TranslatorError, "gives no fingerprint"):
            return f"{self._plugin.package} {self._options!r} {fingerprint_of(self._translator)}"

    def translate(self, sources: Sequence[str], pair: LanguagePair) -> Iterator[tuple[Hypothesis, ...]]:
        """Yield the engine's answers. Raises TranslatorError, naming the package, for whatever goes wrong in it."""
        with _blamed(self._plugin, TranslatorError, "failed"):
            for answer in self._translator.translate(sources, pair):
                yield checked_answer(answer)


def checked_answer(answer: object) -> tuple[Hypothesis, ...]:
    r"""Return an engine's answer as hypotheses, without those that hold a character no text file may.

    Raises TypeError if it is no answer, ValueError if nothing of it is left.

    >>> checked_answer("The harbor opens.")[0].text
    'The harbor opens.'
    >>> checked_answer("The harbor\x00 opens.")
    Traceback (most recent call last):
    ValueError: the answer holds the character U+0000
    """
    hypotheses = (Hypothesis(text=answer),) if isinstance(answer, str) else answer
    if not isinstance(hypotheses, tuple) or not all(isinstance(one, Hypothesis) for one in hypotheses):
        raise TypeError(f"an answer is {type(answer).__name__}, not a text or a tuple of hypotheses")
    if not all(isinstance(one.text, str) for one in hypotheses):  # foreign code is not all typed
        raise TypeError("the text of an answer is no text")
    whole = tuple(one for one in hypotheses if _stray_character(one.text) is None)
    if hypotheses and not whole:
        raise ValueError(f"the answer holds the character U+{ord(_stray_character(hypotheses[0].text) or ' '):04X}")
    return whole


def _stray_character(text: str) -> str | None:
    """Return the first control character, half of a surrogate pair or mark of broken bytes (U+FFFD)."""
    strays = (one for one in text if one == "\ufffd" or unicodedata.category(one) in {"Cc", "Cs"})
    return next((one for one in strays if one not in "\t\n\r"), None)
