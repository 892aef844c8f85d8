#!/usr/bin/python3
"""Days of recurring terms: srok beside libical, python-dateutil, remind and a
mask of 31 bits a month in C.

usage: recur.py BUILD [ROUNDS]
"""
import pathlib
import sys

import rounds

HERE = pathlib.Path(__file__).resolve().parent
EXPAND = "days of 2000-2099: all five"
NEXT = "next in 2026: all five"


def contenders(build):
    return [
        [build / "bench" / "recur_srok"],
        [build / "bench" / "recur_srok", "--rrule"],
        [build / "bench" / "recur_ical"],
        [build / "bench" / "recur_mask"],
        ["/usr/bin/python3", HERE / "recur_dateutil.py"],
        ["/usr/bin/python3", HERE / "recur_remind.py"],
    ]


def main():
    build = HERE.parents[1] / sys.argv[1]
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    results = rounds.run(contenders(build), times)
    rounds.table(results, "srok")
    print()
    for ours in ("srok", "srok, rrule"):
        for what, metric, other, wanted in (
                ("expansion", EXPAND, "libical", 200),
                ("next window", NEXT, "libical", 250),
                ("next window", NEXT, "remind", 25)):
            rounds.target(f"{what}: {ours} / {other}",
                          results.ratio(metric, ours, other), wanted)
        rounds.target(f"next window: {ours}, hundredth year / first",
                      results.ratio("next in 2099: all five", ours, ours,
                                    "next in 2000: all five"), 0.9)
    differing = results.differing()
    if differing:
        sys.exit(f"contenders differ: {', '.join(differing)}")


if __name__ == "__main__":
    main()
