"""The README tells the truth: what it names is there, and what is there it names."""

import re

import click
import pytest

from tests.laws.house import PWA, ROOT, named

README = ROOT / "README.md"
LONGEST = 120
PASSING = {"var", "test-results"}  # made while running, never in the repository
FLASKS_OWN = {"run", "shell", "routes"}


def text() -> str:
    return README.read_text()


def section(title: str) -> str:
    """What stands under a heading, up to the next one as high."""
    found = re.search(rf"^(#+) [^\n]*{title}[^\n]*\n(.*?)(?=^\1 |\Z)", text(), re.I | re.M | re.S)
    assert found, f"README.md has no part called “{title}”"
    return found[2]


def commands() -> list[str]:
    """What is written as code: fenced or between backticks."""
    fenced = re.findall(r"^```\w*\n(.*?)^```", text(), re.M | re.S)
    inline = re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text())
    return [line.strip() for block in (*fenced, *inline) for line in block.splitlines()]


def folders() -> set[str]:
    """Every folder at the top and every room, as it is on disk."""
    top = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    return (top - PASSING - {"__pycache__"}) | {path.parent.name for path in PWA.glob("*/__init__.py")}


def named_folders() -> set[str]:
    """Every path with a slash at its end in "where things live"."""
    return set(re.findall(r"(?<![\w/.-])((?:[\w-]+/)+)(?![\w.*<-])", section("where things live")))


def test_the_readme_is_short():
    assert len(text().splitlines()) <= LONGEST


def test_the_readme_says_that_this_is_not_for_real_patients_yet():
    assert re.search(r"not\s+for\s+real\s+patients\s+yet", text(), re.I)


def test_every_folder_has_its_place_in_where_things_live():
    last_parts = {path.strip("/").split("/")[-1] for path in named_folders()}
    missing = folders() - last_parts
    assert not missing


def test_where_things_live_names_only_what_is_there():
    gone = [path for path in named_folders() if not (ROOT / path).is_dir() and not (PWA / path).is_dir()]
    assert not gone


def test_every_make_target_it_names_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    asked = {target for line in commands() for target in re.findall(r"\bmake ([a-z]+)", line)}
    assert {"run", "test"} <= asked
    assert asked <= targets


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_every_flask_command_it_names_exists(app):
    asked = [found[1].split() for line in commands() if (found := re.search(r"\bflask(?: --app \w+)? (.+)", line))]
    assert asked
    for words in asked:
        assert words[0] in FLASKS_OWN or is_command(app.cli, words), f"flask {' '.join(words)}"


def is_command(group: click.Group, words: list[str]) -> bool:
    """Whether the first words lead to a command."""
    found = group.commands.get(words[0]) if words else None
    return is_command(found, words[1:]) if isinstance(found, click.Group) else found is not None


def test_every_page_and_file_it_points_to_exists():
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", text())
    pages = re.findall(r"\bdocs/[\w./-]+\.md\b", text())
    assert pages
    assert not [path for path in {*links, *pages} if not (ROOT / path).exists()]


def test_every_page_of_the_docs_is_pointed_to():
    pages = {named(path) for path in (ROOT / "docs").glob("*.md")}
    assert pages
    assert not [page for page in pages if page not in text()]
