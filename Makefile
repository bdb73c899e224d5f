# The portal of the AMIF network. `make run` and `make test` need nothing prepared; `make` lists the rest.
SHELL := /bin/bash
PYTHON := .venv/bin/python
UV := .tools/uv/bin/uv
WORKERS ?= 2
TESTS ?=
# Each worker and each server of the tests would compile every module anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup installed setup-tests run test test-all check lint format types audit catalogues messages bench soak cluster scale lock reset
.DEFAULT_GOAL := help

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: installed ## Install what the portal needs; after it .venv/bin/python manage.py COMMAND works
	@$(PYTHON) manage.py prepare_database

installed:
	@scripts/setup.sh

setup-tests:
	@scripts/setup.sh tests

run: installed ## Serve the portal with its demo on http://127.0.0.1:8000 (PORT=, DATABASE_URL=)
	@exec $(PYTHON) manage.py serve

test: setup-tests ## Run the tests but the long walks (TESTS=tests/core for all of a part, WORKERS=2)
	$(PYTHON) -m pytest -n $(WORKERS) --dist worksteal $(or $(TESTS),-m "not long")

test-all: setup-tests ## Run every test there is
	$(PYTHON) -m pytest -n $(WORKERS) --dist worksteal

check: lint types catalogues audit test-all ## Everything that must hold before a change is accepted; CI runs this

lint: setup-tests ## Check style, templates and the order of imports
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	.venv/bin/djlint --quiet --lint templates
	.venv/bin/lint-imports

format: installed ## Format the code
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

types: setup-tests ## Check the types
	$(PYTHON) -m mypy amif_network meetings projects partnerships scripts manage.py

audit: installed ## Ask whether a pinned package is known to be vulnerable; says so where nobody can be asked
	@$(PYTHON) scripts/audit.py

catalogues: setup-tests ## Check that the French and Dutch catalogues are complete
	$(PYTHON) scripts/check_catalogues.py

messages: setup-tests ## Bring new messages of code and templates into the catalogues
	$(PYTHON) manage.py makemessages --locale fr --locale nl --no-location --no-obsolete --ignore '.*' --ignore var

bench: setup-tests ## Measure the portal against references of the same run
	$(PYTHON) -m bench

soak: setup-tests ## Let five people write at once while the server is killed, and count their words (SOAK="--seconds 60")
	$(PYTHON) -m soak $(SOAK)

cluster: setup-tests ## Let people work on several nodes while each part is killed in turn, and count (CLUSTER="--seconds 60")
	$(PYTHON) -m cluster $(CLUSTER)

scale: installed ## Fill an empty database with a large invented network (SIZE=100 for all of it, 1 for a hundredth)
	$(PYTHON) -m scale $(or $(SIZE),100)

lock: installed ## Renew the hashed locks in requirements/ from pyproject.toml
	@scripts/lock.sh

reset: installed ## Remove the embedded database of this checkout with everything in it
	$(PYTHON) -m amif_network.core.embedded_postgres remove
