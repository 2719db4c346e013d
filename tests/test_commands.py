"""The command line."""

import os
import re
import stat
import subprocess
import sys

import pytest
import sqlalchemy as sa

from pwa import db
from pwa.commands import prepare_keys
from pwa.config import ROOT, BadSetting, key_file, read_settings
from pwa.people.models import Account, Practice
from pwa.practice.reach import plan_of
from tests.behind import behind

ADA = ["--admin-name", "Ada New", "--admin-email", "ada@new.example"]


def create(app, *words):
    return app.test_cli_runner().invoke(args=["practices", "create", *words])


def practices(app):
    with behind(app):
        return set(db.session().scalars(sa.select(Practice.name)))


class TestPracticesCreate:
    """flask practices create."""

    def test_it_prints_the_link_the_administrator_comes_in_by(self, app, browser):
        ran = create(app, "New Clinic", *ADA)
        assert ran.exit_code == 0 and "New Clinic was founded. Ada New comes in here within 7 days, once:" in ran.stdout
        assert browser.open(re.search(r"/invitation/\w+", ran.stdout)[0]).h1 == "Welcome, Ada New"

    def test_it_says_where_mend_is_opened(self, app):
        assert (
            "  https://mend.example/invitation/" in create(app, "X", *ADA, "--address", "https://mend.example/").stdout
        )

    def test_the_new_practice_is_an_empty_one(self, app):
        create(app, "New Clinic", *ADA, "--region", "US", "--zone", "America/New_York", "--language", "es")
        with behind(app):
            new = db.session().scalars(sa.select(Practice).where(Practice.name == "New Clinic")).one()
            assert (new.region, new.zone, new.language, new.is_demo) == ("US", "America/New_York", "es", False)
            assert plan_of(new).office_number is None

    @pytest.mark.parametrize(("bad", "sentence"), [
        (["--zone", "Europe/Nowhere"], "'Europe/Nowhere' is not a time zone; use one such as Europe/London"), (["--region", "ZZ"], "--region"),
        (["--language", "tlh"], "--language"), (["--admin-email", "Nurse_Lee@EXAMPLE.org"], "someone already signs in with this e-mail"),
    ])  # fmt: skip
    def test_a_bad_word_founds_nothing(self, app, bad, sentence):
        ran = create(app, "New Clinic", *ADA, *bad)
        assert ran.exit_code == 2 and sentence in ran.stderr
        assert "New Clinic" not in practices(app)

    def test_the_administrator_must_be_named(self, app):
        assert create(app, "New Clinic").exit_code == 2
        assert "New Clinic" not in practices(app)


def test_migrating_what_is_up_to_date_is_harmless(app):
    ran = app.test_cli_runner().invoke(args=["migrate"])
    assert ran.exit_code == 0 and "The database is up to date." in ran.stdout
    assert practices(app) == {"Harbour Surgery", "Else Clinic"}


class TestPrepareKeys:
    """The master key beside the database, made once."""

    def test_it_is_for_its_owner_only_and_can_be_used(self, tmp_path):
        url = f"sqlite:///{tmp_path}/var/mend.sqlite3"
        prepare_keys({"MEND_DATABASE_URL": url})
        assert stat.S_IMODE(key_file(url).stat().st_mode) == 0o600
        assert stat.S_IMODE(key_file(url).parent.stat().st_mode) == 0o700
        assert len(read_settings({"MEND_DATABASE_URL": url}).master_key) == 32

    def test_it_is_never_made_anew(self, tmp_path):
        url = f"sqlite:///{tmp_path}/mend.sqlite3"
        prepare_keys({"MEND_DATABASE_URL": url})
        made = key_file(url).read_bytes()
        prepare_keys({"MEND_DATABASE_URL": url})
        assert key_file(url).read_bytes() == made

    def test_a_server_s_database_gets_none(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        prepare_keys({"MEND_DATABASE_URL": "postgresql://h/d"})
        assert list(tmp_path.iterdir()) == []

    def test_with_a_key_in_the_environment_none_is_made(self, tmp_path):
        prepare_keys({"MEND_DATABASE_URL": f"sqlite:///{tmp_path}/mend.sqlite3", "MEND_MASTER_KEY": "x"})
        assert list(tmp_path.iterdir()) == []

    def test_a_database_whose_key_is_gone_gets_no_other_one(self, tmp_path):
        (tmp_path / "mend.sqlite3").touch()
        with pytest.raises(BadSetting, match="Put the key back"):
            prepare_keys({"MEND_DATABASE_URL": f"sqlite:///{tmp_path}/mend.sqlite3"})


class TestPythonMPwa:
    """python -m pwa: make an installation ready."""

    def run(self, folder, **more):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("MEND_")}
        environment |= {"MEND_DATABASE_URL": f"sqlite:///{folder}/mend.sqlite3", "MEND_DEMO": "1"} | more
        return subprocess.run(
            [sys.executable, "-m", "pwa"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def people(self, folder):
        engine = sa.create_engine(f"sqlite:///{folder}/mend.sqlite3")
        with engine.connect() as connection:
            found = connection.execute(sa.select(Account.id, Account.sealed_name).order_by(Account.id)).all()
        engine.dispose()
        return found

    def test_twice_is_harmless(self, tmp_path):
        first = self.run(tmp_path)
        assert first.returncode == 0 and "Keep a copy apart from the database" in first.stderr
        people, key = self.people(tmp_path), (tmp_path / "mend.key").read_bytes()
        second = self.run(tmp_path)
        assert (second.returncode, second.stdout) == (0, "")
        assert (self.people(tmp_path), (tmp_path / "mend.key").read_bytes()) == (people, key) and len(people) == 10

    def test_without_the_demo_nobody_is_made(self, tmp_path):
        assert self.run(tmp_path, MEND_DEMO="0").returncode == 0
        assert self.people(tmp_path) == []

    @pytest.mark.parametrize("bad", [
        {"MEND_MASTER_KEY": "short"}, {"MEND_DATABASE_URL": "mysql://x"}, {"MEND_HOST": "0.0.0.0"}, {"MEND_PROXIES": "many"},
    ])  # fmt: skip
    def test_a_bad_setting_is_said_in_one_line(self, tmp_path, bad):
        ran = self.run(tmp_path, **bad)
        assert ran.returncode == 1
        assert ran.stderr.splitlines()[-1].startswith("Mend can't start. MEND_") and "Traceback" not in ran.stderr

    def test_the_demo_refuses_a_practice_it_did_not_make(self, tmp_path):
        self.run(tmp_path, MEND_DEMO="0")
        environment = {**os.environ, "MEND_DATABASE_URL": f"sqlite:///{tmp_path}/mend.sqlite3", "MEND_DEMO": "0"}
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "practices", "create", "Real Clinic", *ADA]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, timeout=60)
        ran = self.run(tmp_path)
        assert ran.returncode == 1 and "MEND_DEMO: this database holds a practice the demo did not make" in ran.stderr


def test_flask_commands_are_all_there(app):
    known = app.test_cli_runner().invoke(args=["--help"]).stdout
    assert all(name in known for name in ("practices", "timelines", "audit", "migrate"))
