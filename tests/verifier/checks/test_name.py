from __future__ import annotations

import tomllib
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.records import Claim, Spans
from claims.text.words import tokens
from verifier.checks import AGREES
from verifier.checks.name import MOST, compare
from verifier.references.alignment import Told


def told(text: str, *parts: str) -> Told:
    """A claim that is the whole text, or these parts of it."""
    spans = tuple((text.index(part), text.index(part) + len(part)) for part in parts or (text,))
    return Told(Claim("a", "1", "asserted", " ".join(text[slice(*span)] for span in spans), spans), text)


def marked(text: str, spans: Spans) -> list[str]:
    return [text[slice(*span)] for span in spans]


def differing(claim: str, statement: str) -> tuple[list[str], list[str]]:
    """What the check marks in claim and statement, which differ, whichever is the claim."""
    found, back = compare(told(claim), told(statement)), compare(told(statement), told(claim))
    assert found and back and (found.agrees, found.rule, found.effect) == (False, "NAM001", "refutes")
    assert (back.agrees, back.spans, back.reference) == (False, found.reference, found.spans)
    here, there = marked(claim, found.spans), marked(statement, found.reference)
    assert found.message == f"{here[0]} here, {there[0]} there"
    return here, there


@pytest.mark.parametrize(
    ("sentence", "here", "there"),
    [
        # persons
        ("{} signed the bill in July.", "Donald Trump", "Barack Obama"),
        ("{} signed the tax bill in July.", "Trump", "Clinton"),
        ("The tax bill was signed by {}.", "Trump", "Obama"),
        ("Police arrested {} on Monday.", "John Smith", "Peter Brown"),
        ("{} spoke to the delegates.", "Bill Clinton", "Hillary Clinton"),
        ("Voters trust {} plan for jobs.", "Trump’s", "Clinton’s"),
        ("{} signed the tax bill.", "Łukasz Żak", "Zoë Ångström"),
        # places
        ("The talks were held in {} in May.", "Paris", "Madrid"),
        ("Troops from {} crossed the border.", "Iran", "Iraq"),
        ("The flood killed ten people in {}.", "Austria", "Australia"),
        ("{} tested another missile.", "North Korea", "South Korea"),
        ("He won the primary in {}.", "North Carolina", "South Carolina"),
        ("The factory moved to {} last year.", "Texas", "Ohio"),
        ("The factory moved to {} last year.", "Houston", "Ohio"),
        ("The factory moved to {} last year.", "Munich", "France"),
        # nationalities and groups
        ("{} police arrested two men.", "German", "French"),
        ("Two {} were killed in the attack.", "Russians", "Ukrainians"),
        ("The {} ambassador left the country.", "American", "British"),
        ("Most {} blocked the bill.", "Republicans", "Democrats"),
        ("{} blocked the bill.", "Senate Republicans", "Senate Democrats"),
        ("{} fighters took over the town.", "Sunni", "Shiite"),
        # organisations
        ("The {} imposed new sanctions.", "European Union", "United Nations"),
        ("Documents were leaked by the {}.", "FBI", "CIA"),
        ("{} cut the budget.", "Harvard University", "Stanford University"),
        ("The {} shut the camp for good.", "White House", "World Bank"),
        # offices
        ("The {} resigned on Friday.", "interior minister", "defence minister"),
        ("The {} resigned on Friday.", "minister of finance", "health minister"),
        ("The {} opened the new bridge.", "president", "prime minister"),
        ("{} Smith opened the new bridge.", "Senator", "Governor"),
    ],
)
def test_another_name_in_the_same_sentence(sentence: str, here: str, there: str) -> None:
    assert differing(sentence.format(here), sentence.format(there)) == ([here], [there])


@pytest.mark.parametrize(
    ("claim", "statement"),
    [
        ("Mr. Trump signed the tax bill.", "President Obama signed the tax bill."),
        ("Trump quickly signed the tax bill.", "Obama signed the tax bill."),
        ("Trump signed the tax bill, aides said.", "Obama signed the tax bill, aides stated."),
        ("Trump said that house taxes will rise in July.", "Obama stated that house taxes will rise in July."),
        ("Trump signed 2 tax bills in July.", "Obama signed two tax bills in July."),
        ("In July, Trump signed the long tax bill.", "Obama signed the long tax bill in July."),
        ("Trump signed the tax bill.", "Obama signed the tax bill after a week of talks."),
        ("The tax bill was signed by the Russian president, Trump.", "The tax bill was signed by Obama."),
        ("“Trump” signed the tax bill…", "«Obama» signed the tax bill!"),
    ],
)
def test_another_name_where_little_else_differs(claim: str, statement: str) -> None:
    assert differing(claim, statement) == (["Trump"], ["Obama"])


def test_another_name_throughout() -> None:
    here, there = "Trump said Trump alone would fix it all.", "Obama said Obama alone would fix it all."
    assert differing(here, there) == (["Trump"] * 2, ["Obama"] * 2)


@pytest.mark.parametrize(
    ("claim", "statement"),
    [
        ("Russia accused Ukraine of breaking the truce.", "Ukraine accused Russia of breaking the truce."),
        ("Trump attacked Clinton over her emails.", "Clinton attacked Trump over her emails."),
        ("Trump leads Clinton by two points in Ohio.", "Clinton leads Trump by two points in Ohio."),
        ("German police handed the men over to French police.", "French police handed the men over to German police."),
    ],
)
def test_names_that_changed_places(claim: str, statement: str) -> None:
    here, there = differing(claim, statement)
    assert len(here) == 2 and here == there[::-1]


@pytest.mark.parametrize(
    ("claim", "statement"),
    [
        ("Trump signed the tax bill.", "Donald Trump signed the tax bill."),
        ("Mr. Trump signed the tax bill.", "Donald J. Trump signed the tax bill."),
        ("President Obama signed the tax bill.", "Obama signed the tax bill."),
        ("Clinton signed the tax bill.", "Hillary Clinton signed the tax bill."),
        ("Bill Clinton signed the tax bill.", "William Clinton signed the tax bill."),
        ("B. Clinton signed the tax bill.", "Bill Clinton signed the tax bill."),
        ("Robert Kennedy Jr. signed the tax bill.", "Bob Kennedy signed the tax bill."),
        ("Linkevicius signed the tax bill.", "Linkevičius signed the tax bill."),
        ("Alexander Lukashenko signed the tax bill.", "Aleksandr Lukashenka signed the tax bill."),
        ("The U.S. signed the climate treaty.", "The United States signed the climate treaty."),
        ("The US signed the climate treaty.", "America signed the climate treaty."),
        ("Britain signed the climate treaty.", "The United Kingdom signed the climate treaty."),
        ("The EU signed the climate treaty.", "The European Union signed the climate treaty."),
        ("The FBI searched the house on Monday.", "The Federal Bureau of Investigation searched the house on Monday."),
        ("The Department of Justice searched the house.", "The Justice Department searched the house."),
        ("German police searched the old house.", "Germany’s police searched the old house."),
        ("Iraqi troops took the town of Hit.", "Iraq’s troops took the town of Hit."),
        ("The talks were held in Kyiv in May.", "The talks were held in Kiev in May."),
        ("Islamic State took the old town.", "ISIS took the old town."),
        ("Republican senators blocked the bill.", "GOP senators blocked the bill."),
        ("The talks were held in New York in May.", "The talks were held in New York City in May."),
        ("The defence minister resigned on Friday.", "The defense minister resigned on Friday."),
        ("The minister of the interior resigned on Friday.", "The interior minister resigned on Friday."),
        ("Voters trust Trump’s plan for jobs.", "Voters trust Trump's plan for jobs."),
        ("On Monday, Trump signed the tax bill.", "Trump signed the tax bill on Tuesday."),
    ],
)
def test_the_same_name_in_other_words(claim: str, statement: str) -> None:
    assert compare(told(claim), told(statement)) == AGREES
    assert compare(told(statement), told(claim)) == AGREES
    assert compare(told(claim), told(claim)) == AGREES


@pytest.mark.parametrize(
    ("claim", "statement"),
    [
        # pronouns and common nouns
        ("He signed the tax bill in July.", "Trump signed the tax bill in July."),
        ("The company signed the tax bill in July.", "Trump signed the tax bill in July."),
        ("The president signed the tax bill in July.", "Trump signed the tax bill in July."),
        ("Somebody else signed the tax bill in July.", "Nobody signed the tax bill in July."),
        # nobody is named
        ("The bill was signed after long talks.", "The bill was signed after long talks."),
        # other sentences
        ("Trump praised the nuclear deal with Iran.", "Obama blasted the nuclear deal with Iran."),
        ("Trump signed the bill.", "Clinton walked to the bank with a lawyer."),
        ("Trump won Ohio by eight points.", "Clinton won Virginia by five points."),
        ("Trump won Ohio by 8 points.", "Trump won Florida by 12 points."),
        ("Trump speaks in Ohio on Monday at noon.", "Trump speaks in Florida on Tuesday at noon."),
        ("Russia accused Ukraine of the attack.", "Ukraine was accused of the attack by Russia."),
        ("Michael Thomas via Getty Images.", "Scott Olson via Getty Images."),
        # neither is of a kind with the other, and more differs
        ("Trump signed the bill after a week of talks in May.", "Congress signed the bill after long talks last May."),
        # lists and mutual relations
        ("He has won the states of Texas and Oklahoma.", "He has won the states of Oklahoma and Texas."),
        ("France, Germany and Italy signed the treaty.", "Germany, France and Italy signed the treaty."),
        ("France, Germany and Italy signed the treaty.", "France and Italy signed the treaty."),
        ("Trump met Putin in Helsinki on Monday.", "Putin met Trump in Helsinki on Monday."),
        ("Iran struck a deal with Turkey over gas.", "Turkey struck a deal with Iran over gas."),
        # a place in a place, a body and its part
        ("The talks were held in Germany in May.", "The talks were held in Berlin in May."),
        ("The talks were held in Texas in May.", "The talks were held in Houston in May."),
        ("The Senate voted for the tax bill.", "The Senate Intelligence Committee voted for the tax bill."),
        ("The Trump Foundation paid for the portrait.", "The Foundation paid for the portrait."),
        ("The NYPD searched the old house.", "The New York Police searched the old house."),
        # days are no names
        ("The talks were held on Monday.", "The talks were held on Tuesday."),
        ("The talks were held in March and ended soon.", "The talks were held in April and ended soon."),
        # headings, where capitals tell nothing
        ("TRUMP SIGNS BILL ON TAXES IN JULY", "OBAMA SIGNS BILL ON TAXES IN JULY"),
        # nothing at all
        ("", "Trump signed the tax bill."),
        ("—…", "“”"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared(claim: str, statement: str) -> None:
    assert compare(told(claim), told(statement)) is None


def test_a_town_in_the_place_of_its_country_is_left_open() -> None:
    claim, statement = "The strike shut all schools in Berlin.", "The strike shut all schools in Germany."
    found = compare(told(claim), told(statement))
    assert found and (found.agrees, found.effect, marked(claim, found.spans)) == (False, "opens", ["Berlin"])
    assert compare(told(statement), told(claim)) is None


def test_only_the_words_of_the_claim_count() -> None:
    claim = told("Smith said Trump signed the tax bill in July.", "Trump signed the tax bill in July")
    statement = told("Jones said Trump signed the tax bill in July.", "Trump signed the tax bill in July")
    assert compare(claim, statement) == AGREES
    claim = told("The bill, Smith said, was signed by Trump in July.", "The bill,", "was signed by Trump in July")
    statement = told("The bill was signed by Obama in July.")
    found = compare(claim, statement)
    assert (
        found and marked(claim.text, found.spans) == ["Trump"] and marked(statement.text, found.reference) == ["Obama"]
    )


def test_a_name_is_known_from_the_rest_of_its_text() -> None:
    claim = told("Bush signed the tax bill. Aides of Bush were glad.", "Bush signed the tax bill.")
    statement = told("Page signed the tax bill. Aides of Page were glad.", "Page signed the tax bill.")
    found = compare(claim, statement)
    assert found and not found.agrees


def test_more_words_than_a_sentence_has_are_not_compared() -> None:
    text = "Trump signed the tax bill and " * (MOST // 6 + 1)
    assert compare(told(text), told(text)) is None


def test_the_tables_are_spelled_as_words_are_compared() -> None:
    data = tomllib.loads(resources.files("verifier.checks").joinpath("mentions.toml").read_text(encoding="utf-8"))
    listed = [name for table in ("countries", "regions", "cities") for names in data[table].values() for name in names]
    listed += [name for state, cities in data["states"].items() for name in (state, *cities)]
    listed += [
        name
        for table in ("groups", "aliases", "offices")
        for rows in data[table].values()
        for row in rows
        for name in row
    ]
    for name in listed:
        assert name == name.casefold() and name.isascii() and len(name.split()) <= 5
        assert " ".join(word.text for word in tokens(name)) == name, name
    assert len(set(listed)) > 700


NAMES = (
    "Trump",
    "Hillary Clinton",
    "the U.S.",
    "Łukasz Żak",
    "North Korea",
    "Ohio’s",
    "the FBI",
    "İzmir",
    "Zoë",
    "ﬁnance minister",
)
WORDS = ("not", "and", "2", "in", "—", "🙂", "the", "n’t", "e\u0301lan", "\u200b", "“", ",", "Monday", "\u00a0", *NAMES)


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(NAMES),
    st.sampled_from(NAMES),
    st.lists(st.sampled_from(WORDS), max_size=4),
    st.lists(st.sampled_from(WORDS), max_size=4),
    st.booleans(),
)
def test_spans_are_words_of_claim_and_statement(
    here: str, there: str, before: list[str], after: list[str], cut: bool
) -> None:
    parts = " ".join(before), "signed the long tax bill after a week of talks with", " ".join(after)
    claim = told(f"{parts[0]} {here} {parts[1]} {parts[2]} Jones", *(parts[:2] if cut and parts[0].strip() else ()))
    statement = told(f"{there} {parts[1]} {parts[2]} Jones")
    found = compare(claim, statement)
    for side, spans in ((claim, found.spans), (statement, found.reference)) if found else ():
        starts, ends = {word.start for word in side.words()}, {word.end for word in side.words()}
        assert bool(spans) is not (found and found.agrees)
        assert all(start < end and start in starts and end in ends for start, end in spans)


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_can_be_compared(ours: str, theirs: str) -> None:
    compare(told(ours), told(theirs))
    same = compare(told(ours), told(ours))
    assert same is None or same.agrees
