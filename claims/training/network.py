"""The attribution tagger's network as it is trained: one encoder, asked twice.

The lower layers read a window once. The upper ones read it again for each question: without a mark to find cues, and
once for each cue, marked on its pieces, to find that cue's source and content. So a relation costs a third of an
encoder's work and only around its cue, while its states know the whole window.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel, BertPreTrainedModel

from claims.attribution.tagger import ROLES

# Layers that read a window once; those above are run for every question.
LOWER = 4
TAGS = 3
# What is asked for a cue: its source and its content.
LINKED = ROLES[1:]


class AttributionNetwork(BertPreTrainedModel):
    """``lower`` gives states (windows, pieces, width); ``find`` and ``link`` give logits for each piece of those.

    Logits are outside / begin / inside for each role: (…, 9) in the order of ``ROLES``, and (…, 6) for ``LINKED``.
    """

    def __init__(self, config: BertConfig) -> None:
        super().__init__(config)
        self.bert = BertModel(config, add_pooling_layer=False)
        # Added to the states that ``link`` reads: the first everywhere, the second on the cue's pieces.
        self.marks = nn.Embedding(2, config.hidden_size)
        self.find_head = nn.Linear(config.hidden_size, TAGS * len(ROLES))
        self.link_head = nn.Linear(config.hidden_size, TAGS * len(LINKED))
        # transformers leaves it untyped.
        network: Any = self
        network.post_init()

    def lower(self, ids: Tensor, mask: Tensor) -> Tensor:
        """The states of windows from their piece ids and mask (1 for a piece, 0 for padding)."""
        return self._layers(self.bert.embeddings(ids), mask, 0, LOWER)

    def find(self, states: Tensor, mask: Tensor) -> Tensor:
        """Where cues are, and sources and contents whosesoever."""
        logits: Tensor = self.find_head(self._layers(states, mask, LOWER, None))
        return logits

    def link(self, states: Tensor, mask: Tensor, cue: Tensor) -> Tensor:
        """The source and content of one cue in each row; ``cue`` is 1 on its pieces."""
        logits: Tensor = self.link_head(self._layers(states + self.marks(cue), mask, LOWER, None))
        return logits

    def forward(
        self,
        input_ids: Tensor,
        attention_mask: Tensor,
        window: Tensor,
        places: Tensor,
        cue: Tensor,
        link_labels: Tensor,
    ) -> dict[str, Tensor]:
        """Both questions of a batch. Row r of ``places`` are the pieces of window ``window[r]`` that are read for a
        relation, -1 for padding; ``link_labels`` are handed on to the loss."""
        states = self.lower(input_ids, attention_mask)
        near = states[window[:, None], places.clamp(min=0)]
        return {
            "find": self.find(states, attention_mask),
            "link": self.link(near, (places >= 0).long(), cue),
            "link_labels": link_labels,
        }

    def _layers(self, states: Tensor, mask: Tensor, first: int, last: int | None) -> Tensor:
        hidden = (1.0 - mask[:, None, None, :].to(states.dtype)) * torch.finfo(torch.bfloat16).min
        layers: Any = self.bert.encoder.layer
        for layer in layers[first:last]:
            found = layer(states, hidden)
            states = found[0] if isinstance(found, tuple) else found
        return states
