"""Grows the trees that tell whom a "he" or "she" means, from GAP (Webster et al. 2018) and GUM (Zeldes 2017)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from claims.sources.trees import Trees, save
from claims.training.coreference_data import Example, gap, gum

# The two names that GAP asks about were picked because both may be meant, as in the text where it is hard. Other
# people of its snippets and all candidates of GUM count less; weights were chosen on GAP's development part.
ASKED, DOCUMENT, OTHER = 1.0, 0.3, 0.1
# As many times as this trees are grown, each time on other parts of the measures.
RUNS = 3
SETTINGS: dict[str, Any] = {
    "max_iter": 200,
    "learning_rate": 0.04,
    "max_leaf_nodes": 16,
    "max_depth": 7,
    "min_samples_leaf": 25,
    "l2_regularization": 2.0,
    "max_features": 0.2,
}


def train(folder: Path, out: Path, *, seed: int = 0) -> None:
    """Write ``out``/pronouns.safetensors from ``folder``/gap-train.jsonl.gz and gum-train.jsonl.gz.

    Documents of GUM that are for development are left out. Raises InputError for a line of another form.
    """
    snippets = list(gap(folder / "gap-train.jsonl.gz"))
    documents = [example for held, example in gum(folder / "gum-train.jsonl.gz") if not held]
    out.mkdir(parents=True, exist_ok=True)
    save(grow(snippets, documents, seed), out / "pronouns.safetensors")


def grow(snippets: Sequence[Example], documents: Sequence[Example], seed: int) -> Trees:
    """Trees grown on the examples of GAP and GUM."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    lines: list[npt.NDArray[np.float64]] = []
    labels: list[bool] = []
    weights: list[float] = []
    for examples, asked, other in ((snippets, ASKED, OTHER), (documents, DOCUMENT, DOCUMENT)):
        for example in examples:
            for i, right in enumerate(example.right):
                given = i in example.given
                if right is None or (right and example.given and not given):
                    continue
                lines.append(example.rows[i])
                labels.append(right)
                weights.append(asked if given else other)
    models = []
    for run in range(RUNS):
        model = HistGradientBoostingClassifier(random_state=seed + run, **SETTINGS)
        models.append(model.fit(np.array(lines), np.array(labels), sample_weight=np.array(weights)))
    return arrays(models)


def arrays(models: Sequence[Any]) -> Trees:
    """The nodes of grown models, whose mean is taken."""
    nodes = [tree for model in models for (tree,) in model._predictors]
    offsets = np.cumsum([0, *(len(tree.nodes) for tree in nodes)])
    columns: dict[str, list[npt.NDArray[Any]]] = {
        name: [] for name in ("feature", "threshold", "left", "right", "value")
    }
    for tree, offset in zip(nodes, offsets, strict=False):
        rows, leaf = tree.nodes, tree.nodes["is_leaf"].astype(bool)
        own = np.arange(len(rows)) + offset
        columns["feature"].append(np.where(leaf, 0, rows["feature_idx"]))
        columns["threshold"].append(np.where(leaf, 0.0, rows["num_threshold"]))
        columns["left"].append(np.where(leaf, own, rows["left"] + offset))
        columns["right"].append(np.where(leaf, own, rows["right"] + offset))
        columns["value"].append(np.where(leaf, rows["value"], 0.0) / len(models))
    joined = {name: np.concatenate(parts) for name, parts in columns.items()}
    return Trees(
        joined["feature"].astype(np.int16),
        joined["threshold"].astype(np.float64),
        joined["left"].astype(np.int32),
        joined["right"].astype(np.int32),
        joined["value"].astype(np.float64),
        offsets[:-1].astype(np.int32),
        np.array([np.mean([float(model._baseline_prediction.ravel()[0]) for model in models])]),
    )
