"""A claim's text: its words in the article, made into a sentence that stands alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims.forces import past_tense
from claims.records import Voice
from claims.words import tagged

QUOTES = {"“": "”", "‘": "’", '"': '"', "«": "»", "„": "“"}
_COMPLEMENTIZER = re.compile(r"^(?:that|whether|if)\s+", re.IGNORECASE)
_INFINITIVE = re.compile(r"^(?:not\s+)?to\s+(?=[a-z])")
_ACCUSED = re.compile(r"^(.{2,120}?)\s+of\s+((?:\w+ly\s+)?\w+ing)\b")
_DESCRIBED = re.compile(r"^(\S.{0,120}?)\s+as\s+")


def sentence_of(parts: Sequence[str], voice: Voice | None, accused: bool = False) -> str:
    """Join the parts of a claim into one sentence, white space folded, first letter capital, with a full stop.

    Where the cue took no that-clause its grammar is undone: "(accused) Belarus of helping" is "Belarus was helping",
    "(pledged) to look into it" is "The ministry will look into it", "(described) it as an act" is "It was an act".
    ``accused``: the first part is the subject of an accusation and the second begins with "of".
    """
    text = " ".join(" ".join(parts).split()).strip(" ,;:")
    if voice:
        text = _COMPLEMENTIZER.sub("", text)
        if voice.force == "accuse" or accused:
            text = _ACCUSED.sub(lambda m: f"{m[1]} {_was(m[1])} {m[2]}", text)
        if _INFINITIVE.match(text) and voice.source:
            text = f"{voice.source} will {_INFINITIVE.sub('', text)}"
        if voice.cue.split()[-1].startswith(("describ", "regard", "brand", "label")):
            text = _DESCRIBED.sub(lambda m: f"{m[1]} {_was(m[1])} ", text)
    text = without_outer_quotes(text).strip(" ,;:")
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", ".”", "!”", "?”", '."', '!"', '?"')) else text + "."


def statement(text: str, voice: Voice) -> str:
    """The sentence that ``voice`` said ``text``: "Frontex claimed that it had evidence."

    Of an unnamed voice only that somebody said it.
    """
    source = voice.resolved or voice.source or "somebody"
    verb = "denied" if voice.polarity == "denied" else past_tense(voice.force)
    return f"{source[:1].upper()}{source[1:]} {verb} that {without_outer_quotes(text)}"


def without_outer_quotes(text: str) -> str:
    """``text`` without the quotation marks around all of it, and without a mark that has no partner."""
    for opening, closing in QUOTES.items():
        if opening not in text and closing in QUOTES:
            continue
        if opening == closing:
            if text.count(opening) % 2 or (
                text[:1] == opening and text.rstrip(".")[-1:] == closing and text.count(opening) == 2
            ):
                text = text.replace(opening, "")
        elif text.count(opening) != text.count(closing) and not (opening == "‘" and "’" in text):
            text = text.replace(opening, "").replace(closing, "") if opening != "‘" else text.replace(opening, "")
        elif text.startswith(opening) and text.rstrip(".").endswith(closing) and text.count(opening) == 1:
            text = text[1:].replace(closing, "", 1)
    return text.strip()


def _was(subject: str) -> str:
    nouns = [word for word in tagged(subject) if word.tag.startswith(("NN", "PR"))]
    return (
        "were"
        if nouns and (nouns[-1].tag == "NNS" or nouns[-1].text.lower() in {"they", "them", "we", "us"})
        else "was"
    )
