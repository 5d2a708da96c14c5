"""What the cells of tables and lists say, with the words that say it."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.article.reading import read_html
from verifier.references.tables import cells, has_cells

HONEY = """
    Honey in 2022

    | Country | Tonnes | Price |
    |---|---:|---|
    | Hungary | 120 | 4 euros |
    | Serbia | | 5 euros |

    It was a good year.
"""
TABLES = {
    HONEY: [
        "Honey in 2022. Country Hungary: Tonnes 120.",
        "Honey in 2022. Country Hungary: Price 4 euros.",
        "Honey in 2022. Country Serbia: Price 5 euros.",
    ],
    "Ward | Beds\n--- | ---\nHeart | 24\nChildren | 60": ["Ward Heart: Beds 24.", "Ward Children: Beds 60."],
    "| 2019 | 2020 |\n| 400 | 380 |": ["2019 400.", "2020 380."],
    "## Prices:\n\n* Coffee: 4 euros\n* Tea: 3 euros;\n": ["Prices. Coffee: 4 euros.", "Prices. Tea: 3 euros."],
    "1. Lorne: 4,120\r\n2. Norden: 860": ["Lorne: 4,120.", "Norden: 860."],
    "| a | b |\n| c | d | e |": ["a c: b d."],
}
NO_TABLES = [
    "",
    "It rained.\nIt snowed.",
    "| alone | here |",
    "- Ann Lee: we shall see\n- Bo Hu: we shall not",
    "He read a | b and went home.",
]


@pytest.mark.parametrize("text", TABLES)
def test_each_cell_says_something(text: str) -> None:
    told = dedent(text)
    found = list(cells(told))
    assert [cell.text for cell in found] == TABLES[text]
    for cell in found:
        assert cell.spans == tuple(sorted(cell.spans))
        assert all(told[slice(*span)] in cell.text for span in cell.spans)
        assert cell.line[0] <= cell.spans[-1][0] < cell.spans[-1][1] <= cell.line[1]
        assert "\n" not in told[slice(*cell.line)]
    assert has_cells(told)


@pytest.mark.parametrize("text", NO_TABLES)
def test_what_is_no_table(text: str) -> None:
    assert not has_cells(text)


def test_tables_of_pages() -> None:
    rows = "".join(f"<tr><td>{city}</td><td>{n}</td></tr>" for city, n in (("Turin", 45), ("Milan", 90)))
    page = (
        "<html><body><article><h1>Arrests in May</h1><p>The county counted arrests in each of its cities, it said.</p>"
        f"<table><tr><th>City</th><th>Arrests</th></tr>{rows}</table><p>It will count again in June.</p>"
        "</article></body></html>"
    )
    text = read_html(page, "page.html").text
    assert [cell.text for cell in cells(text)] == [
        "The county counted arrests in each of its cities, it said. City Turin: Arrests 45.",
        "The county counted arrests in each of its cities, it said. City Milan: Arrests 90.",
    ]


@given(st.text(alphabet="|-ab 1:\n*\\", max_size=80))
def test_any_text(text: str) -> None:
    for cell in cells(text):
        assert cell.spans
        assert all(0 <= start < end <= len(text) for start, end in cell.spans)
