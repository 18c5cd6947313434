# Everything that is done to this repository more than once. `make` lists it.

# What `make analyze` looks at: a data directory, or anything else that `cardscan analyze` takes.
DATA ?= testdata/sample

SWIFT ?= swift
FUZZ_SECONDS ?= 600
FORMATTED = Sources Tests Fuzz Package.swift $(wildcard Benchmarks/Sources Benchmarks/Package.swift)
STATIC = .build-static/cardscan
PACKAGES = .build-static/packages

# What `cardscan --version` names; see Package.swift.
export CARDSCAN_COMMIT := $(shell scripts/commit)

.PHONY: help build analyze test bench fuzz pages static deb dist format lint clean
.NOTPARALLEL:

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "    make %-9s %s\n", $$1, $$2 }' Makefile

# Static: glibc, the C libraries and libstdc++ (libsnappy is C++) come from their .a files, which Debian's -dev packages
# hold. Nothing is left to find or to relocate at the start, which halves it, and every container can run it.
build: ## build the release binary, .build/release/cardscan
	@scripts/system-packages
	$(SWIFT) build -c release --product cardscan \
		--static-swift-stdlib -Xswiftc -static-executable -Xswiftc -use-ld=lld

analyze: build ## build, then analyse DATA (testdata/sample unless DATA=/prometheus is given)
	.build/release/cardscan analyze $(DATA)

test: ## build and run all tests; they compare with promtool, which is installed when it is missing
	@scripts/system-packages --oracle
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --disable-xctest

bench: build ## measure against promtool, in time and memory
	@scripts/system-packages --oracle
	$(SWIFT) run -c release --package-path Benchmarks bench

# Starts from the sound files that the tests damage, and goes on from what it found before.
fuzz: ## look for damaged files, requests and expositions that do harm, by libFuzzer, for FUZZ_SECONDS (600)
	@scripts/system-packages
	CARDSCAN_FUZZ_CORPUS=$(CURDIR)/.build-fuzz/corpus \
		$(SWIFT) test --disable-xctest --filter CardinalityTests.FuzzTests
	CARDSCAN_FUZZ=1 $(SWIFT) build -c release --product Fuzz --scratch-path .build-fuzz --sanitize fuzzer
	.build-fuzz/release/Fuzz -max_total_time=$(FUZZ_SECONDS) -max_len=65536 -rss_limit_mb=512 -timeout=10 \
		-artifact_prefix=.build-fuzz/ .build-fuzz/corpus

pages: build ## open pages of --format html in a browser, with hostile data, and say what is wrong
	scripts/check-pages

static: build ## the same without symbols, for `kubectl cp` into a container, checked: .build-static/cardscan
	@scripts/system-packages --static
	@mkdir -p $(dir $(STATIC))
	strip -o $(STATIC) .build/release/cardscan
	@scripts/check-static $(STATIC)
	$(STATIC) --version

deb: static ## pack a Debian package of the static binary, with manual pages and completions: .build-static/packages/
	@scripts/system-packages --packaging
	@scripts/make-packages deb $(STATIC) $(PACKAGES)
	@scripts/check-package --lint $(PACKAGES)/cardscan_*.deb

dist: deb ## pack a release: the package, an archive for other systems, and their checksums
	@scripts/make-packages dist $(STATIC) $(PACKAGES)
	@scripts/make-packages sums $(PACKAGES)

format: ## format the sources in place
	$(SWIFT) format format --in-place --parallel --recursive $(FORMATTED)

lint: ## fail on what `make format` would change, and on style faults
	$(SWIFT) format lint --strict --parallel --recursive $(FORMATTED)

clean: ## remove what was built
	rm -rf .build .build-fuzz .build-static Benchmarks/.build
