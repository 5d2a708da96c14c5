"""Nobody is assured of what the references do not say, nor alarmed by what they do: whole checks of small articles."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple, get_args

import pytest

from claims.attribution.tagger import Tagger
from claims.records import Article
from verifier.check import check, run_header
from verifier.corpus.documents import make_document
from verifier.corpus.store import Corpus
from verifier.nli import Scorer, load
from verifier.records import Report

# alarm: an error or warning is raised, or nothing is SUPPORTED. open: nothing is SUPPORTED, and no error is raised.
# calm: no error is raised, and the first question of a claim is answered with SUPPORTED.
Expected = Literal["alarm", "open", "calm"]


class Case(NamedTuple):
    """An article, its references, each with the day it is of, and what is right."""

    article: str
    references: tuple[str | tuple[str, date], ...]
    expected: Expected


ALARM, OPEN, CALM = get_args(Expected)
GAMES = "| Team | Won | Lost |\n|---|---|---|\n| Lions | 12 | 3 |\n| Tigers | 5 | 10 |\n"
VOTE = "| Candidate | Vote |\n|---|---|\n| Anna Beck | 38 percent |\n| Leo Graf | 41 percent |\n"


def case(article: str, *references: str | tuple[str, date], expected: Expected = ALARM) -> Case:
    return Case(article, references, expected)


KINDS: dict[str, tuple[Case, ...]] = {
    "one word swapped": (
        case("The airline will hire 200 pilots this year.", "The airline will dismiss 200 pilots this year."),
        case("Doctors removed her left kidney in April.", "Doctors removed her right kidney in April."),
        case("The jury cleared the banker of fraud.", "The jury found the banker guilty of fraud."),
        case("Rents in Graz have tripled since 2015.", "Rents in Graz have stagnated since 2015."),
        case("The union praised the new contract.", "The union criticised the new contract."),
        case("The vaccine causes fever in most children.", "The vaccine prevents fever in most children."),
        case("The bank borrowed 3 million euros from the state.", "The bank lent 3 million euros to the state."),
        case("The ship arrived in Genoa on Friday.", "The ship left Genoa on Friday."),
        case("The minister confirmed the sale of the port.", "The minister cancelled the sale of the port."),
        case("The museum bought the painting in 2011.", "The museum sold the painting in 2011."),
        case("Firefighters were praised by the mayor of Ulm.", "Firefighters were sued by the mayor of Ulm."),
        case("The temple was built in the ninth century.", "The temple was destroyed in the ninth century."),
        case("The regulator froze the assets.", "The regulator thawed the assets."),
        case("The court upheld the ban on Tuesday.", "The court lifted the ban on Tuesday."),
    ),
    "another way to say it": (
        case("The museum began the repairs in May.", "The museum started the repairs in May.", expected=CALM),
        case("The museum purchased the painting in 2011.", "The museum bought the painting in 2011.", expected=CALM),
        case("On Monday, the council closed two schools.", "The council closed 2 schools on Monday.", expected=CALM),
        case(
            "The centre’s programme wasn’t cancelled because of the storm.",
            "The center’s program was not canceled owing to the storm.",
            expected=CALM,
        ),
        case("More than 300 people fled the fire in Izmir.",
             "Over 300 people fled the fire in Izmir.", expected=CALM),
        case(
            "U.S. troops left the base at Balad in June.",
            "American soldiers left the base at Balad in June.",
            expected=CALM,
        ),
        case(
            "The ferry was raised by a crane on Sunday.", "A crane raised the ferry on Sunday.", expected=CALM
        ),
    ),
    "the value of another": (
        case("The red car sold for 9,000 dollars.", "The red car sold for 4,000 dollars and the blue one for 9,000."),
        case("Ana Ruiz won the silver medal.", "Ana Ruiz won gold, and her sister won the silver medal."),
        case("The pilot was arrested in Oslo.", "The pilot was released; his co-pilot was arrested in Oslo."),
        case("Linz has 14 libraries.", "Linz has six libraries, while Wels has 14."),
        case("The hotel burned down in 1999.", "The hotel was sold in 1987, and the theatre burned down in 1999."),
        case(
            "Of the 80 trees, 50 were planted in May.", "Of the 80 trees, 50 were felled and 30 were planted in May."
        ),
        case("Marta Klein wrote the letter.", "Marta Klein’s lawyer wrote the letter."),
        case(
            "The governor vetoed the bill.", "The governor spoke for an hour before the president vetoed the bill."
        ),
        case(
            "Coal prices rose 7 percent in May.",
            "Coal prices rose 2 percent in May, and gas prices rose 7 percent.",
        ),
        case("The goalkeeper was sent off.", "The goalkeeper was praised after his captain was sent off."),
        case("Boris Weil hit the referee.", "Boris Weil was hit by the referee."),
        case(
            "The judge sentenced Smith to ten years in prison.", "The judge sentenced Jones to five years in prison."
        ),
        case("The mayor who opened the bridge resigned.", "The mayor who resigned opened the bridge.", expected=CALM),
        case(
            "The red car sold for 4,000 dollars.",
            "The red car sold for 4,000 dollars and the blue one for 9,000.",
            expected=CALM,
        ),
        case("Gas prices rose 7 percent.", "Coal prices rose 2 percent in May, and gas prices rose 7 percent.",
             expected=CALM),
        case("The referee hit Boris Weil.", "Boris Weil was hit by the referee.", expected=CALM),
    ),
    "the age of another": (
        case("Ann Lee, 54, was shot in Reno on Monday.", "Police shot 40-year-old Ann Lee in Reno on Monday."),
        case("Jan Kos, 31, fell from a roof in Brno.", "Jan Kos, a 13-year-old, fell from a roof in Brno."),
        case("Ann Lee, 40, was shot in Reno on Monday.", "Ann Lee, 40, was shot in Reno on Monday.", expected=CALM),
    ),
    "nobody says so": (
        case("The trader fled to Dubai.", "The trader is believed to have fled to Dubai."),
        case("The coach stole the money.", "The coach is on trial for stealing the money."),
        case("The firm poisoned the river.", "Villagers have sued the firm, saying it poisoned the river."),
        case("The king will step down in March.", "The king may step down in March if his health gets worse."),
        case("The factory closed in June.", "The factory was supposed to close in June."),
        case("The two countries signed a treaty.", "The two countries failed to sign a treaty."),
        case("The plane was shot down.", "Investigators are looking into whether the plane was shot down."),
        case("The bank cut 300 jobs in Leeds.", "The bank threatened to cut 300 jobs in Leeds."),
        case("The senator took bribes.", "The senator was accused of taking bribes."),
    ),
    "both can be so": (
        case("The prosecutor said Ramos could face 85 years in prison.",
             "Ramos has denied all the charges, the prosecutor said.", expected=OPEN),
        case("Mortgage rates fell in December.", "Mortgage rates rose in January.", expected=OPEN),
        case("Oil output grew in Norway last year.", "Oil output shrank in Mexico last year.", expected=OPEN),
        case("The drug was approved by the agency in Canada.", "The drug was rejected by the agency in Japan.",
             expected=OPEN),
        case("Profits rose in the second quarter.", "Profits fell in the third quarter.", expected=OPEN),
        case("Lopez was charged with fraud.", "Lopez denied the fraud.", expected=OPEN),
        case("Police opened the road on Monday.", "Police closed the road on Thursday.", expected=OPEN),
        case("The council gave its first approval to the plan.", "The council has yet to vote on the final plan.",
             expected=OPEN),
    ),
    "promised": (
        case("Telia will cut 300 jobs in Leeds, the firm said.", "Telia will cut 500 jobs in Bristol, the firm said."),
        case("The city will build two schools by 2030.", "The city will build five schools by 2030."),
        case("Nokia plans to open a plant in Oulu.", "Nokia plans to close a plant in Oulu."),
        case("The bank is expected to raise interest rates in June.",
             "The bank is expected to lower interest rates in June."),
        case("The minister promised to lower the tax on fuel.", "The minister promised to keep the tax on fuel."),
        case("The railway will buy 40 trains next year.", "The railway will buy 14 trains next year."),
        case("Hanna Berg will lead the museum from May.", "Jonas Falk will lead the museum from May."),
        case("The strike will end on Friday, the union said.", "The strike will end on Sunday, the union said."),
    ),
    "somebody else said it": (
        case("“The roof will hold for years,” Eva Lund said.",
             "Architect Omar Haddad looked up. “The roof will hold for years,” he said."),
        case("“The roof will hold for years,” Eva Lund said.", "“The roof will hold for years,” a builder said."),
        case("“We lost the whole harvest,” farmer Jan Kos said.",
             "Farmers met in Brno on Friday. “We lost the whole harvest,” one of them said."),
        case("Trainer Lia Petri said the horse was healthy.",
             "Vera Simon, a vet, looked at the horse for an hour. She said the horse was healthy."),
        case("“The data were never stored,” the company said.",
             "“The data were never stored,” a person familiar with the matter said."),
        case("“Not one seat is left,” said the theatre’s director.", "“Not one seat is left,” said a spectator."),
        case("The foreign minister said the talks had failed.", "The talks had failed, he said."),
        case("“I never met the president,” Olga Mars said.",
             "Rita Stahl and Olga Mars spoke to reporters. “I never met the president,” Stahl said."),
        case("“The mine is empty,” Chief Executive Paul Weiss said.",
             "The mine’s owner gave no interviews. “The mine is empty,” a spokeswoman for the miners’ union said."),
        case("“We were not asked,” said Bishop Adam Nagy.",
             "Bishop Adam Nagy led the service. Later a nun complained. “We were not asked,” she said."),
        case("“The roof will hold for years,” Omar Haddad said.",
             "Architect Omar Haddad looked up. “The roof will hold for years,” he said.", expected=CALM),
        case("Vera Simon said the horse was healthy.",
             "Vera Simon, a vet, looked at the horse for an hour. She said the horse was healthy.", expected=CALM),
    ),
    "another row of a table": (
        case("Hungary produced 310 tonnes of honey.",
             "Honey in 2022\n\n| Country | Tonnes |\n|---|---|\n| Hungary | 120 |\n| Serbia | 310 |\n"),
        case("The Tigers won 12 games.", GAMES),
        case("The Lions lost 12 games.", GAMES),
        case("Tea costs 4 euros.", "Prices in the café:\n\n* Coffee: 4 euros\n* Tea: 3 euros\n"),
        case("In May, 90 people were arrested in Turin.",
             "Arrests in May\n\n<table><tr><th>City</th><th>Arrests</th></tr><tr><td>Turin</td><td>45</td></tr>"
             "<tr><td>Milan</td><td>90</td></tr></table>"),
        case("Unemployment in Bern was 6.1 percent.",
             "Unemployment by canton\n\n- Bern: 2.4 percent\n- Geneva: 6.1 percent\n"),
        case("The heart ward has 60 beds.", "Ward | Beds\n--- | ---\nHeart | 24\nChildren | 60\n"),
        case("In 2020 the school had 400 pupils.", "Pupils\n\n| 2019 | 2020 |\n|---|---|\n| 400 | 380 |\n"),
        case("Anna Beck won 41 percent of the vote.",
             f"Results of the election\n\n{VOTE}"),
        case("Leo Graf won 41 percent of the vote.",
             f"Share of the vote won by each candidate\n\n{VOTE}",
             expected=CALM),
    ),
    "updated or withdrawn": (
        case("The flood killed 8 people in Enna.", ("The flood killed 8 people in Enna.", date(2024, 2, 1)),
             ("The flood killed 23 people in Enna.", date(2024, 2, 4))),
        case("At least 30 miners are missing, police said.",
             ("At least 30 miners are missing, police said.", date(2024, 5, 1)),
             ("At least 11 miners are missing, police said.", date(2024, 5, 3))),
        case("The club said its keeper had broken a leg.",
             "The club on Friday withdrew its statement that its keeper had broken a leg."),
        case("The agency said the water was safe.", "The agency retracted its claim that the water was safe."),
        case("The paper reported that the actor had died.",
             "The paper has taken back its report that the actor had died."),
        case("The university said the degree was genuine.",
             "The university no longer stands by its statement that the degree was genuine."),
        case("Police said the boy had been found.", "Police corrected their statement that the boy had been found."),
        case("The fire destroyed 120 houses in Paradiso.",
             ("The fire destroyed 120 houses in Paradiso.", date(2024, 8, 2)),
             ("Correction: The fire destroyed 12 houses in Paradiso.", date(2024, 8, 3))),
        case("The flood killed 23 people in Enna.", ("The flood killed 8 people in Enna.", date(2024, 2, 1)),
             ("The flood killed 23 people in Enna.", date(2024, 2, 4)), expected=CALM),
        case("The flood has killed 23 people in Enna.", ("The flood has killed 8 people in Enna.", date(2024, 2, 1)),
             expected=OPEN),
    ),
    "an ellipsis that hides": (
        case("“The drug is … effective against cancer,” Dr. Ida Holt said.",
             "“The drug is not in any way effective against cancer,” Dr. Ida Holt said."),
        case("“The minister … took the money,” Karl Boe said.",
             "“The minister was honest, but his driver took the money,” Karl Boe said."),
        case("“I … support the war,” Senator Tim Hale said.",
             "“I have never been able to support the war,” Senator Tim Hale said."),
        case("Dr. Ida Holt called the drug “effective against cancer”.",
             "“The drug is far from being effective against cancer,” Dr. Ida Holt said."),
        case("“We will … sell the club,” owner Nik Roth said.",
             "“We will under no circumstances sell the club,” owner Nik Roth said."),
        case("“The dam … will break,” engineer Lea Koch said.",
             "“The dam is solid and nobody believes that it will break,” engineer Lea Koch said."),
        case("“The tests … were passed by every car,” Ed Fox said.",
             "“The tests were a farce and few of them were passed by every car,” Ed Fox said."),
        case("“Our schools [are] … safe,” Mina Dale said.", "“Our schools are anything but safe,” Mina Dale said."),
        case("“We will pay the fine,” lawyer Ute Kern said.",
             "“We will pay the fine, but only if the court rejects our appeal,” lawyer Ute Kern said."),
        case("“The pool was full and the guards were asleep,” Tom Barr said.",
             "“The pool was full,” Tom Barr said. “I saw two guards. The guards were asleep.”"),
        case("“The drug … is effective against cancer,” Dr. Ida Holt said.",
             "“The drug from Ulm is effective against cancer,” Dr. Ida Holt said.", expected=CALM),
    ),
    "a contraction": (
        case("“I did not see the car,” Ali Demir said.", "“I didn’t see the car,” Ali Demir said.", expected=CALM),
        case("“We are not leaving,” Ali Demir said.", "“We aren't leaving,” Ali Demir said.", expected=CALM),
        case("“It is the worst storm we have seen,” Ali Demir said.",
             "“It's the worst storm we've seen,” Ali Demir said.", expected=CALM),
        case("“They’ll never find the ship,” Ali Demir said.", "“They will never find the ship,” Ali Demir said.",
             expected=CALM),
        case("“The colour of the labour movement is red,” Ali Demir said.",
             "“The color of the labor movement is red,” Ali Demir said.", expected=CALM),
        case("“You cannot realise what we went through,” Ali Demir said.",
             "“You can’t realize what we went through,” Ali Demir said.", expected=CALM),
        case("“That is not what he promised,” Ali Demir said.", "“That's not what he promised,” Ali Demir said.",
             expected=CALM),
        case("Ali Demir said he would not sign the paper.",
             "Ali Demir said he wouldn’t sign the paper.", expected=CALM),
        case("“I did see the car,” Ali Demir said.", "“I didn’t see the car,” Ali Demir said."),
    ),
}  # fmt: skip
CASES = {f"{kind}: {each.article[:60]}{n}": each for kind, cases in KINDS.items() for n, each in enumerate(cases)}


@pytest.fixture(scope="module")
def models() -> tuple[Tagger, Scorer]:
    return Tagger(), load()


def checked(row: Case, models: tuple[Tagger, Scorer], folder: Path) -> Report:
    corpus = Corpus.create(str(folder / "corpus"))
    told = [(each, date(2024, 3, 8)) if isinstance(each, str) else each for each in row.references]
    corpus.add([make_document(f"r{n}", text, published=day) for n, (text, day) in enumerate(told)])
    return check(Article("a", row.article, published=date(2024, 3, 8)), *models, corpus, run_header(*models, corpus))


def holds(report: Report, expected: Expected) -> bool:
    labels = [verdict.label for each in report.claims for verdict in (each.said, each.so) if verdict]
    first = [verdict.label for each in report.claims if (verdict := each.said or each.so)]
    severities = {flag.severity for each in report.claims for flag in each.flags}
    if expected == ALARM:
        return not severities.isdisjoint({"error", "warning"}) or "SUPPORTED" not in labels
    if expected == OPEN:
        return "error" not in severities and "SUPPORTED" not in labels
    return "error" not in severities and "REFUTED" not in first and "SUPPORTED" in first


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_case(name: str, models: tuple[Tagger, Scorer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAYSO_CACHE_DIR", str(tmp_path / "cache"))
    report = checked(CASES[name], models, tmp_path)
    assert holds(report, CASES[name].expected), report
