from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.readable import readable
from claims.records import Voice


def voice(source: str | None, resolved: str | None = None) -> Voice:
    return Voice(source, ((0, 1),) if source else (), "said", ((2, 3),), "say", "affirmed", resolved)


# source, resolved, text, told of the source
QUOTED: list[tuple[str, str | None, str, str]] = [
    ("Smith", None, "I have evidence.", "Smith has evidence."),
    ("he", "Fuad Hussein", "I have evidence.", "Fuad Hussein has evidence."),
    ("Smith", None, "I am sure.", "Smith is sure."),
    ("Smith", None, "I’m not sure.", "Smith is not sure."),
    ("Smith", None, "I was there.", "Smith was there."),
    ("Smith", None, "I've seen it.", "Smith has seen it."),
    ("Smith", None, "I’ll go.", "Smith will go."),
    ("Smith", None, "I’d been there.", "Smith had been there."),
    ("Smith", None, "I’d go.", "Smith would go."),
    ("Smith", None, "I do not know.", "Smith does not know."),
    ("Smith", None, "I don’t know, and I try.", "Smith doesn’t know, and Smith tries."),
    ("Smith", None, "I haven’t seen it.", "Smith hasn’t seen it."),
    ("Smith", None, "I also think we won.", "Smith also thinks we won."),
    ("Smith", None, "I saw it.", "Smith saw it."),
    ("Smith", None, "I carry it.", "Smith carries it."),
    ("Smith", None, "I watch it.", "Smith watches it."),
    ("Smith", None, "I can see it.", "Smith can see it."),
    ("Smith", None, "They told me the truth.", "They told Smith the truth."),
    ("Smith", None, "My dog died before I left.", "Smith’s dog died before Smith left."),
    ("She", "Ann Lee", "I sold my house.", "Ann Lee sold her house."),
    ("She", "Ann Lee", "I did it myself.", "Ann Lee did it herself."),
    ("Mr Lee", "Bo Lee", "I sold my house.", "Bo Lee sold his house."),
    ("he", "Bo Lee", "I told him I would.", "Bo Lee told him Bo Lee would."),
    ("Smith", None, "I know “my way” is here.", "Smith knows “my way” is here."),
    ("Smith", None, "We like our house.", "We like our house."),
    # left alone: not certain
    ("Smith", None, "I did it myself.", "I did it myself."),
    ("Smith", None, "My wife and I are here.", "My wife and I are here."),
    ("Smith", None, "What am I to do?", "What am I to do?"),
    ("Smith", None, "I put it there.", "I put it there."),
    ("Smith", None, "I know him and trust him.", "I know him and trust him."),
    ("Smith", None, "I, too, was there.", "I, too, was there."),
    ("the minister", None, "I have evidence.", "I have evidence."),
    ("he", None, "I have evidence.", "I have evidence."),
    ("Ann and Bo", None, "I have evidence.", "I have evidence."),
    ("a doctor", None, "I have evidence.", "I have evidence."),
    ("Smith", None, "She is great.", "She is great."),
]
REPORTED: list[tuple[str, str | None, str, str]] = [
    ("She", "Ann Lee", "She would resign.", "Ann Lee would resign."),
    ("she", "Ann Lee", "She’d resign.", "Ann Lee would resign."),
    ("Mrs Lee", "Ann Lee", "She’ll resign.", "Ann Lee will resign."),
    ("He", "Bo Lee", "His house was sold.", "Bo Lee’s house was sold."),
    ("It", "Frontex", "It had evidence.", "Frontex had evidence."),
    ("It", "Frontex", "It was raining.", "It was raining."),
    ("It", "Frontex", "It would be wrong.", "It would be wrong."),
    ("Ann Lee", None, "She would resign.", "She would resign."),
    ("He", "Bo Lee", "She would resign.", "She would resign."),
    ("He", None, "He would resign.", "He would resign."),
    ("He", "Bo Lee", "The house was his.", "The house was his."),
    ("He", "Bo Lee", "I was told nothing.", "I was told nothing."),
]


@pytest.mark.parametrize(("source", "resolved", "text", "told"), QUOTED)
def test_a_quotation_is_told_of_its_source(source: str, resolved: str | None, text: str, told: str) -> None:
    assert readable(text, voice(source, resolved), quoted=True) == told


@pytest.mark.parametrize(("source", "resolved", "text", "told"), REPORTED)
def test_reported_speech_begins_with_its_source(source: str, resolved: str | None, text: str, told: str) -> None:
    assert readable(text, voice(source, resolved), quoted=False) == told


def test_an_unnamed_voice_changes_nothing() -> None:
    assert readable("I left.", voice(None), quoted=True) == "I left."


@given(st.text(max_size=60), st.text(max_size=20), st.booleans())
def test_any_text_is_read(text: str, source: str, quoted: bool) -> None:
    assert isinstance(readable(text, voice(source or None), quoted=quoted), str)


@given(st.lists(st.sampled_from("I me my myself am ’m I’m I’ll and was know , “ ” he it".split()), max_size=8))
def test_any_first_persons_are_read(words: list[str]) -> None:
    assert isinstance(readable(" ".join(words), voice("he", "Bo Lee"), quoted=True), str)
