#!/usr/bin/python3
"""remind(1) beside the others, as whole processes: `remind -s1200` for the
days of a rule, `remind -n` over thousands of lines for the next day.

A rule that remind says in several lines is asked for in all of them; each
line counts as an answer, the earliest is the rule's.
"""
import datetime
import pathlib
import resource
import subprocess
import tempfile

from recur_rules import RULES

COPIES = 400
EPOCH = datetime.date(1970, 1, 1).toordinal()


def cpu_of_children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def remind(*arguments):
    begun = cpu_of_children()
    out = subprocess.run(["remind", *arguments], check=True, text=True,
                         stdout=subprocess.PIPE).stdout
    return cpu_of_children() - begun, out.splitlines()


def number(text):
    return datetime.date(*map(int, text.split("/"))).toordinal() - EPOCH


def row(what, of, n, count, days, took, unit):
    print(f"{what}: {of}\tremind\t{n / took:.6g}\t{unit}\t{count}/{days}",
          flush=True)


def expand(directory):
    total = count = days = 0
    for name, _, lines in RULES:
        file = directory / "one.rem"
        file.write_text("".join(f"REM {line} MSG x\n" for line in lines))
        took, out = remind("-s1200", str(file), "2000-01-01")
        numbers = [number(line.split()[0]) for line in out]
        row("days of 2000-2099", name, len(numbers), len(numbers),
            sum(numbers), took, "day/s")
        total += took
        count += len(numbers)
        days += sum(numbers)
    row("days of 2000-2099", "all five", count, count, days, total, "day/s")


def following(directory, year):
    file = directory / "many.rem"
    file.write_text(COPIES * "".join(
        f"REM {line} MSG {i}\n"
        for i, (_, _, lines) in enumerate(RULES) for line in lines))
    total = answers = count = days = 0
    for month in range(1, 13):
        took, out = remind("-n", str(file), f"{year}-{month:02}-22")
        total += took
        answers += len(out)
        first = {}
        for line in out:
            day, _, rule = line.partition(" ")
            first[rule] = min(first.get(rule, day), day)
        count += len(first)
        days += sum(map(number, first.values()))
    row(f"next in {year}", "all five", answers, count, days, total, "1/s")


with tempfile.TemporaryDirectory() as scratch:
    expand(pathlib.Path(scratch))
    for asked_year in (2026, 2000, 2099):
        following(pathlib.Path(scratch), asked_year)
