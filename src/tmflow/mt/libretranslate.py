"""The engine that is a server: LibreTranslate, or another that answers its /languages and /translate."""

from __future__ import annotations

import difflib
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from tmflow.errors import ConfigError, TranslatorError, TranslatorUnavailable
from tmflow.model.language import Language, LanguagePair
from tmflow.mt.json_server import Address, JsonServer, RefusalError
from tmflow.mt.packages import is_language_code
from tmflow.mt.plugins import Option, checked_answer
from tmflow.mt.translator import Hypothesis

__all__ = ["LibreTranslateTranslator", "ServerOptions"]

_KEY_VARIABLE = re.compile(r"(?:LIBRETRANSLATE|TMFLOW)_[A-Z0-9_]+")
_SPLITTABLE = frozenset({400, 413, 500})
"""What a server says to a request that is too long, or one text of which it cannot translate."""
_OF_THE_SETTINGS = re.compile(r"api key|alternatives", re.IGNORECASE)
"""In the reason of a refusal: it is not for the texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerOptions:
    """`mt.options` of the engine libretranslate.

    url: of the server, without /translate; an https one, or one on this machine, unless allow_http says otherwise.
    api_key_variable: the environment variable that holds the key, whose name begins with LIBRETRANSLATE_ or TMFLOW_, so
    that the settings of a project from elsewhere cannot have any other one sent.
    alternatives: asked for beside the best translation, 0..9; batch_texts, batch_chars: the most a request has;
    timeout_s: seconds for one answer.
    Raises ValueError for a value out of range.
    """

    url: str = "http://localhost:5000"
    allow_http: bool = False
    api_key_variable: str = ""
    alternatives: int = 2
    batch_texts: int = 16
    batch_chars: int = 8000
    timeout_s: float = 60.0

    def __post_init__(self) -> None:
        if not 0 <= self.alternatives <= 9:  # noqa: PLR2004 - more is of no use to the gates
            raise ValueError(f"alternatives is {self.alternatives}; it is a number from 0 to 9")
        if min(self.batch_texts, self.batch_chars) < 1:
            raise ValueError("batch_texts and batch_chars are numbers from 1")
        if not 0 < self.timeout_s <= 3600:  # noqa: PLR2004 - an hour
            raise ValueError(f"timeout_s is {self.timeout_s}; it is a number of seconds, up to 3600")
        if self.api_key_variable and not _KEY_VARIABLE.fullmatch(self.api_key_variable):
            raise ValueError(
                f'api_key_variable is "{self.api_key_variable}"; it is the name of an environment variable that begins '
                f"with LIBRETRANSLATE_ or TMFLOW_"
            )
        try:
            _ = self.address
        except ValueError as error:
            raise ValueError(f"url: {error}") from error

    @property
    def address(self) -> Address:
        """The server's address."""
        return Address.parse(self.url, allow_http=self.allow_http)

    def find_key(self, environment: Mapping[str, str] | None = None) -> str:
        """Return the key of `api_key_variable`, "" if none is named. Raises TranslatorUnavailable if it is not set.

        environment: where it is looked up, by default the process's own.
        """
        if not self.api_key_variable:
            return ""
        key = (os.environ if environment is None else environment).get(self.api_key_variable, "").strip()
        if not key:
            raise TranslatorUnavailable(
                f"the environment variable {self.api_key_variable} of mt.options.api_key_variable is not set. "
                f"Set it to the key"
            )
        return key

    @classmethod
    def parse(cls, options: Mapping[str, Option]) -> ServerOptions:
        """Make options of what `tmflow.yaml` says. Raises ConfigError for an unknown key or a wrong value.

        >>> ServerOptions.parse({"url": "https://mt.example.org", "timeout_s": 20}).timeout_s
        20
        """
        known = {one.name: one for one in fields(cls)}
        for key, value in options.items():
            if key in {"api_key", "key", "token"}:
                raise ConfigError(
                    f"mt.options.{key}: a key does not belong in a file. Put it into an environment variable "
                    f"and name that: api_key_variable: LIBRETRANSLATE_API_KEY"
                )
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1)
                raise ConfigError(
                    f'mt.options: unknown key "{key}": {f"{near[0]}?" if near else "known: " + ", ".join(known)}'
                )
            wanted = type(known[key].default)
            if not isinstance(value, (int, float) if wanted is float else wanted) or (
                isinstance(value, bool) and wanted is not bool
            ):
                raise ConfigError(f"mt.options.{key} is {value!r}; it is a {_KINDS[wanted]}")
        try:
            return cls(**options)  # type: ignore[arg-type]  # checked above, each by the type of its default
        except ValueError as error:
            raise ConfigError(f"mt.options: {error}") from error


_NOTHING = (Hypothesis(text=""),)
_KINDS = {str: "text", bool: "true or false", int: "whole number", float: "number"}


class LibreTranslateTranslator:
    """Translates one direction at a LibreTranslate server. What is sent: the texts with their placeholders, nothing else.

    The constructor asks the server once for its languages.
    environment: where the key is looked up, by default the process's own; wait: see `JsonServer`.
    Raises TranslatorUnavailable if the server cannot be reached or does not translate the pair, or the key is not set.
    """

    def __init__(
        self,
        pair: LanguagePair,
        options: ServerOptions = ServerOptions(),
        *,
        environment: Mapping[str, str] | None = None,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self.pair, self.options = pair, options
        self._key = options.find_key(environment)
        self._server = JsonServer(options.address, timeout_s=options.timeout_s, secret=self._key, wait=wait)
        self._most_texts = options.batch_texts
        self._check_languages()

    @property
    def name(self) -> str:
        """What stands in the origin of its translations: "libretranslate ja>en mt.example.org"."""
        return f"libretranslate {self.pair.source.value}>{self.pair.target.value} {self.options.address.host}"

    @property
    def fingerprint(self) -> str:
        """The server's address and how much is asked of it; a server does not say which models it has."""
        return f"{self.name} {self.options.address} alternatives={self.options.alternatives}"

    def translate(self, sources: Sequence[str], pair: LanguagePair) -> Iterator[tuple[Hypothesis, ...]]:
        """Yield the server's hypotheses for each source, in order, after each request; a blank source is not sent.

        A request that the server refuses is sent again in halves. Raises ValueError for another pair than the
        constructor's, at once; TranslatorUnavailable if the server is gone or busy, and TranslatorError if it refuses a
        single text or answers with something else than was asked for.
        """
        if pair != self.pair:
            raise ValueError(f"this translator was built for {self.pair}, not {pair}")
        return self._iter_answers(sources)

    def _iter_answers(self, sources: Sequence[str]) -> Iterator[tuple[Hypothesis, ...]]:
        answered = 0
        while answered < len(sources):
            batch = self._batch(sources[answered : answered + self._most_texts])
            answers = self._ask(batch)
            yield from answers
            answered += len(answers)
            self._most_texts = min(2 * self._most_texts, self.options.batch_texts)

    def _batch(self, sources: Sequence[str]) -> list[str]:
        """Return the first sources, as many as a request may have characters, and one at least."""
        batch: list[str] = []
        for source in sources:
            if batch and sum(map(len, batch)) + len(source) > self.options.batch_chars:
                break
            batch.append(source)
        return batch

    def _ask(self, sources: list[str]) -> list[tuple[Hypothesis, ...]]:
        """Return the answers to a batch, or to its first half or quarter ... if the server refuses more."""
        while texts := [source for source in sources if source.strip()]:
            try:
                answers = iter(self._read(self._server.post("/translate", self._body(texts)), texts))
            except RefusalError as error:
                if error.status not in _SPLITTABLE or _OF_THE_SETTINGS.search(error.reason):
                    raise TranslatorUnavailable(f"{error}. Correct mt.options in tmflow.yaml") from error
                if len(texts) == 1:
                    raise
                self._most_texts = max(1, len(sources) // 2)
                sources = sources[: self._most_texts]
            else:
                return [next(answers) if source.strip() else _NOTHING for source in sources]
        return [_NOTHING] * len(sources)

    def _body(self, texts: Sequence[str]) -> dict[str, object]:
        pair, alternatives = self.pair, self.options.alternatives
        body: dict[str, object] = {
            "q": texts,
            "source": pair.source.value,
            "target": pair.target.value,
            "format": "text",
        }
        if alternatives:
            body["alternatives"] = alternatives
        if self._key:
            body["api_key"] = self._key
        return body

    def _read(self, answer: object, texts: Sequence[str]) -> list[tuple[Hypothesis, ...]]:
        """Return what the server answered as hypotheses. Raises TranslatorError if it is not of the form asked for."""
        found = answer.get("translatedText") if isinstance(answer, dict) else None
        others = answer.get("alternatives", []) if isinstance(answer, dict) else []
        if not isinstance(found, list) or len(found) != len(texts):
            count = f"{len(found)} translations" if isinstance(found, list) else "no list of translations"
            raise TranslatorError(f"{self.options.address} gave {count} for {len(texts)} texts")
        if not isinstance(others, list) or len(others) != len(found):
            others = [[]] * len(found)
        return [self._hypotheses(*row) for row in zip(texts, found, others, strict=True)]

    def _hypotheses(self, source: str, best: object, others: object) -> tuple[Hypothesis, ...]:
        texts = [best, *(others[: self.options.alternatives] if isinstance(others, list) else ())]
        if not all(isinstance(text, str) for text in texts):
            raise TranslatorError(f"{self.options.address} gave something else than texts")
        mended = dict.fromkeys(_with_own_end(source, str(text), self.pair.target) for text in texts)
        try:
            return checked_answer(tuple(Hypothesis(text=text) for text in mended))
        except ValueError as error:
            raise TranslatorError(f"{self.options.address}: {error}") from error

    def _check_languages(self) -> None:
        """Ask which languages there are. Raises TranslatorUnavailable if the pair is not among them."""
        try:
            answer = self._server.get("/languages", tries=1)
        except RefusalError as error:
            raise TranslatorUnavailable(f"{error}. Is mt.options.url the address of LibreTranslate?") from error
        languages = answer if isinstance(answer, list) else []
        for one in languages:
            if isinstance(one, dict) and one.get("code") == self.pair.source.value:
                targets = one.get("targets")
                if not isinstance(targets, list) or self.pair.target.value in targets:
                    return
        said = sorted(str(one.get("code"))[:12] for one in languages if isinstance(one, dict))[:20]
        codes = [code for code in said if is_language_code(code)]
        raise TranslatorUnavailable(
            f"{self.options.address} does not translate {self.pair} (it has: {', '.join(codes) or 'no languages'}). "
            f"Install the model there, choose another server, or: --no-mt"
        )


_ENDS = {
    Language.EN: {"。": ".", "？": "?", "！": "!"},
    Language.JA: {".": "。", "?": "？", "!": "！"},
}
_CLOSERS = "\"'”’)」』）"


def _with_own_end(source: str, text: str, target: Language) -> str:
    """Take back LibreTranslate's habit to end a translation with the very mark of its source, or to lose a full-width one.

    >>> _with_own_end("港が開く。", "The harbor opens。", Language.EN)
    'The harbor opens.'
    >>> _with_own_end("「港が開く」と述べた。", 'He said, "The harbor opens."。', Language.EN)
    'He said, "The harbor opens."'
    >>> _with_own_end("港は開くか？", "Will the harbor open", Language.EN)
    'Will the harbor open?'
    >>> _with_own_end("Will the harbor open?", "港は開くか？?", Language.JA)
    '港は開くか？'
    """
    mark = source.rstrip()[-1:]
    own = _ENDS[target].get(mark)
    body = text.removesuffix(mark)
    is_lost = mark in {"？", "！"} and text[-1:].isalnum()
    if own is None or (body == text and not is_lost):
        return text
    is_ended = body.rstrip(_CLOSERS)[-1:] in {*_ENDS[target], *_ENDS[target].values()}
    return body if is_ended else body + own
