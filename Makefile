# `make demo` and `make test` each do all of their own set-up; `make help` lists what there is.
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := help
.PHONY: help setup engine engine-stop base demo bench docs lint test-tools test campaign test-engines clean

help: ## what there is
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1\t/p' Makefile | expand -t 14

setup: $(VENV)/up-to-date ## virtual environment with snap and all that its tests need

$(VENV)/up-to-date: pyproject.toml scripts/setup.sh
	@scripts/setup.sh $(VENV)

engine: setup ## a container engine: the one that answers, else Debian's, installed and started
	@scripts/engine.sh start

engine-stop: ## stop the engine that `make engine` started, and no other
	@scripts/engine.sh stop

base: engine ## the image debian:bookworm: the one that is here, else pulled, else made by mmdebstrap
	@$(BIN)/python scripts/base.py

demo: base ## play a recorded session, export its Dockerfile and prove it
	@$(BIN)/python scripts/demo.py

bench: base ## measure snap beside the engine's own verbs; fails where a limit is broken
	@$(BIN)/python -m bench $(BENCH_ARGS)

docs: setup ## the generated pages, and the site in build/site
	@$(BIN)/python scripts/docs.py
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict
	@echo "build/site/index.html"

lint: setup ## formatting, ruff and mypy
	@$(BIN)/ruff format --check --quiet snapshotter tests scripts bench
	@$(BIN)/ruff check snapshotter tests scripts bench
	@$(BIN)/mypy
	@$(BIN)/mypy scripts/*.py

test-tools: ## the shells and programs that tests run on this machine, installed where that may be done
	@scripts/test_tools.sh

# more processes than two cores: many tests wait for an engine or a terminal; a file's tests stay in one process
TOGETHER := -n 3 --dist loadfile --no-loadscope-reorder

# a part of the tests runs in one process and measures nothing, and in CI a test that set-up could have let run must not be skipped
test: setup lint test-tools ## everything; tests that need an engine are reported as not run where none can be had
	@scripts/engine.sh start && $(BIN)/python scripts/base.py \
		|| echo "make test: continues without; the tests that need it are reported as NOT RUN at the end" >&2
	@[ "$$(id -u)" != 0 ] || $(BIN)/python scripts/own_engine.py make --at-most 45 containerd || true
	@$(BIN)/python -m pytest $(or $(PYTEST_ARGS),$(TOGETHER) --cov --cov-report=) $(if $(CI),--no-gaps)

campaign: base ## each hurried sequence of keys RUNS times (200), power cuts, every verb with every fault of an engine
	@$(BIN)/python -m tests.store.test_power_cut $(or $(CUTS),20)
	@$(BIN)/python -m tests.record.hurried $(or $(RUNS),200)
	@$(BIN)/python -m tests.cli.engine_faults
	@$(BIN)/python -m tests.cli.damage_matrix 5
	@$(BIN)/python -m tests.work.versions.killed
	@$(BIN)/python -m tests.work.versions.killed_real
	@$(BIN)/python -m tests.work.versions.share.killed
	@$(BIN)/python -m tests.cli.signals $(or $(SECONDS_OF_SIGNALS),600)

test-engines: base ## as root: engine, file system, sessions and proof on Docker 28 with both stores, podman 5, and others
	@$(BIN)/python -m tests.other_engines $(PYTEST_ARGS)

clean: ## remove the virtual environment and every cache
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
