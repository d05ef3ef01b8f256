"""What all tests share: Hypothesis profiles, a home for its files, and imports from `tests`.

Profiles, chosen by HYPOTHESIS_PROFILE (else `ci` where CI is set, else `dev`):

    dev     few examples, other ones each time
    ci      the same examples each time, on every machine
    night   many examples, other ones each time; what fails is printed as a blob to repeat it
    mutants the examples of ci; that one fails is all that counts, so it is not made smaller
"""

import os
import sys
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis.configuration import set_hypothesis_home_dir

# Tests are no package, and pytest's importlib mode adds no folder to the path: with the checkout on
# it, `from tests.strategies import ...` means one module for pytest, mypy and a new process alike.
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

# Even without a database of examples Hypothesis keeps files; they do not belong in the checkout.
set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "drawdown-hypothesis")

settings.register_profile(
    "dev",
    deadline=None,
    database=None,
    max_examples=25,
    # Building a scenario takes a hundred draws; a loaded machine makes that look slow.
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile(
    "ci", settings.get_profile("dev"), derandomize=True, max_examples=50, print_blob=True
)
settings.register_profile("night", settings.get_profile("dev"), max_examples=2_000, print_blob=True)
settings.register_profile(
    "mutants", settings.get_profile("ci"), phases=(Phase.explicit, Phase.generate)
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))

collect_ignore_glob = ["*.toml"]
"""Scenarios here are what tests are made of, and no tests themselves."""
