"""Tables on a terminal: within its columns, words whole, nothing lost."""

import fcntl
import pathlib
import re
import shutil
import struct
import tempfile
import termios
import unittest

from ctl_run import RULES, on_terminal, srokctl

PLAN = ("plan", "--rules", "rules", "--roadmap", "strezhevoy-2021",
        "--to", "2022-12-31")


class Tables(unittest.TestCase):
    def shown(self, width, *args):
        """The lines that a terminal of so many columns shows."""
        size = struct.pack("HHHH", 25, width, 0, 0)
        text, code = on_terminal(
            *args, stream="stdout", env={"TERM": "dumb", "NO_COLOR": "1"},
            prepare=lambda fd: fcntl.ioctl(fd, termios.TIOCSWINSZ, size))
        self.assertEqual(code, 0)
        return [line.rstrip() for line in text.splitlines()]

    def test_no_line_runs_over_and_no_word_is_cut(self):
        words = set(srokctl(*PLAN).stdout.split())
        for width in (60, 80, 100, 120, 150, 200):
            lines = self.shown(width, *PLAN)
            with self.subTest(width=width):
                # What has no room stands below, but ids stay whole.
                if width >= 80:
                    self.assertLessEqual(max(map(len, lines)), width)
                for line in lines[1:]:
                    for word in line.split():
                        self.assertIn(word, words)

    def test_each_row_once_whatever_the_width(self):
        rows = len(srokctl(*PLAN).stdout.splitlines()) - 1
        for width in (60, 80, 140, 300):
            lines = self.shown(width, *PLAN)
            found = sum(line.startswith("strezhevoy-2021 ") for line in lines)
            self.assertEqual(found, rows, width)

    def test_wide_enough_is_as_piped(self):
        piped = [line.rstrip() for line in srokctl(*PLAN).stdout.splitlines()]
        self.assertEqual(self.shown(300, *PLAN), piped)

    def test_what_has_no_room_stands_below_its_row(self):
        lines = self.shown(80, *PLAN)
        at = next(i for i, line in enumerate(lines)
                  if re.match(r"strezhevoy-2021 11 ", line))
        self.assertEqual(lines[at + 1].strip(),
                         "Кадры в помощь педагогам с профессиональными "
                         "дефицитами")
        self.assertEqual(lines[at + 2].strip(), "DUE is Sunday")

    def test_lines_of_an_explanation_are_folded(self):
        lines = self.shown(80, "explain", "--rules", "rules",
                           "strezhevoy-2021/31")
        self.assertLessEqual(max(map(len, lines)), 80)
        at = next(i for i, line in enumerate(lines)
                  if line.startswith("Reminders "))
        self.assertTrue(lines[at + 1].startswith(" " * 12), lines[at + 1])

    def test_lines_of_a_difference_are_folded(self):
        with tempfile.TemporaryDirectory() as new:
            shutil.copytree(RULES, new, dirs_exist_ok=True)
            path = pathlib.Path(new) / "strezhevoy-2021.yaml"
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace("when: ежегодно, ноябрь",
                                         "when: ежегодно, декабрь"),
                            encoding="utf-8")
            args = ("diff", "--from", "2022-01-10", str(RULES), new)
            lines = self.shown(80, *args)
            piped = srokctl(*args).stdout
        self.assertLessEqual(max(map(len, lines)), 80)
        self.assertGreater(max(map(len, piped.splitlines())), 80)
        self.assertEqual(" ".join(lines).split(), piped.split())


if __name__ == "__main__":
    unittest.main()
