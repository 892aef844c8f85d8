"""Working days from rules/calendar-*.yaml, by the words of calendar-ru.yaml.

workdays.py takes the days as they were published; here they are worked out
from the keys of the files (§3.10), so that a file with a mistake is found.
"""

import datetime

import workdays
from rulefiles import listed, spans
from workdays import DAY, day

WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday",
            "saturday", "sunday"]


def each_day(first, last):
    while first <= last:
        yield first
        first += DAY


def month_days(values, year):
    """"01-01..01-08" of that year as days."""
    for value in listed(values):
        first, _, last = value.partition("..")
        yield from each_day(day(f"{year}-{first}"),
                            day(f"{year}-{last or first}"))


class Year:
    """The working days of one year. Without its file the base file alone
    speaks: such a year is provisional."""

    def __init__(self, base, number, file=None):
        file = file or {}
        self.number = number
        self.weekend = {WEEKDAYS.index(name) for name in base["weekend"]}
        self.holidays = set(month_days(base.get("holidays"), number))
        self.moves = [(day(move["from"]), day(move["to"]))
                      for move in listed(file.get("moves"))]
        self.short = {day(text) for text in listed(file.get("short_days"))}
        self.total = int(file.get("working_days", 0))
        self.carried = set()
        moved = {source for source, _ in self.moves}
        for holiday in sorted(month_days(base.get("carried"), number)):
            if holiday.weekday() in self.weekend and holiday not in moved:
                self.carried.add(self.next_free(holiday))

    def off_before_moves(self, d):
        return (d.weekday() in self.weekend or d in self.holidays
                or d in self.carried)

    def next_free(self, d):
        while self.off_before_moves(d):
            d += DAY
        return d

    def works(self, d):
        if any(target == d for _, target in self.moves):
            return False
        if d in self.holidays or d in self.carried:
            return False
        if any(source == d for source, _ in self.moves):
            return True
        return d.weekday() not in self.weekend

    def days(self):
        return each_day(datetime.date(self.number, 1, 1),
                        datetime.date(self.number, 12, 31))

    def count(self):
        return sum(self.works(d) for d in self.days())


class Calendar(workdays.Calendar):
    """All years of one calendar, or of an overlay over another."""

    def __init__(self, base, files, over=None):
        self.base, self.files, self.over = base, files, over
        self.years, self.said = {}, {}
        for key, works in (("days_off", False), ("workdays", True)):
            for entry in listed(base.get(key)):
                for d in each_day(*spans(entry["date"])):
                    self.said[d] = works

    def works(self, d):
        if d in self.said:
            return self.said[d]
        if self.over:
            return self.over.works(d)
        if d.year not in self.years:
            self.years[d.year] = Year(self.base, d.year,
                                      self.files.get(d.year))
        return self.years[d.year].works(d)


def calendars(cells):
    """The calendars of parsed files, by id."""
    bases = {c["calendar"]: c for c in cells if "year" not in c}
    made = {}

    def make(name):
        if name not in made:
            files = {int(c["year"]): c for c in cells
                     if c["calendar"] == name and "year" in c}
            over = bases[name].get("over")
            made[name] = Calendar(bases[name], files, over and make(over))
        return made[name]

    for name in bases:
        make(name)
    return made
