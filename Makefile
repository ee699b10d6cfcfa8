# What people and CI type. Nothing here asks a question; longer shell is in setup.sh.
SHELL := /bin/bash
BIN := .venv/bin
UNIT := tests/directory tests/storage tests/cases tests/gaps tests/house

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup setup-run setup-test run test check static torture torture-short \
	bench-throughput bench-storage bench-match bench-matching bench-desk bench-audit bench-causes teach lock words screenshots \
	sim-handovers fuzz-relay roles-matrix canary hsds-roundtrip bench-import bench-asking bench-gaps attack-statistics bench-signals bench-report bench-live

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## .venv with the program, the checks and the tests
	@./setup.sh dev

setup-run:
	@./setup.sh run

setup-test: ## Debian packages the tests need: a browser, fonts, PostgreSQL, LibreOffice
	@./setup.sh system

run: setup-run ## start everything at http://127.0.0.1:8080, with demo accounts
	@LOTSE_DEMO=1 exec $(BIN)/lotse run

test: setup setup-test static torture-short ## everything: checks, a short torture, all tests on all cores
	$(BIN)/pytest -n auto --dist worksteal

check: setup static ## the checks and the tests that need no browser (about a minute)
	$(BIN)/pytest -q $(UNIT)

static: setup ## format, lint, types, import rule, words, legal spheres
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/lotse words check
	$(BIN)/lotse spheres check

words: setup ## are all sentences there, in every language?
	$(BIN)/lotse words check

teach: setup ## learn again from the words in locales/ (a minute; after every change of words)
	$(BIN)/lotse words teach

torture: setup ## 200 kills on SQLite and PostgreSQL: nothing lost
	$(BIN)/python -m bench.torture

torture-short: setup ## a few kills, as `make test` does
	$(BIN)/python -m bench.torture --short

sim-handovers: setup ## 1,000 handovers over a quarter: every promise kept or escalated, nothing false said
	$(BIN)/python -m bench.handovers

fuzz-relay: setup ## 10,000 random interleavings of 20 desk windows and 200 newcomers: nothing reaches the wrong person
	$(BIN)/python -m bench.relay
hsds-roundtrip: setup ## nothing is lost on the way through HSDS; LOTSE_HSDS=folder holds the standard's schemas and examples
	$(BIN)/python -m bench.hsds
bench-import: setup ## 20,000 offers into an empty directory, beside a plain load with csv and executemany
	$(BIN)/python -m bench.importing
bench-asking: setup ## /hsds and the exports with 20,000 offers, next to 200
	$(BIN)/python -m bench.hsds.asking
canary: setup ## words nobody else types in 500 dialogues: found only where they belong, nothing left after erasure
	LOTSE_PATIENCE=60 $(BIN)/python -m bench.canary

roles-matrix: setup ## every route and chat action x every role x own and foreign cases: nothing unexpected, refusals audited
	$(BIN)/python -m bench.roles

bench-audit: setup ## how long the audit page looks at 200,000 rows, next to the whole chain
	$(BIN)/python -m bench.audit

bench-gaps: setup ## two years of a simulated district: causes right, planted gaps suggested, silence heard, few false alarms
	$(BIN)/python -m bench.gaps

bench-signals: setup ## pages about what is missing with 1,000,000 signals, next to 10,000, on both databases
	$(BIN)/python -m bench.signals

bench-report: setup ## the report to the steering group with 1,000,000 signals, on both databases: under 20 seconds
	$(BIN)/python -m bench.report

bench-live: setup ## from a message to the coordinator's open list, on both databases: under 5 seconds
	$(BIN)/python -m bench.live

attack-statistics: setup ## a solver over all published numbers, filters and leftovers: no small cell recovered
	$(BIN)/python -m bench.gaps.attack

bench-causes: setup ## 500 planted gaps: right causes, true sentences in all languages, next to two plainer rules
	$(BIN)/python -m bench.gaps.causes

bench-desk: setup ## how long the desk takes with 20,000 cases, next to 200
	$(BIN)/python -m bench.desk

bench-throughput: setup ## answers per second, next to two bare echo bots
	$(BIN)/python -m bench.throughput

bench-storage: setup ## what one unit of work costs, in the shapes we could have chosen
	$(BIN)/python -m bench.storage

bench-match: setup ## how long understanding a message takes
	$(BIN)/python -m bench.match

bench-matching: setup ## how well messages are understood, per language, against peers
	$(BIN)/python -m bench.matching --peers --by kind style area

screenshots: setup setup-test ## the pictures of the README, taken by the tests
	LOTSE_SCREENSHOTS=docs/screenshots $(BIN)/pytest -q -k screenshot

# Locked versions stay as they are unless pyproject.toml asks for others; `make lock UPGRADE=--upgrade` renews them all.
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links $(UPGRADE)

lock: setup ## exact versions and hashes from pyproject.toml (UPGRADE=--upgrade for newer ones)
	printf 'setuptools>=77\n' | $(LOCK) pyproject.toml - --output-file requirements.lock
	printf 'setuptools>=77\n' | $(LOCK) pyproject.toml - --extra dev --constraint requirements.lock --output-file requirements-dev.lock
