"""`make test`: every test there is, with a real browser, from a bare machine on."""

import browser
import environment

if __name__ == "__main__":
    environment.prepare(environment.TESTS)
    chromium = browser.prepare()
    environment.say(f"Running every test, with {chromium} as the browser")
    # Two at a time: what the smallest machine has. Tests that share a server are kept together by their group.
    environment.become("pytest", "-n", "2", "--dist", "loadgroup", MEND_CHROMIUM=chromium)
