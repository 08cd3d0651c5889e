"""What was answered to debconf stands in front of the commands that asked."""

from __future__ import annotations

import pytest

from snapshotter.model import Base, Change, Command, Entry, ImageConfig, Snapshot, StateChange
from snapshotter.recipe.rewrite.answers.debconf import with_debconf_answers

DATABASE = "/var/cache/debconf/config.dat"
TEMPLATES = "/var/cache/debconf/templates.dat"
CONFIG = """\
Name: debconf/priority
Template: debconf/priority
Owners: debconf

Name: {package}/kind
Template: {package}/kind
Value: Internet Site
Owners: {package}
Flags: seen

Name: {package}/name
Template: shared/name
Value: it's $me
Owners: other, {package}:amd64
Flags: seen
Variables:
 choices = a, b

Name: {package}/unasked
Template: {package}/kind
Value: x
Owners: {package}
"""
TYPES = """\
Name: {package}/kind
Choices: Internet Site, Local only
Default: Local only
Description: Kind:
Type: select

Name: shared/name
Type: string
"""
ASKED = (
    "printf '%s\\n' \\\n  'mta mta/kind select Internet Site' \\\n  'mta mta/name string it'\\''s $me' | "
    "debconf-set-selections\n"
)


def change(path: str, command: int | None, *, before: bool = False) -> Change:
    entry = Entry("file", 0o644, 0, 0)
    return Change(path, "changed" if before else "added", entry if before else None, entry, command=command)


def snapshot(*commands: Command, more: tuple[Change, ...] = (), seq: int = 1) -> Snapshot:
    changes = (change(DATABASE, 0, before=True), change(TEMPLATES, 0, before=True), *more)
    base = Base("debian", "sha256:0")
    return Snapshot("box", seq, "sha256:1", "snap/box:1", base, "m", 9.0, ImageConfig(), commands, changes)


def command(text: str, *, status: int = 0, user: str = "root", state: tuple[StateChange, ...] = ()) -> Command:
    return Command(text, status, "/srv", user, 1.0, 2.0, "bash", 1, state=state)


def rewritten(*snapshots: Snapshot, config: str = CONFIG, package: str = "mta") -> dict[tuple[int, int], str]:
    files = {DATABASE: config.replace("{package}", package), TEMPLATES: TYPES.replace("{package}", package)}
    return with_debconf_answers(snapshots, lambda _seq, change: files[change.path].encode(), {})


NEW = (change("/var/lib/dpkg/info/mta:amd64.list", 0),)


def test_answers_to_a_new_package_are_given_before_it_is_installed() -> None:
    assert rewritten(snapshot(command("apt-get install mta"), more=NEW)) == {(1, 0): ASKED + "apt-get install mta"}


def test_a_replacement_text_of_a_command_gets_the_answers_too() -> None:
    files = {DATABASE: CONFIG.replace("{package}", "mta"), TEMPLATES: TYPES.replace("{package}", "mta")}
    box = snapshot(command("apt-get install mta"), more=NEW)
    texts = with_debconf_answers(
        [box], lambda _seq, change: files[change.path].encode(), {(1, 0): "apt-get install mta=1"}
    )
    assert texts == {(1, 0): ASKED + "apt-get install mta=1"}


def test_the_codes_from_which_a_keyboard_takes_its_defaults_are_given_unseen() -> None:
    config = """\
Name: keyboard-configuration/layout
Template: keyboard-configuration/layout
Value: German
Owners: keyboard-configuration
Flags: seen

Name: keyboard-configuration/layoutcode
Template: keyboard-configuration/layoutcode
Value: de
Owners: keyboard-configuration

Name: keyboard-configuration/variantcode
Template: keyboard-configuration/variantcode
Value:
Owners: keyboard-configuration
"""
    types = """\
Name: keyboard-configuration/layout
Type: select

Name: keyboard-configuration/layoutcode
Type: string
"""
    box = snapshot(
        command("apt-get install keyboard-configuration"),
        more=(change("/var/lib/dpkg/info/keyboard-configuration.list", 0),),
    )
    files = {DATABASE: config, TEMPLATES: types}
    given = with_debconf_answers([box], lambda _seq, change: files[change.path].encode(), {})
    assert given == {
        (1, 0): "echo 'keyboard-configuration keyboard-configuration/layout select German' | debconf-set-selections\n"
        "echo 'keyboard-configuration keyboard-configuration/layoutcode string de' | debconf-set-selections -u\n"
        "apt-get install keyboard-configuration"
    }
    files[DATABASE] = config.replace("Flags: seen\n", "")
    assert with_debconf_answers([box], lambda _seq, change: files[change.path].encode(), {}) == {}


@pytest.mark.parametrize(
    "text",
    [
        "dpkg-reconfigure mta",
        "dpkg-reconfigure -f readline --priority=low mta",
        "dpkg-reconfigure -plow mta",
    ],
)
def test_answers_to_a_package_that_is_configured_anew_are_given(text: str) -> None:
    assert rewritten(snapshot(command(text))) == {(1, 0): ASKED + text}


@pytest.mark.parametrize(
    "box",
    [
        snapshot(command("apt-get install mta", status=100), more=NEW),
        snapshot(command("DEBIAN_FRONTEND=noninteractive apt-get install mta"), more=NEW),
        snapshot(command("apt-get upgrade"), more=(change("/var/lib/dpkg/info/mta.list", 0, before=True),)),
        snapshot(command("dpkg-reconfigure -f noninteractive mta")),
        snapshot(command("dpkg-reconfigure -fnoninteractive mta")),
        snapshot(
            command("echo mta mta/kind select 'Local only' mta/name | debconf-set-selections; dpkg -i m"), more=NEW
        ),
        snapshot(command("echo dpkg-reconfigure mta")),
    ],
)
def test_a_command_that_asked_nothing_stays(box: Snapshot) -> None:
    assert rewritten(box) == {}


def test_a_shell_in_which_debconf_asks_nothing_keeps_its_commands() -> None:
    quiet = (StateChange("export", "DEBIAN_FRONTEND", "noninteractive"),)
    first = command("export DEBIAN_FRONTEND=noninteractive", state=quiet)
    new = (change("/var/lib/dpkg/info/mta.list", 1),)
    assert rewritten(snapshot(first, command("apt-get install mta"), more=new)) == {}


def test_an_answer_of_an_earlier_snapshot_is_not_given_again() -> None:
    boxes = [snapshot(command("apt-get install mta"), more=NEW), snapshot(command("dpkg-reconfigure mta"), seq=2)]
    assert list(rewritten(*boxes)) == [(1, 0)]


def test_the_first_of_two_commands_that_asked_gets_the_answers() -> None:
    box = snapshot(command("apt-get install mta"), command("dpkg-reconfigure mta"), more=NEW)
    assert list(rewritten(box)) == [(1, 0)]


def test_an_answer_that_is_a_secret_is_not_written() -> None:
    config = CONFIG.replace("it's $me", "ghp_0123456789abcdefghijABCDEFGHIJ012345")
    text = rewritten(snapshot(command("apt-get install mta"), more=NEW), config=config)[1, 0]
    assert text.startswith("echo 'mta mta/kind select Internet Site' | debconf-set-selections\n")
    assert "ghp_" not in text


def test_a_user_who_needs_sudo_gives_the_answers_with_it() -> None:
    text = rewritten(snapshot(command("sudo apt-get install mta", user="al"), more=NEW))[1, 0]
    assert "| sudo debconf-set-selections\nsudo apt-get install mta" in text


ZONES = """\
Name: tzdata/Areas
Template: tzdata/Areas
Value: Europe
Owners: tzdata
Flags: seen

Name: tzdata/Zones/Etc
Template: tzdata/Zones/Etc
Value: UTC
Owners: tzdata
Flags: seen

Name: tzdata/Zones/Europe
Template: tzdata/Zones/Europe
Value: Berlin
Owners: tzdata
Flags: seen
"""
ZONE = (
    "printf '%s\\n' \\\n  'tzdata tzdata/Areas select Europe' \\\n  'tzdata tzdata/Zones/Europe select Berlin' | "
    "debconf-set-selections\n"
)


def test_a_time_zone_chosen_anew_is_set_before_since_tzdata_reads_it_from_the_link() -> None:
    link = "ln -sf /usr/share/zoneinfo/Europe/Berlin /etc/localtime\n"
    texts = rewritten(snapshot(command("dpkg-reconfigure tzdata")), config=ZONES)
    assert texts == {(1, 0): ZONE + link + "dpkg-reconfigure tzdata"}


def test_a_time_zone_chosen_when_tzdata_came_needs_no_link() -> None:
    new = (change("/var/lib/dpkg/info/tzdata.list", 0),)
    texts = rewritten(snapshot(command("apt install tzdata"), more=new), config=ZONES)
    assert texts == {(1, 0): ZONE + "apt install tzdata"}


def test_locales_chosen_anew_are_uncommented_in_the_list_that_the_package_reads() -> None:
    config = (
        "Name: locales/locales_to_be_generated\nTemplate: l\nValue: en_US.UTF-8 UTF-8, de_DE ISO-8859-1\n"
        "Owners: locales\nFlags: seen\n"
    )
    text = rewritten(snapshot(command("dpkg-reconfigure locales")), config=config)[1, 0]
    assert "\nsed -i -E 's/^# (en_US\\.UTF-8 UTF-8|de_DE ISO-8859-1)$/\\1/' /etc/locale.gen\ndpkg-rec" in text


def test_a_package_that_reads_its_settings_gets_the_answers_where_it_is_configured_anew() -> None:
    new = (change("/var/lib/dpkg/info/tzdata.list", 0),)
    box = snapshot(command("apt install tzdata"), command("dpkg-reconfigure tzdata"), more=new)
    assert list(rewritten(box, config=ZONES)) == [(1, 1)]
