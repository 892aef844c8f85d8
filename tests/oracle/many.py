#!/usr/bin/python3
"""Many random logs, the programs against the oracle, over whole validities.

usage: many.py [--states] [--logs=N] [--first=N] RULES [ROADMAP]...

For every roadmap of the directory RULES that has an end (or those named):
N logs (200), each compared in what is said from the first day of the validity
to three months after its last, or with --states in how every obligation
stands on each day of the same time. Ends with the figures; 1 when anything
differed.
"""

import argparse
import datetime
import pathlib
import shutil
import sys
import tempfile
import time

import compare
import histories
import rulefiles
import windows


CALENDARS = compare.ROOT / "rules"


def alone(rules, name, directory):
    """The roadmap of that name, with bodies and calendars, in a directory of
    its own."""
    for path in [*CALENDARS.glob("calendar*.yaml"),
                 *pathlib.Path(rules).glob("*.yaml")]:
        if not path.read_text(encoding="utf-8").count("\nroadmap:") or \
                path.stem == name:
            shutil.copy(path, directory)
    [roadmap] = rulefiles.read(directory)
    return roadmap


def tell(seed, found):
    for who, rows in zip(("program", "oracle"), found):
        for row in rows:
            print("log", seed, who, *row, sep="\t", flush=True)


def compare_all(rules, name, options):
    with tempfile.TemporaryDirectory(prefix="srok-") as directory:
        roadmap = alone(rules, name, directory)
        first = roadmap.begins
        last = roadmap.ends + datetime.timedelta(days=90)
        source = windows.Source(last)
        bad = lines = 0
        begun = time.monotonic()
        for seed in range(options.first, options.first + options.logs):
            log = histories.log(roadmap, source, first, last, seed)
            found = compare.other_standings(
                directory, first, last, 1, log, roadmap, source) \
                if options.states else compare.differences(
                    directory, first, last, log, [roadmap], source)
            tell(seed, found)
            bad += any(found)
            lines += len(log)
        print(f"{name}: {options.logs} logs of {lines} lines, "
              f"{'states' if options.states else 'notices'} "
              f"{first}..{last}: {bad} differ, "
              f"{time.monotonic() - begun:.0f} s", flush=True)
        return bad


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--states", action="store_true")
    parser.add_argument("--logs", type=int, default=200)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("rules")
    parser.add_argument("roadmaps", nargs="*")
    options = parser.parse_args()
    names = options.roadmaps or [
        r.id for r in rulefiles.read(options.rules) if r.ends]
    bad = [compare_all(options.rules, name, options) for name in names]
    return int(any(bad))


if __name__ == "__main__":
    sys.exit(main())
