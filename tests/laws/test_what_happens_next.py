"""The table of what happens next: four levels, three doors, no cell left open."""

import re

import pytest

from pwa.practice import Door
from pwa.timelines.levels import Level
from tests.laws.house import DOCS

PAGE = DOCS / "what-happens-next.md"


def table() -> dict[str, list[str]]:
    """Level → its cells. The first table of the page whose first column names the levels."""
    rows = [re.split(r"(?<!\\)\|", line.strip().strip("|")) for line in PAGE.read_text().splitlines() if "|" in line]
    cells = [[re.sub(r"[*`]", "", cell).strip() for cell in row] for row in rows]
    return {row[0].lower(): row[1:] for row in reversed(cells) if row[0].lower() in {"level", *Level}}


def cell(level: Level, door: Door) -> str:
    return table()[level][list(Door).index(door)].lower()


def test_the_table_has_a_row_for_each_level_calmest_first():
    assert [level for level in reversed(table()) if level != "level"] == list(Level)


def test_the_table_has_a_column_for_each_door():
    assert len(Door) == 3
    wanted = {Door.OPEN: "open", Door.ON_CALL: "on-call", Door.NO_COVER: "no cover"}
    for door, heading in zip(Door, table()["level"], strict=True):
        assert wanted[door] in heading.lower()


@pytest.mark.parametrize("door", list(Door))
@pytest.mark.parametrize("level", list(Level))
def test_every_cell_says_something(level, door):
    assert len(table()[level]) == len(Door)
    assert re.search(r"\w{4}", cell(level, door))


def test_an_emergency_begins_with_the_emergency_number():
    assert "emergency number" in cell(Level.EMERGENCY, Door.OPEN)


def test_nobody_is_promised_a_call_back_where_nobody_is_there():
    assert re.search(r"call(ing)? back is not offered", cell(Level.CALL, Door.NO_COVER))
