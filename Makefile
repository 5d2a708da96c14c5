SHELL := /bin/bash
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do command -v $$p && break; done)
BIN := .venv/bin
EXTRAS := dev,frame,notebook,serve,train
TORCH := 2.13.0
SEED := seeds/lithuania-belarus

.DEFAULT_GOAL := help
.PHONY: help demo docs test lint format lock clean readers audit

help:  ## Show what can be made
	@grep -E '^[a-z.]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z.]+):.*## /\1\t/' | expand -t 12

demo: .venv/.installed  ## Check the example article against its references
	@$(BIN)/sayso check $(SEED)/article.txt --corpus $(SEED)/references

test: .venv/.installed lint readers  ## Lint, types and all tests
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

docs: .venv/.installed  ## Build the documentation into build/site
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet
	@echo build/site/index.html

lint: .venv/.installed  ## Lint, layout and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

audit: .venv/.installed  ## Look up the pinned packages among known vulnerabilities
	@tests/audit.sh

format: .venv/.installed  ## Put code into the project's layout
	@$(BIN)/ruff check --fix --exit-zero --quiet .
	@$(BIN)/ruff format .

readers:
	@tests/install.sh

# Made anew when what it was made from changes; `make clean` first to drop packages that are no longer needed.
.venv/.installed: requirements.lock pyproject.toml
	@test -x $(BIN)/pip || { \
	  '$(PYTHON)' -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	    || { echo "SaySo needs Python 3.11 or newer: install it, or name one with make PYTHON=/path/to/python3.11" >&2; exit 1; }; \
	  '$(PYTHON)' -m venv .venv \
	    || { rm -rf .venv; echo "cannot make a virtual environment: on Debian and Ubuntu install python3-venv" >&2; exit 1; }; \
	}
	@echo "installing into .venv (some minutes the first time)" >&2
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --requirement requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --editable .
	@touch $@

# What torch needs on a machine with a GPU comes with torch, in the versions that its own metadata pins.
define WRITE_LOCK
import json, re, sys
found = {}
for item in json.load(sys.stdin)["install"]:
    name = re.sub(r"[-_.]+", "-", item["metadata"]["name"]).lower()
    if name != "sayso" and not re.match(r"(nvidia|cuda|triton)(-|$$)", name):
        found[name] = item["metadata"]["version"].split("+")[0]
print("# Every package of SaySo with the extras $(EXTRAS), for Linux and Python 3.11.")
print("# Made by `make lock`; do not edit.")
for name in sorted(found):
    print(f"{name}=={found[name]}")
endef
export WRITE_LOCK

lock:  ## Pin the newest packages that fit pyproject.toml
	@test -x $(BIN)/pip || '$(PYTHON)' -m venv .venv
	@$(BIN)/python -m pip install -qq --dry-run --ignore-installed --report .venv/lock.json \
	  '.[$(EXTRAS)]' 'torch==$(TORCH)'
	@$(BIN)/python -c "$$WRITE_LOCK" < .venv/lock.json > .venv/requirements.lock
	@mv .venv/requirements.lock requirements.lock

clean:  ## Remove the virtual environment and all caches
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
