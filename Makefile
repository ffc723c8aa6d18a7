# Everything that a fresh machine needs is set up by the targets themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
# Every file of every package is known by its hash. Where an index builds its own, REQUIREMENTS=requirements.txt
# takes the same versions without.
REQUIREMENTS ?= requirements.lock
AUDIT := .audit

.PHONY: run serve test lint bench mutate docs siege audit sbom lock container

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
	$(BIN)/python -m pytest tests/browser -m "not alone" --numprocesses=2 --dist=loadfile
	$(BIN)/python -m pytest tests/browser -m alone
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

# Hostile texts, files and visitors by the hundred thousand, and a soak: SEED=2 tries others (tests/siege).
siege: SEED = 1
siege: SOAK_MINUTES = 30
siege: $(VENV)/dev.stamp
	$(BIN)/python -m tests.siege --seed $(SEED) --soak-minutes $(SOAK_MINUTES)

docs: $(VENV)/run.stamp
	$(BIN)/python -m sim list parameters > docs/parameters.md

# Known holes in what is installed: asks for advisories over the network, and fails where one package has no answer.
audit: $(AUDIT)/stamp
	$(AUDIT)/bin/pip-audit --strict --disable-pip --require-hashes --progress-spinner off -r requirements.lock

sbom: $(AUDIT)/stamp
	$(AUDIT)/bin/cyclonedx-py requirements --output-reproducible -o sbom.json requirements.lock

lock: $(AUDIT)/stamp
	$(AUDIT)/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url \
		--custom-compile-command "make lock" -o requirements.lock requirements.txt

# Built where an engine is at hand, and else looked through.
container: $(AUDIT)/stamp
	$(AUDIT)/bin/hadolint deploy/Containerfile
	sh deploy/build_container.sh

$(VENV)/run.stamp: $(REQUIREMENTS)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r $(REQUIREMENTS)
	$(BIN)/python -m deploy.cut_fonts
	touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

$(AUDIT)/stamp: requirements-audit.txt
	test -x $(AUDIT)/bin/python || $(PYTHON) -m venv $(AUDIT)
	$(AUDIT)/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-audit.txt
	touch $@
