# Two targets matter to a newcomer: `make demo` and `make test`. Both make .venv first, and are quick again.
#
#   make demo PYTHON=python3.12
#   make demo TORCH_INDEX=URL     another package index, for a CPU-only torch where the default brings CUDA

PYTHON ?= python3
VENV ?= .venv
TORCH_INDEX ?=
REPORT ?= demo-report
EXAMPLES ?= 5000

BIN := $(VENV)/bin
# -qq: pip's warnings about this machine's own configuration are not what a newcomer should read first.
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --constraint constraints.txt
INDEX := $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX))
SOURCES := $(shell find harness -name '*.py') reference tests
# Asking an older interpreter would end in a puzzling message from pip.
FLOOR := import sys; sys.exit(sys.version_info < (3, 11) and "Handgrad needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Say which with: make PYTHON=python3.12 ...")

.PHONY: demo test test-all fuzz exploits lint types golden clean help
.DEFAULT_GOAL := help

help:
	@echo "make demo      install into $(VENV), grade the sample class, write reports to $(REPORT)/"
	@echo "make test      install, and run every test that is not marked slow"
	@echo "make test-all  the slow ones too"
	@echo "make fuzz      the parsers of hostile bytes, EXAMPLES=$(EXAMPLES) new inputs for each"
	@echo "make exploits  show each exploit to be right when run plainly, judge it, and print how many get through"
	@echo "make lint      ruff;  make types  mypy --strict;  make golden  rebuild the goldens"

$(VENV)/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c '$(FLOOR)'
	@echo "Installing into $(VENV) (the first time takes a minute or two) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) $(INDEX) --editable .
	@# The first command should be as quick as the second, also where Python was told not to write bytecode.
	@$(BIN)/python -m compileall -q harness
	@touch $@

$(VENV)/installed-test: $(VENV)/installed
	@$(PIP) $(INDEX) --editable '.[test]'
	@touch $@

# Ray is for the slow tests of a cluster alone, and about 80 MB.
$(VENV)/installed-ray: $(VENV)/installed-test
	@$(PIP) $(INDEX) --editable '.[test,ray]'
	@touch $@

$(VENV)/installed-lint: $(VENV)/installed
	@$(PIP) $(INDEX) --editable '.[test,lint]'
	@touch $@

demo: $(VENV)/installed
	@$(BIN)/handgrad grade submissions/class --exit-zero --format html --output $(REPORT)

test: $(VENV)/installed-test
	@$(BIN)/python -m pytest -q

test-all: $(VENV)/installed-ray
	@$(BIN)/python -m pytest -q -m ""

fuzz: $(VENV)/installed-test
	@HANDGRAD_FUZZ_EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest -q tests/fuzz
exploits: $(VENV)/installed-test
	@$(BIN)/python -m pytest -q -m "" $(wildcard tests/exploits tests/honest)
	@$(BIN)/python -m tests.exploits.count

lint: $(VENV)/installed-lint
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

types: $(VENV)/installed-lint
	@$(BIN)/mypy

golden: $(VENV)/installed
	@$(BIN)/handgrad golden

clean:
	@rm -rf $(VENV) $(REPORT)
