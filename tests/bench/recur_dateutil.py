#!/usr/bin/python3
"""python-dateutil beside the others: see recur.h for what is asked."""
import datetime
import time

from dateutil.rrule import rrulestr

from recur_rules import RULES

EPOCH = datetime.date(1970, 1, 1).toordinal()
BEGIN = datetime.datetime(2000, 1, 1)
END = datetime.datetime(2099, 12, 31)
ENOUGH_S = 0.05


def seconds(run):
    times, begun = 0, time.process_time()
    while True:
        answer = run()
        times += 1
        took = time.process_time() - begun
        if took >= ENOUGH_S:
            return took / times, answer


def row(what, of, count, days, took, unit):
    print(f"{what}: {of}\tdateutil\t{count / took:.6g}\t{unit}\t"
          f"{count}/{days}", flush=True)


def measure(what, ask, unit, each):
    count = days = took = 0
    for name, text, _ in RULES:
        one, answer = seconds(lambda text=text: ask(text))
        numbers = [d.toordinal() - EPOCH for d in answer]
        if each:
            row(what, name, len(numbers), sum(numbers), one, unit)
        count += len(numbers)
        days += sum(numbers)
        took += one
    row(what, "all five", count, days, took, unit)


def expand(text):
    return rrulestr(text, dtstart=BEGIN).between(BEGIN, END, inc=True)


def following(year):
    asked = [datetime.datetime(year, m, 22) for m in range(1, 13)]

    def ask(text):
        rule = rrulestr(text, dtstart=BEGIN)
        return [rule.after(day, inc=True) for day in asked]
    return ask


measure("days of 2000-2099", expand, "day/s", True)
for asked_year in (2026, 2000, 2099):
    measure(f"next in {asked_year}", following(asked_year), "1/s",
            asked_year == 2026)
