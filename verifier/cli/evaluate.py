"""``sayso eval``: measure the two models."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claims.errors import InputError
from verifier.cli.output import input_errors, say, writing
from verifier.report.wording import visible

if TYPE_CHECKING:
    from claims.records import Relation
    from claims.training.evaluation import Gold

_file = click.Path(path_type=Path)


@click.group("eval")
def evaluate() -> None:
    """Measure the two models on annotated data."""


@evaluate.command("attribution")
@click.argument("gold", type=_file)
@click.option("--predicted", type=_file, metavar="FILE", help="Relations by id, instead of running the tagger.")
@click.option("--model", type=_file, metavar="FOLDER", help="Another tagger than the shipped one.")
@click.option("--by-publisher", is_flag=True, help="Also F1 for each publisher.")
def eval_attribution(gold: Path, predicted: Path | None, model: Path | None, by_publisher: bool) -> None:
    """Compare attributions with GOLD: {"id", "text", "relations": [{"source", "cue", "content"}]} a line of .jsonl or
    .jsonl.gz, each role a list of [start, end]. FILE has the same form, less the text."""
    if predicted and model:
        raise click.UsageError("give --predicted or --model, not both")
    from claims.training import evaluation

    with input_errors(), writing(None) as write:
        articles = evaluation.read_gold(gold)
        found = _read_predicted(predicted, articles) if predicted else _tagged(articles, model)
        write(evaluation.render(evaluation.score(articles, found)) + "\n")
        if by_publisher:
            figures = evaluation.by_publisher(articles, found)
            named = {visible(name): row for name, row in figures.items()}
            write("\n" + evaluation.render_publishers(named) + "\n")


@evaluate.command("coreference")
@click.argument("data", metavar="FILE", type=_file)
@click.option("--model", type=_file, metavar="FOLDER", help="Other trees than the shipped ones.")
def eval_coreference(data: Path, model: Path | None) -> None:
    """Measure whom "he" and "she" are taken for, on GAP: {"id", "text", "pronoun": [start, end], "names": [{"span":
    [start, end], "is": true}]} a line of .jsonl or .jsonl.gz, with two names a line."""
    with input_errors(), writing(None) as write:
        from claims.sources.pronouns import MODEL, SURE
        from claims.sources.trees import load
        from claims.training import coreference_data, coreference_evaluation

        file = (model or MODEL) / "pronouns.safetensors"
        if not file.is_file():
            raise InputError(str(file), "no such file", "name the folder of `sayso train coreference`")
        examples = list(coreference_data.gap(data))
        trees = load(file)
        figures = coreference_evaluation.gap_score(examples, trees)
        certain = coreference_evaluation.sure_score(examples, trees, SURE)
        write(coreference_evaluation.render(figures, [("named in articles", certain)]) + "\n")


@evaluate.command("nli")
@click.argument("pairs", metavar="PAIRS...", nargs=-1, required=True, type=_file)
@click.option("--nli-model", metavar="NAME_OR_DIR", help="Another model than the shipped one: a folder or hub id.")
@click.option("--engine", type=click.Choice(["openvino", "torch"]), help="[default: what fits the model]")
def eval_nli(pairs: tuple[Path, ...], nli_model: str | None, engine: Any) -> None:
    """Compare NLI probabilities with labelled PAIRS: {"premise", "hypothesis", "label"} a line of .jsonl or .jsonl.gz,
    the label one of entailment, neutral, contradiction, not_entailment."""
    from rich.console import Console

    from verifier.training import evaluation

    with input_errors(), writing(None) as write:
        # All of it is read first: a bad line of the last file should not cost the time of the others.
        sets = {str(path): evaluation.read_pairs(path) for path in pairs}

        from verifier import nli

        scorer = nli.load(nli_model, engine)
        console = Console(stderr=True)
        figures = {}
        for name, labelled in sets.items():
            with _waiting(console, f"{len(labelled):,} pairs of {name}"):
                told_apart = scorer.engine.labels
                figures[name] = evaluation.evaluate(labelled, scorer.score, scorer.support, told_apart)
        write(evaluation.render(figures) + "\n")


def _read_predicted(path: Path, articles: list[Gold]) -> list[tuple[Relation, ...]]:
    from claims.training.evaluation import read_predicted

    predicted = read_predicted(path)
    missing = sum(article.id not in predicted for article in articles)
    unknown = len(predicted) - len(articles) + missing
    if missing:
        say(f"warning: {path} has no line for {missing:,} of {len(articles):,} texts; they count as without relations")
    if unknown:
        say(f"warning: {path} has {unknown:,} ids that are not in the gold; they are passed over")
    return [predicted.get(article.id, ()) for article in articles]


def _tagged(articles: list[Gold], model: Path | None) -> list[tuple[Relation, ...]]:
    from rich.console import Console

    from claims.attribution.tagger import MODEL, Tagger

    folder = model or MODEL
    for name in ("find.xml", "find.bin", "link.xml", "link.bin", "tokenizer.json"):
        if not (folder / name).is_file():
            raise InputError(str(folder), f"no {name} in it", "name the export folder of `sayso train attribution`")
    tagger = Tagger(folder)
    with _waiting(Console(stderr=True), f"{len(articles):,} texts"):
        return [tagger.relations(article.text) for article in articles]


@contextmanager
def _waiting(console: Any, what: str) -> Iterator[None]:
    """Say on a terminal what takes its time."""
    if not console.is_terminal:
        yield
        return
    with console.status(what):
        yield
