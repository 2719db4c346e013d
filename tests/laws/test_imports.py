"""Who may lean on whom. Rooms stand in a line and lean only on those before them."""

import ast
from pathlib import Path

import pytest

from tests.laws.house import ORDER, PWA, ROOT, named, python_files, rooms, tree_of

NARROWER = {"push": {"audit", "web", "people"}, "timelines": {"audit", "web", "people"}}

# These know all rooms; every other file beside the rooms knows none.
KNOW_ALL = {"pwa/__init__.py", "pwa/worker.py", "pwa/demo.py", "pwa/commands.py"}
KNOW_ALL_FOLDERS = {"migrations", "shell"}

PRIVATE = {"routes", "tasks", "forms"}
SHARED = {"pwa.web.forms"}  # the base of all forms

PURE = (
    "clock", "timelines/levels", "timelines/facts", "timelines/answers", "timelines/document", "timelines/compiled",
    "timelines/merging", "timelines/yaml_lines", "practice/plan", "practice/doors", "practice/regions",
    "practice/hours_text", "practice/numbers", "recovery/today", "recovery/days", "checks/rules", "checks/next_steps",
    "checks/finder", "checks/activities",
)  # fmt: skip
HEAVY = {"flask", "flask_login", "flask_wtf", "wtforms", "werkzeug", "sqlalchemy"}


def imports_of(path: Path) -> set[str]:
    """Every module a file imports, also within functions; ``from pwa import db`` is pwa.db."""
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{named(path)}: a relative import"
            whole = f"{node.module}"
            found |= {whole} | {f"{whole}.{a.name}" for a in node.names if is_module(f"{whole}.{a.name}")}
    return found


def is_module(dotted: str) -> bool:
    path = ROOT / dotted.replace(".", "/")
    return path.is_dir() or path.with_suffix(".py").exists()


def room_of(path: Path) -> str | None:
    """The room a file is in, or None for one beside the rooms."""
    folder = path.relative_to(PWA).parts[0]
    return folder if folder in ORDER else None


def rooms_in(modules: set[str]) -> set[str]:
    parts = [module.split(".") for module in modules]
    return {part[1] for part in parts if part[0] == "pwa" and len(part) > 1 and part[1] in ORDER}


def files_in_rooms() -> list[tuple[str, Path]]:
    return [(room, path) for path in python_files() if (room := room_of(path))]


def test_every_folder_of_the_app_is_a_room_with_its_place_in_the_line():
    folders = {path.parent.name for path in PWA.glob("*/__init__.py")}
    assert folders - set(ORDER) == {"migrations"}


def test_a_room_leans_only_on_rooms_before_it():
    wrong = [
        f"{named(path)} imports {other}"
        for room, path in files_in_rooms()
        for other in rooms_in(imports_of(path))
        if ORDER.index(other) > ORDER.index(room)
    ]
    assert not wrong, wrong


@pytest.mark.parametrize("room", [room for room in rooms() if room in NARROWER])
def test_some_rooms_know_even_less(room):
    known = {other for path in (PWA / room).rglob("*.py") for other in rooms_in(imports_of(path))}
    assert known - {room} <= NARROWER[room]


def test_routes_tasks_and_forms_are_a_rooms_own():
    wrong = [
        f"{named(path)} imports {module}"
        for room, path in files_in_rooms()
        for module in imports_of(path) - SHARED
        if module.split(".")[0] == "pwa" and module.split(".")[-1] in PRIVATE and module.split(".")[1] != room
    ]
    assert not wrong, wrong


def test_only_few_files_know_all_rooms():
    beside = [p for p in python_files() if not room_of(p) and p.relative_to(PWA).parts[0] not in KNOW_ALL_FOLDERS]
    wrong = [
        f"{named(path)} imports {sorted(known)}"
        for path in beside
        if named(path) not in KNOW_ALL and (known := rooms_in(imports_of(path)))
    ]
    assert not wrong, wrong


@pytest.mark.parametrize("name", PURE)
def test_pure_files_know_neither_the_web_nor_the_database(name):
    imported = imports_of(PWA / f"{name}.py")
    assert not {module.split(".")[0] for module in imported} & HEAVY
    assert not imported & {"pwa.db", "pwa.web"}


def test_routes_reach_records_through_a_person_never_by_their_id():
    wrong = [
        f"{named(path)}:{call.lineno} {ast.unparse(call)}"
        for path in python_files()
        if path.name == "routes.py"
        for call in ast.walk(tree_of(path))
        if isinstance(call, ast.Call) and is_lookup(call)
    ]
    assert not wrong, wrong


def is_lookup(call: ast.Call) -> bool:
    """``db.session().get(…)``, ``session.get_one(…)``, ``Check.query.get(…)``."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in {"get", "get_one", "get_or_404"}:
        return False
    return ast.unparse(call.func.value).removesuffix("()").split(".")[-1] in {"session", "query"}
