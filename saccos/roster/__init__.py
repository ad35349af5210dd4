"""A manager's staff list on its way in: read, looked at, mended, saved, and for 30 days undone."""
