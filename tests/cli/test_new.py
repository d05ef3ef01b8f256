"""`sim new` and `sim list`: to start a scenario, and to see which there are."""

from pathlib import Path

import pytest

from tests.cli.front import SMALL, document, sim


def test_what_it_makes_validates_and_runs(tmp_path: Path) -> None:
    """A scenario, a record and a README that carry the name; no problem, and some events."""
    folder = tmp_path / "my-country"

    made = sim("new", folder)

    assert (made.exit_code, made.stderr) == (0, "")
    assert made.stdout == f"made {folder}; now: sim run {folder}\n"
    assert {file.name for file in folder.iterdir()} == {
        "README.md", "scenario.toml", "timeline.csv",
    }  # fmt: skip
    assert "my-country" in (folder / "README.md").read_text(encoding="utf-8")
    told = document("validate", folder, "--json")
    assert told["ok"] is True
    assert told["warnings"] == []
    assert document("run", folder, "--json")["events"]
    assert [folder] == [*tmp_path.iterdir()]


def test_the_change_that_the_first_page_tries_shows(tmp_path: Path) -> None:
    """The round of seed 4 ends in the agreement, nothing before it differs, and nobody asks on."""
    sim("new", tmp_path / "first")

    plain, changed = (
        document("run", tmp_path / "first", "--seed", "4", "--json", *change)["events"]
        for change in ([], ["--set", "success=0.8"])
    )

    parts = next(
        i for i, pair in enumerate(zip(plain, changed, strict=False)) if pair[0] != pair[1]
    )
    assert plain[parts]["kind"] == "round_held"
    assert [event["kind"] for event in changed[parts:]] == ["agreement_signed"]
    assert parts > 10


def test_folders_above_are_made_too(tmp_path: Path) -> None:
    """A first scenario needs no folder of scenarios."""
    assert sim("new", tmp_path / "scenarios" / "first").exit_code == 0
    assert (tmp_path / "scenarios" / "first" / "scenario.toml").is_file()


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    """Whoever made the folder first gets the scenario in it, as private as it was."""
    folder = tmp_path / "there"
    folder.mkdir(mode=0o700)

    result = sim("new", folder)

    assert (result.exit_code, result.stderr) == (0, "")
    assert (folder / "scenario.toml").is_file()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [folder] == [*tmp_path.iterdir()]


@pytest.mark.parametrize("kind", ["folder", "hidden file", "file", "dangling link", "link"])
def test_what_exists_is_left_alone(kind: str, tmp_path: Path) -> None:
    """Nothing is written over; a folder with anything in it is somebody's, and so is a link."""
    there = tmp_path / "there"
    if kind == "folder":
        (there / "notes").mkdir(parents=True)
    elif kind == "hidden file":
        there.mkdir()
        (there / ".keep").touch()
    elif kind == "link":
        (tmp_path / "x").mkdir()
        there.symlink_to(tmp_path / "x")
    elif kind == "file":
        there.write_text("mine", encoding="utf-8")
    else:
        there.symlink_to(tmp_path / "nowhere")

    result = sim("new", there)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{there}: exists already; choose another name\n"
    assert there in (left := [*tmp_path.iterdir()])
    assert len(left) == (2 if kind == "link" else 1)
    assert kind != "file" or there.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["my country", "-x", "a\x1b[31mb", "land.toml", "länd"])
def test_a_name_is_plain(name: str, tmp_path: Path) -> None:
    """Letters, digits, - and _; nothing is made."""
    result = sim("new", "--", tmp_path / name)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith("letters, digits, - and _ make a name\n")
    assert "\x1b" not in result.stderr
    assert [*tmp_path.iterdir()] == []


def test_a_failure_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither half a scenario nor the folders above it; an empty folder is left empty."""
    (tmp_path / "there").mkdir()
    written: list[Path] = []
    write = Path.write_text

    def failing(self: Path, *arguments: str, **named: str) -> int:
        if written:
            raise OSError(28, "No space left on device")
        written.append(self)
        return write(self, *arguments, **named)

    monkeypatch.setattr(Path, "write_text", failing)

    for place in (tmp_path / "a" / "b" / "c", tmp_path / "there"):
        written.clear()
        result = sim("new", place)

        assert written
        assert (result.exit_code, result.stdout) == (2, "")
        assert "cannot be made: No space left on device" in result.stderr
    assert [*tmp_path.iterdir()] == [tmp_path / "there"]
    assert [*(tmp_path / "there").iterdir()] == []


def test_a_file_in_the_way(tmp_path: Path) -> None:
    """A folder cannot be made below a file, and that is said."""
    (tmp_path / "file").touch()

    result = sim("new", tmp_path / "file" / "x")

    assert result.exit_code == 2
    assert "cannot be made" in result.stderr


def test_list_shows_scenarios_and_their_variants(tmp_path: Path) -> None:
    """With clock and title; a scenario that cannot be read is listed as such."""
    sim("new", tmp_path / "one")
    variants = tmp_path / "one" / "variants"
    variants.mkdir()
    (variants / "calm.toml").write_text('extends = "../scenario.toml"\n', encoding="utf-8")
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "scenario.toml").write_text("[clock\n", encoding="utf-8")
    (tmp_path / "neither").mkdir()

    result = sim("list", tmp_path)

    assert (result.exit_code, result.stderr) == (0, "")
    lines = [line.split() for line in result.stdout.splitlines()[2:]]
    assert lines[0][:5] == [str(tmp_path / "one"), "2030-01-01", "to", "2031-12-31", "one:"]
    assert lines[1] == [str(variants / "calm.toml"), "a", "variant"]
    assert lines[2][:7] == [str(tmp_path / "two"), "?", "to", "?", "(cannot", "be", "read:"]

    listed = document("list", tmp_path, "--json")["scenarios"]
    assert [entry["path"] for entry in listed] == [str(tmp_path / "one"), str(tmp_path / "two")]
    assert [entry["start"] for entry in listed] == ["2030-01-01", None]
    assert listed[0]["variants"] == [str(variants / "calm.toml")]


def test_list_of_a_folder_without_scenarios(tmp_path: Path) -> None:
    """An empty list is no error, and a word says what would be listed."""
    result = sim("list", tmp_path)

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith(f"no scenario in {tmp_path}")
    assert document("list", tmp_path, "--json") == {"scenarios": []}


def test_list_of_no_folder(tmp_path: Path) -> None:
    """A folder that is not there is wrong input."""
    result = sim("list", tmp_path / "none")

    assert result.exit_code == 2
    assert "no such folder" in result.stderr


def test_the_small_scenario_is_listed() -> None:
    """The folder above a scenario is what is listed."""
    listed = document("list", Path(SMALL).parent, "--json")["scenarios"]

    assert [entry["title"] for entry in listed] == ["A treaty on bases, in small"]
