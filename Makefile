.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
SOURCES := $(shell find static/src translations -type f ! -name '*.mo' 2>/dev/null) build.mjs package-lock.json
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-emit-find-links --no-header --no-annotate

# What was compiled is kept, even on a machine that forbids it: each process that a test starts would compile it anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help install demo serve test bench lint docs lock clean

help: ## Print these targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## (.*)/\1|\2/' | \
	  while IFS='|' read -r name text; do printf '  make %-9s %s\n' "$$name" "$$text"; done

.venv/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Maillage needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1)." \
	         "Name another one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv || \
	  { echo "'$(PYTHON) -m venv' failed; on Debian or Ubuntu: apt install python3-venv"; rm -rf .venv; exit 1; }
	@touch $@

.venv/packages: .venv/python requirements-dev.lock requirements-build.lock
	@echo "Installing Python packages"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

# pip's build isolation would fetch the build tools without hashes: they are in the locks, Node's wheel in its own.
.venv/installed: .venv/packages pyproject.toml hatch_build.py
	@$(BIN)/python -c 'import sys, hatch_build; sys.exit(hatch_build.system_node() is None)' || \
	  $(BIN)/python -m pip install --quiet --require-hashes -r requirements-build.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

static/dist/manifest.json: .venv/installed $(SOURCES)
	@$(BIN)/python hatch_build.py
	@touch $@

install: static/dist/manifest.json ## Make .venv with everything, and build the assets

demo: install ## Load the demo network and serve it
	@$(BIN)/maillage demo

serve: install ## Serve your own network
	@$(BIN)/maillage serve

lint: install ## Check style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

# Three workers keep two processors busy; with five, tests wait for each other beyond what they expect.
test: lint ## Check style, types and every promise (graph, pages, browser)
	@$(BIN)/python -m tests.chromium
	@$(BIN)/python -m pytest -n 3 --dist worksteal

bench: install ## Measure, print a table, write docs/bench.json
	@$(BIN)/python -m bench

docs: install ## Write the generated pages of docs/ anew
	@$(BIN)/python -m docs.generate

lock: install ## Resolve the locks anew (Python, npm, engine)
	@$(COMPILE) pyproject.toml --output-file requirements.lock
	@$(COMPILE) pyproject.toml --group dev --constraint requirements.lock --output-file requirements-dev.lock
	@$(COMPILE) --group pyproject.toml:build --constraint requirements-dev.lock --output-file requirements-build.lock
	@$(BIN)/python -c "import hatch_build; hatch_build.npm('install', '--package-lock-only', '--ignore-scripts')"
	@$(BIN)/python -m graph.engine.lock

clean: ## Remove what was made here (the engine's cache stays)
	@rm -rf .venv node_modules static/dist dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
