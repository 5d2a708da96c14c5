from __future__ import annotations

import errno

import pytest

from claims.article.language import MAX_CHARACTERS, detect_language, is_foreign, require_english
from claims.errors import InputError
from claims.records import Article

ENGLISH = "The minister said on Tuesday that the border would be closed. "
GERMAN = "Der Minister sagte am Dienstag, dass die Grenze geschlossen werde. "


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ENGLISH, "en"),
        (ENGLISH.upper(), "en"),
        (GERMAN, "de"),
        (GERMAN.upper(), "de"),
        (GERMAN * 100, "de"),
        ("Le ministre a annoncé mardi une réforme des retraites.", "fr"),
        ("El gobierno aprobó la ley el martes por la noche.", "es"),
        ("Министр сообщил во вторник, что граница закрыта.", "ru"),
        # names of other languages do not make a text foreign
        ("Agne Bilotaite visited Vilnius on Friday.", "en"),
        ("Frankfurt: Deutsche Bank beats forecasts", "en"),
        ("Agne Bilotaite, Rustamas Liubajevas and Gabrielius Landsbergis met in Kaunas and Druskininkai. " * 5, "en"),
        # too short to tell
        ("Der Minister", "en"),
        ("1234567890 " * 10, "en"),
        ("", "en"),
    ],
)
def test_detect_language(text: str, code: str) -> None:
    assert detect_language(text) == code


def test_only_the_beginning_is_looked_at() -> None:
    english = (ENGLISH * 1000)[:MAX_CHARACTERS]
    assert detect_language(english + GERMAN * 10_000) == "en"


@pytest.mark.parametrize(
    ("text", "declared", "message"),
    [
        (ENGLISH, None, None),
        (GERMAN, None, "a1: the article looks German (de); SaySo reads English"),
        (GERMAN, "en", None),
        (GERMAN, "en_GB", None),
        (GERMAN, " EN-us ", None),
        (ENGLISH, "de", "a1: the article is declared as German (de); SaySo reads English"),
        (ENGLISH, "pt-BR", "a1: the article is declared as Portuguese (pt-BR); SaySo reads English"),
        ("Hi.", "de", "a1: the article is declared as German (de); SaySo reads English"),
        (ENGLISH, "qqq", "a1: the article is declared as 'qqq'; SaySo reads English"),
        (
            "nfgh jkdf qwpo zxcv jfkdj hgjk aslk jhgfd poiuy",
            None,
            "a1: the article looks like no language (zxx); SaySo reads English",
        ),
    ],
)
def test_require_english(text: str, declared: str | None, message: str | None) -> None:
    refusal = require_english(Article("a1", text), declared)
    assert (str(refusal) if refusal else None) == message


def test_the_place_can_be_given() -> None:
    refusal = require_english(Article("a1", GERMAN), where="news.jsonl:3")
    assert refusal is not None
    assert refusal.where == "news.jsonl:3"


def test_a_full_temporary_folder_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    import py3langid

    def full(text: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(py3langid, "rank", full)
    monkeypatch.setenv("TMPDIR", "/full")
    with pytest.raises(InputError, match=r"/full: cannot be written \(No space left on device\); make room"):
        detect_language("The minister opened the harbour on Monday morning.")


@pytest.mark.parametrize(
    ("sentence", "foreign"),
    [
        ("El gobierno anunció el lunes que cerrará el puerto de Lorne.", True),
        ("Der Hafen wurde am Montag geschlossen, sagte der Minister.", True),
        ("«La ville est en danger», a déclaré le maire lundi soir.", True),
        ("O governo anunciou o encerramento do porto na segunda-feira.", True),
        ("Il porto è stato chiuso lunedì dopo il crollo della gru.", True),
        ("De haven werd maandag gesloten na het ongeluk met de kraan.", True),
        ("Satama suljettiin maanantaina nosturin kaaduttua satamassa Lornessa.", True),
        ("Порт был закрыт в понедельник после падения крана.", True),
        ("The port of Rio de Janeiro was shut on Monday.", False),
        ("Dozens flee Sant Feliu de Guíxols fire.", False),
        ("Giorgia Meloni meets Ursula von der Leyen today.", False),
        ("Real Madrid beat Bayern München 2–1 (Vinícius Júnior, Bellingham).", False),
        ("¡No pasarán!", False),
    ],
)
def test_a_sentence_in_another_language(sentence: str, foreign: bool) -> None:
    assert is_foreign(sentence) is foreign
