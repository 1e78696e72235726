# Each target is one command that sets up what it needs. `make help` lists them.

PYTHON ?= python3
# The headless shell is the same Chromium without the windows, and does the same in half the time.
CHROMIUM ?= $(shell command -v chromium-headless-shell || command -v chromium || command -v chromium-browser || command -v google-chrome)
NGINX := $(shell command -v nginx || command -v /usr/sbin/nginx)
# Without it, its tests are left out.
NO_NGINX = $(if $(NGINX),,$(if $(shell command -v apt-get),nginx))
BIN := .venv/bin
MKDOCS := NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs
COMMAND := NO_MKDOCS_2_WARNING=1 PYTHONPATH=hooks $(BIN)/python -m commands
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes
LOCK := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links

.DEFAULT_GOAL := help
.PHONY: help site serve check fix test preview-report links benchmark screenshots schemas lock programs clean

help: ## list the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

site: .venv/site.stamp ## build the site into site/
	@$(MKDOCS) build --strict

check: .venv/site.stamp ## say everything that is wrong, and how to mend it
	@$(COMMAND).check

fix: .venv/site.stamp ## mend what a machine can mend of that
	@$(COMMAND).fix

serve: .venv/site.stamp ## preview the site while you edit, at http://localhost:8000 (PORT=, V=1)
	@$(COMMAND).serve $(if $(PORT),--port $(PORT)) $(if $(V),--verbose) $(if $(POLL),--poll)

# Packages and programs come from two places: both are fetched at once.
test: ## run every test
	@$(MAKE) --jobs --no-print-directory .venv/test.stamp programs
	@CHROMIUM="$$(command -v "$(CHROMIUM)")" $(BIN)/python -m pytest

# What is named on the command line reaches the recipe through the environment: a branch may have any name.
preview-report: .venv/site.stamp ## tell what a change does, as a comment: BASE=… HEAD=… URL=… (each may be left out)
	@$(COMMAND).preview_report --base="$$BASE" --head="$$HEAD" --url="$$URL"

# Built anew, so that the site's own address is one to leave out; see .github/linkchecker.ini.
links: .venv/test.stamp ## ask other sites whether the pages linked to are still there
	@SITE_URL=https://here.invalid/ REPO_URL=https://here.invalid/ $(MKDOCS) build --quiet --site-dir .cache/links
	@$(COMMAND).links --config .github/linkchecker.ini .cache/links/index.html

benchmark: .venv/test.stamp tests/lighthouse/node_modules/stamp programs ## measure the site beside stock Material: ONLY=paint, building, editing, auditing or serving
	@PYTHONPATH=hooks:tests NO_MKDOCS_2_WARNING=1 CHROMIUM="$$(command -v "$(CHROMIUM)")" $(BIN)/python -m benchmarks "$(ONLY)"

screenshots: .venv/test.stamp programs site ## picture the built site into screenshots/
	@CHROMIUM="$$(command -v "$(CHROMIUM)")" $(BIN)/python tests/screenshots.py

schemas: .venv/site.stamp ## write what editors know of the data files, from the models
	@$(COMMAND).schemas

lock: .venv/test.stamp ## pin the newest allowed versions, with their hashes
	@$(LOCK) --group site --output-file requirements.txt
	@$(LOCK) --group test --output-file tests/requirements.txt
	@npm --prefix tests/lighthouse update --package-lock-only --silent

clean: ## forget everything that can be made again
	rm -rf .venv site screenshots .cache .pytest_cache tests/lighthouse/node_modules

.venv/python.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; name one with: make PYTHON=python3.12")'
	@$(PYTHON) -m venv --clear .venv
	@touch $@

.venv/site.stamp: .venv/python.stamp requirements.txt
	@$(PIP_INSTALL) --requirement requirements.txt
	@touch $@

.venv/test.stamp: .venv/site.stamp tests/requirements.txt
	@$(PIP_INSTALL) --requirement tests/requirements.txt
	@touch $@

tests/lighthouse/node_modules/stamp: tests/lighthouse/package-lock.json
	@command -v npm >/dev/null || { echo "Lighthouse needs Node 18.20 or later, with npm"; exit 1; }
	@npm --prefix tests/lighthouse ci --silent
	@touch $@

# Tests drive the Chromium that is there, a checker that runs on Java, and nginx; Debian and Ubuntu can have them installed
# for them. An nginx that comes in this way serves nothing but tests.
benchmark: WRK = $(if $(shell command -v wrk),,wrk)
programs: MISSING = $(if $(CHROMIUM),,chromium-headless-shell) $(if $(shell command -v java),,default-jre-headless) $(NO_NGINX) $(WRK)
programs:
	@test -z "$(strip $(MISSING))" || ( \
	  echo "Installing Debian's $(strip $(MISSING)) (or name a Chromium with: make CHROMIUM=/path/to/chrome)"; \
	  elevate=; test "$$(id -u)" = 0 || elevate=sudo; \
	  $$elevate apt-get update --quiet=2 && $$elevate env DEBIAN_FRONTEND=noninteractive \
	    apt-get install --quiet=2 --yes --no-install-recommends $(MISSING) >/dev/null && \
	  { test "$(NGINX)" || $$elevate systemctl --quiet disable --now nginx 2>/dev/null || true; } )
