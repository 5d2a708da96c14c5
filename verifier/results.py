"""What earlier runs found: splits, scores and verdicts, each under everything that it depends on.

An article costs nothing again while its text, the models, the rules and the corpus are the same. In a corpus that
changed, a claim keeps its verdicts while the same passages are found for it in the same documents, and the same
documents are read whole. What is kept changes no byte of a report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import asdict, dataclass, replace

from claims.attribution.tagger import Tagger
from claims.limits import limit
from claims.records import Article, Claim
from verifier.cache.kept import Kept, Shelf
from verifier.cache.keys import judging, key, splitter
from verifier.corpus.store import Corpus
from verifier.nli import Scorer
from verifier.nli.engine import Pair
from verifier.nli.kept import reader_key, remembering
from verifier.nli.readers import TwoReaders
from verifier.records import CarefulScores, CheckedClaim, Flag, Passage, Run, Scores, Verdict
from verifier.verdict.rules import OF_ARTICLE

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Row:
    """A claim as it is kept, and for each piece of evidence of its verdicts whether a careful reader scored it."""

    checked: CheckedClaim
    careful: tuple[bool, ...]


class Itself:
    """What is kept of articles by themselves: their claims, and what they raise against themselves.

    ``tagger`` is the tagger's entry in ``Run.models``, ``on`` are the rules that may be raised.
    """

    def __init__(self, kept: Kept, tagger: Mapping[str, str], on: Set[str]) -> None:
        self._splits = _splits(kept)
        self._flags = Shelf[tuple[tuple[Flag, ...], ...]](kept, "itself", tuple[tuple[Flag, ...], ...])
        self._tagger = tagger
        self.on = on & OF_ARTICLE

    def claims(self, article: Article) -> tuple[Claim, ...] | None:
        """The claims into which an article was split before."""
        found = self._splits.get([_split(article, self._tagger)])
        return next((tuple(replace(c, article_id=article.id) for c in claims) for claims in found.values()), None)

    def keep_claims(self, article: Article, claims: Sequence[Claim]) -> None:
        """Keep the claims of an article."""
        self._splits.put({_split(article, self._tagger): tuple(claims)})

    def flags(self, article: Article) -> tuple[tuple[Flag, ...], ...] | None:
        """What an article was found to raise against itself before, claim by claim."""
        return next(iter(self._flags.get([self._key(article)]).values()), None)

    def keep_flags(self, article: Article, flags: Sequence[tuple[Flag, ...]]) -> None:
        """Keep what an article raises against itself."""
        self._flags.put({self._key(article): tuple(flags)})

    def _key(self, article: Article) -> str:
        return key(judging(), *self._tagger.values(), *_told(article), *sorted(self.on))


class Results:
    """Those in ``kept`` of runs like this one: ``run`` names models, thresholds and corpus, ``on`` the rules.

    ``setting`` is what scores depend on beside model and calibration (``verifier.nli.load.setting``).
    """

    def __init__(self, kept: Kept, scorer: Scorer, corpus: Corpus, run: Run, on: Set[str], setting: str = "") -> None:
        self.kept = kept
        self.reader = remembering(scorer, kept, setting)
        self.own = Itself(kept, run.models["attribution"], on)
        self._verdicts = Shelf[Row](kept, "verdicts", Row)
        self._articles = Shelf[tuple[str, ...]](kept, "articles", tuple[str, ...])
        self._documents = {row.id: row.digest for row in corpus.list()}
        self._corpus = corpus.digest()
        settings = (f"{name} {value!r}" for name, value in sorted(run.thresholds.items()))
        models = (*run.models["attribution"].values(), reader_key(scorer, setting))
        self._judge = key(splitter(), judging(), *models, *settings, limit("WHOLE_CHARACTERS"), *sorted(on))

    def article(self, article: Article) -> tuple[CheckedClaim, ...] | None:
        """The claims of an article that was checked before against the same corpus; None where one is not known."""
        whole = self._whole(article)
        keys = self._articles.get([whole]).get(whole)
        if keys is None:
            return None
        found = self.verdicts(article, keys)
        return tuple(found[each] for each in keys) if found.keys() >= set(keys) else None

    def keep_article(self, article: Article, keys: Sequence[str]) -> None:
        """Keep under which keys the claims of an article are kept, in order."""
        self._articles.put({self._whole(article): tuple(keys)})

    def groups(self, claims: Sequence[Claim]) -> list[tuple[int, ...]]:
        """For each claim of an article those that have to be judged with it, itself among them.

        Two readers take all premises of a hypothesis together. Hypotheses end as the claim does: those of claims whose
        last words differ are not the same.
        """
        if not isinstance(self.reader, TwoReaders):
            return [(i,) for i in range(len(claims))]
        last = [(_WORD.findall(claim.text.casefold()) or [""])[-1] for claim in claims]
        places: dict[str, list[int]] = {}
        for i, word in enumerate(last):
            places.setdefault(word, []).append(i)
        return [tuple(places[word]) for word in last]

    def keys(
        self, article: Article, claims: Sequence[Claim], found: Sequence[Sequence[Passage]], whole: Sequence[str]
    ) -> list[str]:
        """The keys of the claims' verdicts, from the passages ``found`` for each and the documents read ``whole``."""
        beside = [part for id_ in whole for part in (id_, self._documents[id_])]
        about = key(self._judge, *_told(article), *beside)
        places = [key(*(part for each in passages for part in self._place(each))) for passages in found]
        groups = (key(*(places[i] for i in group)) for group in self.groups(claims))
        return [key(about, claim.id, group) for claim, group in zip(claims, groups, strict=True)]

    def verdicts(self, article: Article, keys: Sequence[str]) -> dict[str, CheckedClaim]:
        """The claims of ``article`` that were checked before, by key."""
        found = {}
        for each, row in self._verdicts.get(keys).items():
            claim = replace(row.checked.claim, article_id=article.id)
            careful = iter(row.careful)
            said, so = (_read_by(verdict, careful) for verdict in (row.checked.said, row.checked.so))
            found[each] = replace(row.checked, claim=claim, said=said, so=so)
        return found

    def keep_verdicts(self, checked: Mapping[str, CheckedClaim]) -> None:
        """Keep claims by key."""
        rows = {}
        for each, one in checked.items():
            evidence = (evidence for verdict in (one.said, one.so) if verdict for evidence in verdict.evidence)
            rows[each] = Row(one, tuple(evidence.scores.reader == "careful" for evidence in evidence))
        self._verdicts.put(rows)

    def answers(self, pairs: Iterable[Pair]) -> dict[Pair, Scores]:
        """See ``Scorer.answers``; a pair that was read before is not read again."""
        return self.reader.answers(pairs)

    def _whole(self, article: Article) -> str:
        return key(self._judge, *_told(article), self._corpus)

    def _place(self, passage: Passage) -> tuple[str, str, int, int]:
        return passage.document_id, self._documents[passage.document_id], *passage.span


def is_split(article: Article, kept: Kept, tagger: Tagger) -> bool:
    """Whether it was found before what an article claims, so that no model has to be loaded for that."""
    return bool(_splits(kept).get([_split(article, {"name": tagger.name, "sha256": tagger.digest})]))


def _splits(kept: Kept) -> Shelf[tuple[Claim, ...]]:
    return Shelf(kept, "splits", tuple[Claim, ...])


def _split(article: Article, tagger: Mapping[str, str]) -> str:
    return key(splitter(), *tagger.values(), *_told(article))


def _read_by(verdict: Verdict | None, careful: Iterable[bool]) -> Verdict | None:
    """The verdict with the scores of its evidence by the reader who gave them; takes one of ``careful`` for each."""
    if verdict is None:
        return None
    marks = iter(careful)
    evidence = tuple(
        replace(one, scores=CarefulScores(**asdict(one.scores))) if next(marks) else one for one in verdict.evidence
    )
    return replace(verdict, evidence=evidence)


def _told(article: Article) -> tuple[str | None, ...]:
    """Everything of an article but its names: what it is called and where it stands changes no verdict."""
    fields = asdict(article)
    for name in ("id", "own_id", "file"):
        del fields[name]
    return tuple(None if value is None else str(value) for value in fields.values())
