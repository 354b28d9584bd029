"""Everything that is fuzzed, by name."""

from functools import cache

import checkpoint_targets
import expression_targets
import file_targets
import model_targets
import network_targets
import number_targets
import system_targets
import task_targets

FAMILIES = (
    expression_targets,
    number_targets,
    system_targets,
    network_targets,
    file_targets,
    checkpoint_targets,
    model_targets,
    task_targets,
)


@cache
def all_targets():
    """Return every target by its name."""
    return {target.name: target for family in FAMILIES for target in family.targets()}
