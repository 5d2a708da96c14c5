"""Quotations that no cue gives to anybody, and whose they are.

The rules are sieves, the surest first, after Muzny et al. (2017, "A Two-stage Sieve Approach for Quote Attribution"):
the rest of the same quotation, a name behind a dash, "those were the words of", a sentence before it that ends in a
colon, whoever is quoted or acts in the same paragraph, the paragraph before. A sentence in quotation marks that none of
them gives to anybody has a voice that the text does not name: it is not the article's own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from claims.attribution.forces import Force
from claims.records import Relation, Span, Spans
from claims.text.layout import Block
from claims.text.parse import SUBJECTS, Parse, Tree
from claims.text.words import overlap, subtract, tokens, touched

# "Those were the words of X", "That was X’s verdict".
_WORDS = (
    r"(?:words?|view|verdict|message|assessment|judge?ment|conclusion|answer|reply|response|reaction|warning|opinion"
    r"|description|comments?|remarks?|statement|plea|appeal|advice|explanation|account|claim)\b"
)
_THAT_WAS = r"(?:those|these|that|this|such|so)\s+(?:is|are|was|were|went)\s+"
_WORDS_OF = re.compile(rf"{_THAT_WAS}(?:also\s+)?the\s+(?:\w+\s+)?{_WORDS}\s+(?:of|from|by)\s+", re.IGNORECASE)
_WORDS_HIS = re.compile(
    rf"{_THAT_WAS}(?P<who>[^.!?,]{{2,80}}?)(?:[’']s|(?<=s)[’'])\s+(?:\w+\s+)?{_WORDS}", re.IGNORECASE
)
# "Lee’s words on Friday stunned the council", beside the quotation.
_HIS_WORDS = re.compile(rf"(?P<who>[A-Z][^.!?,:]{{1,60}}?)(?:[’']s|(?<=s)[’'])\s+(?:\w+\s+)?{_WORDS}")
# What signs a quotation: a dash or a bracket, then a name with what is said of it.
_SIGNED = re.compile(r"\s*(?P<cue>[—–―-]{1,3}|\()\s*(?P<who>[^\W\d_][^\r\n()]*?)[.)]*\s*$")
_CLOSING = re.compile(r"[^\S\r\n]*[.,;!?…]*[^\S\r\n]*[”»\"’']")
_PERSONAL = frozenset("he she they i we".split())
_OWN = frozenset("he she his her him himself herself".split())
_NAME_AND_ROLE = re.compile(r"[^\W\d_]\S*(?:\s+\S+){1,4}?,\s+\S")
LONGEST_NAME = 120
# A shorter quotation is a word or a name in marks.
LEAST = 3
SAYS = Force("say", "affirmed", False)


@dataclass(frozen=True, slots=True)
class Speech:
    """What somebody says without a cue verb, and with what force."""

    relation: Relation
    force: Force = SAYS


@dataclass(frozen=True)
class Page:
    """A text as it is laid out: its sentences with their trees, blocks and quotations."""

    text: str
    parsed: Parse
    blocks: tuple[Block, ...]
    quotes: Spans

    @property
    def whole(self) -> Spans:
        """The sentences."""
        return self.parsed.whole

    @cached_property
    def rows(self) -> tuple[range, ...]:
        """For each block the numbers of its sentences, that of its label left out."""
        firsts = [bisect_left(self.whole, block.start, key=lambda span: span[0]) for block in self.blocks]
        return tuple(
            range(first, bisect_left(self.whole, block.end, key=lambda span: span[0]))
            for first, block in zip(firsts, self.blocks, strict=True)
        )

    def words(self, span: Span) -> str:
        """What the text has in a span."""
        return self.text[slice(*span)]

    def tree(self, number: int) -> Tree:
        """The tree of a sentence."""
        return self.parsed.trees[number]

    def quotation(self, number: int) -> int | None:
        """The index of the quotation in which all words of a sentence stand, or None."""
        sentence = self.whole[number]
        at = bisect_left(self.quotes, sentence[1], key=lambda quote: quote[0]) - 1
        if at < 0:
            return None
        outside = subtract(sentence, self.quotes[at : at + 1])
        return None if any(c.isalnum() for span in outside for c in self.words(span)) else at

    def goes_on(self, at: int) -> bool:
        """Whether the next paragraph goes on with the quotation: no mark closes it."""
        return at + 1 < len(self.quotes) and not _CLOSING.match(self.text, self.quotes[at][1])


class Sieve:
    """Gives speakers to quotations, block by block; ``voices`` has the attribution of each sentence that has one."""

    def __init__(self, page: Page, heard: Sequence[Relation]) -> None:
        self.page = page
        self.voices: dict[int, Relation] = {}
        for relation in sorted(heard, key=lambda one: -sum(end - start for start, end in one.content)):
            for number in touched(relation.content, page.whole):
                self.voices.setdefault(number, relation)

    def read(self) -> Iterator[Speech]:
        """The speeches that are found, in text order."""
        for at, row in enumerate(self.page.rows):
            if self._signature(at - 1) is not None:
                continue
            for run, content in self._runs(at, row):
                source, cue = self._voice(at, run) or ((), self._mark(at, run))
                if source or self._is_clause(run):
                    relation = Relation(source, cue, content)
                    self.voices.update((number, relation) for number in run)
                    yield Speech(relation)

    def _runs(self, at: int, row: range) -> Iterator[tuple[list[int], Spans]]:
        """The quoted sentences of a block that have no voice, those side by side together, and their quoted parts."""
        run: list[int] = []
        parts: list[Span] = []
        for number in row:
            part = None if number in self.voices else self._quoted_part(at, number)
            if part:
                run.append(number)
                parts.append(part)
            elif run:
                yield run, tuple(parts)
                run, parts = [], []
        if run:
            yield run, tuple(parts)

    def _quoted_part(self, at: int, number: int) -> Span | None:
        """What of a sentence is quoted: all of it, or all but the words before a colon or the name behind a dash."""
        page, (start, end) = self.page, self.page.whole[number]
        if page.blocks[at].kind == "quote" or page.quotation(number) is not None:
            return start, end
        inside = [quote for quote in page.quotes if overlap(quote, (start, end))]
        if len(inside) != 1:
            return None
        before, after = page.words((start, inside[0][0])), page.words((inside[0][1], end))
        led = re.search(r":\s*\W?$", before) and not any(map(str.isalnum, after))
        signed = not any(map(str.isalnum, before)) and _SIGNED.match(_CLOSING.sub("", after, count=1))
        return overlap(inside[0], (start, end)) if led or signed else None

    def _voice(self, at: int, run: Sequence[int]) -> tuple[Spans, Spans] | None:
        """Source and cue of the sentences ``run`` of a block, by the first sieve that has them."""
        relation = self._same_quotation(run)
        if relation is not None:
            return relation.source, relation.cue
        found = self._signed(at, run) or self._words_of(run) or self._led(run)
        if found is None:
            who = self._beside(at, run) or self._before(at, run)
            found = (who.source, who.cue) if isinstance(who, Relation) else who and ((who,), self._mark(at, run))
        return found

    def _mark(self, at: int, run: Sequence[int]) -> Spans:
        """The mark that opens the quotation: what says that somebody speaks."""
        quote = self.page.quotation(run[0])
        start = self.page.whole[run[0]][0]
        if quote is not None:
            start = max(self.page.quotes[quote][0] - 1, 0)
        elif self.page.blocks[at].kind == "quote":
            start = max(self.page.text.rfind(">", 0, start), 0)
        return ((start, start + 1),)

    def _is_clause(self, run: Sequence[int]) -> bool:
        words = sum(len(tokens(self.page.words(self.page.whole[number]))) for number in run)
        trees = [self.page.tree(number) for number in run]
        return words > LEAST and any(tree.is_finite(i) for tree in trees for i in range(len(tree.words)))

    def _same_quotation(self, run: Sequence[int]) -> Relation | None:
        page = self.page
        first = page.quotation(run[0])
        if first is None:
            return None
        last = first
        while first and page.goes_on(first - 1):
            first -= 1
        while page.goes_on(last):
            last += 1
        others = touched(page.quotes[first : last + 1], page.whole)
        near = sorted(others, key=lambda number: abs(number - run[0]))
        return next((self.voices[n] for n in near if n in self.voices and self.voices[n].source), None)

    def _signed(self, at: int, run: Sequence[int]) -> tuple[Spans, Spans] | None:
        page = self.page
        last = run[-1]
        quote = page.quotation(last)
        begin = page.whole[last][1]
        if quote is None and page.blocks[at].kind != "quote":
            begin = next((e for s, e in reversed(page.quotes) if s < begin), begin)
            closing = _CLOSING.match(page.text, begin)
            begin = closing.end() if closing else begin
        match = _SIGNED.match(page.text, begin, page.blocks[at].end)
        if match and self._is_name(match.span("who")):
            return (_name(page.text, match.span("who")),), (match.span("cue"),)
        return self._signature(at) if last == page.rows[at][-1] else None

    def _signature(self, at: int) -> tuple[Spans, Spans] | None:
        """The name in the block behind block ``at``, if it signs a quotation in that."""
        page = self.page
        if not 0 <= at < len(page.blocks) - 1 or not page.rows[at]:
            return None
        block, after = page.blocks[at], page.blocks[at + 1]
        quoted = block.kind == "quote" or page.quotation(page.rows[at][-1]) is not None
        listed = at + 2 < len(page.blocks) and page.blocks[at + 2].mark == after.mark != ""
        dash = page.text[after.start] in "—–―" or after.mark in {"—", "–", "-"}
        name = re.match(r"[\s—–―-]*(?P<who>[^\r\n]+?)\.?$", page.words((after.start, after.end)))
        if not quoted or listed or name is None or after.kind == "heading" or after.label:
            return None
        who = (after.start + name.start("who"), after.start + name.end("who"))
        titled = _NAME_AND_ROLE.match(page.words(who)) is not None
        if not (dash or titled) or not self._is_name(who):
            return None
        start = max(page.text.rfind(mark, block.end, who[0]) for mark in "—–―-")
        return (_name(page.text, who),), ((start, start + 1),) if start >= 0 else self._mark(at, page.rows[at])

    def _is_name(self, who: Span) -> bool:
        """Whether the words begin with a capital and are no statement."""
        if not self.page.text[who[0]].isupper() or who[1] - who[0] > LONGEST_NAME:
            return False
        tree = self.page.parsed.at(who[0])
        inside = tree.within(who)
        return not any(tree.is_finite(i) and tree.words[i].dep not in {"relcl", "acl"} for i in inside)

    def _words_of(self, run: Sequence[int]) -> tuple[Spans, Spans] | None:
        page = self.page
        for number in (run[-1] + 1, run[0] - 1, run[0]):
            if not 0 <= number < len(page.whole):
                continue
            start, end = page.whole[number]
            end = min((s for s, _ in page.quotes if start < s - 1 < end), default=end)
            if match := _WORDS_OF.match(page.text, start, end):
                tree = page.tree(number)
                first = next(iter(tree.within((match.end(), end))), None)
                if first is not None:
                    head = next((i for i in (*tree.ancestors(first),) if tree.words[i].dep == "pobj"), first)
                    who = phrase(tree, head)
                    return ((max(who[0], match.end()), who[1]),), ((start, match.end() - 1),)
            elif match := _WORDS_HIS.match(page.text, start, end):
                return (match.span("who"),), ((start, match.start("who")), (match.end("who"), match.end()))
            elif match := _HIS_WORDS.match(page.text, start, end):
                return (match.span("who"),), ((match.end("who"), match.end()),)
        return None

    def _led(self, run: Sequence[int]) -> tuple[Spans, Spans] | None:
        """Whom the words before a colon are about: "Brook was blunt: “…”"."""
        page = self.page
        start = page.whole[run[0]][0]
        own = page.text.rfind(":", start, min((s for s, _ in page.quotes if s >= start), default=start))
        if page.quotation(run[0]) is None and own >= 0:
            number, colon = run[0], own
        elif run[0] and page.words(page.whole[run[0] - 1]).endswith(":"):
            number, colon = run[0] - 1, page.whole[run[0] - 1][1] - 1
        else:
            return None
        tree = page.tree(number)
        # What is quoted may be read as the main clause, so the first verb that carries a clause is asked.
        verbs = [i for i in tree.within((tree.words[0].start, colon)) if tree.is_finite(i)]
        subject = next((j for i in verbs if (j := tree.child(i, *SUBJECTS)) is not None), None)
        if subject is None or tree.words[subject].start >= colon:
            return None
        if tree.words[subject].tag == "NN" and (named := _named_before(tree, subject)) is not None:
            subject = named
        return (phrase(tree, subject),), ((colon, colon + 1),)

    def _beside(self, at: int, run: Sequence[int]) -> Relation | Span | None:
        """Who is quoted or acts in the same block, before the quotation or behind it."""
        row = self.page.rows[at]
        pronoun: Span | None = None
        for number in range(run[0] - 1, row.start - 1, -1):
            if number in self.voices:
                if self.voices[number].source:
                    return self.voices[number]
                continue
            who = _actor(self.page.tree(number))
            if who and self.page.words(who).lower() not in _PERSONAL:
                return who
            pronoun = pronoun or who
        if pronoun:
            return pronoun
        for number in range(run[-1] + 1, row.stop):
            if number in self.voices and self.voices[number].source:
                return self.voices[number]
            if number == run[-1] + 1 and (who := _actor(self.page.tree(number))):
                return who
        return None

    def _before(self, at: int, run: Sequence[int]) -> Relation | Span | None:
        """For a block that is all quoted: the one voice of the block before, or who acts at its end."""
        page = self.page
        if len(run) != len(page.rows[at]) or not at or page.blocks[at].mark or not page.rows[at - 1]:
            return None
        row = page.rows[at - 1]
        voices = [self.voices[number] for number in row if number in self.voices]
        if voices:
            sources = {" ".join(page.words(span) for span in one.source) for one in voices}
            return voices[-1] if len(sources) == 1 and voices[-1].source else None
        return None if page.blocks[at - 1].kind == "heading" else _actor(page.tree(row[-1]))


def phrase(tree: Tree, head: int) -> Span:
    """The noun phrase of ``head`` without its relative clauses, its possessive mark and marks at its end."""
    left_out = {
        i
        for child in tree.children[head]
        if tree.words[child].dep in {"relcl", "case", "punct"}
        for i in tree.subtree(child)
    }
    kept = [i for i in tree.subtree(head) if i not in left_out]
    # What stands behind a clause that was left out goes with it.
    stop = next((i for i in sorted(left_out) if i > head), len(tree.words))
    return tree.span([i for i in kept if i < stop])


def _named_before(tree: Tree, subject: int) -> int | None:
    """The name that a preposition has before the subject: "For Lee, the case is closed"."""
    names = (i for i in range(subject) if tree.words[i].dep == "pobj" and tree.words[i].tag == "NNP")
    return next((i for i in names if tree.words[tree.words[i].head].lemma in {"for", "to"}), None)


def _actor(tree: Tree) -> Span | None:
    """The subject of a sentence, if it is a person: a name, "he" or "she", or of whom it says "he" or "his"."""
    for i in tree.roots:
        subject = tree.child(i, "nsubj")
        if subject is None:
            continue
        word = tree.words[subject]
        own = any(other.text.lower() in _OWN for other in tree.words)
        named = word.tag == "NNP"
        if word.text.lower() in _PERSONAL or named or (word.tag == "NN" and own):
            return phrase(tree, subject)
    return None


def _name(text: str, who: Span) -> Span:
    """The name that signs a quotation, without ", who …" and marks at its end."""
    relative = re.search(r",\s+(?:who|which|whose)\b", text[slice(*who)])
    end = who[0] + relative.start() if relative else who[1]
    return who[0], who[0] + len(text[who[0] : end].rstrip(" .,;*_"))
