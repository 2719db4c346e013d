# The commands of this house. Each is a line or two; what needs thought lives in tools/.
.DEFAULT_GOAL := help
.PHONY: run test check bench help clean

python := sh tools/python

run: ## start Mend with its demo practice (PORT=8001 for another port)
	@$(python) tools/run.py

test: ## every test, real browser included; installs what it needs
	@$(python) tools/test.py

check: ## format, lint, types and the house's laws, in under a minute
	@$(python) tools/check.py

bench: ## how fast it is (ONLY=today for one part); writes bench-results.json
	@$(python) tools/bench.py

help: ## this list
	@sed -n 's/^\([a-z]*\): *## /  make \1\t/p' Makefile | expand -t 14

# var/ stays: it holds the database and the keys without which nobody can read it.
clean: ## remove the virtual environment and every cache; keeps var/
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis bench-results.json
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
