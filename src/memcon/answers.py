"""What a model is asked to fill: flat shapes, every field required, null where the article does not say.

Words are copied from the article, never translated; labels come from closed lists. Nothing here is resolved: countries,
dates and identities are decided by code. Attribute docstrings become the schema's text, so the model reads them.
"""

from pydantic import BaseModel, ConfigDict


class Answer(BaseModel):
    """Base of every shape that a model fills."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)
