"""Two places of one text: pairs that cannot both be so, and look-alikes that can."""

from __future__ import annotations

import pytest

from tests.verifier.itself.tables import page
from verifier.itself.contradictions import contradictions
from verifier.itself.headline import overstatements

CLASH = [
    ("The blast killed 120 people. Most of the 140 dead were children.", "140", "120"),
    ("The virus has infected 12 children. None of the 21 infected children is in danger.", "21", "12"),
    ("Nobody was injured. Six people were injured when the roof fell.", "Six", "Nobody"),
    ("The bridge cost $310 million. The bridge cost $130 million to build.", "$130", "$310"),
    ("Malik was born in 1952. Malik was born in 1925 in Ostrava.", "1925", "1952"),
    ("Malik was born in Ostrava. Malik was born in Brno.", "Brno", "Ostrava"),
    ("Thieves broke into the museum on Thursday. The thieves broke into the museum on Friday.", "Friday", "Thursday"),
    ("The company did not release solvents into the river. The company released solvents into the river.", "released",
     "release"),
    ("Petra Lunde will leave in March. Petra Lund spoke on Monday.", "Lund", "Lunde"),
    ("All climbers survived the avalanche. One climber died in the avalanche.", "One climber", "survived"),
    ("Fire broke out at 9 a.m. on Monday. The fire broke out at 6 p.m. on Monday.", "6 p.m", "9 a.m"),
    ("The council voted on Monday to ban cars. Tuesday's vote was close.", "Tuesday", "Monday"),
    ("Mateo Rial, 27, was found on Saturday. Rial, 72, is well.", "72", "27"),
]  # fmt: skip

FINE = [
    "The blast killed at least 120 people. Most of the 140 dead were children.",
    "The blast killed about 120 people. The 118 dead were buried on Sunday.",
    "The blast killed 12 people. Last year a blast killed 20 people in the same street.",
    "The quake killed 31 people in Arvania. The 38 dead include seven Teskians.",
    "The blast killed 120 people. So far 90 of the dead have been identified.",
    "The blast killed 120 people. Another 140 people died in a second blast.",
    "Nobody was injured. Six people were killed.",
    "The bridge cost $310 million. The tunnel cost $130 million.",
    "Malik was born in 1952. Her brother Jan was born in 1925.",
    "Thieves broke into the museum on Thursday. On Friday the police searched the museum.",
    "The council met on Monday. The council met again on Tuesday.",
    "The company did not release solvents in May. The company released solvents in August.",
    "Mateo Rial, 27, was found on Saturday. His father, Luis Rial, 72, is well.",
    "Petra Lunde met Paula Lunde. Ann Lee met Ann Lea.",
    "The Lundes are rich. Petra Lunde is not.",
    "The 2016 election was close. The 2020 election was not.",
    "The council voted on Monday to ban cars. The court had voted on Tuesday.",
    "The contract with Corvair is valued at $2 million. The contract with Lumetel is valued at $4 million.",
    "At least 52,000 people died. In Norland at least 5,900 people died.",
    "At least 52,000 people died. In Norland 5,900 people died.",
    "The American Samoan delegate spoke. American Samoa is small.",
    "Corvair followed the rules of the fund. Lumetel is new, and it did not follow the rules of the fund.",
    "The plant employs 2,100 people. The plant dismissed 300 people.",
]

TITLES = [
    ("Prices will double", "Prices may double by summer, traders said.", "may double"),
    ("Nurse killed three patients", "A nurse is suspected of having killed three patients.", "suspected"),
    ("All teachers reject plan", "Some teachers reject the plan of the board.", "Some teachers"),
    (
        "Science proves that tea makes you clever",
        "Tea is linked to memory, a study of 48 students suggests.",
        "a study",
    ),
]
FAIR = [
    ("Prices may double", "Prices may double by summer, traders said."),
    ("Will prices double?", "Prices may double by summer, traders said."),
    ("Prices will double", "Prices may double by summer. They will double, the ministry says."),
    ("Nurse ‘killed three patients’", "A nurse is suspected of having killed three patients."),
    ("Teachers reject plan", "Some teachers reject the plan of the board."),
    ("All teachers reject plan", "All teachers reject the plan; some teachers laughed."),
    ("Ferry sinks", "A ferry has sunk off the coast, the police said."),
    ("Studies show tea helps memory", "Two studies show that tea helps memory."),
]


@pytest.mark.parametrize(("text", "here", "there"), CLASH)
def test_what_cannot_both_be_so(text: str, here: str, there: str) -> None:
    (found,) = contradictions(page(text))
    said, other = (" ".join(text[slice(*span)] for span in spans) for spans in (found.spans, found.elsewhere))
    assert here in said
    assert there in other


@pytest.mark.parametrize("text", FINE)
def test_what_can_both_be_so(text: str) -> None:
    assert list(contradictions(page(text))) == []


@pytest.mark.parametrize(("title", "text", "less"), TITLES)
def test_a_headline_that_says_more(title: str, text: str, less: str) -> None:
    for each in (page(text, title), page(f"# {title}\n\n{text}")):
        (found,) = overstatements(each)
        assert less in found.message


@pytest.mark.parametrize(("title", "text"), FAIR)
def test_a_headline_that_says_as_much(title: str, text: str) -> None:
    assert list(overstatements(page(text, title))) == []


def test_a_number_of_the_headline_is_held_against_the_body() -> None:
    (found,) = contradictions(page("The blast killed 26 people on Friday.", "Blast kills 62"))
    assert "in the headline" in found.message
    assert list(contradictions(page("The blast killed 26 people on Friday.", "Blast kills 26"))) == []
    assert list(contradictions(page("A total of 17 deaths were recorded.", "Norland reports five new deaths"))) == []
