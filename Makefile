# What people type. Every target sets up what it needs first.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
export RECLAIM_TODAY ?= 2026-10-05

PO := $(wildcard reclaim/*/locale/*/LC_MESSAGES/*.po reclaim/*/*/locale/*/LC_MESSAGES/*.po)

.PHONY: run demo test test-postgresql test-spark check bench format notebooks pictures clean

run: .venv/translated  ## set up, run the main job on the bundled data, serve
	@$(BIN)/reclaim demo
	@$(BIN)/reclaim serve

demo: .venv/translated  ## the same without serving
	@$(BIN)/reclaim demo

test: .venv/ready-dev .venv/translated  ## every test but those on Spark; browser and PostgreSQL tests where those are present
	@echo "The tests on Spark are apart: make test-spark."
	@env -u RECLAIM_TODAY $(BIN)/pytest -n 2 --dist loadfile -m "not spark"

test-postgresql: .venv/ready-dev .venv/translated  ## the house's tests again, on a real PostgreSQL
	@env -u RECLAIM_TODAY $(BIN)/python -m tests.cluster -n 2 --dist loadfile -m "not browser and not postgresql" \
	  --ignore tests/procurement --ignore tests/architecture --ignore tests/web/test_demo.py

test-spark: .venv/ready-spark  ## every question of the library again, on a local Spark cluster (Java 17)
	@env -u RECLAIM_TODAY $(BIN)/pytest -m spark --durations 10 tests/procurement

check: .venv/ready-dev .venv/translated  ## format, lint, types, floors, templates, migrations, translations
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/djlint --quiet --lint --check reclaim
	@$(BIN)/reclaim makemigrations --check --dry-run
	@$(BIN)/reclaim translations --check

format: .venv/ready-dev
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet . ; $(BIN)/djlint --quiet --reformat reclaim

pictures: .venv/ready-dev  ## of a demonstration that is being served
	@$(BIN)/python docs/pictures/take.py

notebooks: .venv/ready-dev  ## run the notebooks on the bundled data and keep what they show
	@$(BIN)/python docs/notebooks/run.py

bench: .venv/ready-dev  ## ratios against a named baseline
	@$(BIN)/python -m bench

.venv/ready: requirements.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what Reclaim runs on (the first time takes a minute)."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/translated: .venv/ready $(PO)
	@$(BIN)/reclaim translations --compile
	@touch $@

.venv/ready-dev: .venv/ready requirements-dev.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

.venv/ready-spark: .venv/ready-dev requirements-spark.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.txt
	@touch $@

clean:
	rm -rf .venv var build *.egg-info
