"""Vietnamese text in the encodings from before Unicode: TCVN3 (ABC), VNI and VIQR, recognised and converted.

A font of such an encoding draws Latin letters as Vietnamese ones, so that what a file holds are those Latin letters:
"Céng hßa" for "Cộng hòa" (TCVN3), "Coäng hoøa" (VNI). The font's name says so where there is one (.VnTime, VNI-Times);
without it a text is converted only if its accented words are no Vietnamese syllables before and are after.

Tables. TCVN3: TCVN 5712:1993, VN3, as glibc's `TCVN5712-1` has it (the tests compare them). VNI: the VNI-Windows
table of vnisoft.com, base letter and mark. VIQR: RFC 1456. The package `viparse` (0.1.31) was measured for this: it has
no VIQR, no ẳ in VNI, and leaves capitals of TCVN3 small.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import cache

from ingest.readers.syllables import is_syllable, share_of_syllables

_TONES = ("\u0300", "\u0301", "\u0309", "\u0303", "\u0323")  # huyền, sắc, hỏi, ngã, nặng
_VOWELS = "aăâeêioôơuưy"


class Legacy(StrEnum):
    """An encoding of Vietnamese from before Unicode."""

    TCVN3 = "TCVN3"
    VNI = "VNI"
    VIQR = "VIQR"


def to_unicode(text: str, font: str | None = None) -> str:
    """A text in Unicode (NFC), converted from TCVN3, VNI or VIQR where it is in one of them, else as it was.

    `font` is the name of the font that it is set in, which decides; with None the text itself does, and it needs a
    dozen accented words to be judged by. A font for capitals (.VnTimeH) gives capitals.
    """
    encoding = legacy_of_font(font) if font else recognise(text)
    if encoding is None:
        return text
    converted = convert(text, encoding)
    return converted.upper() if font and is_capitals_font(font) else converted


def legacy_of_font(font: str) -> Legacy | None:
    """The encoding that a font's name tells: ".VnTime", "VNI-Times", "ABCDEF+VNI-Helve"; None for any other font."""
    name = font.partition("+")[2] or font
    if re.match(r"\.?Vn(?=[A-Z3])|\.vn", name):
        return Legacy.TCVN3
    return Legacy.VNI if re.match(r"VNI(?=[-_ A-Z])|[Vv]ni[-_ ]", name) else None


def is_capitals_font(font: str) -> bool:
    """Whether a font draws small letters as capitals, as those of TCVN3 whose names end in H do."""
    return legacy_of_font(font) is Legacy.TCVN3 and bool(re.search(r"[a-z]H(?![a-z])", font))


def recognise(text: str) -> Legacy | None:
    """The old encoding that a text is in; None for Unicode, for other languages, and for what is too short to tell."""
    if _unicode_only().search(text):
        return None
    best = max((_sense(text, encoding), encoding) for encoding in Legacy)
    return best[1] if best[0] > 0 else None


_LEAST_WORDS = 12
_LEAST_SHARE = 0.85
"""Of the words that a conversion changes, so many must become syllables: 0.97 of them do in plans, with their typos."""
_LEAST_CHANGED = 0.25
"""Vietnamese has a mark on more than half of its words; English in no decoding has."""


def _sense(text: str, encoding: Legacy) -> float:
    """How much better a text reads as Vietnamese once converted: 0 where it does not."""
    sample = text[:40000]
    words = re.findall(r"[^\W\d_]+", sample)
    converted = convert(sample, encoding)
    changed = [word for word in re.findall(r"[^\W\d_]+", converted) if not word.isascii()]
    if len(changed) < _LEAST_WORDS or len(changed) < _LEAST_CHANGED * len(words) / 2:
        return 0.0
    share = share_of_syllables(converted)
    before = share_of_syllables(sample) if encoding is not Legacy.VIQR else 0.0
    every = [word for word in re.findall(r"[^\W\d_]+", converted) if len(word) > 1]
    reads = sum(map(is_syllable, every)) / max(len(every), 1)
    return share - before if share >= _LEAST_SHARE and share > before and reads > 0.6 else 0.0


@cache
def _unicode_only() -> re.Pattern[str]:
    """A word with letters that only Unicode has; of three of them no text in an old encoding is free by chance."""
    letters = "ăđơưĂĐƠƯ" + "".join(map(chr, range(0x1EA0, 0x1EFA)))
    return re.compile(rf"[{letters}]")


def convert(text: str, encoding: Legacy) -> str:
    """A text in an old encoding as Unicode (NFC), its capitals restored as far as its own letters tell them."""
    if encoding is Legacy.VIQR:
        return _from_viqr(text)
    if encoding is Legacy.VNI:
        table, pattern = _vni()
        return unicodedata.normalize("NFC", pattern.sub(lambda found: table[found.group()], text))
    return _with_capitals(text)


def letters(text: str, encoding: Legacy) -> list[tuple[str, int]]:
    """The letters of a text in TCVN3 or VNI, each in Unicode with how many characters of the text stand for it."""
    if encoding is Legacy.TCVN3:
        return [(letter, 1) for letter in convert(text, encoding)]
    table, pattern = _vni()
    found: list[tuple[str, int]] = []
    at = 0
    while at < len(text):
        coded = pattern.match(text, at)
        length = coded.end() - at if coded else 1
        found.append((unicodedata.normalize("NFC", table[coded.group()]) if coded else text[at], length))
        at += length
    return found


# --- VNI ------------------------------------------------------------------------------------------------------------

_VNI_MARKS = {  # what stands after a base letter: the tone, or the shape with its tone
    "a": dict(zip("øùûõïâàáåãäêèéúüë", "àáảãạâầấẩẫậăằắẳẵặ", strict=True)),
    "e": dict(zip("øùûõïâàáåãä", "èéẻẽẹêềếểễệ", strict=True)),
    "o": dict(zip("øùûõïâàáåãä", "òóỏõọôồốổỗộ", strict=True)),
    "u": dict(zip("øùûõï", "ùúủũụ", strict=True)),
    "y": dict(zip("øùûõ", "ỳýỷỹ", strict=True)),
    "ô": dict(zip("øùûõï", "ờớởỡợ", strict=True)),
    "ö": dict(zip("øùûõï", "ừứửữự", strict=True)),
}
_VNI_SINGLE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


@cache
def _vni() -> tuple[dict[str, str], re.Pattern[str]]:
    table = dict(_VNI_SINGLE)
    for base, marks in _VNI_MARKS.items():
        for mark, letter in marks.items():
            table[base + mark] = letter
    for coded, letter in list(table.items()):
        table[coded.upper()] = letter.upper()
        if len(coded) == 2:  # a capital with a small mark, as typing with the shift key let go early gives
            table.setdefault(coded[0].upper() + coded[1], letter.upper())
    return table, _longest_first(table)


def _longest_first(table: dict[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(coded) for coded in sorted(table, key=len, reverse=True)))


# --- VIQR -----------------------------------------------------------------------------------------------------------

_VIQR = re.compile(r"\\(?P<escaped>.)|(?P<d>[dD][dD])|(?P<vowel>[aeiouyAEIOUY])(?P<shape>[(^+]?)(?P<tone>[`'?~.]?)")
_VIQR_TONES = dict(zip("`'?~.", _TONES, strict=True))
_VIQR_SHAPES = {"(": "\u0306", "^": "\u0302", "+": "\u031b"}
_VIQR_SHAPED = frozenset(["a(", "a^", "e^", "o^", "o+", "u+"])


def _from_viqr(text: str) -> str:
    def letter(found: re.Match[str]) -> str:
        if found["escaped"] is not None:
            return found["escaped"]
        if found["d"]:
            return "đ" if found["d"][0] == "d" else "Đ"
        vowel, shape, tone = found["vowel"], found["shape"], found["tone"]
        if shape and vowel.lower() + shape not in _VIQR_SHAPED:
            return found.group()
        return unicodedata.normalize("NFC", vowel + _VIQR_SHAPES.get(shape, "") + _VIQR_TONES.get(tone, ""))

    return _VIQR.sub(letter, text)


# --- TCVN3 ----------------------------------------------------------------------------------------------------------

_TCVN3 = (
    "µ¸¶·¹" "»¾¼½Æ" "ÇÊÈÉË" "ÌÐÎÏÑ" "ÒÕÓÔÖ" "×ÝØÜÞ" "ßãáâä" "åèæçé" "êíëìî" "ïóñòô" "õøö÷ù" "úýûüþ"
)  # fmt: skip
"""Five a vowel of `_VOWELS`, in the order of `_TONES`."""
_TCVN3_SHAPES = dict(zip("¨©ª«¬\u00ad®¡¢£¤¥¦§", "ăâêôơưđĂÂÊÔƠƯĐ", strict=True))


@cache
def tcvn3_table() -> dict[int, str]:
    """Letter by code (ISO 8859-1), for `str.translate`: small letters with tones, letters with shapes in both cases."""
    toned = [unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES]
    return str.maketrans(dict(zip(_TCVN3, toned, strict=True)) | _TCVN3_SHAPES)


_WORD = re.compile(r"[^\W\d_]+")
_AFTER_STOP = re.compile(r"(?:[.!?:]\s+|^\s*(?:[-+•*]\s+|[\dIVX]{1,5}[.)]\s+)|[“\"]\s?|>)$")
_BODY = re.compile(r"\bủy(?= ban (?:nhân dân|Mặt trận))")
"""A name that begins with a toned capital wherever it stands (Decree 30/2020/ND-CP, Appendix II, on capitals)."""


def _with_capitals(text: str) -> str:
    """TCVN3 has no capitals with tones: "CéNG HßA" is what a heading in capitals is typed as.

    So a run of words whose other letters are all capitals is in capitals, and a word that begins a sentence is too.
    """
    return "\n".join(_line_with_capitals(line) for line in text.split("\n"))


def _line_with_capitals(line: str) -> str:
    letters = list(line.translate(tcvn3_table()))
    plain = "".join(letters)
    words = [(found.start(), found.end()) for found in _WORD.finditer(plain)]
    sure = [[letters[at] for at in range(start, end) if line[at] not in _TCVN3] for start, end in words]
    for first, last in _runs([all(map(str.isupper, known)) for known in sure]):
        heading = last - first == len(words) >= _SHORTEST_HEADING and not re.search(r"\d", line)
        if heading or any(_shows_capitals(sure[at], words[at]) for at in range(first, last)):
            start, end = words[first][0], words[last - 1][1]
            letters[start:end] = plain[start:end].upper()
    for start, _ in words:
        if line[start] in _TCVN3 and _AFTER_STOP.search(plain[:start]):
            letters[start] = letters[start].upper()
    return _BODY.sub("Ủy", "".join(letters))


_SHORTEST_HEADING = 3  # words


def _shows_capitals(sure: list[str], word: tuple[int, int]) -> bool:
    """Whether a word with toned letters has two others, capitals both: "CéNG", but not "Së", nor "PGĐ" beside it."""
    return 2 <= len(sure) < word[1] - word[0]


def _runs(flags: list[bool]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    start = None
    for at, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = at
        elif not flag and start is not None:
            runs.append((start, at))
            start = None
    return runs
