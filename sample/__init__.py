"""The sample court: fictional rulings written by us, their expected records, and the miniature site that serves them."""
