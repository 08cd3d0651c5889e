"""The packages of Python and Node.js that were asked for."""

from __future__ import annotations

from snapshotter.changes.evidence.languages import language_commands
from snapshotter.changes.evidence.model import Side
from snapshotter.changes.packages.installed import PackageChanges
from snapshotter.changes.packages.owners import Owners, Package
from snapshotter.model import Change, Entry

FILE = Entry("file", 0o644, 0, 0, mtime_ns=int(5e9))
EMPTY = Side({}, Owners(()), lambda _: {})


def side(*paths: str) -> Side:
    return Side(dict.fromkeys(paths, FILE), Owners(()), lambda _: {})


def package(manager: str, name: str, *, automatic: bool = False, place: str = "") -> Package:
    return Package(manager, name, "1.0", automatic, f"{place}/x/{name}.dist-info/RECORD", place=place)


def texts(after: Side, *added: Package) -> list[str]:
    return [one.text for one in language_commands(EMPTY, after, PackageChanges(added=added))]


def test_only_what_was_asked_for_is_named() -> None:
    after = side("/usr/lib/python3.11/EXTERNALLY-MANAGED")
    found = texts(after, package("pip", "flask"), package("pip", "jinja2", automatic=True))
    assert found == ["pip3 install --break-system-packages flask==1.0"]


def test_a_new_virtual_environment() -> None:
    place = "/opt/venv"
    added = [package("pip", name, place=place) for name in ("pip", "flask")]
    assert texts(side(f"{place}/pyvenv.cfg"), *added) == [
        "python3 -m venv /opt/venv",
        "/opt/venv/bin/pip install flask==1.0",
    ]


def with_origin(text: str, *paths: str) -> Side:
    origin = "/x/flask.dist-info/direct_url.json"
    entry = Entry("file", 0o644, 0, 0, len(text))
    return Side({origin: entry} | dict.fromkeys(paths, FILE), Owners(()), lambda _: {origin: text.encode()})


def test_what_came_from_an_address_is_not_had_by_its_name() -> None:
    commit = "a" * 40
    git = f'{{"url": "https://forge.invalid/f.git", "vcs_info": {{"vcs": "git", "commit_id": "{commit}"}}}}'
    assert texts(with_origin(git), package("pip", "flask")) == [
        f"pip3 install git+https://forge.invalid/f.git@{commit}"
    ]
    here = '{"url": "file:///srv/my%20lib", "dir_info": {"editable": true}}'
    assert texts(with_origin(here, "/srv/my lib"), package("pip", "flask")) == ["pip3 install -e '/srv/my lib'"]
    assert texts(with_origin(here), package("pip", "flask")) == []
    assert texts(with_origin("{damaged"), package("pip", "flask")) == []


def test_packages_of_a_user() -> None:
    place = "/home/app/.local"
    passwd = b"app:x:1000:1000::/home/app:/bin/sh\n"
    tree = {"/etc/passwd": Entry("file", 0o644, 0, 0, len(passwd)), place: Entry("directory", 0o755, 1000, 1000)}
    (found,) = language_commands(
        EMPTY,
        Side(tree, Owners(()), lambda _: {"/etc/passwd": passwd}),
        PackageChanges((package("pip", "x", place=place),)),
    )
    assert (found.text, found.user, found.cwd) == ("pip3 install --user x==1.0", "app", "/home/app")


def test_a_project_with_a_file_of_versions() -> None:
    place = "/srv/web"
    after = side("/usr/bin/npm", f"{place}/package-lock.json", f"{place}/package.json", f"{place}/node_modules")
    own = package("npm", "express", place=place)
    (found,) = language_commands(EMPTY, after, PackageChanges(added=(own,)))
    assert (found.text, found.cwd, found.begin > 5) == ("npm ci", place, True)
    file = f"{place}/node_modules/express/index.js"
    assert found.explains(Change(file, "added", None, FILE, package=own.label))
    assert not found.explains(Change(f"{place}/index.js", "added", None, FILE))


def test_global_packages_of_npm() -> None:
    after = side("/usr/bin/npm")
    added = (package("npm", "npm"), package("npm", "serve"), package("npm", "left-pad", place="/srv/app"))
    (found,) = language_commands(EMPTY, after, PackageChanges(added=added))
    assert found.text == "npm install -g serve@1.0"
    link = Entry("symlink", 0o777, 0, 0, link="../lib/node_modules/serve/build/main.js")
    assert found.explains(Change("/usr/local/bin/serve", "added", None, link))
    assert not found.explains(Change("/usr/local/bin/mine", "added", None, FILE))


def test_a_virtual_environment_has_its_own_pip() -> None:
    place = "/opt/venv"
    added = package("pip", "pip", place=place)
    (found,) = language_commands(EMPTY, side(f"{place}/pyvenv.cfg"), PackageChanges(added=(added,)))
    assert found.explains(Change(f"{place}/lib/pip/__init__.py", "added", None, FILE, package="pip 1.0"))
    assert not found.explains(Change(f"{place}/lib/flask.py", "added", None, FILE, package="flask 1.0"))
