"""Machine translation of what the memory cannot supply, its origin always marked."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tmflow.mt.translator import EchoTranslator, Hypothesis, Translator

__all__ = ["EchoTranslator", "Hypothesis", "Translator"]


def __getattr__(name: str) -> Any:
    """Load what a program asks for; the settings, which every program reads, ask for none of it."""
    if name not in __all__:
        raise AttributeError(f"module 'tmflow.mt' has no attribute {name!r}")
    return getattr(import_module("tmflow.mt.translator"), name)
