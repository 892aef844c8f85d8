"""Many random logs, oracle against `srokctl simulate`.

usage: many.py RULES FROM TO FIRST-SEED LAST-SEED
"""

import pathlib
import sys
import time

import compare
import histories
import rulefiles
import windows
from workdays import day


def main():
    rules = pathlib.Path(sys.argv[1])
    first, last = day(sys.argv[2]), day(sys.argv[3])
    roadmaps = rulefiles.read(rules)
    source = windows.Source(last)
    bad = lines = 0
    begun = time.monotonic()
    for seed in range(int(sys.argv[4]), int(sys.argv[5]) + 1):
        log = [line for r in roadmaps
               for line in histories.log(r, source, first, last, seed)]
        try:
            real, ours = compare.differences(rules, first, last, log,
                                             roadmaps)
        except ValueError as e:
            print("seed", seed, "refused:", str(e)[:3000])
            bad += 1
            continue
        lines += len(log)
        if real or ours:
            bad += 1
            print("seed", seed)
            for row in sorted([(*r[2:], r[0], r[1], "simulate")
                               for r in real]
                              + [(*r[2:], r[0], r[1], "oracle")
                                 for r in ours],
                              key=lambda r: (r[2:5], r[5:])):
                print(*row[1:5], *row[5:7], row[0], row[7], sep="\t")
    print(f"{bad} bad, {lines} log lines, "
          f"{time.monotonic() - begun:.0f} s", file=sys.stderr)
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
