"""A copy of the library that a test may break."""

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from pwa.timelines.library import HERE, LibraryError, load_library


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The library's files, to be broken."""
    return Path(shutil.copytree(HERE, tmp_path / "library", ignore=shutil.ignore_patterns("__pycache__", "*.py")))


@pytest.fixture
def change(library: Path) -> Callable[..., Path]:
    """Change one file's text, once, and give back its path."""

    def replace(name: str, old: str, new: str) -> Path:
        path = library / name
        text = path.read_text()
        assert old in text, f"{old!r} is not in {name}"
        path.write_text(text.replace(old, new, 1))
        return path

    return replace


@pytest.fixture
def remake(library: Path) -> Callable[..., Path]:
    """Change one file's data, and give back its path."""

    def rewrite(name: str, alter: Callable[[dict[str, Any]], object]) -> Path:
        path = library / name
        data = yaml.load(path.read_text(), Loader=yaml.CSafeLoader)
        alter(data)
        path.write_text(yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False))
        return path

    return rewrite


@pytest.fixture
def fault(library: Path) -> Callable[[], str]:
    """Why the library can't be loaded."""

    @cache
    def load() -> str:
        with pytest.raises(LibraryError) as stopped:
            load_library(library)
        return str(stopped.value)

    return load
