# `make help` lists the targets. `make` alone does what CI does (.ci/run): the offline suite, the pages in a browser,
# then a real extraction.
# A fresh machine needs Python 3.11 or later and make; everything else is installed into .venv, held by hashes.

PYTHON ?= $(firstword $(foreach p,python3 python3.13 python3.12 python3.11,\
  $(shell $(p) -c 'import sys; print("$(p)" if sys.version_info >= (3, 11) else "")' 2>/dev/null)))
BIN := .venv/bin
INSTALLED := .venv/.installed
SHARED ?= ../shared
RECORDED ?= tests
RUN ?= out

.DEFAULT_GOAL := ci
.PHONY: ci help install run test lint types layers tests test-browser test-language smoke record pictures walkthrough chaos \
  chaos-review bench-countries bench-names schemas lock clean

ci: test test-browser smoke  ## what CI runs

help:  ## list the targets
	@sed -n 's/^\([a-z][a-z-]*%*\):.*  ## /\1\t/p' Makefile | expand -t 14

install: $(INSTALLED)  ## make .venv and install memcon, its model server and its tools

$(INSTALLED): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "memcon needs Python 3.11 or later: install it, or say make PYTHON=..." >&2; exit 2; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

run: $(INSTALLED)  ## extract the five articles in seeds/ into out/, with the model on this machine
	$(BIN)/memcon extract seeds -o out

test: lint types layers tests  ## everything that needs no network: lint, types, layers, and the suite with its coverage

lint: $(INSTALLED)  ## ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(INSTALLED)  ## mypy, strict
	$(BIN)/mypy

layers: $(INSTALLED)  ## who may import whom
	$(BIN)/lint-imports --no-cache >.venv/layers.log || { cat .venv/layers.log; exit 1; }

tests: $(INSTALLED)  ## the suite alone, from cassettes
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -q --numprocesses=auto --maxprocesses=8 --dist=worksteal
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

test-browser: $(INSTALLED)  ## the report in headless Chromium, which is installed where it is missing and may be
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; } || \
	  { echo "the browser tests need Chromium: install it, as with: sudo apt-get install chromium" >&2; exit 2; }
	$(BIN)/python -m pytest -q -m browser -n0 tests/browser $(ARGS)

pictures: $(INSTALLED)  ## draw the pictures in docs/ anew, of the run in RUN, as after make run
	$(BIN)/python -m pytest -q -m browser -n0 tests/browser/test_docs_pictures.py --pictures-of=$(RUN)

test-language: $(INSTALLED)  ## what of a language's examples is read: LANG= its tag, CHECK= one kind of example
	PYTHONPATH=src:tests $(BIN)/python -m languages.checks $(LANG) $(if $(CHECK),--check $(CHECK))

smoke: $(INSTALLED)  ## one seed through the real embedded model, its record verified, and the model's own tests
	rm -rf out/smoke
	$(BIN)/memcon extract seeds/002_ea5ab3ec2cc0784d.txt -o out/smoke --ledger out/smoke/ledger.sqlite
	$(BIN)/memcon verify out/smoke
	$(BIN)/python -m pytest -q -m embedded

record: $(INSTALLED)  ## ask the embedded model again for every answer in cassettes/; takes a while
	$(BIN)/python tests/helpers/record.py $(RECORDED)

bench-ground: ARGS ?= --gold $(SHARED)/gold --seeds seeds
bench-quality: ARGS ?= $(SHARED)
bench-countries bench-names: bench-countries_names ;
bench-resume: ARGS ?= $(SHARED)
bench-%: $(INSTALLED)  ## run benchmarks/bench_%.py; ARGS= are its arguments, SHARED= holds gold/, which is not in here
	$(BIN)/python benchmarks/bench_$*.py $(ARGS)

chaos: $(INSTALLED)  ## kill a run again and again among faults: nothing may be lost, or paid twice
	$(BIN)/python benchmarks/chaos.py $(ARGS)

chaos-review: $(INSTALLED)  ## kill the review server twenty times while decisions are posted: none that it told of is lost
	MEMCON_TEST_KILLS=20 MEMCON_TEST_SEED=$${SEED:-$$(date +%Y%m%d%H%M)} $(BIN)/python -m pytest -q -s -n0 \
	  tests/pages/test_review_server.py -k kill

walkthrough: $(INSTALLED)  ## extract, other prompts, diff, review, extract again, with the real model; pictures into docs/
	$(BIN)/python benchmarks/walkthrough.py $(ARGS)

schemas: $(INSTALLED)  ## write schemas/ anew from the records
	$(BIN)/memcon schema --write schemas

lock: $(INSTALLED)  ## resolve requirements.lock anew, for every platform and Python from 3.11
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --extra local --group dev \
	  --generate-hashes --upgrade --custom-compile-command "make lock" --output-file requirements.lock

clean:  ## remove .venv, caches and out/
	rm -rf .venv .mypy_cache .ruff_cache .hypothesis .coverage* out dist
