"""First on the path of a program, this makes it one that has no zstd, as the installed program is on Python 3.11."""

raise ImportError("kept away, so that the gateway's stream is zlib's")
