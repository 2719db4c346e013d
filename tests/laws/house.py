"""What the laws read: the house's own files, found and parsed once."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PWA, TEMPLATES, STATIC, DOCS = ROOT / "pwa", ROOT / "templates", ROOT / "static", ROOT / "docs"

# From the ground floor up: a room may lean on those before it.
ORDER = (
    "audit", "web", "people", "push", "timelines", "practice", "recovery", "checks", "contact", "inbox", "caregivers",
    "reminders", "record", "shell",
)  # fmt: skip


def rooms() -> list[str]:
    """The rooms that are built, from the ground floor up."""
    return [room for room in ORDER if (PWA / room / "__init__.py").exists()]


def python_files() -> list[Path]:
    """Every file of the app, migrations too."""
    return sorted(PWA.rglob("*.py"))


def named(path: Path) -> str:
    """A file as one speaks of it: "pwa/checks/rules.py"."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    """A file, parsed."""
    return ast.parse(path.read_text(), filename=str(path))


def functions_of(path: Path) -> list[ast.FunctionDef]:
    """Every function and method of a file."""
    return [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef)]


def lines_of(function: ast.FunctionDef) -> int:
    """From its ``def`` to its last line."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def is_route(function: ast.FunctionDef) -> bool:
    """Whether it answers an address: ``@bp.get("/…")``."""
    calls = [mark.func for mark in function.decorator_list if isinstance(mark, ast.Call)]
    return any(isinstance(call, ast.Attribute) and ast.unparse(call.value) == "bp" for call in calls)
