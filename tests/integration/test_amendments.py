"""Orders that change others, through the whole program."""

import json
import pathlib
import shutil
import tempfile
import unittest

from ctl_run import OK, RULES, srokctl

BODIES = """\
bodies:
  uo: {name: Управление, email: uo@dept.example}
  head: {name: Руководитель, email: head@dept.example}
"""
HEAD = """\
roadmap: r
title: Карта
order: {number: "10", date: 2022-01-10}
in_force: {from: 2022-01-10, to: 2022-12-31}
timezone: Asia/Tomsk
calendar: ru
supervisor: head
"""


class Case(unittest.TestCase):
    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.dir)
        for path in RULES.glob("calendar-*.yaml"):
            shutil.copy(path, self.dir)
        (self.dir / "bodies.yaml").write_text(BODIES, encoding="utf-8")

    def roadmap(self, text):
        (self.dir / "r.yaml").write_text(HEAD + text, encoding="utf-8")

    def letters(self, first, last, log=None):
        more = []
        if log is not None:
            path = self.dir / "log"
            path.write_text("id,at,kind,rule,body,date,window,ref,note\n" +
                            log, encoding="utf-8")
            more = ["--log", str(path)]
        run = srokctl("simulate", "--rules", self.dir, f"--from={first}",
                      f"--to={last}", "--format=json", *more)
        self.assertEqual((run.returncode, run.stderr), (OK, ""))
        return json.loads(run.stdout)


class Numbers(Case):
    """«Пункт 1 считать пунктом 2, пункт 2 — пунктом 3»: who reads a letter
    looks the number up in the order as it stands on that day."""

    RULES = """\
rules:
  - {item: "1", title: Анализ, when: "май 2022", responsible: uo}
  - {item: "2", title: Отчёт, when: "август 2022", responsible: uo}
amendments:
  - order: {number: "20", date: 2022-05-24}
    renumber: {"1": "2", "2": "3"}
"""

    def test_letters_cite_the_number_of_their_day(self):
        self.roadmap(self.RULES)
        seen = {}
        for letter in self.letters("2022-04-01", "2022-06-01"):
            if letter["recipient"] != "uo":
                continue
            [notice] = letter["notices"]
            seen[letter["date"]] = notice["item"]
            for words in letter["subject"], letter["text"]:
                self.assertIn(f"п. {notice['item']}", words)
        self.assertEqual(seen, {"2022-04-29": "1", "2022-05-24": "2",
                                "2022-05-30": "2", "2022-06-01": "2"})

    def test_a_log_names_the_number_of_its_day(self):
        """On 20 May item 2 is the report still, on 25 May the analysis."""
        self.roadmap(self.RULES)
        for at, late in (("2022-05-20", 1), ("2022-05-25", 0)):
            letters = self.letters(
                "2022-04-01", "2022-06-01",
                f"1,{at},done,r/2,uo,{at},{'2022-08-31' * late},,\n")
            self.assertEqual([n["stage"] for o in letters
                              for n in o["notices"]
                              if o["date"] == "2022-06-01"],
                             ["late:1"] * late)


class Periods(Case):
    """An order of 15 March moves the day of a monthly report."""

    RULES = """\
rules:
  - {item: "1", title: Отчёт, when: ежемесячно до 10 числа, responsible: uo}
amendments:
  - order: {number: "20", date: 2022-03-15}
    change: {"1": {when: ежемесячно до 20 числа}}
"""

    def test_a_month_is_not_owed_twice(self):
        self.roadmap(self.RULES)
        dues = {n["due"] for o in self.letters("2022-01-10", "2022-05-31")
                for n in o["notices"]}
        self.assertEqual(dues, {
            "2022-01-10", "2022-02-10", "2022-03-10", "2022-04-20",
            "2022-05-20", "2022-06-20"})

    def test_what_was_late_by_the_old_words_stays_late(self):
        self.roadmap(self.RULES)
        late = [o["date"] for o in self.letters("2022-03-01", "2022-03-31")
                for n in o["notices"] if n["due"] == "2022-03-10" and
                n["stage"].startswith("late")]
        self.assertEqual(late, ["2022-03-11", "2022-03-18", "2022-03-25"])


if __name__ == "__main__":
    unittest.main()
