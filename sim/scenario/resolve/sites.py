"""Sites resolved: places to be handed over, in an order, many alike where they have no names."""

from sim.errors import suggestion
from sim.scenario.resolve.names import Names
from sim.scenario.shapes import ScenarioTable, SiteTable
from sim.situation import Site

MOST_SITES = 1_000
"""Sites of a scenario, numbered ones among them."""


def sites(table: ScenarioTable, names: Names) -> list[tuple[int, Site]]:
    """Every site with the number of its entry; many alike become numbered ones."""
    result: dict[str, Site] = {}
    entries: dict[str, int] = {}
    numbered = {entry.name: entry.count for entry in table.sites if entry.count > 1}
    for index, entry in enumerate(table.sites):
        path = ("sites", index)
        if not 1 <= entry.count <= MOST_SITES - len(result):
            most = f"at most {MOST_SITES} sites in all"
            names.found.complain((*path, "count"), f"{entry.count} is not 1 or more, {most}")
            continue
        if any(heads < 0 for heads in entry.heads.values()):
            names.found.complain((*path, "heads"), "a head-count below zero")
        for site in _numbered(entry):
            if site.name in result:
                names.found.complain((*path, "name"), f"a second site named '{site.name}'")
            result[site.name] = site
            entries[site.name] = index
        if entry.opens_after in numbered:
            one = f"name one of them, such as '{entry.opens_after}_{numbered[entry.opens_after]}'"
            message = f"'{entry.opens_after}' is {numbered[entry.opens_after]} sites; {one}"
            names.found.complain((*path, "opens_after"), message)
    _check_order(table, result, names)
    return [(entries[name], site) for name, site in result.items()]


def _numbered(entry: SiteTable) -> list[Site]:
    heads = tuple(sorted(entry.heads.items()))
    named = [f"{entry.name}_{number}" for number in range(1, entry.count + 1)]
    if entry.count == 1:
        named = [entry.name]
    return [Site(name, heads, entry.opens_after, entry.substitute) for name in named]


def _check_order(table: ScenarioTable, known: dict[str, Site], names: Names) -> None:
    """Complain of sites that open after none, or after one another."""
    groups = {entry.name for entry in table.sites}
    for index, entry in enumerate(table.sites):
        path = ("sites", index, "opens_after")
        if entry.opens_after and entry.opens_after not in {*known, *groups}:
            hint = suggestion(entry.opens_after, known)
            names.found.complain(path, f"unknown site '{entry.opens_after}'{hint}")
        seen = {entry.name}
        after = entry.opens_after
        while after in known and after not in seen:
            seen.add(after)
            after = known[after].opens_after
        if after == entry.name:
            names.found.complain(path, f"'{entry.name}' opens after itself, so never")
