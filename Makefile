# The two commands are `make generate` and `make test`; each sets up what it needs. `make help` has the rest.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

BASE ?= HEAD

# A value that is given to make reaches a recipe only through the environment, as the text that it is: it is neither
# part of a command for the shell nor expanded by make. VALUES lists what a recipe takes from its environment. PYTHON
# and VENV name a program and a folder of yours; they are text, too, but become part of commands.
VALUES := SPEC OUT TARGET FORMAT FORCE BASE NEW PYTEST VECTORS CORPUS ROWS REPEAT BROWSER
GIVEN := $(foreach one,$(.VARIABLES),$(if $(filter command,$(origin $(one))),$(one)))
$(foreach one,$(sort $(VALUES) $(GIVEN)),$(if $(filter undefined,$(origin $(one))),,\
	$(eval override $(one) := $$(value $(one)))$(eval export $(one))))

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

# `make generate SPEC=spec/other.yaml OUT=elsewhere TARGET=python FORCE=1`; the defaults are in pyproject.toml.
# FORMAT=json or FORMAT=github prints problems for programs, or next to the line on GitHub.
# SPEC, TARGET, and ROWS are lists of words; any other value may contain spaces.
FORM := set -f; set --; [ -z "$$FORMAT" ] || set -- "--format=$$FORMAT";
SPECS := $(FORM) for one in $$SPEC; do set -- "$$@" "--spec=$$one"; done;
GENERATE := $(SPECS) [ -z "$$OUT" ] || set -- "$$@" "--out=$$OUT"; \
	for one in $$TARGET; do set -- "$$@" "--target=$$one"; done; exec $(BIN)/python -m

# What `make diff` and `make news` compare with: a file, which exists or is called .yaml, or a revision.
COMPARED := case "$$BASE" in git:*) ;; *) case "$${BASE%%:*}" in *.yaml) ;; *) \
	[ -e "$$BASE" ] || BASE="git:$$BASE" ;; esac ;; esac; \
	set -- "$$@" -- "$$BASE"; [ -z "$$NEW" ] || set -- "$$@" "$$NEW"; $(BIN)/python -m generator diff
NEWS := changelog.d/+spec.spec.md

.PHONY: diff news help generate check watch validate test lint pythons browser accept conformance sizes dist demo docs screenshot lock clean hostile mutants bench

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-13s%s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(READY): requirements.lock generated/python/pyproject.toml generated/mock/pyproject.toml
	@echo "setting up $(VENV) from requirements.lock"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || \
		{ echo "Python 3.10 or later is needed; name one: make PYTHON=python3.12" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps \
		-e generated/python -e generated/mock
	@touch $@

generate: $(READY) ## write generated/ anew (SPEC=, OUT=, TARGET=, FORCE=1)
	@$(GENERATE) generator generate "$$@" $(if $(FORCE),--force)

check: $(READY) ## say whether generated/ is what the spec gives
	@$(GENERATE) generator check "$$@"

diff: $(READY) ## say what changed since BASE=, a revision or a file (NEW=, FORMAT=markdown)
	@$(FORM) $(COMPARED) "$$@"

news: $(READY) ## write the lines of the changelog for what changed in the spec since BASE=
	@mkdir -p build
	@set -- --format=markdown; $(COMPARED) "$$@" >build/news.md
	@if [ -s build/news.md ]; then mv build/news.md $(NEWS) && echo "wrote $(NEWS)"; \
		else rm build/news.md; echo "nothing changed in the spec"; fi

watch: $(READY) ## regenerate at each save, until Ctrl-C (SPEC=, OUT=, TARGET=)
	@$(GENERATE) generator watch "$$@"

validate: $(READY) ## list every problem of the spec (FORMAT=github)
	@$(SPECS) $(BIN)/python -m generator validate "$$@"

# What checks and bundles the generated TypeScript. Without npm its tests are skipped; with CI set they fail.
NODE := $(if $(shell command -v npm),node_modules/ready)

test: pythons browser $(NODE) ## run all tests and the linters (HOSTILE=long: all of the long ones, too)
	@$(BIN)/python -m tests $(LINTED)

node_modules/ready: package-lock.json .npmrc
	@echo "setting up node_modules from package-lock.json"
	@npm ci --ignore-scripts --silent
	@touch $@

pythons: $(READY)
	@$(BIN)/python -m tests.environments

# The pages are tested in a real browser. Elsewhere than in CI nothing is installed beside this folder.
browser:
	@if [ -n "$$CI" ] && [ "$$(id -u)" = 0 ] && ! command -v chromium >/dev/null; then \
		echo "installing Debian's chromium"; apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	fi

# Expected files of tests/cases are parts of packages, so the folders of tests are named one by one.
TESTS := $(filter-out tests/cases/ tests/bad_specs/ tests/diffs/ tests/__pycache__/,$(wildcard tests/*/)) $(wildcard tests/*.py)
# The runtimes in templates/ are linted as their copies in generated/, next to the modules that are rendered.
LINTED := generator release bench demo examples website tools $(TESTS) generated/python generated/mock

lint: $(READY) ## mypy --strict, pyright strict, ruff and black
	@$(BIN)/python -m tests.lint $(LINTED)

accept: $(READY) ## take what the cases and the bad specs give now as expected
	@$(BIN)/python -m tests.golden.accept

conformance: $(READY) $(NODE) ## run every binding over VECTORS=file.json
	@$(BIN)/python -m tests.conformance "$$VECTORS"

sizes: $(READY) $(NODE) ## print what the TypeScript package adds to a page, beside others
	@$(BIN)/python -m tools.sizes

hostile: $(READY) $(NODE) ## say what becomes of each hostile text of CORPUS=file.json (HOSTILE=long)
	@$(BIN)/python -m tests.hostile "$$CORPUS"

mutants: $(READY) $(NODE) ## change encoders and readers, and list what no test notices; it takes an hour
	@$(BIN)/python -m tools.mutants.python
	@$(BIN)/python -m tools.mutants.typescript

dist: $(READY) $(NODE) ## build what is published into build/dist/, the same bytes on every run
	@$(BIN)/python -m release

demo: $(READY) ## sign in, call and see a token expire, on the stand-in server (BROWSER=no)
	@$(BIN)/python -m demo $(if $(filter no,$(BROWSER)),--no-browser)

# Another environment, with the peers at pinned versions; `make bench ROWS="import check"` measures these rows alone.
bench: build/bench/ready $(NODE) ## measure against the peers (ROWS=, REPEAT=)
	@build/bench/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation \
		--force-reinstall ./generated/python
	@set -f; set --; [ -z "$$REPEAT" ] || set -- "--repeat=$$REPEAT"; \
		build/bench/bin/python -m bench "$$@" -- $$ROWS
	@build/bench/bin/python -m bench.chart
	@build/bench/bin/python -m bench.readme

build/bench/ready: bench/requirements.lock
	@echo "setting up build/bench from bench/requirements.lock"
	@$(PYTHON) -m venv build/bench
	@build/bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

docs: $(READY) $(NODE) ## build/site/: the page that builds the URL, and the documentation as HTML
	@$(BIN)/python -m website

screenshot: docs ## take the README's picture of the page anew, with Chromium
	@$(BIN)/python -m website.screenshot

COMPILE = build/lock/bin/uv pip compile --quiet --universal --python-version 3.10 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links

lock: ## pin the requirements anew, for every supported Python
	@$(PYTHON) -m venv build/lock
	@build/lock/bin/python -m pip install --quiet uv==0.13.9
	@$(COMPILE) --output-file requirements.lock requirements.in
	@$(COMPILE) --constraints requirements.lock --output-file requirements-run.lock requirements-run.in
	@$(COMPILE) --constraints requirements.lock --output-file bench/requirements.lock bench/requirements.in

clean: ## remove the environments and what was built
	@rm -rf $(VENV) build node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis
