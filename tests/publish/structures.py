"""Articles whose text stands inside of lists, quotations, tables and notes, read from files as a project reads them."""

from __future__ import annotations

from dataclasses import replace

from tests.publish.samples import JA_EN
from tmflow.formats.article import parse_article
from tmflow.model.bitext import Bitext, Side, State, TranslationUnit
from tmflow.model.document import ArticleFormat
from tmflow.model.language import Language
from tmflow.workflow.passages import Passage, read_passages

MARKDOWN_JA = """# 入り江の灯台を守る

灯台守の手帳から、三つのことを書き写した。

- 朝の見回り

  霧の日は鐘も確かめる。

  - 油の残りを量る
    - 目盛りは二つある
  - レンズを拭く

  > 「曇ったレンズは消えた灯と同じだ」
- 夜の記録

1. 灯をともす
2. 時刻を書く

   | 季節 | 時刻 |
   |---|---|
   | 夏 | 19:40 |

> 古い手帳にはこうある。
>
> > 風が変わる前に帆をたため。
>
> - 北の風は夜に強い
> - 南の風は雨を運ぶ
>
> 今も読み返す。

## 灯台の一覧

| 灯台 | 高さ | 光の届く距離 | 有人 |
|:-----|-----:|-------------:|:----:|
| 白砂岬の灯台は入り江の北にある | 31 m | 18 海里 | ○ |
| 小島 | 12 m | | ― |
| 東の突堤 | 8 m | 5 海里 | ― |

表はここで終わる。
"""
MARKDOWN_EN = """# Keeping the Lighthouse of the Cove

Three things are copied here from a keeper's notebook.

- The morning round

  On foggy days the bell is tested too.

  - Measure the oil that is left
    - There are two scales
  - Wipe the lens

  > “A clouded lens is a lamp gone out.”
- The night log

1. Light the lamp
2. Write down the time

   | Season | Time |
   |---|---|
   | Summer | 19:40 |

> An old notebook says this.
>
> > Furl the sail before the wind turns.
>
> - The north wind is strong at night
> - The south wind brings rain
>
> It is read to this day.

## The lighthouses

| Lighthouse | Height | Range of the light | Manned |
|:-----|-----:|-------------:|:----:|
| The lighthouse of Cape Shirasuna stands north of the cove | 31 m | 18 nmi | ○ |
| The islet | 12 m | | ― |
| The east jetty | 8 m | 5 nmi | ― |

The table ends here.
"""
HTML_JA = """<!DOCTYPE html><html lang="ja"><head><title>港の時刻表</title></head><body><article>
<h1>港の時刻表</h1>
<p>渡し船は冬も動く<sup><a href="#fn1" id="ref1">1</a></sup>。欠航は掲示板に出る<sup><a href="#fn2" id="ref2">2</a></sup>。</p>
<blockquote><p>船長はこう話す。</p><blockquote><p>急ぐ人は乗せない。</p></blockquote><ul><li><p>荷物は一つ</p><p>犬は数えない</p></li></ul></blockquote>
<table>
<caption>冬の渡し船（2026年）</caption>
<thead><tr><th rowspan="2">行き先</th><th colspan="2">出発</th></tr><tr><th>朝</th><th>夕</th></tr></thead>
<tbody><tr><th scope="row">北の桟橋</th><td>7:10</td><td>16:30</td></tr>
<tr><th scope="row">小島</th><td colspan="2">土曜だけ 9:00</td></tr></tbody>
</table>
<p>切符は船の上で買う。</p>
<section class="footnotes"><ol>
<li id="fn1"><p>一月の二週間を除く。 <a href="#ref1">↩</a></p></li>
<li id="fn2">桟橋の北にある。<a href="#ref2">↩</a></li>
</ol></section>
</article></body></html>
"""
HTML_EN = """<!DOCTYPE html><html lang="en"><head><title>The Harbor Timetable</title></head><body><article>
<h1>The Harbor Timetable</h1>
<p>The ferry runs in winter too<sup><a href="#fn1" id="ref1">1</a></sup>. Cancellations are put up on the board<sup><a href="#fn2" id="ref2">2</a></sup>.</p>
<blockquote><p>The captain says this.</p><blockquote><p>I take nobody who is in a hurry.</p></blockquote><ul><li><p>One piece of luggage</p><p>Dogs are not counted</p></li></ul></blockquote>
<table>
<caption>Winter ferries (2026)</caption>
<thead><tr><th rowspan="2">To</th><th colspan="2">Departure</th></tr><tr><th>Morning</th><th>Evening</th></tr></thead>
<tbody><tr><th scope="row">North pier</th><td>7:10</td><td>16:30</td></tr>
<tr><th scope="row">The islet</th><td colspan="2">Saturdays only, 9:00</td></tr></tbody>
</table>
<p>Tickets are sold on board.</p>
<section class="footnotes"><ol>
<li id="fn1"><p>Except for two weeks in January. <a href="#ref1">↩</a></p></li>
<li id="fn2">It stands north of the pier.<a href="#ref2">↩</a></li>
</ol></section>
</article></body></html>
"""


def paired(source: str, target: str, format: ArticleFormat) -> Bitext:
    """The bitext of two articles that say the same, passage by passage; what the longer one has beyond is one-sided."""
    languages = (Language.JA, Language.EN)
    sides = [
        read_passages(parse_article(text, format=format, language=language))
        for text, language in zip((source, target), languages, strict=True)
    ]
    shared = min(map(len, sides))
    units = [_unit(passage, other) for passage, other in zip(sides[0][:shared], sides[1][:shared], strict=True)]
    units += [
        replace(_unit(passage, passage), side=Side.SOURCE, target=None, target_place=None, state=State.INITIAL)
        for passage in sides[0][shared:]
    ]
    return Bitext(slug="cove", pair=JA_EN, units=tuple(replace(unit, id=f"u-{n}") for n, unit in enumerate(units)))


def _unit(source: Passage, target: Passage) -> TranslationUnit:
    return TranslationUnit(
        id="u",
        source=source.content,
        target=target.content,
        state=State.REVIEWED,
        source_place=source.place,
        target_place=target.place,
    )
