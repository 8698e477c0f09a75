"""The plans of the fault test: one that is replaced, one that is added, and two that are left alone."""

from __future__ import annotations

from pathlib import Path

_PLAN = """SỞ Y TẾ
TỈNH {province}

Số: {number}/KH-SYT

KẾ HOẠCH
Chuyển đổi số ngành Y tế {title} năm 2027

I. MỤC ĐÍCH
1. Nâng cao chất lượng khám bệnh, chữa bệnh cho người dân {title}, {word}.
2. Hoàn thành liên thông dữ liệu của các trạm y tế xã trước ngày {day}.

PHỤ LỤC 1
DANH MỤC NHIỆM VỤ

| STT | Nhiệm vụ | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian hoàn thành |
| --- | --- | --- | --- | --- |
{rows}
"""
_TASKS = (
    "Nâng cấp đường truyền mạng nội bộ",
    "Triển khai bệnh án điện tử tại các bệnh viện",
    "Khảo sát sự hài lòng của người bệnh",
    "Tập huấn an toàn thông tin cho viên chức",
    "Mua sắm máy trạm cho trạm y tế xã",
    "Kết nối đơn thuốc điện tử với cổng quốc gia",
    "Số hóa hồ sơ sức khỏe người cao tuổi",
    "Thanh toán không dùng tiền mặt ở phòng khám",
)
REPLACED, ADDED, LEFT = "ben-tre-2027", "tra-vinh-2027", ("vinh-long-2027", "soc-trang-2027")

QUESTIONS = (
    "Ai chủ trì nâng cấp đường truyền mạng nội bộ của Bến Tre?",
    "Bến Tre có bao nhiêu nhiệm vụ?",
    "Liệt kê các nhiệm vụ của Bến Tre",
    "Văn phòng Sở chủ trì những nhiệm vụ nào?",
    "Bến Tre: trạm y tế xã liên thông dữ liệu trước ngày nào?",
    "thoi han tap huan an toan thong tin o ben tre",
    "who leads e-prescription in Ben Tre?",
    "Ai chủ trì triển khai bệnh án điện tử của Trà Vinh?",
    "Trà Vinh có bao nhiêu nhiệm vụ?",
    "Ai chủ trì khảo sát sự hài lòng của người bệnh ở Vĩnh Long?",
    "Sóc Trăng có bao nhiêu nhiệm vụ?",
)


def write_plans(folder: Path, replaced: bool, added: bool) -> Path:
    """The files of the plans in a folder: with the new text of the replaced plan or its former one, and the added
    plan or not."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {plan: _text(plan, number) for number, plan in enumerate(LEFT, start=21)}
    files[REPLACED] = _text(REPLACED, 15, new=replaced)
    if added:
        files[ADDED] = _text(ADDED, 31)
    for plan, text in files.items():
        (folder / f"{plan}.md").write_text(text, encoding="utf-8")
    return folder


_PROVINCES = {
    REPLACED: ("BẾN TRE", "Bến Tre"),
    ADDED: ("TRÀ VINH", "Trà Vinh"),
    LEFT[0]: ("VĨNH LONG", "Vĩnh Long"),
    LEFT[1]: ("SÓC TRĂNG", "Sóc Trăng"),
}


def _text(plan: str, number: int, new: bool = False) -> str:
    """A plan; its new text differs from the former one in every cell but the tasks, and has one task more."""
    capitals, title = _PROVINCES[plan]
    lead = "Phòng Kế hoạch - Tài chính" if new else "Văn phòng Sở"
    others = "Phòng Nghiệp vụ Y" if new else "Thanh tra Sở"
    tasks = _TASKS if new else _TASKS[:-1]
    rows = (
        f"| {at} | {task} | {lead} | {others} | {f'Quý IV/{2027 + at % 2}' if new else f'Tháng {at}/2027'} |"
        for at, task in enumerate(tasks, start=1)
    )
    word = "bản sửa đổi" if new else "bản ban hành"
    day = "31/12/2027" if new else "30/6/2027"
    return _PLAN.format(province=capitals, title=title, number=number, word=word, day=day, rows="\n".join(rows))
