# The commands of the project.  Each does its own set-up in .venv.
SHELL := /bin/sh
PY := .venv/bin/python
GRAPH := citykg-graph

.PHONY: help demo test check format accuracy bench fuzz clean

help:
	@echo "make demo     build the graph of examples/, check it, ask it, draw it"
	@echo "make test     run all tests"
	@echo "make check    format, lint, types and tests: what a change must pass"
	@echo "make format   put the code into its format"
	@echo "make accuracy read the corpus, count what is read, right and exact, and write it down"
	@echo "make bench    measure beside rdflib, Morph-KGC and maplib"
	@echo "make fuzz     look for input that breaks a grammar or a format, a minute each"
	@echo "make clean    remove .venv and what the commands above made"

.venv/installed: pyproject.toml tools/venv
	tools/venv
	@touch $@

.venv/tested: .venv/installed tools/chromium
	$(PY) -m pip install --quiet --group test
	tools/chromium
	@touch $@

.venv/checked: .venv/tested
	$(PY) -m pip install --quiet --group check
	@touch $@

demo: .venv/installed
	.venv/bin/citykg build examples -o $(GRAPH)
	.venv/bin/citykg validate $(GRAPH)
	.venv/bin/citykg query cities-by-goal -p goal=11 -g $(GRAPH)
	.venv/bin/citykg query partners-for -p city=city/pt/almada -g $(GRAPH)
	@echo "The page: $(CURDIR)/$(GRAPH)/index.html"

test: .venv/tested
	$(PY) -m pytest -n auto --dist worksteal

check: .venv/checked
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	.venv/bin/turtlefmt --check citykg/ontology
	$(PY) -m mypy
	$(PY) -m pytest -n auto --dist worksteal

format: .venv/checked
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .
	.venv/bin/turtlefmt citykg/ontology

accuracy: .venv/installed
	$(PY) tools/accuracy.py --write

bench: .venv/tested
	$(PY) -m pip install --quiet --group bench
	test -x .venv-bench/bin/python || $(PY) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet --upgrade pip
	.venv-bench/bin/python -m pip install --quiet --group mappers
	$(PY) benchmarks/pipeline.py $(SIZES)
	$(PY) benchmarks/formats.py

fuzz: .venv/tested
	$(PY) -m pip install --quiet --group fuzz
	$(PY) tools/fuzz.py

clean:
	rm -rf .venv .venv-bench $(GRAPH) .pytest_cache .mypy_cache .ruff_cache .hypothesis dist
