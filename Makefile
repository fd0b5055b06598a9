# `make demo` shows Remit at work; `make test` runs every check. Both make what they need, from locked requirements.

PYTHON ?= python3
WORKERS ?= 2

VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check
LOCKED := $(INSTALL) --require-hashes --only-binary=:all:

# The core is all of ledger but its shell, the modules that touch disk, clock or database.
CORE := src/ledger/*
SHELL_OF_CORE := src/ledger/store/*,src/ledger/service.py,src/ledger/bundling.py,src/ledger/copying.py,src/ledger/heads.py,src/ledger/gather.py,src/ledger/outbox.py,src/ledger/keyfiles.py,src/ledger/headfile.py,src/ledger/durable.py,src/ledger/publishing.py,src/ledger/watching.py,src/ledger/witness.py,src/ledger/cosigned.py,src/ledger/signers.py,src/ledger/tokens.py

# The core is covered by its own tests alone; measuring that slows them down, so the others run apart.
OF_CORE := tests/ledger

# Where CI=true, the slow tests run as well.
ifeq ($(CI),true)
MARKED := not long
else
MARKED := not slow and not long
endif

.PHONY: demo test lint bench lock clean

demo: $(VENV)/project.stamp
	$(BIN)/remit demo

test: lint
	$(BIN)/python -m pytest -n $(WORKERS) -m "$(MARKED)" $(OF_CORE) --cov --cov-report=
	$(BIN)/python -m pytest -n $(WORKERS) -m "$(MARKED)" tests $(OF_CORE:%=--ignore=%)
	$(BIN)/python -m coverage report --include='$(CORE)' --omit='$(SHELL_OF_CORE)' --fail-under=100

# A process of mypy's own that does not start within 3 seconds, on a busy machine, ends it: then one does it all.
lint: $(VENV)/project.stamp $(VENV)/test.stamp
	$(BIN)/python -m ruff check .
	$(BIN)/python -m mypy --num-workers $(WORKERS) || $(BIN)/python -m mypy
	$(BIN)/lint-imports

bench: $(VENV)/project.stamp $(VENV)/test.stamp
	$(BIN)/python bench/run.py
	$(BIN)/python bench/year.py
	$(BIN)/python bench/authority.py

# Resolves requirements/*.in anew, for every Python from 3.11 on and every platform; needs a package index.
lock: $(VENV)-lock/stamp
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(VENV)-lock/$(notdir $(BIN))/uv pip compile --quiet --universal --python-version 3.11 \
	    --generate-hashes --output-file requirements/run.txt requirements/run.in
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(VENV)-lock/$(notdir $(BIN))/uv pip compile --quiet --universal --python-version 3.11 \
	    --generate-hashes --output-file requirements/test.txt requirements/test.in
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(VENV)-lock/$(notdir $(BIN))/uv pip compile --quiet --universal --python-version 3.11 \
	    --generate-hashes --output-file requirements/pkcs11.txt requirements/pkcs11.in

clean:
	rm -rf $(VENV) $(VENV)-lock .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist

$(VENV)/run.stamp: requirements/run.txt
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "expected Python 3.11 or later as $(PYTHON), got " + sys.version.split()[0])'
	$(PYTHON) -m venv --clear $(VENV)
	$(LOCKED) -r requirements/run.txt
	@touch $@

$(VENV)/project.stamp: $(VENV)/run.stamp pyproject.toml
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/test.stamp: $(VENV)/run.stamp requirements/test.txt | $(VENV)/project.stamp
	$(LOCKED) -r requirements/test.txt
	@touch $@

$(VENV)-lock/stamp:
	$(PYTHON) -m venv --clear $(VENV)-lock
	$(VENV)-lock/$(notdir $(BIN))/python -m pip install -qq --disable-pip-version-check uv==0.13.9
	@touch $@
