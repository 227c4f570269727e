"""What stands after a Japanese name and says that it is a person's: 館長, 記者, さん."""

from __future__ import annotations

__all__ = ["OFFICES", "TITLES"]

OFFICES = "大統領|首相|総理|特使|補佐官|長官|外相|国防相|財務相|大臣|報道官|議長|書記|知事|市長|町長|村長|館長|教授|博士|監督|議員|司令官|大使|会長|社長"
"""Titles that few in one article have, so that two of one title may be one person; alternatives of a pattern."""
_CALLINGS = "先生|選手|記者|コーチ|委員長|理事長|部長|課長|校長|園長|船長|駅長"
_POLITE = "氏|さん|様|君|ちゃん|夫妻|夫人"
TITLES = f"{OFFICES}|{_CALLINGS}|{_POLITE}"
"""All of them, as alternatives of a pattern."""
