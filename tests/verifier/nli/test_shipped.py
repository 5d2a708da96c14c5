"""The shipped NLI model: both engines agree on it, and it knows simple things."""

from __future__ import annotations

import random
from dataclasses import astuple

import pytest

from verifier.nli import Scorer, load
from verifier.nli.openvino import OpenVinoEngine
from verifier.records import Scores

pytestmark = pytest.mark.slow

E, N, C = "entailment", "neutral", "contradiction"
PAIRS = [
    ("The government ordered border guards to turn back migrants.", "Guards were told to turn back migrants.", E),
    ("The government ordered border guards to turn back migrants.", "No order was given to the border guards.", C),
    ("The government ordered border guards to turn back migrants.", "The minister lives in Vilnius.", N),
    ("The company opened a new factory in Poland on Monday.", "A factory was opened in Poland.", E),
    ("The company opened a new factory in Poland on Monday.", "The company has no factory in Poland.", C),
    ("The company opened a new factory in Poland on Monday.", "The factory makes tyres.", N),
    ("Police arrested two men after the robbery.", "Two men were arrested.", E),
    ("Police arrested two men after the robbery.", "Nobody was arrested after the robbery.", C),
    ("Police arrested two men after the robbery.", "The shop sells watches and rings.", N),
    ("The president signed the law on Friday.", "The law was signed by the president.", E),
    ("The president signed the law on Friday.", "The president refused to sign the law.", C),
    ("The president signed the law on Friday.", "The law will cost two billion euros.", N),
    ("The minister denied that he had met the businessman.", "The minister said he did not meet the businessman.", E),
    ("The minister denied that he had met the businessman.", "The minister admitted meeting the businessman.", C),
    ("The minister denied that he had met the businessman.", "The businessman owns a football club.", N),
    ("Unemployment fell to 5 per cent in June.", "Unemployment decreased in June.", E),
    ("Unemployment fell to 5 per cent in June.", "Unemployment rose in June.", C),
    ("Unemployment fell to 5 per cent in June.", "Most of the new jobs were in tourism.", N),
    ("All passengers survived the crash.", "No passenger was killed in the crash.", E),
    ("All passengers survived the crash.", "Three passengers died in the crash.", C),
    ("All passengers survived the crash.", "The aircraft was ten years old.", N),
    ("Lithuania shares a border with Belarus.", "Belarus and Lithuania are neighbours.", E),
    ("The bank raised interest rates for the third time this year.", "The bank increased interest rates.", E),
    ("The bank raised interest rates for the third time this year.", "The bank cut interest rates.", C),
    ("The bank raised interest rates for the third time this year.", "House prices will fall next year.", N),
    ("The court found the mayor guilty of fraud.", "The mayor was convicted of fraud.", E),
    ("The court found the mayor guilty of fraud.", "The court acquitted the mayor.", C),
    ("The court found the mayor guilty of fraud.", "The mayor will stand for election again.", N),
    ("The team won the final 3-0.", "The team won the final.", E),
    ("The team won the final 3-0.", "The team lost the final.", C),
    ("The team won the final 3-0.", "The coach will leave the team.", N),
    ("Heavy rain flooded the town and closed its schools.", "The schools in the town were closed.", E),
    ("Heavy rain flooded the town and closed its schools.", "The town's schools stayed open.", C),
    ("Heavy rain flooded the town and closed its schools.", "The hospital has a new director.", N),
    ("The footage was filmed from a helicopter.", "A helicopter was used to film the footage.", E),
    ("The footage was filmed from a helicopter.", "The footage was not filmed from a helicopter.", C),
    ("The footage was filmed from a helicopter.", "The pilot was 34 years old.", N),
    ("The agency has no evidence of help from the authorities.", "The agency has evidence of help.", C),
    ("About 900 people were flown in, and not 4,000.", "The number of people flown in was about 900.", E),
    ("About 900 people were flown in, and not 4,000.", "4,000 people were flown in.", C),
    ("The museum is open every day except Monday.", "The museum is closed on Mondays.", E),
    ("The museum is open every day except Monday.", "The museum is open on Mondays.", C),
    ("The museum is open every day except Monday.", "The museum has many visitors from Asia.", N),
    ("The strike ended after both sides reached an agreement.", "The strike is over.", E),
    ("The strike ended after both sides reached an agreement.", "The strike goes on without an agreement.", C),
]  # fmt: skip
KNOWN = 0.7
TIE = 0.03
RANDOM = random.Random(2)


@pytest.fixture(scope="module")
def openvino() -> Scorer:
    return load(engine="openvino")


def answer(scores: Scores) -> str:
    return max((E, N, C), key=lambda label: getattr(scores, label))


def is_clear(scores: Scores) -> bool:
    """Whether the likeliest class is ahead of the next; int8 may turn a tie."""
    first, second = sorted((scores.entailment, scores.neutral, scores.contradiction))[:0:-1]
    return first - second > TIE


def score(scorer: Scorer, indices: list[int]) -> list[Scores]:
    return scorer.score([PAIRS[i][:2] for i in indices])


EVERY = list(range(len(PAIRS)))


def test_the_engines_agree(openvino: Scorer) -> None:
    torch = load(engine="torch")
    one, other = score(openvino, EVERY), score(torch, EVERY)
    differing = [(PAIRS[i], one[i], other[i]) for i in EVERY if answer(one[i]) != answer(other[i])]
    assert not [row for row in differing if is_clear(row[1]) or is_clear(row[2])]
    assert len(differing) <= 1
    assert max(abs(a.entailment - b.entailment) for a, b in zip(one, other, strict=True)) < 0.25


def test_the_temperature_is_the_engines_to_apply(openvino: Scorer) -> None:
    pairs = [PAIRS[i][:2] for i in EVERY]
    sharp, flat = openvino.engine(pairs, 1.0), openvino.engine(pairs, 3.0)
    assert all(max(astuple(b)) < max(astuple(a)) for a, b in zip(sharp, flat, strict=True))


def test_a_special_piece_in_a_text_is_text(openvino: Scorer) -> None:
    assert isinstance(openvino.engine, OpenVinoEngine)
    (written,) = openvino.engine.encode([("He said [SEP] it rained.", "It [CLS] rained.")])
    assert [(written.ids.count(piece)) for piece in (101, 102)] == [1, 2]


def test_simple_pairs_are_known(openvino: Scorer) -> None:
    wrong = [PAIRS[i] for i, scores in enumerate(score(openvino, EVERY)) if answer(scores) != PAIRS[i][2]]
    assert len(wrong) <= (1 - KNOWN) * len(PAIRS), wrong


def test_a_pair_has_the_same_numbers_alone_in_any_batch_and_in_any_order(openvino: Scorer) -> None:
    together = score(openvino, EVERY)
    assert [score(openvino, [i])[0] for i in EVERY] == together
    order = RANDOM.sample(EVERY, len(EVERY))
    shuffled = score(openvino, order)
    assert [shuffled[order.index(i)] for i in EVERY] == together
    assert score(openvino, EVERY[:7]) + score(openvino, EVERY[7:]) == together
    assert score(load(engine="openvino"), EVERY) == together


def test_a_fact_is_found_anywhere_in_a_long_premise(openvino: Scorer) -> None:
    filler = "The weather was mild in Kaunas that day, as it often is in spring. "
    alone = openvino.score([("The court found the mayor guilty of fraud.", "The mayor was convicted of fraud.")])[0]
    for place in (0, 10, 20):
        premise = filler * place + "The court found the mayor guilty of fraud. " + filler * (20 - place)
        found = openvino.score([(premise, "The mayor was convicted of fraud.")])[0]
        assert found.entailment > alone.entailment / 2
