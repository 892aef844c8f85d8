"""How a body is reached on a day (rule-files.md §8).

Its contacts that hold office and are at their desks; else whom those who are
away have named to stand in for them; else the body's own addresses; else its
deputy; else the members of the group that it is.
"""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Reach:
    recipient: str      # whose address it is
    address: str
    absent: str = ""    # whom the recipient stands in for


def reach(bodies, name, day, absent=""):
    """All addresses, each once, in the order of the file."""
    found = {}
    for one in of_body(bodies, name, day, absent):
        found.setdefault(one.address, one)
    return list(found.values())


def of_body(bodies, name, day, absent):
    body = bodies[name]
    in_office = [c for c in body.contacts if c.first <= day <= c.last]
    away = [c for c in in_office
            if any(first <= day <= last for first, last in c.away)]
    present = [address for c in in_office if c not in away
               for address in c.emails]
    if present:
        return [Reach(name, address, absent) for address in present]
    instead = [one for c in away if c.deputy and c.deputy != name
               for one in reach(bodies, c.deputy, day, absent or name)]
    if instead:
        return instead
    if body.emails:
        return [Reach(name, address, absent) for address in body.emails]
    if body.deputy and body.deputy != name:
        instead = reach(bodies, body.deputy, day, absent or name)
    return instead or [
        one for member, since, until in body.members if since <= day <= until
        for one in reach(bodies, member, day)]
