"""One thing at each door of memcon: the format `notes`, the exporter `days`, the strategy `opening`, an endpoint."""
