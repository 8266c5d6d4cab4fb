"""Which mentions are one event, which events are the same in two runs, and what people decided of them."""
