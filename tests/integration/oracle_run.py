"""The oracle of tests/oracle and the roadmaps that it is asked about."""

import datetime
import shutil
import sys

from ctl_run import DATA, ROOT, RULES

sys.path.insert(0, str(ROOT / "tests" / "oracle"))
import changes          # noqa: E402
import compare          # noqa: E402
import histories        # noqa: E402
import notices          # noqa: E402
import rulefiles        # noqa: E402
import windows          # noqa: E402

MADE = ["town", "village"]      # of tests/data/oracle
MONTH = datetime.timedelta(days=30)
__all__ = ["MADE", "Order", "changes", "compare", "notices", "windows"]


class Order:
    """A shipped roadmap, or that of the tests, in a directory of its own."""

    def __init__(self, name, directory):
        home = DATA / "oracle" if name in MADE else RULES
        for path in [*home.glob("*.yaml"), *RULES.glob("calendar*.yaml")]:
            if path.stem == name or \
                    path.stem.startswith(("bodies", "calendar")):
                shutil.copy(path, directory)
        self.rules = directory
        self.read()

    def read(self):
        [self.roadmap] = rulefiles.read(self.rules)
        self.begins = self.roadmap.begins
        self.ends = self.roadmap.ends + 3 * MONTH
        self.source = windows.Source(self.ends)

    def log(self, seed, first=None, last=None):
        return histories.log(self.roadmap, self.source, first or self.begins,
                             last or self.ends, seed)
