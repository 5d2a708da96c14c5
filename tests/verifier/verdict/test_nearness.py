"""Which statements are near a claim, and how near: tables of examples."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.attribution.forces import force_of
from claims.records import Voice
from tests.verifier.readings import statement, told
from verifier.records import Passage
from verifier.references.alignment import Told
from verifier.references.statements import Statement
from verifier.verdict.nearness import ABOUT, FEWEST, READ, near

CLAIM = "Border guards in Lithuania stopped about 4,000 migrants on the frontier with Belarus in July."


class NearRow(NamedTuple):
    text: str
    is_near: bool
    about: bool = False
    same_matter: bool = False
    claim: str = CLAIM
    around: str = ""


NEAR = {
    "the same words": NearRow(CLAIM, True, True, True),
    "other inflections": NearRow(
        "The guards at the border of Lithuania were stopping migrants at the Belarusian frontier.", True, True, True
    ),
    "a third of the words": NearRow(
        "Lithuania and Belarus share a frontier of 680 kilometres in the woods.", True, False, True
    ),
    "names only, of a long claim": NearRow("Lithuania won against Belarus.", False),
    "another matter": NearRow("The price of milk rose in Kaunas on Monday.", False),
    "nothing but common words": NearRow("They had it, and so it was.", False),
    "a short part of a long claim": NearRow(
        "Guards stopped 4,000 migrants in Lithuania.", True, True, True,
        claim="After a quiet spring the guards in Lithuania stopped 4,000 migrants from several countries, among them "
        "students, traders and families, whom smugglers had brought through the woods at night for a lot of money.",
    ),
    "a short part that shares too little": NearRow(
        "Smugglers came.", False,
        claim="After a quiet spring the guards stopped 4,000 migrants whom smugglers had brought through the woods.",
    ),
    "two words in common, without a name": NearRow(
        "A decision on the appeal was made.", True, True, False, claim="The decision to appeal was late."
    ),
    "many words in common, without a name": NearRow(
        "No decision has been made on whether the tribunal should hear an appeal.", True, True, False,
        claim="No decision had been made about whether to appeal.",
    ),
    "a name in common, and too few words": NearRow(
        "Frontex moved its office.", True, True, False, claim="Frontex opened an office."
    ),
    "the name is the first word": NearRow(
        "The footage was released by Frontex on Tuesday.", True, True, True, claim="Frontex released drone footage."
    ),
    "an ordinary first word is no name": NearRow(
        "The border guards released the footage.", True, True, False, claim="Guards released border footage."
    ),
    "only the sentences around it are near": NearRow(
        "It would.", True, False, False, around=" said the guards in Lithuania of migrants on the frontier with Belarus"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NEAR)
def test_near(name: str) -> None:
    row = NEAR[name]
    said = statement(row.text, after=row.around)
    if row.around:
        passage = Passage("d", row.text + row.around, (0, len(row.text + row.around)))
        said = Statement(said.told, passage)
    found = near(told(row.claim), [said])
    assert bool(found) == row.is_near
    for each in found:
        same_matter = each.named and each.shared >= FEWEST
        assert (each.about >= ABOUT, same_matter) == (row.about, row.same_matter)
        assert 0 <= each.similarity <= 1 >= each.about >= 0


def test_the_nearest_come_first_and_only_so_many() -> None:
    twin, far = statement(CLAIM), statement("Border guards in Lithuania stopped migrants.")
    others = [
        statement(f"Guards in Lithuania stopped migrants in July, on day {n}.", document=f"x{n}") for n in range(20)
    ]
    found = near(told(CLAIM), [*others, far, twin, twin])
    assert len(found) == READ
    assert [each.statement for each in found].count(twin) == 1
    assert found[0].statement is twin
    assert found[0].similarity == 1.0


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_can_be_held_against_each_other(claim: str, text: str) -> None:
    for each in near(told(claim or "x"), [statement(text or "x")]):
        assert 0 <= each.similarity <= 1 and 0 <= each.about <= 1 and 0 <= each.around <= 1


def split(text: str, content: str, source: str = "", cue: str = "") -> Told:
    """A claim of a text: the content, and who says it."""
    chain: tuple[Voice, ...] = ()
    if cue:
        places = [((at := text.index(part)), at + len(part)) for part in (source, cue) if part]
        force = force_of(cue)
        assert force is not None
        where = tuple(places[: bool(source)]), (places[-1],)
        chain = (Voice(source or None, where[0], cue, where[1], force.name, force.polarity),)
    start = text.index(content)
    return told(content, *chain, spans=((start, start + len(content)),), text=text)


class WordsRow(NamedTuple):
    claim: Told
    statement: Told
    expected: bool
    asserted: bool = False


SAYS = "McKinley notes that three things happen at once in many parts of the country."
NEGATED = "She did not say that the port would be closed for the whole winter and most of spring."
REFUSED = "The Iraqi government refused to investigate the allegations of flights to Minsk."
SEAT = "twenty people have shown an interest in the seat"
SAID_IT = "He has said about twenty people have shown an interest in the seat, but he names nobody."
IN_WORDS = {
    "the same split": WordsRow(
        split(SAYS, SAYS[20:], "McKinley", "notes"), split(SAYS, SAYS[20:], "McKinley", "notes"), True
    ),
    "asserted here, source and all, attributed there": WordsRow(
        split(SAYS, SAYS), split(SAYS, SAYS[20:], "McKinley", "notes"), True, True
    ),
    "the source is gone": WordsRow(split(SAYS[20:], SAYS[20:]), split(SAYS, SAYS[20:], "McKinley", "notes"), False),
    "another source": WordsRow(
        split(SAYS.replace("McKinley", "Thompson"), SAYS[20:], "Thompson", "notes"), split(SAYS, SAYS), False, True
    ),
    "attributed here, asserted there": WordsRow(
        split(SAID_IT, SAID_IT[12:66], "He", "has said"), split(SAID_IT, SAID_IT), True, True
    ),
    "attributed here to somebody else, asserted there": WordsRow(
        split(SAID_IT.replace("He ", "She "), SAID_IT[12:66], "She", "has said"), split(SAID_IT, SAID_IT), False, True
    ),
    "attributed here, denied there": WordsRow(
        split(SAID_IT, SAID_IT[12:66], "He", "has said"),
        split(SAID_IT.replace("has said", "has not said"), SAID_IT.replace("has said", "has not said")),
        False,
        True,
    ),
    "another cue of the same kind": WordsRow(
        split(SAYS.replace("notes", "states"), SAYS[20:], "McKinley", "states"),
        split(SAYS.replace("notes", "says"), SAYS.replace("notes", "says")),
        True,
        True,
    ),
    "another cue": WordsRow(
        split(REFUSED.replace("refused", "pledged"), REFUSED[31:-1], "The Iraqi government", "pledged"),
        split(REFUSED, REFUSED),
        False,
        True,
    ),
    "negated here and there": WordsRow(
        split(NEGATED, NEGATED[21:-1], "She", "did not say"),
        split(NEGATED.replace("did not", "didn’t"), NEGATED.replace("did not", "didn’t")),
        True,
        True,
    ),
    "a part of a longer sentence": WordsRow(
        split(SEAT, SEAT), split("Since May " + SEAT + ", he says.", "Since May " + SEAT), True, True
    ),
    "other words": WordsRow(
        split("Twenty people want the seat.", "Twenty people want the seat"), split(SAID_IT, SAID_IT), False, True
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", IN_WORDS)
def test_the_claim_word_for_word(name: str) -> None:
    row = IN_WORDS[name]
    text = row.statement.text
    (found,) = near(row.claim, [Statement(row.statement, Passage("d", text, (0, len(text))))])
    assert (found.in_words, found.asserted) == (row.expected, row.asserted)


@pytest.mark.parametrize(
    ("claim", "text", "asserted"),
    [
        ("The policy violates the convention.", "It cannot be said that the policy respects the convention.", False),
        ("The policy violates the convention.", "The policy breaks the convention of Geneva.", True),
        ("The policy violates the convention on refugees.",
         "She told the agency on Friday, after a debate, that the policy violates the convention on refugees.", False),
        ("She said that the policy violates it.", "She has said that the policy of turning back violates it.", True),
        ("Lawyers told us that the policy violates the convention.",
         "Lawyers have told us that the policy violates the convention.", True),
    ],
)  # fmt: skip
def test_what_only_reports_speech_is_not_asserted(claim: str, text: str, asserted: bool) -> None:
    (found,) = near(told(claim), [statement(text)])
    assert found.asserted == asserted
