#!/usr/bin/python3
"""The windows of rule files: our own reading of every term (§3).

    source = windows.Source(until)
    source(roadmap, wording)    the Term of a wording, as obligations.py takes
                                it; windows are cut to the validity
    windows.plan(directory, first, last)
                                the lines of `srokctl plan --format=tsv`
As a program it prints them:  windows.py RULES FROM TO
"""

import datetime
import pathlib
import sys

import calendars
import obligations as duty
import rulefiles
import spelled
import terms
from workdays import day


class Source:
    """Roadmaps without an end are read some years past `until`, so that no
    window that is due up to it is cut."""

    def __init__(self, until):
        self.last = datetime.date(min(until.year + 3, 2200), 12, 31)
        self.known = {}

    def __call__(self, roadmap, wording):
        key = roadmap.id, str(wording.when), str(wording.read)
        if key not in self.known:
            term = spelled.read(wording.when if wording.read is None
                                else wording.read)
            self.known[key] = term.settled(self.frame(roadmap))
        return self.known[key]

    def frame(self, roadmap):
        frame = terms.Frame(roadmap.begins, roadmap.ends or self.last,
                            roadmap.year == "school")
        if roadmap.school_year:
            frame.begins, frame.ends = (
                tuple(map(int, roadmap.school_year[key].split("-")))
                for key in ("from", "to"))
        return frame


def read_calendars(directory):
    cells = [rulefiles.load(path)
             for path in sorted(pathlib.Path(directory).glob("*.yaml"))]
    return calendars.calendars([c for c in cells if "calendar" in c
                                and "roadmap" not in c])


def plan(directory, first, last):
    source, known = Source(last), read_calendars(directory)
    for roadmap in sorted(rulefiles.read(directory), key=lambda r: r.id):
        for pair in duty.pairs(roadmap, source):
            for window, wording in pair.windows([]):
                if first <= window.due <= last:
                    yield [roadmap.id, pair.rule.item, pair.body,
                           str(window.start), str(window.due),
                           str(window.min),
                           "" if window.max is None else str(window.max),
                           str(duty.effective_day(
                               window.start, window.due, wording.shift,
                               known[roadmap.calendar]))]


if __name__ == "__main__":
    for line in plan(sys.argv[1], day(sys.argv[2]), day(sys.argv[3])):
        print("\t".join(line))
