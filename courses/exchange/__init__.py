"""Questions in and out of the bank: files are parsed, planned, then applied, each step apart from the next."""
