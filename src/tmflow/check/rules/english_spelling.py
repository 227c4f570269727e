"""Rules on English spelling: American or British throughout an article, and no well-known slips.

There is no spell checker behind them: a dictionary does not know the names, the romanized words and the terms that a
publication between two languages is full of, and an alarm at each of them would bury the slips.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from tmflow.check.finding import Severity
from tmflow.check.masking import DOUBLE_QUOTED, blank_spans
from tmflow.check.prose import MASK, Prose, iter_prose
from tmflow.check.rule import Example, Fault, Rule, Scope
from tmflow.check.subject import Subject
from tmflow.model.language import Language

__all__ = ["RULES"]


class _Variety(Enum):
    US = "American"
    UK = "British"


class _Pair(NamedTuple):
    """Words that the two varieties spell in two ways: a pattern that matches both, and what makes either of its groups.

    is_ise: of the -ize words, which are as good in British as in American; only -ise tells.
    """

    pattern: re.Pattern[str]
    us: str
    uk: str
    is_ise: bool = False


def _pair(stems: str, middle: str, ends: str, us: str, uk: str, *, is_ise: bool = False) -> _Pair:
    one_of = "|".join(stems.split())
    return _Pair(re.compile(rf"({one_of}){middle}({ends})"), us, uk, is_ise)


_PAIRS = (
    _pair(
        "colo discolo favo disfavo hono dishono labo neighbo harbo behavio misbehavio flavo humo rumo vapo odo savo endeavo parlo armo"
        " vigo demeano splendo tumo rigo fervo cando valo ardo clamo",
        "u?r", "s|ed|ing|er|ers|ful|fully|less|able|ably|ite|ites|hood|hoods|ly|al|y|ies|", r"\1r\2", r"\1ur\2",
    ),
    _pair("cent theat lit kilomet centimet millimet fib somb calib lust meag spect", "(?:er|re)", "s|", r"\1er\2", r"\1re\2"),
    _pair("cent", "(?:er|r)", "ed|ing", r"\1er\2", r"\1r\2"),
    _pair(
        "organi reorgani disorgani reali recogni emphasi apologi critici authori characteri minimi maximi summari memori moderni mobili"
        " demobili stabili destabili privati prioriti speciali symboli utili finali generali locali visuali optimi standardi neutrali"
        " legali centrali decentrali civili coloni urbani industriali nationali normali revitali scrutini sympathi theori victimi jeopardi"
        " hospitali immuni fertili digiti customi categori capitali ideali penali terrori vandali sterili patroni antagoni harmoni"
        " popular trivial material",
        "[sz]", "e|es|ed|er|ers|ing|ation|ations|ational|able", r"\1z\2", r"\1s\2", is_ise=True,
    ),
    _pair("anal paral catal", "y[sz]", "e|es|ed|er|ers|ing", r"\1yz\2", r"\1ys\2"),
    _pair(
        "trave cance mode labe signa leve fue channe counse quarre tota dia tunne marve pedd gove grove shove swive unrave equa riva",
        "ll?", "ed|ing|er|ers|or|ors|ous|ously", r"\1l\2", r"\1ll\2",
    ),
    _pair("fulfi insti enro appa disti", "ll?", "ment|ments|s|", r"\1ll\2", r"\1l\2"),
    _pair("ski wi", "ll?", "ful|fully|fulness", r"\1ll\2", r"\1l\2"),
    _pair("defen offen preten", "[sc]e", "s|less|", r"\1se\2", r"\1ce\2"),
    _pair("gr", "[ae]y", "s|er|est|ish|ing|", r"\1ay\2", r"\1ey\2"),
    _pair("pl", "(?:ow|ough)", "s|ed|ing|", r"\1ow\2", r"\1ough\2"),
    _pair("m sm", "ou?l", "d|ds|dy|ded|ding|der|ders|dered|dering|t|ts|ted|ting", r"\1ol\2", r"\1oul\2"),
    _pair("jewel", "(?:le)?r", "y", r"\1r\2", r"\1ler\2"),
    _pair("alumin", "i?um", "", r"\1um\2", r"\1ium\2"),
    _pair("s", "[kc]eptic", "s|al|ally|ism", r"\1keptic\2", r"\1ceptic\2"),
    _pair("art", "[ie]fact", "s|", r"\1ifact\2", r"\1efact\2"),
    _pair("co", "[zs]", "y|ier|iest|ily|iness", r"\1z\2", r"\1s\2"),
    _pair("man", "(?:eu|oeu)v(?:er|r)", "s|ed|ing|able", r"\1euver\2", r"\1oeuvr\2"),
    _pair("", "(?:air|aero)plane", "s|", r"\1airplane\2", r"\1aeroplane\2"),
    _pair("", "mo?ustache", "s|d|", r"\1mustache\2", r"\1moustache\2"),
    _pair("p", "[ay]jama", "s|", r"\1ajama\2", r"\1yjama\2"),
    _pair("acknowledg", "e?m", "ent|ents", r"\1m\2", r"\1em\2"),
    _pair("p leuk an", "a?e(?:diatric|mi)", "a|c|s|ian|ians|", r"\1e\2", r"\1ae\2"),
)  # fmt: skip
_BRITISH_ONLY = {
    "programme": "program", "programmes": "programs", "tyre": "tire", "tyres": "tires", "cheque": "check", "cheques": "checks",
    "kerb": "curb", "kerbs": "curbs", "draught": "draft", "draughts": "drafts", "storey": "story", "storeys": "stories",
    "licence": "license", "licences": "licenses", "metre": "meter", "metres": "meters", "whilst": "while", "amongst": "among",
    "ageing": "aging", "practise": "practice", "practised": "practiced", "practising": "practicing", "mum": "mom", "mums": "moms",
}  # fmt: skip
"""Words that only British has; the American one has other meanings, too, and tells nothing."""
_SLIPS = dict(
    row.split(":")
    for row in """
    teh:the recieve:receive recieved:received recieves:receives beleive:believe beleived:believed acheive:achieve
    acheived:achieved seperate:separate seperated:separated seperately:separately definately:definitely occured:occurred
    occuring:occurring occurence:occurrence accomodate:accommodate accomodation:accommodation goverment:government
    enviroment:environment enviromental:environmental neccessary:necessary necesary:necessary succesful:successful
    successfull:successful succesfully:successfully tommorow:tomorrow tommorrow:tomorrow untill:until wich:which
    thier:their begining:beginning cemetary:cemetery commited:committed commitee:committee comittee:committee
    concious:conscious consious:conscious dissapear:disappear dissapeared:disappeared dissapoint:disappoint
    dissapointed:disappointed embarass:embarrass embarassed:embarrassed embarassing:embarrassing existance:existence
    foriegn:foreign freind:friend freinds:friends gaurd:guard guage:gauge harrass:harass harrassment:harassment
    immediatly:immediately independant:independent independance:independence knowlege:knowledge liason:liaison
    maintainance:maintenance maintenence:maintenance millenium:millennium minature:miniature mischevious:mischievous
    noticable:noticeable ocasion:occasion occassion:occasion occassionally:occasionally oppurtunity:opportunity
    parliment:parliament persistant:persistent posession:possession prefered:preferred prefering:preferring
    priviledge:privilege privelege:privilege probaly:probably publically:publicly questionaire:questionnaire
    recomend:recommend recomended:recommended reccomend:recommend refered:referred refering:referring relevent:relevant
    religous:religious remeber:remember resistence:resistance responsability:responsibility rythm:rhythm
    shedule:schedule seige:siege similiar:similar sincerly:sincerely speach:speech strenght:strength lenght:length
    suprise:surprise suprised:surprised surpise:surprise temperture:temperature temparature:temperature
    transfered:transferred transfering:transferring truely:truly unfortunatly:unfortunately vaccum:vacuum
    vehical:vehicle wether:whether wierd:weird writting:writing adress:address agressive:aggressive agression:aggression
    apparantly:apparently appearence:appearance arguement:argument athelete:athlete availible:available
    avaliable:available basicly:basically becuase:because buisness:business carreer:career collegue:colleague
    collegues:colleagues comming:coming concensus:consensus contraversial:controversial critisism:criticism
    curiousity:curiosity decison:decision desparate:desperate develope:develop diplomcy:diplomacy excercise:exercise
    explaination:explanation familar:familiar finaly:finally fourty:forty futher:further garantee:guarantee
    happend:happened heigth:height hieght:height histroy:history imediately:immediately intresting:interesting
    interupt:interrupt interupted:interrupted manuever:maneuver negociate:negotiate negociation:negotiation
    negotation:negotiation offical:official officals:officials officialy:officially peice:piece poeple:people
    politican:politician politicans:politicians presidental:presidential pronounciation:pronunciation
    propoganda:propaganda soliders:soldiers sucess:success threshhold:threshold tradional:traditional twelth:twelfth
    libary:library restaraunt:restaurant langauge:language untlil:until
    """.split()  # noqa: SIM905 - one word a line would fill three pages
)
"""Misspellings that are no words: a word that is one (calender, solider) may be meant."""


_WORD = re.compile(r"(?<![A-Za-z0-9_'’./@-])[A-Z]?[a-z]{2,}(?![A-Za-z0-9_@/])")


class _Use(NamedTuple):
    """A word that one variety spells so. other: how the other does. is_ise: whether it is one of the -ize words."""

    prose: Prose
    start: int
    word: str
    other: str
    variety: _Variety
    is_ise: bool


def _find_spelling(subject: Subject) -> Iterator[Fault]:
    prose = list(iter_prose(subject, Language.EN))
    uses = [use for one in prose for use in _iter_uses(one)]
    has_ise = any(use.is_ise and use.variety is _Variety.UK for use in uses)
    counts = Counter(use.variety for use in uses if has_ise or not _is_good_in_both(use))
    if len(counts) == len(_Variety):
        usual = _Variety.US if counts[_Variety.US] >= counts[_Variety.UK] else _Variety.UK
        for use in uses:
            if use.variety is not usual and (has_ise or not _is_good_in_both(use)):
                message = f"{use.word} is {use.variety.value}, the article is {usual.value}"
                end = use.start + len(use.word)
                yield use.prose.fault(message, use.start, end, expected=use.other, fix=use.other)
    for one in prose:
        yield from _iter_slips(one)


def _is_good_in_both(use: _Use) -> bool:
    return use.is_ise and use.variety is _Variety.US


def _iter_uses(one: Prose) -> Iterator[_Use]:
    """Yield the words of one variety; those in quotation marks and names, which have a capital, are as others have them."""
    text = blank_spans(one.text, (found.span() for found in DOUBLE_QUOTED.finditer(one.text)), filler=MASK)
    for found in _WORD.finditer(text):
        word = found.group()
        if word in _BRITISH_ONLY:
            yield _Use(one, found.start(), word, _BRITISH_ONLY[word], _Variety.UK, is_ise=False)
            continue
        for pair in _PAIRS:
            if spelled := pair.pattern.fullmatch(word):
                us, uk = spelled.expand(pair.us), spelled.expand(pair.uk)
                if word in {us, uk} and us != uk:
                    is_us = word == us
                    variety = _Variety.US if is_us else _Variety.UK
                    yield _Use(one, found.start(), word, uk if is_us else us, variety, pair.is_ise)
                break


def _iter_slips(one: Prose) -> Iterator[Fault]:
    for found in _WORD.finditer(one.text):
        word = found.group()
        right = _SLIPS.get(word.lower())
        if right is not None and (word.islower() or not found.start()):
            right = right[0].upper() + right[1:] if word[0].isupper() else right
            yield one.fault(f"{word} for {right}", *found.span(), expected=right, fix=right)


RULES = (
    Rule(
        id="en.spelling",
        severity=Severity.WARNING,
        summary="American or British spelling throughout an article, names and quotations aside, and none of the slips everybody knows.",
        why="Two spellings show where a text was put together. A dictionary would call names and romanized words wrong, so there is none here.",
        good=Example(ja="港の色は中央で変わる。", en="The color of the harbor changes at the center."),
        bad=Example(ja="港の色は中央で変わる。", en="The color of the harbor changes at the centre."),
        find=_find_spelling,
        scope=Scope.ARTICLE,
    ),
)
