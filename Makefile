# `make help` lists the targets. `make` alone does what CI does (.ci/run). A fresh machine needs Python 3.11 or later and
# make; everything else is installed into .venv, held by hashes.

PYTHON ?= $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11,\
  $(shell $(p) -c 'import sys; print("$(p)" if sys.version_info >= (3, 11) else "")' 2>/dev/null)))
BIN := .venv/bin
INSTALLED := .venv/.installed
SHARED ?= ../shared
RECORDED ?= tests
RUN ?= out
QUICK := $(wildcard $(addprefix tests/,articles events evidence extraction languages records text))

.DEFAULT_GOAL := ci
.PHONY: ci help install run test quick docs lint types layers tests test-hostile test-openai test-servers test-ray fuzz loaders test-annotators test-language structure test-browser \
  smoke walkthrough record quality record-gold chaos chaos-batch chaos-review chaos-shards bench-countries bench-names schemas pictures lock pre-commit release-check \
  clean

help:  ## list the targets
	@sed -n -e 's/^##@ \(.*\)/\n\1/p' -e 's/^\([a-z][a-z-]*%*\):.*  ## /  \1\t/p' Makefile | expand -t 18

##@ Every day

install: $(INSTALLED)  ## make .venv and install memcon, its model server and its tools

run: $(INSTALLED)  ## extract the five articles in seeds/ into out/, with the model on this machine
	$(BIN)/memcon extract seeds -o out

ifdef T
test: $(INSTALLED)
	$(BIN)/python -m pytest -q $(T) $(ARGS)
else
test: lint types layers tests  ## all that needs no network, with coverage; or a part: T=tests/text/test_safe.py
endif

quick: lint layers  ## lint, layers and the tests of the pure rooms: under half a minute
	$(BIN)/python -m pytest -q -x --numprocesses=2 --dist=worksteal $(QUICK)

docs: $(INSTALLED)  ## the docs site into site/, offline; a warning fails it
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

ci: test test-hostile docs quality loaders test-browser smoke  ## what CI runs

pre-commit: $(INSTALLED)  ## check every commit before it is made: ruff, mypy and layers, from .venv
	$(BIN)/pre-commit install

##@ Parts of make test

lint: $(INSTALLED)  ## ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(INSTALLED)  ## mypy, strict
	$(BIN)/mypy

layers: $(INSTALLED)  ## who may import whom
	$(BIN)/lint-imports --no-cache >.venv/layers.log || { cat .venv/layers.log; exit 1; }

tests: $(INSTALLED)  ## the suite alone, from recorded answers; without tests/hostile
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -q -m "not embedded and not browser and not hostile" --numprocesses=auto --maxprocesses=8 --dist=worksteal
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

test-hostile: $(INSTALLED)  ## what tries to freeze, crash or deceive memcon
	$(BIN)/python -m pytest -q -m hostile --numprocesses=2 --dist=worksteal tests/hostile $(ARGS)

test-openai: $(INSTALLED)  ## the door's tests with the newest openai, which a bound of instructor's keeps out of the lock
	rm -rf dist/openai
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --target dist/openai 'openai<4' 'jiter<1'
	PYTHONPATH=dist/openai $(BIN)/python -m pytest -q tests/models tests/faults/test_envelopes.py tests/faults/test_money.py $(ARGS)

test-servers: .venv/.servers  ## memcon at real servers of other makes (litellm before llama.cpp), with the embedded weights
	$(BIN)/memcon model pull >/dev/null
	MEMCON_TEST_SERVERS=.venv/servers $(BIN)/python -m pytest -q -n0 tests/servers $(ARGS)

.venv/.servers: $(INSTALLED) tests/servers/requirements.lock
	rm -rf .venv/servers
	$(PYTHON) -m venv .venv/servers
	.venv/servers/bin/pip install --quiet --disable-pip-version-check --require-hashes -r tests/servers/requirements.lock
	@touch $@

test-ray: .venv/.ray  ## memcon with workers of Ray on this machine; KILLS= and ARTICLES= for more than CI does
	PYTHONPATH=$(CURDIR)/.venv/ray MEMCON_TEST_RAY=1 $(if $(KILLS),MEMCON_TEST_KILLS=$(KILLS)) $(if $(ARTICLES),MEMCON_TEST_ARTICLES=$(ARTICLES)) \
	  $(BIN)/python -m pytest -q -n0 tests/cluster $(ARGS)

.venv/.ray: $(INSTALLED) tests/cluster/requirements.lock
	rm -rf .venv/ray
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --target .venv/ray -r tests/cluster/requirements.lock
	@touch $@

fuzz: .venv/.fuzzer  ## look for bytes that break the readers, for SECONDS=, an hour; what is found is in out/fuzz
	PYTHONPATH=src:tests $(BIN)/python -m fuzz.campaign --seconds $(or $(SECONDS),3600) $(ARGS)

.venv/.fuzzer: $(INSTALLED) tests/fuzz/requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r tests/fuzz/requirements.lock
	@touch $@

loaders: .venv/.loaders  ## load what we write in other libraries and in R, as the docs show; R is installed where it may be
	@command -v Rscript >/dev/null && Rscript -e 'stopifnot(requireNamespace("jsonlite", quietly = TRUE))' 2>/dev/null || \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends r-base-core r-cran-jsonlite >/dev/null; } || \
	  { echo "R is needed: install it, as with: sudo apt-get install r-base-core r-cran-jsonlite" >&2; exit 2; }
	rm -rf dist/loaders
	PYTHONPATH=src:tests $(BIN)/python -m loaders.files dist/loaders
	.venv/loaders/bin/python tests/loaders/run.py dist/loaders

.venv/.loaders: $(INSTALLED) tests/loaders/requirements.lock
	rm -rf .venv/loaders
	$(PYTHON) -m venv .venv/loaders
	.venv/loaders/bin/pip install --quiet --disable-pip-version-check --require-hashes -r tests/loaders/requirements.lock
	@touch $@

test-annotators: .venv/.annotators  ## 500 events through brat, Label Studio, cassis, spaCy and doccano and back; installs 1.3 GB of its own
	rm -rf dist/annotators
	PYTHONPATH=src:tests $(BIN)/python -m annotators.files dist/annotators
	.venv/annotators/bin/python tests/annotators/run.py dist/annotators .venv/doccano/bin/python
	PYTHONPATH=src:tests $(BIN)/python -m annotators.back dist/annotators

.venv/.annotators: $(INSTALLED) tests/annotators/requirements.lock tests/annotators/doccano.lock
	rm -rf .venv/annotators .venv/doccano
	$(PYTHON) -m venv .venv/annotators
	.venv/annotators/bin/pip install --quiet --disable-pip-version-check --require-hashes -r tests/annotators/requirements.lock
	$(PYTHON) -m venv .venv/doccano
	.venv/doccano/bin/pip install --quiet --disable-pip-version-check --require-hashes -r tests/annotators/doccano.lock
	@touch $@

test-language: $(INSTALLED)  ## what of a language's examples is read: LANG= its tag, CHECK= one kind of example
	$(if $(filter command,$(origin LANG)),,$(error say which language: make test-language LANG=sw))
	PYTHONPATH=src:tests $(BIN)/python -m languages.checks $(LANG) $(if $(CHECK),--check $(CHECK))

##@ With a browser, with the model

test-browser: $(INSTALLED)  ## the report in headless Chromium, which is installed where it is missing and may be
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; } || \
	  { echo "the browser tests need Chromium: install it, as with: sudo apt-get install chromium" >&2; exit 2; }
	$(BIN)/python -m pytest -q -m browser -n0 tests/browser $(ARGS)

smoke: $(INSTALLED)  ## one seed through the real embedded model, its record verified, and the model's own tests
	rm -rf out/smoke
	$(BIN)/memcon extract seeds/002_ea5ab3ec2cc0784d.txt -o out/smoke --ledger out/smoke/ledger.sqlite
	$(BIN)/memcon verify out/smoke
	$(BIN)/python -m pytest -q -m embedded

walkthrough: $(INSTALLED)  ## extract, other prompts, diff, review, extract again, with the real model and a browser
	$(BIN)/python benchmarks/walkthrough.py $(ARGS)

record: $(INSTALLED)  ## ask the embedded model again for every answer in cassettes/; takes a while
	$(BIN)/python tests/helpers/record.py $(RECORDED)

record-gold: $(INSTALLED)  ## ask the embedded model what `make quality` has no answer for
	$(BIN)/python benchmarks/quality_gate.py --record

##@ Measures

quality: $(INSTALLED)  ## figures by language from recorded answers, and a gate; ARGS=--show, or ARGS=--accept
	$(BIN)/python benchmarks/quality_gate.py $(ARGS)

structure: $(INSTALLED)  ## figures of the package's structure; ARGS="--base COMMIT" sets a commit beside them
	$(BIN)/python benchmarks/structure.py $(ARGS)

bench-ground: ARGS ?= --gold $(SHARED)/gold --seeds seeds
bench-quality: ARGS ?= $(SHARED)
bench-countries bench-names: bench-countries_names ;
bench-resume: ARGS ?= $(SHARED)
bench-endpoints: ARGS ?= --out benchmarks/endpoints.md
bench-growth: ARGS ?= --share 28 --seconds 60 --write benchmarks/growth.md
bench-import bench-warc: ARGS ?= --out benchmarks/import.md
bench-%: $(INSTALLED)  ## run benchmarks/bench_%.py; ARGS= are its arguments, SHARED= holds gold/, which is not in here
	$(BIN)/python benchmarks/bench_$*.py $(ARGS)

chaos: $(INSTALLED)  ## kill a run again and again among faults: nothing may be lost, or paid twice
	$(BIN)/python benchmarks/chaos.py $(ARGS)

chaos-batch: $(INSTALLED)  ## kill a run in batches, and its provider, thirty times among batches that expire, fail and are half fetched
	$(BIN)/python benchmarks/chaos_batch.py $(ARGS)

chaos-review: $(INSTALLED)  ## kill the review server sixty times, alone and with three coders at once: no decision that it told of is lost
	MEMCON_TEST_KILLS=60 MEMCON_TEST_SEED=$${SEED:-$$(date +%Y%m%d%H%M)} $(BIN)/python -m pytest -q -s -n0 \
	  tests/pages/test_review_server.py tests/pages/test_review_team.py -k kill

chaos-shards: $(INSTALLED)  ## two thousand articles in sixteen shares, also killed thirty-two times: joined they are one run
	MEMCON_TEST_ARTICLES=2000 $(BIN)/python -m pytest -q -m hostile --numprocesses=2 tests/hostile/test_hostile_shards.py $(ARGS)

##@ Files that are generated, and releases

schemas: $(INSTALLED)  ## write schemas/ anew from the records
	$(BIN)/memcon schema --write schemas

pictures: $(INSTALLED)  ## draw docs/pictures/ anew, of the run in RUN, as after make run
	$(BIN)/python -m pytest -q -m browser -n0 tests/browser/test_docs_pictures.py --pictures-of=$(RUN)

lock: $(INSTALLED)  ## resolve requirements.lock anew, for every platform and Python from 3.11
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --extra all --group dev \
	  --generate-hashes --upgrade --custom-compile-command "make lock" --output-file requirements.lock
	sed -n '/^python-dateutil==/d; s/^\([a-z0-9._-]*==[^ ]*\)\( ;[^\\]*\)\{0,1\} *\\$$/\1\2/p' requirements.lock >.venv/constraints.txt  # botocore wants dateutil 2
	$(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --extra ray --extra remote --group cluster --constraint .venv/constraints.txt \
	  --generate-hashes --upgrade --custom-compile-command "make lock" --output-file tests/cluster/requirements.lock
	@set -e; for group in annotators fuzz loaders servers; do \
	  $(BIN)/uv pip compile --group pyproject.toml:$$group --quiet --universal --python-version 3.11 \
	    --generate-hashes --upgrade --custom-compile-command "make lock" --output-file tests/$$group/requirements.lock; done
	$(BIN)/uv pip compile --group pyproject.toml:doccano --quiet --universal --python-version 3.11 \
	  --generate-hashes --upgrade --custom-compile-command "make lock" --output-file tests/annotators/doccano.lock

release-check: $(INSTALLED)  ## build what a release publishes, and run the wheel in an environment of its own; TAG=v1.2.3
	rm -rf dist
	$(BIN)/hatchling build
	@set -e; version=$$($(BIN)/hatchling version); heading=$$(grep -m1 '^## ' CHANGELOG.md); \
	  case "$$heading" in "## $$version,"*) ;; *) echo "CHANGELOG.md begins with '$$heading', pyproject.toml says $$version" >&2; exit 1;; esac; \
	  if [ -n "$(TAG)" ]; then \
	    [ "$(TAG)" = "v$$version" ] || { echo "the tag is $(TAG), pyproject.toml says $$version" >&2; exit 1; }; \
	    case "$$heading" in *[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]) ;; *) echo "CHANGELOG.md: '$$heading' has no date" >&2; exit 1;; esac; \
	  fi
	$(PYTHON) -m venv dist/venv
	dist/venv/bin/pip install --quiet --disable-pip-version-check dist/*.whl
	dist/venv/bin/memcon --version
	dist/venv/bin/memcon schema --write dist/schemas && diff -r schemas dist/schemas
	PYTHONPATH=tests $(BIN)/python -m helpers.wheel dist/venv/bin/memcon
	rm -rf dist/venv dist/schemas

clean:  ## remove .venv, caches, out/, dist/ and site/
	rm -rf .venv .mypy_cache .ruff_cache .hypothesis .coverage* out dist site

$(INSTALLED): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "memcon needs Python 3.11 or later: install it, or say make PYTHON=..." >&2; exit 2; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
