"""`make bench`: the measurements in tests/bench, with what they need installed first."""

import environment

if __name__ == "__main__":
    environment.prepare(environment.TESTS)
    environment.become("tests.bench")
