#!/usr/bin/python3
"""Writes ru.tsv and en.tsv: phrases with the windows that they mean.

The meaning of each phrase is written out by hand in rows_ru.py and rows_en.py
with the few words below; the windows are computed here from design.md §3,
day by day and in the simplest way, without a line of srok's code. Working
days are Monday to Friday (the tests use the plain calendar).

usage: derive.py [--check]    --check only compares with the files as they are
"""
import calendar
import os
import sys
from datetime import date, timedelta

DAY = timedelta(1)


def last(y, m):
    return calendar.monthrange(y, m)[1]


def day(y, m, d):
    """The day, or the month's last when it is shorter or d is -1."""
    n = last(y, m)
    return date(y, m, n if d == -1 or d > n else d)


def add_months(d, n):
    t = d.year * 12 + d.month - 1 + n
    return day(t // 12, t % 12 + 1, d.day)


class Frame:
    def __init__(self, first, final, school):
        self.first, self.final, self.school = first, final, school

    def years(self):
        return range(self.first.year - 3, self.final.year + 3)

    def year(self, y):
        """«год»: the calendar's, or 1 September..31 August."""
        if self.school:
            return date(y, 9, 1), date(y + 1, 8, 31)
        return date(y, 1, 1), date(y, 12, 31)


def periods(f, unit):
    """All calendar periods of a unit around the validity."""
    out = []
    for y in f.years():
        if unit == "year":
            out.append(f.year(y))
        elif unit == "school year":
            out.append((date(y, 9, 1), date(y + 1, 5, 31)))
        elif unit in ("half-year", "quarter", "month"):
            n = {"half-year": 6, "quarter": 3, "month": 1}[unit]
            for m in range(1, 13, n):
                out.append((date(y, m, 1), day(y, m + n - 1, -1)))
        elif unit == "decade":
            for m in range(1, 13):
                out += [(date(y, m, 1), date(y, m, 10)),
                        (date(y, m, 11), date(y, m, 20)),
                        (date(y, m, 21), day(y, m, -1))]
        else:
            d = date(y, 1, 1)
            while d.year == y:
                if unit == "day" or (unit == "working day" and
                                     d.weekday() < 5):
                    out.append((d, d))
                elif unit == "week" and d.weekday() == 0:
                    out.append((d, d + 6 * DAY))
                d += DAY
    return out


# --- the words of a meaning: each gives a function frame -> windows ---------
# A window here is (start, due, min, max, bounds) before cutting; bounds are
# the meaning's own from..to.

OPEN = (date.min, date.max)


def bounds(frm, to):
    a = date.fromisoformat(frm) if frm else date.min
    b = date.fromisoformat(to) if to else date.max
    return a, b


def every(unit, mn=1, mx=0, only=None, frm=None, to=None):
    """Every calendar period of a unit; only: months that it is cut to."""
    def run(f):
        out = []
        for a, b in periods(f, unit):
            if only:
                while a <= b and a.month not in only:
                    a += DAY
                while b >= a and b.month not in only:
                    b -= DAY
                if a > b:
                    continue
            out.append((a, b, mn, mx, bounds(frm, to)))
        return out
    return run


def run_of(n, unit, mn=1, mx=0, frm=None):
    """Consecutive stretches of n units from the validity's first day."""
    def run(f):
        start = date.fromisoformat(frm) if frm else f.first
        out, i = [], 0
        while True:
            if unit == "day":
                a, b = start + i * n * DAY, start + (i + 1) * n * DAY
            elif unit == "week":
                a, b = start + i * 7 * n * DAY, start + (i + 1) * 7 * n * DAY
            else:
                k = n * {"month": 1, "year": 12, "quarter": 3,
                         "half-year": 6}[unit]
                a, b = add_months(start, i * k), add_months(start, (i + 1) * k)
            if a > f.final:
                return out
            out.append((a, b - DAY, mn, mx, OPEN))
            i += 1
    return run


def in_year(*items, mn=1, mx=0, frm=None, to=None):
    """Yearly windows: m, (m1, m2) or ((m1, d1), (m2, d2))."""
    def run(f):
        out = []
        for y in f.years():
            for it in items:
                if isinstance(it, int):
                    it = (it, it)
                if isinstance(it[0], int):
                    it = ((it[0], 1), (it[1], -1))
                (m1, d1), (m2, d2) = it
                wrap = m2 < m1
                out.append((day(y, m1, d1), day(y + wrap, m2, d2), mn, mx,
                            bounds(frm, to)))
        return out
    return run


def on(*days, frm=None, to=None):
    """Yearly days (m, d)."""
    return in_year(*[(d, d) for d in days], frm=frm, to=to)


def by(*days, mn=1, mx=0, frm=None, to=None):
    """Yearly deadlines (m, d) from the start of the year."""
    def run(f):
        out = []
        for y in f.years():
            a, b = f.year(y)
            for m, d in days:
                due = day(y, m, d)
                if not a <= due <= b:
                    due = day(y + 1, m, d)
                out.append((a, due, mn, mx, bounds(frm, to)))
        return out
    return run


def spans(*texts, mn=1, mx=0):
    """Fixed windows: 2021, 2021-05, 2021-05..2021-06, A..B."""
    def end(t, at_end):
        p = [int(x) for x in t.split("-")]
        if len(p) == 3:
            return date(*p)
        if len(p) == 2:
            return day(p[0], p[1], -1 if at_end else 1)
        return date(p[0], 12, 31) if at_end else date(p[0], 1, 1)

    def run(f):
        out = []
        for t in texts:
            a, _, b = t.partition("..")
            out.append((end(a, False), end(b or a, True), mn, mx, OPEN))
        return out
    return run


def by_date(*texts, mn=1):
    """1 January..that day."""
    def run(f):
        out = []
        for t in texts:
            d = date.fromisoformat(t)
            out.append((date(d.year, 1, 1), d, mn, 0, OPEN))
        return out
    return run


def validity(mn=1, mx=0):
    return lambda f: [(f.first, f.final, mn, mx, OPEN)]


def nth_weekday(a, b, n, wd):
    days = []
    d = a
    while d <= b:
        if d.weekday() == wd:
            days.append(d)
        d += DAY
    return days[n - 1 if n > 0 else n] if abs(n) <= len(days) else None


def nth_working(a, b, n):
    days = []
    d = a
    while d <= b:
        if d.weekday() < 5:
            days.append(d)
        d += DAY
    return days[n - 1 if n > 0 else n] if abs(n) <= len(days) else None


def pick(what, a, b):
    """A day of the period a..b: 5, -1, ("wd", n, weekday), ("work", n),
    ("before", n)."""
    if isinstance(what, int):
        return day(a.year, a.month, what)
    if what[0] == "wd":
        return nth_weekday(a, b, what[1], what[2])
    if what[0] == "work":
        return nth_working(a, b, what[1])
    return b - what[1] * DAY


def of_period(unit, what, deadline=False, mn=1, mx=0, only=None, frm=None,
              to=None, month=None):
    """A day of each period (or of its month-th month), alone or as a
    deadline from the period's start."""
    def run(f):
        out = []
        for a, b in periods(f, unit):
            p, q = a, b
            if month:
                p = add_months(a, month - 1)
                q = day(p.year, p.month, -1)
            whats = what if isinstance(what, list) else [what]
            for w in whats:
                d = pick(w, p, q)
                if d is None or (only and d.month not in only):
                    continue
                out.append((a if deadline else d, d, mn, mx,
                            bounds(frm, to)))
        return out
    return run


def part_of_month(first, final, only=None, frm=None, to=None):
    """Days first..final of each month."""
    def run(f):
        return [(day(a.year, a.month, first), day(a.year, a.month, final), 1,
                 0, bounds(frm, to)) for a, b in periods(f, "month")
                if not only or a.month in only]
    return run


def working_days(first, final):
    """From the first-th to the final-th working day of each month."""
    def run(f):
        return [(nth_working(a, b, first), nth_working(a, b, final), 1, 0,
                 OPEN) for a, b in periods(f, "month")]
    return run


def month_of(unit, n):
    """The n-th month of each quarter, half-year."""
    def run(f):
        out = []
        for a, b in periods(f, unit):
            p = add_months(a, n - 1)
            out.append((p, day(p.year, p.month, -1), 1, 0, OPEN))
        return out
    return run


def weekly(*weekdays, only=None, deadline=False, frm=None, to=None):
    def run(f):
        out = []
        for a, b in periods(f, "week"):
            for wd in weekdays:
                d = a + wd * DAY
                if not only or d.month in only:
                    out.append((a if deadline else d, d, 1, 0,
                                bounds(frm, to)))
        return out
    return run


def after(unit, by_day=None, within=None, only=None, frm=None, to=None):
    """From the day after each period to a day of the next month (or a day
    (m, d) of the next year), or within (n, unit) from the next day."""
    def run(f):
        out = []
        for a, b in periods(f, unit):
            start = b + DAY
            if isinstance(by_day, tuple) and isinstance(by_day[0], int):
                due = day(start.year, *by_day)
            elif by_day is not None:
                due = pick(by_day, start, day(start.year, start.month, -1))
            else:
                n, u = within
                if u == "day":
                    due = b + n * DAY
                elif u == "week":
                    due = b + 7 * n * DAY
                elif u == "month":
                    due = add_months(b, n)
                else:
                    due = b
                    while n:
                        due += DAY
                        n -= due.weekday() < 5
            if not only or due.month in only:
                out.append((start, due, 1, 0, bounds(frm, to)))
        return out
    return run


def both(*meanings):
    return lambda f: [w for m in meanings for w in m(f)]


def prorate(n, inside, whole):
    return 0 if n == 0 else max(1, (2 * n * inside + whole) // (2 * whole))


def windows(meaning, f):
    out = {}
    for a, b, mn, mx, (frm, to) in meaning(f):
        p, q = max(a, f.first, frm), min(b, f.final, to)
        if p > q or a > b:
            continue
        inside, whole = (q - p).days + 1, (b - a).days + 1
        if inside < whole:
            mn, mx = prorate(mn, inside, whole), prorate(mx, inside, whole)
        if q in out:
            p0, mn0, mx0 = out[q]
            p, mn = min(p, p0), max(mn, mn0)
            mx = min(mx, mx0) if mx and mx0 else mx or mx0
        out[q] = (p, mn, mx)
    return " ".join("%s..%s*%d%s" % (p, q, mn, "-%d" % mx if mx else "")
                    for q, (p, mn, mx) in sorted(out.items()))


def lines(rows):
    for row in rows:
        phrase, meaning = row[0], row[1]
        force = row[2] if len(row) > 2 else "2024-01-01..2025-12-31"
        flag = row[3] if len(row) > 3 else "-"
        if isinstance(meaning, str):
            expect = meaning
        else:
            a, b = force.split("..")
            f = Frame(date.fromisoformat(a), date.fromisoformat(b),
                      flag == "school")
            expect = windows(meaning, f)
        yield "\t".join((phrase, force, flag, expect))


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path.insert(0, here)
    same = True
    for name in ("ru", "en"):
        rows = __import__("rows_" + name).ROWS
        text = "PHRASE\tIN_FORCE\tYEAR\tEXPECT\n" + \
            "".join(line + "\n" for line in lines(rows))
        path = os.path.join(here, name + ".tsv")
        if "--check" in sys.argv:
            with open(path, encoding="utf-8") as have:
                same = same and have.read() == text
        else:
            with open(path, "w", encoding="utf-8") as out:
                out.write(text)
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
