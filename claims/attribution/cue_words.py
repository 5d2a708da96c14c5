"""Words that report in a way of their own: by what they take for an object or a clause."""

from __future__ import annotations

# "Is said to have left": the passive's subject is the subject of what is said.
RAISED = frozenset(
    "say claim believe think report allege rumour rumor understand know fear suspect estimate consider presume "
    "hold assume".split()
)
# What somebody is held to have done follows: "of helping", "with torturing", "for the fire".
ACCUSING = frozenset({"accuse", "suspect", "charge", "blame"})
# With quoted words: "called the vote “a wound”".
NAMING = frozenset(
    "call describe brand label dub term denounce condemn criticize criticise praise hail regard dismiss".split()
)
QUOTING = frozenset("quote cite".split())
# Whom they speak to is their object, or their subject in the passive.
ADDRESSED = frozenset("tell inform assure warn remind advise notify convince persuade promise caution".split())
# With an infinitive these tell somebody to do something, and put no statement into anybody's mouth.
DIRECTIVES = frozenset({"tell", "ask", "warn", "caution", "call", "remind", "agree"})
# What they say they say of a thing: "has condemned the attack".
JUDGING = frozenset("condemn criticize criticise denounce praise slam welcome decry".split())
# With a noun only: "confirmed two deaths", "expects a fall in rents".
HOLDING = frozenset(
    "confirm admit acknowledge concede deny expect predict forecast foresee anticipate suspect fear allege".split()
)
# With a clause of their own they put it into the mouth of somebody who need not be named.
HEARSAY = frozenset("allegation accusation claim rumour rumor suggestion speculation assertion report".split())
# Nouns of what has been said or thought already; to deny, admit or expect one says nothing of its own.
STATEMENTS = HEARSAY | frozenset(
    "statement idea notion charge view belief fear concern complaint warning hint responsibility involvement "
    "story account version news request application appeal knowledge comment".split()
)
VIEWS = frozenset("view opinion words eyes account judgment judgement".split())
# Instruments, not authors: "informed by letter".
MEANS = frozenset("letter phone telephone email e-mail mail text post message fax loudspeaker".split())
