"""Countries, capitals and bodies that both languages have a name of their own for, by sorts: one of a sort is not another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

__all__ = ["OtherName", "iter_other_names"]

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class OtherName:
    """Where the Japanese has a name, and where the English has that of another of its sort."""

    japanese: Range
    english: Range


_PROPER = (
    (
        ("アルゼンチン", r"Argentin(?:a|e|ian)"), ("アフガニスタン", r"Afghan(?:istan)?"), ("アイルランド", r"Ireland|Irish"), ("イスラエル", r"Israeli?"), ("イタリア", r"Italy|Italian"),
        ("イラク", r"Iraqi?"), ("イラン", r"Iran(?:ian)?"), ("インドネシア", r"Indonesian?"), ("インド(?!ネシア|シ|洋)", r"Indian?"), ("ウクライナ", r"Ukrain(?:e|ian)"),
        ("エジプト", r"Egypt(?:ian)?"), ("エチオピア", r"Ethiopian?"), ("オーストラリア|豪州", r"Australian?"), ("オーストリア", r"Austrian?"), ("オランダ", r"Netherlands|Dutch"),
        ("カナダ", r"Canad(?:a|ian)"), ("カンボジア", r"Cambodian?"), ("北朝鮮", r"North\sKorean?|DPRK"), ("韓国", r"South\sKorean?"), ("キューバ", r"Cuban?"), ("ギリシャ", r"Gree(?:ce|k)"),
        ("クウェート", r"Kuwaiti?"), ("ケニア", r"Kenyan?"), ("コロンビア", r"Colombian?"), ("サウジアラビア", r"Saudi(?:\sArabian?)?"), ("シリア", r"Syrian?"),
        ("シンガポール", r"Singapore(?:an)?"), ("スイス", r"Switzerland|Swiss"), ("スウェーデン", r"Swed(?:en|ish)"), ("スペイン", r"Spain|Spanish"), ("スリランカ", r"Sri\sLankan?"),
        ("タイ(?=[のでにがはを政国王軍と、])(?<!スタイ)", r"Thai(?:land)?"), ("台湾", r"Taiwan(?:ese)?"), ("チェコ", r"Czech(?:ia)?"), ("中国(?!地方|山地)", r"Chin(?:a|ese)"), ("チリ", r"Chilean?"),
        ("デンマーク", r"Denmark|Danish"), ("ドイツ", r"German(?:y)?"), ("トルコ", r"Turk(?:ey|ish)|Türkiye"), ("ナイジェリア", r"Nigerian?"), ("ニュージーランド", r"New\sZealand(?:er)?"),
        ("ネパール", r"Nepal(?:i|ese)?"), ("ノルウェー", r"Norw(?:ay|egian)"), ("パキスタン", r"Pakistani?"), ("ハンガリー", r"Hungar(?:y|ian)"), ("バングラデシュ", r"Bangladeshi?"),
        ("フィリピン", r"Philippines?|Filipino"), ("フィンランド", r"Finland|Finnish"), ("フランス", r"France|French"), ("ブラジル", r"Brazil(?:ian)?"), ("ベトナム", r"Vietnam(?:ese)?"),
        ("ペルー", r"Peru(?:vian)?"), ("ベルギー", r"Belgi(?:um|an)"), ("ポーランド", r"Poland|Polish"), ("ポルトガル", r"Portug(?:al|uese)"), ("マレーシア", r"Malaysian?"),
        ("南アフリカ", r"South\sAfrica[n]?"), ("ミャンマー", r"Myanmar|Burm(?:a|ese)"), ("メキシコ", r"Mexic(?:o|an)"), ("モロッコ", r"Morocc(?:o|an)"), ("モンゴル", r"Mongolian?"),
        ("ヨルダン", r"Jordan(?:ian)?(?!\s[A-Z])"), ("ラオス", r"Lao(?:s|tian)"), ("リビア", r"Libyan?"), ("ルーマニア", r"Romanian?"), ("レバノン", r"Leban(?:on|ese)"), ("ロシア", r"Russian?"),
        ("米国|アメリカ(?!ン)", r"United\sStates|U\.S\.|US|USA|America(?:n)?"), ("英国|イギリス", r"Britain|British|U\.K\.|UK|United\sKingdom|England|English"),
        ("日本", r"Japan(?:ese)?"),
    ),
    (
        ("ロンドン", r"London"), ("パリ(?![ァ-ヴー])", r"Paris"), ("ベルリン", r"Berlin"), ("ローマ(?![ァ-ヴー字数])", r"Rome"), ("マドリード", r"Madrid"), ("リスボン", r"Lisbon"),
        ("ウィーン", r"Vienna"), ("プラハ", r"Prague"), ("ワルシャワ", r"Warsaw"), ("ブダペスト", r"Budapest"), ("アテネ", r"Athens"), ("ブリュッセル", r"Brussels"), ("アムステルダム", r"Amsterdam"),
        ("コペンハーゲン", r"Copenhagen"), ("ストックホルム", r"Stockholm"), ("オスロ", r"Oslo"), ("ヘルシンキ", r"Helsinki"), ("ダブリン", r"Dublin"), ("モスクワ", r"Moscow"),
        ("キーウ|キエフ", r"Kyiv|Kiev"), ("ミンスク", r"Minsk"), ("ジュネーブ", r"Geneva"), ("チューリヒ|チューリッヒ", r"Zurich"), ("ミラノ", r"Milan"), ("ナポリ", r"Naples"),
        ("ベネチア|ヴェネツィア", r"Venice"), ("バルセロナ", r"Barcelona"), ("ミュンヘン", r"Munich"), ("ハンブルク", r"Hamburg"), ("フランクフルト", r"Frankfurt"), ("イスタンブール", r"Istanbul"),
        ("アンカラ", r"Ankara"), ("カイロ", r"Cairo"), ("エルサレム", r"Jerusalem"), ("テルアビブ", r"Tel\sAviv"), ("バグダッド", r"Baghdad"), ("テヘラン", r"Tehran"), ("リヤド", r"Riyadh"),
        ("ドバイ", r"Dubai"), ("デリー", r"Delhi"), ("ムンバイ", r"Mumbai|Bombay"), ("カブール", r"Kabul"), ("北京", r"Beijing"), ("上海", r"Shanghai"), ("香港", r"Hong\sKong"),
        ("台北", r"Taipei"), ("ソウル", r"Seoul"), ("平壌", r"Pyongyang"), ("バンコク", r"Bangkok"), ("ハノイ", r"Hanoi"), ("ジャカルタ", r"Jakarta"), ("マニラ", r"Manila"),
        ("シドニー", r"Sydney"), ("メルボルン", r"Melbourne"), ("ニューヨーク", r"New\sYork"), ("ワシントン", r"Washington"), ("シカゴ", r"Chicago"), ("ボストン", r"Boston"),
        ("ロサンゼルス", r"Los\sAngeles"), ("サンフランシスコ", r"San\sFrancisco"), ("シアトル", r"Seattle"), ("ヒューストン", r"Houston"), ("マイアミ", r"Miami"), ("フィラデルフィア", r"Philadelphia"),
        ("デトロイト", r"Detroit"), ("トロント", r"Toronto"), ("モントリオール", r"Montreal"), ("オタワ", r"Ottawa"), ("バンクーバー", r"Vancouver"), ("メキシコ市|メキシコシティ", r"Mexico\sCity"),
        ("ナイロビ", r"Nairobi"), ("ヨハネスブルク", r"Johannesburg"), ("エディンバラ", r"Edinburgh"), ("マンチェスター", r"Manchester"), ("リバプール", r"Liverpool"), ("バーミンガム", r"Birmingham"),
        ("グラスゴー", r"Glasgow"), ("東京(?!湾|電力|都議|タワー|大)", r"Tokyo"), ("大阪", r"Osaka"), ("京都", r"Kyoto"), ("名古屋", r"Nagoya"), ("札幌", r"Sapporo"), ("福岡", r"Fukuoka"),
        ("横浜", r"Yokohama"), ("神戸", r"Kobe"), ("仙台", r"Sendai"), ("広島", r"Hiroshima"), ("長崎", r"Nagasaki"), ("新潟", r"Niigata"), ("金沢", r"Kanazawa"), ("熊本", r"Kumamoto"),
        ("鹿児島", r"Kagoshima"), ("静岡", r"Shizuoka"), ("那覇", r"Naha"), ("奈良", r"Nara"), ("岡山", r"Okayama"), ("高松", r"Takamatsu"), ("松山", r"Matsuyama"),
        ("函館", r"Hakodate"),
        ("青森", r"Aomori"), ("岩手", r"Iwate"), ("宮城", r"Miyagi"), ("秋田", r"Akita"), ("山形", r"Yamagata"), ("福島", r"Fukushima"), ("茨城", r"Ibaraki"),
        ("栃木", r"Tochigi"), ("群馬", r"Gunma"), ("埼玉", r"Saitama"), ("千葉", r"Chiba"), ("神奈川", r"Kanagawa"), ("富山", r"Toyama"), ("石川(?=県)", r"Ishikawa"),
        ("福井", r"Fukui"), ("山梨", r"Yamanashi"), ("長野", r"Nagano"), ("岐阜", r"Gifu"), ("愛知", r"Aichi"), ("三重(?=県)", r"Mie"), ("滋賀", r"Shiga"), ("兵庫", r"Hyogo"),
        ("和歌山", r"Wakayama"), ("鳥取", r"Tottori"), ("島根", r"Shimane"), ("山口(?=県|市)", r"Yamaguchi"), ("徳島", r"Tokushima"), ("香川(?=県)", r"Kagawa"),
        ("愛媛", r"Ehime"), ("高知", r"Kochi"), ("佐賀", r"Saga"), ("大分(?=県|市)", r"Oita"), ("宮崎", r"Miyazaki"), ("沖縄", r"Okinawa"), ("北海道", r"Hokkaido"),
    ),
    (
        ("世界保健機関|WHO", r"World\sHealth\sOrganization|WHO"), ("世界貿易機関|WTO", r"World\sTrade\sOrganization|WTO"), ("国際通貨基金|IMF", r"International\sMonetary\sFund|IMF"),
        ("世界銀行", r"World\sBank"), ("国際労働機関|ILO", r"International\sLabou?r\sOrganization|ILO"), ("国際原子力機関|IAEA", r"International\sAtomic\sEnergy\sAgency|IAEA"),
        ("北大西洋条約機構|NATO", r"North\sAtlantic\sTreaty\sOrganization|NATO"), ("欧州連合|EU(?![A-Z])", r"European\sUnion|EU"), ("欧州中央銀行|ECB", r"European\sCentral\sBank|ECB"),
        ("経済協力開発機構|OECD", r"Organi[sz]ation\sfor\sEconomic\sCo-?operation\sand\sDevelopment|OECD"),
        ("東南アジア諸国連合|ASEAN", r"ASEAN|Association\sof\sSoutheast\sAsian\sNations"), ("アフリカ連合", r"African\sUnion"),
        ("石油輸出国機構|OPEC", r"OPEC|Organization\sof\sthe\sPetroleum\sExporting\sCountries"), ("国際オリンピック委員会|IOC", r"International\sOlympic\sCommittee|IOC"),
        ("国際刑事裁判所|ICC", r"International\sCriminal\sCourt|ICC"), ("国際司法裁判所|ICJ", r"International\sCourt\sof\sJustice|ICJ"), ("ユニセフ|UNICEF", r"UNICEF"),
        ("ユネスコ|UNESCO", r"UNESCO"), ("食糧農業機関|FAO", r"Food\sand\sAgriculture\sOrganization|FAO"), ("国連(?!教育|児童|食糧|難民|大学)", r"United\sNations|U\.N\.|UN"),
    ),
    (
        ("太平洋", r"Pacific"), ("大西洋", r"Atlantic"), ("インド洋", r"Indian\sOcean"), ("地中海", r"Mediterranean"), ("日本海", r"Sea\sof\sJapan"), ("オホーツク海", r"Okhotsk"),
        ("瀬戸内海", r"(?:Seto\s)?Inland\sSea"), ("黒海", r"Black\sSea"), ("紅海", r"Red\sSea"), ("カスピ海", r"Caspian"), ("バルト海", r"Baltic"), ("北海(?!道)", r"North\sSea"),
        ("東シナ海", r"East\sChina\sSea"), ("南シナ海", r"South\sChina\sSea"), ("北極海", r"Arctic"),
    ),
    (
        ("アジア(?!大会)", r"Asian?"), ("アフリカ(?<!南アフリカ)(?<!北アフリカ)", r"African?"), ("ヨーロッパ|欧州(?!連合|中央|委員)", r"Europe(?:an)?"), ("南米", r"South\sAmeric(?:a|an)"),
        ("北米", r"North\sAmeric(?:a|an)"), ("中東", r"Middle\sEast(?:ern)?"), ("オセアニア", r"Oceania"), ("南極", r"Antarctic(?:a)?"),
    ),
    (
        ("水星", r"Mercury"), ("金星", r"Venus"), ("火星", r"Mars"), ("木星", r"Jupiter"), ("土星", r"Saturn"), ("天王星", r"Uranus"), ("海王星", r"Neptune"),
    ),
    (
        ("英語", r"English"), ("フランス語|仏語", r"French"), ("ドイツ語|独語", r"German"), ("スペイン語", r"Spanish"), ("イタリア語", r"Italian"), ("ロシア語", r"Russian"),
        ("中国語", r"Chinese|Mandarin"), ("韓国語|朝鮮語", r"Korean"), ("ポルトガル語", r"Portuguese"), ("アラビア語", r"Arabic"), ("ベトナム語", r"Vietnamese"), ("タイ語", r"Thai"),
    ),
    (
        ("キリスト教", r"Christian(?:ity|s)?"), ("イスラム教|イスラム(?!圏)", r"Islam(?:ic)?|Muslims?"), ("仏教", r"Buddhis[tm]s?"), ("ヒンズー教|ヒンドゥー教", r"Hindu(?:ism|s)?"),
        ("ユダヤ教", r"Juda?ism|Jewish"), ("神道", r"Shinto"),
    ),
)  # fmt: skip
"""Countries, cities and prefectures, international bodies, seas, continents, planets, languages and faiths: of each, the
Japanese names and the English ones, as patterns; these with their capitals."""
_COMMON = (
    (
        ("財務省", r"Finance\sMinistry|Ministry\sof\sFinance"), ("外務省", r"Foreign\sMinistry|Ministry\sof\sForeign\sAffairs|Foreign\sOffice"),
        ("経済産業省|経産省", r"Economy(?:,\sTrade\sand\sIndustry)?\sMinistry|(?:Economy|Trade)\sand\sIndustry\sMinistry|Ministry\sof\sEconomy,?\sTrade\sand\sIndustry|METI|industry\sministry|trade\sministry|economy\sministry"),
        ("厚生労働省|厚労省", r"Health(?:,\sLabou?r\sand\sWelfare)?\sMinistry|Ministry\sof\sHealth(?:,\sLabou?r\sand\sWelfare)?|(?:labou?r|welfare)\sministry"),
        ("文部科学省|文科省", r"Education(?:,\sCulture,\sSports,\sScience\sand\sTechnology)?\sMinistry|Ministry\sof\sEducation(?:,\sCulture,\sSports,\sScience\sand\sTechnology)?|MEXT|science\sministry"),
        ("国土交通省|国交省", r"(?:Land|Transport|Infrastructure)(?:,\sInfrastructure,?\sTransport\sand\sTourism)?\sMinistry|Ministry\sof\sLand(?:,\sInfrastructure,?\sTransport\sand\sTourism)?|MLIT|transportation\sministry"),
        ("農林水産省|農水省", r"Agriculture(?:,\sForestry\sand\sFisheries)?\sMinistry|Ministry\sof\sAgriculture(?:,\sForestry\sand\sFisheries)?|farm\sministry"),
        ("環境省", r"Environment\sMinistry|Ministry\sof\sthe\sEnvironment"), ("防衛省", r"Defen[cs]e\sMinistry|Ministry\sof\sDefen[cs]e"),
        ("総務省", r"Internal\sAffairs(?:\sand\sCommunications)?\sMinistry|Ministry\sof\sInternal\sAffairs(?:\sand\sCommunications)?|communications\sministry"),
        ("法務省", r"Justice\sMinistry|Ministry\sof\sJustice"), ("気象庁", r"Meteorological\sAgency|JMA|weather\sagency"), ("警察庁", r"National\sPolice\sAgency|NPA"),
        ("警視庁", r"Metropolitan\sPolice(?:\sDepartment)?"), ("消防庁", r"Fire\sand\sDisaster\sManagement\sAgency|fire\s(?:agency|department)"),
        ("文化庁", r"Agency\sfor\sCultural\sAffairs|Cultural\sAffairs\sAgency"), ("観光庁", r"Tourism\sAgency"), ("金融庁", r"Financial\sServices\sAgency|FSA"),
        ("宮内庁", r"Imperial\sHousehold\sAgency"), ("国税庁", r"National\sTax\sAgency"), ("海上保安庁", r"Coast\sGuard"), ("水産庁", r"Fisheries\sAgency"),
        ("林野庁", r"Forestry\sAgency"), ("資源エネルギー庁", r"Agency\sfor\sNatural\sResources\sand\sEnergy"), ("特許庁", r"Patent\sOffice"), ("消費者庁", r"Consumer\sAffairs\sAgency"),
        ("復興庁", r"Reconstruction\sAgency"), ("デジタル庁", r"Digital\sAgency"), ("こども家庭庁", r"Children\sand\sFamilies\sAgency"), ("内閣府", r"Cabinet\sOffice"),
        ("会計検査院", r"Board\sof\sAudit"), ("日銀|日本銀行", r"Bank\sof\sJapan|BOJ"),
    ),
    (
        ("最高裁", r"Supreme\sCourt|top\scourt"), ("高裁|高等裁判所", r"High\sCourt|appeal(?:s|late)?\scourt"), ("地裁|地方裁判所", r"District\sCourt"), ("家裁|家庭裁判所", r"Family\sCourt"),
        ("簡裁|簡易裁判所", r"Summary\sCourt"),
    ),
    (
        ("衆院|衆議院", r"House\sof\sRepresentatives|lower\shouse"), ("参院|参議院", r"House\sof\sCouncillors|upper\shouse"),
    ),
    (
        ("野球", r"baseball"), ("サッカー", r"soccer|football"), ("バスケットボール|バスケ", r"basketball"), ("バレーボール|バレー(?![エダスリコ])", r"volleyball"), ("テニス", r"tennis"),
        ("卓球", r"table\stennis|ping-?pong"), ("ラグビー", r"rugby"), ("水泳|競泳", r"swimming"), ("柔道", r"judo"), ("剣道", r"kendo"), ("相撲", r"sumo"), ("体操", r"gymnastics"),
        ("ゴルフ", r"golf"), ("スキー", r"ski(?:ing)?"), ("スケート", r"skat(?:ing|e)"),
    ),
    (
        ("小学校|小学生", r"elementary\sschool|primary\sschool|grade\sschool(?:er)?"), ("中学校|中学生", r"junior\shigh|middle\sschool"), ("高校|高校生", r"(?:senior\s)?high\sschool"),
        ("大学(?!院|病院)", r"universit(?:y|ies)|colleges?"), ("幼稚園", r"kindergarten"), ("保育園|保育所", r"nursery|day\s?care"), ("大学院", r"graduate\sschool"),
    ),
    (
        ("飛行機|旅客機", r"airplanes?|planes?|aircraft|airliner"), ("電車|列車|鉄道", r"trains?|rail(?:ways?|roads?)?"), ("バス(?![ケルト])", r"bus(?:es)?"), ("トラック(?!競技)", r"trucks?|lorr(?:y|ies)"),
        ("自転車", r"bicycles?|cycl(?:ing|ists?)"), ("タクシー", r"taxis?|cabs?"), ("フェリー", r"ferr(?:y|ies)"), ("ヘリコプター|ヘリ(?![ウサ])", r"helicopters?|choppers?"),
        ("オートバイ", r"motorcycles?|motorbikes?"),
    ),
    (
        ("コメ|米(?=[のをがは作価不農])(?<!欧米)(?<!日米)(?<!北米)(?<!南米)(?<!中米)", r"rice"), ("小麦", r"wheat"), ("大豆", r"soy(?:a|beans?)?"), ("トウモロコシ", r"corn|maize"),
        ("ジャガイモ", r"potato(?:es)?"), ("トマト", r"tomato(?:es)?"), ("リンゴ", r"apples?"), ("ミカン", r"mandarins?|tangerines?|mikan"), ("ブドウ", r"grapes?"),
        ("イチゴ", r"strawberr(?:y|ies)"), ("モモ|桃", r"peach(?:es)?"), ("コーヒー", r"coffee"), ("茶(?=[のをが葉畑])", r"tea"),
    ),
    (
        ("金メダル", r"gold(?:\smedal(?:ist)?s?)?"), ("銀メダル", r"silver(?:\smedal(?:ist)?s?)?"), ("銅メダル", r"bronze(?:\smedal(?:ist)?s?)?"),
    ),
)  # fmt: skip
"""Ministries and agencies, courts, houses, sports, schools, vehicles, crops and medals, in small letters or capitals."""


def iter_other_names(japanese: str, english: str) -> Iterator[OtherName]:
    """Yield the names of which a pair has one of a sort each, which are not the same.

    >>> list(iter_other_names("外相はプラハを訪れる。", "The minister will visit Warsaw."))
    [OtherName(japanese=(3, 6), english=(24, 30))]
    >>> list(iter_other_names("外相はプラハを訪れる。", "The minister will visit Prague."))
    []
    """
    for names in _compiled():
        here = [(index, found.span()) for index, (mine, _) in enumerate(names) if (found := mine.search(japanese))]
        if len(here) != 1:
            continue
        there = [(index, found.span()) for index, (_, theirs) in enumerate(names) if (found := theirs.search(english))]
        if len(there) == 1 and here[0][0] != there[0][0]:
            yield OtherName(here[0][1], there[0][1])


@cache
def _compiled() -> tuple[tuple[tuple[re.Pattern[str], re.Pattern[str]], ...], ...]:
    return tuple(
        tuple(
            (re.compile(japanese), re.compile(rf"(?<![\w-])(?:{english})(?![\w-])", flags))
            for japanese, english in names
        )
        for sorts, flags in ((_PROPER, re.NOFLAG), (_COMMON, re.IGNORECASE))
        for names in sorts
    )
