"""The shape of the house: who may import whom, where each package lives, how long things get."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

import sim

ROOT = Path(__file__).resolve().parent.parent

ORDER = (
    "errors", "processes", "events", "chance", "language", "log", "situation", "actors", "scenario",
    "engine", "ensemble", "check", "score", "report", "testing", "cli",
)  # fmt: skip
"""The rooms as one meets them; each may import those before it, and itself."""

HOMES: dict[str, str | tuple[str, ...]] = {
    "attrs": "sim",
    "cattrs": "sim/scenario/structure.py",
    "click": "sim/cli",
    "distributed": "sim/ensemble/cluster.py",
    "hypothesis": "sim/check/search/explore.py",
    "numpy": ("sim/ensemble", "sim/score"),
    "pyarrow": "sim/ensemble/parquet.py",
    "pytest": "sim/testing.py",
    "rich": ("sim/report/terminal.py", "sim/report/progress.py"),
    "simpy": "sim/engine",
}
"""Where a package from outside may be imported; one that is not here, nowhere."""

PURE = ("events", "chance", "language", "situation", "actors", "log/log.py", "log/record.py",
        "scenario/model.py", "ensemble/projection.py", "check", "score", "report/beside.py",
        "report/check_documents.py", "report/checks.py", "report/considered.py", "report/tested.py",
        "report/timeline.py", "report/variant.py", "report/words.py")  # fmt: skip
"""What computes from its arguments alone."""

WORLD = {
    "io", "multiprocessing", "os", "pathlib", "random", "secrets", "shutil", "socket",
    "subprocess", "sys", "tempfile", "threading", "time", "uuid",
}  # fmt: skip
"""Packages through which the world gets in: files, the clock, chance, other processes."""

EXCEPT = {("log/record.py", "io"): "reads CSV from text"}
"""What a pure module may use all the same, and for what."""

CLOCK = {"now", "today", "utcnow", "monotonic", "perf_counter", "time_ns"}
"""Methods that read the clock."""

SUMMED = ("chance", "language", "situation", "engine")
"""Where numbers reach a log. `sum` rounds otherwise from Python 3.12 on: add in a loop there."""

LONGEST_MODULE = 300
LONGEST_FUNCTION = 50
LONGEST_FRONT = 60
SMALL_ROOM = 17
"""Files of a package that one finds one's way in without a map."""

FILES = sorted((ROOT / "sim").rglob("*.py"))
MODULES = [file.relative_to(ROOT / "sim").as_posix() for file in FILES]
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tree(module: str) -> ast.Module:
    """A module as Python reads it."""
    return ast.parse((ROOT / "sim" / module).read_text(encoding="utf-8"))


def imports(module: str) -> Iterator[tuple[str, int]]:
    """The full name of each module that a module imports, wherever it does, with its line."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno}: a relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from ((name, node.lineno) for name in names)


def room(name: str) -> str:
    """The room of `sim` that a dotted name or a path belongs to."""
    return name.removeprefix("sim.").replace("/", ".").removesuffix(".py").split(".")[0]


def pure(module: str) -> bool:
    """Whether a module computes from its arguments alone."""
    return room(module) in PURE or module in PURE


def functions(module: str) -> Iterator[Function]:
    """Every function and method of a module."""
    return (node for node in ast.walk(tree(module)) if isinstance(node, Function))


def test_the_rooms_are_those_of_the_order() -> None:
    """A new package is given its place in the order, in the front door's docstring and here."""
    assert {room(module) for module in MODULES} - {"__init__"} == set(ORDER)


def test_the_front_door_tells_the_order() -> None:
    """Its docstring names every room, one a line, in the order of imports."""
    assert sim.__doc__
    rows = [line.split() for line in sim.__doc__.splitlines() if line.startswith("    ")]

    assert [row[0] for row in rows] == list(ORDER)


def test_the_page_on_choices_tells_the_same_order() -> None:
    """`docs/why.md` names the rooms as the front door does."""
    text = (ROOT / "docs" / "why.md").read_text(encoding="utf-8")

    assert ", ".join(f"`{room}`" for room in ORDER) in text


def contents(room: Path) -> set[str]:
    """The files and folders of a package, by name."""
    folders = {file.parent.name for file in room.glob("*/__init__.py")}
    return folders | {file.stem for file in room.glob("*.py")} - {"__init__"}


LARGE = [room for room in sorted({f.parent for f in FILES}) if len(contents(room)) > SMALL_ROOM]


@pytest.mark.parametrize("room", LARGE, ids=lambda room: room.name)
def test_a_large_room_has_a_map(room: Path) -> None:
    """The docstring of a package with many files names each file and folder of it."""
    told = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8"))) or ""

    assert contents(room) - set(re.findall(r"\w+", told)) == set()


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_up(module: str) -> None:
    """A room imports only those that one meets before it."""
    if module == "__init__.py":
        return  # the front door opens every room
    allowed = {*ORDER[: ORDER.index(room(module)) + 1], "__version__"}
    wrong = [
        f"sim/{module}:{line}: imports {name}"
        for name, line in imports(module)
        if name.startswith("sim.") and room(name) not in allowed
    ]

    assert wrong == []


@pytest.mark.parametrize("module", MODULES)
def test_packages_from_outside_are_at_home(module: str) -> None:
    """Each is imported where it lives, so that it can be replaced there."""
    wrong = []
    for name, line in imports(module):
        package = name.split(".")[0]
        home = HOMES.get(package, "nowhere")
        if package not in {*sys.stdlib_module_names, "sim"} and not f"sim/{module}".startswith(
            home
        ):
            wrong.append(f"sim/{module}:{line}: imports {name}, whose home is {home}")

    assert wrong == []


def test_what_is_imported_is_declared() -> None:
    """Every package with a home is a dependency of the project, or of one of its extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    texts = chain(project["dependencies"], *extras)
    declared = {text.partition(">")[0] for text in texts}

    assert set(HOMES) <= declared


@pytest.mark.parametrize("module", [module for module in MODULES if pure(module)])
def test_the_pure_core_does_not_touch_the_world(module: str) -> None:
    """No files, no clock, no chance of its own: the same arguments give the same answer."""
    wrong = [
        f"sim/{module}:{line}: imports {name}"
        for name, line in imports(module)
        if name.split(".")[0] in WORLD and (module, name) not in EXCEPT
    ]
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            if name in CLOCK or (isinstance(node.func, ast.Name) and name in {"open", "input"}):
                wrong.append(f"sim/{module}:{node.lineno}: calls {name}")

    assert wrong == []


@pytest.mark.parametrize("module", MODULES)
def test_nobody_reads_the_clock(module: str) -> None:
    """A run does not know on what day it is made, nor does anything that prints one."""
    wrong = [
        f"sim/{module}:{node.lineno}"
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow"}
        and isinstance(node.value, ast.Name) and node.value.id in {"date", "datetime", "dt"}
    ]  # fmt: skip

    assert wrong == []


@pytest.mark.parametrize("module", [m for m in MODULES if room(m) in SUMMED])
def test_floats_are_never_summed_by_sum(module: str) -> None:
    """Where numbers reach a log they are added in a loop, alike in every version of Python."""
    wrong = [
        f"sim/{module}:{node.lineno}"
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name | ast.Attribute)
        and (node.func.id if isinstance(node.func, ast.Name) else node.func.attr)
        in {"sum", "fsum", "mean", "fmean"}
        and not (isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)
                 and node.func.value.id == "self")
    ]  # fmt: skip

    assert wrong == []


@pytest.mark.parametrize("module", MODULES)
def test_modules_are_short(module: str) -> None:
    """One screen after another, and not too many of them; a front door is a list of names."""
    lines = (ROOT / "sim" / module).read_text(encoding="utf-8").count("\n")

    assert lines <= (LONGEST_FRONT if module.endswith("__init__.py") else LONGEST_MODULE)


@pytest.mark.parametrize("module", MODULES)
def test_functions_are_short(module: str) -> None:
    """A body, its docstring aside, fits a screen."""
    long = []
    for function in functions(module):
        body = function.body[1:] if ast.get_docstring(function) else function.body
        length = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
        if length > LONGEST_FUNCTION:
            long.append(f"sim/{module}:{function.lineno}: {function.name} has {length} lines")

    assert long == []


@pytest.mark.parametrize("module", MODULES)
def test_everything_public_says_what_it_is(module: str) -> None:
    """Modules, classes, functions and methods without a leading underscore have a docstring."""
    whole = tree(module)
    silent = [] if ast.get_docstring(whole) else [f"sim/{module}:1"]
    classes = [node for node in ast.walk(whole) if isinstance(node, ast.ClassDef)]
    owners: list[ast.Module | ast.ClassDef] = [
        whole,
        *(one for one in classes if not one.name.startswith("_")),
    ]
    for owner in owners:
        silent += [
            f"sim/{module}:{node.lineno}: {node.name}"
            for node in owner.body
            if isinstance(node, Function | ast.ClassDef)
            and not node.name.startswith("_")
            and ast.get_docstring(node) is None
        ]

    assert silent == []


@pytest.mark.parametrize("module", MODULES)
def test_nothing_is_left_to_do(module: str) -> None:
    """What is not done is an issue of the project, and no remark in its source."""
    text = (ROOT / "sim" / module).read_text(encoding="utf-8")

    assert [mark for mark in ("TODO", "FIXME", "XXX", "HACK") if mark in text] == []


def test_the_front_door_is_small() -> None:
    """About ten names, sorted, each of which is there and says what it is."""
    assert sim.__all__ == [
        "Event", "InputError", "Log", "Program", "Projection", "RunError", "Scenario", "Standpoint",
        "Trace", "forecast", "load", "read_run", "replicate", "resume", "simulate", "write_run",
    ]  # fmt: skip
    assert all(getattr(sim, name).__doc__ for name in sim.__all__)
    assert set(sim.__all__) <= set(dir(sim)) | set(sim._HOMES)


def test_the_front_door_knows_nothing_else() -> None:
    """A name that is not there is an AttributeError, as with any module."""
    with pytest.raises(AttributeError, match="module 'sim' has no attribute 'simulat'"):
        _ = sim.simulat


def every_test() -> list[tuple[Path, Function]]:
    """Every test, with its file."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return [
        (file, node)
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, Function) and node.name.startswith("test_")
    ]


def test_every_test_says_what_it_expects() -> None:
    """In one docstring that begins with a sentence."""
    silent = [
        f"{file.relative_to(ROOT)}:{test.lineno}: {test.name}"
        for file, test in every_test()
        if not (ast.get_docstring(test) or "").partition("\n")[0].endswith((".", "?", "!", ":"))
    ]

    assert silent == []
