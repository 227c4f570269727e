"""Rules on what a sentence does: deny and ask."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tmflow.check.finding import Severity
from tmflow.check.rule import Example, Fault, Rule
from tmflow.check.subject import Subject
from tmflow.check.values.denials import says_what_is_denied
from tmflow.check.values.lost_denials import denies_otherwise, loses_second_denial
from tmflow.model.bitext import Side
from tmflow.model.language import Language
from tmflow.text.clauses import sentence_ranges
from tmflow.text.terminal import excerpt

__all__ = ["RULES"]

_IDIOMS = re.compile(
    r"しか[^。]*な|(?:な[いかく]|ず|ぬ)[^。、]{0,8}(?:は|も|とは|とも)(?:い)?な|ほど[^。、]{1,14}は(?:い)?な|にはいられな|わけにはいかな|どころ(?:では|じゃ)な|に越したことはな|までもな|以外の何|他なら|他な[いら]"
    r"|かもしれな|かも知れな|(?:なけれ|なきゃ|なく(?:て)?は|ねば|ないと)[ばはい、]?|(?:に|と)違いな|にほかな|ほかな|しかな|に過ぎな|にすぎな|ではない(?:か|だろう)|じゃない(?:か|です)?"
    r"|(?:だけ|ばかり|のみ)(?:で(?:は)?)なく|少なくな|限らな|間違いな|まちがいな|やむを得な|なくなる|なくなっ|わけではな|せざるを得|ないように|ずに済|とんでもな|仕方(?:が)?な|しょうが?な|何気な|さりげな|(?:たまら|(?<![てで]は)なら)な|かねな|なくてな"
    r"|[少危汚切儚]な[いくかけ]|もったいな|かけがえのな|申し訳|だらしな|つまらな|くだらな|ないし(?=[^。、])|遠慮な|絶え間な|まもな|間もな|ほどな|限りな|余すところな|思いがけな|何となく|なんとなく|問題な|欠かせ|欠かさ|絶えず|すみません|すいません|構いません|かまいません|そうですか|必ず|まず|わずか|いずれ|思わず|相変わらず|とりあえず|はず"
)
_SAYS_NO = re.compile("ないと(?!いけ|なら|だめ|ダメ|まず|[、。])")
_POLITE = re.compile("(?P<stem>[りきちみびぎい]?)ません(?:でし(?=た))?")
_PLAIN_STEM = dict(zip("りきちみびぎい", "らかたまばがわ", strict=True))
_LIKE_DENIALS = re.compile(
    r"しか[^、。]{0,12}な[いか]|とんでもござ|計り知れな|数え切れな|数えきれな|言うまでもな|果てしな|隠せな|揺るがな|否めな|尽きな|絶えな|絶たな|見逃せな|侮れな|忘れられな|物足りな|頼りな|切な[いかく]|情けな|心もとな|素っ気な|何でもな|底知れな|飽きな|紛れもな|まぎれもな|やるせな|惜しまな"
    r"|余念がな|事欠かな|引け[はを](?:も)?取らな|変わら?な|変わりな|目が離せな|目がな[いか]|頭が上がらな|遜色な|遜色はな|いとまがな|予断を許さな|例外で(?:は)?な|珍しくな|難しくな|遠くな[いか]|悪くな[いか]|過言で(?:は)?な|差し支えな|心配な[いくし]|心配は?いらな|無理[もは]な|疑いな|疑いの?余地|相違な|申し分な|文句な|なくてはならな|ことはな[いか]|やまな|止まな|見たことがな|例がな|例のな"
)
"""What looks like a denial and mostly is none in English: immeasurable, countless, as ever."""
_JAPANESE_SURE = re.compile(
    r"(?:(?:ほとんど|[さたなばまらわがか]|し|[えけせてねべめれげじきちみりいこ]|では|じゃ|は|が|も)(?:ない|なかった)|ません(?:でした)?)(?:[」』]?と(?:いう|述べ|話[しす]|語[っる]|し|説明|答え|明か)[^。]{0,12})?[。」]?$"
)
_JAPANESE_ANY = re.compile(
    r"な[いかくけきさし]|ず|[らわかば]ん(?=[かでけのだねよやな。、」]|$)|かね[るまてた]|ぬ|ん[。」]|ません|まい|[未不無非否欠失反禁止拒免絶脱休除離誤難逆空違別厳抜辞嫌]|(?<![判診横決油])断|ゼロ|ノー|アンチ|ノン|ダメ|だめ|以外|まで|しか|だけ|ほか|より|もの|わけ|困|迷|悪|低|遅|少|最小|限|逃|避|防|控|やめ|止め|ぶり|初めて|誰も|何も|せざる|疑|異|慌|(?<![海国郊屋野])外(?=[でだのと])|外[しれさす]|初|予想を|いまひと|いまいち|そびれ|なかれ|[うくすつぬむるぐぶ]な(?:よ)?[。」！]|裏腹|にも|ても|とも|[うくすつぬむるぐぶ]な[;；、]|続|ずっと|大変|苦|留守|故障|壊|昔|まま|いつも|常|高[いく]|近|別|ただ|たった|唯一|独|最|過去|史上|平気|大丈夫|安心|お?気軽|無事|ようやく|やっと|ついに|同じ|秘|閉|休|空|珍|まれ|稀|あまり"
    r"|せいぜい|程度|見送|延期|据え置|保留|凍結|中止|見合わせ|いいえ|いや|やだ|品切|売り切|完売|満[席室員]|尽き|そうなん|どうでも|いい|ようになっ|早かっ|さらに|もっと|まさに"
)
_DECIDED_NOT = re.compile("[さたなまらわがかべめせけれ]ないこと(?:に(?:し|決め)|を決め)")
_ENGLISH_NOT = re.compile(
    r"\b(?:not|nope|nah|dunno|still|never|no|none|nobody|nothing|nowhere|neither|nor|cannot|without|hardly|barely|scarcely|rarely|seldom|few|little|only|but|unless|until|yet|too|than|rather|instead|otherwise|except|before|least|less|last|first)\b"
    r"|n[’']t\b|less\b|free\b|\b(?:un(?!der|it|iq|iv|ion|cle)[a-z]{3,}|dis(?!c[uo]|play|tan|tri|k|h|ease|tinc|pat)[a-z]{3,}|(?:non|mis|anti)-?[a-z]{3,}"
    r"|in(?:ab(?:le|ilit)|acce|accu|act|ade|adv|anim|appro|att|aud|cap|com(?:pl|pat)|conv|correct|cred|decis|def|dir|discr|dist|effe|effic|elig|equ|evit|exact|expens|exper|flex|formal(?!l)|freq|just|oper|opport|secur|sens|separ|signif|sinc|solub|stab|suff|tang|toler|valid|vari|vis|volunt|cur|ed[ie]b|hum)[a-z]+|im(?:pos|pr[ao]|m[aou]|par|pe[rn]|pol|pat)[a-z]+|ir(?:r[aer])[a-z]+|il(?:leg|li|lo)[a-z]+)"
    r"|\b(?:fail|lack|den(?:y|ie)|refus|reject|prevent|avoid|stop|ban|absen|missing|missed|lost|lose|losing|los[st]|impossib|forbid|forbad|prohibit|ceas|halt|cancel|abandon|exclu|remov|withdr|withh|resist|oppos|doubt|wrong|empt|vacan|difficult|remain"
    r"|precise|exact|regardless|despite|although|though|trivial|block|restrict|ignor|neglect|overlook|reluct|hesitat|spare|differ|mere|simpl|contrar|pointless|sorry|worse|delay|opposite|negativ|invalid|secret|silent|quiet)\w*"
    r"|\b(?:declin(?:es|ed)\sto|unable|lift(?:s|ed)?|skip(?:s|ped)?|quits?|hard(?:ly)?|far|short|out|away|off|vain|any\w*|bare|poor(?:ly)?|low|minor|null|zero\w*|bar(?:s|red)?|limit(?:s|ed)?|keeps?|kept|alone|else|others?|beyond|just|still\s(?:on|at|in|to|\w+ing)|surely|sure|certain(?:ly)?"
    r"|of\scourse|wants?|wanted|against|odds|worth|beg(?:s|ged)?|lea(?:ve|ves|ving)|left|gone|bad(?:ly)?|worst|small|weak|late|waits?|waiting|rul(?:e|es|ed)\sout|drop(?:s|ped)?|hold(?:s|ing)?|held|cut|false(?:ly)?|closed?|shut|hid(?:den|es?)?)\b",
    re.IGNORECASE,
)
_ENGLISH_SURE = re.compile(
    r"\b(?:(?:do|does|did|is|are|was|were|will|would|has|have|had|can|could|should)(?:\snot\b|n[’']t\b)|cannot\b|never\b|no\slonger\b(?!\sthan\b))",
    re.IGNORECASE,
)
_ENGLISH_NONE = re.compile(r"(?:No\sone|Nobody|None\sof|Nothing|Not\s(?:one|a\ssingle))\b")
_ENGLISH_IDIOMS = re.compile(
    r"\bnot\s(?:only|just|least|long|to\smention|until|all|every|necessarily|so|too|much|far)\b|\bif\snot\b|\bor\snot\b|\bwhy\s(?:not|do)|n[’']t\s(?:only|just|until|help|you|we|they|it|he|she|that|this|there|I)\b|\bcan(?:not|[’']t)\sbut|\?|\bdon[’']t\sforget|never\s(?:before|again|mind|(?:to\s)?give)|(?:could|can)(?:\snot|n[’']t|not)\s(?:have\s)?(?:(?:been|be|get|ask\sfor|agree)\s)?(?:any\s)?(?:more|better|less|\w+er\b)"
    r"|\bto\ssave\s\w+\slife|\bfor\sthe\slife\sof|(?:not|n[’']t|\bnever)\s(?:\w+\s)?(?:let\s(?:\w+\s){0,3}(?:go|slip|down)|wast\w+|fail|miss|lack|lose|lost|short|f[ae]ll\sshort|fails|failed|missed|lacking|without|forget|wait|worry|hesitate|mind|matter|stop|stopped|help|know|surprising|unlike|un\w+|a\sproblem|take\s(?:\w+\s)?(?:long|much)|depend|be\slong|wrong|so\smuch|exaggerat\w+|overstat\w+|change|changed)\b|\bneed(?:\snot|n[’']t)\sworry|has\snever\sbeen\s(?:so|more|better|\w+er\b)",
    re.IGNORECASE,
)
_ALIKE = tuple(
    (re.compile(japanese), re.compile(rf"\b(?:{english})", re.IGNORECASE))
    for japanese, english in (
        ("違法|不法", r"illegal\w*|unlawful\w*"),
        ("不可能|無理", r"impossib\w*"),
        ("不当|不公平|不公正", r"unfair\w*|unjust\w*"),
        ("不十分", r"insufficient\w*|inadequate\w*"),
        ("不明", r"unknown|unclear"),
        ("無関係", r"unrelated"),
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
_RECAST = tuple(
    (re.compile(japanese), re.compile(english, re.IGNORECASE))
    for japanese, english in (
        (
            "変わら|変わって(?:い)?な|変わりません|同じ|相変わらず",
            r"\b(?:same|as\sbefore|again|too|and\sthis|constant|steady)\b",
        ),
        ("すぐ(?:に)?(?:分|わか|見つか|気)|一目|目立|目に(?:つ|付|入)", r"\bmiss\b"),
        ("過ぎ|すぎ", r"\btoo\b"),
        ("以上です|以上だ", r"\bnothing\s(?:else|more)\b"),
        ("^(?:はい|ええ|うん|そう)", r"^(?:yes|yeah|right|correct|exactly|that[’']s\s(?:right|correct|true))\W*$"),
    )
)
"""What one language says with a no and the other without: すぐに分かる, "you cannot miss it"."""
_LITOTES = tuple(
    (re.compile(rf"(?:\bnot|n[’']t|\bnever)\s(?:\w+\s)?(?:{english})\b", re.IGNORECASE), re.compile(japanese))
    for english, japanese in (
        ("cheap|inexpensive", "安"),
        ("expensive|high", "高"),
        ("easy|easily|simple|simply", "簡単|易|楽|容易|やさし|たやす"),
        ("happy|pleased|glad|satisfied|thrilled", "嬉|うれし|幸|喜|満足"),
        ("small|little|few", "小さ|少"),
        ("large|big|great|much|many", "大き|多"),
        ("bad|badly", "悪|下手"),
        ("good|well|great|ideal|perfect", "良|よ[いくか]|いい|うま|上手|得意|理想"),
        ("rare|rarely|uncommon|unusual", "珍|まれ|稀"),
        ("far|distant", "遠"),
        ("close|near", "近"),
        ("new|recent", "新|最近"),
        ("alone|lonely", "一人|独り|ひとり|孤独"),
        ("early|fast|quick|quickly", "早|速"),
        ("strong", "強"),
        ("safe", "安全|安心"),
        ("cold|warm|hot", "寒|冷|暖|温|暑|熱"),
        ("keen|eager|inclined|want|like|care", "乗り気|熱心|望|たい|好|欲し|ほし|気に"),
    )
)
"""What is said with a no and the contrary: "isn't cheap" is 高い. Only the word itself, 安い, would be a lost no."""
_ASKS = {
    Language.JA: re.compile(
        r"(?<![なねよとてか])[？?](?:[」』）)！!。]*)$|(?<!じゃない)(?<!ではない)(?:です|ます|ません|でした|ました|(?<!ない)(?<!どう)(?<!いかが)(?<!くらい)(?<!ぐらい)でしょう|(?<!ない)(?<!どう)(?<!いかが)だろう)か(?:しら)?[。」』]*$|のか[。」』]+$"
    ),
    Language.EN: re.compile(r"\?[\"'”’)\]]*\s*$"),
}
_SOFT = {
    Language.JA: re.compile(
        r"(?:じゃ|では|んじゃ)ない(?:です)?(?:の|か)?[？?]|(?:でしょう?|だろう?)[？?]|(?:いい|よろしい)(?:です|でしょう)か[？?。]|^(?:[^。、？]{1,8}[、。！])?(?:(?:そう|本当|ほんとう?|なるほど|まじ|マジ)[^。、]{0,6}[か？?][^、]{0,3}|もしもし、[^。]{1,12}？|(?:でしょう?|だろう?)[？?])$|^もしもし"
    ),
    Language.EN: re.compile(
        r"(?:^|[,.;!…—-]\s?)(?:right|huh|eh|ok(?:ay)?|alright|all\sright|you\s(?:know|see)|y(?:es|eah|up)|no|hello|hi|hey|hm+|excuse\sme|sorry|pardon(?:\sme)?|(?:is|are|was|were|do|does|did|has|have|can|could|will|would|should)(?:n[’']t)?\s(?:it|he|she|they|you|we|I|there|that|this)(?:,\s\w+)?)\?\W*$|\b(?:how\s(?:are|do)\syou(?:\sdo)?(?:\sdoing)?|I\sknow,\sright)\?",
        re.IGNORECASE,
    ),
}
"""What has the form of a question and asks nothing: そうですか。 and "right?", of a statement that wants a nod."""
_RHETORICAL = re.compile(
    r"\b(?:who|what|where|how|why)\s(?:on\searth\s)?(?:can|could|would|should|else|more|knows|cares|needs|wants|says|are\swe|am\sI)\b|\bany\swonder\b|\bcan\s(?:you|we|anyone)\sblame\b|\bwhat[’']s\snot\sto\b",
    re.IGNORECASE,
)
_UNASKED = re.compile(r"な[いかくきけし]|ません|まい[。」]|当然|もっとも|頷|うなず|無理|むべ|道理|もちろん")
"""What Japanese says in a statement where English asks a question that answers itself: 無理もない, "who can blame them?"."""
_JAPANESE_ASKS = re.compile(r"(?:[？?]|か[。]?)[」』）)]*$")
_ENGLISH_INVERTED = re.compile(
    r"^[\"“‘]?(?:(?:why|who|where|when|how(?:\s\w+){0,3}|wh(?:at|ich)(?:\s\w+)?)\s(?:is|are|was|were|will|would|can|could|should|has|have|had)|wh(?:y|at|o|ere|en|ich(?:\s\w+)?)\s(?:do|does|did)"
    r"|how(?:\s\w+){0,3}\s(?:do|does|did))\b[^?？]*\.[\"”’]?$",
    re.IGNORECASE,
)
"""A question in its words that ends like a statement."""
_MAY_ASK = {
    Language.JA: re.compile(
        r"[？?]|か(?:ね|な|しら|い|も|どうか)?[。」』…、！!]?|の[。」』]?$|って[。」』]?$|[がど]。?[」』]?$|(?:よね|ね|だろう|でしょう|かしら|何|なぜ|なんで|どう|どこ|どんな|どれ|どちら|どっち|いつ|誰|だれ|ましょう|ください|下さい|お願い|ごめん|すみません|すいません|もしもし|世話になっ|一言|いか[がに]|いくら|始めます|ということで|はずだ)"
    ),
    Language.EN: re.compile(
        r"[?？]|\b(?:wonder|whether|ask|asks|asked|perhaps|maybe|let[’']s|shall|why\snot|if|how|what|why|could|would|surely|might|may|probably|must|should|I\sguess|suppose|guessing|thinking|thought|heard|hear|question|not|no|nobody|nothing|never|hardly|please|excuse|pardon|hello|[Cc]an)\b|n[’']t\b",
        re.IGNORECASE,
    ),
}


def _find_lost_negation(subject: Subject) -> Iterator[Fault]:
    for unit, source, target in subject.iter_both():
        is_japanese = subject.language(Side.SOURCE) is Language.JA
        japanese, english = (source, target) if is_japanese else (target, source)
        if _is_recast(japanese, english):
            continue
        if _loses_no(source, target, is_japanese=is_japanese) or loses_second_denial(japanese, english):
            yield Fault(
                message=f"the translation no longer denies: {excerpt(target)}", unit=unit, expected="a negation"
            )
        elif _adds_no(source, target, is_japanese=is_japanese):
            yield Fault(message=f"only the translation denies: {excerpt(target)}", unit=unit, found="a negation")


def _loses_no(source: str, target: str, *, is_japanese: bool) -> bool:
    if is_japanese:
        denies, other = _japanese_denies(source), _ENGLISH_NOT
    else:
        denies, other = (
            _english_denies(source) or any(_ENGLISH_NONE.match(source, start) for start, _ in sentence_ranges(source)),
            _JAPANESE_ANY,
        )
    if denies and other.search(_without_alike(source, target, is_japanese=is_japanese)) is None:
        return True
    return _denies_what_is_said(source, target, is_japanese=is_japanese)


def _adds_no(source: str, target: str, *, is_japanese: bool) -> bool:
    denies, other = (_english_denies, _JAPANESE_ANY) if is_japanese else (_japanese_denies, _ENGLISH_NOT)
    if denies(target) and other.search(source) is None:
        return True
    return _denies_what_is_said(target, source, is_japanese=not is_japanese)


def _denies_what_is_said(denier: str, other: str, *, is_japanese: bool) -> bool:
    """Whether the other side says as it is what this one denies. is_japanese: of the side that denies."""
    if is_japanese:
        said = _SAYS_NO.sub("ない、", _plain(denier))
        is_sure = not _is_no_denial(said)
        if not is_sure:
            return False
        is_word = says_what_is_denied(denier, other, is_japanese_denied=True)
        return is_word or denies_otherwise(said, other, is_japanese_denied=True)
    is_sure = _ENGLISH_IDIOMS.search(denier) is None
    is_word = is_sure and says_what_is_denied(other, denier, is_japanese_denied=False)
    return is_word or denies_otherwise(_plain(other), denier, is_japanese_denied=False)


def _is_recast(japanese: str, english: str) -> bool:
    """Whether both say the same, one with a no and one without."""
    quoted = _ENGLISH_SURE.search(english)
    if quoted and quoted.group() in japanese:
        return True
    if _RHETORICAL.search(english) and _UNASKED.search(japanese):
        return True
    if any(mine.search(japanese) and theirs.search(english) for mine, theirs in _RECAST):
        return True
    return any(contrary.search(english) and not word.search(japanese) for contrary, word in _LITOTES)


def _without_alike(source: str, target: str, *, is_japanese: bool) -> str:
    """Return a translation without the words that merely translate what the source denies."""
    for japanese, english in _ALIKE:
        mine, theirs = (japanese, english) if is_japanese else (english, japanese)
        if mine.search(source):
            target = theirs.sub(" ", target)
    return target


def _japanese_denies(text: str) -> bool:
    if _JAPANESE_SURE.search(text.strip()) is None and _DECIDED_NOT.search(text) is None:
        return False
    return not _is_no_denial(text) and not _is_no_denial(_plain(text))


def _is_no_denial(text: str) -> bool:
    return any(pattern.search(text) for pattern in (_IDIOMS, _LIKE_DENIALS))


def _plain(text: str) -> str:
    """Return Japanese with its polite negations as plain ones: 限りません as 限らない, 違いありません as 違いない."""
    short = re.sub(
        "(?:あり|ござい)ません(?:でし(?=た))?", lambda found: "なかっ" if "でし" in found[0] else "ない", text
    )
    return _POLITE.sub(
        lambda found: f"{_PLAIN_STEM.get(found['stem'], '')}な{'かっ' if 'でし' in found[0] else 'い'}", short
    )


def _english_denies(text: str) -> bool:
    return len(_ENGLISH_SURE.findall(text)) == 1 and _ENGLISH_IDIOMS.search(text) is None


def _find_lost_question(subject: Subject) -> Iterator[Fault]:
    source_language, target_language = subject.language(Side.SOURCE), subject.language(Side.TARGET)
    for unit, source, target in subject.iter_both():
        asks, asked = _surely_asks(source, source_language), _surely_asks(target, target_language)
        if asks and not (_MAY_ASK[target_language].search(target) or _answers_itself(source, target)):
            yield Fault(message=f"the translation no longer asks: {excerpt(target)}", unit=unit, expected="a question")
        elif (
            target_language is Language.EN
            and _JAPANESE_ASKS.search(source.strip())
            and _ENGLISH_INVERTED.search(target.strip())
        ):
            yield Fault(message=f"a question without its mark: {excerpt(target)}", unit=unit, expected="?")
        elif asked and not (_MAY_ASK[source_language].search(source) or _answers_itself(target, source)):
            yield Fault(message=f"only the translation asks: {excerpt(target)}", unit=unit, found="a question")


def _surely_asks(text: str, language: Language) -> bool:
    return _ASKS[language].search(text.strip()) is not None and _SOFT[language].search(text.strip()) is None


def _answers_itself(english: str, japanese: str) -> bool:
    """Whether an English question is one that needs no answer, and the Japanese states the answer."""
    return _RHETORICAL.search(english) is not None and _UNASKED.search(japanese) is not None


RULES = (
    Rule(
        id="neg.lost",
        severity=Severity.WARNING,
        summary="What the source denies the translation denies, and no more: ない, ません against not, never, fail, un-.",
        why="A lost not turns a sentence round. Words that may do the same in another way keep this rule silent,"
        " but for a word denied on one side that stands on the other with no negation near: 答えなかった, “answered”.",
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
