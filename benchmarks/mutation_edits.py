"""Controlled edits: what may be done to one sentence of an article so that it no longer says what it said.

One function a kind. Each yields every change of its kind that a sentence allows: the span to replace, in offsets into
the article's text, and what to put there. The sentence stays grammatical, and what it says changes clearly.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from random import Random

from rapidfuzz.distance import Indel

from benchmarks.mutation_pool import DAYS, MONTHS, Pool, Sentence, is_content, words_before
from claims.attribution.forces import force_of
from claims.records import Relation, Span
from claims.sources.name_words import ordinary
from claims.text.grammar import is_own_clause, usual_tag
from claims.text.words import Token, overlap, stripped, subtract, whole_words

Change = tuple[Span, str]
Edits = Callable[[Sentence, Pool, Random], Iterator[Change]]

SMALL = "two three four five six seven eight nine ten eleven twelve".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
# A number by itself: no part of a code, an address, a fraction, a score or a time.
_NUMBER = re.compile(r"(?<![\w.,/:#–-])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?![\w/:]|[–-]\d|[.,]\d|[’']s)")
_SPELLED = re.compile(
    rf"(?<![\w-])(?:{'|'.join(SMALL + TENS)})(?!\w|-(?:one|{'|'.join(SMALL)}|third)\b)", re.IGNORECASE
)
_YEAR = re.compile(r"(?<![\w$€£#.,/–-])(?:19|20)\d\d(?![\w%/–-]|[,.]\d| percent| people)")
MONTH_BEFORE = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?$")
_CLOCK_OR_MONTH = re.compile(rf"\s*(?:[ap]\.?m\b|o[’']clock|{'|'.join(MONTHS)})", re.IGNORECASE)
_CAPITAL_BEFORE = re.compile(r"\b[A-Z]\w*\.?$")
_SHARE = re.compile(r"\s*(?:%|percent|per cent|points?\b)")


def number(sentence: Sentence, pool: Pool, random: Random) -> Iterator[Change]:
    """Another first digit, or another spelled-out number; no years, dates, times, ranks and parts of names."""
    text, (start, end) = sentence.text, sentence.span
    for match in _NUMBER.finditer(text, start, end):
        digits, before = match.group(), text[start : match.start()].rstrip(" $€£")
        share = _SHARE.match(text, match.end())
        year = _YEAR.match(text, match.start())
        first = re.search("[1-9]", digits)
        if year or MONTH_BEFORE.search(before) or _CLOCK_OR_MONTH.match(text, match.end()):
            continue
        capital = _CAPITAL_BEFORE.search(before)
        numbered = capital and not share and not (capital.start() == 0 and ordinary(capital[0]))
        if digits == "1" or not first or (share and len(match[1]) > 2) or numbered:
            continue
        others = [digit for digit in "23456789" if abs(int(digit) - int(first.group())) > 1]
        yield match.span(), digits[: first.start()] + random.choice(others) + digits[first.end() :]
    for match in _SPELLED.finditer(text, start, end):
        scale = SMALL if match.group().lower() in SMALL else TENS
        at = scale.index(match.group().lower())
        other = random.choice([word for i, word in enumerate(scale) if abs(i - at) > 1])
        if not _CLOCK_OR_MONTH.match(text, match.end()):
            yield match.span(), _in_case_of(match.group(), other)


def date(sentence: Sentence, pool: Pool, random: Random) -> Iterator[Change]:
    """Another weekday, month or year; not where it is part of a name ("Super Tuesday")."""
    text, (start, end) = sentence.text, sentence.span
    for match in re.finditer(rf"\b(?:{'|'.join(DAYS + MONTHS)})\b(?!-)", sentence.own):
        span = (start + match.start(), start + match.end())
        scale = DAYS if match.group() in DAYS else MONTHS
        before = text[start : span[0]].split()[-1:]
        after = text[span[1] : end].removeprefix("’s").removeprefix("'s").split()[:1]
        named = [word for word in (*before, *after) if word[0].isupper() and word.strip(",.") not in DAYS + MONTHS]
        # "may" and "march" are other words too.
        plain = match.group() not in {"May", "March"} or before in (["in"], ["since"]) or "".join(after).isdigit()
        if plain and not named:
            yield span, random.choice([other for other in scale if other != match.group()])
    for match in _YEAR.finditer(text, start, end):
        yield match.span(), str(int(match.group()) + random.choice((-7, -5, -4, -3, -2, 2, 3)))


def name(sentence: Sentence, pool: Pool, random: Random) -> Iterator[Change]:
    """Another name of the same kind, where it is not somebody who says something."""
    text = sentence.text
    sources = [span for relation in sentence.relations for span in relation.source]
    for found in sentence.names:
        start, end = found.span
        kind = pool.kinds.get(text[start:end])
        others = [other for other in pool.names[kind] if not _shared(other, sentence.own)] if kind else []
        before, behind = words_before(text, start), " ".join(text[end : sentence.span[1]].split()[:2])
        speaks = force_of(behind) or before.endswith((" said", " says", "according to"))
        fits = kind and kind.the == before.endswith(" the")
        if others and fits and not speaks and not any(overlap(found.span, source) for source in sources):
            yield found.span, random.choice(others)


# Above this, two words may be spellings or forms of one.
ALIKE = 0.75
_PRONOUNS = frozenset("i he she it we you they who which that this".split())


def voice(sentence: Sentence, pool: Pool, random: Random) -> Iterator[Change]:
    """Another named source of the article in the place of one source that is named."""
    text = sentence.text
    others = [other for other in sentence.sources if not _shared(other, sentence.own)]
    for relation, span in _sources(text, sentence.relations):
        named = any(overlap(span, found.span) for found in sentence.names)
        joined = " and " in text[slice(*span)] or sentence.tagged(relation.cue[0])[0].tag == "VBP"
        if (
            others
            and named
            and not joined
            and _reported(sentence, relation)
            and sentence.holds(span, *relation.cue)
            and not sentence.quoted(span)
        ):
            other = random.choice(others)
            yield span, other[0].upper() + other[1:] if span[0] == sentence.span[0] else re.sub("^The ", "the ", other)


def named_sources(text: str, relations: Iterable[Relation]) -> tuple[str, ...]:
    """The sources that are nothing but a name, with its title: what another voice may be replaced by."""
    return tuple(sorted({text[slice(*span)] for _, span in _sources(text, relations) if _is_name(text[slice(*span)])}))


def _sources(text: str, relations: Iterable[Relation]) -> Iterator[tuple[Relation, Span]]:
    """The relations that have one source, who says something next to it, with that source."""
    for relation in relations:
        if len(relation.source) == 1 and relation.cue and force_of(_joined(text, relation.cue)):
            span = stripped(text, whole_words(text, relation.source[0]))
            first, last = min(span[1], relation.cue[-1][1]), max(span[0], relation.cue[0][0])
            if len(text[first:last].split()) < 2 and not re.search("[’']s?$", text[slice(*span)]):
                yield relation, span


def _is_name(source: str) -> bool:
    words = source.split()
    plural = usual_tag(words[-1]) in ("NNS", "NNPS") or usual_tag(words[-1].lower()) in ("NNS", "NNPS")
    capitals = all(word[0].isupper() for word in words) and not (source.isupper() and len(source) > 5)
    return capitals and len(words) < 5 and not plural and not ordinary(words[-1]) and words[-1].lower() not in _PRONOUNS


# What is reported with these is a clause, and can stand alone.
_CLAUSAL = re.compile(
    r"\b(?:sa(?:id|ys?)|claim(?:s|ed)?|argue[sd]?|note[sd]?|add(?:s|ed)|reports?|reported|announce[sd]?|warn(?:s|ed)?|"
    r"insist(?:s|ed)?|suggest(?:s|ed)?|believe[sd]?|thinks?|thought|according|state[sd]?|shows?|showed|found|"
    r"estimate[sd]?|tells?|told|indicate[sd]?|contends?|contended|maintain(?:s|ed)?)\b",
    re.IGNORECASE,
)
_JOINTS = frozenset({"", "that", ",", ":", ".", "and", "but", "but,", ",”"})


def dropped(sentence: Sentence, pool: Pool, random: Random) -> Iterator[Change]:
    """The content alone, of what is not quoted: "Officials said X." and "X, officials said." become "X."."""
    text, start = sentence.text, sentence.span[0]
    stop = start + len(sentence.own.rstrip(".!"))
    for relation in sentence.relations:
        cue = _joined(text, relation.cue)
        force = force_of(cue)
        said = force and force.polarity == "affirmed" and not force.opinion and force.name not in ("ask", "promise")
        content = _clause(sentence, relation) if said and _CLAUSAL.search(cue) else None
        attribution = sorted(relation.source + relation.cue)
        if content is None or not sentence.holds(content, *attribution) or sentence.quoted(sentence.span):
            continue
        between = [text[slice(*span)].strip().lower() for span in subtract(sentence.span, [content, *attribution])]
        if not _JOINTS.issuperset(between):
            continue
        if attribution[-1][1] <= content[0] and content[1] >= stop:
            yield (start, content[0] + 1), text[content[0]].upper()
        elif content[0] == start and attribution[0][0] >= content[1]:
            yield (content[1], stop), ""


def _clause(sentence: Sentence, relation: Relation) -> Span | None:
    """The content without "that" and the marks around it, if it is a clause that can stand alone."""
    text = sentence.text
    if len(relation.content) != 1:
        return None
    start, end = stripped(text, relation.content[0], ",;:.")
    if text[start : start + 5].lower() == "that ":
        start += 5
    words = sentence.tagged((start, end))
    whole = is_own_clause(sentence.tree, sentence.tree.within((start, end)))
    if not whole or words[0].tag[:2] in ("TO", "WR", "WP", "WD", "VB", "IN"):
        return None
    # "He" would lose whom it stands for.
    source = _joined(text, relation.source).lower()
    return None if words[0].tag == "PRP" and source not in _PRONOUNS else (start, end)


_STRONGER = {
    "said": "confirmed", "says": "confirms", "say": "confirm", "saying": "confirming",
    "claimed": "proved", "claims": "proves", "claim": "prove", "claiming": "proving",
    "alleged": "proved", "alleges": "proves", "allege": "prove", "alleging": "proving",
    "argued": "proved", "argues": "proves", "argue": "prove", "arguing": "proving",
    "suggested": "proved", "suggests": "proves", "suggest": "prove", "suggesting": "proving",
    "insisted": "proved", "insists": "proves", "insist": "prove", "insisting": "proving",
    "believed": "knew", "believes": "knows", "believe": "know", "believing": "knowing",
    "thought": "knew", "thinks": "knows", "think": "know", "thinking": "knowing",
    "suspected": "knew", "suspects": "knows", "suspect": "know", "suspecting": "knowing",
}  # fmt: skip


def strengthened(sentence: Sentence, pool: Pool, random: Random) -> Iterator[Change]:
    """A cue of saying or believing made one of confirming, proving or knowing, in the same tense."""
    for relation, word in _cues(sentence, _STRONGER):
        if _reported(sentence, relation)[:1] not in ([], ["to"], ["of"], ["so"]):
            yield (word.start, word.end), _STRONGER[word.text]


_TURNED = {
    "denied": "confirmed", "denies": "confirms", "deny": "confirm", "denying": "confirming",
    "disputed": "confirmed", "disputes": "confirms", "dispute": "confirm", "disputing": "confirming",
    "confirmed": "denied", "confirms": "denies", "confirm": "deny", "confirming": "denying",
    "admitted": "denied", "admits": "denies", "admit": "deny", "admitting": "denying",
    "acknowledged": "denied", "acknowledges": "denies", "acknowledge": "deny", "acknowledging": "denying",
}  # fmt: skip
_NOT_DENIED = {"denied": "did not deny", "denies": "does not deny"}
_UNSAID = {"said": ("denied", "did not say"), "says": ("denies", "does not say"), "say": ("deny", "do not say")}
_HELPING = re.compile(r"\b(?:has|have|had|was|were|is|are|been|to|not|would|could|should|will|can|must|\w+n[’']t)\b")


def denial(sentence: Sentence, pool: Pool, random: Random) -> Iterator[Change]:
    """A denial made a confirmation, or no denial; a confirmation, or what somebody said, made a denial."""
    text = sentence.text
    for _, word in _cues(sentence, _TURNED):
        others = [_TURNED[word.text]]
        if word.text in _NOT_DENIED and not _HELPING.search(words_before(text, word.start)):
            others.append(_NOT_DENIED[word.text])
        yield (word.start, word.end), random.choice(others)
    for relation, word in _cues(sentence, _UNSAID):
        content = _clause(sentence, relation)
        follows = content and text[word.end : content[0]].strip() in {"", "that"}
        if content and follows and not sentence.quoted(content) and not _HELPING.search(words_before(text, word.start)):
            yield (word.start, word.end), random.choice(_UNSAID[word.text])


def _cues(sentence: Sentence, words: Mapping[str, object]) -> Iterator[tuple[Relation, Token]]:
    """The relations whose cue has one of ``words`` as a verb, with that word."""
    for relation in sentence.relations:
        parts = [word for span in relation.cue for word in sentence.tagged(span)]
        found = [word for word in parts if word.text in words and word.tag.startswith("V")]
        if len(found) == 1 and not sentence.quoted((found[0].start, found[0].end)):
            yield relation, found[0]


def _reported(sentence: Sentence, relation: Relation) -> list[str]:
    """The words of the content where it begins in the sentence, none of fewer than four."""
    content = [cut for span in relation.content if (cut := overlap(span, sentence.span))]
    words = sentence.text[slice(*content[0])].lower().split() if content else []
    return words if len(words) > 3 else []


def quotation(sentence: Sentence, pool: Pool, random: Random) -> Iterator[Change]:
    """Another word for a content word in quotation marks, or the quotation without an adjective or adverb."""
    for whole in sentence.quotations:
        part = overlap(whole, sentence.span)
        words = sentence.tagged(part) if part else ()
        if sum(word.text[0].isalnum() for word in words) < 4:
            continue
        for word in filter(is_content, words):
            others = [
                other
                for other in pool.words.get(word.tag, ())
                if other[:4] != word.text[:4] and (other[0] in "aeiou") == (word.text[0] in "aeiou")
            ]
            if others:
                yield (word.start, word.end), random.choice(others)
            if word.tag in ("JJ", "RB") and sentence.text[word.end] == " ":
                yield (word.start, word.end + 1), ""


_AUXILIARIES = frozenset("is are was were will would should could can has have had does did".split())
_CONTRACTED = re.compile(r"(is|are|was|were|did|does|would|should|could|has|have|had)n[’']t|(wo|ca)n[’']t|cannot")
_WHOLE = {"wo": "will", "ca": "can", None: "can"}
_OPEN_QUESTION = frozenset("if whether how why when what unless".split())
_NOT_NEGATED = (
    _PRONOUNS | _OPEN_QUESTION | set("not never only just also been no nothing nobody neither nor none".split())
)


def negation(sentence: Sentence, pool: Pool, random: Random) -> Iterator[Change]:
    """The word "not" put behind an auxiliary or a form of "be", or taken away, by itself or from "don’t"."""
    text = sentence.text
    words = () if sentence.own.endswith("?") else sentence.tagged(sentence.span)
    for i, (before, word, after) in enumerate(zip(words, words[1:], words[2:], strict=False)):
        last, behind = before.text.lower(), after.text.lower()
        spaced = text[word.end] == " " and after.text[0].isalnum()
        fit = spaced and _NOT_NEGATED.isdisjoint(other.text.lower() for other in words[i + 2 : i + 5])
        open_question = not _OPEN_QUESTION.isdisjoint(other.text.lower() for other in words[max(0, i - 3) : i + 1])
        if contracted := _CONTRACTED.fullmatch(word.text):
            yield (word.start, word.end), contracted[1] or _WHOLE[contracted[2]]
        elif (
            word.text == "not"
            and spaced
            and last in {*_AUXILIARIES, "do"}
            and behind not in {"only", "just", "yet", *_PRONOUNS}
        ):
            yield (word.start, word.end + 1), ""
        elif word.text in _AUXILIARIES and fit and not open_question:
            helps = word.text not in {"has", "have", "had"} or after.tag in ("VBN", "VBD")
            if helps and before.tag[:2] in ("NN", "PR"):
                yield (word.start, word.end), "cannot" if word.text == "can" else f"{word.text} not"


def _in_case_of(word: str, other: str) -> str:
    return other.capitalize() if word[0].isupper() else other


def _joined(text: str, spans: Iterable[Span]) -> str:
    return " ".join(text[slice(*span)] for span in spans)


def _shared(one: str, other: str) -> bool:
    """Whether two texts share a word of more than two letters, "the" aside, or nearly do."""
    first, second = ({word.lower() for word in re.findall(r"\w{3,}", text)} - {"the"} for text in (one, other))
    return any(Indel.normalized_similarity(a, b) > ALIKE for a in first for b in second)


KINDS: Mapping[str, Edits] = {
    "number": number,
    "date": date,
    "name": name,
    "voice": voice,
    "dropped": dropped,
    "strengthened": strengthened,
    "denial": denial,
    "quotation": quotation,
    "negation": negation,
}
