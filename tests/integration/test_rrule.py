"""Recurrence rules against python-dateutil and libical: the same random rules
over thirty years, the same days.

Where they differ from RFC 5545 they are not asked. dateutil:
- BYDAY with numbered and plain weekdays together: it takes the days that are
  in both, the RFC those in either;
- BYSETPOS in the first week of a weekly rule: it counts from DTSTART;
- a weekday whose number lies beyond the month or year: it may fail with an
  IndexError.

libical (3.0.16):
- a rule without a day in sight: it looks for one and does not return;
- FREQ=YEARLY with BYMONTHDAY and without BYMONTH: it takes the days in the
  month of DTSTART, the RFC (and dateutil) in every month;
- FREQ=DAILY with BYMONTHDAY from the end of the month: it never finds one;
- FREQ=WEEKLY with INTERVAL above 1 and BYDAY: it counts the weeks from the
  first such day, not from DTSTART; that is the week before or after where
  weeks do not begin on Monday or SU is among the days;
- BYSETPOS where BYMONTHDAY says one day twice, as 7 and -25 in May: it counts
  it twice.

29 February needs no exception: all three skip the years without it.
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
DRIVERS = BUILD / "drivers"
SEED = 20211014
RULES = 6000
LIBICAL_RULES = 7600
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


def libical_knows(rule):
    parts = dict(part.split("=") for part in rule.split(";"))
    days = parts.get("BYMONTHDAY", "")
    if parts["FREQ"] == "YEARLY" and days:
        if "BYMONTH" not in parts:
            return False
    if parts["FREQ"] == "DAILY" and "-" in days:
        return False
    if parts["FREQ"] == "WEEKLY" and parts.get("INTERVAL", "1") != "1":
        weekdays = parts.get("BYDAY", "")
        if weekdays and (parts.get("WKST", "MO") != "MO" or "SU" in weekdays):
            return False
    return not ("BYSETPOS" in parts and "-" in days)


def ask(lines, driver="rrule_days"):
    p = subprocess.run([str(DRIVERS / driver)], input="\n".join(lines) + "\n",
                       stdout=subprocess.PIPE, check=True, text=True,
                       timeout=300)
    return p.stdout.splitlines()


def question(rng):
    """A rule, its DTSTART, and a span of thirty years at most."""
    start = datetime.datetime(2000, 1, 1) + datetime.timedelta(
        days=rng.randint(0, 3000))
    begin = start + datetime.timedelta(
        days=rng.choice([0, 0, rng.randint(0, 5000)]))
    end = start + datetime.timedelta(days=YEARS * 365)
    return random_rule(rng), start, begin, end


def line_of(rule, start, begin, end):
    return f"{start.date()} {begin.date()} {end.date()} {rule}"


class Rrule(unittest.TestCase):
    # A rule without days is walked to the end of time; let that be near.
    @unittest.mock.patch("datetime.MAXYEAR", 2040)
    def test_same_days_as_dateutil(self):
        rng = random.Random(SEED)
        asked = [question(rng) for _ in range(RULES)]
        answers = ask([line_of(*q) for q in asked])
        self.assertEqual(len(answers), RULES)
        for (rule, start, begin, end), line in zip(asked, answers):
            printed, _, days = line.partition("\t")
            self.assertFalse(line.startswith("refused"), (rule, line))
            self.assertEqual(days.split(),
                             expected(rule, start, begin, end),
                             (SEED, rule, start, begin, printed))

    def test_same_days_as_libical(self):
        rng = random.Random(SEED + 2)
        lines = [line_of(*q) for q in (question(rng) for _ in
                                       range(LIBICAL_RULES))
                 if libical_knows(q[0])]
        ours = [line.partition("\t")[2] for line in ask(lines)]
        both = [(line, days) for line, days in zip(lines, ours) if days]
        self.assertGreaterEqual(len(both), 5000)
        theirs = ask([line for line, _ in both], "rrule_ical")
        self.assertEqual(len(theirs), len(both))
        for (line, days), answer in zip(both, theirs):
            self.assertEqual(days.split(), answer.split(), (SEED, line))

    # Those of the RFC, by hand: what libical would say differs.
    def test_where_libical_differs(self):
        for line, days in (
                ("2026-12-16 2026-12-16 2027-03-31 "
                 "FREQ=YEARLY;BYMONTHDAY=2",
                 "2027-01-02 2027-02-02 2027-03-02"),
                ("2026-11-24 2026-11-24 2027-01-31 "
                 "FREQ=DAILY;BYMONTHDAY=-7",
                 "2026-11-24 2026-12-25 2027-01-25"),
                ("2026-11-24 2026-11-24 2026-12-31 "
                 "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU",
                 "2026-11-29 2026-12-20"),
                ("2026-05-01 2026-05-01 2026-06-30 FREQ=MONTHLY;"
                 "BYMONTH=5;BYMONTHDAY=25,7,-25;BYSETPOS=-2",
                 "2026-05-07")):
            answer, = ask([line])
            self.assertEqual(answer.partition("\t")[2].strip(), days, line)

    def test_printed_rule_is_the_same(self):
        rng = random.Random(SEED + 1)
        rules = [random_rule(rng) for _ in range(2000)]
        frame = "2020-02-29 2020-02-29 2030-12-31 "
        first = ask([frame + r for r in rules])
        again = ask([frame + line.partition("\t")[0] for line in first])
        self.assertEqual(first, again)


if __name__ == "__main__":
    unittest.main()
