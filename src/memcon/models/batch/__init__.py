"""Questions by the file: the Batch API of an endpoint, at half the price, and answered within a day.

`wire` is HTTP, `results` reads a line of a file, `office` takes questions in, sends them, and fetches what became of
them; what is sent and what has come stands in the ledger (`memcon.models.ledger.batches`).
"""
