# Hábeas: `make up` serves the product, `make test` proves it. Everything else is for who works on it.
PORT ?= 8000
MINUTES ?= 10
BIN = .venv/bin
HABEAS = $(BIN)/habeas
SOURCES = models crawler indexer api web sample habeas tests bench

.PHONY: up test check dev format style types layers bench fuzz lock sample clean

up: ## sets up, collects the sample court, builds the index, serves
	@scripts/setup.sh run
	@exec $(HABEAS) up --port $(PORT)

test: ## sets up what the tests need and runs all of them
	@scripts/setup.sh dev
	$(BIN)/python -m pytest -n auto --dist loadfile

check: dev style types layers ## format, lint, types, layers, tests
	$(BIN)/python -m pytest -n auto --dist loadfile

dev:
	@scripts/setup.sh dev

format: dev
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

style: dev
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)

types: dev
	$(BIN)/mypy

layers: dev
	$(BIN)/lint-imports

bench: dev ## prints the benchmarks
	$(BIN)/python -m bench

fuzz: dev ## damaged and hostile bytes for readers and page functions, MINUTES long
	$(BIN)/python -m bench.fuzz $(MINUTES)

sample: dev ## renders the sample court again from its sources
	$(BIN)/python -m sample.make

lock: dev ## resolves the dependencies again (needs uv)
	uv pip compile pyproject.toml --extra build --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements.lock
	uv pip compile pyproject.toml --extra build --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf .venv data .mypy_cache .ruff_cache .pytest_cache .hypothesis
