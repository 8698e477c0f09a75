"""Headers, chains of numbers and whole tables."""

import pytest

from ingest.model import Field
from ingest.readers import read_text
from ingest.readers.document import TableBlock, TextBlock
from ingest.readers.flattened import read_flattened
from ingest.readers.flattened.headers import is_column_numbering, layouts, split_headers
from ingest.readers.flattened.lines import print_lines
from ingest.readers.flattened.markers import find_markers, roman_value
from tests.flattening import Cell, Column, GroupLine, RowLine, Table, TableStyle
from tests.flattening.documents import Appendix, PlanSpec, flatten

COLUMNS = (
    Column("TT", 25.0),
    Column("Nội dung thực hiện", 200.0, Field.CONTENT),
    Column("Đơn vị chủ trì", 90.0, Field.LEAD_UNIT),
    Column("Thời gian", 70.0, Field.DEADLINE),
)
TASKS = (
    ("Xây dựng kế hoạch chuyển đổi số của ngành và tổ chức thực hiện", "Văn phòng Sở", "Quý I"),
    ("Triển khai bệnh án điện tử tại các bệnh viện công lập, bảo đảm liên thông", "Phòng Nghiệp vụ Y", "Tháng 6"),
    ("Tập huấn kỹ năng số", "Văn phòng Sở", "Tháng 9"),
    ("Kiểm tra an toàn thông tin các hệ thống đang vận hành", "Thanh tra Sở", "Quý IV"),
)  # fmt: skip


def rows(tasks: tuple[tuple[str, ...], ...]) -> tuple[RowLine, ...]:
    return tuple(RowLine(tuple(map(Cell.of, (f"{number}", *task)))) for number, task in enumerate(tasks, start=1))


def flattened(lines: tuple[RowLine | GroupLine, ...], style: TableStyle, footnote: str = "") -> str:
    table = Table(COLUMNS, lines, style)
    spec = PlanSpec(
        name="x", opening=(), title="Chuyển đổi số", paragraphs=("I. MỤC TIÊU",) * 6, recipients=(), signature=("A",),
        appendices=(Appendix("Phụ lục 1", "DANH MỤC NHIỆM VỤ", "", table, False, footnote),), numbered_from=None,
    )  # fmt: skip
    return flatten(spec)[0]


def tables(text: str) -> list[TableBlock]:
    return [block for block in read_text(text, "x.txt").blocks if isinstance(block, TableBlock)]


class TestHeaders:
    def test_running_words_are_split_by_what_headers_say(self) -> None:
        said = "STT Nội dung Đơn vị chủ trì Thời gian hoàn thành"
        assert split_headers(said) == ("STT", "Nội dung", "Đơn vị chủ trì", "Thời gian hoàn thành")

    def test_capitals_throughout_are_split_as_well(self) -> None:
        said = "TT DANH MỤC NHIỆM VỤ ĐƠN VỊ CHỦ TRÌ THỰC HIỆN KẾT QUẢ ĐẠT ĐƯỢC GHI CHÚ"
        assert split_headers(said)[1:4] == ("DANH MỤC NHIỆM VỤ", "ĐƠN VỊ CHỦ TRÌ THỰC HIỆN", "KẾT QUẢ ĐẠT ĐƯỢC")

    def test_short_forms_beside_a_year_are_headers(self) -> None:
        said = "TT Chỉ tiêu ĐVT TH 2026 KH 2027 Đầu mối theo dõi"
        assert split_headers(said) == ("TT", "Chỉ tiêu", "ĐVT", "TH 2026", "KH 2027", "Đầu mối theo dõi")

    def test_years_stand_under_the_time(self) -> None:
        found = layouts(["STT Nhiệm vụ Thời gian Đơn vị chủ trì", "2025 2026 2027"])
        assert len(found) == 1
        assert [cell.parent for cell in found[0].cells] == ["", "Thời gian", "Thời gian", "Thời gian", ""]

    def test_the_lines_of_a_header_bound_the_width_of_its_column(self) -> None:
        lead = layouts(["STT Nội dung", "Đơn vị", "chủ trì", "Ghi chú"])[0].limits[1]
        assert 2000 < lead.low < lead.high < 6500

    @pytest.mark.parametrize("text", ["", "STT", "STT Nội dung", "STT của hồ sơ được cấp lại"])
    def test_what_names_no_columns_is_no_header(self, text: str) -> None:
        assert layouts([text]) == ()

    def test_a_line_that_numbers_the_columns_is_known(self) -> None:
        assert is_column_numbering("(1) (2) (3) (4)")
        assert not is_column_numbering("1 2025 2026")


class TestMarkers:
    def test_numbers_at_the_start_of_lines_are_markers(self) -> None:
        found = find_markers(print_lines("I. Thể chế \n\n01 Xây dựng \n\n12 tháng \n\nA Nhóm "))
        assert [(marker.number, marker.heading) for marker in found] == [(1, "roman"), (1, ""), (1, "letter")]

    def test_under_numbers_of_two_levels_the_upper_ones_are_groups(self) -> None:
        found = find_markers(print_lines("1 Hạ tầng \n\n1.1 Mạng \n\n1.2 Máy chủ \n\n2 Dữ liệu \n\n2.1 Kho "))
        assert [marker.heading for marker in found] == ["arabic", "", "", "arabic", ""]
        assert [marker.printed for marker in found] == ["1", "1.1", "1.2", "2", "2.1"]

    @pytest.mark.parametrize(("text", "value"), [("IX", 9), ("XIV", 14), ("IIX", 0), ("", 0)])
    def test_roman_numbers_have_their_value(self, text: str, value: int) -> None:
        assert roman_value(text) == value


class TestTables:
    @pytest.mark.parametrize("is_centred", [True, False])
    def test_a_small_table_is_read_whole(self, is_centred: bool) -> None:
        found = tables(flattened(rows(TASKS), TableStyle(is_centred=is_centred)))
        assert [line.cells[1:] for line in found[0].lines] == list(TASKS)
        assert [cell.title for cell in found[0].header] == [column.header for column in COLUMNS]

    def test_groups_are_lines_of_their_own(self) -> None:
        first, *others = rows(TASKS)
        found = tables(flattened((GroupLine("I", "Thể chế số"), first, *others), TableStyle()))
        assert found[0].lines[0].cells == ("I", "Thể chế số", "", "")
        assert len(found[0].lines) == 5

    @pytest.mark.parametrize("repeats_header", [True, False])
    def test_rows_over_many_pages_are_found(self, repeats_header: bool) -> None:
        style = TableStyle(repeats_header=repeats_header, breaks_rows=True)
        found = tables(flattened(rows(TASKS * 8), style))
        lines = [line for table in found for line in table.lines]
        assert [line.cells[0] for line in lines] == [str(number) for number in range(1, 33)]
        right = sum(line.cells[1:] == task for line, task in zip(lines, TASKS * 8, strict=True))
        assert right >= 30

    def test_a_footnote_is_text_behind_the_table(self) -> None:
        text = flattened(rows(TASKS), TableStyle(), "Ghi chú: (*) giao cụ thể cho Sở Y tế")
        assert tables(text)[0].lines[-1].cells[1:] == TASKS[-1]

    def test_a_total_is_no_part_of_the_last_row(self) -> None:
        text = flattened(rows(TASKS), TableStyle(), "Tổng cộng 12.000.000")
        assert tables(text)[0].lines[-1].cells[1:] == TASKS[-1]


class TestBadInput:
    def test_a_header_without_rows_is_text(self) -> None:
        blocks, _ = read_flattened("STT Nội dung Đơn vị chủ trì Ghi chú \n\nKhông có nhiệm vụ nào. \n\n")
        assert blocks
        assert not any(isinstance(block, TableBlock) for block in blocks)

    def test_rows_with_fewer_cells_than_columns_leave_the_others_blank(self) -> None:
        blocks, _ = read_flattened("STT Nội dung Đơn vị chủ trì Thời gian \n\n1 \n\nTập huấn \n\n2 \n\nKiểm tra \n\n")
        (table,) = [block for block in blocks if isinstance(block, TableBlock)]
        assert [(line.cells[0], " ".join(filter(None, line.cells[1:]))) for line in table.lines] == [
            ("1", "Tập huấn"), ("2", "Kiểm tra"),
        ]  # fmt: skip
        assert all(len(line.cells) == len(table.header) for line in table.lines)

    def test_a_number_without_text_is_a_row_of_blanks(self) -> None:
        blocks, _ = read_flattened("STT Nội dung Đơn vị chủ trì \n\n1 \n\n")
        (table,) = [block for block in blocks if isinstance(block, TableBlock)]
        assert table.lines[0].cells == ("1", "", "")

    def test_a_short_line_that_a_number_could_follow_ends_its_paragraph(self) -> None:
        lines = (
            "2. Hợp nhất ba hệ thống phần mềm quản lý trạm y tế theo Quyết định số ",
            "12/QĐ-SYT của Sở Y tế, không để gián đoạn việc khám chữa bệnh quá lâu. ",
            "3. Dịch vụ y tế số ",
            "3.1. Mỗi trung tâm y tế khu vực tổ chức hội chẩn từ xa hai buổi mỗi tháng ",
            "4. Hạ tầng số ",
            "Không đầu tư mới phòng máy chủ tại các trung tâm y tế, dùng chung với tỉnh. ",
        )

        blocks, _ = read_flattened("\n\n".join(lines))

        texts = [block.text for block in blocks if isinstance(block, TextBlock)]
        assert texts == [f"{lines[0]}{lines[1]}".strip(), *(line.strip() for line in lines[2:])]

    def test_nothing_is_no_block(self) -> None:
        assert read_flattened("") == ((), 0)


def _strung(*cells: str) -> str:
    """Lines of cells as extractors print them: a space behind each, and an empty line."""
    return "".join(f"{cell} \n\n" for cell in cells)


class TestCells:
    """What cells hold tells where they end, though each line stands alone."""

    def test_a_name_broken_over_lines_is_whole_before_what_follows(self) -> None:
        head = ("STT Nhiệm vụ ", "Lãnh đạo ", "phụ trách ", "Kết quả ")
        leader = ("Bà Cao Thị", "Liên - PGĐ Sở")
        tasks = ("Lập hồ sơ mời thầu", "Nghiệm thu đợt một", "Tổ chức hội thi", "Mở lớp bồi dưỡng")
        results = ("Hồ sơ được duyệt", "Biên bản", "Hội thi cấp tỉnh", "04 lớp, 120 người")
        body = [
            text
            for number, (task, result) in enumerate(zip(tasks, results, strict=True), start=1)
            for text in (str(number), task, *leader, result)
        ]

        [table] = tables(_strung("PHỤ LỤC 1", "PHÂN CÔNG", *(text.strip() for text in head), *body))

        assert [line.cells[2:] for line in table.lines] == [("Bà Cao Thị Liên - PGĐ Sở", result) for result in results]

    def test_a_column_of_plain_numbers_keeps_its_numbers_and_a_unit_stands_not_behind_a_date(self) -> None:
        head = ("TT Nội dung giám sát Số", "mẫu", "Thời gian", "thực hiện", "Đơn vị", "lấy mẫu", "Kinh phí", "(đồng)")
        rows = (
            (("Nước mắm đóng chai, mắm tôm", "pha sẵn"), "170", "Tháng 3 - 8", "Chi cục QLCL", "152.000.000"),
            (("Rượu gạo nấu thủ công", "(methanol, furfural)"), "95", "Quý I, Quý IV", "TTYT huyện", "71.500.000"),
            (("Nem chua, giò lụa (hàn the,", "phẩm màu)"), "140", "Tháng 1", "TTYT huyện", "57.500.000"),
            (("Cơm suất khu công nghiệp", "(vi sinh)"), "210", "Tháng 5", "Chi cục QLCL", "188.000.000"),
            (("Thực phẩm bổ sung cho trẻ", "(chất bảo quản)"), "65", "Quý II/2026", "Phòng NVD", "230.000.000"),
            (("Tương ớt, nước chấm lên men",), "70", "Tháng 6", "TTKN", "46.250.000"),
            (("Vải sấy, long nhãn khô (dư", "lượng lưu huỳnh)"), "55", "Tháng 7 - 9", "TTKN", "30.500.000"),
            (("Sữa tươi, sữa hạt tại căng", "tin trường"), "120", "Tháng 9 - 11", "TTKN", "89.000.000"),
            (("Dưa, cà muối chua đóng gói",), "85", "30/10/2026", "TTKN", "38.750.000"),
        )
        body = [
            text for number, (content, *cells) in enumerate(rows, start=1) for text in (str(number), *content, *cells)
        ]

        [table] = tables(_strung("PHỤ LỤC 2", "LẤY MẪU", *head, *body))

        assert [line.cells[1:] for line in table.lines] == [(" ".join(content), *cells) for content, *cells in rows]

    def test_where_the_money_comes_from_stands_under_its_header_though_the_notes_are_blank(self) -> None:
        head = ("TT Khoản mục Số lượng Thành tiền Nguồn Ghi chú",)
        rows = (
            ("Phần mềm quản lý", "01 gói", "9.800", "Ngân sách tỉnh hỗ trợ", "Đấu thầu rộng rãi"),
            ("Hệ thống lưu trữ", "01 hệ thống", "6.450", "Quỹ PTHĐSN", "Thuê trong 3 năm"),
            ("Máy tính để bàn", "260 bộ", "3.640", "Quỹ PTHĐSN", ""),
            ("Máy tính bảng", "90 chiếc", "1.080", "Quỹ PTHĐSN", ""),
            ("Thuê đường truyền", "12 tháng", "1.930", "Quỹ PTHĐSN", ""),
            ("Chữ ký số", "610 tài khoản", "915", "Quỹ PTHĐSN", "Miễn phí năm đầu"),
            ("Tập huấn, phụ cấp", "34 lớp", "785", "Quỹ PTHĐSN", ""),
        )
        body = [f"{number} {' '.join(filter(None, row))}" for number, row in enumerate(rows, start=1)]

        [table] = tables(_strung("PHỤ LỤC 3", "DỰ TOÁN", *head, *body))

        assert [line.cells[1:] for line in table.lines] == list(rows)

    def test_what_stands_for_the_cell_above_is_a_cell_of_its_own(self) -> None:
        head = ("STT Nhiệm vụ Đơn vị chủ trì Thời hạn Lãnh đạo phụ trách",)
        rows = (
            ("Ban hành quy chế", "Phòng CNTT", "31/01/2027", "PGĐ Nguyễn Hoài Nam"),
            ("Phân công lịch trực", "Văn phòng Sở", "15/02/2027", "Như trên"),
            ("Rà soát tài khoản quản trị", "Phòng CNTT", "31/3/2027", "Như trên"),
            ("Kiểm tra đột xuất", "Thanh tra Sở", "Hằng quý", "GĐ Trần Ngọc Hiền"),
        )
        body = [f"{number} {' '.join(row)}" for number, row in enumerate(rows, start=1)]

        [table] = tables(_strung("PHỤ LỤC 1", "PHÂN CÔNG", *head, *body))

        assert [line.cells[1:] for line in table.lines] == list(rows)

    def test_grades_dates_and_titles_of_persons_part_the_cells_of_one_line(self) -> None:
        head = ("TT Tên cơ sở Hạng Số giường Ngày dừng bệnh án giấy Phần mềm đang dùng Cán bộ đầu mối",)
        rows = (
            ("Bệnh viện Đa khoa thành phố", "I", "900", "01/4/2026", "FPT.eHospital", "BS. Lâm Quốc Thái"),
            ("Bệnh viện Nhi đồng thành phố", "I", "550", "01/5/2026", "FPT.eHospital", "BS. Ông Huy Thịnh"),
            ("Bệnh viện Phụ sản thành phố", "II", "300", "15/5/2026", "VNPT HIS", "ThS. Nguyễn Thụy Anh"),
            ("Bệnh viện Đa khoa Sóc Trăng", "I", "700", "30/6/2026", "VNPT HIS", "KS. Trần Danh Thol"),
            ("Bệnh viện Đa khoa Hậu Giang", "II", "500", "30/6/2026", "Minh Lộ", "KS. Võ Hoài Phong"),
            ("Trung tâm Y tế khu vực Thốt Nốt", "III", "180", "30/9/2026", "VNPT HIS", "KS. Lý Thành Đạt"),
            ("Trung tâm Y tế khu vực Ngã Bảy", "III", "150", "31/10/2026", "Minh Lộ", "CN. Huỳnh Như Ý"),
        )
        body = [f"{number} {' '.join(row)}" for number, row in enumerate(rows, start=1)]

        [table] = tables(_strung("PHỤ LỤC 2", "LỘ TRÌNH", *head, *body))

        assert [line.cells[1:] for line in table.lines] == list(rows)

    def test_the_sum_and_its_sources_stand_under_the_header_of_money(self) -> None:
        head = ["STT Hạng mục chi Đơn vị sử dụng Nhu cầu năm 2027 Ghi chú", "Tổng số Ngân sách TP Thu sự", "nghiệp"]

        [layout] = layouts(head)

        assert [cell.title for cell in layout.cells[:2]] == ["Hạng mục chi", "Đơn vị sử dụng"]
        under = [(cell.parent, cell.title) for cell in layout.cells[2:5]]
        assert under == [("Nhu cầu năm 2027", part) for part in ("Tổng số", "Ngân sách TP", "Thu sự nghiệp")]
        assert layout.cells[5].title == "Ghi chú"
