"""Structures that need no search, and the neighbourhood of the walk. All randomness comes from a seeded generator."""

from __future__ import annotations

from random import Random

from oauthviz.layout.problem import Problem
from oauthviz.layout.structure import STRAIGHT, Structure, classify, complete, may_turn


def hinted_structure(problem: Problem) -> Structure | None:
    """The columns that the spec's hints ask for, other boxes in the last one; None without hints."""
    wanted = problem.diagram.hints.columns
    if not wanted:
        return None
    columns = [[problem.index[i] for i in names] for names in wanted]
    named = {b for c in columns for b in c}
    rest = [b for b in range(problem.size) if b not in named]
    columns[-1] += rest
    structure = Structure([c for c in columns if c])
    complete(problem, structure)
    return structure


def column_of_boxes(problem: Problem) -> Structure:
    """All boxes in one column in the spec's order: what there is where no structure can be solved at all."""
    return Structure([list(range(problem.size))])


def neighbour(problem: Problem, structure: Structure, random: Random, most_columns: int) -> Structure | None:
    """A structure one random move away, or None where the drawn move does not apply."""
    s = structure.copy()
    n = problem.size
    draw = random.random()
    if draw < 0.28:
        ok = _move_box(problem, s, random, most_columns)
    elif draw < 0.40:
        ok = _swap_boxes(problem, s, random)
    elif draw < 0.46:
        ok = _swap_entries(s, random)
    elif draw < 0.54:
        ok = _move_cluster(problem, s, random)
    elif draw < 0.60:
        ok = _swap_columns(s, random)
    elif draw < 0.64:
        c = random.randrange(len(s.columns))
        s.columns[c].reverse()
        ok = len(s.columns[c]) > 1
    elif draw < 0.74:
        ok = _move_passing(s, n, random)
    elif draw < 0.82:
        ok = _turn(problem, s, random)
    elif draw < 0.91:
        ok = _flip_vertical(problem, s, random)
    else:
        ok = _move_label(problem, s, random)
    if not ok:
        return None
    s.columns = [c for c in s.columns if any(e < n for e in c)]
    complete(problem, s)
    return s.pruned(problem)


def _place_of(s: Structure, box: int) -> tuple[int, int]:
    for c, entries in enumerate(s.columns):
        if box in entries:
            return c, entries.index(box)
    raise ValueError(f"box {box} stands in no column")


def _fellows(problem: Problem, box: int) -> list[int]:
    """The other boxes of the smallest cluster that a box shares with any."""
    several = [problem.clusters[c].members for c in problem.clusters_of[box] if len(problem.clusters[c].members) > 1]
    return sorted(min(several, key=len) - {box}) if several else []


def _move_box(problem: Problem, s: Structure, random: Random, most_columns: int) -> bool:
    """Anywhere; a box of a cluster mostly to a place beside one of its fellows, since elsewhere tears the cluster."""
    n = problem.size
    box = random.randrange(n)
    c, i = _place_of(s, box)
    fellows = _fellows(problem, box)
    s.columns[c].pop(i)
    if len(s.columns) < most_columns and random.random() < 0.15:
        s.columns.insert(random.randint(0, len(s.columns)), [box])
        return True
    if fellows and random.random() < 0.7:
        d, j = _place_of(s, random.choice(fellows))
        if random.random() < 0.65:
            s.columns[d].insert(j + random.randint(0, 1), box)
            return True
        d += random.choice((-1, 1))
        if not 0 <= d < len(s.columns):
            return False
        s.columns[d].insert(random.choice((0, len(s.columns[d]))), box)
        return True
    d = random.randrange(len(s.columns)) if random.random() < 0.6 else c
    s.columns[d].insert(random.randint(0, len(s.columns[d])), box)
    return True


def _swap_boxes(problem: Problem, s: Structure, random: Random) -> bool:
    n = problem.size
    if n < 2:
        return False
    a, b = random.sample(range(n), 2)
    fellows = _fellows(problem, a)
    if fellows and random.random() < 0.6:
        b = random.choice(fellows)
    (ca, ia), (cb, ib) = _place_of(s, a), _place_of(s, b)
    s.columns[ca][ia], s.columns[cb][ib] = b, a
    return True


def _swap_entries(s: Structure, random: Random) -> bool:
    """Two neighbours of one column change places."""
    c = random.randrange(len(s.columns))
    if len(s.columns[c]) < 2:
        return False
    i = random.randrange(len(s.columns[c]) - 1)
    entries = s.columns[c]
    entries[i], entries[i + 1] = entries[i + 1], entries[i]
    return True


def _move_cluster(problem: Problem, s: Structure, random: Random) -> bool:
    several = [c for c in problem.clusters if 1 < len(c.members) < problem.size]
    if not several:
        return False
    members = sorted(random.choice(several).members)
    members = [e for entries in s.columns for e in entries if e in set(members)]
    for b in members:
        c, i = _place_of(s, b)
        s.columns[c].pop(i)
    if random.random() < 0.3:
        random.shuffle(members)
    d = random.randrange(len(s.columns))
    at = random.randint(0, len(s.columns[d]))
    if d + 1 < len(s.columns) and random.random() < 0.35:
        cut = random.randint(1, len(members) - 1)
        high = random.random() < 0.5
        t = s.columns[d + 1]
        s.columns[d + 1] = members[cut:] + t if high else t + members[cut:]
        t = s.columns[d]
        s.columns[d] = members[:cut] + t if high else t + members[:cut]
    else:
        s.columns[d][at:at] = members
    return True


def _swap_columns(s: Structure, random: Random) -> bool:
    if len(s.columns) < 2:
        return False
    i, j = random.sample(range(len(s.columns)), 2)
    s.columns[i], s.columns[j] = s.columns[j], s.columns[i]
    return True


def _move_passing(s: Structure, n: int, random: Random) -> bool:
    passing = [(c, i) for c, entries in enumerate(s.columns) for i, e in enumerate(entries) if e >= n]
    if not passing:
        return False
    c, i = random.choice(passing)
    link = s.columns[c].pop(i)
    s.columns[c].insert(random.randint(0, len(s.columns[c])), link)
    return True


def _turn(problem: Problem, s: Structure, random: Random) -> bool:
    """A link across columns leaves one of its boxes upwards or downwards, or no longer does."""
    classes = classify(problem, s)
    if not problem.links:
        return False
    link = random.choice(problem.links)
    if not may_turn(problem, link.index, classes.column):
        return False
    box = link.source if random.random() < 0.5 else link.target
    entries = s.columns[classes.column[box]]
    item = problem.size + link.index
    if item in entries:
        entries.remove(item)
        return True
    entries.insert(entries.index(box) + random.randint(0, 1), item)
    return True


def _flip_vertical(problem: Problem, s: Structure, random: Random) -> bool:
    """Another side for a loop, or a straight vertical for a loop and back."""
    classes = classify(problem, s)
    same = [k.index for k in problem.links if classes.column[k.source] == classes.column[k.target]]
    if not same:
        return False
    k = random.choice(same)
    if classes.kind[k] == STRAIGHT or (random.random() < 0.4 and k in s.bent):
        s.bent = s.bent ^ {k}
    else:
        s.left_loops = s.left_loops ^ {k}
    return True


def _move_label(problem: Problem, s: Structure, random: Random) -> bool:
    classes = classify(problem, s)
    long = [
        e
        for e, own in enumerate(problem.links_of)
        if not classes.merged[e]
        and abs(classes.column[problem.links[own[0]].source] - classes.column[problem.links[own[0]].target]) > 1
    ]
    if not long:
        return False
    e = random.choice(long)
    link = problem.links[problem.links_of[e][0]]
    a, b = sorted((classes.column[link.source], classes.column[link.target]))
    s.label_gaps[e] = random.randint(a + 1, b)
    return True
