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

# What any template could know of the one who looks at it, without being given it.
PERSONAL = {"current_user", "request", "session", "g", "csrf_token", "get_flashed_messages"}

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
    """Every template another includes, extends, imports or has remembered."""
    return {named for name in ALL if parses(name) for named in names_in(ENVIRONMENT.parse(source(name)))}


def names_in(node: nodes.Node) -> set[str]:
    """Every template's name written out somewhere in a piece of a template."""
    values = {part.value for part in (node, *node.find_all(nodes.Const)) if isinstance(part, nodes.Const)}
    return {str(value) for value in values if str(value).endswith(".html")}


def named_by_python() -> set[str]:
    """Every template's name written out in the app."""
    constants = (n.value for path in python_files() for n in ast.walk(tree_of(path)) if isinstance(n, ast.Constant))
    return {value for value in constants if isinstance(value, str) and re.fullmatch(r"[\w/]+\.html", value)}


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
            assert names_in(node.template), name


def test_what_a_template_imports_is_there_and_is_used():
    for name in filter(parses, ALL):
        tree = ENVIRONMENT.parse(source(name))
        called = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
        for imported in tree.find_all(nodes.FromImport):
            macros = {macro.name for macro in ENVIRONMENT.parse(source(imported.template.value)).find_all(nodes.Macro)}
            names = {item if isinstance(item, str) else item[0] for item in imported.names}
            assert names <= macros, f"{name} imports {names - macros}"
            assert name == "web/layout.html" or names <= called, f"{name} never uses {names - called}"


def test_what_is_remembered_for_everyone_knows_nothing_personal():
    remembered = {name for name in ALL if parses(name) for name in remembered_by(ENVIRONMENT.parse(source(name)))}
    assert remembered
    for name in remembered:
        for part in {name, *named_within(name)}:
            personal = {word.name for word in ENVIRONMENT.parse(source(part)).find_all(nodes.Name)} & PERSONAL
            assert not personal, f"{name} is kept for everyone, and {part} uses {personal}"


def remembered_by(tree: nodes.Template) -> set[str]:
    calls = [call for call in tree.find_all(nodes.Call) if getattr(call.node, "name", "") == "remembered"]
    return {name for call in calls for name in names_in(call.args[0])}


def named_within(name: str) -> set[str]:
    """What a template includes or imports, and what that includes, and so on."""
    direct = names_in(ENVIRONMENT.parse(source(name)))
    return direct.union(*(named_within(other) for other in direct))


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
