"""Rule files that change while the daemon runs, against the oracle.

People write at some mornings of a virtual clock; on two of them new files are
there: rows added, repealed, in other words, members who come and go, one with
a desk of his own. What is said from then on is what the oracle says, and
nothing is written about the past.
"""

import collections
import os
import pathlib
import shutil
import unittest

from ctl_run import day
from oracle_run import Lived, Order, changes, compare, notices, windows

MORNINGS = ["2022-02-01", "2022-03-14", "2022-04-18", "2022-05-20",
            "2022-06-15", "2022-07-08", "2022-09-05", "2022-10-17"]
BEGIN, END, LAST = "2022-01-10", "2022-12-01", "2022-11-30"
LOADED = {"2022-04-18": 1, "2022-07-08": 2}     # morning -> version
BODY = {"name": "Школа № 9", "contacts": [
    {"email": "school-9a@new.example", "to": "2022-08-15"},
    {"email": "school-9b@new.example", "from": "2022-08-16"}]}
SEED = os.environ.get("SROK_SEED", "1")


class Reload(Lived):
    def versions(self, name, seed):
        """Three sets of files, each in a directory of its own."""
        for n in range(3):
            home = pathlib.Path(self.directory) / f"rules-{n}"
            home.mkdir()
            order = Order(name, home)
            if n:
                changes.change(home, name, seed)
                self.newcomer(home, f"bodies-{name}.yaml", name[0])
            if n > 1:
                changes.amend_once_more(home, name, seed)
            order.read()
            yield order

    def newcomer(self, home, file, letter):
        cells = changes.load(home / file)
        cells["bodies"][f"{letter}-school-9"] = BODY
        cells["bodies"][f"{letter}-schools"]["members"].append(
            f"{letter}-school-9")
        changes.save(home / file, cells)

    def script(self, orders, seed):
        """A random log about the last version; each line is entered if what
        is in force by then knows what it is about."""
        def known(line, at):
            version = max((n for m, n in LOADED.items() if m <= at),
                          default=0)
            return self.known(orders[-1], orders[version], line)
        return self.entered(orders[-1].log(seed), MORNINGS, known)

    def known(self, last, order, line):
        """The line in the words of that version, or None."""
        if not line.get("rule"):
            return line
        inner = last.roadmap.rule(line["rule"].split("/")[1]).items[0]
        rule = order.roadmap.rule(inner)
        pairs = [p for p in order.pairs if p.rule is rule and
                 line.get("body", "") in ("", p.body)]
        if not pairs or line["window"] and not any(
                str(w.due) == line["window"]
                for p in pairs for w, _ in p.standing_windows):
            return None
        if line["kind"] in ("request", "schedule") and not all(
                order.source(order.roadmap, wording).outside == line["kind"]
                for wording in rule.wordings):
            return None
        return dict(line, rule=f"{order.roadmap.id}/{rule.item}",
                    inner=f"{order.roadmap.id}/{inner}",
                    body=line.get("body", ""))

    def run_daemon(self, orders, log):
        home = pathlib.Path(self.directory) / "rules"
        shutil.copytree(orders[0].rules, home)
        d = self.daemon(rules=home)
        for morning in [*MORNINGS, END]:
            self.live(d, BEGIN, morning)
            if morning in LOADED:
                shutil.copytree(orders[LOADED[morning]].rules, home,
                                dirs_exist_ok=True)
            if morning != END:
                self.write(d, log, morning)
        return self.told(d)

    def expected(self, orders, log):
        days = [BEGIN, *LOADED]
        log = [dict(line, rule=line.get("inner")) for line in log]
        versions = [(day(begins), order.roadmap, order.source,
                     compare.entries(order.roadmap, log))
                    for begins, order in zip(days, orders)]
        return collections.Counter(
            (str(n.date), n.recipient, n.stage, n.roadmap, n.body, n.due)
            for n in notices.said_by(versions, compare.Calendar(), day(LAST)))

    def check(self, name, seed):
        orders = list(self.versions(name, seed))
        for order in orders:
            order.pairs = windows.duty.pairs(order.roadmap, order.source)
        log = self.script(orders, seed)
        want, got = self.expected(orders, log), self.run_daemon(orders, log)
        self.assertGreater(len(want), 100)
        lines = [("program", row) for row in sorted((got - want).elements())] \
            + [("oracle", row) for row in sorted((want - got).elements())]
        if lines:
            self.fail("\n".join([f"{name}, log {seed}:"] + [
                "\t".join((who, *row)) for who, row in lines[:60]]))

    def test_town(self):
        self.check("town", SEED)

    def test_village(self):
        self.check("village", SEED)


if __name__ == "__main__":
    unittest.main()
