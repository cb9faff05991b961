# make run    set everything up, ingest the sample library, answer one question, serve the page on 127.0.0.1
# make test   set everything up and run every test, the browser tests included
# Only files whose hashes are pinned are installed, and only wheels, so that nothing of others is built or run on the way. Where an index
# serves other files, or the platform has no wheels, `make HASHES=no …` installs by version alone.
HASHES ?= yes
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
HAVE_PYTHON := $(shell command -v $(PYTHON) 2>/dev/null || command -v python3)

# Modules are compiled once and not in every process again, whatever the environment says: tests start many.
export PYTHONDONTWRITEBYTECODE :=

PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile
ifeq ($(HASHES),no)
INSTALL = echo "HASHES=no: versions are pinned, hashes are not checked." && $(PIP) -c constraints.txt -e '.$(2)'
else
# The files name everything, so that nothing is resolved. Torch for the processor alone is taken where the index has it.
HASHED := $(PIP) --no-deps --only-binary :all: --require-hashes
INSTALL = { { $(HASHED) -r hashes-cpu.txt 2>/dev/null \
	|| { echo "This index has no torch for the processor alone: taking it as it comes, on Linux with 3 GB for graphics cards ..." && $(HASHED) -r hashes-cuda.txt; }; } \
	&& $(HASHED) $(1) && $(PIP) --no-deps --no-index --no-build-isolation -e . && $(BIN)/python -m pip check --disable-pip-version-check >/dev/null; } \
	|| { echo "Not installed. If this index serves other files than those whose hashes are pinned, make HASHES=no ... goes by version alone." >&2; exit 1; }
endif

.DEFAULT_GOAL := help
.PHONY: help install install-dev run demo test lint audit format bench clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

$(BIN)/python:
	@$(HAVE_PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "Python 3.11 is needed: set PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Making $(VENV) with $(HAVE_PYTHON) ..."
	@$(HAVE_PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt $(wildcard hashes*.txt) | $(BIN)/python
	@echo "Installing what it needs into $(VENV): several minutes the first time, about 2 GB ..."
	@$(call INSTALL,-r hashes.txt)
	@touch $@

# In one go, not after `install`; only where both are asked for in one call the two do not run side by side.
$(VENV)/.installed-dev: pyproject.toml constraints.txt $(wildcard hashes*.txt) | $(BIN)/python $(if $(filter install run demo,$(MAKECMDGOALS)),$(VENV)/.installed)
	@echo "Installing what it, its tests and lint need into $(VENV): several minutes the first time, about 2 GB ..."
	@$(call INSTALL,-r hashes.txt -r hashes-dev.txt,[dev])
	@touch $(VENV)/.installed $@

install: $(VENV)/.installed  ## make .venv with .venv/bin/desk

install-dev: $(VENV)/.installed-dev  ## install, and what tests and lint need

run: install  ## ingest the sample library, answer one question, serve the page
	@$(BIN)/desk demo --serve

demo: install  ## ingest the sample library and answer one question in the terminal
	@$(BIN)/desk demo

# Tests write many small files and wait until each is safe on its disk, for longer than all else takes: where a folder in memory has
# 3 GB free, theirs are there. They check what is left of a killed process, which a file in memory outlives as well; none cuts the power.
IN_MEMORY = $(shell df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 3000000 {print "TMPDIR=/dev/shm"}')

# Files are begun in their order: those of a browser and of processes, few tests that take long each, are not left to the end.
test: install-dev  ## run all tests
	@command -v chromium >/dev/null || sh tests/install_chromium.sh
	$(IN_MEMORY) $(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

lint: install-dev  ## ruff, mypy --strict, layers, spelling
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_layers.py
	$(BIN)/codespell research ingest ui tests README.md CHANGELOG.md

audit: install-dev  ## look up every pinned version in the vulnerability service
	@$(BIN)/python -m tests.audit

format: install-dev  ## put the code in shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:  ## remove the environment and the sample's workspace
	rm -rf $(VENV) data/sample-workspace build *.egg-info
