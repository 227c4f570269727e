"""Rules on what a sentence does: deny and ask."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tmflow.check.finding import Severity
from tmflow.check.rule import Example, Fault, Rule
from tmflow.check.subject import Subject
from tmflow.model.bitext import Side
from tmflow.model.language import Language
from tmflow.text.terminal import excerpt

__all__ = ["RULES"]

_IDIOMS = re.compile(
    r"かもしれな|かも知れな|(?:なけれ|なきゃ|なく(?:て)?は|ねば|ないと)[ばはい、]?|(?:に|と)違いな|にほかな|ほかな|しかな|に過ぎな|にすぎな|ではない(?:か|だろう)|じゃない(?:か|です)?"
    r"|(?:だけ|ばかり|のみ)(?:で(?:は)?)なく|少なくな|限らな|間違いな|まちがいな|やむを得な|なくなる|なくなっ|わけではな|せざるを得|ないように|ずに済|とんでもな|仕方(?:が)?な|しょうが?な|何気な|さりげな|(?:たまら|(?<![てで]は)なら)な|かねな|なくてな"
    r"|[少危汚切儚]な[いくかけ]|もったいな|かけがえのな|申し訳|だらしな|つまらな|くだらな|ないし(?=[^。、])|遠慮な|絶え間な|まもな|間もな|ほどな|限りな|余すところな|思いがけな|何となく|なんとなく|問題な|欠かせな|欠かさ|絶えず|すみません|すいません|構いません|かまいません|そうですか|必ず|まず|わずか|いずれ|思わず|相変わらず|とりあえず|はず"
)
_LIKE_DENIALS = re.compile(
    r"しか[^、。]{0,12}な[いか]|とんでもござ|計り知れな|数え切れな|数えきれな|言うまでもな|果てしな|隠せな|揺るがな|否めな|尽きな|絶えな|絶たな|見逃せな|侮れな|忘れられな|物足りな|頼りな|切な[いかく]|情けな|心もとな|素っ気な|何でもな|底知れな|飽きな|紛れもな|まぎれもな|やるせな|惜しまな"
    r"|余念がな|事欠かな|引け[はを](?:も)?取らな|変わら?な|変わりな|目が離せな|目がな[いか]|頭が上がらな|遜色な|遜色はな|いとまがな|予断を許さな|例外で(?:は)?な|珍しくな|難しくな|遠くな[いか]|悪くな[いか]|過言で(?:は)?な|差し支えな|心配な[いくし]|心配は?いらな|無理もな|疑いな|疑いの?余地|相違な|申し分な|文句な|なくてはならな|ことはな[いか]|やまな|止まな|見たことがな|例がな|例のな"
)
"""What looks like a denial and mostly is none in English: immeasurable, countless, as ever."""
_JAPANESE_SURE = re.compile(
    r"(?:(?:ほとんど|[さたなばまらわがか]|し|[えけせてねべめれげじきちみりいこ]|では|じゃ|は|が|も)(?:ない|なかった)|ません(?:でした)?)(?:[」』]?と(?:いう|述べ|話[しす]|語[っる]|し|説明|答え|明か)[^。]{0,12})?[。」]?$"
)
_JAPANESE_ANY = re.compile(
    r"な[いかくけきさ]|ず|ぬ|ん[。」]|ません|まい|[未不無非否欠失反禁止断拒免絶脱休除離誤難逆空違別厳抜辞嫌]|ゼロ|ノー|アンチ|ノン|ダメ|だめ|以外|まで|しか|だけ|ほか|より|もの|わけ|困|迷|悪|低|遅|少|最小|限|逃|避|防|控|やめ|止め|ぶり|初めて|誰も|何も|せざる|疑|異|慌|(?<![海国郊屋野])外(?=[でだのと])|外[しれさす]|初|予想を|いまひと|いまいち|そびれ|なかれ|[うくすつぬむるぐぶ]な(?:よ)?[。」！]|裏腹|にも|ても|とも|[うくすつぬむるぐぶ]な[;；、]|続|ずっと|大変|苦|留守|故障|壊|昔|まま|いつも|常|高[いく]|近|別|ただ|たった|唯一|独|最|過去|史上|平気|大丈夫|安心|お?気軽|無事|ようやく|やっと|ついに|同じ|秘|閉|休|空|珍|まれ|稀|あまり"
    r"|せいぜい|程度|見送|延期|据え置|保留|凍結|中止|見合わせ|いいえ|いや|そうなん|どうでも|いい|ようになっ|早かっ|さらに|もっと|まさに"
)
_ENGLISH_NOT = re.compile(
    r"\b(?:not|never|no|nope|dunno|none|nobody|nothing|nowhere|neither|nor|cannot|without|hardly|barely|scarcely|rarely|seldom|few|little|only|but|unless|until|yet|too|than|rather|instead|otherwise|except|before|least|less|last|first)\b"
    r"|n[’']t\b|less\b|free\b|\b(?:un(?!der|it|iq|iv|ion|cle)[a-z]{3,}|dis(?!c[uo]|play|tan|tri|k|h|ease|tinc|pat)[a-z]{3,}|(?:non|mis|anti)-?[a-z]{3,}"
    r"|in(?:ab(?:le|ilit)|acce|accu|act|ade|adv|anim|appro|att|aud|cap|com(?:pl|pat)|conv|correct|cred|decis|def|dir|discr|dist|effe|effic|elig|equ|evit|exact|expens|exper|flex|formal(?!l)|freq|just|oper|opport|secur|sens|separ|signif|sinc|solub|stab|suff|tang|toler|valid|vari|vis|volunt|cur|ed[ie]b|hum)[a-z]+|im(?:pos|pr[ao]|m[aou]|par|pe[rn]|pol|pat)[a-z]+|ir(?:r[aer])[a-z]+|il(?:leg|li|lo)[a-z]+)"
    r"|\b(?:fail|lack|den(?:y|ie)|refus|reject|prevent|avoid|stop|ban|absen|missing|missed|lost|lose|losing|los[st]|impossib|forbid|forbad|prohibit|ceas|halt|cancel|abandon|exclu|remov|withdr|withh|resist|oppos|doubt|wrong|empt|vacan|difficult|remain"
    r"|precise|exact|regardless|despite|although|though|trivial|block|restrict|ignor|neglect|overlook|reluct|hesitat|spare|differ|mere|simpl|contrar|pointless|sorry|worse|delay|opposite|negativ|invalid|secret|silent|quiet)\w*"
    r"|\b(?:declin(?:es|ed)\sto|unable|lift(?:s|ed)?|skip(?:s|ped)?|quits?|hard(?:ly)?|far|short|out|away|off|vain|any\w*|bare|poor(?:ly)?|low|minor|null|zero\w*|bar(?:s|red)?|limit(?:s|ed)?|keeps?|kept|alone|else|others?|beyond|just|still\s(?:on|at|in|to|\w+ing)|surely|sure|certain(?:ly)?"
    r"|of\scourse|wants?|wanted|against|odds|worth|beg(?:s|ged)?|lea(?:ve|ves|ving)|left|gone|bad(?:ly)?|worst|small|weak|late|waits?|waiting|rul(?:e|es|ed)\sout|drop(?:s|ped)?|hold(?:s|ing)?|held|cut|false(?:ly)?|closed?|shut|hid(?:den|es?)?)\b",
    re.IGNORECASE,
)
_ENGLISH_SURE = re.compile(
    r"\b(?:(?:do|does|did|is|are|was|were|will|would|has|have|had|can|could|should)(?:\snot\b|n[’']t\b)|cannot\b|never\b)",
    re.IGNORECASE,
)
_ENGLISH_NONE = re.compile(r"(?:No\sone|Nobody|None\sof|Nothing)\b")
_ENGLISH_IDIOMS = re.compile(
    r"\bnot\s(?:only|just|least|long|to\smention|until|all|every|necessarily|so|too|much|far)\b|\bif\snot\b|\bor\snot\b|\bwhy\s(?:not|do)|n[’']t\s(?:only|just|until|help|you|we|they|it|he|she|that|this)\b|\bcan(?:not|[’']t)\sbut|\?|\bdon[’']t\sforget|never\s(?:before|again|mind|(?:to\s)?give)|(?:could|can)(?:\snot|n[’']t|not)\s(?:have\s)?(?:(?:been|be|get|ask\sfor|agree)\s)?(?:any\s)?(?:more|better|less|\w+er\b)"
    r"|(?:\bnot|n[’']t|\bnever)\s(?:\w+\s)?(?:fail|miss|lack|lose|lost|short|f[ae]ll\sshort|fails|failed|missed|lacking|without|forget|wait|worry|hesitate|mind|matter|stop|stopped|help|know|surprising|unlike|un\w+|a\sproblem|take\s(?:\w+\s)?(?:long|much)|depend|be\slong|wrong|so\smuch|exaggerat\w+|overstat\w+|change|changed)\b|\bneed(?:\snot|n[’']t)\sworry|has\snever\sbeen\s(?:so|more|better|\w+er\b)",
    re.IGNORECASE,
)
_ALIKE = tuple(
    (re.compile(japanese), re.compile(rf"\b(?:{english})", re.IGNORECASE))
    for japanese, english in (
        ("中止|取りやめ|キャンセル|取り消", r"cancel\w*|call\w*\soff"),
        ("反対|抵抗", r"oppos\w*|against|resist\w*"),
        ("禁止|禁じ", r"bann?\w*|prohibit\w*|forb[ia]\w+"),
        ("拒[否まん絶]|断[らっり]", r"refus\w*|reject\w*|declin\w*"),
        ("避け|回避", r"avoid\w*"),
        ("閉[めじま館店鎖ざ]", r"clos\w*|shut\w*"),
        ("止ま|止め|停止", r"stop\w*|halt\w*|ceas\w*"),
        ("失敗|しくじ", r"fail\w*"),
        ("失[うっわい]", r"los[ets]\w*|losing"),
        ("遅れ|遅延|遅[いく]", r"late\w*|delay\w*"),
        ("不足|足り", r"lack\w*|short\w*"),
        ("難し|困難", r"hard\w*|difficult\w*"),
        ("疑[いうわっ問]", r"doubt\w*"),
        ("残[るっりさし]", r"remain\w*|left"),
        ("変え|変わ|変更", r"differ\w*"),
        ("間違", r"wrong\w*|mis[a-z]+"),
        ("除[いく外去]|取り除", r"remov\w*|exclu\w*"),
        ("待[つっちた]", r"wait\w*"),
    )
)
"""What has a no of its own in both languages, and so does not answer that it is denied: 中止しない, "will be canceled"."""
_ASKS = {
    Language.JA: re.compile(
        r"[？?](?:[」』）)！!。]*)$|(?:です|ます|ません|でした|ました|(?<!ない)でしょう|(?<!ない)だろう|の)か(?:ね|な|しら)?[。」』]*$"
    ),
    Language.EN: re.compile(r"\?[\"'”’)\]]*\s*$"),
}
_JAPANESE_ASKS = re.compile(r"(?:[？?]|か[。]?)[」』）)]*$")
_ENGLISH_INVERTED = re.compile(
    r"^[\"“‘]?(?:(?:why|who|where|when|how(?:\s\w+){0,3}|wh(?:at|ich)(?:\s\w+)?)\s(?:is|are|was|were|will|would|can|could|should|has|have|had)|wh(?:y|at|o|ere|en|ich(?:\s\w+)?)\s(?:do|does|did)"
    r"|how(?:\s\w+){0,3}\s(?:do|does|did))\b[^?？]*\.[\"”’]?$",
    re.IGNORECASE,
)
"""A question in its words that ends like a statement."""
_MAY_ASK = {
    Language.JA: re.compile(
        r"[？?]|か(?:ね|な|しら|い|も|どうか)?[。」』…、！!]?|の[。」』]?$|って[。」』]?$|(?:よね|ね|だろう|でしょう|かしら|何|なぜ|どう|どこ|いつ|誰|ましょう|ください|下さい|お願い|ごめん|一言|いか[がに]|いくら)"
    ),
    Language.EN: re.compile(
        r"[?？]|\b(?:wonder|whether|ask|asks|asked|perhaps|maybe|let[’']s|shall|why\snot|if|how|what|why|could|would|surely|might|may|probably|must|should|I\sguess|suppose|question|not|please|excuse|pardon|hello|[Cc]an)\b|n[’']t\b",
        re.IGNORECASE,
    ),
}


def _find_lost_negation(subject: Subject) -> Iterator[Fault]:
    for unit, source, target in subject.iter_both():
        is_japanese = subject.language(Side.SOURCE) is Language.JA
        japanese, english = (source, target) if is_japanese else (target, source)
        denies, other = (
            (_japanese_denies(japanese), _ENGLISH_NOT)
            if is_japanese
            else (_english_denies(english) or _ENGLISH_NONE.match(english), _JAPANESE_ANY)
        )
        told = _without_alike(source, target, is_japanese=is_japanese)
        answers, asks_other = (other.search(told), (_english_denies if is_japanese else _japanese_denies)(target))
        added = asks_other and not (_JAPANESE_ANY if is_japanese else _ENGLISH_NOT).search(source)
        if denies and answers is None:
            yield Fault(
                message=f"the translation no longer denies: {excerpt(target)}", unit=unit, expected="a negation"
            )
        elif added:
            yield Fault(message=f"only the translation denies: {excerpt(target)}", unit=unit, found="a negation")


def _without_alike(source: str, target: str, *, is_japanese: bool) -> str:
    """Return a translation without the words that merely translate what the source denies."""
    for japanese, english in _ALIKE:
        mine, theirs = (japanese, english) if is_japanese else (english, japanese)
        if mine.search(source):
            target = theirs.sub(" ", target)
    return target


def _japanese_denies(text: str) -> bool:
    plain = text.replace("ません", "ない")
    return _JAPANESE_SURE.search(text.strip()) is not None and not any(
        pattern.search(form) for pattern in (_IDIOMS, _LIKE_DENIALS) for form in (text, plain)
    )


def _english_denies(text: str) -> bool:
    return len(_ENGLISH_SURE.findall(text)) == 1 and _ENGLISH_IDIOMS.search(text) is None


def _find_lost_question(subject: Subject) -> Iterator[Fault]:
    source_language, target_language = subject.language(Side.SOURCE), subject.language(Side.TARGET)
    for unit, source, target in subject.iter_both():
        asks, asked = _ASKS[source_language].search(source.strip()), _ASKS[target_language].search(target.strip())
        if asks and not _MAY_ASK[target_language].search(target):
            yield Fault(message=f"the translation no longer asks: {excerpt(target)}", unit=unit, expected="a question")
        elif (
            target_language is Language.EN
            and _JAPANESE_ASKS.search(source.strip())
            and _ENGLISH_INVERTED.search(target.strip())
        ):
            yield Fault(message=f"a question without its mark: {excerpt(target)}", unit=unit, expected="?")
        elif asked and not _MAY_ASK[source_language].search(source):
            yield Fault(message=f"only the translation asks: {excerpt(target)}", unit=unit, found="a question")


RULES = (
    Rule(
        id="neg.lost",
        severity=Severity.WARNING,
        summary="What the source denies the translation denies, and no more: ない, ません against not, never, fail, un-.",
        why="A lost not turns a sentence round. Words that may do the same in another way keep this rule silent.",
        good=Example(ja="橋は完成していない。", en="The bridge is not finished."),
        bad=Example(ja="橋は完成していない。", en="The bridge is finished."),
        find=_find_lost_negation,
    ),
    Rule(
        id="question.lost",
        severity=Severity.WARNING,
        summary="A question stays one: か。 and ？ against a question mark, or words that ask.",
        why="A question that has become a statement says what nobody said.",
        good=Example(ja="橋は完成するのか。", en="Will the bridge be finished?"),
        bad=Example(ja="橋は完成するのか。", en="The bridge will be finished."),
        find=_find_lost_question,
    ),
)
