"""The main job: an article's claims, each against the corpus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import replace
from importlib.metadata import version

from claims.attribution.shipped import cache_folder
from claims.attribution.tagger import Tagger
from claims.limits import limit
from claims.records import Article, Claim
from claims.split import split
from claims.wording import statement as reported
from verifier.cache.kept import Kept
from verifier.checks.amounts import written_alike
from verifier.corpus.store import Corpus
from verifier.itself.flags import own_flags
from verifier.nli import Scorer
from verifier.nli.windows import content_words
from verifier.records import CheckedClaim, Passage, Report, Run
from verifier.references.alignment import Told
from verifier.references.statements import References, within
from verifier.results import Itself, Results
from verifier.verdict.calibration import worth
from verifier.verdict.flags import flags
from verifier.verdict.judge import Judgement, judge
from verifier.verdict.readings import THRESHOLDS, asking, read
from verifier.verdict.rules import DEFAULT
from verifier.voices.hearing import named

# Passages looked for with one question, and those of them that are split.
READ = 8
SPLIT = 6
# Documents that are read whole for an article, and the part of its claims that one has to speak about.
SOURCES = 3
MUCH = 0.25
# Part of a claim's content words that a passage shares to be worth splitting; of a long claim so many words will do,
# since a passage may speak about one part of it.
WORTH, ENOUGH = 0.4, 5


def run_header(tagger: Tagger, scorer: Scorer, corpus: Corpus) -> Run:
    """What the verdicts of a run depend on."""
    calibration = scorer.calibration
    return Run(
        tool="sayso",
        version=version("sayso"),
        models={
            "attribution": {"name": tagger.name, "sha256": tagger.digest},
            **scorer.models(),
        },
        corpus={"digest": corpus.digest(), "documents": len(corpus.list())},
        thresholds={**THRESHOLDS, "temperature": calibration.temperature, "passages": READ},
    )


def check(
    article: Article,
    tagger: Tagger,
    scorer: Scorer,
    corpus: Corpus,
    run: Run,
    on: Set[str] = DEFAULT,
    results: Results | None = None,
) -> Report:
    """Split ``article`` into claims, each with its verdicts: *said* if it is attributed, *so* if it is checkable.

    ``on`` are the ids of the rules that may be raised; a check that can raise none of them is not run. ``results`` are
    those of earlier runs: with them the report comes sooner, and is the same.
    """
    if results is None:
        # What references say is kept all the same.
        kept, results = Kept(cache_folder()), Results(Kept(None), scorer, corpus, run, on)
    else:
        kept = results.kept
    known = results.article(article)
    if known is not None:
        return Report(article, with_own_flags(article, known, results.own), run)
    claims = _claims(article, tagger, results.own)
    found = [retrieved(claim, corpus) for claim in claims]
    whole = read_whole(found, corpus)
    keys = results.keys(article, claims, found, whole)
    checked = results.verdicts(article, keys)
    groups = results.groups(claims)
    left = [i for i, group in enumerate(groups) if any(keys[member] not in checked for member in group)]
    if left:
        references = References(corpus, tagger, kept)
        fresh = _judged(article, claims, left, found, whole, references, scorer, on, results)
        judged = {keys[i]: each for i, each in zip(left, fresh, strict=True)}
        results.keep_verdicts(judged)
        checked |= judged
    results.keep_article(article, keys)
    return Report(article, with_own_flags(article, [checked[key] for key in keys], results.own), run)


def check_itself(article: Article, tagger: Tagger, run: Run, own: Itself) -> Report:
    """Split ``article`` into claims, with what it raises against itself, and without verdicts: no references are asked.

    ``run`` is a header without corpus, see ``header_without_corpus``.
    """
    claims = _claims(article, tagger, own)
    return Report(article, with_own_flags(article, [CheckedClaim(claim) for claim in claims], own), run)


def header_without_corpus(tagger: Tagger) -> Run:
    """What the report of a run without references depends on."""
    return Run("sayso", version("sayso"), {"attribution": {"name": tagger.name, "sha256": tagger.digest}})


def with_own_flags(article: Article, checked: Sequence[CheckedClaim], own: Itself) -> tuple[CheckedClaim, ...]:
    """The claims of an article with what it raises against itself behind their other flags."""
    if not own.on:
        return tuple(checked)
    flags = own.flags(article)
    if flags is None or len(flags) != len(checked):
        flags = own_flags(article, [each.claim for each in checked], own.on)
        own.keep_flags(article, flags)
    return tuple(replace(each, flags=(*each.flags, *more)) for each, more in zip(checked, flags, strict=True))


def _claims(article: Article, tagger: Tagger, own: Itself) -> tuple[Claim, ...]:
    claims = own.claims(article)
    if claims is None:
        claims = tuple(split(article, tagger))
        own.keep_claims(article, claims)
    return claims


def _judged(
    article: Article,
    claims: Sequence[Claim],
    wanted: Sequence[int],
    found: Sequence[Sequence[Passage]],
    whole: Sequence[str],
    references: References,
    scorer: Scorer,
    on: Set[str],
    results: Results,
) -> list[CheckedClaim]:
    """The ``wanted`` of an article's claims with their verdicts, from the passages ``found`` for each claim."""
    sources = references.whole(whole)
    passages = dict.fromkeys(passage for i in wanted for passage in found[i])
    spoken = references.statements(passage for passage in passages if passage.document_id not in sources)
    spoken |= {p: within(p, sources[p.document_id]) for p in passages if p.document_id in sources}
    beside = [statement for each in sources.values() for statement in each]
    told = [named(Told(claims[i], article.text, article.published)) for i in wanted]
    asked = [
        asking(each, hypotheses(each.claim)[1], {passage: spoken[passage] for passage in found[i]}, beside)
        for each, i in zip(told, wanted, strict=True)
    ]
    pairs = list(dict.fromkeys(pair for each in asked for one in each for pair in one.pairs()))
    written = {pair: (written_alike(*pair), pair[1]) for pair in pairs}
    answers = results.answers(written.values())
    scores = {pair: answers[read] for pair, read in written.items()}
    known = tuple(dict.fromkeys(voice for claim in claims for voice in claim.chain if voice.source))
    checked = []
    for i, each, questions in zip(wanted, told, asked, strict=True):
        readings = [read(one, each, scores, scorer.support, on) for one in questions]
        judged = _worth(judge(each, readings, known))
        checked.append(CheckedClaim(claims[i], judged.said, judged.so, flags(claims[i], judged, on, article.published)))
    return checked


def _worth(judged: Judgement) -> Judgement:
    said, so = (verdict and worth(verdict) for verdict in (judged.said, judged.so))
    return judged._replace(said=said, so=so)


def retrieved(claim: Claim, corpus: Corpus) -> tuple[Passage, ...]:
    """The passages worth splitting: of those found by what is said, and by who says it, the ones that share most words.

    Of equal ones those come first that were found first.
    """
    wanted = content_words(claim.text)
    if not wanted:
        return ()
    queries = dict.fromkeys(query for query in hypotheses(claim) if query)
    found = dict.fromkeys(passage for query in queries for passage in corpus.search(query, limit=READ))
    shared = {passage: len(wanted & content_words(passage.text)) / len(wanted) for passage in found}
    least = min(WORTH, ENOUGH / len(wanted))
    return tuple(sorted((p for p in found if shared[p] >= least), key=lambda p: -shared[p])[:SPLIT])


def alike(found: Sequence[Sequence[Passage]]) -> tuple[str, ...]:
    """The documents that speak about much of an article, from the passages ``found`` for its claims.

    They are read whole for every claim, because a search finds no short sentence full of common words.
    """
    counts = Counter(id_ for passages in found for id_ in {passage.document_id for passage in passages})
    most = sorted(counts, key=lambda id_: (-counts[id_], id_))[:SOURCES]
    return tuple(id_ for id_ in most if counts[id_] >= max(2, MUCH * sum(map(bool, found))))


def read_whole(found: Sequence[Sequence[Passage]], corpus: Corpus) -> tuple[str, ...]:
    """Those of the documents that speak about much of an article which are not too long for it."""
    return tuple(id_ for id_ in alike(found) if corpus.length(id_) <= limit("WHOLE_CHARACTERS"))


def hypotheses(claim: Claim) -> tuple[str, str | None]:
    """What is asked of the references: that it is so, and that the voices said it, the innermost first."""
    said = None
    if claim.chain:
        said = claim.text
        for voice in reversed(claim.chain):
            said = reported(said, voice)
    return claim.text, said
