#!/usr/bin/python3
"""Writes a roadmap of many rules, with its bodies, as a department keeps it.

usage: gen_rules.py TERMS.tsv DIRECTORY [RULES [SCHOOLS]]

The terms are the cells of terms.tsv in their mix; bodies, titles and results
go round. With SCHOOLS, each of so many owes every rule: a country. Writes
roadmap.yaml and bodies.yaml.
"""
import itertools
import pathlib
import sys

TITLES = [
    "Отчёт о самообследовании школы",
    "Обновление раздела «Сведения об образовательной организации»",
    "Публикация плана приёма в первый класс",
    "Проверка ссылок на локальные акты",
    "Размещение плана финансово-хозяйственной деятельности",
    "Сверка контактных данных руководства",
    "Обновление меню школьной столовой",
    "Совещание с руководителями методических объединений",
]
RESULTS = [
    "{document: Справка}",
    "опубликован документ на сайте, ссылка внесена в журнал",
    "{link: Страница сайта}",
    "Аналитический отчёт, адресные рекомендации",
    "{number: Участников, unit: чел.}",
]
WHO = ["uo", "[uo, imo]", "each schools", "[imo, school-1, school-2]",
       "[any schools, uo]"]
# Cells that srok warns of, beside those of no RRULE: their reading is
# confirmed, as an administrator would.
DOUBTFUL = ["Ноябрь, март", "учебного года 2021"]
CONFIRMED = "    interpretation: {by: uo, date: 2020-05-20}\n"
SCHOOLS = 50


def bodies(schools):
    yield "bodies:\n"
    yield "  uo: {name: Управление образования, email: uo@uo.example}\n"
    yield "  imo: {name: Методический отдел, email: imo@uo.example}\n"
    for i in range(1, schools + 1):
        yield (f"  school-{i}: {{name: Школа № {i}, "
               f"email: school-{i}@uo.example}}\n")
    names = ", ".join(f"school-{i}" for i in range(1, schools + 1))
    yield f"  schools: {{name: Школы, members: [{names}]}}\n"


def terms(path):
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    return [(cell, rrules == "-" or any(d in cell for d in DOUBTFUL))
            for count, cell, _, rrules in rows for _ in range(int(count))]


def roadmap(cells, rules, who):
    yield ("roadmap: bench\ntitle: Дорожная карта на десять тысяч строк\n"
           "in_force: {from: 2020-01-01, to: 2024-12-31}\n"
           "timezone: UTC\nsupervisor: uo\nrules:\n")
    # Few rules take their terms from the whole mix; with many, steps without
    # a common factor let every cell meet every title.
    cells = cells[::max(1, len(cells) // rules)]
    for i, (cell, doubtful) in zip(range(rules), itertools.cycle(cells)):
        yield (f"  - item: \"{i + 1}\"\n"
               f"    title: {TITLES[i % len(TITLES)]} № {i + 1}\n"
               f"    when: \"{cell}\"\n"
               f"    responsible: {who[i % len(who)]}\n"
               f"    result: {RESULTS[i // 3 % len(RESULTS)]}\n")
        if doubtful:
            yield CONFIRMED
        if i % 20 == 0:
            yield "    remind: {before: [14 days, 3 days, 1 day]}\n"


def main():
    cells = terms(pathlib.Path(sys.argv[1]))
    directory = pathlib.Path(sys.argv[2])
    rules = int(sys.argv[3]) if len(sys.argv) > 3 else 10000
    schools = int(sys.argv[4]) if len(sys.argv) > 4 else SCHOOLS
    who = WHO if schools == SCHOOLS else ["each schools"]
    directory.mkdir(parents=True, exist_ok=True)
    for name, lines in (("bodies", bodies(schools)),
                        ("roadmap", roadmap(cells, rules, who))):
        directory.joinpath(f"{name}.yaml").write_text(
            "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
