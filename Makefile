# Everything a checkout needs. Each target first makes .venv from requirements.lock if it must.

PYTHON ?= python3
# Resolving with the oldest supported Python keeps every pin installable on the newer ones.
LOCK_PYTHON ?= python3.11
# For pytest: how many processes, and more, e.g. PYTEST_FLAGS="-k engine".
PYTEST_FLAGS ?= -n 2
# For benchmarks/mutants.py, e.g. MUTANTS_FLAGS="--jobs 2 log".
MUTANTS_FLAGS ?=
# More for pip-compile, e.g. LOCK_FLAGS=--upgrade.
LOCK_FLAGS ?=

VENV := .venv
BIN := $(VENV)/bin
# Two stamps: what is locked is installed, and the project itself is installed.
LOCKED := $(VENV)/.locked
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip --disable-pip-version-check
LOCK_DIR := build/lock
SCENARIO := scenarios/iraq-hmc-2024

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test lint types bench mutants docs lock clean

help: ## Print the targets
	@echo "make TARGET [PYTHON=python3.x]"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1	\2/p' $(MAKEFILE_LIST)

demo: $(READY) ## Validate and run the scenario that comes with the project
	$(BIN)/sim validate $(SCENARIO)
	$(BIN)/sim run $(SCENARIO) --seed 4

# The tests come last, so that the last line of the output is theirs.
test: lint types ## Everything that CI runs: lint, types, tests
	$(BIN)/pytest $(PYTEST_FLAGS)

lint: $(READY) ## Check style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY) ## Check types
	$(BIN)/mypy

bench: $(READY) ## Measure what events, ensembles and scores cost, and how fast the command starts
	$(BIN)/python benchmarks/engine.py
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/ensemble.py
	$(BIN)/python benchmarks/scoring.py
	$(BIN)/python benchmarks/check.py

mutants: $(READY) ## Change the core in small ways, and see which changes no test notices
	$(BIN)/python benchmarks/mutants.py $(MUTANTS_FLAGS)

docs: $(READY) ## Run the commands that the documents show, and renew their output
	$(BIN)/python docs/refresh.py

$(LOCKED): requirements.lock
	@command -v $(PYTHON) >/dev/null || \
	    { echo "$(PYTHON): not found; name a Python 3.11 or newer: make PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is \
	needed, $(PYTHON) is %d.%d; name another: make PYTHON=..." % sys.version_info[:2])'
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP) install -qq --only-binary :all: --require-hashes -r requirements.lock
	@touch $@

$(READY): pyproject.toml $(LOCKED)
	$(PIP) install -qq --no-deps --no-build-isolation -e .
	@touch $@

lock: ## Write requirements.lock anew from pyproject.toml
	$(LOCK_PYTHON) -m venv --clear $(LOCK_DIR)
	$(LOCK_DIR)/bin/pip install -qq --disable-pip-version-check --upgrade pip pip-tools
	$(LOCK_PYTHON) -c 'import tomllib; t = tomllib.load(open("pyproject.toml", "rb")); \
	    print(*t["project"]["dependencies"], sep="\n")' >$(LOCK_DIR)/runtime.in
	$(LOCK_PYTHON) -c 'import tomllib; t = tomllib.load(open("pyproject.toml", "rb")); \
	    print(*t["dependency-groups"]["dev"], sep="\n")' >$(LOCK_DIR)/dev.in
	CUSTOM_COMPILE_COMMAND="make lock" $(LOCK_DIR)/bin/pip-compile --quiet --no-config \
	    --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url \
	    --no-emit-trusted-host --no-emit-find-links $(LOCK_FLAGS) \
	    --output-file requirements.lock $(LOCK_DIR)/runtime.in $(LOCK_DIR)/dev.in

clean: ## Remove .venv, caches and what was built
	rm -rf $(VENV) build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
