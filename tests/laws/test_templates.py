"""Templates, styles and scripts: all there, all used, nothing inline, nothing from elsewhere."""

import ast
import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, TemplateSyntaxError, nodes

from tests.laws.house import PWA, ROOT, STATIC, TEMPLATES, named, python_files, rooms, tree_of

ENVIRONMENT = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
ALL = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*") if path.is_file())
SCRIPTS = sorted((STATIC / "js").rglob("*.js"))
SENT = [*sorted(TEMPLATES.rglob("*.html")), *sorted(path for path in STATIC.rglob("*") if path.is_file())]

# The demo is no room: it is one file, and gone from a real installation.
NOT_A_ROOM = {"demo"}
# The frame of all the practice's pages is shared by the rooms whose pages it holds.
SHARED_SHEETS = {"desk"}
LONGEST_SCRIPT = 120

REFERENCES = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
INLINE = re.compile(r"<[a-z][^>]*\s(style|on[a-z]+)=", re.I)
POST_FORM = re.compile(r"<form\b[^>]*method=\"?post\b.*?</form>", re.I | re.S)
SAFE = re.compile(r"\|\s*safe\b|autoescape\s+false|\bMarkup\(")
BEHAVIOUR = re.compile(r'data-behaviour="([^"]*)"')
ELSEWHERE = re.compile(r"""(?:\bhttps?:|\bwss?:|["'(=]\s*)//[\w.-]+""")
NAMES_OF_LANGUAGES = {"http://www.w3.org"}  # an XML namespace is a name, nobody fetches it


def source(name: str) -> str:
    return (TEMPLATES / name).read_text()


def named_by_templates() -> set[str]:
    """Everything a template includes, extends or imports."""
    trees = (ENVIRONMENT.parse(source(name)) for name in ALL if parses(name))
    return {str(name) for tree in trees for node in tree.find_all(REFERENCES) for name in constants(node.template)}


def constants(node: nodes.Node) -> list[str]:
    """Every name written out in an expression: one, or either of "a" if … else "b"."""
    found = [part.value for part in (node, *node.find_all(nodes.Const)) if isinstance(part, nodes.Const)]
    return [value for value in found if str(value).endswith(".html")]


def named_by_python() -> set[str]:
    """Everything a view renders."""
    calls = (node for path in python_files() for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call))
    rendered = [call for call in calls if ast.unparse(call.func).split(".")[-1] == "render_template"]
    assert all(isinstance(call.args[0], ast.Constant) for call in rendered), "a template named by a variable"
    return {call.args[0].value for call in rendered}


def parses(name: str) -> bool:
    try:
        ENVIRONMENT.parse(source(name))
    except TemplateSyntaxError:
        return False
    return True


@pytest.mark.parametrize("name", ALL)
def test_a_template_parses(name):
    ENVIRONMENT.parse(source(name))


def test_every_template_is_used_and_every_used_one_exists():
    used = named_by_python() | named_by_templates()
    assert used == set(ALL), f"unused: {set(ALL) - used}; missing: {used - set(ALL)}"


def test_no_template_names_another_by_a_variable():
    for name in filter(parses, ALL):
        for node in ENVIRONMENT.parse(source(name)).find_all(REFERENCES):
            assert constants(node.template), name


def test_what_a_template_imports_is_there_and_is_used():
    for name in filter(parses, ALL):
        tree = ENVIRONMENT.parse(source(name))
        called = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
        for imported in tree.find_all(nodes.FromImport):
            macros = {macro.name for macro in ENVIRONMENT.parse(source(imported.template.value)).find_all(nodes.Macro)}
            names = {item if isinstance(item, str) else item[0] for item in imported.names}
            assert names <= macros, f"{name} imports {names - macros}"
            assert name == "web/layout.html" or names <= called, f"{name} never uses {names - called}"


def test_each_folder_of_templates_is_a_room_that_has_pages():
    folders = {Path(name).parts[0] for name in ALL} - NOT_A_ROOM
    with_pages = {room for room in rooms() if (PWA / room / "routes.py").exists()} | {"web"}
    assert folders == with_pages


@pytest.mark.parametrize("name", ALL)
def test_a_template_trusts_no_text(name):
    assert name == "web/icons.html" or not SAFE.search(source(name))


@pytest.mark.parametrize("name", ALL)
def test_nothing_is_inline(name):
    assert not INLINE.search(source(name))
    assert "<style" not in source(name)
    assert not re.search(r"<script(?![^>]*\ssrc=)", source(name))


def test_every_form_that_posts_carries_its_token():
    forms = [(name, form) for name in ALL for form in POST_FORM.findall(source(name))]
    assert len(forms) > 10
    assert not [name for name, form in forms if "csrf_token" not in form]


def test_a_form_never_leaves_its_method_to_chance():
    for name in ALL:
        for form in re.findall(r"<form\b[^>]*>", source(name)):
            assert "action=" in form, f"{name}: {form}"
            assert re.search(r'method="(post|get)"', form) or 'role="search"' in form, f"{name}: {form}"


def test_each_style_sheet_of_a_room_is_named_after_it():
    sheets = {path.stem for path in (STATIC / "css" / "rooms").glob("*.css")}
    assert sheets - SHARED_SHEETS <= set(rooms())
    assert sheets >= SHARED_SHEETS


def test_every_behaviour_named_exists_and_every_one_that_exists_is_named():
    asked = {word for name in ALL for names in BEHAVIOUR.findall(source(name)) for word in names.split()}
    assert asked == {path.stem for path in (STATIC / "js" / "behaviours").glob("*.js")}


@pytest.mark.parametrize("path", SCRIPTS, ids=named)
def test_a_script_is_short_and_imports_what_is_there(path):
    assert len(path.read_text().splitlines()) <= LONGEST_SCRIPT
    for target in re.findall(r'^import .* from "([^"]+)"', path.read_text(), re.M):
        assert target.startswith(".") and (path.parent / target).exists(), target


def test_what_lies_in_lib_touches_no_page():
    for path in (STATIC / "js" / "lib").glob("*.js"):
        assert not re.search(r"\b(document|window)\b", path.read_text()), named(path)


@pytest.mark.parametrize("path", SENT, ids=named)
def test_nothing_comes_from_elsewhere(path):
    addresses = {found.strip("\"'(= ") for found in ELSEWHERE.findall(path.read_text(errors="replace"))}
    assert addresses <= NAMES_OF_LANGUAGES


def test_every_asset_a_template_names_exists():
    made = {"css/mend.css"}  # put together from the layers when Mend starts
    wanted = {asset for name in ALL for asset in re.findall(r"asset_url\('([^']+)'\)", source(name))}
    assert wanted
    assert not [asset for asset in wanted - made if not (ROOT / "static" / asset).exists()]
