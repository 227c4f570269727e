"""Words of both languages that are each other's opposite: more and less, up and down, confirmed and denied, must and may."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tmflow.check.values.antonyms import COMMON_WORDS, PLAIN_OPPOSITES

__all__ = ["OPPOSITES", "Pole"]


@dataclass(frozen=True, slots=True)
class Pole:
    """One of two opposites. sure: by language ("ja", "en") the words that say it; may: those that, with them, might.

    Both are patterns, which are compiled when a text is first asked for them: there are some 400.
    """

    sure: dict[str, str]
    may: dict[str, str]

    def iter_sure(self, text: str, language: str) -> Iterator[re.Match[str]]:
        """Yield the words of a text that say it."""
        return _compiled(self.sure[language]).finditer(text)

    def may_be_in(self, text: str, language: str) -> bool:
        """Whether a text has a word that says it, or might."""
        return _compiled(self.may[language]).search(text) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _pole(ja: str, en: str, ja_may: str = "", en_may: str = "") -> Pole:
    return Pole(
        {"ja": ja, "en": rf"\b(?:{en})\b"},
        {"ja": f"{ja}|{ja_may}" if ja_may else ja, "en": rf"\b(?:{en}|{en_may})\b" if en_may else rf"\b(?:{en})\b"},
    )


_MORE = ("以上|超|多|増", r"more|most|over|above|exceed\w*|up|great\w*|high\w*")
_LESS = ("以下|未満|少|減", r"less|least|few\w*|under|below|down|low\w*")
"""What may say any more and any less."""


def _alternatives(pattern: str) -> list[str]:
    """Return the alternatives of a pattern that are in no brackets."""
    parts, depth = [""], 0
    for character in pattern:
        depth += (character == "(") - (character == ")")
        if character == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _plain(ja: str, en: str) -> Pole:
    """Return the pole of plain words; a common one, and whatever begins like one of them, may say it, too."""
    kanji = {found.group(1) for found in re.finditer(r"(?:^|[|(])([一-鿿])", ja)}
    roots = {found.group(1) for found in re.finditer(r"(?:^|[|])([a-z]{3,})", en)}
    sure = [one for one in _alternatives(en) if not any(re.fullmatch(one, word) for word in COMMON_WORDS)]
    may = (en, *(rf"{root}\w*" for root in sorted(roots)))
    return _pole(ja, "|".join(sure) or _NOTHING, "|".join(sorted(kanji)), "|".join(may))


def _compared(stems: str, english: str, may: tuple[str, str]) -> Pole:
    """Return the pole of a comparison: 前年より暖かい, "warmer"; the stems of the words may say it, too."""
    roots = "|".join(rf"{word.removesuffix('er').removesuffix('i')}\w*" for word in english.split("|"))
    return _pole(
        rf"(?:より|比べ|平年|例年|前年|昨年)[^、。]{{0,12}}(?:{stems})[いくか]",
        english,
        f"{stems}|{may[0]}",
        f"{roots}|{may[1]}",
    )


_NOTHING = "(?!)"
_UP = r"rais(?:es?|ed)|hik(?:es?|ed)|rise\w*|rising|rose|increas\w*|gr[eo]w\w*|climb\w*|jump\w*|soar\w*|surg\w*"
_DOWN = r"lower(?:s|ed)?|reduc(?:es?|ed)|f[ae]ll|falls|fallen|falling|drop(?:s|ped|ping)?|declin(?:e|es|ed|ing)|decreas\w*|dip(?:s|ped)|plung\w*|slump\w*|shr[aiu]nk\w*"
_OPPOSITES = (
    (
        _pole(
            "上回[っりるれ]|を(?:大きく|大幅に|わずかに)?超え|突破し",
            r"exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|more\s(?!(?:slowly|gradually|cautious|modest|sluggish)\w*)(?:[a-z]+\s){0,2}than|(?:great|high|larg)er\sthan",
            "超|以上|多[いくか]|余り|しの[いぐ]|凌",
            r"top(?:s|ped|ping)?|above|over(?=\s(?:[0-9$€£¥]|half|an?\b|one|two))|beyond|outstrip\w*|outpac\w*|overt\w+|beat\w*|br[eo]ak\w*|broke\w*|better|pass(?:es|ed)?|at\sleast",
        ),
        _pole(
            "下回[っりるれ]|満た(?:ない|な[かく]|ず)|届かな|届かず|割り込[んみむ]|及ばな|及ばず|達しな|達せず",
            r"f[ae]ll(?:s|en|ing)?\sshort|short\sof|shy\sof|(?:fewer|less)\s(?:[a-z]+\s){0,2}than|(?:low|small|slow)er\sthan|more\s(?:slowly|gradually|modestly|sluggishly)\sthan|lagg(?:ed|ing)\sbehind|below",
            "未満|以下|少な|足らず|割っ|割る|切[っるり]|弱|近[くい]",
            r"under|not|never|fail\w*|miss\w*|nearly|almost|minority|only|at\smost|yet|without|no|no\w|n[’']t|down|f[ae]ll\w*|lag\w*|drop\w*|low\w*|worse\w*|as",
        ),
    ),
    (
        _pole(
            "増加|増え|急増|上昇|値上がり|高騰|値上げ|引き上げ|伸び[たてる、]",
            _UP,
            "増|上|高|伸|拡|膨|加",
            r"up|rais\w*|hik\w*|more|higher|high|gain\w*|expand\w*|boost\w*|swell\w*|add\w*|improv\w*|doubl\w*|tripl\w*|strong\w*|extra|another|accelerat\w*|wid\w*|build\w*|larg\w*|record|inflat\w*|spik\w*|escalat\w*|advanc\w*|better|recover\w*|come|extend\w*|peak\w*|accumulat\w*|put|elevat\w*|lift\w*|proliferat\w*|greater|over|most",
        ),
        _pole(
            "減少|減[っりる]|急減|下落|値下がり|低下|値下げ|引き下げ|落ち込[みんむ]",
            _DOWN,
            "減|下|低|落|縮|少|弱|割[りれっ]|失|安|細|滑",
            r"down\w*|lower\w*|reduc\w*|cut\w*|less\w*|few\w*|lo[ss][et]\w*|loss\w*|weak\w*|small\w*|slash\w*|eas\w*|low\w*|slow\w*|sl[iu][dp]\w*|worse\w*|limit\w*|minus|off|contract\w*|diminish\w*|dwindl\w*|thin\w*|short\w*|smaller|narrow\w*|sank|sink\w*|shed\w*|trim\w*|collaps\w*|crash\w*|sag\w*|deteriorat\w*|deplet\w*|cool\w*|sharp\w*|discount\w*|cheap\w*|nothing|deplet\w*|no|not",
        ),
    ),
    (
        _pole(
            "(?<![0-9０-９.．一-鿿])[2２二]倍|倍増し",
            r"doubl(?:es|ed|ing)|twofold",
            "倍|増|多",
            r"doubl\w*|two\w*|twice|times|more|increas\w*|2\w*",
        ),
        _pole(
            "半減し|半分(?:に(?:なっ|減|し)|となっ)",
            r"halv(?:es|ed|ing)",
            "半|[2２二]分の[1１一]|[5５五]割|50|５０|減",
            r"hal[fv]\w*|50|fifty|decreas\w*",
        ),
    ),
    (
        _pole(
            "早[いかめ]|より[^、。]{0,8}早く|早まっ|前倒しし",
            r"earlier\sthan|ahead\sof\s(?:schedule|time|average|usual|normal|plan)|(?:days?|weeks?|months?|years?|hours?|minutes?)\s(?:earlier|ahead|early)",
            "早|前|先|速|以前|既|すでに",
            r"early|earl\w*|soon\w*|ahead|before|ago|quick\w*|fast\w*|advanc\w*|rapid\w*|already|forward|first|prior|premature\w*|previous\w*|since",
        ),
        _pole(
            "遅[いかめ]|遅れ[てたるま]|遅く(?:なっ|始ま|咲)|遅まっ|より[^、。]{0,8}遅く",
            r"later\sthan|behind\sschedule|delayed|(?:days?|weeks?|months?|years?|hours?|minutes?)\s(?:later|late|behind)|overdue",
            "遅|後|のち|延|たっ|過ぎ|翌|ぶり",
            r"late\w*|delay\w*|behind|after|slow\w*|postpon\w*|lag\w*|belated\w*|until|tard\w*|put|push\w*|still",
        ),
    ),
    (
        _pole(
            "認めた|認めている|肯定した|裏付けた",
            r"confirm(?:s|ed)?|admit(?:s|ted)?|acknowledg(?:es|ed|e)",
            "認|肯定|確認|裏付",
            r"accept\w*|affirm\w*|conced\w*|agree\w*|recogni\w*|approv\w*|allow\w*|grant\w*|true|correct|own\w*",
        ),
        _pole(
            "否定した|否定し(?:、|ている|て)|否認し|打ち消し[たて]",
            r"den(?:y|ies|ied)|reject(?:s|ed)?|dismiss(?:es?|ed)|refut(?:es?|ed)|rul(?:es?|ed)\sout",
            "否|打ち消|退け|反論|拒|却下",
            r"deni\w*|denying|reject\w*|dismiss\w*|refut\w*|disput\w*|contradict\w*|repudiat\w*|wrong|false\w*|untrue|disclaim\w*|negat\w*|not|never|no|n[’']t|brush\w*|shot|shoot\w*|play\w*|downplay\w*|without|neither|disavow\w*|contrary",
        ),
    ),
    (
        _pole(
            "可決し|可決さ|承認し|承認さ",
            r"pass(?:ed|es)?|approv(?:es?|ed)|adopt(?:ed|s)?|enact(?:ed|s)?|ratif(?:ied|ies)",
            "可決|承認|認|採択|賛成|成立",
            r"approv\w*|endors\w*|accept\w*|clear\w*|back\w*|agree\w*|carried|sign\w*|authoriz\w*|confirm\w*|support\w*|yes|green|nod|passage|passing",
        ),
        _pole(
            "否決し|否決さ|却下し|却下さ",
            r"reject(?:ed|s)?|vot(?:ed|ing)\sdown|turn(?:ed|s)\sdown|defeated|threw\sout",
            "否|却下|退け|棄却|反対|拒",
            r"reject\w*|vot(?:ed|ing)|defeat\w*|dismiss\w*|turn\w*|threw|thr[oe]w\w*|fail\w*|scrap\w*|kill\w*|den\w+|declin\w*|refus\w*|block\w*|not|no|down|veto\w*|against|n[’']t|overrul\w*|oppos\w*",
        ),
    ),
    (
        _pole(
            "賛成(?!多数|票|少数|反対|か|[0-9０-９（(])|支持し",
            r"in\sfavou?r\sof|support(?:s|ed)?|endors(?:es?|ed)",
            "賛|支持|支援|推",
            r"favou?r\w*|support\w*|back\w*|agree\w*|approv\w*|for|yes|welcom\w*|endors\w*|pro",
        ),
        _pole(
            "反対(?!側|方向|車線|票|尋問|売買|多数|[のに]?(?:岸|側|方)|給付|[0-9０-９（(])",
            r"oppos(?:es?|ed)|objected|(?:came\sout|voted|are|is|was|were)\sagainst",
            "反対|反発|異|否|拒|抗|逆",
            r"oppos\w*|object\w*|against|resist\w*|disagree\w*|disapprov\w*|reject\w*|not|no|n[’']t|protest\w*|anti\w*|critic\w*|contrary",
        ),
    ),
    (
        _pole("開いてい[たるまな]|営業中", r"(?:is|are|was|were)\sopen(?!\s(?:to|for|question|with|that|about))", "開|営業|公開|空|明", r"open\w*|business|ajar"),
        _pole("閉まってい[たるまな]|(?:休館|閉館|休業)(?:し|中|する|と|だ|。)", r"(?:is|are|was|were)\s(?:closed|shut)(?!\s(?:to|off))", "閉|休|締|塞|封", r"clos\w*|shut\w*|seal\w*"),
    ),
    (
        _pole("に違いな|に相違な", r"must\shave|(?<!not\s)(?:certainly|definitely|surely|undoubtedly)|no\sdoubt|without\s(?:a\s)?doubt", "はず|きっと|確か|間違いな|必ず", r"must|sure\w*|certain\w*|doubt\w*|should|ought|bound|obvious\w*|clear\w*"),
        _pole("かもしれな|かも知れな|可能性(?:が|も)あ|おそれがあ|恐れがあ", r"(?-i:may|might)|perhaps|maybe|possibly", "かも|可能|恐れ|おそれ|たぶん|おそらく|だろう|でしょう|らし|よう|みられ|見られ|うる|得る", r"may|might|could|can|possib\w*|perhaps|probab\w*|likely|seem\w*|appear\w*|risk\w*|potential\w*|chance\w*"),
    ),
    (
        _pole("ほど、?(?:[^、。]{0,10}[がはも]|[^、。]{0,6})(?:少な|短|低|小さ|弱|軽|狭)[いくか]", r"the\s(?:less|fewer|shorter|lower|smaller|weaker|lighter)\b(?=[^.;]{2,60}$|[^.;]{2,60}[.;])", "少|短|低|小|弱|軽|狭|減", r"less|fewer|short\w*|low\w*|small\w*|weak\w*|light\w*|fall\w*|drop\w*|declin\w*"),
        _pole("ほど、?(?:[^、。]{0,10}[がはも]|[^、。]{0,6})(?:多|長|高|大き|強|重|広)[いくか]", r"the\s(?:more|longer|higher|greater|larger|bigger|stronger|heavier)\b(?=[^.;]{2,60}$|[^.;]{2,60}[.;])", "多|長|高|大|強|重|広|増|上", r"more|long\w*|high\w*|great\w*|large\w*|big\w*|strong\w*|heav\w*|ris\w*|rose|increas\w*"),
    ),
    (
        _pole("成功し[たて]|成功を収め", r"succe(?:eded|eds|ss|ssful|ssfully)|managed\sto", "成功|成", r"succe\w*|manag\w*|achiev\w*|able|won|accomplish\w*|work\w*|triumph\w*|hit"),
        _pole("失敗し[たて]|失敗に終わ", r"failed|fails|unsuccessful(?:ly)?|failure", "失敗|敗|不|し損|逃", r"fail\w*|unsuccess\w*|flop\w*|los\w+|miss\w*|botch\w*|wrong|mistake\w*|unable|could|not|without|n[’']t|trouble\w*|never|no"),
    ),
    (
        _pole("海外で|海外から|海外へ|国外", r"overseas|abroad", "海外|国外|外国|世界|国際|欧|米|他国|訪日|輸", r"foreign\w*|international\w*|outside|global\w*|world\w*|other|export\w*|import\w*"),
        _pole("国内で|国内の", r"domestic(?:ally)?|at\shome", "国内|内|日本|国産|当地|地元", r"home|nation\w*|country\w*|Japan\w*|local\w*|inside|within|native|intern\w*"),
    ),
    (
        _pole("屋内|室内", "indoors?", "屋内|室内|内|館", "inside|interior|in|room"),
        _pole("屋外|野外|戸外", "outdoors?", "外|野|庭", r"outside|open\w*|exterior|out|field\w*"),
    ),
    (
        _pole("満潮", r"high\s(?:tide|water)", "満|上", r"high\w*|full|flood\w*|spring"),
        _pole("干潮", r"low\s(?:tide|water)", "干|引|下", r"low\w*|ebb\w*|dry|out"),
    ),
    (
        _pole("全員|全て[のがはを]|すべて[のがはを]|全部", r"all|everyone|everybody", "全|すべて|皆|みな|いずれも|どの", r"every|each|entire\w*|whole|both|any|full\w*"),
        _pole("(?<!ほんの)一部[のがはを]", r"some|part\sof|several|partially", "一部|部分|数", r"part\w*|port\w*|piece\w*|few|handful|certain|many|half"),
    ),
    (
        _pole("始まっ[たて]|始まる|始めた|開始し", r"beg(?:ins|an|un)|start(?:s|ed)?|launch(?:es?|ed)", "始|開|着手|着工|起工|発足|発|入っ|から|以来|次|今後", r"begin\w*|start\w*|launch\w*|open\w*|under\s?way|commenc\w*|kick\w*|since|from|after|ahead|first|next|set\s(?:off|out|in)|broke\s(?:out|ground)|inaugurat\w*|initiat\w*|resum\w*"),
        _pole("終わっ[たて]|終わる|終えた|終了し", r"end(?:s|ed)?|finish(?:es?|ed)|conclud(?:es?|ed)|wrapp?(?:s|ed)\sup", "終|完|閉|切れ|済|まで|最後|結|締|果て", r"end\w*|finish\w*|conclu\w*|clos\w*|complet\w*|wrap\w*|until|till|by|final\w*|over|last\w*|done|expir\w*|culminat\w*|through|to\sa\shalt|stop\w*"),
    ),
    (
        _pole("以下(?!の[とよ通])|以内|最大で|最長で", r"no\s(?:more|longer|later|higher|greater)\sthan|at\smost|not\s(?:exceed|more\sthan)", "内|下|まで|最[大長高多]|未満|足らず|上限|限度", r"with\s?in|max\w*|less|under|below|only|up\sto|cap\w*|fewer|lower|or\sshorter|short\w*|just"),
        _pole("(?<=[0-9０-９一-龥メルムントグ])以上(?![、。]?(?:です|だ|の(?:通|とお|こと)|に))|以上に限", r"at\sleast|no\s(?:less|fewer)\sthan|a\sminimum\sof", "超|上|最低|少なくとも|多|余|から", r"more|over|min\w*|or\s(?:older|above|longer|higher|greater)|above|exceed\w*|beyond|older|upwards?|from|long\w*"),
    ),
    (_pole("入り口|入口", "entrances?", "入", r"entr\w*|in|gate\w*|door\w*"), _pole("出口", "exits?", "出", r"exit\w*|out\w*|way|leav\w*")),
    (_pole("上流", "upstream", "上", r"up\w*|head\w*|high\w*|above|source"), _pole("下流", "downstream", "下", r"down\w*|low\w*|below|mouth")),
    (
        _pole("左(?:側|手|折|岸|足|腕|目|右)|左[にへのは]", r"(?:the|to\sthe|turn(?:s|ed|ing)?|his|her|its|your|on\sthe)\sleft|left[\s-](?:hand|side|bank|foot|leg|arm|eye)", "左", r"left\w*|port|counter\w*"),
        _pole("右(?:側|手|折|岸|足|腕|目|左)|右[にへのは]", r"(?:to\sthe|turn(?:s|ed|ing)?|on\sthe)\sright|right[\s-](?:hand|side|bank|foot|leg|arm|eye)", "右", r"right\w*|starboard|clock\w*"),
    ),
    (
        _pole("男性|男子(?!アナ)", r"m[ae]n|males?|boys?", "男|父|兄|弟|彼|夫|息子|王子|氏|君|少年|紳士", r"he|his|him|husband\w*|father\w*|brother\w*|sons?|guys?|gentlem\w+|Mr|lads?|gender\w*|sex\w*|who|people|\w+m[ae]n|lord|king"),
        _pole("女性|女子", r"wom[ae]n|females?|girls?", "女|母|姉|妹|妻|娘|夫人|婦|姫|嬢", r"she|hers?|wives|wife|mothers?|sisters?|daughters?|lad(?:y|ies)|Ms|Mrs|gender\w*|sex\w*|feminin\w*|bride\w*|\w*wom[ae]n|actress\w*|who|people|queen|princess"),
    ),
    (
        _pole("息子", "sons?", "息子|男|子", r"son\w*|boy\w*|child\w*|kid\w*|heir\w*"),
        _pole("(?<![一-鿿])娘(?!婿)", "daughters?", "娘|女|子", r"daughter\w*|girl\w*|child\w*|kid\w*|young\w*"),
    ),
    (
        _pole(
            "なければ(?:なら|いけ)な|なくては(?:なら|いけ)な|ねばなら|義務(?:がある|を負|付けられ|づけられ)",
            r"must|ha(?:ve|s|d)\sto|(?:is|are|was|were)\s(?:required|obliged|obligated)\sto|needs?\sto",
            "なければ|なくては|ねば|義務|必要|べき|必ず|要[すし]|必須|ないと|求め|迫|余儀|ざるを",
            r"must\w*|need\w*|requir\w*|oblig\w*|necess\w*|should\w*|shall|ought|essential|imperative|compel\w*|forc\w*|mandat\w*|dut(?:y|ies)|suppos\w*|demand\w*|call\w*|got|gotta|sure|import\w*|cannot|can[’']t|until|without|only|unless|respons\w*|bound|expect\w*|not|no|never|n[’']t|to\sbe|(?:is|are|was|were|be)\sto|will|won|except|crucial|vital|urg\w*|ask\w*|task\w*|charg\w*|if|take\w*|took|better|let|want\w*|deserv\w*|condition\w*|criti\w*|key|high\stime|before|however|but",
        ),
        _pole(
            "てもよい|てもいい|ても構わない|てもかまわない|任意(?:だ|で)|自由にできる",
            r"may|can|(?:is|are|was|were)\s(?:allowed|permitted|free)\sto",
            "ても|任意|自由|許|可能|できる|できます|られる|かも|だろう|得る|うる|よい|いい|OK|オーケー",
            r"may\w*|can\w*|could|might|allow\w*|permit\w*|free\w*|optional\w*|voluntar\w*|possib\w*|able|welcome|fine|okay|ok|right|all",
        ),
    ),
)  # fmt: skip
_COMPARED = (
    ("多", "more|higher|greater", "少な", "less|fewer|lower"),
    ("高", "higher|more|greater|warmer|hotter", "低", "lower|less|colder|cooler|chillier"),
    ("大き", "larger|bigger|greater", "小さ", "smaller"),
    ("長", "longer", "短", "shorter"),
    ("重", "heavier", "軽", "lighter"),
    ("速", "faster|quicker", "遅", "slower"),
    ("広", "wider|larger|broader", "狭", "narrower|smaller"),
    ("暖か|温か|暑", "warmer|hotter", "寒|冷た|涼し", "colder|cooler|chillier"),
    ("厚|濃", "thicker", "薄", "thinner"),
    ("深", "deeper", "浅", "shallower"),
    ("強", "stronger", "弱", "weaker"),
    ("高", r"more\sexpensive|costlier|pricier|dearer", "安", r"cheaper|less\sexpensive"),
    ("早", "earlier|sooner", "遅", "later"),
    ("若", "younger", "老い|年老", "older"),
    ("太", "thicker|fatter|wider", "細", "thinner|narrower|slimmer"),
    ("明る", "brighter|lighter", "暗", "darker|dimmer"),
    ("易し|やさし", "easier|simpler", "難し", "harder|tougher"),
    ("良|よ", "better", "悪", "worse"),
    ("近", "closer|nearer", "遠", "farther|further"),
    ("新し", "newer", "古", "older"),
)
"""Adjectives that one thing has more of than another: the stems in Japanese, the comparatives in English."""
_NO_LIMIT = "(?!(?:で|では|でも)?約?[0-9０-９一二三四五六七八九十百千万数半])"
"""Not 最大2000人, which sets a limit: "up to 2,000"."""
_PLAIN = (
    # The most and the least
    (rf"最多{_NO_LIMIT}|最も多", r"most|highest|largest|greatest|record\shighs?", rf"最少{_NO_LIMIT}|最も少な", r"fewest|lowest|least|smallest|record\slows?"),
    (rf"最大{_NO_LIMIT}|最も大き|[本界町市内]一大き", r"largest|biggest|greatest", rf"最小{_NO_LIMIT}|最も小さ", r"smallest|tiniest"),
    (rf"最高{_NO_LIMIT}|最も高|[本界町市内]一高", r"highest|tallest|record\shighs?", rf"最低{_NO_LIMIT}|最も低", r"lowest|record\slows?"),
    (rf"最長{_NO_LIMIT}|最も長|[本界町市内]一長", r"longest", rf"最短{_NO_LIMIT}|最も短", r"shortest"),
    ("最古|最も古", r"oldest|earliest", "最新|最も新し", r"newest|latest|most\srecent"),
    ("最速|最も速", r"fastest|quickest", "最も遅", r"slowest|latest"),
    ("最も深", r"deepest", "最も浅", r"shallowest"),
    ("最も重", r"heaviest", "最も軽", r"lightest"),
    ("最も広", r"widest|largest|broadest", "最も狭", r"narrowest|smallest"),
    ("最も安", r"cheapest", "最も高価", r"most\sexpensive|costliest"),
    ("最も早", r"earliest", "最も遅", r"latest"),
    ("最も近", r"nearest|closest", "最も遠", r"farthest|furthest"),
    ("最も強", r"strongest", "最も弱", r"weakest"),
    ("最北端|北端", r"northernmost", "最南端|南端", r"southernmost"),
    ("最東端|東端", r"easternmost", "最西端|西端", r"westernmost"),
    ("最初[のは]", r"first", "最後[のは]", r"last|final|finally"),
    # What happens to a thing
    ("許可し|許可さ|解禁さ|解禁し", r"allow(?:s|ed)?|permit(?:s|ted)", "禁止し|禁止さ|禁じ", r"bann(?:ed|ing)|bans|prohibit(?:s|ed)?|forb(?:ids|ade|idden)"),
    ("再開し|再開さ", r"resum(?:es?|ed)|reopen(?:s|ed)?|restart(?:s|ed)?", "中断し|中断さ|休止し|停止し", r"suspend(?:s|ed)?|halt(?:s|ed)?|stopp?(?:s|ed)|interrupted"),
    ("延長し|延長さ", r"extend(?:s|ed)?|prolong(?:s|ed)?|lengthened", "短縮し|短縮さ", r"shorten(?:s|ed)?|cut|curtailed"),
    ("導入し|導入さ|新設", r"introduc(?:es?|ed)|adopted|established", "廃止し|廃止さ|撤廃[しさ]", r"abolish(?:es?|ed)|scrapp?(?:s|ed)|eliminated|discontinued"),
    ("拡大し|拡大さ|広げた", r"expand(?:s|ed)?|widen(?:s|ed)?|enlarged|broadened", "縮小し|縮小さ|狭めた", r"shr(?:inks|ank|unk)|narrow(?:s|ed)?|downsized|scal(?:es?|ed)\s(?:back|down)|reduced"),
    ("強化し|強化さ|厳しくし", r"strengthen(?:s|ed)?|tighten(?:s|ed)?|toughen(?:s|ed)?", "緩和し|緩和さ|緩め", r"eas(?:es?|ed)|relax(?:es?|ed)|loosen(?:s|ed)?|weaken(?:s|ed)?"),
    ("開館し|開店し|開業し|開設し|開通し", r"open(?:s|ed)?", "閉館し|閉店し|閉鎖し|廃業し|閉鎖さ", r"clos(?:es?|ed)|shut"),
    ("到着し", r"arriv(?:es?|ed)", "出発し|出港し", r"depart(?:s|ed)?|set\s(?:off|out|sail)|sailed|left|leav(?:e|es|ing)"),
    ("購入し|買い取|買収し", r"b(?:uys|ought)|purchas(?:es?|ed)|acquir(?:es?|ed)", "売却し|売り払", r"s(?:ells|old)"),
    ("就任し", r"took\soffice|(?:was|were)\s(?:appointed|named|inaugurated)|assum(?:es?|ed)", "退任し|辞任し", r"resign(?:s|ed)?|stepp?(?:s|ed)\sdown|retired|quit"),
    ("入院し", r"hospitali[sz]ed|admitted", "退院し", r"discharged|released"),
    ("合格し", r"pass(?:es|ed)?", "不合格|落第", r"fail(?:s|ed)?"),
    ("回復し|改善し|好転し", r"recover(?:s|ed)?|improv(?:es?|ed)|rebound(?:s|ed)?", "悪化し|低迷し", r"worsen(?:s|ed)?|deteriorat(?:es?|ed)|slump(?:s|ed)?|languish(?:es?|ed)"),
    # How things are
    ("黒字", r"surplus|profits?|in\sthe\sblack", "赤字", r"deficits?|loss(?:es)?|in\sthe\sred"),
    ("有料", r"(?:for\sa|entry|admission)\sfee|charges?|charged|paid", "無料", r"free|no\scharge"),
    ("安全だ|安全な|安全で", r"safe(?:ly)?", "危険だ|危険な|危険で", r"dangerous(?:ly)?|unsafe|hazardous"),
    ("合法", r"legal(?:ly)?|lawful", "違法|不法", r"illegal(?:ly)?|unlawful"),
    ("可能性が高[いくまか]|見込みだ|見通しだ", r"likely|expected", "可能性[がは](?:極めて|かなり)?低[いくか]|見込みは薄", r"unlikely|improbable"),
    ("有罪", r"guilty|convicted", "無罪", r"acquitted|innocent"),
    (
        "半[数分](?:以上|超|を(?:大きく)?(?:超え|上回))|過半数",
        r"(?:more\sthan|over|at\sleast)\shalf",
        "半[数分](?:未満|以下|に(?:も)?(?:満た|届か|及ば)|を(?:大きく)?(?:下回|割))",
        r"(?:less|fewer)\sthan\shalf|(?:under|below|at\smost)\shalf",
    ),
    ("[日月年時分末](?:必着|まで)", r"no\slater\sthan", "[日月年時分末](?:以降|以後)", r"no\s(?:earlier|sooner)\sthan"),
    ("多数派|過半数|大半[がのは]|ほとんど[がのは]", r"majority|most", "少数派|少数[がのは]|ごく一部", r"minority|few|handful"),
    ("毎日|毎朝|毎晩", r"every\sday|daily", "時々|ときどき|時折|たまに", r"sometimes|occasionally|from\stime\sto\stime"),
    ("増税", r"tax\s(?:hikes?|increases?|rises?)", "減税", r"tax\s(?:cuts?|breaks?|reductions?)"),
    ("輸出", r"export\w*", "輸入", r"import(?:s|ed|ing|er|ers)?"),
    ("公立|公営", r"public", "私立|民営", r"private(?:ly)?"),
    ("満足し|満足だ|満足(?:と|が)", r"satisfied|pleased|happy", "不満", r"dissatisfied|unhappy|displeased"),
)  # fmt: skip
"""Opposites of which any word of the one is as sure as any other: Japanese and English of the one, then of the other."""
OPPOSITES: tuple[tuple[Pole, Pole], ...] = (
    *_OPPOSITES,
    *((_plain(*words[:2]), _plain(*words[2:])) for words in (*_PLAIN, *PLAIN_OPPOSITES)),
    *((_compared(*words[:2], _MORE), _compared(*words[2:], _LESS)) for words in _COMPARED),
)
"""Over and under, up and down, early and late, confirmed and denied, passed and rejected, for and against, and so on."""
