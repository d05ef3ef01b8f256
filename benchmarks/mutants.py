"""How strong the tests are: `python benchmarks/mutants.py [--write] [PART ...]`.

mutmut changes the pure core in one small way at a time (a mutant: `<` for `<=`, None for a value,
an argument left out) and runs the tests of that part until one fails. A mutant that no test notices
lives, and so does one that no test reaches. Exit status 1 where more than a tenth of a part's
mutants live, or one lives that benchmarks/mutants.toml does not explain, or it explains one that
does not live. --write puts the figures into docs/mutants.md. For whoever writes tests, --again
tries only what lived the last time and what is new since, and --told tells what was found without
trying anything. Work is kept under build/mutants.
"""

import argparse
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import attrs
from mutmut.mutation.diff_apply import get_diff_for_mutant

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "build" / "mutants"
EXPLAINED = ROOT / "benchmarks" / "mutants.toml"
DOCUMENT = ROOT / "docs" / "mutants.md"
MOST = 0.10
"""The share of a part's mutants that may live."""

SLOW = [f"--ignore=tests/score/test_{name}.py" for name in ("propriety", "every_score")]
"""Laws of scores over thousands of made histories: they would run for every mutant."""

PARTS: dict[str, tuple[list[str], list[str]]] = {
    "situation": (["sim/situation/*.py"], ["tests/situation"]),
    "procedure": (["sim/engine/procedure.py"], ["tests/engine/test_procedure.py"]),
    "log": (
        [f"sim/log/{name}.py" for name in ("contested", "log", "record", "rows", "run_file")],
        ["tests/log"],
    ),
    "score": (["sim/score/*.py"], ["tests/score", *SLOW]),
}
"""By part: the modules that are changed, and the tests that should notice."""

NOTICED = {1: "killed", 3: "killed"} | dict.fromkeys((24, -24, 36, 152, 255), "never ended")
"""What mutmut's exit codes of a mutant's tests say; whatever else they are, it lives."""
UNREACHED = {5, 33}
"""Exit codes of mutants that no test reaches."""


@attrs.frozen(order=True)
class Mutant:
    """One change: the function that it is made in, and the lines before and after."""

    function: str
    change: str


@attrs.frozen
class Part:
    """What became of a part's mutants: how many, and those that live."""

    name: str
    fates: Counter[str]
    alive: tuple[Mutant, ...]

    @property
    def share(self) -> float:
        """The share that lives."""
        return len(self.alive) / self.fates.total()

    @property
    def row(self) -> str:
        """The part as a row of a table."""
        fates = self.fates
        return (
            f"| {self.name} | {fates.total():,} | {fates['killed']:,} | {fates['never ended']:,}"
            f" | {fates['survived']:,} | {fates['not reached']:,} | {100 * self.share:.1f} % |"
        )


def laid_out(name: str) -> Path:
    """A folder in which mutmut finds the checkout, and what is to be changed and run."""
    folder = WORK / name
    folder.mkdir(parents=True, exist_ok=True)
    copied = ["tests", "scenarios", "docs", "benchmarks", "README.md"]
    for each in ("sim", *copied):
        with contextlib.suppress(FileExistsError):
            (folder / each).symlink_to(ROOT / each)
    modules, tests = PARTS[name]
    table = {
        "source_paths": ["sim"],
        "only_mutate": modules,
        "also_copy": copied,
        "pytest_add_cli_args": ["-p", "no:cacheprovider"],
        "pytest_add_cli_args_test_selection": tests,
        "use_git_change_detection": False,
    }
    rows = [f"{key} = {json.dumps(value)}" for key, value in table.items()]
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    text = "\n".join([project, "[tool.mutmut]", *rows, ""])
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    return folder


def codes(folder: Path) -> Iterator[tuple[Path, str, int | None]]:
    """The module, name and exit code of every mutant in a folder."""
    for file in sorted((folder / "mutants" / "sim").rglob("*.meta")):
        module = file.relative_to(folder / "mutants").with_suffix("")
        for mutant, code in json.loads(file.read_text(encoding="utf-8"))[
            "exit_code_by_key"
        ].items():
            yield module, mutant, code


def run(name: str, jobs: int, *, again: bool) -> None:
    """Let mutmut try a part's mutants: all of them, or those that lived and those that are new."""
    if not again:
        shutil.rmtree(WORK / name, ignore_errors=True)
    folder = laid_out(name)
    # Which tests reach a function is found out anew: functions may have moved.
    (folder / "mutants" / "mutmut-stats.json").unlink(missing_ok=True)
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(jobs)]
    profile = {"HYPOTHESIS_PROFILE": "mutants"}  # the same examples each time, so the same verdict
    lived = [mutant for _, mutant, code in codes(folder) if code not in {*NOTICED, None}]
    subprocess.run(command, cwd=folder, env=os.environ | profile, check=True)
    lived = [mutant for _, mutant, _ in codes(folder) if mutant in lived]
    if lived:
        subprocess.run([*command, *lived], cwd=folder, env=os.environ | profile, check=True)


def found(name: str) -> Part:
    """What became of a part's mutants when they were tried."""
    fates: Counter[str] = Counter()
    alive = []
    with contextlib.chdir(WORK / name):
        for module, mutant, code in codes(WORK / name):
            fates[NOTICED.get(code or 0, "not reached" if code in UNREACHED else "survived")] += 1
            if code not in NOTICED:
                alive.append(Mutant(function_of(mutant), change_of(mutant, module)))
    return Part(name, fates, tuple(sorted(alive)))


def function_of(mutant: str) -> str:
    """The dotted name of the function that a mutant's name begins with."""
    before, _, name = mutant.rpartition("__mutmut_")[0].rpartition(".")
    return f"{before}.{name.removeprefix('xǁ').replace('ǁ', '.') if 'ǁ' in name else name[2:]}"


def change_of(mutant: str, module: Path) -> str:
    """The lines that a mutant changes: `before -> after`."""
    lines = get_diff_for_mutant(mutant, path=module).splitlines()[2:]
    sides = [
        " ".join(line[1:].strip() for line in lines if line.startswith(mark)) for mark in ("-", "+")
    ]
    return " -> ".join(sides)


def explanations() -> dict[Mutant, str]:
    """Why each mutant lives that is known to."""
    tables = tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))["alive"]
    return {
        Mutant(table["function"], change): table["why"]
        for table in tables
        for change in table["changes"]
    }


def faults(parts: Iterable[Part], known: Mapping[Mutant, str]) -> Iterator[str]:
    """What is wrong: too many alive, some unexplained, some explained that are dead."""
    for part in parts:
        if part.share > MOST:
            yield f"{part.name}: {100 * part.share:.1f} % live; at most {100 * MOST:g} % may"
        for mutant in sorted({*part.alive} - {*known}):
            yield f"unexplained: {mutant.function}: {mutant.change}"
        modules = tuple(one.removesuffix("*.py").removesuffix(".py").replace("/", ".")
                        for one in PARTS[part.name][0])  # fmt: skip
        here = {mutant for mutant in known if mutant.function.startswith(modules)}
        for mutant in sorted(here - {*part.alive}):
            yield f"explained, and not alive: {mutant.function}: {mutant.change}"


def figures(parts: Iterable[Part]) -> str:
    """The parts as a table."""
    head = "| part | mutants | killed | never ended | survived | not reached | alive |"
    return "\n".join([head, "|---|---|---|---|---|---|---|", *(part.row for part in parts)])


def listed(known: Mapping[Mutant, str]) -> str:
    """The explanations, one a line, by function."""
    times = Counter((mutant.function, why) for mutant, why in known.items())
    return "\n".join(f"- `{name}` ({times[name, why]}): {why}" for name, why in sorted(times))


def main() -> int:
    """Try the parts, print what became of them, and write where that is asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--write", action="store_true")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--again", action="store_true", help="only what lived, and what is new")
    how.add_argument("--told", action="store_true", help="nothing: what was found the last time")
    parser.add_argument("--jobs", type=int, default=1)
    asked = parser.parse_args()
    if unknown := {*asked.parts} - {*PARTS}:
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    if asked.write and asked.parts:
        parser.error("--write stands for all parts")
    names = asked.parts or [*PARTS]
    for name in names if not asked.told else ():
        run(name, asked.jobs, again=asked.again)
    known = explanations()
    parts = [found(name) for name in names]
    wrong = [*faults(parts, known)]
    print(figures(parts), *wrong, sep="\n")
    if asked.write:
        text = DOCUMENT.read_text(encoding="utf-8")
        for mark, lines in (("figures", figures(parts)), ("alive", listed(known))):
            before, _, rest = text.partition(f"<!-- {mark} -->\n")
            after = rest.partition(f"<!-- end of {mark} -->")[2]
            text = f"{before}<!-- {mark} -->\n{lines}\n<!-- end of {mark} -->{after}"
        DOCUMENT.write_text(text, encoding="utf-8")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
