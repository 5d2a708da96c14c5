"""Who a source is: the fullest name that the text gives for "he", "Hussein", "the agency", "who".

Rules on the article's own text, in the manner of the deterministic sieves for coreference (Lee et al. 2013) and of
quotation attribution: names first, then descriptions, then pronouns from the voice before. Where two readings are
open nothing is resolved: a wrong name on a quotation is worse than none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from claims.records import Article, Claim, Span, Spans
from claims.sources.figures import bare, inside
from claims.sources.name_words import Gender, lexicon
from claims.sources.names import Description
from claims.sources.pronouns import Reader
from claims.sources.scene import Key, Scene, Turn, key_of, near, scene_of, turns_of
from claims.text.parse import Parse

# "It" may mean whatever else is spoken of where more words of its sentence than these stand before it.
LEAD = 4
PRONOUNS: Mapping[str, Gender] = {"he": "m", "she": "f", "him": "m", "her": "f"}
GROUPS = frozenset({"it", "they"})
# What may stand between a name and its relative pronoun: "Ann Lee, 45, who".
BETWEEN = " ,0123456789"
# Whoever speaks in a quotation.
SPEAKER = frozenset({"i", "we"})
RELATIVES = frozenset({"who", "which"})
NO_NAMES = frozenset({*PRONOUNS, *GROUPS, *RELATIVES, *SPEAKER, "you", "that", "this", "one"})
SPELLED: Mapping[str, tuple[str, ...]] = {
    "eu": ("european", "union"),
    "un": ("united", "nations"),
    "uk": ("united", "kingdom"),
}
_LEADING = re.compile(r"^(?:the|The)\s+")
# What may follow a name inside a source that names this person or organisation: "John Smith of Ohio", "Smith, 45,".
_TRAILING = re.compile(r"\s*(?:$|[,(—–:]|--|(?:of|in|at|from|with|who|on|for|told|by)\b)")
_GOVERNING = re.compile(r"\b(?:of|for|to|by|at|from|with|and|or|in|on|who|which|that|about|against|including)\b|[,:;&]")
_AND = re.compile(r"\b(?:and|or)\b|&")


def resolve(article: Article, claims: Sequence[Claim], parsed: Parse) -> tuple[Claim, ...]:
    """The claims with ``Voice.resolved`` set where the text says for certain whose voice it is.

    ``parsed`` is the article's text, read. The name is the longest given before or in the same sentence, without
    title: "Fuad Hussein" for "the Iraqi minister". It stays None where the source is that name already. Everything
    else of a claim stays as it is.
    """
    turns = turns_of(claims)
    if not turns:
        return tuple(claims)
    scene = scene_of(article)
    reader = Reader(scene, parsed)
    found: dict[Key, int] = {}
    resolved: dict[Key, str] = {}
    said = tuple(sorted({span for turn in turns.values() if turn.outer is None for span in turn.contents}))
    before: list[Turn] = []
    # An "I" may stand before the words that say who speaks.
    for key, turn in sorted(turns.items(), key=lambda item: (_own_words(item[1]), item[1].start, item[0])):
        figure = _figure(reader, turn, before, found, said)
        if turn.outer is None:
            before.append(turn)
        if figure is None:
            continue
        found[key] = figure
        name = _fullest(scene, figure, turn)
        if name and name != _LEADING.sub("", " ".join((turn.voice.source or "").split())):
            resolved[key] = name
    for key in _contradicted(turns, found):
        resolved.pop(key, None)
    return tuple(
        replace(
            claim,
            chain=tuple(replace(voice, resolved=resolved.get(key_of(voice), voice.resolved)) for voice in claim.chain),
        )
        for claim in claims
    )


def _own_words(turn: Turn) -> bool:
    return (turn.voice.source or "").lower() in SPEAKER


def _contradicted(turns: Mapping[Key, Turn], found: Mapping[Key, int]) -> Iterator[Key]:
    """The pronouns of figures that came out as "he" here and "she" there; one slip among many is dropped alone."""
    used: dict[int, dict[Gender, list[Key]]] = defaultdict(lambda: {"f": [], "m": []})
    for key, figure in found.items():
        if gender := PRONOUNS.get((turns[key].voice.source or "").lower()):
            used[figure][gender].append(key)
    for keys in used.values():
        for ours, others in ((keys["f"], keys["m"]), (keys["m"], keys["f"])):
            if others and len(ours) < 3 * len(others):
                yield from ours


def _figure(reader: Reader, turn: Turn, before: Sequence[Turn], found: Mapping[Key, int], said: Spans) -> int | None:
    scene = reader.scene
    source = (turn.voice.source or "").lower()
    if source in RELATIVES:
        return _antecedent(scene, turn, source, before, found)
    if source in SPEAKER:
        outer = found.get(turn.outer) if turn.outer and inside((turn.start, turn.start), scene.quoted) else None
        return outer if outer is not None and (source == "we" or scene.figures.kinds[outer] != "organisation") else None
    if source in PRONOUNS or source in GROUPS:
        if inside((turn.start, turn.start), scene.quoted):
            return None
        if turn.outer and (outer := _nested(scene, turn, source, found)) is not None:
            return outer
        if source in PRONOUNS:
            prior = found.get(key_of(before[-1].voice)) if before else None
            figure = reader.person(turn.voice.spans[0], prior)
            reporter = found.get(turn.outer) if turn.outer else None
            if reporter not in (None, figure) and _agrees(scene, reporter, source):
                # "Mrs Lee said Mrs Karlson left when she heard it."
                return None
            if figure is not None:
                reader.told.setdefault(figure, 1 if PRONOUNS[source] == "f" else -1)
            return figure
        return None if turn.outer or not before else _group(scene, turn, source, before[-1], found, said)
    if source in NO_NAMES:
        return None
    span = turn.voice.spans[0][0], turn.voice.spans[0][1]
    named = _named(scene, span)
    return named if named is not None else _described(scene, span)


def _fullest(scene: Scene, figure: int, turn: Turn) -> str | None:
    """The longest name of the figure up to the end of the voice's sentence; of equals the first."""
    end = scene.whole[scene.sentence(turn.start)][1] if scene.whole else 0
    given = [scene.names[i].text for i in scene.figures.names[figure] if scene.names[i].span[0] < end]
    return _LEADING.sub("", max(given, key=lambda name: len(name.split()))) if given else None


def _named(scene: Scene, span: Span) -> int | None:
    """The figure whose name is the head of the source: "Foreign Minister Fuad Hussein", "his aide, Ann Lee,"."""
    text, cast = scene.text, scene.figures
    heads = []
    for i in scene.within(*span):
        name = scene.names[i]
        before, after = text[span[0] : name.span[0]], text[name.span[1] : span[1]]
        if name.span[1] > span[1] or not _TRAILING.match(after):
            continue
        apposed = any(d.name == i and d.span[0] >= span[0] for d in near(scene, span)) and "," in before
        governed = _GOVERNING.search(re.sub(r"\b[Ss]ecretary of\b", "", before))
        if (governed and not (apposed and not _AND.search(before))) or _coordinated(scene, i, span):
            continue
        if not apposed and not _is_title(scene, i, before):
            continue
        if name.kind != "person" and re.match(r"\s+\w", after):
            # A name may go on where we stopped reading it: "Committee for a Responsible Budget".
            continue
        heads.append(i)
        break
    if not heads or (at := heads[0]) is None:
        return None
    figure, name = cast.of[at], scene.names[at]
    if name.kind == "place" and len(name.text.split()) == 1:
        return None
    if figure is None or (name.gender and cast.genders[figure] not in (None, name.gender)):
        # "Mrs. Clinton", where the text names Hillary and Bill.
        group = scene.surnames.get(bare(name.text), frozenset())
        fits = [f for f in group if cast.genders[f] == name.gender]
        others = [f for f in group if cast.genders[f] is None]
        figure = fits[0] if name.gender and len(fits) == 1 and not others else None
    return figure


def _is_title(scene: Scene, i: int, before: str) -> bool:
    """Whether the words before a name are its title: "Foreign Minister", "conservative talk radio host"."""
    words = before.lower().replace(".", "").split()
    if words and words[0] in {"some", "several", "many", "most", "other", "like", "few", "all", "two", "three"}:
        return False
    start = scene.names[i].span[0]
    linked = any(d.name == i and d.span[0] < start for d in near(scene, (start - len(before), start)))
    return linked or all(word in lexicon().titles | {"the", "us", "u"} for word in words)


def _coordinated(scene: Scene, i: int, span: Span) -> bool:
    """Whether the source names somebody else beside the name: "Ann Lee and her husband"."""
    after = scene.text[scene.names[i].span[1] : span[1]]
    if re.search(r"\bothers\b", after):
        return True
    joint = _AND.search(after)
    if not joint:
        return False
    start = scene.names[i].span[1] + joint.end()
    return not after[: joint.start()].strip(" ,") or any(
        scene.figures.kinds[figure] == "person"
        for j in scene.within(start, span[1])
        if (figure := scene.figures.of[j]) is not None
    )


def _described(scene: Scene, span: Span) -> int | None:
    """The only figure so described before: "the Iraqi minister", "Frontex chief"."""
    own = next(iter(near(scene, span)), None)
    if own is None or own.span[0] != span[0] or scene.text[own.span[1] : span[1]].strip(" ,"):
        return None
    if not own.definite and not (own.modifiers - lexicon().offices):
        return None
    if own.name is not None:
        return scene.figures.of[own.name]
    first = scene.text[span[0] :].split(maxsplit=1)[0].lower()
    if first in {"a", "an", "another", "one", "some", "his", "her", "its", "their", "this", "that"}:
        return None
    candidates: set[int] = set()
    offices = own.modifiers & lexicon().offices
    stop = bisect_left(scene.heads.get(own.head, []), own.span[0], key=lambda d: d.span[0])
    for other in scene.heads.get(own.head, [])[:stop]:
        if other.modifiers & lexicon().offices != offices:
            continue
        figure = scene.figures.of[other.name] if other.name is not None else None
        if figure is None and other.name is not None:
            return None
        fits = all(any(_same(a, b) for b in _spelled(other.modifiers)) for a in _spelled(own.modifiers))
        if figure is not None and fits:
            candidates.add(figure)
        elif figure is None and not own.modifiers and (other.modifiers or not other.definite):
            # "a French minister" may be meant by "the minister" too.
            candidates.add(-1)
        elif figure is None and own.modifiers and (fits or not other.modifiers) and not other.definite:
            candidates.add(-1)
    if own.head in lexicon().organisations:
        candidates |= _organisations(scene, own)
    if len(candidates) != 1 or -1 in candidates:
        return None
    return candidates.pop()


def _organisations(scene: Scene, own: Description) -> set[int]:
    """The organisations before whose name ends with the description's head: "European Commission"."""
    found = set()
    for i in scene.organisations.get(own.head, ()):
        words = scene.names[i].text.lower().split()
        figure = scene.figures.of[i] if scene.names[i].span[0] < own.span[0] else None
        if figure is not None and all(any(_same(a, b) for b in words) for a in own.modifiers):
            found.add(figure)
    return found


def _spelled(modifiers: frozenset[str]) -> frozenset[str]:
    """The modifiers with the abbreviations in ``SPELLED`` written out: "EU" is "European Union"."""
    return frozenset(word for modifier in modifiers for word in SPELLED.get(modifier, (modifier,)))


def _same(a: str, b: str) -> bool:
    """Whether two modifiers are the same: "Iraq" and "Iraqi", "Lithuania" and "Lithuanian"."""
    short, long = sorted((a, b), key=len)
    return long == short or (len(short) > 3 and long.removeprefix(short) in {"n", "i", "an", "ese", "s"})


def _antecedent(scene: Scene, turn: Turn, source: str, before: Sequence[Turn], found: Mapping[Key, int]) -> int | None:
    """The voice or name right before a relative pronoun, or before an apposition: "Fuad Hussein, the minister, who"."""
    start = turn.start
    if before and not scene.text[before[-1].voice.spans[-1][1] : start].strip(" ,"):
        figure = found.get(key_of(before[-1].voice))
        return figure if figure is not None and (scene.figures.kinds[figure] == "person") == (source == "who") else None
    last = bisect_left(scene.descriptions, start, key=lambda d: d.span[0]) - 1
    own = scene.descriptions[last] if last >= 0 else None
    described = own is not None and not scene.text[own.span[1] : start].strip(" ,")
    i = own.name if own is not None and described else bisect_left(scene.starts, start) - 1
    if i is None or i < 0 or (not described and scene.text[scene.names[i].span[1] : start].strip(BETWEEN)):
        return None
    words = scene.text[max(0, scene.names[i].span[0] - 40) : scene.names[i].span[0]].split()
    while words and words[-1].lower().rstrip(".") in lexicon().titles | lexicon().roles:
        words.pop()
    figure = scene.figures.of[i]
    if figure is None or (words and words[-1].lower() in {"and", "or", "of", "&"}):
        return None
    return figure if (scene.figures.kinds[figure] == "person") == (source == "who") else None


def _agrees(scene: Scene, figure: int, source: str) -> bool:
    kind, gender = scene.figures.kinds[figure], scene.figures.genders[figure]
    if source in GROUPS:
        return kind == "organisation" or (source == "it" and kind == "unknown" and gender is None)
    return kind == "person" and gender in (None, PRONOUNS[source])


def _nested(scene: Scene, turn: Turn, source: str, found: Mapping[Key, int]) -> int | None:
    """The voice that reports the pronoun's, if it stands before and nobody else is named between."""
    outer = found.get(turn.outer) if turn.outer else None
    if outer is None or turn.outer is None or not _agrees(scene, outer, source):
        return None
    end = turn.outer[0][-1][1]
    if end > turn.start or scene.sentence(end) != scene.sentence(turn.start):
        return None
    if source in PRONOUNS and scene.figures.genders[outer] is None:
        return None
    return None if _rivals(scene, end, turn.start, outer, source, everywhere=True) else outer


def _group(scene: Scene, turn: Turn, source: str, prior: Turn, found: Mapping[Key, int], said: Spans) -> int | None:
    """The organisation that spoke before, where nobody else who agrees with "it" or "they" stands between."""
    own = min([turn.start, *(s for s, _ in turn.contents)])
    number, first = scene.sentence(turn.start), scene.sentence(prior.start)
    ends = [e for _, e in (*prior.voice.spans, *prior.voice.cue_spans, *prior.contents) if e <= turn.start]
    reach = scene.sentence(max(ends) - 1) if ends else first
    figure = found.get(key_of(prior.voice))
    if scene.sentence(own) - reach > 1 or figure is None or not _agrees(scene, figure, source):
        return None
    lead = scene.text[scene.whole[number][0] : turn.start]
    if source == "it" and first != number and own == turn.start and len(lead.split()) > LEAD:
        return None
    start = scene.whole[first][0]
    return None if _rivals(scene, start, turn.start, figure, source, said=said, everywhere=first == number) else figure


def _rivals(
    scene: Scene,
    start: int,
    end: int,
    figure: int,
    source: str,
    *,
    said: Spans = (),
    everywhere: bool = False,
) -> bool:
    """Whether somebody else who agrees with the pronoun is a subject, or ``everywhere`` named at all, in between."""
    gender = PRONOUNS.get(source)
    for i in scene.within(start, end):
        name, other = scene.names[i], scene.figures.of[i]
        if other == figure or inside(name.span, scene.quoted) or inside(name.span, said):
            continue
        kind = scene.figures.kinds[other] if other is not None else name.kind
        if kind == "place" or (kind == "organisation") != (source in GROUPS):
            continue
        agrees = other is None or gender is None or scene.figures.genders[other] in (None, gender)
        if agrees and (everywhere or name.subject):
            return True
    for d in near(scene, (start, end)):
        fits = (d.head in lexicon().roles) == (source in PRONOUNS) and lexicon().gender(d.head) in (None, gender)
        if fits and d.name is None and d.subject and not inside(d.span, scene.quoted) and not inside(d.span, said):
            return True
    return False
