# Huiliu: everything a developer or a newcomer runs. `make help` lists it.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
# Tests with real servers wait more than they work.
SLOW_WORKERS ?= 3
DEMO ?=
BENCH ?=

.DEFAULT_GOAL := help
.PHONY: help
help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

# The stamp is written last, so an interrupted install starts over.
$(VENV)/installed: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is %d.%d" % sys.version_info[:2]) if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear $(VENV)
	@echo "installing pinned, hashed dependencies into $(VENV) (once, under a minute) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.PHONY: install
install: $(VENV)/installed  ## virtual environment with pinned dependencies

# `set -m` gives the demo the terminal: Ctrl-C ends it, in order, and not make beside it.
.PHONY: demo
demo: install  ## a city of seven departments, one SQL, three answers; serves until Ctrl-C (DEMO="--scale 5000 --once")
	@set -m; $(BIN)/huiliu demo $(DEMO); exit $$?

.PHONY: demo-trino
demo-trino: servers trino  ## the same city on a real Trino with PostgreSQL and MariaDB behind it (DEMO="--scale 20000 --once")
	@set -m; $(BIN)/python -m tests.trino.city $(DEMO); exit $$?

.PHONY: check
check: install  ## format, lint, types, import contracts, fast tests (under two minutes)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n $(WORKERS) -m "not slow" -rs

.PHONY: servers
servers: install  ## PostgreSQL and MariaDB for the tests, through apt when that is possible
	@$(BIN)/python -m tests.install_servers

.PHONY: trino
trino: install  ## the genuine Trino 476 for the tests, assembled once in the user's cache folder (500 MB)
	@$(BIN)/python -m tests.trino

.PHONY: tools
tools: install  ## dbt, pandas and harlequin for the tests, in environments of their own in the user's cache folder (640 MB)
	@$(BIN)/python -m tests.clients.environment

.PHONY: test-superset
test-superset: servers trino  ## a genuine Apache Superset (1 GB, a minute to install) that browses, asks, charts and cancels; not part of `make test`
	@$(BIN)/python -m tests.clients.environment superset
	$(BIN)/pytest -rs tests/clients/superset.py

.PHONY: judge
judge: servers trino  ## the judges at length: ROUNDS=5 times 22,000 texts before Trino's own parser; the corpus and STATEMENTS=5000 generated answers; made-up policies beside stock Casbin
	HUILIU_JUDGE=all HUILIU_JUDGE_STATEMENTS=$(or $(STATEMENTS),5000) HUILIU_JUDGE_ROUNDS=$(or $(ROUNDS),5) $(BIN)/pytest tests/judges/parser tests/judges/answers tests/policy -s

.PHONY: opa-judge
opa-judge: servers trino  ## Trino's own access control fed by the gateway beside what the gateway sends: CASES=2000 generated, all of TPC-H and TPC-DS
	HUILIU_JUDGE=all HUILIU_OPA_CASES=$(or $(CASES),2000) $(BIN)/pytest tests/judges/opa -s

.PHONY: test
test: servers trino tools check  ## everything, with the real parts
	$(BIN)/pytest -n $(SLOW_WORKERS) --dist worksteal -m slow -rs

.PHONY: bench
bench: install  ## measure everything that docs/performance.md tells of (BENCH="pages clients --quick"; results in bench/results/)
	$(BIN)/python -m bench $(BENCH)

.PHONY: fuzz
fuzz: install  ## right and wrong statements against the core, for SECONDS=600; findings replay from var/fuzz
	$(BIN)/python -m tests.fuzz --seconds $(or $(SECONDS),600)

.PHONY: soak
soak: install  ## one principal attacks a running gateway in every known way, another asks on; SECONDS=600 (its p50, p95, longest)
	$(BIN)/python -m tests.dos --seconds $(or $(SECONDS),600)

.PHONY: soak-clients
soak-clients: servers trino  ## 200 clients of Trino for SECONDS=600 on ENGINE=duckdb, then two gateways behind nginx, one killed every half minute (CLIENTS=200)
	$(BIN)/python -m tests.soak crowd --engine $(or $(ENGINE),duckdb) --clients $(or $(CLIENTS),200) --seconds $(or $(SECONDS),600)
	$(BIN)/python -m tests.soak replicas --seconds $(or $(SECONDS),600)

.PHONY: properties
properties: install  ## the laws of the properties on CASES=100000 statements, policies and data; resumes where it was stopped
	$(BIN)/python -m tests.properties --cases $(or $(CASES),100000)

.PHONY: tpc
tpc: install  ## TPC-H and TPC-DS governed, against Trino's captured answers and DuckDB itself, over permitted copies
	$(BIN)/pytest tests/tpc/test_answers.py tests/tpc/direct.py

.PHONY: attack
attack: install  ## every fault in every place of a statement, some 22,000 oracles on hidden rows (PART=0/10 for a tenth)
	$(BIN)/python -m tests.attacks $(or $(PART),0/1)

.PHONY: attack-trino
attack-trino: servers trino  ## every attack and every oracle on a genuine Trino over PostgreSQL and MariaDB; hours for all (PART=0/40, HUILIU_TRINO_URL)
	$(BIN)/python -m tests.attacks.trino $(or $(PART),0/1)

.PHONY: suites-trino
suites-trino: servers trino  ## contracts, BLOCKS=40 times 15 cases of the laws, TPC-H and TPC-DS in every world, on a genuine Trino
	HUILIU_JUDGE=all HUILIU_JUDGE_BLOCKS=$(or $(BLOCKS),40) $(BIN)/pytest tests/contracts/test_trino.py tests/properties/test_trino.py tests/tpc/test_trino.py tests/judges/answers/test_engine_trino.py

.PHONY: faults
faults: servers  ## everything that can die dies; kill -9 of the gateway at ROUNDS=200 random moments
	HUILIU_FAULTS_ROUNDS=$(or $(ROUNDS),200) $(BIN)/pytest tests/faults -s

.PHONY: mutants
mutants: install  ## break the product in 79 ways, one at a time, and show which test catches each (MUTANTS="--only barrier")
	$(BIN)/python -m tests.mutants $(MUTANTS)

.PHONY: functions
functions: install  ## every function against what a genuine Trino said of it, in every form (GOLDEN=update: the list of refusals)
	HUILIU_EVERY_FORM=1 $(BIN)/pytest -n $(WORKERS) tests/pipeline/functions/test_captured.py

.PHONY: capture
capture: install  ## ask a running Trino (HUILIU_TRINO_URL) for all of that again
	$(BIN)/python -m tests.judges.functions.capture

.PHONY: docker-env
docker-env:  ## docker/.env with random passwords and a master key, for docker/compose.yaml
	@$(PYTHON) docker/environment.py
