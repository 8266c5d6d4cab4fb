"""Every import of the guards from inside memcon, so that a move of modules edits this file and no other.

Everything else is asked of the command line and of `import memcon`.
"""

from memcon.__main__ import main
from memcon.extraction.strategies import cascade, whole
from memcon.models.ledger.store import canonical, question_key


def prompt_versions() -> list[str]:
    """Return the versions of all prompts: a name, and a hash of its text and of the shape of its answer."""
    templates = (whole.template(), cascade.triage_template(), cascade.contact_template(), cascade.dispute_template())
    return sorted(template.version for template in templates)


__all__ = ["canonical", "main", "prompt_versions", "question_key"]
