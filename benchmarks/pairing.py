"""Precision, recall and growth of the pairing of documents.

    python benchmarks/pairing.py [--sizes 100 300 1000] [--seed 7]
    python benchmarks/pairing.py --lines JA.txt EN.txt IDS.txt [--first 3] [--lone 0.5]

The sample articles, then generated documents: sentences from templates with names from a pool of 300 and figures, a
fifth of them in series of two parts with the same names, a tenth without partner on each side. --lines: documents of a
line-aligned corpus instead, IDS.txt naming the document of each line. --first: only so many lines of each. --lone: take
this share of documents away from each side. Right and found are counted at the default confidence; "with doubtful" counts
every pair. Seconds are CPU, of the profiles and of the pairing.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from tmflow._version import __version__
from tmflow.align.lexicon import Lexicon
from tmflow.align.pairing import DocumentPair, pair_documents
from tmflow.align.pairing_profile import DocumentProfile, profile_document
from tmflow.model.bitext import DOUBTFUL_BELOW
from tmflow.model.language import Language
from tmflow.workflow.pair import pair_files

ROOT = Path(__file__).resolve().parents[1]
SIZES = (100, 300, 1000)
SEED = 7
LONE_SHARE = 0.1
SERIES_SHARE = 0.2
NAMES = 300

SYLLABLES = {
    "カ": "ka", "ミ": "mi", "ロ": "lo", "ナ": "na", "テ": "te", "リ": "ri", "サ": "sa", "ベ": "be", "ド": "do", "マ": "ma",
    "ホ": "ho", "ネ": "ne", "ガ": "ga", "ピ": "pi", "モ": "mo", "ラ": "la", "ヴィ": "vi", "ソ": "so", "デ": "de", "ン": "n",
}  # fmt: skip
TEMPLATES = (
    ("{a}さんは{year}年に{place}で生まれた。", "{a_en} was born in {place_en} in {year}."),
    ("会議は{month}月{day}日に{place}で開かれた。", "The meeting was held in {place_en} on {month_en} {day}."),
    ("費用は{money}万円になる見込みだ。", "The cost is expected to be {money_en} yen."),
    ("参加者は{count}人で、前年より{percent}%多い。", "There were {count_en} participants, {percent} percent more than a year before."),
    ("{a}さんは「新しい計画が必要だ」と述べた。", "“We need a new plan,” {a_en} said."),
    ("工事は{year}年まで続く。", "The work will go on until {year}."),
    ("{b}さんは反対し、住民の意見を聞くよう求めた。", "{b_en} opposed it and asked to hear what the residents think."),
    ("調査では{count}件の問題が見つかった。", "The survey found {count_en} problems."),
    ("町の人口は{count}人である。", "The town has a population of {count_en}."),
    ("{place}までは列車で{minutes}分かかる。", "It takes {minutes} minutes to {place_en} by train."),
    ("学校の先生である{b}さんが歴史を説明した。", "{b_en}, a school teacher, explained the history."),
    ("議会は{month}月に予算を承認した。", "The council approved the budget in {month_en}."),
    ("店では{count}種類の商品を売っている。", "The shop sells {count_en} kinds of goods."),
    ("天気は悪く、風は毎秒{minutes}メートルだった。", "The weather was bad, with a wind of {minutes} metres a second."),
)  # fmt: skip
MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905 - a word a line would fill a page

Text = tuple[list[str], list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Documents of both languages by name, and the true pairs."""

    japanese: Mapping[str, Sequence[str]]
    english: Mapping[str, Sequence[str]]
    gold: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How many pairs there are, were found and are right, without and with the doubtful ones; CPU seconds."""

    gold: int
    found: int
    right: int
    all_found: int
    all_right: int
    profile_s: float = 0.0
    pair_s: float = 0.0

    def __str__(self) -> str:
        found, every = _scores(self.right, self.found, self.gold), _scores(self.all_right, self.all_found, self.gold)
        return f"{self.gold} pairs: {found}; with doubtful: {every}; {self.profile_s:.2f} + {self.pair_s:.2f} s"


def _scores(right: int, found: int, gold: int) -> str:
    precision, recall = right / max(1, found), right / max(1, gold)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"{right} of {found} right, P {precision:.3f} R {recall:.3f} F1 {f1:.3f}"


def corpus_of(texts: Sequence[Text], *, lone: float, seed: int) -> Corpus:
    """Give the documents names that say nothing, and take a share of them away from each side."""
    chance = random.Random(seed)  # noqa: S311 - a corpus that can be repeated
    japanese: dict[str, Sequence[str]] = {}
    english: dict[str, Sequence[str]] = {}
    gold = set()
    for ja, en in texts:
        names = [f"{chance.getrandbits(64):x}" for _ in range(2)]
        kept = [chance.random() >= lone for _ in range(2)]
        if kept[0]:
            japanese[names[0]] = ja
        if kept[1]:
            english[names[1]] = en
        if all(kept):
            gold.add((names[0], names[1]))
    return Corpus(japanese=japanese, english=english, gold=frozenset(gold))


def generated(count: int, *, seed: int) -> list[Text]:
    """Documents from the templates."""
    chance = random.Random(seed)  # noqa: S311 - a corpus that can be repeated
    names = [_name(chance) for _ in range(NAMES)]
    texts: list[Text] = []
    while len(texts) < count:
        people = chance.sample(names, 3)
        parts = 2 if chance.random() < SERIES_SHARE / (2 - SERIES_SHARE) else 1
        texts += [_document(people, chance) for _ in range(parts)]
    return texts[:count]


def _name(chance: random.Random) -> tuple[str, str]:
    kana = chance.sample(sorted(SYLLABLES), chance.randint(3, 5))
    if kana[0] == "ン":
        kana.reverse()
    return "".join(kana), "".join(SYLLABLES[one] for one in kana).capitalize()


def _document(people: Sequence[tuple[str, str]], chance: random.Random) -> Text:
    document: Text = ([], [])
    for ja, en in chance.sample(TEMPLATES, chance.randint(6, len(TEMPLATES))):
        month, money, count = chance.randint(1, 12), chance.randint(11, 9999), chance.randint(11, 99_999)
        slots: dict[str, object] = {
            "a": people[0][0], "a_en": people[0][1], "b": people[1][0], "b_en": people[1][1],
            "place": people[2][0], "place_en": people[2][1], "year": chance.randint(1900, 2030),
            "month": month, "month_en": MONTHS[month - 1], "day": chance.randint(1, 28),
            "money": money, "money_en": f"{money * 10_000:,}", "count": count, "count_en": f"{count:,}",
            "percent": chance.randint(2, 60), "minutes": chance.randint(5, 90),
        }  # fmt: skip
        document[0].append(ja.format(**slots))
        document[1].append(en.format(**slots))
    return document


def read_lines(japanese: Path, english: Path, ids: Path, *, first: int | None) -> list[Text]:
    """The documents of a line-aligned corpus."""
    lines = zip(*(path.read_text(encoding="utf-8").splitlines() for path in (ids, japanese, english)), strict=True)
    documents = (list(rows)[:first] for _, rows in groupby(lines, key=lambda row: row[0]))
    return [([ja for _, ja, _ in rows], [en for _, _, en in rows]) for rows in documents]


def measure(corpus: Corpus) -> Figures:
    """Pair a corpus and compare with its true pairs."""
    lexicon = Lexicon.build()
    start = time.process_time()
    japanese = _profiles(corpus.japanese, Language.JA, lexicon)
    english = _profiles(corpus.english, Language.EN, lexicon)
    middle = time.process_time()
    pairing = pair_documents(japanese, english, lexicon=lexicon, min_confidence=DOUBTFUL_BELOW)
    end = time.process_time()
    found, every = _names(pairing.pairs), _names([*pairing.pairs, *pairing.doubtful])
    return Figures(
        gold=len(corpus.gold),
        found=len(found),
        right=len(found & corpus.gold),
        all_found=len(every),
        all_right=len(every & corpus.gold),
        profile_s=middle - start,
        pair_s=end - middle,
    )


def _profiles(texts: Mapping[str, Sequence[str]], language: Language, lexicon: Lexicon) -> list[DocumentProfile]:
    return [profile_document(text, name=name, language=language, lexicon=lexicon) for name, text in texts.items()]


def _names(pairs: Iterable[DocumentPair]) -> set[tuple[str, str]]:
    return {(pair.source, pair.target) for pair in pairs}


def measure_samples() -> Figures:
    """Pair the sample articles, their file names included."""
    start = time.process_time()
    found = pair_files((ROOT / "articles" / "ja", ROOT / "articles" / "en"), project=None)
    seconds = time.process_time() - start
    sure = [pair for pair in found.pairs if not pair.is_doubtful]
    stems = [{path.stem for path in (ROOT / "articles" / language.value).iterdir()} for language in Language]
    return Figures(
        gold=len(stems[0] & stems[1]),
        found=len(sure),
        right=sum(pair.source.stem == pair.target.stem for pair in sure),
        all_found=len(found.pairs),
        all_right=sum(pair.source.stem == pair.target.stem for pair in found.pairs),
        pair_s=seconds,
    )


def main() -> None:
    """Print one line a corpus, and the growth of the generated ones."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--lines", type=Path, nargs=3, metavar=("JA", "EN", "IDS"))
    parser.add_argument("--first", type=int)
    parser.add_argument("--lone", type=float, default=0.0)
    options = parser.parse_args()
    signature = f"confidence:{DOUBTFUL_BELOW}|seed:{options.seed}|v:{__version__}"
    if options.lines:
        texts = read_lines(*options.lines, first=options.first)
        figures = measure(corpus_of(texts, lone=options.lone, seed=options.seed))
        name = f"{options.lines[0].stem}-{len(texts)}|lines:{options.first or 'all'}|lone:{options.lone}"
        print(f"{figures}  pairing|corpus:{name}|{signature}")
        return
    print(f"{measure_samples()}  pairing|corpus:sample-articles|lone:1 of 7|v:{__version__}")
    seconds = {}
    for size in options.sizes:
        figures = measure(corpus_of(generated(size, seed=options.seed), lone=LONE_SHARE, seed=options.seed))
        seconds[size] = figures.profile_s + figures.pair_s
        print(f"{figures}  pairing|corpus:generated-{size}|lone:{LONE_SHARE}|{signature}")
    least, most = min(seconds), max(seconds)
    if most > least:
        exponent = math.log(seconds[most] / seconds[least]) / math.log(most / least)
        print(f"exponent {exponent:.2f}  pairing-growth|sizes:{least},{most}|{signature}")


if __name__ == "__main__":
    main()
