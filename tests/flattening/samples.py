"""Rows of two real plans as they were typed, with widths that fit them: what the simulator is checked against.

The texts that a PDF extractor gave for them are in `eval/plans/`; each sample names its file and the text between
which it stands there. The widths were found from the breaks themselves: the widest line that fits, the first word
that did not.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.flattening.pages import PageWriter, PlacedRow
from tests.flattening.tables import Cell, Column, GroupLine, RowLine, Table, TableStyle

_PLANS = Path(__file__).parents[2] / "eval" / "plans"
_ENDLESS = 100_000.0
_PAGE_LINES = 30
_TASKS = (
    Column("STT", 26),
    Column("Nội dung thực hiện", 274.5),
    Column("Đơn vị chủ trì", 80.5),
    Column("Đơn vị phối hợp", 104),
    Column("Mục tiêu", 181),
)
_YEARS = (
    Column("STT", 26),
    Column("Nhiệm vụ", 246.9),
    *(Column(str(year), 33.3, parent="Thời gian") for year in range(2025, 2031)),
    Column("Lãnh đạo phụ trách", 54.3),
    Column("Đơn vị chủ trì, theo dõi, đánh giá", 54.6),
    Column("Đơn vị phối hợp", 58),
    Column("Kết quả", 58),
)
_PROJECTS = tuple(Column(str(i), width) for i, width in enumerate((24, 105, 46, 99, 136, 89, 38, 66, 74), start=1))
_HOSPITALS = "Các trung trâm y tế khu vực, bệnh viện khu vực, bệnh viện chuyên khoa, bệnh viện đa khoa"
_UNITS = "Các phòng chuyên môn Sở, các đơn vị trực thuộc"
_MRS_LAM = "Bà Võ Thị Ngọc Lắm - PGĐ Sở "
_MR_TRUNG = "Ông Lê Quang Trung - GĐ Sở"


@dataclass(frozen=True, slots=True)
class Sample:
    """Typed rows, and where the extractor's text of them stands: in `file`, from `start` up to `end`.

    `has_header` tells whether the text begins with the table's header; `room` is how many lines there still were on
    its page, None for a sample that no page break runs through.
    """

    file: str
    start: str
    end: str
    table: Table
    has_header: bool
    room: float | None = None

    def real(self) -> list[str]:
        """The lines of the extractor's text, empty ones included."""
        text = (_PLANS / self.file).read_text(encoding="utf-8")
        begin = text.index(self.start)
        return text[begin : text.index(self.end, begin)].rstrip("\n").split("\n")

    def simulated(self) -> list[str]:
        """The lines that the simulator gives for the same rows."""
        pages = PageWriter()
        line_height = self.table.style.font.line_height
        if self.room is None:
            pages.new_page(self.table.style.font, _ENDLESS)
        else:
            pages.new_page(self.table.style.font, _PAGE_LINES * line_height)
            pages.write(PlacedRow((_PAGE_LINES - 1 - self.room) * line_height, ()))  # the header takes one line
        self.table.write(pages)
        text = pages.text()
        return text[0 if self.has_header else text.index(self.start) :].lstrip(" ").rstrip("\n").split("\n")


def _row(*cells: str) -> RowLine:
    return RowLine(tuple(Cell.of(cell) for cell in cells))


def _yearly(stt: str, content: str, years: str, leader: str, lead: str, result: str) -> RowLine:
    return _row(stt, content, *years.split(","), leader, lead, _UNITS, result)


_NOT_DATED = "X,X,X,X,X,X"

SAMPLES = (
    Sample(
        "ca-mau-2026.txt",
        "STT Nội dung thực hiện",
        " STT Nội dung thực hiện",
        Table(
            _TASKS,
            (
                _row(
                    "1 ",
                    f"Đầu tư thiết bị và hạ tầng mạng phục vụ triển khai bệnh án điện tử (Triển khai cho {_HOSPITALS})",
                    "KHTC, Văn phòng",
                    "Phòng Nghiệp vụ; KHTC; Bệnh viện, TTYT",
                    "100% các bệnh viện và TTYT triển khai bệnh án điện tử",
                ),
                _row(
                    "2 ",
                    f"Triển khai Hồ sơ bệnh án điện tử (Triển khai cho {_HOSPITALS})",
                    "Văn phòng",
                    "Phòng Nghiệp vụ; KHTC; Bệnh viện, TTYT.",
                    "100% các bệnh viện và TTYT triển khai bệnh án điện tử",
                ),
                _row(
                    "3 ",
                    "Tổ chức sinh hoạt chuyên đề quán triệt thực hiện phát triển khoa học, công nghệ, đổi mới sáng tạo"
                    " và chuyển đổi số ngành Y tế",
                    "Văn phòng Đảng Sở Y tế",
                    "Các phòng chuyên môn, các đơn vị trực thuộc",
                    "100% các đơn vị triển khai",
                ),
                _row(
                    "4 ",
                    "Tổ chức Hội nghị chuyển đổi số và thực hiện Đề án 06/CP của ngành Y tế tỉnh Cà Mau năm 2026",
                    "Văn phòng Sở; Phòng Nghệp vụ ",
                    "Các đơn vị trực thuộc",
                    "",
                ),
                _row(
                    "5 ",
                    "Xây dựng cơ sở dữ liệu dùng chung ngành y tế Cà Mau ",
                    "KHTC, Phòng Nghiệp vụ và Văn phòng Sở",
                    "Các phòng chuyên môn, các đơn vị trực thuộc",
                    "Hình thành cơ sở dữ liệu ngành y tế tiến tới kết nối, chia sẻ dữ liệu y tế với cơ sở dữ liệu quốc"
                    " gia về dân cư, Bộ Y tế, UBND tỉnh Cà Mau.",
                ),
            ),
        ),
        has_header=True,
    ),
    Sample(
        "ca-mau-2026.txt",
        "9  Triển khai Nền tảng",
        "16  \nKết nối",
        Table(
            _TASKS,
            (
                _row(
                    "9 ",
                    "Triển khai Nền tảng Quản lý trạm Y tế",
                    "Văn phòng Sở và Phòng Nghệp vụ",
                    "KHTC và Các Trạm Y tế",
                    "",
                ),
                _row(
                    "10 ",
                    "Chuyển đổi số về lĩnh vực y tế dự phòng",
                    "Trung tâm Kiểm soát bệnh tật",
                    "Văn phòng; Phòng KHTC; Phòng Nghiệp vụ",
                    "",
                ),
                _row(
                    "11 ",
                    "Chuyển đổi số về lĩnh vực an toàn vệ sinh thực phẩm",
                    "CCATVSTP",
                    "Văn phòng",
                    "Xây dựng hệ thống quản lý lĩnh vực an toàn vệ sinh thực phẩm",
                ),
                _row(
                    "12 ",
                    "Chuyển đổi số về lĩnh vực kiểm nghiệm Thuốc - Mỹ phẩm - Thực phầm.",
                    "TTKNTMPTP",
                    "Văn phòng",
                    "Xây dựng hệ thống quản lý về lĩnh vực kiểm nghiệm Thuốc - Mỹ phẩm - Thực phẩm.",
                ),
                _row(
                    "13 ",
                    "Triển khai đơn thuốc điện tử",
                    "Phòng Nghiệp vụ",
                    "Văn phòng; Các đơn vị khám, chữa bệnh",
                    "",
                ),
                _row(
                    "14 ",
                    "Triển khai đăng ký lịch hẹn khám, chữa bệnh trực tuyến.",
                    "Văn phòng",
                    "KHTC; Văn phòng; Các đơn vị KCB.",
                    "",
                ),
                _row(
                    "15 ",
                    "Tiếp tục triển khai thanh toán không dùng tiền mặt.",
                    "Phòng KHTC",
                    "Các đơn vị",
                    "Văn phòng phối hợp thực hiện triển khai kết nối Hue-S để thanh toán viện phí.",
                ),
            ),
        ),
        has_header=False,
    ),
    Sample(
        "dong-nai-2025.txt",
        "STT Nhiệm vụ",
        " STT Nhiệm vụ",
        Table(
            _YEARS,
            (
                GroupLine(
                    "I",
                    "Nâng cao nhận thức, đột phá về đổi mới tư duy, xác định quyết tâm chính trị mạnh mẽ, quyết liệt"
                    " lãnh đạo, chỉ đạo, tạo xung lực mới, khí thế mói trong toàn xã hội về phát triển khoa học, công"
                    " nghệ, đổi mới sáng tạo và chuyển đỗi số quốc gia ",
                ),
                _yearly(
                    "1",
                    "Xây dựng kế hoạch tuyên truyền thường xuyên, sâu rộng về nội dung Nghị quyết số 57-NQ/TW, Nghị"
                    " quyết số 03/NQ-CP, Kế hoạch số 433-KH/TU  theo hướng: đa dạng hóa các hình thức, cụ thể hóa các"
                    " nội dung và có mục tiêu cụ thể ",
                    "Tháng 4,,,,,",
                    _MRS_LAM,
                    "Trung tâm Kiểm soát bệnh tật tỉnh",
                    "Kế hoạch",
                ),
                _yearly(
                    "2",
                    "Xây dựng kế hoạch phát động phong trào học tập trên các nền tảng sổ để trở thành phong trào"
                    ' "học tập số" thường xuyên, liên tục, phổ cập nâng cao kiến thức về khoa học, công nghệ đổi mới'
                    " sáng tạo, kỹ năng số, công nghệ số cơ bản trong công chức, viên chức va người lao động (Khi UBND"
                    " tỉnh ban hành KH)",
                    _NOT_DATED,
                    _MRS_LAM,
                    "Văn phòng Sở",
                    "Kế hoạch",
                ),
                _yearly(
                    "3",
                    "Thực hiện Đề án đánh giá mức độ hoàn thành nhiêm vụ chuyển đổi số của cơ quan nhà nước, người"
                    " đứng đầu và cán bộ công chức, viên chức trong cơ quan nhà nước trên địa bàn tỉnh (Khi UBND tỉnh"
                    " ban hành KH)",
                    _NOT_DATED,
                    _MRS_LAM,
                    "Văn phòng Sở",
                    "Báo cáo đánh giá mức độ hoàn thành nhiệm vụ CĐS hàng năm",
                ),
            ),
            TableStyle(blank="  "),
        ),
        has_header=True,
    ),
    Sample(
        "dong-nai-2025.txt",
        "2 \n\nTriển khai các chính sách",
        "1 \n\n Triển khai danh mục",
        Table(
            _YEARS,
            (
                _yearly(
                    "2",
                    "Triển khai các chính sách hỗ trợ của tỉnh để tạo lợi thế cạnh tranh, giải phóng nguồn lực…(khi có"
                    " văn bản hướng dẫn của UBND tỉnh)",
                    "X,,,,,",
                    _MR_TRUNG,
                    "Kế hoạch - Tài chính",
                    "Văn bản triển khai",
                ),
                _yearly(
                    "3",
                    "Triển khai các văn bản quy phạm pháp luật do Bộ Y tế ban hành có liên quan đến lĩnh vực chuyển"
                    " đổi số, khám chữa bệnh …",
                    _NOT_DATED,
                    _MR_TRUNG,
                    "Các phòng chuyên môn Sở,",
                    "Văn bản triển khai",
                ),
                GroupLine(
                    "III",
                    "Tăng cường đầu tư, hoàn thiện hạ tầng cho khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số"
                    " tỉnh Đồng Nai",
                ),
            ),
            TableStyle(blank="  "),
        ),
        has_header=False,
    ),
    Sample(
        "ca-mau-2026.txt",
        "7.  \n\nXây dựng",
        "8.  \n\nHệ thống",
        Table(
            _PROJECTS,
            (
                _row(
                    "7. ",
                    "Xây dựng và triển khai hệ thống tập phục hồi chức năng sàn chậu ứng dụng công nghệ hiện đại",
                    "Phục vụ phát triển khoa học công nghệ ngành y tế",
                    "Nghiên cứu, triển khai mô hình phục hồi chức năng sàn chậu không xâm lấn bằng hệ thống thiết bị"
                    " hiện đại (máy tập sàn chậu và máy siêu âm 4D chuyên sàn chậu), từ đó chuẩn hóa quy trình điều"
                    " trị không xâm lấn tại cơ sở y tế ",
                    "- Bộ quy trình tập phục hồi chức năng sàn chậu ứng dụng máy tập sàn chậu và máy siêu âm 4D chuyên"
                    " sàn chậu.\n- Hệ thống dữ liệu đánh giá hiệu quả điều trị qua siêu âm hình ảnh (dữ liệu hình ảnh"
                    " sàn chậu trước – sau điều trị bằng siêu âm 4D).\n- Kết quả điều trị bệnh nhân.\n- Đề xuất"
                    " khuyến nghị nhân rộng mô hình tại các cơ sở y tế ",
                    "3.500.000.000",
                    "2025-2026",
                    "Bệnh viện ĐK Cà mau ",
                    "",
                ),
            ),
            TableStyle(breaks_rows=True, repeats_header=False),
        ),
        has_header=False,
        room=4.5,
    ),
)
