"""Rules on the choice of names: one spelling of a place in an article, the house's own, and the full name first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tmflow.check.finding import Fix, Severity
from tmflow.check.masking import blank_spans, prose_of
from tmflow.check.rule import Example, Fault, Rule, Scope
from tmflow.check.subject import Subject, place_of
from tmflow.model.bitext import Side, TranslationUnit
from tmflow.model.document import BlockKind, Span
from tmflow.model.glossary import Term, TermKind
from tmflow.model.language import Language
from tmflow.model.terms import has_form

__all__ = ["RULES"]

_RIVALS = {
    Language.EN: (
        "Kyiv|Kiev", "Kharkiv|Kharkov", "Odesa|Odessa", "Lviv|Lvov|L'viv", "Mykolaiv|Nikolaev|Nikolayev", "Zaporizhzhia|Zaporozhye|Zaporizhia", "Chornobyl|Chernobyl", "Zelensky|Zelenskyy|Zelenskiy",
        "Türkiye|Turkey", "Myanmar|Burma", "Czechia|Czech Republic", "Eswatini|Swaziland", "Mumbai|Bombay", "Kolkata|Calcutta", "Beijing|Peking", "Yangon|Rangoon",
        "Cabo Verde|Cape Verde", "Côte d'Ivoire|Ivory Coast", "Bengaluru|Bangalore", "Almaty|Alma-Ata", "Chisinau|Kishinev", "Hokkaido|Hokkaidō", "Qur'an|Quran|Koran", "Muammar Gaddafi|Muammar Qaddafi", "Hezbollah|Hizbullah|Hizballah", "Al-Qaeda|Al-Qaida|al-Qaeda|al-Qaida", "Hanukkah|Chanukah", "Tchaikovsky|Chaikovsky",
    ),
    Language.JA: (
        "キーウ|キエフ", "ハルキウ|ハリコフ|ハルキフ", "オデーサ|オデッサ", "リビウ|リヴィウ|リヴォフ|リボフ", "ミコライウ|ニコラエフ", "ザポリージャ|ザポリッジャ|ザポロジエ|ザポリージャー", "チョルノービリ|チェルノブイリ", "ゼレンスキー|ゼレンスキイ|ゼレンシキー", "ジョージア|グルジア", "トルコ|テュルキエ", "ミャンマー|ビルマ", "ムンバイ|ボンベイ", "コルカタ|カルカッタ", "チェンナイ|マドラス", "ベトナム|ヴェトナム", "ベネチア|ヴェネチア|ヴェネツィア|ベニス", "ウィーン|ヴィーン",
        "エスワティニ|スワジランド", "カーボベルデ|カボベルデ", "ヤンゴン|ラングーン", "ハマス|ハマース", "ヒズボラ|ヒズブラ|ヒズボッラー", "アルカイダ|アルカーイダ", "タリバン|ターリバーン", "コーラン|クルアーン",
    ),
}  # fmt: skip
"""Spellings of one name of which a publication uses one; a mix of them in one article is a slip, whichever it is."""
_PHRASES = re.compile(
    r"[Cc]hicken Kiev|Peking (?:duck|Opera|University|[Mm]an)|Bombay Sapphire|Burma (?:Road|Star)|(?:Bank|University) of Calcutta|Odessa, (?:Texas|Fla)|Ivory Coast|Odessa File"
    r"|\b(?:Kyiv|Kiev|Kharkiv|Kharkov|Odesa|Odessa|Lviv|Lvov) (?:[A-Z][a-z]{1,15} (?:of )?){0,3}(?:Institute|University|School|Post|Independent|Opera|Ballet|Polytechnic)(?: of [A-Z][a-z]{1,15})?"
    r"|(?:キーウ|キエフ|ハルキウ|ハリコフ|オデーサ|オデッサ|リビウ|リヴィウ)[一-鿿ァ-ヴー・]{0,12}?(?:研究所|大学|学院|新聞|ポスト|インディペンデント|歌劇場|バレエ団)"
    r"|グルジア語|ビルマ(?:語|の竪琴)|オデッサ(?:・ファイル|作戦)|チェルノブイリ(?:原発|原子力|事故)|ベニスの商人|ジョージア州|ヴェニスの商人|キエフ(?:大公国|・ルーシ|公国)"
)
"""Where the other spelling belongs to a phrase or a title."""
_QUOTED = re.compile(
    r"“[^”]{0,300}”|\"[^\"]{0,300}\"|「[^」]{0,300}」|『[^』]{0,300}』|《[^》]{0,300}》|\([^)]{0,300}\)|（[^）]{0,300}）"
)
"""What is not closed within so many characters is no quotation, and is not looked through to the end of the text."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A name as written in a unit of one side."""

    unit: TranslationUnit
    span: Span
    form: str


def _find_choices(subject: Subject) -> Iterator[Fault]:
    for side in (Side.SOURCE, Side.TARGET):
        texts = [
            (unit, _bare(prose_of(content)))
            for unit, content in subject.iter_contents(side)
            if subject.is_in_own_language(unit, side)
        ]
        yield from _mixed(subject, side, texts)
        yield from _unwanted(subject, side, texts)


def _bare(text: str) -> str:
    """Return a text without quotations, brackets and phrases, which have their own spelling; positions stay."""
    for pattern in (_QUOTED, _PHRASES):
        text = blank_spans(text, (found.span() for found in pattern.finditer(text)))
    return text


def _mixed(subject: Subject, side: Side, texts: list[tuple[TranslationUnit, str]]) -> Iterator[Fault]:
    whole = "\n".join(text for _, text in texts)
    language = subject.language(side)
    for group in _RIVALS[language]:
        forms = group.split("|")
        if sum(form in whole for form in forms) < 2:  # noqa: PLR2004 - a mix is of two
            continue
        pattern = _pattern(forms, language)
        places = [
            _Place(unit, Span(*found.span()), found.group()) for unit, text in texts for found in pattern.finditer(text)
        ]
        counts = Counter(place.form for place in places)
        usual = max(counts, key=lambda form: (counts[form], -forms.index(form)), default="")
        together = {place.unit.id for place in places if place.form == usual}
        for place in places:
            if place.form != usual and place.unit.id not in together:
                yield _fault(side, place, f"{place.form} is {usual} elsewhere in the article", usual)


def _pattern(forms: list[str], language: Language) -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
    edges = ("(?<![ァ-ヺー])", "(?![ァ-ヺー])") if language is Language.JA else (r"(?<!\w)", r"(?!\w)")
    return re.compile(f"{edges[0]}(?:{words}){edges[1]}")


def _unwanted(subject: Subject, side: Side, texts: list[tuple[TranslationUnit, str]]) -> Iterator[Fault]:
    """Yield the forms of names that the glossary forbids, where `term.forbidden` does not look: its term is not in the source."""
    language = subject.language(side)
    for term in subject.glossary.terms:
        if term.kind is not TermKind.NAME or not term.forbidden(language):
            continue
        for unit, text in texts:
            if side is Side.TARGET and _has_any(term, unit.source.text, subject.language(Side.SOURCE)):
                continue
            for form in term.forbidden(language):
                found = _pattern([form], language).search(text)
                if found and not any(form in allowed and allowed in text for allowed in term.forms(language)):
                    preferred = term.forms(language)[0]
                    yield _fault(
                        side,
                        _Place(unit, Span(*found.span()), form),
                        f"{form} is called {preferred} here",
                        preferred,
                        is_told=True,
                    )


def _has_any(term: Term, text: str, language: Language) -> bool:
    return any(has_form(form, text, language) for form in term.forms(language))


def _fault(side: Side, place: _Place, message: str, preferred: str, *, is_told: bool = False) -> Fault:
    """Return the fault of a name. is_told: whether the glossary says what to write, so that it can be mended."""
    return Fault(
        message=message,
        unit=place.unit,
        anchor=side,
        source_span=place.span if side is Side.SOURCE else None,
        target_span=place.span if side is Side.TARGET else None,
        expected=preferred,
        found=place.form,
        fix=Fix(side=side, span=place.span, text=preferred) if is_told else None,
    )


_BODY = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTATION})
_ACRONYM = re.compile(r"(?<![A-Za-z0-9_.-])[A-Z]{3,6}(?![A-Za-z0-9_-]|\.[A-Za-z])")
_KNOWN = frozenset({
    "USA", "GMT", "JST", "UTC", "GPS", "NATO", "NASA", "UNESCO", "UNICEF", "BBC", "CNN", "NHK", "DNA", "RNA", "PDF", "HTML", "CSS", "XML", "JSON", "YAML", "URL", "USB", "CPU", "GPU", "RAM", "LED", "ATM", "FAQ", "DIY", "CEO", "GDP", "HIV", "AIDS", "VIP", "SOS", "NGO", "PhD", "FIFA", "IOC", "OECD", "WHO", "IMF", "ASEAN", "TBS", "OPEC", "APEC", "CIA", "FBI", "KGB", "PCR", "MRI", "VAT", "SMS", "DVD", "LCD", "API", "SQL", "HTTP", "HTTPS", "SSD", "HDD", "AND", "THE", "NOT", "FOR", "ISO", "NOTE", "TODO", "III", "VII", "VIII", "XII", "XIII",
})  # fmt: skip
_NAME_PART = 3


def _find_first_mentions(subject: Subject) -> Iterator[Fault]:
    for side in (Side.SOURCE, Side.TARGET):
        texts = [
            (unit, prose_of(content))
            for unit, content in subject.iter_contents(side)
            if subject.is_in_own_language(unit, side)
            and ((place := place_of(unit, side) or unit.source_place) is None or place.kind in _BODY)
        ]
        if subject.language(side) is Language.EN:
            yield from _short_names(subject, side, texts)
        yield from _unexplained(subject, side, texts)


def _short_names(subject: Subject, side: Side, texts: list[tuple[TranslationUnit, str]]) -> Iterator[Fault]:
    """Yield the names that an English article first has by their last part alone."""
    for term in subject.glossary.terms:
        forms = [form for form in term.english if " " in form]
        if term.kind is not TermKind.NAME or not forms or len(forms) < len(term.english):
            continue
        last = forms[0].split()[-1]
        if len(last) < _NAME_PART or any(last in other.english for other in subject.glossary.terms):
            continue
        for unit, text in texts:
            found = re.search(rf"\b{re.escape(last)}\b", text)
            if found and not any(has_form(form, text, Language.EN) for form in forms):
                yield _fault(
                    side,
                    _Place(unit, Span(*found.span()), last),
                    f"{last} is not named in full at the first mention",
                    forms[0],
                )
            if found:
                break


def _unexplained(subject: Subject, side: Side, texts: list[tuple[TranslationUnit, str]]) -> Iterator[Fault]:
    """Yield the acronyms of a side that it never spells out: in brackets, before brackets, or in words with their initials."""
    known = {form for term in subject.glossary.terms for form in (*term.english, *term.japanese)}
    whole = " ".join(text for _, text in texts)
    seen: set[str] = set()
    for unit, text in texts:
        for found in _ACRONYM.finditer(text):
            word = found.group()
            if word in seen or word in _KNOWN or word in known:
                continue
            seen.add(word)
            if not _is_spelled_out(word, whole):
                place = _Place(unit, Span(*found.span()), word)
                yield Fault(
                    message=f"{word} is spelled out nowhere",
                    unit=unit,
                    anchor=side,
                    source_span=place.span if side is Side.SOURCE else None,
                    target_span=place.span if side is Side.TARGET else None,
                    found=word,
                )


def _is_spelled_out(word: str, text: str) -> bool:
    if re.search(rf"[(（]\s*{word}\b|{word}\s*[(（=＝]", text):
        return True
    initials = r"\w*[\s-]+(?:(?:of|the|and|for|in|on|to)\s+)*".join(f"[{letter}{letter.lower()}]" for letter in word)
    return re.search(rf"\b{initials}", text) is not None


RULES = (
    Rule(
        id="name.choice",
        severity=Severity.WARNING,
        summary="One spelling of a name in an article: Kyiv or Kiev, キーウ or キエフ, not both; and none that the glossary forbids."
        " What is quoted keeps its own.",
        why="Two spellings are two places to a search, and often a statement that nobody meant to make.",
        good=Example(ja="列車はキーウを出た。キーウは雨だった。", en="The train left Kyiv. It rained in Kyiv."),
        bad=Example(
            ja="列車はキーウを出た。キーウは雨だった。", en="The train left Kyiv. (next sentence) It rained in Kiev."
        ),
        find=_find_choices,
        scope=Scope.ARTICLE,
    ),
    Rule(
        id="name.first-mention",
        severity=Severity.INFO,
        summary="A name of the glossary is first mentioned in full, and an acronym is spelled out once.",
        why="Readers who begin with the article do not know who Isobe or the NWPTA is. Common acronyms are taken as known.",
        good=Example(ja="北西港湾組合(NWPA)が調べた。", en="The Northwest Port Association (NWPA) looked into it."),
        bad=Example(ja="北西港湾組合が調べた。", en="The NWPA looked into it."),
        find=_find_first_mentions,
        scope=Scope.ARTICLE,
    ),
)
