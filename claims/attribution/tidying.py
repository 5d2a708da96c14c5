"""The parts of an attribution as whole words, without holes and marks at their edges; a passive's with its subject."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims.attribution.contents import completed, lemmas
from claims.attribution.cue_words import ACCUSING, MEANS
from claims.records import Relation, Span, Spans
from claims.text.parse import Parse
from claims.text.words import RELATIVES, joined, ordered, overlap, touched, word_before

# Words before a cue that belong to its verb.
AUXILIARIES = frozenset(
    "has have had was were is are been be being also later then reportedly allegedly further".split()
)
# Between two parts of a content: ", led by Mr Trump,".
_ASIDE = re.compile(r"\s*(?:[,—–(]|-(?=\s)).*(?:[,—–)]|-(?=\s))\s*", re.DOTALL)
# "Since June, the government has been accused of …": the time is that of what is said.
_WHEN = re.compile(r"(?:since|in|during|last|this|from|until)\s[^,]{1,40}$", re.IGNORECASE)
_CONTRACTED = re.compile(r"(he|she|it|they|we|i|you|who|that)[’'](?:s|re|ve|ll|d|m)\b", re.IGNORECASE)
_RELATIVE = re.compile(r"(?<=\w),\s+(?:who|which|whose|whom)\s")


def tidied(text: str, parsed: Parse, relation: Relation) -> Relation:
    """Spans of whole words without marks at their edges or holes in them; a passive's content with its subject."""
    whole = parsed.whole
    source, (cue, content) = relation.source, _parted(text, ordered(text, relation.cue, ""), relation.content)
    source = _whole_names(parsed, source, (*cue, *content))
    source = _without_relatives(text, _filled(text, ordered(text, source), (*cue, *content), whole))
    named = joined(text, source)
    if named in MEANS or not any(character.isalpha() for character in named):
        source = ()
    content = completed(text, parsed, _filled(text, content, (*cue, *source), whole), (*cue, *source), whole)
    after = [span for span in content if not cue or span[0] >= cue[-1][1]]
    if cue and after and not source and text.startswith(("of ", "to "), after[0][0]):
        # "The government has been accused | of flying in …": the subject stands before the cue.
        subject = [span for number in touched(cue[:1], whole)[:1] for span in _subject_before(text, whole[number], cue)]
        content = ordered(text, [*subject, *after]) if subject else content
    return Relation(_uncontracted(text, source), _uncontracted(text, cue, behind=True), content)


def _whole_names(parsed: Parse, source: Spans, others: Sequence[Span]) -> Spans:
    """The source without a cut in a name ("the State | Department"), and without an "and" at its end."""
    ends = []
    for start, end in source:
        tree = parsed.at(start)
        inside = tree.within((start, end))
        last = inside[-1] if inside else 0
        while last > (inside[0] if inside else 0) and tree.words[last].dep == "cc":
            last -= 1
        head = tree.words[last].head if inside else 0
        if inside and tree.words[last].dep == "compound" and tree.words[last].pos == tree.words[head].pos == "PROPN":
            whole = (start, max(end, tree.words[head].end))
            last = head if head not in inside and not any(overlap(whole, other) for other in others) else last
        stands = bool(inside) and tree.words[inside[-1]].dep in ("cc", "compound")
        ends.append((start, tree.words[last].end) if stands else (start, end))
    return tuple(ends)


def _uncontracted(text: str, spans: Spans, *, behind: bool = False) -> Spans:
    """The spans with only "he" of "he’s", or only what is ``behind`` it."""
    return tuple(
        ((start + match.end(1), end) if behind else (start, start + match.end(1)))
        if (match := _CONTRACTED.match(text[start:end])) and (behind or match.end() == end - start)
        else (start, end)
        for start, end in spans
    )


def _parted(text: str, cue: Spans, content: Spans) -> tuple[Spans, Spans]:
    """Cue and content, with the "of" of "accused of | flying in migrants" in the content."""
    last = word_before(text, cue[-1][1]) if cue else None
    behind = last and any(not text[last[1] : start].strip() for start, _ in content if start >= last[1])
    if not last or not behind or text[slice(*last)] != "of" or not lemmas(joined(text, cue)) & ACCUSING:
        return cue, ordered(text, content)
    return ordered(text, (*cue[:-1], (cue[-1][0], last[0])), ""), ordered(text, (*content, last))


def _without_relatives(text: str, source: Spans) -> Spans:
    """The source without ", who was elected in May": that is said of it, and no part of its name."""
    return tuple(
        (start, start + match.start()) if (match := _RELATIVE.search(text[start:end])) else (start, end)
        for start, end in source
    )


def _filled(text: str, spans: Spans, others: Sequence[Span], whole: Spans) -> Spans:
    """The spans joined across words of a sentence that the tagger passed over, but not across an aside."""
    joined: list[Span] = []
    for start, end in spans:
        gap = (joined[-1][1], start) if joined else None
        if (
            gap
            and touched([(gap[0] - 1, gap[0])], whole) == touched([(start, start + 1)], whole)
            and not any(overlap(gap, other) for other in others)
            and not _ASIDE.fullmatch(text[slice(*gap)])
        ):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def _subject_before(text: str, sentence: Span, cue: Spans) -> list[Span]:
    """The noun phrase before a passive cue: what follows the last comma, without auxiliaries and an apposition."""
    end = cue[0][0] if cue else sentence[0]
    while (word := word_before(text, end)) and text[slice(*word)].lower() in AUXILIARIES:
        end = word[0]
    parts: list[Span] = []
    start = sentence[0]
    for mark in re.finditer(r",\s", text[start:end]):
        parts.append((start, sentence[0] + mark.start()))
        start = sentence[0] + mark.end()
    last = text[start:end].strip()
    # "Smith, a lawyer, | has been accused", "Belarus, which | has been accused"
    skipped = 1 if parts and last.lower() in RELATIVES else 2 if len(parts) > 1 and not last else 0
    start, end = parts[-skipped] if skipped else (start, end)
    word = word_before(text, end)
    if word and word[0] >= start and text[slice(*word)].lower() in RELATIVES:
        end = word[0]
    when = [parts[0]] if parts and parts[0][0] < start and _WHEN.match(text[slice(*parts[0])]) else []
    return [*when, (start, end)] if text[start:end].strip() else []
