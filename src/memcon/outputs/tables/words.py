"""The few words that columns choose from, each with what it means: for codebooks, and for labels in Stata.

The words are those of `records.vocabulary`, which a test holds this to; what they mean is told at length in
docs/codebook.md, whose rules are named.
"""

from types import MappingProxyType
from typing import Final

KINDS: Final = MappingProxyType({
    "meeting": "officials of both sides in one place (K1)",
    "call": "telephone, video or another remote medium (K2)",
    "dispute": "one state or organisation acts against another by word or deed (K5)",
})  # fmt: skip
STATUSES: Final = MappingProxyType({
    "occurred": "words say that it happened, or is under way (S1)",
    "planned": "announced, agreed or scheduled by either side (S2)",
    "requested": "asked for or offered, and not answered (S3)",
    "refused": "one side will not (S4)",
    "cancelled": "it was planned, and will not be, or not then (S5)",
})  # fmt: skip
SUBTYPES: Final = MappingProxyType({
    "phone": "call: words tell a telephone (F7)",
    "video": "call: words tell a video link (F7)",
    "unspecified": "call of unknown medium (K3), or meeting of which nothing narrower is told (F6)",
    "visit": "meeting: one side goes to the other, hosted by officials (F1)",
    "talks": "meeting: words of negotiation or talks and nothing narrower (F2)",
    "third_country": "meeting on the soil of a state that is no side (F3)",
    "multilateral": "meeting: three or more sides as one gathering (F4)",
    "mediation": "meeting: a third side brings two together, and is named (F5)",
    "accuse": "dispute: says that the other did wrong, a claim of fact (A1)",
    "criticise": "dispute: says that what the other did is bad (A2)",
    "protest": "dispute: a note, a formal complaint, a demarche (A3)",
    "summon": "dispute: calls in an ambassador or charge (A4)",
    "reject": "dispute: turns down, or calls in question, a claim or demand (A5)",
    "demand": "dispute: asks the other to change its conduct (A6)",
    "warn": "dispute: says that the other's conduct will have consequences (A7)",
    "threaten": "dispute: says what it will do to the other if (A8)",
    "sanction": "dispute: lists, freezes, embargoes, raises punitive tariffs (A9)",
    "suspend": "dispute: halts or ends talks, aid, an agreement (A10)",
    "cut_ties": "dispute: breaks or downgrades relations, recalls an ambassador (A11)",
    "expel": "dispute: sends diplomats or nationals away (A12)",
    "bar": "dispute: refuses entry, visa, overflight, port (A13)",
    "show_force": "dispute: exercise, deployment, launch, patrol aimed at the other (A14)",
    "violate_border": "dispute: enters territory, air or waters without leave (A15)",
    "obstruct": "dispute: blocks, rams, jams, water cannon, blockade (A16)",
    "seize": "dispute: takes a ship, goods, persons (A17)",
    "attack": "dispute: uses force that can kill or destroy (A18)",
})  # fmt: skip
PRECISIONS: Final = MappingProxyType({
    "day": "one day",
    "days": "some days of one span, or one of them",
    "week": "a day of that week",
    "month": "a day of that month",
    "months": "a day of these months",
    "year": "a day of that year",
})  # fmt: skip
ROLES: Final = MappingProxyType({
    "caller": "made the call",
    "called": "was called",
    "visitor": "is the guest",
    "host": "is the host",
    "mediator": "mediates between the others",
    "actor": "acts against another",
    "target": "is acted against",
})  # fmt: skip
ACTOR_TYPES: Final = MappingProxyType({"state": "its code is a state's", "organisation": "UNO, EUU, NATO or ASEAN"})
PLACED_BY: Final = MappingProxyType({
    "date": "by the words of an article that date it",
    "reported": "it has no date: by the day of the first report, which is not its own",
})  # fmt: skip
LINKS: Final = MappingProxyType({
    "fulfils": "it is what the other had announced or asked for",
    "fulfilled_by": "it came about as the other",
    "cancels": "it calls off the other",
    "cancelled_by": "it was called off by the other",
    "denies": "it denies the other",
    "denied_by": "it is denied by the other",
})  # fmt: skip
MATCHES: Final = MappingProxyType({
    "exact": "the model copied it letter by letter",
    "folded": "but for case, quotation marks or spaces",
    "near": "but for a change that changes no meaning",
})  # fmt: skip
STATES: Final = MappingProxyType({
    "ok": "it was read, and something was found",
    "empty": "it was read, and nothing was found",
    "failed": "it could not be read",
    "pending": "it was not reached",
})  # fmt: skip
