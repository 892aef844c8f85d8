"""Contenders in turn, several rounds, and what they came to.

A contender is a command that prints rows `metric TAB contender TAB value TAB
unit TAB check`, more being better. Within a round each runs once, so that a
drift of the machine falls on all; ratios are taken round by round and their
median is shown. What must not differ is the check.
"""
import statistics
import subprocess


class Results:
    def __init__(self):
        self.values = {}        # metric: contender: one value a round
        self.units = {}
        self.checks = {}        # metric: contender: check

    def add(self, line):
        metric, who, value, unit, check = line.split("\t")
        self.values.setdefault(metric, {}).setdefault(who, []).append(
            float(value))
        self.units[metric] = unit
        self.checks.setdefault(metric, {})[who] = check

    def median(self, metric, who):
        return statistics.median(self.values[metric][who])

    def ratio(self, metric, who, other, other_metric=None):
        ours = self.values[metric][who]
        theirs = self.values[other_metric or metric][other]
        return statistics.median(a / b for a, b in zip(ours, theirs))

    def differing(self):
        return [m for m, checks in self.checks.items()
                if len(set(checks.values())) > 1]


def run(commands, rounds):
    results = Results()
    for _ in range(rounds):
        for command in commands:
            out = subprocess.run(command, check=True, text=True,
                                 stdout=subprocess.PIPE).stdout
            for line in out.splitlines():
                results.add(line)
    return results


def short(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def table(results, ours):
    """Medians, and how many times as much ours does."""
    for metric, contenders in results.values.items():
        print(f"{metric}, {results.units[metric]}")
        for who in contenders:
            print(f"    {who:16}{short(results.median(metric, who)):>16}"
                  f"{short(results.ratio(metric, ours, who)):>10}"
                  f"   {results.checks[metric][who]}")


def target(what, ratio, wanted):
    said = "reached" if ratio >= wanted else "missed"
    print(f"{what:56}{short(ratio):>8}  target {short(wanted):>5}  {said}")
