# Rscript shown.R CODE OUT: runs the R example in the file CODE, and writes what its last line gives as JSON into OUT.
given <- commandArgs(TRUE)
for (line in parse(given[1])) result <- eval(line)
writeLines(jsonlite::toJSON(result, dataframe = "rows", na = "null", null = "null", digits = NA), given[2], useBytes = TRUE)
