"""Question files in the admin."""
