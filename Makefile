# make demo: everything from a fresh clone to three cited answers. make serve: the web, on port 8000.
# make bot: the Telegram bot, with TELEGRAM_TOKEN=… before it.
# make test: everything that the tests need, and the tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INDEX ?= var/index
export PLAN_INDEX := $(INDEX)
# Where it is set (in container images mostly), each process would compile every module of the project again.
unexport PYTHONDONTWRITEBYTECODE

PORT ?= 8000

.PHONY: demo serve bot test install lint lock audit clean test-servers test-servers-all

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	touch $@

# In one step. Modules are compiled as they are imported: the tests import a fraction of what is installed. The pip that
# comes with Python may be one that takes twice as long to find out what is wanted; where no other is to be had, it does.
$(VENV)/.installed-dev: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	-$(BIN)/pip install --quiet --disable-pip-version-check 'pip>=24.1'
	$(BIN)/pip install --quiet --disable-pip-version-check --no-compile --editable '.[dev]'
	touch $(VENV)/.installed $@

install: $(VENV)/.installed

demo: install
	$(BIN)/python -m ingest add eval/plans
	@for question in "Ai chủ trì triển khai đơn thuốc điện tử của Cà Mau?" \
	    "kinh phi ho so benh an dien tu cua ca mau" "who leads e-prescription rollout?"; do \
	  printf '\n> %s\n' "$$question"; $(BIN)/python -m assistant ask "$$question" || exit 1; done

$(VENV)/.installed-web: $(VENV)/.installed
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[web]'
	touch $@

$(VENV)/.installed-telegram: $(VENV)/.installed
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[telegram]'
	touch $@

# The sample plans are read only where the index holds none yet.
serve: $(VENV)/.installed-web
	@[ -n "$$($(BIN)/python -m ingest list 2>/dev/null)" ] || $(BIN)/python -m ingest add eval/plans
	$(BIN)/python -m bots.web --port $(PORT)

bot: $(VENV)/.installed-telegram
	@[ -n "$(ASSISTANT_URL)$$($(BIN)/python -m ingest list 2>/dev/null)" ] || $(BIN)/python -m ingest add eval/plans
	@$(BIN)/python -m bots.telegram

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Every test that keeps or reads a store, once more over PostgreSQL and a Chroma server, which they start, but for those
# that say the same of both and take long (`once`); skipped, with the reason, where PostgreSQL is not installed.
# tests/stores.py says how they are found. Of the tests that are not of bots `make test` runs those of the store alone.
ON_SERVERS := --stores=servers -m "stores and not once"
OTHERS := --ignore=tests/bots
READING := tests/ingest

# Three at a time, the longest first: those of bots and of the store wait for half of their time, and the others take what
# the two cores have left. Each tells what it has to when it is over. The sample plans are read by the first run that asks
# for them, and kept for the others.
PYTEST := $(BIN)/python -m pytest
PARTS := bots bots-and-store-on-servers reading others checks
side_by_side = @rm -f $(VENV)/sample-index.zip; SAMPLE_INDEX='$(abspath $(VENV)/sample-index.zip)' \
	$(MAKE) --no-print-directory --jobs=3 --keep-going --output-sync=target

test: $(VENV)/.installed-dev
	$(side_by_side) $(PARTS:%=test-part-%)

test-servers: $(VENV)/.installed-dev
	$(side_by_side) test-part-bots-on-servers test-part-others-on-servers

.PHONY: $(PARTS:%=test-part-%) test-part-bots-on-servers test-part-others-on-servers
$(PARTS:%=test-part-%) test-part-bots-on-servers test-part-others-on-servers: $(VENV)/.installed-dev

test-part-checks: lint

test-part-bots:
	@$(PYTEST) tests/bots

test-part-others:
	@$(PYTEST) $(OTHERS) --ignore=$(READING)

test-part-reading:
	@$(PYTEST) $(READING)

test-part-bots-on-servers:
	@$(PYTEST) $(ON_SERVERS) tests/bots

test-part-others-on-servers:
	@$(PYTEST) $(ON_SERVERS) $(OTHERS)

test-part-bots-and-store-on-servers:
	@$(PYTEST) $(ON_SERVERS) tests/bots tests/ingest/store

# The whole suite on the servers, with the tests to which a store is nothing.
test-servers-all: $(VENV)/.installed-dev
	$(BIN)/python -m pytest --stores=servers

# Every package with its version, as the tests ran with them; to be read over at each change, and to install the same:
# pip install --constraint requirements.lock plan-assistant
lock: $(VENV)/.installed-dev
	@printf '# Made by make lock. What the tests ran with; a build for one platform alone (+cpu) is named without it.\n' > requirements.lock
	$(BIN)/python -m pip freeze --exclude-editable | sed 's/+[a-z0-9.]*$$//' >> requirements.lock

# Known holes of the locked versions, where the advisory database can be reached.
audit:
	$(PYTHON) -m venv $(VENV)/audit
	$(VENV)/audit/bin/pip install --quiet --disable-pip-version-check pip-audit==2.10.1
	$(VENV)/audit/bin/pip-audit --no-deps --disable-pip --requirement requirements.lock

clean:
	rm -rf $(VENV) var build *.egg-info
