"""The program as its users have it: installed, not editable, since an editable install adds 35 ms to every start."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
VENV = ROOT / "build" / "bench-venv"


def installed() -> Path:
    """Give the installed `snap`, anew where the sources are newer."""
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
