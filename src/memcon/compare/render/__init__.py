"""One model of notes, and the lines that it becomes for a terminal, a pull request or a browser."""
