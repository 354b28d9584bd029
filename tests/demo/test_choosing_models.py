import pytest

from hf_mathseq.demo.choosing import AUTOMATIC, model_for
from hf_mathseq.demo.limits import MAX_CHARACTERS
from hf_mathseq.suggestions import UserError
from hf_mathseq.verdict import ProblemError

READ = {
    "2*x*cos(x^2)": "integrals",
    "y' = y/x + x, y(1) = 2": "equations",
    "[[2, 1], [1, 2]]": "matrices",
    "2 1; 1 2": "matrices",
    "intake -> A; A -> B; B -> excretion": "networks",
    "glycolysis": "networks",
    "x' = -x + y*y; y' = sin(x) - 2*y at (0, 0)": "systems",
}
REFUSED = {
    "sinn(x)": "unknown function or variable 'sinn'",
    "y' = ": "",
    "[[1, 2, 3], [4, 5, 6]]": "matrix",
    "[]": "the matrix is empty",
    "A -> B": "boundary",
    "": "empty",
    "  \n ": "empty",
    "x" * (MAX_CHARACTERS + 1): "characters",
    "(" * 9_000: "",
    "9" * 9_999: "",
    "__import__('os').system('true')": "unexpected '_'",
    "<script>alert(1)</script>": "KGML",
    "/etc/passwd": "unknown function or variable 'etc'",
    "x\0y": "",
}


@pytest.mark.parametrize("text", READ)
def test_a_problem_finds_its_model(tasks, text):
    assert model_for(tasks, AUTOMATIC, text) == READ[text]


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_what_no_model_reads_gets_one_line(tasks, text):
    with pytest.raises(ProblemError) as caught:
        model_for(tasks, AUTOMATIC, text)
    assert REFUSED[text] in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_kind_without_a_model_is_named(tasks):
    some = {name: tasks[name] for name in ("integrals", "equations")}
    with pytest.raises(ProblemError, match="looks like a matrix, and no model here is for one"):
        model_for(some, AUTOMATIC, "[[1, 2], [3, 4]]")


def test_the_wanted_model_is_taken_as_it_is(tasks):
    assert model_for(tasks, "matrices", "x*cos(x)") == "matrices"
    with pytest.raises(UserError, match="did you mean 'matrices'"):
        model_for(tasks, "matrixes", "x")
    with pytest.raises(ProblemError, match="characters"):
        model_for(tasks, "matrices", "1" * (MAX_CHARACTERS + 1))


def test_no_file_is_read(tasks, tmp_path):
    place = tmp_path / "network.csv"
    place.write_text("intake,A,1\nA,excretion,1\n")
    with pytest.raises(ProblemError):
        model_for(tasks, AUTOMATIC, str(place))
    with pytest.raises(ProblemError):
        tasks["networks"].problem_from(str(place))
