"""Machine translation of what the memory cannot supply, its origin always marked."""

from tmflow.mt.translator import EchoTranslator, Hypothesis, Translator

__all__ = ["EchoTranslator", "Hypothesis", "Translator"]
