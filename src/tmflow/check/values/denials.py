"""Words that one side denies and the other says as they are: 答えなかった, "answered"; "failed to reach", 到達した."""

from __future__ import annotations

import re

__all__ = ["says_what_is_denied"]

_WORDS = (
    ("反対", r"oppos\w*|object\w*|against"),
    ("賛成|同意|支持", r"agree\w*|support\w*|favou?r\w*|back(?:s|ed)?"),
    ("否定", r"den(?:y|ies|ied)|rul(?:e|es|ed)\sout|dismiss\w*|negat\w*"),
    ("認め", r"admit\w*|acknowledg\w*|recogni\w*|accept\w*|allow\w*"),
    ("答え|回答|応じ", r"answer\w*|respond\w*|repl(?:y|ies|ied)|compl(?:y|ied)|agree\w*"),
    ("明らかに|公表|明か|発表", r"say|disclos\w*|reveal\w*|announc\w*|releas\w*|publish\w*|identif\w*"),
    ("話[しさ]|述べ|語[らっる]|触れ|コメント", r"say|speak|talk\w*|comment\w*|mention\w*|discuss\w*"),
    ("必要|要[しさ]|要ら", r"need\w*|requir\w*|necess\w*"),
    ("義務", r"requir\w*|oblig\w*|mandat\w*|compuls\w*|dut(?:y|ies)"),
    ("予約", r"appointments?|reservations?|booking\w*"),
    ("証拠|根拠|裏付け", r"evidence|proof|grounds"),
    ("兆し|兆候|気配", r"signs?|indications?"),
    ("計画|予定", r"plan\w*|intend\w*|schedul\w*"),
    ("被害", r"damage\w*|harm\w*|hurt|destroy\w*"),
    ("支障|混乱|トラブル", r"disrupt\w*|troubl\w*|problems?|confusion|chaos|hinder\w*"),
    ("異常", r"abnormal\w*|problems?|irregular\w*|anomal\w*"),
    ("違法|不法", r"illegal\w*|unlawful\w*"),
    ("不当|不公平", r"unfair\w*|unjust\w*|improper\w*"),
    ("有害|害", r"harmful|toxic"),
    ("無効", r"invalid|void"),
    ("けが人|負傷者|けがは|けがを", r"injur\w*|hurt"),
    ("影響", r"affect\w*|effects?|impact\w*|influenc\w*|disrupt\w*|delay\w*|interrupt\w*"),
    ("受け入れ|受け付け|受け取|受理", r"accept\w*|receiv\w*|tak(?:e|es|en|ing)|took"),
    ("到達|達[しす]|届[いかく]", r"reach\w*|attain\w*|achiev\w*|arriv\w*"),
    ("許可|許さ|許し", r"allow\w*|permit\w*|permission"),
    ("参加|出席|出場", r"attend\w*|participat\w*|take\spart|join\w*|compet\w*"),
    ("見つか|見つけ|発見", r"f(?:ind|ound)|discover\w*|locat\w*"),
    ("確認", r"confirm\w*|verif\w*"),
    ("信じ", r"believ\w*|trust\w*"),
    ("覚え", r"rememb\w*|recall\w*"),
    ("使[わいうえっ]|使用|利用", r"us(?:e|es|ed|ing)|utili[sz]\w*"),
    ("開[かいけ]|開催|開館", r"open\w*|held"),
    ("始ま|始め|開始", r"beg[iau]n\w*|start\w*"),
    ("終わ|終え|終了", r"end(?:s|ed)?|finish\w*|conclud\w*"),
    ("完成|完了", r"complet\w*|finish\w*"),
    ("解決|解明", r"solv\w*|resolv\w*|settl\w*"),
    ("合意", r"agree\w*|deal"),
    ("署名|批准|調印", r"sign(?:s|ed)?|ratif\w*"),
    ("売[らっり]|販売|売却", r"s(?:ell|old)|sale"),
    ("買[わっい]|購入", r"b(?:uy|ought)|purchas\w*"),
    ("払[わっい]|支払", r"pa(?:y|id)|payment\w*"),
    ("書[いかけ]", r"writ(?:e|es|ten)|wrote"),
    ("読[まみん]", r"read"),
    ("会[わっい]|面会", r"me[et]t?|meeting"),
    ("戻[らっり]|復帰", r"return\w*|come\sback|go\sback"),
    ("含[まみめん]", r"includ\w*|contain\w*|compris\w*"),
    ("働[かいけ]|勤務", r"work\w*"),
    ("勝[たっち]|優勝", r"w(?:in|ins|on)"),
    ("成功", r"succe\w*"),
    ("機能|作動", r"function\w*|work\w*|operat\w*"),
    ("公開", r"open|public\w*|releas\w*"),
    ("従[わいっ]|守[らりっ]", r"follow\w*|obey\w*|compl(?:y|ied)|observ\w*|keep|kept"),
    ("満足", r"satisf\w*|content|happy"),
    ("納得", r"convinc\w*|satisf\w*|accept\w*"),
    ("有効", r"valid|effective"),
    ("対象", r"subject|eligib\w*|cover\w*|appl(?:y|ies|ied)"),
    ("関与|関わ[らっり]", r"involv\w*|part"),
    ("期待", r"expect\w*|hop(?:e|es|ed)|count\w*"),
    ("理解", r"underst\w+"),
    ("提出|提示", r"submit\w*|produc\w*|present\w*|file[sd]?"),
    ("残っ|残さ|残ら", r"remain\w*|left|surviv\w*"),
    ("実施|行わ", r"conduct\w*|carr(?:y|ied)\sout|held|hold|implement\w*|perform\w*"),
    ("中止", r"cancel\w*|call\w*\soff"),
    ("禁止|禁じ", r"bann?\w*|prohibit\w*|forb[ia]\w+"),
    ("閉鎖|閉館|閉店", r"clos\w*|shut\w*"),
    ("安[いくか]", r"cheap\w*|inexpensive"),
    ("高[いくか]", r"expensive|high|tall"),
    ("簡単|容易|易し|やさし", r"eas(?:y|ily)|simpl[ey]|straightforward"),
    ("珍し", r"rare|unusual|uncommon"),
    ("新し", r"new"),
    ("安全|安心して", r"safe\w*"),
    ("危険", r"danger\w*"),
    ("正し|正確", r"correct|right|accurate\w*|true"),
    ("明確|はっきり", r"clear\w*"),
    ("十分", r"enough|sufficient\w*|adequate\w*"),
    ("可能(?!性)", r"possible"),
    ("合法", r"legal\w*|lawful"),
    ("一般的|普通", r"common|usual|normal|ordinary"),
    ("重要|大切", r"important|crucial|vital"),
    ("深刻", r"serious\w*|severe\w*|grave"),
    ("公平|公正", r"fair\w*"),
    ("幸せ|うれし|嬉し", r"happy|glad|pleased"),
)
"""The beginnings of words in Japanese, and the same in English."""
_ENGLISH_NO = (
    r"(?:\b(?:not|cannot|never|no\slonger(?!\sthan))|n[’']t|\b(?:declin|fail|refus)(?:e|es|ed|s)\sto|\bunable\sto|\bneither\b[^.;,]{1,50}?\bnor\b[^.;,]{1,30}?)"
    r"\s(?:(?:be|been|being|have|has|had|yet|even|\w+ly|to|any|the|a|an|their|his|her|its|in|find|found)\s){0,3}"
)
_ENGLISH_NONE = (
    r"\b(?-i:[Nn]o\s(?:[a-z]+\s)?)(?=(?:evidence|proof|grounds|damage|signs?|indications?|plans?|need|effects?|impact|influence|appointments?|reservations?"
    r"|bookings?|obligation|duty|permission|deal|agreement|sale|mention|comment|answer|reply|response|injuries)\b)"
)
_JAPANESE_NO = r"(?:[ぁ-ん]{0,8}?(?:な(?:い(?!か|と(?:いけ|なら|だめ|ダメ))|かった)|ません)|する?[一-鿿]{1,4}[はも](?:い(?:な|ません)|な[いか]|ありません))"
_STILL_NO = {
    "ja": re.compile(
        r"な[いかくけきさし]|ず|ぬ[。、]|ません|まい[。、]|ん[。」]|[らわかば]ん|かね[るまてた]|[未不無非否欠失拒断避免]|しか|だけ|のみ|以外|ゼロ|やめ|止め|控え|見送|難し|困難|禁|反対|初めて|ようやく|やっと|ついに|てから|反[しす]|逆|より|むしろ|前に|だめ|ダメ|まで(?:は|も)|もう|離れ|遅|延期"
    ),
    "en": re.compile(
        r"\b(?:not|cannot|never|no|none|nobody|nothing|nowhere|neither|nor|without|fail\w*|lack\w*|refus\w*|declin\w*|unable|hardly|barely|scarcely|rarely|seldom|few\w*|little|less|least|only|but|unless|until|yet|stop\w*|ceas\w*|quit|rather|instead|before"
        r"|den(?:y|ies|ied|ial)|reject\w*|prevent\w*|avoid\w*|ban\w*|block\w*|too|than|out|off|away|against|beyond|far|impossib\w*|in[a-z]{5,}|un(?!der|it|iq|iv|ion|cle)\w{3,}|dis[a-z]{4,}|free|absen\w*|miss\w*|still|remain\w*|any\w*|doubt\w*|wrong\w*|hard|difficult\w*|if|end\w*|exempt\w*|ignor\w*|abandon\w*|withh\w+|withdr\w+|skip\w*|drop\w*|last|once|former\w*|except|spare\w*|nah|nope|dunno|oppos\w*|\w+less)\b|n[’']t\b",
        re.IGNORECASE,
    ),
}
"""What may deny in the other side after all."""


def _english_denied(words: str) -> re.Pattern[str]:
    return re.compile(
        rf"{_ENGLISH_NO}(?:{words})\b|{_ENGLISH_NONE}(?:{words})\b|\bno\s(?:[a-z]+\s){{1,4}}?(?:is|are|was|were)\s(?:{words})\b",
        re.IGNORECASE,
    )


_DENIED = tuple(
    (
        re.compile(f"不要|(?:{japanese}){_JAPANESE_NO}" if "要" in japanese else f"(?:{japanese}){_JAPANESE_NO}"),
        re.compile(japanese),
        _english_denied(english),
        re.compile(rf"\b(?:{english})\b", re.IGNORECASE),
    )
    for japanese, english in _WORDS
)


def says_what_is_denied(japanese: str, english: str, *, is_japanese_denied: bool) -> bool:
    """Whether one side denies a word that the other has too, and nothing there denies anything.

    is_japanese_denied: whether it is the Japanese that denies; if not, the English does.

    >>> says_what_is_denied("館長は質問に答えなかった。", "The director answered questions.", is_japanese_denied=True)
    True
    >>> says_what_is_denied("館長は質問に答えた。", "The director never answered questions.", is_japanese_denied=False)
    True
    >>> says_what_is_denied("館長は答えを避けた。", "The director did not answer.", is_japanese_denied=False)
    False
    """
    for no_japanese, yes_japanese, no_english, yes_english in _DENIED:
        denied, said = (no_japanese, yes_english) if is_japanese_denied else (no_english, yes_japanese)
        here, there = (japanese, english) if is_japanese_denied else (english, japanese)
        if not (denied.search(here) and said.search(there)):
            continue
        return _STILL_NO["en" if is_japanese_denied else "ja"].search(said.sub(" ", there)) is None
    return False
