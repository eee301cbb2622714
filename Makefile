.DEFAULT_GOAL := help
.PHONY: help demo run test soak check bench constraints clean

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[demo,dev]'
	@touch $@

demo: $(VENV)/installed ## the real bot in a chat in the browser: no token, no network
	@$(BIN)/summit-bot demo $(ARGS)

run: $(VENV)/installed ## connect to Discord (needs DISCORD_TOKEN)
	@$(BIN)/summit-bot run

test: $(VENV)/installed ## all tests
	$(BIN)/pytest -n 3 --dist worksteal $(ARGS)

soak: $(VENV)/installed ## the long form on the wire: 200 kills, ten minutes of mixed load with trouble
	SUMMIT_SOAK=long $(BIN)/pytest tests/wire $(ARGS)

check: $(VENV)/installed ## lint, types, import contracts, the shipped configuration
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/summit-bot check

bench: $(VENV)/installed ## benchmarks, as ratios within one run
	$(BIN)/python -m benchmarks

constraints: $(VENV)/installed ## pin what is installed now
	$(BIN)/pip freeze --exclude-editable > constraints.txt

clean: ## remove the virtual environment and caches
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info
