"""Natural language inference: does a premise entail, leave open or contradict a hypothesis?

``load`` gives the shipped model, or any Hugging Face sequence-classification NLI model by folder or hub id.
"""

from verifier.nli.scorer import Scorer, load

__all__ = ["Scorer", "load"]
