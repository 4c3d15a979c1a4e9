# One way to do each thing. `make help` lists the targets; the work is done by scripts/ and by each part's own tools.
SHELL := /bin/bash
.DEFAULT_GOAL := help
export PATH := $(CURDIR)/.tools/bin:$(PATH)

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## Install what is missing and build everything
	@scripts/setup

.PHONY: run
run: ## Start the product with a demo analysis (WEB_PORT=3000 API_PORT=8000); Ctrl-C stops it
	@scripts/run

.PHONY: test
test: ## Run every test: engine, server, web, and a journey in a browser
	@scripts/test

.PHONY: test-engine test-server test-web test-run test-e2e
test-engine test-server test-web test-run test-e2e: test-%:
	@scripts/test $*

.PHONY: test-infra
test-infra: ## Check what infra/ and .github/ promise: SLO rules, manifests, recipes of images, workflows
	@scripts/test infra

.PHONY: test-images
test-images: ## Build the images, start each as in the cluster and ask it something
	@scripts/test images

.PHONY: test-docs
test-docs: ## Check the site: links, both languages, spelling, accessibility, commands, generated pages
	@scripts/test docs

.PHONY: test-sanitizers
test-sanitizers: ## Run the engine's tests under AddressSanitizer and UBSan
	@scripts/test sanitizers

.PHONY: fuzz
fuzz: ## Fuzz each reader of the engine (FUZZ_SECONDS=60 each)
	@scripts/fuzz

.PHONY: lint
lint: ## Check style, types, spelling and secrets: the same list as the commit hooks
	@scripts/setup lint infra server web
	@pre-commit run --all-files --hook-stage manual

.PHONY: lint-commits
lint-commits: ## Check the messages of the commits that main does not have (RANGE=origin/main..HEAD)
	@scripts/setup tools
	@scripts/lint-commits $(RANGE)

.PHONY: format
format: ## Rewrite the code in the project's style
	@scripts/setup server web
	@scripts/format

.PHONY: bench
bench: ## Measure the engine: micro-benchmarks and whole commands
	@scripts/bench

.PHONY: bench-peers
bench-peers: ## Measure the engine beside other search engines
	@scripts/bench-peers

.PHONY: load
load: ## Measure the server: latency and processor time at fixed rates, live connections
	@scripts/load

.PHONY: drills
drills: ## Do to PostgreSQL what can happen to it, and print what people see and how soon it is over
	@scripts/drills

.PHONY: docs
docs: ## Regenerate what is derived from code (OpenAPI, API client types, reference), and build the site into build/site
	@scripts/docs

.PHONY: slides
slides: ## Build the slides of the talk into build/site/slides, as pages and PDF, in both languages
	@scripts/slides

.PHONY: hooks
hooks: ## Install the commit hooks into this clone
	@scripts/setup lint infra server web
	@pre-commit install --hook-type pre-commit --hook-type commit-msg

.PHONY: lock-tools
lock-tools: ## Move the development tools to their newest versions
	@uv pip compile --quiet --upgrade --no-header --generate-hashes --python-version 3.11 scripts/tools.in -o scripts/tools.txt
	@uv pip compile --quiet --upgrade --no-header --generate-hashes --python-version 3.11 -c scripts/tools.txt scripts/tools-infra.in -o scripts/tools-infra.txt
	@uv pip compile --quiet --upgrade --no-header --generate-hashes --python-version 3.11 scripts/tools-checkov.in -o scripts/tools-checkov.txt

.PHONY: check-infra
check-infra: ## Validate and test the Terraform configuration, with providers from the registry
	@scripts/infrastructure check

.PHONY: plan apply
plan apply: ## Terraform for one environment (ENVIRONMENT, AWS_ACCOUNT, AWS_REGION, DOMAIN, ALARM_EMAIL)
	@scripts/infrastructure $@

.PHONY: images
images: ## Build the images into build/images, each with its list of contents (SBOM)
	@scripts/images

.PHONY: up down
up: ## Start the product in containers, with PostgreSQL and an S3 server (WEB_PORT=3000 S3_PORT=7070)
	@scripts/compose up

down: ## Stop these containers; the data stays
	@scripts/compose down

.PHONY: push-images
push-images: ## Bring the built images to an environment's registry (ENVIRONMENT, AWS_ACCOUNT, AWS_REGION)
	@scripts/push-images

.PHONY: verify-images
verify-images: ## Check the signed provenance of the built images (REPOSITORY)
	@scripts/verify-images

.PHONY: deploy
deploy: ## Migrate, roll out, watch, or go back (ENVIRONMENT, AWS_ACCOUNT, AWS_REGION)
	@scripts/deploy

.PHONY: smoke
smoke: ## Ask a running product what must answer (URL)
	@scripts/smoke "$(URL)"

.PHONY: journey
journey: ## Upload, analyse and read a verdict through the API of a running product (URL, MASSA_TOKEN)
	@scripts/journey "$(URL)"

.PHONY: release-notes
release-notes: ## What changed since the tag before (TAG)
	@scripts/release-notes "$(TAG)"

.PHONY: check-links
check-links: ## Check that links between documents lead somewhere
	@python3 scripts/check_links.py

.PHONY: clean
clean: ## Remove everything that was built or installed here; var/ stays
	@rm -rf engine/build server/.venv web/node_modules web/.next .tools
