"""Environments of peers, in the user's cache: they ask for other versions than memcon does."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

LANGEXTRACT: Final = "1.7.1"
COUNTRY_CONVERTER: Final = "1.3.2"
NAMEPARSER: Final = "2.6.0"


def langextract() -> Path:
    """Return a Python that has langextract, made at the first call."""
    return environment("langextract", LANGEXTRACT, "langextract[openai]")


def country_converter() -> Path:
    """Return a Python that has country_converter, made at the first call; with pandas 3 its release fails."""
    return environment("country_converter", COUNTRY_CONVERTER, "country_converter", "pandas<3")


def nameparser() -> Path:
    """Return a Python that has nameparser, made at the first call."""
    return environment("nameparser", NAMEPARSER, "nameparser")


def environment(name: str, version: str, package: str, *beside: str) -> Path:
    """Return a Python that has a package, and what must stand beside it, made at the first call."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    home = cache / "memcon" / "peers" / f"{name}-{version}"
    python = home / "bin" / "python"
    if not (home / "ready").exists():
        print(f"making an environment for {name} {version} in {home}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", f"{package}=={version}", *beside], check=True)
        (home / "ready").touch()
    return python
