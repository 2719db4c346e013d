"""A practice's numbers, hours and cover, and the set-up pages for them."""

from pwa.practice.doors import Door, Line, Lines
from pwa.practice.plan import ContactPlan
from pwa.practice.reach import Reach, reach_of, reach_whatever_happens, reach_without_practice
from pwa.practice.regions import REGIONS, Region, region_of

__all__ = [
    "REGIONS",
    "ContactPlan",
    "Door",
    "Line",
    "Lines",
    "Reach",
    "Region",
    "reach_of",
    "reach_whatever_happens",
    "reach_without_practice",
    "region_of",
]
