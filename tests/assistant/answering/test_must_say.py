"""A passage about another disease, remedy, kind of people or vehicle than the one asked about answers nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answering.must_say import leaves_thing
from assistant.search.retriever import Hit
from ingest.model import Anchor, Field, Passage
from tests.assistant.sample import BEN_TRE, made_up_shelf, read, row


@pytest.mark.parametrize(
    ("question", "said", "leaves"),
    [
        ("Bến Tre bao giờ cấp thuốc sốt rét cho trạm y tế?", "Cấp thuốc hướng thần cho trạm y tế", True),
        ("ben tre bao gio cap thuoc sot ret cho tram y te", "Cấp thuốc hướng thần cho trạm y tế", True),
        ("When will Ben Tre supply malaria drugs to health stations?", "Cấp thuốc hướng thần cho trạm y tế", True),
        ("Bến Tre bao giờ cấp thuốc sốt rét cho trạm y tế?", "Phòng chống sốt rét: cấp thuốc cho trạm", False),
        ("Ai lo việc phòng chống dịch tả ở Bến Tre?", "Phòng chống dịch bệnh mùa mưa lũ", True),
        ("Ai lo việc phòng chống dịch tả ở Bến Tre?", "Giám sát dịch tả ở cửa khẩu", False),
        ("Bến Tre khám bệnh lao cho ai?", "Phát hiện người mắc lao ở cù lao", False),
        ("Bến Tre tầm soát ung bướu khi nào?", "Khám tìm ung thư vú cho phụ nữ", False),
        ("ben tre tiem soi cho tre khi nao", "Tiêm chủng cho trẻ em", True),
        ("Bến Tre tiêm vắc xin sởi khi nào?", "Tiêm vắc xin cúm cho người cao tuổi", True),
        ("Bến Tre lắp camera trong bệnh viện lúc nào?", "Triển khai bệnh án điện tử tại các bệnh viện", True),
        ("Bến Tre lắp camera trong bệnh viện lúc nào?", "Giám sát hình ảnh ở bệnh viện", False),
        ("Bến Tre tuyển thêm bao nhiêu bác sĩ?", "Ứng dụng bác sĩ cho mọi nhà", True),
        ("Bến Tre tuyển thêm bao nhiêu bác sĩ?", "Thu hút 12 bác sĩ về trạm y tế", False),
        ("Bến Tre đặt chiều cao nữ thanh niên bao nhiêu?", "Chiều cao trung bình của nam thanh niên 18 tuổi", True),
        ("Bến Tre đặt chiều cao nam thanh niên bao nhiêu?", "Chiều cao trung bình của nam thanh niên 18 tuổi", False),
        ("ben tre tiem vac xin cho nguoi lon khi nao", "Tiêm vắc xin cho trẻ em", True),
        ("ben tre tiem vac xin cho nguoi lon khi nao", "Tiêm vắc xin cho trẻ em và người lớn", False),
        ("Bến Tre phát sữa học đường cho trường cấp 3 lúc nào?", "Sữa học đường ở các trường tiểu học", True),
        ("Bến Tre phát sữa học đường cho học sinh lúc nào?", "Sữa học đường ở các trường tiểu học", False),
        ("Bến Tre làm phim tiếng Thái khi nào?", "Làm phim ngắn tiếng Mông", True),
        ("Bến Tre nâng cấp đường truyền khi nào?", "Tập huấn kỹ năng số", False),
    ],
)
def test_what_leaves_the_named_thing_unsaid_is_known(question: str, said: str, leaves: bool) -> None:
    passage = Passage("", Anchor(BEN_TRE, section="I"), "section", said, said)
    hit = Hit(passage, None, 0.9, 0.9, 0.9)
    assert leaves_thing(read(question), hit, made_up_shelf()) is leaves


@pytest.mark.parametrize(
    ("content", "leaves"), [("Chi trả trợ cấp qua tài khoản", False), ("Trợ cấp cho trẻ em", True)]
)
def test_whom_a_body_is_named_after_is_no_kind_that_its_row_is_about(content: str, leaves: bool) -> None:
    cells = {Field.CONTENT: content, Field.LEAD_UNIT: "Phòng Dân số và Trẻ em"}
    told = replace(row(f"{BEN_TRE}/pl-1/I/1"), fields={str(field): cell for field, cell in cells.items()})
    passage = Passage("", told.anchor, "row", content, content)
    hit = Hit(passage, told, 0.9, 0.9, 0.9)
    assert leaves_thing(read("Bến Tre trợ cấp cho người cao tuổi khi nào?"), hit, made_up_shelf()) is leaves
