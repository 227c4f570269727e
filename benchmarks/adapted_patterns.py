"""Sentence patterns of both languages with places for values, for `adapted.py`.

A place is `{name:notation}`; `name` says how the value is chosen (`_CHOICES`), the notation how a language writes it.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from tmflow.text.english_words import MONTH_NAMES, number_words, ordinal_ending, ordinal_words

__all__ = ["PATTERNS", "Pattern"]

_WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
_KANJI = str.maketrans("0123456789", "〇一二三四五六七八九")
_WEEKDAYS = (
    ("月", "Monday"),
    ("火", "Tuesday"),
    ("水", "Wednesday"),
    ("木", "Thursday"),
    ("金", "Friday"),
    ("土", "Saturday"),
    ("日", "Sunday"),
)
_SPELLED_TO = 10


def _myriads(number: int, *, grouped: bool = False) -> str:
    spelled = ""
    for scale, sign in ((10**12, "兆"), (10**8, "億"), (10**4, "万"), (1, "")):
        section, number = divmod(number, scale)
        spelled += (f"{section:,}{sign}" if grouped else f"{section}{sign}") if section else ""
    return spelled


def _spoken_kanji(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else f"{str(tens).translate(_KANJI)}十") + (
        str(ones).translate(_KANJI) if ones else ""
    )


def _in_scale(number: int) -> str:
    for scale, name in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million")):
        if number >= scale:
            return f"{number / scale:.3f}".rstrip("0").rstrip(".") + f" {name}"
    return f"{number:,}"


class Number(int):
    """A whole number; the format says how it is written."""

    def __format__(self, notation: str) -> str:
        """Write the number in one of the notations below."""
        number = int(self)
        notations: dict[str, Callable[[], str]] = {
            "d": lambda: str(number),
            "c": lambda: f"{number:,}",
            "w": lambda: str(number).translate(_WIDE),
            "man": lambda: _myriads(number),
            "kanji": lambda: _spoken_kanji(number),
            "scale": lambda: _in_scale(number),
            "word": lambda: number_words(number) if number <= _SPELLED_TO else f"{number:,}",
            "Word": lambda: number_words(number).capitalize(),
            "nth": lambda: f"{number}{ordinal_ending(number)}",
            "ordinal": lambda: ordinal_words(number) if number < _SPELLED_TO else f"{number}{ordinal_ending(number)}",
            "an": lambda: f"{'an' if str(number)[0] == '8' or number in {11, 18} else 'a'} {number}",
            "can": lambda: f"{'an' if str(number)[0] == '8' else 'a'} {number:,}",
            "anth": lambda: (
                f"{'an' if str(number)[0] == '8' or number in {11, 18} else 'a'} {number}{ordinal_ending(number)}"
            ),
            "tenth": lambda: f"{number / 10:.1f}".removesuffix(".0"),
            "wari": lambda: f"{number // 10}割" + (f"{number % 10}分" if number % 10 else ""),
        }
        return notations[notation]()


class Day(date):
    """A date; the format says how it is written."""

    def __format__(self, notation: str) -> str:
        """Write the date in one of the notations below."""
        month = MONTH_NAMES[self.month - 1]
        short = (
            month
            if len(month) < len("March") + (month != "March") - 1 or month in {"May", "June", "July"}
            else f"{'Sept' if month == 'September' else month[:3]}."
        )
        ja, en = _WEEKDAYS[self.weekday()]
        return {
            "ja": f"{self.year}年{self.month}月{self.day}日",
            "jaw": f"{self.year}年{self.month}月{self.day}日".translate(_WIDE),
            "jamd": f"{self.month}月{self.day}日",
            "jad": f"{self.day}日",
            "jam": f"{self.month}月",
            "slash": f"{self.month}/{self.day}",
            "jamdk": f"{_spoken_kanji(self.month)}月{_spoken_kanji(self.day)}日",
            "reiwa": f"令和{self.year - 2018 if self.year > 2019 else '元'}年{self.month}月",
            "jaday": ja,
            "day": en,
            "us": f"{month} {self.day}, {self.year}",
            "usmd": f"{month} {self.day}",
            "ap": f"{short} {self.day}",
            "uk": f"{self.day} {month} {self.year}",
            "ukmd": f"{self.day} {month}",
            "usmy": f"{month} {self.year}",
            "m": month,
            "nth": f"{self.day}{ordinal_ending(self.day)}",
            "iso": f"{self.year}-{self.month:02}-{self.day:02}",
            "year": str(self.year),
        }[notation]


class Clock(int):
    """Minutes since midnight; the format says how they are written."""

    def __format__(self, notation: str) -> str:
        """Write the time in one of the notations below."""
        hour, minute = divmod(int(self), 60)
        tail = f":{minute:02}" if minute else ""
        half = "午後" if hour >= 12 else "午前"
        part = "半" if minute == 30 else f"{minute}分" if minute else ""
        return {
            "ja": f"{half}{hour % 12}時{f'{minute}分' if minute else ''}",
            "jahalf": f"{half}{hour % 12}時{part}",
            "ja24": f"{hour}時{f'{minute}分' if minute else ''}",
            "24": f"{hour}:{minute:02}",
            "ap": f"{hour % 12 or 12}{tail} {'p' if hour >= 12 else 'a'}.m.",
            "pm": f"{hour % 12 or 12}{tail} {'p' if hour >= 12 else 'a'}m",
        }[notation]


def _day(chance: random.Random) -> Day:
    day = date(2019, 6, 1) + timedelta(days=chance.randrange(4000))
    return Day(day.year, day.month, day.day)


def _clock(chance: random.Random) -> Clock:
    hour = chance.choice([6, 7, 8, 9, 10, 11, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22])
    return Clock(hour * 60 + chance.choice([0, 0, 5, 15, 20, 30, 30, 45]))


_CHOICES: dict[str, Callable[[random.Random], object]] = {
    "few": lambda chance: Number(chance.randint(2, 9)),
    "some": lambda chance: Number(chance.randint(2, 40)),
    "many": lambda chance: Number(chance.randint(120, 9_800)),
    "lots": lambda chance: Number(chance.choice([12_500, 34_000, 150_000, 987_654, 1_250_000, 4_000_000])),
    "sum": lambda chance: Number(chance.choice([15, 95, 120, 225, 980]) * 10 ** chance.choice([6, 7, 8, 9])),
    "percent": lambda chance: Number(chance.randint(11, 97)),
    "tens": lambda chance: Number(chance.randint(2, 9) * 10),
    "old": lambda chance: Number(chance.choice([8, 11, 18, 80, 9, 12, 25, 110])),
    "one": lambda chance: Number(chance.choice([1, 2])),
    "day": _day,
    "clock": _clock,
    "page": lambda chance: Number(chance.randint(1, 40)),
    "url": lambda chance: f"https://example.org/{chance.choice('abc')}/{chance.randint(1, 999)}",
}
"""How a value is chosen, by the letters of its name; figures behind them tell values of one sort apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A sentence in both languages.

    part: "seen", "held" (written before the rules, looked at after), "late" (written after them), "alone" (a value alone).
    is_trap: whether something hangs on the value, so that nothing may be adapted. directions: source languages asked in.
    """

    kind: str
    ja: str
    en: str
    part: str
    is_trap: bool = False
    directions: tuple[str, ...] = ("ja", "en")

    def fill(self, chance: random.Random) -> dict[str, str]:
        """Return both texts with values by chance, no two the same."""
        values: dict[str, object] = {}
        for name in sorted({piece.split(":")[0].split("}")[0] for piece in (self.ja + self.en).split("{")[1:]}):
            while (value := _CHOICES[name.rstrip("0123456789")](chance)) in values.values():
                pass
            values[name] = value
        return {"ja": self.ja.format(**values), "en": self.en.format(**values)}


_SEEN = (
    ("number", "工期は{some:d}年を見込む。", "It is expected to take {some:word} years."),
    ("number", "{many:d}人が灯台を訪れた。", "{many:c} people visited the lighthouse."),
    ("number", "蔵書は{lots:man}冊に上る。", "The library holds {lots:scale} books."),
    ("number", "船は{few:d}隻、乗組員は{some:d}人だった。", "There were {few:word} ships with {some:word} crew members."),
    ("number", "庭園には{some:w}種のバラがある。", "The garden has {some:word} kinds of roses."),
    ("number", "{old:d}年越しの計画だ。", "It is {old:an}-year project."),
    ("number", "防波堤の長さは{many:d}メートルで、高さは{some:d}メートルだ。", "The breakwater is {many:c} meters long and {some:d} meters high."),
    ("number", "{few:kanji}人の職員が残った。", "{few:Word} staff members stayed."),
    ("currency", "総事業費は約{sum:man}円だ。", "The project will cost about {sum:scale} yen."),
    ("currency", "建設費は{sum:man}ドルに膨らんだ。", "The construction cost has swollen to ${sum:scale}."),
    ("currency", "入館料は{many:c}円である。", "Admission is {many:c} yen."),
    ("percent", "来館者は{percent:d}％増えた。", "The number of visitors rose by {percent:d} percent."),
    ("percent", "住民の{tens:wari}が賛成した。", "{tens:d}% of the residents agreed."),
    ("date", "式典は{day:ja}に開かれた。", "The ceremony was held on {day:us}."),
    ("date", "{day:jamd}に灯台が完成した。", "The lighthouse was finished on {day:usmd}."),
    ("date", "{day:jam}に改修が始まる。", "The repairs begin in {day:m}."),
    ("date", "港は{day:reiwa}に開港した。", "The port opened in {day:usmy}."),
    ("date", "{day:jamd}({day:jaday})に休館する。", "The library will be closed on {day:day}, {day:usmd}."),
    ("clock", "船は{clock:ja}に出る。", "The boat leaves at {clock:ap} from the old pier."),
    ("clock", "開門は{clock:ja24}だ。", "The gate opens at {clock:24}."),
    ("ordinal", "第{few:d}桟橋を閉鎖した。", "The {few:ordinal} pier has been closed."),
    ("ordinal", "{some:d}世紀の灯台である。", "It is a lighthouse of the {some:ordinal} century."),
    ("url", "詳しくは{url}を参照。", "For details, see {url}."),
    ("mixed", "{day:jamd}、{many:d}人が{sum:man}円を寄せた。", "On {day:usmd}, {many:c} people gave {sum:scale} yen."),
)  # fmt: skip
_SEEN_TRAPS = (
    ("number", "船が{one:d}隻着いた。", "{one:d} ship has arrived."),
    ("currency", "費用は{sum:man}ドルだ。", "The cost is ${sum:scale} (about 22.5 billion yen)."),
    ("number", "{one:d}隻の船が両岸を結ぶ。", "{one:d} ships link both banks."),
    ("date", "{day:jad}に開く。", "It opens on {day:usmd}."),
    ("number", "距離は{some:d}キロだ。", "The distance is 12.5 miles."),
    ("date", "{day:jamd}に開く。", "It opens on {day:day}, {day:usmd}."),
)  # fmt: skip
_HELD = (
    ("number", "観測所は海抜{many:d}メートルの山頂にある。", "The observatory stands on a peak {many:c} meters above the sea."),
    ("number", "温室の気温は{some:d}度に保たれる。", "The greenhouse is kept at {some:d} degrees."),
    ("number", "会員数は{lots:man}人を超えた。", "Membership has passed {lots:scale}."),
    ("number", "{few:d}つの町が橋で結ばれた。", "{few:Word} towns were joined by the bridge."),
    ("number", "時計塔は{some:d}分ごとに鳴る。", "The clock tower chimes every {some:word} minutes."),
    ("number", "職人{some:d}人が{few:d}カ月かけて直した。", "{some:d} craftsmen took {few:word} months to repair it."),
    ("number", "蔵書は{lots:c}冊ある。", "There are {lots:c} books on the shelves."),
    ("number", "{old:d}階建ての塔を建てる。", "They will build {old:an}-story tower."),
    ("number", "{page:d}ページの図を参照。", "See the figure on page {page:d}."),
    ("currency", "補助金は{sum:man}ユーロとなる。", "The grant will be €{sum:scale}."),
    ("currency", "町は{sum:man}ドルの予算を組んだ。", "The town drew up a budget of {sum:scale} dollars."),
    ("currency", "切符は{many:d}円から{many2:d}円に上がった。", "The ticket went up from {many:c} yen to {many2:c} yen."),
    ("percent", "湿度は{percent:d}パーセントだった。", "Humidity stood at {percent:d}%."),
    ("percent", "花の{tens:wari}が枯れた。", "About {tens:d} percent of the flowers withered."),
    ("percent", "利用率は{percent:d}%から{percent2:d}%に下がった。", "Use fell from {percent:d} percent to {percent2:d} percent."),
    ("date", "図書館は{day:jaw}に再開する。", "The library reopens on {day:uk}."),
    ("date", "{day:jamd}の会合で決まった。", "It was decided at the {day:ap} meeting."),
    ("date", "展示は{day:jamd}までだ。", "The exhibition runs until {day:ukmd}."),
    ("date", "{day:jad}の嵐で柵が倒れた。", "The fence fell in the storm on the {day:nth}."),
    ("date", "更新日:{day:iso}", "Updated: {day:iso}"),
    ("date", "{day:year}年に植えられた木だ。", "The tree was planted in {day:year}."),
    ("date", "{day:jamdk}の朝、霧が出た。", "Fog came in on the morning of {day:usmd}."),
    ("clock", "閉館は{clock:jahalf}です。", "Closing time is {clock:pm}."),
    ("clock", "{clock:24}発の便は満席だ。", "The {clock:24} ferry is full."),
    ("clock", "{clock:ja}、警報が鳴った。", "At {clock:ap}, the alarm went off."),
    ("ordinal", "第{some:d}回の園芸祭が始まった。", "The {some:nth} garden festival has begun."),
    ("ordinal", "港は国内で{few:d}番目に古い。", "The port is the {few:ordinal} oldest in the country."),
    ("url", "申し込みは{url}まで。", "Apply at {url} by mail or in person."),
    ("mixed", "{day:ja}の{clock:ja}から{some:d}人で作業した。", "From {clock:ap} on {day:us}, {some:d} people worked."),
    ("mixed", "面積は{many:d}ヘクタールで、全体の{percent:d}%に当たる。", "It covers {many:c} hectares, or {percent:d} percent of the whole."),
)  # fmt: skip
_HELD_TRAPS = (
    ("number", "灯台が{one:d}基ある。", "There is {one:d} lighthouse."),
    ("number", "橋は{few:d}本あり、どちらも石造りだ。", "There are two bridges, both of stone, and {few:d} gates."),
    ("currency", "切符は{many:d}円だ。", "The ticket is {many:c} yen, or about $9."),
    ("number", "{few:d}月号に{few:d}本の記事が載った。", "The May issue had {few:word} articles."),
    ("clock", "{clock:ja}に着く。", "It arrives at {clock:24} in the morning."),
    ("percent", "支持は{percent:d}%だった。", "Support was {percent:d} percent, down half from before."),
    ("number", "{some:d}年ぶりに開く。", "It opens for the first time in {some:d} years, since 2014."),
    ("number", "重さは{some:d}キロだ。", "It weighs 40 pounds."),
)  # fmt: skip

_LATE = (
    ("number", "{day:jamd}の時点で、{many:d}本の木のうち{some:d}本が枯れている。", "As of {day:usmd}, {some:d} of the {many:c} trees had died."),
    ("number", "船は時速{some:d}キロで{few:d}時間走った。", "The boat ran for {few:word} hours at {some:d} kilometers an hour."),
    ("number", "{few:d}歳から{some:d}歳までの子どもが対象だ。", "It is for children aged {few:d} to {some:d}."),
    ("number", "{lots:man}個の電球を使う。", "It uses {lots:c} light bulbs."),
    ("number", "{old:d}分の休憩をはさんだ。", "There was {old:an}-minute break."),
    ("number", "全{some:d}巻のうち{few:d}巻が見つかった。", "Of the {some:d} volumes, {few:word} have been found."),
    ("currency", "寄付は{sum:man}円に達し、目標を{tens:d}%上回った。", "Donations reached {sum:scale} yen, {tens:d} percent above the goal."),
    ("currency", "修理に{sum:man}ドル、警備に{sum2:man}ドルをかける。", "They will spend ${sum:scale} on repairs and ${sum2:scale} on guards."),
    ("currency", "{many:c}円の切符を買った。", "He bought {many:can}-yen ticket."),
    ("percent", "工事の{percent:d}%が終わり、残りは{few:d}カ月で終わる。", "Some {percent:d}% of the work is done; the rest will take {few:word} months."),
    ("date", "展覧会は{day:jamd}から{day2:jamd}まで開かれる。", "The exhibition runs from {day:usmd} to {day2:usmd}."),
    ("date", "「{day:ja}の手紙」を読む。", "We read the letter of {day:us}."),
    ("date", "{day:year}年{day:jam}、庭園は市の手に渡った。", "In {day:usmy}, the garden passed to the city."),
    ("date", "次回は{day:jad}です。", "The next one is on the {day:nth}."),
    ("clock", "鐘は{clock:ja}と{clock2:ja}に鳴る。", "The bell rings at {clock:ap} and at {clock2:ap} every day."),
    ("clock", "{day:jamd}{clock:ja24}、地震があった。", "There was an earthquake at {clock:24} on {day:ukmd}."),
    ("ordinal", "{some:d}度目の挑戦だった。", "It was the {some:ordinal} attempt."),
    ("ordinal", "創立{some:d}周年を祝った。", "They celebrated the {some:nth} anniversary."),
    ("mixed", "第{few:d}回大会には{many:d}人が参加し、{percent:d}%が完走した。", "The {few:ordinal} race had {many:c} runners, and {percent:d} percent finished."),
    ("url", "{many:d}件の写真が{url}にある。", "There are {many:c} photos at {url} now."),
)  # fmt: skip
_LATE_TRAPS = (
    ("number", "{few:d}人兄弟の末っ子だ。", "He has {few:word} siblings, both older."),
    ("number", "{one:d}階にある。", "It is {one:d} floor up."),
    ("number", "船は{some:d}ノットで進む。", "The ship makes 74 km an hour."),
    ("date", "{day:jamd}は祝日だ。", "{day:day}, {day:usmd}, is a holiday."),
    ("date", "{day:jad}に戻る。", "He returns on the {day:nth} of next month."),
    ("clock", "{clock:ja}に始まる。", "It starts this evening at {clock:24}."),
    ("percent", "賛成は{percent:d}%だ。", "{percent:d} percent are in favor, and 30 percent are against."),
    ("currency", "値段は{many:d}ドルだ。", "The price is ${many:c}, or 1.2 million yen."),
    ("number", "{few:d}連敗だ。", "They lost {few:word} in a row, or half of their games."),
    ("ordinal", "第{few:d}位だった。", "It came in {few:ordinal}, the first time in 2019."),
)  # fmt: skip

_ALONE = (
    ("date", "{day:ja}", "{day:us}"),
    ("date", "{day:ja}", "{day:uk}"),
    ("date", "{day:reiwa}", "{day:usmy}"),
    ("date", "{day:jamd}", "{day:ap}"),
    ("date", "{day:jamd}（{day:jaday}）", "{day:day}, {day:usmd}"),
    ("date", "{day:iso}", "{day:iso}"),
    ("date", "{day:jad}", "the {day:nth}"),
    ("date", "{day:jam}", "{day:m}"),
    ("date", "{day:slash}", "{day:ap}"),
    ("date", "{day:slash}（{day:jaday}）", "{day:day}, {day:usmd}"),
    ("number", "{many:d}", "{many:c}"),
    ("number", "{lots:man}", "{lots:scale}"),
    ("number", "{some:w}", "{some:d}"),
    ("number", "第{some:d}章", "Chapter {some:d}"),
    ("number", "{some:d}km", "{some:d} km"),
    ("currency", "{many:c}円", "{many:c} yen"),
    ("currency", "{sum:man}ドル", "${sum:scale}"),
    ("currency", "{sum:man}円", "{sum:scale} yen"),
    ("percent", "{percent:d}％", "{percent:d} percent"),
    ("percent", "{tens:wari}", "{tens:d}%"),
    ("clock", "{clock:ja}", "{clock:ap}"),
    ("clock", "{clock:24}", "{clock:24}"),
    ("clock", "{clock:jahalf}", "{clock:pm}"),
    ("ordinal", "第{some:d}回", "The {some:nth}"),
    ("url", "{url}", "{url}"),
)  # fmt: skip
_ALONE_TRAPS = (
    ("number", "{one:d}人", "{one:d} person"),
    ("number", "{some:d}", "{some:d} miles"),
    ("date", "{day:jad}", "{day:usmd}"),
    ("percent", "{percent:d}％", "up {percent:d} percent"),
)  # fmt: skip

PATTERNS: tuple[Pattern, ...] = tuple(
    Pattern(kind=kind, ja=ja, en=en, part=part, is_trap=is_trap, directions=("ja",) if is_trap else ("ja", "en"))
    for part, is_trap, rows in (
        ("seen", False, _SEEN),
        ("seen", True, _SEEN_TRAPS),
        ("held", False, _HELD),
        ("held", True, _HELD_TRAPS),
        ("late", False, _LATE),
        ("late", True, _LATE_TRAPS),
        ("alone", False, _ALONE),
        ("alone", True, _ALONE_TRAPS),
    )
    for kind, ja, en in rows
)
