"""Every setting, read once from MEND_* in the environment.

A bad one stops the boot with its name and the mend.
"""

import base64
import binascii
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
MASTER_KEY_BYTES = 32


class CannotStart(Exception):
    """Something must be mended before Mend can run; says what and where."""


class BadSetting(CannotStart):
    """A setting that can't be used: its name, what is wrong, and the mend."""

    def __init__(self, name: str, fault: str, mend: str) -> None:
        super().__init__(f"{name}: {fault}. {mend}")


@dataclass(frozen=True, slots=True)
class Settings:
    """What one installation runs with."""

    database_url: str
    queue_url: str
    master_key: bytes
    region: str
    demo: bool
    host: str
    https: bool
    proxies: int

    @property
    def loopback_only(self) -> bool:
        """Whether only this machine can reach the server."""
        return is_loopback(self.host)


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings in an environment. Raises BadSetting."""
    database_url = read_database_url(environment)
    host = environment.get("MEND_HOST") or "127.0.0.1"
    proxies = _count(environment, "MEND_PROXIES")
    settings = Settings(
        database_url=database_url,
        queue_url=_queue_url(environment, database_url),
        master_key=_master_key(environment, database_url),
        region=_region(environment),
        demo=_flag(environment, "MEND_DEMO", default=False),
        host=host,
        # Where only this machine can come, and through no proxy, nobody speaks https.
        https=_flag(environment, "MEND_HTTPS", default=proxies > 0 or not is_loopback(host)),
        proxies=proxies,
    )
    if settings.demo and not settings.loopback_only:
        raise BadSetting(
            "MEND_DEMO",
            f"the demo signs anyone in, and {settings.host} can be reached by others",
            "Set MEND_HOST=127.0.0.1, or MEND_DEMO=0",
        )
    return settings


def read_database_url(environment: Mapping[str, str]) -> str:
    """The database's address; one SQLite file in var/ unless one is named."""
    url = environment.get("MEND_DATABASE_URL") or f"sqlite:///{ROOT / 'var' / 'mend.sqlite3'}"
    scheme = urlsplit(url).scheme
    if scheme in {"postgresql", "postgres"}:
        return "postgresql+psycopg" + url.removeprefix(scheme)
    if scheme not in {"sqlite", "postgresql+psycopg"}:
        raise BadSetting(
            "MEND_DATABASE_URL", f"'{scheme}' is not a database Mend knows", "Use sqlite:/// or postgresql://"
        )
    return url


def key_file(database_url: str) -> Path | None:
    """Where the master key lies when it is kept beside a SQLite file."""
    path = sqlite_path(database_url)
    return path.with_suffix(".key") if path else None


def sqlite_path(database_url: str) -> Path | None:
    """The file behind a SQLite address, or None for a server."""
    if not database_url.startswith("sqlite:///"):
        return None
    return Path(database_url.removeprefix("sqlite:///"))


def is_loopback(host: str) -> bool:
    """Whether an address or name is this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _master_key(environment: Mapping[str, str], database_url: str) -> bytes:
    text = environment.get("MEND_MASTER_KEY") or _kept_key(database_url)
    if not text:
        raise BadSetting("MEND_MASTER_KEY", "there is no key to read the database with", "Run: python3 -m pwa")
    try:
        key = base64.urlsafe_b64decode(text)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != MASTER_KEY_BYTES:
        raise BadSetting(
            "MEND_MASTER_KEY",
            "it is not 32 bytes in URL-safe base64",
            "Make one: python3 -c 'import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())'",
        )
    return key


def _kept_key(database_url: str) -> str | None:
    path = key_file(database_url)
    return path.read_text(encoding="ascii").strip() if path and path.exists() else None


def _queue_url(environment: Mapping[str, str], database_url: str) -> str:
    url = environment.get("MEND_QUEUE_URL") or _beside(database_url, "queue.sqlite3")
    scheme = urlsplit(url).scheme
    if scheme not in {"sqlite", "redis", "rediss", "unix"}:
        raise BadSetting("MEND_QUEUE_URL", f"“{scheme}” is not a queue Mend knows", "Use redis:// or sqlite:///")
    return url


def _beside(database_url: str, name: str) -> str:
    path = sqlite_path(database_url)
    folder = path.parent if path else ROOT / "var"
    return f"sqlite:///{folder / name}"


def _region(environment: Mapping[str, str]) -> str:
    region = (environment.get("MEND_REGION") or "GB").upper()
    if len(region) != 2 or not region.isalpha():
        raise BadSetting("MEND_REGION", f"'{region}' is not a country code", "Use two letters, such as GB or US")
    return region


def _flag(environment: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = environment.get(name, "").lower()
    if text in {"1", "true", "yes", "on"}:
        return True
    if text in {"0", "false", "no", "off"}:
        return False
    if text:
        raise BadSetting(name, f"'{text}' is neither yes nor no", "Use 1 or 0")
    return default


def _count(environment: Mapping[str, str], name: str) -> int:
    text = environment.get(name) or "0"
    if not text.isdecimal():
        raise BadSetting(name, f"'{text}' is not a number", "Say how many proxies stand in front of Mend, 0 for none")
    return int(text)
