from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from hf_mathseq.options import OptionError, build_config, config_digest, option


@dataclass(frozen=True)
class Config:
    dimension: int = option(5, "size", minimum=1, maximum=100)
    encoding: str = option("P10", "numbers", choices=("P10", "P1000"))
    noise: float = option(0.0, "noise", minimum=0)
    positive: bool = option(True, "signs")
    shift: float = option(0.0, "shift")


def test_text_becomes_the_type_of_the_field():
    config = build_config(Config, {"dimension": "3", "noise": "0.5", "positive": "false"})
    assert config == Config(dimension=3, noise=0.5, positive=False)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"dimensoin": 3}, "did you mean 'dimension'"),
        ({"dimension": "three"}, "takes an integer"),
        ({"dimension": 2.5}, "takes an integer"),
        ({"dimension": True}, "takes an integer"),
        ({"dimension": np.float32(2.7)}, "takes an integer, not '2.7"),
        ({"dimension": Decimal("2.7")}, "takes an integer, not '2.7'"),
        ({"dimension": Fraction(27, 10)}, "takes an integer, not '27/10'"),
        ({"dimension": Decimal("NaN")}, "takes an integer"),
        ({"dimension": np.float32("inf")}, "takes an integer"),
        ({"dimension": None}, "takes an integer"),
        ({"dimension": 0}, r"must be in \[1, 100\]"),
        ({"dimension": 10**5000}, r"must be in \[1, 100\], not an int too long to show"),
        ({"noise": float("nan")}, "must be"),
        ({"noise": 10**400}, "takes a number"),
        ({"shift": float("nan")}, "must be a finite number, not nan"),
        ({"noise": "inf"}, "must be a finite number, not inf"),
        ({"encoding": "P100"}, "did you mean"),
        ({"encoding": 3}, "takes text"),
        ({"positive": "perhaps"}, "takes true or false"),
        ({"dimension": float("inf")}, "takes an integer|must be in"),
    ],
)
def test_bad_options_are_one_clear_line(options, message):
    with pytest.raises(OptionError, match=message) as caught:
        build_config(Config, options)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("three", [3, 3.0, "3", np.int8(3), np.float32(3), Decimal(3), Fraction(3)])
def test_whole_numbers_of_every_type_are_integers(three):
    dimension = build_config(Config, {"dimension": three}).dimension
    assert (type(dimension), dimension) == (int, 3)


def test_digest_depends_on_every_field():
    assert config_digest(Config()) == config_digest(Config(dimension=5))
    assert config_digest(Config()) != config_digest(Config(positive=False))


def test_an_option_may_be_identified_by_what_its_value_names():
    @dataclass(frozen=True)
    class Named:
        place: str = option("", "a place", identity=lambda place: place.split("/")[-1])

    digests = {config_digest(Named(place)) for place in ("here/a", "there/a", "there/b")}
    assert len(digests) == 2


def test_an_option_added_later_changes_no_digest_at_its_default():
    @dataclass(frozen=True)
    class Before:
        size: int = option(5, "size")

    @dataclass(frozen=True)
    class After(Before):
        noise: float = option(0.0, "noise", added=True)
        place: str = option("", "a place", identity=len, added=True)

    old = config_digest(Before())
    assert config_digest(After()) == config_digest(After(noise=0)) == old
    assert config_digest(After(size=6)) == config_digest(Before(size=6)) != old
    changed = [After(noise=0.1), After(noise=0.2), After(place="x"), After(noise=0.1, place="x")]
    assert len({old, *map(config_digest, changed)}) == 5
