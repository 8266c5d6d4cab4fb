"""The folder of a run on disk, which has one owner, `folder`, and what is made of it for other programs."""
