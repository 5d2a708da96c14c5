from __future__ import annotations

import json
import unicodedata
from datetime import date

import pytest

from tests.verifier.report.test_html import Parsed
from verifier.records import Passage
from verifier.report.json import dump
from verifier.report.templates import environment
from verifier.report.wording import HIDDEN, document_words, source_words, visible

# What acts on a terminal, what turns the order of letters round, what nobody sees.
ACTING = [chr(n) for n in (0, 7, 8, 0x1B, 0x7F, 0x85, 0x9B)]
TURNING = list("\u061c\u200e\u200f\u202a\u202e\u2066\u2069")
UNSEEN = list("\xad\u180e\u200b\u200c\u200d\u2060\u2063\u3164\ufeff\uffa0\U000e0001\U000e0041\U000e007f")


@pytest.mark.parametrize("character", [*ACTING, *TURNING, *UNSEEN], ids=lambda c: f"U+{ord(c):04X}")
def test_hidden_characters_are_shown_by_code_point(character: str) -> None:
    text = f"pay{character}ment"
    assert visible(text) == f"pay<U+{ord(character):04X}>ment"
    written = dump({"text": text})
    assert character not in written
    assert json.loads(written) == {"text": text}
    page = environment().from_string("<p>{{ text | show }}</p>").render(text=text)
    assert character not in page
    assert f'data-point="U+{ord(character):04X}"' in page
    assert Parsed(page).names == {"p", "span", "wbr"}


@pytest.mark.parametrize(
    "text",
    [
        "Šiauliai, 2.5 %",
        "a\tb",
        "👩‍🚒 and 👨‍👩‍👧",
        "👍🏽 ❤️",
        "naïve e\u0301lan",
        "„so“ — “so”",
        "日本 русский ελληνικά",
    ],
)
def test_what_can_be_seen_stays(text: str) -> None:
    assert visible(text) == text.replace("\t", " ")
    assert not HIDDEN.search(text)


def test_every_format_character_of_unicode_is_hidden_but_the_joiner_of_emoji() -> None:
    formats = [chr(n) for n in range(0x110000) if unicodedata.category(chr(n)) == "Cf"]
    assert [c for c in formats if not HIDDEN.fullmatch(c)] == []


DAY = date(2031, 3, 4)


@pytest.mark.parametrize(
    ("passage", "document", "source"),
    [
        (Passage("log", "x", (0, 1)), "log", "log"),
        (Passage("log", "x", (0, 1), published=DAY), "log", "log, 2031-03-04"),
        (Passage("log", "x", (0, 1), published=DAY, page=2), "log", "log, 2031-03-04, page 2"),
        (Passage("log", "x", (0, 1), publisher="AFP", published=DAY), "AFP, 2031-03-04", "AFP, 2031-03-04"),
        (Passage("log", "x", (0, 1), title="Ferries", published=DAY), "“Ferries”", "Ferries, 2031-03-04"),
    ],
)
def test_a_day_alone_names_no_document(passage: Passage, document: str, source: str) -> None:
    assert (document_words(passage), source_words(passage)) == (document, source)
