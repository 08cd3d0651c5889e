from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from hashlib import sha1, sha256

from snapshotter.packages import Expected
from tests.packages.samples import Files

SHA1 = sha1(b"motd", usedforsecurity=False)
SHA256 = sha256(b"code")
RECORD = f"""\
flask/__init__.py,sha256={urlsafe_b64encode(SHA256.digest()).decode().rstrip("=")},4
../../../bin/flask,,
"flask/a,b.py",sha256=!,1
flask-3.0.dist-info/RECORD,,
"""


def test_apk() -> None:
    owners = Files({
        "/lib/apk/db/installed": "C:Q1x\nP:base\nV:3.7-r0\nF:\nR:top\nF:etc\n"
                                 f"R:motd\nZ:Q1{b64encode(SHA1.digest()).decode()}\nR:odd\nZ:Q2x\nF:usr/lib\nR:lib.so\n\nP:zlib\nV:1.3\n\n",
        "/etc/apk/world": "base>3\nother@edge\n"}).owners()
    assert owners.installed == {"base": "3.7-r0", "zlib": "1.3"}
    assert {package.name for package in owners.packages.values() if package.automatic} == {"zlib"}
    assert owners.owner("/etc/motd") == owners.owner("/top") == owners.owner("/usr/lib") == "base 3.7-r0"
    assert owners.expected("/etc/motd") == Expected("sha1", SHA1.hexdigest(), configuration=True)
    assert owners.expected("/etc/odd") is None


def test_pip() -> None:
    site = "/usr/local/lib/python3.11/site-packages"
    owners = Files({f"{site}/flask-3.0.dist-info/RECORD": RECORD, f"{site}/flask-3.0.dist-info/REQUESTED": "",
                    f"{site}/system-1.dist-info/METADATA": "Name: system\n"}).owners()
    assert owners.installed == {"pip:flask": "3.0"}
    assert owners.packages["pip:flask"].automatic is False
    assert owners.owner(f"{site}/flask/__init__.py") == "flask 3.0"
    assert owners.owner("/usr/local/bin/flask") == "flask 3.0"
    assert owners.expected(f"{site}/flask/__init__.py") == Expected("sha256", SHA256.hexdigest())
    assert owners.expected("/usr/local/bin/flask") is None


def test_npm() -> None:
    owners = Files({"/usr/local/lib/node_modules/npm/package.json": '{"name": "npm", "version": "9.1"}',
                    "/usr/local/lib/node_modules/@a/b/package.json": '{"name": "@a/b", "version": "2"}',
                    "/usr/local/lib/node_modules/odd/package.json": "{",
                    "/usr/local/lib/node_modules/.bin/x": ""}).owners()
    assert owners.installed == {"npm:npm": "9.1", "npm:@a/b": "2"}
