"""srokctl report: plan and fact, with a running srokd and without."""

import csv
import io
import json
import unittest

from ctl_run import DATAERR, USAGE
from test_ctl_log import Case

YEAR = ("--from=2023-01-01", "--to=2023-12-31")


class Report(Case):
    start = "2023-10-10"

    def lines(self, *args):
        text = self.ctl("report", *args, "--format=csv", *YEAR).stdout
        key = text.split(",", 1)[0]
        return {row[key]: {k: int(v) for k, v in row.items()
                           if k not in (key, "title")}
                for row in csv.DictReader(io.StringIO(text, newline=""))}

    def figure(self, item, body, value):
        self.ctl("log", item, f"--body={body}", "--result", value,
                 "--on=2023-09-19")

    def test_by_item_body_section_and_roadmap(self):
        self.ctl("log", "strezhevoy-2021/31", "--on=2023-03-03")
        self.ctl("waive", "strezhevoy-2021/3", "--window=2023-12-31",
                 "--decided-by=head")
        self.ctl("extend", "strezhevoy-2021/4", "--window=2023-11-30",
                 "--until=2023-12-15", "--decided-by=head")
        items = self.lines("strezhevoy-2021")
        self.assertEqual(items["strezhevoy-2021/31"]["plan"], 4)
        self.assertEqual(items["strezhevoy-2021/31"]["fact"], 1)
        self.assertEqual(items["strezhevoy-2021/31"]["at_risk"], 1)
        waived = items["strezhevoy-2021/3"]
        self.assertEqual((waived["windows"], waived["plan"],
                          waived["waived"]), (1, 0, 1))
        self.assertEqual(items["strezhevoy-2021/4"]["extended"], 1)
        states = ("met", "met_late", "late", "missed", "waived", "submitted",
                  "open", "upcoming")
        for by in ("item", "body", "section", "roadmap"):
            lines = self.lines("strezhevoy-2021", "--by", by)
            self.assertEqual(sum(row["plan"] for row in lines.values()),
                             sum(row["plan"] for row in items.values()), by)
            for row in lines.values():
                self.assertEqual(sum(row[s] for s in states),
                                 row["windows"])
        whole = self.lines("--by=roadmap")
        self.assertLessEqual({"strezhevoy-2021", "livny-2023"}, set(whole))

    def test_the_same_windows_as_the_plan(self):
        """Those ahead are in the plan of the year too."""
        lines = self.lines("livny-2023")
        self.assertEqual(sum(row["windows"] for name, row in lines.items()
                             if name.startswith("livny-2023/pg-")), 85)

    def test_figures(self):
        self.figure("livny-2023/pg-6", "liv-school-1", "23,5")
        self.figure("livny-2023/pg-6", "liv-school-2", "30")
        self.figure("livny-2023/pg-7", "liv-school-1", "2")
        self.figure("livny-2023/pg-7", "liv-school-3", "1")
        text = self.ctl("report", "livny-2023", *YEAR).stdout
        self.assertRegex(text, r"pg-6 +2023-10-01 +2 of 5 +mean 26\.8 %")
        self.assertRegex(text, r"pg-7 +2023-10-01 +2 of 5 +3 ед\.")
        self.assertRegex(text, r"pg-6 .*liv-school-3, liv-school-4, "
                         r"liv-school-5")
        text = self.ctl("report", "livny-2023/pg-6", *YEAR).stdout
        self.assertRegex(text, r"liv-school-2 +2023-10-01 +2023-09-19 +30 %")
        rows = json.loads(self.ctl("report", "livny-2023/pg-6",
                                   "--format=json", *YEAR).stdout)
        self.assertEqual(sorted(str(row["value"]) for row in rows
                                if row["row"] == "figure"),
                         ["23.5", "30", "None", "None", "None"])

    def test_a_figure_taken_back_is_missing_again(self):
        self.figure("livny-2023/pg-6", "liv-school-1", "23,5")
        self.ctl("void", "1")
        text = self.ctl("report", "livny-2023/pg-6", *YEAR).stdout
        self.assertIn("0 of 5", text)

    def test_terms_that_were_settled_are_told(self):
        text = self.ctl("report", "livny-2023", *YEAR).stdout
        self.assertIn("Terms that were settled", text)
        self.assertIn("livny-2023/1.5", text)

    def test_from_the_file(self):
        self.figure("livny-2023/pg-6", "liv-school-1", "23,5")
        before = self.ctl("report", "livny-2023", *YEAR).stdout
        self.daemon.stop()
        run = self.offline("report", "livny-2023", *YEAR, "--rules",
                           self.daemon.rules)
        self.assertEqual(run.stdout, before)

    def test_this_year_is_that_of_the_daemon(self):
        run = self.ctl("report", "livny-2023", "--format=csv")
        self.assertIn("of the year 2023", run.stderr)
        self.assertEqual(run.stdout, self.ctl(
            "report", "livny-2023", "--format=csv", *YEAR).stdout)

    def test_what_is_refused(self):
        self.ctl("report", "nowhere", code=DATAERR)
        self.ctl("report", "--from=2023-02-01", "--to=2023-01-01",
                 code=USAGE)


if __name__ == "__main__":
    unittest.main()
