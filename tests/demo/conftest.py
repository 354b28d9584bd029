import pytest

import hf_mathseq

TASKS = {
    "integrals": ("integration/bwd", {"max_len": 64}),
    "equations": ("ode/ode1", {"max_len": 64}),
    "matrices": ("linear_algebra/eigenvalues", {"dimension": 2, "input_encoding": "P10"}),
    "networks": ("metabolic_networks/existence", {"size": "tiny"}),
    "systems": ("differential_systems/stability", {}),
}


@pytest.fixture(scope="session")
def tasks():
    """A task for each kind of problem, by the name of its model."""
    return {name: hf_mathseq.get_task(task, **options) for name, (task, options) in TASKS.items()}


@pytest.fixture(scope="session")
def model_folders(tasks, untrained_folder):
    """The folder of an untrained model for each of `tasks`, called like it."""
    folders = {}
    for name, task in tasks.items():
        folder = untrained_folder(task)
        folders[name] = folder.rename(folder.with_name(name))
    return folders


@pytest.fixture(scope="session")
def solvers(model_folders):
    """Solvers of the untrained models."""
    return {name: hf_mathseq.load_solver(folder) for name, folder in model_folders.items()}


@pytest.fixture(scope="session")
def pool(model_folders):
    """Two workers with three of the untrained models."""
    from hf_mathseq.demo.pool import Pool

    folders = [str(model_folders[name]) for name in ("integrals", "matrices", "networks")]
    with Pool(folders, workers=2) as made:
        yield made
