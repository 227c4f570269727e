"""English abbreviations by what their dot means, and words that open a sentence. Forms are without the final dot."""

from __future__ import annotations

__all__ = [
    "BEFORE_NUMBERS",
    "CLOCK",
    "CLOCK_FOLLOWERS",
    "CLOSING",
    "INTERJECTIONS",
    "MAY_END",
    "NEVER_FINAL",
    "REPORTING_VERBS",
    "STARTERS",
    "SUBJECTS",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEVER_FINAL = _words(
    "Mr Mrs Ms Mx Messrs Mme Mmes Mlle Dr Drs Prof Profs Rev Fr Hon Sen Sens Rep Reps Gov Govs Gen Col Lt Maj Capt Cpt Cmdr "
    "Sgt Cpl Pvt Adm Brig Supt Insp Det Pres Amb Atty Msgr Mgr Mt Ft Pte Ens Hrh Rt mr mrs ms dr prof sen gen "
    "e.g i.e E.g I.e eg ie vs v viz cf Cf approx Approx esp incl excl resp orig transl trans eds ca c fl "
    "a.k.a A.k.a P.S P.P.S aka adj adv Comdr Lieut Sra Srta Mons Ald Assoc asst Asst"
)
"""Titles before a name, and words that always introduce something."""

BEFORE_NUMBERS = _words(
    "No Nos Nr N° Nº № p pp P Pp Fig Figs fig figs Vol Vols vol vols Sec Secs § Ch Chs ch chap Chap Art Arts Eq Eqs eq Tab Pt pt "
    "par para Para Cap cap Reg Bk bk Ex Exs Ver ver op Op Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Tel tel Ext ext "
    "ISBN Rm rm Apt apt Lev Gen Ps Isa Matt Rom Cor Nov"
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
    "dist Dist Mon Tue Tues Wed Thu Thur Thurs Fri ibid Ibid Pty Plc plc S.A N.V A.G Gmbh Inst inst Acad Lib lib misc "
    "ed Ed rev ref refs Ref Refs Ctr Cntr Pl Arr arr dep"
)
"""Company forms, degrees, countries, states, streets, units: the next word decides."""

STARTERS = _words(
    "The A An This That These Those He She It They We You I In On At By For From With Without But And Or So Yet If When While "
    "After Before As Since Although Though However There Here What Who Whom Whose Why How Where Which My Our Your His Her Their "
    "Its Some Many Most All Both Each Every Either Neither Another Other Others Such No Not Now Then Today Yesterday Tomorrow "
    "Meanwhile Also Even Only Just Still Once Until Unless Because Despite During Let Please Yes Oh Well Is Are Was Were Do Does "
    "Did Can Could Will Would Should Might Must Have Has Had Between Through Throughout Under Over Among Against Instead "
    "Nevertheless Nonetheless Moreover Furthermore Therefore Thus Hence Perhaps Maybe Indeed Later Earlier Soon Recently Finally "
    "Eventually Nobody Everyone Everybody Someone Nothing Everything Something Anyone Upon Within Like Unlike According "
    "It's He's She's They're We're I'm I've I'd I'll That's There's What's Don't Didn't Isn't You're We've Let's "
    "It’s He’s She’s They’re We’re I’m I’ve I’d I’ll That’s There’s What’s Don’t Didn’t Isn’t You’re We’ve Let’s"
)
"""Words that begin a sentence far more often than a name (closed-class words of English)."""

SUBJECTS = _words(
    "The A An This That These Those He She It They We You I My Our Your His Her Their Its Some Many Most All Both Each Every "
    "Another Other Others Nobody Everyone Everybody Someone"
)
"""The starters that may begin the subject of a clause such as "she asked"; the others open a new sentence."""

CLOCK_FOLLOWERS = _words(
    "ET EST EDT CT CST CDT MT MST MDT PT PST PDT GMT UTC BST CET CEST JST IST AEST Eastern Central Pacific Mountain Greenwich "
    "Japan Tokyo London Moscow Beijing Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April "
    "May June July August September October November December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec"
)

INTERJECTIONS = _words("o oh ah alas lo ha ho hey yo aha ugh yahoo jeopardy yum")
"""Before "!" they call or are a brand: the sentence goes on in lower case."""

REPORTING_VERBS = (
    "said|says|asked|asks|shouted|cried|replied|answered|exclaimed|whispered|yelled|screamed|wondered|added|called|demanded|"
    "muttered|inquired|laughed|wrote|snapped|began|continued|insisted|thought|told"
)
