"""``sayso split``: only the claims."""

from __future__ import annotations

from functools import partial
from importlib.metadata import version
from pathlib import Path

import click

from verifier.cli.inputs import count_articles, field_option, named_files, require_articles
from verifier.cli.options import articles_argument, output_option
from verifier.cli.output import check_output, input_errors, printed, writing
from verifier.cli.progress import counted


@click.command()
@articles_argument
@field_option
@click.option(
    "--format", "format_", default="text", show_default=True,
    type=click.Choice(["text", "json", "jsonl", "relations", "html"]),
    help="relations: JSONL of {id, relations: [{source, cue, content}]} for scoring.",
)  # fmt: skip
@output_option
def split(articles: tuple[str, ...], columns: dict[str, str], format_: str, output: Path | None) -> None:
    """Show only the claims of each ARTICLE: who says what, and what the article says itself."""
    with input_errors() as errors, writing(output) as write:
        names = named_files(require_articles(articles), None, errors)
        check_output(output, names)
        readable = errors.ready(errors.articles(names, columns))
        from claims.attribution.tagger import Tagger
        from claims.split import split as split_article
        from verifier.records import Run
        from verifier.report import split_json
        from verifier.report.json import claim_object, dump
        from verifier.report.text import render_claims

        tagger = Tagger()
        if format_ in ("html", "json"):
            found = [
                (article, split_article(article, tagger)) for article in counted(readable, False, count_articles(names))
            ]
            if format_ == "html":
                from verifier.report import split_html

                write(split_html.render(found))
            else:
                models = {"attribution": {"name": tagger.name, "sha256": tagger.digest}}
                write(split_json.render(found, Run("sayso", version("sayso"), models)))
            return
        for article in counted(readable, output is None, count_articles(names)):
            if format_ == "relations":
                relations = [
                    {"source": r.source, "cue": r.cue, "content": r.content} for r in tagger.relations(article.text)
                ]
                write(dump({"id": article.id, "relations": relations}) + "\n")
                continue
            claims = split_article(article, tagger)
            if format_ == "jsonl":
                write("".join(dump(claim_object(claim)) + "\n" for claim in claims))
            else:
                write(printed(partial(render_claims, article, claims), output))
