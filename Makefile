# The commands of this project: `make help` lists them.

PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3)
IN := .venv/bin
ROOMS := bot dialogue domain handlers storage
SOURCES := $(wildcard locales/*/LC_MESSAGES/sidan.po)
WORDS := $(SOURCES:.po=.mo)
LOCK := $(IN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --upgrade
SPEED_ARG := $(if $(SPEED),--speed $(SPEED))

.DEFAULT_GOAL := help
.PHONY: help demo run test check prove prove-long bench words states screenshot lock wheel clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo '  More options go through: make demo SPEED=60, make test ARGS="-k wheel", make run ARGS=--help'

demo: .venv/runtime $(WORDS) ## set everything up and show a compound that lives: http://127.0.0.1:8000/demo
	@$(IN)/python -m bot demo $(SPEED_ARG) $(ARGS)

run: .venv/runtime $(WORDS) ## the real thing, from the settings (SIDAN_..., .env)
	@$(IN)/python -m bot run $(ARGS)

test: .venv/dev $(WORDS) ## run the tests
	@$(IN)/python -m pytest -q -n 2 --dist loadgroup $(ARGS)

check: .venv/dev $(WORDS) ## format, lint, types, the rules of the house, the translations
	@$(IN)/ruff format --check .
	@$(IN)/ruff check .
	@$(IN)/mypy
	@$(IN)/python -m pytest -q tests/house --ignore tests/house/test_wheel.py $(ARGS)

prove: .venv/dev $(WORDS) ## try every promise, write docs/proof.md, fail where one is broken: below ten minutes
	@$(IN)/python -m pytest -q -n 2 --dist loadgroup -m proves --size gate --proof docs/proof.md $(ARGS)

prove-long: .venv/dev $(WORDS) ## the same at length: hours
	@$(IN)/python -m pytest -q -n 2 --dist loadgroup -m proves --size long --proof docs/proof.md $(ARGS)

bench: .venv/dev .venv-peers/done $(WORDS) ## how fast it is, next to bare bots and to what could be picked instead; what the clock, claims, offers, the ledger, searching and a card for 400 cost
	@$(IN)/python -m benchmarks $(ARGS)
	@$(IN)/python -m benchmarks.peers --charts docs
	@$(IN)/python -m benchmarks.ticks
	@$(IN)/python -m benchmarks.claims
	@$(IN)/python -m benchmarks.matching
	@$(IN)/python -m benchmarks.ledger
	@$(IN)/python -m benchmarks.finding
	@$(IN)/python -m benchmarks.moving_in
	@$(IN)/python -m benchmarks.fan_out

words: .venv/dev ## take new sentences over into the catalogues, then compile them
	@$(IN)/python -m locales.catalogues update
	@$(IN)/python -m locales.catalogues compile

states: .venv/dev ## draw docs/states.svg from the table of an order's steps
	@$(IN)/python -m tools.states

screenshot: .venv/dev $(WORDS) ## play the demo and take docs/demo.png
	@$(IN)/python -m tools.screenshot

wheel: .venv/dev ## build dist/sidan-*.whl
	@$(IN)/python -m build --no-isolation --wheel $(ARGS)

lock: .venv/dev ## pin the newest versions that pyproject.toml allows, by hash
	@$(IN)/python -m pip install --quiet pip-tools
	@$(LOCK) --extra words --extra dev -o requirements/dev.txt pyproject.toml
	@$(LOCK) --extra words -c requirements/dev.txt -o requirements/runtime.txt pyproject.toml
	@$(LOCK) -o requirements/peers.txt requirements/peers.in

clean: ## remove what make made, but no data
	@rm -rf .venv .venv-peers dist $(WORDS)

# The stamps remember which lock the environment was made from.
.venv/runtime: requirements/runtime.txt | .venv/bin/python
	@echo 'Installing what it needs (once) ...'
	@$(IN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/dev: requirements/dev.txt | .venv/bin/python
	@echo 'Installing what it and its tests need (once) ...'
	@$(IN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@ .venv/runtime

.venv-peers/done: requirements/peers.txt | .venv/bin/python
	@echo 'Installing what it is compared with (once) ...'
	@$(PYTHON) -m venv .venv-peers
	@.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'sidan needs Python 3.11 or newer. On Debian: apt install python3.11-venv'; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo 'Python has no venv here. On Debian: apt install python3.11-venv'; exit 1; }
	@$(PYTHON) -m venv .venv

$(WORDS) &: $(SOURCES) locales/catalogues.py | .venv/runtime
	@$(IN)/python -m locales.catalogues compile
