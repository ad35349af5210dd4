"""What this room tells the rooms above it, which it does not know."""

from django.dispatch import Signal

# Sent inside the transaction in which something is done to a certificate, after its rows have changed. Arguments:
# certificate.
certificate_acted = Signal()
