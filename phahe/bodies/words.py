"""The words that names of Vietnamese public bodies are made of, and those that end such a name.

Only the grammar of names: kinds of bodies, offices, units, modifiers, verbs. Bodies themselves are data (`data/ttl/reference`).
Lists are separated by "|" and compared case folded (see `lexicon`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from phahe.vietnamese.lexicon import Lexicon, Words

#: Heads of named bodies. Those of `COMPLETE` are a name without more; the others need a word behind them.
COMPLETE: Final = Lexicon("""
Ủy ban nhân dân | Uỷ ban nhân dân | Uỷ Ban nhân dân | UBND | Hội đồng nhân dân | HĐND | Thường trực HĐND | TT HĐND | Thường trực Hội đồng nhân dân
| Quốc hội | Chính phủ | Thủ tướng Chính phủ | Thủ tướng | Chủ tịch nước | Bộ Chính trị | Ban Bí thư | Ban Chấp hành Trung ương
| Tỉnh ủy | Tỉnh uỷ | Thành ủy | Thành uỷ | Huyện ủy | Huyện uỷ | Quận ủy | Thị ủy | Đảng ủy | Đảng uỷ | Thường vụ | Thường trực
| Đảng ủy các cơ quan Đảng | Đảng uỷ các cơ quan Đảng | Đảng bộ các cơ quan Đảng | Ban Thường vụ | Ban Chấp hành | BCH | BTV | Mặt trận Tổ quốc | MTTQ | UBMTTQ | Ủy ban MTTQ | Ủy ban Mặt trận Tổ quốc | Uỷ ban Mặt trận Tổ quốc
| Ủy ban Mặt trận Tổ quốc Việt Nam | Ủy ban MTTQ Việt Nam | Mặt trận Tổ quốc Việt Nam | Công an | Bảo hiểm xã hội | BHXH | Kho bạc Nhà nước
| Tòa án nhân dân | Toà án nhân dân | Viện kiểm sát nhân dân | Kiểm toán nhà nước | Ngân hàng Nhà nước | Văn phòng | Đoàn Thanh niên
| Hội Phụ nữ | Đoàn đại biểu Quốc hội | Tổ đại biểu | Đại biểu | Bộ Chỉ huy Quân sự | Ban Chỉ huy Quân sự | Ban Chỉ huy Phòng thủ dân sự
| Ban Chỉ huy Phòng chống thiên tai | Ban Chỉ huy Phòng, chống thiên tai | Ban Chỉ huy Phòng chống thiên tai và Tìm kiếm cứu nạn
| Ban Chỉ huy Phòng, chống thiên tai và Tìm kiếm cứu nạn | Ban Quản lý dự án đầu tư xây dựng | Báo và Phát thanh, Truyền hình | Bộ đội Biên phòng | Ngân hàng Chính sách xã hội
""")
HEADS: Final = Lexicon(f"""{COMPLETE.phrases}
| Sở | Bộ | Ban | Ủy ban | Uỷ ban | Phòng | Cục | Chi cục | Tổng cục | Vụ | Hội | Đoàn | Viện | Trường | Đài | Báo | Tổ | Liên đoàn
| Liên minh | Liên hiệp | Tổng công ty | Công ty | Tập đoàn | Ngân hàng | Quỹ | Học viện | Đại học | Trung tâm | Hội đồng | Thanh tra | Kho bạc
| Hiệp hội | Thuế | Hải quan | Tiểu ban | Đội | Hạt Kiểm lâm | Bệnh viện | Thư viện | Bảo tàng | Kiểm toán | Quân khu | Chi nhánh
| Ban Quản lý | Ban Chỉ đạo | Ban Tổ chức | Tổ công tác | Thông tấn xã Việt Nam | Chi bộ | Đảng bộ
""")
#: Heads whose next words are written small.
DESCRIBED: Final = Lexicon("""
Trung tâm | Trường | Ban | Hội đồng | Tổ | Quỹ | Văn phòng | Đoàn | Ủy ban | Uỷ ban | Phòng | Viện | Hội | Cục | Đội | Bệnh viện | Công ty | Đại biểu | Tổ đại biểu
""")
DESCRIPTIONS: Final = Lexicon("""
quản lý | quản lý dự án | quản lý khu kinh tế | chỉ đạo | tổ chức | chấp hành | thường vụ | giám hiệu | giám đốc | cán sự đảng | kiểm tra | điều phối
| công tác | giúp việc | biên tập | soạn thảo | thẩm định | trường | tư vấn | đại biểu | đại diện cha mẹ học sinh | kiểm sát nhân dân | kiểm sát nhân dân tối cao
| mầm non | tiểu học | trung học cơ sở | trung học phổ thông | phổ thông dân tộc nội trú | phổ thông dân tộc bán trú | phổ thông | cao đẳng | đại học
| cao đẳng nghề | trung cấp | trung cấp nghề | chính trị | giáo dục nghề nghiệp | đầu tư phát triển | hỗ trợ nông dân | thanh niên | phụ nữ | nông dân
| cựu chiến binh | khuyến học | chuyên môn | chuyên viên | văn hóa xã hội | thi đua khen thưởng | thi đua - khen thưởng
| đăng ký đất đai | công chứng | đại diện | điều phối nông thôn mới | tiếp công dân | phát triển quỹ đất
""")
#: Verbs that say what a centre is for: "Trung tâm hỗ trợ phát triển giáo dục hòa nhập".
PURPOSES: Final = Lexicon("""
hỗ trợ | phát triển | quản lý | điều hành | điều phối | kiểm soát | nghiên cứu | ứng dụng | xúc tiến | bảo vệ | giới thiệu | tư vấn | đào tạo | bồi dưỡng
| khai thác | vận hành | giám sát | kiểm định | phục vụ | cung cấp | chuyển giao | bảo tồn | dịch vụ | chăm sóc | nuôi dưỡng | giáo dục | huấn luyện
""")
#: Words of more than two syllables inside a name.
LONG_NAMES: Final = Lexicon("""
Cựu chiến binh | Chữ thập đỏ | Người cao tuổi | Hợp tác xã | Phát triển nông thôn | Phục vụ hành chính công | Hành chính công | Cựu thanh niên xung phong
| Trung học phổ thông | Trung học cơ sở | Trung học phổ thông chuyên | Phổ thông dân tộc nội trú | Phổ thông dân tộc bán trú | Phổ thông trung học
| Kiểm soát bệnh tật | Phòng thủ dân sự | Phòng chống thiên tai | Tìm kiếm cứu nạn | Tìm kiếm, cứu nạn
| Chính sách xã hội | Bảo hiểm xã hội | Bộ đội biên phòng | Quân sự | Phòng cháy chữa cháy | Bảo trợ xã hội | Thanh niên cộng sản | Kinh tế tập thể
| Giáo dục nghề nghiệp | Giáo dục thường xuyên | Giáo dục nghề nghiệp - Giáo dục thường xuyên | Khu công nghiệp | Khu chế xuất | Khu kinh tế | Khu công nghệ cao | Xúc tiến đầu tư | Y tế dự phòng | Phát thanh truyền hình
""")
#: Small words that close a capitalised name.
NAME_ENDINGS: Final = Lexicon("nhân dân | xã hội | tối cao | chuyên | nội trú | bán trú | quân sự | môi trường")
NEVER_SECOND: Final = frozenset(("và", "với", "cùng", "các", "của", "thuộc", "có", "tại", "trong", "trực", "cấp", "chủ"))

#: Fields of government whose name holds "và" or a comma, and those that stand alone: they tell "Sở Văn hóa, Thể thao và Du lịch"
#: (one body) from "các Sở Tài chính, Nội vụ và Xây dựng" (three).
PORTFOLIOS: Final = Lexicon("""
Giáo dục và Đào tạo | GD&ĐT | Khoa học và Công nghệ | KH&CN | Nông nghiệp và Môi trường | Nông nghiệp và Phát triển nông thôn | Dân tộc và Tôn giáo
| Văn hóa, Thể thao và Du lịch | Văn hóa và Thể thao | Văn hóa - Xã hội | Tài nguyên và Môi trường | Thông tin và Truyền thông | Kế hoạch và Đầu tư
| Lao động - Thương binh và Xã hội | Lao động, Thương binh và Xã hội | Kinh tế, Hạ tầng và Đô thị | Tuyên giáo và Dân vận | Quy hoạch - Kiến trúc
| Tài chính | Nội vụ | Tư pháp | Xây dựng | Y tế | Công Thương | Ngoại vụ | Du lịch | Giao thông vận tải | Quốc phòng | Công an | Ngoại giao
""")
SHARED_HEADS: Final = frozenset({"sở", "bộ", "phòng"})

TITLES: Final = Lexicon("""
Thủ trưởng | Giám đốc | Phó Giám đốc | Chủ tịch | Phó Chủ tịch | Bí thư | Phó Bí thư | Hiệu trưởng | Chánh Văn phòng | Chánh Thanh tra | Người đứng đầu
| Trưởng | Cục trưởng | Bộ trưởng | Bí thư cấp ủy | Chủ nhiệm | Tổng Giám đốc | Tổng Thư ký | Thứ trưởng | đại biểu
""")
#: Offices that are printed small in running text.
SMALL_TITLES: Final = frozenset({"thủ", "người", "đại", "chủ", "giám", "hiệu", "bí"})
QUANTIFIERS: Final = Lexicon("các | những | tất cả các | toàn thể các | một số | mỗi")

UNITS: Final = Lexicon("""
tỉnh | thành phố | xã | phường | thị trấn | huyện | quận | thị xã | đặc khu | khu vực | thôn | bản | tổ dân phố | khối phố
| trung ương | cơ sở | trên | dưới | cấp | địa phương | cùng cấp | cấp mình
""")
UNIT_NAMES: Final = frozenset(("tỉnh", "phố", "xã", "phường", "trấn", "huyện", "quận", "khu"))
NOT_AFTER_UNIT: Final = {
    "xã": frozenset({"hội"}), "tỉnh": frozenset({"táo"}), "cơ": frozenset({"vật"}), "bản": frozenset({"đồ", "thân"}),
    "trên": frozenset({"địa", "cơ", "phạm"}), "dưới": frozenset({"sự"}), "cấp": frozenset({"học", "phát", "kinh", "bách", "có"}),
}  # fmt: skip
OWNERS: Final = Lexicon(
    "trên địa bàn | của | thuộc | trực thuộc | ở | trong | trong và ngoài | thuộc phạm vi | thành viên | tham mưu, giúp việc"
)
#: Bodies that own without a name of their own, said inside them.
OWNERS_BARE: Final = frozenset(("Sở", "Bộ", "Ban", "Chi cục", "Trường"))
OWNERS_ALONE: Final = frozenset({"trên địa bàn", "trực thuộc"})

#: Nouns that are the second half of another word behind these: "xã hội", "cơ sở", "môi trường".
HALF_WORDS: Final = {
    "hội": frozenset({"xã", "cơ", "đại", "quốc"}),
    "trường": frozenset({"môi", "thị", "lập", "hiện", "công", "quảng"}),
    "sở": frozenset({"cơ", "trụ"}),
    "bản": frozenset({"văn", "cơ", "căn", "biên"}),
    "bộ": frozenset({"cán", "toàn", "nội", "đồng", "tiến"}),
    "phòng": frozenset({"quốc", "văn", "dự"}),
    "viện": frozenset({"học", "thư", "bệnh"}),
    "ngành": frozenset({"chuyên", "liên", "đa"}),
    "xã": frozenset({"tác", "thị"}),
}
GROUP_NOUNS: Final = Lexicon("""
sở | bộ | ban | ngành | phòng | cơ quan | đơn vị | địa phương | xã | phường | thị trấn | đặc khu | huyện | quận | thị xã | thành phố | tỉnh | thôn | bản | khu
| khu thôn | khối phố | tổ dân phố | tổ chức | tổ chức chính trị - xã hội | tổ chức chính trị - xã hội - nghề nghiệp | tổ chức chính trị xã hội
| tổ chức chính trị | tổ chức xã hội | tổ chức xã hội - nghề nghiệp | tổ chức đảng | tổ chức đoàn thể | tổ chức kinh tế | tổ chức tín dụng | tổ chức tôn giáo
| cơ quan đơn vị | tổ chức quốc tế | tổ chức phi chính phủ | tổ chức hội | tổ chức thành viên | tổ chức cơ sở đảng | đoàn thể | đoàn thể chính trị - xã hội | hội | hội đoàn thể | hội, đoàn thể
| hiệp hội | hiệp hội doanh nghiệp | hiệp hội ngành nghề | doanh nghiệp | hợp tác xã | cá nhân | cấp ủy | cấp uỷ | cấp ủy đảng | cấp uỷ đảng | cấp ủy, tổ chức đảng
| chính quyền | chính quyền địa phương | đảng ủy | đảng uỷ | chi bộ | chi ủy | đảng bộ | mặt trận | nhà trường | trường | trường học | trường đại học
| trường cao đẳng | trường phổ thông | trường mầm non | trường mầm non, phổ thông | trường mầm non, tiểu học | trường mầm non, tiểu học, THCS | trường mầm non, tiểu học và THCS
| trường mầm non, tiểu học, trung học cơ sở | trường mầm non, tiểu học và trung học cơ sở | trường mầm non, tiểu học, THCS, THPT | trường tiểu học, THCS
| trường tiểu học và THCS | trường tiểu học, trung học cơ sở | trường tiểu học và trung học cơ sở | trường tiểu học | trường trung học cơ sở | trường trung học phổ thông | trường chuyên | trường nghề
| cơ sở giáo dục | cơ sở giáo dục và đào tạo | cơ sở giáo dục, đào tạo | cơ sở giáo dục đại học | cơ sở giáo dục nghề nghiệp | cơ sở giáo dục phổ thông
| cơ sở giáo dục mầm non | cơ sở giáo dục thường xuyên | cơ sở đào tạo | cơ sở dạy nghề | cơ sở nghiên cứu | cơ sở y tế | cơ sở sản xuất | cơ sở kinh doanh
| trung tâm | trung tâm học tập cộng đồng | trung tâm giáo dục nghề nghiệp - giáo dục thường xuyên | viện | viện nghiên cứu | bệnh viện | ngân hàng
| lực lượng | lực lượng chức năng | lực lượng vũ trang | lực lượng quân đội | lực lượng quân đội, công an | lực lượng công an, quân đội | ban đảng | ban đảng Tỉnh ủy | ban đảng Thành ủy | ban xây dựng đảng | ban xây dựng đảng Tỉnh ủy | lực lượng công an | cơ quan chức năng | cơ quan chuyên môn | cơ quan báo chí | cơ quan thông tấn
| cơ quan báo chí, truyền thông | cơ quan truyền thông | cơ quan thông tấn, báo chí | cơ quan quản lý nhà nước | cơ quan nhà nước | cơ quan quản lý | cơ quan quản lý ngành, lĩnh vực
| cơ quan tham mưu, giúp việc | cơ quan hành chính | cơ quan hành chính nhà nước | cơ quan trung ương | cơ quan đảng | cơ quan nội chính | cơ quan thường trực
| cơ quan tư pháp | đơn vị sự nghiệp | đơn vị sự nghiệp công lập | đơn vị cơ sở | phòng chuyên môn | phòng ban | ban ngành | sở ngành | bộ ngành | cấp | đồn biên phòng
| ban quản lý | công ty | tập đoàn
""")
#: Nouns that name no body when they stand alone: "Cơ quan chủ trì", "Đơn vị thực hiện".
VAGUE: Final = frozenset(
    {
        "cơ quan",
        "đơn vị",
        "tổ chức",
        "cá nhân",
        "địa phương",
        "đoàn thể",
        "trung tâm",
        "ban quản lý",
        "lực lượng",
        "trường",
        "thành phố",
        "thị xã",
        "thị trấn",
        "đặc khu",
    }
)
MODIFIERS: Final = Lexicon("""
có liên quan | liên quan | liên quan khác | có liên quan khác | hữu quan | khác | chức năng | chuyên môn | nghiệp vụ | cùng cấp | các cấp | địa phương
| có thẩm quyền | trung ương | công lập | ngoài công lập | tư thục | trong ngành | trong tỉnh | trong xã | trong nước | ngoài nước | trong và ngoài nước
| trong và ngoài tỉnh | trong và ngoài ngành | nêu trên | ngành dọc | đứng chân trên địa bàn | đóng trên địa bàn | đóng chân trên địa bàn | nhà nước | sự nghiệp
| chính trị - xã hội | cơ sở
""")
JOINERS: Final = frozenset({",", "và", "cùng", "hoặc", "/", "với"})

#: Bodies of one system under one "các" are one group ("các sở, ngành, đơn vị"); another system begins another body ("cấp ủy, chính quyền").
SYSTEMS: Final = (
    Lexicon("cấp ủy | cấp uỷ | tổ chức đảng | tổ chức cơ sở đảng | đảng ủy | đảng uỷ | chi bộ | chi ủy | đảng bộ"),
    Lexicon("chính quyền"),
    Lexicon("tổ chức chính trị | tổ chức đoàn thể | tổ chức hội | đoàn thể | hội | mặt trận"),
    Lexicon("cơ sở giáo dục | cơ sở đào tạo | cơ sở dạy nghề | trường | nhà trường"),
    Lexicon("doanh nghiệp | công ty | tập đoàn | hợp tác xã | hiệp hội"),
)

#: Verbs and adverbs that open what a body does. They also end a name: "Sở Tài chính | đề xuất".
VERBS: Final = Lexicon("""
tham mưu | triển khai | tổ chức | hướng dẫn | xây dựng | đề xuất | rà soát | kiểm tra | giám sát | theo dõi | đôn đốc | đẩy mạnh | kiện toàn | tuyên truyền
| cụ thể hóa | cụ thể hoá | thực hiện | bảo đảm | đảm bảo | nghiên cứu | ban hành | trình | báo cáo | thẩm định | tổng hợp | cung cấp | hoàn thiện | lập
| thống nhất | bố trí | quản lý | đánh giá | xử lý | giải quyết | hỗ trợ | tăng cường | phát triển | điều tra | khảo sát | tham gia | vận động | phổ biến
| quán triệt | chỉ đạo | lãnh đạo | kêu gọi | thu hút | huy động | cân đối | lồng ghép | phân bổ | bồi dưỡng | tuyển dụng | đặt hàng | kịp thời
| thường xuyên | khẩn trương | chủ động | tích cực | định kỳ | chủ trì | phối hợp | chịu trách nhiệm | có trách nhiệm | có nhiệm vụ | tiếp tục | tập trung
| ưu tiên | tư vấn | phê duyệt | quyết định | ký | giao | yêu cầu | đề nghị | phân công | tiếp nhận | cập nhật | công khai | công bố | thông báo | đăng tải
| kiểm soát | ngăn chặn | phòng ngừa | phòng, chống | phòng chống | bảo vệ | phát động | phát huy | duy trì | củng cố | nâng cao | mở rộng | đổi mới | cải cách
| cải thiện | sắp xếp | thành lập | hình thành | xác định | lựa chọn | tạo điều kiện | khuyến khích | động viên | khen thưởng | biểu dương | thúc đẩy
| kết nối | liên kết | hợp tác | ký kết | chuyển giao | ứng dụng | vận hành | khai thác | sử dụng | đầu tư | xã hội hóa | xã hội hoá | mua sắm | sửa chữa
| lập kế hoạch | thống kê | sơ kết | tổng kết | chuẩn bị | nắm bắt | nắm | đưa | gửi | tiến hành | thi hành | chấp hành | căn cứ | chăm lo | quan tâm
| chú trọng | coi trọng | đăng ký | kiến nghị | góp ý | tham vấn | lấy ý kiến | điều chỉnh | sửa đổi | bổ sung | xem xét | cho ý kiến | phân tích
| thanh tra | đưa tin | hoàn thành | khắc phục | tháo gỡ | rút kinh nghiệm | nhân rộng | lan tỏa | vận dụng | áp dụng | thiết lập
| tổ chức thực hiện | gắn | giúp | mời | họp | dự toán | quy định | phân cấp | ủy quyền | quy hoạch | điều hành | điều phối
| tìm kiếm | giới thiệu | tạo | xác minh | cử | quảng bá | chuyển đổi | số hóa | số hoá | giải phóng | giải ngân | thông qua | nghiêm túc | thực thi
| khẩn trương | trực tiếp | hằng năm | hàng năm | hằng tháng | hàng tháng | hằng quý | hàng quý | trích | ghi | lưu | tra cứu | bàn giao | đón | thăm | trao | vinh danh
| tôn vinh | cho vay | giảng dạy | tuyển sinh | hành động | nhanh chóng | soạn thảo | dự thảo | giải trình | cam kết | đối thoại | tổ chức triển khai
| mở | xuất bản | phát sóng | xây lắp | trồng | thu gom | tiêu hủy | tập huấn | cấp phát
""")
#: Words of grammar that end a name.
STOPS: Final = Lexicon("""
trong | để | theo | nhằm | về | tại | khi | nếu | việc | đã | sẽ | được | phải | là | căn | trên | cho | do | bằng | từ | đến | với | như | thì | mà | gồm | cần
| nên | tự | cũng | qua | giữa | đối | trước | sau | vào | này
""")

#: An organ whose place may be left out in an enumeration and printed with a later one.
PLACED_ORGAN: Final = re.compile(
    r"(?P<organ>(?:Thường trực )?(?:HĐND|UBND|Hội đồng nhân dân|Ủy ban nhân dân|Uỷ ban nhân dân|Đảng ủy|Đảng uỷ|MTTQ|Ủy ban MTTQ Việt Nam"
    r"|Ủy ban Mặt trận Tổ quốc Việt Nam))"
    r"(?: (?P<place>(?:các )?(?:cấp )?(?:tỉnh|thành phố|xã|phường|huyện|quận|thị xã|thị trấn|đặc khu|các cấp).*))?"
)


#: All that a body can begin with.
OPENERS: Final = Lexicon("|".join(lexicon.phrases for lexicon in (HEADS, TITLES, QUANTIFIERS, GROUP_NOUNS)))


@cache
def openings() -> frozenset[str]:
    """Every word a body can begin with, case folded.

    >>> "sở" in openings(), "triển" in openings()
    (True, False)
    """
    return frozenset(OPENERS.trie)


def is_portfolio(name: str) -> bool:
    """Whether `name` is "Sở" or "Bộ" with a field of government that is complete as it stands.

    >>> is_portfolio("Sở Tài chính"), is_portfolio("Sở Văn hóa")
    (True, False)
    """
    words = Words(name)
    return words.phrase(1, PORTFOLIOS) == len(words)
