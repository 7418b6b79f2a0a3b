"""A list on a page: orders, choices, cards (the gallery shows one)."""

import re

import pytest
from django.test import Client
from django.urls import reverse


@pytest.mark.django_db
class TestList:
    def drawn(self, asked=""):
        page = Client().get(reverse("web:gallery") + asked).content.decode()
        (part,) = re.findall(r"Danh sách sắp xếp, chọn được.*?</table>", page, re.DOTALL)
        return re.sub(r">\s+", ">", re.sub(r"\s+<", "<", part))

    def test_leads_to_each_order_and_choice(self):
        html = self.drawn()
        assert '<a class="n-sort" href="?xep=so">Đảng viên</a>' in html
        assert '<a href="?xem=dong">Trên 10 đảng viên</a>' in html
        assert "aria-sort" not in html

    def test_stands_in_the_order_and_choice_asked_for(self):
        html = self.drawn("?xem=dong&xep=-so")
        assert 'aria-sort="descending"' in html
        assert '<a href="?xem=dong&amp;xep=-so" aria-current="true">' in html
        assert re.findall(r'<th scope="row"><a href="#danh-sach">(Chi bộ \w+)', html) == [
            "Chi bộ Trường",
            "Chi bộ Bản",
        ]

    def test_names_each_value_for_a_card(self):
        assert '<td data-label="Đảng viên" class="n-number ">13</td>' in self.drawn()
