"""Recurrence rules against python-dateutil: the same random rules over thirty
years, the same days.

dateutil differs from RFC 5545 in three places, which are left out here:
- BYDAY with numbered and plain weekdays together: it takes the days that are
  in both, the RFC those in either;
- BYSETPOS in the first week of a weekly rule: it counts from DTSTART;
- a weekday whose number lies beyond the month or year: it may fail with an
  IndexError.
"""

import datetime
import os
import pathlib
import random
import subprocess
import unittest
import unittest.mock

from dateutil.rrule import rrulestr

BUILD = pathlib.Path(os.environ.get(
    "SROK_BUILD", pathlib.Path(__file__).resolve().parents[2] / "build"))
DRIVER = BUILD / "drivers" / "rrule_days"
SEED = 20211014
RULES = 6000
YEARS = 30
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def some(rng, values, most):
    return rng.sample(values, rng.randint(1, most))


def weekdays(rng, freq, in_month):
    plain = some(rng, WEEKDAYS, 4)
    if freq not in ("MONTHLY", "YEARLY") or rng.random() < 0.5:
        return plain
    most = 5 if in_month else 52
    return ["%+d%s" % (rng.choice([-1, 1]) * rng.randint(1, most), w)
            for w in plain]


def random_rule(rng):
    freq = rng.choice(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
    parts = ["FREQ=" + freq]
    by = 0
    has_months = rng.random() < 0.4
    if rng.random() < 0.5:
        parts.append("INTERVAL=%d" % rng.choice([1, 2, 3, 4, 5, 7, 13]))
    if has_months:
        months = some(rng, range(1, 13), 4)
        parts.append("BYMONTH=" + ",".join(map(str, months)))
        by += 1
    if freq != "WEEKLY" and rng.random() < 0.4:
        days = some(rng, [d for d in range(-31, 32) if d], 5)
        parts.append("BYMONTHDAY=" + ",".join(map(str, days)))
        by += 1
    if rng.random() < 0.5:
        parts.append("BYDAY=" + ",".join(
            weekdays(rng, freq, freq == "MONTHLY" or has_months)))
        by += 1
    if by and freq != "WEEKLY" and rng.random() < 0.3:
        positions = some(rng, [-30, -3, -2, -1, 1, 2, 3, 4, 10, 100], 3)
        parts.append("BYSETPOS=" + ",".join(map(str, positions)))
    if rng.random() < 0.3:
        parts.append("WKST=" + rng.choice(WEEKDAYS))
    limit = rng.random()
    if limit < 0.2:
        parts.append("COUNT=%d" % rng.randint(1, 200))
    elif limit < 0.4:
        parts.append("UNTIL=%d%02d%02d" % (
            rng.randint(2000, 2035), rng.randint(1, 12), rng.randint(1, 28)))
    rng.shuffle(parts)
    return ";".join(parts)


def expected(rule, start, begin, end):
    moments = rrulestr(rule, dtstart=start)
    days = []
    for m in moments:
        if m > end:
            break
        if m >= begin:
            days.append(m.date().isoformat())
    return days


def ask(lines):
    p = subprocess.run([str(DRIVER)], input="\n".join(lines) + "\n",
                       stdout=subprocess.PIPE, check=True, text=True)
    return p.stdout.splitlines()


class Rrule(unittest.TestCase):
    # A rule without days is walked to the end of time; let that be near.
    @unittest.mock.patch("datetime.MAXYEAR", 2040)
    def test_same_days_as_dateutil(self):
        rng = random.Random(SEED)
        asked = []
        for _ in range(RULES):
            start = datetime.datetime(2000, 1, 1) + datetime.timedelta(
                days=rng.randint(0, 3000))
            begin = start + datetime.timedelta(
                days=rng.choice([0, 0, rng.randint(0, 5000)]))
            end = start + datetime.timedelta(days=YEARS * 365)
            asked.append((random_rule(rng), start, begin, end))
        answers = ask(["%s %s %s %s" % (s.date(), b.date(), e.date(), r)
                       for r, s, b, e in asked])
        self.assertEqual(len(answers), RULES)
        for (rule, start, begin, end), line in zip(asked, answers):
            printed, _, days = line.partition("\t")
            self.assertFalse(line.startswith("refused"), (rule, line))
            self.assertEqual(days.split(),
                             expected(rule, start, begin, end),
                             (SEED, rule, start, begin, printed))

    def test_printed_rule_is_the_same(self):
        rng = random.Random(SEED + 1)
        rules = [random_rule(rng) for _ in range(2000)]
        frame = "2020-02-29 2020-02-29 2030-12-31 "
        first = ask([frame + r for r in rules])
        again = ask([frame + line.partition("\t")[0] for line in first])
        self.assertEqual(first, again)


if __name__ == "__main__":
    unittest.main()
