"""Terms and sayings with a numeral that counts nothing, so that the other language need not have it: 二人三脚, 十人十色, "24/7"."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["iter_set_phrases"]

_JAPANESE_TERMS = (
    "二十歳(?:の(?:集い|つどい)|を祝う)|二十四節気|八十八夜|八十八[カケヶか]所|五十音|百人一首|二人三脚|二人羽織|十二単|十二支|千秋楽|千羽鶴|万年筆|万華鏡|三味線|三角|四角|三日月|三つ編み|三つ巴|三つ葉|四つ葉|五目|七味"
    "|八重桜|百葉箱|百日草|百日紅|千枚漬|三枚目|二枚目|三枚おろし|二毛作|一斗缶|五重塔|三重塔|七福神|七五三|七夕|四天王|五月雨|五月晴れ|三が日|三箇日|六法|三輪車|一輪車|二輪車|一輪挿し|三面鏡"
    "|三脚|五線譜|一本締め|三本締め|三々九度|三三九度|百箇日|四十九日|三回忌|二重(?=丸|奏|唱|跳び|窓)|十五夜|十三夜|一番茶|二番茶|二番煎じ|一夜干し|一升瓶|五寸釘|八つ橋|九谷|五輪|千社札|万国旗|百科|百分[率比]"
    "|(?<![0-9])(?:110|119|118)番(?=通報|に?電話|を?し|へ)|第三(?:者|セクター)|第一(?:線|声|印象|次産業)|第六感|第二(?:の人生|の故郷|のふるさと)|一級品|一流|一軒家|二階建て(?=バス)|百貨|四季報|二足のわらじ|三度の飯|一番(?:乗り|星|風呂|出汁|だし)|三種の神器|二次会|十二分"
)
_JAPANESE_SAYINGS = (
    "七転び八起き|七転八(?:倒|起)|十人十色|一石二鳥|一期一会|千載一遇|二束三文|四苦八苦|五里霧中|八方(?:美人|ふさがり|塞がり)|十中八九|百戦錬磨|一日千秋|三日坊主|三位一体|四面楚歌|五臓六腑|百発百中|千差万別|一喜一憂"
    "|三寒四温|五十歩百歩|一騎(?:当千|打ち)|一刀両断|一進一退|一朝一夕|二転三転|三者三様|四方八方|再三再四|八分目|九分九厘|十把一から?げ|百聞は一見|千変万化|万歳三唱|一[攫獲]千金|一挙両得|一長一短|一部始終|一網打尽"
    "|二者択一|三拍子|五分五分|五分と五分|三[々三]五[々五]|四六時中|二六時中|四半世紀|二度と(?=[^。]{0,30}(?:な|ず|ません|まい|ぬ))|一心不乱|一目散|一目瞭然|二の(?:足|次|舞|句)|三度目の正直|二度あることは三度|石の上にも三年|一寸先|一から十|八百万|八百長"
    "|二兎を追|一を聞いて十|三人寄れば|三つ子の魂百|七つ道具|七光|七色|百も承知|千里眼|千里の道|万事休す|万全|万能|五体満足|十年一昔|十年ひと昔|人生(?:100|百)年時代|百年の計|千年の都|二番手|一番手"
)
_GRADES = "(?<![大最])[小中高][1-6](?=[のでにとがは、・])|大学[1-4]年|(?<![0-9])[1-9]番(?:打者)?(?=の一|が|の[^0-9。]{1,6}[打塁])"
_JAPANESE = re.compile(f"{_GRADES}|{_JAPANESE_TERMS}|{_JAPANESE_SAYINGS}")
_ENGLISH = re.compile(
    r"\b(?:fifty[\s-]fifty|50[-/–]50|24[/-]7|9/11|nine[\s-]to[\s-]five|9-to-5|twenty-twenty|20[/-]20|catch-22|360[\s-]degree|180[\s-]degree|one\sin\sa\s(?:million|thousand)|(?:a|one)\s(?:hundred|thousand|million)\s(?:times|thanks)"
    r"|(?:ninety-nine|nine)\stimes\sout\sof\s(?:a\shundred|ten)|eleventh[\s-]hour|sixth\ssense|seventh\sheaven|cloud\snine|forty\swinks)\b",
    re.IGNORECASE,
)


def iter_set_phrases(text: str, *, language: str) -> Iterator[tuple[int, int]]:
    """Yield the half-open ranges of such phrases. `language` is "ja" or "en".

    >>> list(iter_set_phrases("町と港は二人三脚で進む", language="ja"))
    [(4, 8)]
    """
    for found in (_JAPANESE if language == "ja" else _ENGLISH).finditer(text):
        yield found.span()
