"""Language tags by which an article names its foreign words: where it does, and which of them a page may carry (BCP 47)."""

from __future__ import annotations

import html
import re
from itertools import takewhile

__all__ = ["is_right_to_left", "language_tag", "told_language"]

_LANGUAGE_NAMES = """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo
    es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg
    ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn
    no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw
    ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    ace ach afh ain akk alt ang arc arn arz ast awa bal ban bar bej bem ber bho bik bin bla bua bug byn ceb chg chk chm
    chn cho chp chr chy ckb cmn cnr cop crh csb dak dar del den dgr din doi dsb dua dum enm ett ewo fan fat fil fon frm
    fro frr frs fur gaa gan gay gba gez gil gmh goh gon gor got grb grc gsw gwi hai hak haw hil hit hmn hsb hsn hup iba
    ilo inh jbo jpr jrb kaa kab kac kam kaw kbd kha kho kmb kok kos kpe krc krl kru ksh kum kut lad lah lam lez lij lmo
    lng lol lou loz lua lui lun luo lus lzh mad mag mai mak man mas mdf mdr men mey mfe mga mic min mis mnc mni moh mos
    mul mus mvi mwl mwr myv nan nap nds new nia niu nog non nov nqo nrf nrm nso nwc nym nyn nyo nzi ojp okn olo orv osa
    ota otk pag pal pam pap pau pcd pcm peo phn pms pon pro quc raj rap rar rom rup ryn rys ryu sad sah sam sas sat scn
    sco sel sga shn sid sma smj smn sms snk sog srn srr suk sus sux swb syc syr szl tem ter tet tig tiv tkl tli tmh tog
    tpi tsi tum tvl tyv udm uga umb und vai vec vep vls vot wal war was wuu xal xug yao yap yoi yue zap zbl zea zen zgh
    zun zxx zza
"""
_LANGUAGES = frozenset(_LANGUAGE_NAMES.split())
"""Subtags of the IANA registry: all of two letters, of three those of languages written about or quoted from."""
_RENAMED = {"in": "id", "iw": "he", "ji": "yi", "jw": "jv", "mo": "ro"}
"""What the registry prefers to a subtag it once had."""
_REGION_NAMES = """
    AA AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA
    CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB
    GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG
    KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV
    MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB
    SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US
    UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
_REGIONS = frozenset(_REGION_NAMES.split())
_SCRIPTS = {
    **dict.fromkeys(("cmn", "nan", "yue", "zh"), frozenset({"Hans", "Hant", "Latn"})),
    **dict.fromkeys(("az", "sr", "uz"), frozenset({"Cyrl", "Latn"})),
    "ja": frozenset({"Hira", "Kana", "Latn"}),
    "ko": frozenset({"Latn"}),
}
"""Where the script tells something: a tag leaves out the usual one of its language (RFC 5646, section 4.1)."""
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "nqo", "ota", "ps", "sd", "syr", "ug", "ur", "yi"})
_LONGEST = 35
"""RFC 5646, section 4.4.1."""
_START_TAG = re.compile(r"<[A-Za-z][^\s/>]*+((?:[^\"'>]|\"[^\"]*\"|'[^']*')*+)>")
_ATTRIBUTE = re.compile(r"([^\s=/>\"'<]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_SUBTAGS = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")


def language_tag(told: str) -> str:
    """Return a tag as a page may carry it, "" for what names no known language.

    Of its subtags language, script and region are kept, the latter two where they are known; an underscore counts as a hyphen.
    What follows a letter alone is of an extension or of private use (RFC 5646, sections 2.2.6 and 2.2.7).

    >>> [language_tag(told) for told in ("FR", "pt_br", "zh-hant-TW", "iw", "en-Latn-GB", "french", 'fr" onclick="', "")]
    ['fr', 'pt-BR', 'zh-Hant-TW', 'he', 'en-GB', '', '', '']
    >>> [language_tag(told) for told in ("th-u-ca-buddhist", "de-AT-u-co-phonebk", "fr-x-be")]
    ['th', 'de-AT', 'fr']
    """
    told = told.strip()
    if len(told) > _LONGEST or _SUBTAGS.fullmatch(told) is None:
        return ""
    language, *rest = told.replace("_", "-").lower().split("-")
    others = list(takewhile(lambda subtag: len(subtag) > 1, rest))
    language = _RENAMED.get(language, language)
    if language not in _LANGUAGES:
        return ""
    kept = [language]
    if others and others[0].title() in _SCRIPTS.get(language, ()):
        kept.append(others[0].title())
    region = next((other.upper() for other in others if len(other) == 2), "")  # noqa: PLR2004 - letters of a country
    return "-".join([*kept, region] if region in _REGIONS else kept)


def told_language(native: str) -> str:
    """Return the language in which the start tag at the beginning of some markup says its content is, "" if it does not.

    >>> told_language("<i class=x lang='la'>"), told_language("<i>lang=la</i>"), told_language("**")
    ('la', '', '')
    """
    tag = _START_TAG.match(native)
    if tag is None or "lang" not in tag[1].lower():
        return ""
    told: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(tag[1]):
        told.setdefault(name.lower(), "".join(values))
    return language_tag(html.unescape(told.get("lang") or told.get("xml:lang", "")))


def is_right_to_left(tag: str) -> bool:
    """Whether a language is written from right to left.

    >>> is_right_to_left("he"), is_right_to_left("fa-IR"), is_right_to_left("fr")
    (True, True, False)
    """
    return tag.partition("-")[0] in _RIGHT_TO_LEFT
