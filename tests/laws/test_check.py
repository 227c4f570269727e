"""Laws of the check wing, for any valid bitext."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.check.builders import content, document
from tmflow.check.masking import prose_of
from tmflow.check.report.contents import Contents
from tmflow.check.report.lines import lines_pointed_at
from tmflow.check.report.render import REPORTERS, render
from tmflow.check.runner import Subject, check_subjects
from tmflow.check.summary import summarize
from tmflow.check.wording import describe_changes
from tmflow.model.bitext import Bitext, Origin, OriginKind, Place, Side, State, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.document import BlockKind
from tmflow.model.language import Language, LanguagePair
from tmflow.text.addresses import iter_addresses

PIECES = st.sampled_from(
    [
        "港",
        "静か",
        "だ。",
        "「",
        "」",
        "(",
        "）",
        "“",
        "”",
        "1)",
        " ",
        "\n",
        "The ",
        "quiet",
        ".",
        "*",
        "`",
        "[a](b)",
        "https://example.org/a",
        "https://example.org/)",
        "a@b.example",
        "\u200b",
        "\ufffd",
        "\ud800",
        "％",
        "%",
        "::",
        "\x0b",
    ]
)
TEXTS = st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=12)
NATIVES = TEXTS.map(content)
PLACES = st.none() | st.builds(
    Place,
    block=st.integers(0, 9),
    kind=st.sampled_from(BlockKind),
    line=st.integers(1, 9),
    column=st.integers(1, 9),
)
ORIGINS = st.none() | st.builds(
    Origin, kind=st.sampled_from(OriginKind), similarity=st.none() | st.integers(0, 100), tool=st.none() | TEXTS
)


@st.composite
def units(draw: st.DrawFn, number: int) -> TranslationUnit:
    side = draw(st.sampled_from(Side))
    source = Content() if side is Side.TARGET else draw(NATIVES.filter(bool))
    target = None if side is Side.SOURCE else draw(st.none() | NATIVES)
    state = State.INITIAL if target is None else draw(st.sampled_from([State.TRANSLATED, State.REVIEWED, State.FINAL]))
    return TranslationUnit(
        id=f"u{number}",
        source=source,
        target=target,
        state=state,
        side=side,
        draft=state in {State.INITIAL, State.TRANSLATED} and draw(st.booleans()),
        origin=draw(ORIGINS),
        previous_source=draw(st.none() | NATIVES),
        source_place=draw(PLACES),
        target_place=draw(PLACES),
    )


@st.composite
def subjects(draw: st.DrawFn) -> Subject:
    pair = LanguagePair(*draw(st.sampled_from([(Language.JA, Language.EN), (Language.EN, Language.JA)])))
    made = tuple(draw(units(number)) for number in range(draw(st.integers(0, 4))))
    joined = "\n\n".join(unit.source.native for unit in made)
    source = draw(st.none() | st.just(joined) | TEXTS)
    target = draw(st.none() | TEXTS)
    return Subject(
        bitext=Bitext(slug="harbor", pair=pair, units=made),
        source_path="articles/ja/harbor.txt",
        target_path=draw(st.none() | st.just("articles/en/harbor.txt")),
        source_document=None if source is None else document(source, pair.source),
        target_document=None if target is None else document(target, pair.target),
        missing_side=draw(st.none() | st.sampled_from(Language)),
        in_progress=draw(st.booleans()),
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(subjects())
def test_any_valid_bitext_is_checked_and_reported(subject: Subject) -> None:
    findings = check_subjects([subject])
    assert findings == check_subjects([subject])
    assert findings.ok or not subject.in_progress
    contents = Contents(
        findings=findings, summary=summarize([subject.bitext]), lines=lines_pointed_at(findings, [subject])
    )
    for name in REPORTERS:
        text = render(contents, name)
        assert not text or text.endswith("\n")
        text.encode("utf-8")
    lines = [line for line in render(contents, "text").split("\n") if not line.startswith("    ")]
    assert len(lines) == len(findings) + 2


@given(TEXTS)
def test_blanking_out_keeps_positions(text: str) -> None:
    made = content(text)
    prose = prose_of(made)
    assert len(prose) == len(made.text)
    assert all(after in {before, " "} for before, after in zip(made.text, prose, strict=True))


@given(TEXTS)
def test_addresses_follow_one_another_and_are_found_again_alone(text: str) -> None:
    end = 0
    for start, stop in iter_addresses(text):
        assert end <= start < stop <= len(text)
        assert list(iter_addresses(text[start:stop])) == [(0, stop - start)]
        end = stop


@given(TEXTS, TEXTS)
def test_changes_are_silent_only_where_letters_agree(old: str, new: str) -> None:
    said = describe_changes(old, new)
    assert bool(said) or "".join(old.split()) == "".join(new.split())
