"""An index with an internal plan, one that never had it, and questions whose answers would tell the two apart."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path

from reportlab.pdfgen import canvas

from bots.web.services import Services, services_over
from ingest.model import Appendix, Box, Column, Field, Header, Paragraph, Place, Plan, Section, Source
from tests.assistant.sample import TASK_HEADERS, ben_tre, lao_cai, row_of
from tests.bots.state.samples import bot_settings
from tests.bots.web.serving import FREE, TOKEN, hostile_plan
from tests.ingest.store.samples import stores_in
from tests.servers import settings_for

SECRET = "kon-tum-2031"
ROW = f"{SECRET}/pl-7/1"
NOWHERE = "kon-bum-2031/pl-7/1"
"""An address of the same form at which there is nothing in either index."""
STAFF = "token-of-the-staff-0123456789"
UNIT = "Ban Chỉ huy Z99"
MARKS = ("Kon Tum", "Hoàng Hôn Tím", UNIT, "Bùi Bí Mật", "khử khuẩn", SECRET)
"""What stands in the internal plan alone."""

QUESTIONS = (
    "Ai chủ trì chiến dịch Hoàng Hôn Tím?",
    "ai chu tri chien dich hoang hon tim",
    "who leads the Hoang Hon Tim campaign?",
    "ai phụ trách khử khuẩn phòng mổ",
    "khu khuan phong mo den han khi nao",
    f"{UNIT} chủ trì những việc nào?",
    "Ông Bùi Bí Mật phụ trách những việc gì?",
    "Kế hoạch của Kon Tum do ai ký?",
    "kế hoạch số 99/KH-BM",
    "CHZ là gì?",
    "Việc nào đến hạn tháng 9 năm 2031?",
    "Có bao nhiêu nhiệm vụ của tất cả các kế hoạch?",
    "So sánh bệnh án điện tử của Kon Tum và Bến Tre",
    "Mục đích của kế hoạch năm 2031 là gì?",
    "Lấy mẫu mù tạt ở đâu?",
)
"""Those that name what only the internal plan has, or that its rows would change the answer of."""

OTHERS = (
    "Ai chủ trì triển khai bệnh án điện tử?",
    "ai chu tri trien khai benh an dien tu tai cac benh vien",
    "Nhiệm vụ nào của Văn phòng Sở?",
    "Dự án nào có kinh phí lớn nhất?",
    "So sánh Bến Tre và Lào Cai",
    "Tổng kinh phí các dự án là bao nhiêu?",
    "dịch bện ở chợ phên vùng cao",
    "Giá vàng hôm nay?",
    "xin chào",
)
"""Those that public plans answer; the words of the internal one must not weigh in any of them."""

PUBLIC_ROW = "ben-tre-2027/pl-1/I/2"


def secret_plan(source: Source) -> Plan:
    """The internal plan: names, words, a body, a leader, an abbreviation, a year and headers that no other plan has,
    beside words that they share."""
    cells = {
        Field.CONTENT: "Chiến dịch Hoàng Hôn Tím: khử khuẩn phòng mổ, bệnh án điện tử",
        Field.LEAD_UNIT: UNIT,
        Field.COORDINATING_UNITS: "Văn phòng Sở; Thanh tra Sở",
        Field.RESPONSIBLE_LEADER: "Ông Bùi Bí Mật - PGĐ Sở",
        Field.DEADLINE: "Tháng 9/2031",
        Field.DELIVERABLE: "Biên bản bí mật",
        Field.TARGET: "77%",
    }
    place = Place(page=1, line=1, boxes=(Box(1, 60, 60, 300, 120),))
    rows = tuple(
        replace(row_of(SECRET, "7", "", stt, {**cells, Field.CONTENT: f"{cells[Field.CONTENT]} {more}"}), place=place)
        for stt, more in (("1", "tại bệnh viện"), ("2", "tại các trạm y tế vùng cù lao"), ("3", "ở chợ phiên"))
    )
    columns = (*(Column(title, wanted) for wanted, title in TASK_HEADERS.items()), Column("Mật danh", None))
    return Plan(
        id=SECRET,
        header=Header(
            title="Chiến dịch Hoàng Hôn Tím năm 2031",
            issuer="Sở Y tế tỉnh Kon Tum",
            province="Kon Tum",
            number="99/KH-BM",
            date="2031-01-05",
            years=(2031,),
            signer="Bùi Bí Mật",
            office="GIÁM ĐỐC",
        ),
        sections=(
            Section("I", "I", "MỤC ĐÍCH", (Paragraph("Lấy mẫu mù tạt tại mọi bệnh viện, bệnh án điện tử."),)),
            Section("II", "II", "Ngựa thồ và điện mặt trời phục vụ chiến dịch Hoàng Hôn Tím."),
        ),
        appendices=(Appendix("7", "Danh mục bí mật", columns, rows),),
        source=source,
        abbreviations={"CHZ": "ban chỉ huy z99", "KH-TC": "khử khuẩn toàn cục"},
    )


def secret_file(folder: Path) -> tuple[Path, Source]:
    """The file that the internal plan was read from: a page of PDF."""
    path = folder / "mat.pdf"
    page = canvas.Canvas(str(path), invariant=True)
    page.drawString(72, 700, "Hoang Hon Tim")
    page.save()
    return path, Source("mat.pdf", hashlib.sha256(path.read_bytes()).hexdigest(), "pdf", 1)


def without_it(folder: Path) -> Services:
    """The services over an index in which the internal plan never was."""
    folder.mkdir(parents=True)
    stores = stores_in(folder / "index")
    for plan in (ben_tre(), lao_cai(), hostile_plan()):
        stores.public.add(plan)
    index = settings_for(folder / "index")
    return services_over(stores, index, bot_settings(internal_tokens=STAFF, admin_token=TOKEN, **FREE))


def with_it(folder: Path, marked_later: bool = False) -> Services:
    """The services over the same plans and the internal one: added as such, or public first and then marked."""
    services = without_it(folder)
    path, source = secret_file(folder)
    services.stores.adding(internal=not marked_later).add(secret_plan(source), source=path)
    if marked_later:
        services.stores.mark(SECRET, internal=True)
    return services


_CHANGING = (
    (re.compile(r'"request_id": ?"[0-9a-f]{16}"'), '"request_id": "…"'),
    (re.compile(r'"(id|conversation)": ?"(?:chatcmpl-)?[\w-]{22}"'), r'"\1": "…"'),
    (re.compile(r'"took_ms": ?[\d.]+'), '"took_ms": 0'),
    (re.compile(r'"created": ?\d+'), '"created": 0'),
)


def settled(text: str) -> str:
    """A response without what differs between any two: times, and ids drawn by chance."""
    for pattern, instead in _CHANGING:
        text = pattern.sub(instead, text)
    return text
