"""What this room tells the rooms above it, which it does not know."""

from django.dispatch import Signal

# Sent inside the transaction in which a learner's enrolment becomes complete. Arguments: enrolment.
course_completed = Signal()
# Sent inside the transaction in which an attempt at a graded quiz passes, after what it completes. Arguments: learner,
# quiz_slug, now.
quiz_passed = Signal()
