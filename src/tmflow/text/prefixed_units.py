"""Units that take the prefixes of the SI, in both languages: キロワット, "megawatt", "kWh", what a factor of 1,000 tells apart."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import chain

__all__ = ["ENGLISH_PREFIXED", "JAPANESE_PREFIXED", "PREFIXED"]

_PREFIXES = {
    "": ("", "", Fraction(1)), "kilo": ("キロ", "k", Fraction(1000)), "mega": ("メガ", "M", Fraction(10**6)),
    "giga": ("ギガ", "G", Fraction(10**9)), "tera": ("テラ", "T", Fraction(10**12)), "hecto": ("ヘクト", "h", Fraction(100)),
    "deci": ("デシ", "d", Fraction(1, 10)), "milli": ("ミリ", "m", Fraction(1, 1000)), "micro": ("マイクロ", "µ", Fraction(1, 10**6)),
}  # fmt: skip
"""Each prefix in Japanese, its sign, and its factor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Base:
    """A unit without a prefix: its names, an English pattern, its sign, and the prefixes it is used with."""

    dimension: str
    japanese: str
    english: str
    sign: str
    prefixes: tuple[str, ...]
    signed: tuple[str, ...] = ()
    """The prefixes with which the sign alone is clear, whatever the capitals."""


_BASES = (
    _Base(dimension="energy", japanese="ワット時", english=r"watt[\s-]?hours?", sign="Wh", prefixes=("", "kilo", "mega", "giga", "tera"), signed=("", "kilo", "mega", "giga", "tera")),
    _Base(dimension="power", japanese="ワット", english="watts?", sign="W", prefixes=("", "kilo", "mega", "giga", "tera", "milli"), signed=("kilo", "mega", "giga")),
    _Base(dimension="voltage", japanese="ボルト", english="volts?", sign="V", prefixes=("", "kilo", "mega", "milli"), signed=("kilo",)),
    _Base(dimension="current", japanese="アンペア", english="amp(?:ere)?s?", sign="A", prefixes=("", "kilo", "milli")),
    _Base(dimension="frequency", japanese="ヘルツ", english="hertz", sign="Hz", prefixes=("", "kilo", "mega", "giga"), signed=("", "kilo", "mega", "giga")),
    _Base(dimension="memory", japanese="バイト", english="bytes?", sign="B", prefixes=("", "kilo", "mega", "giga", "tera"), signed=("kilo", "mega", "giga", "tera")),
    _Base(dimension="signal", japanese="ビット", english="bits?", sign="bps", prefixes=("", "kilo", "mega", "giga"), signed=("kilo", "mega", "giga")),
    _Base(dimension="pressure", japanese="パスカル", english="pascals?", sign="Pa", prefixes=("", "hecto", "kilo", "mega"), signed=("", "hecto", "kilo", "mega")),
    _Base(dimension="work", japanese="ジュール", english="joules?", sign="J", prefixes=("", "kilo", "mega")),
    _Base(dimension="dose", japanese="シーベルト", english="sieverts?", sign="Sv", prefixes=("", "milli", "micro"), signed=("", "milli", "micro")),
    _Base(dimension="activity", japanese="ベクレル", english="becquerels?", sign="Bq", prefixes=("", "kilo", "mega", "tera"), signed=("", "kilo")),
    _Base(dimension="volume", japanese="リットル", english="lit(?:er|re)s?", sign="l", prefixes=("kilo", "deci"), signed=("kilo", "deci")),
)  # fmt: skip


def _name(base: _Base, prefix: str) -> str:
    return f"{prefix}_{base.dimension}" if prefix else f"one_{base.dimension}"


_ALL = tuple((base, prefix) for base in _BASES for prefix in base.prefixes)
PREFIXED = {_name(base, prefix): (base.dimension, _PREFIXES[prefix][2]) for base, prefix in _ALL}
"""By name what each measures, and how many of the base unit it is."""
JAPANESE_PREFIXED = dict(
    chain(
        ((_PREFIXES[prefix][0] + base.japanese, _name(base, prefix)) for base, prefix in _ALL),
        ((_PREFIXES[prefix][1] + base.sign, _name(base, prefix)) for base, prefix in _ALL if prefix in base.signed),
    )
)
ENGLISH_PREFIXED = dict(
    chain(
        ((rf"{prefix}-?{base.english}", _name(base, prefix)) for base, prefix in _ALL),
        ((_PREFIXES[prefix][1] + base.sign, _name(base, prefix)) for base, prefix in _ALL if prefix in base.signed),
    )
)
"""Patterns, the first that fits counts."""
