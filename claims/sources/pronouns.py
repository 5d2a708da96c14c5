"""Whom a "he" or "she" means, by trees that learned it (``claims/training/coreference.py``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path

from claims.records import Span, Spans
from claims.sources.cast import Cast, Mention, Person, cast_of, persons_near
from claims.sources.features import LEANING, anaphor_at, rows
from claims.sources.figures import inside
from claims.sources.floor import Floor
from claims.sources.scene import Scene
from claims.sources.trees import Trees, load
from claims.text.parse import Parse

# A "he" or "she" is resolved where the log-odds of the likeliest person and their lead over the next one's come to so
# much together; less is asked where that person spoke last. Chosen on development parts (see the model card).
SURE, SURE_OF_PRIOR = 3.5, 0.0
# What somebody who is alone leads over.
ALONE = -4.0
MODEL = Path(__file__).parent / "model"


@cache
def _trees() -> Trees:
    return load(MODEL / "pronouns.safetensors")


def candidates(
    cast: Cast, place: int, genders: Mapping[int, int], always: frozenset[int] = frozenset()
) -> list[Mention]:
    """The mentions that the pronoun at the word ``place`` may take up: ``persons_near`` without the other gender.

    That is told by a title or role, by ``genders`` (of figures: 1 for women, -1 for men), or by a clear first name.
    """
    sign = anaphor_at(cast, place).gender
    kept = {(cast.mentions[i].words.start, cast.mentions[i].who) for i in always}
    return [
        mention
        for mention in persons_near(cast, place, always)
        if not _is_other(cast.people[mention.who], sign, genders) or (mention.words.start, mention.who) in kept
    ]


def _is_other(person: Person, sign: int, genders: Mapping[int, int]) -> bool:
    known = person.told or (genders.get(person.figure, 0) if person.figure is not None else 0)
    return known * sign < 0 or (not known and person.length > 1 and person.leaning * sign < -LEANING)


def scored(cast: Cast, place: int, near: Sequence[Mention], quoted: Sequence[bool]) -> list[tuple[float, int]]:
    """The log-odds of each of the mentions ``near`` the pronoun at the word ``place``, and who it is.

    ``quoted`` says of each word whether it is in quotation marks.
    """
    if not near:
        return []
    scores = _trees().score(rows(cast, anaphor_at(cast, place), near, quoted)[1])
    return [(score, mention.who) for score, mention in zip(scores.tolist(), near, strict=True)]


def sure(scores: Sequence[tuple[float, int]]) -> tuple[float, int] | None:
    """The likeliest person, and how sure that is: the log-odds of its likeliest mention, and their lead over the next
    person's, together. None where there is nobody."""
    best: dict[int, float] = {}
    for score, who in scores:
        best[who] = max(score, best.get(who, score))
    if not best:
        return None
    first, *others = sorted(best, key=lambda who: -best[who])
    lead = best[first] - max((best[who] for who in others), default=ALONE)
    return best[first] + lead, first


class Reader:
    """A scene with its grammar, which is looked at only where a pronoun needs it; ``said`` is what voices say in it."""

    def __init__(self, scene: Scene, parsed: Parse, said: Spans) -> None:
        self.scene, self._parsed, self._said = scene, parsed, said
        # Figures of which it is known: 1 for women, -1 for men.
        self.told = {
            figure: 1 if gender == "f" else -1 for figure, gender in enumerate(scene.figures.genders) if gender
        }

    @cached_property
    def cast(self) -> Cast:
        """Everybody in the scene."""
        return cast_of(self.scene, self._parsed)

    @cached_property
    def quoted(self) -> list[bool]:
        """Whether each word stands in quotation marks."""
        return [inside((word.start, word.end), self.scene.quoted) for word in self.cast.grammar.words]

    @cached_property
    def floor(self) -> Floor:
        """Who may be taken up."""
        return Floor(self.scene, self.cast, self.quoted, self._said)

    def person(self, span: Span, own: Spans, prior: int | None) -> int | None:
        """The figure that the "he" or "she" at ``span`` means, if it is sure.

        ``own`` is what is said there, in which nobody is looked for, nor in quotations; ``prior`` is who spoke before.
        """
        found = self.likeliest(span, own)
        if found is None:
            return None
        least = SURE_OF_PRIOR if found[1] == prior else SURE
        return found[1] if found[0] >= least else None

    def likeliest(self, span: Span, own: Spans) -> tuple[float, int] | None:
        """How sure it is that the "he" or "she" at ``span`` means the likeliest figure, and which; see ``sure``."""
        place = self.cast.grammar.within(span)
        if not place:
            return None
        words = self.cast.grammar.words
        doing = self.floor.doing(place[0])
        near = [
            mention
            for mention in candidates(self.cast, place[0], self.told)
            if not self.quoted[mention.head]
            and mention.head not in doing
            and not inside((words[mention.head].start, words[mention.head].end), own)
        ]
        found = sure(scored(self.cast, place[0], near, self.quoted))
        if found is None:
            return None
        person = self.cast.people[found[1]]
        return (found[0], person.figure) if person.kind == "person" and person.figure is not None else None
