"""srokctl check: files right and wrong, in all formats."""

import json
import pathlib
import re
import shutil
import tempfile
import unittest

from ctl_run import (DATA, DATAERR, NOINPUT, OK, ROOT, RULES, on_terminal,
                     srokctl)

WRONG = """\
roadmap: wrong-2022
title: Неверная карта
order: {number: "1", date: 2022-02-30, by: nobody}
in_force: {from: 2022-01-01, to: 2022-12-31}
calendar: ru
rules:
  - item: "1"
    title: Первое
    when: ежегодно, юнь
    responsable: uo
  - item: "1"
    title: Второе
    when: 30 февраля
    responsible: [uo, imoo]
"""
SHORT = re.compile(r"^(.+):(\d+):(\d+): (error|warning): .+ "
                   r"\[[EW]\d{4}\]$")


class Case(unittest.TestCase):
    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.dir)
        self.rules = self.dir / "rules"
        shutil.copytree(RULES, self.rules)
        self.wrong = self.rules / "wrong-2022.yaml"

    def write(self, text=WRONG):
        self.wrong.write_text(text, encoding="utf-8")

    def places(self, run):
        found = []
        for line in run.stderr.splitlines():
            m = SHORT.match(line)
            self.assertTrue(m, line)
            found.append((int(m[2]), int(m[3]), m[4]))
        return found


class Right(Case):
    def test_the_shipped_rules(self):
        run = srokctl("check", RULES)
        self.assertEqual((run.returncode, run.stdout), (OK, ""), run.stderr)
        self.assertNotIn("error", run.stderr)

    def test_the_usual_directory(self):
        run = srokctl("check", cwd=self.dir)
        self.assertEqual(run.returncode, OK, run.stderr)
        (self.dir / "srokd.yaml").write_text(f"rules: {self.rules}\n",
                                             encoding="utf-8")
        self.write()
        run = srokctl("check", "--config", self.dir / "srokd.yaml", cwd="/")
        self.assertEqual(run.returncode, DATAERR)

    def test_a_file_with_its_directory(self):
        run = srokctl("check", RULES / "strezhevoy-2021.yaml")
        self.assertEqual(run.returncode, OK, run.stderr)
        run = srokctl("check", "strezhevoy-2021.yaml", cwd=RULES)
        self.assertEqual(run.returncode, OK, run.stderr)

    def test_other_orders(self):
        for path in sorted((DATA / "orders").glob("*.yaml")):
            shutil.copy(path, self.rules)
            run = srokctl("check", "--format=short",
                          self.rules / path.name)
            self.assertEqual((path.name, run.returncode), (path.name, OK),
                             run.stderr)


class Wrong(Case):
    def test_all_in_one_run(self):
        self.write()
        run = srokctl("check", "--format=short", self.rules)
        self.assertEqual((run.returncode, run.stdout), (DATAERR, ""))
        errors = [(line, level) for line, _, level in self.places(run)
                  if level == "error"]
        for line in (3, 9, 10, 11, 13, 14):
            self.assertIn((line, "error"), errors, run.stderr)

    def test_a_wrong_address_is_told_once(self):
        bodies = self.rules / "bodies.yaml"
        text = bodies.read_text(encoding="utf-8")
        bodies.write_text(text.replace("uo@strezhevoy.example",
                                       "uo@strezhevoy,example", 1),
                          encoding="utf-8")
        run = srokctl("check", "--format=short", self.rules)
        self.assertEqual(run.returncode, DATAERR)
        self.assertIn("[E0304]", run.stderr)
        self.assertNotIn("[W0320]", run.stderr)

    def test_a_file_alone_answers_for_itself(self):
        self.write()
        other = self.rules / "strezhevoy-2021.yaml"
        run = srokctl("check", other)
        self.assertEqual(run.returncode, OK, run.stderr)
        run = srokctl("check", "--format=short", self.wrong)
        self.assertEqual(run.returncode, DATAERR)
        for line in run.stderr.splitlines():
            self.assertTrue(line.startswith(f"{self.wrong}:"), line)
        run = srokctl("check", other, self.wrong)
        self.assertEqual(run.returncode, DATAERR)

    def test_full(self):
        self.write()
        run = srokctl("check", self.wrong)
        self.assertIn("    9 |     when: ежегодно, юнь\n"
                      "      |                     ^~~\n", run.stderr)
        self.assertIn("did you mean 'responsible'?", run.stderr)
        self.assertNotIn("\033", run.stderr)

    def test_json(self):
        self.write()
        run = srokctl("check", "--format=json", self.wrong)
        self.assertEqual((run.returncode, run.stdout), (DATAERR, ""))
        found = json.loads(run.stderr)
        short = srokctl("check", "--format=short", self.wrong)
        self.assertEqual([(o["line"], o["column"], o["level"])
                          for o in found], self.places(short))
        for o in found:
            self.assertEqual(set(o), {"file", "line", "column", "width",
                                      "level", "code", "message", "hint",
                                      "edit"})
            self.assertRegex(o["code"], r"^[EW]\d{4}$")
            explained = srokctl("explain", o["code"])
            self.assertEqual((o["code"], explained.returncode),
                             (o["code"], OK))
        self.write("roadmap: [\n")
        run = srokctl("check", "--format=json", self.wrong)
        self.assertTrue(json.loads(run.stderr))

    def test_json_of_nothing(self):
        run = srokctl("check", "--format=json",
                      RULES / "strezhevoy-2021.yaml")
        self.assertEqual(run.returncode, OK)
        self.assertEqual([o for o in json.loads(run.stderr)
                          if o["level"] == "error"], [])

    def test_warnings_alone_are_no_failure(self):
        self.write(
            "roadmap: wrong-2022\ntitle: Карта\n"
            "in_force: {from: 2022-01-01, to: 2022-12-31}\n"
            "calendar: ru\nsupervisor: head\nrules:\n"
            '  - item: "1"\n    title: Первое\n'
            "    when: по запросам\n    responsible: uo\n")
        run = srokctl("check", "--format=short", self.wrong)
        self.assertEqual(run.returncode, OK, run.stderr)
        self.assertIn((9, "warning"), [(line, level) for line, _, level
                                       in self.places(run)])

    def test_the_configuration(self):
        path = self.dir / "srokd.yaml"
        path.write_text("mial: {}\nheartbeat: x\n", encoding="utf-8")
        run = srokctl("check", "--format=short", path)
        self.assertEqual(run.returncode, DATAERR)
        self.assertEqual([p[::2] for p in self.places(run)][-2:],
                         [(1, "error"), (2, "error")])
        path.write_text("administrator: a@dept.example\n"
                        "heartbeat: none\n", encoding="utf-8")
        run = srokctl("check", path)
        self.assertEqual((run.returncode, run.stderr), (OK, ""))
        path.write_text("contact: Тел. 2-34-56\n", encoding="utf-8")
        run = srokctl("check", "--format=short", path)
        self.assertEqual(run.returncode, OK)
        self.assertEqual(re.findall(r"W\d+", run.stderr),
                         ["W0720", "W0721"])

    def test_the_example_of_a_configuration(self):
        run = srokctl("check", ROOT / "contrib" / "srokd.yaml")
        self.assertEqual((run.returncode, run.stderr), (OK, ""))

    def test_keys_that_do_nothing_yet(self):
        path = self.dir / "srokd.yaml"
        path.write_text("administrator: a@dept.example\n"
                        "heartbeat: none\nbackup: /srv/backup\n"
                        "pages: {url: https://srok.dept.example}\n",
                        encoding="utf-8")
        run = srokctl("check", "--format=short", path)
        self.assertEqual(run.returncode, OK)
        self.assertEqual(self.places(run), [(4, 1, "warning")])

    def test_not_there(self):
        for path in ("/nonexistent", self.rules / "none.yaml"):
            run = srokctl("check", path)
            self.assertEqual((run.returncode, run.stdout), (NOINPUT, ""))
            self.assertIn(str(path), run.stderr)

    def test_bytes_that_are_no_text(self):
        for data in (b"\xff\xfe\0\0", b"\0" * 100, b"roadmap: \xc0\xaf\n",
                     b"\xef\xf0\xee\xe2\xe5\xf0\xea\xe0\n" * 9, b"",
                     b"{" * 5000, b"- " * 5000, b"&a [*a]\n"):
            self.wrong.write_bytes(data)
            for f in ("full", "short", "json"):
                run = srokctl("check", f"--format={f}", self.wrong)
                self.assertEqual((data[:20], run.returncode),
                                 (data[:20], DATAERR), run.stderr)
                if f == "json":
                    json.loads(run.stderr)


class Terminal(Case):
    def shown(self, *args):
        """What a terminal shows of standard error, and the exit code."""
        return on_terminal(*args, stream="stderr", env={"TERM": "xterm"})

    def test_colour_and_summary(self):
        self.write()
        text, code = self.shown("check", self.wrong)
        self.assertEqual(code, DATAERR)
        self.assertIn("\033[1;31merror:\033[0m", text)
        self.assertRegex(text, r"\d+ errors, \d+ warnings?\r\n$")
        text, code = self.shown("check", self.rules /
                                "strezhevoy-2021.yaml")
        self.assertEqual(code, OK)
        self.assertRegex(text, r"1 roadmap, 31 rules: 0 errors, \d+ "
                         r"warnings?\r\n$")
        text, _ = self.shown("check", "--color=never", self.wrong)
        self.assertNotIn("\033", text)


if __name__ == "__main__":
    unittest.main()
