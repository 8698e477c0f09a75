"""The order of a header's columns where extractors give its levels one after the other.

"Phân công Thời gian Kinh phí Sản phẩm Chủ trì Phối hợp Bắt đầu Hoàn thành Tổng số Chia ra NSNN Khác" has three levels:
what "Chia ra" or "Trong đó" is parted into comes last and takes its place; then the lower level is dealt out, in its
order, to those of the upper that can stand over it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from ingest.columns import is_dividing, is_sum, meaning, names_nothing, parts_money, time_point
from ingest.model import Field

Title = tuple[str, str, int]
"""A header, that over it, and which it is of all in their printed order."""

_FEWEST = 2
_OF_MONEY = frozenset({Field.BUDGET, Field.ALLOCATED_BUDGET, None})


def ordered(lines: Sequence[str], names: Sequence[str], first_word: int) -> list[list[Title]]:
    """The orders in which the columns of a header surely stand; none where it has one level, or no sure order.

    `names` are its headers behind that of the row numbers, which has `first_word` words.
    """
    counts = [len(name.split()) for name in names]
    begins = [first_word + before for before in (0, *accumulate(counts))][: len(names)]
    line_starts = {0, *accumulate(len(line.split()) for line in lines)}
    starts = {at for at, word in enumerate(begins) if word in line_starts}
    titles = [(name, "", at) for at, name in enumerate(names)]
    parted = list(_divided(titles, starts)) or [titles]
    dealt = [order for own in parted for order in _dealt(own, starts)]
    dealt = dealt or [order for own in parted for order in _dealt(own, starts, of_money_alone=True)]
    return dealt or [own for own in parted if own is not titles]


def _divided(titles: Sequence[Title], starts: set[int]) -> Iterator[list[Title]]:
    """The orders in which what a dividing header is parted into, the last headers, stands in its place."""
    for at, (name, _, _) in enumerate(titles):
        if not is_dividing(name):
            continue
        for tail in range(at + 1, len(titles) - _FEWEST + 1):
            parts = titles[tail:]
            if titles[tail][2] in starts and all(_is_part(part) for part, _, _ in parts):
                under = [(part, name, number) for part, _, number in parts]
                yield [*titles[:at], *under, *titles[at + 1 : tail]]


def _is_part(name: str) -> bool:
    return not time_point(name) and not is_dividing(name) and meaning(name) in _OF_MONEY


def _dealt(titles: Sequence[Title], starts: set[int], of_money_alone: bool = False) -> Iterator[list[Title]]:
    """The orders in which lower headers stand under two or more of the upper ones, all of them dealt out; or, with
    `of_money_alone`, under one whose money they part."""
    for tail in range(len(titles) - 1, 1, -1):
        if titles[tail][2] not in starts or titles[tail][1]:
            continue
        for groups in _groups(titles[:tail], titles[tail:]):
            if len(groups) < _FEWEST and not (of_money_alone and _parts_money(titles[:tail], groups)):
                continue
            order: list[Title] = []
            for at, title in enumerate(titles[:tail]):
                own = groups.get(at, ())
                order += [(name, over or title[0], number) for name, over, number in own] or [title]
            yield order


def _parts_money(upper: Sequence[Title], groups: Mapping[int, Sequence[Title]]) -> bool:
    """Whether one upper header alone has lower ones, and those part its money: that order is as sure as one of two."""
    return all(parts_money(upper[at][0], [name for name, _, _ in own]) for at, own in groups.items())


def _groups(upper: Sequence[Title], lower: Sequence[Title], first: int = 0) -> Iterator[dict[int, Sequence[Title]]]:
    """The ways to deal out lower headers, in their order, to some of the upper ones."""
    if not lower:
        yield {}
        return
    for at in range(first, len(upper)):
        for count in range(_FEWEST, len(lower) + 1):
            own = lower[:count]
            if _stands_over(upper[at][0], [name for name, _, _ in own]):
                for rest in _groups(upper, lower[count:], at + 1):
                    yield {at: own, **rest}


def _stands_over(upper: str, lower: Sequence[str]) -> bool:
    if any(time_point(name) for name in lower):
        return False
    if parts_money(upper, lower):
        return True
    own, fields = meaning(upper), {meaning(name) for name in lower}
    if own is Field.DEADLINE:
        begins = (names_nothing(name) and not is_sum(name) for name in lower if meaning(name) is not Field.DEADLINE)
        return Field.DEADLINE in fields and all(begins)
    if own is Field.BUDGET:
        return fields <= _OF_MONEY and is_sum(lower[0])
    return names_nothing(upper) and fields == {Field.LEAD_UNIT, Field.COORDINATING_UNITS}
