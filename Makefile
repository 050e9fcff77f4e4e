# The main commands are `make generate` and `make test`; each installs what it needs. `make help` lists the others.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

BASE ?= HEAD

# A value given to make reaches a recipe only through the environment, as plain text: it is neither part of a shell
# command nor expanded by make. VALUES lists the variables that recipes read from the environment. PYTHON and VENV name
# a program and a folder of yours; they are plain text, too, but become part of commands.
VALUES := SPEC OUT TARGET FORMAT FORCE BASE NEW PYTEST VECTORS CORPUS ROWS REPEAT BROWSER
GIVEN := $(foreach one,$(.VARIABLES),$(if $(filter command,$(origin $(one))),$(one)))
$(foreach one,$(sort $(VALUES) $(GIVEN)),$(if $(filter undefined,$(origin $(one))),,\
	$(eval override $(one) := $$(value $(one)))$(eval export $(one))))

# The values that each target uses; `make help` lists them, and any other value is rejected.
generate.uses := SPEC OUT TARGET FORMAT FORCE
check.uses := SPEC OUT TARGET FORMAT
diff.uses := SPEC BASE NEW FORMAT
news.uses := SPEC BASE NEW
watch.uses := SPEC OUT TARGET FORMAT
validate.uses := SPEC FORMAT
test.uses := PYTEST
conformance.uses := VECTORS
hostile.uses := CORPUS
dist.uses := OUT
demo.uses := BROWSER
bench.uses := ROWS REPEAT
docs.uses := OUT

USED := $(foreach goal,$(MAKECMDGOALS),$($(goal).uses))
IGNORED := $(filter-out $(USED),$(filter $(VALUES),$(GIVEN)))
$(if $(IGNORED),$(error make $(MAKECMDGOALS) does not use $(IGNORED); run make help))

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

# `make diff` and `make news` compare with a file, which exists or ends with .yaml, or with a revision.
COMPARED := case "$$BASE" in git:*) ;; *) case "$${BASE%%:*}" in *.yaml) ;; *) \
	[ -e "$$BASE" ] || BASE="git:$$BASE" ;; esac ;; esac; \
	set -- "$$@" -- "$$BASE"; [ -z "$$NEW" ] || set -- "$$@" "$$NEW"; $(BIN)/python -m generator diff
NEWS := changelog.d/+spec.spec.md

.PHONY: diff news help generate check watch validate test lint pythons browser accept conformance sizes dist demo docs screenshot lock clean hostile mutants bench

help: ## list the targets
	@awk -F ':.*## |[.]uses := ' '/^[a-z]+[.]uses := / {gsub(" ", "=, ", $$2); uses[$$1] = " (" $$2 "=)"} \
		/^[a-z]+:.*## / {printf "  make %-13s%s%s\n", $$1, $$2, uses[$$1]}' $(MAKEFILE_LIST)

$(READY): requirements.lock generated/python/pyproject.toml generated/mock/pyproject.toml
	@echo "setting up $(VENV) from requirements.lock"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || \
		{ echo "Python 3.10 or later is required; use make PYTHON=python3.12" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps \
		-e generated/python -e generated/mock
	@touch $@

generate: $(READY) ## regenerate generated/
	@$(GENERATE) generator generate "$$@" $(if $(FORCE),--force)

check: $(READY) ## check that generated/ matches the spec
	@$(GENERATE) generator check "$$@"

diff: $(READY) ## show what changed since BASE, a revision or a file
	@$(SPECS) $(COMPARED) "$$@"

news: $(READY) ## write the changelog lines for changes in the spec since BASE
	@mkdir -p build
	@FORMAT=markdown; $(SPECS) $(COMPARED) "$$@" >build/news.md
	@if [ -s build/news.md ]; then mv build/news.md $(NEWS) && echo "wrote $(NEWS)"; \
		else rm build/news.md; echo "nothing changed in the spec"; fi

watch: $(READY) ## regenerate on every save, until Ctrl-C
	@$(GENERATE) generator watch "$$@"

validate: $(READY) ## report every problem in the spec
	@$(SPECS) $(BIN)/python -m generator validate "$$@"

# The tools that check and bundle the generated TypeScript. Without npm, its tests are skipped; if CI is set, they fail.
NODE := $(if $(shell command -v npm),node_modules/ready)

test: pythons browser $(NODE) ## run all tests and the linters (HOSTILE=long also runs the long tests completely)
	@$(BIN)/python -m tests $(LINTED)

node_modules/ready: package-lock.json .npmrc
	@echo "setting up node_modules from package-lock.json"
	@npm ci --ignore-scripts --silent
	@touch $@

pythons: $(READY)
	@$(BIN)/python -m tests.environments

# The pages are tested in a real browser. Only in CI is anything installed outside this folder.
browser:
	@if [ -n "$$CI" ] && [ "$$(id -u)" = 0 ] && ! command -v chromium-headless-shell >/dev/null; then \
		echo "installing Debian's chromium-headless-shell"; { apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
		apt-get install -y -qq --no-install-recommends chromium-headless-shell >/dev/null; } || \
		command -v chromium >/dev/null; \
	fi

# Expected files in tests/cases are parts of packages, so the test folders are listed one by one.
TESTS := $(filter-out tests/cases/ tests/bad_specs/ tests/diffs/ tests/__pycache__/,$(wildcard tests/*/)) $(wildcard tests/*.py)
# The runtimes in templates/ are linted as copies in generated/, together with the rendered modules.
LINTED := generator release bench demo examples website tools $(TESTS) generated/python generated/mock

lint: $(READY) ## run mypy and pyright in strict mode, ruff, and black
	@$(BIN)/python -m tests.lint $(LINTED)

accept: $(READY) ## replace the expected files of the cases and bad specs with the current output
	@$(BIN)/python -m tests.golden.accept

conformance: $(READY) $(NODE) ## run every client package on the vectors in a file
	@$(BIN)/python -m tests.conformance "$$VECTORS"

sizes: $(READY) $(NODE) ## print how many bytes the TypeScript package and similar ones add to a page
	@$(BIN)/python -m tools.sizes

hostile: $(READY) $(NODE) ## report the outcome of each hostile text in a file; HOSTILE=long inserts each in every place
	@$(BIN)/python -m tests.hostile "$$CORPUS"

mutants: $(READY) $(NODE) ## change encoders and readers, and list the changes that no test detects; takes an hour
	@$(BIN)/python -m tools.mutants.python
	@$(BIN)/python -m tools.mutants.typescript

dist: $(READY) $(NODE) ## build the archives of generated/ or of OUT into build/dist/, with the same bytes on every run
	@set --; [ -z "$$OUT" ] || set -- "--tree=$$OUT"; $(BIN)/python -m release "$$@"

demo: $(READY) ## log in to mock servers, with a pasted response and with a code, and watch tokens expire; BROWSER=no uses no browser
	@$(BIN)/python -m demo $(if $(filter no,$(BROWSER)),--no-browser)

# A separate environment, with the peers at pinned versions; `make bench ROWS="import check"` measures only these rows.
bench: build/bench/ready $(NODE) ## measure this project and similar tools
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

docs: $(READY) $(NODE) ## build build/site/ from generated/ or OUT: the page that builds the URL, and the docs as HTML
	@set --; [ -z "$$OUT" ] || set -- "$$OUT"; $(BIN)/python -m website -- "$$@"

screenshot: docs ## retake the README's picture of the page, with Chromium
	@$(BIN)/python -m website.screenshot

COMPILE = build/lock/bin/uv pip compile --quiet --universal --python-version 3.10 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links

lock: ## pin the requirements again, for every supported Python
	@$(PYTHON) -m venv build/lock
	@build/lock/bin/python -m pip install --quiet uv==0.13.9
	@$(COMPILE) --extra watch --output-file requirements.lock requirements.in pyproject.toml
	@$(COMPILE) --constraints requirements.lock --output-file requirements-run.lock pyproject.toml
	@$(COMPILE) --constraints requirements.lock --output-file bench/requirements.lock bench/requirements.in pyproject.toml

clean: ## remove the environments and all build output
	@rm -rf $(VENV) build node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis
