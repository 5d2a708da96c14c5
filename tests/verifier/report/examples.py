"""A report on an invented article that has everything a renderer can get wrong."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from claims.records import Article, Claim, Interval, Spans, Voice
from verifier.records import CheckedClaim, Evidence, Flag, Passage, Place, Report, Run, Scores, Stance, Verdict

GOLDEN = Path(__file__).parent / "golden"

TEXT = """\
The harbour of Port Elm closed on Monday after a storm, the Elm Courier reports the harbour master as saying. \
Three ferries were damaged.

“The repairs,” Mayor Ada Quill said on Tuesday, “will cost 4 million crowns.” She denied that the town had been \
warned. It was the worst night in living memory.

A banner read <script>document.title = 'pwned'</script> & [bold red]help[/bold red] ]]> near the quay. \
Reportedly, 🚢🚢 two ships sank \u202etsap eht ni\u202c that night.\x1b[31m

The Courier said the rescue service had claimed that nobody was hurt.
"""


def spans(*parts: str) -> Spans:
    """Where the parts are in the text, each looked for after the one before."""
    found = []
    end = 0
    for part in parts:
        start = TEXT.index(part, end)
        end = start + len(part)
        found.append((start, end))
    return tuple(found)


def voice(source: str | None, cue: str, force: str, resolved: str | None = None, denied: bool = False) -> Voice:
    return Voice(
        source=source,
        spans=spans(source) if source else (),
        cue=cue,
        cue_spans=spans(cue),
        force=force,
        polarity="denied" if denied else "affirmed",
        resolved=resolved,
    )


def claim(
    number: int,
    text: str,
    where: Spans,
    *chain: Voice,
    time: Interval | None = None,
    why_not: str = "",
    quoted: Spans = (),
) -> Claim:
    return Claim(
        article_id="port-elm",
        id=f"c{number}",
        kind="attributed" if chain else "asserted",
        text=text,
        spans=where,
        chain=chain,
        checkable=not why_not,
        why_not=why_not or None,
        time=time,
        quoted=quoted,
    )


def evidence(document: int, text: str, start: int, stance: Stance, *chain: Voice) -> Evidence:
    probabilities = {
        "supports": (0.9312345, 0.05, 0.0187655),
        "refutes": (0.02, 0.06, 0.92),
        "neither": (0.11, 0.85, 0.04),
    }
    known = {
        1: ("Port log", "Harbour Office", date(2031, 3, 4), "https://harbour.example/log?day=3&full=1"),
        2: ("Town council <minutes>", "Town of Port Elm", date(2031, 3, 5), "javascript:alert(1)"),
        3: (None, None, None, None),
    }
    title, publisher, published, url = known[document]
    passage = Passage(f"ref-{document}", text, (start, start + len(text)), title, publisher, published, url)
    return Evidence(passage, Scores(*probabilities[stance]), stance, chain)


LOG = "The port was closed at 06:40 on Monday 3 March because of the storm."
FERRIES = "Two ferries, the Alder and the Rowan, were damaged at their moorings. No other vessel was."
MINUTES = "The mayor told the council on Tuesday that repairs would cost 4 million crowns."
ENGINEER = "The town's engineer put the repairs at 6.5 million crowns. He has not been asked again."
WARNING = "A storm warning reached the town hall by telephone at 18:10 on Sunday and was signed for by the clerk."
CALM = "[link=https://evil.example]Ships[/link] <b>lay</b> at anchor\x1b[2J all week; the \u2066roads\u2069 were calm."


def build() -> Report:
    article = Article(
        id="port-elm",
        text=TEXT,
        title="Storm shuts Port Elm <harbour> [bold]again[/bold]",
        url="https://courier.example/port-elm",
        publisher="The Elm Courier",
        published=date(2031, 3, 5),
    )
    courier = voice("the Elm Courier", "reports", "report", resolved="The Elm Courier")
    master = voice("the harbour master", "saying", "say")
    quill = voice("Mayor Ada Quill", "said", "say")
    she = voice("She", "denied", "deny", resolved="Ada Quill", denied=True)
    rumour = voice(None, "Reportedly", "report")
    paper = voice("The Courier", "said", "say", resolved="The Elm Courier")
    rescue = voice("the rescue service", "had claimed", "claim")
    monday = Interval(date(2031, 3, 3), date(2031, 3, 3))
    log = evidence(1, LOG, 120, "supports")
    council = Voice("The mayor", ((40, 49),), "told", ((50, 54),), "say", resolved="Ada Quill")
    claims = (
        CheckedClaim(
            claim(
                1,
                "The harbour of Port Elm closed on Monday 3 March 2031 after a storm.",
                spans("The harbour of Port Elm closed on Monday after a storm"),
                courier,
                master,
                time=monday,
            ),
            said=Verdict("NOT ENOUGH INFO", 0.55, "no reference quotes the harbour master"),
            so=Verdict("SUPPORTED", 0.91234567, "the port log says so", (log,)),
        ),
        CheckedClaim(
            claim(2, "A storm struck Port Elm.", spans("Port Elm", "a storm")),
            so=Verdict("SUPPORTED", 0.97, "two references say so", (log, evidence(3, WARNING, 0, "supports")), 2),
        ),
        CheckedClaim(
            claim(3, "Three ferries were damaged in the storm at Port Elm.", spans("Three ferries were damaged.")),
            so=Verdict(
                "REFUTED", 0.88, "the port log counts two ferries", (evidence(1, FERRIES, 402, "refutes"),), 0, 1
            ),
            flags=(
                Flag(
                    "NUM001",
                    "number",
                    "error",
                    "The claim says three, the reference two.",
                    spans("Three ferries"),
                    Place("ref-1", ((402, 413),)),
                ),
                Flag("SO004", "single-voice", "note", "One reference only."),
            ),
        ),
        CheckedClaim(
            claim(
                4,
                "The repairs will cost 4 million crowns.",
                spans("The repairs,", "will cost 4 million crowns."),
                quill,
                quoted=spans("The repairs,", "will cost 4 million crowns."),
            ),
            said=Verdict("SUPPORTED", 0.94, "the minutes say so", (evidence(2, MINUTES, 40, "supports", council),)),
            so=Verdict(
                "CONFLICTING",
                0.61,
                "the references disagree on the cost",
                (
                    evidence(2, MINUTES, 40, "supports"),
                    evidence(2, ENGINEER, 300, "refutes"),
                    evidence(3, CALM, 7, "neither"),
                ),
                1,
                1,
            ),
            flags=(Flag("SO003", "conflicting", "warning", "References speak for and against."),),
        ),
        CheckedClaim(
            claim(5, "The town of Port Elm had been warned.", spans("the town had been warned."), she),
            said=Verdict("NOT ENOUGH INFO", 0.7, "no reference has the mayor on the warning"),
            so=Verdict("SUPPORTED", 0.83, "the warning was signed for", (evidence(3, WARNING, 0, "supports"),)),
        ),
        CheckedClaim(
            claim(
                6,
                "It was the worst night in living memory.",
                spans("It was the worst night in living memory."),
                why_not="opinion",
            )
        ),
        CheckedClaim(
            claim(
                7,
                "A banner read <script>document.title = 'pwned'</script> & [bold red]help[/bold red] ]]>.",
                spans("A banner read", "near the quay."),
            ),
            so=Verdict("NOT ENOUGH INFO", 0.6, "nothing comes close", (evidence(3, CALM, 7, "neither"),)),
        ),
        CheckedClaim(
            claim(
                8,
                "Two ships sank that night.",
                spans("🚢🚢 two ships sank \u202etsap eht ni\u202c that night."),
                rumour,
            ),
            said=Verdict("NOT ENOUGH INFO", 0.99, "the article names no source"),
            so=Verdict("REFUTED", 0.79, "the log knows of no ship that sank", (evidence(1, FERRIES, 402, "refutes"),)),
            flags=(Flag("SO001", "refuted", "error", "An unnamed voice, and the references say otherwise."),),
        ),
        CheckedClaim(
            claim(
                9,
                "The rescue service had claimed that nobody was hurt in Port Elm.",
                spans("the rescue service had claimed that nobody was hurt."),
                paper,
            ),
            said=Verdict("SUPPORTED", 0.9, "the Courier has it", (evidence(3, "Nobody hurt.", 9, "supports"),)),
            so=Verdict("NOT ENOUGH INFO", 0.66, "no word of the rescue service itself"),
        ),
        CheckedClaim(
            claim(10, "Nobody was hurt in the storm at Port Elm.", spans("nobody was hurt."), paper, rescue),
            said=Verdict("NOT ENOUGH INFO", 0.66, "no word of the rescue service itself"),
            so=Verdict("SUPPORTED", 0.9, "one reference says so", (evidence(3, "Nobody hurt.", 9, "supports"),)),
        ),
    )
    run = Run(
        tool="sayso",
        version="0.1.0",
        models={
            "attribution": {"name": "tagger", "sha256": "0badcafe" * 8},
            "nli": {"name": "pairs", "sha256": "5eedf00d" * 8},
        },
        corpus={"documents": 3, "passages": 41},
        thresholds={"supports": 0.5, "refutes": 0.5},
    )
    return Report(article, claims, run)


def check_golden(name: str, text: str) -> None:
    """Compare with a golden file; SAYSO_UPDATE_GOLDEN=1 writes it instead: look at the difference before committing."""
    path = GOLDEN / name
    if os.environ.get("SAYSO_UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8", newline="")
    with path.open(encoding="utf-8", newline="") as file:
        assert text == file.read(), f"{name} differs: run with SAYSO_UPDATE_GOLDEN=1 and look at the difference"
