"""Pre-tests and post-tests in the admin."""
