"""Environments of peers, in the user's cache: they ask for other versions than memcon does."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

LANGEXTRACT: Final = "1.7.1"


def langextract() -> Path:
    """Return a Python that has langextract, made at the first call."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    home = cache / "memcon" / "peers" / f"langextract-{LANGEXTRACT}"
    python = home / "bin" / "python"
    if not (home / "ready").exists():
        print(f"making an environment for langextract {LANGEXTRACT} in {home}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", f"langextract[openai]=={LANGEXTRACT}"], check=True)
        (home / "ready").touch()
    return python
