"""Other calendars: the Jalali year by the equinox that it begins with, the Hijri by days known from elsewhere."""

import datetime as dt
import math
from itertools import pairwise

import pytest

from memcon.resolve.dates.calendars import JALALI_YEARS, day_in, jalali_year, month_in

PERIODIC = """485 324.96 1934.136 203 337.23 32964.467 199 342.08 20.186 182 27.85 445267.112 156 73.14 45036.886
136 171.52 22518.443 77 222.54 65928.934 74 296.72 3034.906 70 243.58 9037.513 58 119.81 33718.147 52 297.17 150.678
50 21.02 2281.226 45 247.54 29929.562 44 325.15 31555.956 29 60.93 4443.417 18 155.12 67555.328 17 288.79 4562.452
16 198.04 62894.029 14 199.76 31436.921 12 95.39 14577.848 12 287.11 31931.756 12 320.81 34777.259 9 227.73 1222.114
8 15.45 16859.074"""
"""The terms of the equinox, J. Meeus, Astronomical Algorithms, table 27.C: amplitude, phase, change a century."""


def equinox(year: int) -> float:
    """The March equinox as a Julian day of dynamical time (Meeus, chapter 27)."""
    y = (year - 2000) / 1000
    mean = 2451623.80984 + 365242.37404 * y + 0.05169 * y**2 - 0.00411 * y**3 - 0.00057 * y**4
    t = (mean - 2451545) / 36525
    w = math.radians(35999.373 * t - 2.47)
    numbers = [float(number) for number in PERIODIC.split()]
    terms = zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True)
    moved = sum(size * math.cos(math.radians(phase + change * t)) for size, phase, change in terms)
    return mean + 0.00001 * moved / (1 + 0.0334 * math.cos(w) + 0.0007 * math.cos(2 * w))


def nowruz(year: int) -> dt.date:
    """The day of the equinox at Tehran (52.5° E), the next where the sun has passed its noon."""
    slow = 0.0 if 1860 <= year < 2021 else -20 + 32 * ((year - 1820) / 100) ** 2  # seconds, from today on
    local = equinox(year) - slow / 86400 + 52.5 / 360 - 7.4 / 1440 + 0.5
    return dt.date(2000, 1, 1) + dt.timedelta(math.floor(local) - 2451545 + (local % 1 >= 0.5))


def test_jalali_years_begin_with_the_equinox_at_tehran() -> None:
    assert [day_in("jalali", year, 1, 1) for year in JALALI_YEARS] == [nowruz(year + 621) for year in JALALI_YEARS]


@pytest.mark.parametrize(
    ("year", "month", "number", "common"),
    [
        (1402, 10, 1, "2023-12-22"),
        (1403, 12, 30, "2025-03-20"),
        (1357, 11, 22, "1979-02-11"),
        (1399, 12, 30, "2021-03-20"),
        (1400, 12, 30, None),
        (1400, 13, 1, None),
        (1205, 1, 1, None),
    ],
)
def test_jalali_days(year: int, month: int, number: int, common: str | None) -> None:
    assert day_in("jalali", year, month, number) == (common and dt.date.fromisoformat(common))


@pytest.mark.parametrize(
    ("year", "month", "number", "common"),
    [
        (1343, 1, 1, "1924-08-01"),
        (1390, 9, 10, "1970-11-10"),
        (1400, 1, 1, "1979-11-20"),
        (1431, 9, 1, "2010-08-11"),
        (1444, 10, 1, "2023-04-21"),
        (1445, 9, 1, "2024-03-11"),
        (1445, 12, 10, "2024-06-16"),
        (1446, 1, 1, "2024-07-07"),
        (1500, 12, 30, "2077-11-16"),
        (1445, 9, 31, None),
        (1342, 1, 1, None),
        (1501, 1, 1, None),
    ],
)
def test_hijri_days(year: int, month: int, number: int, common: str | None) -> None:
    """As hijridate 2.3 converts them; Id al-Fitr of 1444 and Id al-Adha of 1445 among them."""
    assert day_in("hijri", year, month, number) == (common and dt.date.fromisoformat(common))


def test_months_follow_on_each_other_without_a_gap() -> None:
    for calendar, years in (("hijri", range(1343, 1501)), ("jalali", JALALI_YEARS)):
        months = [month_in(calendar, year, month) for year in years for month in range(1, 13)]  # type: ignore[arg-type]
        known = [month for month in months if month is not None]
        assert len(known) == len(months)
        assert all(one[1] == two[0] for one, two in pairwise(known))
        assert {(last - first).days for first, last in known} <= {28, 29, 30, 31}


def test_the_jalali_year_of_a_day() -> None:
    assert [jalali_year(dt.date(2024, 3, day)) for day in (19, 20)] == [1402, 1403]
    assert jalali_year(dt.date(1800, 1, 1)) == jalali_year(dt.date(2200, 1, 1)) == 0
