"""Constructions of attribution that a tree shows: source, cue and content of each."""

from __future__ import annotations

import pytest

from claims.attribution.patterns import patterns
from claims.text.grammar import alone

# text, then "source | cue | content" of each attribution, parts of one divided by " .. "
CONSTRUCTIONS: list[tuple[str, list[str]]] = [
    ("The mayor said that the well was dry.", ["The mayor | said | that the well was dry"]),
    ("The mayor has never said the well was dry.", ["The mayor | has never said | the well was dry"]),
    ("Carol told Radio Fem the painting is a copy.", ["Carol | told | the painting is a copy"]),
    ("The clerk admitted losing the keys.", ["The clerk | admitted | losing the keys"]),
    ("She has confessed to selling the keys.", ["She | has confessed | selling the keys"]),
    ("Lawyers expect the merger to be signed.", ["Lawyers | expect | the merger to be signed"]),
    ("Tehran threatened to close the strait.", ["Tehran | threatened | to close the strait"]),
    ("Analysts expect a fall in rents.", ["Analysts | expect | a fall in rents"]),
    ("The minister, Bild reports, has left.", ["Bild | reports | The minister .. has left"]),
    ("As Lee noted in May, the part had failed.", ["Lee | noted | the part had failed"]),
    # passives
    ("The firm was told by Lee that the well was dry.", ["Lee | was told | that the well was dry"]),
    ("It was ruled by the court that the tax is void.", ["the court | was ruled | that the tax is void"]),
    ("Bo is said to have left.", [" | is said | Bo .. to have left"]),
    ("Forty people are feared dead.", [" | are feared | Forty people .. dead"]),
    ("The firm has been accused of dumping dye.", [" | has been accused | The firm .. of dumping dye"]),
    ("The find was hailed by Lee as the oldest bridge.", ["Lee | was hailed | The find .. as the oldest bridge"]),
    # accusing, quoting, naming
    ("Tarn accused Veld of moving the stones.", ["Tarn | accused | Veld of moving the stones"]),
    ("Lee blamed the army for the fire.", ["Lee | blamed | the army for the fire"]),
    (
        "Bild quoted Lee as saying she would go.",
        ["Bild | quoted | Lee as saying she would go", "Lee | saying | she would go"],
    ),
    ("Lee called the offer “an insult” and left.", ["Lee | called | the offer “an insult”"]),
    ("The paper puts the loss at 70 million dollars.", ["The paper | puts .. at | the loss .. 70 million dollars"]),
    # denials
    ("Lee refused to confirm that it rained.", ["Lee | refused to confirm | that it rained"]),
    ("Lee rejected claims that it rained.", ["Lee | rejected | that it rained"]),
    (
        "The bank denied that it lost the files, Lee said.",
        ["The bank | denied | that it lost the files", "Lee | said | The bank denied that it lost the files"],
    ),
    # nouns
    ("The claim by the mayor that the well is clean is new.", ["the mayor | claim | that the well is clean"]),
    ("Rumours that the bank would close have spread.", [" | Rumours | that the bank would close"]),
    ("The mayor’s theory is that it was forged.", ["The mayor | theory is | that it was forged"]),
    # according to, in the view of
    ("It rained, according to Lee.", ["Lee | according to | It rained"]),
    (
        "Bo said that, according to Lee, it rained.",
        ["Bo | said | that, according to Lee, it rained", "Lee | according to | it rained"],
    ),
    (
        "Residents believe it rained, according to Lee.",
        ["Residents | believe | it rained", "Lee | according to | Residents believe it rained"],
    ),
    ("In the view of Lee, the tax will hurt.", ["Lee | In the view of | the tax will hurt"]),
    # no reports
    ("The landslide claimed 12 lives.", []),
    ("She said goodbye and left.", []),
    ("The alleged thief fled.", []),
    ("Prices stated on the label include tax.", []),
    ("The officers told them to go home.", []),
    ("Lee called for calm.", []),
    # To the parser the hyphen is a name of its own.
    ("Lee called him a non-starter.", []),
    ("Lee rejected a contract.", []),
    ("Lee wants to say that it rained.", []),
]


@pytest.mark.parametrize(("text", "expected"), CONSTRUCTIONS, ids=[row[0][:60] for row in CONSTRUCTIONS])
def test_constructions(text: str, expected: list[str]) -> None:
    found = [
        " | ".join(" .. ".join(text[s:e] for s, e in spans) for spans in (one.source, one.cue, one.content))
        for one in patterns(alone(text))
    ]
    assert found == expected
