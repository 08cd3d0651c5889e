"""The installed program, as users run it: an editable install would add 35 ms to every start."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
VENV = ROOT / "build" / "bench-venv"


def installed() -> Path:
    """Return the path of the installed `snap`; installs it again if the sources are newer."""
    program, stamp = VENV / "bin" / "snap", VENV / "installed"
    sources = [ROOT / "pyproject.toml", *(ROOT / "snapshotter").rglob("*.*")]
    newest = max(file.stat().st_mtime for file in sources if "__pycache__" not in file.parts)
    if not stamp.exists() or stamp.stat().st_mtime < newest:
        python = [sys.executable, "-m"]
        if not program.exists():
            subprocess.run([*python, "venv", "--without-pip", str(VENV)], check=True)
        pip = [*python, "pip", "--python", str(VENV / "bin" / "python"), "--disable-pip-version-check", "install"]
        again = ["--no-deps", "--force-reinstall"] if program.exists() else []
        subprocess.run([*pip, "--quiet", *again, str(ROOT)], check=True)
        stamp.touch()
    return program
