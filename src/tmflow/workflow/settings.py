"""The settings of a project as values: what `tmflow.yaml` may say, and what holds where it says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tmflow.check.gates import Gates
from tmflow.memory.penalties import Penalties
from tmflow.memory.quote import Tariff
from tmflow.model.language import Language, LanguagePair
from tmflow.mt.decoding import DEFAULT_DECODING, DecodingSettings
from tmflow.segment.rules import SegmentOptions

if TYPE_CHECKING:
    from tmflow.mt.plugins import Option

__all__ = [
    "DEFAULT_PAIR",
    "PROJECT_PENALTIES",
    "AlignSettings",
    "CheckSettings",
    "LeverageSettings",
    "MemorySettings",
    "MtSettings",
    "PublishSettings",
    "Settings",
    "settings_template",
]

DEFAULT_PAIR = LanguagePair(Language.JA, Language.EN)

PROJECT_PENALTIES = Penalties(other=1)
"""Of two equal matches the publication's own comes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignSettings:
    """`dictionary`: "auto" (the system's EDICT if there is one), "none", or the path of a file in its format.

    The path counts from the project's folder in `tmflow.yaml`; `read_settings` gives it from there.
    """

    dictionary: str = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemorySettings:
    """`threshold`: the least similarity of a fuzzy match, percent; `penalties`: what takes points off a match.

    shared: the PostgreSQL database of a memory shared by a team ("postgresql://..."), "" if there is none; name: of
    this project in it, "" for the name of its folder.
    """

    threshold: int = 70
    penalties: Penalties = PROJECT_PENALTIES
    shared: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverageSettings:
    """What a quote counts and costs. counts_punctuation: whether punctuation is among the characters of Japanese."""

    tariff: Tariff = field(default_factory=Tariff)
    counts_punctuation: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MtSettings:
    """`engine`: "argos", "libretranslate", "echo", the name of another package's engine, or "none".

    batch: units sent to the engine, and saved, at a time; options: the engine's own (Argos has none of them).
    decoding: how Argos searches; threads: for one batch, 0 = as the engine thinks right; device: one of `DEVICES`.
    """

    engine: str = "argos"
    batch: int = 16
    options: Mapping[str, Option] = field(default_factory=dict)
    threads: int = 0
    device: str = "cpu"
    decoding: DecodingSettings = DEFAULT_DECODING


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSettings:
    """What `tmflow check` asks for.

    in_progress: articles being worked on; their errors count as warnings unless the article is named in the call.
    disable: rule ids or patterns ("num.*"); severity: rule id to error, warning or info; gates: what fails a run.
    plugins: whether the rules of installed packages run, too.
    """

    in_progress: tuple[str, ...] = ()
    disable: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    gates: Gates = field(default_factory=Gates)
    plugins: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishSettings:
    """What readers see.

    require: reviewed, or translated (drafts are refused either way); layout: side-by-side or interleaved.
    contact: the mail address readers report mistakes to; ruby: whether the glossary's readings are shown, each once an
    article; vertical: whether Japanese alone is set vertically.
    """

    site_name: str = ""
    base_url: str = ""
    require: str = "translated"
    layout: str = "side-by-side"
    contact: str = ""
    ruby: bool = False
    vertical: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All of `tmflow.yaml`. Every key is optional; `pair` is the usual direction of the project."""

    pair: LanguagePair = DEFAULT_PAIR
    segment: SegmentOptions = field(default_factory=SegmentOptions)
    boilerplate: tuple[str, ...] = ()
    align: AlignSettings = field(default_factory=AlignSettings)
    memory: MemorySettings = field(default_factory=MemorySettings)
    leverage: LeverageSettings = field(default_factory=LeverageSettings)
    mt: MtSettings = field(default_factory=MtSettings)
    check: CheckSettings = field(default_factory=CheckSettings)
    publish: PublishSettings = field(default_factory=PublishSettings)


def settings_template(pair: LanguagePair) -> str:
    """Return the text of a new project's `tmflow.yaml`, its choices explained in comments."""
    return f"""\
# Settings of tmflow. Every key is optional; what is not here has the default shown.
languages:
  source: {pair.source.value}
  target: {pair.target.value}

# segment:
#   quotations: keep                 # split: cut inside quotations too
#   notes: join                      # own: a note in brackets is a segment of its own
#   newline: auto                    # line or paragraph: what a single newline means
#   never: ["第[0-9]+回。"]          # nothing is cut inside of a match, or after it (regular expressions)
#   always: ["――完――"]              # a segment ends after each match
#   srx: rules.srx                   # cut with the rules of a CAT tool instead of tmflow's own
# align: {{dictionary: auto}}          # none, or a file in EDICT's format, from this folder; auto: the system's if there is one
# memory:
#   threshold: 70                    # the least similarity of a fuzzy match, percent
#   penalties: {{unreviewed: 10, machine: 5, alignment: 1, other: 1, age: 0}}   # points off a match, with the reason
#   shared: postgresql://host/name   # a team's memory; tmflow memory pull and push (memory: postgresql://... is the same)
# leverage: {{currency: JPY, punctuation: count}}   # of a quote; weights: by band, rate: by language (docs/leverage.md)
# mt:
#   engine: argos                    # libretranslate, echo, another package's, or none: docs/machine-translation.md
#   batch: 16                        # units drafted, and saved, at a time
#   threads: 0                       # for one batch; 0: as many as the engine thinks right
#   device: cpu                      # cuda, or auto
#   beam_size: 4                     # more searches longer; hypotheses: 4 of them are tried in the gates; length_penalty: 0.2
# boilerplate: ["Subscribe to .*"]   # lines kept as they are and never translated (regular expressions)
# check:
#   in_progress: []                  # articles being worked on: their errors count as warnings
#   fail_on: error                   # error, warning or never
# publish:
#   require: translated              # reviewed: nothing is published that nobody has reviewed
#   layout: side-by-side             # interleaved: one language below the other
#   site_name: ""
#   base_url: ""                     # where the pages will stand: https://example.org/letters
#   contact: ""                      # the mail address readers report mistakes to
#   ruby: false                      # true: the readings of the glossary's terms, where each first stands
#   vertical: false                  # true: Japanese alone is set vertically where the screen is wide enough
"""
