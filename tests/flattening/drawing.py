"""Draws plans of varied layouts: what columns, in what order and under what headers, with what cells and noise.

All chances are named here, in one place. The same seed always gives the same documents.
"""

from __future__ import annotations

from random import Random

from ingest.model import Field
from tests.flattening import corpus
from tests.flattening.corpus import Sector
from tests.flattening.documents import Appendix, PlanSpec, Truth, flatten
from tests.flattening.drawing_tables import draw_table

_LABELS = (
    ("Phụ lục 1", "Phụ lục 2", "Phụ lục 3"),
    ("PHỤ LỤC I", "PHỤ LỤC II", "PHỤ LỤC III"),
    ("Phụ lục I", "Phụ lục II", "Phụ lục III"),
    ("PHỤ LỤC 01", "PHỤ LỤC 02", "PHỤ LỤC 03"),
    ("Phụ lục số 1", "Phụ lục số 2", "Phụ lục số 3"),
    ("PHỤ LỤC 1:", "PHỤ LỤC 2:", "PHỤ LỤC 3:"),
)
_SIGNERS = ("Nguyễn Thanh Bình", "Trần Quốc Hùng", "Lê Thị Mỹ Hạnh", "Phạm Văn Được", "Đỗ Hoàng Anh")
_OFFICES = (("GIÁM ĐỐC",), ("KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC",), ("TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH",))


def make_documents(seed: int, count: int = 12) -> list[tuple[str, Truth]]:
    """`count` flattened plans with their truth; the same for the same seed."""
    return [make_document(f"{seed}-{number}") for number in range(1, count + 1)]


def make_document(name: str) -> tuple[str, Truth]:
    """One flattened plan with its truth; everything about it is drawn from its name."""
    return flatten(draw_plan(name))


def draw_plan(name: str) -> PlanSpec:
    """One plan as typed, before it is set on pages."""
    rng = Random(name)
    invented = corpus.invented_sectors()
    # Half of the plans take their tasks from the samples: rows as long and as alike as real ones are.
    sector = rng.choice(invented if rng.random() < 0.6 else corpus.plan_sectors())
    province = rng.choice(corpus.pools().provinces)
    year = rng.choice((2025, 2026, 2027))
    count = rng.choices((1, 2, 3), (5, 3, 2))[0]
    labels = rng.choice(_LABELS) if count > 1 or rng.random() < 0.5 else (rng.choice(("Phụ lục", "PHỤ LỤC")),)
    others = [sector, *rng.choices(invented, k=2)]  # later appendices may list another sector's tasks
    appendices = tuple(_draw_appendix(rng, labels[i], others[i], province) for i in range(count))
    opening, title, paragraphs = _draw_prose(rng, sector, province, year)
    return PlanSpec(
        name=f"flattened-{name}",
        opening=opening,
        title=title,
        paragraphs=paragraphs,
        recipients=corpus.prose().recipients,
        signature=(*rng.choice(_OFFICES), rng.choice(_SIGNERS)),
        appendices=appendices,
        numbered_from=rng.choice((None, None, 2, 3, 6)),
    )


def _draw_appendix(rng: Random, label: str, sector: Sector, province: str) -> Appendix:
    title = rng.choice(corpus.pools().titles)
    subtitle = ""
    if rng.random() < 0.7:
        subtitle = f"(Kèm theo Kế hoạch số /KH-SYT ngày tháng năm 2026 của {sector.issuer} tỉnh {province})"
    is_upright = rng.random() < 0.3
    footnote = rng.choice(corpus.prose().footnotes) if rng.random() < 0.15 else ""
    return Appendix(label, title, subtitle, draw_table(rng, sector, is_upright), is_upright, footnote)


def _draw_prose(rng: Random, sector: Sector, province: str, year: int) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """The lines above the title, the title, and the paragraphs of the front part."""
    words = corpus.prose()
    places = {"issuer": sector.issuer, "province": province, "topic": sector.topic, "year": year}
    opening: tuple[str, ...] = ()
    if rng.random() < 0.5:
        opening = (
            f"UBND TỈNH {province.upper()}",
            sector.issuer.upper(),
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            f"Số: {rng.randint(12, 3900)}/KH-SYT",
            f"{province}, ngày {rng.randint(1, 28)} tháng {rng.randint(1, 9)} năm {year}",
        )
    tasks = rng.sample([task[Field.CONTENT] for task in sector.tasks], k=min(5, len(sector.tasks)))
    paragraphs = (
        *rng.sample(words.basis, k=rng.randint(1, 3)),
        words.opening,
        rng.choice(("I. MỤC ĐÍCH, YÊU CẦU", "I. MỤC TIÊU")),
        *rng.sample(words.aims, k=rng.randint(2, 4)),
        "II. NỘI DUNG, NHIỆM VỤ",
        *(f"{number}. {task}" for number, task in enumerate(tasks, start=1)),
        "(Chi tiết tại Phụ lục kèm theo)",
        "III. TỔ CHỨC THỰC HIỆN",
        *words.organisation,
        words.closing,
    )
    return opening, f"{sector.topic} năm {year}", tuple(text.format(**places) for text in paragraphs)
