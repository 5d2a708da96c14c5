"""The rules: what a person is asked to look at, each under an id that does not change.

``docs/rules/`` has a page for each: what it finds and why, an example, what to do about it, how to silence it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from verifier.records import Question, Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """``name`` is what ``--fail-on`` and ``--ignore`` take beside the id; the same name may gather several rules.

    ``questions`` are those whose answer it is about, none for what is said of a run as a whole (``RUN001``) or of an
    article by itself. A rule that is not ``on`` is raised only where it is asked for.
    """

    id: str
    name: str
    severity: Severity
    questions: tuple[Question, ...]
    summary: str
    on: bool = True


RULES: Final = (
    Rule("RUN001", "nothing-checked", "error", (), "No reference bears on any claim of the run."),
    Rule("SO001", "refuted", "error", ("so",), "The references contradict what the claim says."),
    Rule("SO002", "unsupported", "note", ("so",), "No reference says in its own voice what the article asserts."),
    Rule("SO003", "conflicting", "warning", ("so",), "Independent references disagree on what the claim says."),
    Rule("SO004", "single-voice", "note", ("so",), "Documents support it, but all rest on one voice.", on=False),
    Rule("SO005", "not-asserted", "note", ("said", "so"), "In the references it is only planned, alleged or possible."),
    Rule("AGE001", "aged-evidence", "note", ("so",), "The evidence is older than what it is to show, or than other."),
    Rule("SAID001", "refuted", "error", ("said",), "The source is on record with something else, or denies it."),
    Rule("SAID002", "wrong-voice", "error", ("said",), "In the references somebody else says it."),
    Rule("SAID003", "unsupported", "note", ("said",), "No reference shows that the source said it."),
    Rule("SAID004", "conflicting", "warning", ("said",), "References disagree on whether the source said it."),
    Rule("SAID005", "withdrawn", "warning", ("said",), "What the source is given as saying has been withdrawn."),
    Rule("QUO001", "altered-quotation", "error", ("said",), "Words in quotation marks are not those of the source."),
    Rule("QUO002", "missing-quotation", "warning", ("said",), "Words in quotation marks are in no reference."),
    Rule("QUO003", "respelled-quotation", "note", ("said",), "A quotation is contracted, written out or spelled anew."),
    Rule("QUO004", "misleading-ellipsis", "error", ("said",), "An ellipsis hides a negation or another subject."),
    Rule("QUO005", "cut-quotation", "warning", ("said",), "A quotation is cut from a negation or a condition."),
    Rule("QUO006", "spliced-quotation", "error", ("said",), "One quotation is made of two, without a mark."),
    Rule("QUO007", "quotation-of-another", "error", ("said",), "In the references somebody else is quoted so."),
    Rule("QUO008", "unclosed-quotation", "warning", (), "A quotation mark has no partner."),
    Rule("NUM001", "number", "error", ("said", "so"), "A number differs from the references."),
    Rule("NUM002", "superseded", "warning", ("said", "so"), "References of different days have different numbers."),
    Rule("NUM003", "arithmetic", "warning", (), "The article's own numbers do not add up."),
    Rule("NUM004", "age", "error", ("said", "so"), "Somebody's age differs from the references."),
    Rule("TIM001", "time", "error", ("said", "so"), "A day, month or period differs from the references."),
    Rule("NAM001", "name", "error", ("said", "so"), "A name, place or role differs from the references."),
    Rule("ROL001", "role", "error", ("said", "so"), "In the references somebody or something else does it or has it."),
    Rule("ROL002", "role-unclear", "note", ("said", "so"), "In the references it may be somebody or something else."),
    Rule("ATT001", "attribution-dropped", "warning", ("so",), "The article asserts what references only attribute."),
    Rule("ATT002", "attribution-strengthened", "warning", ("said",), "The cue says more than that of the references."),
    Rule("ATT003", "attribution-weakened", "note", ("said",), "The cue says less than that of the references."),
    Rule("ATT004", "denial-reversed", "error", ("said",), "What the source denies is given as said, or the reverse."),
    Rule("SELF001", "self-contradiction", "warning", (), "Two places of the article cannot both be so."),
    Rule("HEAD001", "overstated", "warning", (), "The headline or lead says more than the body."),
)

BY_ID: Final = {rule.id: rule for rule in RULES}
NOTHING_CHECKED: Final = BY_ID["RUN001"]
# What an article raises against itself, without any reference.
OF_ARTICLE: Final = frozenset(rule.id for rule in RULES if not rule.questions and rule is not NOTHING_CHECKED)
NAMES: Final = tuple(dict.fromkeys(rule.name for rule in RULES))
# What ``--fail-on`` and ``--ignore`` take.
WORDS: Final = (*NAMES, *BY_ID)
DEFAULT: Final = frozenset(rule.id for rule in RULES if rule.on)


def named(words: Iterable[str]) -> frozenset[str]:
    """The ids of the rules that have one of these ids or names."""
    wanted = set(words)
    return frozenset(rule.id for rule in RULES if wanted & {rule.id, rule.name})
