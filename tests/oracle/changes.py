"""Random changes to rule files: an amendment, members who come and go."""

import datetime
import pathlib
import random

import yaml

from rulefiles import load

DAY = datetime.timedelta(days=1)


# Words of which one may take another's place in the middle of a period.
RHYTHMS = ["ежемесячно до 5 числа", "ежемесячно до 20 числа",
           "ежемесячно, январь-декабрь", "не реже 1 раза в квартал",
           "До 10 числа месяца, следующего за кварталом",
           "До 20 числа месяца, следующего за кварталом"]
OF_YEARS = ["Ежегодно, до 1 марта", "Ежегодно, до 1 октября"]


def save(path, cells):
    """Every value quoted: all of them are text."""
    pathlib.Path(path).write_text(yaml.safe_dump(
        cells, allow_unicode=True, default_style='"', sort_keys=False),
        encoding="utf-8")


def amend(cells, chance):
    """One more amendment: a row added, one repealed, one in other words, one
    under another number; and soon another one in yet other words."""
    force = cells["in_force"]
    first = datetime.date.fromisoformat(force["from"])
    last = datetime.date.fromisoformat(force["to"])
    for old in cells.get("amendments", []):
        first = max(first, datetime.date.fromisoformat(old["order"]["date"]))
    since = first + DAY * chance.randint(1, (last - first).days - 1)
    touched = str(cells.get("amendments", ""))
    rows = [row for row in cells["rules"] if "item" in row and "when" in row
            and f"'{row['item']}'" not in touched]
    rhythms = RHYTHMS + (OF_YEARS if cells.get("year") != "school" else [])
    later = since + DAY * chance.randint(3, 40)
    words = [row["when"] for row in rows
             if isinstance(row["when"], str) and "schedule" not in row
             and "interpretation" not in row and "dates" not in row]
    plain = [row for row in rows if row["when"] in words]
    added, repealed, changed, renumbered = chance.sample(plain, 4)
    cells.setdefault("amendments", []).append({
        "order": {"number": "777", "date": str(since)},
        "add": [added["item"]],
        "change": {changed["item"]: {"when": chance.choice(
            chance.choice([words, rhythms]))}},
        "repeal": [repealed["item"]],
        "renumber": {renumbered["item"]: renumbered["item"] + "-bis"}})
    if later <= last:
        cells["amendments"].append({
            "order": {"number": "778", "date": str(later)},
            "change": {changed["item"]: {"when": chance.choice(rhythms)},
                       renumbered["item"] + "-bis": {
                           "when": chance.choice(rhythms)}}})


def move_members(bodies, first, last, chance):
    for body in bodies["bodies"].values():
        members = body.get("members")
        if not isinstance(members, list):
            continue
        for i, member in enumerate(members):
            if isinstance(member, str) and chance.random() < 0.4:
                day = first + DAY * chance.randint(0, (last - first).days)
                members[i] = {"body": member,
                              chance.choice(["from", "to"]): str(day)}


def change(directory, name, seed):
    """In place: the roadmap `name` of a directory, and its bodies."""
    chance = random.Random(f"{name} {seed}")
    directory = pathlib.Path(directory)
    roadmap = load(directory / f"{name}.yaml")
    force = [datetime.date.fromisoformat(roadmap["in_force"][key])
             for key in ("from", "to")]
    amend(roadmap, chance)
    save(directory / f"{name}.yaml", roadmap)
    for path in directory.glob("bodies*.yaml"):
        bodies = load(path)
        move_members(bodies, *force, chance)
        save(path, bodies)


def amend_once_more(directory, name, seed):
    """One amendment behind the others, in place."""
    path = pathlib.Path(directory) / f"{name}.yaml"
    roadmap = load(path)
    amend(roadmap, random.Random(f"{name} {seed} again"))
    save(path, roadmap)
