"""Natural language inference: does a premise entail, leave open or contradict a hypothesis?

``load`` gives the shipped model, or any Hugging Face sequence-classification NLI model by folder or hub id.
"""

from verifier.nli.load import load
from verifier.nli.scorer import Scorer

__all__ = ["Scorer", "load"]
