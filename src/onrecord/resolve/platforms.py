"""Names of platforms and outlets: what data/platforms.tsv lists, and whatever is built like one, as patterns."""

import re
from functools import cache
from importlib.resources import files

_QUOTED = r"(?:“[A-Z0-9][^“”\n]{2,40}”|\"[A-Z0-9][^\"\n]{2,40}\"|''[A-Z0-9][^'\n]{2,40}''|‘[A-Z0-9][^‘\n]{2,40}’(?!\w))"
_CAPITALS = r"(?:[A-ZÀ-ÖØ-Þ][\w.&-]*(?<!\.) ){1,3}"


def pattern(kind: str) -> str:
    """A pattern for the names of one kind: social, outlet (papers and what goes on air), aired or programme."""
    if kind == "social":
        return rf"(?:{_either('social')})(?!\w| [A-Z])"
    if kind == "programme":
        return rf"(?:(?:the |The )?(?:{_either('programme')})(?!\w)|{_QUOTED})"
    first, aired = _either("outlet-first"), _either("aired-last")
    last = aired if kind == "aired" else f"{aired}|{_either('outlet-last')}"
    listed = _either("aired") if kind == "aired" else f"{_either('aired')}|{_either('outlet')}"
    made = rf"(?:(?:[Tt]he )?(?!(?:{_either('no-first')})\b){_CAPITALS}|[Tt]he (?=[A-Z]))(?:{last})(?: [A-Z]\w+)?(?!\w)|(?:{first}) [A-ZÀ-ÖØ-Þ]\w+"
    return rf"(?:(?:[Tt]he )?(?:{listed})(?: (?:Magazine|magazine))?(?!\w)|{made})"


@cache
def compiled(kind: str) -> re.Pattern[str]:
    """The pattern for one kind, for a search of its own."""
    return re.compile(rf"(?<!\w){pattern(kind)}")


@cache
def _hosted() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w){pattern('outlet')}['’]s? (?P<programme>{pattern('programme')})|\b[Oo]n (?P<alone>{pattern('programme')})"
    )


@cache
def _listed_programme() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_either('programme')})(?!\w)")


def canonical(name: str) -> str:
    """A platform's name as the list has it; one that it lacks without its article and quotation marks."""
    plain = name.strip("“”\"‘’' ,.")
    bare = re.sub(r"^[Tt]he ", "", plain)
    return _names().get(plain) or _names().get(bare) or (bare if " " in bare else plain)


def find(text: str, kind: str, start: int, end: int) -> str | None:
    """The platform of a kind that a stretch names: a programme before the outlet that it is on, else what comes first."""
    if kind in ("outlet", "aired"):
        hosted = _hosted().search(text, start, end)
        if hosted:
            return canonical(hosted["programme"] or hosted["alone"])
    programme = [_listed_programme()] if kind in ("outlet", "aired") else []
    met = [found for one in [compiled(kind), *programme] if (found := one.search(text, start, end))]
    first = min(met, key=lambda found: (found.start(), -found.end()), default=None)
    return canonical(first.group()) if first else None


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    text = (files("onrecord.resolve") / "data" / "platforms.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple((kind, name, others) for kind, name, others in rows)


@cache
def _names() -> dict[str, str]:
    """The listed names, each to the one that it goes by."""
    listed = (row for row in _rows() if not row[0].endswith(("-last", "-first")))
    return {one: name for _, name, others in listed for one in (name, *others.split("|")) if one}


@cache
def _either(kind: str) -> str:
    names = {one for row, name, others in _rows() if row == kind for one in (name, *others.split("|")) if one}
    return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
