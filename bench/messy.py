"""A local's list of people as it is in life: made up by chance, with the defects of life.

`python -m bench.messy ROWS FILE.csv|FILE.xlsx` writes one. Nobody in it exists. The same rows and
seed give the same sheet. What is wrong with it, and how often:

| defect | share |
|---|---|
| a title and a blank line above the header | once |
| a blank row | 1 in 200 |
| the row before, once more | 1 in 100 |
| two people with one e-mail address | 1 in 100 |
| no member number; no e-mail; no phone | 4, 2, 3 in 10 |
| an e-mail address that is none | 3 in 1,000 |
| a phone from anywhere, or written in one of six ways | 1 in 10; always |
| a name of one letter, of 80 letters, without a family name | 1 in 100 each |
| a name in Arabic, Punjabi, Inuktitut syllabics | 1 in 50 each |
| a cell that is a formula | 1 in 500 |
| dates in five forms; a day that does not exist | always; 1 in 500 |
| a line in Windows' encoding in a file of UTF-8; text decoded twice | 1 in 300 each |
| a cell too many | 1 in 1,000 |
"""

from __future__ import annotations

import csv
import io
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

HEADER = (
    "Member number",
    "First name",
    "Last name",
    "E-mail",
    "Phone",
    "Street",
    "City",
    "Postal code",
    "Language",
    "Worksite",
    "Job",
    "Member since",
)
GIVEN = [
    "Rosa",
    "Idris",
    "Ngozi",
    "Zoé",
    "François",
    "Mei",
    "Anaïs",
    "Bo",
    "Jean-Luc",
    "Aïcha",
    "Tomás",
    "Łucja",
    "Sean",
    "Noor",
]
FAMILY = [
    "Lima",
    "Okoro",
    "Côté",
    "Lefèvre",
    "Nguyen",
    "Singh",
    "O'Brien",
    "Tremblay",
    "Wu",
    "D'Souza",
    "Núñez",
    "Roy",
    "Ali",
]
FAR = (("محمد", "العلي"), ("ਗੁਰਪ੍ਰੀਤ", "ਕੌਰ"), ("ᐊᓚᓱᒃ", "ᐃᓄᒃ"))
ABROAD = ("+44 20 7946 0958", "+33 1 99 00 12 34", "+52 55 5555 0123", "0049 30 901820", "x1234")
FORMULAS = ('=HYPERLINK("http://x.example","click")', "+1+1", "-2+3", "@SUM(A1)", "=1+1")
JOBS = ("Cleaner", "Cook", "Operator II", "Préposée", "Nurse", "")
TONGUES = ("English", "French", "français", "en", "FR", "", "Punjabi")
SITES = (*(f"Depot {n}" for n in range(1, 41)), "Hôtel de ville")
FIRST_DAY = date(1990, 1, 1)


def people(rows: int, seed: int = 2026) -> Iterator[list[str] | None]:
    """`rows` rows; None is a blank one, which is no row."""
    chance = random.Random(seed)  # noqa: S311 (nothing here is secret)
    before: list[str] = []
    for number in range(1, rows + 1):
        if chance.random() < 0.005:
            yield None
        row = before if before and chance.random() < 0.01 else person(chance, number, before)
        before = row
        yield row


def person(chance: random.Random, number: int, before: list[str]) -> list[str]:
    given, family = named(chance, number)
    email = "" if chance.random() < 0.2 else f"{number:x}.{chance.choice('abc')}@home.example"
    if before and chance.random() < 0.01:
        email = before[3]
    if chance.random() < 0.003:
        email = chance.choice(("none", "rosa@", "@home.example", "a b@c", "rosa(at)home.example"))
    row = [
        "" if chance.random() < 0.4 else f"M{number:07}",
        given,
        family,
        email,
        "" if chance.random() < 0.3 else phone(chance, number),
        f"{chance.randrange(1, 999)} Elm Street",
        chance.choice(("Toronto", "Ottawa", "Montréal", "Sudbury")),
        f"M{number % 10}C {number % 7}M{number % 9}",
        chance.choice(TONGUES),
        chance.choice(SITES),
        chance.choice(JOBS),
        when(chance),
    ]
    if chance.random() < 0.002:
        row[chance.choice((1, 10))] = chance.choice(FORMULAS)
    return [*row, "one too many"] if chance.random() < 0.001 else row


def named(chance: random.Random, number: int) -> tuple[str, str]:
    luck = chance.random()
    if luck < 0.01:
        return chance.choice("OXY"), ""
    if luck < 0.02:
        return "N" * 80, "V" * 80
    if luck < 0.03:
        return chance.choice(GIVEN), ""
    if luck < 0.09:
        return chance.choice(FAR)
    return chance.choice(GIVEN), f"{chance.choice(FAMILY)}-{chr(65 + number % 26)}{number % 997}"


def phone(chance: random.Random, number: int) -> str:
    if chance.random() < 0.1:
        return chance.choice(ABROAD)
    area, first, last = 416 + number % 3, 200 + number // 10_000 % 800, number % 10_000
    form = chance.choice(
        (
            "{} {} {:04}",
            "({}) {}-{:04}",
            "{}-{}-{:04}",
            "{}{}{:04}",
            "+1 {} {} {:04}",
            "1.{}.{}.{:04}",
        )
    )
    return form.format(area, first, last)


def when(chance: random.Random) -> str:
    if chance.random() < 0.002:
        return chance.choice(("31/02/2020", "soon", "00/00/0000"))
    day = FIRST_DAY + timedelta(days=chance.randrange(13_000))
    form = chance.choice(("%Y-%m-%d", "%d/%m/%Y", "%Y%m%d", "%d %B %Y", "%b %d, %Y"))
    return day.strftime(form)


def write_csv(path: Path, rows: int, seed: int = 2026) -> None:
    chance = random.Random(seed + 1)  # noqa: S311
    with path.open("wb") as stream:
        stream.write("Members of Local 4120 – été 2026;;\n;;\n".replace(";", ",").encode())
        stream.write(",".join(HEADER).encode() + b"\n")
        for row in people(rows, seed):
            stream.write(line(row, chance))


def line(row: list[str] | None, chance: random.Random) -> bytes:
    if row is None:
        return b"," * (len(HEADER) - 1) + b"\n"
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(row)
    luck, said = chance.random(), text.getvalue()
    if luck < 0.0033:
        return said.encode("cp1252", "replace")
    if luck < 0.0066 and said.isascii() is False:
        return said.encode().decode("cp1252", "replace").encode()
    return said.encode()


def write_xlsx(path: Path, rows: int, seed: int = 2026) -> None:
    import xlsxwriter  # noqa: PLC0415 (only for this layout)

    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet("Members")
        page.write_row(0, 0, ["Members of Local 4120"])
        page.write_row(2, 0, HEADER)
        for at, row in enumerate(people(rows, seed), start=3):
            page.write_row(at, 0, row or ())


def main(rows: str, path: str) -> None:
    write = write_xlsx if path.endswith(".xlsx") else write_csv
    write(Path(path), int(rows))


if __name__ == "__main__":
    main(*sys.argv[1:])
