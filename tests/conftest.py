"""What holds for all tests."""

from hypothesis import settings

# How long an example takes says more of the machine than of the code; tests of linear time measure that by ratios.
settings.register_profile("sayso", deadline=None)
settings.load_profile("sayso")
