# Five verbs for a checkout: demo, test, check, bench, model. Everything lives in .venv; nothing else is needed but Python and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
SHARED ?= ../shared

.PHONY: demo test check bench model docs lock clean

demo: $(VENV)/run.stamp
	$(BIN)/onrecord read examples/harbour.txt
	$(BIN)/onrecord read examples/harbour.txt --format html --out demo.html

test: $(VENV)/dev.stamp
	$(BIN)/python -m pytest --cov --cov-report=term

check: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/dev.stamp
	$(BIN)/python -m bench.all --shared $(SHARED)

model: $(VENV)/train.stamp
	$(BIN)/python -m training.make --shared $(SHARED)

docs: $(VENV)/dev.stamp
	$(BIN)/python -m docs.generate
	$(BIN)/mkdocs build --strict

# The lock files: hashes, no index addresses. Needs uv on the PATH.
lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --upgrade -o requirements/run.txt
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -c requirements/run.txt -o requirements/dev.txt

clean:
	rm -rf $(VENV) build dist site demo.html

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "onrecord needs Python 3.11 or newer: make PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements/run.txt pyproject.toml | $(BIN)/python
	$(PIP) --no-deps --require-hashes -r requirements/run.txt
	$(PIP) --no-deps --editable .
	touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	$(PIP) --no-deps --require-hashes -r requirements/dev.txt
	touch $@

$(VENV)/train.stamp: requirements/train.txt $(VENV)/dev.stamp
	$(PIP) torch==2.13.0
	$(PIP) --no-deps --require-hashes -r requirements/train.txt
	touch $@
