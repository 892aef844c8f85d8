"""The spelled-out form of a term (rule-files.md §5): the part of it that the
shipped roadmaps and their interpretations use. The rest is refused."""

import dataclasses
import re

import terms
from obligations import Window
from rulefiles import listed
from terms import Date, NotRead, Term
from workdays import day

MONTHS = ["january", "february", "march", "april", "may", "june", "july",
          "august", "september", "october", "november", "december"]
UNIT_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def month(word):
    if word not in MONTHS:
        raise NotRead(word)
    return MONTHS.index(word) + 1


def edge(text, last):
    """"2021", "2021-10" or a day: its first day, or its last."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return Date(*parts)
    if len(parts) == 2:
        return terms.month_end(*parts) if last else Date(*parts, 1)
    return Date(parts[0], 12, 31) if last else Date(parts[0], 1, 1)


def during(value):
    """Each span is one window."""
    if value == "in_force":
        return lambda frame: [Window(frame.first, frame.last)]
    spans = []
    for text in listed(value):
        first, _, last = text.partition("..")
        spans.append(Window(edge(first, False), edge(last or first, True)))
    return lambda frame: spans


def parts(value):
    """`in:` of a year: months and ranges of them."""
    for text in listed(value):
        first, _, last = text.partition("..")
        yield terms.unit_months(month(first), month(last or first))


def days_of_year(value):
    for text in listed(value):
        number, _, name = text.partition(" ")
        yield terms.unit_by(month(name), int(number))


def every(term):
    name = term.pop("every")
    steps = re.fullmatch(r"(\d+) (month|quarter|year)s", name)
    if steps:
        return terms.consecutive(int(steps[1]) * UNIT_MONTHS[steps[2]])
    if "in" in term:
        units = list(parts(term.pop("in")))
    elif "by" in term and name == "year":
        units = list(days_of_year(term.pop("by")))
    elif "by" in term:
        units = [terms.unit_by_in_period(name, int(term.pop("by")))]
    elif term.get("day") == "last friday" and name == "month":
        term.pop("day")
        units = [terms.unit_last_weekday(4)]
    else:
        units = [terms.unit_every(name)]
    return terms.in_years(units, None)


def after(term):
    name = term.pop("after")
    return terms.in_years([terms.unit_by_after(name, int(term.pop("by")))],
                          None)


def dated(term):
    """`by: DATE`: 1 January..that date."""
    days = [day(text) for text in listed(term.pop("by"))]
    return lambda frame: [Window(Date(d.year, 1, 1), d, deadline=True)
                          for d in days]


def counted(make, least, most):
    if least is None and most is None:
        return make
    least = 1 if least is None else int(least)
    most = None if most is None else int(most)
    return lambda frame: [dataclasses.replace(window, min=least, max=most)
                          for window in make(frame)]


def read_mapping(value):
    term = dict(value)
    term.pop("standing", None)      # attested; the windows are the same
    if term.get("after") == "request":
        return Term(outside="request", within=term.get("within", "30 days"))
    if term.get("schedule") == "external":
        return Term(outside="schedule", yearly=term.get("every") == "year")
    rolling = 0
    if term.pop("counting", None) == "from last done":
        steps = re.fullmatch(r"(\d+) (month|quarter|year)s", term["every"])
        rolling = int(steps[1]) * UNIT_MONTHS[steps[2]]
    least, most = term.pop("at_least", None), term.pop("at_most", None)
    first, last = term.pop("from", None), term.pop("to", None)
    if "every" in term:
        make = every(term)
    elif "during" in term:
        make = during(term.pop("during"))
    elif "after" in term:
        make = after(term)
    else:
        make = dated(term)
    if term:
        raise NotRead(f"{term} of {value}")
    make = counted(make, least, most)
    if first or last:
        make = terms.within(make, edge(first, False) if first else Date.min,
                            edge(last, True) if last else Date.max)
    return Term(make, rolling=rolling)


def read(value):
    """`when:` in any of its forms."""
    if isinstance(value, list):
        parts_of = [read(one) for one in value]
        if any(term.outside for term in parts_of):
            raise NotRead(value)
        return Term(terms.together([term.make for term in parts_of]))
    if isinstance(value, dict):
        return read_mapping(value)
    return terms.read_phrase(value)
