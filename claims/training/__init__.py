"""Training and evaluation of the attribution tagger; needs the extra ``sayso[train]``."""
