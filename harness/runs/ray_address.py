"""Reaching the Ray cluster that `--on` names: the one place that imports Ray here, and the words for what can go wrong."""

import logging
import os
import re
import socket
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_FORM = re.compile(r"ray(://[^\s/:]+(:\d{1,5})?)?")
#: Where Ray listens for clients from outside, unless told otherwise.
_PORT = 10001
#: Seconds for a connection to be made.
_KNOCK = 10.0


class ClusterFault(Exception):  # noqa: N818 - named by the boundary where the failure crossed
    """The cluster cannot judge: it is not there, not reachable, or not fit."""


class RayMissing(ClusterFault):
    """Ray is not installed where the command runs."""


def is_address(on: str) -> bool:
    """Say whether this names a cluster: `ray`, or `ray://HOST` with a port or without."""
    return _FORM.fullmatch(on) is not None


@contextmanager
def joined(on: str) -> Iterator[Any]:
    """Be part of the cluster, and give the module `ray`. A program that is part of one already stays so.

    Args:
        on: `ray` is the cluster that this machine belongs to, or that RAY_ADDRESS names.

    Raises:
        RayMissing: Ray is not installed.
        ClusterFault: nobody answers there, or it runs another Ray or Python.
    """
    try:
        import ray
        import ray.util.scheduling_strategies
    except ImportError:
        raise RayMissing("--on ray needs Ray, which is not installed: pip install 'handgrad[ray]'.") from None
    if ray.is_initialized():
        yield ray
        return
    address = "auto" if on == "ray" else on if on.count(":") == 2 else f"{on}:{_PORT}"
    if on == "ray":
        silent = ClusterFault(
            "No Ray cluster answers on this machine or where RAY_ADDRESS says: start one with `ray start --head`, or"
            " name one with --on ray://HOST:PORT."
        )
    else:
        silent = ClusterFault(
            f"No Ray cluster answers at {address}: is it up, and is that the port of its client server?"
        )
    if not _listens(os.environ.get("RAY_ADDRESS", "") if on == "ray" else address):
        raise silent
    try:
        with warnings.catch_warnings():
            # What Ray has to say is said by our own sentences; what a node prints is nobody's answer.
            warnings.simplefilter("ignore")
            ray.init(address, log_to_driver=False, logging_level=logging.CRITICAL)
    except ConnectionError:
        raise silent from None
    except RuntimeError as error:
        # Ray compares its own version and Python's, and says which is where.
        raise ClusterFault(
            f"The Ray cluster cannot be used from here: {' '.join(str(error).split())}"
        ) from None
    try:
        yield ray
    finally:
        ray.shutdown()


def _listens(address: str) -> bool:
    """Ask whether anybody listens at an address, if it names a port. Ray would ask for half a minute or for two."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not host or not port.isdigit():
        return True
    try:
        socket.create_connection((host, int(port)), _KNOCK).close()
    except (OSError, OverflowError):
        return False
    return True
