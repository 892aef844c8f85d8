"""srokctl explain: phrases, rules, codes."""

import datetime
import json
import tempfile
import unittest

from ctl_run import (DATA, DATAERR, NOINPUT, OK, RULES, srokctl, table, tsv,
                     windows)

FACTS = table(DATA / "plan" / "strezhevoy-2021.tsv")
IN_FORCE = "--in-force=2021-10-14..2024-12-31"


def explain(*args):
    return srokctl("explain", "--rules", RULES, *args)


class Phrases(unittest.TestCase):
    maxDiff = None

    def test_every_phrase_of_the_order(self):
        for row in FACTS:
            run = explain(IN_FORCE, "--format=tsv", row["term"])
            self.assertEqual(run.returncode, OK, run.stderr)
            wanted = [[start, due, least, ""] for start, due, least
                      in windows(row["windows"])]
            self.assertEqual((row["term"], tsv(run.stdout)),
                             (row["term"], wanted))

    def test_without_rules_and_calendar(self):
        with tempfile.TemporaryDirectory() as empty:
            run = srokctl("explain", "--format=tsv", IN_FORCE,
                          "ежегодно, июнь", cwd=empty)
        self.assertEqual(run.returncode, OK, run.stderr)
        self.assertEqual(len(run.stdout.splitlines()), 3)

    def test_max(self):
        run = explain("--in-force=2022-01-01..2022-12-31", "--format=tsv",
                      "2-3 раза в год")
        self.assertEqual(run.stdout, "2022-01-01\t2022-12-31\t2\t3\n")

    def test_words_need_no_quotes(self):
        run = explain("--in-force=2022-01-01..2022-12-31", "--format=tsv",
                      "ежегодно,", "июнь")
        self.assertEqual(run.stdout, "2022-06-01\t2022-06-30\t1\t\n")

    def test_default_validity_is_said(self):
        run = explain("--format=tsv", "ежегодно, июнь")
        year = datetime.datetime.now(datetime.timezone.utc).year
        self.assertIn(f"{year}-01-01..{year + 1}-12-31", run.stderr)
        self.assertEqual(run.stdout,
                         f"{year}-06-01\t{year}-06-30\t1\t\n"
                         f"{year + 1}-06-01\t{year + 1}-06-30\t1\t\n")

    def test_school_year(self):
        run = explain("--in-force=2022-01-01..2023-12-31", "--format=tsv",
                      "--year=school", "не менее 4-х раз в год")
        self.assertIn("2022-09-01\t2023-08-31\t4\t\n", run.stdout)

    def test_calendar(self):
        phrase = ["--in-force=2022-01-01..2022-01-31", "--format=tsv",
                  "первый рабочий день января"]
        self.assertEqual(explain("--calendar=ru", *phrase).stdout,
                         "2022-01-10\t2022-01-10\t1\t\n")
        run = explain("--calendar=nowhere", *phrase)
        self.assertEqual((run.returncode, run.stdout), (DATAERR, ""))
        self.assertIn("nowhere", run.stderr)
        run = srokctl("explain", "--calendar=ru", *phrase, "--rules=/none")
        self.assertEqual(run.returncode, NOINPUT)

    def test_warnings_go_to_standard_error(self):
        run = explain(IN_FORCE, "--format=tsv",
                      "ежегодно, по графику ТОИПКРО")
        self.assertEqual((run.returncode, run.stdout), (OK, ""))
        self.assertRegex(run.stderr, r"warning: .*\[W02\d\d\]")


    def test_the_other_reading_can_be_said(self):
        """What the hint offers is understood, without a warning."""
        for period, of in (("квартал", "квартала"),
                           ("полугодие", "полугодия")):
            term = f"1 раз в {period} до 10 числа"
            other = f"последнего месяца {of}"
            self.assertIn(f"'{other}'", srokctl("explain", term).stderr)
            run = srokctl("explain", f"{term} {other}")
            self.assertEqual(run.returncode, OK)
            self.assertNotIn("W0250", run.stderr)


class NotUnderstood(unittest.TestCase):
    def test_the_caret_stands_below_the_word(self):
        run = explain("ежегодно, юнь")
        self.assertEqual((run.returncode, run.stdout), (DATAERR, ""))
        lines = run.stderr.splitlines()
        at = next(i for i, line in enumerate(lines)
                  if line.endswith("| ежегодно, юнь"))
        self.assertEqual(lines[at].index("юнь"), lines[at + 1].index("^"))
        self.assertIn("июнь", run.stderr)

    def test_in_the_second_line_of_a_cell(self):
        run = explain("ежегодно,\nюнь")
        self.assertEqual(run.returncode, DATAERR)
        self.assertIn("    2 | юнь\n      | ^~~", run.stderr)

    def test_a_day_that_does_not_exist(self):
        run = explain("ежегодно, 30 февраля")
        self.assertEqual((run.returncode, run.stdout), (DATAERR, ""))
        self.assertRegex(run.stderr, r"error: .*\[E0205\]")

    def test_broken_text(self):
        for text in ("", " ", b"\xff\xfe", "июнь " * 200, "(" * 400,
                     "1/2", "/", "///"):
            run = explain("--format=tsv", text)
            self.assertEqual((text, run.returncode), (text, DATAERR),
                             run.stderr)


class Text(unittest.TestCase):
    def test_parts(self):
        run = explain(IN_FORCE, "--calendar=ru",
                      "ежегодно, не менее 4-х заседаний в год")
        self.assertEqual(run.returncode, OK, run.stderr)
        lines = run.stdout.splitlines()
        self.assertIn("Normal form {every: year, at_least: 4}", lines)
        self.assertIn("In force    2021-10-14..2024-12-31", lines)
        self.assertIn("Calendar    ru", lines)
        read = next(i for i, line in enumerate(lines)
                    if line.startswith("Read as"))
        carets = [line for line in lines[read + 1:] if "^" in line]
        self.assertTrue(carets)
        self.assertEqual(lines[read].index("не менее"),
                         max(line.index("^") for line in carets))
        self.assertIn("2022-12-31 is Saturday", run.stdout)
        self.assertRegex(run.stdout, r"cut, 2021-01-01\.\.2021-12-31 whole")

    def test_reminders(self):
        run = explain("--in-force=2022-06-01..2022-06-30", "--calendar=ru",
                      "июнь 2022")
        part = run.stdout.split("Reminders of the window due 2022-06-30")[1]
        # Fridays and the working day after; 12 June moved to the 13th.
        self.assertIn("2022-06-23 Thu  before:7d", part)
        self.assertIn("2022-06-29 Wed  before:1d", part)
        self.assertIn("2022-07-01 Fri  late:1", part)
        self.assertIn("escalate:1", part)

    def test_json(self):
        run = explain(IN_FORCE, "--format=json", "ежегодно, июнь")
        o = json.loads(run.stdout)
        self.assertEqual(o["normal_form"], "{every: year, in: june}")
        self.assertEqual([w["due"] for w in o["windows"]],
                         ["2022-06-30", "2023-06-30", "2024-06-30"])
        self.assertIsNone(o["outside"])
        self.assertTrue(o["readings"])
        self.assertTrue(o["reminders"])


class Rules(unittest.TestCase):
    def test_a_rule_of_the_files(self):
        run = explain("strezhevoy-2021/31")
        self.assertEqual(run.returncode, OK, run.stderr)
        self.assertIn("No. 343 of 2021-10-14", run.stdout)
        self.assertIn("ежегодно, не менее 4-х заседаний в год", run.stdout)
        self.assertRegex(run.stdout,
                         r"Stands in +\S*strezhevoy-2021\.yaml:\d+:\d+")
        self.assertIn("Responsible uo", run.stdout)

    def test_the_same_windows_as_its_plan(self):
        for row in FACTS:
            run = explain("--format=tsv", f"strezhevoy-2021/{row['item']}")
            self.assertEqual(run.returncode, OK, run.stderr)
            self.assertEqual(tsv(run.stdout), [
                [start, due, least, ""] for start, due, least
                in windows(row["windows"])])

    def test_names_that_are_not_there(self):
        run = explain("strezhevoy-2021/311")
        self.assertEqual(run.returncode, DATAERR)
        self.assertIn("did you mean '", run.stderr)
        run = explain("strezhevoi-2021/31")
        self.assertEqual(run.returncode, DATAERR)
        self.assertIn("did you mean 'strezhevoy-2021'?", run.stderr)
        run = explain("nowhere-2021/1")
        self.assertEqual(run.returncode, DATAERR)
        self.assertIn("nowhere-2021", run.stderr)


class Codes(unittest.TestCase):
    def test_a_code(self):
        for code in ("E0205", "e0205", "0205"):
            run = srokctl("explain", code)
            self.assertEqual(run.returncode, OK)
            self.assertIn("0205: a day or month that does not exist",
                          run.stdout)

    def test_every_code_that_is_printed_can_be_explained(self):
        run = explain("ежегодно, юнь")
        code = run.stderr.split("[")[1].split("]")[0]
        self.assertEqual(srokctl("explain", code).returncode, OK)

    def codes(self):
        for field in range(8):
            run = srokctl("explain", f"{field:02d}99")
            self.assertEqual(run.returncode, DATAERR)
            for line in run.stdout.splitlines():
                yield line.split()[0]

    def test_all_have_an_example_and_a_way_out(self):
        codes = list(self.codes())
        self.assertGreater(len(codes), 90)
        self.assertIn("0121", codes)
        for code in codes:
            o = json.loads(srokctl("explain", "--format=json", code).stdout)
            self.assertEqual(o["code"], code)
            self.assertTrue(o["mend"] and o["mend"].endswith("."), code)
            self.assertIsNotNone(o["example"], code)
            run = srokctl("explain", code)
            self.assertIn("How to mend it\n", run.stdout)

    def test_examples_of_terms_are_complained_of(self):
        """02xx up to 0289: the phrase's own; the rest needs a file."""
        for code in self.codes():
            if not "0201" <= code < "0290" or code in ("0204", "0214"):
                continue
            o = json.loads(srokctl("explain", "--format=json", code).stdout)
            run = explain(IN_FORCE, "--format=tsv", o["example"])
            self.assertRegex(run.stderr, rf"\[[EW]{code}\]",
                             (code, o["example"]))

    def test_unknown(self):
        run = srokctl("explain", "E0299")
        self.assertEqual(run.returncode, DATAERR)
        self.assertIn("0205", run.stdout)
        self.assertEqual(srokctl("explain", "E9999").returncode, DATAERR)

    def test_a_year_is_no_code(self):
        run = srokctl("explain", "--format=tsv", "2022",
                      "--in-force=2021-01-01..2023-12-31")
        self.assertEqual(run.stdout, "2022-01-01\t2022-12-31\t1\t\n")


if __name__ == "__main__":
    unittest.main()
