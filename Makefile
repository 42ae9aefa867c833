# Two commands for a fresh clone: `make demo` and `make test`. Needs Python 3.11 or newer and make; fetches the rest itself.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

PORT ?= 8000
ARGS ?=
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo $$p; break; }; done)
BIN := .venv/bin
# One pip-installed uv in the checkout where none is on the PATH.
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)

# Trust what the machine trusts, behind a company's proxy too.
export UV_SYSTEM_CERTS := 1
export UV_NATIVE_TLS := 1
export NODE_USE_SYSTEM_CA := 1

.PHONY: help setup demo test check format bench bench-large messages assets clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-12s %s\n", $$1, $$2}'

setup: .venv/setup.stamp ## Install the locked dependencies, front-end assets and translations
	@$(BIN)/python hatch_build.py
	@$(BIN)/python -m tools.translations compile

.venv/setup.stamp: uv.lock pyproject.toml | $(filter .uv/%,$(UV))
	@test -n "$(PYTHON)" || { echo "Torhaus needs Python 3.11 or newer (python3)." >&2; exit 1; }
	@$(UV) sync --locked --quiet --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')"
	@touch $@

.uv/bin/uv:
	@test -n "$(PYTHON)" || { echo "Torhaus needs Python 3.11 or newer (python3)." >&2; exit 1; }
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-warn-script-location --root-user-action=ignore --upgrade --target .uv 'uv>=0.9' \
		|| { $(PYTHON) -m venv .uv && .uv/bin/pip install --quiet --disable-pip-version-check 'uv>=0.9'; }

demo: export TORHAUS_BASE_URL ?= http://localhost:$(PORT)
demo: setup ## Load the demo company once and serve it on http://localhost:8000 (PORT=… for another port)
	@$(BIN)/torhaus demo --if-empty --port $(PORT)
	@exec $(BIN)/torhaus serve --port $(PORT)

test: setup ## Run the whole test suite (ARGS="-k word" for a part; TORHAUS_TEST_DATABASE_URL=… on PostgreSQL)
	@$(BIN)/pytest -q -n 2 --dist loadfile $(ARGS)

check: setup ## Format, lint, types, layering, templates, migrations, translations
	@$(BIN)/ruff format --check --quiet --output-format=concise . || { echo "make check: run 'make format'" >&2; exit 1; }
	@$(BIN)/ruff check --quiet --output-format=concise .
	@$(BIN)/lint-imports | tail -n 3
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/djlint --lint --quiet torhaus
	@TORHAUS_DATA_DIR=$$(mktemp -d) $(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/python -m tools.translations check

format: setup ## Put code into the house's form
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .

messages: setup ## Collect the texts of code and templates into torhaus/locale, then compile them
	@$(BIN)/python -m tools.translations collect

assets: setup ## Fetch fonts, icons and scripts with npm (comes from PyPI), only when the lock has changed

bench: setup ## Measure pages against the floor, on 10,000 rows
	@$(BIN)/python -m tests.bench --rows 10000 $(ARGS)

bench-large: setup ## The same on 1,000,000 rows; the data set is kept between runs
	@$(BIN)/python -m tests.bench --rows 1000000 $(ARGS)

clean: ## Remove what make has installed and compiled (var/ with its data stays)
	@rm -rf .venv .uv node_modules .ruff_cache .mypy_cache .import_linter_cache .hypothesis torhaus/ui/static/vendor torhaus/kernel/fonts
