"""Fit confidence anew on reviewed events: `memcon calibrate`. `logistic` knows no events; nothing here opens a file."""

from memcon.compare.calibrate.calibration import Calibrated, calibrated, judged

__all__ = ["Calibrated", "calibrated", "judged"]
