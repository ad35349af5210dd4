"""What the answers say, for trainers."""
