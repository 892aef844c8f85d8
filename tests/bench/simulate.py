#!/usr/bin/python3
"""How long three years of all shipped roadmaps take to simulate, beside the
writing of the lines that come out.

usage: simulate.py BUILD
"""
import os
import resource
import statistics
import subprocess
import sys
import tempfile

ROUNDS = 5
SPAN = ["--from", "2021-01-01", "--to", "2023-12-31"]


def spent(call):
    """Seconds of CPU of this process and its children."""
    def now():
        return sum(usage.ru_utime + usage.ru_stime for usage in map(
            resource.getrusage,
            (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
    begun = now()
    call()
    return now() - begun


def simulate(build, out):
    with open(out, "wb") as f:
        subprocess.run([build + "/srokctl", "simulate", "--rules", "rules",
                        *SPAN, "--format", "tsv"], stdout=f, check=True)


def copy(lines, out):
    with open(out, "wb") as f:
        for line in lines:
            f.write(line)


def main():
    build = sys.argv[1]
    simulated, written = [], []
    with tempfile.TemporaryDirectory(prefix="srok-") as directory:
        out = os.path.join(directory, "out.tsv")
        for _ in range(ROUNDS):
            simulated.append(spent(lambda: simulate(build, out)))
            with open(out, "rb") as f:
                lines = f.readlines()
            written.append(spent(lambda: copy(lines, out)))
    seconds = statistics.median(simulated)
    print(f"three years of all roadmaps, {len(lines)} lines")
    print(f"  simulated {seconds:21.2f} s")
    print(f"  its output written {statistics.median(written):12.4f} s "
          f"{seconds / statistics.median(written):8.0f}x")


if __name__ == "__main__":
    main()
