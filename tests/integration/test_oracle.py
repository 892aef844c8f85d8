"""The real programs against the oracle of tests/oracle, on random logs.

What is owed is compared over the whole validity of every order, what is said
over some months of each: `make oracle` takes whole validities and 200 logs.
"""

import datetime
import random
import shutil
import tempfile
import unittest

from ctl_run import RULES
from oracle_run import MADE, Order, changes, compare

LOGS = 4                # for each roadmap and question


class Case(unittest.TestCase):
    def order(self, name):
        directory = tempfile.mkdtemp(prefix="srok-")
        self.addCleanup(shutil.rmtree, directory, True)
        return Order(name, directory)

    def orders(self):
        for path in sorted(RULES.glob("*-20*.yaml")):
            if not path.stem.startswith("calendar"):
                yield self.order(path.stem)
        yield from map(self.order, MADE)

    def assert_same(self, found, about):
        theirs, ours = found
        if theirs or ours:
            lines = ["\t".join((who, *row)) for who, rows in
                     (("program", theirs), ("oracle", ours)) for row in rows]
            self.fail("\n".join((f"{about}:", *lines[:60])))


class Obligations(Case):
    def test_states_and_marks(self):
        for order in self.orders():
            for seed in range(LOGS):
                log = order.log(seed)
                self.assert_same(compare.other_standings(
                    order.rules, order.begins, order.ends, 17, log,
                    order.roadmap, order.source),
                    f"{order.roadmap.id}, log {seed}")


class Notices(Case):
    def some_months(self, order, seed, length, about=""):
        chance = random.Random(f"{order.roadmap.id} {seed}")
        whole = (order.ends - order.begins).days
        first = order.begins + datetime.timedelta(
            days=chance.randrange(whole - length))
        last = first + datetime.timedelta(days=length)
        self.assert_same(compare.differences(
            order.rules, first, last, order.log(seed, last=last),
            [order.roadmap], order.source),
            f"{order.roadmap.id} {about}{first} {last}, log {seed}")

    def test_some_months(self):
        """From a day in the middle of the validity, which is the baseline,
        with a log that began before it."""
        for order in self.orders():
            for seed in range(LOGS):
                self.some_months(order, seed, 150)

    def test_changed_rules(self):
        """Rows added, repealed, in other words, renumbered; members who come
        and go."""
        for order in self.orders():
            changes.change(order.rules, order.roadmap.id, LOGS)
            order.read()
            log = order.log(LOGS)
            self.assert_same(compare.other_standings(
                order.rules, order.begins, order.ends, 17, log,
                order.roadmap, order.source),
                f"{order.roadmap.id} changed, log {LOGS}")
            self.some_months(order, LOGS, 200, "changed ")


if __name__ == "__main__":
    unittest.main()
