"""srokctl's command line: help, mistakes, what it leaves behind."""

import os
import re
import subprocess
import tempfile
import unittest

from ctl_run import (CONFIG, DATAERR, IOERR, NOINPUT, OK, PROGRAM, ROOT,
                     RULES, USAGE, srokctl)

COMPLETION = ROOT / "contrib" / "completions" / "srokctl.bash"
MANUAL = ROOT / "contrib" / "man" / "srokctl.1.scd"


def commands():
    text = srokctl("--help").stdout
    part = text.split("Commands:\n")[1].split("\n\n")[0]
    return [line.split()[0] for line in part.splitlines()
            if line.startswith("  ") and line[2] != " "]


def options(command):
    return re.findall(r"^  (?:-\w, )?--([a-z-]+)", srokctl(
        command, "--help").stdout, re.M)


class Help(unittest.TestCase):
    def test_version(self):
        run = srokctl("--version")
        self.assertEqual(run.returncode, OK)
        self.assertRegex(run.stdout, r"^srokctl \d+\.\d+\.\d+\n$")

    def test_help_names_every_command_of_the_contract(self):
        for name in ("check explain plan simulate status log void waive "
                     "extend schedule request outbox report reload backup "
                     "verify diff test-send").split():
            self.assertIn(name, commands())

    def test_every_command_has_help_within_80_columns(self):
        for name in commands():
            run = srokctl(name, "--help")
            self.assertEqual((name, run.returncode, run.stderr),
                             (name, OK, ""))
            self.assertTrue(run.stdout.startswith(f"usage: srokctl {name}"))
            for line in run.stdout.splitlines():
                self.assertLessEqual(len(line), 80, line)
            self.assertEqual(run.stdout, srokctl("help", name).stdout)
            self.assertEqual(run.stdout, srokctl(name, "-h").stdout)

    def test_no_command(self):
        run = srokctl()
        self.assertEqual((run.returncode, run.stdout), (USAGE, ""))
        self.assertIn("--help", run.stderr)


class Mistakes(unittest.TestCase):
    def refused(self, *args, saying, code=USAGE):
        run = srokctl(*args)
        self.assertEqual(run.returncode, code, run.stderr)
        self.assertEqual(run.stdout, "")
        self.assertIn(saying, run.stderr)

    def test_unknown_command(self):
        self.refused("chek", saying="did you mean 'check'?")
        self.refused("frobnicate", saying="no command is called")

    def test_unknown_option(self):
        self.refused("plan", "--fromat=tsv", saying="did you mean --format?")
        self.refused("plan", "--zzz", saying="no option is called --zzz")
        self.refused("--confg", "x", "plan", saying="did you mean --config?")
        self.refused("plan", "-x", saying="no option is called -x\n")

    def test_values(self):
        self.refused("plan", "--format=xml",
                     saying="one of text|tsv|json|csv|ics|html")
        self.refused("plan", "--from=2021-02-30", saying="--from")
        self.refused("plan", "--from", saying="a value is missing")
        self.refused("plan", "--from=", saying="--from")
        self.refused("plan", "--rules=", saying="--rules")
        self.refused("plan", "--help=yes", saying="it takes no value")
        self.refused("explain", "--in-force=2022-01-01..2021-01-01", "x",
                     saying="--in-force")
        self.refused("outbox", "--limit=0", saying="--limit")
        self.refused("outbox", "--limit=99999999999999999999",
                     saying="--limit")

    def test_arguments(self):
        self.refused("explain", saying="missing: PHRASE")
        self.refused("plan", "x", saying="unexpected argument 'x'")
        self.refused("void", "1", "2", saying="unexpected argument '2'")
        self.refused("void", "one", saying="no entry's number")
        self.refused("log", saying="missing: ROADMAP/ITEM")
        self.refused("log", "tambov-2020", saying="ROADMAP/ITEM")
        self.refused("waive", "a/1", saying="--window=DUE")
        self.refused("extend", "a/1", "--window=2022-06-30",
                     saying="--until=DATE")
        self.refused("schedule", "a/1", "soon", saying="neither a day nor")
        self.refused("outbox", "soon", saying="neither a letter's number")
        self.refused("outbox", "retry", saying="the numbers of letters")
        self.refused("simulate", "--to=2022-01-01", saying="--from=DATE")
        self.refused("simulate", "--from=2022-01-02", "--to=2022-01-01",
                     saying="--from lies behind --to")

    def test_configuration(self):
        self.refused("--config=/nonexistent.yaml", "plan",
                     saying="/nonexistent.yaml", code=NOINPUT)
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as f:
            f.write("rules: rules\nsendrs: 4\n")
            f.flush()
            run = srokctl("--config", f.name, "plan")
            self.assertEqual(run.returncode, CONFIG)
            self.assertIn(f"{f.name}:2:1: error:", run.stderr)

    def test_directory_that_is_not_there(self):
        self.refused("plan", "--rules=/nonexistent", saying="/nonexistent",
                     code=NOINPUT)


class CommandLine(unittest.TestCase):
    def test_options_stand_anywhere_in_either_shape(self):
        args = [
            ["plan", "--rules", RULES, "--format=tsv", "--roadmap",
             "strezhevoy-2021"],
            ["plan", "--format", "tsv", f"--rules={RULES}",
             "--roadmap=strezhevoy-2021"],
            ["--color=never", "plan", "--roadmap=strezhevoy-2021",
             "--format=tsv", "--rules", RULES, "--"],
        ]
        outputs = {srokctl(*a).stdout for a in args}
        self.assertEqual(len(outputs), 1)
        self.assertTrue(outputs.pop())

    def test_options_behind_arguments(self):
        span = "--in-force=2022-01-01..2022-12-31"
        before = srokctl("explain", span, "--format=tsv", "июнь")
        behind = srokctl("explain", "июнь", "--format=tsv", span)
        self.assertEqual(before.stdout, "2022-06-01\t2022-06-30\t1\t\n")
        self.assertEqual(before.stdout, behind.stdout)

    def test_a_double_dash_ends_options(self):
        run = srokctl("explain", "--", "--format=tsv")
        self.assertEqual(run.returncode, DATAERR)

    def test_rules_of_the_configuration(self):
        with tempfile.TemporaryDirectory() as d:
            with open(f"{d}/srokd.yaml", "w", encoding="utf-8") as f:
                f.write(f"rules: {RULES}\n")
            run = srokctl("plan", "--config", f"{d}/srokd.yaml",
                          "--format=tsv", cwd=d)
            self.assertEqual(run.returncode, OK, run.stderr)
            self.assertTrue(run.stdout)

    def test_any_locale(self):
        phrase = ["explain", "--in-force=2022-01-01..2022-12-31",
                  "ежегодно, июнь"]
        outputs = {srokctl(*phrase, env={"LC_ALL": name}).stdout
                   for name in ("C", "POSIX", "C.UTF-8", "no_SUCH")}
        self.assertEqual(len(outputs), 1)
        self.assertIn("ежегодно, июнь", outputs.pop())

    def test_no_colour_without_a_terminal(self):
        self.assertNotIn("\033", srokctl("explain", "юнь").stderr)
        self.assertIn("\033[1;31m", srokctl("explain", "--color=always",
                                            "юнь").stderr)


class Output(unittest.TestCase):
    COMMAND = [str(PROGRAM), "plan", "--rules", str(RULES), "--format=tsv"]

    def test_full_disk(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            run = subprocess.run(self.COMMAND, stdout=full, timeout=60,
                                 stderr=subprocess.PIPE, encoding="utf-8",
                                 check=False)
        self.assertEqual(run.returncode, IOERR)
        self.assertIn("No space left on device", run.stderr)

    def test_reader_gone(self):
        ours, theirs = os.pipe()
        os.close(ours)
        run = subprocess.run(self.COMMAND, stdout=theirs, timeout=60,
                             stderr=subprocess.PIPE, encoding="utf-8",
                             check=False)
        os.close(theirs)
        self.assertEqual(run.returncode, IOERR)
        self.assertNotIn("standard output", run.stderr)


class Beside(unittest.TestCase):
    def complete(self, line):
        words = [word or '""' for word in line.split(" ")]
        script = (f"source {COMPLETION}; COMP_WORDS=({' '.join(words)}); "
                  f"COMP_CWORD={len(words) - 1}; _srokctl; "
                  'printf "%s\\n" "${COMPREPLY[@]}"')
        out = subprocess.run(
            ["bash", "-c", script], encoding="utf-8", timeout=60, check=True,
            capture_output=True,
            env={"PATH": f"{PROGRAM.parent}:/usr/bin:/bin"}).stdout
        return out.split()

    def test_completion_knows_what_help_knows(self):
        self.assertLessEqual(set(commands()), set(self.complete("srokctl ")))
        self.assertEqual(self.complete("srokctl pl"), ["plan"])
        for name in commands():
            self.assertEqual(
                set(self.complete(f"srokctl {name} --")),
                {f"--{option}" for option in options(name)}, name)

    def test_completion_of_choices(self):
        self.assertEqual(set(self.complete("srokctl plan --format ")),
                         {"text", "tsv", "json", "csv", "ics", "html"})
        self.assertEqual(self.complete("srokctl plan --format = j"),
                         ["json"])

    def test_manual_names_every_command_and_option(self):
        text = MANUAL.read_text(encoding="utf-8")
        for name in commands():
            self.assertIn(f"*{name}*", text)
            for option in options(name):
                self.assertIn(f"*--{option}*", text, name)


if __name__ == "__main__":
    unittest.main()
