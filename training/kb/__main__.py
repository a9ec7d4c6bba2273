"""Make src/onrecord/resolve/data/actors.tsv and actor_offices.tsv.

    python -m training.kb --shared ../shared

Sources and terms: ../shared/data/kb/SOURCE.md and NOTICE. --doubts prints what a person should look at.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from onrecord.resolve.kb.known import Entry
from training.kb import reign, us, world
from training.kb.people import actors

OUT = Path(__file__).parents[2] / "src" / "onrecord" / "resolve" / "data"
_ABOUT = """\
# {what}. Made by `python -m training.kb`; don't edit. File date: 2026-08-22, the newest source's.
# Facts only, put together from: unitedstates/congress-legislators of 2026-06-15 (CC0-1.0); Wikidata through
# every-politician-scrapers/world-leaders-2021 (CC0-1.0); open-data-archive/world-leaders-current of 2026-08-22 (CC BY-SA 4.0);
# REIGN's leader list to March 2021 (OEF Research; no licence stated); ministers.tsv and training/data/kb_terms.tsv, which name their own sources.
# {columns}
"""


def main() -> int:
    """Read, put together, write, and say how much there is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--doubts", action="store_true")
    args = parser.parse_args()
    folder = args.shared / "data" / "kb"
    listed, unknown_offices = world.ministers()
    claims = [*us.read(folder), *world.wikidata(folder), *world.current(folder), *listed, *world.terms()]
    leaders, incomplete = reign.read(folder, claims)
    entries, doubts = actors([*claims, *leaders])
    write(entries, OUT)
    offices = [office for entry in entries for office in entry.known.offices]
    print(f"{len(entries)} actors, {len(offices)} offices; {len(incomplete)} of REIGN's leaders had no full name and were left out")
    for office, count in Counter(office.title for office in offices).most_common():
        print(f"{count:6} {office}")
    for line in [*doubts, *(f"office not in the list: {one}" for one in unknown_offices), *incomplete] if args.doubts else ():
        print(line)
    return 0


def write(entries: Iterable[Entry], folder: Path) -> None:
    """Write both files, actors in the order given."""
    columns = "Columns: id, name, other names separated by |, surname, type, gender, party."
    lines = [_ABOUT.format(what="Actors", columns=columns)]
    terms = "Columns: actor's id, title, of, state, start, end (empty: in office at the source's date), last day that an old source vouches for."
    office_lines = [_ABOUT.format(what="The offices that actors held", columns=terms)]
    for entry in entries:
        known = entry.known
        lines.append(
            "\t".join((known.id, known.name, "|".join(known.names), entry.surname, known.type, known.gender, known.party)) + "\n"
        )
        office_lines += [
            "\t".join((known.id, one.title, one.of, one.state, one.start, one.end, entry.seen.get(one, ""))) + "\n"
            for one in known.offices
        ]
    (folder / "actors.tsv").write_text("".join(lines), encoding="utf-8", newline="")
    (folder / "actor_offices.tsv").write_text("".join(office_lines), encoding="utf-8", newline="")


if __name__ == "__main__":
    sys.exit(main())
