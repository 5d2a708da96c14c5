"""Natural language inference: does a premise entail, leave open or contradict a hypothesis?

``load`` gives the shipped model, or any Hugging Face sequence-classification NLI model by folder or hub id;
``open_reader`` puts a more careful one beside it.
"""

from verifier.nli.load import load, open_reader
from verifier.nli.scorer import Scorer

__all__ = ["Scorer", "load", "open_reader"]
