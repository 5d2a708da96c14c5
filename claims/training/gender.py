"""Fits what first names tell of gender, on the lists of first names of many countries that are in Faker."""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import numpy as np

from claims.sources.gender import BITS, grams

# Letters beyond the Latin ones with their accents begin here.
_LATIN = "\u0250"
# A list of fewer women's and men's names counts no more often than this for one name.
MOST = 10


def train(out: Path) -> None:
    """Write ``out``/gender.safetensors: a weight for each hashed stretch of letters, and the constant behind them."""
    from safetensors.numpy import save_file
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    women, men = _listed("first_names_female"), _listed("first_names_male")
    names = sorted(women | men)
    features = [grams(name) for name in names]
    lines = np.repeat(np.arange(len(names)), [len(each) for each in features])
    columns = np.concatenate(features)
    matrix = csr_matrix((np.ones(len(columns)), (lines, columns)), shape=(len(names), 1 << BITS))
    feminine = np.array([women[name] > men[name] for name in names])
    weights = np.array([min(MOST, 1 + abs(women[name] - men[name])) for name in names])
    model = LogisticRegression(C=0.5, max_iter=300).fit(matrix, feminine, sample_weight=weights)
    fitted = np.append(model.coef_[0], model.intercept_[0]).astype(np.float16)
    out.mkdir(parents=True, exist_ok=True)
    save_file({"weights": fitted}, out / "gender.safetensors")


def _listed(kind: str) -> Counter[str]:
    """In how many countries' lists each Latin name stands, in lower case."""
    import faker.providers.person as countries

    found: Counter[str] = Counter()
    for module in iter_modules(countries.__path__):
        provider = import_module(f"{countries.__name__}.{module.name}").Provider
        for name in {str(name).lower() for name in getattr(provider, kind, ())}:
            if name and max(name) < _LATIN:
                found[name] += 1
    return found
