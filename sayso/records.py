"""The records that only the Python interface has, beside those of ``claims.records`` and ``verifier.records``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from verifier import records

if TYPE_CHECKING:
    import datasets
    import pandas


@dataclass(frozen=True, slots=True)
class PairScores(records.Scores):
    """Does a premise support a hypothesis? Probabilities that sum to one, and ``support``.

    ``support`` is calibrated: 0.5 is the decision point; what lies between 0.35 and 0.65 is better left to a person.

    >>> PairScores(0.9, 0.06, 0.04, 0.93).support
    0.93
    """

    support: float


@dataclass(frozen=True, slots=True)
class Report(records.Report):
    """One article, checked: ``article``, ``claims`` in reading order, and ``run``, what the verdicts depend on.

    >>> report = Report(Article("a", "It rained."), (), Run("sayso", "0.1.0"))
    >>> report.article.text
    'It rained.'
    """

    def to_frame(self) -> pandas.DataFrame:
        """A row a claim as a pandas frame, with the columns of ``sayso check --format csv``; what is absent is None.

        Raises ImportError where pandas is not installed; ``pip install 'sayso[frame]'`` brings it.

        >>> report = Report(Article("a", "It rained."), (), Run("sayso", "0.1.0"))
        >>> list(report.to_frame().columns)[:8]
        ['file', 'line', 'column', 'article_id', 'title', 'claim_id', 'kind', 'voices']
        """
        try:
            import pandas
        except ImportError as error:
            raise ImportError("to_frame needs pandas: pip install 'sayso[frame]'") from error
        from verifier.report.csv import COLUMNS, records_of

        return pandas.DataFrame.from_records(list(records_of(self)), columns=list(COLUMNS))

    def to_dataset(self) -> datasets.Dataset:
        """The rows of ``to_frame`` as a Hugging Face dataset, to be filtered, joined or written as Parquet.

        >>> report = Report(Article("a", "It rained."), (), Run("sayso", "0.1.0"))
        >>> report.to_dataset().num_rows
        0
        """
        import datasets

        from verifier.report.csv import COLUMNS, records_of

        rows = list(records_of(self))
        return datasets.Dataset.from_dict({name: [row[i] for row in rows] for i, name in enumerate(COLUMNS)})

    def to_dict(self) -> dict[str, Any]:
        """The report as plain dicts, lists, strings and numbers, as ``sayso check --format json`` writes it.

        >>> Report(Article("a", "It rained."), (), Run("sayso", "0.1.0")).to_dict()["article"]["id"]
        'a'
        """
        from verifier.report.json import to_object

        return to_object(self)
