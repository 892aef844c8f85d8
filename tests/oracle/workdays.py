"""Days: ISO text, months, working days as they were published (§3.10)."""

import calendar
import datetime
import functools
import pathlib

DAY = datetime.timedelta(days=1)
PUBLISHED = pathlib.Path(__file__).resolve().parents[1] / "data" \
    / "calendar" / "ru-days.tsv"


def day(text):
    return datetime.date.fromisoformat(text)


def plus(d, days):
    return d + datetime.timedelta(days=days)


def plus_months(d, months):
    """The same day of another month, or that month's last day."""
    index = d.year * 12 + d.month - 1 + months
    year, month = divmod(index, 12)
    return datetime.date(year, month + 1, min(
        d.day, calendar.monthrange(year, month + 1)[1]))


class Calendar:
    """Five days a week, less the days off, with the worked Saturdays."""

    def __init__(self, path=PUBLISHED):
        self.kinds = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith(("#", "day")):
                date, kind = line.split("\t")
                self.kinds[day(date)] = kind

    @functools.cache
    def works(self, d):
        if d in self.kinds:
            return self.kinds[d] != "off"
        return d.weekday() < 5

    def on_or_after(self, d):
        """The first working day from d on."""
        while not self.works(d):
            d += DAY
        return d

    def on_or_before(self, d):
        while not self.works(d):
            d -= DAY
        return d

    def plus_working(self, d, count):
        """The count-th working day after d."""
        while count:
            d += DAY
            count -= self.works(d)
        return d

    def minus_working(self, d, count):
        while count:
            d -= DAY
            count -= self.works(d)
        return d
