"""Names that belong to nobody, always the same ones."""

from collections.abc import Iterator
from itertools import count

_FAMILIES = ("Lò", "Vàng", "Tẩn", "Hoàng", "Nguyễn", "Giàng", "Lường", "Đèo", "Trần", "Cà", "Quàng")
_MEN = ("Văn", "A", "Đức", "Minh", "Xuân", "Hữu", "Quang")
_WOMEN = ("Thị", "Thị Thanh", "Thị Kim", "Thu", "Thị Hồng")
_MEN_GIVEN = (
    "Phong",
    "Bình",
    "Dũng",
    "Sơn",
    "Hùng",
    "Thắng",
    "Đại",
    "Khánh",
    "Nghĩa",
    "Tuấn",
    "Lâm",
    "Chung",
    "Định",
    "Quyết",
    "Vinh",
    "Hặc",
    "Pánh",
    "Sùng",
    "Chính",
)
_WOMEN_GIVEN = (
    "Hoa",
    "Ánh",
    "Huệ",
    "Đào",
    "Lan",
    "Phượng",
    "Nhung",
    "Yên",
    "Chư",
    "Mai",
    "Thủy",
    "Ngọc",
    "Hiền",
    "Pản",
    "Xoan",
    "Bưởi",
    "Vân",
)


def people() -> Iterator[tuple[str, str]]:
    """Yield full name and sex ("Nam", "Nữ"), each name once."""
    seen: set[str] = set()
    for number in count():
        if number % 5 < 3:
            parts = (
                _FAMILIES[number % len(_FAMILIES)],
                _MEN[number // 2 % len(_MEN)],
                _MEN_GIVEN[number * 7 % len(_MEN_GIVEN)],
            )
        else:
            parts = (
                _FAMILIES[number * 3 % len(_FAMILIES)],
                _WOMEN[number // 3 % len(_WOMEN)],
                _WOMEN_GIVEN[number * 5 % len(_WOMEN_GIVEN)],
            )
        name = " ".join(parts)
        if name not in seen:
            seen.add(name)
            yield name, "Nam" if number % 5 < 3 else "Nữ"
