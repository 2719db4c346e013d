"""Read YAML so that a mistake can be named by file, line and reason."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from pwa.config import CannotStart

Model = TypeVar("Model", bound=BaseModel)
Place = tuple[str | int, ...]

# The same safe loader written in C, where PyYAML was built with it: ten times as quick.
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class LibraryError(CannotStart, ValueError):
    """A library file that can't be used: ``file:line: reason``."""


class YamlFile:
    """One YAML file, its data, and where each part stands in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            loader = Loader(path.read_text(encoding="utf-8"))
            self.root = loader.get_single_node()
            self.data: Any = loader.construct_document(self.root) if self.root else None
        except (OSError, UnicodeDecodeError) as error:
            raise LibraryError(f"{path}:1: can't be read: {error}") from error
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            raise LibraryError(f"{path}:{line}: not valid YAML: {getattr(error, 'problem', error)}") from error

    def parse(self, model: type[Model], **extra: Any) -> Model:
        """The file as a model. Raises LibraryError at the first fault's line."""
        if not isinstance(self.data, dict):
            raise LibraryError(f"{self.path}:1: wanted a mapping of keys to values")
        try:
            return model.model_validate({**self.data, **extra})
        except ValidationError as error:
            raise LibraryError("\n".join(self._explain(fault) for fault in error.errors())) from error

    def fault(self, place: Place, reason: str) -> LibraryError:
        """An error that names the line of a place such as ("symptoms", 3)."""
        return LibraryError(f"{self.path}:{self.line_of(place)}: {reason}")

    def line_of(self, place: Place) -> int:
        """The line, counted from 1, of the deepest part of the place that exists."""
        node = self.root
        line: int = node.start_mark.line if node else 0
        for step in place:
            found = _step_into(node, step)
            if found is None:
                break
            line, node = found
        return line + 1

    def _explain(self, fault: Any) -> str:
        place: Place = fault["loc"]
        name = ".".join(str(step) for step in place) or "the file"
        return f"{self.path}:{self.line_of(place)}: {name}: {fault['msg']}"


def _step_into(node: Any, step: str | int) -> tuple[int, Any] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].start_mark.line, node.value[step]
    return None
