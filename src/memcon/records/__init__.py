"""The values that flow through memcon: what is read, what the model pointed at, and what is written.

Everything here is frozen and slotted: a million mentions fit in memory, and no stage can change another's values.
Records are pydantic dataclasses rather than models for that reason; they validate alike. Offsets are Unicode code
points of `Article.text` as decoded, `start` inclusive and `end` exclusive: `article.text[start:end]` is the evidence.
"""

from memcon.records.article import Article, ArticleState, Beside, ImportedArticle, Origin, Sentence, publisher
from memcon.records.candidate import Candidate, Party, Rejected
from memcon.records.event import (
    Agreement,
    Call,
    Codes,
    Conflict,
    Dispute,
    Event,
    EventLink,
    Meeting,
    Merge,
    Proof,
    Record,
    Reported,
    proof_of,
    proofs_of,
)
from memcon.records.kinds import KINDS, Family, family, is_contact, variant_of
from memcon.records.mention import (
    Cited,
    DateEvidence,
    Doubt,
    EventDate,
    Evidence,
    Mention,
    Participant,
    Place,
    Quote,
    spans_of,
)
from memcon.records.review import Correction, Decided, Review, correction
from memcon.records.triaged import PassedBy, Triaged
from memcon.records.vocabulary import (
    SCHEMA_VERSION,
    Act,
    Action,
    Aside,
    Channel,
    Field,
    Form,
    Kind,
    Link,
    Match,
    Precision,
    Role,
    State,
    Status,
    Trust,
    Variant,
    record,
)

__all__ = [
    "KINDS", "SCHEMA_VERSION", "Act", "Action", "Agreement", "Article", "ArticleState", "Aside", "Beside", "Call",
    "Candidate", "Channel", "Cited", "Codes", "Conflict", "Correction", "DateEvidence", "Decided", "Dispute", "Doubt",
    "Event",
    "EventDate", "EventLink", "Evidence", "Family", "Field", "Form", "ImportedArticle", "Kind", "Link", "Match",
    "Meeting", "Mention", "Merge", "Origin", "Participant", "Party", "PassedBy", "Place", "Precision", "Proof", "Quote",
    "Record", "Rejected", "Reported", "Review", "Role", "Sentence", "State", "Status", "Triaged", "Trust", "Variant",
    "correction", "family", "is_contact", "proof_of", "proofs_of", "publisher", "record", "spans_of", "variant_of",
]  # fmt: skip
