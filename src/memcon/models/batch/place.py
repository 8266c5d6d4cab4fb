"""At which endpoint batches of a ledger are asked after: a key goes where the environment says, never elsewhere."""

import dataclasses
from collections.abc import Mapping
from urllib.parse import urlsplit

from memcon.errors import UsageError
from memcon.models.ledger.batches import Batch
from memcon.models.spec import ModelSpec, choose_spec, host_of, port_of


def spec_of(kept: Batch, env: Mapping[str, str]) -> ModelSpec:
    """Return the model and the endpoint that the batch `kept` went to.

    Where the environment names an address of that endpoint, it is that one, as for a run: ports of one's own machine
    change. Where it names none, it is the ledger's.

    Raises:
        UsageError: the environment names another endpoint, whose key is not for this one.
    """
    there = choose_spec(kept.model, kept.base_url, env)
    named = next((name for name in ("MEMCON_BASE_URL", "OPENAI_BASE_URL") if env.get(name)), None)
    if named is None:
        return dataclasses.replace(there, label=kept.endpoint)
    here = choose_spec(kept.model, env[named], env)
    if _origin(here) == _origin(there):
        return dataclasses.replace(there, label=kept.endpoint)
    if here.label == kept.endpoint:
        return here
    raise UsageError(
        f"batch {kept.number} went to {kept.base_url}, and {named} names {here.host}, whose key is not sent there: for"
        f" this command set {named}={kept.base_url}, and MEMCON_API_KEY to the key of {there.host}"
    )


def _origin(spec: ModelSpec) -> tuple[str, str, int | None]:
    url = spec.base_url or ""
    scheme = urlsplit(url).scheme.lower()
    return scheme, host_of(url), port_of(url) or {"http": 80, "https": 443}.get(scheme)
