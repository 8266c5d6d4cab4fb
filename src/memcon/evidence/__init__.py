"""What holds of what a model pointed at: every fact grounded in its words, or refused with a reason."""
