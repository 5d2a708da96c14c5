"""Quotations that are cut against the sense of their source: what must be found, and what may be left out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from claims.text.quotations import quotations
from tests.verifier.readings import told
from verifier.checks.excerpt import compare
from verifier.references.alignment import Told


def quoting(text: str) -> Told:
    plain = told(text)
    return replace(plain, claim=replace(plain.claim, quoted=quotations(text)))


CUT = [
    ("“The drug is … effective,” she said.", "“The drug is not in any way effective,” she said.", "QUO004",
     "“not in any way” is left out"),
    ("“Our schools [are] … safe.”", "“Our schools are anything but safe.”", "QUO004", "“are anything but” is left out"),
    ("“We will … sell the club.”", "“We will under no circumstances sell the club.”", "QUO004",
     "“under no circumstances” is left out"),
    ("“I … support the war.”", "“I haven’t been able to support the war.”", "QUO004",
     "“haven’t been able to” is left out"),
    ("“The minister … took the money.”", "“The minister was honest, but his driver took the money.”", "QUO004",
     "“his driver” is left out, of whom it is said"),
    ("She called it “safe for lorries”.", "“The bridge is by no means safe for lorries,” she said.", "QUO005",
     "“The bridge is by no means” stands before it there"),
    ("“We will pay the fine,” he said.", "“We will pay the fine, but only if we lose,” he said.", "QUO005",
     "there it goes on “but only if we lose”"),
    ("“We will pay the fine,” he said.", "“We will pay the fine unless we win,” he said.", "QUO005",
     "there it goes on “unless we win”"),
]  # fmt: skip
KEPT = [
    ("“The drug is … effective.”", "“The drug is, as we showed last year, effective.”"),
    ("“The mayor … took the money.”", "“The mayor, whom we all know, took the money.”"),
    ("It is not “safe for lorries”.", "“The bridge is by no means safe for lorries,” she said."),
    ("“We will pay,” he said, if they lose.", "“We will pay if we lose,” he said."),
    ("“We will pay the fine,” he said.", "“We will pay the fine,” he said. “If we lose, we appeal.”"),
    ("“We will pay the fine,” he said.", "“There is no time, and we will pay the fine,” he said."),
    ("“We will pay the fine,” he said.", "“We did not pay the fine,” he said."),
    ("He said so.", "“We will pay the fine unless we win,” he said."),
]


@pytest.mark.parametrize(("claim", "statement", "rule", "message"), CUT)
def test_found(claim: str, statement: str, rule: str, message: str) -> None:
    found = compare(quoting(claim), quoting(statement))
    assert found is not None
    assert (found.agrees, found.rule, found.message, found.effect) == (False, rule, message, "opens")
    ((start, end),) = found.reference
    assert statement[start:end]


@pytest.mark.parametrize(("claim", "statement"), KEPT)
def test_passed_over(claim: str, statement: str) -> None:
    found = compare(quoting(claim), quoting(statement))
    assert found is None


def test_what_the_article_quotes_too_is_not_cut() -> None:
    text = "“I don’t think it is safe for lorries.”"
    claim = quoting(text)
    start = text.index("it is")
    part = replace(claim, claim=replace(claim.claim, spans=((start, len(text) - 1),), quoted=((start, len(text) - 1),)))
    assert compare(part, quoting(text)) is None
