"""Where the rows of a flattened table begin: the chain of printed numbers under which the rows read best."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.readers.flattened.column_model import FORBIDDEN
from ingest.readers.flattened.lines import PrintLine
from ingest.readers.flattened.markers import Marker
from ingest.readers.flattened.rows import RowReader

_LONGEST_ROW = 300  # lines
_LONGEST_HEADING = 8  # lines
_LAST_ROW = 60  # lines up to which a row is tried as the last although others could follow
_ALONE, _BEFORE_TEXT = 12.0, 6.0  # what a number in its order speaks for a row: alone on its line, or before text
_FAR = 40.0  # behind the best, what better models will not make good
_TRIED = 3  # how many later markers with the right number are tried as the next


@dataclass(frozen=True, slots=True)
class Piece:
    """A row or group heading: its marker, and the body line before which it ends."""

    marker: Marker
    end: int


@dataclass(frozen=True, slots=True)
class Chain:
    """The pieces of a body from its first line to its last, and the sum of their scores."""

    score: float
    pieces: tuple[Piece, ...]
    worth_trying: frozenset[tuple[int, int]] = frozenset()
    """The (marker, end) pairs that came near the best: all that has to be tried again under better models."""


@dataclass(frozen=True, slots=True)
class _State:
    """A marker in a chain, and the numbers reached: the last row's, the last numbered and the last lettered group's."""

    marker: int
    row: int
    roman: int
    letter: int


def choose_chain(
    markers: Sequence[Marker],
    body: Sequence[PrintLine],
    reader: RowReader,
    worth_trying: frozenset[tuple[int, int]] | None = None,
) -> Chain:
    """The best chain of markers over a body.

    Row numbers count up by one; behind a group heading they go on or begin again at 1. Group numbers count up by one;
    roman ones begin again under a new letter. The best chain is found by dynamic programming from its end. Only the
    pairs `worth_trying` are looked at, if given.
    """
    search = _Search(markers, body, reader, worth_trying)
    firsts = [_after(None, at, marker) for at, marker in enumerate(markers) if marker.at == markers[0].at]
    starts = [state for state in firsts if state is not None]
    if not starts:
        return Chain(FORBIDDEN * 1000, ())
    best = max(starts, key=lambda state: search.best(state)[0])
    return Chain(search.best(best)[0], tuple(search.pieces(best)), frozenset(search.near_best))


def _after(state: _State | None, at: int, marker: Marker) -> _State | None:
    """The state after a marker follows a state, None where its number does not follow."""
    row, roman, letter = (state.row, state.roman, state.letter) if state else (0, 0, 0)
    if marker.heading == "letter":
        return _State(at, row, 0, marker.number) if marker.number == letter + 1 else None
    if marker.heading in ("roman", "arabic"):
        return _State(at, row, marker.number, letter) if marker.number == roman + 1 else None
    return _State(at, marker.number, roman, letter)


_HEADING, _IN_CAPITALS = 2.0, 6.0
"""What a heading is worth; cells are seldom in capitals throughout, as "D NHÂN LỰC" is."""


class _Search:
    def __init__(
        self,
        markers: Sequence[Marker],
        body: Sequence[PrintLine],
        reader: RowReader,
        worth_trying: frozenset[tuple[int, int]] | None,
    ) -> None:
        self._markers = markers
        self._body = body
        self._reader = reader
        self._worth_trying = worth_trying
        self.near_best: set[tuple[int, int]] = set()
        self._best: dict[_State, tuple[float, _State | None]] = {}

    def best(self, state: _State) -> tuple[float, _State | None]:
        """The score of the best chain from a state on, and the state that follows there."""
        pending = [state]
        while pending:  # an explicit stack: tables are longer than Python's recursion is deep
            current = pending[-1]
            if current in self._best:
                pending.pop()
                continue
            following = list(self._following(current))
            unknown = [candidate for candidate in following if candidate not in self._best]
            if unknown:
                pending += unknown
                continue
            self._best[current] = self._choose(current, following)
            pending.pop()
        return self._best[state]

    def _choose(self, state: _State, following: Sequence[_State]) -> tuple[float, _State | None]:
        options: list[tuple[float, _State | None]] = []
        near_end = len(self._body) - self._markers[state.marker].at <= _LAST_ROW
        if not following or (near_end and self._is_worth_trying(state, None)):
            options.append((self._score(state, len(self._body)), None))
        for candidate in following:
            here = self._score(state, self._markers[candidate.marker].at)
            options.append((here + self._best[candidate][0], candidate))
        best = max(options, key=lambda option: option[0])
        self.near_best.update(
            (state.marker, self._end(candidate)) for total, candidate in options if total > best[0] - _FAR
        )
        return best

    def _end(self, following: _State | None) -> int:
        """The line before which a piece ends that another one follows, or none."""
        return self._markers[following.marker].at if following else len(self._body)

    def _is_worth_trying(self, state: _State, following: _State | None) -> bool:
        return self._worth_trying is None or (state.marker, self._end(following)) in self._worth_trying

    def pieces(self, state: _State) -> Iterator[Piece]:
        """The pieces of the best chain from a state on."""
        current: _State | None = state
        while current is not None:
            following = self.best(current)[1]
            yield Piece(self._markers[current.marker], self._end(following))
            current = following

    def _following(self, state: _State) -> Iterator[_State]:
        """The states that can come next: the first few markers of each right number."""
        here = self._markers[state.marker]
        allowed_rows = {state.row + 1, 1} if here.heading else {state.row + 1}
        tried: dict[tuple[str, int], int] = {}
        for at in range(state.marker + 1, len(self._markers)):
            marker = self._markers[at]
            if marker.at == here.at:
                continue
            if marker.at - here.at > _LONGEST_ROW:
                return
            if not marker.heading and marker.number not in allowed_rows:
                continue
            if marker.heading == here.heading and here.heading:
                continue  # two headings of a kind need rows between them
            following = _after(state, at, marker)
            kind = (marker.heading, marker.number)
            if following is None or tried.get(kind, 0) >= _TRIED:
                continue
            tried[kind] = tried.get(kind, 0) + 1
            if self._is_worth_trying(state, following):
                yield following

    def _score(self, state: _State, end: int) -> float:
        marker = self._markers[state.marker]
        length = end - marker.at
        if marker.heading:
            return self._heading_score(marker, end)
        if length > _LONGEST_ROW:
            return FORBIDDEN * 10
        return self._reader.read(marker, end).score + (_ALONE if not marker.rest else _BEFORE_TEXT)

    def _heading_score(self, marker: Marker, end: int) -> float:
        lines = [line for line in self._body[marker.at + 1 : end] if line.text]
        title = marker.rest or (lines[0].text if lines else "")
        if not title or title[:1].islower():
            return -12.0
        sure = _IN_CAPITALS if title.isupper() and " " in title else _HEADING
        return sure - 3.0 * max(0, len(lines) - _LONGEST_HEADING) - 0.3 * len(lines)
