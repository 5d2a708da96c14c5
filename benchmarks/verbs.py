"""Finite verbs and parts of speech, read by SaySo, against those of annotators.

    python -m benchmarks.verbs gum-train.jsonl.gz

The file has a document a line: ``{"text", "tokens": [[start, end, lemma, upos, xpos, head, deprel], …]}``, as GUM's in
Universal Dependencies. A verb is finite by its Penn tag: VBD, VBZ, VBP, MD. Words count where both cut the text alike;
a finite verb that SaySo cuts otherwise is missed.
"""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path

from claims.text.parse import FINITE_TAGS, parse
from claims.text.sentences import sentences


def main() -> None:
    """Print the share of right tags, and precision, recall and F1 of finite verbs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=Path)
    same = right = found = wanted = both = 0
    with gzip.open(parser.parse_args().documents, "rt", encoding="utf-8") as file:
        for document in map(json.loads, file):
            text = document["text"]
            gold = {(start, end): tag for start, end, _, _, tag, *_ in document["tokens"]}
            read = parse(text, sentences(text))
            own = {(word.start, word.end): word.tag for tree in read.trees for word in tree.words}
            same += len(gold.keys() & own.keys())
            right += sum(own[span] == tag for span, tag in gold.items() if span in own)
            finite = {span for span, tag in own.items() if tag in FINITE_TAGS}
            annotated = {span for span, tag in gold.items() if tag in FINITE_TAGS}
            found, wanted, both = found + len(finite), wanted + len(annotated), both + len(finite & annotated)
    precision, recall = both / found, both / wanted
    print(f"{same:,} words, {100 * right / same:.1f} % of the tags right")
    print(
        f"finite verbs: precision {100 * precision:.1f}, recall {100 * recall:.1f}, "
        f"F1 {200 * precision * recall / (precision + recall):.1f}"
    )


if __name__ == "__main__":
    main()
