.PHONY: check demo format
check:  ## everything that must be green before a commit
	sh scripts/test
demo:  ## the main job on the repository's own articles
	sh scripts/demo
format:
	.venv/bin/ruff format
	.venv/bin/ruff check --fix
