"""Who is on record with what: tables of a claim's chain against a statement's."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from claims.records import Voice
from tests.verifier.readings import BILD, FRONTEX, UNNAMED, statement, voice
from verifier.records import Stance
from verifier.voices.hearing import is_mentioned, is_other, is_voice, place, reports_speech, shows, voices
from verifier.voices.identity import identified

P = "Belarus was helping migrants cross the border."
MINISTRY = voice("the Foreign Office")
HE, SHE, THEY = voice("he"), voice("she"), voice("they")
QUILL = voice("Ada Quill")
MAYOR = voice("the mayor", resolved="Ada Quill")
DENYING = voice("Frontex", denied=True)
AGENCY = voice("the European Union border agency")
BOTH = voice("Frontex, the European Union border agency")


class Row(NamedTuple):
    chain: tuple[Voice, ...]
    said: tuple[Voice, ...]
    shown: list[Stance]
    content: Stance = "supports"
    publisher: str | None = None
    known: tuple[Voice, ...] = ()
    copied: bool = False


S: Stance = "supports"
R: Stance = "refutes"
N: Stance = "neither"

# What a statement with the voices ``said`` shows of each link of ``chain``, the outermost first.
TABLE = {
    "the same voice": Row((FRONTEX,), (FRONTEX,), [S]),
    "another voice": Row((FRONTEX,), (BILD,), [N]),
    "nobody's statement": Row((FRONTEX,), (), [N]),
    "an unnamed voice of the reference is nobody's": Row((FRONTEX,), (UNNAMED,), [N]),
    "an unnamed voice of the claim is anybody's": Row((UNNAMED,), (FRONTEX,), [S]),
    "what a publisher asserts, somebody says": Row((UNNAMED,), (), [S], publisher="LRT"),
    "what nobody publishes, nobody says": Row((UNNAMED,), (), [N]),
    "the same voice on the contrary": Row((FRONTEX,), (FRONTEX,), [R], content=R),
    "the same voice denies it": Row((FRONTEX,), (DENYING,), [R]),
    "the same voice denies the contrary": Row((FRONTEX,), (DENYING,), [S], content=R),
    "denied here and there": Row((DENYING,), (DENYING,), [S]),
    "denied here, said there": Row((DENYING,), (FRONTEX,), [R]),
    "nothing about the content": Row((FRONTEX,), (FRONTEX,), [N], content=N),
    "a short name and a full one": Row((MAYOR,), (QUILL,), [S]),
    "somebody reports the voice": Row((FRONTEX,), (BILD, FRONTEX), [S]),
    "the voice reports somebody else": Row((BILD,), (BILD, FRONTEX), [N]),
    "the voice denies what somebody else says": Row((FRONTEX,), (DENYING, voice("the spokesperson")), [R]),
    "both links": Row((BILD, FRONTEX), (BILD, FRONTEX), [S, S]),
    "the outer link only": Row((BILD, FRONTEX), (BILD,), [S, N]),
    "the inner link only": Row((BILD, FRONTEX), (FRONTEX,), [N, S]),
    "the outer link is the publisher": Row((BILD, FRONTEX), (FRONTEX,), [S, S], publisher="Bild"),
    "the publisher asserts it": Row((BILD, FRONTEX), (), [S, N], publisher="Bild"),
    "the publisher says it": Row((BILD,), (), [S], publisher="Bild"),
    "the publisher has somebody else say it": Row((BILD,), (FRONTEX,), [N], publisher="Bild"),
    "the outer link reports another voice": Row((BILD, FRONTEX), (BILD, QUILL), [N, N]),
    "links in the other order": Row((BILD, FRONTEX), (FRONTEX, BILD), [S, N]),
    "an outer link that did not report it": Row((BILD, FRONTEX), (voice("Bild", denied=True), FRONTEX), [R, S]),
    "the outer link with the contrary": Row((BILD, FRONTEX), (BILD, FRONTEX), [N, R], content=R),
    "a link more in between": Row((BILD, FRONTEX), (BILD, voice("LRT"), FRONTEX), [S, S]),
    "known by another name": Row((AGENCY,), (FRONTEX,), [S], known=(BOTH,)),
    "not known by another name": Row((AGENCY,), (FRONTEX,), [N], known=(BILD,)),
    "a pronoun is nobody in particular": Row((HE,), (HE,), [N]),
    "a pronoun in copied text": Row((HE,), (HE,), [S], copied=True),
    "a pronoun and a name in copied text": Row((HE,), (voice("John Smith"),), [N], copied=True),
    "a name and a pronoun in copied text": Row((QUILL,), (SHE,), [N], copied=True),
    "he and she in copied text": Row((HE,), (SHE,), [N], copied=True),
    "another name in copied text": Row((QUILL,), (voice("John Smith"),), [N], copied=True),
    "a description and somebody unknown": Row((voice("the mayor"),), (QUILL,), [N]),
    "somebody without a name": Row((QUILL,), (voice("a docker"),), [N]),
    "pronouns of a chain in copied text": Row((MINISTRY, THEY), (MINISTRY, THEY), [S, S], copied=True),
    "pronouns of a chain elsewhere": Row((MINISTRY, THEY), (MINISTRY, THEY), [N, N]),
    "a chain that lost its outer link": Row((BILD, THEY), (THEY,), [N, S], copied=True),
}


@pytest.mark.parametrize("name", TABLE)
def test_table(name: str) -> None:
    row = TABLE[name]
    said = statement(P, *row.said, publisher=row.publisher)
    found = [shows(row.chain, k, said, row.content, row.known, copied=row.copied) for k in range(len(row.chain))]
    assert found == row.shown


def at(text: str, source: str) -> Voice:
    """The voice that a text calls so, where it does last."""
    start = text.rindex(source)
    return Voice(source, ((start, start + len(source)),), "said", (), "say")


HEAD = "Ann Lee shook her head. “No,” she said."


@pytest.mark.parametrize(
    ("text", "source", "name"),
    [
        (HEAD, "she", "Ann Lee"),
        ("Mayor Peter Holm runs the harbour. “It sinks,” he said.", "he", "Peter Holm"),
        ("Peter Holm was angry. “I lost it,” he said. “All of it.” He said it was late.", "He", "Peter Holm"),
        # Two are named, or somebody else does something between, or the gender is another.
        ("Rita Stahl met Olga Mars. “No,” she said.", "she", None),
        ("Ann Lee led the service. Later a nun complained. “No,” she said.", "she", None),
        ("Mr. Peter Holm was angry. “No,” she said.", "she", None),
        ("“No,” she said.", "she", None),
        ("Ann Lee shook her head. “No,” they said.", "they", None),
        ("“Ann Lee knows it. No,” she said.", "she", None),
    ],
)
def test_whom_a_pronoun_takes_up(text: str, source: str, name: str | None) -> None:
    assert identified(at(text, source), text).resolved == name


@pytest.mark.parametrize(
    ("who", "text", "expected"),
    [
        ("the mayor", "The mayor, Tomas Brandt, was calm. It will sail, Tomas Brandt said.", True),
        ("the prime minister", "The mayor, Tomas Brandt, was calm. It will sail, Tomas Brandt said.", False),
        ("the minister", "The former minister Tomas Brandt was calm. It will sail, Tomas Brandt said.", False),
        ("a mayor", "The mayor, Tomas Brandt, was calm. It will sail, Tomas Brandt said.", False),
        ("the mayor", "The mayor was calm. It will sail, Tomas Brandt said.", False),
    ],
)
def test_an_office_that_the_reference_gives_to_a_name(who: str, text: str, expected: bool) -> None:
    assert is_voice(voice(who), at(text, "Tomas Brandt"), (), text) == expected


def test_the_publisher_is_the_outermost_voice() -> None:
    assert [each.source for each in voices(statement(P, BILD, FRONTEX, publisher="LRT"))] == ["LRT", "Bild", "Frontex"]
    assert voices(statement(P)) == ()


def test_places() -> None:
    said = statement(P, FRONTEX, BILD, FRONTEX, publisher="LRT")
    assert place((FRONTEX,), 0, said) == 3
    assert place((FRONTEX, BILD), 0, said) == 1
    assert place((QUILL,), 0, said) is None


def test_sameness_and_otherness() -> None:
    assert is_voice(UNNAMED, FRONTEX) and not is_voice(FRONTEX, UNNAMED)
    assert is_other(FRONTEX, BILD) and not is_other(FRONTEX, UNNAMED) and not is_other(HE, FRONTEX)


@pytest.mark.parametrize(
    ("who", "sentence", "chain", "mentioned"),
    [
        (FRONTEX, "Frontex has never claimed this.", (), True),
        (FRONTEX, "The agency has never claimed this.", (), False),
        (voice("The Iraqi government"), "The Iraqi government refused to investigate.", (), True),
        (voice("The Iraqi government"), "Iraqi airlines fly to Minsk.", (), False),
        (MAYOR, "Ada Quill told the council of it.", (), True),
        (FRONTEX, "Bild told of Frontex.", (BILD,), False),
        (UNNAMED, "Somebody said so.", (), False),
    ],
)
def test_mentions(who: Voice, sentence: str, chain: tuple[Voice, ...], mentioned: bool) -> None:
    assert is_mentioned(who, statement(sentence, *chain)) == mentioned


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("She told the Associated Press on Wednesday, 4 August 2021, that it breaks the law.", {"tell"}),
        ("Officials said that the border was closed.", {"say"}),
        ("Frontex denied that it had evidence and claimed that it had none.", {"deny", "claim"}),
        ("The border was closed.", set()),
        ("Officials closed the border that runs through the woods.", set()),
        ("She said so.", set()),
        ("That was what she said.", set()),
        ("She said it in a speech of two hours to her whole party in the old town hall on the hill, so that all heard.",
         set()),
        ("", set()),
        ("The train left at 18:00 that day.", set()),
        ("The score was 3:2 - that was all.", set()),
    ],
)  # fmt: skip
def test_reports_of_speech_that_were_not_taken_apart(text: str, verbs: set[str]) -> None:
    assert reports_speech(text) == verbs
