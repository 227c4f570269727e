"""English abbreviations by what their dot means, and words that open a sentence. Forms are without the final dot."""

from __future__ import annotations

import re

__all__ = [
    "BEFORE_NAMES",
    "BEFORE_NAMES_TOO",
    "BEFORE_NUMBERS",
    "CLOCK",
    "CLOCK_FOLLOWERS",
    "CLOSING",
    "FINITE_VERBS",
    "INTERJECTIONS",
    "LABELS",
    "LETTERED",
    "MAY_END",
    "NEVER_FINAL",
    "PREPOSITIONS",
    "REPORTING_VERBS",
    "SHORT_WORDS",
    "SOUNDS",
    "STARTERS",
    "SUBJECTS",
    "SUBORDINATORS",
    "TIME_WORDS",
    "ends_abbreviation",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEVER_FINAL = _words(
    "Mr Mrs Ms Mx Messrs Mme Mmes Mlle Dr Drs Prof Profs Rev Fr Hon Sen Sens Rep Reps Gov Govs Gen Col Lt Maj Capt Cpt Cmdr "
    "Sgt Cpl Pvt Adm Brig Supt Insp Det Pres Amb Atty Msgr Mgr Treas Const Mt Ft Pte Ens Hrh mr mrs ms dr prof sen gen "
    "e.g i.e E.g I.e eg ie vs v viz cf Cf approx Approx esp incl excl resp orig transl trans eds ca c fl "
    "attn Attn a.k.a A.k.a P.S P.P.S PS PPS N.B NB n.b h.c pref aka adj adv Comdr Lieut Sra Srta Mons Ald Assoc asst Asst"
)
"""Titles before a name, and words that always introduce something."""

BEFORE_NUMBERS = _words(
    "No Nos no nos Nr N° Nº № p pp Pp Fig Figs fig figs Vol Vols vol vols Sec Secs § Ch Chs ch chap Chap Art Arts Eq Eqs eq Tab Pt pt "
    "par para Para Cap cap Reg Bk bk Ex Exs Ver ver op Op Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Tel tel Ext ext "
    "ISBN Rm rm Apt apt cl cls Cl Cls Sched Scheds reg regs subs App ss s Rte Rt Inv lat Lat Bldg Ste Lev Ps Isa Matt Rom Cor"
)
"""They go on only when a number follows; otherwise they end like a word."""

CLOCK = frozenset(("a.m", "p.m", "A.M", "P.M", "am", "pm"))

CLOSING = frozenset({"etc", "B.C", "A.D", "B.C.E", "C.E", "bros"}) | CLOCK
"""May end, and before a capital nearly always do."""

MAY_END = CLOSING | _words(
    "Inc Corp Ltd Co Cos LLC L.L.C Bros Jr Sr Esq al U.S U.K U.N E.U D.C U.S.A U.S.S.R U.A.E N.Y L.A N.J "
    "Ph.D PhD M.D B.A M.A B.Sc M.Sc B.S M.S D.Phil LL.B LL.M R.N Ave Blvd Rd St Sq Hwy Pkwy Dept dept Depts Univ univ Assn Bldg bldg Mfg Intl Natl "
    "Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Mass Md Mich Minn Miss Mo Mont Neb Nev Okla Ont Ore Pa Penn Tenn Tex "
    "Va Vt Wash Wis Wyo est Est hr hrs min mins sec secs lb lbs oz ft yd yds sq mi mph max avg temp deg govt Govt Admin admin "
    "dist Dist Mon Tue Tues Wed Thu Thur Thurs Fri ibid Ibid Pty Plc plc S.A N.V A.G Gmbh Inst inst Acad Lib lib misc Utd "
    "ed Ed rev ref refs Ref Refs Ctr Cntr Pl Arr arr dep"
)
"""Company forms, degrees, countries, states, streets, units: the next word decides."""

BEFORE_NAMES = _words("ed rev est arr dep")
"""Abbreviations in lower case that a name follows; after all others a capital opens a sentence."""

BEFORE_NAMES_TOO = frozenset({"Sec", "Pt", "Rt"})
"""Before a number a section, part or route; before a name a title or a landscape word."""

STARTERS = _words(
    "The A An This That These Those He She It They We You I In On At By For From With Without But And Or So Yet If When While "
    "After Before As Since Although Though However There Here What Who Whom Whose Why How Where Which My Our Your His Her Their "
    "Its Some Many Most All Both Each Every Either Neither Another Other Others Such No Not Now Then Today Yesterday Tomorrow "
    "Meanwhile Also Even Only Just Still Once Until Unless Because Despite During Let Please Yes Oh Well Is Are Was Were Do Does "
    "Did Can Could Will Would Should Might Must Have Has Had Between Through Throughout Under Over Among Against Instead "
    "Nevertheless Nonetheless Moreover Furthermore Therefore Thus Hence Perhaps Maybe Indeed Later Earlier Soon Recently Finally "
    "Eventually Nobody Everyone Everybody Someone Nothing Everything Something Anyone Upon Within Like Unlike According"
)
"""Words that begin a sentence far more often than a name (closed-class words of English)."""

SUBJECTS = _words(
    "The A An This That These Those He She It They We You I My Our Your His Her Their Its Some Many Most All Both Each Every "
    "Another Other Others Nobody Everyone Everybody Someone"
)
"""The starters that may begin the subject of a clause such as "she asked"; the others open a new sentence."""

_DAYS_AND_MONTHS = (
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September "
    "October November December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec "
)

CLOCK_FOLLOWERS = _words(
    _DAYS_AND_MONTHS
    + "ET EST EDT CT CST CDT MT MST MDT PT PST PDT GMT UTC BST CET CEST JST IST AEST Eastern Central Pacific "
    "Mountain Greenwich Japan Tokyo London Moscow Beijing"
)

TIME_WORDS = _words(
    _DAYS_AND_MONTHS
    + "At By Around About Before After Until Till From Since Between On In Every Shortly Just Today Yesterday "
    "Tomorrow at by around about before after until till from since between on in and to of the every day morning evening "
    "night shortly just exactly today noon midnight"
)
"""What a phrase that only tells the time is made of."""

SHORT_WORDS = _words("am an as at be by do go he hi if in is it me my no of oh ok on or so to up us we ye")
"""The two-letter words of English; every other pair of letters before a dot is an abbreviation."""

SOUNDS = _words("mm hm hmm shh pst psst brr grr tsk pfft zzz hmph")
"""Interjections without a vowel: no abbreviations."""

LABELS = _words(
    "Step Chapter Section Article Part Rule Figure Fig Table Lesson Question Example Note Appendix Act Scene Item Stage "
    "Phase Tip Unit Exercise Clause Schedule Annex Plate Map Photo"
)
"""At the head of a sentence a number follows them and then the text: "Step 2. Open the lid"."""

LETTERED = _words(
    "plan vitamin type class group grade hepatitis option gate platform pier dock block building exhibit appendix hall wing zone"
)
"""A single capital after them is the name of a thing, not the initial of a person; in lower case, singular."""

FINITE_VERBS = _words(
    "is are was were has have had will would can could may might must should does did do said says say"
)
"""The auxiliaries, and the commonest verb of saying: what stands before them is a subject."""

PREPOSITIONS = _words("in on at by for from with to of as and or")
"""The commonest prepositions, and what joins a further noun."""

INTERJECTIONS = _words("o oh ah alas lo ha ho hey yo aha ugh")
"""Before "!" they call: the sentence goes on in lower case."""

SUBORDINATORS = _words(
    "When Whenever If As While Although Though Once Because Since After Before Until Unless Wherever"
)
"""They open a clause that another must follow."""

REPORTING_VERBS = (
    "said|says|asked|asks|shouted|cried|replied|answered|exclaimed|whispered|yelled|screamed|wondered|added|called|demanded|"
    "muttered|inquired|laughed|wrote|snapped|began|continued|insisted|thought|told"
)

_LAST_WORD = re.compile(r"([A-Za-z.]+)\.$")


def ends_abbreviation(text: str, end: int) -> bool:
    """Whether the point before a position is that of an abbreviation or initial, which may end no sentence.

    >>> ends_abbreviation("The U.S. president", 8), ends_abbreviation("The port. It", 9)
    (True, False)
    """
    found = _LAST_WORD.search(text, max(0, end - len("approximately.")), end)
    if found is None:
        return False
    word = found.group(1)
    return len(word) == 1 or "." in word or word in NEVER_FINAL or word in BEFORE_NUMBERS
