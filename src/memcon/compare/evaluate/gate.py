"""Bars that a run must reach: `f1=0.70`, `f1@call=0.6`, `ece=0.1`. Knows nothing of exit codes."""

import re
from dataclasses import dataclass
from typing import Final

from memcon.compare.evaluate.count import RATES
from memcon.compare.evaluate.evaluation import Evaluation
from memcon.errors import UsageError

_GATE: Final = re.compile(r"([a-z0-9_]+)(?:@([^=]+))?=((?:[0-9]*\.)?[0-9]+)")
_ERROR: Final = "ece"
DIGITS: Final = 3
"""Rates are told and held to their bars with three decimals, so that what is shown as 0.700 reaches 0.70."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A bar for one rate: at least `bar`; for the calibration error, at most."""

    rate: str
    part: str | None
    """A kind, a status or a language; None for the whole."""
    bar: float

    def __str__(self) -> str:
        return f"{self.rate}@{self.part}" if self.part else self.rate


def read_gate(text: str) -> Gate:
    """Return the gate that `text` writes; UsageError says how it is written."""
    match = _GATE.fullmatch(text.strip())
    if match is None or not 0 <= float(match[3]) <= 1:
        raise UsageError(f"--gate {text!r}: write it as f1=0.70 or f1@call=0.60, a share from 0 to 1")
    if match[1] not in {*RATES, _ERROR} or (match[1] == _ERROR and match[2]):
        raise UsageError(f"--gate {text!r}: the rates are {', '.join(RATES)}, and ece for the whole")
    return Gate(match[1], match[2], float(match[3]))


def failing(gates: list[Gate], evaluation: Evaluation) -> list[str]:
    """Return, in words, each gate that the run does not reach.

    A rate of nothing reaches no bar. Raises UsageError for a part that is not in the evaluation.
    """
    return [told for gate in gates if (told := _told(gate, evaluation))]


def _told(gate: Gate, evaluation: Evaluation) -> str | None:
    value = _value(gate, evaluation)
    if value is None:
        return f"{gate} is not known: there is nothing to measure it on"
    value = round(value, DIGITS)
    if gate.rate == _ERROR:
        return f"{gate} is {value:.3f}, above {gate.bar:g}" if value > gate.bar else None
    return f"{gate} is {value:.3f}, below {gate.bar:g}" if value < gate.bar else None


def _value(gate: Gate, evaluation: Evaluation) -> float | None:
    if gate.rate == _ERROR:
        return evaluation.calibration.error
    whole = evaluation.whole
    if gate.part is not None:
        named = {name: part for group in evaluation.parts.values() for name, part in group.items()}
        if gate.part not in named:
            raise UsageError(f"--gate {gate}: there are no events of {gate.part!r}; there are {', '.join(named)}")
        whole = named[gate.part]
    value: float | None = getattr(whole.rates, gate.rate)
    return value
