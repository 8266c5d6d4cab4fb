"""Draw a sample of a run, and tell of the whole run from what readers say of the sample: `memcon sample`, `estimate`.

`share` and `draw` are the statistics: how a sample is drawn, how a share is estimated, and how sure that is. `frame` is
what can be drawn, `sampling` makes the sample, `outcome` sorts what readers say, `estimation` puts it together; only
`source` opens files. What each figure means stands in docs/sample.md.
"""

from memcon.compare.estimate.estimation import Estimate, Scores, estimate
from memcon.compare.estimate.share import Interval, Share

__all__ = ["Estimate", "Interval", "Scores", "Share", "estimate"]
