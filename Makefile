# The commands of the README and of CONTRIBUTING. Each installs what it needs; a second call skips what is done.
SAMPLE := data/sample/shop.csv
DATA ?= $(SAMPLE)
OUTPUT ?= runs
PROGRAM := .build/release/retention-fast
PREFIX ?= /usr/local
# Options of Benchmarks/run.py, such as --quick.
BENCH ?=
# Options of the fuzzer, such as --files 100000 --seed 1.
FUZZ ?=

.PHONY: install uninstall train build test lint format setup sample bench fuzz check-models check-builds

train: build $(if $(filter-out $(SAMPLE),$(DATA)),,$(SAMPLE))
	$(PROGRAM) train --data $(DATA) --output $(OUTPUT)

build: setup
	swift build -c release --product retention-fast

# The program with the libraries beside it, its manual page and completions: make install PREFIX=$$HOME/.local
install: build
	Scripts/install.sh $(PROGRAM) "$(DESTDIR)$(PREFIX)"

uninstall:
	Scripts/install.sh --remove "$(DESTDIR)$(PREFIX)"

test: setup lint
	swift build -c release --build-tests
	swift test -c release --skip-build

setup:
	@Scripts/setup.sh

lint:
	swift format lint --strict --recursive Package.swift Sources Tests Tools

format:
	swift format --in-place --recursive Package.swift Sources Tests Tools

# Writes the committed sample again; the bytes must not change.
sample: build
	$(PROGRAM) generate --customers 800 --to $(SAMPLE)

# Our learners, data engine and whole runs compared with other libraries, which have their own virtual environment.
bench: build .deps/peers/.installed
	.deps/peers/bin/python Benchmarks/run.py $(BENCH)

# Reads mutated files of every input format, in processes that may crash.
fuzz: setup
	swift build -c release --product retention-fuzz
	.build/release/retention-fuzz $(FUZZ)

# The virtual environments use the system's pip, because Debian's Python needs another package to install one into them.
.deps/peers/.installed: Benchmarks/peers/requirements.txt
	python3 -m venv --without-pip .deps/peers
	python3 -m pip --python .deps/peers/bin/python install --quiet --disable-pip-version-check -r $<
	touch $@

# LightGBM and onnxruntime read our model files, and we read LightGBM's.
check-models: build .deps/model-checks/.installed
	.deps/model-checks/bin/python Benchmarks/peers/check_text_format.py
	.deps/model-checks/bin/python Benchmarks/peers/check_onnx.py

# Models must not depend on how the program was built; compares those of a debug and a release build.
check-builds: setup $(SAMPLE)
	Scripts/compare_builds.sh $(SAMPLE)

.deps/model-checks/.installed: Benchmarks/peers/model-checks.txt
	python3 -m venv --without-pip .deps/model-checks
	python3 -m pip --python .deps/model-checks/bin/python install --quiet --disable-pip-version-check -r $<
	touch $@

$(SAMPLE): | build
	mkdir -p $(@D)
	$(PROGRAM) generate --customers 800 --to $@
