"""Sizes are a smell: half of all functions are tiny, and nothing is a monster."""

from pathlib import Path
from statistics import median, quantiles

from tests.laws.house import PWA, functions_of, is_route, lines_of, named, python_files

HALF, MOST, LONGEST_ROUTE = 8, 20, 16
MOST_FILES, LONGEST_FILE = 160, 260

# A migration is written once and never touched again, so splitting it helps nobody.
FILES = [path for path in python_files() if PWA / "migrations" / "versions" not in path.parents]


def sizes_of_functions() -> list[tuple[int, str]]:
    return [(lines_of(f), f"{named(path)}:{f.lineno} {f.name}") for path in FILES for f in functions_of(path)]


def sizes_of_files() -> list[tuple[int, str]]:
    return [(length(path), named(path)) for path in FILES]


def length(path: Path) -> int:
    return len(path.read_text().splitlines())


def ninth_of_ten(sizes: list[tuple[int, str]]) -> float:
    return quantiles([size for size, _ in sizes], n=10)[-1]


def longest(sizes: list[tuple[int, str]]) -> str:
    return "; ".join(f"{name}: {size} lines" for size, name in sorted(sizes, reverse=True)[:10])


def test_half_of_all_functions_are_a_few_lines():
    sizes = sizes_of_functions()
    assert median(size for size, _ in sizes) <= HALF, longest(sizes)


def test_nine_of_ten_functions_fit_in_a_glance():
    sizes = sizes_of_functions()
    assert ninth_of_ten(sizes) <= MOST, longest(sizes)


def test_nine_of_ten_files_fit_in_a_few_screens():
    sizes = sizes_of_files()
    assert ninth_of_ten(sizes) <= MOST_FILES, longest(sizes)


def test_no_file_is_a_monster():
    monsters = [(size, name) for size, name in sizes_of_files() if size > LONGEST_FILE]
    assert not monsters, f"over {LONGEST_FILE} lines: {longest(monsters)}"


def test_routes_only_call_and_answer():
    routes = [(lines_of(f), f"{named(path)} {f.name}") for path in FILES for f in functions_of(path) if is_route(f)]
    assert routes
    fat = [(size, name) for size, name in routes if size > LONGEST_ROUTE]
    assert not fat, f"over {LONGEST_ROUTE} lines: {longest(fat)}"
