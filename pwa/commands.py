"""The flask command line."""

import json
import os
import sys
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from pathlib import Path

import click
from alembic import command as alembic
from alembic.config import Config
from flask import Flask
from flask.cli import AppGroup, with_appcontext

from pwa import clock, crypto, db
from pwa.audit.log import verify
from pwa.config import MASTER_KEY_BYTES, ROOT, BadSetting, key_file, read_database_url, sqlite_path
from pwa.people.colleagues import Taken, add_colleague, found_practice, invite
from pwa.people.models import Role
from pwa.practice import REGIONS, ContactPlan
from pwa.practice.reach import keep_plan
from pwa.timelines import compile_table, starters

practices = AppGroup("practices", help="Practices on this installation.")
timelines = AppGroup("timelines", help="Starter timelines.")
audit = AppGroup("audit", help="The audit log.")


def set_up(app: Flask) -> None:
    """Add the commands."""
    for group in (practices, timelines, audit):
        app.cli.add_command(group)
    app.cli.add_command(migrate)


def prepare_keys(environment: Mapping[str, str]) -> None:
    """Make the master key beside a SQLite file that is yet to be. Raises BadSetting where
    there is a database already: another key could not read it."""
    database_url = read_database_url(environment)
    path, key = sqlite_path(database_url), key_file(database_url)
    if path is None or key is None or key.exists() or environment.get("MEND_MASTER_KEY"):
        return
    if path.exists():
        raise BadSetting("MEND_MASTER_KEY", f"the database is there, but its key {key} is not", "Put the key back")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key.touch(mode=0o600, exist_ok=False)
    key.write_bytes(urlsafe_b64encode(os.urandom(MASTER_KEY_BYTES)) + b"\n")
    warning = "Keep a copy apart from the database; without it nothing can be read."
    click.echo(f"A master key was made: {key}. {warning}", err=True)


@click.command("migrate")
@with_appcontext
def migrate() -> None:
    """Bring the database to the newest shape."""
    migrate_database()
    click.echo("The database is up to date.")


def migrate_database() -> None:
    """Run the migrations that are missing."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "pwa" / "migrations"))
    with db.engine().connect() as connection:
        config.attributes["connection"] = connection
        alembic.upgrade(config, "head")
        connection.commit()


@practices.command("create")
@click.argument("name")
@click.option("--admin-name", required=True, help="Who will set it up.")
@click.option("--admin-email", required=True, help="The e-mail this person signs in with.")
@click.option("--region", default="GB", show_default=True, type=click.Choice(sorted(REGIONS)), help="Country code.")
@click.option("--zone", default="Europe/London", show_default=True, help="IANA time zone.")
@click.option("--address", default="http://localhost:8000", show_default=True, help="Where Mend is opened.")
@click.option("--language", default="en", show_default=True, type=click.Choice(["en", "es"]))
def create_practice(
    name: str, *, admin_name: str, admin_email: str, region: str, zone: str, address: str, language: str
) -> None:
    """Found a practice and print the link its administrator comes in by."""
    if not clock.is_zone(zone):
        raise click.BadParameter(f"{zone!r} is not a time zone; use one such as Europe/London", param_hint="--zone")
    practice = found_practice(name=name, region=region, zone=zone, language=language)
    keep_plan(practice, ContactPlan())
    try:
        admin = add_colleague(practice, name=admin_name, email=admin_email, role=Role.ADMIN, by=None)
    except Taken as error:
        raise click.BadParameter("someone already signs in with this e-mail", param_hint="--admin-email") from error
    code = invite(admin, by=admin)
    db.session().commit()
    link = f"{address.rstrip('/')}/invitation/{code}"
    click.echo(f"{name} was founded. {admin_name} comes in here within 7 days, once:\n  {link}")


@timelines.command("show")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="The compiled verdict table.")
@click.option("--anaesthetic", default="general", type=click.Choice(["general", "spinal", "local"]), show_default=True)
def show_timeline(name: str, anaesthetic: str, *, as_json: bool) -> None:
    """Print a starter timeline as compiled."""
    document = starters().get(name)
    if document is None:
        raise click.BadParameter(f"there is no starter {name!r}; there are: {', '.join(starters())}", param_hint="NAME")
    table = compile_table(document, anaesthetic)  # type: ignore[arg-type]
    if as_json:
        click.echo(json.dumps(table, ensure_ascii=False))
        return
    for symptom in table["symptoms"]:
        click.echo(f"\n{symptom['label']}: {symptom['question']}")
        for answer in symptom["answers"]:
            levels = ", ".join(f"{_days(level['days'])} {level['level']}" for level in answer["levels"])
            click.echo(f"  {answer['answer']} — {levels}")


def _days(days: list[int | None]) -> str:
    return f"day {days[0]} on" if days[1] is None else f"days {days[0]}–{days[1]}"


@audit.command("verify")
@click.option(
    "--heads", type=click.Path(path_type=Path), help="Compare with heads kept elsewhere, then renew that file."
)
def verify_audit(heads: Path | None) -> None:
    """Prove that the audit log was not changed. Exits 1 if it was."""
    kept = json.loads(heads.read_text()) if heads and heads.exists() else {}
    checked = list(verify(db.session(), crypto.keyring().audit, kept))
    faults = [f"{chain.chain}: {chain.fault}" for chain in checked if chain.fault]
    if faults:
        click.echo("The audit log was changed:\n  " + "\n  ".join(faults), err=True)
        sys.exit(1)
    if heads:
        heads.write_text(json.dumps({str(chain.chain): (chain.length, chain.head) for chain in checked}))
    entries = sum(chain.length for chain in checked)
    click.echo(f"The audit log is whole: {entries} entries in {len(checked)} chains.")
