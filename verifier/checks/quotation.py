"""Whether words in quotation marks are those of the reference: exact, altered, or not to be found.

They are looked for verbatim around a statement, whether quoted there or not. White space, case, accents, punctuation,
hyphens and the style of quotation marks do not count. What an ellipsis leaves out and what stands in square brackets
may be anything, on either side. A quotation may be cut short at its ends, but not in its middle. Where it is not found
as it stands, the nearest words are the best partial match, lined up word by word with as many in common as can be
(Indel distance, by rapidfuzz).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import partial_ratio_alignment

from claims.records import Span, Spans
from claims.text.quotations import quotations
from claims.text.words import ordered, overlap, whole_words
from verifier.checks import AGREES, Comparison
from verifier.checks.quoted import Word, Words, units, words_in
from verifier.nli.windows import COMMON
from verifier.references.alignment import Told, align, spelled
from verifier.voices.hearing import is_other

# Characters on either side of a statement in which its quotations are looked for.
AROUND = 1_000
# Words of a quotation: from ALTERABLE on it can be altered, from TELLING on it tells by itself what it quotes; one of
# more than LONGEST is only looked for as it stands.
ALTERABLE = 3
TELLING = 5
LONGEST = 400
# What a quotation that is altered shares with what it quotes: the part of the words of both, and of its content words.
NEAR = 0.6
CONTENT = 0.5
# The part of the words that claim and statement share where they are the same sentence but for a difference.
TWIN = 0.75
# Words shown on either side of a difference.
BESIDE = 3

# What may stand for the ending of a contraction; the end of a sentence.
_FULL = {
    "n't": {"not"}, "'ve": {"have"}, "'re": {"are"}, "'ll": {"will", "shall"}, "'m": {"am"}, "'s": {"is", "has", "us"},
    "'d": {"would", "had", "did"}, "ca": {"can"}, "wo": {"will"}, "sha": {"shall"},
}  # fmt: skip
_JOINING = frozenset({"and", "but", "so", "because", "that"})
_ENDS = re.compile(r"[.!?…][”\"’')\]]*\s")


class _Difference(NamedTuple):
    """The words ``[first, last)`` of the quotation, and those of the reference that stand in their place."""

    here: tuple[int, int]
    there: tuple[int, int]

    @property
    def size(self) -> int:
        """How many words differ."""
        return max(len(range(*self.here)), len(range(*self.there)))


# Each quotation with its differences from the nearest words, None where none are near.
_Found = Sequence[tuple[Words, list[_Difference] | None]]


def compare(claim: Told, statement: Told) -> Comparison | None:
    """Agree where each quotation of the claim is found around the statement, differ where one is altered (QUO001).

    One that is made of two stretches without a mark is spliced (QUO006); one that is only contracted, written out or
    spelled otherwise is a note (QUO003). None where the claim quotes nothing, or where a quotation is neither found nor
    altered: it may be of something else. None too where the reference does not quote the other words: indirect speech
    does not tell how it was said; and where they are other words of somebody who is known to be another: condolences
    are alike.
    """
    if not claim.claim.quoted:
        return None
    near, found = _read(claim, statement)
    for quoted, _ in found:
        if spliced := _spliced(quoted, near, statement.text):
            return _joined(quoted, near, spliced, statement.text)
    changed = [(quoted, each) for quoted, differences in found for each in differences or ()]
    altered = [(quoted, each) for quoted, each in changed if not _is_spelling(quoted, near, each)]
    if not changed:
        return AGREES if _is_like(found) else None
    if not any(_is_marked(near, each.there, statement.text) for _, each in changed):
        return None
    if not altered:
        return _respelled(claim, statement, near, changed)
    if _is_of_another(claim, statement):
        return None
    more = f", and {len(altered) - 1} more" if len(altered) > 1 else ""
    quoted, first = altered[0]
    return Comparison(
        False,
        "QUO001",
        f"quoted “{_shown(claim.text, quoted, first.here)}”; there “{_shown(statement.text, near, first.there)}”{more}",
        _spans(claim.text, ((quoted, each.here) for quoted, each in altered)),
        _spans(statement.text, ((near, each.there) for _, each in altered)),
        "opens",
    )


def _is_of_another(claim: Told, statement: Told) -> bool:
    """Whether the speakers of both are known not to be one."""
    ours, theirs = claim.claim.chain, statement.claim.chain
    return bool(ours and theirs) and is_other(ours[-1], theirs[-1])


def of_another(claim: Told, statement: Told, who: str) -> Comparison | None:
    """QUO007 where the statement, of somebody else, has each quotation of the claim that tells what it quotes."""
    near = words_in(statement.text, around(statement))
    quotes = [words_in(claim.text, span) for span in claim.claim.quoted]
    quotes = [quoted for quoted in quotes if len(quoted) >= TELLING]
    places = [stretches(quoted, near) for quoted in quotes]
    if not quotes or None in places:
        return None
    found = _spans(statement.text, ((near, part) for place in places for part in place or ()))
    if not any(overlap(span, part) for span in statement.claim.spans for part in found):
        return None
    spans = tuple((quoted[0].start, quoted[-1].end) for quoted in quotes)
    return Comparison(False, "QUO007", f"in quotation marks; said there by {who}", spans, found, "opens")


def is_quoted_alike(claim: Told, statement: Told) -> bool:
    """Whether both quote the same words, and enough of them to tell by themselves who speaks."""
    if not claim.claim.quoted or not statement.claim.quoted:
        return False
    ours, theirs = (
        [word.key for span in told.claim.quoted for word in words_in(told.text, span)] for told in (claim, statement)
    )
    return len(ours) >= TELLING and ours == theirs


def _is_spelling(quoted: Words, near: Words, difference: _Difference) -> bool:
    """Whether words are contracted on one side and written out on the other, or spelled the British way on one."""
    here, there = (
        [unit for word in side for unit in units(word.key)]
        for side in (quoted[slice(*difference.here)], near[slice(*difference.there)])
    )
    return 0 < len(here) == len(there) and all(map(_is_one, here, there))


def _is_one(a: str, b: str) -> bool:
    return spelled(a) == spelled(b) or b in _FULL.get(a, ()) or a in _FULL.get(b, ())


def _respelled(claim: Told, statement: Told, near: Words, changed: Sequence[tuple[Words, _Difference]]) -> Comparison:
    quoted, first = changed[0]
    sides = ((claim.text, quoted, first.here), (statement.text, near, first.there))
    # Of a contraction that is written out the word before belongs to it: "I have", "I've".
    before = min(1, *(part[0] for _, _, part in sides)) * any(words[part[0]].second for _, words, part in sides)
    here, there = (text[words[part[0] - before].start : words[part[1] - 1].end] for text, words, part in sides)
    spans = _spans(claim.text, ((words, each.here) for words, each in changed))
    reference = _spans(statement.text, ((near, each.there) for _, each in changed))
    return Comparison(False, "QUO003", f"quoted “{here}”; there “{there}”", spans, reference, "keeps")


def _spliced(quoted: Words, near: Words, text: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The two stretches of a quotation without a mark between which a sentence ends and more is quoted, or None."""
    if len(quoted) > LONGEST or any(word.gap for word in quoted[1:]) or stretches(quoted, near) is not None:
        return None
    for cut in range(ALTERABLE, len(quoted) - ALTERABLE + 1):
        for skipped in (0, 1) if quoted[cut].key in _JOINING else (0,):
            found = stretches(quoted[:cut], near), stretches(quoted[cut + skipped :], near)
            if found[0] and found[1] and len(quoted) - cut - skipped >= ALTERABLE:
                first, second = found[0][0], found[1][0]
                between = near[first[1] : second[0]]
                ends = between and _ENDS.search(text[near[first[1] - 1].end : near[second[0]].start])
                if ends and any(_is_marked(near, (i, i + 1), text) for i in range(first[1], second[0])):
                    return first, second
    return None


def _joined(quoted: Words, near: Words, places: tuple[tuple[int, int], tuple[int, int]], text: str) -> Comparison:
    (_, end), (start, _) = places
    between = text[near[end].start : near[start - 1].end]
    message = f"one quotation here; two there, with “{_short(between)}” between"
    spans = ((quoted[0].start, quoted[-1].end),)
    return Comparison(False, "QUO006", message, spans, _spans(text, ((near, place) for place in places)), "opens")


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words if len(words) <= 2 * BESIDE else [*words[:BESIDE], "…", *words[-BESIDE:]])


def not_found(claim: Told, statements: Sequence[Told]) -> Comparison | None:
    """QUO002 where none of the ``statements``, all of the claim's source, has the claim's quotation or one like it.

    None where none of them quotes the source: then the references do not tell its words. A quotation of a word or two
    is left out, since those may be anybody's.
    """
    spans = tuple(span for span in claim.claim.quoted if len(words_in(claim.text, span)) >= ALTERABLE)
    quoting = any(statement.claim.quoted for statement in statements)
    if not spans or not quoting or any(_is_like(_read(claim, statement)[1]) for statement in statements):
        return None
    return Comparison(False, "QUO002", "in quotation marks, but in no reference that quotes the source", spans)


def _read(claim: Told, statement: Told) -> tuple[Words, _Found]:
    """The words around the statement, and in what each quotation of the claim differs from them."""
    near = words_in(statement.text, around(statement))
    quotes = [words_in(claim.text, span) for span in claim.claim.quoted]
    return near, [(quoted, _compared(quoted, near, claim, statement)) for quoted in quotes]


def _is_like(found: _Found) -> bool:
    """Whether one quotation is altered, in quotation marks or not, or all are exact."""
    return any(differences for _, differences in found) or all(differences is not None for _, differences in found)


def _is_marked(words: Words, part: tuple[int, int], text: str) -> bool:
    """Whether the words are in quotation marks, or the place between two where there are none."""
    first, last = part
    if first == last:
        first, last = max(0, first - 1), min(len(words), last + 1)
    return any(overlap((words[first].start, words[last - 1].end), span) for span in _marked(text))


@lru_cache(maxsize=256)
def _marked(text: str) -> Spans:
    return quotations(text)


def around(statement: Told) -> Span:
    """The part of a statement's text in which quotations are looked for."""
    (start, _), *_, (_, end) = (statement.claim.spans[0], statement.claim.spans[-1])
    return whole_words(statement.text, (max(0, start - AROUND), min(len(statement.text), end + AROUND)))


def _compared(quoted: Words, near: Words, claim: Told, statement: Told) -> list[_Difference] | None:
    """In what the quotation differs from the nearest words, nothing where it is exact; None where none are near."""
    if stretches(quoted, near) is not None:
        return []
    if not ALTERABLE <= len(quoted) <= LONGEST:
        return None
    candidates = [_differences(quoted, near, window, statement.text) for window in _windows(quoted, near)]
    sizes = [sum(each.size for each in found if not _is_spelling(quoted, near, each)) for found in candidates]
    best = candidates[sizes.index(min(sizes))]
    return best if _same(quoted, best, claim, statement) else None


def stretches(quoted: Words, near: Words) -> list[tuple[int, int]] | None:
    """Where the words stand as they are quoted, one stretch for each part between ellipses; None where they do not."""
    where, at, found = f" {' '.join(word.key for word in near)} ", 0, []
    starts = {offset: i for i, offset in enumerate(accumulate((len(word.key) + 1 for word in near), initial=0))}
    cuts = [0, *(i for i, word in enumerate(quoted) if word.gap and i), len(quoted)]
    for first, last in pairwise(cuts):
        piece = f" {' '.join(word.key for word in quoted[first:last])} "
        at = where.find(piece, at)
        if at < 0:
            return None
        found.append((starts[at], starts[at] + last - first))
        at += len(piece) - 1
    return found if quoted else None


def _windows(quoted: Words, near: Words) -> Iterator[tuple[int, int]]:
    """Where the nearest words stand: as many as are quoted, with more or fewer on either side."""
    if len(quoted) >= len(near):
        yield 0, len(near)
        return
    best = partial_ratio_alignment([word.key for word in quoted], [word.key for word in near])
    start, end = (best.dest_start, best.dest_end) if best else (0, len(quoted))
    for beside in (8 + len(quoted) // 4, 3, 0):
        yield max(0, start - beside), min(len(near), end + beside)


def _differences(quoted: Words, near: Words, window: tuple[int, int], text: str) -> list[_Difference]:
    """What differs when the quotation is lined up with the words of a window."""
    first, last = window
    edits = Indel.editops([word.key for word in quoted], [word.key for word in near[first:last]])
    found = []
    at = _Difference((0, 0), (first, first))
    for block in edits.as_matching_blocks():
        between = _Difference((at.here[1], block.a), (at.there[1], block.b + first))
        between = _at_the_ends(quoted, near, between)
        if between.size and _differs(quoted, near, between, text):
            found.append(between)
        at = _Difference((block.a, block.a + block.size), (block.b + first, block.b + first + block.size))
    return found


def _at_the_ends(quoted: Words, near: Words, between: _Difference) -> _Difference:
    """Before and behind all that both have, no more of the reference than stands in place of what is quoted."""
    (a, b), (c, d) = between
    if a and b < len(quoted):
        return between
    sizes = [b - a, *range(d - c + 1)]
    cuts = [(max(c, d - size), d) if b < len(quoted) else (c, min(d, c + size)) for size in sizes]
    same = [cut for cut in cuts if _letters(near, cut) == _letters(quoted, (a, b))]
    same = same or [cut for cut in cuts if _is_spelling(quoted, near, _Difference((a, b), cut))]
    return _Difference((a, b), (same or cuts)[0])


def _letters(words: Words, part: tuple[int, int]) -> str:
    return "".join(word.key for word in words[slice(*part)])


def _differs(quoted: Words, near: Words, between: _Difference, text: str) -> bool:
    """Whether this is more than another way to write the words, and more than ellipses, brackets and marks allow."""
    here, there = quoted[slice(*between.here)], near[slice(*between.there)]
    if _letters(quoted, between.here) == _letters(near, between.there):
        return False
    if len(here) == len(there) == 1:
        return not any(one.stem and one.stem in other.key for one, other in ((here[0], there[0]), (there[0], here[0])))
    # What stands behind the place where one side has nothing.
    behind_here, behind_there = quoted[between.here[1] : between.here[1] + 1], near[between.there[1] :][:1]
    if not here:
        return not (behind_here[0].gap or _interrupts(there, behind_there[0], text))
    return bool(there) or not (behind_there and behind_there[0].gap)


def _interrupts(words: Words, behind: Word, text: str) -> bool:
    """Whether the words are outside of quotation marks, inside of which it goes on: “P,” she said, “Q”."""
    inside = [any(overlap((word.start, word.end), span) for span in _marked(text)) for word in (*words, behind)]
    return inside[-1] and not any(inside[:-1])


def _same(quoted: Words, differences: Sequence[_Difference], claim: Told, statement: Told) -> bool:
    """Whether the words that were lined up with a quotation are near enough to be what it quotes."""
    lost = {i for each in differences for i in range(*each.here)}
    kept = len(quoted) - len(lost)
    added = sum(len(range(*each.there)) for each in differences)
    if 2 * kept / (len(quoted) + kept + added) < NEAR:
        return False
    content = {i for i, word in enumerate(quoted) if word.key not in COMMON}
    tells = len(quoted) >= TELLING and len(content - lost) >= max(1, CONTENT * len(content))
    return tells or align(claim.words(), statement.words()).similarity >= TWIN


def _spans(text: str, parts: Iterable[tuple[Words, tuple[int, int]]]) -> Spans:
    """Where the words of each part stand, as whole words: one with a hyphen is compared part by part."""
    found = ((words[first].start, words[last - 1].end) for words, (first, last) in parts if first < last)
    return ordered(text, (whole_words(text, span) for span in found), marks="")


def _shown(text: str, words: Words, part: tuple[int, int]) -> str:
    """The words with some on either side, in one line."""
    around = words[max(0, part[0] - BESIDE) : part[1] + BESIDE]
    return " ".join(text[around[0].start : around[-1].end].split()) if around else ""
