"""What several tests share: a scripted model, a server of faults, runs to review, pages in a browser."""
