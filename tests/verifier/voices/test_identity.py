from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claims.records import Voice
from verifier.voices.identity import Answer, is_named, may_be, may_speak_for, same_voice
from verifier.voices.parties import party


def voice(source: str | None, at: int = 0) -> Voice:
    source, _, resolved = (source or "").partition("=")
    spans = ((at, at + len(source)),) if source else ()
    return Voice(source or None, spans, "said", ((0, 4),), "say", resolved=resolved or None)


# two sources as texts have them, "=" before the name that their text resolves them to
SAME: list[tuple[str, str]] = [
    ("Head of Lithuania’s border guard Rustamas Liubajevas", "Rustamas Liubajevas"),
    ("the former director of the city gallery Maria Balshaw", "Balshaw"),
    # names, short and full, with titles and appositions
    ("Frontex", "Frontex, the European Union border agency"),
    ("Linkevicius", "Linkevičius"),
    ("Linkevicius", "former Lithuanian Foreign Minister Linas Linkevicius"),
    ("Linas Linkevičius", "former Lithuanian Foreign Minister Linas Linkevicius"),
    ("Mr. Trump", "Donald Trump"),
    ("Donald J. Trump", "Donald Trump"),
    ("Trump", "Trump’s"),
    ("the White House press secretary Josh Earnest", "Earnest"),
    ("Vice President Joseph R. Biden Jr.", "Joe Biden"),
    ("Al-Assad", "Syrian President Bashar al-Assad"),
    ("Ursula von der Leyen", "Von der Leyen"),
    ("Hillary", "Hillary Clinton"),
    ("Mrs. Clinton", "Hillary Clinton"),
    ("Bill Clinton", "William Clinton"),
    ("J. Smith", "John Smith"),
    ("Zelensky", "Volodymyr Zelenskiy"),
    ("Ann Lee, 45,", "Ann Lee of Vilnius"),
    ("he=Donald Trump", "Trump"),
    ("the agency=Frontex", "Frontex"),
    ("they=the Clinton campaign", "the Clinton campaign"),
    ("they=the Iraqi foreign minister", "Iraq’s foreign minister"),
    # organisations, acronyms, publishers
    ("the FBI", "the Federal Bureau of Investigation"),
    ("F.B.I.", "FBI"),
    ("the U.N.", "United Nations"),
    ("the Justice Department", "the Department of Justice"),
    ("The Post", "The New York Post"),
    ("the European Commission", "the Commission"),
    ("Bild", "the German tabloid Bild"),
    ("a report from the EU-funded website InfoMigrants", "InfoMigrants"),
    ("a statement by the Interior Ministry", "the Interior Ministry"),
    ("a Bloomberg poll", "Bloomberg"),
    # descriptions
    ("Frontex, the European Union border agency", "the EU's border agency"),
    ("former Lithuanian Foreign Minister Linas Linkevicius", "the former foreign minister"),
    ("the Iraqi foreign minister", "Iraq’s foreign minister"),
    ("the Clinton campaign", "The Clinton campaign"),
    ("one of Mr. Obama's climate advisers", "an aide to Mr. Obama"),
    # groups
    ("officials", "two officials"),
    ("officials", "U.S. officials"),
    ("U.S. officials", "American officials"),
    ("many Democrats", "Democrats"),
    ("experts", "some analysts"),
    ("people familiar with the matter", "sources familiar with the matter"),
    ("police", "Police"),
]
OTHER: list[tuple[str, str]] = [
    ("Bill Clinton", "Hillary Clinton"),
    ("Mrs. Clinton", "Mr. Clinton"),
    ("Mrs. Clinton", "he"),
    ("he", "she"),
    ("Donald Trump", "Bernie Sanders"),
    ("Sanders", "Hillary Clinton"),
    ("Mr. Obama", "Trump"),
    ("he=Donald Trump", "Clinton=Hillary Clinton"),
    ("John Smith", "Peter Smith"),
    ("The New York Times", "The New York Post"),
    ("the FBI", "the CIA"),
    ("the FBI", "Donald Trump"),
    ("Frontex", "InfoMigrants"),
    ("Bild", "Der Spiegel"),
    ("Iran", "Iraq"),
    ("police", "the hospital"),
    ("Republicans", "some Democrats"),
    ("critics", "supporters"),
    ("the Clinton campaign", "the Trump campaign"),
    ("the Mexican government", "the Chinese government"),
    ("The spokesman", "The spokeswoman"),
]
UNKNOWN: list[tuple[str, str]] = [
    ("a friend of the actor Tom Hanks", "Tom Hanks"),
    ("the head of a campaign against Donald Trump", "Donald Trump"),
    ("Frontex", "the EU's border agency"),
    ("Frontex", "the agency"),
    ("Linkevicius", "the former foreign minister"),
    ("the foreign minister", "former Lithuanian Foreign Minister Linas Linkevicius"),
    ("Donald Trump", "the Republican nominee"),
    ("he", "Trump"),
    ("he", "he"),
    ("they", "officials"),
    ("they=U.S. officials", "Iranian officials"),
    ("they=its pilots", "Ann Lee"),
    ("he=the president", "Barack Obama"),
    ("I", "Ann Lee"),
    ("what he", "Ann Lee"),
    ("U.S. officials", "Iranian officials"),
    ("police officials", "hospital officials"),
    ("critics", "people familiar with the matter"),
    ("the president", "the former president"),
    ("the president", "the senator"),
    ("the Clinton campaign", "Hillary Clinton"),
    ("the White House press secretary Josh Earnest", "The White House"),
    ("an aide to Obama", "Barack Obama"),
    ("the Clinton Foundation", "Clinton"),
    ("Moscow", "the Kremlin"),
    ("Jane Smith", "Joan Smith"),
]
ROWS = [(*pair, answer) for answer, rows in (("same", SAME), ("other", OTHER), ("unknown", UNKNOWN)) for pair in rows]


@pytest.mark.parametrize(("a", "b", "expected"), ROWS)
def test_same_voice(a: str, b: str, expected: Answer) -> None:
    left, right = (voice(a), voice(b))
    assert same_voice(left, right) == expected
    assert same_voice(right, left) == expected


def test_somebody_unnamed_may_be_anybody() -> None:
    assert same_voice(voice(None), voice("Ann Lee")) == same_voice(voice("he"), voice(None)) == "same"


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("Ann Lee", True),
        ("he=Ann Lee", True),
        ("they=its pilots", False),
        ("he=the head of the police’s internal unit", False),
        ("the German tabloid Bild", True),
        ("Foreign Minister Ann Lee, who left", True),
        ("he", False),
        ("officials", False),
        ("The minister", False),
        ("an aide to Obama", False),
        ("Ann Lee and Bob Ray", False),
        ("Obama’s aides", False),
    ],
)
def test_is_named(source: str, named: bool) -> None:
    assert is_named(voice(source)) is named


def test_who_is_unnamed_is_not_named() -> None:
    assert not is_named(voice(None))


EARNEST = "White House press secretary Josh Earnest came.\n\nEarnest said that it rained. Ann Lee met the FBI."


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Earnest", "the White House", True),
        ("the White House", "Josh Earnest", True),
        ("Ann Lee", "the White House", False),
        ("Ann Lee", "the FBI", False),
        ("Earnest", "Ann Lee", False),
    ],
)
def test_may_speak_for(a: str, b: str, expected: bool) -> None:
    assert may_speak_for(voice(a), voice(b), EARNEST, EARNEST.index("rained")) is expected


# The voice in brackets, whom the name is asked of, and whether it may be that one.
MENTIONS: list[tuple[str, str, bool]] = [
    ("Ann Lee came. [She] said it rained.", "Ann Lee", True),
    ("Ann Lee came. It was late. It rained. It was cold. [She] said so.", "Ann Lee", True),
    ("Mr. Bob Ray came. Ann Lee left. [She] said so.", "Bob Ray", False),
    ("Bob Ray came. Ann Lee sat. Mary Foster sat. Jane Foster sat. [He] said so.", "Bob Ray", False),
    ("Bob Ray came. Ann Lee sat. [He] said so.", "Bob Ray", True),
    ("Nobody came. [He] said so.", "Bob Ray", True),
    ("Bob Ray came. It rained. [Officials] said so.", "Bob Ray", False),
    ("Bob Ray came. It rained. [An official] said so.", "Bob Ray", False),
    ("Bob Ray, [an official], said so.", "Bob Ray", True),
    ("Bob Ray came. It rained. [The senator] said so.", "Bob Ray", True),
    ("Frontex met. It rained. [The report] said so.", "Frontex", True),
    ("Frontex met. " + "It rained. " * 9 + "[The report] said so.", "Frontex", False),
    ("Bob Ray came. " + "It rained. " * 9 + "[I] said so.", "Bob Ray", True),
    ("Bob Ray came. " + "It rained. " * 9 + "[It shows that he] said so.", "Bob Ray", True),
    ("Bob Ray came. " + "It rained. " * 9 + "[They] said so.", "Bob Ray", False),
    ("Officials at Frontex met. [Officials] said so.", "Frontex", False),
]


@pytest.mark.parametrize(("text", "name", "expected"), MENTIONS)
@pytest.mark.parametrize("before", ["", "It was a dark and stormy night in the port of Riga. " * 800])
def test_may_be(text: str, name: str, expected: bool, before: str) -> None:
    text = before + "\n\n" + text
    start, end = text.index("["), text.index("]") - 1
    plain = text.replace("[", "").replace("]", "")
    assert may_be(voice(plain[start:end], at=start), voice(name), plain) is expected


SOURCES = st.one_of(
    st.sampled_from([source for rows in (SAME, OTHER, UNKNOWN) for pair in rows for source in pair]),
    st.text(st.sampled_from("ABab .,’'-\u00e9\u0301\u4e2d\u200d\U0001f600\n"), max_size=30),
    st.lists(st.sampled_from("the Ann Lee of officials in FBI two former , he and minister".split()), max_size=9).map(
        " ".join
    ),
)


@settings(deadline=None, max_examples=60)
@given(SOURCES, SOURCES)
@example("", " ")
@example("’s", "the")
@example(".", "A.B.")
def test_the_order_of_two_voices_does_not_matter(a: str, b: str) -> None:
    left, right = voice(a), voice(b)
    assert same_voice(left, right) == same_voice(right, left)
    assert same_voice(left, left) in {"same", "unknown"}
    assert is_named(left) == bool(a and party(a).name)


def test_a_source_without_end_is_read_in_part() -> None:
    assert same_voice(voice("Ann Lee, " + "the head of " * 50_000), voice("Ann Lee")) == "same"
