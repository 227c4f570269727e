"""Sentence pairs of the sample articles' world, from a grammar of our own: harbors, tides, councils, figures and dates.

A template is one sentence in both languages. A slot such as `{agent}` or `{money2}` is filled on both sides with the
same choice of its kind: an entry of the lexicon, or a figure written as each language writes it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

__all__ = ["iter_pairs"]

Pair = tuple[str, str]
"""Japanese, English."""

_PLACEHOLDER_SHARE = 0.12
"""Of the sentences: those in which a slot is a placeholder, as links, terms and addresses are when a text is masked."""

_LEXICON = {
    "agent": """
町議会=the town council|町長=the mayor|港湾事務所=the harbor office|漁業協同組合=the fishing cooperative|町立図書館=the town library
フェリー会社=the ferry company|県=the prefecture|灯台の保存会=the lighthouse society|中学校=the junior high school|天文台=the observatory
司書=the librarian|港長=the harbormaster|海洋学者=the oceanographer|渡船の船長=the ferry captain|時計店=the clock shop
商工会=the chamber of commerce|郷土資料室=the local history room|潮入町=the town of Shioiri|運航部=the operations department|灯台守=the lighthouse keeper
磯部さん=Ms. Isobe|波多野さん=Mr. Hatano|早瀬さん=Mr. Hayase|諸星さん=Mr. Morohoshi|三好所長=Director Miyoshi|議長=the chair""",
    "thing": """
岸壁=the quay|古い岸壁=the old quay|浮桟橋=the floating pontoon|第1桟橋=pier No. 1|第2桟橋=pier No. 2|灯台=the lighthouse
潮位計=the tide gauge|記録紙=the paper roll|潮汐表=the tide table|待合室=the waiting room|案内板=the information board|防波堤=the breakwater
古い倉庫=the old warehouse|塔時計=the tower clock|屋上の庭=the rooftop garden|資料室=the archive room|乗り場=the landing|航路の灯=the channel light
保守日誌=the maintenance log|新しい時刻表=the new timetable|乗り場の下の段=the lower landing step|港の門=the harbor gate""",
    "plan": """
補修の計画=the repair plan|造り直しの計画=the rebuilding plan|予算案=the budget|入札=the tender|貸し出しの計画=the lending plan|保存の計画=the conservation plan
撮影の計画=the photography plan|時刻表の改正=the timetable revision|条例案=the ordinance|運賃の改定=the fare revision|記念行事=the anniversary event|住民投票=the referendum""",
    "place": """
港=the harbor|図書館=the library|町役場=the town hall|灯台=the lighthouse|フェリー乗り場=the ferry terminal|公民館=the community center
岬=the cape|浜=the beach|港湾事務所=the harbor office|魚市場=the fish market|島=the island|学校=the school|天文台=the observatory""",
    "people": """
住民=residents|乗客=passengers|漁師=fishers|生徒=pupils|来館者=library visitors|見学者=visitors|観測者=observers|組合員=cooperative members
職員=staff members|高校生=high school students|島の子ども=island children|読者=readers""",
    "did": """
を造り直した=rebuilt|を補修した=repaired|を公開した=unveiled|を調べた=examined|を撮影した=photographed|を写真に収めた=photographed
を移した=moved|を閉鎖した=closed|を点検した=inspected|を測った=measured|を掃除した=cleaned|を譲り受けた=took over""",
    "do": """
を造り直す=rebuild|を補修する=repair|を公開する=unveil|を調べる=examine|を撮影する=photograph|を移す=move
を閉鎖する=close|を点検する=inspect|を測る=measure|を掃除する=clean|を借り入れる=borrow|を守る=protect""",
    "decided": """
を可決した=passed|を承認した=approved|を否決した=rejected|を延期した=postponed|を発表した=announced|を説明した=explained|を支持した=supported|を見直した=reviewed""",
    "state": """
静かだ=quiet|新しい=new|古い=old|安全だ=safe|高すぎる=too high|美しい=beautiful|必要だ=necessary|十分ではない=not enough|小さな額ではない=no small sum""",
    "weather": """
大潮=the spring tide|高潮=the storm surge|台風=the typhoon|強い風=the strong wind|大雪=the heavy snow|霧=the fog|満潮=high water|干潮=low water""",
    "name": "浅見しおり=Shiori Asami|久保田すず=Suzu Kubota|磯部ちづる=Chizuru Isobe|波多野健=Ken Hatano|早瀬実=Minoru Hayase|三好薫=Kaoru Miyoshi",
    "day": "月曜日=Monday|火曜日=Tuesday|水曜日=Wednesday|木曜日=Thursday|金曜日=Friday|土曜日=Saturday|日曜日=Sunday",
    "season": "春=spring|夏=summer|秋=autumn|冬=winter",
}

_TEMPLATES = """
{agent}は{thing}{did}。=={agent} {did} {thing}.
{agent}は{date}に{thing}{did}。=={agent} {did} {thing} on {date}.
{date}、{agent}は{thing}{did}。==On {date}, {agent} {did} {thing}.
{agent}は{year}に{thing}{did}。=={agent} {did} {thing} in {year}.
{agent}は{plan}{decided}。=={agent} {decided} {plan}.
{agent}は{date}、{plan}{decided}。==On {date}, {agent} {decided} {plan}.
{agent}は{money}の{plan}{decided}。=={agent} {decided} {plan}, worth {money}.
{agent}は賛成{few}、反対{few2}で{plan}{decided}。=={agent} {decided} {plan} by {few} votes to {few2}.
{agent}は{thing}{do}ことを決めた。=={agent} decided to {do} {thing}.
{agent}は{thing}{do}ことを検討している。=={agent} is considering whether to {do} {thing}.
{agent}は{date}までに{thing}{do}予定だ。=={agent} plans to {do} {thing} by {date}.
{agent}は{season}までに{thing}{do}ことができるか？==Can {agent} {do} {thing} by {season}?
{agent}は{season}に{thing}{do}。=={agent} will {do} {thing} in {season}.
採決は{date}に行われる見通しだ。==A vote is expected on {date}.
{plan}の採決は{date}に行われる。==The vote on {plan} will be held on {date}.
{plan}は予定どおり{month}に始まるか？==Will {plan} begin in {month} as planned?
{plan}は{month}に始まる。=={plan} will begin in {month}.
{thing}の費用は{money}である。=={thing} will cost {money}.
{thing}の費用は約{money}だった。=={thing} cost about {money}.
{thing}の{money}を誰が負担するか？==Who will pay the {money} for {thing}?
{agent}が{money}を負担する。=={agent} will pay {money}.
費用は{money}で、半額は{agent}が負担する。==The cost is {money}, and {agent} will cover half.
{agent}は{money}を借り入れ、{few}年かけて返済する。=={agent} will borrow {money} and repay it over {few} years.
{thing}は{state}。=={thing} is {state}.
{place}は{state}。=={place} is {state}.
{money}は{agent}にとって小さな額ではない。==For {agent}, {money} is not a small sum.
{agent}は{date}、「{thing}は{state}」と語った。==On {date}, {agent} said, "{thing} is {state}."
{agent}は「{plan}は{state}」と説明した。==“{plan} is {state},” {agent} explained.
{weather}で{thing}が閉鎖された。=={thing} was closed because of {weather}.
{weather}の間、{thing}は使えない。=={thing} cannot be used during {weather}.
{date}の{weather}で、水位は{metres}を超えるか？==Will the water pass {metres} on {weather} of {date}?
水位は{metres}に達した。==The water reached {metres}.
{thing}は{metres}高くなった。=={thing} became {metres} higher.
{thing}の長さは{metres}である。=={thing} is {metres} long.
{count}人の{people}が{place}に集まった。=={count} {people} gathered at {place}.
{date}、{count}人の{people}が{place}を訪れた。==On {date}, {count} {people} visited {place}.
昨年の{people}は{count}人だった。==There were {count} {people} last year.
{people}は{count}人で、前の年より{percent}増えた。==There were {count} {people}, up {percent} on the year before.
{people}の{percent}が{plan}を支持している。=={percent} of {people} support {plan}.
これまでに全体の{percent}が終わった。==So far, {percent} of the whole has been done.
{agent}は残る{percent}の撮影を終えた。=={agent} finished photographing the remaining {percent}.
フェリーは{time}に{place}を出る。==The ferry leaves {place} at {time}.
始発は{time}で、最終は{time2}だ。==The first boat is at {time} and the last at {time2}.
{place}は{day}の{time}に開く。=={place} opens at {time} on {day}.
{place}は{day}に休む。=={place} is closed on {day}.
{people}は{time}までに{place}に集まる。=={people} gather at {place} by {time}.
工事の間は、{thing}からご乗船ください。==During the work, please board from {thing}.
{agent}は週に一晩、{thing}{did}。=={agent} {did} {thing} one evening a week.
{agent}は{thing}のわきに{thing2}を設ける。=={agent} will build {thing2} beside {thing}.
{thing}は{year}に建てられた。=={thing} was built in {year}.
{year}以来、{agent}は{thing}を{few}回補修した。==Since {year}, {agent} has repaired {thing} {few} times.
誰もが{thing}を望んでいるわけではない。==Not everyone wants {thing}.
{people}は{thing}を必要としている。=={people} need {thing}.
{agent}の提案は、{thing}{do}ことだ。=={agent} proposes to {do} {thing}.
問題は{money}の費用だ。==The problem is the cost of {money}.
これは{plan}についての問いである。==This is a question about {plan}.
{place}を訪れた人は、{thing}を見ることができる。==Visitors to {place} can see {thing}.
{plan}をめぐる次の採決==The next vote on {plan}
{place}の{season}=={season} at {place}
これからの注目点==What to watch next
{money}の{thing}=={thing} for {money}
文 {name}==By {name}
© {name} / 灯台写真室==© {name} / Lighthouse Photo Room
{name}は「{thing}は{state}」と話した。==“{thing} is {state},” said {name}.
司書の{name}は{thing}{did}。=={name}, the librarian, {did} {thing}.
"""

_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905 - a word a line would fill a page
)


def iter_pairs(*, seed: int) -> Iterator[Pair]:
    """Yield sentence pairs without end, the same ones for the same seed. Those of a template with little choice return.

    >>> from itertools import islice
    >>> len(set(islice(iter_pairs(seed=3), 100))) > 80
    True
    """
    rng = random.Random(seed)  # noqa: S311 - made-up sentences, no secrets
    templates = [tuple(line.split("==")) for line in _TEMPLATES.strip().splitlines()]
    while True:
        yield _fill(rng.choice(templates), rng)


def _fill(template: tuple[str, ...], rng: random.Random) -> Pair:
    values = {slot: _value(slot.rstrip("2"), rng) for slot in re.findall(r"{(\w+)}", template[0])}
    if values and rng.random() < _PLACEHOLDER_SHARE:
        nouns = [slot for slot in values if slot.rstrip("2") not in {"did", "do", "decided", "state"}]
        for number, slot in enumerate(nouns[: rng.randint(1, 2)]):
            values[slot] = (f"⟦{number}⟧", f"⟦{number}⟧")
    japanese, english = (
        text.format_map({slot: value[side] for slot, value in values.items()}) for side, text in enumerate(template)
    )
    return japanese, re.sub(r'^(["“]?)(\w)', lambda found: found[1] + found[2].upper(), english)


def _value(kind: str, rng: random.Random) -> Pair:
    if kind in _FIGURES:
        return _FIGURES[kind](rng)
    japanese, english = rng.choice(_ENTRIES[kind]).split("=")
    return japanese, english


def _money(rng: random.Random) -> Pair:
    """A sum as the press writes it: 480円, 38,000 yen, 1800万円, 1億2000万円, 43億円."""
    scale = rng.choice(("plain", "myriads", "millions", "mixed", "hundreds of millions"))
    if scale == "plain":
        yen = rng.randint(10, 990) * 10
        return f"{yen}円", f"{yen:,} yen"
    if scale == "myriads":
        myriads = rng.randint(1, 99)
        return f"{myriads}万円", f"{myriads * 10_000:,} yen"
    if scale == "millions":
        tenths = rng.randint(10, 999) if rng.random() < 0.5 else rng.randint(1, 99) * 10  # noqa: PLR2004 - one in two
        return f"{tenths * 10}万円", f"{tenths / 10:g} million yen"
    if scale == "mixed":
        whole, rest = rng.randint(1, 9), rng.randint(1, 9)
        return f"{whole}億{rest}000万円", f"{whole}{rest}0 million yen"
    tenths = rng.randint(10, 99)
    return f"{tenths}億円", f"{tenths / 10:g} billion yen"


def _count(rng: random.Random) -> Pair:
    number = rng.choice((rng.randint(12, 99), rng.randint(100, 999), rng.randint(1000, 9999)))
    if rng.random() < 0.15:  # noqa: PLR2004 - now and then
        thousands = rng.randint(11, 99)
        return (
            f"{thousands // 10}万{thousands % 10}000" if thousands % 10 else f"{thousands // 10}万",
            f"{thousands},000",
        )
    return str(number), f"{number:,}"


def _date(rng: random.Random) -> Pair:
    month, day = rng.randint(1, 12), rng.randint(1, 28)
    if rng.random() < 0.2:  # noqa: PLR2004 - now and then
        year = rng.randint(1990, 2030)
        return f"{year}年{month}月{day}日", f"{_MONTHS[month - 1]} {day}, {year}"
    return f"{month}月{day}日", f"{_MONTHS[month - 1]} {day}"


def _time(rng: random.Random) -> Pair:
    hour, minute = rng.randint(1, 11), rng.choice((0, 5, 10, 15, 20, 30, 40, 45, 50))
    half, mark = rng.choice((("午前", "a.m."), ("午後", "p.m.")))
    return f"{half}{hour}時{f'{minute}分' if minute else ''}", f"{hour}{f':{minute:02}' if minute else ''} {mark}"


def _metres(rng: random.Random) -> Pair:
    if rng.random() < 0.5:  # noqa: PLR2004 - one in two
        value = rng.randint(5, 95)
        return f"{value}センチ", f"{value} centimeters"
    value = rng.randint(101, 399) / 100
    return f"{value:g}メートル", f"{value:g} meters"


def _month(rng: random.Random) -> Pair:
    month = rng.randint(1, 12)
    return f"{month}月", _MONTHS[month - 1]


def _whole(least: int, most: int, japanese: str, english: str) -> Callable[[random.Random], Pair]:
    def write(rng: random.Random) -> Pair:
        number = rng.randint(least, most)
        return f"{number}{japanese}", f"{number}{english}"

    return write


_FIGURES: dict[str, Callable[[random.Random], Pair]] = {
    "money": _money,
    "count": _count,
    "date": _date,
    "time": _time,
    "metres": _metres,
    "month": _month,
    "percent": _whole(2, 98, "パーセント", " percent"),
    "year": _whole(1890, 2030, "年", ""),
    "few": _whole(2, 20, "", ""),
}
_ENTRIES = {kind: re.split(r"[|\n]", entries.strip()) for kind, entries in _LEXICON.items()}
