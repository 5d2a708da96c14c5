"""``sayso score``: the NLI model alone."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from verifier.cli.options import (
    careful_model_option,
    engine_option,
    nli_model_option,
    output_option,
    reader_option,
)
from verifier.cli.output import check_output, input_errors, writing
from verifier.cli.progress import counted

if TYPE_CHECKING:
    from verifier.nli.engine import EngineName
    from verifier.nli.readers import ReaderName

# Pairs that are read and written at once.
BATCH = 512


@click.command()
@click.argument("pairs", metavar="PAIRS.jsonl")
@output_option
@nli_model_option
@careful_model_option
@reader_option
@engine_option
def score(
    pairs: str,
    output: Path | None,
    nli_model: str | None,
    careful_model: str | None,
    reader: ReaderName,
    engine: EngineName | None,
) -> None:
    """Score premise-hypothesis pairs: JSONL of {id, premise, hypothesis} ("-" is standard input).

    Each gets entailment, neutral, contradiction, and support: the calibrated probability that the premise
    supports the hypothesis, 0.5 being the decision point. What a careful reader read says so ("reader").
    """
    with input_errors() as errors, writing(output) as write:
        check_output(output, [pairs])
        from verifier.nli.pairs import read_pairs

        readable = errors.ready(errors.passed(read_pairs(pairs)))
        from verifier.nli import open_reader
        from verifier.report.json import dump

        scorer = open_reader(reader, nli_model, engine, careful_model)
        waiting = counted(readable, streamed=output is None, what="pairs")
        while batch := list(islice(waiting, BATCH)):
            scored = scorer.score([(pair.premise, pair.hypothesis) for pair in batch])
            for pair, scores in zip(batch, scored, strict=True):
                fields = {
                    "id": pair.id,
                    "entailment": scores.entailment,
                    "neutral": scores.neutral,
                    "contradiction": scores.contradiction,
                    "support": scorer.support(scores),
                    **({} if scores.reader == "quick" else {"reader": scores.reader}),
                }
                write(dump(fields) + "\n")
