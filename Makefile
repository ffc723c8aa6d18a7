# Everything that a fresh machine needs is set up by the targets themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501

.PHONY: run serve test lint bench mutate docs

run: $(VENV)/run.stamp
	$(BIN)/streamlit run app.py --server.port $(PORT)

# To a class: WORKERS processes behind nginx. PORT and LISTEN say where (docs/deploy.md).
serve: PORT = 8080
serve: LISTEN = 0.0.0.0
serve: WORKERS = 2
serve: $(VENV)/run.stamp
	@$(BIN)/python -m deploy.serve --host $(LISTEN) --port $(PORT) --workers $(WORKERS)

test: $(VENV)/dev.stamp
	sh tests/browser/find_chromium.sh
	$(BIN)/python -m pytest --ignore=tests/browser --numprocesses=logical
	$(BIN)/python -m pytest tests/browser
	sh tests/web/check.sh test

lint: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	sh tests/web/check.sh lint

bench: $(VENV)/dev.stamp
	sh tests/browser/find_chromium.sh
	$(BIN)/python -m benchmarks.engine
	$(BIN)/python -m benchmarks.laws
	$(BIN)/python -m benchmarks.fitting
	$(BIN)/python -m benchmarks.inference
	$(BIN)/python -m benchmarks.lessons
	$(BIN)/python -m benchmarks.page

# How many of 200 small mistakes in sim/studies and sim/engine the tests find, at random: SEED=2 tries others.
mutate: SEED = 1
mutate: $(VENV)/dev.stamp
	$(BIN)/python -m tests.mutation --seed $(SEED)

docs: $(VENV)/run.stamp
	$(BIN)/python -m sim list parameters > docs/parameters.md

$(VENV)/run.stamp: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m deploy.cut_fonts
	touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@
