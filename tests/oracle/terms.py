"""The term cells of the orders (§3): words into windows.

A cell is cut into the few wordings that the shipped orders use; each becomes
a *unit* that gives whole windows for a year; those of all years are then cut
to the validity. It reads little, and that little whole: a word that it does
not know, or words that do not stand together in those orders, are an error.
"""

import dataclasses
import datetime
import re
import unicodedata

import obligations as duty
from obligations import Window, cut
from rulefiles import Duration
from workdays import DAY, plus, plus_months

Date = datetime.date


class NotRead(Exception):
    """The reader does not know a wording."""


# --- calendar periods -------------------------------------------------------

def month_end(year, month):
    return Date(year + month // 12, month % 12 + 1, 1) - DAY


def month_range(year, first, last):
    """First day of `first` to the last of `last`; past December next year."""
    return Date(year, first, 1), month_end(year + (last < first), last)


def by_day(year, month, day):
    """The day of that month, or its last one where it lacks it (§3.4)."""
    return min(plus(Date(year, month, 1), day - 1), month_end(year, month))


@dataclasses.dataclass
class Frame:
    """What a roadmap says about its years and its validity."""
    first: Date
    last: Date              # of the validity, or how far windows are wanted
    school: bool = False    # «год» is 1 September..31 August (§3.7)
    begins: tuple = (9, 1)  # «учебный год»
    ends: tuple = (5, 31)

    def year(self, number):
        if self.school:
            return Date(number, 9, 1), Date(number + 1, 8, 31)
        return Date(number, 1, 1), Date(number, 12, 31)

    def school_year(self, number):
        return Date(number, *self.begins), Date(number + 1, *self.ends)

    def numbers(self):
        """Years in which a window that touches the validity may begin."""
        return range(self.first.year - 1, self.last.year + 1)


def periods(frame, name, number):
    """The calendar periods of a kind that begin in a year."""
    length = {"month": 1, "quarter": 3, "half-year": 6}.get(name)
    if length:
        return [month_range(number, m, m + length - 1)
                for m in range(1, 13, length)]
    return [{"year": frame.year,
             "school year": frame.school_year}[name](number)]


# --- units: whole windows of a year -----------------------------------------
# A unit is a function (frame, year) -> [Window].

def unit_months(first, last):
    return lambda frame, year: [Window(*month_range(year, first, last),
                                       period="year")]


def unit_by(month, day):
    """«до D»: from the start of the year that it recurs in (§3.4)."""
    return lambda frame, year: [Window(
        Date(year, 1, 1), by_day(year, month, day), deadline=True,
        period="year")]


def unit_every(name, least=1, most=None):
    return lambda frame, year: [Window(*period, least, most, period=name)
                                for period in periods(frame, name, year)]


def unit_monthly_in(ranges):
    """«ежемесячно январь-апрель»: each month of the ranges."""
    months = {m for first, last in ranges for m in range(first, last + 1)}
    return lambda frame, year: [Window(*month_range(year, m, m),
                                       period="month")
                                for m in sorted(months)]


def unit_by_in_period(name, day):
    """«ежемесячно до 5 числа»: start of the period..that day of its end."""
    def windows(frame, year):
        return [Window(start, by_day(due.year, due.month, day), deadline=True,
                       period=name)
                for start, due in periods(frame, name, year)]
    return windows


def unit_by_after(name, day):
    """«до 20 числа месяца, следующего за кварталом»: START is the day after
    the period's end (§3.9)."""
    def windows(frame, year):
        starts = [due + DAY for _, due in periods(frame, name, year)]
        return [Window(start, by_day(start.year, start.month, day),
                       deadline=True, period="after " + name)
                for start in starts]
    return windows


def unit_last_weekday(weekday):
    def windows(frame, year):
        for month in range(1, 13):
            day = month_end(year, month)
            while day.weekday() != weekday:
                day -= DAY
            yield Window(day, day, period="month")
    return windows


# --- a term -----------------------------------------------------------------

@dataclasses.dataclass
class Term:
    """Windows by `make(frame)`, or none because they come from outside."""
    make: object = None         # frame -> whole windows
    outside: str = ""           # schedule, request
    yearly: bool = False        # one schedule a year
    within: str = "30 days"     # of a request
    calendar: bool = False      # its year is the calendar's: of no use where
                                # a roadmap's is the school's
    rolling: int = 0            # months, from the last deed

    def settled(self, frame):
        """The term within a validity, as obligations.py takes it."""
        if frame.school and self.calendar:
            raise NotRead("with `year: school`")
        if self.outside:
            return duty.Term(self.outside, self.yearly,
                             Duration(self.within))
        pieces = (cut(w, frame.first, frame.last) for w in self.make(frame))
        if self.rolling:
            return duty.Term(rolling=self.rolling)
        return duty.Term(windows=sorted(
            (piece for piece in pieces if piece), key=lambda w: w.due))


def in_years(units, years):
    """Units in the listed years; in every year where the list is None."""
    def windows(frame):
        return [window
                for year in (frame.numbers() if years is None else years)
                for unit in units for window in unit(frame, year)]
    return windows


def once(make):
    """Dated: of no period that has one each."""
    return lambda frame: [dataclasses.replace(window, period="")
                          for window in make(frame)]


def consecutive(months):
    """«1 раз в 3 месяца»: from the first day of the validity (§3.6)."""
    def windows(frame):
        n, start = 0, frame.first
        while start <= frame.last:
            n += months
            following = plus_months(frame.first, n)
            yield Window(start, following - DAY)
            start = following
    return windows


def together(makers):
    return lambda frame: [window for make in makers for window in make(frame)]


def within(make, first, last=Date.max):
    """Cut to what lies from `first` to `last`."""
    def windows(frame):
        pieces = (cut(w, first, last) for w in make(frame))
        return [piece for piece in pieces if piece]
    return windows


# --- reading a cell ---------------------------------------------------------

SOFT, HARD = "(?:ь|я|е|ю|ем)", "(?:а|е|у|ом)?"
MONTHS = ["январ" + SOFT, "феврал" + SOFT, "март" + HARD, "апрел" + SOFT,
          "ма(?:й|я|е|ю|ем)", "июн" + SOFT, "июл" + SOFT, "август" + HARD,
          "сентябр" + SOFT, "октябр" + SOFT, "ноябр" + SOFT, "декабр" + SOFT]
MONTH = "(?:" + "|".join(MONTHS) + ")"
# «сентябрь-май (октябрь, апрель)»: which of them holds is left to others.
MONTHS_WITHIN = re.compile(MONTH + r"\s*\([^)]*" + MONTH)
PERIODS = {"год": "year", "квартал": "quarter", "полугодие": "half-year",
           "месяц": "month", "учебный год": "school year"}
AT_LEAST = ("не реже", "не менее", None)

WORDINGS = [(kind, re.compile(pattern + r"(?!\w)")) for kind, pattern in [
    ("external", r"(?:по|с учетом)(?: отдельному)? (?:плану|графику|графика)"
     r"(?: (?!в течение)\w+)*"),
    ("request", r"по запросам(?: (?!и )\w+)*"),
    ("request", r"по мере поступления"),
    ("whole", r"в течение всего периода"),
    ("school", r"(?:постоянно )?в течение учебного года"),
    ("years", r"в течение (\d{4}) года"),
    ("yearlong", r"в течение года"),
    ("standing", r"постоянно"),
    ("yearly", r"ежегодное обновление|ежегодно|текущего года"),
    ("monthly", r"ежемесячно"),
    ("units of", r"1 раз в (\d+) месяца"),
    ("count", r"(?:(не реже|не менее|не более|не чаще) )?(\d+)(?:-(\d+))?"
     r"(?:-х)? (?:раза?|заседаний) в (" + "|".join(PERIODS) + ")"),
    ("since", rf"с ({MONTH}) (\d{{4}})"),
    ("day after", r"до (\d+) числа месяца,? следующего за "
     r"(месяц|квартал|полугоди)(?:ем|ом)"),
    ("day of period", r"до (\d+) числа"),
    ("by", rf"до (\d+) ({MONTH})"),
    ("last friday", r"последняя пятница месяца|last friday of the month"),
    ("span", rf"({MONTH}) (\d{{4}})-({MONTH}) (\d{{4}})"),
    ("months", rf"({MONTH})-({MONTH})"),
    ("months", rf"({MONTH})"),
    ("years", r"(\d{4})"),
]]

# What stands together in a phase, beside years; and what has none.
YEARLESS = {"external", "request", "whole", "units of", "since", "span"}
TOGETHER = [set(kinds.split(",")) for kinds in (
    "months", "by", "span", "school", "standing", "yearlong", "whole",
    "yearly", "count", "units of", "day after", "last friday", "request",
    "external", "yearly,months", "yearly,by", "yearly,since",
    "yearly,school", "yearly,count", "yearly,external", "whole,external",
    "external,count", "count,months", "monthly,months",
    "monthly,day of period")]


def month_number(word):
    for number, pattern in enumerate(MONTHS, 1):
        if re.fullmatch(pattern, word):
            return number
    raise NotRead(word)


def normal(text):
    """Lower case, plain dashes, one blank; glued words taken apart."""
    text = unicodedata.normalize("NFC", text).lower().replace("ё", "е")
    text = re.sub(r"\s*[\u2010-\u2015\u2212-]\s*", "-", text)
    text = re.sub(r"(?<=[а-я])-?(?=\d)|(?<=\d)(?=[а-я])", " ", text)
    text = re.sub(r"\bг\.", " ", text)
    if MONTHS_WITHIN.search(text):
        raise NotRead(f"{text!r}: months within months")
    return " ".join(text.replace("(", " ").replace(")", " ").split())


def wordings(text):
    """The cell as (kind, groups) from left to right."""
    at = len(text) - len(text.lstrip(" :-"))    # «далее - ежегодно»
    while at < len(text):
        if text[at] in " ,;:":
            at += 1
            continue
        for kind, pattern in WORDINGS:
            found = pattern.match(text, at)
            if found:
                yield kind, found.groups()
                at = found.end()
                break
        else:
            raise NotRead(f"{text[at:]!r} in {text!r}")


class Phase:
    """What stands between two «далее»."""

    def __init__(self, text):
        self.kinds = set()
        self.spans = []
        self.groups = []        # [(units, years)]: a year serves what precedes
        self.count = self.step = self.since = None
        self.monthly = False
        for kind, groups in wordings(text):
            self.kinds.add(kind)
            take = getattr(self, "take_" + kind.replace(" ", "_"), None)
            if take:        # of some it is enough to know that they stand
                take(*groups)
        self.check(text)
        self.settle()

    def check(self, text):
        kinds = self.kinds - {"years"}
        if (kinds not in TOGETHER and self.kinds != {"years"}) or \
                (kinds & YEARLESS and "years" in self.kinds):
            raise NotRead(f"{sorted(self.kinds)} in {text!r}")
        months = [u for units, _ in self.groups for u in units
                  if isinstance(u, tuple)]
        if self.monthly and any(first > last for first, last in months):
            raise NotRead(f"{text!r}: months past December")
        if self.count and months and len(months) != self.count[1]:
            raise NotRead(f"{text!r}: as many months as times")

    def unit(self, unit):
        if self.groups and not self.groups[-1][0]:
            raise NotRead("a year before what it belongs to")
        if not self.groups or self.groups[-1][1]:
            self.groups.append(([], []))
        self.groups[-1][0].append(unit)

    def take_years(self, year):
        if not self.groups:
            self.groups.append(([], []))
        if not 1900 <= int(year) <= 2200:
            raise NotRead(year)
        self.groups[-1][1].append(int(year))

    def take_months(self, first, last=None):
        self.unit((month_number(first), month_number(last or first)))

    def take_span(self, first, year, last, last_year):
        span = Window(Date(int(year), month_number(first), 1),
                      month_end(int(last_year), month_number(last)))
        if span.start > span.due:
            raise NotRead(f"{span.start} to {span.due}")
        self.spans.append(span)

    def take_monthly(self):
        self.monthly = True

    def take_by(self, day, month):
        if int(day) > [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][
                month_number(month) - 1]:
            raise NotRead(f"{day} {month}")
        self.unit(unit_by(month_number(month), int(day)))

    def take_school(self):
        self.unit(unit_every("school year"))

    def take_yearlong(self):
        self.unit(unit_every("year"))

    take_standing = take_yearlong

    def take_last_friday(self):
        self.unit(unit_last_weekday(4))

    def take_day_after(self, day, name):
        name = {"месяц": "month", "квартал": "quarter",
                "полугоди": "half-year"}[name]
        self.unit(unit_by_after(name, int(day)))

    def take_day_of_period(self, day):
        self.unit(unit_by_in_period("month", int(day)))

    def take_since(self, month, year):
        self.since = Date(int(year), month_number(month), 1)

    def take_units_of(self, months):
        self.step = int(months)

    def take_count(self, how, first, last, name):
        if self.count:
            raise NotRead("two counts")
        least, most = int(first), int(last) if last else None
        if not least or (most and most < least):
            raise NotRead(f"{least}-{most} times")
        if how not in AT_LEAST:
            least, most = 0, int(first)
        self.count = PERIODS[name], least, most

    def settle(self):
        """Months and counts into units, now that all of the phase is known:
        «N раз в год (май, декабрь)» = the months, 1 each (§3.5)."""
        named = any(units for units, _ in self.groups)
        if self.count and not named:
            self.unit_of_all(unit_every(*self.count))
        elif "yearly" in self.kinds and not named:
            self.bare = not self.groups
            self.unit_of_all(unit_every("year"))
        elif not named and self.groups:     # years alone (§3.9)
            self.unit_of_all(unit_every("year"))
        groups, self.groups = self.groups, []
        for units, years in groups:
            months = [u for u in units if isinstance(u, tuple)]
            rest = [u for u in units if not isinstance(u, tuple)]
            if months and self.monthly:
                rest.append(unit_monthly_in(months))
            else:
                rest += [unit_months(*m) for m in months]
            self.groups.append((rest, years))

    bare = False        # «ежегодно» and nothing else
    goes_on = False     # «далее ежегодно» comes next

    @property
    def dated(self):
        """With years it names days and months of these years, no rhythm."""
        if self.goes_on or self.monthly:
            return False
        return self.kinds <= {"years"} or bool(
            self.kinds & {"months", "by", "yearlong", "standing"})

    @property
    def calendar(self):
        return bool(self.kinds & {"by", "standing"}) or (
            "years" in self.kinds
            and self.kinds <= {"years", "yearlong", "yearly", "count"})

    def unit_of_all(self, unit):
        if not self.groups:
            self.groups.append(([], []))
        self.groups[0][0].append(unit)

    def last_year(self):
        return max(year for _, years in self.groups for year in years)

    def end(self, frame):
        return max(window.due for make in self.makers()
                   for window in make(frame))

    def units_of_last_year(self):
        return [unit for units, years in self.groups
                if self.last_year() in years for unit in units]

    def makers(self):
        for units, years in self.groups:
            make = in_years(units, years or None)
            yield once(make) if years and self.dated else make
        if self.spans:
            yield lambda frame: self.spans
        if self.step:
            yield consecutive(self.step)
        if "whole" in self.kinds:
            yield lambda frame: [Window(frame.first, frame.last)]


def following(phase, before):
    """«далее …»: in the years that it lists; without any, from the year after
    the phase before it, «ежегодно» alone repeating that phase (§3.3). A
    school year under way when that phase ends goes on."""
    if any(years for _, years in phase.groups):
        yield from phase.makers()
        return
    if not phase.kinds & {"yearly", "school"} or not before.groups or \
            not before.groups[-1][1]:
        raise NotRead("since when")
    year = before.last_year() + 1
    units = before.units_of_last_year() if phase.bare else \
        phase.groups[0][0]
    if "school" in phase.kinds:
        yield lambda frame: within(in_years(units, None),
                                   DAY + before.end(frame))(frame)
        return
    yield lambda frame: in_years(units, range(year, frame.last.year + 1))(
        frame)


def read_phrase(text):
    """A term cell of an order as a Term."""
    first, *later = [Phase(part) for part in re.split("далее", normal(text))]
    if "request" in first.kinds:
        return Term(outside="request")
    if "external" in first.kinds and not first.count:
        return Term(outside="schedule", yearly="yearly" in first.kinds)
    for phase, after in zip([first, *later], later):
        phase.goes_on = after.bare
    makers = list(first.makers())
    before = first
    for phase in later:
        makers += following(phase, before)
        before = phase
    make = together(makers)
    return Term(within(make, first.since) if first.since else make,
                calendar=any(phase.calendar for phase in [first, *later]))
