"""One thing at each door of memcon: the format `notes`, the table `days`, the strategy `opening`, an endpoint."""
