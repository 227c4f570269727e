"""Days of the year that have a name, in both languages: Christmas Eve is December 24, 大みそか December 31."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["iter_holidays"]

_ENGLISH = {
    r"New\sYear[’']?s\sDay": (1, 1), r"New\sYear[’']?s\sEve": (12, 31), r"New\sYears?[’']?s?(?!\s(?:Day|Eve))": (1, 0),
    r"Christmas\sEve": (12, 24), r"Christmas(?!\sEve)(?:\sDay)?": (12, 25), r"Boxing\sDay": (12, 26), r"Thanksgiving": (11, 0),
    r"(?:St\.?|Saint)\sValentine[’']?s(?:\sDay)?|Valentine[’']?s\sDay": (2, 14), r"White\sDay": (3, 14), r"(?:St\.?|Saint)\sPatrick[’']?s\sDay": (3, 17),
    r"April\sFools?[’']?s?(?:\sDay)?": (4, 1), r"Earth\sDay": (4, 22), r"May\sDay": (5, 1), r"Memorial\sDay": (5, 0), r"Mother[’']?s\sDay": (5, 0),
    r"Father[’']?s\sDay": (6, 0), r"Juneteenth": (6, 19), r"Independence\sDay|(?:the\s)?Fourth\sof\sJuly": (7, 4), r"Bastille\sDay": (7, 14),
    r"Labou?r\sDay": (9, 0), r"Columbus\sDay": (10, 0), r"Hallowe[’']?en": (10, 31), r"Guy\sFawkes": (11, 5),
    r"Veterans\sDay|Armistice\sDay|Remembrance\sDay": (11, 11), r"Epiphany": (1, 6), r"All\sSaints[’']?": (11, 1), r"Midsummer": (6, 0),
    r"Culture\sDay": (11, 3), r"Children[’']?s\sDay": (5, 5), r"Girls[’']?\sDay|Hina\s?[Mm]atsuri": (3, 3), r"Showa\sDay": (4, 29), r"Greenery\sDay": (5, 4),
    r"Constitution\s(?:Memorial\s)?Day": (5, 3), r"Setsubun": (2, 3), r"Tanabata": (7, 7), r"(?:O-?)?[Bb]on\s(?:festival|holidays?)|Obon": (8, 0), r"leap\sday": (2, 29),
}  # fmt: skip
_JAPANESE = {
    "元日|元旦": (1, 1), "正月|三が日": (1, 0), "大晦日|大みそか": (12, 31), "クリスマス[・]?イ[ブヴ]|聖夜": (12, 24), "クリスマス(?!・?イ[ブヴ])": (12, 25), "ボクシングデー": (12, 26), "感謝祭": (11, 0),
    "バレンタイン": (2, 14), "ホワイトデー": (3, 14), "エ[ーイ]プリルフール": (4, 1), "メーデー": (5, 1), "母の日": (5, 0), "父の日": (6, 0), "独立記念日": (7, 4),
    "ハロウ[ィイ]ーン|ハロウィン": (10, 31), "節分": (2, 3), "建国記念の日": (2, 11), "天皇誕生日": (2, 23), "ひな祭り|桃の節句": (3, 3), "昭和の日": (4, 29), "憲法記念日": (5, 3),
    "みどりの日": (5, 4), "こどもの日|子どもの日|端午の節句": (5, 5), "七夕": (7, 7), "終戦(?:記念日|の日)": (8, 15), "お盆|旧盆": (8, 0), "防災の日": (9, 1), "敬老の日": (9, 0), "文化の日": (11, 3),
    "七五三": (11, 15), "勤労感謝の日": (11, 23), "うるう日|閏日": (2, 29),
}  # fmt: skip
_NAMES = {
    "en": [(re.compile(rf"\b(?:{pattern})"), day) for pattern, day in _ENGLISH.items()],
    "ja": [(re.compile(pattern), day) for pattern, day in _JAPANESE.items()],
}


def iter_holidays(text: str, *, language: str) -> Iterator[tuple[int, int]]:
    """Yield the month and the day of the days a text names, the day 0 where it is not the same each year.

    language: "ja" or "en".

    >>> list(iter_holidays("On Christmas Eve", language="en")), list(iter_holidays("感謝祭までに", language="ja"))
    ([(12, 24)], [(11, 0)])
    """
    for pattern, day in _NAMES[language]:
        if pattern.search(text):
            yield day
