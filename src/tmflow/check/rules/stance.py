"""Rules on how firmly, and on whose word, something is said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tmflow.check.finding import Severity
from tmflow.check.neighbors import around
from tmflow.check.rule import Example, Fault, Rule
from tmflow.check.subject import Subject
from tmflow.model.bitext import Side
from tmflow.model.document import Span
from tmflow.model.language import Language
from tmflow.text.terminal import excerpt

__all__ = ["RULES"]

_REPORTS = {
    Language.JA: re.compile(
        r"に(?:よると|よれば)|(?:と|などと|旨を)(?:述べ|語っ|話し|伝え|報じ|主張し|指摘し|説明し|明らかにし|訴え)(?:た|てい|る)|と、[^、。「」]{1,14}[はが](?:述べ|語っ|話し|伝え|報じ|主張し|指摘し|説明し)た"
    ),
    Language.EN: re.compile(
        r"(?:^|[,—–-]\s?)[Aa]ccording\sto\b|\b(?:reportedly|allegedly)\b|\b(?:he|she|they|officials?|(?!(?:That|This|Having|Being|All|Once|Where|When|Wherever|As|If|Unless|Until|Otherwise|Well|Enough|Easier|Sooner|Who|Which|What|Just|Not|Also|Truth|Previously|Generally|Better|Never|Often|Least)\b)[A-Z][a-z]+|[Tt]he\s[a-z]+(?:\s[a-z]+)?)\s(?:said|says|told(?!\sto\b)\s\w+|reported|claimed|argued|stated)\b(?=[,.:]|\s(?:that|the|it|in|on|at|his|her|their|he|she|they)\b)"
    ),
}
"""What surely says that somebody else said it."""
_MAY_REPORT = {
    Language.JA: re.compile(
        r"によ[るれっり]|[がはも]いう|告白|打ち明け|気[づ付]|[言述語話報伝訴答明云謳歌曰]|主張|指摘|発表|説明|とい[うっいわえ]|との|とされ|とし[てた]|とみ|と見|そう(?:だ|です|で|な)|らし|[「『“\"]|と考え|と思|強調|警告|認め|示[しすさ]|コメント|声明|"
        r"書[いか]|記[しさ]|付け加え|引用|とのこと|表明|批判|非難|否定|見解|説|口に|告げ|つぶや|叫|見積|推定|予想|予測|確認|よれば|だと|とか|って|聞|挙げ|呼[びん]|ささや|判断|感じ|振り返|求め|応じ|喜|嘆|笑|漏らし|よると|ようだ|模様|結論|分か|わか|公表|公言|断言|宣言|約束|質問|尋ね|要求|要請|勧め|促|誓|たと[。、]|ると[。、]"
        r"|では[、，]|統計|調査|データ|資料|集計|まとめ|白書|記録|報告|試算|規則|規定|計画|予定|[従沿][いっ]|当局|同(?:[社市県町村省庁局署校]|協会|団体|大)"
    ),
    Language.EN: re.compile(
        r"[“”\"‘]|(?<!\w)'|\b(?:sa(?:y|ys|id|ying)|tells?|told|telling|according|reports?|reported(?:ly)?|reporting|claim\w*|stat(?:e|es|ed|ing|ements?)|announc\w*|expla(?:in|nation)\w*|add(?:s|ed|ing)|argu\w*|not(?:e|es|ed|ing)"
        r"|insist\w*|suggest\w*|believ\w*|think|thinks|thought|alleg\w*|apparent\w*|seem\w*|suppos\w*|consider\w*|regard\w*|describ\w*|quot\w*|cit(?:e|es|ed|ing)|comment\w*|remark\w*|admit\w*|acknowledg\w*|confirm\w*"
        r"|den(?:y|ies|ied)|warn\w*|writes?|wrote|written|writing|show\w*|find|finds|found|finding\w*|reveal\w*|indicat\w*|estimat\w*|puts|point(?:s|ed|ing)|stress\w*|urg(?:e|ed|es|ing)|call(?:s|ed|ing)|declar\w*|agree\w*|ask\w*"
        r"|hop(?:e|es|ed|ing)|predict\w*|recall\w*|speak\w*|spoke\w*|talk\w*|hear|hears|heard|rumou?r\w*|legend|tradition|so-called|view\w*|opinion\w*|mention\w*|maintain\w*|assert\w*|contend\w*|complain\w*|repl(?:y|ies|ied)"
        r"|answer\w*|respon\w*|promis\w*|pledg\w*|vow\w*|propos\w*|recommend\w*|advis\w*|emphasi\w*|highlight\w*|express\w*|voic\w*|convey\w*|disclos\w*|conclu\w*|caution\w*|appeal\w*|recount\w*|observ\w*|list(?:s|ed)|detail(?:s|ed)|testif\w*"
        r"|inform\w*|teach\w*|taught|words?|sources?|records?|feels?|felt|feeling|concern\w*|told|learn\w*|understand\w*|understood|imply|implies|implied|critici\w*|prais\w*|laugh\w*|joke\w*|boast\w*|explicit\w*|shar(?:e|ed|es|ing)|account|based\son|cried|shout\w*|whisper\w*|mutter\w*|demand\w*|request\w*|accus\w*|blam\w*|document\w*|regist\w*|logged|tallied|vocal|outspoken|transpir\w*|said|read|reads|data|survey|poll|stud(?:y|ies)|research\w*|forecast\w*)\b",
        re.IGNORECASE,
    ),
}
"""What may say so."""


def _find_attributions(subject: Subject) -> Iterator[Fault]:
    source_language, target_language = subject.language(Side.SOURCE), subject.language(Side.TARGET)
    both = list(subject.iter_both())
    for index, (unit, source, target) in enumerate(both):
        near = around(both, index)
        lost = _REPORTS[source_language].search(source)
        if lost and not any(_MAY_REPORT[target_language].search(text) for _, _, text in near):
            yield Fault(
                message=f"the translation says it on its own word: {excerpt(target)}",
                unit=unit,
                source_span=Span(*lost.span()),
                expected=lost.group(),
            )
        added = _REPORTS[target_language].search(target)
        if added and not any(_MAY_REPORT[source_language].search(text) for _, text, _ in near):
            yield Fault(
                message=f"only the translation says it on another's word: {added.group()}",
                unit=unit,
                target_span=Span(*added.span()),
                found=added.group(),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Force:
    """How firmly a sentence says something: by language what surely says it so, and what may do the same."""

    name: str
    sure: dict[Language, re.Pattern[str]]
    any: dict[Language, re.Pattern[str]]


_DUTIES = (
    _Force(
        name="what must be done",
        sure={
            Language.JA: re.compile(
                r"(?:なければ|ねば)(?:なら|いけ)|なくては(?:なら|いけ)|義務(?:があ|付け|づけ|を負)|(?:必要が|必要だと)あ[りる]|を要する"
            ),
            Language.EN: re.compile(
                r"\b(?:must\b(?!\s(?:\w+ly\s|just\s)?(?:have|not|less|be\b(?!\s(?:\w+ly\s)?\w+(?:ed|en|wn|ne|ept|elt|uilt|ent)\b))\b)|(?:is|are|was|were)\s(?:required|obliged)\sto)"
            ),
        },
        any={
            Language.JA: re.compile(
                r"なければ|ねば|なくては|なくちゃ|なきゃ|義務|必要|べき|要[すし]|必ず|不可欠|欠かせ|ざるを得|ないと|強い|迫ら|求め|なさい|ください|余儀なく|決まり|はず|ほかな|しかな|必須|こと(?:。|と[さな])|避けられ|禁|いけな|ならな|せざる|ものだ|違いな|場合|限り|ことにな|しよう|だけ|いただ|要求|注意|とな[りる]|できませ|できな|大切|大事|よし|べく|にす[るべ]|ように|いらな|ほうが|方が"
            ),
            Language.EN: re.compile(
                r"\b(?:must|ha(?:ve|s|d|ving)\s(?:\w+\s)?to|to\s(?:be|consider|do|make)|ow(?:e|es|ed)|tak(?:e|es|en|ing)|need\w*|required?|requires|requir\w+|oblig\w+|necess\w+|should|shall|ought|essential|imperative|vital|crucial|compel\w*|forc(?:e|ed|es)|mandat\w+|cannot\sbut|no\schoice|(?:is|are|was|were|be)\sto"
                r"|duty|duties|supposed|demand\w*|called?\s(?:for|on|upon)|it\s(?:takes?|took)|got\sto|gotta|be\ssure|make\ssure|important|cannot|can[’']t|until|without|only|unless|responsib\w+|bound|expected|want\w*|deserve\w*)\b",
                re.IGNORECASE,
            ),
        },
    ),
)
_CHANCES = (
    _Force(
        name="what is merely possible",
        sure={
            Language.JA: re.compile(
                r"かもしれな|かも知れな|可能性(?:が|も)(?:あ[るり]|否定でき)|(?:恐れ|おそれ)が(?:あ[るり])|あり得る|ありうる"
            ),
            Language.EN: re.compile(
                r"(?<![a-z’'])may\b(?!\s(?:not|only|well|be\s(?:the|brought|used|taken|bought|purchased|sold|booked|reserved|borrowed|returned|paid|sent|exchanged|viewed|visited|parked|submitted|obtained|collected|picked|copied|worn|rented|carried|left|kept|accompanied|combined|called)\b|be\sthe|have|seem|look|I|we|you)\b|,|[^.;]{0,120}?\b(?:but|yet)\b)|\b(?:might|perhaps|possibly)\b(?!\s(?:as\swell|want|need|have|do|count|seem|be\sa|just|imagine|not\sbe)\b)"
            ),
        },
        any={
            Language.JA: re.compile(
                r"かも|[めえけせてねべげ]る|可能|可[。、とだで]|禁|自由|まで|どんな|どれ|恐れ|おそれ|得る|得な|うる|だろう|でしょう|らし|よう[だでなに。]|見込|見通|はず|とみ|と見|と思|考え|ひょっと|もしか|あるいは|たぶん|おそらく|恐らく|だろ|危険|懸念|場合|られ|でき|ても|疑|か[。？、」]|か[がをどな]|ことがあ|こともあ|ことも|ことが|もし|のでは|れば|たら|しよう|リスク|あろう|そう[だでな]|など|とも|のか|許|てよい|ていい|まい|う[。と]|気が|模様|分から|わから|ん[。」]|程度"
            ),
            Language.EN: re.compile(
                r"\b(?:may|might|could|can|possib\w+|perhaps|maybe|likely|likelihood|probab\w+|potential\w*|chances?|risks?|would|should|seem\w*|appear\w*|danger\w*|fear\w*|worr\w+|concern\w*|threat\w*|if|whether|conceivabl\w+|prone|liable|suspect\w*|believ\w+|think|guess|doubt\w*|expect\w*|prospect\w*|unclear|uncertain|suggest\w*|know|say|wonder|odds|apt|tend\w*|sometimes|possible|possibly|maybe|must|vulnerable|afraid|feel|looks?|subject\sto|as\sif|or)\b",
                re.IGNORECASE,
            ),
        },
    ),
    _Force(
        name="what is only expected or held to be so",
        sure={
            Language.JA: re.compile(
                r"可能性が(?:高い|大きい|濃厚)|とみられ|と見られ|(?:見通し|見込み|公算)(?:だ|で|が|と|。)|と予想され|模様だ"
            ),
            Language.EN: re.compile(
                r"\b(?:(?:is|are|was|were)\s(?:likely|expected|believed|thought|estimated)\sto|presumably|probably)\b"
            ),
        },
        any={
            Language.JA: re.compile(
                r"可能性|とみ|と見|見通|見込|公算|だろう|でしょう|予[想測定報期]|模様|はず|そう[だでなにも]|らし|よう[だでなに。]|かも|おそらく|恐らく|たぶん|推[定測計]|考え|思[うわっい]|とさ|という|として|原因|[方ほう]がいい|みたい|にもな|か[な。]|かな$|よね|ぐらい|くらい|そう$|そう[。、]|あろう|まい|たろう|か[。？]|う[。と]|信じ|計画|方針|待|やす|がち|傾向|きっと|多分|期待|目標|感じ|得る|うる|恐れ|おそれ|ものと"
            ),
            Language.EN: re.compile(
                r"\b(?:likely|likelihood|probab\w+|expect\w*|believ\w+|thought|think\w*|will|would|shall|won[’']t|[’']ll|seem\w*|appear\w*|apparent\w*|presum\w+|should|may|might|could|possib\w+|estimat\w+|predict\w*|forecast\w*|project(?:ed|ions?)|set\sto|due\sto|going\sto"
                r"|about\sto|perhaps|prospect\w*|outlook|anticipat\w+|suspect\w*|suppos\w+|assum\w+|consider\w*|regard\w*|must|surely|certainly|no\sdoubt|doubt\w*|bound\sto|chances?|potential\w*|prone|plan\w*|suggest\w*|hop(?:e|ed|es|ing)|reported\w*|said|says?|deem\w*|seen|view\w*|look\w*|understood|sure|guess|can|is\sto|are\sto|was\sto|were\sto|tend\w*|feel|if|isn[’']t|aren[’']t|right|ought|bet|wouldn[’']t|gonna|wanna|dunno|definitely|best|better|good|great|true|not|how|what)\b|[’']ll\b|[’']d\b",
                re.IGNORECASE,
            ),
        },
    ),
)


_FUTURE = re.compile(r"(?:expected|likely)\sto|probably|perhaps|presumably", re.IGNORECASE)
_SOFTENS = re.compile("probably|perhaps|presumably", re.IGNORECASE)
_PLAIN_CLAUSE = re.compile("(?:[うくぐすつぬぶむる]|ます)(?:ため|ので|と、|けど|が、)")
_PLAIN_FUTURE = re.compile("(?:[うくぐすつぬぶむる]|ます|予定|見通し)(?:[。、」]|$|と|ため|の[はが])")
"""What is to come Japanese states plainly, 来週決まる, and English as what is expected; a lost とみられる is told all the same."""


def _is_tentative(added: str, source: str) -> bool:
    """Whether English merely softens what Japanese leaves open at the end of a sentence, or states what is to come."""
    return _SOFTENS.search(added) is not None or _PLAIN_FUTURE.search(source) is not None


def _find_duties(subject: Subject) -> Iterator[Fault]:
    return _find_forces(subject, _DUTIES)


def _find_chances(subject: Subject) -> Iterator[Fault]:
    return _find_forces(subject, _CHANCES)


def _find_forces(subject: Subject, forces: Sequence[_Force]) -> Iterator[Fault]:
    source_language, target_language = subject.language(Side.SOURCE), subject.language(Side.TARGET)
    for unit, source, target in subject.iter_both():
        for force in forces:
            found = force.sure[source_language].search(source)
            is_plain = found and _FUTURE.search(found.group()) and _PLAIN_CLAUSE.search(target)
            if found and not is_plain and not force.any[target_language].search(target):
                yield Fault(
                    message=f"{force.name} in the source is stated as a fact: {excerpt(target)}",
                    unit=unit,
                    source_span=Span(*found.span()),
                    expected=found.group(),
                )
            added = force.sure[target_language].search(target)
            is_future = added and _FUTURE.search(added.group()) and _is_tentative(added.group(), source)
            if added and not is_future and not force.any[source_language].search(source):
                yield Fault(
                    message=f"{force.name} in the translation is a fact in the source: {added.group()}",
                    unit=unit,
                    target_span=Span(*added.span()),
                    found=added.group(),
                )


RULES = (
    Rule(
        id="attrib.kept",
        severity=Severity.WARNING,
        summary="What is told on somebody's word stays so: によると, と述べた, と報じた against said, according to, a quotation.",
        why="A claim without the one who made it is a claim of the publication. The という at an end is not asked for: translations leave it out.",
        good=Example(
            ja="気象台によると、風は夜に弱まる。", en="According to the weather station, the wind will drop at night."
        ),
        bad=Example(ja="気象台によると、風は夜に弱まる。", en="The wind will drop at night."),
        find=_find_attributions,
    ),
    Rule(
        id="modal.certainty",
        severity=Severity.WARNING,
        summary="What may be, or is likely, stays so: かもしれない, 可能性がある, とみられる against may, is likely, is expected.",
        why="An expectation that is told as a fact is the translator's prophecy. だろう at an end is not asked for: that is style.",
        good=Example(ja="橋は春に開通するとみられる。", en="The bridge is expected to open in spring."),
        bad=Example(ja="橋は春に開通するとみられる。", en="The bridge opens in spring."),
        find=_find_chances,
    ),
    Rule(
        id="modal.strength",
        severity=Severity.INFO,
        summary="What must be done stays so: なければならない, 義務, 必要がある against must, have to, be required to.",
        why="A duty that is told as a habit binds nobody. Notices say it in many ways (7月末必着), so it runs only if asked for.",
        good=Example(ja="船長は日誌をつけなければならない。", en="The captain must keep a log."),
        bad=Example(ja="船長は日誌をつけなければならない。", en="The captain keeps a log."),
        find=_find_duties,
    ),
)
