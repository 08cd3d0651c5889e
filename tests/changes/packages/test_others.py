from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from hashlib import sha1, sha256

from snapshotter.changes.packages import Expected
from tests.changes.packages.samples import Files

SHA1 = sha1(b"motd", usedforsecurity=False)
SHA256 = sha256(b"code")
RECORD = f"""\
flask/__init__.py,sha256={urlsafe_b64encode(SHA256.digest()).decode().rstrip("=")},4
../../../bin/flask,,
"flask/a,b.py",sha256=!,1
flask-3.0.dist-info/RECORD,,
"""


def test_apk() -> None:
    owners = Files(
        {
            "/lib/apk/db/installed": "C:Q1x\nP:base\nV:3.7-r0\nF:\nR:top\nF:etc\n"
            f"R:motd\nZ:Q1{b64encode(SHA1.digest()).decode()}\nR:odd\nZ:Q2x\nF:usr/lib\nR:lib.so\n\nP:zlib\nV:1.3\n\n",
            "/etc/apk/world": "base>3\nother@edge\n",
        }
    ).owners()
    assert owners.installed == {"base": "3.7-r0", "zlib": "1.3"}
    assert {package.name for package in owners.packages.values() if package.automatic} == {"zlib"}
    assert owners.owner("/etc/motd") == owners.owner("/top") == owners.owner("/usr/lib") == "base 3.7-r0"
    assert owners.expected("/etc/motd") == Expected("sha1", SHA1.hexdigest(), configuration=True)
    assert owners.expected("/etc/odd") is None


def test_pip() -> None:
    site = "/usr/local/lib/python3.11/site-packages"
    owners = Files(
        {
            f"{site}/flask-3.0.dist-info/RECORD": RECORD,
            f"{site}/flask-3.0.dist-info/REQUESTED": "",
            f"{site}/system-1.dist-info/METADATA": "Name: system\n",
        }
    ).owners()
    assert owners.installed == {"pip:flask": "3.0"}
    assert owners.packages["pip:flask"].automatic is False
    assert owners.owner(f"{site}/flask/__init__.py") == "flask 3.0"
    assert owners.owner("/usr/local/bin/flask") == "flask 3.0"
    assert owners.expected(f"{site}/flask/__init__.py") == Expected("sha256", SHA256.hexdigest())
    assert owners.expected("/usr/local/bin/flask") is None


def test_pip_in_an_environment_of_its_own() -> None:
    site = "/srv/app/.venv/lib/python3.12/site-packages"
    owners = Files({f"{site}/flask-3.0.dist-info/RECORD": RECORD, f"{site}/flask/__init__.py": ""}).owners()
    assert owners.installed == {"pip:flask in /srv/app/.venv": "3.0"}
    assert owners.owner(f"{site}/flask/__init__.py") == "flask 3.0"


def test_npm() -> None:
    owners = Files(
        {
            "/usr/local/lib/node_modules/npm/package.json": '{"name": "npm", "version": "9.1"}',
            "/usr/local/lib/node_modules/npm/node_modules/x/package.json": '{"name": "x", "version": "1"}',
            "/usr/local/lib/node_modules/@a/b/package.json": '{"name": "@a/b", "version": "2"}',
            "/usr/local/lib/node_modules/odd/package.json": "{",
            "/usr/local/lib/node_modules/.bin/x": "",
            "/srv/app/node_modules/npm/package.json": '{"name": "npm", "version": "8"}',
            "/srv/app/node_modules/.package-lock.json": "{}",
        }
    ).owners()
    assert owners.installed == {"npm:npm": "9.1", "npm:@a/b": "2", "npm:npm in /srv/app": "8"}
    assert owners.owner("/usr/local/lib/node_modules/npm/node_modules/x/index.js") == "npm 9.1"
    assert owners.owner("/usr/local/lib/node_modules/@a/b") == "@a/b 2"
    assert owners.owner("/usr/local/lib/node_modules/other") == owners.owner("/srv/app/index.js") == ""
    assert owners.stamp_file("/srv/app/node_modules/npm/index.js") == "/srv/app/node_modules/.package-lock.json"


def test_gem() -> None:
    home = "/usr/local/bundle"
    spec = 'Gem::Specification.new do |s|\n  s.executables = ["rackup".freeze, "rack-x".freeze]\nend\n'
    owners = Files(
        {
            f"{home}/specifications/rack-3.0.1.gemspec": spec,
            f"{home}/specifications/net-ssh-7.0-x86_64-linux.gemspec": "",
            f"{home}/bin/rackup": "",
            f"{home}/specifications/default/json-2.6.gemspec": "",
            f"{home}/specifications/odd.gemspec": "",
            f"{home}/extensions/x86_64-linux/3.1.0/rack-3.0.1/gem.build_complete": "",
            "/home/me/.gem/specifications/rack-2.0.gemspec": "",
        }
    ).owners()
    assert owners.installed == {
        "gem:rack": "3.0.1",
        "gem:net-ssh": "7.0",
        "gem:json": "2.6",
        "gem:rack in /home/me/.gem": "2.0",
    }
    assert {package.name for package in owners.packages.values() if package.automatic} == {"json"}
    owned = (
        f"{home}/gems/rack-3.0.1/lib/rack.rb",
        f"{home}/bin/rackup",
        f"{home}/specifications/rack-3.0.1.gemspec",
        f"{home}/extensions/x86_64-linux/3.1.0/rack-3.0.1/gem.build_complete",
    )
    assert {owners.owner(path) for path in owned} == {"rack 3.0.1"}
    assert owners.owner(f"{home}/gems/net-ssh-7.0-x86_64-linux") == "net-ssh 7.0"
    assert owners.owner(f"{home}/bin/rack-x") == owners.owner(f"{home}/gems/other-1") == ""


def test_a_languages_package_of_a_system_package_belongs_to_that() -> None:
    spec = "/usr/share/rubygems-integration/all/specifications/rake-13.0.gemspec"
    owners = Files(
        {
            spec: "",
            "/var/lib/dpkg/status": "Package: rake\nStatus: install ok installed\nVersion: 13.0-2\n",
            "/var/lib/dpkg/info/rake.list": f"{spec}\n",
        }
    ).owners()
    assert owners.installed == {"rake": "13.0-2"}
    assert owners.owner(spec) == "rake 13.0-2"
