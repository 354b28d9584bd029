"""How many examples of a task a test can afford, and tasks that draw few at a time."""

SMALL_BLOCK = 64
"""Tasks with fewer draws in a block take tenths of a second for each."""


def is_slow(task):
    """Return whether examples of a task take seconds rather than milliseconds."""
    return type(task)().block_size < SMALL_BLOCK


def affordable(task, wanted):
    """Return `wanted`, or for a slow task what about one of its blocks gives."""
    return min(wanted, task.block_size // 4) if is_slow(task) else wanted


def in_small_blocks(task, size=SMALL_BLOCK):
    """Return the task with blocks of few draws: other examples, but like them, and soon there."""
    task.block_size = min(task.block_size, size)
    return task
