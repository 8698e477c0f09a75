"""Personal numbers in questions, masked before anything is kept or logged.

Budgets, dates and document numbers, which people do ask about, are left alone: a number is personal when it has the
form of a telephone number, of a citizen's identity number (12 digits, the first a 0), of a health insurance card, or
stands after a word for such a number.
"""

from __future__ import annotations

import re

MASK = "▒▒▒"

_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
        r"\b(?:CMND|CMTND|CMT|CCCD|BHYT|BHXH|hộ chiếu|ho chieu|passport)\b(?:\s+(?:số|so|no\.?))?[\s:]*"
        r"[A-Z]{0,2}\d(?:[ .-]?\d){6,14}",
        r"\b[A-Z]{2}[ .-]?\d(?:[ .-]?\d){12}\b",
        r"(?<![\w.,])0(?:[ .-]?\d){11}(?!\d)",
        r"(?<![\w.,])(?:\+?84[ .-]?|0)[235789](?:[ .-]?\d){8,9}(?!\d)",
    )
)


def mask_personal(text: str) -> str:
    """The text with e-mail addresses and personal numbers replaced by `MASK`."""
    for pattern in _PATTERNS:
        text = pattern.sub(MASK, text)
    return text
