"""Recording and choosing narration in the admin."""
