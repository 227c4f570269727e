"""Short articles in both languages, written for the tests of pairing: two parts of a series, two on one subject, others."""

from __future__ import annotations

ARTICLES: dict[str, tuple[str, str]] = {
    "bridge-1": (
        (
            "アルダー橋の修理(上) 錆びた桁\n\n"
            "ヘレン・マーロウ技師は3月4日、アルダー橋の桁を調べた。橋は1931年に架けられ、長さは212メートルある。\n\n"
            "調査では18カ所の亀裂が見つかった。町の費用は4500万円になる見込みだ。マーロウ技師は「錆は予想より深い」と話した。"
        ),
        (
            "Repairing the Alder Bridge, part 1: rusty girders\n\n"
            "The engineer Helen Marlowe examined the girders of the Alder Bridge on March 4. The bridge was built in 1931 and is "
            "212 metres long.\n\n"
            "The survey found cracks in 18 places. The town expects a cost of 45 million yen. “The rust goes deeper than we "
            "expected,” Marlowe said."
        ),
    ),
    "bridge-2": (
        (
            "アルダー橋の修理(下) 夜の工事\n\n"
            "ヘレン・マーロウ技師の計画では、アルダー橋の工事は夜だけ行う。6月20日に始まり、74日かかる。\n\n"
            "橋を渡る車は1日9300台。夜10時から朝5時まで通れなくなる。マーロウ技師は「朝の学校のバスは止めない」と約束した。"
            "作業員は36人で、新しい桁の重さは合わせて580トンになる。町は渡し船を2隻借りる。"
        ),
        (
            "Repairing the Alder Bridge, part 2: work at night\n\n"
            "Under Helen Marlowe's plan the work on the Alder Bridge is done only at night. It begins on June 20 and takes "
            "74 days.\n\n"
            "Each day 9,300 cars cross the bridge. It will be closed from 10 p.m. to 5 a.m. “The morning school bus will not "
            "stop,” the engineer Marlowe promised. There are 36 workers, and the new girders weigh 580 tons in all. The town is "
            "renting two ferries."
        ),
    ),
    "library": (
        (
            "図書館に猫\n\n"
            "ベルモント図書館の猫オスカーは、毎日午後2時に絵本の棚で眠る。昨年の来館者は前の年より12%多い61000人だった。\n\n"
            "館長のダニエル・クワンさんは「猫は本を返さない」と笑う。"
        ),
        (
            "A cat in the library\n\n"
            "Oscar, the cat of the Belmont Library, sleeps on the picture-book shelf at 2 p.m. every day. Last year 61,000 people "
            "came, 12 percent more than the year before.\n\n"
            "“A cat never returns a book,” the director, Daniel Kwan, says with a laugh."
        ),
    ),
    "weather": (
        (
            "山の気象台\n\n"
            "標高2410メートルのセルヴィン気象台で、11月の気温が氷点下27度まで下がった。1968年以来の寒さだ。\n\n"
            "観測員のイングリッド・ハルヴォルセンさんは、風速計をWS-500に替えた。風は毎秒41メートルに達した。"
        ),
        (
            "The weather station on the mountain\n\n"
            "At the Selvin weather station, 2,410 metres up, the November temperature fell to 27 degrees below zero, the coldest "
            "since 1968.\n\n"
            "The observer Ingrid Halvorsen has changed the wind gauge for a WS-500. The wind reached 41 metres a second."
        ),
    ),
    "bakery": (
        (
            "パン屋の百年\n\n"
            "1924年創業のパン屋「ロッシ」は、4代目のマルコ・ロッシさんが継ぐ。1日に焼くパンは850個、値段は1個180円だ。\n\n"
            "窯は石で、火は朝3時に入れる。"
        ),
        (
            "A hundred years of a bakery\n\n"
            "Marco Rossi, the fourth generation, takes over the bakery Rossi, founded in 1924. It bakes 850 loaves a day and sells "
            "them at 180 yen each.\n\n"
            "The oven is of stone, and the fire is lit at 3 in the morning."
        ),
    ),
    "software": (
        (
            "OpenTideの新版\n\n"
            "潮位計の制御ソフトOpenTideの2.4版が5月9日に公開された。詳しくはhttps://opentide.example/news/にある。\n\n"
            "開発者は14人で、Pythonで書かれている。古い版の不具合370件を直した。"
        ),
        (
            "A new release of OpenTide\n\n"
            "Version 2.4 of OpenTide, the control software of tide gauges, came out on May 9. More is found at "
            "https://opentide.example/news/.\n\n"
            "It has 14 developers and is written in Python. 370 faults of old versions were corrected."
        ),
    ),
    "football": (
        (
            "ノースポート、3対1で勝つ\n\n"
            "ノースポートは日曜、ウェストリーに3対1で勝った。観客は7200人。得点はカルロス・メンデスが2点、ジェイク・オルセンが1点だった。"
        ),
        (
            "Northport win 3-1\n\n"
            "Northport beat Westley 3-1 on Sunday before a crowd of 7,200. Carlos Mendes scored two goals and Jake Olsen one."
        ),
    ),
    "garden": (
        (
            "校庭の菜園\n\n"
            "リンデン小学校の児童26人が、4月12日に校庭へトマトとバジルを植えた。先生のエマ・フィッシャーさんは土を640キロ運んだ。"
        ),
        (
            "The vegetable garden of a school\n\n"
            "On April 12, 26 children of Linden School planted tomatoes and basil in the school yard. Their teacher, Emma Fischer, "
            "carried 640 kilograms of soil."
        ),
    ),
}
"""Japanese and English text by slug."""

LONE_JA = (
    "市場の時計\n\n"
    "中央市場の時計は、職人のアーサー・ペンローズさんが12年かけて直した。歯車は93枚、振り子の長さは2.2メートル。"
    "市場は土曜の朝6時に開く。"
)
"""An article that has no translation."""
