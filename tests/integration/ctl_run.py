"""srokctl as a user runs it, and the small things that its tests share."""

import csv
import datetime
import functools
import os
import pathlib
import pty
import subprocess
import unittest

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("SROK_BUILD", ROOT / "build"))
PROGRAM = BUILD / "srokctl"
RULES = ROOT / "rules"
DATA = ROOT / "tests" / "data"
DAY = datetime.timedelta(days=1)

# sysexits(3)
OK, USAGE, DATAERR, NOINPUT, UNAVAILABLE = 0, 64, 65, 66, 69
IOERR, PROTOCOL, CONFIG = 74, 76, 78


def srokctl(*args, cwd=ROOT, env=None, **more):
    """One run; its output as text, neither terminal nor colour."""
    words = [a if isinstance(a, bytes) else str(a).encode() for a in args]
    run = subprocess.run([str(PROGRAM).encode(), *words], cwd=cwd,
                         env={"PATH": os.environ["PATH"], **(env or {})},
                         stdin=subprocess.DEVNULL, capture_output=True,
                         timeout=120, check=False, **more)
    # Line ends as they are: some are CR LF.
    run.stdout, run.stderr = run.stdout.decode(), run.stderr.decode()
    return run


def on_terminal(*args, stream, env, prepare=None):
    """What a terminal shows of one stream, "stdout" or "stderr", and the exit
    code. prepare gets the terminal's descriptor first."""
    try:
        ours, theirs = pty.openpty()
    except OSError:
        raise unittest.SkipTest("no pseudo-terminals here") from None
    if prepare:
        prepare(theirs)
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL,
               stream: theirs}
    run = subprocess.Popen([str(PROGRAM), *map(str, args)], cwd=ROOT,
                           env={"PATH": "/bin", **env}, **streams)
    os.close(theirs)
    data = b""
    try:
        while chunk := os.read(ours, 65536):
            data += chunk
    except OSError:             # the other side is closed
        pass
    os.close(ours)
    return data.decode(), run.wait(60)


def tsv(text):
    return [line.split("\t") for line in text.splitlines()]


def day(text):
    return datetime.date.fromisoformat(text)


def table(path):
    """A tab-separated file with a header line and comments."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines()
             if line and not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t",
                               quoting=csv.QUOTE_NONE))


def windows(cell):
    """START..DUE*MIN, separated by blanks; '-' for none."""
    found = []
    for one in cell.split():
        if one != "-":
            span, least = one.split("*")
            found.append((*span.split(".."), least))
    return found


@functools.cache
def addresses(body):
    """How many a body of the shipped rules has: each gets its own letter."""
    text = (RULES / "bodies.yaml").read_text(encoding="utf-8")
    found = yaml.load(text, yaml.BaseLoader)["bodies"][body]["email"]
    return len(found) if isinstance(found, list) else 1


class Calendar:
    """The working days of Russia as they were published."""

    def __init__(self):
        self.kinds = {row["day"]: row["kind"] for row in
                      table(DATA / "calendar" / "ru-days.tsv")}

    def works(self, d):
        kind = self.kinds.get(d.isoformat())
        if kind is None:
            return d.weekday() < 5
        return kind != "off"

    def before(self, start, due):
        """The effective day with `shift: before`."""
        d = due
        while not self.works(d) and d > start:
            d -= DAY
        return d if self.works(d) else start
