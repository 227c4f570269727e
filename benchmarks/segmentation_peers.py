"""The segmenters that benchmarks/segmentation.py compares, each behind one small adapter in its default configuration.

Peers are loaded by name, only when they are asked for: tmflow depends on none of them. Left out: what needs a trained
model or a dictionary that is downloaded apart (NLTK's Punkt, spaCy for Japanese, the line-break model of bunkai).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib import import_module, metadata
from pathlib import Path

from tmflow.model.language import Language
from tmflow.segment.segmenter import iter_segments

Segmenter = Callable[[str], Iterable[str]]

_REQUIREMENTS = Path(__file__).with_name("requirements-segmentation.txt")
_JA, _EN = frozenset({Language.JA}), frozenset({Language.EN})


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A segmenter with the languages it speaks. `load` makes it ready for one; `package` is its distribution, if it has one."""

    name: str
    load: Callable[[Language], Segmenter]
    languages: frozenset[Language] = _JA | _EN
    package: str = ""

    @property
    def label(self) -> str:
        """The name with the installed version. Raises metadata.PackageNotFoundError if it is not installed."""
        return f"{self.name}-{metadata.version(self.package)}" if self.package else self.name

    @property
    def is_installed(self) -> bool:
        """Whether it can run here."""
        try:
            return bool(self.label)
        except metadata.PackageNotFoundError:
            return False

    @property
    def install_line(self) -> str:
        """What installs it, in the version that was measured."""
        pins = re.findall(r"^[\w-]+==.+$", _REQUIREMENTS.read_text(encoding="utf-8"), flags=re.MULTILINE)
        return f"pip install {next((pin for pin in pins if pin.startswith(f'{self.package}==')), self.package)}"


def _tmflow(language: Language) -> Segmenter:
    return lambda text: [segment.text for segment in iter_segments(text, language=language)]


def _regex(language: Language) -> Segmenter:
    """The least anybody would write: after a run of enders (in English before a blank), and at each newline."""
    split = re.compile(r"\n|(?<=[。！？])(?![。！？])" if language is Language.JA else r"\n|(?<=[.!?])\s+").split
    return lambda text: filter(str.strip, split(text))


def _pysbd(language: Language) -> Segmenter:
    segment: Segmenter = import_module("pysbd").Segmenter(language=language.value, clean=False).segment
    return segment


def _sentencex(language: Language) -> Segmenter:
    return partial(import_module("sentencex").segment, language.value)


def _syntok(_: Language) -> Segmenter:
    process = import_module("syntok.segmenter").process

    def segment(text: str) -> Iterator[str]:
        return ("".join(map(str, sentence)) for paragraph in process(text) for sentence in paragraph)

    return segment


def _spacy(language: Language) -> Segmenter:
    pipeline = import_module("spacy").blank(language.value)
    pipeline.add_pipe("sentencizer")
    return lambda text: [sentence.text for sentence in pipeline(text).sents]


def _ja_sentence_segmenter(_: Language) -> Segmenter:
    """The pipeline of its README."""
    split = import_module("ja_sentence_segmenter.split.simple_splitter")
    join = import_module("ja_sentence_segmenter.concatenate.simple_concatenator").concatenate_matching
    segment: Segmenter = import_module("ja_sentence_segmenter.common.pipeline").make_pipeline(
        import_module("ja_sentence_segmenter.normalize.neologd_normalizer").normalize,
        split.split_newline,
        partial(join, former_matching_rule=r"^(?P<result>.+)(の)$", remove_former_matched=False),
        partial(split.split_punctuation, punctuations=r"。!?"),
    )
    return segment


def _hasami(_: Language) -> Segmenter:
    segment: Segmenter = import_module("hasami").segment_sentences
    return segment


def _rhoknp(_: Language) -> Segmenter:
    senter = import_module("rhoknp").RegexSenter()
    return lambda text: [sentence.text for sentence in senter.apply_to_document(text).sentences]


def _bunkai(_: Language) -> Segmenter:
    segment: Segmenter = import_module("bunkai").Bunkai()
    return segment


SYSTEMS = {
    system.name: system
    for system in (
        System(name="tmflow", load=_tmflow),
        System(name="regex", load=_regex),
        System(name="pysbd", package="pysbd", load=_pysbd),
        System(name="sentencex", package="sentencex", load=_sentencex),
        System(name="rhoknp", package="rhoknp", languages=_JA, load=_rhoknp),
        System(name="hasami", package="hasami", languages=_JA, load=_hasami),
        System(name="ja-sentence-segmenter", package="ja-sentence-segmenter", languages=_JA, load=_ja_sentence_segmenter),
        System(name="bunkai", package="bunkai", languages=_JA, load=_bunkai),
        System(name="syntok", package="syntok", languages=_EN, load=_syntok),
        System(name="spacy", package="spacy", languages=_EN, load=_spacy),
    )
}  # fmt: skip
"""In the order of the tables; "regex" is no peer but the measure of how hard a corpus is."""
