# The two commands a newcomer needs: `make demo` and `make test`. README.md says more.
SHELL := /bin/bash
PORT ?= 8000
BIN := .venv/bin
# Two at a time, a file in one process: each process has a database of its own. In our order: slow files come first.
ARGS ?= -n 2 --dist loadfile --no-loadscope-reorder

.PHONY: help demo test lint format screenshots bench messages docs lock setup setup-dev clean

help:
	@echo "make demo         a whole province on this machine (PORT=$(PORT)); Ctrl-C stops it, the data stay"
	@echo "make test         every test: unit, house, property, conformance, browser (ARGS='tests/rules -x' for some)"
	@echo "make lint         every gate: style, types, imports, sizes, templates, migrations, generated files, locks"
	@echo "make bench        measures commands, pages and ratios to other engines on this machine (about 25 minutes)"
	@echo "make screenshots  the pictures of the README, taken from a small province"
	@echo "make docs         writes the rule catalogue, the data formats and the OpenAPI file from the code"
	@echo "make messages     collects the interface's texts for translation"
	@echo "make lock         resolves requirements*.txt again after a change of pyproject.toml"
	@echo "make clean        removes what was installed or made here, the demo's data too"

demo: setup
	@exec $(BIN)/xinan demo --port $(PORT)

test: setup-dev
	@$(BIN)/pytest $(ARGS)

lint: setup-dev
	@exec $(BIN)/python -m tools.lint

format: setup-dev
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

screenshots: setup-dev
	@exec $(BIN)/python -m tools.screenshots

bench: setup-dev
	@exec $(BIN)/python -m tools.bench

messages: setup-dev
	@exec $(BIN)/xinan messages collect

docs: setup
	@exec $(BIN)/xinan docs

lock:
	@tools/lock.sh

setup:
	@tools/setup.sh run

setup-dev:
	@tools/setup.sh dev

clean:
	@rm -rf .venv node_modules .xinan .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis test-results
