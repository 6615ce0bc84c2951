from __future__ import annotations

import collections.abc
import dataclasses
import functools
import itertools
import logging
import math
import os.path
import random
import sys
import typing
import unicodedata
import warnings

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from numpy.linalg import norm
from torch import Tensor
from torch.func import vmap


def solve(x, w):
    return w
