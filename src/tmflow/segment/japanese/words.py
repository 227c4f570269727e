"""What Japanese words tell the rules: particles that take up what stands before, forms that end a sentence, title nouns."""

from __future__ import annotations

import re

__all__ = [
    "ENDS_SENTENCE",
    "ENDS_SURELY",
    "GOES_ON_AFTER_BLANK",
    "TAKES_UP_FORM",
    "TAKES_UP_MARK",
    "TAKES_UP_QUOTATION",
    "TITLE_HEAD",
    "ends_clause",
    "ends_sentence",
    "ends_sentence_surely",
    "goes_on_after_blank",
    "is_drawn_out",
    "is_particle",
    "is_particle_end",
    "names_title",
    "takes_up_form",
    "takes_up_mark",
    "takes_up_name",
    "takes_up_noun",
    "takes_up_quotation",
    "takes_up_thought",
]

_KANJI = "一-鿿々〇"
_NOUN = rf"{_KANJI}ァ-ヶー"

_OPENS_WITH_TO = (
    r"と(?:[っんーゃゅょらりるれろ]|う(?:とう|に|てい|ぜん|じ|ぶん|しょ|だい|さん|ちゃん|ふ|げ)|お[くりいるす]|か[くげす]|き(?:どき|に|お[りた]|たま|[のがは、])"
    r"|くに|け[いるたてず]|げ|ころ|こ(?:や|と(?!わ)|なつ)|し(?:ょ(?:かん|しつ)|より|うえ|した|つき|[をのが])|じ(?:[たて]|まり)|たん|ちゅう|つぜん|て[もつ]|の(?:さま|う)"
    r"|ど[のろけまか]|なり[のでにへがは]|にかく|にも|はいえ|はい[うえ]もの|ば(?:す|っちり)|び(?:きり|ら|お[りき]|こ[みむ]|あが|まわ|だ[しす]|はね)|ぶ(?:と|[、。])|ぼ(?:とぼ|け|し)"
    r"|ま(?:[らりるれ]|っ[たて]|ど)|みに|め(?:ど|[てるた])|も(?:あれ|か[くし]|すれ|こ|だち|ども|る|に(?!、))|やかく|ある[一-鿿ァ-ヶ])"
)
"""Words that merely begin like the particle と. No word opens with ん, っ or a small kana, and hardly one with ら-ろ."""

_TO = rf"(?:(?!{_OPENS_WITH_TO})と|って)"
_NI = r"に(?![っんゃぎげ]|に[んが]|こ[にっり]|や[りに]|わ[かとの]|し[のへが]|じ[むの]|い[さちが]|せ|く[いら]|おい(?!て)|ら[みまむ]|もかかわらず)"
_FOLLOWERS = (
    rf"(?:[^ぁ-んー？！?!]|\Z|[おご][{_KANJI}]|とても|もう|まだ|まさ|ない|なか[っろ]|なく|ある|あり|あっ|あま|いい(?!え)|いか[がに]|いつ|いま|いけ|いえ|いる|どう|どこ|どの|だれ|だめ"
    r"|なん|なぜ|その|この|あの|それ|これ|あれ|ここ|そこ|そう|こう|よく|よい|よか|すべて|すで|すぐ|する|さす|みん|みな|わた|わか[らりるっ]|ぼく|おも|おそら"
    r"|きっと|ただ|ほと|ほんと|たぶん|ひと|やは|じつ|かなら|かなり|ちょ|ちが|ずっと|でき|なる|なっ|なり|きこ|みえ|たの|たいへ|むず|ゆう|さえ)"
)
"""What may follow a particle of one kana: anything but kana, or a kana word of high frequency. Another kana is taken to
go on with a word of its own: はこ, がたん, のど, もみじ."""

_DE = (
    r"で(?:す(?!が|から|ので)|し[たょ]|あ[りるっろ]|の|な[いくか]|よ[いかく]|いい|さえ|こ[のれ]|そ[のれう]|は(?:な[いくか]|あ[りるっ]|[す済][まむ]|い[けか]|だめ)"
    r"|も(?:な[いくか]|あ[りるっ]|い[いけ]|よ[いかく]|かま|だめ|[「『])|[^ぁ-んー])"
)
_DA = r"だ(?:った(?!ら)|[。、！？!?]|と(?!すれ|した)|ろ|け(?!ど|れ)|の|な[。、！とあん]|よ|ね|そう)"
_PARTICLES = (
    rf"を|[はがも]{_FOLLOWERS}|{_DE}|{_DA}"
    r"|の(?:[^ぁ-んー]|よう|ため|とおり|ほう|ほか|こ[とえ]|み(?!ず|ち)|あ[といの]|まま|ひと|うち|とき|なか|もと|せい|おかげ|かわり|はず|つもり|や[りと]|かけ|いみ|[をだで])"
    rf"|{_NI}|な(?:ど|んて|ら|る(?!ほど)|の[だでかにはが]|[、。])|や[^ぁ-んー]|へ(?:[^ぁ-んー]|[のはも]|と(?!へと))"
    r"|から(?:[^ぁ-んー]|[のはも]|で|だ[。っ]|こそ|はじ|な[るり])|まで(?:[^ぁ-んー]|[のもがには])|より[^ぁ-んー]"
)
_AFTER_QUOTATION = (
    r"しか(?![しもとりる])|こそ(?![こあどっ])|すら(?![すり])|さえ(?![ぎずわ])|っぽ|ほか|くらい|ぐらい|ばかり|らしい|みたい|ような|ように|かも[し、]|か(?:(?![弱細])[、「『一-鿿]|で|だ|しら)|[ねよ][、。]|じゃ(?:な|あり)"
    r"|風の|的な|等[のをがにと、]|以外|云々|同様|ﾄ(?![ｺｳﾆｷ])|ｯﾃ|ﾉ|ｦ|[、，,。｡．！？!?：:；;＝=／/・→―—–-]"
)
_AFTER_FORM = r"か[なも]|けど|けれど|ので|し、|ほど|くらい|ばかり|[、，,。｡．！？!?：:；;＝=／/・→―—–-]"
_AFTER_MARK = rf"を|など|なんて|の[{_NOUN}]|[はがにで][{_KANJI}ァ-ヶ]|[、，,:：；;＝=／/→―—]"
_AFTER_BLANK = r"など|を|が[問話]"
_TAKES_UP = re.compile(_TO)
_PAUSE = re.compile(r"[…‥]*+")
_PARTICLE_FOLLOWS = re.compile(_PARTICLES)
_TAKES_UP_QUOTATION = re.compile(_AFTER_QUOTATION)
_TAKES_UP_FORM = re.compile(_AFTER_FORM)
_TAKES_UP_MARK = re.compile(_AFTER_MARK)
_GOES_ON_AFTER_BLANK = re.compile(_AFTER_BLANK)
_TAKES_UP_NAME = re.compile(rf"を|[のがはに][{_NOUN}]|、")
_COPULA = re.compile(r"だ|です|でし|では|でも|な[らの、]")
_PARTICLE = re.compile(
    r"(?:と(?:は|も|か|だけ|いう|いった)?|って|など|なんて|から|です|でした|だ|だった|[のをにはがでもへ、。])(?=[\s、。]|\Z)"
)
_NOUN_END = re.compile(rf"[{_NOUN}A-Za-z]\Z")

_POLITE = "です|ます|でした|ました|ません|ましょう|でしょう|だろう|ください|下さい"
_GREETINGS = "ありがとう|おめでとう|おはよう|こんにちは|こんばんは|おやすみ|さようなら|さよなら|よろしく|ごめん|ごめんなさい|お疲れ[様さま]*"
_KANA_SURE = r"(?:[るうのすいん]|(?<![たゆわ])た)かな[ぁあー]?|かしら|[だたるいよす]な[ぁあ]?|[いしたる]なぁ|(?<!ど)うか|[すたるのい]か"
_ENDS_SENTENCE = re.compile(
    rf"(?:{_POLITE}|{_GREETINGS}|{_KANA_SURE}|かな|よね|だよ|よ|ね|ねぇ|ねえ|わ|ぞ|ぜ|さ|(?<!と)か|た|だ|ない|たい|じゃん|もん|[らかまきせ]ん"
    r"|する|いる|ある|なる|れる|せる|える|しい|[こごそとのぼろよお]う|かも|っけ|もの|けど|のに|から|んだ|だって|とさ|なの|[よねわかだたすいなぞ][ぁぅぇぉー～〜っッ]{1,2})\Z"
)
_ENDS_SURELY = re.compile(
    rf"(?:{_POLITE}|{_GREETINGS}|{_KANA_SURE}|よね|だよ|[^のもはがを]よ|[^かで]ね|わ|ぞ|ぜ|だった|った|した|ている|んだ|のだ|ない|だ"
    rf"|[しいえけげせてねべめれ]よう|[{_KANJI}][こごそとのぼもろお]う)\Z"
)
_CLAUSE_END = re.compile(
    rf"(?:{_POLITE}|だった|した|ている|んだ|のだ|[{_KANJI}](?:だ|る|う|く|む|ない|たい)|[いたるだ](?:が|けど|けれど|から|ので|のに))\Z"
)
_DRAWN_OUT = re.compile(
    r"(?:です|ます|ました|でした|ません|ましょう|ください|[うくぐすつぬぶむるだたい]よ|[だよすたい]ね|よね|[るうのいんす]かな)\Z"
)
_PARTICLE_END = re.compile(r"(?:[のはがをにへもでやてし、，]|(?<!こ)と|から|まで|より|など)\Z")
_MIMETIC = re.compile(r"([ぁ-んァ-ヶ]{2})\1\Z")
"""Two syllables said twice, as words for sounds and manners are."""

_FORM_REACH = 8

_TITLE_HEAD = re.compile(
    rf"(?:編|展|号|版|賞|論|集|祭|型|式|派|系|戦|欄|枠|説|案|感|券)(?![{_KANJI}])"
    r"|(?:発売|公開|上映|上演|放送|放映|配信|開催|連載|販売|刊行)(?:中|開始|記念|決定)"
    r"|計画|作戦|運動|特集|企画|大作戦|宣言|講座|講演会|展覧会|連載|発言|騒動|疑惑|路線|精神|戦略|制度|方式|現象|状態"
    r"|シリーズ|コーナー|キャンペーン|プロジェクト|ボタン|ページ|サイト|フェア|イベント|セミナー|ツアー|コース|セット|プラン|ブログ|ポスター"
    r"|マーク|カード|リンク|メニュー|アイコン|ステッカー|ポーズ|コール|タイプ|ゲーム|アプリ|ソング|ライブ|コンサート|バージョン|ムード|アピール"
)
_TITLE_NOUN = re.compile(
    r"(?:新作|近作|映画|雑誌|番組|小説|漫画|書籍|楽曲|曲|アルバム|絵本|作品|特集|連載|ドラマ|アニメ|詩集|句集|歌集|舞台|ゲーム|新刊|著書|企画|コーナー|展覧会|標語|合言葉)\Z"
)
_OPENS_NOUN = re.compile(rf"[{_KANJI}ァ-ヶA-Za-z0-9]")
_CASE_BEFORE = re.compile(rf"[をにでへのが][{_NOUN}]{{0,6}}\Z")
_OPENS_KATAKANA = re.compile(r"[ァ-ヶ]{2}")


def takes_up_quotation(text: str, position: int, *, after_case: bool = False) -> bool:
    """Whether the word at the position takes up a quotation before it, so that the sentence goes on.

    after_case: a particle of case stands before the quotation, which is then no sentence of its own: 答えは「…。」だから goes on.

    >>> takes_up_quotation("という", 0), takes_up_quotation("ところが", 0)
    (True, False)
    """
    if after_case and _COPULA.match(text, position):
        return True
    return _takes_up(_TAKES_UP_QUOTATION, text, position)


def is_particle(text: str, position: int) -> bool:
    """Whether a particle and no more stands between the position and the next blank, in text with blanks between phrases."""
    return _PARTICLE.match(text, position) is not None


def takes_up_noun(text: str, position: int) -> bool:
    """Whether a particle at the position makes a word of its sentence of what stands before it.

    >>> takes_up_noun("も来た", 0), takes_up_noun("もう来た", 0)
    (True, False)
    """
    return (_TAKES_UP.match(text, position) or _PARTICLE_FOLLOWS.match(text, position)) is not None


def takes_up_thought(text: str, position: int) -> bool:
    """Whether と or its like takes up a sentence in brackets before it: （…。）と思う."""
    return _TAKES_UP.match(text, position) is not None


def takes_up_mark(text: str, position: int) -> bool:
    """Whether the word at the position takes up ！ or ？ outside of a quotation."""
    pause = _PAUSE.match(text, position)
    return (
        _TAKES_UP.match(text, pause.end() if pause else position) or _TAKES_UP_MARK.match(text, position)
    ) is not None


def goes_on_after_blank(text: str, position: int) -> bool:
    """Whether the word takes up ！ or ？ even across the blank that typesetters put after them."""
    return (_TAKES_UP.match(text, position) or _GOES_ON_AFTER_BLANK.match(text, position)) is not None


def takes_up_form(text: str, position: int) -> bool:
    """Whether the word takes up a finite form with an ellipsis or a symbol after it."""
    return _takes_up(_TAKES_UP_FORM, text, position)


def takes_up_name(text: str, start: int, end: int) -> bool:
    """Whether 。 at [start, end) belongs to a name: a noun stands before it, a particle that opens no sentence after it."""
    if _NOUN_END.search(text, max(0, start - 1), start) is None:
        return False
    particle = _TAKES_UP.match(text, end)
    if particle is not None and _OPENS_NOUN.match(text, particle.end()):
        return True
    return _TAKES_UP_NAME.match(text, end) is not None


def ends_sentence(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] closes with a form that may end a sentence, and not only looks so as ふわふわ does."""
    start = max(start, end - _FORM_REACH)
    return _ENDS_SENTENCE.search(text, start, end) is not None and _MIMETIC.search(text, start, end) is None


def ends_sentence_surely(text: str, start: int, end: int) -> bool:
    """Whether it closes with a form that seldom does anything else: an ellipsis after it is more than a pause."""
    return _ENDS_SURELY.search(text, max(start, end - _FORM_REACH), end) is not None


def is_drawn_out(text: str, start: int, end: int) -> bool:
    """Whether it closes with a polite or spoken form whose last vowel may be drawn out: 行きましょう〜."""
    return _DRAWN_OUT.search(text, max(start, end - _FORM_REACH), end) is not None


def ends_clause(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] is a clause by its last word: a finite form, or one with が or けど after it."""
    return _CLAUSE_END.search(text, max(start, end - _FORM_REACH), end) is not None


def is_particle_end(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] closes with a particle that wants something after it."""
    return _PARTICLE_END.search(text, max(start, end - 3), end) is not None


def names_title(text: str, sentence: int, opener: int, after: int) -> bool:
    """Whether the quotation from `opener` to `after` is a title or label inside of a noun phrase: 『急げ！』編.

    sentence: where its sentence begins.
    """
    if _TITLE_HEAD.match(text, after):
        return True
    left = max(sentence, opener - _FORM_REACH)
    if _TITLE_NOUN.search(text, left, opener):
        return _OPENS_NOUN.match(text, after) is not None
    return _CASE_BEFORE.search(text, left, opener) is not None and _OPENS_KATAKANA.match(text, after) is not None


def _takes_up(further: re.Pattern[str], text: str, position: int) -> bool:
    match = _TAKES_UP.match(text, position) or _PARTICLE_FOLLOWS.match(text, position) or further.match(text, position)
    return match is not None


# Sources of the patterns above, for the export of the rules in the words of SRX.
TAKES_UP_QUOTATION = f"{_TO}|{_PARTICLES}|{_AFTER_QUOTATION}"
TAKES_UP_MARK = f"{_TO}|{_AFTER_MARK}"
TAKES_UP_FORM = f"{_TO}|{_PARTICLES}|{_AFTER_FORM}"
ENDS_SENTENCE = _ENDS_SENTENCE.pattern
ENDS_SURELY = _ENDS_SURELY.pattern
GOES_ON_AFTER_BLANK = f"{_TO}|{_AFTER_BLANK}"
TITLE_HEAD = _TITLE_HEAD.pattern
