"""Whole letters from the shipped orders: one log, some spans of time, and of
what `srokctl simulate` sends meanwhile the letters that stand for each kind.

    tests/integration/test_golden_letters.py --update

writes tests/data/letters/golden anew; the difference is to be read.
"""

import concurrent.futures
import html
import json
import pathlib
import re
import sys
import tempfile
import unittest

from ctl_run import DATA, OK, RULES, srokctl

GOLDEN = DATA / "letters" / "golden"
LOG = GOLDEN / "log.csv"

CONFIG = """\
administrator: [admin@uo.example]
contact: Тел. 2-34-56
mail:
  from: Контроль сроков <srok@uo.example>
  relay: smtp://127.0.0.1:25
"""

# A run of time: roadmaps, first and last day, and what is edited in the rules
# (file, old words, new ones), where the orders have nothing of the kind. Its
# lines of the log have its name before the slash of their ids.
HEAD = "    email: head@tambov.example\n"
RUNS = {
    "savino": (["savino-2020"], "2020-11-01", "2021-09-10", []),
    "tambov": (["tambov-2020"], "2021-05-11", "2021-07-20", []),
    "tambov-2023": (["tambov-2020"], "2023-01-09", "2023-04-07", []),
    "accept": (["tambov-2020"], "2023-01-09", "2023-03-31", [
        ("tambov-2020.yaml", "    when: Ежегодно (январь-февраль)\n",
         "    when: Ежегодно (январь-февраль)\n    accept: tmb-head\n")]),
    "due": (["tambov-2020"], "2021-05-11", "2021-06-10", [
        ("tambov-2020.yaml", "    when: \"До 30 мая 2021 далее: ежегодно\"\n",
         "    when: \"До 30 мая 2021 далее: ежегодно\"\n"
         "    remind: {due: true}\n")]),
    "deputy": (["tambov-2020"], "2021-05-11", "2021-06-10", [
        ("bodies.yaml", HEAD, """\
    contacts:
      - email: head@tambov.example
        away: [2021-06-01..2021-06-28]
        deputy: tmb-uo-supervision
""")]),
    "unreached": (["tambov-2020"], "2021-05-11", "2021-06-10", [
        ("bodies.yaml", "    email: uo@tambov.example\n", "")]),
    "strezhevoy": (["strezhevoy-2021"], "2023-01-09", "2023-12-29", []),
    "english": (["strezhevoy-2021"], "2023-01-09", "2023-09-29", [
        ("bodies.yaml", "    email: uo@strezhevoy.example\n",
         "    email: uo@strezhevoy.example\n    language: en\n"),
        ("bodies.yaml", "    email: head@strezhevoy.example\n",
         "    email: head@strezhevoy.example\n    language: en\n")]),
    "kirsanov": (["kirsanov-2024"], "2024-01-23", "2024-12-28", []),
    "livny": (["livny-2023"], "2023-03-01", "2023-12-29", []),
    "perpetual": (["perpetual"], "2024-01-09", "2024-06-28", []),
    "uncharted": (["perpetual"], "2028-01-10", "2028-03-01", []),
}

# file, run, day, recipient
LETTERS = [
    ("opens", "savino", "2020-11-02", "sav-oo"),
    ("opens-digest", "tambov-2023", "2023-01-09", "tmb-ce"),
    ("opens-digest-many", "livny", "2023-03-31", "liv-school-1"),
    ("before-30d", "tambov", "2021-05-19", "tmb-uo"),
    ("before-7d", "tambov", "2021-05-21", "tmb-uo"),
    ("before-7d-co", "tambov", "2021-05-21", "tmb-ce"),
    ("before-1d", "tambov", "2021-05-27", "tmb-uo"),
    ("before-1d-friday", "tambov", "2021-05-28", "tmb-uo"),
    ("before-group", "strezhevoy", "2023-06-23", "uo"),
    ("before-figure", "livny", "2023-09-22", "liv-school-3"),
    ("before-opens", "strezhevoy", "2023-12-29", "uo"),
    ("due", "due", "2021-05-28", "tmb-uo"),
    ("half", "savino", "2021-03-18", "sav-oo"),
    ("pace", "strezhevoy", "2023-10-02", "uo"),
    ("late-1", "tambov-2023", "2023-03-01", "tmb-ce"),
    ("late-1-co", "tambov", "2021-06-01", "tmb-ce"),
    ("late-4", "tambov", "2021-06-22", "tmb-uo"),
    ("late-5", "tambov", "2021-07-20", "tmb-uo"),
    ("late-group", "strezhevoy", "2023-07-03", "uo"),
    ("late-plan", "perpetual", "2024-02-05", "uo"),
    ("digest", "tambov", "2021-07-01", "tmb-uo"),
    ("digest-late-week", "kirsanov", "2024-05-23", "tmb-toipkro"),
    ("digest-worked-saturday", "kirsanov", "2024-11-28", "tmb-toipkro"),
    ("escalate-1", "tambov", "2021-06-03", "tmb-head"),
    ("escalate-1-told", "tambov-2023", "2023-03-06", "tmb-head"),
    ("escalate-1-digest", "tambov", "2021-07-06", "tmb-head"),
    ("escalate-group", "perpetual", "2024-02-15", "head"),
    ("escalate-2", "perpetual", "2024-01-30", "deputy-head"),
    ("closed-lead", "tambov-2023", "2023-03-07", "tmb-ce"),
    ("closed-supervisor", "tambov-2023", "2023-03-07", "tmb-head"),
    ("closed-digest", "tambov", "2021-06-04", "tmb-head"),
    ("closed-group", "strezhevoy", "2023-07-05", "uo"),
    ("reopened", "tambov", "2021-06-09", "tmb-uo"),
    ("reopened-supervisor", "tambov", "2021-06-09", "tmb-head"),
    ("waived", "tambov", "2021-06-17", "tmb-uo"),
    ("extended", "tambov", "2021-06-25", "tmb-uo"),
    ("promised", "tambov", "2021-06-11", "tmb-uo"),
    ("accept", "accept", "2023-02-21", "tmb-head"),
    ("accept-again", "accept", "2023-03-10", "tmb-head"),
    ("returned", "accept", "2023-02-27", "tmb-ce"),
    ("accepted", "accept", "2023-03-13", "tmb-ce"),
    ("schedule", "strezhevoy", "2023-01-09", "toipkro"),
    ("schedule-again", "strezhevoy", "2023-10-02", "toipkro"),
    ("schedule-digest", "strezhevoy", "2023-01-09", "uo"),
    ("schedule-entered", "kirsanov", "2024-05-17", "tmb-toipkro"),
    ("standing", "kirsanov", "2024-07-02", "tmb-toipkro"),
    ("request", "kirsanov", "2024-02-06", "tmb-toipkro"),
    ("deputy", "deputy", "2021-06-03", "tmb-uo-supervision"),
    ("unreached", "unreached", "2021-05-21", "administrator"),
    ("provisional", "uncharted", "2028-01-11", "uo"),
    ("alarm-calendar", "uncharted", "2028-01-10", "administrator"),
    ("english", "english", "2023-01-24", "uo"),
    ("english-late", "english", "2023-02-01", "uo"),
    ("english-digest", "english", "2023-06-01", "uo"),
    ("english-escalate", "english", "2023-02-06", "head"),
]


def rules_of(directory, roadmaps, edits):
    for path in RULES.glob("*.yaml"):
        if path.stem in roadmaps or path.stem.startswith(
                ("bodies", "calendar")):
            text = path.read_text(encoding="utf-8")
            for name, old, new in edits:
                if name == path.name:
                    assert text.count(old) == 1, (name, old)
                    text = text.replace(old, new)
            (directory / path.name).write_text(text, encoding="utf-8")


def log_of(run):
    head, *lines = LOG.read_text(encoding="utf-8").splitlines()
    return "\n".join([head, *(line for line in lines
                              if line.startswith(run + "/")), ""])


def simulate(run):
    roadmaps, first, last, edits = RUNS[run]
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        rules = directory / "rules"
        rules.mkdir()
        rules_of(rules, roadmaps, edits)
        (directory / "srokd.yaml").write_text(CONFIG, encoding="utf-8")
        (directory / "log.csv").write_text(log_of(run), encoding="utf-8")
        done = srokctl("simulate", "--config", directory / "srokd.yaml",
                       "--rules", rules, "--log", directory / "log.csv",
                       "--from", first, "--to", last, "--format=json")
    if done.returncode != OK:
        raise AssertionError(done.stderr)
    return json.loads(done.stdout)


NUMBER = re.compile(r"(?<=Письмо )\d+|(?<=письмом )\d+|(?<=Letter )\d+|"
                    r"(?<=letter )\d+")


def shown(letter):
    """As an officer has it; the numbers hang on every letter before."""
    return "{}\nКому: {}\nТема: {}\n\n{}".format(
        letter["date"], letter["recipient"], letter["subject"],
        NUMBER.sub("…", letter["text"]))


def letters():
    """file -> its letter, of all LETTERS."""
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        sent = dict(zip(RUNS, pool.map(simulate, RUNS)))
    found = {}
    for name, run, day, to in LETTERS:
        there = [o for o in sent[run]
                 if (o["date"], o["recipient"]) == (day, to)]
        if len(there) != 1:
            raise AssertionError(f"{name}: {len(there)} letters")
        found[name] = there[0]
    return found


class Golden(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.letters = letters()

    def test_as_they_were_read(self):
        for name, letter in self.letters.items():
            path = GOLDEN / (name + ".txt")
            self.assertTrue(path.exists(), "run me with --update")
            self.assertEqual(path.read_text("utf-8"), shown(letter))

    def test_no_file_stands_for_nothing(self):
        self.assertEqual({path.stem for path in GOLDEN.glob("*.txt")},
                         set(self.letters))

    def test_the_number_is_that_of_the_letter(self):
        for name, letter in self.letters.items():
            said = re.findall(r"(?:Письмо|Letter) (\d+)", letter["text"])
            self.assertIn(said, ([str(letter["letter"])], []))
            self.assertTrue(said or name.startswith("alarm"))

    def test_nothing_is_empty_or_cut_in_two(self):
        for letter in self.letters.values():
            text = letter["subject"] + "\n" + letter["text"]
            self.assertNotRegex(text, r": *[.,;]|\(\)|«»| \n|\{|\}| $")
            self.assertLessEqual(len(letter["subject"]), 60)
            for line in letter["text"].split("\n"):
                self.assertLessEqual(len(line), 72)

    def test_html_says_the_same(self):
        for letter in self.letters.values():
            page = html.unescape(re.sub(r"<[^>]*>", " ", letter["html"]))
            page = " ".join(page.replace("\u00a0", " ").split())
            for word in letter["text"].replace(":", " ").split():
                self.assertIn(word.strip(":—,;"), page)


def update():
    for path in GOLDEN.glob("*.txt"):
        path.unlink()
    for name, letter in letters().items():
        (GOLDEN / (name + ".txt")).write_text(shown(letter), "utf-8")


if __name__ == "__main__":
    if sys.argv[1:] == ["--update"]:
        update()
    else:
        unittest.main()
