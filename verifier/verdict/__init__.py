"""From statements near a claim to its verdicts and flags."""
