"""Texts for the rules that look at one text alone, right as they stand and each with one fault put in: found and false.

    python benchmarks/check_texts.py [--texts tests/golden/texts] [--list]

Found: texts with a fault in which the rule meant speaks. False: right texts in which any of these rules speaks.
Seconds are CPU.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML

from tmflow._version import __version__
from tmflow.check.runner import check_subjects
from tmflow.check.subject import Subject
from tmflow.model.bitext import Bitext, Place, Side, State, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.document import BlockKind
from tmflow.model.language import Language, LanguagePair

__all__ = ["FAMILIES", "TEXTS", "Tally", "Text", "read_texts", "tally"]

TEXTS = Path(__file__).resolve().parents[1] / "tests" / "golden" / "texts"
FAMILIES = (
    "ja.width", "ja.punct", "ja.dash-wave", "ja.register", "en.stop", "en.space", "en.caps", "en.spelling",
    "leftover.*", "consist.repeat", "consist.source", "name.variant", "char.bad",
)  # fmt: skip
"""The rules that are on without being asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """An article without a fault, the same with one that `rule` has to find, and how the fault reads."""

    rule: str
    right: Subject
    wrong: Subject
    fault: str


@dataclass(slots=True)
class Tally:
    """Faults found and right texts flagged, by rule; the texts gone wrong; CPU seconds."""

    found: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0


def read_texts(folder: Path) -> Iterator[Text]:
    """Yield the texts of the tables in a folder. Raises ValueError where a fault cannot be put in.

    A row has the sentences of an article in one language and, where the rule needs them, those of its source.
    """
    for table in sorted(folder.glob("*.yaml")):
        for row in YAML(typ="safe").load(table):
            sentences, old = [str(sentence) for sentence in row["text"]], str(row["from"])
            places = [number for number, sentence in enumerate(sentences) if sentence.count(old) == 1]
            places = [row["at"]] if "at" in row else places
            if len(places) != 1:
                raise ValueError(f"{table.name}: {old} is not once in {sentences}")
            faulty = list(sentences)
            faulty[places[0]] = faulty[places[0]].replace(old, str(row["to"]))
            language = Language("ja" if row["in"] == "ja" else "en")
            right, wrong = (_subject(row, language, texts) for texts in (sentences, faulty))
            yield Text(
                rule=row["rule"], right=right, wrong=wrong, fault=f"{old} -> {row['to']} in {sentences[places[0]]}"
            )


def _subject(row: dict[str, object], language: Language, texts: Sequence[str]) -> Subject:
    """Return an article of sentences in one paragraph, as a translation if there is a source, else as a source."""
    sources = row.get("of")
    kinds = row.get("kinds")
    units = []
    for number, text in enumerate(texts):
        kind = BlockKind(kinds[number]) if isinstance(kinds, list) else BlockKind.PARAGRAPH
        place = Place(block=number if kinds else 0, kind=kind, line=1, column=1 + 100 * number)
        is_translation = isinstance(sources, list)
        source = str(sources[number]) if isinstance(sources, list) else text
        units.append(
            TranslationUnit(
                id=f"u{number}",
                source=Content.of(source),
                target=Content.of(text) if is_translation else None,
                state=State.TRANSLATED if is_translation else State.INITIAL,
                side=Side.BOTH,
                source_place=place,
                target_place=place if is_translation else None,
            )
        )
    pair = LanguagePair(language.other, language) if sources else LanguagePair(language, language.other)
    return Subject(
        bitext=Bitext(slug="text", pair=pair, units=tuple(units)), source_path="source.txt", target_path="target.txt"
    )


def tally(texts: Sequence[Text]) -> Tally:
    """Run the rules on each text, right and wrong."""
    counted = Tally()
    started = time.process_time()
    for text in texts:
        spoken = {finding.rule for finding in check_subjects([text.wrong], only=FAMILIES)}
        if text.rule in spoken:
            counted.found[text.rule] += 1
        else:
            counted.wrong.append(f"missed {text.rule} ({', '.join(spoken) or 'nothing'}): {text.fault}")
        alarms = [f"{finding.rule} {finding.message}" for finding in check_subjects([text.right], only=FAMILIES)]
        if alarms:
            counted.false[text.rule] += 1
            counted.wrong.append(f"false alarm ({'; '.join(alarms)}): {text.fault}")
    counted.seconds = time.process_time() - started
    return counted


def main() -> None:
    """Print the table, and what went wrong if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, default=TEXTS)
    parser.add_argument("--list", action="store_true")
    arguments = parser.parse_args()
    texts = list(read_texts(arguments.texts))
    counted = tally(texts)
    print("| rule | right | with a fault | found | false |\n|---|---|---|---|---|")
    for rule, count in sorted(Counter(text.rule for text in texts).items()):
        print(f"| {rule} | {count} | {count} | {counted.found[rule]} | {counted.false[rule]} |")
    print(f"| all | {len(texts)} | {len(texts)} | {counted.found.total()} | {counted.false.total()} |")
    print(f"\n`check-texts|texts:{len(texts)}|v:{__version__}`; CPU for both halves: {counted.seconds:.2f} s")
    if arguments.list:
        print("\n".join(counted.wrong))


if __name__ == "__main__":
    main()
