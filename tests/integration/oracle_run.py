"""The oracle of tests/oracle and the roadmaps that it is asked about."""

import collections
import datetime
import shutil
import sqlite3
import sys

from ctl_run import DATA, OK, ROOT, RULES
from daemon_run import Case

sys.path.insert(0, str(ROOT / "tests" / "oracle"))
import changes          # noqa: E402
import compare          # noqa: E402
import histories        # noqa: E402
import notices          # noqa: E402
import rulefiles        # noqa: E402
import windows          # noqa: E402

MADE = ["town", "village"]      # of tests/data/oracle
MONTH = datetime.timedelta(days=30)
__all__ = ["MADE", "Lived", "Order", "changes", "compare", "notices",
           "windows"]


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


class Lived(Case):
    """The daemon on a virtual clock: people write at some mornings."""

    def entered(self, log, mornings, known=lambda line, at: line):
        """The log with each line at the next of the mornings, seven in Tomsk:
        midnight, UTC. `known` gives the line as it is to be written then, or
        None; what is about a line that was left out is left out too."""
        found, there = [], set()
        for line in log:
            at = next((m for m in mornings if m >= line["at"][:10]), None)
            late = line["kind"] == "promise" and at and line["date"] < at
            if not at or late or line["ref"] and line["ref"] not in there:
                continue
            line = known(line, at)
            if line:
                there.add(line["id"])
                found.append(dict(line, at=at + "T07:00"))
        return sorted(found, key=lambda line: line["at"])

    def live(self, d, begin, end, *more):
        self.assertEqual(d.run("--virtual-from", begin, "--until", end,
                               "--rate", "0", *more), OK, d.said())

    def write(self, d, log, morning):
        """Lines of a morning, while the clock hardly moves; those of mornings
        before are there already."""
        path = d.dir / "log.csv"
        path.write_text(compare.as_csv(
            [line for line in log if line["at"][:10] <= morning]),
            encoding="utf-8")
        d.start("--virtual-from", morning, "--rate", "1")
        d.wait_ready()
        run = d.ctl("log", "--import", path)
        self.assertEqual(run.returncode, OK, run.stderr)
        d.kill()

    def told(self, d):
        """Who was told what of what, on which day."""
        db = sqlite3.connect(d.database)
        rows = db.execute(
            "SELECT day, recipient, stage, roadmap, debtor, coalesce(due, '')"
            " FROM notice WHERE live = 1").fetchall()
        db.close()
        return collections.Counter(rows)
