# Four lines over run.py: `make demo`, `make test`, and the parts of the test run.
demo test lint types docs: ; python3 run.py $@ $(ARGS)
check: test
.PHONY: demo test check lint types docs
