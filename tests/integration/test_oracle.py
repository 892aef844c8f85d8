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
from oracle_run import Order, compare

LOGS = 5                # for each roadmap and question
SEED = "srok"


class Case(unittest.TestCase):
    def order(self, name):
        directory = tempfile.mkdtemp(prefix="srok-")
        self.addCleanup(shutil.rmtree, directory, True)
        return Order(name, directory)

    def orders(self):
        for path in sorted(RULES.glob("*-20*.yaml")):
            if not path.stem.startswith("calendar"):
                yield self.order(path.stem)
        yield self.order("town")

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
                    order.roadmap), f"{order.roadmap.id}, log {seed}")


class Notices(Case):
    def test_some_months(self):
        """From a day in the middle of the validity, which is the baseline,
        with a log that began before it."""
        for order in self.orders():
            chance = random.Random(f"{SEED} {order.roadmap.id}")
            for seed in range(LOGS):
                whole = (order.ends - order.begins).days
                first = order.begins + datetime.timedelta(
                    days=chance.randrange(whole - 150))
                last = first + datetime.timedelta(days=150)
                self.assert_same(compare.differences(
                    order.rules, first, last,
                    order.log(seed, last=last), [order.roadmap]),
                    f"{order.roadmap.id} {first} {last}, log {seed}")


if __name__ == "__main__":
    unittest.main()
