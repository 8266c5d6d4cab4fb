"""A folder that an archive of research data takes, made of a run: data, codebook, how it was made, licences, checksums.

`local` takes out what tells of the machine, `texts` adds the articles where that is wanted, `papers` writes what people
and archives read, and `folder` makes the whole, or nothing.
"""
