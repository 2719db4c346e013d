"""The starter library: sourced timelines that a surgeon can review and sign.

``<operation>.yaml`` holds what is particular to an operation, ``common.yaml``
what holds after every one, ``activities/`` the same two for "When can I…?".
They are merged when Mend starts; a file that can't be used stops it.
"""

from functools import cache
from pathlib import Path

from pwa.timelines.document import Activities, Common, Document
from pwa.timelines.merging import merge
from pwa.timelines.yaml_lines import LibraryError, YamlFile

HERE = Path(__file__).parent


@cache
def load_library(folder: Path = HERE) -> dict[str, Document]:
    """Every starter timeline, merged, by procedure.

    Raises LibraryError naming file, line and reason.
    """
    common = YamlFile(folder / "common.yaml").parse(Common)
    shared = YamlFile(folder / "activities" / "common.yaml").parse(Activities)
    paths = [path for path in sorted(folder.glob("*.yaml")) if path.name != "common.yaml"]
    return {path.stem: load_timeline(path, common, shared) for path in paths}


def load_timeline(path: Path, common: Common, shared: Activities) -> Document:
    """One operation's file, merged with what is common to all."""
    file = YamlFile(path)
    document = file.parse(Document, extra_sources=tuple(f"common:{key}" for key in common.sources))
    if document.procedure != path.stem:
        raise file.fault(("procedure",), f"procedure is '{document.procedure}', the file is '{path.stem}'")
    own = YamlFile(path.parent / "activities" / path.name).parse(Activities)
    return merge(document, common, own, shared, file)


__all__ = ["LibraryError", "load_library"]
