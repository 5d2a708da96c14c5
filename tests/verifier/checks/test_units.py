"""Units, currencies and scales: amounts that differ, that are the same in another spelling, that cannot be compared."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.verifier.checks.test_quantity import told
from verifier.checks import AGREES
from verifier.checks.quantities import quantities
from verifier.checks.quantity import compare
from verifier.checks.units import units
from verifier.references.alignment import Told

WITHIN = (
    "The new port took {} in all.",
    "Officials in Lorne spoke of {} on Monday.",
    "The firm lost {}, it said.",
)


def pair(frame: str, one: str, other: str) -> tuple[Told, Told]:
    return told(frame.format(one)), told(frame.format(other))


@pytest.mark.parametrize("frame", WITHIN)
@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Another unit.
        ("5 kg of dust", "5 grams of dust"),
        ("5kg of dust", "5g of dust"),
        ("40 tonnes of oil", "40 barrels of oil"),
        ("600 litres of acid", "600 gallons of acid"),
        ("30 °C of heat", "30 °F of heat"),
        ("30C of heat", "30F of heat"),
        ("30 degrees Celsius of heat", "30 degrees Fahrenheit of heat"),
        ("40GB of files", "40TB of files"),
        ("40 megabytes of files", "40 gigabytes of files"),
        ("12 mm of rain", "12 cm of rain"),
        ("12 inches of rain", "12 feet of rain"),
        ("9 acres of land", "9 hectares of land"),
        ("9 square miles of land", "9 square kilometres of land"),
        ("80 mph of wind", "80 km/h of wind"),
        ("300 megawatts of power", "300 gigawatts of power"),
        ("300 kilowatt-hours of power", "300 megawatt-hours of power"),
        ("6 ounces of gold", "6 pounds of gold"),
        ("20 miles of road", "20 nautical miles of road"),
        ("6 pints of milk", "6 litres of milk"),
        ("10 miles of road", "30 kilometers of road"),
        ("2 tonnes of sand", "200 kg of sand"),
        ("90 minutes of talk", "90 seconds of talk"),
        # Shares.
        ("25 basis points of growth", "25 percentage points of growth"),
        ("25bps of growth", "25pp of growth"),
        ("2 percentage points of growth", "2 percent of growth"),
        ("2 ppts of growth", "2 % of growth"),
        ("half a percentage point of growth", "5 basis points of growth"),
        # Another currency, or another amount of it.
        ("EUR 2.5 million of debt", "€2.5 billion of debt"),
        ("EUR 300 of debt", "€800 of debt"),
        ("EUR300 of debt", "EUR 800 of debt"),
        ("300 EUR of debt", "300 USD of debt"),
        ("CHF 20 million of debt", "CHF 200 million of debt"),
        ("GBP 20 million of debt", "EUR 20 million of debt"),
        ("20 million Swiss francs of debt", "20 million Danish kroner of debt"),
        ("Rs 500 of debt", "Rs. 5,000 of debt"),
        ("500 zlotys of debt", "900 zlotys of debt"),
        ("NOK 40 million of debt", "SEK 40 million of debt"),
        ("US$890 million of debt", "US$8.9 billion of debt"),
        ("5 crore rupees of debt", "5 lakh rupees of debt"),
        ("Rs 5 crore of debt", "Rs 5,00,000 of debt"),
        ("€5m of debt", "€5bn of debt"),
        ("4 000 euros of debt", "40 000 euros of debt"),
        ("450.000 euros of debt", "450 euros of debt"),
        ("4.500 euros of debt", "45,000 euros of debt"),
    ],
)
def test_amounts_that_differ(frame: str, one: str, other: str) -> None:
    for claim, statement in (pair(frame, one, other), pair(frame, other, one)):
        found = compare(claim, statement)
        assert found is not None and not found.agrees, (claim.text, statement.text)
        assert (found.rule, found.effect) == ("NUM001", "refutes")


@pytest.mark.parametrize("frame", WITHIN)
@pytest.mark.parametrize(
    ("one", "other"),
    [
        # The same amount in another unit.
        ("5 kg of dust", "5,000 grams of dust"),
        ("5kg of dust", "5 kilos of dust"),
        ("40 tonnes of oil", "40,000 kilograms of oil"),
        ("40 tons of oil", "40 tonnes of oil"),
        ("100 gallons of acid", "379 litres of acid"),
        ("100 gallons of acid", "455 litres of acid"),
        ("30 °C of heat", "86 °F of heat"),
        ("30 degrees of heat", "30 degrees Celsius of heat"),
        ("86F of heat", "30C of heat"),
        ("1.5TB of files", "1,500 gigabytes of files"),
        ("10 mm of rain", "1 cm of rain"),
        ("6 feet of snow", "1.83 metres of snow"),
        ("250 acres of land", "101 hectares of land"),
        ("100 km/h of wind", "62 mph of wind"),
        ("1,200 megawatts of power", "1.2 gigawatts of power"),
        ("two weeks of talk", "14 days of talk"),
        ("90 minutes of talk", "1.5 hours of talk"),
        # Shares.
        ("25 basis points of growth", "0.25 percentage points of growth"),
        ("25bps of growth", "a quarter of a percentage point of growth"),
        ("50 bp of growth", "half a percentage point of growth"),
        ("2pp of growth", "2 percentage points of growth"),
        ("2 pct of growth", "2 percent of growth"),
        ("3,5 % of growth", "3.5% of growth"),
        # The same money by sign, code and name.
        ("EUR 2.5 million of debt", "€2.5 million of debt"),
        ("EUR 2.5 million of debt", "2.5 million euros of debt"),
        ("EUR2.5m of debt", "€2.5m of debt"),
        ("2.5m EUR of debt", "€2.5 m of debt"),
        ("USD 300 of debt", "$300 of debt"),
        ("US$300 of debt", "300 U.S. dollars of debt"),
        ("CHF 20 million of debt", "20 million Swiss francs of debt"),
        ("DKK 20 of debt", "20 Danish kroner of debt"),
        ("JPY 500 of debt", "¥500 of debt"),
        ("Rs 500 of debt", "500 rupees of debt"),
        ("INR 500 of debt", "₹500 of debt"),
        ("GBP 500 of debt", "500 pounds of debt"),
        ("500 yuan of debt", "RMB 500 of debt"),
        # The same figure.
        ("4000 euros of debt", "4,000 euros of debt"),
        ("4 000 euros of debt", "4\u202f000 euros of debt"),
        ("4.000 euros of debt", "4,000 euros of debt"),
        ("450.000 euros of debt", "450,000 euros of debt"),
        ("1.200.000 euros of debt", "1.2 million euros of debt"),
        ("€1.2bn of debt", "1,200 million euros of debt"),
        ("€1.2 trillion of debt", "1,200 billion euros of debt"),
        ("US$0.89 billion of debt", "890 million dollars of debt"),
        ("2,5 million euros of debt", "€2.5 million of debt"),
        ("Rs 5 crore of debt", "50 million rupees of debt"),
        ("5 lakh rupees of debt", "500,000 rupees of debt"),
        ("Rs 5,00,000 of debt", "500,000 rupees of debt"),
        ("1 lakh crore rupees of debt", "1 trillion rupees of debt"),
        ("12 500 men", "12,500 men"),
        ("12.000 men", "12,000 men"),
    ],
)
def test_amounts_that_are_the_same(frame: str, one: str, other: str) -> None:
    for claim, statement in (pair(frame, one, other), pair(frame, other, one)):
        assert compare(claim, statement) == AGREES, (claim.text, statement.text)


@pytest.mark.parametrize("frame", WITHIN)
@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Other measures or currencies with other numbers may be told of the same thing.
        ("40 tonnes of oil", "290 barrels of oil"),
        ("€300 million of debt", "$340 million of debt"),
        ("5 million Swiss francs of debt", "€4.7 million of debt"),
        ("2 percentage points of growth", "8 percent of growth"),
        # One name may be loose for the other.
        ("$300 of debt", "A$300 of debt"),
        ("300 rupees of debt", "300 Pakistani rupees of debt"),
        ("20 kroner of debt", "20 Danish kroner of debt"),
        ("20 francs of debt", "CHF 20 of debt"),
        # Nothing is counted.
        ("ALL of the debt", "TOP of the debt"),
        ("the EUR of the debt", "the USD of the debt"),
    ],
)
def test_amounts_that_cannot_be_compared(frame: str, one: str, other: str) -> None:
    for claim, statement in (pair(frame, one, other), pair(frame, other, one)):
        assert compare(claim, statement) is None, (claim.text, statement.text)


@pytest.mark.parametrize(
    ("text", "low", "unit"),
    [
        ("Gas is $3.259 a gallon.", 3.259, "dollar"),
        ("It rose 3.125 percent.", 3.125, "%"),
        ("It is 1.500 million euros.", 1.5e6, "euro"),
        ("A euro is 1.105 dollars.", 1.105, "dollar"),
        ("It won 3 medals.", 3, ""),
        ("Of 12, 300 are men.", 12, ""),
        ("Call 800 273 8255.", 800, ""),
        ("It runs on 5G now, 5 phones do.", 5, ""),
        ("She gave 3 real examples.", 3, ""),
        ("He saw 4 TOP managers.", 4, ""),
        ("A 5 km run is long.", 5, "kilometer"),
    ],
)
def test_what_is_read(text: str, low: float, unit: str) -> None:
    first = quantities(text, ((0, len(text)),))[0]
    assert first.low == pytest.approx(low)
    assert first.unit == unit


def test_every_measure_is_one_of_a_unit_that_is_read_and_pint_knows_it() -> None:
    from verifier.checks.units import conversions

    names = {*units().units.values(), *units().glued.values()}
    assert set(units().measures) <= names
    for name in units().measures:
        assert conversions(name, name)


def test_pint_is_not_loaded_before_two_units_meet() -> None:
    code = (
        "import sys; from verifier.checks.quantity import compare;"
        "from tests.verifier.checks.test_quantity import told;"
        "compare(told('It is 5 km to Rome.'), told('It is 6 km to Rome.')); assert 'pint' not in sys.modules;"
        "compare(told('It is 5 km to Rome.'), told('It is 6 miles to Rome.')); assert 'pint' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
