"""Which language a text is in, and the refusal of what is not English."""

from __future__ import annotations

import math
import os

from claims.errors import InputError
from claims.records import Article

MAX_CHARACTERS = 10_000
MIN_LETTERS = 20
# py3langid's log-likelihood margins grow with the square root of the length: 10 and more per root for sentences in
# another language, up to 7 for English crowded with foreign names.
_CLEAR_MARGIN = 8.0
# A sentence of fewer words may be no more than names.
SHORTEST_SENTENCE = 5
_ENGLISH = frozenset(
    "the of and to is was were that for with it he she they had has have said by from his her their not be are will "
    "which who after on at as this been its but would about more than into when there".split()
)
_MARKS = ".,;:!?…\"“”‘’'«»()[]—–-"


def detect_language(text: str) -> str:
    """Tell the language of ``text`` by its first ``MAX_CHARACTERS`` characters.

    Returns an ISO 639-1 code, or one of three letters where there is none of two ("zxx" for no language at all). A
    text of fewer than ``MIN_LETTERS`` letters is taken as English, as is one in which no other language leads clearly.
    Raises InputError where no temporary file can be written.
    """
    sample = text[:MAX_CHARACTERS]
    letters = sum(map(str.isalpha, sample))
    if letters < MIN_LETTERS:
        return "en"
    import py3langid

    try:
        scores: list[tuple[str, float]] = py3langid.rank(sample)
    except OSError as error:
        # It unpacks its model there.
        where = os.environ.get("TMPDIR") or "the folder for temporary files"
        raise InputError(where, f"cannot be written ({error.strerror or error})", "make room, or set TMPDIR") from error
    best, score = scores[0]
    english = dict(scores)["en"]
    return best if score - english > _CLEAR_MARGIN * math.sqrt(letters) else "en"


def is_foreign(sentence: str) -> bool:
    """Whether a sentence is clearly in another language than English.

    One with two common English words in it is not asked about: that is nearly every English sentence.
    """
    words = [word.strip(_MARKS).lower() for word in sentence.split()]
    if len(words) < SHORTEST_SENTENCE or sum(word in _ENGLISH for word in words) > 1:
        return False
    return detect_language(sentence) != "en"


def require_english(article: Article, declared: str | None = None, where: str | None = None) -> InputError | None:
    """Return why the article is refused, or None if it is English.

    A ``declared`` language ("en", "en-GB", "de") is trusted; without one the text decides. ``where`` defaults to the
    article's id. Only English is read, because the models know no other language and would guess.
    """
    place, do = where or article.id, "SaySo reads English"
    if declared:
        code = declared.strip().replace("_", "-").lower().split("-")[0]
        if code in ("en", "eng", "english"):
            return None
        return InputError(place, f"the article is declared as {_named(declared.strip(), code)}", do)
    code = detect_language(article.text)
    return None if code == "en" else InputError(place, f"the article looks {_named(code, code)}", do)


def _named(shown: str, code: str) -> str:
    from babel import Locale

    name = "like no language" if code == "zxx" else Locale("en").languages.get(code)
    return f"{name} ({shown})" if name else repr(shown)
