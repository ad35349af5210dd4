# Safari Salama: `make run` to see it, `make test` to trust it. `make help` lists the rest.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
BIN := .venv/bin
MESSAGES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))

.PHONY: help run test check bench format messages lock clean

help: ## list the commands
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/.installed $(MESSAGES) ## set up everything and serve the sample programme (HOST=, PORT=)
	@$(BIN)/python manage.py migrate --no-input --verbosity 0
	@BASE_URL=http://$(HOST):$(PORT) $(BIN)/python manage.py seed
	@echo "\nServing http://$(HOST):$(PORT)/  (Wagtail: /admin/, messages: /dev/messages/). Ctrl-C ends it."
	@trap 'exit 0' INT; DEBUG=0 BASE_URL=http://$(HOST):$(PORT) $(BIN)/python manage.py runserver --verbosity 0 $(HOST):$(PORT)

test: .venv/.developing $(MESSAGES) ## set up everything and run the whole suite, on SQLite and on PostgreSQL
	@tests/run.sh

check: .venv/.developing $(MESSAGES) ## linters, formatters, settings, migrations, translations, layers
	@tests/check.sh

bench: .venv/.developing $(MESSAGES) ## every benchmark, each against its floor or peer
	@for file in benchmarks/[a-z]*.py; do \
	  grep -q '^if __name__' $$file || continue; \
	  $(BIN)/python -m benchmarks.$$(basename $$file .py) || exit 1; \
	done

format: .venv/.developing ## format Python and templates
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet . ; $(BIN)/djade --target-version 5.2 $$(git ls-files 'templates/*.html') || true

messages: .venv/.developing ## gather the strings to translate (needs gettext)
	@$(BIN)/python manage.py makemessages --locale sw --no-obsolete --no-wrap --add-location file --ignore '.venv/*' --ignore 'var/*'

lock: .venv/.developing ## resolve requirements.in and requirements-dev.in into pinned, hashed files
	@$(BIN)/uv pip compile --quiet --generate-hashes --python-version 3.11 requirements.in -o requirements.txt
	@$(BIN)/uv pip compile --quiet --generate-hashes --python-version 3.11 requirements-dev.in -o requirements-dev.txt

clean: ## remove what was installed and made here, the database included
	rm -rf .venv var db.sqlite3*

.venv/.installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make run PYTHON=python3.11")'
	@echo "Installing the pinned packages …"
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { rm -rf .venv; $(PYTHON) -m venv .venv >/dev/null 2>&1; } \
	  || { rm -rf .venv; [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv .venv; } \
	  || { rm -rf .venv; echo "Python's venv is missing. On Debian: apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/.developing: .venv/.installed requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

%.mo: %.po | .venv/.installed
	@$(BIN)/python -c 'import polib, sys; polib.pofile(sys.argv[1]).save_as_mofile(sys.argv[2])' $< $@
