"""`memcon endpoints`: how a model is spoken to, and which files say so."""

from typing import Annotated

import typer


def endpoints(
    model: Annotated[str | None, typer.Option(help="As for extract. Default: MEMCON_MODEL, else embedded.")] = None,
    base_url: Annotated[str | None, typer.Option(help="As for extract. Default: MEMCON_BASE_URL.")] = None,
) -> None:
    """Print how a model at an endpoint is spoken to and how its errors are read, and which files say so.

    Files about endpoints are laid over one another: memcon's own, those of other packages, those of the folder that
    MEMCON_ENDPOINTS names. What is printed is such a file, whose fields default.toml explains: kept in that folder
    and edited, it holds from then on. Nothing is sent.

    Example:

      memcon endpoints --model qwen3:8b --base-url http://localhost:11434/v1 > my-endpoints/qwen.toml
    """
    import os

    from memcon.models.endpoints import FOLDER, PROFILE, endpoint_for
    from memcon.models.endpoints.file import written
    from memcon.models.spec import choose_spec, port_of
    from memcon.text.safe import safe_line

    spec = choose_spec(model, base_url, os.environ)
    port = port_of(spec.base_url) if spec.base_url else None
    folder, profile = os.environ.get(FOLDER), os.environ.get(PROFILE)
    endpoint = endpoint_for(spec.host, spec.model, folder, port=port, profile=profile, gguf=spec.gguf)
    print(safe_line(f"# {spec}, as these files say, the last word first:"))
    for path in reversed(endpoint.files):
        print(safe_line(f"# {path}"))
    told = (endpoint.profile, endpoint.conventions, endpoint.takes, endpoint.template)
    print(f"\n{written(spec.host, spec.model, *told)}", end="")
