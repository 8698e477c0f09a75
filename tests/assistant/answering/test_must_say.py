"""A passage about another disease, remedy, kind of people or vehicle than the one asked about answers nothing."""

from __future__ import annotations

import pytest

from assistant.answering.must_say import leaves_thing
from assistant.search.retriever import Hit
from ingest.model import Anchor, Passage
from tests.assistant.sample import BEN_TRE, made_up_shelf, read


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
        ("Bến Tre nâng cấp đường truyền khi nào?", "Tập huấn kỹ năng số", False),
    ],
)
def test_what_leaves_the_named_thing_unsaid_is_known(question: str, said: str, leaves: bool) -> None:
    passage = Passage("", Anchor(BEN_TRE, section="I"), "section", said, said)
    hit = Hit(passage, None, 0.9, 0.9, 0.9)
    assert leaves_thing(read(question), hit, made_up_shelf()) is leaves
