import jax.numpy as jnp  # !


def solve(x, w):
    return jnp.sum(w)
