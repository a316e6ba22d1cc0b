# Two commands on a fresh machine: `make demo` and `make test`. `make help` lists the others.
# Needed: python3 (3.11 or newer), make, git; root or sudo, unless PostgreSQL with PostGIS is there already.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup database browser servers typescript models pictures looks demo test fresh check coverage bench prove verify mutation serve policies sbom audit wheel contract lint format types contracts clean purge

BIN := .venv/bin
READY := .venv/.ready
MODELS := .local/models/.ready
PIP_INSTALL := PIP_USER=0 $(BIN)/python -m pip install --quiet --disable-pip-version-check
UV_PIN := $(shell sed -n 's/.*"\(uv==[0-9.]*\)".*/\1/p' pyproject.toml)

# Everything that an installation may have, and nothing that only developers do.
INSTALLED := --locked --no-dev --all-extras
LICENCES := $(BIN)/uv run --quiet --isolated $(INSTALLED) --with pip-licenses==5.5.5 pip-licenses
MUTMUT := $(BIN)/uv run --quiet --locked --extra demo --with mutmut==3.8.1 mutmut

# The same commit is tested in the same order everywhere; pytest by itself takes another one each time.
SEED ?= 1

# Another environment or Python that happens to be active must not leak into this one.
unexport VIRTUAL_ENV PYTHONPATH PYTHONHOME PIP_TARGET PIP_PREFIX
# Each of our processes would compile all modules anew, for seconds.
unexport PYTHONDONTWRITEBYTECODE
export UV_PROJECT_ENVIRONMENT := .venv
export UV_PYTHON := .venv/bin/python
export UV_PYTHON_DOWNLOADS := never

# Containers and service accounts may have no home; the tools keep their caches there.
ifneq ($(shell test -w "$$HOME" && echo yes),yes)
export HOME := $(CURDIR)/.local/home
endif

# An environment does not survive being moved: it holds its own path.
ifneq ($(shell cat $(READY) 2>/dev/null),$(CURDIR))
.PHONY: $(READY)
endif

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 12

setup: $(READY) database models ## the environment, the database programs and the face model

pictures: setup ## docs/pictures anew, from a demonstration of its own
	@$(BIN)/python -m tests.tools.pictures

looks: setup browser ## the references of the component page anew; look at them before you commit them
	@LOOKS=write $(BIN)/python -m pytest -q -n0 tests/web/test_looks_in_chromium.py

demo: setup ## a whole term of check-ins, then a live server; DEMO="--once --json report.json" for a report only
	@$(BIN)/checkin-service demo $(DEMO)

serve: setup ## the service; SERVE="--tls" for phones
	@$(BIN)/checkin-service serve $(SERVE)

test: setup browser servers typescript ## all tests; TEST="tests/geo -x" for some, SEED=2 in another order
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --randomly-seed=$(SEED) $(TEST)

fresh: ## both commands of the README on a bare Debian, as root; FRESH="tests/geo -x" for some tests
	@python3 -m tests.fresh $(FRESH)

check: lint types contracts coverage test ## all that a change must pass

bench: setup ## benchmarks, as JSON
	@$(BIN)/python -m tests.benchmarks $(BENCH)

coverage: setup ## every branch of the code that decides is tested
	@$(BIN)/python -m tests.tools.branches

mutation: setup ## mistakes planted in the code that decides, noticed by its tests; MUTATION="geo.*" for some
	@nice $(MUTMUT) run $(MUTATION) >/dev/null
	@$(BIN)/python -m tests.tools.mutation

prove: setup ## tamperings, histories, bombs, crashes, a restore drill, the red team, and a signed report; PROVE="long" or names of some
	@$(BIN)/python -m tests.benchmarks.prove $(if $(filter long,$(PROVE)),--long) $(filter-out long,$(PROVE)) $(if $(KEY),--key $(KEY))

verify: setup ## whether a report of `make prove` is as it was signed; REPORT=dist/prove.json
	@$(BIN)/python -m tests.benchmarks.prove --verify $(or $(REPORT),dist/prove.json)

sbom: setup ## dist/sbom.cdx.json (CycloneDX) and dist/licences.md: what an installation is made of
	@mkdir -p dist
	@$(BIN)/uv export --quiet $(INSTALLED) --format cyclonedx1.5 --output-file dist/sbom.cdx.json >/dev/null
	@$(LICENCES) --from=mixed --format=markdown --with-urls --output-file=dist/licences.md >/dev/null

audit: setup ## known weaknesses of everything in uv.lock, asked of osv.dev; fails when that is not reached
	@$(BIN)/uv audit --locked $(AUDIT)

wheel: setup ## dist/*.whl, built twice from two places; fails unless both are the same bytes
	@$(BIN)/python -m tests.tools.wheel dist

contract: setup ## schemathesis over the document: no answer that it does not describe, no server error; CONTRACT=20 examples each
	@$(BIN)/uv run --quiet --locked --extra demo --with schemathesis==4.32.5 python -m tests.contract.fuzz $(CONTRACT)

policies: setup ## docs/policies.md from the packs and docs/coverage.md from the policy cases
	@$(BIN)/checkin-service policy page >docs/.policies.md
	@mv docs/.policies.md docs/policies.md
	@$(BIN)/python -m tests.tools.coverage_page >docs/.coverage.md
	@mv docs/.coverage.md docs/coverage.md

lint: setup ## formatting and lint
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check

format: setup ## put the code into its form
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix

types: setup ## static types
	@$(BIN)/mypy

contracts: setup ## who may import whom
	@$(BIN)/lint-imports

clean: ## remove the environment and all caches; data and keys stay
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .benchmarks build dist mutants
	@find . -name __pycache__ -prune -exec rm -rf {} +

purge: setup ## also delete the embedded database, keys, certificate and models
	@$(BIN)/python -m checkin_service.cli.system purge --yes
	@$(MAKE) --no-print-directory clean

database: $(READY)
	@$(BIN)/python -m checkin_service.cli.system install-database

browser: $(READY)
	@$(BIN)/python -m checkin_service.cli.system install-browser $(if $(CI),--required)

servers: $(READY)
	@$(BIN)/python -m checkin_service.cli.system fetch-servers $(if $(CI),--required)

# Where node is not installed, or its registry not reached, the test says so and is skipped.
typescript: .local/typescript/node_modules
.local/typescript/node_modules: tests/contract/typescript/package-lock.json
	@mkdir -p .local/typescript && cp tests/contract/typescript/*.json .local/typescript
	@if command -v npm >/dev/null; then \
	  npm ci --prefix .local/typescript --no-fund --no-audit --ignore-scripts --silent && touch $@ || true; fi

models: $(MODELS)

$(MODELS): $(READY)
	@$(BIN)/python -c 'from pathlib import Path; import biometrics; biometrics.prepare(Path(".local/models"), print)'
	@touch $@

# pip brings uv, at the version that pyproject.toml pins, and uv brings everything else as uv.lock says.
# A pip configuration may hold the index to use, or odd settings: it is tried first, then left out.
$(READY): pyproject.toml uv.lock
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed as python3.")'
	@mkdir -p "$$HOME"
	@if [ -f $@ ] && [ "$$(cat $@)" != "$$(pwd -P)" ] || ! $(BIN)/uv --version >/dev/null 2>&1; then \
	  set -e; \
	  python3 -c 'import ensurepip, venv' 2>/dev/null || python3 -m checkin_service.cli.packages python3-venv; \
	  python3 -m venv --clear .venv; \
	  $(PIP_INSTALL) $(UV_PIN) 2>/dev/null && [ -x $(BIN)/uv ] || PIP_CONFIG_FILE=/dev/null $(PIP_INSTALL) $(UV_PIN); \
	fi
	@$(BIN)/uv sync --quiet --locked --extra demo
	@pwd -P > $@
