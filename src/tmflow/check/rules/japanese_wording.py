"""Rules on Japanese wording: particles written twice in a clause, words of the same sound, two spellings of one word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tmflow.check.finding import Severity
from tmflow.check.prose import Prose, iter_prose
from tmflow.check.rule import Example, Fault, Rule, Scope
from tmflow.check.subject import Subject
from tmflow.model.language import Language

__all__ = ["RULES"]

_NOUN = "[一-鿿々ァ-ヶーA-Za-z0-9０-９]"
_CHAIN = re.compile(rf"(?<!{_NOUN})(?:{_NOUN}++の){{3,}}(?={_NOUN})")
_REPEATED = re.compile(
    rf"(?:を(?:{_NOUN}|[のとやな])+を|(?<=[一-鿿々ァ-ヶー])が(?:{_NOUN}|[のとやな])+(?<=[一-鿿々ァ-ヶー])が)(?![らりるれろっいか])"
)
"""The same particle again with only nouns between, so that no verb has taken up the first."""


def _find_particles(subject: Subject) -> Iterator[Fault]:
    for one in iter_prose(subject, Language.JA):
        for found in _CHAIN.finditer(one.text):
            yield one.fault(f"の {found.group().count('の')} times in a row", *found.span())
        for found in _REPEATED.finditer(one.text):
            yield one.fault(f"{found.group()[0]} twice in a clause", *found.span())


class _Slip(NamedTuple):
    """A word in a context in which another of the same sound is meant. wrong: of the match, what to replace."""

    pattern: re.Pattern[str]
    wrong: str
    right: str


def _slips() -> Iterator[_Slip]:
    for row in _HOMOPHONES:
        pattern, _, right = row.partition(" ")
        wrong = re.sub(r"\(\?.*?\)", "", pattern)
        yield _Slip(re.compile(pattern), wrong, right)


_HOMOPHONES = (
    "一時(?=ソース|情報源|資料) 一次", "二時(?=ソース|情報源|資料) 二次", "協会(?=の鐘|の尖塔|のミサ|の牧師|の神父) 教会", "教会(?=の会員|の理事|加盟) 協会",
    "(?<=[一-鿿ァ-ヶー)）])自信(?=としては) 自身", "(?<=関係者)意外 以外", "(?<=それ)意外(?=の|に|は) 以外", "以外(?=と知られ|な結果|な展開) 意外",
    "内臓(?=メモリ|電池|バッテリ|カメラ|マイク) 内蔵", "感心(?=を持|を集め|を寄せ|が高) 関心", "追求(?=され責任) 追及", "(?<=責任を)追求 追及", "(?<=真相を)追及 追究",
    "価値感 価値観", "専問 専門", "訪門 訪問", "講議 講義", "成積 成績", "完壁 完璧", "脅異 脅威", "危機一発 危機一髪", "絶対絶命 絶体絶命", "五里夢中 五里霧中",
    "意味深重 意味深長", "短刀直入 単刀直入", "無我無中 無我夢中", "心気一転 心機一転", "異句同音 異口同音", "決戦投票 決選投票", "責任転化 責任転嫁", "独断先行 独断専行",
    "ざる負えない ざるを得ない", "ざる終えない ざるを得ない", "やむ負えな やむを得な", "永遠と(?=続|並|語|説明) 延々と", "うる覚え うろ覚え", "信認(?=の厚|も厚|が厚) 信任",
    "既製(?=事実|概念) 既成", "保健(?=に加入|金を請求|料率) 保険", "補償(?=期間内の修理|書を添) 保証", "精算(?=が高|がある見込) 成算", "低抗 抵抗", "製作(?=総指揮者の政策) 制作",
)  # fmt: skip
"""A pattern and what is meant. Only words that the context decides: 開放 and 解放 may both stand in most sentences."""
_VARIANTS = (
    ("取組(?![一-鿿])", "取り組み"), ("申込(?![一-鿿み])", "申し込み"), ("手続(?![一-鿿き])", "手続き"), ("見積(?![一-鿿も])", "見積もり"),
    ("打合せ", "打ち合わせ"), ("問合せ", "問い合わせ"), ("引越(?![一-鿿し])", "引っ越し"), ("売上(?![一-鿿げ])", "売り上げ"), ("行な(?=[わいうえおっ])", "行"),
    ("表わ(?=[さしすせそ])", "表"), ("現われ", "現れ"), ("終る", "終わる"), ("変る", "変わる"), ("起る", "起こる"), ("当る", "当たる"), ("明か(?=に(?:し|な|す))", "明らか"),
)  # fmt: skip
"""A short spelling and the full one, which the school rules have; before kanji the short one is part of a compound."""


def _find_homophones(subject: Subject) -> Iterator[Fault]:
    prose = list(iter_prose(subject, Language.JA))
    for one in prose:
        for slip in _SLIPS:
            for found in slip.pattern.finditer(one.text):
                yield one.fault(f"{found.group()} for {slip.right}", *found.span(), expected=slip.right, fix=slip.right)
    for pattern, full in _VARIANTS:
        uses = [(one, found) for one in prose for found in re.finditer(pattern, one.text)]
        others = [one for one in prose if _has_full(one, full, pattern)]
        for one, found in uses if others else ():
            message = f"{found.group()} and {full} in one article"
            yield one.fault(message, *found.span(), expected=full, fix=full)


def _has_full(one: Prose, full: str, short: str) -> bool:
    """Whether the full spelling is there; of 行なう and 行う the part before the ending tells."""
    if len(full) > 1:
        return full in one.text
    endings = short[short.index("[") + 1 : short.index("]")]
    return re.search(f"{full}[{endings}]", one.text) is not None


_SLIPS = tuple(_slips())

RULES = (
    Rule(
        id="ja.particle",
        severity=Severity.INFO,
        summary="の not three times in a row, を and が not twice in one clause.",
        why="A reader loses which noun belongs to which; a clause with two を is mostly one that was edited halfway.",
        good=Example(ja="町の港にある古い灯台を訪ねた。", en="They visited the old lighthouse at the town's harbor."),
        bad=Example(
            ja="町の港の丘の灯台を訪ねた。", en="They visited the lighthouse on the hill at the town's harbor."
        ),
        find=_find_particles,
    ),
    Rule(
        id="ja.homophone",
        severity=Severity.INFO,
        summary="No word of the same sound for the one that is meant (責任を追求 for 追及), and no two spellings of one word (取組, 取り組み).",
        why="An input method offers the other word first, and a spell checker knows both.",
        good=Example(ja="議会は責任を追及した。", en="The council asked who was responsible."),
        bad=Example(ja="議会は責任を追求した。", en="The council asked who was responsible."),
        find=_find_homophones,
        scope=Scope.ARTICLE,
    ),
)
