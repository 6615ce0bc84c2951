"""A judge that stays: started by `handgrad grade --resident`, warm for the next command, gone when idle.

`server` holds the theory of operation. In the order of one question: `place` (where it is met, and whose it is),
`protocol` (what is said), `client` (the command's side), `server`, `listener` and `shelf` (its own side: the loop,
its lock and socket, and what it keeps prepared), `remote` (a `Judge` that asks it, for reports that the command
writes).
"""
