"""Who speaks without a cue verb: each kind with its texts, what the tagger finds in them, and who says what."""

from __future__ import annotations

import pytest

from tests.claims.split_table import Given
from tests.claims.test_split import told

Row = tuple[str, list[Given], list[str]]

TRANSCRIPTS: list[Row] = [
    (
        "ANN LEE, PORT DIRECTOR: The crane fell in May. We sold it for scrap.\n\n"
        "HOST: Who paid?\n\nLEE: The city paid.",
        [],
        [
            "ANN LEE, PORT DIRECTOR: The crane fell in May.",
            "ANN LEE, PORT DIRECTOR: We sold it for scrap.",
            "HOST: Who paid?",
            "LEE: The city paid.",
        ],
    ),
    (
        "GEN. TOM ROE: The bridge was empty at dawn.",
        [("ROE", "was", "The bridge was empty")],
        ["GEN. TOM ROE: The bridge was empty at dawn."],
    ),
    (
        "[10:02] MR. ROE: The crane fell in May.\n\n[10:03] JUSTICE POE: Was it old?\n\n[10:04] MR. ROE: It was new.",
        [],
        ["MR. ROE: The crane fell in May.", "JUSTICE POE: Was it old?", "MR. ROE: It was new."],
    ),
    ("ROE: 7:15 now, and the bridge is empty.", [], ["ROE: 7:15 now, and the bridge is empty."]),
    (
        "Gazette: Who paid for the crane?\nAnn Lee: The city paid. Nobody was asked.\n"
        "Gazette: Was it old?\nAnn Lee: It was new.",
        [],
        [
            "Gazette: Who paid for the crane?",
            "Ann Lee: The city paid.",
            "Ann Lee: Nobody was asked.",
            "Gazette: Was it old?",
            "Ann Lee: It was new.",
        ],
    ),
    (
        "Ann Lee, who runs the port, met our reporter.\n\nQ: Was the crane old?\n"
        "A: The crane was new.\n\nQ. Who paid?\n\nA. The city paid.",
        [],
        [
            "Ann Lee runs the port.",
            "Ann Lee, who runs the port, met our reporter.",
            "Q: Was the crane old?",
            "Ann Lee: The crane was new.",
            "Q: Who paid?",
            "Ann Lee: The city paid.",
        ],
    ),
    (
        "**Interviewer:** Was it old?\n\n**Lee:** It was new.\n\nIt fell in a storm.\n\n"
        "**Interviewer:** Who paid?\n\n**Lee:** The city paid.",
        [],
        [
            "Interviewer: Was it old?",
            "Lee: It was new.",
            "Lee: It fell in a storm.",
            "Interviewer: Who paid?",
            "Lee: The city paid.",
        ],
    ),
    (
        "SEN. ANN LEE (D-N.Y.): The crane fell in May.\nUNIDENTIFIED MALE: Who paid?\n"
        "LEE (via translator): The city paid.",
        [],
        [
            "SEN. ANN LEE (D-N.Y.): The crane fell in May.",
            "UNIDENTIFIED MALE: Who paid?",
            "LEE (via translator): The city paid.",
        ],
    ),
    (
        "MS. LEE: The police said the crane was new.\n\nTHE COURT: The exhibit is admitted.",
        [("The police", "said", "the crane was new")],
        ["MS. LEE < The police: The crane was new.", "THE COURT: The exhibit is admitted."],
    ),
    (
        "LT. COL. LEE: Two cranes fell.\n\nQ    Was anybody hurt?\n\nLT. COL. LEE: Two men were hurt.",
        [],
        ["LT. COL. LEE: Two cranes fell.", "Q: Was anybody hurt?", "LT. COL. LEE: Two men were hurt."],
    ),
    ("Ann Lee: “The crane was new.”", [], ["Ann Lee: The crane was new."]),
    (
        "ANN LEE, PORT DIRECTOR: I signed it in May.\n\nMRS. ROE: She paid for it.",
        [],
        ["ANN LEE, PORT DIRECTOR: ANN LEE signed it in May.", "MRS. ROE: She paid for it."],
    ),
    # no speakers
    ("MUMBAI: The crane fell in May.\n\nIt was new.", [], ["The crane fell in May.", "It was new."]),
    ("NOTE: The crane fell in May.", [], ["NOTE: The crane fell in May."]),
    ("Location: The crane stands in Lorne.", [], ["Location: The crane stands in Lorne."]),
    ("Port Strike: The crane fell in May.", [], ["Port Strike: The crane fell in May."]),
]

LISTS: list[Row] = [
    (
        "The audit by Ann Lee names two faults:\n\n- The crane was old.\n"
        "- The brake failed twice.\n\nThe port is shut.",
        [],
        [
            "The audit by Ann Lee: The crane was old.",
            "The audit by Ann Lee: The brake failed twice.",
            "The port is shut.",
        ],
    ),
    (
        "According to the union:\n\n– 40 dockers were hurt\n– 12 cranes were shut",
        [],
        ["the union: 40 dockers were hurt.", "the union: 12 cranes were shut."],
    ),
    (
        "The union said on Monday that:\n1. the crane was old\n2. the brake failed\n3) nobody was told",
        [("The union", "said", "the crane was old")],
        ["The union: The crane was old.", "The union: The brake failed.", "The union: Nobody was told."],
    ),
    (
        "The union’s main demands:\n• The crane is scrapped\n• The port is shut on Sunday",
        [],
        ["The union: The crane is scrapped.", "The union: The port is shut on Sunday."],
    ),
    (
        "Findings of the inquiry:\n\n* The crane was old\n* The brake failed",
        [],
        ["the inquiry: The crane was old.", "the inquiry: The brake failed."],
    ),
    (
        "The following faults were found by the engineer:\n\n(a) The crane was old.\n(b) The brake failed.",
        [],
        ["the engineer: The crane was old.", "the engineer: The brake failed."],
    ),
    (
        "In its report, the court warned:\n\n▪ The dam leaks.\n▪ The gate was left open, police say.",
        [("police", "say", "The gate was left open")],
        ["the court: The dam leaks.", "the court < police: The gate was left open."],
    ),
    (
        "The firm denies that:\n\n- it dumped oil in the river\n- it paid bribes",
        [],
        ["The firm: It dumped oil in the river.", "The firm: It paid bribes."],
    ),
    (
        "The union set out its complaints:\n\n* The crane was old\n* The brake failed",
        [("union", "complaints:", "The crane was old")],
        ["union: The crane was old.", "union: The brake failed."],
    ),
    (
        "What the audit found:\n1) Four bills were forged\n2) The clerk signed them",
        [],
        ["the audit: Four bills were forged.", "the audit: The clerk signed them."],
    ),
    # nobody's
    (
        "The city has two bridges:\n\n- The north bridge was built in 1901.\n- The south bridge was shut in May.",
        [],
        ["The city has two bridges.", "The north bridge was built in 1901.", "The south bridge was shut in May."],
    ),
    (
        "Key points:\n\n* Cranes failed twice in May\n* East quay sank by a metre\n* Brake was off, engineer says",
        [("engineer", "says", "metre\n* Brake was off")],
        ["Cranes failed twice in May.", "East quay sank by a metre.", "engineer: Brake was off."],
    ),
]

QUOTATIONS: list[Row] = [
    ("“The crane is lost.” — Ann Lee, head of the port", [], ["Ann Lee, head of the port: The crane is lost."]),
    ("“The crane is lost” – Ann Lee", [], ["Ann Lee: The crane is lost."]),
    (
        "“The crane is lost.”\nAnn Lee, mayor of Lorne and head of the port",
        [],
        ["Ann Lee, mayor of Lorne and head of the port: The crane is lost."],
    ),
    ("“The crane is lost.” (Ann Lee, mayor)", [], ["Ann Lee, mayor: The crane is lost."]),
    (
        "> The crane is lost. Nobody was told.\n>\n> — Ann Lee, who runs the port\n\nThe council met.",
        [],
        ["Ann Lee: The crane is lost.", "Ann Lee: Nobody was told.", "Ann Lee runs the port.", "The council met."],
    ),
    ("“The crane is lost.”\n\nThose were the words of Ann Lee on Monday.", [], ["Ann Lee: The crane is lost."]),
    ("“The crane is lost.” That was Ann Lee’s verdict on Monday.", [], ["Ann Lee: The crane is lost."]),
    (
        "Ann Lee was blunt: “The crane is lost. It cost millions.”",
        [],
        ["Ann Lee was blunt.", "Ann Lee: The crane is lost.", "Ann Lee: It cost millions."],
    ),
    ("Ann Lee shook her head. “The crane is lost.”", [], ["Ann Lee shook her head.", "Ann Lee: The crane is lost."]),
    (
        "“The crane is lost.” Ann Lee shook her head. “It was new.”",
        [],
        ["Ann Lee: The crane is lost.", "Ann Lee shook her head.", "Ann Lee: It was new."],
    ),
    (
        "“The crane is lost,” Ann Lee said. She looked at the water. “It was new.”",
        [("Ann Lee", "said", "“The crane is lost,”")],
        ["Ann Lee: The crane is lost.", "She looked at the water.", "Ann Lee: It was new."],
    ),
    (
        "The foreman put down his cup. “The crane is lost.”",
        [],
        ["The foreman put down his cup.", "The foreman: The crane is lost."],
    ),
    (
        "Ann Lee was furious.\n\n“The crane is lost. It was new.”",
        [],
        ["Ann Lee was furious.", "Ann Lee: The crane is lost.", "Ann Lee: It was new."],
    ),
    (
        "“The crane is lost.” Ann Lee’s words stunned us.",
        [],
        ["Ann Lee: The crane is lost.", "Ann Lee’s words stunned us."],
    ),
    ("For Ann Lee, the case is closed: “The crane is lost.”", [], ["Ann Lee: The crane is lost."]),
    # Somebody said it, but the text does not say who.
    ("The brake failed. “The crane is lost.”", [], ["The brake failed.", "somebody: The crane is lost."]),
    (
        "The port is shut.\n\n“The crane is lost forever.”\n\nThe council met.",
        [],
        ["The port is shut.", "somebody: The crane is lost forever.", "The council met."],
    ),
    # no quotations of somebody
    ("The play “The Crane” opens in May.", [], ["The play “The Crane” opens in May."]),
    ("The sign “No entry” was gone.", [], ["The sign “No entry” was gone."]),
]

PARAGRAPHS: list[Row] = [
    (
        'Ann Lee told reporters: "The crane fell.\n\n"Two men were hurt.\n\n"The brake was off."',
        [("Ann Lee", "told", '"The crane fell.|"The brake was off."')],
        ["Ann Lee: The crane fell.", "Ann Lee: Two men were hurt.", "Ann Lee: The brake was off."],
    ),
    (
        "“The crane fell.\n\n“Two men were hurt,” said Ann Lee.\n\n“The brake was off.”",
        [("Ann Lee", "said", "“Two men were hurt,”")],
        ["Ann Lee: The crane fell.", "Ann Lee: Two men were hurt.", "Ann Lee: The brake was off."],
    ),
    (
        "“The crane fell.\n\n“Two men were hurt.\n\n“The brake was off,” said Ann Lee.",
        [("Ann Lee", "said", "“The brake was off,”")],
        ["Ann Lee: The crane fell.", "Ann Lee: Two men were hurt.", "Ann Lee: The brake was off."],
    ),
    (
        "Ann Lee said: “The crane fell.\n\n“Two men were hurt. Both are at home.\n\n"
        "“The brake was off.”\n\nThe port is shut.",
        [("Ann Lee", "said", "“The crane fell.")],
        [
            "Ann Lee: The crane fell.",
            "Ann Lee: Two men were hurt.",
            "Ann Lee: Both are at home.",
            "Ann Lee: The brake was off.",
            "The port is shut.",
        ],
    ),
    (
        "“The crane fell,” said Ann Lee.\n\n“Two men were hurt.”\n\n“Both are at home.”",
        [("Ann Lee", "said", "“The crane fell,”")],
        ["Ann Lee: The crane fell.", "Ann Lee: Two men were hurt.", "Ann Lee: Both are at home."],
    ),
    (
        "«The crane fell.\n\n«Two men were hurt», said Ann Lee.",
        [("Ann Lee", "said", "«Two men were hurt»")],
        ["Ann Lee: The crane fell.", "Ann Lee: Two men were hurt."],
    ),
    (
        "“The crane fell,” said Ann Lee. Poe nodded.\n\n“The brake was off,” said Tom Roe.\n\n“Two men were hurt.”",
        [("Ann Lee", "said", "“The crane fell,”"), ("Tom Roe", "said", "“The brake was off,”")],
        ["Ann Lee: The crane fell.", "Poe nodded.", "Tom Roe: The brake was off.", "Tom Roe: Two men were hurt."],
    ),
    (
        "“The crane fell,” Ann Lee said.\n\n“The council knew it. The county knew it.\n\n"
        "“Two men were hurt,” she added.",
        [
            ("Ann Lee", "said", "“The crane fell,”"),
            ("she", "added", "“The council|The county knew it.|“Two men were hurt,”"),
        ],
        [
            "Ann Lee: The crane fell.",
            "she: The council knew it.",
            "she: The county knew it.",
            "she: Two men were hurt.",
        ],
    ),
    # Two spoke before: nobody knows which of them goes on.
    (
        "“The crane fell,” said Ann Lee. “The brake was off,” said Tom Roe.\n\n“Two men were hurt.”",
        [("Ann Lee", "said", "“The crane fell,”"), ("Tom Roe", "said", "“The brake was off,”")],
        ["Ann Lee: The crane fell.", "Tom Roe: The brake was off.", "somebody: Two men were hurt."],
    ),
]

NICKNAMES: list[Row] = [
    (
        "“The crane fell,” said a docker who goes by the name “Rusty.”",
        [("a", "said", "“The crane fell,”")],
        ["a docker who goes by the name “Rusty.”: The crane fell."],
    ),
    (
        "“The crane fell,” said Bob “Rusty” Jones.",
        [("", "said", "“The crane fell,”|Bob “Rusty”")],
        ["Bob “Rusty” Jones: The crane fell."],
    ),
    (
        'Bob "Rusty" Jones said the crane fell.',
        [("Jones", "said", "the crane fell")],
        ['Bob "Rusty" Jones: The crane fell.'],
    ),
    (
        "“The crane fell,” said a docker who gave his name only as “Jim”.",
        [("a docker", "said", "“The crane fell,”")],
        ["a docker who gave his name only as “Jim”: The crane fell."],
    ),
    (
        "“The crane fell,” said “Rusty”, a docker.",
        [("", "said", "“The crane fell,”|“Rusty”")],
        ["“Rusty”, a docker: The crane fell.", "Rusty is a docker."],
    ),
    (
        "“The crane fell,” “Rusty” told the court.",
        [("", "told", "“The crane fell,”|“Rusty”")],
        ["“Rusty”: The crane fell."],
    ),
    (
        "Ann “the Duchess” Lee said the crane fell.",
        [("Lee", "said", "the crane fell")],
        ["Ann “the Duchess” Lee: The crane fell."],
    ),
    (
        "“The crane fell,” said Joe ‘Jack’ Poe.",
        [("Joe", "said", "“The crane fell,”")],
        ["Joe ‘Jack’ Poe: The crane fell."],
    ),
    # What is said is no name.
    ("Ann Lee said “the crane fell”.", [("Ann Lee", "said", "“the crane fell”")], ["Ann Lee: The crane fell."]),
]


@pytest.mark.parametrize(("text", "given", "expected"), [*TRANSCRIPTS, *LISTS, *QUOTATIONS, *PARAGRAPHS, *NICKNAMES])
def test_who_speaks(text: str, given: list[Given], expected: list[str]) -> None:
    assert told(text, *given) == expected
