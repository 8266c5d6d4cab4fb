"""When a call may leave: rates, budgets, outages and retries."""
