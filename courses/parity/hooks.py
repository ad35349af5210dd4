"""Which pages and questions are behind in one language."""
