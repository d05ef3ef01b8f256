"""When instruments end: the deadlines of their terms and notices.

An instrument lapses once: what is recorded at one of its dates meets the others.
"""

from collections.abc import Iterable, Iterator

from sim.events.dates import seconds_at
from sim.language import TRUTH, Expression
from sim.language.tree import Constant
from sim.scenario.resolve.deadlines import falls
from sim.scenario.resolve.instruments import Instrument, notice_name
from sim.scenario.resolve.names import Names
from sim.scenario.tree import Path
from sim.situation import Deadline


def terms(made: Iterable[Instrument], names: Names) -> list[Deadline]:
    """The deadlines of every instrument."""
    return [deadline for each in made for deadline in _of(each, names)]


def _of(each: Instrument, names: Names) -> Iterator[Deadline]:
    path: Path = ("instruments", each.name)
    _check_sense(each, path, names)
    entry = each.table
    term = falls(entry.term, (*path, "term"), names)
    notice = falls(entry.notice, (*path, "notice"), names)
    standing = Expression(f"{each.name} in force", each.standing, TRUTH)
    speaker = each.speaker or (each.parties[0] if each.parties else "")
    has_end = entry.ends is not None or entry.term is not None
    yield Deadline(
        name=each.name,
        set_by=each.enters,
        at=_first_end(each, term, path, names),
        falls=term,
        moves_on=names.patterns(entry.renewed_by, (*path, "renewed_by")),
        met_by=(each.lapsed,),
        missed=each.lapsed.kind if has_end else "",
        actor=speaker,
        firm=False,
        subject=each.name,
        standing=standing,
        extends=True,
    )
    for party in each.parties:
        withdrawn = (each.withdrawn_by(party),) if entry.withdrawable else ()
        yield Deadline(
            name=notice_name(each.name, party),
            set_by=(each.denounced_by(party),),
            at=None,
            falls=notice,
            moves_on=(),
            met_by=(*withdrawn, each.lapsed),
            missed=each.lapsed.kind,
            actor=each.speaker or party,
            firm=False,
            subject=each.name,
            standing=standing,
        )


def _first_end(each: Instrument, term: Expression | None, path: Path, names: Names) -> int | None:
    """The second at which an instrument ends that has a date for it, or is in force already."""
    entry, start = each.table, names.scope.start
    at: int | None = None
    key = "ends"
    if entry.ends is not None:
        at = seconds_at(start, entry.ends)
    elif entry.term is not None and entry.in_force_since is not None:
        key = "term"
        if term is not None and isinstance(term.tree, Constant):
            at = seconds_at(start, entry.in_force_since) + round(term.tree.value)
        elif term is not None:
            message = f"'{term.text}' is not known beforehand; write 'ends' for what is in force"
            names.found.complain((*path, key), message)
    if at is not None and at < 0 and names.dated:
        message = "it ends before the clock starts; write the end that it has had since"
        names.found.complain((*path, key), message)
    return at


def _check_sense(each: Instrument, path: Path, names: Names) -> None:
    """Complain of keys that say one thing twice, or need another."""
    entry, complain = each.table, names.found.complain
    since = entry.in_force_since
    if (since is None) == (entry.enters is None):
        what = "'in_force_since' (a date) or 'enters' (the event that puts it in force)"
        complain(path, f"write either {what}")
    if since is not None and since > names.scope.start and names.dated:
        message = f"{since} is after the clock starts; write 'enters', and [[given]] or a step"
        complain((*path, "in_force_since"), message)
    if entry.ends is not None and entry.term is not None:
        complain(path, "write either 'ends' (a date) or 'term' (how long it is in force)")
    elif entry.renewed_by is not None and entry.term is None:
        complain((*path, "renewed_by"), "'renewed_by' needs 'term': for how long it is renewed")
    if (entry.notice is None) != (not each.parties):
        complain(path, "'notice' (how long) and 'may_denounce' (who) go together")
    elif (entry.ends or entry.term) and not (each.speaker or each.parties or entry.enters):
        complain(path, "write 'actor': who records that it has lapsed")
