"""Where a submission runs. Theory of operation.

A submission is a stranger's program, and some strangers are optimisers that are paid for a verdict. Three
processes keep apart what it may touch from what it must not:

    judge --- control socket ---> zygote --- clone ---> child
      |                                                   |
      +------------- channel (bytes), printed text -------+

**The judge** has the user's rights, the golden answers and every clock. It imports no torch, unpickles nothing,
and learns from a child only bytes: a short JSON header and raw numbers whose count it checks before it reads
them. It starts a case by sending its inputs, and a case ends when its answer has come in whole; both moments
are the judge's, and an answer lies in the judge's memory before the next case begins. It ends a child by
SIGKILL through a descriptor of the process, never by asking.

**The zygote** has torch warm, one thread, and nothing else: no golden, no reference, no inputs, no secret, an
empty environment. It has become nobody if it was root, sits in its own user, mount, network, IPC
and UTS namespaces on an empty read-only root, and has differentiation taken out (`removal`). It forks children
and reports their end; it never runs, and never even holds, a line of a submission. When the judge goes away it
kills its child and ends.

**A child** is one submission and all its cases. It is process 1 of a process namespace of its own, has no
capabilities and no way to new ones, may open no file, socket, process or thread (Landlock, seccomp, limits),
and dies with its zygote. It receives its program after the last layer is on, over the channel. What it does in
its own memory is its own affair: the checks in `child` are courtesy to learners, and a program that patches
them has patched nothing the judge relies on.

Why not simpler?

- *One process, names forbidden in the source*: whatever can be reached by reading can be reached by a name
  nobody thought of. Reading explains; it does not protect (`harness.rules`).
- *Judge and submission in one process*: the expected answer would be in reach of a walk over frames or memory.
- *A fresh interpreter per submission*: as safe, and tens of times slower; torch takes a second to import.
- *The zygote as judge*: a fork copies all memory, freed memory included, so what the parent ever held its
  children can find. The zygote holds nothing for the same reason: a program and its inputs go straight to the
  child, each when it is needed, so that nobody works ahead on a case that has not begun.
- *Results in shared memory*: it can be written after it was judged, and must be wiped between strangers. What
  has been sent through a socket cannot be changed.

Inside the child a program has all the means of its interpreter, and some of those lead to raw memory. Three things
answer that, in this order of trust. There is nothing in the process worth reading: inputs, and no answer. There is
nothing in it that differentiates: the machine code of torch's derivatives is overwritten before the first fork
(`derivative_code`), and no child can map code. And the known ways from Python to memory end where all their names
lead, in the C functions themselves (`raw_memory`, `foreign_calls`): taking a name away only moves the search.

What every child would do alike the zygote has done before, with a program of our own (`child.rehearse`). What
children inherit is put on once, by the zygote, which lives under it too: namespaces, Landlock, no new
privileges, and as the last thing the list of system calls, with those still open that make a child. What it could
not work under is put on by each child (`zygote.Zygote._confine`), seccomp last, because it refuses the calls that
set up the others. Landlock comes long before the limit on descriptors: it needs one, and
without would be skipped. Every call is checked, and a layer that cannot be put on ends zygote or child as the
judge's fault: never a weaker jail in silence.

Files, in the order of one submission: `pool` and `zygote_handle` (the judge's side of the processes),
`bundle` (inputs, as they leave the judge), `execution` (one submission, seen from the judge), `wire` and
`returned` (what crosses), `zygote`, `warm`, `removal`, `derivative_code`, `raw_memory`, `stand_ins`,
`foreign_calls`, `native_code`, `pages` (the warm process), `child` (the last line), and the layers: `levels`,
`kernel`, `namespaces`, `landlock`, `seccomp`, `limits`. `doctor` tries to break each of them.
"""
