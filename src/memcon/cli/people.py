"""The names of the people who decide: as a command is told, and as the machine tells."""


def person(option: str, given: str) -> str:
    """Return a name as decisions hold it: without space around it, and of 500 characters at most.

    Raises UsageError for bytes that are no UTF-8, which no decision can hold.
    """
    from memcon.errors import UsageError

    try:
        given.encode()
    except UnicodeEncodeError:
        raise UsageError(f"{option} {given!r} is no UTF-8: give a name in letters") from None
    return given.strip()[:500]


def own_name() -> str:
    """Return the name of who calls: git's, else the login."""
    import getpass
    import subprocess

    from memcon.errors import UsageError

    try:
        asked = ["git", "config", "user.name"]
        found = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603  words of our own
        name = found.stdout.strip()
    except (OSError, UnicodeDecodeError):
        name = ""
    try:
        return person("", name or getpass.getuser())
    except (KeyError, OSError, UsageError):
        return "unknown"
