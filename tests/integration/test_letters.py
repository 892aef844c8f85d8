"""The letters as a mail program and a browser see them: messages that
build/tests/test_letter writes are parsed back by the standard library, under
several locales, and must not differ by one byte."""

import email
import email.policy
import html.parser
import json
import os
import re
import subprocess
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
BUILD = os.environ.get("BUILD", "build")
WRITER = os.path.join(ROOT, BUILD, "tests", "test_letter")
MODELS = os.path.join(ROOT, "tests", "data", "letters")
VOID = {"meta", "br"}
ORDER = ["Date", "From", "Reply-To", "To", "Subject", "Message-ID",
         "In-Reply-To", "References", "MIME-Version", "Content-Type",
         "Content-Transfer-Encoding", "Auto-Submitted",
         "X-Auto-Response-Suppress", "X-Srok-Key"]
ENCODED_WORD = re.compile(rb"=\?[^?]+\?[BQ]\?[^?]*\?=")


def write_letters(directory, **environment):
    subprocess.run([WRITER, "--write", directory], check=True, cwd=ROOT,
                   env={**os.environ, **environment})


class Tags(html.parser.HTMLParser):
    """Balance of elements, and what tables are made of."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open = []
        self.seen = []
        self.text = []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            raise AssertionError("unbalanced </%s>" % tag)

    def handle_data(self, data):
        self.text.append(data)


class Letters(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        subprocess.run(["make", "-s", "BUILD=" + BUILD,
                        BUILD + "/tests/test_letter"], check=True, cwd=ROOT)
        cls.directory = tempfile.TemporaryDirectory()
        write_letters(cls.directory.name, LC_ALL="C")
        cls.raw = {}
        for name in sorted(os.listdir(cls.directory.name)):
            with open(os.path.join(cls.directory.name, name), "rb") as f:
                cls.raw[name] = f.read()
        cls.mails = {name[:-4]: email.message_from_bytes(
            raw, policy=email.policy.default)
            for name, raw in cls.raw.items() if name.endswith(".eml")}

    @classmethod
    def tearDownClass(cls):
        cls.directory.cleanup()

    def each(self):
        for name, mail in self.mails.items():
            with self.subTest(letter=name):
                yield name, mail

    @staticmethod
    def bodies(mail):
        return [part.get_content().replace("\r\n", "\n")
                for part in mail.iter_parts()]

    def tags(self, mail):
        tags = Tags()
        tags.feed(self.bodies(mail)[1])
        tags.close()
        return tags

    def test_enough(self):
        self.assertGreaterEqual(len(self.mails), 13)

    def test_no_defects(self):
        for _, mail in self.each():
            self.assertEqual(mail.defects, [])
            for part in mail.walk():
                self.assertEqual(part.defects, [])
            for value in mail.values():
                self.assertEqual(getattr(value, "defects", ()), ())

    def test_header_order(self):
        for _, mail in self.each():
            self.assertEqual(mail.keys(), ORDER)

    def test_headers(self):
        for name, mail in self.each():
            self.assertEqual(mail["Message-ID"], "<m%s@uo.example>" % name)
            self.assertEqual(mail["References"], "<anchor.1@uo.example>")
            self.assertEqual(mail["In-Reply-To"], "<anchor.1@uo.example>")
            self.assertEqual(mail["Auto-Submitted"], "auto-generated")
            self.assertEqual(mail["To"].addresses[0].addr_spec,
                             "to@uo.example")
            self.assertEqual(mail["Date"].datetime.strftime("%H:%M %z"),
                             "09:00 +0700")

    def test_subjects_and_texts(self):
        for name in os.listdir(MODELS):
            if not name.endswith(".txt"):
                continue
            with self.subTest(letter=name):
                with open(os.path.join(MODELS, name),
                          encoding="utf-8") as f:
                    head, text = f.read().split("\n\n", 1)
                mail = self.mails[name[:-4]]
                self.assertEqual(mail["Subject"], head.split(": ", 1)[1])
                self.assertLessEqual(len(mail["Subject"]), 60)
                text = text.replace("{link}",
                                    "https://uo.example/i/AbC?x=1&y=2")
                self.assertEqual(self.bodies(mail)[0], text)

    def test_lines(self):
        for name, raw in self.raw.items():
            if not name.endswith(".eml"):
                continue
            with self.subTest(letter=name):
                self.assertTrue(raw.endswith(b"\r\n"))
                self.assertLess(max(raw), 0x80)
                self.assertNotIn(b"\0", raw)
                lines = raw.split(b"\r\n")
                self.assertNotRegex(b"".join(lines), rb"[\r\n]")
                self.assertLessEqual(max(map(len, lines)), 78)
                for word in ENCODED_WORD.findall(raw.split(b"\r\n\r\n")[0]):
                    self.assertLessEqual(len(word), 75)
                    email.header.make_header(
                        email.header.decode_header(word.decode()))

    def test_parts(self):
        for _, mail in self.each():
            self.assertEqual(mail.get_content_type(),
                             "multipart/alternative")
            self.assertEqual([part.get_content_type()
                              for part in mail.iter_parts()],
                             ["text/plain", "text/html"])
            for part in mail.iter_parts():
                self.assertEqual(part.get_content_charset(), "utf-8")

    def test_text_columns(self):
        for name, mail in self.each():
            if name != "hostile":
                for line in self.bodies(mail)[0].split("\n"):
                    self.assertLessEqual(len(line), 72)

    def test_html(self):
        for _, mail in self.each():
            tags = self.tags(mail)
            self.assertEqual(tags.open, [])
            names = {tag for tag, _ in tags.seen}
            self.assertFalse(names & {"script", "img", "link", "iframe",
                                      "b", "form"})
            self.assertIn("lang", dict(tags.seen[0][1]))
            layout = next(attrs for tag, attrs in tags.seen
                          if tag == "table")
            self.assertEqual(layout["role"], "presentation")
            self.assertEqual(layout["width"], "600")
            for tag, attrs in tags.seen:
                if tag == "th":
                    self.assertIn(attrs.get("scope"), ("row", "col"))
                if "href" in attrs:
                    self.assertEqual(attrs["href"],
                                     "https://uo.example/i/AbC?x=1&y=2")

    def test_html_says_what_the_text_says(self):
        for name in ("02-before", "04-late", "10-half"):
            text, _ = self.bodies(self.mails[name])
            shown = " ".join(" ".join(self.tags(self.mails[name]).text)
                             .replace("\u00a0", " ").split())
            for line in text.split("\n"):
                for word in line.replace(":", " ").split():
                    self.assertIn(word.strip(":"), shown)

    def test_digest_captions(self):
        tags = self.tags(self.mails["05-digest"])
        self.assertEqual(sum(tag == "caption" for tag, _ in tags.seen), 3)
        self.assertEqual(sum(attrs.get("scope") == "row"
                             for _, attrs in tags.seen), 4)

    def test_hostile(self):
        mail = self.mails["hostile"]
        text, page = self.bodies(mail)
        self.assertIsNone(mail["Bcc"])
        self.assertEqual(mail["To"].addresses[0].addr_spec, "to@uo.example")
        self.assertEqual(len(mail["To"].addresses), 1)
        self.assertIn("<script>alert(1)</script>", text)
        self.assertNotIn("<script", page)
        self.assertIn("{ link}", text)
        self.assertNotIn("{link}", text + page)
        self.assertIn("\U0001F600", text)
        self.assertNotIn("\u202e", text + page)

    def test_webhooks(self):
        for name, raw in self.raw.items():
            if not name.endswith(".json"):
                continue
            with self.subTest(letter=name):
                self.assertLess(len(raw), 20000)
                body = json.loads(raw)
                self.assertEqual(body["type"], "srok.notice")
                self.assertRegex(body["timestamp"],
                                 r"^\d{4}-\d\d-\d\dT09:00:00\+07:00$")
                data = body["data"]
                self.assertEqual(data["more"], 0)
                self.assertGreaterEqual(len(data["items"]), 1)
                for item in data["items"]:
                    self.assertTrue(item["title"])
                    self.assertLessEqual(len(item["title"]), 200)

    def test_locale(self):
        locales = subprocess.run(["locale", "-a"], capture_output=True,
                                 text=True).stdout.split()
        for locale in sorted({"C.UTF-8", "POSIX", "tr_TR.UTF-8"} |
                             set(locales[:8])):
            with self.subTest(locale=locale), \
                    tempfile.TemporaryDirectory() as directory:
                write_letters(directory, LC_ALL=locale, LANGUAGE=locale,
                              TZ="Asia/Tokyo")
                for name, raw in self.raw.items():
                    with open(os.path.join(directory, name), "rb") as f:
                        self.assertEqual(f.read(), raw)


if __name__ == "__main__":
    unittest.main()
