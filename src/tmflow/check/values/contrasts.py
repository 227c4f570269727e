"""Words that are set against each other, in both languages: what one number of a sentence belongs to and not the other."""

from __future__ import annotations

import re

__all__ = ["CONTRASTS"]

_GROUPS = (
    (
        ("大人|成人", r"adults?|grown-ups?"), ("子ども|子供|小児", r"child(?:ren)?|kids?"), ("男性|男子|男", r"men|man|males?|boys?"), ("女性|女子|女", r"women|woman|females?|girls?"),
        ("生徒|児童|学生", r"students?|pupils?|schoolchildren"), ("教師|教員|先生", r"teachers?"), ("親|保護者", r"parents?"), ("職員|社員|従業員", r"staff|employees?|workers?|officials"),
        ("住民|町民|市民|村民", r"residents?|villagers?|townspeople|citizens?"), ("観光客|旅行者", r"tourists?|visitors?"), ("来館者|来場者|入館者", r"visitors?"),
        ("船|漁船|隻", r"boats?|ships?|vessels?"), ("車|乗用車", r"cars?|vehicles?"), ("バス", r"bus(?:es)?"), ("電車|列車", r"trains?"), ("自転車", r"bicycles?|bikes?"),
        ("家|家屋|住宅|民家|軒", r"houses?|homes?"), ("店|商店|店舗", r"shops?|stores?"), ("学校|校", r"schools?"), ("図書館", r"librar(?:y|ies)"), ("博物館|美術館", r"museums?"),
        ("病院", r"hospitals?"), ("工場", r"factor(?:y|ies)|plants"), ("橋", r"bridges?"), ("本|蔵書|冊", r"books?|volumes?"), ("雑誌", r"magazines?|journals?"),
        ("新聞", r"newspapers?"), ("写真|枚", r"photos?|photographs?|pictures?"), ("木|樹", r"trees?"), ("花|苗", r"flowers?|seedlings?"), ("犬", r"dogs?"), ("猫", r"cats?"),
        ("牛", r"cows?|cattle"), ("馬", r"horses?"), ("羊", r"sheep"), ("鳥|羽", r"birds?"), ("魚", r"fish"),
    ),
    (
        ("賛成", r"in favou?r|for|yes|ayes?|approv\w*|support\w*"), ("反対", r"against|opposed|no|nays?|oppos\w*"), ("棄権", r"abst\w+"),
        ("死者|死亡|死ん", r"dead|deaths?|died|killed|kill"), ("負傷者|けが人|けが|負傷", r"injur\w+|wounded|hurt"), ("行方不明", r"missing"),
    ),
    (
        ("平日", r"weekdays?"), ("週末|土日", r"weekends?"), ("休日|祝日", r"holidays?"), ("朝|午前", r"mornings?"), ("昼", r"noon|midday"), ("夕方|夕", r"evenings?"),
        ("午後", r"afternoons?"), ("夜|夜間", r"nights?"), ("昼間|日中", r"daytime|by day|during the day"),
    ),
    (
        ("春", r"spring"), ("夏", r"summers?"), ("秋", r"autumn|fall"), ("冬", r"winters?"), ("昨年|去年|前年", r"last year|the year before|a year earlier|previous year"),
        ("今年|本年", r"this year"), ("来年|翌年", r"next year|the following year"), ("先月|前月", r"last month|the month before|a month earlier|previous month"),
        ("今月", r"this month"), ("昨日|前日", r"yesterday|the day before|previous day"), ("今日|当日|本日", r"today"),
    ),
    (
        ("東側|東部|東", r"east(?:ern)?"), ("西側|西部|西", r"west(?:ern)?"), ("南側|南部|南", r"south(?:ern)?"), ("北側|北部|北", r"north(?:ern)?"), ("左", r"left"), ("右", r"right"),
        ("上流|上", r"upper|upstream"), ("下流|下", r"lower|downstream"), ("1階|一階", r"first floor|ground floor"), ("2階|二階", r"second floor|upstairs"),
    ),
    (
        ("長さ|全長", r"length|long"), ("幅", r"width|wide"), ("高さ", r"heights?|high|tall"), ("深さ|水深", r"depth|deep"), ("重さ|体重|重量", r"weigh(?:t|s|ed)?"),
        ("厚さ", r"thick(?:ness)?"), ("直径", r"diameter|across"), ("面積", r"area"), ("最高|最大", r"highest|maximum|high|top|largest"), ("最低|最小", r"lowest|minimum|low|smallest"),
        ("平均", r"average|mean"), ("気温", r"(?:air )?temperatures?"), ("水温", r"water temperature"),
    ),
    (
        ("収入|歳入", r"income|revenues?"), ("支出|歳出", r"spending|expenditures?|expenses?"), ("輸出", r"exports?|exported"), ("輸入", r"imports?|imported"), ("売上|売り上げ", r"sales"),
        ("利益", r"profits?"), ("赤字", r"deficits?|loss(?:es)?"), ("黒字", r"surplus(?:es)?"), ("予算", r"budgets?"), ("寄付", r"donations?"),
    ),
    (
        ("国内", r"domestic(?:ally)?|at home|in Japan"), ("海外|国外", r"overseas|abroad|foreign"), ("日本", r"Japan(?:ese)?"),
        ("米国|アメリカ", r"United States|U\.S\.|US|America(?:n)?"), ("中国", r"China|Chinese"), ("韓国", r"South Korean?"), ("英国|イギリス", r"Britain|British|U\.K\.|UK"),
        ("ドイツ", r"German(?:y)?"), ("フランス", r"France|French"), ("ロシア", r"Russian?"), ("ウクライナ", r"Ukrain(?:e|ian)"), ("インド", r"India(?:n)?"),
    ),
    (
        ("東京", r"Tokyo"), ("大阪", r"Osaka"), ("京都", r"Kyoto"), ("名古屋", r"Nagoya"), ("福岡", r"Fukuoka"), ("札幌", r"Sapporo"), ("横浜", r"Yokohama"), ("神戸", r"Kobe"),
        ("広島", r"Hiroshima"), ("仙台", r"Sendai"), ("長崎", r"Nagasaki"), ("沖縄", r"Okinawa"), ("北海道", r"Hokkaido"), ("千葉", r"Chiba"), ("埼玉", r"Saitama"), ("新潟", r"Niigata"),
        ("静岡", r"Shizuoka"), ("熊本", r"Kumamoto"), ("奈良", r"Nara"), ("青森", r"Aomori"), ("秋田", r"Akita"), ("岩手", r"Iwate"), ("石川", r"Ishikawa"), ("愛媛", r"Ehime"),
        ("高知", r"Kochi"),
    ),
    (
        ("往路|行き", r"outbound|way there"), ("復路|帰り", r"return|way back|inbound"), ("片道", r"one[ -]way|single"), ("往復", r"round[ -]trip|return"), ("個人", r"individuals?|private"),
        ("当日", r"at the (?:door|gate)|same-day|on the day"), ("前売り?", r"in advance|advance|early"),
        ("団体", r"groups?"), ("会員", r"members?"), ("一般|非会員", r"general|non-members?|the public"), ("前半", r"first half"), ("後半", r"second half"),
        ("旧館|本館", r"old building|main building"), ("新館|別館", r"new building|annex"),
    ),
    (
        ("国", r"state|national government|central government"), ("県", r"prefecture|prefectural"), ("市", r"city|municipal"), ("町", r"town"), ("村", r"village"),
        ("新しい|新型", r"new"), ("古い|旧型", r"old"),
    ),
)  # fmt: skip
"""People and things, votes and victims, times of day, seasons and years, directions, measures, money, countries, cities,
journeys and visitors, who governs: a number is one word's of a group and another number another's."""
CONTRASTS = tuple(
    tuple((re.compile(japanese), re.compile(rf"\b(?:{english})\b", re.IGNORECASE)) for japanese, english in group)
    for group in _GROUPS
)
"""The groups of words, each in Japanese and in English; what is written by either stands for the other."""
