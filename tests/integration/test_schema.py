"""contrib/schema: editors and the loader know the same keys."""

import json
import os
import re
import subprocess
import unittest

import jsonschema
import yaml

from ctl_run import BUILD, DATA, ROOT, RULES

KINDS = ("roadmap", "bodies", "calendar", "srokd")
SCHEMAS = {kind: json.loads((ROOT / "contrib" / "schema" /
                             f"{kind}.schema.json").read_text(
                                 encoding="utf-8")) for kind in KINDS}


class CoreLoader(yaml.SafeLoader):
    """YAML 1.2's core schema, as editors have it: `no` and 12:30 are text,
    there are no timestamps."""

    yaml_implicit_resolvers = {}


for tag, pattern, first in (
        ("null", r"^(~|null|Null|NULL|)$", "~nN\0"),
        ("bool", r"^(true|True|TRUE|false|False|FALSE)$", "tTfF"),
        ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
        ("float", r"^[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+]?[0-9]+)?$",
         "-+.0123456789")):
    CoreLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{tag}", re.compile(pattern),
        [None if c == "\0" else c for c in first])


def words(value):
    """Keys are words to us, whatever YAML makes of them."""
    if isinstance(value, dict):
        return {str(k): words(v) for k, v in value.items()}
    if isinstance(value, list):
        return [words(v) for v in value]
    return value


def read(path):
    return words(yaml.load(path.read_text(encoding="utf-8"),
                           Loader=CoreLoader))


def kind_of(path, value):
    if path.name.startswith("srokd"):
        return "srokd"
    for key in value or ():
        if key in KINDS:
            return key
    return None


def complaints(kind, value):
    check = jsonschema.Draft7Validator(SCHEMAS[kind])
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:200]}"
            for e in check.iter_errors(value)]


def walk(schema, part, path, found, required):
    """The paths of all keys, whichever way they are said. A list's entries
    stand where the list stands, names of the user's choice are a *."""
    if "$ref" in part:
        name = part["$ref"].rsplit("/", 1)[1]
        walk(schema, schema["definitions"][name], path, found, required)
    for way in ("anyOf", "allOf"):
        for one in part.get(way, ()):
            if set(one) != {"required"}:
                walk(schema, one, path, found, required)
    if isinstance(part.get("items"), dict):
        walk(schema, part["items"], path, found, required)
    if isinstance(part.get("additionalProperties"), dict):
        walk(schema, part["additionalProperties"], path + ["*"], found,
             required)
    for key, value in part.get("properties", {}).items():
        found["/".join(path + [key])] = value
        if key in part.get("required", ()):
            required.add("/".join(path + [key]))
        walk(schema, value, path + [key], found, required)


def keys_of(kind):
    found, required = {}, set()
    walk(SCHEMAS[kind], SCHEMAS[kind], [], found, required)
    return found, required


class Keys(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        run = subprocess.run([str(BUILD / "drivers" / "key_tables")],
                             capture_output=True, check=True, timeout=60)
        cls.loader = {kind: {} for kind in KINDS}
        cls.needed = {kind: set() for kind in KINDS}
        for line in run.stdout.decode().splitlines():
            kind, path, needed, type_ = line.split("\t")
            # The loader reads these two maps itself, number by number.
            path = path.replace("amendments/change/",
                                "amendments/change/*/")
            cls.loader[kind][path] = type_
            if needed:
                cls.needed[kind].add(path)

    def test_the_same_keys_at_every_level(self):
        for kind in KINDS:
            found, _ = keys_of(kind)
            loader = self.loader[kind]
            # `text` in two languages is a value to the loader's tables.
            mine = {path for path in found if path in loader or
                    path.rsplit("/", 1)[-1] not in ("ru", "en")}
            self.assertGreater(len(loader), 10)
            self.assertEqual(sorted(mine - set(loader)), [], kind)
            self.assertEqual(sorted(set(loader) - mine), [], kind)

    def test_texts_have_two_languages(self):
        found, _ = keys_of("roadmap")
        for path, type_ in self.loader["roadmap"].items():
            if type_ == "text" and path.endswith("title"):
                self.assertIn(path + "/ru", found)
                self.assertIn(path + "/en", found)

    def test_the_same_keys_are_needed(self):
        for kind in KINDS:
            self.assertEqual(sorted(keys_of(kind)[1]),
                             sorted(self.needed[kind]), kind)

    def test_the_same_words(self):
        """Where the loader's type is a list of words, so is the schema's."""
        seen = 0
        for kind in KINDS:
            found, _ = keys_of(kind)
            for path, type_ in self.loader[kind].items():
                part = found.get(path, {})
                for one in part.get("allOf", ()):
                    name = one["$ref"].rsplit("/", 1)[1]
                    part = SCHEMAS[kind]["definitions"][name]
                if "enum" in part and "," in type_:
                    seen += 1
                    self.assertEqual(", ".join(part["enum"]), type_, path)
        self.assertGreater(seen, 8)

    def test_each_key_is_described(self):
        for kind in KINDS:
            for path, part in keys_of(kind)[0].items():
                self.assertTrue(part.get("description"), (kind, path))

    def test_the_schemas_are_schemas(self):
        for kind in KINDS:
            jsonschema.Draft7Validator.check_schema(SCHEMAS[kind])


class Files(unittest.TestCase):
    def test_files_that_are_right(self):
        paths = [*RULES.glob("*.yaml"), *(DATA / "orders").glob("*.yaml"),
                 *(DATA / "load").glob("*.yaml"),
                 ROOT / "contrib" / "srokd.yaml"]
        self.assertGreater(len(paths), 15)
        for path in sorted(paths):
            with self.subTest(path.name):
                value = read(path)
                kind = kind_of(path, value)
                self.assertEqual(complaints(kind, value), [])

    def test_files_that_are_not(self):
        """Of the folder of mistakes, those that keys or types are about."""
        names = """amend-no-order bodies-name bodies-type counted-two
            interpretation-by key-missing key-missing-item
            key-other-alphabet key-unknown key-unknown-many order-incomplete
            order-text remind-key remind-late report-every result-kind
            srokd-key srokd-values type-bool type-rule type-rules
            value-language value-shift when-key""".split()
        for name in names:
            with self.subTest(name):
                path = DATA / "bad" / f"{name}.yaml"
                value = read(path)
                kind = kind_of(path, value)
                self.assertTrue(complaints(kind, value))

    def test_secrets_are_refused(self):
        self.assertTrue(complaints("srokd", {"mail": {
            "from": "a@b.example", "relay": "smtps://b.example",
            "password": "x"}}))

    def test_readme_tells_editors(self):
        text = (ROOT / "README.md").read_text(encoding="utf-8")
        for kind in KINDS:
            self.assertTrue(os.path.exists(
                ROOT / "contrib" / "schema" / f"{kind}.schema.json"))
        self.assertIn("yaml-language-server: $schema=", text)


if __name__ == "__main__":
    unittest.main()
