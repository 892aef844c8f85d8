"""Windows as `srokctl explain` tells them; see windows.py for our own."""

import functools
import os
import pathlib
import re
import subprocess

import obligations as duty
from rulefiles import Duration
from workdays import day

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("SROK_BUILD", ROOT / "build"))
MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен",
          "окт", "ноя", "дек")


@functools.cache
def term(phrase, begins, ends, year):
    run = subprocess.run(
        [BUILD / "srokctl", "explain", "--format=tsv",
         f"--in-force={begins}..{ends}", "--calendar=ru", f"--year={year}",
         f"--rules={ROOT / 'rules'}", phrase],
        capture_output=True, text=True, check=True)
    windows = []
    for line in run.stdout.splitlines():
        start, due, least, most = line.split("\t")
        windows.append(duty.Window(day(start), day(due), int(least),
                                   int(most) if most else None))
    text = phrase.lower()
    if windows:
        for m in re.finditer(r"до (\d+) *([а-я]+)", text):
            month = next(i + 1 for i, w in enumerate(MONTHS)
                         if m[2].startswith(w))
            for w in windows:
                by = (w.due.month, w.due.day)
                hit = by == (month, int(m[1])) or by == (2, 29)
                w.deadline = w.deadline or hit
        return duty.Term(windows=windows)
    if re.search("запрос|поступлен", text):
        return duty.Term("request", within=Duration("30 days"))
    return duty.Term("schedule", yearly="ежегодно" in text)


def source(roadmap, wording):
    return term(wording.read or wording.when, roadmap.begins, roadmap.ends,
                roadmap.year)
