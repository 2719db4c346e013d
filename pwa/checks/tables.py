"""The verdict table as the phone fetches it: compact JSON, compressed once."""

import json

from pwa.timelines import AnaestheticKind, SignedVersion
from pwa.web.assets import Asset, make_asset

# Published content never changes, so its compressed form is kept by its hash.
_assets: dict[tuple[str, AnaestheticKind], Asset] = {}


def table_asset(version: SignedVersion, anaesthetic: AnaestheticKind) -> Asset:
    """The table of one version, ready to send."""
    key = (version.content_hash, anaesthetic)
    if key not in _assets:
        text = json.dumps(version.table(anaesthetic), ensure_ascii=False, separators=(",", ":"))
        _assets[key] = make_asset("table.json", text.encode())
    return _assets[key]
