"""Where the boxes of a layered graph go, so that few edges cross and none runs through a box.

The steps are those of Sugiyama, Tagawa and Toda (1981): an edge over several layers is given a waypoint in each
between; the order in a layer follows the middle of its neighbours, swept to and fro; then every box is drawn towards
its neighbours as far as the others leave room.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

SWEEPS = 24


@dataclass(frozen=True, slots=True)
class Place:
    """A box or a waypoint: its layer, and the middle of it across the layers."""

    layer: int
    at: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Places by node, the waypoints of every edge from end to end, and the extent across the layers."""

    places: Mapping[str, Place]
    edges: tuple[tuple[Place, ...], ...]
    extent: float


def arrange(
    layer: Mapping[str, int], edges: Sequence[tuple[str, str]], *, node: float, waypoint: float
) -> Layout:
    """Arrange a graph.

    Args:
        layer: the layer of every node.
        edges: from a node to one of a later layer.
        node: room that a box takes across the layers, its margin included.
        waypoint: room that an edge takes in a layer that it only passes.
    """
    layers: list[list[str]] = [[] for _ in range(max(layer.values(), default=-1) + 1)]
    for name, depth in layer.items():
        layers[depth].append(name)
    chains: list[list[str]] = []
    for number, (start, end) in enumerate(edges):
        # A name of a problem holds no space, so none of these is one.
        between = [f"{number} {depth}" for depth in range(layer[start] + 1, layer[end])]
        for depth, name in enumerate(between, layer[start] + 1):
            layers[depth].append(name)
        chains.append([start, *between, end])
    links = [link for chain in chains for link in pairwise(chain)]
    before: dict[str, list[str]] = {name: [] for names in layers for name in names}
    after: dict[str, list[str]] = {name: [] for names in layers for name in names}
    for start, end in links:
        after[start].append(end)
        before[end].append(start)
    _order(layers, before, after)
    room = {name: waypoint if " " in name else node for name in before}
    at = _settle(layers, before, after, room)
    lowest = min((at[name] - room[name] / 2 for name in at), default=0.0)
    highest = max((at[name] + room[name] / 2 for name in at), default=0.0)
    places = {name: Place(depth, at[name] - lowest) for depth, names in enumerate(layers) for name in names}
    return Layout(
        places={name: places[name] for name in layer},
        edges=tuple(tuple(places[name] for name in chain) for chain in chains),
        extent=highest - lowest,
    )


def _order(layers: list[list[str]], before: Mapping[str, list[str]], after: Mapping[str, list[str]]) -> None:
    """Sort every layer by the middle of its neighbours, forwards and backwards, and keep the best seen."""
    best, crossings = [list(names) for names in layers], _crossings(layers, after)
    for sweep in range(SWEEPS):
        forwards = sweep % 2 == 0
        neighbours = before if forwards else after
        for depth in range(len(layers)) if forwards else range(len(layers) - 1, -1, -1):
            beside = depth - 1 if forwards else depth + 1
            if not 0 <= beside < len(layers):
                continue
            rank = {name: place for place, name in enumerate(layers[beside])}
            own = {name: place for place, name in enumerate(layers[depth])}
            layers[depth].sort(key=lambda name: _middle([rank[one] for one in neighbours[name]], own[name]))
        count = _crossings(layers, after)
        if count < crossings:
            best, crossings = [list(names) for names in layers], count
    layers[:] = best


def _middle(ranks: list[int], own: int) -> float:
    return sum(ranks) / len(ranks) if ranks else float(own)


def _crossings(layers: list[list[str]], after: Mapping[str, list[str]]) -> int:
    """How often two edges between neighbouring layers cross."""
    total = 0
    for names, following in pairwise(layers):
        rank = {name: place for place, name in enumerate(following)}
        ends = [sorted(rank[end] for end in after[name]) for name in names]
        seen: list[int] = []
        for targets in ends:
            total += sum(one > target for target in targets for one in seen)
            seen += targets
    return total


def _settle(
    layers: list[list[str]],
    before: Mapping[str, list[str]],
    after: Mapping[str, list[str]],
    room: Mapping[str, float],
) -> dict[str, float]:
    """Places across the layers: packed at first, then drawn towards the mean of all neighbours."""
    at: dict[str, float] = {}
    for names in layers:
        edge = -sum(room[name] for name in names) / 2
        for name in names:
            at[name] = edge + room[name] / 2
            edge += room[name]
    for _ in range(SWEEPS):
        for names in layers:
            wanted = []
            for name in names:
                near = [at[one] for one in (*before[name], *after[name])]
                wanted.append(sum(near) / len(near) if near else at[name])
            _separate(names, wanted, room, at)
    return at


def _separate(names: list[str], wanted: list[float], room: Mapping[str, float], at: dict[str, float]) -> None:
    """The places nearest to those wanted, by least squares, that keep order and room (pool adjacent violators)."""
    offset, offsets = 0.0, []
    for index, name in enumerate(names):
        if index:
            offset += (room[names[index - 1]] + room[name]) / 2
        offsets.append(offset)
    blocks: list[tuple[float, int]] = []  # the sum of what its members want, and how many they are
    for want, shift in zip(wanted, offsets, strict=True):
        total, count = want - shift, 1
        while blocks and blocks[-1][0] / blocks[-1][1] >= total / count:
            above, many = blocks.pop()
            total, count = total + above, count + many
        blocks.append((total, count))
    places = [total / count for total, count in blocks for _ in range(count)]
    for name, place, shift in zip(names, places, offsets, strict=True):
        at[name] = place + shift
