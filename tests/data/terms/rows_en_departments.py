"""Cells of boards, schools and programmes as they word them."""
from derive import (after, both, by, by_date, every, in_year, of_period, on, part_of_month,
                    periods, run_of, spans, validity, weekly)

MON, TUE, WED, THU, FRI = 0, 1, 2, 3, 4
SCHOOL_MONTHS = {9, 10, 11, 12, 1, 2, 3, 4, 5}

HOURS = [
    ("by 5 p.m. on 31 March 2025", by_date("2025-03-31")),
    ("31 March 2025, 5:00 PM EST", spans("2025-03-31..2025-03-31")),
    ("by COB on the last business day of each quarter", of_period("quarter", ("work", -1), deadline=True)),
    ("no later than noon on Friday", weekly(FRI, deadline=True)),
    ("first Monday of October, 9:00-17:00", of_period("year", ("wd", 1, MON), month=10)),
    ("15-Jul-24", spans("2024-07-15..2024-07-15")),
]

NOTES = [
    ("reviewed annually", every("year")),
    ("To be completed by 31 March 2025", by_date("2025-03-31")),
    ("on an ongoing basis; reviewed quarterly", every("quarter")),
    ("Draft: March; final version: May", in_year(3, 5)),
    ("November (interim report), May (final report)", in_year(11, 5)),
    ("penultimate Friday of the month", "refused E0201 1"),
    ("Fridays (alternate)", "refused E0201 10"),
    ("May (Januray)", "refused E0201 6"),
    ("by Founders' Day (12 May)", by((5, 12))),
]

OPEN_ENDS = [
    ("January 2025 onwards", every("year", frm="2025-01-01")),
    ("monthly, 1 March 2025 onward", every("month", frm="2025-03-01")),
    ("2025 onwards", every("year", frm="2025-01-01")),
    ("from 2025 on", every("year", frm="2025-01-01")),
    ("beginning with the 2024-25 school year", every("year", frm="2024-09-01")),
    ("May onwards", "refused E0211 5"),
    ("by May 2025 onwards", "refused E0211 13"),
]

OUTSIDE = [
    ("by close of the spring semester", "external"),
    ("by the end of the second spring term", "external"),
]

LAST = [
    ("31 August at the latest", by((8, 31))),
    ("15 May 2025 at the latest", by_date("2025-05-15")),
    ("as of October 1", on((10, 1))),
    ("monthly by the 10th for the previous month", of_period("month", 10, deadline=True)),
    ("30 days before the end of the school year", in_year(((9, 1), (5, 1)))),
    ("by the 20th of the month preceding the quarter", of_period("quarter", 20, deadline=True, month=3)),
]

ENTRIES = [
    ("(a) by 1 October; (c) by 1 March", by((10, 1), (3, 1))),
    ("May 2024 / May 2025", spans("2024-05", "2025-05")),
]

ROUND = [
    ("Start: September 2024; end: June 2025", spans("2024-09..2025-06")),
    ("Within 7 calendar days of each monthly meeting", "request"),
    ("before winter break", "refused E0202 8"),
    ("by no later than 31 January each year", by((1, 31))),
    ("mid-May", in_year(((5, 11), (5, 20)))),
]

APART = [
    ("annually by Dec. 1 for the following year", by((12, 1))),
    ("September (training) and February (follow-up)", in_year(9, 2)),
    ("Spring 2025 (pilot); Fall 2025 (full roll-out)", spans("2025-03..2025-05", "2025-09..2025-11")),
]

DEEDS = [
    ("Report: annually; monitoring: monthly", both(every("year"), every("month"))),
    ("Grades 3-8: May; grade 11: June", in_year(5, 6)),
    ("Monday (holiday: Tuesday)", "refused E0210 9"),
]

ENDS = [
    ("on a quarterly basis", every("quarter")),
    ("on a monthly basis, by the 10th", of_period("month", 10, deadline=True)),
    ("every Friday until 30 May 2025", weekly(FRI, to="2025-05-30")),
]

LATER = [
    ("Termly (autumn, spring, summer)", "external"),
    ("each term: autumn and spring", "external"),
]

COUNTS = [
    ("exactly twice a year", every("year", 2, 2)),
    ("the day after each session", "request"),
]

REAL = [
    ("15th of following month", after("month", by_day=15)),
    ("11th of month following half-year", after("half-year", by_day=11)),
    ("Within 8 months of close of accounting year", after("year", within=(8, "month"))),
    ("Annually: 30th of April following the end of the financial year", after("year", by_day=(4, 30))),
    ("Within 10 days of joining", "request"),
    ("Day 1 & annually", "refused E0202 5"),
]

CADENCE = [
    ("Annually, by March 31 of each year, covering the prior calendar year", by((3, 31))),
    ("Monthly (minimum)", every("month")),
    ("Annual (min)", every("year")),
    ("Monthly (maximum)", "refused E0202 17"),
    ("Quarterly, within 30 days of quarter close", after("quarter", within=(30, "day"))),
]

ROWS = CADENCE + REAL + COUNTS + LATER + ENDS + DEEDS + APART + ROUND + ENTRIES + LAST + HOURS + NOTES + OPEN_ENDS + OUTSIDE
