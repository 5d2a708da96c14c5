"""What SaySo does, as functions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from claims.article.reading import checked_text
from claims.errors import InputError
from claims.records import Article, Claim
from sayso import models
from sayso.corpus import Corpus, References, Text, article_of
from sayso.records import PairScores, Report
from verifier import records
from verifier.verdict.rules import DEFAULT, WORDS, named

if TYPE_CHECKING:
    from verifier.nli.engine import EngineName, Pair
    from verifier.nli.readers import ReaderName
    from verifier.review.widget import ReviewWidget


def read(path: str | Path) -> tuple[Article, ...]:
    """The articles in a file of any kind that ``sayso check`` reads; most have one.

    Raises InputError for a file or an article that cannot be read.

    >>> from pathlib import Path
    >>> _ = Path("draft.txt").write_text("Ada Quill said on Monday that the port was closed.")
    >>> [article.id for article in read("draft.txt")]
    ['draft']
    """
    from claims.article.files import load_articles

    found = []
    for each in load_articles(str(path)):
        if isinstance(each, InputError):
            raise each
        found.append(each)
    return tuple(found)


def split(text: Text) -> tuple[Claim, ...]:
    """The claims of an article in reading order: who says what, and what the article says itself.

    ``text`` is the article's text, a mapping with the fields text, id, title, url, publisher, published and language,
    or an ``Article``. Offsets are indices into the text. Raises InputError for a text that is empty or not English.

    >>> for claim in split("Ada Quill said that the port was closed. It opened in 1901."):
    ...     print(claim.kind, [voice.source for voice in claim.chain], claim.text)
    attributed ['Ada Quill'] The port was closed.
    asserted [] It opened in 1901.
    """
    from claims.split import split as split_article

    article = article_of(text)
    with models.LOCK:
        return tuple(split_article(article, models.tagger()))


def check(
    text: Text,
    references: References | Corpus | None = None,
    *,
    enable: Iterable[str] = (),
    ignore: Iterable[str] = (),
    baseline: str | Path | None = None,
    calibration: str | Path | None = None,
    reader: ReaderName = "auto",
    nli_model: str | None = None,
    engine: EngineName | None = None,
    careful_model: str | None = None,
    cache: bool = True,
) -> Report:
    """Check the claims of an article against references.

    ``text`` is as for ``split``. ``references`` are a ``Corpus``, which several calls can share, or what one is made
    of: a folder, a file or a URI, or a list of texts; without any the article is held against itself alone, and no
    claim has a verdict. ``enable`` and ``ignore`` are ids or names of rules, as ``sayso rules`` lists them;
    ``baseline`` is a file of decisions, which give flags their state, and ``calibration`` one of ``sayso calibrate``,
    which says what confidences are worth. ``reader``, ``nli_model``, ``engine`` and ``careful_model`` say who reads,
    as on the command line. What earlier calls and runs of the command found is taken from the cache folder, and what
    is found is kept there, unless ``cache`` is False: the report is the same.

    Flags of every severity are in the report, notes too. Raises InputError for a text, a reference, a rule or a file
    that cannot be used; a file of a folder of references that cannot be read is a warning, ``UnreadReference``.

    >>> corpus = Corpus(["The border guards counted 900 people in Kaunas in July."])
    >>> report = check("The border guards counted 4,000 people in Kaunas in July.", corpus)
    >>> [claim.so.label for claim in report.claims]
    ['REFUTED']
    >>> "number" in [flag.name for flag in report.claims[0].flags]
    True
    """
    from verifier.cache.kept import opened
    from verifier.check import check as check_article
    from verifier.check import check_itself, header_without_corpus, run_header
    from verifier.nli.load import setting
    from verifier.report.identity import identified
    from verifier.results import Itself, Results
    from verifier.review.file import read
    from verifier.review.standing import Decisions
    from verifier.verdict.calibration import calibrated, read_calibration

    article = article_of(text)
    on = (DEFAULT | named(_known(enable))) - named(_known(ignore))
    decisions = Decisions(read(_existing(baseline)) if baseline is not None else (), date.today())
    fitted = read_calibration(Path(calibration)) if calibration is not None else None
    store = None
    if references is not None:
        store = (references if isinstance(references, Corpus) else Corpus(references)).store
    with models.LOCK, opened(cache) as kept:
        tagger = models.tagger()
        if store is None:
            run = header_without_corpus(tagger)
            report = check_itself(article, tagger, run, Itself(kept, run.models["attribution"], on))
        else:
            scorer = models.scorer(reader, nli_model, engine, careful_model)
            run = run_header(tagger, scorer, store)
            results = Results(kept, scorer, store, run, on, setting(nli_model, engine, careful_model))
            report = check_article(article, tagger, scorer, store, run, on, results)
    found = identified(calibrated(report, fitted, on) if fitted else report)
    found = decisions.applied(decisions.raised(found, on))
    return Report(found.article, found.claims, found.run)


def review(
    reports: records.Report | Iterable[records.Report] | str | Path,
    references: References | Corpus | None = None,
    *,
    decisions: str | Path = ".sayso-baseline.json",
    reviewer: str | None = None,
) -> ReviewWidget:
    """A widget for notebooks in which a person judges the claims of reports, what matters most first.

    ``reports`` are what ``check`` gave, or a file that ``sayso check --format json`` wrote. ``references`` are as for
    ``check``; with them the evidence can be opened in its context. Every answer is written to the file ``decisions`` at
    once, with the time and the name of the ``reviewer``, who is the user that is logged in where none is named.

    Raises InputError for a file that cannot be read, and ImportError where anywidget is not installed;
    ``pip install 'sayso[notebook]'`` brings it.

    >>> report = check("The border guards counted 4,000 people in Kaunas.", ["The guards counted 900 people there."])
    >>> widget = review(report, decisions="decisions.json", reviewer="Ann")
    >>> widget.overview().endswith("1 claim in all")
    True
    """
    from verifier.report.files import read
    from verifier.review.session import Session, reviewer_name

    try:
        from verifier.review.widget import ReviewWidget
    except ImportError as error:
        raise ImportError("review needs anywidget: pip install 'sayso[notebook]'") from error
    if isinstance(reports, str | Path):
        found = read(Path(reports))
    else:
        found = (reports,) if isinstance(reports, records.Report) else tuple(reports)
    corpus = references if isinstance(references, Corpus) or references is None else Corpus(references)
    reading = corpus.document if corpus else None
    return ReviewWidget(Session(found, Path(decisions), reviewer or reviewer_name(), reading))


def score(
    pairs: Iterable[Pair],
    *,
    reader: ReaderName = "auto",
    nli_model: str | None = None,
    engine: EngineName | None = None,
    careful_model: str | None = None,
) -> list[PairScores]:
    """Score pairs of (premise, hypothesis) with the NLI model alone, in order.

    Raises InputError for a pair of anything but two texts.

    >>> yes, no = score([
    ...     ("The guards counted 900 people.", "The guards counted people."),
    ...     ("The guards counted 900 people.", "The guards counted nobody."),
    ... ])
    >>> yes.support > 0.5 > no.support
    True
    """
    asked = [_pair(pair, f"pair {number}") for number, pair in enumerate(pairs, 1)]
    with models.LOCK:
        scorer = models.scorer(reader, nli_model, engine, careful_model)
        found = scorer.score(asked)
    return [PairScores(each.entailment, each.neutral, each.contradiction, scorer.support(each)) for each in found]


def _pair(pair: Pair, where: str) -> Pair:
    if isinstance(pair, str) or len(pair) != 2:
        raise InputError(where, "not two texts", "give (premise, hypothesis)")
    premise, hypothesis = (
        checked_text(text, name, where) for name, text in zip(("premise", "hypothesis"), pair, strict=True)
    )
    if not (premise.strip() and hypothesis.strip()):
        raise InputError(where, "one of its texts is empty", "give (premise, hypothesis)")
    return premise, hypothesis


def _known(rules: Iterable[str]) -> tuple[str, ...]:
    asked = (rules,) if isinstance(rules, str) else tuple(rules)
    for word in asked:
        if word not in WORDS:
            raise InputError(f"rule {word!r}", "there is none", f"name one of {', '.join(WORDS)}")
    return asked


def _existing(path: str | Path) -> Path:
    if not Path(path).exists():
        raise InputError(str(path), "no such file", "make it with `sayso baseline create`")
    return Path(path)
