"""The text of a plan of two rows, for tests that need some plan and not a certain one."""

PLAN = """SỞ Y TẾ
TỈNH BẾN TRE

Số: 15/KH-SYT

KẾ HOẠCH
Chuyển đổi số ngành Y tế năm 2027

I. MỤC ĐÍCH
1. Nâng cao chất lượng khám bệnh, chữa bệnh cho người dân.

PHỤ LỤC 1
DANH MỤC NHIỆM VỤ

| STT | Nhiệm vụ | Đơn vị chủ trì | Thời gian hoàn thành |
| --- | --- | --- | --- |
| 1 | Nâng cấp đường truyền mạng nội bộ | {lead} | Tháng 6/2027 |
| 2 | Khảo sát sự hài lòng của người bệnh | Thanh tra Sở | Quý IV/2027 |
"""
