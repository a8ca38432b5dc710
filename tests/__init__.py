"""The tests; a package, so that helpers shared by several test files have one address."""
