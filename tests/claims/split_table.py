"""Texts with attributions given, and the claims that the splitter makes of them; for ``test_split.py``."""

from __future__ import annotations

Given = tuple[str, str, str]

# text, attributions, claims in reading order
SPLIT: list[tuple[str, list[Given], list[str]]] = [
    # no attribution
    ("Frontex released footage. It is blurred.", [], ["Frontex released footage.", "It is blurred."]),
    ("date 2021-08-06 Frontex released footage.", [], ["Frontex released footage."]),
    ("He left, and she stayed.", [], ["He left.", "She stayed."]),
    ("He left; but she stayed.", [], ["He left.", "She stayed."]),
    ("He went to Vilnius, and later met the president.", [], ["He went to Vilnius, and later met the president."]),
    ("A mini crisis\n\nThe guards left.", [], ["The guards left."]),
    ("Smith, who resigned in May, left.", [], ["Smith resigned in May.", "Smith, who resigned in May, left."]),
    # a voice without a name
    ("The senator reportedly resigned.", [], ["somebody: The senator resigned."]),
    ("Allegedly, the firm had hidden its losses.", [], ["somebody: The firm had hidden its losses."]),
    ("The family left early.", [], ["The family left early."]),
    (
        "The mayor did not reply to questions on Monday.",
        [],
        ["The mayor did not reply to questions on Monday."],
    ),
    (
        "It is alleged that the firm hid its losses.",
        [("It", "is alleged", "that the firm hid its losses")],
        ["somebody: The firm hid its losses."],
    ),
    # verbs that look like nouns
    ("It cost four million euros.", [], ["It cost four million euros."]),
    ("The fire spread to two towns.", [], ["The fire spread to two towns."]),
    # one attribution
    (
        "Frontex said that the guards left.",
        [("Frontex", "said", "that the guards left")],
        ["Frontex: The guards left."],
    ),
    ("The guards left, Frontex said.", [("Frontex", "said", "The guards left")], ["Frontex: The guards left."]),
    (
        "According to a report from Minsk, the guards left.",
        [("a report from Minsk", "According to", "the guards left")],
        ["a report from Minsk: The guards left."],
    ),
    ("The guards reportedly left.", [("", "reportedly", "The guards|left")], ["somebody: The guards left."]),
    ("Lee said on Tuesday: “We won.”", [("Lee", "said", "“We won.”")], ["Lee: We won."]),
    ("Asked about it, Lee said the guards left.", [("Lee", "said", "the guards left")], ["Lee: The guards left."]),
    ("“We won,” he continued.", [("he", "continued", "“We won,”")], ["he: We won."]),
    # clauses that attributions leave over
    (
        "Bilotaite has ordered guards to leave as the agency has claimed Belarus is helping.",
        [("the agency", "has claimed", "Belarus is helping")],
        ["Bilotaite has ordered guards to leave.", "the agency: Belarus is helping."],
    ),
    (
        "Frontex, the border agency, released footage this week, claiming it had evidence.",
        [("Frontex, the border agency,", "claiming", "it had evidence")],
        [
            "Frontex is the border agency.",
            "Frontex, the border agency, released footage this week.",
            "Frontex, the border agency: It had evidence.",
        ],
    ),
    (
        "Frontex said the guards left, and later released footage.",
        [("Frontex", "said", "the guards left")],
        ["Frontex later released footage.", "Frontex: The guards left."],
    ),
    (
        "“The guards left,” said Lee, who was elected in May.",
        [("Lee", "said", "“The guards left,”")],
        ["Lee: The guards left.", "Lee was elected in May."],
    ),
    (
        "Lee told the BBC, which aired it, that the guards left.",
        [("Lee", "told", "that the guards left")],
        ["The BBC aired it.", "Lee: The guards left."],
    ),
    (
        "Frontex, led by Leggeri, said the guards left.",
        [("Frontex", "said", "the guards left")],
        ["Frontex: The guards left."],
    ),
    (
        "NGOs have criticised the policy, arguing it is a violation and stated that Belarus was not safe.",
        [("NGOs", "arguing", "it is a violation"), ("NGOs", "stated", "that Belarus was not safe")],
        ["NGOs have criticised the policy.", "NGOs: It is a violation.", "NGOs: Belarus was not safe."],
    ),
    (
        "In May, the council met, Lee said, and the guards left.",
        [("Lee", "said", "and the guards left")],
        ["In May, the council met.", "Lee: And the guards left."],
    ),
    (
        "In a speech that drew fire, Lee said the guards left.",
        [("Lee", "said", "the guards left")],
        ["Lee: The guards left."],
    ),
    (
        "Lee met Ann on Friday, shortly after Bo said the border was open.",
        [("Bo", "said", "the border was open")],
        ["Lee met Ann on Friday.", "Bo: The border was open."],
    ),
    (
        "Lee said the guards left Friday afternoon, as they bristled at questions.",
        [("Lee", "said", "the guards left")],
        ["Lee: The guards left.", "They bristled at questions."],
    ),
    # accusations and other passives
    (
        "Since June, the government led by Ed Lee has also been accused of flying in migrants.",
        [("", "been accused", "of flying in migrants")],
        ["somebody: Since June the government led by Ed Lee was flying in migrants."],
    ),
    (
        "Ed Lee, a lawyer, has been accused of flying in migrants.",
        [("", "has been accused", "of flying in migrants")],
        ["Ed Lee is a lawyer.", "somebody: Ed Lee was flying in migrants."],
    ),
    (
        "Minsk, which has been accused of flying in migrants, is quiet.",
        [("", "has been accused", "of flying in migrants")],
        ["somebody: Minsk was flying in migrants.", "Minsk is quiet."],
    ),
    (
        "The NGO accused Ed Lee of lying about it.",
        [("The NGO", "accused", "Ed Lee of lying about it")],
        ["The NGO: Ed Lee was lying about it."],
    ),
    ("The men are said to have left.", [("", "are said", "to have left")], ["somebody: The men had left."]),
    (
        "Ed Lee has been accused of fraud in Minsk.",
        [("", "has been accused", "of fraud in Minsk")],
        ["somebody: Ed Lee has been accused of fraud in Minsk."],
    ),
    # contents that are no statements
    ("Lee announced a tour.", [("Lee", "announced", "a tour")], ["Lee announced a tour."]),
    (
        "Lee announced a tour that begins in May.",
        [("Lee", "announced", "a tour that begins in May")],
        ["Lee announced a tour that begins in May."],
    ),
    (
        "The group claimed responsibility.",
        [("The group", "claimed", "responsibility")],
        ["The group claimed responsibility."],
    ),
    (
        "Lee cited problems in Minsk that he blamed on Ann.",
        [("Lee", "cited", "problems in Minsk that he blamed on Ann")],
        ["Lee cited problems in Minsk that he blamed on Ann."],
    ),
    ("Lee denied the charges.", [("Lee", "denied", "the charges")], ["Lee denied the charges."]),
    (
        "Lee blamed Minsk for the attack.",
        [("Lee", "blamed", "Minsk for the attack")],
        ["Lee: Lee blamed Minsk for the attack."],
    ),
    (
        "Lee has ordered guards to leave.",
        [("Lee", "has ordered", "guards to leave")],
        ["Lee has ordered guards to leave."],
    ),
    (
        "Lee told them to leave the town.",
        [("Lee", "told", "them to leave the town")],
        ["Lee told them to leave the town."],
    ),
    (
        "Lee warned guards not to leave.",
        [("Lee", "warned", "guards not to leave")],
        ["Lee warned guards not to leave."],
    ),
    (
        "Lee has called the policy “madness”.",
        [("Lee", "has called", "the policy “madness”")],
        ["Lee: Lee has called the policy “madness”."],
    ),
    # interrupted contents
    (
        "“We won,” Lee said, “and we are happy.”",
        [("Lee", "said", "“We won,”|“and we are happy.”")],
        ["Lee: We won, and we are happy."],
    ),
    (
        "“We won,” Lee said. “The guards left.”",
        [("Lee", "said", "“We won,”|“The guards left.”")],
        ["Lee: We won.", "Lee: The guards left."],
    ),
    # what the tagger passed over, cut off, cut through or gave to the wrong voice
    (
        "Lee said the guards who came in May left.",
        [("Lee", "said", "the guards|left")],
        ["Lee: The guards who came in May left."],
    ),
    (
        "Lee said the guards, led by Bo, left.",
        [("Lee", "said", "the guards|left")],
        ["Lee: The guards left."],
    ),
    (
        "Lee said the guards left the border. Bo sat.",
        [("Lee", "said", "the guards left the")],
        ["Lee: The guards left the border.", "Bo sat."],
    ),
    (
        "Lee said: “I’ve been there twice.”",
        [("Lee", "said", "ve been there twice")],
        ["Lee: Lee has been there twice."],
    ),
    (
        "The guards left, Lee said. The border is open, Bo added.",
        [("Lee", "said", "The guards left"), ("Bo", "added", "The guards|The border is open")],
        ["Lee: The guards left.", "Bo: The border is open."],
    ),
    (
        "The government led by Ed Lee has been accused of flying in migrants.",
        [("", "has been accused", "Ed Lee|of flying in migrants")],
        ["somebody: The government led by Ed Lee was flying in migrants."],
    ),
    # what the article says itself beside a content
    (
        "Lee warned that gusts could come; ferries were cancelled.",
        [("Lee", "warned", "that gusts could come; ferries were cancelled")],
        ["Lee: Gusts could come.", "Ferries were cancelled."],
    ),
    (
        "Lee called the offer “an insult” and walked out of the room.",
        [("Lee", "called", "the offer “an insult” and")],
        ["Lee walked out of the room.", "Lee: Lee called the offer “an insult”."],
    ),
    (
        "Lee said the offer was “an insult” and would be withdrawn.",
        [("Lee", "said", "the offer was “an insult” and would be withdrawn")],
        ["Lee: The offer was “an insult” and would be withdrawn."],
    ),
    (
        "“We won,” said Ed Lee, whose bakery burned down in May.",
        [("Ed Lee", "said", "“We won,”")],
        ["Ed Lee: We won.", "Ed Lee’s bakery burned down in May."],
    ),
    (
        "The army denied it shelled the market, where 14 people died.",
        [("The army", "denied", "it shelled the market, where 14 people died")],
        ["The army: It shelled the market.", "14 people died."],
    ),
    (
        "Lee spoke for nearly an hour. “We won.”",
        [("Lee", "spoke", "“We won.”")],
        ["Lee spoke for nearly an hour.", "Lee: We won."],
    ),
    (
        "“We won,” Lee said. “The guards left.”",
        [("Lee", "said", "“We won,”")],
        ["Lee: We won.", "Lee: The guards left."],
    ),
    (
        "“We won,” Lee said.\n\n“The guards left.”",
        [("Lee", "said", "“We won,”")],
        ["Lee: We won.", "Lee: The guards left."],
    ),
    (
        "The NGO charged Lee with theft after windows were smashed.",
        [("The NGO", "charged", "Lee with theft after windows were smashed")],
        ["The NGO charged Lee with theft after windows were smashed."],
    ),
    (
        "Parents were told by letter that it was shut.",
        [("letter", "were told", "that it was shut")],
        ["somebody: It was shut."],
    ),
    (
        "The minister, Bild reports, has promised that the guards were leaving.",
        [("The minister, Bild reports,", "has promised", "that the guards were leaving")],
        ["Bild < The minister: The guards were leaving."],
    ),
    # several sentences, one voice
    (
        "Lee said: “We won. The guards left. Who paid for it?” He sat down.",
        [("Lee", "said", "“We won. The guards left. Who paid for it?”")],
        ["Lee: We won.", "Lee: The guards left.", "Lee: Who paid for it?", "He sat down."],
    ),
    # chains
    (
        "Bild has reported that the Foreign Office said the airline had helped.",
        [
            ("Bild", "has reported", "that the Foreign Office said the airline had helped"),
            ("the Foreign Office", "said", "the airline had helped"),
        ],
        ["Bild < the Foreign Office: The airline had helped."],
    ),
    (
        "Bild has reported that the airline was fined, and that the Foreign Office said the airline had helped.",
        [
            (
                "Bild",
                "has reported",
                "that the airline was fined, and that the Foreign Office said the airline had helped",
            ),
            ("the Foreign Office", "said", "the airline had helped"),
        ],
        ["Bild: The airline was fined.", "Bild < the Foreign Office: The airline had helped."],
    ),
    (
        "Bild has reported that the Office has condemned Minsk, while Lee described it as an “act of aggression”.",
        [
            ("Bild", "has reported", "that the Office has condemned Minsk"),
            ("Lee", "described", "it as an “act of aggression”"),
        ],
        ["Bild < the Office: The Office has condemned Minsk.", "Lee: It was an “act of aggression”."],
    ),
]
