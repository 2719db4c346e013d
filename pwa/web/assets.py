"""Styles, scripts and pictures: read once at boot, compressed once, named by content.

``/static/<version>/<path>``: the version is the hash of all files, so a path never
changes its content while it is kept for a year; modules import each other by
relative paths and stay within one version. An older version's address answers
with today's file. What is missing is a 404, never a page.
"""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

import brotli
from flask import Blueprint, Flask, Response, abort, current_app, make_response, request

from pwa.web.access import open_to_all

bp = Blueprint("assets", __name__)

STYLE_SHEET = "css/mend.css"
STYLE_LAYERS = ("tokens.css", "base.css", "parts.css", "rooms/*.css", "utilities.css")
COMPRESSIBLE = {
    "text/html",
    "text/css",
    "text/javascript",
    "image/svg+xml",
    "application/json",
    "application/manifest+json",
}
ONE_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, ready to send in every encoding."""

    kind: str
    plain: bytes
    encoded: dict[str, bytes]


class Assets:
    """All files under ``static/``, and the hash that names this set."""

    def __init__(self, folder: Path) -> None:
        files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
        files[STYLE_SHEET] = _style_sheet(folder / "css")
        self.version = hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()[:12]
        self.files = {path: make_asset(path, content) for path, content in files.items()}


def make_asset(path: str, content: bytes, *, quality: int = 11) -> Asset:
    """A file with its compressed twins, where they are smaller. ``quality`` is brotli's,
    0 to 11: the best for what is sent for a year, less for what is sent today."""
    kind = _kind(path)
    twins = {}
    if kind in COMPRESSIBLE:
        twins = {"br": brotli.compress(content, quality=quality), "gzip": gzip.compress(content, 6, mtime=0)}
    return Asset(kind, content, {name: data for name, data in twins.items() if len(data) < len(content)})


def _style_sheet(folder: Path) -> bytes:
    """One sheet from the layers, in their order: one request instead of a dozen."""
    paths = [path for pattern in STYLE_LAYERS for path in sorted(folder.glob(pattern))]
    return b"@layer tokens, base, parts, rooms, utilities;\n" + b"\n".join(path.read_bytes() for path in paths)


def _kind(path: str) -> str:
    if path.endswith(".js"):
        return "text/javascript"
    if path.endswith(".webmanifest"):
        return "application/manifest+json"
    return mimetypes.guess_type(path)[0] or "application/octet-stream"


def set_up(app: Flask, folder: Path) -> None:
    """Read the files and serve them."""
    app.extensions["assets"] = Assets(folder)
    app.register_blueprint(bp)
    app.jinja_env.globals["asset_url"] = asset_url


def asset_url(path: str) -> str:
    """The address of a file in this version."""
    return f"/static/{_assets().version}/{path}"


@bp.get("/static/<version>/<path:path>")
@open_to_all
def serve(version: str, path: str) -> Response:  # noqa: ARG001 – any version answers
    """One file."""
    asset = _assets().files.get(path)
    if asset is None:
        abort(404)
    return send(asset, f"public, max-age={ONE_YEAR}, immutable")


def send(asset: Asset, caching: str) -> Response:
    """An asset in the best encoding the browser takes."""
    encoding = next((name for name in asset.encoded if request.accept_encodings.quality(name) > 0), None)
    response = make_response(asset.encoded[encoding] if encoding else asset.plain)
    response.headers["Content-Type"] = asset.kind + ("; charset=utf-8" if asset.kind.startswith("text/") else "")
    response.headers["Cache-Control"] = caching
    response.headers["Vary"] = "Accept-Encoding"
    if encoding:
        response.headers["Content-Encoding"] = encoding
    return response


def _assets() -> Assets:
    found: Assets = current_app.extensions["assets"]
    return found
