"""srokctl check --fix: the edits that are safe, and nothing else."""

import json
import os
import pathlib
import shutil
import stat
import tempfile
import unittest

from ctl_run import DATA, DATAERR, OK, RULES, USAGE, srokctl

NOPERM = 77
HEAD = """\
roadmap: fix-2022
title: Карта
in_force: {from: 2022-01-01, to: 2022-12-31}
calendar: ru
supervisor: head
rules:
"""
RULE = """\
  - item: "1"
    title: Анализ
    when: ежегодно, июнь
    responsible: uo
"""

# What stands there, what should stand there, the codes in order.
PAIRS = [
    ("tab",
     '\t- item: "1"\n\t  title: Анализ\n\t  when: ежегодно, июнь\n'
     "\t  responsible: uo\n", RULE, ["E0012"] * 4),
    ("tab for four",
     '  - item: "1"\n\ttitle: Анализ\n\twhen: ежегодно, июнь\n'
     "\tresponsible: uo\n", RULE, ["E0012"] * 3),
    ("tab behind a dash", RULE.replace("- item", "-\titem"), RULE,
     ["E0012"]),
    ("tab before a comment", "\t# comment\n" + RULE + "\t\u00a0\n",
     "  # comment\n" + RULE + "\n", ["E0012"] * 2),
    ("no-break indentation", RULE.replace("    ", "\u00a0\u00a0  "), RULE,
     ["E0006"] * 3),
    ("no-break behind a colon", RULE.replace("title: ", "title:\u00a0"),
     RULE, ["E0006"]),
    ("no-break in brackets",
     RULE.replace(" uo", "\u00a0[uo,\u00a0iao]"),
     RULE.replace(" uo", " [uo, iao]"), ["E0006"] * 2),
    ("no-break at the end", RULE.replace("uo\n", "uo\u00a0\n"), RULE,
     ["W0006"]),
    ("zero width", RULE.replace("    title", "    \u200btitle"), RULE,
     ["E0006"]),
    ("line separator", RULE.replace("Анализ", "Анализ\u2028итогов"),
     RULE.replace("Анализ", "Анализ итогов"), ["E0002"]),
    ("marks", RULE.replace("Анализ", "Ана\u202eл\ufeffиз"), RULE,
     ["E0002"] * 2),
    ("CR CR LF", RULE.replace("uo\n", "uo\r\r\n"),
     RULE.replace("uo\n", "uo\r\n"), ["E0002"]),
    ("Latin in a term", RULE.replace("ежегодно", "eжегoднo"), RULE,
     ["W0001"]),
    ("Latin in a title", RULE.replace("Анализ", "Aнaлиз"), RULE,
     ["W0001"]),
    ("Cyrillic in a key", RULE.replace("responsible", "rеsponsible"), RULE,
     ["E0101"]),
    ("Cyrillic in an id", RULE.replace(" uo", " [each sсhоol]"),
     RULE.replace(" uo", " [each school]"), ["E0301"]),
    ("Cyrillic in a time zone", RULE + "timezone: Asia/Tоmsk\n",
     RULE + "timezone: Asia/Tomsk\n", ["E0113"]),
    ("case of a key", RULE.replace("title:", "Title:"), RULE, ["E0101"]),
    ("a word", RULE + "    shift: Аfter\n", RULE + "    shift: after\n",
     ["E0105"]),
    ("dashes in a date",
     RULE + "    interpretation: {by: uo, date: 2022‑05–01}\n",
     RULE + "    interpretation: {by: uo, date: 2022-05-01}\n", ["E0110"]),
]

# Right as they are, though they hold what is mended elsewhere.
KEPT = [
    RULE.replace("Анализ", '"Анализ:\u00a0итоги\u00a0"'),
    RULE.replace("Анализ", "|\n      \u00a0Анализ\n      №\u00a05 "),
    RULE.replace("Анализ", "Анализ № 5, план № 7"),
    RULE.replace("Анализ", "Анализ\t# с\tтабуляцией\u00a0"),
    RULE.replace("Анализ", "Wi-Fi и IT-куб, XXI век, 3D"),
    RULE.replace("responsible: uo", "responsible: [\n\t  uo,\n\tiao]"),
]


class Case(unittest.TestCase):
    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.dir)
        for path in RULES.glob("*.yaml"):
            if not path.name.startswith("strezhevoy"):
                shutil.copy(path, self.dir)
        with open(self.dir / "bodies.yaml", "a", encoding="utf-8") as f:
            f.write("  school: {name: Школы, members: [uo]}\n")
        self.file = self.dir / "fix-2022.yaml"

    def fix(self, text, *more):
        self.file.write_bytes((HEAD + text).encode())
        return srokctl("check", "--fix", *more, self.file)

    def read(self):
        return self.file.read_bytes().decode()


class Edits(Case):
    def test_each(self):
        for name, was, wanted, codes in PAIRS:
            with self.subTest(name):
                run = self.fix(was)
                self.assertEqual(self.read(), HEAD + wanted, run.stderr)
                self.assertEqual(run.returncode, OK, run.stderr)
                found = [line[-6:-1] for line in run.stdout.splitlines()]
                self.assertEqual(found, codes)
                again = srokctl("check", "--fix", self.file)
                self.assertEqual((again.stdout, again.stderr), ("", ""))

    def test_all_at_once(self):
        text = "\ufeff" + HEAD.replace("to: 2022-12-31", "to:\u00a02022–12–31")
        text += ('\t- item: "1"   # первый\n\t  title: Aнализ\n'
                 "\t  when: eжегодно,  июнь\u00a0\n"
                 "\t  rеsponsible: [uо,\u00a0head]\n")
        self.file.write_bytes(text.replace("\n", "\r\n").encode())
        run = srokctl("check", "--fix", self.file)
        self.assertEqual(run.returncode, OK, run.stderr)
        wanted = "\ufeff" + HEAD + (
            '  - item: "1"   # первый\n    title: Анализ\n'
            "    when: ежегодно,  июнь\n    responsible: [uo, head]\n")
        self.assertEqual(self.read(), wanted.replace("\n", "\r\n"))

    def test_kept(self):
        for text in KEPT:
            with self.subTest(text):
                run = self.fix(text)
                self.assertEqual(self.read(), HEAD + text)
                self.assertEqual((run.returncode, run.stdout), (OK, ""),
                                 run.stderr)

    def test_a_tab_of_two_meanings_stays(self):
        text = RULE + "    accept:\n\ttrue\n\tresult: Справка\n"
        run = self.fix(text)
        self.assertEqual(self.read(), HEAD + text)
        self.assertEqual(run.returncode, DATAERR)

    def test_what_is_left(self):
        run = self.fix(RULE.replace("июнь", "юнь\u00a0"))
        self.assertEqual(run.returncode, DATAERR)
        self.assertIn("W0006", run.stdout)
        self.assertIn("E0201", run.stderr)
        self.assertNotIn("W0006", run.stderr)

    def test_many(self):
        text = "".join(RULE.replace('"1"', f'"{i}"').replace("    ", "\t\t")
                       .replace("  -", "\t-").replace("Анализ", "Aнaлиз")
                       for i in range(1, 400))
        run = self.fix(text)
        self.assertEqual(run.returncode, OK, run.stderr[:2000])
        self.assertNotIn("\t", self.read())

    def test_the_shipped_rules_need_none(self):
        for path in (RULES, DATA / "orders"):
            run = srokctl("check", "--fix", "--dry-run", path)
            self.assertEqual(run.stdout, "")


class Shapes(Case):
    def test_dry_run(self):
        text = RULE.replace("title: ", "title:\u00a0")
        run = self.fix(text, "--dry-run")
        self.assertEqual(run.returncode, OK, run.stderr)
        self.assertEqual(self.read(), HEAD + text)
        self.assertIn(f"--- {self.file}\n+++ {self.file}\n@@ -5,6 +5,6 @@\n"
                      " supervisor: head\n", run.stdout)
        self.assertIn("-    title:\u00a0Анализ\n+    title: Анализ\n",
                      run.stdout)
        run = srokctl("check", "--dry-run", self.file)
        self.assertEqual(run.returncode, USAGE)

    @unittest.skipUnless(shutil.which("patch"), "no patch(1)")
    def test_the_diff_is_one(self):
        text = "".join(RULE.replace('"1"', f'"{i}"').replace(
            "Анализ", "Анализ" + "\u00a0" * (i % 3 == 0))
            for i in range(1, 20)).rstrip("\n") + "\u00a0"
        run = self.fix(text, "--dry-run")
        (self.dir / "d").write_text(run.stdout, encoding="utf-8")
        os.system(f"patch -s {self.file} {self.dir / 'd'}")
        patched = self.read()
        self.fix(text)
        self.assertEqual(patched, self.read())

    def test_json(self):
        run = self.fix(RULE.replace("Анализ", "Aнализ"), "--format=json")
        edits = json.loads(run.stdout)
        self.assertEqual(json.loads(run.stderr), [])
        self.assertEqual(edits, [{
            "file": str(self.file), "line": 8, "column": 12,
            "old": "Aнализ", "new": "Анализ", "code": "W0001",
            "message": edits[0]["message"]}])

    def test_an_edit_in_json_of_check(self):
        self.file.write_text(HEAD + RULE.replace("Анализ", "Aнализ"),
                             encoding="utf-8")
        run = srokctl("check", "--format=json", self.file)
        self.assertEqual([d["edit"] for d in json.loads(run.stderr)],
                         [{"line": 8, "column": 12, "width": 6,
                           "text": "Анализ"}])


class Files(Case):
    WRONG = RULE.replace("title: ", "title:\u00a0")

    def test_mode_stays_and_nothing_is_left_beside(self):
        self.file.write_text(HEAD + self.WRONG, encoding="utf-8")
        os.chmod(self.file, 0o640)
        before = sorted(os.listdir(self.dir))
        run = srokctl("check", "--fix", self.dir)
        self.assertEqual(run.returncode, OK, run.stderr)
        self.assertEqual(stat.S_IMODE(os.stat(self.file).st_mode), 0o640)
        self.assertEqual(sorted(os.listdir(self.dir)), before)

    def test_through_a_link(self):
        real = self.dir / "real.txt"
        real.write_text(HEAD + self.WRONG, encoding="utf-8")
        self.file.symlink_to("real.txt")
        run = srokctl("check", "--fix", self.file)
        self.assertEqual(run.returncode, OK, run.stderr)
        self.assertTrue(self.file.is_symlink())
        self.assertEqual(real.read_text(encoding="utf-8"), HEAD + RULE)

    def test_a_second_name(self):
        self.file.write_text(HEAD + self.WRONG, encoding="utf-8")
        os.link(self.file, self.dir / "other")
        run = srokctl("check", "--fix", self.file)
        self.assertEqual((run.returncode, run.stdout), (NOPERM, ""))
        self.assertIn("hard link", run.stderr)
        self.assertEqual(self.read(), HEAD + self.WRONG)

    @unittest.skipIf(os.geteuid() == 0, "root may write everything")
    def test_read_only(self):
        self.file.write_text(HEAD + self.WRONG, encoding="utf-8")
        os.chmod(self.file, 0o444)
        run = srokctl("check", "--fix", self.file)
        self.assertEqual(run.returncode, NOPERM)
        self.assertIn(str(self.file), run.stderr)

    def test_companions_stay(self):
        bodies = self.dir / "bodies.yaml"
        text = bodies.read_text(encoding="utf-8").replace(
            "Школы", "Школы\u00a0")
        text = text.replace("members: [uo]", "members:\u00a0[uo]")
        bodies.write_text(text, encoding="utf-8")
        run = self.fix(self.WRONG)
        self.assertEqual(run.returncode, DATAERR)
        self.assertEqual(bodies.read_text(encoding="utf-8"), text)
        self.assertEqual(self.read(), HEAD + RULE)
        run = srokctl("check", "--fix", self.dir)
        self.assertEqual(run.returncode, OK, run.stderr)
        self.assertIn("members: [uo]", bodies.read_text(encoding="utf-8"))


if __name__ == "__main__":
    unittest.main()
