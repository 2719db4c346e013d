"""Numbers of a region that are not a practice's own: emergency and urgent advice.

Emergency numbers are checked against Google's libphonenumber data by a test.
Urgent lines: NHS 111 (nhs.uk), Healthdirect (healthdirect.gov.au), Healthline
(health.govt.nz), 811 (canada.ca), 116 117 (116117.de).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Region:
    """A country as far as ringing for help goes. ``urgent`` is None where no
    national line exists: there the emergency department is the way."""

    code: str
    name: str
    emergency: str
    urgent: str | None
    urgent_name: str | None


REGIONS = {
    region.code: region
    for region in (
        Region("AT", "Austria", "112", "1450", "1450"),
        Region("AU", "Australia", "000", "1800022222", "Healthdirect"),
        Region("CA", "Canada", "911", "811", "811"),
        Region("DE", "Germany", "112", "116117", "116 117"),
        Region("ES", "Spain", "112", None, None),
        Region("FR", "France", "112", None, None),
        Region("GB", "United Kingdom", "999", "111", "NHS 111"),
        Region("IE", "Ireland", "112", None, None),
        Region("IT", "Italy", "112", None, None),
        Region("NL", "Netherlands", "112", None, None),
        Region("NZ", "New Zealand", "111", "0800611116", "Healthline"),
        Region("US", "United States", "911", None, None),
        Region("ZA", "South Africa", "112", None, None),
    )
}
ANYWHERE = Region("ZZ", "elsewhere", "112", None, None)


def region_of(code: str) -> Region:
    """The region of a country code; 112, which mobile networks route everywhere, if
    we know no better."""
    return REGIONS.get(code, ANYWHERE)
