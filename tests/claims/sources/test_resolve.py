from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.records import Article, Claim, Span, Voice
from claims.sources.resolve import resolve
from claims.text.parse import parse
from claims.text.sentences import sentences
from tests.timing import in_proportion


def marked(text: str) -> tuple[Article, tuple[Claim, ...]]:
    """An article and its claims: the n-th ``[source]`` says the n-th ``{content}``."""
    plain, sources, contents, opened = "", [], [], 0
    for piece in re.split(r"([\[\]{}])", text):
        if piece in ("[", "{"):
            opened = len(plain)
        elif piece == "]":
            sources.append((opened, len(plain)))
        elif piece == "}":
            contents.append((opened, len(plain)))
        else:
            plain += piece
    return Article("a", plain), tuple(
        Claim("a", "c", "attributed", plain[slice(*content)], (content,), (voice(plain, source),))
        for source, content in zip(sources, contents, strict=True)
    )


def resolved(article: Article, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    return resolve(article.text, claims, parse(article.text, sentences(article.text)))


def voice(text: str, span: Span) -> Voice:
    return Voice(text[slice(*span)], (span,), "said", ((span[1], span[1] + 5),), "say")


# text, resolved name of the last source
RESOLVED: list[tuple[str, str]] = [
    # titles and appositions in the source itself
    ("[Iraqi Foreign Minister Fuad Hussein] said {it rained}.", "Fuad Hussein"),
    ("[Mr Fuad Hussein] said {it rained}.", "Fuad Hussein"),
    ("[Foreign minister Fuad Hussein] said {it rained}.", "Fuad Hussein"),
    ("[The Lithuanian interior minister, Agnė Bilotaitė,] said {it rained}.", "Agnė Bilotaitė"),
    ("[Fuad Hussein, the Iraqi foreign minister,] said {it rained}.", "Fuad Hussein"),
    ("[Ann Lee, 45,] said {it rained}.", "Ann Lee"),
    ("[Ann Lee of Vilnius] said {it rained}.", "Ann Lee"),
    ("[Secretary of State John F. Kerry] said {it rained}.", "John F. Kerry"),
    ("[European Commission President Ursula von der Leyen] said {it rained}.", "Ursula von der Leyen"),
    ("[Syrian President Bashar al-Assad] said {it rained}.", "Bashar al-Assad"),
    ("[Border police spokeswoman Ewa Kowalska] said {it rained}.", "Ewa Kowalska"),
    ("[Smith’s lawyer, Ann Lee,] said {it rained}.", "Ann Lee"),
    ("[Dr. Jean-Claude Morel] said {it rained}.", "Jean-Claude Morel"),
    ("[Prime Minister Modi] said {it rained}.", "Modi"),
    # short names
    ("Fuad Hussein came. [Hussein] said {it rained}.", "Fuad Hussein"),
    ("Fuad Hussein came. [Mr. Hussein] said {it rained}.", "Fuad Hussein"),
    ("Fuad Hussein came.\n\n“{It rained},” [Hussein] said.", "Fuad Hussein"),
    ("Ursula von der Leyen came. [Von der Leyen] said {it rained}.", "Ursula von der Leyen"),
    ("Bashar al-Assad came. [Assad] said {it rained}.", "Bashar al-Assad"),
    ("Xi Jinping came. [Xi] said {it rained}.", "Xi Jinping"),
    ("John F. Kerry came. Later John Kerry left. [Kerry] said {it rained}.", "John F. Kerry"),
    ("Pedro O’Brien came. [O’Brien] said {it rained}.", "Pedro O’Brien"),
    ("Agnė Bilotaitė came. [Minister Bilotaitė] said {it rained}.", "Agnė Bilotaitė"),
    ("Fuad Hussein came.\r\n\r\n[Hussein] said {it rained}.", "Fuad Hussein"),
    ("Pedro O’Brien came. [O'Brien] said {it rained}.", "Pedro O’Brien"),
    ("Ted Cruz came. Cruz met Heidi Cruz. [Cruz] said {it rained}.", "Ted Cruz"),
    ("Fuad Hussein came. [Hussein -- a minister --] said {it rained}.", "Fuad Hussein"),
    ("Mr Bo Karlson and Mrs Ann Karlson came. [Mrs Karlson] said {it rained}.", "Ann Karlson"),
    # organisations
    ("The European Court of Human Rights (ECHR) met. [The ECHR] said {it rained}.", "European Court of Human Rights"),
    ("Frontex, the European Union border agency, came. [The agency] said {it rained}.", "Frontex"),
    ("Frontex, the EU border agency, came. [The border agency] said {it rained}.", "Frontex"),
    ("Frontex, the European Union border agency, came. [The EU’s border agency] said {it rained}.", "Frontex"),
    ("The European Commission met. [The commission] said {it rained}.", "European Commission"),
    ("The Environmental Protection Agency met. [The EPA] said {it rained}.", "Environmental Protection Agency"),
    ("The Supreme Court met. [The court] said {it rained}.", "Supreme Court"),
    # descriptions
    ("Iraqi Foreign Minister Fuad Hussein came. [The minister] said {it rained}.", "Fuad Hussein"),
    ("Iraqi Foreign Minister Fuad Hussein came. [The Iraqi minister] said {it rained}.", "Fuad Hussein"),
    ("Fuad Hussein, the Iraqi foreign minister, came. [The minister] said {it rained}.", "Fuad Hussein"),
    ("The interior minister, Agnė Bilotaitė, came. [The interior minister] said {it rained}.", "Agnė Bilotaitė"),
    (
        "Iraqi minister Fuad Hussein met Polish minister Ewa Kowalska. [The Iraqi minister] said {it rained}.",
        "Fuad Hussein",
    ),
    (
        "Iraqi minister Fuad Hussein came. A Polish minister left. [The Iraqi minister] said {it rained}.",
        "Fuad Hussein",
    ),
    ("President Barack Obama met former President Bill Clinton. [The president] said {it rained}.", "Barack Obama"),
    ("Ann Lee, mayor of Vilnius, came. [The mayor] said {it rained}.", "Ann Lee"),
    ("Frontex chief Fabrice Leggeri came. [The Frontex chief] said {it rained}.", "Fabrice Leggeri"),
    ("Frontex chief Fabrice Leggeri came. [Frontex chief] said {it rained}.", "Fabrice Leggeri"),
    # pronouns
    ("[Fuad Hussein] said {it rained}. [He] added {that it snowed}.", "Fuad Hussein"),
    ("[Fuad Hussein] said {it rained}.\n\n“{It snowed},” [he] said.", "Fuad Hussein"),
    ("[Ann Lee] said {it rained}. [She] added {that it snowed}.", "Ann Lee"),
    ("[Ann Lee] said {it rained}. [She] said {it snowed}. [She] said {it froze}.", "Ann Lee"),
    ("Ann Lee came. [Lee] said {it rained}. [She] added {that it snowed}.", "Ann Lee"),
    ("[Minister Ann Lee] told Bo Karlson {it rained}. [She] added {that it snowed}.", "Ann Lee"),
    ("[Ann Lee] said {Bo Karlson lied}. [She] added {that it snowed}.", "Ann Lee"),
    ("[Ann Lee] said {it rained}. “{Bo Karlson lied},” [she] said.", "Ann Lee"),
    ("[Mrs Ann Lee] said {it rained}. Mr Bo Karlson left. [She] said {it snowed}.", "Ann Lee"),
    ("[Ann Lee] said {it rained}. It was cold. It was dark. It was late. [She] said {it snowed}.", "Ann Lee"),
    ("[Ann Lee] told Bo Karlson {it rained}, after [he] said {it snowed}.", "Bo Karlson"),
    ("Ann Lee met the press in Vilnius. After the talks [she] said {it rained}.", "Ann Lee"),
    ("The crowd cheered when Bo Karlson spoke. “{It snowed},” [he] said.", "Bo Karlson"),
    # names that are ordinary words
    ("[Grace Stone] said {it rained}. [She] added {that it snowed}.", "Grace Stone"),
    ("[Maria Sand] said {it rained}. [She] added {that it snowed}.", "Maria Sand"),
    ("The crowd greeted Will Power. [He] said {it rained}.", "Will Power"),
    ("[Mark Hunter] said {it rained}. [He] added {that it snowed}.", "Mark Hunter"),
    ("[Frontex] said {it rained}. [It] added {that it snowed}.", "Frontex"),
    ("[The Interior Ministry] said {it rained}. [It] added {that it snowed}.", "Interior Ministry"),
    ("[The European Commission] said {it rained}. [They] added {that it snowed}.", "European Commission"),
    ("Ann Lee came. [The minister, Ann Lee,] said {it rained}, and [she] added {that it snowed}.", "Ann Lee"),
    ("[Ann Lee] said {it rained}. “{Max Roe lied about Bo Karlson},” [she] said.", "Ann Lee"),
    ("[Bo Karlson] said {it rained}.\n\n“{I told Max Roe that Ken Moss lied},” [he] said.", "Bo Karlson"),
    ("Bo Karlson was not impressed.\n\n“{It rained},” [he] noted.", "Bo Karlson"),
    ("[Yukiya Amano] said {it rained}, which [he] called {bad}.", "Yukiya Amano"),
    ("Skylark cancelled 40 flights. [It] says {the planes are safe}.", "Skylark"),
    ("The Carpenters Union met. [It] says {it rained}.", "Carpenters Union"),
    ("[Frontex] said {it rained}. According to [its report], {it snowed}.", "Frontex"),
    ("Ann Lee came. [Lee] said {it rained}. In [her] view {it snowed}.", "Ann Lee"),
    ("Bo Karlson came. He apologised. Speaking to Max Roe of PBS, [he] said {it rained}.", "Bo Karlson"),
    (
        "[Paul Porter, a driver from Ava, Mo., who is a supporter of Mr. Roe,] said {it rained}. [He] left.{}",
        "Paul Porter",
    ),
    ("Ghazala Khan came. [Mr. Khan] said {it rained}.", "Khan"),
    ("The Daily Telegraph was sold. [The Telegraph] said {it rained}.", "Daily Telegraph"),
    ("The United States Air Force met. [The Air Force] said {it rained}.", "United States Air Force"),
    ("The carmaker Venta recalled 9,000 vans. “{We found the fault},” [the company] said.", "Venta"),
    (
        "[The Daily Telegraph] said {it rained}. According to [the conservative newspaper] {it snowed}.",
        "Daily Telegraph",
    ),
    ("Verizon was on strike. The company closed. [The company] said {it rained}.", "Verizon"),
    ("Minister Lea Horn met the nurses. [The 54-year-old] said {it rained}.", "Lea Horn"),
    ("[DORA KLINE, MAYOR]: {It rained}.\n\n[KLINE]: {It snowed}.", "DORA KLINE"),
    ("We spoke to Helen Brook in May.\n\n[BROOK]: {It snowed}.", "Helen Brook"),
    # whoever has no name is called what the text calls them
    ("[Officials] said {it rained}. [They] said {it snowed}.", "Officials"),
    (
        "[The head of the police’s internal unit] said {it rained}. [She] said {it snowed}.",
        "The head of the police’s internal unit",
    ),
    ("Skylark cancelled 40 flights. Its pilots are on strike. [They] say {the planes are not safe}.", "Its pilots"),
    ("The officers are back at work. [They] said {they would appeal}.", "The officers"),
    # relative pronouns
    ("Fuad Hussein came. Hussein, [who] said {it rained}, left.", "Fuad Hussein"),
    ("Fuad Hussein, the Iraqi minister, [who] said {it rained}, left.", "Fuad Hussein"),
    ("We met Ann Lee, [who] said {it rained}.", "Ann Lee"),
    ("We met Ann Lee, 45, [who] said {it rained}.", "Ann Lee"),
    ("We met the Interior Ministry, [which] said {it rained}.", "Interior Ministry"),
]
# text; the last source stays open
OPEN = [
    # already the full name, or no name at all
    "[Fuad Hussein] said {it rained}.",
    "[Frontex] said {it rained}.",
    "[The Interior Ministry] said {it rained}.",
    "[Officials] said {it rained}.",
    "[A spokesman] said {it rained}.",
    "[Hussein] said {it rained}.",
    "[Critics of Fuad Hussein] said {it rained}.",
    "[A spokesman for Fuad Hussein] said {it rained}.",
    "[Fuad Hussein’s office] said {it rained}.",
    "[Ann Lee and Bo Karlson] said {it rained}.",
    "[Ann Lee and her husband] said {it rained}.",
    "[Some Democrats] said {it rained}.",
    "[A report on Ann Lee] said {it rained}.",
    "[Poland] said {it rained}.",
    # two of one surname; a full name that comes only later
    "Hillary Clinton and Bill Clinton came. [Clinton] said {it rained}.",
    "Donald Trump came. Ivanka Trump left. [Trump] said {it rained}.",
    "Donald Trump and Donald Trump Jr. came. [Trump] said {it rained}.",
    "[Hussein] said {it rained}. Fuad Hussein left.",
    "FUAD HUSSEIN SPEAKS OUT\n\n[Hussein] said {it rained}.",
    # descriptions that fit two, or somebody unnamed
    "Iraqi minister Fuad Hussein met Polish minister Ewa Kowalska. [The minister] said {it rained}.",
    "Iraqi minister Fuad Hussein came. A Polish minister left. [The minister] said {it rained}.",
    "Former president Bill Clinton came. [The president] said {it rained}.",
    "Prime Minister Ann Lee came. [The minister] said {it rained}.",
    "Vice President Joe Biden came. [The president] said {it rained}.",
    "Minister Ann Lee came. [A minister] said {it rained}.",
    "Minister Ann Lee came. [The ministers] said {it rained}.",
    "Minister Ann Lee came. [Another minister] said {it rained}.",
    "Iraqi minister Fuad Hussein came. [The Polish minister] said {it rained}.",
    "The Supreme Court and the High Court met. [The court] said {it rained}.",
    "The Supreme Court met. A federal court closed. [The court] said {it rained}.",
    "In the view of Ann Lee, the minister lied. [The minister] said {it rained}.",
    # pronouns with two candidates, of another gender, too far off, or in somebody's quotation
    "[He] said {it rained}.",
    "[Ann Lee] said {it rained}. Bo Karlson left. [She] said {it snowed}.",
    "[Mr Bo Karlson] said {it rained}. [She] said {it snowed}.",
    "[Ann Lee] said {it rained}. A doctor left. [She] said {it snowed}.",
    "[Ann Lee] said {it rained}. [A witness] said {it froze}. [She] said {it snowed}.",
    "[Ann Lee] said {it rained}. “[She] said {it snowed},” a voice cried.",
    "[Frontex] said {it rained}. [He] said {it snowed}.",
    "[Ann Lee] said {it rained}. [It] said {it snowed}.",
    "[Ann Lee] said {it rained}. [They] said {it snowed}.",
    "[Frontex] said {it rained}. The European Commission met. [It] said {it snowed}.",
    "[Frontex] said {it rained}. The rate is a widely used term: [it] showed {a rise}.",
    "[Officials] said {it rained}. The miners left. [They] said {it snowed}.",
    "The nurses met the ministers. [They] said {it snowed}.",
    "The Carpenters campaign met. [It] said {it snowed}.",
    "The rate rose. [It] showed {that it snowed}.",
    "President Ilona Szabo came. Her counterpart, Juris Ozols, was late. He was sorry, and [she] said {it rained}.",
    "The Alliance to Reclaim Our Schools (AROS) met. [AROS] said {it rained}.",
    "The New York Post and the Washington Post closed. [The Post] said {it rained}.",
    "[Two analysts, David Albright and Serena Weil,] said {it rained}.",
    "[Khizr and Ghazala Khan] said {it rained}.",
    "Frontex sued a company. [The company] said {it rained}.",
    "Frontex sued Verizon. [The company] said {it rained}.",
    "Frontex met. [The police] said {it rained}.",
    "Ann Lee was hurt. [The judge] said {it rained}.",
    "[DORA KLINE]: {It rained}.\n\n[OTTO KLINE]: {It rained}.\n\n[KLINE]: {It snowed}.",
    "[Obama, others] said {it rained}.",
    "[Ann Lee] said {it rained}. [We] said {it snowed}.",
    "[Ann Lee] said {it rained}. [I] said {it snowed}.",
    # relative pronouns of nobody named
    "We met a man, [who] said {it rained}.",
    "We met Ann Lee and Bo Karlson, [who] said {it rained}.",
    "We met a friend of Ann Lee, [who] said {it rained}.",
    "We met Ann Lee, [which] said {it rained}.",
    "We went to Poland, [who] said {it rained}.",
]


@pytest.mark.parametrize(("text", "name"), RESOLVED)
def test_certain_sources_get_their_name(text: str, name: str) -> None:
    article, claims = marked(text)
    assert resolved(article, claims)[-1].chain[-1].resolved == name


@pytest.mark.parametrize("text", OPEN)
def test_open_sources_stay_open(text: str) -> None:
    article, claims = marked(text)
    assert resolved(article, claims)[-1].chain[-1].resolved is None


def nested(text: str) -> str | None:
    """What the second source, inside the content of the first, is resolved to."""
    article, (outer, inner) = marked(text)
    chain = (*outer.chain, *inner.chain)
    return resolved(article, (outer, replace(inner, chain=chain)))[1].chain[1].resolved


def test_a_quoted_i_is_the_speaker() -> None:
    assert nested("[Minister Ann Lee] said: “{}[I] believe {it rained}.”") == "Ann Lee"
    assert nested("[Minister Ann Lee] said: “{}[We] believe {it rained}.”") == "Ann Lee"
    assert nested("[Frontex] said: “{}[We] believe {it rained}.”") == "Frontex"
    assert nested("[Officials] said: “{}[I] believe {it rained}.”") is None


def test_a_pronoun_inside_a_report_is_the_reporter_where_nobody_else_is_named() -> None:
    assert nested("[Mrs Ann Lee] said {}[she] believed {it rained}.") == "Ann Lee"
    assert nested("[Ann Lee] said {}[she] believed {it rained}.") == "Ann Lee"
    assert nested("[Mr Bo Karlson] said {}[she] believed {it rained}.") is None
    assert nested("[Mrs Ann Lee] said {}Mrs Eva Karlson left when [she] heard {it rained}.") is None
    assert nested("[Mrs Ann Lee] said: “{}[She] believed {it rained}.”") is None


def test_unnamed_voices_and_asserted_claims_stay() -> None:
    article = Article("a", "It reportedly rained.")
    claims = (
        Claim("a", "1", "asserted", "It rained.", ((0, 2),)),
        Claim("a", "2", "attributed", "It rained.", ((0, 2),), (Voice(None, (), "reportedly", ((3, 13),), "report"),)),
    )
    assert resolved(article, claims) == claims


WORDS = st.sampled_from(
    "Ann Lee Bo Karlson Hussein minister President the The a of , . “ ” ' \" ( ) who said he She they It I Mr. "
    "and al- von Court ECHR 45 \n \n\n \r\n \u00a0 \u2028 — é İ ß 😀 ʼn Ⅷ ’s".split(" ")
)
TEXTS = st.lists(WORDS, max_size=30).map(" ".join) | st.text(max_size=80)
SPANS = st.lists(st.tuples(st.integers(0, 90), st.integers(1, 20)), min_size=2, max_size=12)


@settings(max_examples=200, deadline=None)
@given(TEXTS, SPANS)
def test_any_text_is_read_and_only_resolved_is_set(text: str, spans: list[tuple[int, int]]) -> None:
    cut = [(min(s, len(text)), min(s + n, len(text))) for s, n in spans]
    claims = tuple(
        Claim("a", "c", "attributed", "t", (content,), (voice(text, source), voice(text, content))[: 1 + i % 2])
        for i, (source, content) in enumerate(zip(cut[::2], cut[1::2], strict=False))
    )
    found = resolved(Article("a", text), claims)
    bare = [replace(claim, chain=tuple(replace(voice, resolved=None) for voice in claim.chain)) for claim in found]
    assert tuple(bare) == claims
    assert found == resolved(Article("a", text), claims)


def test_time_is_in_proportion_to_length() -> None:
    sentence = (
        "Minister Ann Lee met Bo Karlson. [Lee] said {it rained}. [The minister] said {it froze}. [He] said {no}. "
    )

    articles = {times: marked(sentence * times) for times in (20, 200, 1000)}

    def work(times: int) -> None:
        resolved(*articles[times])

    work(20)
    assert in_proportion(work, 200, 1000)
