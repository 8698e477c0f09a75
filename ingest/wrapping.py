"""How the two pieces of a text are joined that a line's end, or a page's, has cut in two."""

from __future__ import annotations

import re

_BROKEN_AMOUNT = re.compile(r"(?:^|\s)\d{1,3}(?:[.,]\d{3})*[.,]\d{0,2}$")
_AMOUNT = re.compile(r"(?:^|\s)\d{1,3}(?:[.,]\d{3})*$")
_GROUP = re.compile(r"[.,]\d{3}")
_CODE_GOES_ON = re.compile(r"[A-ZĐ0-9]")


def joined(before: str, after: str) -> str:
    """Both pieces in one: with a space between, but for a document's code or a number that was broken."""
    if not before or not after:
        return before or after
    return f"{before}{'' if breaks_code(before, after) else ' '}{after}"


def breaks_code(before: str, after: str) -> bool:
    """Whether the cut went through a code ("223/QĐ-" + "UBND") or an amount ("3.500.000.00" + "0")."""
    word = before.split(" ")[-1]
    if word.endswith(("-", "/")) and len(word) > 1 and word.upper() == word and _CODE_GOES_ON.match(after):
        return True
    if _BROKEN_AMOUNT.search(before) and after[0].isdigit():
        return True
    return bool(_AMOUNT.search(before) and _GROUP.match(after))


_CUT_AMOUNT = re.compile(r"(?<![\d.,])(\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*\2\d{1,2}) (\d{1,2})(?![\d.,])")


def mended_amounts(cell: str) -> str:
    """A cell in which amounts that a line's end had cut are whole again: "12.500.000.00 0" is "12.500.000.000"."""

    def whole(found: re.Match[str]) -> str:
        amount = found[1] + found[3]
        return amount if len(amount.rsplit(found[2], 1)[1]) == 3 else found[0]

    return _CUT_AMOUNT.sub(whole, cell)
