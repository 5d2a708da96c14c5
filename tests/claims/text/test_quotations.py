from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.records import Spans
from claims.text.quotations import quotations, quoted
from tests.timing import in_proportion

WHOLE = [
    # the usual marks
    ("“We won,” she said.", ["We won,"]),
    ('"We won," she said.', ["We won,"]),
    ("‘We won,’ she said.", ["We won,"]),
    ("'We won,' she said.", ["We won,"]),
    ("«We won», she said.", ["We won"]),
    ("« We won », she said.", ["We won"]),
    ("»We won«, she said.", ["We won"]),
    ("„We won“, she said.", ["We won"]),
    ("„We won”, she said.", ["We won"]),
    ("”We won”, she said.", ["We won"]),
    ("``We won,'' she said.", ["We won,"]),
    ("''We won,'' she said.", ["We won,"]),
    # interrupted, several, mixed with words of the article
    ("“We won,” she said, “at last.”", ["We won,", "at last."]),
    ('"We won," she said, "at last."', ["We won,", "at last."]),
    ("He called it an “act of aggression”.", ["act of aggression"]),
    ("“Why?”, “What?” and “Who?”", ["Why?", "What?", "Who?"]),
    ("The (“so-called”) truce—“a farce”—held.", ["so-called", "a farce"]),
    ("He said:“No.”", ["No."]),
    ('He said:"No."', ["No."]),
    ('He said " no " twice.', ["no"]),
    ('"...and then we left," he said.', ["...and then we left,"]),
    ("“$5 is “too much”,” he said.", ["$5 is “too much”,"]),
    # one inside another
    ("“He told me ‘no’ and left,” she said.", ["He told me ‘no’ and left,"]),
    ("‘He told me “no” and left,’ she said.", ["He told me “no” and left,"]),
    ("\"He told me 'no' and left,\" she said.", ["He told me 'no' and left,"]),
    ('"He told me "no" and left," she said.', ['He told me "no" and left,']),
    ("“‘No,’ he said.”", ["‘No,’ he said."]),
    # apostrophes
    ("It’s the workers’ union’s duty, isn’t it?", []),
    ("It's the workers' union's duty, isn't it?", []),
    ("“It’s the workers’ duty,” he said.", ["It’s the workers’ duty,"]),
    ("‘It’s the workers’ duty,’ he said.", ["It’s the workers’ duty,"]),
    ("'It's the workers' duty,' he said.", ["It's the workers' duty,"]),
    ("Rock 'n' roll of the '90s isn't 'dead' yet.", ["dead"]),
    ("Rock ‘n’ roll of the ‘90s isn’t ‘dead’ yet.", ["dead"]),
    ("‘Rights’ of men and ‘duties’ of women.", ["Rights", "duties"]),
    ("The ‘rights’ activists left.", ["rights"]),
    ('A 6\'2" man with a 5" pipe said "no".', ["no"]),
    # marks that do not match, or have no partner
    ('“We won," she said.', ["We won,"]),
    ('"We won,” she said.', ["We won,"]),
    ("“We won, she said.", []),
    ("We won,” she said.", []),
    ('We won," she said. "Yes."', ["Yes."]),
    ("“We won, she said. “Yes.” He left.", ["Yes."]),
    ('"We won, she said. "Yes." He left.', ["Yes."]),
    ("“We won, she said.\n\n“Yes,” he said: “We did.", ["We won, she said.", "Yes,"]),
    ("“We won, she said.\n\nHe left. “Yes.”", ["Yes."]),
    ("“”", []),
    ("“ ”", []),
    ("“", []),
    ("", []),
    # each paragraph opened anew, only the last closed
    ("“One.\n\n“Two.\n\n“Three,” she said. Four.", ["One.", "Two.", "Three,"]),
    ('"One.\n\n"Two.\n\n"Three," she said. Four.', ["One.", "Two.", "Three,"]),
    ("‘One.\n\n‘Two,’ she said.", ["One.", "Two,"]),
    ("“One.\r\n\r\n“Two,” she said.", ["One.", "Two,"]),
    ("“One.\n“Two,” she said.", ["One.", "Two,"]),
    ("She said: “One.\u2029  “Two.”", ["One.", "Two."]),
    ("“One.\n\n“Two.\n\nThree.", []),
    ("“One.\n\nTwo.\n\n“Three.”", ["Three."]),
    ("“One.\n\n‘Two.’", ["Two."]),
    ("“A line\nand another,” she said.", ["A line\nand another,"]),
]


@pytest.mark.parametrize(("text", "expected"), WHOLE)
def test_quotations(text: str, expected: list[str]) -> None:
    assert [text[s:e] for s, e in quotations(text)] == expected
    assert quoted(text, ((0, len(text)),), quotations(text)) == quotations(text)


PARTS = [
    ("“We won,” she said.", ["We won"], ["We won"]),
    ("“We won,” she said.", ["“We won,”"], ["We won,"]),
    ("“We won,” she said.", ["she said"], []),
    ("“We won. We did,” she said.", ["We did"], ["We did"]),
    ("“We won,” she said, “at last.”", ["“We won,”", "“at last.”"], ["We won,", "at last."]),
    ("“We won,” she said, “at last.”", ["won,” she said, “at"], ["won,", "at"]),
    ("He called it an “act of aggression”.", ["it an “act of aggression”"], ["act of aggression"]),
    ("He called it an “act of aggression”.", ["it an"], []),
    ("“One.\n\n“Two is here.\n\n“Three,” she said.", ["Two is here."], ["Two is here."]),
    ("“One.\n\n“Two is here.\n\n“Three, she said.", ["Two is here."], []),
    ("“He told me ‘no’ and left.”", ["‘no’ and"], ["‘no’ and"]),
    ("“One.” “Two.” “Three.”", ["Two.” “Three"], ["Two.", "Three"]),
]


@pytest.mark.parametrize(("text", "parts", "expected"), PARTS)
def test_quoted_parts(text: str, parts: list[str], expected: list[str]) -> None:
    spans: Spans = tuple((text.index(part), text.index(part) + len(part)) for part in parts)
    assert [text[s:e] for s, e in quoted(text, spans, quotations(text))] == expected


def test_no_spans() -> None:
    assert quoted("“We won.”", (), quotations("“We won.”")) == ()


MARKS = st.sampled_from(
    "“ ” \" « » „ ‘ ’ ' `` '' \n \r\n \n\n \u2029 \u2028 s a B 1 . , — ( \u202e \ud800 é 🚢 \u0301".split(" ")
)
NOISE = st.lists(MARKS | st.just(" "), max_size=40).map("".join) | st.text(max_size=60)


@settings(max_examples=500)
@given(NOISE, st.sets(st.integers(0, 60), max_size=8))
def test_any_text(text: str, cuts: set[int]) -> None:
    edges = sorted(cut for cut in cuts if cut <= len(text))
    spans = tuple(zip(edges[::2], edges[1::2], strict=False))
    found = quoted(text, spans, quotations(text))
    assert all(before[1] <= after[0] for before, after in pairwise(found))
    for start, end in found:
        assert any(s <= start < end <= e for s, e in spans)
        assert text[start:end] == text[start:end].strip()
    for start, end in quotations(text):
        assert text[:start].rstrip()[-1] in "“”\"«»„‘'`"
        assert text[start:end] == text[start:end].strip()


WORDS = st.lists(
    st.sampled_from("it’s we isn't the cat 4,000 Łódź 🚢 rock-and-roll left".split()), min_size=1, max_size=5
)
PAIRS = st.sampled_from([("“", "”"), ('"', '"'), ("«", "»"), ("„", "“"), ("``", "''"), ("‘", "’"), ("'", "'")])


@given(st.lists(st.tuples(WORDS, st.none() | PAIRS), max_size=8), st.sampled_from([" ", "\n", "\r\n\r\n", "\n\n"]))
def test_what_is_put_in_marks_is_found(parts: list[tuple[list[str], tuple[str, str] | None]], gap: str) -> None:
    text, expected = "", []
    for words, pair in parts:
        opening, closing = pair or ("", "")
        inner = " ".join(words) + ","
        if pair:
            expected.append((len(text) + len(opening), len(text) + len(opening + inner)))
        text += f"{opening}{inner}{closing}{gap}"
    assert quotations(text) == tuple(expected)
    for start, end in expected:
        assert not set(text[start] + text[end - 1]) & set("“”\"«»„‘’'`")


@pytest.mark.parametrize("piece", ["“We won,” Lee said. ", '"a ', "“a\n", "“a\n\n", "'as' b ", "“«", "\n‘x “y", '``"'])
def test_time_is_in_proportion_to_length(piece: str) -> None:
    def work(times: int) -> None:
        text = piece * times + "“”»\"'" * times
        every = quotations(text)
        for number in range(times):
            quoted(text, ((number, number + 5),), every)

    assert in_proportion(work, 2_000, 16_000)
