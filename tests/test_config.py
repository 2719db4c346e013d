"""Every setting: a bad one stops the boot with its name and the mend."""

import base64

import pytest

from pwa.config import BadSetting, is_loopback, key_file, read_database_url, read_settings
from tests.conftest import MASTER_KEY

GOOD = {"MEND_MASTER_KEY": MASTER_KEY, "MEND_DATABASE_URL": "sqlite:////tmp/nowhere/mend.sqlite3"}


@pytest.mark.parametrize(("name", "value", "mend"), [
    ("MEND_DATABASE_URL", "mysql://db", "Use sqlite:/// or postgresql://"), ("MEND_DATABASE_URL", "nonsense", "Use sqlite:///"),
    ("MEND_MASTER_KEY", "short", "Make one: python3"), ("MEND_MASTER_KEY", "*" * 44, "Make one: python3"),
    ("MEND_MASTER_KEY", base64.b64encode(b"x" * 31).decode(), "Make one"),
    ("MEND_MASTER_KEY", base64.b64encode(b"x" * 33).decode(), "Make one"), ("MEND_MASTER_KEY", "ключ" * 11, "Make one"),
    ("MEND_MASTER_KEY", "", "Run: python3 -m pwa"), ("MEND_REGION", "GBR", "Use two letters"), ("MEND_REGION", "1", "Use two letters"),
    ("MEND_DEMO", "maybe", "Use 1 or 0"), ("MEND_HTTPS", "2", "Use 1 or 0"), ("MEND_PROXIES", "-1", "how many proxies"),
    ("MEND_PROXIES", "two", "how many proxies"), ("MEND_PROXIES", "1.5", "how many proxies"),
])  # fmt: skip
def test_a_bad_setting_stops_the_boot_with_its_name_and_the_mend(name, value, mend):
    with pytest.raises(BadSetting) as stopped:
        read_settings(GOOD | {name: value})
    assert str(stopped.value).startswith(f"{name}: ") and mend in str(stopped.value)


def test_a_bad_key_is_not_repeated_in_the_message():
    secret = base64.b64encode(b"a real but short secret").decode()
    with pytest.raises(BadSetting) as stopped:
        read_settings(GOOD | {"MEND_MASTER_KEY": secret})
    assert secret not in str(stopped.value)


def test_what_holds_when_nothing_else_is_set():
    found = read_settings(GOOD)
    assert (found.region, found.demo, found.https, found.proxies, found.host) == ("GB", False, False, 0, "127.0.0.1")
    assert found.queue_url == "sqlite:////tmp/nowhere/queue.sqlite3"


@pytest.mark.parametrize("yes", ["1", "true", "Yes", "ON"])
def test_yes_may_be_said_in_several_ways(yes):
    assert read_settings(GOOD | {"MEND_DEMO": yes}).demo


@pytest.mark.parametrize("no", ["0", "false", "No", "off", ""])
def test_so_may_no(no):
    assert not read_settings(GOOD | {"MEND_DEMO": no}).demo


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "mend.example.org", "127.0.0.1.evil.example", "1"])
def test_the_demo_stops_where_others_could_reach_it(host):
    with pytest.raises(BadSetting) as stopped:
        read_settings(GOOD | {"MEND_DEMO": "1", "MEND_HOST": host})
    assert str(stopped.value).startswith("MEND_DEMO: ") and "Set MEND_HOST=127.0.0.1" in str(stopped.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.3.2.1", "localhost", "::1", "[::1]"])
def test_the_demo_runs_on_this_machine_alone(host):
    assert is_loopback(host)
    assert read_settings(GOOD | {"MEND_DEMO": "1", "MEND_HOST": host}).loopback_only


def test_without_the_demo_any_host_will_do():
    assert not read_settings(GOOD | {"MEND_HOST": "0.0.0.0"}).loopback_only


@pytest.mark.parametrize(("more", "https"), [
    ({"MEND_DEMO": "1"}, False), ({"MEND_DEMO": "1", "MEND_HTTPS": "1"}, True), ({"MEND_HOST": "0.0.0.0"}, True),
    ({"MEND_PROXIES": "1"}, True), ({"MEND_PROXIES": "1", "MEND_HTTPS": "0"}, False),
])  # fmt: skip
def test_https_is_the_rule_where_others_can_come(more, https):
    assert read_settings(GOOD | more).https is https


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_goes_by_each_of_its_names(scheme):
    assert read_database_url({"MEND_DATABASE_URL": f"{scheme}://u:p@h/d"}) == "postgresql+psycopg://u:p@h/d"


def test_a_region_may_be_written_small():
    assert read_settings(GOOD | {"MEND_REGION": "us"}).region == "US"


class TestKeyFile:
    """The master key beside the database."""

    def test_it_is_read(self, tmp_path):
        (tmp_path / "mend.key").write_text(MASTER_KEY + "\n")
        found = read_settings({"MEND_DATABASE_URL": f"sqlite:///{tmp_path}/mend.sqlite3"})
        assert found.master_key == b"mend-tests-master-key-32-bytes!!"

    def test_the_environment_comes_first(self, tmp_path):
        (tmp_path / "mend.key").write_text(base64.urlsafe_b64encode(b"x" * 32).decode())
        environment = {"MEND_DATABASE_URL": f"sqlite:///{tmp_path}/mend.sqlite3", "MEND_MASTER_KEY": MASTER_KEY}
        assert read_settings(environment).master_key == b"mend-tests-master-key-32-bytes!!"

    def test_an_empty_one_stops_the_boot(self, tmp_path):
        (tmp_path / "mend.key").touch()
        with pytest.raises(BadSetting, match="MEND_MASTER_KEY"):
            read_settings({"MEND_DATABASE_URL": f"sqlite:///{tmp_path}/mend.sqlite3"})

    def test_a_server_s_database_has_none(self):
        assert key_file("postgresql+psycopg://h/d") is None
        with pytest.raises(BadSetting, match="MEND_MASTER_KEY"):
            read_settings({"MEND_DATABASE_URL": "postgresql://h/d"})
