"""What must hold of any history: random logs, the real programs.

test_oracle.py says what is right; here nothing is computed, only compared
with itself.
"""

import collections
import random
import subprocess
import tempfile
import unittest

from ctl_run import Calendar, day
from oracle_run import Lived, Order, compare

Notice = collections.namedtuple(
    "Notice", "date time to channel letter stage roadmap item body due")
SEEDS = 3


def simulate(order, log):
    return [Notice(*row) for row in compare.simulate(
        order.rules, order.begins, order.ends, log)]


def said(notices):
    """Without the numbers of letters: who was told what, when."""
    return collections.Counter(n._replace(letter="") for n in notices)


class Whole(unittest.TestCase):
    """Whole validities of a small order and of the roadmap of the tests."""

    @classmethod
    def setUpClass(cls):
        cls.runs = []
        for name in ("savino-2020", "town"):
            order = Order(name, cls.enterClassContext(
                tempfile.TemporaryDirectory(prefix="srok-")))
            for seed in range(SEEDS):
                log = order.log(f"whole {seed}")
                cls.runs.append((order, log, simulate(order, log)))

    def each(self):
        for order, log, notices in self.runs:
            self.assertTrue(notices)
            yield order, log, notices

    def subjects(self, notices):
        """What one address heard of one obligation, in order. Addresses of
        one body stand in different letters of a day."""
        found = collections.defaultdict(list)
        for n in sorted(notices, key=lambda n: (n.date, int(n.letter))):
            if n.due:
                found[n.to, n.roadmap, n.item, n.body, n.due].append(n)
        return found

    def test_the_same_again(self):
        order, log, notices = self.runs[0]
        self.assertEqual(simulate(order, log), notices)

    def test_the_order_of_one_day_does_not_matter(self):
        """Lines of one instant, shuffled; what is about a line stays behind
        it."""
        for order, log, _ in self.each():
            log = [dict(line, at=line["at"][:10]) for line in log]
            want = said(simulate(order, log))
            for turn in range(2):
                chance = random.Random(f"{order.roadmap.id} {turn}")
                rank = {}
                for line in log:
                    rank[line["id"]] = chance.random() + \
                        (1 + rank[line["ref"]] if line["ref"] else 0)
                mixed = sorted(log, key=lambda line: (
                    line["at"], rank[line["id"]]))
                self.assertEqual(said(simulate(order, mixed)), want)

    def test_no_two_share_a_key(self):
        for order, _, notices in self.each():
            keys = collections.Counter(
                (n.to, n.stage, n.roadmap, n.item, n.body,
                 n.due or n.date[:4]) for n in notices)
            for key, times in keys.items():
                self.assertEqual(
                    times, len(order.roadmap.bodies[key[0]].emails), key)

    def test_in_hours_of_working_days_from_the_baseline_on(self):
        calendar = Calendar()
        for order, _, notices in self.each():
            for n in notices:
                self.assertTrue(calendar.works(day(n.date)), n)
                self.assertEqual(n.time, "09:00")
                self.assertLessEqual(str(order.begins), n.date)
                self.assertTrue(not n.due or str(order.begins) <= n.due, n)

    def test_one_letter_for_an_address_and_sending_time(self):
        for order, _, notices in self.each():
            letters = collections.defaultdict(set)
            times = collections.defaultdict(set)
            for n in notices:
                letters[n.letter].add((n.to, n.date))
                times[n.to, n.date].add(n.letter)
            self.assertEqual({len(v) for v in letters.values()}, {1})
            for (to, _), numbers in times.items():
                self.assertLessEqual(
                    len(numbers), len(order.roadmap.bodies[to].emails))

    def test_after_closed_nothing_but_reopened(self):
        closed = 0
        for _, _, notices in self.each():
            for row in self.subjects(notices).values():
                stages = list(dict.fromkeys(n.stage for n in row))
                for this, following in zip(stages, stages[1:]):
                    if this.startswith("closed"):
                        self.assertTrue(following.startswith("reopened"),
                                        (row[0], stages))
                closed += sum(s.startswith("closed") for s in stages)
        self.assertTrue(closed)

    def test_what_is_late_is_told_on(self):
        """By the third letter, two weeks later, the supervisor has heard,
        once, by the usual policy of three working days; the holidays of the
        New Year are longer than the one week up to the second."""
        escalated = 0
        for order, _, notices in self.each():
            usual = {rule.item for rule in order.roadmap.rules
                     if all(w.policy.escalate and
                            w.policy.escalate.name == "3wd" and
                            w.policy.late.name == "7d"
                            for w in rule.wordings)}
            heads = set(order.roadmap.rules[0].wordings[0].supervisors[:1])
            told = collections.defaultdict(list)
            for n in notices:
                if n.to in heads and n.stage == "escalate:1":
                    told[n.item, n.body, n.due].append(n.date)
            for (to, _, item, body, due), row in \
                    self.subjects(notices).items():
                if to != body or item not in usual or to in heads:
                    continue
                for n in row:
                    if n.stage == "late:3":
                        dates = told[item, body, due]
                        self.assertEqual(len(dates), 1, n)
                        self.assertLessEqual(dates[0], n.date, n)
                        escalated += 1
        self.assertTrue(escalated)


class Cut(Lived):
    """People write at six mornings, the daemon is killed and started in
    between; it says what an uncut run says."""

    MORNINGS = ["2022-02-01", "2022-03-14", "2022-05-20", "2022-06-15",
                "2022-07-08", "2022-09-05"]
    BEGIN, END = "2022-01-10", "2022-11-01"

    def script(self, seed):
        """A random log whose lines are entered on the next of the
        mornings."""
        order = Order("town", self.directory)
        return order, self.entered(order.log(seed), self.MORNINGS)

    def until(self, d, end, *more):
        self.live(d, self.BEGIN, end, *more)

    def test_cut_and_killed(self):
        seed = random.randrange(1 << 30)
        order, log = self.script(seed)
        chance = random.Random(seed)
        d = self.daemon(rules=order.rules)
        for morning in [*self.MORNINGS, self.END]:
            for _ in range(chance.randrange(3)):
                self.cut(d, chance, morning)
            self.until(d, morning)
            if morning != self.END:
                self.write(d, log, morning)
        want = collections.Counter(
            (r[0], r[2], r[5], r[6], r[8], r[9]) for r in compare.simulate(
                order.rules, day(self.BEGIN), day("2022-10-31"), log))
        self.assertTrue(want)
        with self.subTest(seed=seed):
            self.assertEqual(self.told(d), want)
            self.until(d, self.END)         # again: nothing new
            self.assertEqual(self.told(d), want)

    def cut(self, d, chance, before):
        """Killed somewhere on the way to a day."""
        d.start("--virtual-from", self.BEGIN, "--until", before, "--rate",
                "5000000")
        try:
            d.process.wait(0.1 + chance.random())
        except subprocess.TimeoutExpired:
            d.kill()


if __name__ == "__main__":
    unittest.main()
