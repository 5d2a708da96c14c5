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

from claims.attribution.cue_words import STATEMENTS
from claims.records import Claim, Span
from claims.sources.figures import bare, inside
from claims.sources.floor import HEARD, SIGNS, SOMEBODY, Party, Speaker
from claims.sources.name_words import Gender, lexicon
from claims.sources.names import Description
from claims.sources.pronouns import Reader
from claims.sources.scene import Key, Scene, Turn, key_of, near, scene_of, turns_of
from claims.text.parse import Parse

PRONOUNS: Mapping[str, Gender] = {word: "f" if sign > 0 else "m" for word, sign in SIGNS.items()}
GROUPS = frozenset({"it", "they"})
POSSESSIVES = {"his": "he", "her": "she", "its": "it", "their": "they"}
# What somebody has written speaks for them.
PAPERS = frozenset("announcement blog broadcast letter memo post press release study survey tweet website".split())
# What may stand between a name and its relative pronoun: "Ann Lee, 45, who".
BETWEEN = " ,0123456789"
# Whoever speaks in a quotation.
SPEAKER = frozenset({"i", "we"})
RELATIVES = frozenset({"who", "which"})
NO_NAMES = frozenset({*SIGNS, *GROUPS, *RELATIVES, *SPEAKER, "you", "that", "this", "one"})
SPELLED: Mapping[str, tuple[str, ...]] = {
    "eu": ("european", "union"),
    "un": ("united", "nations"),
    "uk": ("united", "kingdom"),
}
_LEADING = re.compile(r"^(?:the|The)\s+")
# What may follow a name inside a source that names this person or organisation: "John Smith of Ohio", "Smith, 45,".
_TRAILING = re.compile(r"\s*(?:$|[,(—–:]|--|(?:of|in|at|from|with|who|on|for|told|by)\b)")
_GOVERNING = re.compile(r"\b(?:of|for|to|by|at|from|with|and|or|in|on|who|which|that|about|against|including)\b|[,:;&]")
# Two who are named together: "David Albright and Serena Weil", "Khizr and Ghazala Khan".
_BESIDE = re.compile(r"[A-Z]\S*,? (?:and|&) [A-Z]")
_AND = re.compile(r"\b(?:and|or)\b|&")


def resolve(text: str, claims: Sequence[Claim], parsed: Parse) -> tuple[Claim, ...]:
    """The claims with ``Voice.resolved`` set where the text says for certain whose voice it is.

    ``text`` is the article's, and ``parsed`` what was read of it. The name is the longest given before or in the same
    sentence, without title: "Fuad Hussein" for "the Iraqi minister". A pronoun for somebody without a name gets what
    the text calls them: "Its pilots" for "they". It stays None where the source is that name already. Everything else
    of a claim stays as it is.
    """
    turns = turns_of(claims)
    if not turns:
        return tuple(claims)
    scene = scene_of(text, parsed)
    said = tuple(sorted({span for turn in turns.values() if turn.outer is None for span in turn.contents}))
    reader = Reader(scene, parsed, said)
    found: dict[Key, int] = {}
    resolved: dict[Key, str] = {}
    speakers: dict[Key, Speaker] = {}
    before: list[Turn] = []
    labels = _in_capitals(turns)
    # An "I" may stand before the words that say who speaks.
    for key, turn in sorted(turns.items(), key=lambda item: (_own_words(item[1]), item[1].start, item[0])):
        source, party = " ".join((turn.voice.source or "").split()), None
        if pronoun := _pronoun_in(source.lower()):
            heard = [speakers[key_of(one.voice)] for one in before[-HEARD:]]
            figure, party = _pronoun(reader, turn, pronoun, heard, speakers)
        else:
            figure = _figure(scene, parsed, turn, before, found)
            if figure is None and (pronoun := _renaming(source)):
                heard = [speakers[key_of(one.voice)] for one in before[-HEARD:]]
                figure, _ = _pronoun(reader, turn, pronoun, heard, speakers, source.split()[-1])
        speakers[key] = _speaker(turn, figure, party)
        if turn.outer is None:
            before.append(turn)
        if figure is not None:
            found[key] = figure
            name = _fullest(scene, figure, turn)
        else:
            name = reader.floor.phrase(party) if party is not None else None
        if name is None or name == source:
            name = labels.get(source)
        if name and name != _LEADING.sub("", source):
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


def _in_capitals(turns: Mapping[Key, Turn]) -> dict[str, str]:
    """The full names of speakers' labels by their last words, where one has it: "KLINE" is "DORA KLINE, MAYOR"."""
    found: dict[str, set[str]] = defaultdict(set)
    for turn in turns.values():
        name = (turn.voice.source or "").partition(",")[0].strip()
        if name.isupper() and " " in name:
            found[name.split()[-1]].add(name)
    return {last: next(iter(names)) for last, names in found.items() if len(names) == 1}


def _own_words(turn: Turn) -> bool:
    return (turn.voice.source or "").lower() in SPEAKER


def _contradicted(turns: Mapping[Key, Turn], found: Mapping[Key, int]) -> Iterator[Key]:
    """The pronouns of figures that came out as "he" here and "she" there; one slip among many is dropped alone."""
    used: dict[int, dict[int, list[Key]]] = defaultdict(lambda: {1: [], -1: []})
    for key, figure in found.items():
        if sign := SIGNS.get((turns[key].voice.source or "").lower()):
            used[figure][sign].append(key)
    for keys in used.values():
        for ours, others in ((keys[1], keys[-1]), (keys[-1], keys[1])):
            if others and len(ours) < 3 * len(others):
                yield from ours


def _pronoun_in(source: str) -> str | None:
    """The "he", "she", "it" or "they" of a source: "its", "its statement"."""
    first, _, rest = source.partition(" ")
    if source in SIGNS or source in GROUPS:
        return source
    return POSSESSIVES.get(first) if not rest or rest in STATEMENTS | PAPERS else None


def _renaming(source: str) -> str | None:
    """The pronoun whose place a noun phrase takes that calls somebody named anew: "the company", "the 54-year-old"."""
    words = source.split()
    if len(words) < 2 or words[0].lower() != "the" or not all(word.islower() for word in words[1:-1]):
        return None
    if words[-1].endswith("-year-old"):
        return SOMEBODY
    return "it" if words[-1] in lexicon().epithets else None


def _speaker(turn: Turn, figure: int | None, party: Party | None) -> Speaker:
    """Who speaks in a turn, with the end of what is said before the next turn can begin."""
    voice = turn.voice
    return Speaker(voice.spans[0], (*voice.spans, *voice.cue_spans, *sorted(turn.contents)), figure, party)


def _figure(scene: Scene, parsed: Parse, turn: Turn, before: Sequence[Turn], found: Mapping[Key, int]) -> int | None:
    """The figure of a source that is no "he", "she", "it" or "they"."""
    source = (turn.voice.source or "").lower()
    if source in RELATIVES:
        return _antecedent(scene, turn, source, before, found)
    if source in SPEAKER:
        outer = found.get(turn.outer) if turn.outer and inside((turn.start, turn.start), scene.quoted) else None
        return outer if outer is not None and (source == "we" or scene.figures.kinds[outer] != "organisation") else None
    if source in NO_NAMES:
        return None
    span = turn.voice.spans[0][0], turn.voice.spans[0][1]
    named = _named(scene, parsed, span)
    if named is None and source.upper() == turn.voice.source:
        # "BROOK:" in a transcript that names Helen Brook.
        known = scene.surnames.get(source, frozenset())
        named = next(iter(known)) if len(known) == 1 else None
    return named if named is not None else _described(scene, span)


def _pronoun(
    reader: Reader,
    turn: Turn,
    source: str,
    before: Sequence[Speaker],
    speakers: Mapping[Key, Speaker],
    noun: str = "",
) -> tuple[int | None, Party | None]:
    """The figure, or who has no name, that a "he", "she", "it" or "they" outside quotations means, or a ``noun`` in its
    place."""
    span = turn.voice.spans[0]
    if inside((turn.start, turn.start), reader.scene.quoted):
        return None, None
    outer = speakers.get(turn.outer) if turn.outer else None
    if outer is not None:
        party = reader.floor.reporter(source, span, outer, noun)
    else:
        party = reader.floor.taken_up(source, span, before, noun)
    figure = party.figure if party is not None else None
    if source in SIGNS:
        prior = before[-1].figure if before else None
        likely = reader.person(span, tuple(sorted(turn.contents)), prior)
        if likely is not None and (party is None or figure is not None) and figure in (None, likely):
            figure = likely
        elif likely is not None:
            # The trees and the turn of speaking disagree.
            return None, None
        if outer is not None and outer.figure not in (None, figure) and reader.floor.is_fitting(outer, source):
            # "Mrs Lee said Mrs Karlson left when she heard it."
            return None, None
        if figure is not None:
            reader.told.setdefault(figure, SIGNS[source])
    return figure, party if figure is None else None


def _fullest(scene: Scene, figure: int, turn: Turn) -> str | None:
    """The longest name of the figure up to the end of the voice's sentence; of equals the first."""
    end = scene.whole[scene.sentence(turn.start)][1] if scene.whole else 0
    given = [scene.names[i].text for i in scene.figures.names[figure] if scene.names[i].span[0] < end]
    return _LEADING.sub("", max(given, key=lambda name: len(name.split()))) if given else None


def _at_head(scene: Scene, parsed: Parse, span: Span) -> Iterator[int]:
    """The person named at the head of the noun phrase at ``span``, or in apposition to it, where nobody else is."""
    if not parsed.trees or _BESIDE.search(scene.text[slice(*span)]):
        return
    tree = parsed.at(span[0])
    inside = tree.within(span)
    head = next((i for i in inside if tree.words[i].head not in inside or tree.words[i].head == i), None)
    if head is None or any(tree.words[i].dep == "conj" and i in inside for i in tree.children[head]):
        return
    apposed = (i for i in tree.children[head] if tree.words[i].dep == "appos" and i in inside)
    for word in (tree.words[i] for i in (head, *apposed) if tree.words[i].pos == "PROPN"):
        at = bisect_left(scene.starts, word.end) - 1
        name = scene.names[at] if at >= 0 else None
        if name is not None and name.kind == "person" and name.span[0] <= word.start < name.span[1]:
            yield at


def _named(scene: Scene, parsed: Parse, span: Span) -> int | None:
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
    heads += () if heads or re.search(r"\bothers\b", text[slice(*span)]) else _at_head(scene, parsed, span)
    if not heads:
        return None
    at = heads[0]
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
