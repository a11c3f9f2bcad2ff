# `make serve` and `make test` are all a fresh machine needs; `make help` lists the rest.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
LOCK   := tooling/lock

.DEFAULT_GOAL := help
.PHONY: help serve dev test lint types unit generate check fuzz mutants bench lock clean

help:  ## List the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

serve: $(VENV)/.serve  ## Run the mock of all three APIs on port 4010
	$(BIN)/fleetmock serve

test: $(VENV)/.dev lint types check unit  ## Everything that must pass

dev: $(VENV)/.dev  ## The virtual environment with everything that validate, generate and fuzz need

lint: $(VENV)/.dev  ## ruff, both halves
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev  ## mypy --strict
	$(BIN)/mypy

check: $(VENV)/.dev  ## The specs are valid and generated/ is what they generate
	$(BIN)/fleetmock validate
	$(BIN)/fleetmock generate --check

unit: $(VENV)/.dev  ## The tests
	$(BIN)/pytest -n auto

generate: $(VENV)/.dev  ## Regenerate generated/ from specs/
	$(BIN)/fleetmock generate

fuzz: $(VENV)/.dev  ## Fuzz our own mock, 100 examples per operation
	$(BIN)/fleetmock fuzz --max-examples 100

mutants: $(VENV)/.dev  ## Plant faults in the mock and see who finds them; about 25 minutes on two processors
	$(BIN)/fleetmock mutants --out tooling/results

bench: $(VENV)/.dev  ## Measure the mock beside other mocks; about ten minutes, on a machine with nothing else to do
	$(BIN)/fleetmock bench

lock: $(VENV)/.dev  ## Resolve the dependency ranges again and pin the result
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile -q -U --universal --generate-hashes --no-annotate --no-header \
	  --extra dev -o $(LOCK)/dev.txt pyproject.toml
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-annotate --no-header \
	  -c $(LOCK)/dev.txt -o $(LOCK)/serve.txt pyproject.toml $(LOCK)/build.in

clean:  ## Remove the virtual environment and caches
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache build dist

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "fleetmock needs Python 3.11 or newer; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

# The locks hold hashes, so nothing but the pinned files can be installed; the project itself comes last, without
# its own resolution and built by the locked hatchling.
$(VENV)/.serve: $(LOCK)/serve.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(LOCK)/serve.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

# Compiling all that is installed would take longer than installing it; what is imported is compiled then.
$(VENV)/.dev: $(LOCK)/dev.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r $(LOCK)/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@ $(VENV)/.serve
